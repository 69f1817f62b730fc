#include "engine/calendarwriter.h"

#include "engine/calendarentries.h"
#include "engine/calendarturn.h"
#include "store/gateways.h"

#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::Calendar;
using store::CalendarEntryGateway;
using store::CalendarEntryRow;
using State = CalendarEntryRow::State;

CalendarWriter::CalendarWriter(store::Database &database, const Clock &clock, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_engineId(std::move(engineId))
    , m_planner(database)
    , m_jitter(m_engineId, 2)
{}

void CalendarWriter::setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup)
{
    m_breakers.removeIf(
        [&](const auto &breaker) { return accesses.value(breaker.key()).calendar != m_accesses.value(breaker.key()).calendar; });
    for (auto access = accesses.cbegin(); m_hasBegun && access != accesses.cend(); ++access) {
        if (access->calendar && access->calendar != m_accesses.value(access.key()).calendar)
            m_mended.insert(access.key());
    }
    m_accesses = accesses;
    m_planner.setAccesses(accesses, setup);
    m_hasBegun = true;
}

Result<int> CalendarWriter::turn(const Office &office)
{
    m_hasMore = false;
    const Result<bool> work = hasWork(office);
    if (!work || !*work)
        return work ? Result<int>(0) : failure(work);
    const QList<Landed> landedNow = m_landed; // requests that leave in this turn may land in it
    const Result<int> all = turn(office, landedNow, m_taking);
    if (!all) {
        m_planner.startOver();
        return all;
    }
    m_landed.remove(0, landedNow.size());
    return all;
}

// Reads only: an office without calendars pays no transaction for it.
Result<bool> CalendarWriter::hasWork(const Office &office)
{
    if (!m_landed.isEmpty())
        return true;
    if (!m_taking || office.setup.calendars.isEmpty())
        return false;
    if (!m_mended.isEmpty())
        return true;
    const Result<bool> news = m_planner.hasNews();
    if (!news || *news)
        return news;
    const Result<std::optional<Instant>> due = nextDue();
    if (!due)
        return failure(due);
    return *due && **due <= m_clock.now();
}

Result<int> CalendarWriter::turn(const Office &office, const QList<Landed> &landedNow, bool taking)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{
        .transaction = *transaction, .office = office, .now = m_clock.now(), .taking = taking, .health = ConnectionHealth(m_breakers)};
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (const Done noted = turn.health.store(*transaction, turn.now); !noted)
        return failure(noted);
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);

    m_breakers = turn.health.breakers();
    m_hasMore = turn.hasEnded;
    if (taking) {
        m_planner.committed();
        m_mended.clear();
    }
    for (Flight &flight : turn.takeOff)
        takeOff(std::move(flight));
    return static_cast<int>(landedNow.size()) + turn.changed;
}

Done CalendarWriter::take(Turn &turn)
{
    const CalendarEntryGateway entries(m_database);
    const Result<bool> news = m_planner.hasNews();
    if (!news)
        return failure(news);
    const Result<int> planned = *news ? m_planner.plan(turn.transaction, turn.office, turn.now) : Result<int>(0);
    if (!planned)
        return failure(planned);
    turn.changed += *planned;
    for (const QString &calendar : std::as_const(m_mended)) {
        if (const Result<int> again = entries.endHold(turn.transaction, calendar, turn.now); !again)
            return failure(again);
    }
    const Result<qint64> lapsed = entries.releaseLapsed(turn.transaction, turn.now);
    if (!lapsed)
        return failure(lapsed);
    if (*lapsed > 0)
        turn.trail.add({.at = turn.now, .actor = u"engine"_s, .action = u"leases_lapsed"_s, .detail = {{u"calendar_entries"_s, *lapsed}}});
    for (const settings::CalendarConnection &connection : turn.office.setup.calendars) {
        const CalendarAccess access = m_accesses.value(connection.id);
        if (!access.calendar || !access.abilities.writes)
            continue;
        const Result<int> left = room(connection.id, turn.health.breaker(connection.id), turn.now);
        if (!left)
            return failure(left);
        if (*left == 0)
            continue;
        const Result<QList<CalendarEntryRow>> due =
            entries.claimDue(turn.transaction, connection.id, m_engineId, turn.now, turn.now + turn.office.setup.engine.lease, *left);
        if (!due)
            return failure(due);
        for (const CalendarEntryRow &row : *due) {
            ++turn.changed;
            if (const Done prepared = prepare(turn, row); !prepared)
                return prepared;
        }
    }
    return {};
}

