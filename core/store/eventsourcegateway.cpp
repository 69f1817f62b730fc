#include "store/eventsourcegateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"connection, cursor, since_at, read_until_at, due_at, lease_until_at, failures"_s;

Result<EventSource> readSource(const Row &row)
{
    return EventSource{.connection = row.text(0),
                       .cursor = row.text(1),
                       .since = row.instant(2),
                       .readUntil = row.instant(3),
                       .dueAt = row.instant(4),
                       .leaseUntil = row.maybeInstant(5),
                       .failures = row.count(6)};
}

} // namespace

Result<QList<EventSource>> EventSourceGateway::all() const
{
    return each<EventSource>(m_database.rows(u"SELECT "_s + columns + u" FROM event_sources ORDER BY connection"_s), readSource);
}

Result<std::optional<EventSource>> EventSourceGateway::find(const QString &connection) const
{
    return first<EventSource>(m_database.rows(u"SELECT "_s + columns + u" FROM event_sources WHERE connection = ?"_s, {connection}),
                              readSource);
}

Done EventSourceGateway::begin(Transaction &transaction, const QString &connection, Instant since, Instant now) const
{
    return done(transaction.change(u"INSERT INTO event_sources (connection, cursor, since_at, read_until_at, due_at, lease_owner, failures)"
                                   " VALUES (?, '', ?, ?, ?, '', 0) ON CONFLICT (connection) DO NOTHING"_s,
                                   {connection, value(since), value(since), value(now)}));
}

Result<std::optional<EventSource>> EventSourceGateway::claim(Transaction &transaction, const QString &connection, const QString &engine,
                                                             bool early, Instant now, Instant leaseUntil) const
{
    return first<EventSource>(
        transaction.rows(u"UPDATE event_sources SET lease_owner = ?, lease_until_at = ? WHERE connection = ? AND (due_at <= ? OR ? = 1)"
                         " AND (lease_until_at IS NULL OR lease_until_at <= ?) RETURNING "_s +
                             columns,
                         {engine, value(leaseUntil), connection, value(now), early ? 1 : 0, value(now)}),
        readSource);
}

Result<bool> EventSourceGateway::extend(Transaction &transaction, const QString &connection, const QString &engine,
                                        Instant leaseUntil) const
{
    return hit(transaction.change(u"UPDATE event_sources SET lease_until_at = ? WHERE connection = ? AND lease_owner = ?"_s,
                                  {value(leaseUntil), connection, engine}));
}

Result<bool> EventSourceGateway::finish(Transaction &transaction, const EventSource &source, const QString &engine) const
{
    return hit(transaction.change(
        u"UPDATE event_sources SET cursor = ?, read_until_at = ?, due_at = ?, failures = ?, lease_owner = '',"
        " lease_until_at = NULL WHERE connection = ? AND lease_owner = ?"_s,
        {text(source.cursor), value(source.readUntil), value(source.dueAt), source.failures, source.connection, engine}));
}

Done EventSourceGateway::readFrom(Transaction &transaction, const QString &connection, Instant since, Instant now) const
{
    return done(transaction.change(u"UPDATE event_sources SET due_at = CASE WHEN due_at < ? THEN due_at ELSE ? END,"
                                   " read_until_at = CASE WHEN read_until_at < ? THEN read_until_at ELSE ? END WHERE connection = ?"_s,
                                   {value(now), value(now), value(since), value(since), connection}));
}

} // namespace ringback::store
