#include "desk/desk.h"

#include "desk/deskwork.h"
#include "engine/claiming.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::TaskState;
using Why = Refusal::Why;

Refusal whyNot(const CallbackTask &task, const engine::Office &office)
{
    switch (task.state) {
    case TaskState::Claimed:
        return {.why = Why::TakenBySomeone, .who = nameOf(office, task.claimedBy), .since = task.claimedAt};
    case TaskState::Done:
        return {.why = Why::AlreadyDone, .who = nameOf(office, task.completedBy), .since = task.completedAt};
    case TaskState::Cancelled:
        return {.why = Why::AlreadyDone};
    case TaskState::Open:
        return {.why = Why::NotYours};
    }
    Q_UNREACHABLE();
}

Answer<TaskCase> caseOfTask(store::Database &database, const QString &taskId, const QString &staff)
{
    Answer<engine::Office> office = officeOf(database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    const std::optional<calls::TaskId> id = calls::TaskId::parse(taskId);
    if (!id)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<CallbackTask>> task = store::TaskGateway(database).find(*id);
    if (!task)
        return cannotStore(task.error());
    if (!*task)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find((*task)->followUp);
    if (!followUp)
        return cannotStore(followUp.error());
    if (!*followUp)
        return cannotStore({ErrorKind::Corrupt, u"a task without its follow-up"_s});
    Result<std::optional<calls::Contact>> contact = store::ContactGateway(database).findById((*followUp)->contact);
    if (!contact)
        return cannotStore(contact.error());
    if (!*contact)
        return cannotStore({ErrorKind::Corrupt, u"a follow-up without its contact"_s});
    Result<engine::Office> officeThen = officeAt(database, std::move(*office), (*followUp)->playbookVersion);
    if (!officeThen)
        return cannotStore(officeThen.error());
    return TaskCase{
        .office = std::move(*officeThen), .task = std::move(**task), .followUp = std::move(**followUp), .contact = std::move(**contact)};
}

// The contact's row first, as intake does: a call or text of this caller that arrives now is worked on before the click or after it.
Done lockCase(store::Transaction &transaction, TaskCase &scene, Instant now)
{
    store::Database &database = transaction.database();
    const Result<calls::Contact> contact = store::ContactGateway(database).findOrAdd(transaction, scene.contact, now);
    if (!contact)
        return failure(contact);
    scene.contact = *contact;
    const Result<std::optional<CallbackTask>> task = store::TaskGateway(database).findToChange(transaction, scene.task.id);
    if (!task)
        return failure(task);
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(scene.followUp.id);
    if (!followUp)
        return failure(followUp);
    if (!*task || !*followUp)
        return failure(ErrorKind::Corrupt, u"a case that was there is gone"_s);
    scene.task = **task;
    scene.followUp = **followUp;
    return {};
}

Answer<CallbackTask> Desk::claim(const QString &taskId, const QString &staff)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Result<std::optional<CallbackTask>> locked = store::TaskGateway(m_database).findToChange(*transaction, scene->task.id);
    if (!locked)
        return cannotStore(locked.error());
    if (!*locked)
        return refused({.why = Why::NoSuchTask});
    CallbackTask task = **locked;
    if (task.state != TaskState::Open && !isHeldBy(task, staff))
        return refused(whyNot(task, scene->office));
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done taken = take(work, scene->office.playbook, task); !taken)
        return cannotStore(taken.error());
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

Answer<QList<CallbackTask>> Desk::claimOldest(const QString &staff, int count)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    Result<QList<CallbackTask>> tasks =
        store::TaskGateway(m_database).oldestReady(*transaction, office->setup.person(staff)->teams, now, std::clamp(count, 1, mostAtOnce));
    if (!tasks)
        return cannotStore(tasks.error());
    if (tasks->isEmpty())
        return *tasks;
    TaskWork work(*transaction, m_ids, *office, staff, now);
    for (CallbackTask &task : *tasks) {
        const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(task.followUp);
        if (!followUp)
            return cannotStore(followUp.error());
        if (!*followUp)
            return cannotStore({ErrorKind::Corrupt, u"a task without its follow-up"_s});
        const Result<policy::Rules> rules = office->rulesAt(m_database, (*followUp)->playbookVersion);
        if (!rules)
            return cannotStore(rules.error());
        if (const Done taken = take(work, rules->playbook, task); !taken)
            return cannotStore(taken.error());
    }
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return *tasks;
}

// The task's row is locked, and open or this person's.
Done Desk::take(TaskWork &work, const playbook::Playbook &book, CallbackTask &task)
{
    return engine::takeTask(work.transaction, work.cases, book, task, work.staff, work.now);
}

Answer<CallbackTask> Desk::release(const QString &taskId, const QString &staff)
{
    const Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Result<std::optional<CallbackTask>> locked = store::TaskGateway(m_database).findToChange(*transaction, scene->task.id);
    if (!locked)
        return cannotStore(locked.error());
    if (!*locked)
        return refused({.why = Why::NoSuchTask});
    if (!isHeldBy(**locked, staff))
        return refused(whyNot(**locked, scene->office));
    CallbackTask task = **locked;
    task.state = TaskState::Open;
    task.claimedBy.clear();
    task.claimedAt.reset();
    task.checkAt = policy::nextCheck(task, scene->office.playbook.callback);
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done changed = work.change(**locked, task); !changed)
        return cannotStore(changed.error());
    work.note(u"task_released"_s, task);
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

} // namespace ringback::desk
