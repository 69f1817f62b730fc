#pragma once

#include "asking.h"
#include "base/clock.h"
#include "base/result.h"
#include "board/leadsystems.h"
#include "connectors/leadsystem.h"
#include "desk/leadwork.h"
#include "settings/secretstore.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace ringback::app {

/// What is asked of a lead system by hand: a test, what there is to choose from, a test lead, and signing in. Main thread, with requests of its own
/// beside the engine's. Its end gives up what is under way and waits for that.
class LeadWorks final : public QObject {
    Q_OBJECT

public:
    struct Target {
        desk::LeadConnection connection;
        QByteArray zone; ///< the office's
        QString tag; ///< the playbook's
        QString status; ///< of a new lead
        Milliseconds timeout{30'000};
    };
    using SignedIn = BrowserSignIn::End;
    using OpenPage = BrowserSignIn::OpenPage;

    /// The office as it is stored now. Errors: NotFound (no such connection), as the store.
    [[nodiscard]] static Result<Target> targetOf(store::Database &database, const QString &connection);

    LeadWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent = nullptr);
    ~LeadWorks() override;

    /// The secrets of the engine in this program: what is replaced here (a refresh token) is replaced there too.
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_shared = std::move(secrets); }

    /// A missing secret is a finding too: `credentials`, `secret_missing` or `not_signed_in`.
    QCoro::Task<QList<board::TestFinding>> test(Target target);
    /// Writes a lead and removes it again where the system allows it. As test().
    QCoro::Task<QList<board::TestFinding>> tryRecord(Target target);
    /// Errors: NotFound (a secret is missing), Refused, Transient, Invalid.
    QCoro::Task<Result<board::LeadLists>> choices(Target target);

    /// As ConnectionWorks::signIn().
    QCoro::Task<SignedIn> signIn(Target target, OpenPage openPage);
    void giveUpSignIn();

    /// The number of a test lead: one that nobody has.
    [[nodiscard]] static calls::PhoneNumber testNumber();

private:
    [[nodiscard]] std::shared_ptr<connectors::LeadSystem> open(const Target &target);
    [[nodiscard]] QString whatIsMissing(const desk::LeadConnection &connection);

    const Clock &m_clock;
    settings::SecretStore &m_secretStore;
    std::shared_ptr<connectors::Secrets> m_shared;
    QNetworkAccessManager m_network;
    BrowserSignIn m_signIn;
    UnderWay<connectors::LeadSystem> m_open;
};

} // namespace ringback::app
