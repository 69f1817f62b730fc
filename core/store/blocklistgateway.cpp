#include "store/blocklistgateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <QMap>

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::BlockedNumber;
using calls::Blocking;

namespace {

const QString columns = u"mark, mark_reason, marked_by, marked_at, list, list_reason, listed_at, complaints, first_complaint_at,"
                        " last_complaint_at, counted_at"_s;

// What the columns hold of a number that nothing else is known of.
const QString bare = u"number, mark, mark_before, mark_reason, marked_by, list, list_reason, complaints, changed_at"_s;

QString word(Blocking::Mark mark)
{
    switch (mark) {
    case Blocking::Mark::None:
        return u""_s;
    case Blocking::Mark::Blocked:
        return u"blocked"_s;
    case Blocking::Mark::Allowed:
        return u"allowed"_s;
    }
    Q_UNREACHABLE();
}

Result<Blocking> readBlocking(const Row &row)
{
    const QString mark = row.text(0);
    if (!mark.isEmpty() && mark != "blocked"_L1 && mark != "allowed"_L1)
        return failure(ErrorKind::Corrupt, u"an unknown mark on a number in the database"_s);
    return Blocking{.mark = mark.isEmpty()         ? Blocking::Mark::None
                            : mark == "blocked"_L1 ? Blocking::Mark::Blocked
                                                   : Blocking::Mark::Allowed,
                    .markReason = row.text(1),
                    .markedBy = row.text(2),
                    .markedAt = row.maybeInstant(3),
                    .list = row.text(4),
                    .listReason = row.text(5),
                    .listedAt = row.maybeInstant(6),
                    .complaints = row.count(7),
                    .firstComplaintAt = row.maybeInstant(8),
                    .lastComplaintAt = row.maybeInstant(9),
                    .countedAt = row.maybeInstant(10)};
}

Result<BlockedNumber> readNumber(const Row &row)
{
    const Result<Blocking> blocking = readBlocking(row);
    if (!blocking)
        return failure(blocking);
    const Result<calls::PhoneNumber> number = numberFrom(row.text(11));
    if (!number)
        return failure(number);
    return BlockedNumber{.number = *number, .blocking = *blocking, .changedAt = row.instant(12)};
}

// `tuple` so many times, for one statement; every other count of them would be prepared for itself.
QString repeated(const QString &tuple, qsizetype count)
{
    return QStringList(count, tuple).join(u", "_s);
}

// The rows in full statements of the same text, and what is left one by one.
template <class Value, class Write>
Result<qint64> inStatements(const QList<Value> &values, Write write)
{
    qint64 changed = 0;
    for (qsizetype at = 0; at < values.size();) {
        const qsizetype count = values.size() - at >= BlocklistGateway::perStatement ? BlocklistGateway::perStatement : 1;
        const Result<qint64> written = write(values.mid(at, count));
        if (!written)
            return failure(written);
        changed += *written;
        at += count;
    }
    return changed;
}

} // namespace

Result<std::optional<Blocking>> BlocklistGateway::find(const calls::PhoneNumber &number) const
{
    return first<Blocking>(m_database.rows(u"SELECT "_s + columns + u" FROM blocked_numbers WHERE number = ?"_s, {number.e164()}),
                           readBlocking);
}

Result<QList<BlockedNumber>> BlocklistGateway::page(const std::optional<BlockedNumber> &last, int limit) const
{
    // An imported list has one time for all its numbers, so the time alone is no key.
    const Instant since = last ? last->changedAt : Instant::max();
    return each<BlockedNumber>(m_database.rows(u"SELECT "_s + columns +
                                                   u", number, changed_at FROM blocked_numbers"
                                                   " WHERE changed_at < ? OR (changed_at = ? AND number > ?)"
                                                   " ORDER BY changed_at DESC, number LIMIT ?"_s,
                                               {value(since), value(since), text(last ? last->number.e164() : QString()), limit}),
                               readNumber);
}

Result<bool> BlocklistGateway::mark(Transaction &transaction, const Mark &mark) const
{
    return hit(transaction.change(
        u"INSERT INTO blocked_numbers ("_s + bare +
            u", marked_at) VALUES (?, ?, '', ?, ?, '', '', 0, ?, ?) ON CONFLICT (number) DO UPDATE SET"
            " mark = excluded.mark, mark_before = blocked_numbers.mark, mark_reason = excluded.mark_reason,"
            " marked_by = excluded.marked_by, marked_at = excluded.marked_at, changed_at = excluded.changed_at"
            " WHERE blocked_numbers.mark <> excluded.mark OR 1 = ?"_s,
        {mark.number.e164(), word(mark.mark), text(mark.reason), text(mark.byWhom), value(mark.at), value(mark.at), mark.anew ? 1 : 0}));
}

Result<bool> BlocklistGateway::takeBack(Transaction &transaction, const Mark &mark) const
{
    return hit(transaction.change(u"UPDATE blocked_numbers SET mark = mark_before, mark_before = '', mark_reason = ''"
                                  " WHERE number = ? AND mark = ? AND marked_by = ? AND marked_at = ?"_s,
                                  {mark.number.e164(), word(mark.mark), text(mark.byWhom), value(mark.at)}));
}

