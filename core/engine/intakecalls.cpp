#include "base/time.h"
#include "engine/callstate.h"
#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "engine/recognition.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/blocklistgateway.h"
#include "store/dialgateway.h"
#include "store/pulsegateway.h"

#include <QJsonArray>

#include <algorithm>

/// Calls: from their events to a verdict, and from that to a case.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Direction;
using calls::Verdict;

namespace {

// Of a call that we hear of later than this, the caller may have been spoken with since.
constexpr Milliseconds newsAreFresh = 1min;

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

Done Intake::missed(Turn &turn, calls::Call &call)
{
    if (call.reportedBy == calls::ReportedBy::Log) {
        // Where nothing is ever pushed, nothing was lost.
        const Result<bool> wasLost =
            store::PulseGateway(m_database).isPushing(call.connection, turn.now - store::PulseGateway::pushesWithin);
        if (!wasLost)
            return failure(wasLost);
        if (*wasLost)
            turn.work.note(u"engine"_s, u"call_recovered"_s, call.id.text(), u"call:"_s + call.id.text(),
                           {{u"ended_at"_s, toIso(call.endedAt.value_or(call.startedAt))}});
    }
    if (const Done counted = turn.storm.countMiss(call.startedAt); !counted)
        return counted;
    return decideMissed(turn, call);
}

Done Intake::decideMissed(Turn &turn, calls::Call &call)
{
    const settings::Setup &setup = turn.office.setup;
    const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(call.line);
    const calls::Line *const line = dialled ? setup.line(*dialled) : nullptr;

    policy::CallFacts facts{.call = call};
    facts.callerGaveUp = callerGaveUp(call);
    if (line)
        facts.line = *line;
    facts.ownNumber = number && setup.isOwnNumber(*number);
    if (number && call.endedAt && *call.endedAt < turn.now - newsAreFresh) {
        const Result<std::optional<calls::Call>> answered = store::CallGateway(m_database).answeredSince(*number, call.startedAt);
        if (!answered)
            return failure(answered);
        if (*answered)
            facts.spokeSince = (*answered)->direction;
    }
    const playbook::Screening &screening = turn.office.playbook.screening;
    QStringList why = policy::screen(facts, screening);
    const auto isOnly = [&why](const char16_t *reason) {
        return why == QStringList{QString::fromUtf16(reason)};
    };
    // A person may have said otherwise of whom a registry lists. Of the others that nobody is bothered with anyway, nothing more is asked.
    const bool inRegistry = isOnly(policy::reason::listedAsSpam);
    if (inRegistry) {
        if (const Done loaded = loadBlocking(turn, *number, facts); !loaded)
            return loaded;
        why = policy::screen(facts, screening);
    }
    bool surfaced = false;
    if (isOnly(policy::reason::tooShort)) {
        const int enough = screening.shortCallsToSurface;
        const Result<int> shortCalls = store::CallGateway(m_database).screenedFrom(*number, call.startedAt - 1h, enough);
        if (!shortCalls)
            return failure(shortCalls);
        facts.shortCallsInTheLastHour = *shortCalls;
        surfaced = *shortCalls + 1 >= enough;
        if (surfaced)
            why.clear(); // the policy brings it to a person
    }
    if (why.isEmpty() && !inRegistry) {
        if (const Done loaded = loadBlocking(turn, *number, facts); !loaded)
            return loaded;
        why = policy::screen(facts, screening);
        if (surfaced && isOnly(policy::reason::tooShort))
            why.clear();
    }
    if (!why.isEmpty()) {
        screened(turn, call, why, facts.blocking);
        return {};
    }

    // Without the caller id's name: it is as often a company's, a spouse's or a town's, and nobody is greeted by such a one.
    const calls::Contact fresh{
        .id = m_ids.next<calls::ContactId>(turn.now), .number = *number, .kind = turn.office.playbook.lead.unknownCaller};
    // Locked from here on, so that of two calls of one number the second sees what was decided about the first.
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(turn.transaction, fresh, turn.now);
    if (!contact)
        return failure(contact);
    facts.contact = *contact;
    const bool isKnown = contact->id != fresh.id; // else there is no case and no message to look for
    if (isKnown) {
        if (const Done loaded = loadCase(turn, facts); !loaded)
            return loaded;
    }
    const Result<Recognition::Caller> caller = Recognition(turn.transaction, turn.trail, turn.office, turn.now)
                                                   .recognise(*contact, facts.openCase ? facts.openCase->id.text() : call.id.text());
    if (!caller)
        return failure(caller);
    facts.contact = caller->contact;
    facts.owner = caller->owner;
    const Result<policy::Rules> rules = facts.openCase ? rulesOf(turn, *facts.openCase) : turn.office.rules();
    if (!rules)
        return failure(rules);
    if (isKnown) {
        const Result<std::optional<calls::Message>> texted =
            store::MessageGateway(m_database).automatedTo(*number, turn.now - rules->playbook.dedupWindow);
        if (!texted)
            return failure(texted);
        if (*texted)
            facts.textedAt = (*texted)->sentAt.value_or((*texted)->createdAt);
    }
    if (const Done loaded = loadCaller(turn, *rules, facts); !loaded)
        return loaded;

    const policy::Decision decision = policy::decide(facts, *rules, turn.now);
    if (decision.actions.isEmpty()) {
        screened(turn, call, decision.reasons, facts.blocking);
        return {};
    }
    call.reasons = decision.reasons;
    const Result<calls::FollowUp> followUp =
        turn.work.carryOut(decision, {.contact = *facts.contact,
                                      .rules = *rules,
                                      .line = line,
                                      .dialled = dialled->e164(),
                                      .calledAt = std::min(turn.now, call.endedAt.value_or(call.startedAt)),
                                      .key = call.id.text(),
                                      .openCase = facts.openCase,
                                      .liveTask = facts.liveTask});
    if (!followUp)
        return failure(followUp);
    call.followUp = followUp->id;
    return {};
}

void Intake::screened(Turn &turn, calls::Call &call, const QStringList &why, const std::optional<calls::Blocking> &blocking)
{
    call.reasons = why;
    QJsonObject detail = {{u"reasons"_s, QJsonArray::fromStringList(why)}};
    if (blocking && why.contains(QString::fromUtf16(policy::reason::blockedByStaff))) {
        detail.insert(u"by"_s, blocking->markedBy);
        detail.insert(u"since"_s, toIso(blocking->markedAt.value_or(turn.now)));
    } else if (blocking && why.contains(QString::fromUtf16(policy::reason::blockedByList))) {
        detail.insert(u"list"_s, blocking->list);
        detail.insert(u"since"_s, toIso(blocking->listedAt.value_or(turn.now)));
    } else if (blocking && why.contains(QString::fromUtf16(policy::reason::manyComplaints))) {
        detail.insert(u"complaints"_s, blocking->complaints);
        detail.insert(u"since"_s, toIso(blocking->firstComplaintAt.value_or(turn.now)));
    }
    turn.work.note(u"engine"_s, u"call_screened"_s, call.id.text(), u"call:"_s + call.id.text(), detail);
}

// One read by primary key; of the few numbers that lists name also who it is, and whether somebody works on the case.
Done Intake::loadBlocking(Turn &turn, const calls::PhoneNumber &number, policy::CallFacts &facts)
{
    const Result<std::optional<calls::Blocking>> blocking = store::BlocklistGateway(m_database).find(number);
    if (!blocking)
        return failure(blocking);
    facts.blocking = *blocking;
    if (!facts.blocking || facts.blocking->mark != calls::Blocking::Mark::None)
        return {};
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).find(number);
    if (!contact)
        return failure(contact);
    facts.contact = *contact;
    const Recognition recognition(turn.transaction, turn.trail, turn.office, turn.now);
    const Result<std::optional<Recognition::Known>> known = recognition.find(number);
    if (!known)
        return failure(known);
    if (*known) { // a customer whom the lead book has not met is no robot either
        const calls::Contact met = facts.contact.value_or(calls::Contact{
            .id = m_ids.next<calls::ContactId>(turn.now), .number = number, .kind = turn.office.playbook.lead.unknownCaller});
        facts.contact = recognition.filled(met, (*known)->connection, (*known)->record);
    }
    if (!*contact)
        return {};
    const Result<std::optional<calls::FollowUp>> openCase = store::FollowUpGateway(m_database).openOf((*contact)->id);
    if (!openCase)
        return failure(openCase);
    facts.openCase = *openCase;
    return {};
}

