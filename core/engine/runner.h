#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "connectors/phoneprovider.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <memory>
#include <random>
#include <variant>

namespace ringback::engine {

/// How texts leave by one connection.
struct Sender {
    std::shared_ptr<connectors::PhoneProvider> provider;
    QUrl statusCallback;
};

/// From jobs to outcomes. A turn is one transaction: it records what requests brought, takes what is due, asks the policy once more and
/// writes the intent of each request; then the requests leave, so that after a crash an attempt is known to be in doubt. Several
/// engines share the jobs of a database under leases. Lives on the engine's thread.
class Runner final : public QObject {
    Q_OBJECT

public:
    Runner(store::Database &database, const Clock &clock, IdSource &ids, QString engineId);

    /// By connection id. An engine takes only jobs it has a sender for. Requests under way keep theirs.
    void setSenders(QHash<QString, Sender> senders) { m_senders = std::move(senders); }

    /// How many jobs were recorded or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    [[nodiscard]] Result<std::optional<Instant>> nextDue() const { return store::JobGateway(m_database).nextDue(); }
    /// Keeps the leases of requests under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return m_inFlight; }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }
    /// Gives up the requests under way; they land in doubt, for the next engine to find out.
    void abandon();

    /// Requests under way at once: what Qt keeps connections for to one host. More would wait in Qt's queue with their time-out running.
    static constexpr int requestsAtOnce = 6;

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    using Outcome = std::variant<connectors::SendOutcome, connectors::FindOutcome>;

    struct Flight {
        store::Job job;
        calls::Message message;
    };
    struct Landed {
        Flight flight;
        Outcome outcome;
    };
    struct Turn;

    QCoro::Task<> send(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Flight flight);
    QCoro::Task<> look(std::shared_ptr<connectors::PhoneProvider> provider, connectors::SentQuery query, Flight flight);

    /// One transaction: records these, and takes what is due if `taking`.
    [[nodiscard]] Result<int> turn(const Office &office, const QList<Landed> &landed, bool taking);
    /// An outcome that cannot be recorded must not keep the others from it: a person looks at its text.
    [[nodiscard]] Done setAside(const Office &office, const Landed &landed, const Error &error);
    [[nodiscard]] Done take(Turn &turn);
    [[nodiscard]] Done prepare(Turn &turn, const store::Job &job);
    [[nodiscard]] Result<policy::TextFacts> factsOf(Turn &turn, const store::Job &job, const calls::Message &message);

    [[nodiscard]] Done record(Turn &turn, const Landed &landed);
    [[nodiscard]] Done recordSent(Turn &turn, const Flight &flight, const connectors::Sent &sent, bool byLooking);
    [[nodiscard]] Done recordRefused(Turn &turn, const Flight &flight, const connectors::Refused &refused);
    [[nodiscard]] Done recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done recordNotFound(Turn &turn, const Flight &flight);
    [[nodiscard]] Done recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done giveUp(Turn &turn, const Flight &flight, store::JobEnd how, calls::DeliveryState state, const QString &code,
                              const QString &action, QJsonObject detail);

    [[nodiscard]] double jitter();

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const QString m_engineId;
    std::minstd_rand m_dice; ///< seeded by the engine's id, so that engines differ and a simulation repeats
    QHash<QString, Sender> m_senders;
    QHash<QString, int> m_inFlightBy; ///< by connection
    int m_inFlight = 0;
    bool m_taking = true;
    QList<Landed> m_landed;
};

} // namespace ringback::engine
