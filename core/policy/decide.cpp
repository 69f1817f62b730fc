#include "policy/decide.h"

#include "calls/people.h"
#include "policy/followthrough.h"
#include "policy/quiethours.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "policy/wording.h"

#include <algorithm>

namespace ringback::policy {

using namespace Qt::StringLiterals;
using calls::ContactKind;

namespace {

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

// `since`: when the caller began to wait.
CreateTask taskFor(const Wanted &wanted, const QList<Candidate> &candidates, const Turns &turns, const Rules &rules, Instant since,
                   QStringList &reasons)
{
    const playbook::Route route = routeOf(rules.playbook, wanted.kind);
    const Assignment assignment = assign(wanted, candidates, turns, rules);
    for (const QString &reason : assignment.reasons) {
        if (!reasons.contains(reason))
            reasons.append(reason);
    }
    return {.team = assignment.team,
            .assignedTo = assignment.staff,
            .dueAt = since + rules.playbook.callback.dueIn,
            .priority = route.priority,
            .note = route.note,
            .byTurn = assignment.byTurn,
            .considered = assignment.considered};
}

// Why no text may go to this caller at all; empty when one may.
QString textForbidden(const CallFacts &facts, bool surfaced)
{
    if (facts.optedOut)
        return code(reason::optedOut);
    if (facts.likelyOptedOut)
        return code(reason::likelyOptedOut);
    if (facts.doNotText)
        return code(reason::doNotText);
    if (facts.line->textsConnection.isEmpty())
        return code(reason::noSender);
    if (facts.textedAt)
        return code(reason::alreadyTexted);
    if (surfaced)
        return code(reason::tooShort);
    return {};
}

// A second sequence within the dedup window would be what the window is there to prevent.
bool mayFollowUp(const CallFacts &facts, bool surfaced)
{
    return !facts.openCase && !facts.optedOut && !facts.likelyOptedOut && !facts.textedAt && !surfaced;
}

// Counted from the call: a call that reaches us late (the engine was off) does not get a stale text on time.
Instant calledAt(const CallFacts &facts, Instant now)
{
    return std::min(now, facts.call.endedAt.value_or(now));
}

std::optional<ScheduleText> immediateText(const CallFacts &facts, const Rules &rules, ContactKind kind, Instant now, QStringList &reasons)
{
    if (!answersTheCall(rules.playbook))
        return std::nullopt;
    const playbook::Step &step = rules.playbook.steps.first();
    const Instant meant = calledAt(facts, now) + step.after;
    const Instant planned = std::max(now, meant);
    std::optional<Instant> quiet;
    if (rules.quietHours) {
        const QByteArray zoneOnRecord = facts.contact ? facts.contact->timeZone : QByteArray();
        quiet = quietUntil(*rules.quietHours, whereabouts(*calls::numberOf(facts.call.caller), zoneOnRecord, rules.officeZone), planned);
    }
    // Of a call that reaches us too late the sending decides whether other words are still true; "texted" would promise them.
    const bool late = !quiet && planned > meant + step.trueFor;
    reasons.append(code(quiet ? reason::quietHours : late ? reason::noLongerTrue : reason::texted));
    if (facts.storm)
        reasons.append(code(reason::stormOn));
    return ScheduleText{.step = step.id,
                        .templateId = templateFor(
                            step, {.kind = kind, .late = quiet.has_value(), .returning = facts.ourCall.has_value(), .storm = facts.storm}),
                        .language = facts.contact ? languageOf(*facts.contact, rules) : rules.officeLanguage,
                        .dueAt = quiet.value_or(planned),
                        .trueUntil = quiet.value_or(meant) + step.trueFor};
}

// Who returns our call wants the person who made it, at once.
CreateTask taskForCall(const CallFacts &facts, const Rules &rules, ContactKind kind, bool urgent, Instant now, QStringList &reasons)
{
    CreateTask task = taskFor({.kind = kind,
                               .lineTeam = facts.line->team,
                               .skills = facts.line->skills,
                               .language = facts.contact ? facts.contact->language : QString(),
                               .owner = facts.owner,
                               .returnsTo = facts.ourCall ? facts.ourCall->staff : QString()},
                              facts.candidates, facts.turns, rules, calledAt(facts, now), reasons);
    task.priority = task.priority || urgent;
    return task;
}

Wanted wantedBy(const std::optional<calls::Line> &line, const calls::Contact &contact)
{
    return {.kind = contact.kind,
            .lineTeam = line ? line->team : QString(),
            .skills = line ? line->skills : QStringList(),
            .language = contact.language};
}

std::optional<RaisePriority> raise(const CallFacts &facts, bool urgent)
{
    const calls::CallbackTask &task = *facts.liveTask;
    RaisePriority raised{.task = task.id};
    if (facts.ourCall && task.state == calls::TaskState::Open && task.assignedTo != facts.ourCall->staff &&
        isToBeHad(facts.candidates, facts.ourCall->staff))
        raised.assignTo = facts.ourCall->staff;
    if (raised.assignTo.isEmpty() && (task.priority || !urgent))
        return std::nullopt;
    return raised;
}

// Somebody of the lead book, or whose case is being worked on: no file knows them better.
bool isKnown(const CallFacts &facts)
{
    if (facts.openCase)
        return true;
    return facts.contact && (facts.contact->kind == ContactKind::PriorCustomer || facts.contact->kind == ContactKind::Client ||
                             !facts.contact->name.isEmpty());
}

// What files hold against the number; empty where nothing is, whoever calls.
QString listedBecause(const calls::Blocking &blocking, const playbook::Screening &screening)
{
    if (!blocking.list.isEmpty())
        return code(reason::blockedByList);
    if (screening.complaintsToBlock > 0 && blocking.complaints >= screening.complaintsToBlock)
        return code(reason::manyComplaints);
    return {};
}

bool isAllowed(const CallFacts &facts)
{
    return facts.blocking && facts.blocking->mark == calls::Blocking::Mark::Allowed;
}

// Why a number with something against it is treated like any other all the same; empty where there is nothing to say.
QString spared(const CallFacts &facts, const playbook::Screening &screening)
{
    if (!facts.blocking)
        return {};
    const bool registry = screening.listedAsSpam && facts.call.reputation.listedAsSpam;
    const bool listed = !listedBecause(*facts.blocking, screening).isEmpty();
    if (isAllowed(facts))
        return registry || listed ? code(reason::allowedByStaff) : QString();
    return listed ? code(reason::knownThoughListed) : QString();
}

} // namespace

QStringList screen(const CallFacts &facts, const playbook::Screening &screening)
{
    const calls::Call &call = facts.call;
    if (!facts.line)
        return {code(reason::noLine)};
    if (facts.ownNumber)
        return {code(reason::ownNumber)};
    // Whoever hides the number cannot be called back; there is nobody to open a case for, whatever the playbook says of screening.
    if (std::holds_alternative<calls::Withheld>(call.caller))
        return {code(reason::withheldNumber)};
    if (std::holds_alternative<calls::Unusable>(call.caller))
        return {code(reason::unusableNumber)};
    // A call that reaches us late may have been dealt with: nobody is told that we missed them after we talked.
    if (facts.spokeSince)
        return {code(*facts.spokeSince == calls::Direction::Out ? reason::weCalled : reason::answeredLater)};
    if (facts.blocking && facts.blocking->mark == calls::Blocking::Mark::Blocked)
        return {code(reason::blockedByStaff)};
    if (screening.listedAsSpam && call.reputation.listedAsSpam && !isAllowed(facts))
        return {code(reason::listedAsSpam)};
    if (facts.blocking && !isAllowed(facts) && !isKnown(facts)) {
        if (const QString why = listedBecause(*facts.blocking, screening); !why.isEmpty())
            return {why};
    }
    // Ring time, not CallDuration, which is 0 for every unanswered call. Who rang as long as the limit is not too short, nor is who was
    // turned away before that.
    if (facts.callerGaveUp && call.ringTime && *call.ringTime < screening.shortRing)
        return {code(reason::tooShort)};
    return {};
}

Decision decide(const CallFacts &facts, const Rules &rules, Instant now)
{
    const playbook::Screening &screening = rules.playbook.screening;
    Decision decision;
    decision.reasons = screen(facts, screening);
    const bool surfaced =
        decision.reasons == QStringList(code(reason::tooShort)) && facts.shortCallsInTheLastHour + 1 >= screening.shortCallsToSurface;
    if (!decision.reasons.isEmpty() && !surfaced)
        return decision;
    if (surfaced)
        decision.reasons = QStringList(code(reason::repeatedShortCalls));

    const ContactKind kind = facts.contact ? facts.contact->kind : rules.playbook.lead.unknownCaller;
    if (!facts.call.ringTime)
        decision.reasons.append(code(reason::ringTimeUnknown));
    if (kind == ContactKind::PriorCustomer)
        decision.reasons.append(code(reason::priorCustomer));
    if (kind == ContactKind::Client)
        decision.reasons.append(code(reason::client));
    if (facts.ourCall)
        decision.reasons.append(code(reason::returningOurCall));
    if (const QString why = spared(facts, screening); !why.isEmpty())
        decision.reasons.append(why);

    const int before = std::max(facts.callsInTheLastHour, surfaced ? facts.shortCallsInTheLastHour : 0);
    const bool urgent = facts.ourCall || before + 1 >= rules.playbook.repeatsForPriority;
    // The lead and the task come before the text: whatever happens to the text, a person has the callback.
    if (facts.openCase) {
        decision.actions.append(JoinCase{facts.openCase->id});
        decision.reasons.append(code(reason::repeatCall));
    } else {
        decision.actions.append(OpenCase{});
        decision.actions.append(WriteLead{rules.playbook.lead.tag, facts.line->source, rules.playbook.lead.newStatus});
    }
    if (!facts.openCase || !facts.liveTask)
        decision.actions.append(taskForCall(facts, rules, kind, urgent, now, decision.reasons));
    else if (const std::optional<RaisePriority> raised = raise(facts, urgent))
        decision.actions.append(*raised);

    if (const QString why = textForbidden(facts, surfaced); !why.isEmpty())
        decision.reasons.append(why);
    else if (const std::optional<ScheduleText> text = immediateText(facts, rules, kind, now, decision.reasons))
        decision.actions.append(*text);
    // A repeat call never starts the later steps anew.
    if (mayFollowUp(facts, surfaced)) {
        if (const std::optional<PlanStep> step = nextStep(rules.playbook, {}, calledAt(facts, now)))
            decision.actions.append(*step);
    }
    return decision;
}

Decision decideUnexpectedText(const std::optional<calls::Line> &line, const calls::Contact &contact, const QList<Candidate> &candidates,
                              const Rules &rules, Instant now, const QString &owner, const Turns &turns)
{
    Decision decision;
    decision.reasons.append(code(reason::textedUs));
    decision.actions.append(OpenCase{});
    decision.actions.append(WriteLead{rules.playbook.lead.tag, line ? line->source : QString(), rules.playbook.lead.newStatus});
    Wanted wanted = wantedBy(line, contact);
    wanted.owner = owner;
    decision.actions.append(taskFor(wanted, candidates, turns, rules, now, decision.reasons));
    return decision;
}

Decision decideNotSpam(const std::optional<calls::Line> &line, const calls::Contact &contact, const QList<Candidate> &candidates,
                       const QString &staff, const Rules &rules, Instant now, const Turns &turns)
{
    Decision decision;
    decision.reasons.append(code(reason::notSpam));
    decision.actions.append(OpenCase{});
    decision.actions.append(WriteLead{rules.playbook.lead.tag, line ? line->source : QString(), rules.playbook.lead.newStatus});
    QStringList why;
    CreateTask task = taskFor(wantedBy(line, contact), candidates, turns, rules, now, why);
    // Whoever wants the caller called back is there, whatever shifts and calendars say.
    const auto asker =
        std::find_if(candidates.cbegin(), candidates.cend(), [&](const Candidate &candidate) { return candidate.staff.id == staff; });
    if (asker != candidates.cend() && calls::may(asker->staff, calls::Right::Claim)) {
        task.assignedTo = staff;
        task.byTurn = false;
        task.considered.clear();
    } else {
        decision.reasons += why;
    }
    decision.actions.append(task);
    return decision;
}

bool saysSpam(const QString &reason)
{
    return reason == code(reason::blockedByStaff) || reason == code(reason::blockedByList) || reason == code(reason::manyComplaints) ||
           reason == code(reason::listedAsSpam);
}

} // namespace ringback::policy
