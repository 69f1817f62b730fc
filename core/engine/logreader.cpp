#include "engine/logreader.h"

#include "engine/arrivals.h"
#include "engine/readpace.h"
#include "store/intransaction.h"
#include "store/pulsegateway.h"

#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using store::EventSource;
using store::EventSourceGateway;

namespace {

// As a Finding has it: the provider's connector may say so itself.
QString problemOf(const Error &error)
{
    static const QStringList words = {u"wrong"_s,        u"expired"_s,      u"suspended"_s,      u"no_right"_s,          u"not_reached"_s,
                                      u"rate_limited"_s, u"not_readable"_s, u"no_such_folder"_s, u"not_authenticated"_s, u"blacklisted"_s};
    if (words.contains(error.what))
        return error.what;
    if (error.kind == ErrorKind::Refused)
        return u"no_right"_s;
    return error.kind == ErrorKind::Transient ? u"not_reached"_s : u"not_readable"_s;
}

// An account may have numbers that are no lines of ours.
QList<calls::PhoneNumber> numbersOf(const settings::Setup &setup, const QString &connection)
{
    QList<calls::PhoneNumber> numbers;
    const auto add = [&numbers](const calls::PhoneNumber &number) {
        if (!numbers.contains(number))
            numbers.append(number);
    };
    for (const calls::Line &line : setup.lines) {
        if (line.callsConnection == connection)
            add(line.number);
        if (line.textsConnection == connection)
            add(line.sender());
    }
    return numbers;
}

} // namespace

