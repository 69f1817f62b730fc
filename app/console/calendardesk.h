#pragma once

#include "base/clock.h"
#include "board/calendarcards.h"
#include "calendarworks.h"
#include "console/pendingsecrets.h"
#include "people/calendarrequest.h"
#include "settings/secretstore.h"

#include <QObject>

namespace ringback::ui {
class PeoplePage;
}

namespace ringback::app {

class Backstage;

/// Between the calendars on the page of people, the desk behind the window, the keychain and the calendars themselves. Main thread.
class CalendarDesk final : public QObject {
    Q_OBJECT

public:
    /// All of these outlive it.
    CalendarDesk(ui::PeoplePage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets);

    void setMe(const QString &staffId) { m_me = staffId; }
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_works.shareSecrets(std::move(secrets)); }

private:
    void wireAnswers();
    void save(const ui::CalendarRequest &request);
    void test(const QString &id);
    void askToSignIn(const QString &id);
    void signIn(const QString &id);
    [[nodiscard]] const board::CalendarCard *cardOf(const QString &id) const;
    void refuse(const Error &error);

    ui::PeoplePage &m_page;
    Backstage &m_backstage;
    QString m_me;
    board::Calendars m_calendars;
    PendingSecrets m_pending;
    QString m_toSignIn; ///< once it is known that this person may
    int m_signIn = 0; ///< another number for each attempt: nobody waits for the end of the others
    CalendarWorks m_works;
};

} // namespace ringback::app
