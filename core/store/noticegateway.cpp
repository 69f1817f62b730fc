#include "store/noticegateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kinds = {u"assigned", u"escalated", u"unstaffed", u"claim_answer"};
constexpr std::array states = {u"waiting", u"running", u"done", u"failed", u"dropped", u"unknown"};

const QString columns = u"id, effect_key, staff, task_id, kind, channel, address, connection, line, subject, body, created_at, due_at,"
                        " true_until_at, state, attempts, lease_number, lease_until_at, provider_id, last_error, done_at"_s;

// What is true while a claim holds.
const QString heldBy = u" WHERE id = ? AND state = 'running' AND lease_owner = ? AND lease_number = ?"_s;

template <class Enum, class Words>
Result<Enum> among(const Words &words, const QString &text)
{
    for (size_t i = 0; i < words.size(); ++i) {
        if (text == QStringView(words[i]))
            return static_cast<Enum>(i);
    }
    return failure(ErrorKind::Corrupt, u"an unknown word in the database: %1"_s.arg(text.left(40)));
}

Result<Notice> readNotice(const Row &row)
{
    const Result<NoticeId> id = idFrom<NoticeId>(row.text(0));
    if (!id)
        return failure(id);
    std::optional<calls::TaskId> task;
    if (!row.isNull(3)) {
        const Result<calls::TaskId> known = idFrom<calls::TaskId>(row.text(3));
        if (!known)
            return failure(known);
        task = *known;
    }
    const Result<NoticeKind> kind = among<NoticeKind>(kinds, row.text(4));
    if (!kind)
        return failure(kind);
    const Result<calls::Channel> channel = wordFrom<calls::Channel>(row.text(5));
    if (!channel)
        return failure(channel);
    const Result<NoticeState> state = among<NoticeState>(states, row.text(14));
    if (!state)
        return failure(state);
    return Notice{.id = *id,
                  .key = row.text(1),
                  .staff = row.text(2),
                  .task = task,
                  .kind = *kind,
                  .channel = *channel,
                  .address = row.text(6),
                  .connection = row.text(7),
                  .line = row.text(8),
                  .subject = row.text(9),
                  .body = row.text(10),
                  .createdAt = row.instant(11),
                  .dueAt = row.instant(12),
                  .trueUntil = row.instant(13),
                  .state = *state,
                  .attempts = row.count(15),
                  .leaseNumber = row.integer(16),
                  .leaseUntil = row.maybeInstant(17),
                  .providerId = row.text(18),
                  .lastError = row.text(19),
                  .doneAt = row.maybeInstant(20)};
}

} // namespace

QString word(NoticeKind kind)
{
    return QString::fromUtf16(kinds.at(static_cast<size_t>(kind)));
}

QString word(NoticeState state)
{
    return QString::fromUtf16(states.at(static_cast<size_t>(state)));
}

Result<bool> NoticeGateway::insert(Transaction &transaction, const Notice &notice) const
{
    return hit(transaction.change(
        u"INSERT INTO staff_notices (id, effect_key, staff, task_id, kind, channel, address, connection, line, subject, body, created_at,"
        " due_at, true_until_at, state, attempts, lease_owner, lease_number, lease_until_at, provider_id, last_error, done_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, '', 0, NULL, '', '', NULL) ON CONFLICT (effect_key) DO NOTHING"_s,
        {notice.id.text(), notice.key, notice.staff, orNull(notice.task), word(notice.kind), word(notice.channel), notice.address,
         notice.connection, text(notice.line), text(notice.subject), notice.body, value(notice.createdAt), value(notice.dueAt),
         value(notice.trueUntil)}));
}

Result<std::optional<Notice>> NoticeGateway::find(const NoticeId &id) const
{
    return first<Notice>(m_database.rows(u"SELECT "_s + columns + u" FROM staff_notices WHERE id = ?"_s, {id.text()}), readNotice);
}