Done Intake::loadCase(Turn &turn, policy::CallFacts &facts)
{
    const store::FollowUpGateway followUps(m_database);
    const Result<std::optional<calls::FollowUp>> openCase = followUps.openToChange(turn.transaction, facts.contact->id);
    if (!openCase)
        return failure(openCase);
    facts.openCase = *openCase;
    if (!facts.openCase)
        return {};
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(facts.openCase->id);
    if (!task)
        return failure(task);
    facts.liveTask = *task;
    const Result<int> recent = followUps.callsSince(facts.openCase->id, facts.call.startedAt - 1h);
    if (!recent)
        return failure(recent);
    facts.callsInTheLastHour = *recent;
    return {};
}

// What is known of the number whether or not it has a case.
Done Intake::loadCaller(Turn &turn, const policy::Rules &rules, policy::CallFacts &facts)
{
    const calls::PhoneNumber &number = facts.contact->number;
    const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_database).optOut(number);
    if (!optOut)
        return failure(optOut);
    facts.optedOut = *optOut && !(*optOut)->isLikely();
    facts.likelyOptedOut = *optOut && (*optOut)->isLikely();
    facts.doNotText = turn.office.setup.doNotText.contains(number);
    const Result<bool> storm = turn.storm.isOn();
    if (!storm)
        return failure(storm);
    facts.storm = *storm;
    const Result<std::optional<calls::Call>> ours =
        store::CallGateway(m_database).ourLatestTo(number, facts.call.startedAt - rules.playbook.returningWindow);
    if (!ours)
        return failure(ours);
    if (*ours) {
        const Result<QString> staff = whoCalled(**ours, facts.contact->id);
        if (!staff)
            return failure(staff);
        facts.ourCall = policy::OurCall{.at = (*ours)->startedAt, .staff = *staff};
    }
    const Result<QList<policy::Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    facts.candidates = *candidates;
    const Result<policy::Turns> turns = turn.work.turns();
    if (!turns)
        return failure(turns);
    facts.turns = *turns;
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
