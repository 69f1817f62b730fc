#include "engine/conclusion.h"

#include "base/time.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;

namespace {

// Words that somebody is expected still hold a day later, if no time was agreed.
constexpr Milliseconds confirmationTrueFor = 24h;

QString reason(const char16_t *code)
{
    return QString::fromUtf16(code);
}

bool comesBack(const CallbackTask &task, const playbook::Outcome &outcome)
{
    return !outcome.closes && task.attempt < outcome.attempts;
}

} // namespace

Conclusion::Conclusion(store::Transaction &transaction, Casework &cases, IdSource &ids, const Office &office, Instant now)
    : m_transaction(transaction)
    , m_cases(cases)
    , m_ids(ids)
    , m_office(office)
    , m_now(now)
{}

void Conclusion::note(const Ending &ending, const QString &action, const CallbackTask &task, QJsonObject detail) const
{
    m_cases.note(ending.actor, action, task.followUp.text(), u"task:"_s + task.id.text(), std::move(detail));
}

Done Conclusion::end(const Case &ended, const Ending &ending) const
{
    const Result<std::optional<calls::Lead>> lead = store::LeadGateway(m_transaction.database()).ofFollowUp(ended.followUp.id);
    if (!lead)
        return failure(lead);
    const CallbackTask before = ended.task;
    CallbackTask &task = ended.task;
    task.state = TaskState::Done;
    task.completedBy = ending.by;
    task.completedAt = m_now;
    task.outcome = ending.outcome.id;
    task.value = ending.value;
    task.appointmentAt = ending.at;
    task.checkAt.reset();
    if (*lead) {
        task.leadStatusBefore = (*lead)->status;
        task.leadValueBefore = (*lead)->value;
    }
    const Result<bool> changed = m_cases.changeTask(before, task);
    if (!changed)
        return failure(changed);
    if (!*changed) // the row is locked, so only a fault of ours makes this fail
        return failure(ErrorKind::Conflict, u"a locked task has changed"_s);
    QJsonObject detail = {{u"outcome"_s, ending.outcome.id}, {u"recovered"_s, ending.outcome.recovered}, {u"attempt"_s, task.attempt}};
    if (task.value)
        detail.insert(u"value_cents"_s, task.value->cents);
    if (task.appointmentAt)
        detail.insert(u"at"_s, toIso(*task.appointmentAt));
    note(ending, u"task_completed"_s, task, detail);
    return conclude(ended, ending);
}

// What follows from the outcome: for the case, its lead, its messages, and the next attempt.
Done Conclusion::conclude(const Case &ended, const Ending &ending) const
{
    const CallbackTask &task = ended.task;
    calls::FollowUp &followUp = ended.followUp;
    const bool back = comesBack(task, ending.outcome);
    const QString why = reason(back ? policy::reason::claimed : policy::reason::caseClosed);
    if (followUp.nextStepAt) { // from the first callback on, people write
        note(ending, u"steps_stopped"_s, task, {{u"step"_s, followUp.nextStep}, {u"reasons"_s, QJsonArray{why}}});
        followUp.nextStep.clear();
        followUp.nextStepAt.reset();
    }
    if (!back) {
        followUp.state = FollowUpState::Closed;
        followUp.closedAt = m_now;
        followUp.outcome = ending.outcome.id;
        note(ending, u"follow_up_closed"_s, task, {{u"outcome"_s, ending.outcome.id}});
    }
    if (const Done updated = store::FollowUpGateway(m_transaction.database()).update(m_transaction, followUp); !updated)
        return updated;
    if (const Done updated = updateLead(ended, ending); !updated)
        return updated;
    if (const Done dropped = dropMessages(ended, ending, why); !dropped)
        return dropped;
    if (back) {
        if (const Done brought = bringBack(ended, ending); !brought)
            return brought;
    }
    return ending.confirms ? confirm(ended, ending) : Done();
}

Done Conclusion::updateLead(const Case &ended, const Ending &ending) const
{
    const store::LeadGateway leads(m_transaction.database());
    const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(ended.followUp.id);
    if (!found)
        return failure(found);
    if (!*found)
        return {};
    calls::Lead lead = **found;
    if (!ending.outcome.leadStatus.isEmpty())
        lead.status = ending.outcome.leadStatus;
    if (ended.task.value)
        lead.value = ended.task.value;
    if (lead == **found)
        return {};
    note(ending, u"lead_updated"_s, ended.task, {{u"status"_s, lead.status}});
    return leads.update(m_transaction, lead);
}

