#include "desk/desk.h"

#include "base/time.h"
#include "settings/setup.h"
#include "store/gateways.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using Why = Refusal::Why;

namespace {

tl::unexpected<Refusal> refused(Refusal refusal)
{
    return tl::unexpected<Refusal>(std::move(refusal));
}

tl::unexpected<Refusal> cannotStore(const Error &error)
{
    return refused({.why = Why::CannotStore, .detail = error.what});
}

audit::Entry entry(Instant now, const QString &staff, const QString &action, const CallbackTask &task, QJsonObject detail = {})
{
    return {.at = now,
            .actor = u"staff:"_s + staff,
            .action = action,
            .caseId = task.followUp.text(),
            .subject = u"task:"_s + task.id.text(),
            .detail = std::move(detail)};
}

QString idsOf(const QList<playbook::Outcome> &outcomes)
{
    QStringList ids;
    for (const playbook::Outcome &outcome : outcomes)
        ids.append(outcome.id);
    return ids.join(u", "_s);
}

} // namespace

struct Desk::Scene {
    calls::TaskId task;
    settings::Setup setup;
};

Answer<Desk::Scene> Desk::enter(const QString &task, const QString &staff) const
{
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(m_database).setup();
    if (!document)
        return cannotStore(document.error());
    if (!*document)
        return refused({.why = Why::NoSuchPerson});
    Result<settings::Setup> setup = settings::parseSetup((*document)->text);
    if (!setup)
        return cannotStore(setup.error());
    if (!setup->person(staff))
        return refused({.why = Why::NoSuchPerson});
    const std::optional<calls::TaskId> id = calls::TaskId::parse(task);
    if (!id)
        return refused({.why = Why::NoSuchTask});
    return Scene{.task = *id, .setup = std::move(*setup)};
}

Refusal Desk::whyNot(const calls::TaskId &id) const
{
    const Result<std::optional<CallbackTask>> found = store::TaskGateway(m_database).find(id);
    if (!found)
        return {.why = Why::CannotStore, .detail = found.error().what};
    if (!*found)
        return {.why = Why::NoSuchTask};
    const CallbackTask &task = **found;
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(m_database).setup();
    const auto nameOf = [&](const QString &staff) {
        if (document && *document) {
            if (const Result<settings::Setup> setup = settings::parseSetup((*document)->text)) {
                if (const calls::Staff *const person = setup->person(staff))
                    return person->name;
            }
        }
        return staff; // somebody who has left the setup since
    };
    switch (task.state) {
    case calls::TaskState::Claimed:
        return {.why = Why::TakenBySomeone, .who = nameOf(task.claimedBy), .since = task.claimedAt};
    case calls::TaskState::Done:
        return {.why = Why::AlreadyDone, .who = nameOf(task.completedBy), .since = task.completedAt};
    case calls::TaskState::Cancelled:
        return {.why = Why::AlreadyDone};
    case calls::TaskState::Open:
        return {.why = Why::NotYours};
    }
    Q_UNREACHABLE();
}

