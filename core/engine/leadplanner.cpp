#include "engine/leadplanner.h"

#include "store/gateways.h"

#include <QSet>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::LeadNote;
using calls::LeadWriteKind;
using store::AuditRow;

namespace {

const QStringList &actions()
{
    static const QStringList all = {u"lead_written"_s,      u"task_created"_s,       u"task_restored"_s,      u"task_completed"_s,
                                    u"task_cancelled"_s,    u"completion_undone"_s,  u"follow_up_joined"_s,   u"follow_up_closed"_s,
                                    u"follow_up_reopened"_s, u"lead_updated"_s,      u"text_sent"_s,          u"text_found"_s,
                                    u"email_sent"_s,        u"email_found"_s,        u"text_received"_s,      u"voicemail_received"_s};
    return all;
}

QString idIn(const QString &subject)
{
    return subject.section(u':', 1);
}

// Once for a case and once for a task, whether the trail asks for it or a new system is told what is open.
QString leadKey(const QString &caseId)
{
    return u"lead:"_s + caseId;
}

QString taskKey(const QString &taskId)
{
    return u"task:"_s + taskId;
}

} // namespace

bool asksForWrites(const QString &action)
{
    return actions().contains(action);
}

QList<PlannedWrite> writesFor(const AuditRow &row, const connectors::LeadAbilities &abilities, const QString &connection)
{
    const QString &action = row.action;
    if (!asksForWrites(action))
        return {};
    // It knows what it told us itself; not the callback that we made for it.
    if (row.actor == u"lead_system:"_s + connection && action != "task_created"_L1)
        return {};
    const QString id = idIn(row.subject);
    QList<PlannedWrite> writes;
    const auto note = [&](LeadNote what, const QString &subject, const QString &key = {}) {
        if (abilities.writesNotes)
            writes.append({.kind = LeadWriteKind::Note, .note = what, .subject = subject, .key = key});
    };

    if (action == "lead_written"_L1) {
        writes.append({.kind = LeadWriteKind::Lead, .subject = row.subject, .key = leadKey(row.caseId)});
    } else if (action == "task_created"_L1) {
        if (abilities.writesTasks)
            writes.append({.kind = LeadWriteKind::Task, .subject = row.subject, .key = taskKey(id)});
        else
            note(LeadNote::MissedCall, u"callback:"_s + id, taskKey(id));
    } else if (action == "task_restored"_L1) {
        if (abilities.writesTasks && abilities.closesTasks) // else it was never closed there
            writes.append({.kind = LeadWriteKind::Task, .subject = row.subject});
    } else if (action == "task_completed"_L1 || action == "task_cancelled"_L1) {
        if (action == "task_completed"_L1)
            note(LeadNote::Outcome, row.subject);
        if (abilities.closesTasks)
            writes.append({.kind = LeadWriteKind::TaskClosed, .subject = row.subject, .key = u"%1:closed"_s.arg(row.sequence)});
    } else if (action == "completion_undone"_L1) {
        note(LeadNote::Outcome, u"undone:"_s + id);
        if (abilities.writesTasks && abilities.closesTasks)
            writes.append({.kind = LeadWriteKind::Task, .subject = row.subject, .key = u"%1:again"_s.arg(row.sequence)});
    } else if (action == "follow_up_joined"_L1) {
        note(LeadNote::MissedCall, row.subject);
    } else if (action == "follow_up_closed"_L1 || action == "follow_up_reopened"_L1 || action == "lead_updated"_L1) {
        if (abilities.setsStatus)
            writes.append({.kind = LeadWriteKind::Status, .subject = row.subject});
        else
            note(LeadNote::Outcome, u"status:"_s);
    } else if (action == "text_received"_L1) {
        note(LeadNote::Reply, row.subject);
    } else if (action == "voicemail_received"_L1) {
        note(LeadNote::Voicemail, row.subject);
    } else { // sent, or found to have been: of two engines both may say so
        note(LeadNote::TextSent, row.subject, u"sent:"_s + id);
    }
    return writes;
}

