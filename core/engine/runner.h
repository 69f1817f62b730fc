#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "connectors/mailer.h"
#include "connectors/phoneprovider.h"
#include "engine/connectionhealth.h"
#include "engine/jitter.h"
#include "engine/leases.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <memory>
#include <variant>

namespace ringback::engine {

/// How messages leave by one connection: texts through `provider`, or e-mails through `mailer`.
struct Sender {
    std::shared_ptr<connectors::PhoneProvider> provider;
    QUrl statusCallback;
    std::shared_ptr<connectors::Mailer> mailer = nullptr;
    bool hasWebhooks = false; ///< the provider can call us, as far as we know
    QUrl callsCallback = {}; ///< where events of a call that we ask for go; empty = nowhere
};

/// From jobs to outcomes. A turn is one transaction: it records what requests brought, takes what is due, asks the policy once more and
/// writes the intent of each request; then the requests leave, so that after a crash an attempt is known to be in doubt. Several
/// engines share the jobs of a database under leases; a connection that keeps failing is left alone for a while, and a line sends no
/// faster than it may. Lives on the engine's thread.
class Runner final : public QObject {
    Q_OBJECT

public:
    Runner(store::Database &database, const Clock &clock, IdSource &ids, QString engineId);

    /// By connection id. An engine takes only jobs it has a sender for. Requests under way keep theirs.
    void setSenders(QHash<QString, Sender> senders) { m_senders = std::move(senders); }

    /// How many jobs were recorded or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    /// When turn() has something to take. What waits for a request under way is not counted: landed() tells.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    /// Keeps the leases of requests under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return m_underWay.size(); }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }
    /// Gives up the requests under way; they land in doubt, for the next engine to find out.
    void abandon();

    /// Requests under way at once, by connection. Enough that what they bring makes a commit worth its sync, and few enough that a failure does
    /// not meet many of them.
    static constexpr int requestsAtOnce = 48;

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    /// The lease was over before the request could leave.
    struct NotLeft {};
    using Outcome = std::variant<connectors::SendOutcome, connectors::FindOutcome, NotLeft>;

    struct Flight {
        store::Job job;
        calls::Message message;
    };
    struct Landed {
        Flight flight;
        Outcome outcome;
    };
    struct Turn;

    void takeOff(const Office &office, Flight flight);
    QCoro::Task<> sendText(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Flight flight);
    QCoro::Task<> sendMail(std::shared_ptr<connectors::Mailer> mailer, connectors::MailRequest request, Flight flight);
    QCoro::Task<> look(std::shared_ptr<connectors::PhoneProvider> provider, connectors::SentQuery query, Flight flight);
    void land(Flight flight, Outcome outcome);

    /// One transaction: records these, and takes what is due if `taking`.
    [[nodiscard]] Result<int> turn(const Office &office, const QList<Landed> &landed, bool taking);
    /// An outcome that cannot be recorded must not keep the others from it: a person looks at its text.
    [[nodiscard]] Done setAside(const Office &office, const Landed &landed, const Error &error);
    [[nodiscard]] Done take(Turn &turn);
    [[nodiscard]] Done takeFrom(Turn &turn, const QString &connection);
    [[nodiscard]] Result<bool> takeAtPace(Turn &turn, const QString &connection, const QString &number);
    [[nodiscard]] store::JobGateway::Claim claim(const Turn &turn, store::JobGateway::Claim what) const;
    [[nodiscard]] int room(const QString &connection, const CircuitBreaker &breaker, Instant now) const;
    [[nodiscard]] Result<bool> prepare(Turn &turn, store::Job job);
    struct Decided {
        policy::TextDecision decision;
        const playbook::Playbook &playbook; ///< under which: the one the case was opened under
    };
    [[nodiscard]] Result<Decided> decide(Turn &turn, const Flight &flight, const calls::Contact &contact);
    [[nodiscard]] Result<bool> addReplyFacts(policy::TextFacts &facts, const calls::Message &message) const;

    [[nodiscard]] Done record(Turn &turn, const Landed &landed);
    [[nodiscard]] Done recordSent(Turn &turn, const Flight &flight, const connectors::Sent &sent, bool byLooking);
    [[nodiscard]] Done recordRefused(Turn &turn, const Flight &flight, const connectors::Refused &refused);
    [[nodiscard]] Done recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done recordNotFound(Turn &turn, const Flight &flight);
    [[nodiscard]] Done recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done recordNotLeft(Turn &turn, const Flight &flight);
    void logEvent(Turn &turn, const Flight &flight, const QString &event, const QString &code = {});
    /// Certainly not sent: back in line.
    [[nodiscard]] Done backInLine(Turn &turn, const Flight &flight, Instant dueAt, const QString &code);
    [[nodiscard]] Done giveUp(Turn &turn, const Flight &flight, store::JobEnd how, calls::DeliveryState state, const QString &code,
                              const QString &what, QJsonObject detail);
    [[nodiscard]] Done needsReview(Turn &turn, const Flight &flight, const QString &why);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const QString m_engineId;
    Jitter m_jitter;
    QHash<QString, Sender> m_senders;
    CircuitBreakers m_breakers;
    QHash<QString, QStringList> m_pacedLines; ///< by connection: those with a rate of their own
    Leases<store::Job> m_underWay;
    bool m_taking = true;
    QList<Landed> m_landed;
};

} // namespace ringback::engine