Result<int> BlocklistGateway::addListed(Transaction &transaction, const QString &list, const QList<Listed> &numbers, Instant now) const
{
    const Result<qint64> before = [&]() -> Result<qint64> {
        return inStatements(numbers, [&](const QList<Listed> &some) -> Result<qint64> {
            QVariantList values;
            for (const Listed &one : some)
                values.append(one.number.e164());
            const Result<Rows> counted = transaction.rows(u"SELECT COUNT(*) FROM blocked_numbers WHERE list <> '' AND number IN ("_s +
                                                              repeated(u"?"_s, some.size()) + u")"_s,
                                                          values);
            if (!counted)
                return failure(counted);
            return counted->first().integer(0);
        });
    }();
    if (!before)
        return failure(before);
    const Result<qint64> written = inStatements(numbers, [&](const QList<Listed> &some) {
        QVariantList values;
        for (const Listed &one : some)
            values.append({one.number.e164(), text(list), text(one.reason), value(now), value(now)});
        return transaction.change(
            u"INSERT INTO blocked_numbers ("_s + bare + u", listed_at) VALUES "_s +
                repeated(u"(?, '', '', '', '', ?, ?, 0, ?, ?)"_s, some.size()) +
                u" ON CONFLICT (number) DO UPDATE SET list = excluded.list, list_reason = excluded.list_reason,"
                " listed_at = COALESCE(blocked_numbers.listed_at, excluded.listed_at), changed_at = excluded.changed_at"_s,
            values);
    });
    if (!written)
        return failure(written);
    return static_cast<int>(numbers.size() - *before);
}

Result<int> BlocklistGateway::addComplaints(Transaction &transaction, const QList<Complaint> &complaints, Instant now) const
{
    if (const QString lock = dialect::lockForCounting(m_database.dialect()); !lock.isEmpty()) {
        if (const Result<Rows> locked = transaction.rows(lock); !locked)
            return failure(locked);
    }
    // What is there already of these seconds, so that only what is new is counted.
    QMap<std::pair<QString, qint64>, int> known;
    const Result<qint64> read = inStatements(complaints, [&](const QList<Complaint> &some) -> Result<qint64> {
        QVariantList values;
        for (const Complaint &one : some)
            values.append({one.number.e164(), value(one.filedAt)});
        // A join in this order: SQLite would read the whole table for a list of pairs.
        const Result<Rows> rows = transaction.rows(u"SELECT c.number, c.filed_at, c.filed FROM (VALUES "_s +
                                                       repeated(u"(CAST(? AS TEXT), CAST(? AS BIGINT))"_s, some.size()) +
                                                       u") AS v CROSS JOIN number_complaints c"
                                                       " WHERE c.number = v.column1 AND c.filed_at = v.column2"_s,
                                                   values);
        if (!rows)
            return failure(rows);
        for (const Row &row : *rows)
            known.insert({row.text(0), row.integer(1)}, row.count(2));
        return rows->size();
    });
    if (!read)
        return failure(read);

    struct Sum {
        calls::PhoneNumber number;
        int more = 0;
        Instant first;
        Instant last;
    };
    QList<Complaint> fresh;
    QMap<QString, Sum> sums;
    int added = 0;
    for (const Complaint &one : complaints) {
        const int more = one.filed - known.value({one.number.e164(), one.filedAt.time_since_epoch().count()});
        if (more <= 0)
            continue;
        fresh.append(one);
        auto sum = sums.find(one.number.e164());
        if (sum == sums.end())
            sum = sums.insert(one.number.e164(), {.number = one.number, .more = 0, .first = one.filedAt, .last = one.filedAt});
        sum->more += more;
        sum->first = std::min(sum->first, one.filedAt);
        sum->last = std::max(sum->last, one.filedAt);
        added += more;
    }

    const Result<qint64> noted = inStatements(fresh, [&](const QList<Complaint> &some) {
        QVariantList values;
        for (const Complaint &one : some)
            values.append({one.number.e164(), value(one.filedAt), one.filed});
        return transaction.change(u"INSERT INTO number_complaints (number, filed_at, filed) VALUES "_s +
                                      repeated(u"(?, ?, ?)"_s, some.size()) +
                                      u" ON CONFLICT (number, filed_at) DO UPDATE SET filed = excluded.filed"_s,
                                  values);
    });
    if (!noted)
        return failure(noted);
    // No MIN() and MAX() of two values: PostgreSQL calls them LEAST() and GREATEST().
    const Result<qint64> counted = inStatements(sums.values(), [&](const QList<Sum> &some) {
        QVariantList values;
        for (const Sum &one : some)
            values.append({one.number.e164(), one.more, value(now), value(one.first), value(one.last), value(now)});
        return transaction.change(
            u"INSERT INTO blocked_numbers ("_s + bare + u", first_complaint_at, last_complaint_at, counted_at) VALUES "_s +
                repeated(u"(?, '', '', '', '', '', '', ?, ?, ?, ?, ?)"_s, some.size()) +
                u" ON CONFLICT (number) DO UPDATE SET complaints = blocked_numbers.complaints + excluded.complaints,"
                " first_complaint_at = CASE WHEN blocked_numbers.first_complaint_at < excluded.first_complaint_at"
                " THEN blocked_numbers.first_complaint_at ELSE excluded.first_complaint_at END,"
                " last_complaint_at = CASE WHEN blocked_numbers.last_complaint_at > excluded.last_complaint_at"
                " THEN blocked_numbers.last_complaint_at ELSE excluded.last_complaint_at END,"
                " counted_at = COALESCE(blocked_numbers.counted_at, excluded.counted_at), changed_at = excluded.changed_at"_s,
            values);
    });
    if (!counted)
        return failure(counted);
    return added;
}

} // namespace ringback::store
