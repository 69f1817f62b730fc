#include "store/staffgateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

// The id as settings::toJson() writes it. `_` stands for any one character in LIKE: an id too many counts as used then, which harms nobody.
Result<bool> StaffGateway::wasUsed(const QString &id) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(*) FROM setups WHERE document LIKE ?"_s, {u"%\"id\": \"%1\"%"_s.arg(id)});
    if (!rows)
        return failure(rows);
    return rows->first().integer(0) > 0;
}

Done StaffGateway::forget(Transaction &transaction, const QString &staff) const
{
    for (const QString &sql : {u"DELETE FROM presences WHERE staff = ?"_s, u"DELETE FROM routing_turns WHERE staff = ?"_s,
                               u"DELETE FROM credentials WHERE staff = ?"_s, u"DELETE FROM sign_in_failures WHERE staff = ?"_s}) {
        if (const Result<qint64> gone = transaction.change(sql, {staff}); !gone)
            return failure(gone);
    }
    return {};
}

Result<QHash<QString, StaffGateway::SignIn>> StaffGateway::signIns() const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT c.staff, c.must_change, f.locked_until_at FROM credentials c LEFT JOIN sign_in_failures f ON f.staff = c.staff"_s);
    if (!rows)
        return failure(rows);
    QHash<QString, SignIn> signIns;
    for (const Row &row : *rows)
        signIns.insert(row.text(0), {.mustChange = row.flag(1), .lockedUntil = row.maybeInstant(2)});
    return signIns;
}

Result<QList<StaffGateway::Queue>> StaffGateway::queues(Instant now) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT team, COUNT(*), MIN(COALESCE(ready_at, created_at)) FROM callback_tasks"
                        " WHERE state = 'open' AND assigned_to = '' AND (ready_at IS NULL OR ready_at <= ?) GROUP BY team ORDER BY team"_s,
                        {value(now)});
    if (!rows)
        return failure(rows);
    QList<Queue> queues;
    for (const Row &row : *rows)
        queues.append({.team = row.text(0), .count = row.count(1), .oldest = row.instant(2)});
    return queues;
}

} // namespace ringback::store