LogReader::LogReader(store::Database &database, const Clock &clock, IdSource &ids, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
    , m_engineId(std::move(engineId))
{}

void LogReader::setSenders(const QHash<QString, Sender> &senders, const settings::Setup &setup, const QSet<QString> &streamed)
{
    QHash<QString, List> lists;
    for (const settings::Connection &connection : setup.connections) {
        const Sender sender = senders.value(connection.id);
        if (!sender.provider || !sender.provider->hasLog())
            continue;
        List list = m_lists.value(connection.id);
        if (list.provider != sender.provider) {
            list.provider = sender.provider;
            list.early = true;
            list.lookAt = {};
        }
        list.isPushed = sender.hasWebhooks || streamed.contains(connection.id);
        const Milliseconds every = connection.pollEvery.count() > 0 ? Milliseconds(connection.pollEvery)
                                   : list.isPushed                  ? usually
                                                                    : wherePolled;
        if (list.every != every) // a read that is far off may be due earlier now
            list.lookAt = {};
        list.every = std::max(every, shortestInterval);
        list.lines = numbersOf(setup, connection.id);
        lists.insert(connection.id, list);
    }
    m_lists = std::move(lists);
}

void LogReader::readFrom(const QString &connection, Instant since)
{
    const auto list = m_lists.find(connection);
    if (list == m_lists.end())
        return;
    list->missedSince = std::min(list->missedSince.value_or(since), since);
    list->early = true;
    list->lookAt = {};
    Q_EMIT landed();
}

void LogReader::noticeSleep(Instant now)
{
    if (m_lastTurn && (now - *m_lastTurn > slept || *m_lastTurn - now > slept)) {
        for (List &list : m_lists) {
            list.early = true;
            list.lookAt = {};
        }
    }
    m_lastTurn = now;
}

Result<int> LogReader::turn(const Office &office)
{
    int fresh = 0;
    while (!m_landed.isEmpty()) {
        const Result<int> stored = record(m_landed.first());
        if (!stored)
            return stored;
        fresh += *stored;
        m_flights.remove(m_landed.takeFirst().connection);
    }
    const Instant now = m_clock.now();
    noticeSleep(now);
    if (!m_taking)
        return fresh;
    for (auto list = m_lists.begin(); list != m_lists.end(); ++list) {
        if (m_flights.contains(list.key()) || list->lookAt > now)
            continue;
        if (const Done looked = look(office, list.key(), *list, now); !looked)
            return failure(looked);
    }
    return fresh;
}

// Whether it is due, for all engines; then it is ours to read.
Done LogReader::look(const Office &office, const QString &connection, List &list, Instant now)
{
    const EventSourceGateway sources(m_database);
    Result<std::optional<EventSource>> source = sources.find(connection);
    if (!source)
        return failure(source);
    if (!*source) {
        if (const Done begun = begin(connection, now); !begun)
            return begun;
        source = sources.find(connection);
        if (!source)
            return failure(source);
    }
    if (!*source)
        return failure(ErrorKind::Transient, u"the state of a provider's list is gone"_s);
    if ((*source)->leaseUntil && *(*source)->leaseUntil > now) { // somebody reads it; if that one dies, it is ours
        list.lookAt = *(*source)->leaseUntil;
        return {};
    }
    // Due further off than any pause: the clock was set back.
    const bool early = list.early || (*source)->dueAt > now + std::max(list.every, longestPause);
    if (!early && (*source)->dueAt > now) {
        list.lookAt = (*source)->dueAt;
        return {};
    }
    const Instant leaseUntil = now + office.setup.engine.lease;
    const Result<std::optional<EventSource>> ours = store::inTransaction(m_database, [&](store::Transaction &transaction) {
        return sources.claim(transaction, connection, m_engineId, early, now, leaseUntil);
    });
    if (!ours)
        return failure(ours);
    if (!*ours) { // another engine was faster
        list.lookAt = leaseUntil;
        return {};
    }
    const connectors::LogQuery query = queryFor(**ours, list, now);
    list.early = false;
    list.missedSince.reset();
    list.lookAt = {};
    m_flights.insert(connection, {.source = **ours, .startedAt = now, .every = list.every, .isPushed = list.isPushed});
    read(list.provider, query, connection);
    return {};
}

// Its calls count from now on; of one that has pushed to us, from its last event on.
Done LogReader::begin(const QString &connection, Instant now)
{
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(m_database).all();
    if (!pulses)
        return failure(pulses);
    Instant since = now;
    for (const store::Pulse &pulse : *pulses) {
        if (pulse.connection == connection && pulse.lastEventAt)
            since = std::clamp(*pulse.lastEventAt, now - farthestBackAtFirst, now);
    }
    return store::inTransaction(m_database, [&](store::Transaction &transaction) {
        return EventSourceGateway(m_database).begin(transaction, connection, since, now);
    });
}

connectors::LogQuery LogReader::queryFor(const EventSource &source, const List &list, Instant now)
{
    const Instant unread = std::min({source.readUntil, list.missedSince.value_or(now), now});
    const QPointer<LogReader> self(this);
    return {.since = std::max({unread, source.since, now - farthestBack}),
            .now = now,
            .cursor = source.cursor,
            .isJudged =
                [self, connection = source.connection](const QString &providerCallId) {
                    if (!self)
                        return false;
                    const Result<std::optional<calls::Call>> call = store::CallGateway(self->m_database).find(connection, providerCallId);
                    return call && *call && ((*call)->verdict == calls::Verdict::Missed || (*call)->verdict == calls::Verdict::Answered);
                },
            .lines = list.lines};
}

QCoro::Task<> LogReader::read(std::shared_ptr<connectors::PhoneProvider> provider, connectors::LogQuery query, QString connection)
{
    const QPointer<LogReader> self(this); // a provider that does not give up in time may outlive the engine
    Result<connectors::Log> log = co_await provider->readLog(std::move(query));
    if (self)
        self->land(connection, std::move(log));
}

void LogReader::land(const QString &connection, Result<connectors::Log> log)
{
    m_landed.append({connection, std::move(log)});
    Q_EMIT landed();
}

// All of it, or nothing: events, cursor and how far it has been read.
Result<int> LogReader::record(const Landed &landed)
{
    const Flight flight = m_flights.value(landed.connection);
    const Instant now = m_clock.now();
    EventSource source = flight.source;
    QString problem;
    if (landed.log) {
        source.failures = 0;
        source.cursor = landed.log->cursor;
        source.readUntil = flight.startedAt;
        source.dueAt = std::max(flight.startedAt + flight.every, now + shortestInterval);
    } else {
        problem = problemOf(landed.log.error());
        source.failures += 1;
        source.dueAt = now + pauseAfter(source.failures, problem, std::max(flight.every, usually));
    }
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Result<bool> isOurs = EventSourceGateway(m_database).finish(*transaction, source, m_engineId);
    if (!isOurs)
        return failure(isOurs);
    const auto list = m_lists.find(landed.connection);
    if (!*isOurs) { // we slept past the lease; whoever has it now reads the same again
        if (list != m_lists.end())
            list->lookAt = now + flight.every;
        return 0;
    }
    const store::PulseGateway pulses(m_database);
    int fresh = 0;
    if (landed.log) {
        const Result<int> stored = storeEvents(*transaction, flight, *landed.log, now);
        if (!stored)
            return stored;
        fresh = *stored;
    }
    const Done noted = landed.log ? pulses.noteLogRead(*transaction, landed.connection, landed.log->rateLeft, now)
                                  : pulses.noteFailure(*transaction, landed.connection, problem, now);
    if (!noted)
        return failure(noted);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    if (list != m_lists.end() && !list->early)
        list->lookAt = source.dueAt;
    return fresh;
}

Result<int> LogReader::storeEvents(store::Transaction &transaction, const Flight &flight, const connectors::Log &log, Instant now)
{
    const store::InboxGateway inbox(m_database);
    int fresh = 0;
    bool heard = false;
    for (const calls::ProviderEvent &event : log.events) {
        if (event.at && *event.at < flight.source.since) // from before this connection was ours
            continue;
        std::optional<store::InboxEvent> stored = inboxEvent(m_ids, flight.source.connection, event, now);
        if (!stored)
            continue;
        if (event.kind == EventKind::CallLog && flight.isPushed && event.at && *event.at + onItsWay > now)
            stored->dueAt = std::min(*event.at, now) + onItsWay;
        const Result<bool> isNew = inbox.append(transaction, *stored);
        if (!isNew)
            return failure(isNew);
        fresh += *isNew ? 1 : 0;
        heard = heard || (*isNew && event.kind == EventKind::Event); // a notification, not a list: that is how this system pushes
    }
    if (heard) {
        if (const Done noted = store::PulseGateway(m_database).noteEvent(transaction, flight.source.connection, now); !noted)
            return failure(noted);
    }
    return fresh;
}

std::optional<Instant> LogReader::nextDue() const
{
    if (!m_landed.isEmpty())
        return m_clock.now();
    return m_taking ? nextLook(m_lists, m_flights) : std::nullopt;
}

Done LogReader::heartbeat(const Office &office)
{
    if (m_flights.isEmpty())
        return {};
    const Instant until = m_clock.now() + office.setup.engine.lease;
    return store::inTransaction(m_database, [&](store::Transaction &transaction) -> Done {
        for (auto flight = m_flights.cbegin(); flight != m_flights.cend(); ++flight) {
            const Result<bool> extended = EventSourceGateway(m_database).extend(transaction, flight.key(), m_engineId, until);
            if (!extended) // that it is somebody else's by now shows when it lands
                return failure(extended);
        }
        return {};
    });
}

} // namespace ringback::engine