Result<int> NoticeGateway::toldSince(const QString &staff, Instant since, int atMost) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(*) FROM (SELECT 1 FROM staff_notices WHERE staff = ? AND created_at >= ?"
                                              " AND state <> 'dropped' LIMIT ?) AS told"_s,
                                              {staff, value(since), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<QList<Notice>> NoticeGateway::claimDue(Transaction &transaction, const QString &connection, const QString &engine, Instant now,
                                              Instant leaseUntil, int limit) const
{
    // As a table of its own: see CalendarEntryGateway::claimDue().
    Result<QList<Notice>> notices =
        each<Notice>(transaction.rows(u"WITH due AS MATERIALIZED (SELECT id FROM staff_notices WHERE state = 'waiting' AND connection = ?"
                                      " AND due_at <= ? ORDER BY due_at, id LIMIT ?"_s +
                                          dialect::skipLocked(m_database.dialect()) +
                                          u") UPDATE staff_notices SET state = 'running', lease_owner = ?, lease_until_at = ?,"
                                          " lease_number = lease_number + 1, attempts = attempts + 1 WHERE id IN (SELECT id FROM due)"
                                          " RETURNING "_s +
                                          columns,
                                      {connection, value(now), limit, engine, value(leaseUntil)}),
                     readNotice);
    if (notices) { // RETURNING promises no order
        std::sort(notices->begin(), notices->end(),
                  [](const Notice &a, const Notice &b) { return std::tie(a.dueAt, a.id.text()) < std::tie(b.dueAt, b.id.text()); });
    }
    return notices;
}

Result<bool> NoticeGateway::finish(Transaction &transaction, const Notice &notice, const QString &engine) const
{
    return hit(transaction.change(u"UPDATE staff_notices SET state = ?, due_at = ?, provider_id = ?, last_error = ?, done_at = ?,"
                                  " lease_owner = '', lease_until_at = NULL"_s +
                                      heldBy,
                                  {word(notice.state), value(notice.dueAt), text(notice.providerId), text(notice.lastError),
                                   orNull(notice.doneAt), notice.id.text(), engine, qlonglong(notice.leaseNumber)}));
}

Result<bool> NoticeGateway::extend(Transaction &transaction, const Notice &notice, const QString &engine, Instant leaseUntil) const
{
    return hit(transaction.change(u"UPDATE staff_notices SET lease_until_at = ?"_s + heldBy,
                                  {value(leaseUntil), notice.id.text(), engine, qlonglong(notice.leaseNumber)}));
}

Result<qint64> NoticeGateway::releaseLapsed(Transaction &transaction, Instant now) const
{
    return transaction.change(u"UPDATE staff_notices SET state = CASE WHEN channel = 'email' THEN 'waiting' ELSE 'unknown' END,"
                              " lease_owner = '', lease_until_at = NULL, last_error = 'lease_lapsed',"
                              " done_at = CASE WHEN channel = 'email' THEN NULL ELSE CAST(? AS BIGINT) END"
                              " WHERE state = 'running' AND lease_until_at <= ?"_s,
                              {value(now), value(now)});
}

Result<qint64> NoticeGateway::dropWaiting(Transaction &transaction, const QString &staff, const QString &why, Instant now) const
{
    return transaction.change(
        u"UPDATE staff_notices SET state = 'dropped', last_error = ?, done_at = ? WHERE staff = ? AND state = 'waiting' AND channel = 'text'"_s,
        {why, value(now), staff});
}

Result<std::optional<Instant>> NoticeGateway::nextDue(const QStringList &connections) const
{
    std::optional<Instant> next;
    for (const QString &connection : connections) {
        const Result<Rows> rows =
            m_database.rows(u"SELECT MIN(due_at) FROM staff_notices WHERE state = 'waiting' AND connection = ?"_s, {connection});
        if (!rows)
            return failure(rows);
        if (const std::optional<Instant> due = rows->first().maybeInstant(0))
            next = std::min(next.value_or(*due), *due);
    }
    const Result<Rows> rows = m_database.rows(u"SELECT MIN(lease_until_at) FROM staff_notices WHERE state = 'running'"_s);
    if (!rows)
        return failure(rows);
    if (const std::optional<Instant> lapses = rows->first().maybeInstant(0))
        next = std::min(next.value_or(*lapses), *lapses);
    return next;
}

Result<QList<calls::TaskId>> NoticeGateway::tasksToldOf(const QString &staff, Instant since, int limit) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT task_id FROM staff_notices WHERE staff = ? AND created_at >= ?"
                                              " AND task_id IS NOT NULL AND kind IN ('assigned', 'escalated')"
                                              " AND state IN ('running', 'done', 'unknown') ORDER BY created_at DESC, id DESC LIMIT ?"_s,
                                              {staff, value(since), limit});
    if (!rows)
        return failure(rows);
    QList<calls::TaskId> tasks;
    for (const Row &row : *rows) {
        const Result<calls::TaskId> task = idFrom<calls::TaskId>(row.text(0));
        if (!task)
            return failure(task);
        if (!tasks.contains(*task))
            tasks.append(*task);
    }
    return tasks;
}

} // namespace ringback::store
