#include "engine/calendarplanner.h"

#include "engine/calendarentries.h"
#include "store/auditgateway.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using store::AuditRow;
using store::CalendarEntryGateway;
using store::CalendarEntryRow;
using State = CalendarEntryRow::State;

namespace {

// What is written about a case, but not what this side itself writes there.
bool mayMatter(const AuditRow &row)
{
    return !row.caseId.isEmpty() && !row.action.startsWith("calendar_"_L1);
}

} // namespace

bool isNowhere(const CalendarEntryRow &row)
{
    return row.writtenRevision == 0;
}

void CalendarPlanner::setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup)
{
    QList<Target> targets;
    for (const settings::CalendarConnection &connection : setup.calendars) {
        const auto access = accesses.constFind(connection.id);
        if (access == accesses.cend())
            continue;
        const calls::Staff *const person = setup.person(connection.staff);
        const Target target{.connection = connection,
                            .zone = person && !person->timeZone.isEmpty() ? person->timeZone : setup.company.timeZone,
                            .language = setup.company.language,
                            .writes = connection.writes && access->abilities.writes && person != nullptr};
        // At the program's start too: nobody knows what was changed meanwhile.
        if (!m_targets.contains(target))
            m_toSweep.insert(connection.id);
        targets.append(target);
    }
    m_targets = std::move(targets);
    m_toSweep.removeIf([&](const QString &id) {
        return std::none_of(m_targets.cbegin(), m_targets.cend(), [&](const Target &target) { return target.connection.id == id; });
    });
}

Result<bool> CalendarPlanner::hasNews()
{
    if (!m_toSweep.isEmpty())
        return true;
    if (std::none_of(m_targets.cbegin(), m_targets.cend(), [](const Target &target) { return target.writes; }))
        return false;
    for (;;) {
        if (!m_read)
            return true;
        const Result<QList<AuditRow>> rows = store::AuditGateway(m_database).after(*m_read, rowsPerTurn);
        if (!rows)
            return failure(rows);
        if (std::any_of(rows->cbegin(), rows->cend(), mayMatter))
            return true;
        if (rows->isEmpty())
            return false;
        m_read = rows->last().sequence; // nothing to write, so nothing to commit: the next engine reads them once more
    }
}

Result<int> CalendarPlanner::plan(store::Transaction &transaction, const Office &office, Instant now)
{
    const CalendarEntryGateway entries(m_database);
    const store::AuditGateway audit(m_database);
    m_hasMore = false;
    m_swept.clear();
    const Result<store::AuditHead> head = audit.head();
    if (!head)
        return failure(head);
    QList<calls::FollowUpId> cases;
    QHash<QString, qint64> feeds; // of those that follow the trail
    std::optional<qint64> from;
    for (const Target &target : std::as_const(m_targets)) {
        const QString &id = target.connection.id;
        const Result<std::optional<qint64>> feed = entries.feed(transaction, id);
        if (!feed)
            return failure(feed);
        if (!m_toSweep.contains(id) && *feed) {
            const qint64 seen = std::max(**feed, m_read.value_or(0)); // by this program, and all of it is stored
            feeds.insert(id, **feed);
            from = std::min(from.value_or(seen), seen);
            continue;
        }
        // All that is open now belongs there, whatever the trail said before.
        const Result<QList<calls::FollowUpId>> all = entries.casesOf(id, target.connection.staff);
        if (!all)
            return failure(all);
        cases += *all;
        m_swept.insert(id);
        if (const Done moved = entries.setFeed(transaction, id, head->sequence); !moved)
            return failure(moved);
    }
    qint64 until = head->sequence;
    if (from) {
        const Result<QList<AuditRow>> rows = audit.after(*from, rowsPerTurn);
        if (!rows)
            return failure(rows);
        for (const AuditRow &row : *rows) {
            const std::optional<calls::FollowUpId> followUp = mayMatter(row) ? calls::FollowUpId::parse(row.caseId) : std::nullopt;
            if (followUp)
                cases.append(*followUp);
        }
        until = rows->isEmpty() ? *from : rows->last().sequence;
        m_hasMore = rows->size() == rowsPerTurn;
    }
    QSet<QString> seen;
    int changed = 0;
    for (const calls::FollowUpId &followUp : std::as_const(cases)) {
        if (seen.contains(followUp.text()))
            continue;
        seen.insert(followUp.text());
        const Result<int> reconciled = reconcile(transaction, office, followUp, now);
        if (!reconciled)
            return reconciled;
        changed += *reconciled;
    }
    for (auto feed = feeds.cbegin(); feed != feeds.cend(); ++feed) {
        // Whoever reads some rows once more finds all as it should be: in a storm that is cheaper than to write down each step.
        if (until - feed.value() < (changed > 0 ? 1 : rowsPerTurn / 2))
            continue;
        if (const Done moved = entries.setFeed(transaction, feed.key(), until); !moved)
            return failure(moved);
    }
    m_read = until;
    return changed;
}

