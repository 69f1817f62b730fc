#include "store/columns.h"
#include "store/leadindexgateway.h"

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"connection, win_id, record_id, follow_up_id, what, title, amount_cents, won_at, url, taken_back"_s;

Result<WinGateway::Row> readWin(const Row &row)
{
    WinGateway::Row read{.connection = row.text(0),
                         .win = {.id = row.text(1),
                                 .record = row.text(2),
                                 .what = row.text(4),
                                 .title = row.text(5),
                                 .amount = {},
                                 .wonAt = row.instant(7),
                                 .url = row.text(8),
                                 .isTakenBack = row.flag(9)},
                         .followUp = {}};
    if (const std::optional<qint64> cents = row.maybeInteger(6))
        read.win.amount = Money{*cents};
    if (!row.isNull(3)) {
        const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(3));
        if (!followUp)
            return failure(followUp);
        read.followUp = *followUp;
    }
    return read;
}

Result<calls::FollowUpId> readCase(const Row &row)
{
    return idFrom<calls::FollowUpId>(row.text(0));
}

} // namespace

Result<bool> WinGateway::put(Transaction &transaction, const Row &row, Instant now) const
{
    const Result<std::optional<Row>> known = find(row.connection, row.win.id);
    if (!known)
        return failure(known);
    if (*known && **known == row)
        return false;
    const calls::Win &win = row.win;
    const Done put = done(transaction.change(
        u"INSERT INTO lead_wins ("_s + columns +
            u", seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection, win_id) DO UPDATE SET"
            " record_id = excluded.record_id, follow_up_id = excluded.follow_up_id, what = excluded.what, title = excluded.title,"
            " amount_cents = excluded.amount_cents, won_at = excluded.won_at, url = excluded.url, taken_back = excluded.taken_back,"
            " seen_at = excluded.seen_at"_s,
        {row.connection, win.id, text(win.record), orNull(row.followUp), text(win.what), text(win.title), orNull(win.amount),
         value(win.wonAt), text(win.url), win.isTakenBack ? 1 : 0, value(now)}));
    if (!put)
        return failure(put);
    return true;
}

Result<std::optional<WinGateway::Row>> WinGateway::find(const QString &connection, const QString &win) const
{
    return first<Row>(m_database.rows(u"SELECT "_s + columns + u" FROM lead_wins WHERE connection = ? AND win_id = ?"_s, {connection, win}),
                      readWin);
}

Result<QList<WinGateway::Row>> WinGateway::ofCase(const calls::FollowUpId &followUp) const
{
    return each<Row>(m_database.rows(u"SELECT "_s + columns + u" FROM lead_wins WHERE follow_up_id = ? ORDER BY won_at DESC, win_id"_s,
                                     {followUp.text()}),
                     readWin);
}

Result<QList<WinGateway::Row>> WinGateway::wonSince(Instant since, int limit) const
{
    return each<Row>(m_database.rows(u"SELECT "_s + columns + u" FROM lead_wins WHERE won_at >= ? ORDER BY won_at DESC, win_id LIMIT ?"_s,
                                     {value(since), limit}),
                     readWin);
}

Result<std::optional<calls::FollowUpId>> WinGateway::caseOf(const QString &connection, const QString &record, Instant wonAt) const
{
    return first<calls::FollowUpId>(m_database.rows(u"SELECT f.id FROM lead_links l JOIN follow_ups f ON f.id = l.follow_up_id"
                                                    " WHERE l.connection = ? AND l.record_id = ? AND f.opened_at <= ?"
                                                    " ORDER BY f.opened_at DESC, f.id DESC LIMIT 1"_s,
                                                    {connection, record, value(wonAt)}),
                                    readCase);
}

} // namespace ringback::store
