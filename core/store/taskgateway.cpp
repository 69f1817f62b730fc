#include "store/columns.h"
#include "store/dialect.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::CallbackTask;

namespace {

const QString columns =
    u"id, follow_up_id, state, team, assigned_to, priority, note, created_at, due_at, claimed_by, claimed_at, completed_by,"
    " completed_at, outcome, value_cents, attempt, ready_at, escalations, escalated_to, check_at, returned_from, appointment_at,"
    " lead_status_before, lead_value_before, assigned_at"_s;

Result<CallbackTask> readTask(const Row &row)
{
    const Result<calls::TaskId> id = idFrom<calls::TaskId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(1));
    if (!followUp)
        return failure(followUp);
    const Result<calls::TaskState> state = wordFrom<calls::TaskState>(row.text(2));
    if (!state)
        return failure(state);
    CallbackTask task{.id = *id,
                      .followUp = *followUp,
                      .state = *state,
                      .team = row.text(3),
                      .assignedTo = row.text(4),
                      .priority = row.flag(5),
                      .note = row.text(6),
                      .createdAt = row.instant(7),
                      .dueAt = row.instant(8),
                      .claimedBy = row.text(9),
                      .claimedAt = row.maybeInstant(10),
                      .completedBy = row.text(11),
                      .completedAt = row.maybeInstant(12),
                      .outcome = row.text(13),
                      .attempt = row.count(15),
                      .readyAt = row.maybeInstant(16),
                      .escalations = row.count(17),
                      .escalatedTo = row.text(18),
                      .checkAt = row.maybeInstant(19),
                      .returnedFrom = row.text(20),
                      .appointmentAt = row.maybeInstant(21),
                      .leadStatusBefore = row.text(22),
                      .leadValueBefore = {},
                      .assignedAt = row.maybeInstant(24)};
    if (const std::optional<qint64> cents = row.maybeInteger(14))
        task.value = Money{*cents};
    if (const std::optional<qint64> cents = row.maybeInteger(23))
        task.leadValueBefore = Money{*cents};
    return task;
}

} // namespace

Result<std::optional<CallbackTask>> TaskGateway::find(const calls::TaskId &id) const
{
    return first<CallbackTask>(m_database.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE id = ?"_s, {id.text()}), readTask);
}

Result<std::optional<CallbackTask>> TaskGateway::findToChange(Transaction &transaction, const calls::TaskId &id) const
{
    return first<CallbackTask>(
        transaction.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE id = ?"_s + dialect::forUpdate(m_database.dialect()),
                         {id.text()}),
        readTask);
}

Result<QList<CallbackTask>> TaskGateway::oldestReady(Transaction &transaction, const QStringList &teams, Instant now, int limit) const
{
    QVariantList values = {value(now)};
    for (const QString &team : teams)
        values.append(text(team));
    values.append(limit);
    const QString ours = teams.isEmpty() ? u"1 = 0"_s : u"team IN (%1)"_s.arg(QStringList(teams.size(), u"?"_s).join(u','));
    return each<CallbackTask>(transaction.rows(u"SELECT "_s + columns +
                                                   u" FROM callback_tasks WHERE state = 'open' AND (ready_at IS NULL OR ready_at <= ?)"
                                                   " ORDER BY CASE WHEN "_s +
                                                   ours +
                                                   u" THEN 0 ELSE 1 END, priority DESC, COALESCE(ready_at, created_at), id LIMIT ?"_s +
                                                   dialect::skipLocked(m_database.dialect()),
                                               values),
                              readTask);
}

Result<std::optional<CallbackTask>> TaskGateway::liveOf(const calls::FollowUpId &followUp) const
{
    return first<CallbackTask>(
        m_database.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE follow_up_id = ? AND state IN ('open', 'claimed')"_s,
                        {followUp.text()}),
        readTask);
}

Result<std::optional<CallbackTask>> TaskGateway::latestOf(const calls::FollowUpId &followUp) const
{
    return first<CallbackTask>(
        m_database.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE follow_up_id = ? ORDER BY id DESC LIMIT 1"_s,
                        {followUp.text()}),
        readTask);
}

Result<std::optional<CallbackTask>> TaskGateway::lastWorkedOf(const calls::FollowUpId &followUp) const
{
    return first<CallbackTask>(m_database.rows(u"SELECT "_s + columns +
                                                   u" FROM callback_tasks WHERE follow_up_id = ? AND state IN ('claimed', 'done')"
                                                   " ORDER BY id DESC LIMIT 1"_s,
                                               {followUp.text()}),
                               readTask);
}

