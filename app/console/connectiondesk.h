#pragma once

#include "base/clock.h"
#include "connections/connectionrequest.h"
#include "connectionworks.h"
#include "console/pendingsecrets.h"
#include "settings/secretstore.h"

#include <QHash>
#include <QObject>

namespace ringback::ui {
class ConnectionsPage;
}

namespace ringback::app {

class Backstage;

/// Between the page of phone systems, the desk behind the window, the keychain and the phone systems themselves. Main thread.
class ConnectionDesk final : public QObject {
    Q_OBJECT

public:
    /// All of these outlive it.
    ConnectionDesk(ui::ConnectionsPage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets, QString publicUrl);

    void setMe(const QString &staffId) { m_me = staffId; }
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_works.shareSecrets(std::move(secrets)); }

private:
    void save(const ui::ConnectionRequest &request);
    void refuse(const Error &error);
    void test(const QString &id);
    void signIn(const QString &id);
    void look(const QString &id);
    void wire(const QString &id);
    /// The newest undo is put back, then the one before it.
    void putBack(const QString &id, const QByteArrayList &undos);
    [[nodiscard]] std::optional<ConnectionWorks::Target> targetOf(const QString &id) const;

    ui::ConnectionsPage &m_page;
    Backstage &m_backstage;
    const QString m_publicUrl;
    QString m_me;
    board::PhoneSystems m_systems;
    QHash<QString, QByteArrayList> m_undos; ///< of a connection that is being put back
    QHash<QString, bool> m_wiring; ///< connections whose webhooks are to be pointed here once it is known that this person may
    PendingSecrets m_pending;
    QString m_toSignIn; ///< once it is known that this person may
    int m_signIn = 0; ///< another number for each attempt: nobody waits for the end of the others
    ConnectionWorks m_works;
};

} // namespace ringback::app
