#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "engine/connectionhealth.h"
#include "engine/jitter.h"
#include "engine/leadaccess.h"
#include "engine/leadplanner.h"
#include "engine/leases.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/leadwritegateway.h"

#include <QObject>

#include <optional>
#include <variant>

namespace ringback::engine {

struct LeadCase;

/// From what happened to what lead systems have of it. As Runner: a turn is one transaction, which records what requests brought, plans what the trail
/// asks for, takes what is due and writes the intent of each request; then the requests leave. The writes of a case leave one after the other, the
/// lead first. A text that waits for its lead is let go as soon as that was tried. Lives on the engine's thread.
class LeadWriter final : public QObject {
    Q_OBJECT

public:
    LeadWriter(store::Database &database, const Clock &clock, IdSource &ids, QString engineId);

    /// Requests under way keep the systems they have.
    void setAccesses(const LeadAccesses &accesses);

    /// How many writes were recorded, planned or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    /// Whether something has happened that turn() would plan to tell; a read. Errors: Transient.
    [[nodiscard]] Result<bool> hasNews(const Office &office) { return m_taking ? m_planner.hasNews(office) : Result<bool>(false); }
    /// When turn() has something to take. What waits for a request under way is not counted: landed() tells.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    /// Keeps the leases of requests under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return m_underWay.size(); }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    /// There is more to do at once, and no request that would tell when.
    [[nodiscard]] bool hasMore() const { return m_taking && (m_hasMore || m_planner.hasMore()); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }
    /// Gives up the requests under way; they land in doubt, for the next engine to find out.
    void abandon();

    /// Requests under way at once, by connection: these systems allow a few a second.
    static constexpr int requestsAtOnce = 4;
    /// So long a write is tried again by itself.
    static constexpr Milliseconds patience = std::chrono::days(3);
    /// How often it is looked in vain whether something other than the lead itself was written: with the back-off, some hours.
    static constexpr int maxLooks = 8;
    /// Where nobody knows yet whether a system has the caller: how often it is looked, and for how long after the case was opened.
    static constexpr Milliseconds lookForRecordAgain = std::chrono::minutes(1);
    static constexpr Milliseconds lookForRecordAtMost = std::chrono::hours(1);

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    /// The lease was over before the request could leave.
    struct NotLeft {};
    using Found = Result<QList<calls::LeadRecord>>;
    using Outcome = std::variant<connectors::WriteOutcome, connectors::WriteFinding, Found, NotLeft>;

    /// What a request that leaves now is about.
    struct Flight {
        store::LeadWriteRow row;
        std::variant<connectors::LeadWrite, connectors::LeadQuery> request;
    };
    struct Landed {
        Flight flight;
        Outcome outcome;
    };
    struct Turn;

    // leadwriter.cpp
    [[nodiscard]] Result<bool> hasWork(const Office &office);
    [[nodiscard]] Result<int> turn(const Office &office, const QList<Landed> &landed, bool taking);
    [[nodiscard]] Done setAside(const Office &office, const Landed &landed, const Error &error);
    [[nodiscard]] Done take(Turn &turn);
    [[nodiscard]] Done prepare(Turn &turn, store::LeadWriteRow row);
    // leadresolution.cpp
    /// Which record stands for the case: true when the write may go on with what `of.link` says.
    [[nodiscard]] Result<bool> resolve(Turn &turn, LeadCase &of, const std::optional<QList<calls::LeadRecord>> &found);
    [[nodiscard]] Result<bool> waitUntilKnown(Turn &turn, LeadCase &of);
    [[nodiscard]] Result<bool> pick(Turn &turn, LeadCase &of, const QList<calls::LeadRecord> &records);
    [[nodiscard]] Done leave(Turn &turn, LeadCase &of);
    [[nodiscard]] Result<LeadCase> load(Turn &turn, const store::LeadWriteRow &row) const;

    // leadtexts.cpp
    /// Whether a text that waits for its lead may leave; a read.
    [[nodiscard]] Result<bool> mayLetTextsGo(const Office &office) const;
    [[nodiscard]] Done letTextsGo(Turn &turn);
    [[nodiscard]] Result<bool> isLeadTried(const Office &office, const CircuitBreakers &breakers, const calls::FollowUpId &followUp) const;
    /// Cases whose texts wait, looked at in one turn; the others have their turn, and no text waits longer than the head start.
    static constexpr int textsPerTurn = 200;

    void takeOff(const LeadAccess &access, Flight flight);
    QCoro::Task<> write(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadWrite request, Flight flight);
    QCoro::Task<> look(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadWrite request, Instant since, Flight flight);
    QCoro::Task<> search(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadQuery query, Flight flight);
    void land(Flight flight, Outcome outcome);
    [[nodiscard]] int room(const QString &connection, const CircuitBreaker &breaker, Instant now) const;

    // leadoutcomes.cpp
    [[nodiscard]] Done record(Turn &turn, const Landed &landed);
    [[nodiscard]] Done recordWritten(Turn &turn, const Flight &flight, const connectors::Written &written, bool byLooking);
    [[nodiscard]] Done recordNotWritten(Turn &turn, const Flight &flight, const connectors::NotWritten &refused);
    [[nodiscard]] Done recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done recordNotFound(Turn &turn, const Flight &flight);
    [[nodiscard]] Done recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown);
    [[nodiscard]] Done recordFound(Turn &turn, const Flight &flight, const Found &found);
    [[nodiscard]] Done backInLine(Turn &turn, store::LeadWriteRow row, Instant dueAt);
    /// The same after a failure, unless it has been tried for days.
    [[nodiscard]] Done tryLater(Turn &turn, store::LeadWriteRow row, Instant dueAt);
    [[nodiscard]] Done end(Turn &turn, store::LeadWriteRow row, calls::LeadWriteState state);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const QString m_engineId;
    LeadPlanner m_planner;
    Jitter m_jitter;
    LeadAccesses m_accesses;
    CircuitBreakers m_breakers;
    Leases<store::LeadWriteRow> m_underWay;
    bool m_taking = true;
    bool m_hasMore = false; ///< writes ended without a request: what follows them may leave
    QList<Landed> m_landed;
};

} // namespace ringback::engine
