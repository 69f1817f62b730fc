#include "engine/leadreader.h"

#include "engine/readpace.h"
#include "store/intransaction.h"

#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::LeadSystem;
using store::LeadRead;
using store::LeadReadGateway;
using store::LeadReadKind;

namespace {

bool reads(const connectors::LeadAbilities &abilities, LeadReadKind kind)
{
    switch (kind) {
    case LeadReadKind::Records:
        return abilities.listsChanges;
    case LeadReadKind::Tasks:
        return abilities.readsTasks;
    case LeadReadKind::Wins:
        return abilities.readsWins;
    }
    Q_UNREACHABLE();
}

Milliseconds intervalOf(const settings::LeadConnection &connection, LeadReadKind kind)
{
    switch (kind) {
    case LeadReadKind::Records:
        return connection.pollEvery.count() > 0 ? std::max(Milliseconds(connection.pollEvery), shortestInterval) : LeadReader::recordsEvery;
    case LeadReadKind::Tasks:
        return LeadReader::tasksEvery;
    case LeadReadKind::Wins:
        return LeadReader::winsEvery;
    }
    Q_UNREACHABLE();
}

} // namespace

LeadReader::LeadReader(store::Database &database, const Clock &clock, IdSource &ids, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
    , m_engineId(std::move(engineId))
{}

void LeadReader::setAccesses(const LeadAccesses &accesses, const settings::Setup &setup)
{
    QMap<Key, List> lists;
    for (const settings::LeadConnection &connection : setup.leadSystems) {
        const LeadAccess access = accesses.value(connection.id);
        if (!access.system)
            continue;
        for (const LeadReadKind kind : {LeadReadKind::Records, LeadReadKind::Tasks, LeadReadKind::Wins}) {
            if (!reads(access.abilities, kind))
                continue;
            const Key key(connection.id, kind);
            List list = m_lists.value(key);
            const Milliseconds every = intervalOf(connection, kind);
            if (list.system != access.system || list.every != every) // it may be due earlier now
                list.lookAt = {};
            list.system = access.system;
            list.connection = connection;
            list.every = every;
            lists.insert(key, list);
        }
    }
    m_lists = std::move(lists);
}

Result<int> LeadReader::turn(const Office &office)
{
    int stored = 0;
    while (!m_landed.isEmpty()) {
        const Result<bool> recorded = record(office, m_landed.first());
        if (!recorded)
            return failure(recorded);
        stored += *recorded ? 1 : 0;
        m_flights.remove(m_landed.takeFirst().key);
    }
    const Instant now = m_clock.now();
    for (auto list = m_lists.begin(); m_taking && list != m_lists.end(); ++list) {
        if (m_flights.contains(list.key()) || list->lookAt > now)
            continue;
        if (const Done looked = look(office, list.key(), *list, now); !looked)
            return failure(looked);
    }
    return stored;
}

// Whether it is due, for all engines; then it is ours to read.
Done LeadReader::look(const Office &office, const Key &key, List &list, Instant now)
{
    const auto &[connection, kind] = key;
    const LeadReadGateway reads(m_database);
    Result<std::optional<LeadRead>> read = reads.find(connection, kind);
    if (!read)
        return failure(read);
    if (!*read) {
        if (const Done begun = begin(key, now); !begun)
            return begun;
        read = reads.find(connection, kind);
        if (!read)
            return failure(read);
    }
    if (!*read)
        return failure(ErrorKind::Transient, u"the state of a lead system's list is gone"_s);
    if ((*read)->leaseUntil && *(*read)->leaseUntil > now) { // somebody reads it; if that one dies, it is ours
        list.lookAt = *(*read)->leaseUntil;
        return {};
    }
    if ((*read)->paused) {
        list.lookAt = now + pausedLook;
        return {};
    }
    // Due further off than any pause: the clock was set back.
    const bool wasSetBack = (*read)->dueAt > now + std::max(list.every, longestPause);
    if (!wasSetBack && (*read)->dueAt > now) {
        list.lookAt = (*read)->dueAt;
        return {};
    }
    Flight flight{.system = list.system,
                  .connection = list.connection,
                  .every = list.every,
                  .read = **read,
                  .startedAt = now,
                  .links = {},
                  .after = {}};
    const Result<bool> something = prepare(flight, now);
    if (!something)
        return failure(something);
    if (!*something) {
        list.lookAt = now + list.every;
        return {};
    }
    const Instant dueUntil = wasSetBack ? (*read)->dueAt : now;
    const Instant leaseUntil = now + office.setup.engine.lease;
    const Result<std::optional<LeadRead>> ours = store::inTransaction(m_database, [&](store::Transaction &transaction) {
        return reads.claim(transaction, key.first, key.second, m_engineId, dueUntil, leaseUntil);
    });
    if (!ours)
        return failure(ours);
    if (!*ours) { // another engine was faster
        list.lookAt = leaseUntil;
        return {};
    }
    flight.read = **ours;
    list.lookAt = {};
    m_flights.insert(key, flight);
    takeOff(key, flight);
    return {};
}

Done LeadReader::begin(const Key &key, Instant now)
{
    return store::inTransaction(m_database, [&](store::Transaction &transaction) {
        return LeadReadGateway(m_database).begin(transaction, key.first, key.second, now);
    });
}

Result<bool> LeadReader::prepare(Flight &flight, Instant now)
{
    if (flight.read.what == LeadReadKind::Records)
        return true;
    const store::LeadLinkGateway links(m_database);
    const QString &connection = flight.read.connection;
    if (flight.read.what == LeadReadKind::Tasks) {
        const Result<QList<store::LeadLinkRow>> open = links.withOpenTasks(connection, tasksInSight);
        if (!open)
            return failure(open);
        flight.links = *open;
        return !open->isEmpty();
    }
    const auto from = [&](const QString &after) {
        return links.withRecords(connection, now - winsWithin, after, LeadSystem::winsAtOnce + 1);
    };
    Result<QList<store::LeadLinkRow>> page = from(flight.read.cursor);
    if (page && page->isEmpty() && !flight.read.cursor.isEmpty()) // the rest has grown too old meanwhile
        page = from({});
    if (!page)
        return failure(page);
    if (page->size() > LeadSystem::winsAtOnce) {
        page->removeLast();
        flight.after = page->last().followUp.text();
    }
    flight.links = *page;
    return !page->isEmpty();
}

void LeadReader::takeOff(const Key &key, const Flight &flight)
{
    switch (key.second) {
    case LeadReadKind::Records:
        readRecords(flight.system, flight.read.cursor, key);
        return;
    case LeadReadKind::Tasks: {
        QStringList tasks;
        for (const store::LeadLinkRow &link : flight.links)
            tasks.append(link.link.task);
        readTasks(flight.system, tasks, flight.read.cursor, key);
        return;
    }
    case LeadReadKind::Wins: {
        connectors::WinQuery query{.links = {}, .since = flight.startedAt - winsWithin};
        for (const store::LeadLinkRow &link : flight.links) {
            if (!query.links.contains(link.link))
                query.links.append(link.link);
        }
        readWins(flight.system, query, flight.after, key);
        return;
    }
    }
}

QCoro::Task<> LeadReader::readRecords(std::shared_ptr<LeadSystem> system, QString cursor, Key key)
{
    const QPointer<LeadReader> self(this); // a system that does not give up in time may outlive the engine
    Result<connectors::LeadChanges> changes = co_await system->changesSince(std::move(cursor));
    if (!self)
        co_return;
    if (changes)
        self->land(key, std::move(*changes));
    else
        self->land(key, failure(changes));
}

QCoro::Task<> LeadReader::readTasks(std::shared_ptr<LeadSystem> system, QStringList tasks, QString cursor, Key key)
{
    const QPointer<LeadReader> self(this);
    connectors::LeadTasks all;
    for (qsizetype at = 0; at < tasks.size(); at += LeadSystem::tasksAtOnce) {
        // Every part with the same cursor, and the first one's for the next time: what was finished there meanwhile is told again rather than not.
        connectors::LeadTaskQuery query{.tasks = tasks.mid(at, LeadSystem::tasksAtOnce), .cursor = cursor};
        Result<connectors::LeadTasks> part = co_await system->tasks(std::move(query));
        if (!self)
            co_return;
        if (!part) {
            self->land(key, failure(part));
            co_return;
        }
        all.states += part->states;
        if (at == 0)
            all.cursor = part->cursor;
    }
    self->land(key, std::move(all));
}

QCoro::Task<> LeadReader::readWins(std::shared_ptr<LeadSystem> system, connectors::WinQuery query, QString after, Key key)
{
    const QPointer<LeadReader> self(this);
    Result<QList<calls::Win>> wins = co_await system->wins(std::move(query));
    if (!self)
        co_return;
    if (wins) {
        Wins page{.wins = std::move(*wins), .after = after};
        self->land(key, std::move(page));
    } else {
        self->land(key, failure(wins));
    }
}

void LeadReader::land(const Key &key, Brought brought)
{
    m_landed.append({key, std::move(brought)});
    Q_EMIT landed();
}

void LeadReader::abandon()
{
    const QMap<Key, Flight> flights = m_flights; // some answer at once
    for (const Flight &flight : flights)
        flight.system->abandon();
}

std::optional<Instant> LeadReader::nextDue() const
{
    if (!m_landed.isEmpty())
        return m_clock.now();
    return m_taking ? nextLook(m_lists, m_flights) : std::nullopt;
}

Done LeadReader::heartbeat(const Office &office)
{
    if (m_flights.isEmpty())
        return {};
    const Instant until = m_clock.now() + office.setup.engine.lease;
    return store::inTransaction(m_database, [&](store::Transaction &transaction) -> Done {
        for (const Flight &flight : std::as_const(m_flights)) {
            const Result<bool> extended = LeadReadGateway(m_database).extend(transaction, flight.read, m_engineId, until);
            if (!extended) // that it is somebody else's by now shows when it lands
                return failure(extended);
        }
        return {};
    });
}

} // namespace ringback::engine
