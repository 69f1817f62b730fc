#pragma once

#include "asking.h"
#include "base/clock.h"
#include "base/result.h"
#include "board/connections.h"
#include "calls/values.h"
#include "desk/connectionwork.h"
#include "settings/secretstore.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace ringback::connectors {
class PhoneProvider;
class Secrets;
} // namespace ringback::connectors

namespace ringback::app {

/// What is asked of a phone system by hand: a test, where its webhooks go, pointing them here and putting them back. Main thread, with requests of
/// its own beside the engine's. Its end gives up what is under way and waits for that.
class ConnectionWorks final : public QObject {
    Q_OBJECT

public:
    struct Target {
        desk::Connection connection;
        QList<board::LineCard> lines; ///< all of the office's
        QString publicUrl; ///< empty = there is none
        Milliseconds timeout{30'000};
    };
    struct Wired {
        QList<board::WiringRow> before;
        QByteArray undo;
    };

    using SignedIn = BrowserSignIn::End;
    using OpenPage = BrowserSignIn::OpenPage;

    /// The office as it is stored now. Errors: NotFound (no such connection), as the store.
    [[nodiscard]] static Result<Target> targetOf(store::Database &database, const QString &connection, const QString &publicUrl);

    ConnectionWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent = nullptr);
    ~ConnectionWorks() override;

    /// The secrets of the engine in this program: what is replaced here (a sign-in that is renewed) is replaced there too.
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_shared = std::move(secrets); }

    /// A missing secret is a finding too: `credentials`, `secret_missing`.
    QCoro::Task<QList<board::TestFinding>> test(Target target);
    /// Errors: NotFound (a secret is missing), Refused (this system has nothing of the kind, or says no), Transient, Invalid.
    QCoro::Task<Result<QList<board::WiringRow>>> look(Target target);
    QCoro::Task<Result<Wired>> wire(Target target);
    QCoro::Task<Result<QList<board::WiringRow>>> unwire(Target target, QByteArray undo);

    /// A user signs in at the system in a browser of this machine, which `openPage` opens; it is called before this returns. Stores nothing: what it
    /// brought is of use when the setup's programs are told of it, too. A new one ends the one under way.
    QCoro::Task<SignedIn> signIn(Target target, OpenPage openPage);
    void giveUpSignIn();

private:
    [[nodiscard]] std::shared_ptr<connectors::PhoneProvider> open(const Target &target);

    [[nodiscard]] bool lacksOnlySignIn(const settings::Connection &connection);

    const Clock &m_clock;
    settings::SecretStore &m_secretStore;
    std::shared_ptr<connectors::Secrets> m_shared;
    QNetworkAccessManager m_network;
    BrowserSignIn m_signIn;
    UnderWay<connectors::PhoneProvider> m_open;
};

} // namespace ringback::app
