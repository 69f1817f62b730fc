#pragma once

#include "base/clock.h"
#include "calls/values.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens show, as plain values. Reasons, outcomes and provider words are stable codes here; ui turns them into sentences.
namespace ringback::board {

/// A text as a row or a bubble shows it.
struct TextBrief {
    calls::Direction direction = calls::Direction::Out;
    calls::DeliveryState state = calls::DeliveryState::Scheduled;
    QString body;
    bool automated = true;
    Instant at; ///< when it was sent or received; for a scheduled one, when it is due
    QString errorCode;

    friend bool operator==(const TextBrief &, const TextBrief &) = default;
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

    friend bool operator==(const QueueRow &, const QueueRow &) = default;
};

/// One line of a call's timeline, from the audit trail.
struct TimelineEntry {
    qint64 sequence = 0;
    Instant at;
    QString actor; ///< `engine`, `provider`, or a person's name
    QString action; ///< a stable word: `call_missed`, `text_scheduled`, `task_claimed`, …
    QStringList reasons;
    QString detail; ///< short and plain: a delivery state, an outcome id, a time in ISO 8601; may be empty

    friend bool operator==(const TimelineEntry &, const TimelineEntry &) = default;
};

struct Conversation {
    QString id; ///< of the board row it belongs to
    QString callerName;
    QString callerNumber;
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    bool optedOut = false;
    QString leadStatus;
    QString leadSource;
    QList<TimelineEntry> timeline; ///< oldest first
    QList<TextBrief> texts; ///< oldest first

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

    friend bool operator==(const ConnectionPulse &, const ConnectionPulse &) = default;
};

/// What the status bar says.
struct Health {
    bool engineRunning = false; ///< some engine works on this database
    QString listeningOn; ///< where webhooks arrive here; empty = not in this program
    bool databaseShared = false; ///< PostgreSQL
    bool quietHoursOff = false;
    bool practice = false;
    int textsWaiting = 0;
    int textsToReview = 0;
    int unclaimed = 0;
    int overdue = 0;
    QList<ConnectionPulse> connections;
    QString problem; ///< a database error in plain words; empty = none

    friend bool operator==(const Health &, const Health &) = default;
};

/// What the screens need to know of the office.
struct OutcomeChoice {
    QString id;
    QString label;
    bool asksValue = false;

    friend bool operator==(const OutcomeChoice &, const OutcomeChoice &) = default;
};

struct Office {
    QString company;
    QByteArray timeZone; ///< IANA id
    QList<calls::Staff> staff;
    QList<OutcomeChoice> outcomes;

    friend bool operator==(const Office &, const Office &) = default;
};

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::Conversation)
Q_DECLARE_METATYPE(ringback::board::Health)
Q_DECLARE_METATYPE(ringback::board::Office)
