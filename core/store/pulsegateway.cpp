#include "store/pulsegateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

// One fact of a connection, whether or not there was a row for it.
Done note(Transaction &transaction, const QString &connection, const QString &column, const QVariant &fact)
{
    return done(transaction.change(
        u"INSERT INTO connection_pulses (connection, %1, last_failure, refused_signatures, secret_missing) VALUES (?, ?, '', 0, 0)"
        " ON CONFLICT (connection) DO UPDATE SET %1 = excluded.%1"_s.arg(column),
        {connection, fact}));
}

} // namespace

Done PulseGateway::noteEvent(Transaction &transaction, const QString &connection, Instant now) const
{
    return note(transaction, connection, u"last_event_at"_s, value(now));
}

Done PulseGateway::noteSuccess(Transaction &transaction, const QString &connection, Instant now) const
{
    return done(
        transaction.change(u"INSERT INTO connection_pulses (connection, last_success_at, last_failure, refused_signatures, secret_missing)"
                           " VALUES (?, ?, '', 0, 0)"
                           " ON CONFLICT (connection) DO UPDATE SET last_success_at = excluded.last_success_at, last_failure = ''"_s,
                           {connection, value(now)}));
}

Done PulseGateway::noteFailure(Transaction &transaction, const QString &connection, const QString &code, Instant now) const
{
    return done(transaction.change(
        u"INSERT INTO connection_pulses (connection, last_failure_at, last_failure, refused_signatures, secret_missing)"
        " VALUES (?, ?, ?, 0, 0)"
        " ON CONFLICT (connection) DO UPDATE SET last_failure_at = excluded.last_failure_at, last_failure = excluded.last_failure"_s,
        {connection, value(now), text(code)}));
}

Done PulseGateway::notePause(Transaction &transaction, const QString &connection, std::optional<Instant> until) const
{
    return note(transaction, connection, u"paused_until_at"_s, orNull(until));
}

Done PulseGateway::addRefused(Transaction &transaction, const QString &connection, int count, Instant now) const
{
    return done(
        transaction.change(u"INSERT INTO connection_pulses (connection, last_refused_at, last_failure, refused_signatures, secret_missing)"
                           " VALUES (?, ?, '', ?, 0) ON CONFLICT (connection) DO UPDATE SET last_refused_at = excluded.last_refused_at,"
                           " refused_signatures = connection_pulses.refused_signatures + excluded.refused_signatures"_s,
                           {connection, value(now), count}));
}

Done PulseGateway::noteSecret(Transaction &transaction, const QString &connection, bool missing) const
{
    return done(transaction.change(
        u"INSERT INTO connection_pulses (connection, last_failure, refused_signatures, secret_missing) VALUES (?, '', 0, ?)"
        " ON CONFLICT (connection) DO UPDATE SET secret_missing = excluded.secret_missing"_s,
        {connection, missing ? 1 : 0}));
}

Done PulseGateway::noteStream(Transaction &transaction, const QString &connection, std::optional<Instant> until) const
{
    return note(transaction, connection, u"stream_until_at"_s, orNull(until));
}

Done PulseGateway::noteLogRead(Transaction &transaction, const QString &connection, std::optional<int> rateLeft, Instant now) const
{
    if (const Done noted = note(transaction, connection, u"log_read_at"_s, value(now)); !noted)
        return noted;
    const QVariant left = rateLeft ? QVariant(*rateLeft) : QVariant(QMetaType(QMetaType::LongLong));
    if (const Done noted = note(transaction, connection, u"rate_left"_s, left); !noted)
        return noted;
    return noteSuccess(transaction, connection, now);
}

Result<QList<Pulse>> PulseGateway::all() const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT connection, last_event_at, last_success_at, last_failure_at, last_failure, refused_signatures,"
        " last_refused_at, secret_missing, paused_until_at, stream_until_at, log_read_at, rate_left FROM connection_pulses ORDER BY connection"_s);
    if (!rows)
        return failure(rows);
    QList<Pulse> pulses;
    for (const Row &row : *rows) {
        const std::optional<qint64> rateLeft = row.maybeInteger(11);
        pulses.append({.connection = row.text(0),
                       .lastEventAt = row.maybeInstant(1),
                       .lastSuccessAt = row.maybeInstant(2),
                       .lastFailureAt = row.maybeInstant(3),
                       .lastFailure = row.text(4),
                       .refusedSignatures = row.count(5),
                       .lastRefusedAt = row.maybeInstant(6),
                       .secretMissing = row.flag(7),
                       .pausedUntil = row.maybeInstant(8),
                       .streamUntil = row.maybeInstant(9),
                       .logReadAt = row.maybeInstant(10),
                       .rateLeft = rateLeft ? std::optional(static_cast<int>(*rateLeft)) : std::nullopt});
    }
    return pulses;
}

Result<bool> PulseGateway::isPushing(const QString &connection, Instant since) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT 1 FROM connection_pulses WHERE connection = ? AND last_event_at >= ?"_s, {connection, value(since)});
    if (!rows)
        return failure(rows);
    return !rows->isEmpty();
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
