#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "calls/phonenumber.h"
#include "calls/providerevent.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QTime>

#include <optional>

/// The words of the product as plain values. Every enum has one stable lower-case word, which is what the database, the JSON lists and
/// the audit trail hold: `word(x)` gives it, `fromWord<E>()` reads it back.
namespace ringback::calls {

using CallId = Id<struct CallTag>;
using ContactId = Id<struct ContactTag>;
using FollowUpId = Id<struct FollowUpTag>;
using LeadId = Id<struct LeadTag>;
using TaskId = Id<struct TaskTag>;
using MessageId = Id<struct MessageTag>;
using JobId = Id<struct JobTag>;
using InboxId = Id<struct InboxTag>;
using StormId = Id<struct StormTag>;

/// The one judgement over a whole call, with all its legs.
enum class Verdict {
    Pending, ///< still ringing, or settling
    Missed, ///< nobody of ours spoke with the caller
    Answered, ///< somebody did
    Unclear, ///< the provider said that the call ended, not whether anyone answered it
};

/// What is known of a contact. An unknown caller of a roofer is a new lead; of a recruiter, a candidate.
enum class ContactKind { NewLead, PriorCustomer, Candidate, Client };

enum class FollowUpState { Open, Closed };

enum class TaskState { Open, Claimed, Done, Cancelled };

enum class Direction { In, Out };

enum class Channel { Text, Email };

/// The life of a text, ordered by rank: a later report never steps back (Twilio: accepted < queued < sending < sent < delivered).
enum class DeliveryState {
    Scheduled, ///< we hold it until its time
    Sending, ///< the request is on its way, or its answer is not known yet
    Accepted, ///< the provider has it
    Sent, ///< the carrier has it; may be final, not every carrier reports delivery
    Delivered, ///< the phone has it
    Undelivered, ///< the carrier gave up
    Failed, ///< the provider refused it, or gave up
    NeedsReview, ///< nobody can tell whether it left: a person decides
    Dropped, ///< we decided not to send it
    Received, ///< from the caller to us
};

enum class Role { Owner, Admin, Rep };

/// One phone that rings, or rang, for a call.
struct Leg {
    enum class State { Ringing, Answered, Over };

    QString id; ///< the provider's
    State state = State::Ringing;
    int sequence = 0; ///< a later one replaces an earlier one, whatever order they arrive in; equal ones: in the order of arrival

    friend bool operator==(const Leg &, const Leg &) = default;
};

/// What a caller left behind. Each fact may come later than the other.
struct Voicemail {
    QString url; ///< where the provider keeps it, for who has its credentials
    std::optional<Milliseconds> length;
    QString transcript;

    friend bool operator==(const Voicemail &, const Voicemail &) = default;
};

/// How we came to know of a call first.
enum class ReportedBy {
    Event, ///< pushed by the provider
    Log, ///< found in the provider's list
};

/// What tells honest callers from machines; absent facts say nothing (providers: phone-and-sms.md, 2.4).
struct Reputation {
    QString attestation; ///< `StirVerstat` as it came, else empty
    bool listedAsSpam = false; ///< a spam registry or call-scoring add-on says so
    QString listedBy; ///< which one

    friend bool operator==(const Reputation &, const Reputation &) = default;
};

/// A company number that callers dial.
struct Line {
    PhoneNumber number;
    QString label;
    QString source; ///< where callers of this line found us: `hail campaign`
    QString team;
    QString callsConnection; ///< which connection reports its calls
    QString textsConnection; ///< which connection sends its texts; empty = its callers are not texted
    std::optional<PhoneNumber> textsFrom = {}; ///< the number texts leave from and replies come to; empty = the line's own
    QList<PhoneNumber> forwardTo; ///< phones to ring when the provider asks us what to do with a call; may be empty
    int ringSeconds = 20;
    double textsPerSecond = 0; ///< what the line may send at most; 0 = as fast as the connection takes them
    QStringList skills = {}; ///< what its callers need: somebody who has them is asked first

    [[nodiscard]] const PhoneNumber &sender() const { return textsFrom ? *textsFrom : number; }

