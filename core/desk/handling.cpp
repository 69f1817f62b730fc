#include "desk/handling.h"

#include "base/time.h"
#include "desk/deskwork.h"
#include "engine/noticeplan.h"
#include "policy/followthrough.h"
#include "policy/routing.h"
#include "store/auditgateway.h"
#include "store/queuegateway.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::TaskState;
using Why = HandlingRefusal::Why;

namespace {

const QString snoozed = u"task_snoozed"_s;

tl::unexpected<HandlingRefusal> turnedDown(HandlingRefusal refusal)
{
    return tl::unexpected<HandlingRefusal>(std::move(refusal));
}

tl::unexpected<HandlingRefusal> turnedDown(Refusal click)
{
    return turnedDown(HandlingRefusal{.why = Why::Click, .click = std::move(click)});
}

tl::unexpected<HandlingRefusal> notStored(const Error &error)
{
    return turnedDown(Refusal{.why = Refusal::Why::CannotStore, .detail = error.what});
}

bool isTheirs(const CallbackTask &task, const QString &staff)
{
    return task.state == TaskState::Open || isHeldBy(task, staff);
}

bool waits(const CallbackTask &task, Instant now)
{
    return task.readyAt && *task.readyAt > now;
}

// Said later, read first.
void addNote(CallbackTask &task, const QString &note)
{
    const QString said = note.trimmed();
    if (!said.isEmpty())
        task.note = (task.note.trimmed().isEmpty() ? said : said + u'\n' + task.note).left(Handling::longestNotes);
}

// On whose desk it lies.
QString holderOf(const CallbackTask &task)
{
    return task.state == TaskState::Claimed ? task.claimedBy : task.assignedTo;
}

void letGo(CallbackTask &task)
{
    task.state = TaskState::Open;
    task.claimedBy.clear();
    task.claimedAt.reset();
    task.returnedFrom.clear();
}

// As of one that was assigned now: nobody has failed to claim it yet.
void beginEscalationAnew(CallbackTask &task, Instant readyAt)
{
    task.readyAt = readyAt;
    task.escalations = 0;
    task.escalatedTo.clear();
}

// Whoever let it go promised a call: what would have stopped while they had it does not start again.
Done stopWhatClaimsStop(TaskWork &work, TaskCase &scene)
{
    const Result<int> stopped =
        work.cases.stopSteps(scene.followUp, scene.contact.number, playbook::StopsOn::Claimed, scene.office.playbook);
    if (!stopped)
        return failure(stopped);
    return store::FollowUpGateway(work.transaction.database()).update(work.transaction, scene.followUp);
}

// The row is locked, so only a fault of ours makes this fail.
Done change(TaskWork &work, const CallbackTask &before, const CallbackTask &after)
{
    const Result<bool> changed = work.cases.changeTask(before, after);
    if (!changed)
        return failure(changed);
    return *changed ? Done() : failure(ErrorKind::Conflict, u"a locked task has changed"_s);
}

// Why this colleague does not get it; nothing when they do.
std::optional<HandlingRefusal> whyNotTo(const policy::Candidate &colleague, bool anyway)
{
    const calls::Staff &person = colleague.staff;
    if (person.capacity > 0 && colleague.liveTasks >= person.capacity)
        return HandlingRefusal{.why = Why::ColleagueIsFull, .who = person.name, .count = person.capacity};
    if (person.perDay > 0 && colleague.givenToday >= person.perDay)
        return HandlingRefusal{.why = Why::ColleagueIsFull, .who = person.name, .count = person.perDay};
    const policy::Availability &availability = colleague.availability;
    if (!anyway && !policy::mayBeGiven(availability.readiness))
        return HandlingRefusal{
            .why = Why::ColleagueNotThere, .who = person.name, .at = availability.until, .readiness = availability.readiness};
    return std::nullopt;
}

} // namespace

HandlingAnswer<CallbackTask> Handling::snooze(const QString &taskId, const QString &staff, Instant until, const QString &note)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return turnedDown(scene.error());
    if (note.trimmed().size() > longestNote)
        return turnedDown({.why = Why::NoteTooLong, .count = longestNote});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return notStored(transaction.error());
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (until < work.now + shortestSnooze)
        return turnedDown({.why = Why::TooSoon, .at = work.now + shortestSnooze});
    if (until > work.now + longestSnooze)
        return turnedDown({.why = Why::TooFar, .at = work.now + longestSnooze});
    if (const Done locked = lockCase(*transaction, *scene, work.now); !locked)
        return notStored(locked.error());
    const CallbackTask before = scene->task;
    if (!isTheirs(before, staff))
        return turnedDown(whyNot(before, scene->office));
    if (waits(before, work.now) && !holderOf(before).isEmpty() && holderOf(before) != staff)
        return turnedDown({.why = Why::WaitsForSomebody, .who = nameOf(scene->office, holderOf(before)), .at = before.readyAt});
    const QString subject = u"task:"_s + before.id.text();
    const Result<int> times = store::AuditGateway(m_database).count(before.followUp.text(), subject, snoozed);
    if (!times)
        return notStored(times.error());
    if (*times >= mostSnoozes)
        return turnedDown({.why = Why::PutOffTooOften, .count = *times});

    const playbook::Callback &rules = scene->office.playbook.callback;
    CallbackTask task = before;
    letGo(task);
    beginEscalationAnew(task, until);
    task.dueAt = until + rules.dueIn;
    if (task.assignedTo != staff)
        task.assignedAt = work.now;
    task.assignedTo = staff;
    addNote(task, note);
    task.checkAt = policy::nextCheck(task, rules);
    if (const Done changed = change(work, before, task); !changed)
        return notStored(changed.error());
    work.note(snoozed, task, {{u"until"_s, toIso(until)}, {u"with_note"_s, !note.trimmed().isEmpty()}});
    if (const Done stopped = stopWhatClaimsStop(work, *scene); !stopped)
        return notStored(stopped.error());
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return notStored(committed.error());
    return task;
}

