#include "store/columns.h"
#include "store/leadindexgateway.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"connection, what, cursor, due_at, failures, last_error, seen, total, whole_at, paused, lease_until_at"_s;

QString word(LeadReadKind kind)
{
    switch (kind) {
    case LeadReadKind::Records:
        return u"records"_s;
    case LeadReadKind::Tasks:
        return u"tasks"_s;
    case LeadReadKind::Wins:
        return u"wins"_s;
    }
    Q_UNREACHABLE();
}

Result<LeadRead> readRead(const Row &row)
{
    LeadRead read{.connection = row.text(0),
                  .cursor = row.text(2),
                  .dueAt = row.instant(3),
                  .failures = row.count(4),
                  .lastError = row.text(5),
                  .seen = row.integer(6),
                  .total = row.maybeInteger(7),
                  .wholeAt = row.maybeInstant(8),
                  .paused = row.flag(9),
                  .leaseUntil = row.maybeInstant(10)};
    for (const LeadReadKind kind : {LeadReadKind::Records, LeadReadKind::Tasks, LeadReadKind::Wins}) {
        if (word(kind) == row.text(1)) {
            read.what = kind;
            return read;
        }
    }
    return failure(ErrorKind::Corrupt, u"an unknown word in the database: %1"_s.arg(row.text(1).left(40)));
}

} // namespace

Result<QList<LeadRead>> LeadReadGateway::all() const
{
    return each<LeadRead>(m_database.rows(u"SELECT "_s + columns + u" FROM lead_reads ORDER BY connection, what"_s), readRead);
}

Result<std::optional<LeadRead>> LeadReadGateway::find(const QString &connection, LeadReadKind what) const
{
    return first<LeadRead>(
        m_database.rows(u"SELECT "_s + columns + u" FROM lead_reads WHERE connection = ? AND what = ?"_s, {connection, word(what)}),
        readRead);
}

Done LeadReadGateway::begin(Transaction &transaction, const QString &connection, LeadReadKind what, Instant now) const
{
    return done(
        transaction.change(u"INSERT INTO lead_reads (connection, what, cursor, due_at, lease_owner, failures, last_error, seen, paused)"
                           " VALUES (?, ?, '', ?, '', 0, '', 0, 0) ON CONFLICT (connection, what) DO NOTHING"_s,
                           {connection, word(what), value(now)}));
}

Result<std::optional<LeadRead>> LeadReadGateway::claim(Transaction &transaction, const QString &connection, LeadReadKind what,
                                                       const QString &engine, Instant now, Instant leaseUntil) const
{
    return first<LeadRead>(
        transaction.rows(u"UPDATE lead_reads SET lease_owner = ?, lease_until_at = ? WHERE connection = ? AND what = ? AND due_at <= ?"
                         " AND paused = 0 AND (lease_until_at IS NULL OR lease_until_at <= ?) RETURNING "_s +
                             columns,
                         {engine, value(leaseUntil), connection, word(what), value(now), value(now)}),
        readRead);
}

Result<bool> LeadReadGateway::extend(Transaction &transaction, const LeadRead &read, const QString &engine, Instant leaseUntil) const
{
    return hit(transaction.change(u"UPDATE lead_reads SET lease_until_at = ? WHERE connection = ? AND what = ? AND lease_owner = ?"_s,
                                  {value(leaseUntil), read.connection, word(read.what), engine}));
}

Result<bool> LeadReadGateway::finish(Transaction &transaction, const LeadRead &read, const QString &engine) const
{
    return hit(transaction.change(
        u"UPDATE lead_reads SET cursor = ?, due_at = ?, failures = ?, last_error = ?, seen = ?, total = ?, whole_at = ?, lease_owner = '',"
        " lease_until_at = NULL WHERE connection = ? AND what = ? AND lease_owner = ?"_s,
        {text(read.cursor), value(read.dueAt), read.failures, text(read.lastError), qlonglong(read.seen),
         read.total ? QVariant(qlonglong(*read.total)) : QVariant(QMetaType(QMetaType::LongLong)), orNull(read.wholeAt), read.connection,
         word(read.what), engine}));
}

Result<bool> LeadReadGateway::setPaused(Transaction &transaction, const QString &connection, bool paused, Instant now) const
{
    // Who lets it go on does not want to wait for a pause after failures.
    return hit(transaction.change(u"UPDATE lead_reads SET paused = ?, due_at = CASE WHEN ? = 0 AND due_at > ? THEN ? ELSE due_at END"
                                  " WHERE connection = ? AND what = 'records'"_s,
                                  {paused ? 1 : 0, paused ? 1 : 0, value(now), value(now), connection}));
}

} // namespace ringback::store
