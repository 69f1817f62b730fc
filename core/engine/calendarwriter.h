#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "engine/calendaraccess.h"
#include "engine/calendarplanner.h"
#include "engine/connectionhealth.h"
#include "engine/jitter.h"
#include "engine/leases.h"
#include "engine/office.h"
#include "store/calendarentrygateway.h"
#include "store/database.h"

#include <QObject>

#include <optional>
#include <variant>

namespace ringback::engine {

/// Brings each calendar to what should be in it. As LeadWriter: a turn is one transaction, which records what requests brought, plans, takes what is
/// due and writes the intent of each request; then the requests leave. What became of one that nobody answered is not asked: it is made again, which is
/// safe. Lives on the engine's thread.
class CalendarWriter final : public QObject {
    Q_OBJECT

public:
    CalendarWriter(store::Database &database, const Clock &clock, QString engineId);

    /// Requests under way keep the calendars they have. One that was opened anew is asked at once: its account may have been mended.
    void setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup);

    /// How many entries were recorded, planned or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    /// Whether something has happened that turn() would plan for; a read. Errors: Transient.
    [[nodiscard]] Result<bool> hasNews() { return m_taking ? m_planner.hasNews() : Result<bool>(false); }
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
    /// Gives up the requests under way; they land in doubt, and are made again.
    void abandon();

    /// Requests under way at once, by calendar: people's servers are small.
    static constexpr int requestsAtOnce = 2;
    /// An account that was refused is tried with one entry so often; a change of it is tried at once.
    static constexpr Milliseconds accountPause = std::chrono::hours(1);
    /// How often it is tried to take out an entry: with the back-off, some days.
    static constexpr int mostRemovals = 100;

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    /// The lease was over before the request could leave.
    struct NotLeft {};
    using Outcome = std::variant<connectors::EntryOutcome, NotLeft>;

    struct Flight {
        store::CalendarEntryRow row; ///< as it was claimed
        QString caseId;
        std::optional<connectors::CalendarEntry> entry; ///< empty: it is taken out
    };
    struct Landed {
        Flight flight;
        Outcome outcome;
    };
    struct Turn;

    // calendarwriter.cpp
    [[nodiscard]] Result<bool> hasWork(const Office &office);
    [[nodiscard]] Result<int> turn(const Office &office, const QList<Landed> &landed, bool taking);
    [[nodiscard]] Done take(Turn &turn);
    [[nodiscard]] Done prepare(Turn &turn, store::CalendarEntryRow row);
    /// The intent, and the request after the commit.
    [[nodiscard]] Done leave(Turn &turn, Flight flight);
    void takeOff(Flight flight);
    QCoro::Task<> write(std::shared_ptr<connectors::Calendar> calendar, Flight flight);
    void land(Flight flight, Outcome outcome);
    [[nodiscard]] Result<int> room(const QString &calendar, const CircuitBreaker &breaker, Instant now) const;

    // calendaroutcomes.cpp
    [[nodiscard]] Done record(Turn &turn, const Landed &landed);
    [[nodiscard]] Done recordThere(Turn &turn, const Flight &flight, const connectors::EntryPlace &place);
    [[nodiscard]] Done recordNotThere(Turn &turn, const Flight &flight);
    [[nodiscard]] Done recordGone(Turn &turn, const Flight &flight);
    [[nodiscard]] Done recordRefused(Turn &turn, const Flight &flight, const connectors::EntryRefused &refused);
    [[nodiscard]] Done recordUnknown(Turn &turn, const Flight &flight, const QString &why);
    [[nodiscard]] Done settle(Turn &turn, const Flight &flight, const store::CalendarEntryRow &row);
    [[nodiscard]] Done fail(Turn &turn, const Flight &flight, store::CalendarEntryRow row);
    [[nodiscard]] Done calendarWorked(Turn &turn, const QString &calendar);

    store::Database &m_database;
    const Clock &m_clock;
    const QString m_engineId;
    CalendarPlanner m_planner;
    Jitter m_jitter;
    CalendarAccesses m_accesses;
    CircuitBreakers m_breakers;
    QSet<QString> m_mended; ///< opened anew: what waits for the account waits no longer
    Leases<store::CalendarEntryRow> m_underWay;
    QList<Landed> m_landed;
    bool m_taking = true;
    bool m_hasMore = false; ///< entries ended without a request
    bool m_hasBegun = false;
};

} // namespace ringback::engine
