#include "policy/followthrough.h"

#include "policy/quiethours.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "policy/wording.h"

#include <algorithm>

namespace ringback::policy {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using playbook::StepAction;
using playbook::StopsOn;

namespace {

constexpr Milliseconds stormWindow = 15min;
const QString humanQueue = u"human_queue"_s;

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

QString whyStopped(const StepFacts &facts)
{
    const auto stopsOn = [&](StopsOn stop) {
        return facts.step.stopsOn.contains(stop);
    };
    if (facts.optedOut) // no playbook overrules it
        return code(reason::optedOut);
    if (facts.followUp.repliedAt && stopsOn(StopsOn::Replied))
        return code(reason::replied);
    if (facts.followUp.reachedAt && stopsOn(StopsOn::Reached))
        return code(reason::reached);
    if (facts.followUp.state == calls::FollowUpState::Closed && stopsOn(StopsOn::Closed))
        return code(reason::caseClosed);
    if (facts.claimed && stopsOn(StopsOn::Claimed))
        return code(reason::claimed);
    return {};
}

QString whySkipped(const StepFacts &facts)
{
    const bool hasEmail = !facts.contact.email.isEmpty();
    if (facts.likelyOptedOut)
        return code(reason::likelyOptedOut);
    if ((facts.step.needsEmail || facts.step.action == StepAction::Email) && !hasEmail)
        return code(reason::noEmail);
    if (facts.step.action == StepAction::Email)
        return facts.canEmail ? QString() : code(reason::noMailer);
    // Without a mail server the step that would write to the address sends nothing, so this one does.
    if (facts.step.unlessEmailOnFile && hasEmail && facts.canEmail)
        return code(reason::emailOnFile);
    if (facts.doNotText)
        return code(reason::doNotText);
    return facts.canText ? QString() : code(reason::noSender);
}

Instant readyAt(const calls::CallbackTask &task)
{
    return task.readyAt.value_or(task.createdAt);
}

bool isLive(const calls::CallbackTask &task)
{
    return task.state == calls::TaskState::Open || task.state == calls::TaskState::Claimed;
}

// The index of the next escalation step; for a claimed task only the human queue is one. The number of steps when there is none.
qsizetype nextEscalation(const calls::CallbackTask &task, const playbook::Callback &rules)
{
    if (task.escalatedTo == humanQueue)
        return rules.escalation.size();
    qsizetype index = task.escalations;
    while (task.state == calls::TaskState::Claimed && index < rules.escalation.size() && rules.escalation.at(index).to != humanQueue)
        ++index;
    return index;
}

std::optional<Instant> claimEnd(const calls::CallbackTask &task, const playbook::Callback &rules)
{
    if (task.state != calls::TaskState::Claimed || !task.claimedAt)
        return std::nullopt;
    return *task.claimedAt + rules.claimIdleLimit;
}

void give(TaskDecision &decision, const Assignment &assignment, Instant now)
{
    calls::CallbackTask &task = decision.task;
    if (task.assignedTo != assignment.staff)
        task.assignedAt = assignment.staff.isEmpty() ? std::nullopt : std::optional(now);
    task.assignedTo = assignment.staff;
    decision.byTurn = assignment.byTurn;
    decision.considered = assignment.considered;
}

void giveToNobody(TaskDecision &decision)
{
    decision.task.assignedTo.clear();
    decision.task.assignedAt.reset();
    decision.byTurn = false;
    decision.considered.clear();
}

Assignment assignOther(const calls::CallbackTask &task, const TaskFacts &facts, const QStringList &except, const Rules &rules)
{
    const Wanted wanted{
        .kind = facts.kind, .skills = facts.skills, .language = facts.language, .owner = facts.owner, .except = except, .team = task.team};
    return assign(wanted, facts.candidates, facts.turns, rules);
}

void escalate(TaskDecision &decision, const QString &to, const TaskFacts &facts, const Rules &rules, Instant now)
{
    calls::CallbackTask &task = decision.task;
    if (to == "next_person"_L1) {
        const Assignment next = assignOther(task, facts, {task.assignedTo, task.returnedFrom}, rules);
        if (!next.staff.isEmpty()) // with nobody else free it stays where it is until the whole team sees it
            give(decision, next, now);
    } else if (to == "team"_L1) {
        giveToNobody(decision);
    } else if (to == "owner"_L1) {
        give(decision, assignToOwner(task.team, facts.candidates), now);
    }
    task.escalatedTo = to;
}

// What people or the escalation decided stays.
bool isRouted(const TaskFacts &facts)
{
    const calls::CallbackTask &task = facts.task;
    if (task.escalatedTo == code(handedOver))
        return std::none_of(facts.candidates.cbegin(), facts.candidates.cend(), [&](const Candidate &candidate) {
            return candidate.staff.id == task.assignedTo && calls::may(candidate.staff, calls::Right::Claim);
        });
    return task.escalatedTo.isEmpty() || task.escalatedTo == "next_person"_L1;
}

} // namespace

std::optional<PlanStep> nextStep(const playbook::Playbook &playbook, const QString &step, Instant calledAt)
{
    const QList<playbook::Step> &steps = playbook.steps;
    qsizetype index = 0;
    if (step.isEmpty()) {
        index = answersTheCall(playbook) ? 1 : 0;
    } else {
        const auto found = std::find_if(steps.begin(), steps.end(), [&](const playbook::Step &one) { return one.id == step; });
        if (found == steps.end())
            return std::nullopt;
        index = std::distance(steps.begin(), found) + 1;
    }
    if (index >= steps.size())
        return std::nullopt;
    return PlanStep{.step = steps.at(index).id, .at = calledAt + steps.at(index).after};
}

StepDecision decideStep(const StepFacts &facts, const Rules &rules, Instant now)
{
    if (const QString why = whyStopped(facts); !why.isEmpty())
        return StopSteps{why};
    if (const QString why = whySkipped(facts); !why.isEmpty())
        return SkipStep{why};

    const bool isText = facts.step.action == StepAction::Text;
    const Instant planned = std::max(now, facts.plannedAt);
    std::optional<Instant> quiet;
    if (isText && rules.quietHours)
        quiet = quietUntil(*rules.quietHours, whereabouts(facts.contact.number, facts.contact.timeZone, rules.officeZone), planned);
    const Instant due = quiet.value_or(planned);
    Instant trueUntil = facts.plannedAt + facts.step.trueFor;
    // Whose moment passes in the quiet hours gets the words for the time after them; whose moment has passed before gets none.
    const bool late = quiet && planned <= trueUntil && due > trueUntil;
    if (late && facts.step.templates.contains(u"late"_s))
        trueUntil = due + facts.step.trueFor;
    if (due > trueUntil)
        return SkipStep{code(reason::noLongerTrue)};

    SendStep send{.channel = isText ? calls::Channel::Text : calls::Channel::Email,
                  .templateId = templateFor(facts.step, {.kind = facts.contact.kind, .late = late, .storm = facts.storm}),
                  .language = languageOf(facts.contact, rules),
                  .dueAt = due,
                  .trueUntil = trueUntil};
    if (isText)
        send.reasons.append(code(quiet ? reason::quietHours : reason::texted));
    if (facts.storm)
        send.reasons.append(code(reason::stormOn));
    return send;
}

calls::CallbackTask takenBack(calls::CallbackTask task, const playbook::Callback &rules)
{
    task.state = calls::TaskState::Open;
    task.returnedFrom = task.claimedBy;
    task.claimedBy.clear();
    task.claimedAt.reset();
    task.assignedTo.clear();
    task.assignedAt.reset();
    task.checkAt = nextCheck(task, rules);
    return task;
}

TaskDecision decideTask(const TaskFacts &facts, const Rules &rules, Instant now)
{
    const playbook::Callback &callback = rules.playbook.callback;
    TaskDecision decision{.task = facts.task, .reasons = {}};
    calls::CallbackTask &task = decision.task;
    if (isLive(task)) {
        if (const std::optional<Instant> end = claimEnd(task, callback); end && now >= *end) {
            task = takenBack(task, callback);
            decision.reasons.append(code(reason::claimLapsed));
        }
        // An engine that was away finds several steps due and takes them in one go: the last one says who has it.
        for (qsizetype next = nextEscalation(task, callback);
             next < callback.escalation.size() && now >= readyAt(task) + callback.escalation.at(next).after;
             next = nextEscalation(task, callback)) {
            const QString &to = callback.escalation.at(next).to;
            escalate(decision, to, facts, rules, now);
            task.escalations = static_cast<int>(next) + 1;
            const QString why = code(to == humanQueue ? reason::notResolved : reason::notClaimed);
            if (!decision.reasons.contains(why))
                decision.reasons.append(why);
        }
    }
    task.checkAt = nextCheck(task, callback);
    return decision;
}

std::optional<TaskDecision> reroute(const TaskFacts &facts, const Rules &rules, Instant now)
{
    const calls::CallbackTask &task = facts.task;
    if (task.state != calls::TaskState::Open || readyAt(task) > now || !isRouted(facts))
        return std::nullopt;
    const bool left = !task.assignedTo.isEmpty();
    if (left && isToBeHad(facts.candidates, task.assignedTo))
        return std::nullopt;
    Assignment assignment = assignOther(task, facts, {task.returnedFrom}, rules);
    if (assignment.staff.isEmpty() && !task.returnedFrom.isEmpty()) // better who left it alone once than nobody
        assignment = assignOther(task, facts, {}, rules);
    if (!left && assignment.staff.isEmpty())
        return std::nullopt;
    TaskDecision decision{.task = task, .reasons = {code(left ? reason::assigneeLeft : reason::somebodyCame)}};
    decision.reasons += assignment.reasons;
    give(decision, assignment, now);
    if (task.escalatedTo == code(handedOver))
        decision.task.escalatedTo.clear();
    return decision;
}

std::optional<Instant> nextCheck(const calls::CallbackTask &task, const playbook::Callback &rules)
{
    if (!isLive(task))
        return std::nullopt;
    std::optional<Instant> check = claimEnd(task, rules);
    if (const qsizetype next = nextEscalation(task, rules); next < rules.escalation.size()) {
        const Instant escalation = readyAt(task) + rules.escalation.at(next).after;
        check = std::min(check.value_or(escalation), escalation);
    }
    return check;
}

AnsweredDecision decideAnswered(const AnsweredFacts &facts, const Rules &rules)
{
    AnsweredDecision decision;
    decision.reasons.append(code(facts.call.direction == calls::Direction::Out ? reason::weCalled : reason::answeredLater));
    decision.closes = !facts.liveTask || facts.liveTask->state != calls::TaskState::Claimed;
    if (decision.closes) {
        decision.outcome = code(reachedOutcome);
        decision.leadStatus = rules.playbook.lead.reachedStatus;
    }
    return decision;
}

StormChange decideStorm(const std::optional<calls::Storm> &current, std::optional<Instant> lastEndedAt, int missesIn15Minutes,
                        const playbook::Storm &rules, Instant now)
{
    if (!current || current->endedAt) {
        const bool rests = lastEndedAt && now < *lastEndedAt + stormWindow;
        return !rests && missesIn15Minutes >= rules.missesPer15Minutes ? StormChange::Begins : StormChange::None;
    }
    if (current->until)
        return now >= *current->until ? StormChange::Ends : StormChange::None;
    const bool settled = now >= current->beganAt + stormWindow && missesIn15Minutes * 2 < rules.missesPer15Minutes;
    return settled ? StormChange::Ends : StormChange::None;
}

} // namespace ringback::policy
