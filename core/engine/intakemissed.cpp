#include "base/time.h"
#include "engine/callstate.h"
#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "engine/recognition.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/blocklistgateway.h"
#include "store/pulsegateway.h"

#include <QJsonArray>

#include <algorithm>

/// Missed calls: what is known of caller and line, and what the policy makes of it.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Direction;
using calls::Verdict;

namespace {

// Of a call that we hear of later than this, the caller may have been spoken with since.
constexpr Milliseconds newsAreFresh = 1min;

} // namespace

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

} // namespace ringback::engine