    friend bool operator==(const Line &, const Line &) = default;
};

/// People who share a queue. A pool of a playbook (`clients`, `seniors`) is a team too.
struct Team {
    QString id;
    QString name;
    QString bookingLink = {}; ///< where callers of this team book a time by themselves; empty = the company's

    friend bool operator==(const Team &, const Team &) = default;
};

/// A stretch of the week in which somebody works.
struct Shift {
    QList<int> days; ///< 1 = Monday … 7 = Sunday (ISO 8601): the days it begins on
    QTime from;
    QTime to; ///< not after `from`: on the next day. Equal to it: a whole day

    friend bool operator==(const Shift &, const Shift &) = default;
};

/// How somebody who is not at a desk hears of an escalation.
enum class OffDesk { Nothing, Text, Email };

struct Staff {
    QString id;
    QString name;
    Role role = Role::Rep;
    bool senior = false;
    QStringList teams;
    int capacity = 0; ///< open tasks at most; 0 = no limit
    int perDay = 0; ///< tasks given in one day of their zone at most; 0 = no limit
    int weight = 100; ///< share of the round-robin, in percent of a usual one: 50 for half a day's work; 1 to 1,000
    bool suspended = false; ///< may not sign in and is given nothing; what they did stays theirs
    QByteArray timeZone = {}; ///< IANA id; empty = the office's
    QList<Shift> shifts = {}; ///< none = at any time
    QStringList languages = {}; ///< `en`, `es`; none = the office's
    QStringList skills = {};
    QString email = {};
    std::optional<PhoneNumber> phone = {}; ///< the person's own: rung for click to call, texted off the desk
    OffDesk offDesk = OffDesk::Nothing;
    QString bookingLink = {}; ///< empty = the team's, else the company's

    friend bool operator==(const Staff &, const Staff &) = default;
};

/// A person behind a number: our own lead book's entry.
struct Contact {
    ContactId id;
    PhoneNumber number;
    QString name;
    QString email;
    ContactKind kind = ContactKind::NewLead;
    QString language; ///< `en`, `es`; empty = not known
    QByteArray timeZone; ///< IANA id; empty = judged by the area code
    QString filledBy = {}; ///< `jobber-main:name,email`: what a lead system filled, and follows; empty = all of it is from people

    friend bool operator==(const Contact &, const Contact &) = default;
};

struct Call {
    CallId id;
    QString connection;
    QString providerCallId;
    Direction direction = Direction::In;
    CallerId caller; ///< the other side, also of a call that we made
    QString callerName; ///< as the provider reported it; may be empty
    QString line; ///< the dialled number, E.164
    Instant startedAt; ///< when we first heard of it
    std::optional<Instant> ringingAt; ///< when the ringing request arrived, if one did
    std::optional<Instant> endedAt;
    std::optional<Milliseconds> ringTime; ///< not known unless the provider told us when it rang
    Verdict verdict = Verdict::Pending;
    Verdict settlesTo = Verdict::Pending; ///< what a pending verdict becomes when nothing more is heard
    std::optional<Instant> settleAt; ///< when that is
    QString providerReason; ///< the provider's own word: `no-answer`, `canceled`
    Reputation reputation;
    std::optional<FollowUpId> followUp;
    QStringList reasons; ///< why we did what we did with it: `too_short`, `texted`, …
    QString staff; ///< id of who of ours spoke or dialled; empty = not known
    QList<Leg> legs = {}; ///< the phones that rang, where the provider tells
    ReportedBy reportedBy = ReportedBy::Event;

    friend bool operator==(const Call &, const Call &) = default;
};

struct FollowUp {
    FollowUpId id;
    ContactId contact;
    QString line;
    qint64 playbookVersion = 0;
    FollowUpState state = FollowUpState::Open;
    int missedCalls = 1;
    Instant openedAt;
    Instant lastCallAt;
    std::optional<Instant> repliedAt;
    std::optional<Instant> closedAt;
    QString outcome;
    QStringList reasons; ///< of its latest decision
    std::optional<Instant> reachedAt; ///< somebody of ours has spoken with the caller
    QString nextStep; ///< of the playbook; empty = no more automated messages
    std::optional<Instant> nextStepAt; ///< when it is to be decided about