Answer<CallbackTask> Desk::claim(const QString &taskId, const QString &staff)
{
    const Answer<Scene> scene = enter(taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const store::TaskGateway tasks(m_database);
    const Result<bool> claimed = tasks.claim(*transaction, scene->task, staff, now);
    if (!claimed)
        return cannotStore(claimed.error());
    const Result<std::optional<CallbackTask>> task = tasks.find(scene->task);
    if (!task)
        return cannotStore(task.error());
    if (!*claimed) {
        if (*task && (*task)->state == calls::TaskState::Claimed && (*task)->claimedBy == staff)
            return **task;
        return refused(whyNot(scene->task));
    }
    audit::Trail trail;
    trail.add(entry(now, staff, u"task_claimed"_s, **task));
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return cannotStore(proved.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStore(committed.error());
    return **task;
}

Answer<CallbackTask> Desk::release(const QString &taskId, const QString &staff)
{
    const Answer<Scene> scene = enter(taskId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const store::TaskGateway tasks(m_database);
    const Result<bool> released = tasks.release(*transaction, scene->task, staff);
    if (!released)
        return cannotStore(released.error());
    if (!*released)
        return refused(whyNot(scene->task));
    const Result<std::optional<CallbackTask>> task = tasks.find(scene->task);
    if (!task)
        return cannotStore(task.error());
    audit::Trail trail;
    trail.add(entry(m_clock.now(), staff, u"task_released"_s, **task));
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return cannotStore(proved.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStore(committed.error());
    return **task;
}

Answer<CallbackTask> Desk::complete(const QString &taskId, const QString &staff, const Completion &completion)
{
    const QString &outcomeId = completion.outcome;
    const std::optional<Money> value = completion.value;
    const Answer<Scene> scene = enter(taskId, staff);
    if (!scene)
        return refused(scene.error());
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(m_database).playbook();
    if (!document)
        return cannotStore(document.error());
    const Result<playbook::Playbook> book = playbook::parse(*document ? (*document)->text : QByteArray());
    if (!book)
        return cannotStore(book.error());
    const playbook::Outcome *const outcome = book->outcome(outcomeId);
    if (!outcome)
        return refused({.why = Why::NoSuchOutcome, .detail = idsOf(book->outcomes)});

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const store::TaskGateway tasks(m_database);
    const Result<bool> completed = tasks.complete(*transaction, scene->task, staff, outcomeId, value, now);
    if (!completed)
        return cannotStore(completed.error());
    if (!*completed)
        return refused(whyNot(scene->task));
    const Result<std::optional<CallbackTask>> task = tasks.find(scene->task);
    if (!task)
        return cannotStore(task.error());

    audit::Trail trail;
    QJsonObject detail = {{u"outcome"_s, outcomeId}, {u"recovered"_s, outcome->recovered}};
    if (value)
        detail.insert(u"value_cents"_s, value->cents);
    trail.add(entry(now, staff, u"task_completed"_s, **task, detail));
    const Result<int> tries = tasks.doneOf((*task)->followUp);
    if (!tries)
        return cannotStore(tries.error());
    const bool comesBack = !outcome->closes && *tries < outcome->attempts;
    // An outcome that says no time ("call me later") comes back as a new callback would: better too early than forgotten.
    const Instant dueAt = now + outcome->retryIn.value_or(book->callback.dueIn);
    const Done consequence = comesBack ? bringBack(*transaction, trail, **task, staff, dueAt, now)
                                       : closeCase(*transaction, trail, **task, staff, value, *outcome, now);
    if (!consequence)
        return cannotStore(consequence.error());
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return cannotStore(proved.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStore(committed.error());
    return **task;
}

Done Desk::closeCase(store::Transaction &transaction, audit::Trail &trail, const CallbackTask &task, const QString &staff,
                     std::optional<Money> value, const playbook::Outcome &outcome, Instant now)
{
    const store::FollowUpGateway followUps(m_database);
    const Result<std::optional<calls::FollowUp>> found = followUps.find(task.followUp);
    if (!found)
        return failure(found);
    if (!*found)
        return failure(ErrorKind::Corrupt, u"a task without its follow-up"_s);
    calls::FollowUp followUp = **found;
    followUp.state = calls::FollowUpState::Closed;
    followUp.closedAt = now;
    followUp.outcome = outcome.id;
    if (const Done updated = followUps.update(transaction, followUp); !updated)
        return updated;
    trail.add(entry(now, staff, u"follow_up_closed"_s, task, {{u"outcome"_s, outcome.id}}));

    const store::LeadGateway leads(m_database);
    const Result<std::optional<calls::Lead>> lead = leads.ofFollowUp(task.followUp);
    if (!lead)
        return failure(lead);
    if (!*lead)
        return {};
    calls::Lead changed = **lead;
    if (!outcome.leadStatus.isEmpty())
        changed.status = outcome.leadStatus;
    if (value)
        changed.value = value;
    trail.add(entry(now, staff, u"lead_updated"_s, task, {{u"status"_s, changed.status}}));
    return leads.update(transaction, changed);
}

Done Desk::bringBack(store::Transaction &transaction, audit::Trail &trail, const CallbackTask &task, const QString &staff, Instant dueAt,
                     Instant now)
{
    const CallbackTask next{.id = m_ids.next<calls::TaskId>(now),
                            .followUp = task.followUp,
                            .team = task.team,
                            .assignedTo = staff,
                            .priority = task.priority,
                            .note = task.note,
                            .createdAt = now,
                            .dueAt = dueAt};
    trail.add(entry(now, staff, u"task_created"_s, next, {{u"assigned_to"_s, staff}, {u"due_at"_s, toIso(next.dueAt)}}));
    return store::TaskGateway(m_database).insert(transaction, next);
}

} // namespace ringback::desk
