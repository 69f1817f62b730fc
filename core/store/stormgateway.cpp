#include "store/columns.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::Storm;

namespace {

Result<Storm> readStorm(const Row &row)
{
    const Result<calls::StormId> id = idFrom<calls::StormId>(row.text(0));
    if (!id)
        return failure(id);
    return Storm{.id = *id,
                 .beganAt = row.instant(1),
                 .begunBy = row.text(2),
                 .until = row.maybeInstant(3),
                 .endedAt = row.maybeInstant(4),
                 .endedBy = row.text(5)};
}

} // namespace

Result<std::optional<Storm>> StormGateway::current() const
{
    return first<Storm>(m_database.rows(u"SELECT id, began_at, begun_by, until_at, ended_at, ended_by FROM storms WHERE state = 'on'"_s),
                        readStorm);
}

Result<std::optional<Instant>> StormGateway::lastEndedAt() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT MAX(ended_at) FROM storms"_s);
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Result<bool> StormGateway::begin(Transaction &transaction, const Storm &storm) const
{
    return hit(transaction.change(u"INSERT INTO storms (id, state, began_at, begun_by, until_at, ended_at, ended_by)"
                                  " VALUES (?, 'on', ?, ?, ?, NULL, '') ON CONFLICT DO NOTHING"_s,
                                  {storm.id.text(), value(storm.beganAt), text(storm.begunBy), orNull(storm.until)}));
}

Done StormGateway::setUntil(Transaction &transaction, const calls::StormId &id, std::optional<Instant> until) const
{
    return done(transaction.change(u"UPDATE storms SET until_at = ? WHERE id = ? AND state = 'on'"_s, {orNull(until), id.text()}));
}

Result<bool> StormGateway::end(Transaction &transaction, const calls::StormId &id, const QString &endedBy, Instant now) const
{
    return hit(transaction.change(u"UPDATE storms SET state = 'over', ended_at = ?, ended_by = ? WHERE id = ? AND state = 'on'"_s,
                                  {value(now), text(endedBy), id.text()}));
}

} // namespace ringback::store
