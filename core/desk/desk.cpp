#include "desk/desk.h"

#include "base/time.h"
#include "desk/click.h"
#include "engine/casework.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QJsonArray>

#include <algorithm>

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

QString subjectOf(const CallbackTask &task)
{
    return u"task:"_s + task.id.text();
}

QString idsOf(const QList<playbook::Outcome> &outcomes)
{
    QStringList ids;
    for (const playbook::Outcome &outcome : outcomes)
        ids.append(outcome.id);
    return ids.join(u", "_s);
}

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

bool isHeldBy(const CallbackTask &task, const QString &staff)
{
    return task.state == TaskState::Claimed && task.claimedBy == staff;
}

} // namespace

// A task with the case it belongs to, and the office as it is to that case.
struct Desk::Scene {
    engine::Office office;
    CallbackTask task;
    calls::FollowUp followUp;
    calls::Contact contact;
};

// One click's transaction.
struct Desk::Work {
    store::Transaction &transaction;
    const QString &staff;
    Instant now;
    audit::Trail trail;
    engine::Casework cases;

    Work(store::Transaction &within, IdSource &ids, const engine::Office &office, const QString &whose, Instant at)
        : transaction(within)
        , staff(whose)
        , now(at)
        , cases(within, trail, ids, office, at)
    {}

    void note(const QString &action, const CallbackTask &task, QJsonObject detail = {})
    {
        cases.note(actorOf(staff), action, task.followUp.text(), subjectOf(task), std::move(detail));
    }

    // The row is locked, so only a fault of ours makes this fail.
    [[nodiscard]] Done change(const CallbackTask &before, const CallbackTask &after)
    {
        const Result<bool> changed = store::TaskGateway(transaction.database()).change(transaction, before, after);
        if (!changed)
            return failure(changed);
        return *changed ? Done() : failure(ErrorKind::Conflict, u"a locked task has changed"_s);
    }

    // Messages of the case that have not left and of which this is true.
    template <class Which>
    [[nodiscard]] Done dropMessages(const calls::FollowUpId &followUp, const char16_t *why, Which which)
    {
        const Result<QList<calls::Message>> messages = store::MessageGateway(transaction.database()).ofFollowUp(followUp);
        if (!messages)
            return failure(messages);
        QList<calls::Message> scheduled;
        std::copy_if(messages->cbegin(), messages->cend(), std::back_inserter(scheduled),
                     [&](const calls::Message &message) { return message.state == calls::DeliveryState::Scheduled && which(message); });
        const Result<int> dropped = cases.drop(scheduled, reason(why), actorOf(staff));
        return dropped ? Done() : failure(dropped);
    }
};

Answer<Desk::Scene> Desk::enter(const QString &taskId, const QString &staff) const
{
    Answer<engine::Office> office = officeOf(m_database, staff);
    if (!office)
        return refused(office.error());
    const std::optional<calls::TaskId> id = calls::TaskId::parse(taskId);
    if (!id)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<CallbackTask>> task = store::TaskGateway(m_database).find(*id);
    if (!task)
        return cannotStore(task.error());
    if (!*task)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find((*task)->followUp);
    if (!followUp)
        return cannotStore(followUp.error());
    if (!*followUp)
        return cannotStore({ErrorKind::Corrupt, u"a task without its follow-up"_s});
    Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById((*followUp)->contact);
    if (!contact)
        return cannotStore(contact.error());
    if (!*contact)
        return cannotStore({ErrorKind::Corrupt, u"a follow-up without its contact"_s});
    Result<engine::Office> officeThen = officeAt(m_database, std::move(*office), (*followUp)->playbookVersion);
    if (!officeThen)
        return cannotStore(officeThen.error());
    return Scene{
        .office = std::move(*officeThen), .task = std::move(**task), .followUp = std::move(**followUp), .contact = std::move(**contact)};
}

