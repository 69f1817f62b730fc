#include "policy/decide.h"

#include "policy/quiethours.h"
#include "policy/reasons.h"
#include "policy/routing.h"

#include <algorithm>

namespace ringback::policy {

using namespace Qt::StringLiterals;
using calls::ContactKind;

namespace {

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

QString templateOf(const playbook::Step &step, ContactKind kind, bool late)
{
    if (late && step.templates.contains(u"late"_s))
        return step.templates.value(u"late"_s);
    return step.templates.value(calls::word(kind), step.templates.value(u"default"_s));
}

CreateTask taskFor(ContactKind kind, const QString &lineTeam, const QList<Candidate> &candidates, const Rules &rules, Instant now,
                   QStringList &reasons)
{
    const playbook::Route route = routeOf(rules.playbook, kind);
    // A team that nobody is in (a playbook's `clients` pool in an office without one) would be a queue nobody watches.
    const bool staffed = std::any_of(candidates.cbegin(), candidates.cend(),
                                     [&](const Candidate &candidate) { return candidate.staff.teams.contains(route.team); });
    CreateTask task{.team = staffed ? route.team : lineTeam,
                    .dueAt = now + rules.playbook.callback.dueIn,
                    .priority = route.priority,
                    .note = route.note};
    task.assignedTo = nextAvailable(candidates, task.team, route.senior);
    reasons.append(code(task.assignedTo.isEmpty() ? reason::nobodyAvailable : reason::assignedNextAvailable));
    return task;
}

// Why no text may go to this caller at all; empty when one may.
QString textForbidden(const CallFacts &facts)
{
    if (facts.optedOut)
        return code(reason::optedOut);
    if (facts.doNotText)
        return code(reason::doNotText);
    if (facts.line->textsConnection.isEmpty())
        return code(reason::noSender);
    if (facts.textedAt)
        return code(reason::alreadyTexted);
    return {};
}

std::optional<ScheduleText> immediateText(const CallFacts &facts, const Rules &rules, ContactKind kind, Instant now, QStringList &reasons)
{
    // The first step is the answer to the call; the ones after it are another decision, made when their time has come.
    if (rules.playbook.steps.isEmpty() || rules.playbook.steps.first().action != playbook::StepAction::Text)
        return std::nullopt;
    const playbook::Step &step = rules.playbook.steps.first();
    const QByteArray zoneOnRecord = facts.contact ? facts.contact->timeZone : QByteArray();
    const QList<QByteArray> zones = recipientZones(*calls::numberOf(facts.call.caller), zoneOnRecord, rules.officeZone);
    const QString language = facts.contact && !facts.contact->language.isEmpty() ? facts.contact->language : rules.officeLanguage;
    // Counted from the call: a call that reaches us late (the engine was off) does not get a stale text on time.
    const Instant calledAt = std::min(now, facts.call.endedAt.value_or(now));
    const Instant planned = std::max(now, calledAt + step.after);
    std::optional<Instant> quiet;
    if (rules.quietHours)
        quiet = quietUntil(*rules.quietHours, zones, planned);
    if (quiet)
        reasons.append(code(reason::quietHours));
    else
        reasons.append(code(reason::texted));
    const Instant due = quiet.value_or(planned);
    const Instant trueUntil = quiet.value_or(calledAt + step.after) + step.trueFor;
    return ScheduleText{.step = step.id,
                        .templateId = templateOf(step, kind, quiet.has_value()),
                        .language = language,
                        .dueAt = due,
                        .trueUntil = trueUntil};
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
    if (screening.listedAsSpam && call.reputation.listedAsSpam)
        return {code(reason::listedAsSpam)};
    // Ring time, not CallDuration, which is 0 for every unanswered call. Who rang as long as the limit is not too short, nor is who was
    // turned away before that.
    if (facts.callerGaveUp && call.ringTime && *call.ringTime < screening.shortRing)
        return {code(reason::tooShort)};
    return {};
}

Decision decide(const CallFacts &facts, const Rules &rules, Instant now)
{
    Decision decision;
    decision.reasons = screen(facts, rules.playbook.screening);
    if (!decision.reasons.isEmpty())
        return decision;

    const ContactKind kind = facts.contact ? facts.contact->kind : rules.playbook.lead.unknownCaller;
    if (!facts.call.ringTime)
        decision.reasons.append(code(reason::ringTimeUnknown));
    if (kind == ContactKind::PriorCustomer)
        decision.reasons.append(code(reason::priorCustomer));
    if (kind == ContactKind::Client)
        decision.reasons.append(code(reason::client));

    // The lead and the task come before the text: whatever happens to the text, a person has the callback.
    if (facts.openCase) {
        decision.actions.append(JoinCase{facts.openCase->id});
        decision.reasons.append(code(reason::repeatCall));
        if (!facts.liveTask)
            decision.actions.append(taskFor(kind, facts.line->team, facts.candidates, rules, now, decision.reasons));
        else if (facts.callsInTheLastHour + 1 >= rules.playbook.repeatsForPriority && !facts.liveTask->priority)
            decision.actions.append(RaisePriority{facts.liveTask->id});
    } else {
        decision.actions.append(OpenCase{});
        decision.actions.append(WriteLead{rules.playbook.lead.tag, facts.line->source, rules.playbook.lead.newStatus});
        decision.actions.append(taskFor(kind, facts.line->team, facts.candidates, rules, now, decision.reasons));
    }

    if (const QString why = textForbidden(facts); !why.isEmpty())
        decision.reasons.append(why);
    else if (const std::optional<ScheduleText> text = immediateText(facts, rules, kind, now, decision.reasons))
        decision.actions.append(*text);
    return decision;
}

Decision decideUnexpectedText(const std::optional<calls::Line> &line, const calls::Contact &contact, const QList<Candidate> &candidates,
                              const Rules &rules, Instant now)
{
    Decision decision;
    decision.reasons.append(code(reason::textedUs));
    decision.actions.append(OpenCase{});
    decision.actions.append(WriteLead{rules.playbook.lead.tag, line ? line->source : QString(), rules.playbook.lead.newStatus});
    decision.actions.append(taskFor(contact.kind, line ? line->team : QString(), candidates, rules, now, decision.reasons));
    return decision;
}

} // namespace ringback::policy
