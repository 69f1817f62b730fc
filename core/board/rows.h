#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "board/leadbadge.h"
#include "calls/values.h"
#include "policy/candidates.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

/// What the screens show, as plain values. Reasons, outcomes and provider words are stable codes here; ui turns them into sentences.
namespace ringback::board {

/// A text or an e-mail as a row or a bubble shows it.
struct TextBrief {
    calls::Direction direction = calls::Direction::Out;
    calls::DeliveryState state = calls::DeliveryState::Scheduled;
    QString body;
    bool automated = true;
    Instant at; ///< when it was sent or received; for a scheduled one, when it is due
    QString errorCode;
    calls::Channel channel = calls::Channel::Text;
    QString subject; ///< of an e-mail

    friend bool operator==(const TextBrief &, const TextBrief &) = default;
};

/// The automated message that comes next unless something stops it.
struct NextStep {
    calls::Channel channel = calls::Channel::Text;
    int number = 2; ///< of the playbook's steps: 2 = the one after the first text
    Instant at;

    friend bool operator==(const NextStep &, const NextStep &) = default;
};

/// How far a callback is, beyond who has it.
struct Progress {
    int attempt = 1; ///< 2 = the second try
    int attempts = 1; ///< how many tries the playbook allows
    std::optional<Instant> readyAt; ///< in the future: it waits until then
    QString escalatedTo; ///< `next_person`, `team`, `owner`, `human_queue`; empty = nowhere
    std::optional<Instant> escalatedAt; ///< when the playbook's time for it was over
    QString returnedFrom; ///< name of the one whose claim lapsed
    std::optional<Instant> appointmentAt;
    std::optional<NextStep> nextStep;
    bool reached = false; ///< somebody of ours has spoken with the caller
    bool likelyOptedOut = false; ///< texts are held until a person has read what the caller wrote

    [[nodiscard]] bool waitsAt(Instant now) const { return readyAt && *readyAt > now; }

    friend bool operator==(const Progress &, const Progress &) = default;
};

/// What a caller left behind.
struct VoicemailBrief {
    std::optional<Milliseconds> length; ///< empty = not known
    QString transcript; ///< may be empty, or come later
    Instant at; ///< when we heard of it

    friend bool operator==(const VoicemailBrief &, const VoicemailBrief &) = default;
};

/// What the carriers say of a caller's number; a hint, no verdict.
enum class Attestation {
    NotKnown,
    Verified, ///< the number is the caller's own
    NotVerified, ///< the proof that came with it did not hold
};

/// One call of a case, or the one call of a row without a case.
struct CallBrief {
    QString id;
    calls::Direction direction = calls::Direction::In;
    calls::Verdict verdict = calls::Verdict::Missed;
    Instant at; ///< when it ended; while it lasts, when it began
    std::optional<Milliseconds> ringTime;
    QString callerName; ///< as the provider reported it; may be empty. Never for a greeting
    Attestation attestation = Attestation::NotKnown;
    bool foundInLog = false; ///< nothing was pushed: it was found in the provider's list
    std::optional<VoicemailBrief> voicemail;

    friend bool operator==(const CallBrief &, const CallBrief &) = default;
};

/// Where a row stands, in the order a case goes through them.
enum class Stage {
    Screened, ///< no follow-up: spam, too short, no number
    Waiting, ///< missed; the text has not left (yet), nobody has claimed
    Texted, ///< the text is out
    Replied, ///< the caller wrote back
    Claimed, ///< somebody is on it
    Closed, ///< finished, with an outcome
    Unclear, ///< the provider does not say whether it was answered
};

/// A row of the board: one follow-up with all its calls, or one call that opened none.
struct BoardRow {
    QString id; ///< of the follow-up, or of the call
    bool hasFollowUp = false;
    QString callerName; ///< empty = not known
    bool nameAsReported = false; ///< callerName is the provider's, not the lead book's: shown, never used in a greeting
    QString callerNumber; ///< as people write it; empty = withheld
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    int missedCalls = 1;
    QString lineLabel;
    Instant lastCallAt;
    Instant waitingSince; ///< the first missed call of the case
    std::optional<Milliseconds> ringTime; ///< of the latest call; empty = not known
    Stage stage = Stage::Waiting;
    std::optional<TextBrief> lastText;
    QString claimedBy; ///< a person's name
    QString claimedById; ///< staff id: two people may share a name
    std::optional<Instant> claimedAt;
    QString taskId; ///< the task that can be claimed, if one is open or claimed
    bool taskOpen = false;
    std::optional<Instant> dueAt;
    bool priority = false;
    QString outcome;
    QStringList reasons;
    Progress progress;
    std::optional<VoicemailBrief> voicemail; ///< the newest of its calls'
    Attestation attestation = Attestation::NotKnown; ///< of the latest call
    bool foundInLog = false; ///< the latest call: nothing was pushed, it was found in the provider's list
    bool takenForSpam = false; ///< a call without a case because of that: a person may say that it is none
    std::optional<LeadBadge> lead; ///< of the lead systems the one that most needs somebody; empty = it is in none

