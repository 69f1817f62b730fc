#pragma once

#include "base/clock.h"
#include "calls/blocking.h"
#include "calls/values.h"
#include "playbook/playbook.h"
#include "policy/candidates.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <variant>

/// Facts and now in, decisions out. No I/O, no clock: a rule is a row in a test table, and a dry run is the same code.
namespace ringback::policy {

/// The rules that hold: the playbook, with what the office's setup overrides.
struct Rules {
    const playbook::Playbook &playbook;
    std::optional<playbook::QuietHours> quietHours; ///< empty = switched off
    QByteArray officeZone;
    QString officeLanguage;
};

/// A call that we made to the caller lately.
struct OurCall {
    Instant at;
    QString staff; ///< id of who dialled, or who worked this caller's callback last; empty = not known

    friend bool operator==(const OurCall &, const OurCall &) = default;
};

/// All that is known when a call has been judged missed. Loaded beforehand.
struct CallFacts {
    const calls::Call &call;
    std::optional<calls::Line> line; ///< the dialled one, if it is ours
    std::optional<calls::Contact> contact; ///< as the lead book knows the caller
    bool callerGaveUp = true; ///< false when it was we who could not take the call: busy, a dead line, voicemail
    bool optedOut = false;
    bool likelyOptedOut = false; ///< wrote something that may mean it: texts are held until a person has read it
    bool storm = false; ///< one is on
    int shortCallsInTheLastHour = 0; ///< screened calls of this number, this one not counted
    std::optional<OurCall> ourCall; ///< within the playbook's returning window, or going on now
    bool ownNumber = false; ///< one of our lines or staff phones
    std::optional<calls::Blocking> blocking; ///< what is held against the number
    bool doNotText = false;
    std::optional<calls::FollowUp> openCase;
    std::optional<calls::CallbackTask> liveTask; ///< of the open case
    int callsInTheLastHour = 0; ///< of the open case, this call not counted
    std::optional<calls::Direction>
        spokeSince; ///< somebody of ours has spoken with the caller after this call, in a call of that direction
    std::optional<Instant> textedAt; ///< the newest automated text to the number in the dedup window, also one that is planned
    QList<Candidate> candidates;
    Turns turns = {};
    QString owner = {}; ///< staff id of who looks after the caller, as a lead system's record says; empty = nobody, or not known
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
    bool byTurn = false; ///< it was that person's turn in the team: take()
    QList<Considered> considered = {}; ///< who was thought of, for whoever asks why
    friend bool operator==(const CreateTask &, const CreateTask &) = default;
};

/// The live task goes to the front; with `assignTo`, to that person (the caller returns their call), while nobody has claimed it.
struct RaisePriority {
    calls::TaskId task;
    QString assignTo = {};
    friend bool operator==(const RaisePriority &, const RaisePriority &) = default;
};

/// A later step is to be decided about at its time (followthrough.h); its words are written then.
struct PlanStep {
    QString step;
    Instant at;
    friend bool operator==(const PlanStep &, const PlanStep &) = default;
};

using Action = std::variant<OpenCase, JoinCase, WriteLead, ScheduleText, CreateTask, RaisePriority, PlanStep>;

/// What to do, in order, and why; a call that is screened out has reasons and no actions.
struct Decision {
    QList<Action> actions;
    QStringList reasons;

    friend bool operator==(const Decision &, const Decision &) = default;
};

/// Why the call is none that anybody should be bothered with; empty when it is one. Asks only `call`, `line`, `callerGaveUp`, `spokeSince`, `ownNumber`, and
/// `blocking` with the `contact` and `openCase` it is about, so that little has to be loaded for the calls of a robot. The third short call within an hour is none
/// of these: decide() brings it to a person, without a text. A person's word about a number beats every list and the provider's registry; lists and complaints screen no one whom the lead
/// book knows or whose case is open. How the provider vouches for the caller's number (STIR/SHAKEN) screens nobody.
[[nodiscard]] QStringList screen(const CallFacts &facts, const playbook::Screening &screening);

/// A call that nobody answered.
[[nodiscard]] Decision decide(const CallFacts &facts, const Rules &rules, Instant now);

/// A text from somebody without an open case: a person should see it, `owner` (as in CallFacts) before others.
[[nodiscard]] Decision decideUnexpectedText(const std::optional<calls::Line> &line, const calls::Contact &contact,
                                            const QList<Candidate> &candidates, const Rules &rules, Instant now, const QString &owner = {},
                                            const Turns &turns = {});

/// A screened call that a person wants called back: a case and a task, theirs if they are of the team, and no text, since somebody calls.
[[nodiscard]] Decision decideNotSpam(const std::optional<calls::Line> &line, const calls::Contact &contact,
                                     const QList<Candidate> &candidates, const QString &staff, const Rules &rules, Instant now,
                                     const Turns &turns = {});

/// Whether this reason says that the caller is taken for spam, so that a person may say otherwise.
[[nodiscard]] bool saysSpam(const QString &reason);

} // namespace ringback::policy
