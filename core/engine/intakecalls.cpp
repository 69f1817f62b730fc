#include "engine/callstate.h"
#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/dialgateway.h"

#include <QJsonArray>

#include <algorithm>

/// Calls: from their events to a verdict, and what answered ones and ours say of a case.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Direction;
using calls::Verdict;

namespace {

// A conversation may last, and some systems say nothing until it is over.
constexpr Milliseconds longestSilence = 15min;

QString actionOf(Direction direction, Verdict verdict)
{
    const bool ours = direction == Direction::Out;
    switch (verdict) {
    case Verdict::Pending:
        return ours ? u"our_call_ringing"_s : u"call_ringing"_s;
    case Verdict::Missed:
        return ours ? u"our_call_not_answered"_s : u"call_missed"_s;
    case Verdict::Answered:
        return ours ? u"our_call_answered"_s : u"call_answered"_s;
    case Verdict::Unclear:
        return ours ? u"our_call_unclear"_s : u"call_unclear"_s;
    }
    Q_UNREACHABLE();
}

// Screened out for that alone.
bool wasTooShort(const calls::Call &call)
{
    return call.direction == Direction::In && call.verdict == Verdict::Missed && !call.followUp &&
           call.reasons == QStringList{QString::fromUtf16(policy::reason::tooShort)};
}

} // namespace

Done Intake::applyCall(Turn &turn, const store::InboxEvent &inbox, const connectors::CallEvent &event)
{
    const store::CallGateway gateway(m_database);
    const Result<std::optional<calls::Call>> found = gateway.findToChange(turn.transaction, inbox.connection, event.providerCallId);
    if (!found)
        return failure(found);
    calls::Call before = *found ? **found : beginCall(m_ids.next<calls::CallId>(turn.now), inbox.connection, event, inbox.receivedAt);
    if (!*found && inbox.kind == calls::EventKind::CallLog)
        before.reportedBy = calls::ReportedBy::Log;
    calls::Call call = absorb(before, event, inbox.receivedAt, turn.office.setup.engine.settle);

    if (event.signal == connectors::CallSignal::Ringing)
        turn.work.note(actorOf(inbox.connection), actionOf(call.direction, Verdict::Pending), call.id.text(), u"call:"_s + call.id.text(),
                       {{u"line"_s, call.line}});
    if (call.verdict != before.verdict) {
        if (const Done decided = judged(turn, call); !decided)
            return decided;
    } else if (event.voicemail && wasTooShort(call)) { // who speaks to a machine is in earnest
        if (const Done decided = decideMissed(turn, call); !decided)
            return decided;
    }
    // Once, with all that was decided: in a storm every statement counts.
    if (!*found || call != before) {
        const Done stored = *found ? gateway.update(turn.transaction, call) : gateway.insert(turn.transaction, call);
        if (!stored)
            return stored;
    }
    if (const Done told = call.direction == Direction::Out ? followDial(turn, call) : Done(); !told)
        return told;
    return event.voicemail && call.direction == Direction::In ? keepVoicemail(turn, call, *event.voicemail) : Done();
}

// Whoever rings that caller is in this call, or has hung up. Some systems tell that it was answered when it is, and some that it is over a while
// before it is judged.
Done Intake::followDial(Turn &turn, const calls::Call &call)
{
    const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
    if (!number)
        return {};
    const auto lives = [](const calls::Leg &leg) {
        return leg.state != calls::Leg::State::Over;
    };
    const bool goesOn =
        std::any_of(call.legs.cbegin(), call.legs.cend(), lives) || (call.verdict == Verdict::Pending && !call.endedAt.has_value());
    const store::DialGateway dials(m_database);
    const Result<bool> told = goesOn ? dials.renewFor(turn.transaction, *number, call.startedAt, turn.now + longestSilence)
                                     : dials.endFor(turn.transaction, *number, call.startedAt, turn.now);
    return told ? Done() : failure(told);
}

Done Intake::keepVoicemail(Turn &turn, const calls::Call &call, const calls::Voicemail &voicemail)
{
    const store::VoicemailGateway gateway(m_database);
    const Result<std::optional<store::VoicemailGateway::Kept>> known = gateway.of(call.id);
    if (!known)
        return failure(known);
    const bool hasText = !voicemail.transcript.isEmpty();
    if (!*known || (hasText && (*known)->voicemail.transcript.isEmpty())) {
        QJsonObject detail = {{u"transcript"_s, hasText}}; // the words themselves are not for the trail: they can be forgotten
        if (voicemail.length)
            detail.insert(u"length_ms"_s, qint64(voicemail.length->count()));
        turn.work.note(actorOf(call.connection), u"voicemail_received"_s, call.followUp ? call.followUp->text() : call.id.text(),
                       u"call:"_s + call.id.text(), detail);
    }
    return gateway.keep(turn.transaction, call.id, voicemail, turn.now);
}

// The verdict over a call has just been reached.
Done Intake::judged(Turn &turn, calls::Call &call)
{
    if (call.verdict == Verdict::Answered)
        call.reasons = {QString::fromUtf16(policy::reason::answered)};
    else if (call.verdict == Verdict::Unclear)
        call.reasons = {QString::fromUtf16(policy::reason::outcomeNotKnown)};
    QJsonObject detail = {{u"provider_reason"_s, call.providerReason}, {u"line"_s, call.line}};
    if (call.ringTime)
        detail.insert(u"ring_ms"_s, qint64(call.ringTime->count()));
    if (!call.reasons.isEmpty())
        detail.insert(u"reasons"_s, QJsonArray::fromStringList(call.reasons));
    turn.work.note(actorOf(call.connection), actionOf(call.direction, call.verdict), call.id.text(), u"call:"_s + call.id.text(), detail);
    if (call.direction == Direction::In && call.verdict == Verdict::Missed)
        return missed(turn, call);
    if (call.direction == Direction::Out || call.verdict == Verdict::Answered)
        return joinHistory(turn, call);
    return {};
}

