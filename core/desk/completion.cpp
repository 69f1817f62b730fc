#include "base/time.h"
#include "desk/desk.h"
#include "desk/deskwork.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"

#include <QJsonArray>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using Why = Refusal::Why;

namespace {

const QString confirmationStep = u"confirmation"_s; // of no playbook: a person's click sends it

// Words that somebody is expected still hold a day later, if no time was agreed.
constexpr Milliseconds confirmationTrueFor = 24h;

QString reason(const char16_t *code)
{
    return QString::fromUtf16(code);
}

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
    Answer<Scene> scene = enter(taskId, staff);
    if (!scene)
        return refused(scene.error());
    const playbook::Outcome *const outcome = scene->office.playbook.outcome(completion.outcome);
    if (!outcome)
        return refused({.why = Why::NoSuchOutcome, .detail = idsOf(scene->office.playbook.outcomes)});

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    Work work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (completion.at && *completion.at <= work.now)
        return refused({.why = Why::TimeInThePast});
    if (const Done locked = lock(*transaction, *scene); !locked)
        return cannotStore(locked.error());
    const Result<std::optional<calls::Lead>> lead = store::LeadGateway(m_database).ofFollowUp(scene->followUp.id);
    if (!lead)
        return cannotStore(lead.error());

    const CallbackTask before = scene->task;
    if (before.state != TaskState::Open && !isHeldBy(before, staff))
        return refused(whyNot(before, scene->office));
    CallbackTask &task = scene->task;
    task.state = TaskState::Done;
    task.completedBy = staff;
    task.completedAt = work.now;
    task.outcome = outcome->id;
    task.value = completion.value;
    task.appointmentAt = completion.at;
    task.checkAt.reset();
    if (*lead) {
        task.leadStatusBefore = (*lead)->status;
        task.leadValueBefore = (*lead)->value;
    }
    if (const Done changed = work.change(before, task); !changed)
        return cannotStore(changed.error());
    QJsonObject detail = {{u"outcome"_s, outcome->id}, {u"recovered"_s, outcome->recovered}, {u"attempt"_s, task.attempt}};
    if (task.value)
        detail.insert(u"value_cents"_s, task.value->cents);
    if (task.appointmentAt)
        detail.insert(u"at"_s, toIso(*task.appointmentAt));
    work.note(u"task_completed"_s, task, detail);
    if (const Done concluded = conclude(work, *scene, *outcome); !concluded)
        return cannotStore(concluded.error());
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

// What follows from the outcome: for the case, its lead, its messages, and the next attempt.
Done Desk::conclude(Work &work, Scene &scene, const playbook::Outcome &outcome)
{
    const CallbackTask &task = scene.task;
    const bool comesBack = !outcome.closes && task.attempt < outcome.attempts;
    calls::FollowUp &followUp = scene.followUp;
    const char16_t *const why = comesBack ? policy::reason::claimed : policy::reason::caseClosed;
    if (followUp.nextStepAt) { // from the first callback on, people write
        work.note(u"steps_stopped"_s, task, {{u"step"_s, followUp.nextStep}, {u"reasons"_s, QJsonArray{reason(why)}}});
        followUp.nextStep.clear();
        followUp.nextStepAt.reset();
    }
    if (!comesBack) {
        followUp.state = FollowUpState::Closed;
        followUp.closedAt = work.now;
        followUp.outcome = outcome.id;
        work.note(u"follow_up_closed"_s, task, {{u"outcome"_s, outcome.id}});
    }
    if (const Done updated = store::FollowUpGateway(m_database).update(work.transaction, followUp); !updated)
        return updated;

    const store::LeadGateway leads(m_database);
    const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(followUp.id);
    if (!found)
        return failure(found);
    if (*found) {
        calls::Lead lead = **found;
        if (!outcome.leadStatus.isEmpty())
            lead.status = outcome.leadStatus;
        if (task.value)
            lead.value = task.value;
        if (lead != **found) {
            work.note(u"lead_updated"_s, task, {{u"status"_s, lead.status}});
            if (const Done updated = leads.update(work.transaction, lead); !updated)
                return updated;
        }
    }

    if (const Done dropped = work.dropMessages(followUp.id, why, [](const calls::Message &message) { return message.automated; }); !dropped)
        return dropped;
    if (comesBack) {
        if (const Done back = bringBack(work, scene, outcome); !back)
            return back;
    }
    return confirm(work, scene, outcome);
}

Done Desk::bringBack(Work &work, const Scene &scene, const playbook::Outcome &outcome)
{
    const CallbackTask &task = scene.task;
    const playbook::Callback &rules = scene.office.playbook.callback;
    CallbackTask next{.id = m_ids.next<calls::TaskId>(work.now),
                      .followUp = task.followUp,
                      .team = task.team,
                      .assignedTo = work.staff,
                      .priority = task.priority,
                      .note = task.note,
                      .createdAt = work.now,
                      .attempt = task.attempt + 1,
                      .readyAt = task.appointmentAt};
    if (!next.readyAt && outcome.retryIn)
        next.readyAt = work.now + *outcome.retryIn;
    // An outcome that says no time ("call me later") comes back as a new callback would: better too early than forgotten.
    next.dueAt = next.readyAt.value_or(work.now) + rules.dueIn;
    next.checkAt = policy::nextCheck(next, rules);
    work.note(u"task_created"_s, next,
              {{u"assigned_to"_s, next.assignedTo},
               {u"attempt"_s, next.attempt},
               {u"attempts"_s, outcome.attempts},
               {u"ready_at"_s, toIso(next.readyAt.value_or(work.now))},
               {u"due_at"_s, toIso(next.dueAt)}});
    return store::TaskGateway(m_database).insert(work.transaction, next);
}

// Written now and due when the completion can no longer be taken back; the runner asks the rules for sending then.
Done Desk::confirm(Work &work, const Scene &scene, const playbook::Outcome &outcome)
{
    if (outcome.confirmation.isEmpty())
        return {};
    const settings::Setup &setup = scene.office.setup;
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(scene.followUp.line);
    const calls::Line *const line = dialled ? setup.line(*dialled) : nullptr;
    const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_database).optOut(scene.contact.number);
    if (!optOut)
        return failure(optOut);
    const char16_t *const why = !line                                            ? policy::reason::noLine
                                : line->textsConnection.isEmpty()                ? policy::reason::noSender
                                : *optOut && !(*optOut)->isLikely()              ? policy::reason::optedOut
                                : setup.doNotText.contains(scene.contact.number) ? policy::reason::doNotText
                                                                                 : nullptr;
    if (why) {
        work.note(u"text_dropped"_s, scene.task, {{u"step"_s, confirmationStep}, {u"reasons"_s, QJsonArray{reason(why)}}});
        return {};
    }
    const QString language = scene.contact.language.isEmpty() ? setup.company.language : scene.contact.language;
    return work.cases.schedule({// After an undo the same task may be completed, and confirmed, once more.
                                .key = u"confirmation:%1:%2"_s.arg(scene.task.id.text()).arg(toMs(work.now)),
                                .followUp = scene.followUp.id,
                                .contact = scene.contact,
                                .playbook = scene.office.playbook,
                                .step = confirmationStep,
                                .templateId = outcome.confirmation,
                                .language = language,
                                .line = line->number,
                                .connection = line->textsConnection,
                                .staff = work.staff,
                                .dueAt = work.now + undoWindow,
                                .trueUntil = scene.task.appointmentAt.value_or(work.now + confirmationTrueFor),
                                .appointment = scene.task.appointmentAt,
                                .actor = actorOf(work.staff)});
}

Answer<CallbackTask> Desk::undo(const QString &taskId, const QString &staff)
{
    Answer<Scene> scene = enter(taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    Work work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done locked = lock(*transaction, *scene); !locked)
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
Done Desk::reopen(Work &work, Scene &scene)
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
        if (message.step != confirmationStep || message.createdAt != task.completedAt || message.state == calls::DeliveryState::Dropped)
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
