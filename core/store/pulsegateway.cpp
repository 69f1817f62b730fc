#include "store/pulsegateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

Done PulseGateway::touch(Transaction &transaction, const QString &connection) const
{
    return done(transaction.change(
        u"INSERT INTO connection_pulses (connection, last_failure, refused_signatures, secret_missing) VALUES (?, '', 0, 0)"
        " ON CONFLICT (connection) DO NOTHING"_s,
        {connection}));
}

Done PulseGateway::noteEvent(Transaction &transaction, const QString &connection, Instant now) const
{
    if (const Done touched = touch(transaction, connection); !touched)
        return touched;
    return done(transaction.change(u"UPDATE connection_pulses SET last_event_at = ? WHERE connection = ?"_s, {value(now), connection}));
}

Done PulseGateway::noteSuccess(Transaction &transaction, const QString &connection, Instant now) const
{
    if (const Done touched = touch(transaction, connection); !touched)
        return touched;
    return done(transaction.change(u"UPDATE connection_pulses SET last_success_at = ?, last_failure = '' WHERE connection = ?"_s,
                                   {value(now), connection}));
}

Done PulseGateway::noteFailure(Transaction &transaction, const QString &connection, const QString &code, Instant now) const
{
    if (const Done touched = touch(transaction, connection); !touched)
        return touched;
    return done(transaction.change(u"UPDATE connection_pulses SET last_failure_at = ?, last_failure = ? WHERE connection = ?"_s,
                                   {value(now), text(code), connection}));
}

Done PulseGateway::addRefused(Transaction &transaction, const QString &connection, int count, Instant now) const
{
    if (const Done touched = touch(transaction, connection); !touched)
        return touched;
    return done(transaction.change(
        u"UPDATE connection_pulses SET refused_signatures = refused_signatures + ?, last_refused_at = ? WHERE connection = ?"_s,
        {count, value(now), connection}));
}

Done PulseGateway::noteSecret(Transaction &transaction, const QString &connection, bool missing) const
{
    if (const Done touched = touch(transaction, connection); !touched)
        return touched;
    return done(
        transaction.change(u"UPDATE connection_pulses SET secret_missing = ? WHERE connection = ?"_s, {missing ? 1 : 0, connection}));
}

Result<QList<Pulse>> PulseGateway::all() const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT connection, last_event_at, last_success_at, last_failure_at, last_failure, refused_signatures,"
                        " last_refused_at, secret_missing FROM connection_pulses ORDER BY connection"_s);
    if (!rows)
        return failure(rows);
    QList<Pulse> pulses;
    for (const Row &row : *rows) {
        pulses.append({.connection = row.text(0),
                       .lastEventAt = row.maybeInstant(1),
                       .lastSuccessAt = row.maybeInstant(2),
                       .lastFailureAt = row.maybeInstant(3),
                       .lastFailure = row.text(4),
                       .refusedSignatures = row.count(5),
                       .lastRefusedAt = row.maybeInstant(6),
                       .secretMissing = row.flag(7)});
    }
    return pulses;
}

Done PulseGateway::engineSeen(Transaction &transaction, const QString &engine, const QString &listeningOn, Instant now) const
{
    return done(transaction.change(u"INSERT INTO engines (id, started_at, seen_at, listening_on) VALUES (?, ?, ?, ?)"
                                   " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, listening_on = excluded.listening_on"_s,
                                   {engine, value(now), value(now), text(listeningOn)}));
}

Done PulseGateway::engineGone(Transaction &transaction, const QString &engine) const
{
    return done(transaction.change(u"DELETE FROM engines WHERE id = ?"_s, {engine}));
}

Result<QStringList> PulseGateway::enginesSince(Instant since) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT listening_on FROM engines WHERE seen_at >= ? ORDER BY started_at"_s, {value(since)});
    if (!rows)
        return failure(rows);
    QStringList engines;
    for (const Row &row : *rows)
        engines.append(row.text(0));
    return engines;
}

} // namespace ringback::store
