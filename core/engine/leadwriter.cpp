#include "engine/leadwriter.h"

#include "engine/leadrequests.h"
#include "engine/leadturn.h"
#include "engine/onebyone.h"

#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::LeadWriteKind;
using calls::LeadWriteState;
using store::LeadWriteGateway;
using store::LeadWriteRow;

namespace {

// The system's clock may be behind ours.
constexpr Milliseconds clockMargin = 5min;

} // namespace

LeadWriter::LeadWriter(store::Database &database, const Clock &clock, IdSource &ids, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
    , m_engineId(std::move(engineId))
    , m_planner(database, ids)
    , m_jitter(m_engineId, 1)
{}

void LeadWriter::setAccesses(const LeadAccesses &accesses)
{
    // One that was opened anew is asked at once: its sign-in may have been mended.
    m_breakers.removeIf(
        [&](const auto &breaker) { return accesses.value(breaker.key()).system != m_accesses.value(breaker.key()).system; });
    m_accesses = accesses;
    m_planner.setAccesses(accesses);
}

Result<int> LeadWriter::turn(const Office &office)
{
    m_hasMore = false;
    const Result<bool> work = hasWork(office);
    if (!work || !*work)
        return work ? Result<int>(0) : failure(work);
    const QList<Landed> landedNow = m_landed; // requests that leave in this turn may land in it
    const Result<int> all = turn(office, landedNow, m_taking);
    if (all) {
        m_landed.remove(0, landedNow.size());
        return all;
    }
    m_planner.startOver();
    if (all.error().kind == ErrorKind::Transient || landedNow.isEmpty())
        return all;
    const auto recordOne = [&](const Landed &landed) {
        return turn(office, {landed}, false);
    };
    const auto setOneAside = [&](const Landed &landed, const Error &error) {
        return setAside(office, landed, error);
    };
    return recordOneByOne(m_landed, recordOne, setOneAside);
}

// Reads only: an office with nothing to write pays no transaction for it.
Result<bool> LeadWriter::hasWork(const Office &office)
{
    if (!m_landed.isEmpty())
        return true;
    if (!m_taking || office.setup.leadSystems.isEmpty())
        return false;
    const Result<bool> news = m_planner.hasNews(office);
    if (!news || *news)
        return news;
    const Result<std::optional<Instant>> due = nextDue();
    if (!due)
        return failure(due);
    if (*due && **due <= m_clock.now())
        return true;
    return mayLetTextsGo(office);
}

Done LeadWriter::setAside(const Office &office, const Landed &landed, const Error &error)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now(), .taking = false};
    LeadWriteRow row = landed.flight.row;
    row.errorKind = u"write"_s;
    row.errorCode = u"not_recorded"_s;
    row.errorMessage = error.what;
    if (const Done ended = end(turn, row, LeadWriteState::Failed); !ended)
        return ended;
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

Result<int> LeadWriter::turn(const Office &office, const QList<Landed> &landedNow, bool taking)
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
    if (const Done released = letTextsGo(turn); !released)
        return failure(released);
    if (const Done noted = turn.health.store(*transaction, turn.now); !noted)
        return failure(noted);
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);

    m_breakers = turn.health.breakers();
    m_hasMore = turn.hasEnded;
    for (Flight &flight : turn.takeOff) {
        const LeadAccess access = m_accesses.value(flight.row.connection);
        takeOff(access, std::move(flight));
    }
    return static_cast<int>(landedNow.size()) + turn.changed;
}

Done LeadWriter::take(Turn &turn)
{
    const Result<bool> news = m_planner.hasNews(turn.office);
    if (!news)
        return failure(news);
    const Result<int> planned = *news ? m_planner.plan(turn.transaction, turn.office, turn.now) : Result<int>(0);
    if (!planned)
        return failure(planned);
    turn.changed += *planned;
    const LeadWriteGateway writes(m_database);
    const Result<qint64> lapsed = writes.releaseLapsed(turn.transaction, turn.now);
    if (!lapsed)
        return failure(lapsed);
    if (*lapsed > 0)
        turn.trail.add({.at = turn.now, .actor = u"engine"_s, .action = u"leases_lapsed"_s, .detail = {{u"lead_writes"_s, *lapsed}}});
    for (const settings::LeadConnection &connection : turn.office.setup.leadSystems) {
        if (!m_accesses.value(connection.id).system)
            continue;
        const int left = room(connection.id, turn.health.breaker(connection.id), turn.now);
        if (left == 0)
            continue;
        const Result<QList<LeadWriteRow>> due =
            writes.claimDue(turn.transaction, connection.id, m_engineId, turn.now, turn.now + turn.office.setup.engine.lease, left);
        if (!due)
            return failure(due);
        for (const LeadWriteRow &row : *due) {
            ++turn.changed;
            if (const Done prepared = prepare(turn, row); !prepared)
                return prepared;
        }
    }
    return {};
}

Done LeadWriter::prepare(Turn &turn, LeadWriteRow row)
{
    Result<LeadCase> of = load(turn, row);
    if (!of && (of.error().kind == ErrorKind::Corrupt || of.error().kind == ErrorKind::NotFound)) {
        // What it tells of does not read back: a person looks at it, and the others leave.
        row.errorKind = u"write"_s;
        row.errorCode = u"not_readable"_s;
        row.errorMessage = of.error().what;
        return end(turn, row, LeadWriteState::Failed);
    }
    if (!of)
        return failure(of);
    if (row.inDoubt) { // exactly what was asked for: whose record it is was settled then
        const Result<std::optional<connectors::LeadWrite>> request = requestFor(m_database, turn.office, *of, true);
        if (!request)
            return failure(request);
        if (!*request)
            return backInLine(turn, row, turn.now + 1min);
        turn.takeOff.append({.row = row, .request = **request});
        return {};
    }
    const bool asksWhose = row.kind == LeadWriteKind::Lead && of->link.link.record.isEmpty() && of->link.chosenBy.isEmpty();
    if (asksWhose) {
        const Result<bool> resolved = resolve(turn, *of, {});
        if (!resolved || !*resolved)
            return resolved ? Done() : failure(resolved);
    }
    return leave(turn, *of);
}