Done TaskGateway::insert(Transaction &transaction, const CallbackTask &task) const
{
    return done(transaction.change(u"INSERT INTO callback_tasks ("_s + columns +
                                       u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {task.id.text(),
                                    task.followUp.text(),
                                    word(task.state),
                                    text(task.team),
                                    text(task.assignedTo),
                                    task.priority ? 1 : 0,
                                    text(task.note),
                                    value(task.createdAt),
                                    value(task.dueAt),
                                    text(task.claimedBy),
                                    orNull(task.claimedAt),
                                    text(task.completedBy),
                                    orNull(task.completedAt),
                                    text(task.outcome),
                                    orNull(task.value),
                                    task.attempt,
                                    orNull(task.readyAt),
                                    task.escalations,
                                    text(task.escalatedTo),
                                    orNull(task.checkAt),
                                    text(task.returnedFrom),
                                    orNull(task.appointmentAt),
                                    text(task.leadStatusBefore),
                                    orNull(task.leadValueBefore),
                                    orNull(task.assignedAt)}));
}

Result<bool> TaskGateway::change(Transaction &transaction, const CallbackTask &before, const CallbackTask &after) const
{
    Q_ASSERT(before.id == after.id);
    return hit(transaction.change(
        u"UPDATE callback_tasks SET state = ?, team = ?, assigned_to = ?, priority = ?, note = ?, due_at = ?, claimed_by = ?, claimed_at = "
        u"?,"
        " completed_by = ?, completed_at = ?, outcome = ?, value_cents = ?, attempt = ?, ready_at = ?, escalations = ?, escalated_to = ?,"
        " check_at = ?, returned_from = ?, appointment_at = ?, lead_status_before = ?, lead_value_before = ?, assigned_at = ?"
        " WHERE id = ? AND state = ? AND claimed_by = ? AND escalations = ?"_s,
        {word(after.state),
         text(after.team),
         text(after.assignedTo),
         after.priority ? 1 : 0,
         text(after.note),
         value(after.dueAt),
         text(after.claimedBy),
         orNull(after.claimedAt),
         text(after.completedBy),
         orNull(after.completedAt),
         text(after.outcome),
         orNull(after.value),
         after.attempt,
         orNull(after.readyAt),
         after.escalations,
         text(after.escalatedTo),
         orNull(after.checkAt),
         text(after.returnedFrom),
         orNull(after.appointmentAt),
         text(after.leadStatusBefore),
         orNull(after.leadValueBefore),
         orNull(after.assignedAt),
         after.id.text(),
         word(before.state),
         text(before.claimedBy),
         before.escalations}));
}

Result<QList<CallbackTask>> TaskGateway::toCheck(Transaction &transaction, Instant now, int limit) const
{
    return each<CallbackTask>(transaction.rows(u"SELECT "_s + columns +
                                                   u" FROM callback_tasks WHERE check_at IS NOT NULL AND check_at <= ?"
                                                   " ORDER BY check_at, id LIMIT ?"_s +
                                                   dialect::skipLocked(m_database.dialect()),
                                               {value(now), limit}),
                              readTask);
}

Result<std::optional<Instant>> TaskGateway::nextCheck() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT MIN(check_at) FROM callback_tasks WHERE check_at IS NOT NULL"_s);
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Done TaskGateway::raisePriority(Transaction &transaction, const calls::TaskId &id) const
{
    return done(transaction.change(u"UPDATE callback_tasks SET priority = 1 WHERE id = ?"_s, {id.text()}));
}

Result<QHash<QString, Load>> TaskGateway::loads() const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT CASE WHEN state = 'claimed' THEN claimed_by ELSE assigned_to END, COUNT(*), MAX(COALESCE(assigned_at, created_at))"
        " FROM callback_tasks WHERE state IN ('open', 'claimed')"
        " GROUP BY CASE WHEN state = 'claimed' THEN claimed_by ELSE assigned_to END"_s);
    if (!rows)
        return failure(rows);
    QHash<QString, Load> loads;
    for (const Row &row : *rows)
        loads.insert(row.text(0), Load{.liveTasks = row.count(1), .lastAssignedAt = row.maybeInstant(2)});
    return loads;
}

Result<QList<CallbackTask>> TaskGateway::live(int limit) const
{
    return each<CallbackTask>(
        m_database.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE state IN ('open', 'claimed') ORDER BY due_at, id LIMIT ?"_s,
                        {limit}),
        readTask);
}

Result<QList<CallbackTask>> TaskGateway::page(const QString &before, int limit) const
{
    return each<CallbackTask>(m_database.rows(u"SELECT "_s + columns + u" FROM callback_tasks WHERE id < ? ORDER BY id DESC LIMIT ?"_s,
                                              {pageStart(before), limit}),
                              readTask);
}

} // namespace ringback::store