void CalendarPlanner::committed()
{
    m_toSweep.subtract(m_swept);
    m_swept.clear();
}

void CalendarPlanner::startOver()
{
    m_swept.clear();
    m_read.reset();
}

Result<int> CalendarPlanner::reconcile(store::Transaction &transaction, const Office &office, const calls::FollowUpId &followUp,
                                       Instant now)
{
    const CalendarEntryGateway entries(m_database);
    const Result<QList<CalendarEntryRow>> there = entries.ofCase(transaction, followUp);
    if (!there)
        return failure(there);
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(followUp);
    if (!task)
        return failure(task);
    const QString person = *task ? personOf(**task) : QString();
    QList<CalendarEntryRow> others = *there;
    int changed = 0;
    for (const Target &target : std::as_const(m_targets)) {
        if (person.isEmpty() || !target.writes || target.connection.staff != person)
            continue;
        const auto row = std::find_if(others.cbegin(), others.cend(), [&](const CalendarEntryRow &each) {
            return each.task == (*task)->id && each.calendar == target.connection.id;
        });
        if (row == others.cend()) {
            const CalendarEntryRow fresh{
                .task = (*task)->id, .calendar = target.connection.id, .uid = entryUid((*task)->id, target.connection.id), .dueAt = now};
            const Result<bool> added = entries.insert(transaction, fresh);
            if (!added)
                return failure(added);
            changed += *added ? 1 : 0;
            continue;
        }
        const CalendarEntryRow known = *row;
        others.erase(row);
        const Result<connectors::CalendarEntry> entry = entryOf(m_database, office, **task, target.connection.id);
        if (!entry && entry.error().kind == ErrorKind::Transient)
            return failure(entry);
        // What does not read back is told by the writer, once.
        const Result<bool> differs = wantThere(transaction, known, entry ? toJson(*entry) : QString(), now);
        if (!differs)
            return failure(differs);
        changed += *differs ? 1 : 0;
    }
    for (const CalendarEntryRow &row : std::as_const(others)) {
        const Result<bool> differs = wantGone(transaction, row, now);
        if (!differs)
            return failure(differs);
        changed += *differs ? 1 : 0;
    }
    return changed;
}

Result<bool> CalendarPlanner::wantThere(store::Transaction &transaction, CalendarEntryRow row, const QString &content, Instant now)
{
    const QString known = row.state == State::Done ? row.written : row.asked;
    const bool isHere = row.wanted && known == content;
    // One that was never asked for is written as it is when it leaves.
    if (row.state == State::Gone || isHere || (row.wanted && row.state == State::Waiting && row.asked.isEmpty()))
        return false;
    row.wanted = true;
    row.revision += 1;
    if (row.state != State::Waiting) {
        row.state = State::Waiting;
        row.dueAt = now;
        row.attempts = 0;
        row.lastError.clear();
    }
    return CalendarEntryGateway(m_database).want(transaction, row);
}

Result<bool> CalendarPlanner::wantGone(store::Transaction &transaction, CalendarEntryRow row, Instant now)
{
    if (!row.wanted || row.state == State::Gone)
        return false;
    row.wanted = false;
    row.revision += 1;
    if (row.state == State::Waiting && isNowhere(row)) {
        row.state = State::Done;
    } else if (row.state != State::Waiting) {
        row.state = State::Waiting;
        row.dueAt = now;
        row.attempts = 0;
        row.lastError.clear();
    }
    return CalendarEntryGateway(m_database).want(transaction, row);
}

} // namespace ringback::engine