// What is planned for one system in one transaction.
struct LeadPlanner::Batch {
    store::Transaction &transaction;
    const Instant now;
    const QString &connection;
    const connectors::LeadAbilities &abilities;
    QHash<QString, std::optional<calls::FollowUpId>> cases = {}; ///< by the id in the trail; empty = none with a lead
    QSet<std::pair<QString, qint64>> told = {}; ///< cases whose status the system is told, and when that changed
    int planned = 0;
};

LeadPlanner::LeadPlanner(store::Database &database, IdSource &ids)
    : m_database(database)
    , m_ids(ids)
{}

void LeadPlanner::setAccesses(const LeadAccesses &accesses)
{
    m_accesses = accesses;
    m_read.removeIf([&](const auto &read) { return !accesses.contains(read.key()); }); // one that comes back is new again
}

Result<bool> LeadPlanner::hasNews(const Office &office)
{
    qint64 from = -1;
    for (const settings::LeadConnection &connection : office.setup.leadSystems) {
        if (!m_accesses.contains(connection.id))
            continue;
        const auto read = m_read.constFind(connection.id);
        if (read == m_read.cend())
            return true;
        from = from < 0 ? *read : std::min(from, *read);
    }
    if (from < 0)
        return false;
    for (;;) {
        const Result<QList<AuditRow>> rows = store::AuditGateway(m_database).after(from, rowsPerTurn);
        if (!rows)
            return failure(rows);
        if (std::any_of(rows->cbegin(), rows->cend(), [](const AuditRow &row) { return asksForWrites(row.action); }))
            return true;
        if (rows->isEmpty())
            return false;
        // Nothing to write, so nothing to commit: the next engine reads them once more.
        from = rows->last().sequence;
        for (qint64 &read : m_read)
            read = std::max(read, from);
    }
}

Result<int> LeadPlanner::plan(store::Transaction &transaction, const Office &office, Instant now)
{
    const store::LeadWriteGateway writes(m_database);
    const store::AuditGateway audit(m_database);
    int planned = 0;
    m_hasMore = false;
    for (const settings::LeadConnection &connection : office.setup.leadSystems) {
        const auto access = m_accesses.constFind(connection.id);
        if (access == m_accesses.cend())
            continue;
        Batch batch{.transaction = transaction, .now = now, .connection = connection.id, .abilities = access->abilities};
        const Result<std::optional<qint64>> feed = writes.feed(transaction, connection.id);
        if (!feed)
            return failure(feed);
        qint64 until = 0;
        if (!*feed) {
            const Result<store::AuditHead> head = audit.head();
            if (!head)
                return failure(head);
            until = head->sequence;
            if (const Done begun = begin(batch, until); !begun)
                return failure(begun);
        } else {
            const Result<QList<AuditRow>> rows = audit.after(**feed, rowsPerTurn);
            if (!rows)
                return failure(rows);
            for (const AuditRow &row : *rows) {
                if (const Done taken = take(batch, row); !taken)
                    return failure(taken);
            }
            until = rows->isEmpty() ? **feed : rows->last().sequence;
            m_hasMore = m_hasMore || rows->size() == rowsPerTurn;
        }
        if (*feed != until) {
            if (const Done moved = writes.setFeed(transaction, connection.id, until); !moved)
                return failure(moved);
        }
        m_read.insert(connection.id, until);
        planned += batch.planned;
    }
    return planned;
}

