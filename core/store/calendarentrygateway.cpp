#include "store/calendarentrygateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>
#include <array>

namespace ringback::store {

using namespace Qt::StringLiterals;
using State = CalendarEntryRow::State;

namespace {

const QString columns = u"task_id, calendar, uid, wanted, revision, written_revision, written, asked, place, tag, state, due_at, attempts,"
                        " last_error, lease_number, lease_until_at, done_at"_s;

// What is true while a claim holds.
const QString heldBy = u" WHERE task_id = ? AND calendar = ? AND state = 'running' AND lease_owner = ? AND lease_number = ?"_s;

// Of the calendar: some entry waits until its account is mended.
const QString holds = u" state = 'waiting' AND last_error LIKE 'account:%'"_s;

constexpr qsizetype longestError = 300;

constexpr std::array<std::pair<State, QLatin1String>, 5> words{{{State::Waiting, QLatin1String("waiting")},
                                                                {State::Running, QLatin1String("running")},
                                                                {State::Done, QLatin1String("done")},
                                                                {State::Failed, QLatin1String("failed")},
                                                                {State::Gone, QLatin1String("gone")}}};

QString word(State state)
{
    return std::find_if(words.cbegin(), words.cend(), [&](const auto &each) { return each.first == state; })->second;
}

Result<CalendarEntryRow> readEntry(const Row &row)
{
    const Result<calls::TaskId> task = idFrom<calls::TaskId>(row.text(0));
    if (!task)
        return failure(task);
    const auto state = std::find_if(words.cbegin(), words.cend(), [&](const auto &each) { return each.second == row.text(10); });
    if (state == words.cend())
        return failure(ErrorKind::Corrupt, u"an unknown word in the database: %1"_s.arg(row.text(10).left(40)));
    return CalendarEntryRow{.task = *task,
                            .calendar = row.text(1),
                            .uid = row.text(2),
                            .wanted = row.flag(3),
                            .revision = row.integer(4),
                            .writtenRevision = row.integer(5),
                            .written = row.text(6),
                            .asked = row.text(7),
                            .place = row.text(8),
                            .tag = row.text(9),
                            .state = state->first,
                            .dueAt = row.instant(11),
                            .attempts = row.count(12),
                            .lastError = row.text(13),
                            .leaseNumber = row.integer(14),
                            .leaseUntil = row.maybeInstant(15),
                            .doneAt = row.maybeInstant(16)};
}

Result<std::optional<Instant>> earliest(const Result<Rows> &rows)
{
    if (!rows)
        return failure(rows);
    return rows->isEmpty() ? std::nullopt : rows->first().maybeInstant(0);
}

Result<int> number(const Result<qint64> &changed)
{
    if (!changed)
        return failure(changed);
    return static_cast<int>(*changed);
}

} // namespace

Result<std::optional<qint64>> CalendarEntryGateway::feed(Transaction &transaction, const QString &calendar) const
{
    // A row to lock also where the calendar is new, so that of two engines the second sees where the first began.
    if (const Result<qint64> added = transaction.change(
            u"INSERT INTO calendar_feeds (calendar, sequence) VALUES (?, -1) ON CONFLICT (calendar) DO NOTHING"_s, {calendar});
        !added)
        return failure(added);
    const Result<Rows> rows = transaction.rows(
        u"SELECT sequence FROM calendar_feeds WHERE calendar = ?"_s + dialect::forUpdate(m_database.dialect()), {calendar});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty()) // forgotten by somebody at this moment
        return failure(ErrorKind::Transient, u"the feed of a calendar is gone"_s);
    const qint64 sequence = rows->first().integer(0);
    return sequence < 0 ? std::nullopt : std::optional(sequence);
}

Done CalendarEntryGateway::setFeed(Transaction &transaction, const QString &calendar, qint64 sequence) const
{
    return done(transaction.change(u"UPDATE calendar_feeds SET sequence = ? WHERE calendar = ?"_s, {qlonglong(sequence), calendar}));
}

Result<QList<CalendarEntryRow>> CalendarEntryGateway::ofCase(Transaction &transaction, const calls::FollowUpId &followUp) const
{
    return each<CalendarEntryRow>(
        transaction.rows(u"SELECT "_s + columns +
                             u" FROM calendar_entries WHERE task_id IN (SELECT id FROM callback_tasks WHERE follow_up_id = ?)"
                             " ORDER BY task_id, calendar"_s +
                             dialect::forUpdate(m_database.dialect()),
                         {followUp.text()}),
        readEntry);
}

Result<QList<calls::FollowUpId>> CalendarEntryGateway::casesOf(const QString &calendar, const QString &staff) const
{
    return each<calls::FollowUpId>(
        m_database.rows(u"SELECT follow_up_id FROM callback_tasks WHERE state IN ('open', 'claimed')"
                        " AND ((state = 'claimed' AND claimed_by = ?) OR (state = 'open' AND assigned_to = ?))"
                        " UNION SELECT t.follow_up_id FROM calendar_entries e JOIN callback_tasks t ON t.id = e.task_id"
                        " WHERE e.calendar = ? AND e.wanted = 1 AND e.state <> 'gone' ORDER BY 1"_s,
                        {staff, staff, calendar}),
        +[](const Row &row) { return idFrom<calls::FollowUpId>(row.text(0)); });
}

