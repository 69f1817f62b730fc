#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "playbook/playbook.h"
#include "policy/decide.h"

#include <QStringList>

#include <optional>
#include <variant>

/// What becomes of a case after its first text: later steps, claims that lapse, escalation, calls that somebody answered, storms.
namespace ringback::policy {

/// The step of the playbook after `step` (empty = after the answer to the call, which is the first), and when it is to be decided about.
/// Steps that exclude each other (with and without an e-mail address) may have the same time; each is decided for itself.
[[nodiscard]] std::optional<PlanStep> nextStep(const playbook::Playbook &playbook, const QString &step, Instant calledAt);

/// What is known when the time of a later step has come.
struct StepFacts {
    const playbook::Step &step;
    const calls::Contact &contact;
    const calls::FollowUp &followUp; ///< open
    bool claimed = false; ///< the live task is
    bool optedOut = false;
    bool likelyOptedOut = false;
    bool doNotText = false;
    bool canText = true; ///< the line has a connection that sends texts
    bool canEmail = false; ///< the office has a mail server set up
    bool storm = false;
    Instant plannedAt; ///< the step's time
};

/// A message to write and send by the step's channel.
struct SendStep {
    calls::Channel channel = calls::Channel::Text;
    QString templateId;
    QString language;
    Instant dueAt; ///< after the quiet hours, for a text
    Instant trueUntil;
    QStringList reasons;
    friend bool operator==(const SendStep &, const SendStep &) = default;
};

/// This step sends nothing; the ones after it are still decided about.
struct SkipStep {
    QString reason;
    friend bool operator==(const SkipStep &, const SkipStep &) = default;
};

/// The sequence is over: the caller replied, was reached, somebody claimed, …
struct StopSteps {
    QString reason;
    friend bool operator==(const StopSteps &, const StopSteps &) = default;
};

using StepDecision = std::variant<SendStep, SkipStep, StopSteps>;

[[nodiscard]] StepDecision decideStep(const StepFacts &facts, const Rules &rules, Instant now);

/// What is known of a live task whose time to be looked at has come.
struct TaskFacts {
    const calls::CallbackTask &task;
    calls::ContactKind kind = calls::ContactKind::NewLead;
    QList<Candidate> candidates;
    Turns turns = {};
    QStringList skills = {}; ///< the line's
    QString language = {}; ///< the caller's; empty = not known
    QString owner = {}; ///< as CallFacts
};

/// The task as it should be from now on, `checkAt` included, and why; no reasons: only the time of the next look changed.
struct TaskDecision {
    calls::CallbackTask task;
    QStringList reasons;
    bool byTurn = false; ///< the task's new person got it by turn: take()
    QList<Considered> considered = {}; ///< where it was given to somebody
    friend bool operator==(const TaskDecision &, const TaskDecision &) = default;
};

/// A claimed task whose claim is over without an outcome: open, marked with whose it was, and nobody's.
[[nodiscard]] calls::CallbackTask takenBack(calls::CallbackTask task, const playbook::Callback &rules);

/// A claim that was left alone returns to the queue, marked with whose it was; a task that nobody claims goes to the next person, the team,
/// the owner; one that is not resolved in time goes to the list that people keep by hand, also while it is claimed (then it stays claimed).
[[nodiscard]] TaskDecision decideTask(const TaskFacts &facts, const Rules &rules, Instant now);

/// Where `escalatedTo` says that: somebody handed it to a colleague who was not there, and knew it. It waits for them, as long as they may have callbacks at
/// all, until the playbook passes it on.
inline constexpr char16_t handedOver[] = u"colleague";

/// A task that is ready and nobody has claimed, looked at because people came or went: one whose person may not be given callbacks any more (away, on
/// leave, off shift, suspended) goes to another, or, with nobody there, back to the team's queue with its age; one in the queue that nobody has goes to
/// whoever is there now. What was escalated to the whole team, the owner or the human queue stays there. Empty = it stays as it is.
[[nodiscard]] std::optional<TaskDecision> reroute(const TaskFacts &facts, const Rules &rules, Instant now);

/// When a task is to be looked at next: the end of its claim or the next escalation, counted from when it was ready to be worked on.
/// Empty when nothing more happens by itself.
[[nodiscard]] std::optional<Instant> nextCheck(const calls::CallbackTask &task, const playbook::Callback &rules);

/// Somebody of ours spoke with the caller of an open case.
struct AnsweredFacts {
    const calls::Call &call; ///< answered, in either direction
    const calls::FollowUp &followUp; ///< open
    std::optional<calls::CallbackTask> liveTask;
};

/// The case closes and its task is cancelled, or, while somebody has it claimed, it is only marked as reached and the claimer completes it.
struct AnsweredDecision {
    bool closes = false;
    QString outcome; ///< `reached`, where it closes
    QString leadStatus;
    QStringList reasons;
    friend bool operator==(const AnsweredDecision &, const AnsweredDecision &) = default;
};

[[nodiscard]] AnsweredDecision decideAnswered(const AnsweredFacts &facts, const Rules &rules);

/// The outcome of a case that an answered call closed. Counts as recovered.
inline constexpr char16_t reachedOutcome[] = u"reached";

enum class StormChange { None, Begins, Ends };

/// Begins when the misses of the last 15 minutes reach the playbook's threshold. Ends at its `until`; one that began by itself, or was
/// switched on without a time, ends when the misses are fewer than half the threshold. A storm that somebody switched off does not begin again by itself
/// within 15 minutes (`lastEndedAt`).
[[nodiscard]] StormChange decideStorm(const std::optional<calls::Storm> &current, std::optional<Instant> lastEndedAt, int missesIn15Minutes,
                                      const playbook::Storm &rules, Instant now);

} // namespace ringback::policy
