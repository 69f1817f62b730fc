#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "connectors/phoneprovider.h"
#include "engine/office.h"
#include "engine/runner.h"
#include "store/database.h"
#include "store/dialgateway.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <variant>

namespace ringback::engine {

/// From a click to two phones that ring. A turn is one transaction: it records what requests brought, takes what waits and writes the intent of each
/// request; then the requests leave, each once: after a crash or a lost answer nobody knows whether a phone rings, and it is never asked for again.
/// Several engines share the dials of a database under leases. Lives on the engine's thread.
class Dialler final : public QObject {
    Q_OBJECT

public:
    Dialler(store::Database &database, const Clock &clock, QString engineId);

    /// By connection id. An engine takes only dials that it has a sender for that rings people. Requests under way keep theirs.
    void setSenders(const QHash<QString, Sender> &senders);

    /// How many dials were recorded or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    /// When turn() has something to take.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    /// Keeps the leases of requests under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return static_cast<int>(m_underWay.size()); }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }
    /// Gives up the requests under way; they land in doubt.
    void abandon();

    /// Dials taken in one turn.
    static constexpr int dialsPerTurn = 8;

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    struct Landed {
        store::Dial dial;
        connectors::RingOutcome outcome;
    };
    struct Turn;

    [[nodiscard]] Result<bool> hasWork() const;
    [[nodiscard]] Done take(Turn &turn);
    [[nodiscard]] Done prepare(Turn &turn, const store::Dial &dial);
    [[nodiscard]] Done record(Turn &turn, const Landed &landed);
    void takeOff(const store::Dial &dial, connectors::RingRequest request);
    [[nodiscard]] bool mayLeave(const store::DialId &id) const;
    QCoro::Task<> ring(std::shared_ptr<connectors::PhoneProvider> provider, connectors::RingRequest request, store::Dial dial);
    void land(const store::Dial &dial, connectors::RingOutcome outcome);

    store::Database &m_database;
    const Clock &m_clock;
    const QString m_engineId;
    QHash<QString, Sender> m_senders; ///< those that ring people
    QList<store::Dial> m_underWay; ///< a handful
    QList<Landed> m_landed;
    bool m_taking = true;
};

} // namespace ringback::engine