Result<bool> CalendarEntryGateway::insert(Transaction &transaction, const CalendarEntryRow &row) const
{
    return hit(transaction.change(
        u"INSERT INTO calendar_entries (task_id, calendar, uid, wanted, revision, written_revision, written, asked, place, tag, state,"
        " due_at, attempts, lease_owner, lease_number, lease_until_at, last_error, done_at)"
        " VALUES (?, ?, ?, ?, ?, 0, '', '', '', '', 'waiting', ?, 0, '', 0, NULL, '', NULL) ON CONFLICT (task_id, calendar) DO NOTHING"_s,
        {row.task.text(), row.calendar, row.uid, row.wanted ? 1 : 0, qlonglong(row.revision), value(row.dueAt)}));
}

Result<bool> CalendarEntryGateway::want(Transaction &transaction, const CalendarEntryRow &row) const
{
    return hit(transaction.change(u"UPDATE calendar_entries SET wanted = ?, revision = ?,"
                                  " state = CASE WHEN state = 'running' THEN state ELSE ? END,"
                                  " due_at = CASE WHEN state = 'running' THEN due_at ELSE ? END,"
                                  " attempts = CASE WHEN state = 'running' THEN attempts ELSE ? END,"
                                  " last_error = CASE WHEN state = 'running' THEN last_error ELSE ? END"
                                  " WHERE task_id = ? AND calendar = ? AND state <> 'gone'"_s,
                                  {row.wanted ? 1 : 0, qlonglong(row.revision), word(row.state), value(row.dueAt), row.attempts,
                                   text(row.lastError.left(longestError)), row.task.text(), row.calendar}));
}

Result<QList<CalendarEntryRow>> CalendarEntryGateway::claimDue(Transaction &transaction, const QString &calendar, const QString &engine,
                                                               Instant now, Instant leaseUntil, int limit) const
{
    // As a table of its own: PostgreSQL may run a subquery that skips locked rows once for each row outside, and then it gives more than `limit`.
    Result<QList<CalendarEntryRow>> rows = each<CalendarEntryRow>(
        transaction.rows(u"WITH due AS MATERIALIZED (SELECT task_id FROM calendar_entries WHERE state = 'waiting' AND calendar = ?"
                         " AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM calendar_entries WHERE calendar = ? AND due_at > ? AND"_s +
                             holds + u") ORDER BY task_id LIMIT ?"_s + dialect::skipLocked(m_database.dialect()) +
                             u") UPDATE calendar_entries SET state = 'running', lease_owner = ?, lease_until_at = ?,"
                             " lease_number = lease_number + 1 WHERE calendar = ? AND task_id IN (SELECT task_id FROM due) RETURNING "_s +
                             columns,
                         {calendar, value(now), calendar, value(now), limit, engine, value(leaseUntil), calendar}),
        readEntry);
    if (rows) { // RETURNING promises no order
        std::sort(rows->begin(), rows->end(),
                  [](const CalendarEntryRow &a, const CalendarEntryRow &b) { return a.task.text() < b.task.text(); });
    }
    return rows;
}

Result<bool> CalendarEntryGateway::extendLease(Transaction &transaction, const CalendarEntryRow &row, const QString &engine,
                                               Instant leaseUntil, Instant now) const
{
    return hit(transaction.change(u"UPDATE calendar_entries SET lease_until_at = ?"_s + heldBy + u" AND lease_until_at > ?"_s,
                                  {value(leaseUntil), row.task.text(), row.calendar, engine, row.leaseNumber, value(now)}));
}

Result<qint64> CalendarEntryGateway::releaseLapsed(Transaction &transaction, Instant now) const
{
    return transaction.change(u"UPDATE calendar_entries SET state = 'waiting', lease_owner = '', lease_until_at = NULL"
                              " WHERE state = 'running' AND lease_until_at <= ?"_s,
                              {value(now)});
}

Result<bool> CalendarEntryGateway::startAttempt(Transaction &transaction, const CalendarEntryRow &row, const QString &engine) const
{
    // What is there is not known until the answer: a crash in between leaves it at that.
    return hit(
        transaction.change(u"UPDATE calendar_entries SET attempts = attempts + 1, asked = ?, written = '', written_revision = ?"_s + heldBy,
                           {text(row.asked), qlonglong(row.asked.isEmpty() ? row.writtenRevision : row.revision), row.task.text(),
                            row.calendar, engine, qlonglong(row.leaseNumber)}));
}

