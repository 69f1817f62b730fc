#include "store/pacegateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

Result<QHash<QString, Instant>> PaceGateway::all() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT line, next_at FROM line_paces"_s);
    if (!rows)
        return failure(rows);
    QHash<QString, Instant> paces;
    for (const Row &row : *rows)
        paces.insert(row.text(0), row.instant(1));
    return paces;
}

Result<Instant> PaceGateway::nextAtToChange(Transaction &transaction, const QString &line) const
{
    // Changes nothing, and on PostgreSQL makes the row's other writers wait, also where there was no row to lock.
    const Result<Rows> rows = transaction.rows(u"INSERT INTO line_paces (line, next_at) VALUES (?, 0)"
                                               " ON CONFLICT (line) DO UPDATE SET next_at = line_paces.next_at RETURNING next_at"_s,
                                               {line});
    if (!rows)
        return failure(rows);
    return rows->first().instant(0);
}

Done PaceGateway::setNextAt(Transaction &transaction, const QString &line, Instant nextAt) const
{
    return done(transaction.change(u"UPDATE line_paces SET next_at = ? WHERE line = ?"_s, {value(nextAt), line}));
}

} // namespace ringback::store
