#pragma once

#include "base/clock.h"
#include "board/leadsystems.h"
#include "console/pendingsecrets.h"
#include "leads/leadrequest.h"
#include "leadworks.h"
#include "settings/secretstore.h"

#include <QObject>

namespace ringback::ui {
class LeadsPage;
}

namespace ringback::app {

class Backstage;

/// Between the page of lead systems, the desk behind the window, the keychain and the lead systems themselves. Main thread.
class LeadDesk final : public QObject {
    Q_OBJECT

public:
    /// All of these outlive it.
    LeadDesk(ui::LeadsPage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets);

    void setMe(const QString &staffId) { m_me = staffId; }
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_works.shareSecrets(std::move(secrets)); }

private:
    void save(const ui::LeadRequest &request);
    void test(const QString &id);
    void readLists(const QString &id);
    void tryRecord(const desk::LeadConnection &connection);
    void signIn(const QString &id);
    [[nodiscard]] LeadWorks::Target targetOf(const desk::LeadConnection &connection) const;
    [[nodiscard]] const board::LeadCard *cardOf(const QString &id) const;
    void refuse(const Error &error);

    ui::LeadsPage &m_page;
    Backstage &m_backstage;
    QString m_me;
    board::LeadSystems m_systems;
    PendingSecrets m_pending;
    QString m_toSignIn; ///< once it is known that this person may
    int m_signIn = 0; ///< another number for each attempt: nobody waits for the end of the others
    LeadWorks m_works;
};

} // namespace ringback::app
