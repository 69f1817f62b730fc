#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "playbook/playbook.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <variant>

/// Facts and now in, decisions out. No I/O, no clock: a rule is a row in a test table, and a dry run is the same code.
namespace ringback::policy {

/// Somebody who may be given a callback.
struct Candidate {
    calls::Staff staff;
    int liveTasks = 0;
    std::optional<Instant> lastAssignedAt;
};

/// The rules that hold: the playbook, with what the office's setup overrides.
struct Rules {
    const playbook::Playbook &playbook;
    std::optional<playbook::QuietHours> quietHours; ///< empty = switched off
    QByteArray officeZone;
    QString officeLanguage;
};

/// All that is known when a call has been judged missed. Loaded beforehand.
struct CallFacts {
    const calls::Call &call;
    std::optional<calls::Line> line; ///< the dialled one, if it is ours
    std::optional<calls::Contact> contact; ///< as the lead book knows the caller
    bool callerGaveUp = true; ///< false when it was we who could not take the call: busy, a dead line, voicemail
    bool optedOut = false;
    bool ownNumber = false; ///< one of our lines or staff phones
    bool doNotText = false;
    std::optional<calls::FollowUp> openCase;
    std::optional<calls::CallbackTask> liveTask; ///< of the open case
    int callsInTheLastHour = 0; ///< of the open case, this call not counted
    std::optional<Instant> textedAt; ///< the newest automated text to the number in the dedup window, also one that is planned
    QList<Candidate> candidates;
};

struct OpenCase {
    friend bool operator==(const OpenCase &, const OpenCase &) = default;
};

struct JoinCase {
    calls::FollowUpId followUp;
    friend bool operator==(const JoinCase &, const JoinCase &) = default;
};

struct WriteLead {
    QString tag;
    QString source;
    QString status;
    friend bool operator==(const WriteLead &, const WriteLead &) = default;
};

struct ScheduleText {
    QString step;
    QString templateId;
    QString language;
    Instant dueAt;
    Instant trueUntil;
    friend bool operator==(const ScheduleText &, const ScheduleText &) = default;
};

struct CreateTask {
    QString team;
    QString assignedTo; ///< empty = nobody is free; the team sees it
    Instant dueAt;
    bool priority = false;
    QString note;
    friend bool operator==(const CreateTask &, const CreateTask &) = default;
};

struct RaisePriority {
    calls::TaskId task;
    friend bool operator==(const RaisePriority &, const RaisePriority &) = default;
};

using Action = std::variant<OpenCase, JoinCase, WriteLead, ScheduleText, CreateTask, RaisePriority>;

/// What to do, in order, and why; a call that is screened out has reasons and no actions.
struct Decision {
    QList<Action> actions;
    QStringList reasons;

    friend bool operator==(const Decision &, const Decision &) = default;
};

/// Why the call is none that anybody should be bothered with; empty when it is one. Asks only `call`, `line`, `callerGaveUp` and `ownNumber`, so that nothing
/// has to be loaded for the calls of a robot.
[[nodiscard]] QStringList screen(const CallFacts &facts, const playbook::Screening &screening);

/// A call that nobody answered.
[[nodiscard]] Decision decide(const CallFacts &facts, const Rules &rules, Instant now);

/// A text from somebody without an open case: a person should see it.
[[nodiscard]] Decision decideUnexpectedText(const std::optional<calls::Line> &line, const calls::Contact &contact,
                                            const QList<Candidate> &candidates, const Rules &rules, Instant now);

} // namespace ringback::policy