// Who of ours dialled: as the provider says, else whoever has worked this caller's callback last.
Result<QString> Intake::whoCalled(const calls::Call &ours, const calls::ContactId &contact) const
{
    if (!ours.staff.isEmpty())
        return ours.staff;
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).latestOf(contact);
    if (!followUp)
        return failure(followUp);
    if (!*followUp)
        return QString();
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).lastWorkedOf((*followUp)->id);
    if (!task)
        return failure(task);
    if (!*task)
        return QString();
    return (*task)->state == calls::TaskState::Claimed ? (*task)->claimedBy : (*task)->completedBy;
}

// A call of ours, or one that was answered: it belongs to the open case of that number, and ends it when somebody of ours has spoken.
Done Intake::joinHistory(Turn &turn, calls::Call &call)
{
    const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
    if (!number)
        return {};
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).find(*number);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return {};
    const Result<std::optional<calls::FollowUp>> openCase =
        store::FollowUpGateway(m_database).openToChange(turn.transaction, (*contact)->id);
    if (!openCase)
        return failure(openCase);
    if (!*openCase)
        return {};
    call.followUp = (*openCase)->id;
    return call.verdict == Verdict::Answered ? reached(turn, call, **openCase, *number) : Done();
}

Done Intake::reached(Turn &turn, calls::Call &call, calls::FollowUp followUp, const calls::PhoneNumber &number)
{
    const Result<policy::Rules> rules = rulesOf(turn, followUp);
    if (!rules)
        return failure(rules);
    const store::TaskGateway tasks(m_database);
    Result<std::optional<calls::CallbackTask>> task = tasks.liveOf(followUp.id);
    if (!task)
        return failure(task);
    policy::AnsweredDecision decision;
    for (;;) {
        decision = policy::decideAnswered({.call = call, .followUp = followUp, .liveTask = *task}, *rules);
        if (!decision.closes || !*task)
            break;
        calls::CallbackTask cancelled = **task;
        cancelled.state = calls::TaskState::Cancelled;
        cancelled.checkAt.reset();
        const Result<bool> changed = turn.work.changeTask(**task, cancelled);
        if (!changed)
            return failure(changed);
        if (*changed) {
            turn.work.note(u"engine"_s, u"task_cancelled"_s, followUp.id.text(), u"task:"_s + cancelled.id.text(),
                           {{u"reasons"_s, QJsonArray::fromStringList(decision.reasons)}});
            break;
        }
        task = tasks.liveOf(followUp.id); // somebody claimed or completed it at this moment
        if (!task)
            return failure(task);
    }

    followUp.reachedAt = std::min(turn.now, call.endedAt.value_or(turn.now));
    followUp.reasons = decision.reasons;
    call.reasons += decision.reasons;
    if (const Result<int> stopped = turn.work.stopSteps(followUp, number, playbook::StopsOn::Reached, rules->playbook); !stopped)
        return failure(stopped);
    QJsonObject detail = {{u"reasons"_s, QJsonArray::fromStringList(decision.reasons)}, {u"call"_s, call.id.text()}};
    if (decision.closes) {
        followUp.state = calls::FollowUpState::Closed;
        followUp.closedAt = turn.now;
        followUp.outcome = decision.outcome;
        if (const Result<int> stopped = turn.work.stopSteps(followUp, number, playbook::StopsOn::Closed, rules->playbook); !stopped)
            return failure(stopped);
        followUp.nextStep.clear();
        followUp.nextStepAt.reset();
        detail.insert(u"outcome"_s, decision.outcome);
        detail.insert(u"lead_status"_s, decision.leadStatus);
    } else if (*task) {
        detail.insert(u"claimed_by"_s, (*task)->claimedBy);
    }
    turn.work.note(u"engine"_s, decision.closes ? u"follow_up_closed"_s : u"caller_reached"_s, followUp.id.text(),
                   u"follow_up:"_s + followUp.id.text(), detail);
    if (!decision.leadStatus.isEmpty()) {
        const store::LeadGateway leads(m_database);
        const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(followUp.id);
        if (!found)
            return failure(found);
        if (*found) {
            calls::Lead lead = **found;
            lead.status = decision.leadStatus;
            if (const Done updated = leads.update(turn.transaction, lead); !updated)
                return updated;
        }
    }
    return store::FollowUpGateway(m_database).update(turn.transaction, followUp);
}

Done Intake::settleCalls(Turn &turn, int limit, int &count)
{
    const store::CallGateway gateway(m_database);
    const Result<QList<calls::Call>> due = gateway.settling(turn.transaction, turn.now, limit);
    if (!due)
        return failure(due);
    for (const calls::Call &waiting : *due) {
        calls::Call call = settled(waiting);
        if (const Done decided = judged(turn, call); !decided)
            return decided;
        if (const Done updated = gateway.update(turn.transaction, call); !updated)
            return updated;
        ++count;
    }
    return {};
}

} // namespace ringback::engine