    friend bool operator==(const BoardRow &, const BoardRow &) = default;
};

/// A row of the queue: one callback task.
struct QueueRow {
    QString taskId;
    QString followUpId;
    QString callerName;
    QString callerNumber;
    QString callerE164; ///< for the dialler
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    int missedCalls = 1;
    QString lineLabel;
    calls::TaskState state = calls::TaskState::Open;
    bool priority = false;
    QString note;
    QString team; ///< its name
    QString assignedTo; ///< staff id
    QString assignedName;
    QString claimedBy; ///< staff id
    QString claimedName;
    std::optional<Instant> claimedAt;
    Instant createdAt;
    Instant dueAt;
    std::optional<TextBrief> lastText;
    Progress progress;

    friend bool operator==(const QueueRow &, const QueueRow &) = default;
};

/// Who or what took a call for spam.
struct SpamBasis {
    QString byWhom; ///< a person's name, or `command` for the command line; empty = a list or complaints
    QString list; ///< name of the imported block list
    int complaints = 0; ///< how many public complaint files counted
    std::optional<Instant> since;

    friend bool operator==(const SpamBasis &, const SpamBasis &) = default;
};

/// One line of a call's timeline, from the audit trail.
struct TimelineEntry {
    qint64 sequence = 0;
    Instant at;
    QString actor; ///< `engine`, `provider`, or a person's name
    QString action; ///< a stable word: `call_missed`, `text_scheduled`, `task_claimed`, …
    QStringList reasons;
    QString detail; ///< short and plain: a delivery state, an outcome id, a time in ISO 8601; may be empty
    std::optional<SpamBasis> spam = {}; ///< of a call that was screened
    QList<policy::Considered> considered = {}; ///< of a callback that was given to somebody, or to nobody: who was thought of

    friend bool operator==(const TimelineEntry &, const TimelineEntry &) = default;
};

/// That a caller wants no texts, and how we know.
struct OptOutBrief {
    Instant since;
    QString source; ///< `keyword`, `provider`, `staff`, `import`; `likely`: a person has to decide
    QString byWhom; ///< a person's name, for `staff`
    QString words; ///< for `likely`: what the caller wrote

    [[nodiscard]] bool isLikely() const { return source == QLatin1String("likely"); }

    friend bool operator==(const OptOutBrief &, const OptOutBrief &) = default;
};

/// How a callback may end.
struct OutcomeChoice {
    QString id;
    QString label;
    bool asksValue = false;
    bool asksTime = false;
    bool closes = true; ///< false: the callback comes back, at the time that is asked for or after `returnsIn`
    std::optional<std::chrono::minutes> returnsIn;

    friend bool operator==(const OutcomeChoice &, const OutcomeChoice &) = default;
};

struct Conversation {
    QString id; ///< of the board row it belongs to
    QString callerName;
    bool nameAsReported = false; ///< callerName is the provider's, not the lead book's
    QString callerNumber;
    QString callerE164;
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    std::optional<OptOutBrief> optOut;
    QList<OutcomeChoice> outcomes; ///< of the playbook that the case was opened under
    QString leadStatus;
    QString leadSource;
    QList<TimelineEntry> timeline; ///< oldest first
    QList<TextBrief> texts; ///< oldest first
    QList<CallBrief> calls; ///< oldest first
    QList<LeadBadge> leads; ///< where it stands in each lead system
    QList<WinBrief> wins; ///< newest first

