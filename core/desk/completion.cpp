#include "desk/desk.h"
#include "desk/deskwork.h"
#include "engine/conclusion.h"
#include "policy/followthrough.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using engine::Conclusion;
using Why = Refusal::Why;

namespace {

QString idsOf(const QList<playbook::Outcome> &outcomes)
{
    QStringList ids;
    for (const playbook::Outcome &outcome : outcomes)
        ids.append(outcome.id);
    return ids.join(u", "_s);
}

} // namespace

Answer<CallbackTask> Desk::complete(const QString &taskId, const QString &staff, const Completion &completion)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return refused(scene.error());
    const playbook::Outcome *const outcome = scene->office.playbook.outcome(completion.outcome);
    if (!outcome)
        return refused({.why = Why::NoSuchOutcome, .detail = idsOf(scene->office.playbook.outcomes)});

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (completion.at && *completion.at <= work.now)
        return refused({.why = Why::TimeInThePast});
    if (const Done locked = lockCase(*transaction, *scene, work.now); !locked)
        return cannotStore(locked.error());
    if (scene->task.state != TaskState::Open && !isHeldBy(scene->task, staff))
        return refused(whyNot(scene->task, scene->office));
    const Conclusion conclusion(*transaction, work.cases, m_ids, scene->office, work.now);
    const Done ended = conclusion.end(
        {.task = scene->task, .followUp = scene->followUp, .contact = scene->contact},
        {.outcome = *outcome, .value = completion.value, .at = completion.at, .by = staff, .actor = actorOf(staff), .next = staff});
    if (!ended)
        return cannotStore(ended.error());
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return scene->task;
}

Answer<CallbackTask> Desk::undo(const QString &taskId, const QString &staff)
{
    Answer<TaskCase> scene = caseOfTask(m_database, taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    TaskWork work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done locked = lockCase(*transaction, *scene, work.now); !locked)
        return cannotStore(locked.error());
    const CallbackTask before = scene->task;
    if (before.state == TaskState::Done && before.completedBy != staff)
        return refused({.why = Why::NotYours, .who = nameOf(scene->office, before.completedBy), .since = before.completedAt});
    if (before.state != TaskState::Done || work.now > *before.completedAt + undoWindow)
        return refused({.why = Why::TooLate});

    if (const Done reopened = reopen(work, *scene); !reopened) {
        if (reopened.error().kind == ErrorKind::Refused)
            return refused({.why = Why::TooLate, .detail = reopened.error().what});
        return cannotStore(reopened.error());
    }
    CallbackTask &task = scene->task;
    task.state = TaskState::Claimed;
    task.claimedBy = staff;
    task.claimedAt = work.now;
    task.completedBy.clear();
    task.completedAt.reset();
    task.outcome.clear();
    task.value.reset();
    task.appointmentAt.reset();
    task.leadStatusBefore.clear();
    task.leadValueBefore.reset();
    task.checkAt = policy::nextCheck(task, scene->office.playbook.callback);
    if (const Done changed = work.change(before, task); !changed)
        return cannotStore(changed.error());
    work.note(u"completion_undone"_s, task, {{u"outcome"_s, before.outcome}});
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

// Everything around the task as it was before it was completed. Errors: Refused (something has happened to the case since), as the store.
Done Desk::reopen(TaskWork &work, TaskCase &scene)
{
    const CallbackTask &task = scene.task;
    calls::FollowUp &followUp = scene.followUp;
    const auto tooLate = [](const QString &what) {
        return failure(ErrorKind::Refused, what);
    };
    const store::FollowUpGateway followUps(m_database);
    const store::TaskGateway tasks(m_database);

    if (followUp.state == FollowUpState::Closed) {
        const Result<std::optional<calls::FollowUp>> another = followUps.openOf(followUp.contact);
        if (!another)
            return failure(another);
        if (*another)
            return tooLate(u"the caller has another case by now"_s);
        if (followUp.closedAt != task.completedAt)
            return tooLate(u"the case was closed by something else"_s);
        followUp.state = FollowUpState::Open;
        followUp.closedAt.reset();
        followUp.outcome.clear();
        if (const Done updated = followUps.update(work.transaction, followUp); !updated)
            return updated;
        work.note(u"follow_up_reopened"_s, task);
    } else {
        const Result<std::optional<CallbackTask>> next = tasks.liveOf(followUp.id);
        if (!next)
            return failure(next);
        const Result<std::optional<CallbackTask>> locked =
            *next ? tasks.findToChange(work.transaction, (*next)->id) : Result<std::optional<CallbackTask>>();
        if (!locked)
            return failure(locked);
        if (!*locked || (*locked)->state != TaskState::Open || (*locked)->createdAt != task.completedAt)
            return tooLate(u"somebody works on the next attempt by now"_s);
        CallbackTask cancelled = **locked;
        cancelled.state = TaskState::Cancelled;
        cancelled.checkAt.reset();
        if (const Done changed = work.change(**locked, cancelled); !changed)
            return changed;
        work.note(u"task_cancelled"_s, cancelled);
    }

    const store::MessageGateway messages(m_database);
    const Result<QList<calls::Message>> sent = messages.ofFollowUp(followUp.id);
    if (!sent)
        return failure(sent);
    for (const calls::Message &message : *sent) {
        if (message.step != Conclusion::confirmationStep() || message.createdAt != task.completedAt ||
            message.state == calls::DeliveryState::Dropped)
            continue;
        const Result<int> dropped = message.state == calls::DeliveryState::Scheduled
                                        ? work.cases.drop({message}, u"undone"_s, actorOf(work.staff))
                                        : Result<int>(0);
        if (!dropped)
            return failure(dropped);
        if (*dropped == 0)
            return tooLate(u"the confirmation is on its way"_s);
    }

    const store::LeadGateway leads(m_database);
    const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(followUp.id);
    if (!found)
        return failure(found);
    if (!*found)
        return {};
    calls::Lead lead = **found;
    lead.status = task.leadStatusBefore;
    lead.value = task.leadValueBefore;
    if (lead == **found)
        return {};
    work.note(u"lead_updated"_s, task, {{u"status"_s, lead.status}});
    return leads.update(work.transaction, lead);
}

} // namespace ringback::desk