// The contact's row first, as intake does: a call or text of this caller that arrives now is worked on before the click or after it.
Done Desk::lock(store::Transaction &transaction, Scene &scene) const
{
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(transaction, scene.contact, m_clock.now());
    if (!contact)
        return failure(contact);
    scene.contact = *contact;
    const Result<std::optional<CallbackTask>> task = store::TaskGateway(m_database).findToChange(transaction, scene.task.id);
    if (!task)
        return failure(task);
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(scene.followUp.id);
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
    Answer<Scene> scene = enter(taskId, staff);
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
    Work work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done taken = take(work, scene->office.playbook, task); !taken)
        return cannotStore(taken.error());
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

Answer<QList<CallbackTask>> Desk::claimOldest(const QString &staff, int count)
{
    const Answer<engine::Office> office = officeOf(m_database, staff);
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
    Work work(*transaction, m_ids, *office, staff, now);
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
Done Desk::take(Work &work, const playbook::Playbook &book, CallbackTask &task)
{
    const CallbackTask before = task;
    task.state = TaskState::Claimed;
    task.claimedBy = work.staff;
    task.claimedAt = work.now;
    task.returnedFrom.clear();
    task.checkAt = policy::nextCheck(task, book.callback);
    if (const Done changed = work.change(before, task); !changed)
        return changed;
    work.note(u"task_claimed"_s, task, {{u"renewed"_s, before.state == TaskState::Claimed}});
    return work.dropMessages(task.followUp, policy::reason::claimed, [&](const calls::Message &message) {
        const playbook::Step *const step = book.step(message.step);
        return message.automated && step && step->stopsOn.contains(playbook::StopsOn::Claimed);
    });
}

Answer<CallbackTask> Desk::release(const QString &taskId, const QString &staff)
{
    const Answer<Scene> scene = enter(taskId, staff);
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
    Work work(*transaction, m_ids, scene->office, staff, m_clock.now());
    if (const Done changed = work.change(**locked, task); !changed)
        return cannotStore(changed.error());
    work.note(u"task_released"_s, task);
    if (const Done committed = commit(*transaction, work.trail); !committed)
        return cannotStore(committed.error());
    return task;
}

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
    followUp.nextStep.clear(); // from the first callback on, people write
    followUp.nextStepAt.reset();
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

    const Done dropped = work.dropMessages(followUp.id, comesBack ? policy::reason::claimed : policy::reason::caseClosed,
                                           [](const calls::Message &message) { return message.automated; });
    if (!dropped)
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
    const Result<QString> body =
        engine::writeText(scene.office, outcome.confirmation, language, scene.contact, line->number, work.staff, scene.task.appointmentAt);
    if (!body) { // the playbook was checked, so this is ours to mend; the completion stands all the same
        work.note(u"text_failed"_s, scene.task, {{u"template"_s, outcome.confirmation}, {u"error"_s, body.error().what}});
        return {};
    }
    const calls::Message message{.id = m_ids.next<calls::MessageId>(work.now),
                                 .followUp = scene.followUp.id,
                                 .contact = scene.contact.id,
                                 .line = line->number,
                                 .peer = scene.contact.number,
                                 .body = *body,
                                 .step = confirmationStep,
                                 .state = calls::DeliveryState::Scheduled,
                                 .connection = line->textsConnection,
                                 .createdAt = work.now};
    const Instant dueAt = work.now + undoWindow;
    if (const Done inserted = store::MessageGateway(m_database).insert(work.transaction, message, dueAt); !inserted)
        return inserted;
    work.cases.note(actorOf(work.staff), u"text_scheduled"_s, scene.followUp.id.text(), u"message:"_s + message.id.text(),
                    {{u"step"_s, message.step}, {u"template"_s, outcome.confirmation}, {u"due_at"_s, toIso(dueAt)}});
    // After an undo the same task may be completed, and confirmed, once more.
    const store::Job job{.id = m_ids.next<calls::JobId>(work.now),
                         .key = u"confirmation:%1:%2"_s.arg(scene.task.id.text()).arg(toMs(work.now)),
                         .message = message.id,
                         .connection = message.connection,
                         .dueAt = dueAt,
                         .trueUntil = scene.task.appointmentAt.value_or(work.now + confirmationTrueFor),
                         .line = message.line.e164()};
    return store::JobGateway(m_database).insert(work.transaction, job);
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