Done CalendarWriter::prepare(Turn &turn, CalendarEntryRow row)
{
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).find(row.task);
    if (!task)
        return failure(task);
    Flight flight{.row = row, .caseId = *task ? (*task)->followUp.text() : QString(), .entry = {}};
    const bool isThere = row.wanted && *task && !personOf(**task).isEmpty();
    if (!isThere && isNowhere(row)) {
        row.state = State::Done;
        row.doneAt = turn.now;
        turn.hasEnded = true;
        return settle(turn, flight, row);
    }
    if (!isThere) {
        flight.row.asked.clear();
        return leave(turn, flight);
    }
    Result<connectors::CalendarEntry> entry = entryOf(m_database, turn.office, **task, row.calendar);
    if (!entry && entry.error().kind == ErrorKind::Transient)
        return failure(entry);
    if (!entry) { // what it tells of does not read back: a person looks at it, and the others leave
        row.lastError = u"entry:not_readable: "_s + entry.error().what;
        turn.hasEnded = true;
        return fail(turn, flight, row);
    }
    entry->uid = row.uid;
    entry->revision = row.revision;
    flight.row.asked = toJson(*entry);
    if (row.writtenRevision > 0 && row.written == flight.row.asked) { // changed, and back again
        row.state = State::Done;
        row.writtenRevision = row.revision;
        row.doneAt = turn.now;
        turn.hasEnded = true;
        return settle(turn, flight, row);
    }
    flight.entry = std::move(*entry);
    return leave(turn, flight);
}

Done CalendarWriter::leave(Turn &turn, Flight flight)
{
    const Result<bool> started = CalendarEntryGateway(m_database).startAttempt(turn.transaction, flight.row, m_engineId);
    if (!started)
        return failure(started);
    if (!*started)
        return {};
    flight.row.attempts += 1; // the one that was written down
    turn.note(flight.entry ? u"calendar_entry_attempted"_s : u"calendar_removal_attempted"_s, flight);
    turn.takeOff.append(std::move(flight));
    return {};
}

void CalendarWriter::takeOff(Flight flight)
{
    m_underWay.add(flight.row);
    // The commit may have taken long, or the whole program slept in it.
    if (!m_underWay.holds(flight.row, m_clock.now())) {
        land(std::move(flight), NotLeft{});
        return;
    }
    const std::shared_ptr<Calendar> calendar = m_accesses.value(flight.row.calendar).calendar;
    write(calendar, std::move(flight));
}

QCoro::Task<> CalendarWriter::write(std::shared_ptr<Calendar> calendar, Flight flight)
{
    const QPointer<CalendarWriter> self(this); // a calendar that does not give up in time may outlive the engine
    connectors::EntryPlace place{.id = flight.row.place, .tag = flight.row.tag};
    place.before = entryOfJson(flight.row.written);
    if (place.before) {
        place.before->uid = flight.row.uid;
        place.before->revision = flight.row.writtenRevision;
    }
    connectors::EntryOutcome outcome = connectors::EntryGone{};
    if (flight.entry)
        outcome = co_await calendar->put(*flight.entry, place);
    else
        outcome = co_await calendar->remove(flight.row.uid, place);
    if (self)
        self->land(std::move(flight), std::move(outcome));
}

void CalendarWriter::land(Flight flight, Outcome outcome)
{
    m_underWay.remove(flight.row);
    m_landed.append({std::move(flight), std::move(outcome)});
    Q_EMIT landed();
}

// An account that was refused is tried with one entry.
Result<int> CalendarWriter::room(const QString &calendar, const CircuitBreaker &breaker, Instant now) const
{
    const Result<std::optional<Instant>> hold = CalendarEntryGateway(m_database).holdUntil(calendar);
    if (!hold)
        return failure(hold);
    int busy = 0;
    bool isProbed = false;
    for (const CalendarEntryRow &row : m_underWay.rows()) {
        if (row.calendar != calendar)
            continue;
        ++busy;
        isProbed = isProbed || row.lastError.startsWith("account:"_L1);
    }
    return std::max(0, breaker.allowed(*hold || isProbed ? 1 : requestsAtOnce, now) - busy);
}

void CalendarWriter::abandon()
{
    for (const CalendarAccess &access : std::as_const(m_accesses)) {
        if (access.calendar)
            access.calendar->abandon();
    }
}

Done CalendarWriter::heartbeat(const Office &office)
{
    QList<CalendarEntryRow> landed;
    for (const Landed &each : std::as_const(m_landed))
        landed.append(each.flight.row);
    return m_underWay.extend(m_database, CalendarEntryGateway(m_database), landed, m_engineId, office.setup.engine.lease, m_clock.now());
}

Result<std::optional<Instant>> CalendarWriter::nextDue() const
{
    if (m_accesses.isEmpty() || !m_taking)
        return std::optional<Instant>();
    const CalendarEntryGateway entries(m_database);
    Result<std::optional<Instant>> next = entries.nextLapse();
    if (!next)
        return next;
    const Instant now = m_clock.now();
    for (auto access = m_accesses.cbegin(); access != m_accesses.cend(); ++access) {
        if (!access->calendar || !access->abilities.writes)
            continue;
        const CircuitBreaker breaker = m_breakers.value(access.key());
        const std::optional<Instant> pausedUntil = breaker.pausedUntil();
        const bool isPaused = pausedUntil && now < *pausedUntil;
        const Result<int> left = room(access.key(), breaker, now);
        if (!left)
            return failure(left);
        if (!isPaused && *left == 0)
            continue;
        const Result<std::optional<Instant>> due = entries.nextDue(access.key());
        const Result<std::optional<Instant>> hold = entries.holdUntil(access.key());
        if (!due || !hold)
            return due ? hold : due;
        if (!*due)
            continue;
        const Instant at = std::max({**due, pausedUntil.value_or(**due), hold->value_or(**due)});
        next = std::optional(std::min(next->value_or(at), at));
    }
    return next;
}

} // namespace ringback::engine
