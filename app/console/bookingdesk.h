#pragma once

#include "console/pendingsecrets.h"
#include "people/bookingrequest.h"
#include "settings/secretstore.h"

#include <QObject>

namespace ringback::ui {
class PeoplePage;
}

namespace ringback::app {

class Backstage;

/// Between the booking pages on the page of people, the desk behind the window and the keychain. Main thread.
class BookingDesk final : public QObject {
    Q_OBJECT

public:
    /// All of these outlive it; `publicUrl` is what this computer is called by, empty = nothing.
    BookingDesk(ui::PeoplePage &page, Backstage &backstage, settings::SecretStore &secrets, const QString &publicUrl);

    void setMe(const QString &staffId) { m_me = staffId; }

private:
    void save(const ui::BookingRequest &request);
    void refuse(const Error &error);

    ui::PeoplePage &m_page;
    Backstage &m_backstage;
    QString m_me;
    PendingSecrets m_pending;
};

} // namespace ringback::app