Done Conclusion::dropMessages(const Case &ended, const Ending &ending, const QString &why) const
{
    Result<QList<calls::Message>> messages = store::MessageGateway(m_transaction.database()).ofFollowUp(ended.followUp.id);
    if (!messages)
        return failure(messages);
    messages->removeIf(
        [](const calls::Message &message) { return message.state != calls::DeliveryState::Scheduled || !message.automated; });
    const Result<int> dropped = m_cases.drop(*messages, why, ending.actor);
    return dropped ? Done() : failure(dropped);
}

Done Conclusion::bringBack(const Case &ended, const Ending &ending) const
{
    const CallbackTask &task = ended.task;
    const playbook::Callback &rules = m_office.playbook.callback;
    CallbackTask next{.id = m_ids.next<calls::TaskId>(m_now),
                      .followUp = task.followUp,
                      .team = task.team,
                      .assignedTo = ending.next,
                      .priority = task.priority,
                      .note = task.note,
                      .createdAt = m_now,
                      .attempt = task.attempt + 1,
                      .readyAt = task.appointmentAt};
    if (!next.readyAt && ending.outcome.retryIn)
        next.readyAt = m_now + *ending.outcome.retryIn;
    // An outcome that says no time ("call me later") comes back as a new callback would: better too early than forgotten.
    next.dueAt = next.readyAt.value_or(m_now) + rules.dueIn;
    if (!next.assignedTo.isEmpty())
        next.assignedAt = m_now;
    next.checkAt = policy::nextCheck(next, rules);
    note(ending, u"task_created"_s, next,
         {{u"assigned_to"_s, next.assignedTo},
          {u"attempt"_s, next.attempt},
          {u"attempts"_s, ending.outcome.attempts},
          {u"ready_at"_s, toIso(next.readyAt.value_or(m_now))},
          {u"due_at"_s, toIso(next.dueAt)}});
    return store::TaskGateway(m_transaction.database()).insert(m_transaction, next);
}

// Written now and due when the completion can no longer be taken back; the runner asks the rules for sending then.
Done Conclusion::confirm(const Case &ended, const Ending &ending) const
{
    if (ending.outcome.confirmation.isEmpty())
        return {};
    const settings::Setup &setup = m_office.setup;
    const CallbackTask &task = ended.task;
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(ended.followUp.line);
    const calls::Line *const line = dialled ? setup.line(*dialled) : nullptr;
    const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_transaction.database()).optOut(ended.contact.number);
    if (!optOut)
        return failure(optOut);
    const char16_t *const why = !line                                            ? policy::reason::noLine
                                : line->textsConnection.isEmpty()                ? policy::reason::noSender
                                : *optOut && !(*optOut)->isLikely()              ? policy::reason::optedOut
                                : setup.doNotText.contains(ended.contact.number) ? policy::reason::doNotText
                                                                                 : nullptr;
    if (why) {
        note(ending, u"text_dropped"_s, task, {{u"step"_s, confirmationStep()}, {u"reasons"_s, QJsonArray{reason(why)}}});
        return {};
    }
    const QString language = ended.contact.language.isEmpty() ? setup.company.language : ended.contact.language;
    return m_cases.schedule({// After an undo the same task may be completed, and confirmed, once more.
                             .key = u"confirmation:%1:%2"_s.arg(task.id.text()).arg(toMs(m_now)),
                             .followUp = ended.followUp.id,
                             .contact = ended.contact,
                             .playbook = m_office.playbook,
                             .step = confirmationStep(),
                             .templateId = ending.outcome.confirmation,
                             .language = language,
                             .line = line->number,
                             .connection = line->textsConnection,
                             .staff = ending.by,
                             .dueAt = m_now + undoWindow,
                             .trueUntil = task.appointmentAt.value_or(m_now + confirmationTrueFor),
                             .appointment = task.appointmentAt,
                             .actor = ending.actor});
}

} // namespace ringback::engine