    friend bool operator==(const Conversation &, const Conversation &) = default;
};

/// How one connection is doing.
struct ConnectionPulse {
    QString id;
    std::optional<Instant> lastEventAt; ///< a webhook was accepted
    std::optional<Instant> lastSuccessAt; ///< a request of ours was answered well
    std::optional<Instant> lastFailureAt;
    QString lastFailure; ///< an error code; empty after a success
    int refusedSignatures = 0; ///< webhooks turned away as not signed by the provider
    bool secretMissing = false;
    std::optional<Instant> pausedUntil; ///< it kept failing and is left alone until then
    QString type; ///< `twilio`, `ringcentral`, …
    std::optional<Instant> streamUntil; ///< events are pushed to us until then unless something is done; past = they are not
    std::optional<Instant> logReadAt; ///< its lists were read
    std::optional<int> rateLeft; ///< requests that the provider still allows, where it says
    int logFailures = 0; ///< reads of its lists in a row that brought nothing but an error

    friend bool operator==(const ConnectionPulse &, const ConnectionPulse &) = default;
};

/// A storm that is on.
struct StormNow {
    Instant beganAt;
    QString begunBy; ///< a person's name; empty = it began by itself
    std::optional<Instant> until; ///< empty = until the misses grow few

    friend bool operator==(const StormNow &, const StormNow &) = default;
};

/// How long it takes to call everybody back who waits now: every person in the teams makes one callback after another,
/// `ready` x `perCallback` / `people`, rounded up to whole callbacks each.
[[nodiscard]] std::chrono::minutes timeToClear(int ready, std::chrono::minutes perCallback, int people);

/// What the status bar says.
struct Health {
    bool engineRunning = false; ///< some engine works on this database
    QString listeningOn; ///< where webhooks arrive here; empty = not in this program
    bool databaseShared = false; ///< PostgreSQL
    bool quietHoursOff = false;
    bool practice = false;
    int textsWaiting = 0;
    int textsToReview = 0;
    int unclaimed = 0; ///< also those that wait for their time
    int ready = 0; ///< unclaimed, and may be worked on now
    int overdue = 0;
    int likelyOptOuts = 0; ///< callers whose texts are held until a person has decided
    int missedLately = 0; ///< in the last 15 minutes
    int recoveredLately = 0; ///< missed calls of the last 24 hours that never reached us and were found in a provider's list
    std::optional<StormNow> storm;
    std::chrono::minutes toClear{0}; ///< timeToClear() of what is ready
    bool onNetworkShare = false; ///< the file's locks are not to be trusted there
    QList<ConnectionPulse> connections; ///< of phone systems
    QList<ConnectionPulse> leadSystems;
    QList<ConnectionPulse> calendars; ///< of the staff
    std::optional<ErrorKind> trouble; ///< with the database
    QString problem; ///< what it said, or what else is wrong, in plain words; empty = nothing

    friend bool operator==(const Health &, const Health &) = default;
};

/// What the screens need to know of the office.
struct Office {
    QString company;
    QByteArray timeZone; ///< IANA id
    QList<calls::Staff> staff;
    QList<OutcomeChoice> outcomes;

    friend bool operator==(const Office &, const Office &) = default;
};

/// One attempt to send a message, as far as it is known.
struct AttemptNote {
    int number = 1;
    QString what; ///< `started`, `unknown`, `not_found`, …
    Instant at;
    QString code;

    friend bool operator==(const AttemptNote &, const AttemptNote &) = default;
};

/// A message of which nobody can tell whether it left.
struct TextToReview {
    QString messageId;
    QString rowId; ///< of the case; may be empty
    QString callerName;
    QString callerNumber;
    calls::Channel channel = calls::Channel::Text;
    QString body;
    Instant at;
    QList<AttemptNote> attempts; ///< oldest first

    friend bool operator==(const TextToReview &, const TextToReview &) = default;
};

/// What follows from a completed callback, for those who may take it back.
struct Aftermath {
    QString taskId;
    QString outcome;
    Instant undoUntil;
    std::optional<Instant> confirmationAt; ///< when the caller is told
    std::optional<Instant> returnsAt; ///< when the callback comes back
    int attempt = 1; ///< the returned one's
    int attempts = 1;

    friend bool operator==(const Aftermath &, const Aftermath &) = default;
};

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::Conversation)
Q_DECLARE_METATYPE(ringback::board::Health)
Q_DECLARE_METATYPE(ringback::board::Office)
Q_DECLARE_METATYPE(ringback::board::Aftermath)