Result<bool> CalendarEntryGateway::settle(Transaction &transaction, const CalendarEntryRow &row, const QString &engine, Instant now) const
{
    const bool isOver = row.state == State::Done || row.state == State::Failed;
    const QString sets = u"UPDATE calendar_entries SET written_revision = ?, written = ?, asked = ?, place = ?, tag = ?, attempts = ?,"
                         " last_error = ?, done_at = ?, lease_owner = '', lease_until_at = NULL,"_s;
    QVariantList values{
        qlonglong(row.writtenRevision),         text(row.written), text(row.asked), text(row.place), text(row.tag), row.attempts,
        text(row.lastError.left(longestError)), orNull(row.doneAt)};
    QString ends = u" state = ?, due_at = ?"_s;
    if (isOver) {
        ends = u" state = CASE WHEN revision = ? THEN ? ELSE 'waiting' END, due_at = CASE WHEN revision = ?"
               " THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END"_s;
        values << qlonglong(row.revision) << word(row.state) << qlonglong(row.revision) << value(row.dueAt) << value(now);
    } else {
        values << word(row.state) << value(row.dueAt);
    }
    values << row.task.text() << row.calendar << engine << qlonglong(row.leaseNumber);
    return hit(transaction.change(sets + ends + heldBy, values));
}

Done CalendarEntryGateway::doubt(Transaction &transaction, const CalendarEntryRow &row, Instant now) const
{
    return done(transaction.change(u"UPDATE calendar_entries SET written = '', written_revision = revision,"
                                   " due_at = CASE WHEN state = 'done' THEN ? ELSE due_at END,"
                                   " state = CASE WHEN state = 'done' THEN 'waiting' ELSE state END"
                                   " WHERE task_id = ? AND calendar = ? AND state IN ('waiting', 'done')"_s,
                                   {value(now), row.task.text(), row.calendar}));
}

Result<std::optional<Instant>> CalendarEntryGateway::holdUntil(const QString &calendar) const
{
    return earliest(m_database.rows(u"SELECT MAX(due_at) FROM calendar_entries WHERE calendar = ? AND"_s + holds, {calendar}));
}

Result<int> CalendarEntryGateway::endHold(Transaction &transaction, const QString &calendar, Instant now) const
{
    return number(transaction.change(
        u"UPDATE calendar_entries SET due_at = ?, attempts = 0, last_error = '' WHERE calendar = ? AND"_s + holds, {value(now), calendar}));
}

Result<int> CalendarEntryGateway::tryAgain(Transaction &transaction, const QString &calendar, Instant now) const
{
    const Result<int> held = endHold(transaction, calendar, now);
    if (!held)
        return held;
    const Result<int> failed = number(transaction.change(u"UPDATE calendar_entries SET state = 'waiting', due_at = ?, attempts = 0,"
                                                         " last_error = '' WHERE calendar = ? AND state = 'failed'"_s,
                                                         {value(now), calendar}));
    if (!failed)
        return failed;
    return *held + *failed;
}

Result<std::optional<CalendarEntryRow>> CalendarEntryGateway::find(const calls::TaskId &task, const QString &calendar) const
{
    return first<CalendarEntryRow>(
        m_database.rows(u"SELECT "_s + columns + u" FROM calendar_entries WHERE task_id = ? AND calendar = ?"_s, {task.text(), calendar}),
        readEntry);
}

Result<std::optional<Instant>> CalendarEntryGateway::nextDue(const QString &calendar) const
{
    return earliest(m_database.rows(u"SELECT MIN(due_at) FROM calendar_entries WHERE calendar = ? AND state = 'waiting'"_s, {calendar}));
}

Result<std::optional<Instant>> CalendarEntryGateway::nextLapse() const
{
    return earliest(m_database.rows(u"SELECT MIN(lease_until_at) FROM calendar_entries WHERE state = 'running'"_s));
}

Result<CalendarEntryGateway::Count> CalendarEntryGateway::count(const QString &calendar) const
{
    const auto countOf = [this, &calendar](const QString &states) -> Result<int> {
        const Result<Rows> rows =
            m_database.rows(u"SELECT COUNT(*) FROM calendar_entries WHERE calendar = ? AND state = %1"_s.arg(states), {calendar});
        if (!rows)
            return failure(rows);
        return rows->first().count(0);
    };
    const Result<int> waiting = countOf(u"'waiting'"_s);
    const Result<int> running = countOf(u"'running'"_s);
    const Result<int> failed = countOf(u"'failed'"_s);
    for (const Result<int> *each : {&waiting, &running, &failed}) {
        if (!*each)
            return failure(*each);
    }
    return Count{.waiting = *waiting + *running, .failed = *failed};
}

Done CalendarEntryGateway::forget(Transaction &transaction, const QString &calendar) const
{
    for (const QString &table : {u"calendar_entries"_s, u"calendar_feeds"_s}) {
        if (const Result<qint64> gone = transaction.change(u"DELETE FROM %1 WHERE calendar = ?"_s.arg(table), {calendar}); !gone)
            return failure(gone);
    }
    return {};
}

} // namespace ringback::store