HandlingAnswer<CallbackTask> Handling::bringBack(const QString &taskId, const QString &staff)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return turnedDown(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return notStored(transaction.error());
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done locked = lockCase(*transaction, *scene, work.now); !locked)
        return notStored(locked.error());
    const CallbackTask before = scene->task;
    if (!isTheirs(before, staff))
        return turnedDown(whyNot(before, scene->office));
    if (!waits(before, work.now))
        return turnedDown({.why = Why::NotWaiting});

    const playbook::Callback &rules = scene->office.playbook.callback;
    CallbackTask task = before;
    task.readyAt = work.now;
    task.dueAt = work.now + rules.dueIn;
    task.checkAt = policy::nextCheck(task, rules);
    if (const Done changed = change(work, before, task); !changed)
        return notStored(changed.error());
    work.note(u"task_brought_back"_s, task, {{u"waited_until"_s, toIso(*before.readyAt)}});
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return notStored(committed.error());
    return task;
}

HandlingAnswer<CallbackTask> Handling::handOver(const QString &taskId, const QString &staff, const HandOver &handOver)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return turnedDown(scene.error());
    const calls::Staff *const colleague = scene->office.setup.person(handOver.to);
    if (!colleague)
        return turnedDown({.why = Why::NoSuchColleague});
    if (!calls::may(*colleague, calls::Right::Claim))
        return turnedDown({.why = Why::ColleagueMayNot, .who = colleague->name});
    if (handOver.note.trimmed().size() > longestNote)
        return turnedDown({.why = Why::NoteTooLong, .count = longestNote});

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return notStored(transaction.error());
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done locked = lockCase(*transaction, *scene, work.now); !locked)
        return notStored(locked.error());
    const CallbackTask before = scene->task;
    if (!isTheirs(before, staff))
        return turnedDown(whyNot(before, scene->office));
    const bool wasClaimed = before.state == TaskState::Claimed;
    if (handOver.from && *handOver.from != holderOf(before))
        return turnedDown(
            {.why = Why::WentElsewhere, .who = holderOf(before).isEmpty() ? QString() : nameOf(scene->office, holderOf(before))});
    if (holderOf(before) == handOver.to)
        return turnedDown({.why = Why::ColleagueHasIt, .who = colleague->name});
    const Result<QList<policy::Candidate>> candidates = work.cases.candidates();
    if (!candidates)
        return notStored(candidates.error());
    const auto found = std::find_if(candidates->cbegin(), candidates->cend(),
                                    [&](const policy::Candidate &candidate) { return candidate.staff.id == handOver.to; });
    if (found == candidates->cend())
        return turnedDown({.why = Why::NoSuchColleague});
    if (const std::optional<HandlingRefusal> why = whyNotTo(*found, handOver.anyway))
        return turnedDown(*why);

    const bool isThere = policy::mayBeGiven(found->availability.readiness);
    CallbackTask task = before;
    letGo(task);
    beginEscalationAnew(task, waits(before, work.now) ? *before.readyAt : work.now);
    if (!isThere)
        task.escalatedTo = QString::fromUtf16(policy::handedOver);
    task.assignedTo = handOver.to;
    task.assignedAt = work.now;
    addNote(task, handOver.note);
    task.checkAt = policy::nextCheck(task, scene->office.playbook.callback);
    if (const Done changed = change(work, before, task); !changed)
        return notStored(changed.error());
    if (before.assignedTo == handOver.to) { // claimed by somebody else meanwhile, and now really theirs
        const engine::NoticePlan notices(*transaction, work.trail, m_ids, scene->office, work.now);
        if (const Done told = notices.given(task, false); !told)
            return notStored(told.error());
    }
    work.note(u"task_handed_over"_s, task,
              {{u"assigned_to"_s, handOver.to},
               {u"was_assigned_to"_s, before.assignedTo},
               {u"anyway"_s, !isThere},
               {u"with_note"_s, !handOver.note.trimmed().isEmpty()}});
    if (wasClaimed) {
        if (const Done stopped = stopWhatClaimsStop(work, *scene); !stopped)
            return notStored(stopped.error());
    }
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return notStored(committed.error());
    return task;
}

Answer<std::optional<CallbackTask>> Handling::next(const QString &staff) const
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    const Result<std::optional<calls::TaskId>> id =
        store::QueueGateway(m_database).nextOf(staff, office->setup.person(staff)->teams, m_clock.now());
    if (!id)
        return cannotStore(id.error());
    if (!*id)
        return std::optional<CallbackTask>();
    const Result<std::optional<CallbackTask>> task = store::TaskGateway(m_database).find(**id);
    if (!task)
        return cannotStore(task.error());
    return *task;
}

} // namespace ringback::desk