// The intent, and the request after the commit.
Done LeadWriter::leave(Turn &turn, LeadCase &of)
{
    const Result<std::optional<connectors::LeadWrite>> request = requestFor(m_database, turn.office, of, false);
    if (!request)
        return failure(request);
    if (!*request) {
        of.row.errorKind.clear();
        of.row.errorCode = u"not_wanted"_s;
        of.row.errorMessage.clear();
        return end(turn, of.row, LeadWriteState::Dropped);
    }
    if (!turn.taking) { // the program ends
        of.row.state = LeadWriteState::Waiting;
        of.row.dueAt = turn.now;
        const Result<bool> returned = LeadWriteGateway(m_database).settle(turn.transaction, of.row, m_engineId);
        return returned ? Done() : failure(returned);
    }
    const Result<bool> started = LeadWriteGateway(m_database).startAttempt(turn.transaction, of.row, m_engineId, turn.now);
    if (!started)
        return failure(started);
    if (!*started)
        return {};
    turn.note(of.row, u"lead_write_attempted"_s, {{u"attempt"_s, of.row.attempts + 1}});
    turn.takeOff.append({.row = of.row, .request = **request});
    return {};
}

void LeadWriter::takeOff(const LeadAccess &access, Flight flight)
{
    m_underWay.add(flight.row);
    if (const auto *query = std::get_if<connectors::LeadQuery>(&flight.request)) {
        const connectors::LeadQuery asked = *query;
        search(access.system, asked, std::move(flight));
        return;
    }
    const connectors::LeadWrite request = std::get<connectors::LeadWrite>(flight.request);
    if (flight.row.inDoubt) {
        const Instant since = flight.row.inDoubtSince.value_or(m_clock.now()) - clockMargin;
        look(access.system, request, since, std::move(flight));
        return;
    }
    const LeadWriteRow claim = flight.row;
    flight.row.attempts += 1; // the one that was written down
    flight.row.inDoubt = true;
    flight.row.inDoubtSince = m_clock.now();
    // The commit may have taken long, or the whole program slept in it.
    if (!m_underWay.holds(claim, m_clock.now())) {
        land(std::move(flight), NotLeft{});
        return;
    }
    write(access.system, request, std::move(flight));
}

QCoro::Task<> LeadWriter::write(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadWrite request, Flight flight)
{
    const QPointer<LeadWriter> self(this); // a system that does not give up in time may outlive the engine
    connectors::WriteOutcome outcome = co_await system->write(std::move(request));
    if (self)
        self->land(std::move(flight), std::move(outcome));
}

QCoro::Task<> LeadWriter::look(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadWrite request, Instant since, Flight flight)
{
    const QPointer<LeadWriter> self(this);
    connectors::WriteFinding finding = co_await system->findWritten(std::move(request), since);
    if (self)
        self->land(std::move(flight), std::move(finding));
}

QCoro::Task<> LeadWriter::search(std::shared_ptr<connectors::LeadSystem> system, connectors::LeadQuery query, Flight flight)
{
    const QPointer<LeadWriter> self(this);
    Found found = co_await system->find(std::move(query));
    if (self)
        self->land(std::move(flight), std::move(found));
}

void LeadWriter::land(Flight flight, Outcome outcome)
{
    m_underWay.remove(flight.row);
    m_landed.append({std::move(flight), std::move(outcome)});
    Q_EMIT landed();
}

int LeadWriter::room(const QString &connection, const CircuitBreaker &breaker, Instant now) const
{
    const QList<LeadWriteRow> &flying = m_underWay.rows();
    const auto busy = std::count_if(flying.cbegin(), flying.cend(), [&](const LeadWriteRow &row) { return row.connection == connection; });
    return std::max(0, breaker.allowed(requestsAtOnce, now) - static_cast<int>(busy));
}

void LeadWriter::abandon()
{
    for (const LeadAccess &access : std::as_const(m_accesses)) {
        if (access.system)
            access.system->abandon();
    }
}

Done LeadWriter::heartbeat(const Office &office)
{
    QList<LeadWriteRow> landed;
    for (const Landed &each : std::as_const(m_landed))
        landed.append(each.flight.row);
    return m_underWay.extend(m_database, LeadWriteGateway(m_database), landed, m_engineId, office.setup.engine.lease, m_clock.now());
}

Result<std::optional<Instant>> LeadWriter::nextDue() const
{
    if (m_accesses.isEmpty() || !m_taking)
        return std::optional<Instant>();
    const LeadWriteGateway writes(m_database);
    Result<std::optional<Instant>> next = writes.nextLapse();
    if (!next)
        return next;
    const Instant now = m_clock.now();
    for (auto access = m_accesses.cbegin(); access != m_accesses.cend(); ++access) {
        const CircuitBreaker breaker = m_breakers.value(access.key());
        const std::optional<Instant> pausedUntil = breaker.pausedUntil();
        const bool isPaused = pausedUntil && now < *pausedUntil;
        if (!access->system || (!isPaused && room(access.key(), breaker, now) == 0))
            continue;
        const Result<std::optional<Instant>> due = writes.nextDue(access.key());
        if (!due)
            return due;
        if (!*due)
            continue;
        const Instant at = std::max(**due, pausedUntil.value_or(**due));
        next = std::optional(std::min(next->value_or(at), at));
    }
    return next;
}

} // namespace ringback::engine