// What is over is not told to a new system; what is open is, so that nothing open is missing there.
Done LeadPlanner::begin(Batch &batch, qint64 head)
{
    const Result<QList<calls::FollowUp>> open = store::FollowUpGateway(m_database).open(casesAtFirst);
    if (!open)
        return failure(open);
    for (auto followUp = open->crbegin(); followUp != open->crend(); ++followUp) {
        const Result<std::optional<calls::Lead>> lead = store::LeadGateway(m_database).ofFollowUp(followUp->id);
        if (!lead)
            return failure(lead);
        if (!*lead)
            continue;
        const PlannedWrite first{.kind = LeadWriteKind::Lead, .subject = u"lead:"_s + (*lead)->id.text()};
        if (const Done added = add(batch, followUp->id, first, leadKey(followUp->id.text()), head, followUp->openedAt); !added)
            return added;
        const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(followUp->id);
        if (!task)
            return failure(task);
        if (!*task || !batch.abilities.writesTasks)
            continue;
        const QString id = (*task)->id.text();
        const PlannedWrite second{.kind = LeadWriteKind::Task, .subject = u"task:"_s + id};
        if (const Done added = add(batch, followUp->id, second, taskKey(id), head, (*task)->createdAt); !added)
            return added;
    }
    return {};
}

Done LeadPlanner::take(Batch &batch, const AuditRow &row)
{
    const QList<PlannedWrite> writes = writesFor(row, batch.abilities, batch.connection);
    if (writes.isEmpty())
        return {};
    const Result<std::optional<calls::FollowUpId>> followUp = caseOf(batch, row);
    if (!followUp)
        return failure(followUp);
    if (!*followUp)
        return {};
    for (const PlannedWrite &write : writes) {
        // One click may change the status, close the case and say how it ended: the words are read when they leave, so one of them says it all.
        const bool saysStatus =
            write.kind == LeadWriteKind::Status || (!batch.abilities.setsStatus && write.note == calls::LeadNote::Outcome);
        if (saysStatus) {
            const std::pair moment((*followUp)->text(), qint64(row.at.time_since_epoch().count()));
            const bool isTold = batch.told.contains(moment);
            batch.told.insert(moment);
            if (isTold && (write.kind == LeadWriteKind::Status || write.subject == "status:"_L1))
                continue;
        }
        const QString key = write.key.isEmpty() ? QString::number(row.sequence) : write.key;
        if (const Done added = add(batch, **followUp, write, key, row.sequence, row.at); !added)
            return added;
    }
    return {};
}

Done LeadPlanner::add(Batch &batch, const calls::FollowUpId &followUp, const PlannedWrite &write, const QString &key, qint64 ordinal,
                      Instant at)
{
    const Result<bool> added = store::LeadWriteGateway(m_database)
                                   .insert(batch.transaction, {.id = m_ids.next<calls::LeadWriteId>(batch.now),
                                                               .key = batch.connection + u':' + key,
                                                               .connection = batch.connection,
                                                               .followUp = followUp,
                                                               .kind = write.kind,
                                                               .note = write.note,
                                                               .subject = write.subject,
                                                               .ordinal = ordinal,
                                                               .happenedAt = at,
                                                               .dueAt = batch.now});
    if (!added)
        return failure(added);
    batch.planned += *added ? 1 : 0;
    return {};
}

Result<std::optional<calls::FollowUpId>> LeadPlanner::caseOf(Batch &batch, const AuditRow &row)
{
    const auto known = batch.cases.constFind(row.caseId);
    if (known != batch.cases.cend() && *known)
        return *known;
    std::optional<calls::FollowUpId> followUp = calls::FollowUpId::parse(row.caseId);
    if (row.subject == u"call:"_s + row.caseId) { // a voicemail that came before the verdict
        const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(row.caseId);
        if (!call)
            return failure(call);
        followUp = *call ? (*call)->followUp : std::nullopt;
    }
    if (followUp) {
        const Result<std::optional<calls::Lead>> lead = store::LeadGateway(m_database).ofFollowUp(*followUp);
        if (!lead)
            return failure(lead);
        if (!*lead)
            followUp.reset();
    }
    batch.cases.insert(row.caseId, followUp);
    return followUp;
}

} // namespace ringback::engine