    friend bool operator==(const FollowUp &, const FollowUp &) = default;
};

/// What is written for a missed call before any text leaves.
struct Lead {
    LeadId id;
    FollowUpId followUp;
    ContactId contact;
    QString tag; ///< the playbook's: `missed-call-automation`
    QString source; ///< the line's
    QString status; ///< the playbook's words: `needs_callback`, `estimate_scheduled`
    std::optional<Money> value;
    Instant createdAt;

    friend bool operator==(const Lead &, const Lead &) = default;
};

struct CallbackTask {
    TaskId id;
    FollowUpId followUp;
    TaskState state = TaskState::Open;
    QString team;
    QString assignedTo; ///< staff id; empty = whoever is free
    bool priority = false;
    QString note;
    Instant createdAt;
    Instant dueAt;
    QString claimedBy;
    std::optional<Instant> claimedAt;
    QString completedBy;
    std::optional<Instant> completedAt;
    QString outcome;
    std::optional<Money> value;
    int attempt = 1; ///< 2 = the second try
    std::optional<Instant> readyAt; ///< in the future: it waits for its time; empty = since it was made
    int escalations = 0; ///< how many of the playbook's escalation steps have been taken
    QString escalatedTo; ///< the last of them: `next_person`, `team`, `owner`, `human_queue`
    std::optional<Instant> checkAt; ///< when the claim lapses or the next escalation is due, whichever is first; empty for finished ones
    QString returnedFrom; ///< staff id of the one whose claim lapsed
    std::optional<Instant> appointmentAt; ///< what the outcome asked for
    QString leadStatusBefore; ///< what undoing the completion puts back
    std::optional<Money> leadValueBefore;
    std::optional<Instant> assignedAt = {}; ///< when `assignedTo` got it; empty = nobody has it, or not known

    friend bool operator==(const CallbackTask &, const CallbackTask &) = default;
};

struct Message {
    MessageId id;
    std::optional<FollowUpId> followUp;
    ContactId contact;
    Direction direction = Direction::Out;
    Channel channel = Channel::Text;
    PhoneNumber line; ///< our side
    PhoneNumber peer; ///< theirs, also of an e-mail
    QString email; ///< the address an e-mail goes to; empty for a text
    QString subject; ///< of an e-mail
    QString body;
    QString step; ///< the playbook step that wrote it; empty for what people write
    bool automated = true;
    DeliveryState state = DeliveryState::Scheduled;
    QString connection;
    QString providerId;
    QString errorCode;
    Instant createdAt;
    std::optional<Instant> sentAt; ///< when the provider took it
    std::optional<Instant> doneAt; ///< delivered, or given up

    friend bool operator==(const Message &, const Message &) = default;
};

/// A time in which more calls are missed than usual: other words for callers, other ways for staff.
struct Storm {
    StormId id;
    Instant beganAt;
    QString begunBy; ///< `engine`, or `staff:…`
    std::optional<Instant> until; ///< as the switch was set; empty = until the misses grow few
    std::optional<Instant> endedAt;
    QString endedBy;

    friend bool operator==(const Storm &, const Storm &) = default;
};

[[nodiscard]] QString word(Verdict verdict);
[[nodiscard]] QString word(ContactKind kind);
[[nodiscard]] QString word(FollowUpState state);
[[nodiscard]] QString word(TaskState state);
[[nodiscard]] QString word(Direction direction);
[[nodiscard]] QString word(Channel channel);
[[nodiscard]] QString word(DeliveryState state);
[[nodiscard]] QString word(Role role);
[[nodiscard]] QString word(OffDesk offDesk);
[[nodiscard]] QString word(ReportedBy reportedBy);
[[nodiscard]] QString word(EventKind kind);

template <class Enum>
[[nodiscard]] std::optional<Enum> fromWord(QStringView text);

/// Whether a report of `next` may replace `current`: a report from earlier in a text's life never does, and a final one is final.
[[nodiscard]] bool advances(DeliveryState current, DeliveryState next);

} // namespace ringback::calls
