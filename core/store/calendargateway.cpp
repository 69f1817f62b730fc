#include "store/calendargateway.h"

#include "store/columns.h"

#include <algorithm>
#include <tuple>

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::BusyTime;

namespace {

const QString columns = u"calendar, staff, cursor, due_at, failures, last_error, read_at, known_from_at, known_to_at, lease_until_at"_s;

constexpr qsizetype longestError = 300;

Result<CalendarRead> readRead(const Row &row)
{
    return CalendarRead{.calendar = row.text(0),
                        .staff = row.text(1),
                        .cursor = row.text(2),
                        .dueAt = row.instant(3),
                        .failures = row.count(4),
                        .lastError = row.text(5),
                        .readAt = row.maybeInstant(6),
                        .knownFrom = row.maybeInstant(7),
                        .knownTo = row.maybeInstant(8),
                        .leaseUntil = row.maybeInstant(9)};
}

Result<BusyTime> readBusy(const Row &row)
{
    const Result<calls::BusyKind> kind = wordFrom<calls::BusyKind>(row.text(2));
    if (!kind)
        return failure(kind);
    return BusyTime{.from = row.instant(0), .to = row.instant(1), .kind = *kind};
}

bool isEarlier(const BusyTime &a, const BusyTime &b)
{
    return std::tie(a.from, a.to, a.kind) < std::tie(b.from, b.to, b.kind);
}

} // namespace

bool isUnreadable(const CalendarRead &read)
{
    const QString problem = read.lastError.section(u':', 0, 0);
    const bool passes = problem == "not_reached"_L1 || problem == "rate_limited"_L1;
    return read.failures >= (passes ? failuresToTell : 1);
}

Result<QList<CalendarRead>> CalendarReadGateway::all() const
{
    return each<CalendarRead>(m_database.rows(u"SELECT "_s + columns + u" FROM calendar_reads ORDER BY calendar"_s), readRead);
}

Result<std::optional<CalendarRead>> CalendarReadGateway::find(const QString &calendar) const
{
    return first<CalendarRead>(m_database.rows(u"SELECT "_s + columns + u" FROM calendar_reads WHERE calendar = ?"_s, {calendar}),
                               readRead);
}

Done CalendarReadGateway::begin(Transaction &transaction, const QString &calendar, const QString &staff, Instant now) const
{
    return done(transaction.change(u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error)"
                                   " VALUES (?, ?, '', ?, '', 0, '') ON CONFLICT (calendar) DO NOTHING"_s,
                                   {calendar, staff, value(now)}));
}

Result<std::optional<CalendarRead>> CalendarReadGateway::claim(Transaction &transaction, const QString &calendar, const QString &engine,
                                                               Instant now, Instant leaseUntil) const
{
    return first<CalendarRead>(
        transaction.rows(u"UPDATE calendar_reads SET lease_owner = ?, lease_until_at = ? WHERE calendar = ? AND due_at <= ?"
                         " AND (lease_until_at IS NULL OR lease_until_at <= ?) RETURNING "_s +
                             columns,
                         {engine, value(leaseUntil), calendar, value(now), value(now)}),
        readRead);
}

Result<bool> CalendarReadGateway::extend(Transaction &transaction, const CalendarRead &read, const QString &engine,
                                         Instant leaseUntil) const
{
    return hit(transaction.change(u"UPDATE calendar_reads SET lease_until_at = ? WHERE calendar = ? AND lease_owner = ?"_s,
                                  {value(leaseUntil), read.calendar, engine}));
}

Result<bool> CalendarReadGateway::finish(Transaction &transaction, const CalendarRead &read, const QString &engine) const
{
    return hit(
        transaction.change(u"UPDATE calendar_reads SET staff = ?, cursor = ?, due_at = ?, failures = ?, last_error = ?, read_at = ?,"
                           " known_from_at = ?, known_to_at = ?, lease_owner = '', lease_until_at = NULL"
                           " WHERE calendar = ? AND lease_owner = ?"_s,
                           {text(read.staff), text(read.cursor), value(read.dueAt), read.failures, text(read.lastError.left(longestError)),
                            orNull(read.readAt), orNull(read.knownFrom), orNull(read.knownTo), read.calendar, engine}));
}

Done CalendarReadGateway::hasten(Transaction &transaction, const QString &calendar, Instant now) const
{
    return done(transaction.change(u"UPDATE calendar_reads SET due_at = ? WHERE calendar = ? AND due_at > ?"_s,
                                   {value(now), calendar, value(now)}));
}

// Rows that stay are not touched: most reads change nothing, or one meeting of fifty.
Done CalendarReadGateway::replaceBusy(Transaction &transaction, const QString &calendar, const QList<BusyTime> &busy) const
{
    const Result<QList<BusyTime>> stored = each<BusyTime>(
        transaction.rows(u"SELECT from_at, to_at, kind FROM busy_times WHERE calendar = ? ORDER BY from_at, to_at"_s, {calendar}),
        readBusy);
    if (!stored)
        return failure(stored);
    QList<BusyTime> there = *stored;
    QList<BusyTime> wanted = busy;
    for (QList<BusyTime> *const list : {&there, &wanted}) {
        std::sort(list->begin(), list->end(), isEarlier);
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    QList<BusyTime> gone;
    QList<BusyTime> fresh;
    std::set_difference(there.cbegin(), there.cend(), wanted.cbegin(), wanted.cend(), std::back_inserter(gone), isEarlier);
    std::set_difference(wanted.cbegin(), wanted.cend(), there.cbegin(), there.cend(), std::back_inserter(fresh), isEarlier);
    for (const BusyTime &each : std::as_const(gone)) {
        const Result<qint64> removed =
            transaction.change(u"DELETE FROM busy_times WHERE calendar = ? AND from_at = ? AND to_at = ? AND kind = ?"_s,
                               {calendar, value(each.from), value(each.to), word(each.kind)});
        if (!removed)
            return failure(removed);
    }
    for (const BusyTime &each : std::as_const(fresh)) {
        const Result<qint64> added = transaction.change(u"INSERT INTO busy_times (calendar, from_at, to_at, kind) VALUES (?, ?, ?, ?)"
                                                        " ON CONFLICT (calendar, from_at, to_at, kind) DO NOTHING"_s,
                                                        {calendar, value(each.from), value(each.to), word(each.kind)});
        if (!added)
            return failure(added);
    }
    return {};
}

Result<QList<BusyTime>> CalendarReadGateway::busy(const QString &calendar, Instant from, Instant to) const
{
    return each<BusyTime>(m_database.rows(u"SELECT from_at, to_at, kind FROM busy_times WHERE calendar = ? AND to_at > ? AND from_at < ?"
                                          " ORDER BY from_at, to_at, kind"_s,
                                          {calendar, value(from), value(to)}),
                          readBusy);
}

Done CalendarReadGateway::forget(Transaction &transaction, const QString &calendar) const
{
    for (const QString &table : {u"busy_times"_s, u"calendar_reads"_s}) {
        if (const Result<qint64> gone = transaction.change(u"DELETE FROM %1 WHERE calendar = ?"_s.arg(table), {calendar}); !gone)
            return failure(gone);
    }
    return {};
}

} // namespace ringback::store
