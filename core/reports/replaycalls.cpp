#include "reports/replaysimulation.h"

#include "policy/followthrough.h"
#include "policy/reasons.h"

#include <algorithm>

/// What calls would have brought, and how that differs from what they did.
namespace ringback::reports {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::PastText;
using store::PastWork;

namespace {

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

// Why a call brought no text, or that it did: the one of a decision's reasons that says so.
QString treatment(const QStringList &reasons)
{
    static const QStringList telling = {
        code(policy::reason::texted),         code(policy::reason::quietHours),     code(policy::reason::optedOut),
        code(policy::reason::likelyOptedOut), code(policy::reason::doNotText),      code(policy::reason::noSender),
        code(policy::reason::alreadyTexted),  code(policy::reason::tooShort),       code(policy::reason::repeatedShortCalls),
        code(policy::reason::noLine),         code(policy::reason::ownNumber),      code(policy::reason::withheldNumber),
        code(policy::reason::unusableNumber), code(policy::reason::listedAsSpam),   code(policy::reason::blockedByStaff),
        code(policy::reason::blockedByList),  code(policy::reason::manyComplaints),
    };
    for (const QString &reason : telling) {
        if (reasons.contains(reason))
            return reason;
    }
    return u"no_text"_s; // a playbook that does not answer calls by text
}
} // namespace

void Simulation::happen(const calls::Call &call)
{
    const bool missed = call.direction == calls::Direction::In && call.verdict == calls::Verdict::Missed;
    if (counts() && call.direction == calls::Direction::In)
        ++m_replay.calls;
    if (missed)
        decide(call);
    else if (const std::optional<PhoneNumber> number = calls::numberOf(call.caller))
        spoke(call, party(*number));
}

void Simulation::spoke(const calls::Call &call, Party &caller)
{
    if (call.direction == calls::Direction::Out)
        caller.ourCall = policy::OurCall{.at = call.startedAt, .staff = call.staff.isEmpty() ? caller.lastWorkedBy : call.staff};
    if (call.verdict != calls::Verdict::Answered || !caller.openCase)
        return;
    Case &open = *caller.openCase;
    open.followUp.reachedAt = m_now;
    withdraw(caller, playbook::StopsOn::Reached);
    if (policy::decideAnswered({.call = call, .followUp = open.followUp, .liveTask = open.task}, m_rules).closes)
        close(caller);
}

void Simulation::decide(const calls::Call &call)
{
    countMiss();
    const std::optional<PhoneNumber> number = calls::numberOf(call.caller);
    const Result<PhoneNumber> dialled = PhoneNumber::parse(call.line);
    const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
    Party *const caller = number ? &party(*number) : nullptr;

    policy::CallFacts facts{.call = call};
    facts.callerGaveUp = call.providerReason == "no-answer"_L1 || call.providerReason == "canceled"_L1;
    if (line)
        facts.line = *line;
    facts.ownNumber = number && m_setup.isOwnNumber(*number);
    facts.storm = m_storm.has_value();
    if (caller) {
        const auto lately = [&call](const QList<Instant> &times) {
            return static_cast<int>(std::count_if(times.cbegin(), times.cend(), [&](Instant at) { return at >= call.startedAt - 1h; }));
        };
        facts.contact = caller->contact;
        facts.blocking = blockingAt(*number, m_now);
        facts.optedOut = caller->optedOut;
        facts.likelyOptedOut = caller->likelyOptedOut;
        facts.doNotText = m_setup.doNotText.contains(*number);
        facts.shortCallsInTheLastHour = lately(caller->screenedAt);
        if (caller->openCase) {
            facts.openCase = caller->openCase->followUp;
            facts.liveTask = caller->openCase->task;
            facts.callsInTheLastHour = lately(caller->openCase->missedAt);
        }
        facts.textedAt = lastText(*caller);
        if (facts.textedAt && *facts.textedAt < m_now - m_rules.playbook.dedupWindow)
            facts.textedAt.reset();
        if (caller->ourCall && caller->ourCall->at >= call.startedAt - m_rules.playbook.returningWindow)
            facts.ourCall = caller->ourCall;
        facts.candidates = candidates();
        facts.turns = m_turns;
    }
    const policy::Decision decision = policy::decide(facts, m_rules, m_now);
    if (caller && decision.actions.isEmpty())
        caller->screenedAt.append(call.startedAt);
    else if (caller)
        carryOut(decision, *caller, call);
    compare(call, decision);
}

// Of what holds today, as much as was there by then.
std::optional<calls::Blocking> Simulation::blockingAt(const PhoneNumber &number, Instant at) const
{
    const auto found = m_history.blockings.constFind(number);
    if (found == m_history.blockings.constEnd())
        return std::nullopt;
    calls::Blocking blocking = *found;
    if (!blocking.markedAt || *blocking.markedAt > at)
        blocking.mark = calls::Blocking::Mark::None;
    if (!blocking.listedAt || *blocking.listedAt > at)
        blocking.list.clear();
    if (!blocking.countedAt || *blocking.countedAt > at)
        blocking.complaints = 0;
    return blocking;
}

void Simulation::carryOut(const policy::Decision &decision, Party &caller, const calls::Call &call)
{
    for (const policy::Action &action : decision.actions) {
        if (std::holds_alternative<policy::OpenCase>(action))
            open(caller, call.line);
        else if (const auto *task = std::get_if<policy::CreateTask>(&action))
            give(caller, *task);
        else if (const auto *raise = std::get_if<policy::RaisePriority>(&action))
            raiseTask(*caller.openCase, *raise);
        else if (const auto *text = std::get_if<policy::ScheduleText>(&action))
            answer(caller, *text);
        else if (const auto *step = std::get_if<policy::PlanStep>(&action))
            plan(step->at, caller.contact.number, caller.openCase->serial, NextStep{*step});
    }
    caller.openCase->missedAt.append(call.startedAt);
    caller.openCase->workedByPeople = caller.openCase->workedByPeople || call.followUp.has_value();
}

void Simulation::compare(const calls::Call &call, const policy::Decision &decision)
{
    if (!counts())
        return;
    const QString did = treatment(call.reasons);
    const QString would = treatment(decision.reasons);
    ++m_replay.missed;
    if (would == code(policy::reason::texted))
        ++m_replay.texted;
    else if (would == code(policy::reason::quietHours))
        ++m_replay.textedLater;
    else
        ++m_replay.suppressed[would];
    if (did == would)
        return;
    ++m_replay.different;
    ++m_replay.differences[u"%1 → %2"_s.arg(did, would)];
    if (m_replay.firstDifferences.size() < m_plan.listedDifferences)
        m_replay.firstDifferences.append({.call = call.id, .at = m_now, .did = did, .would = would});
}

} // namespace ringback::reports
