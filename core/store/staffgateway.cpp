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

} // namespace ringback::store
