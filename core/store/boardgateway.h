#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QList>

namespace ringback::store {

/// A message as a list or a conversation shows it.
struct BoardMessage {
    calls::Direction direction = calls::Direction::Out;
    calls::Channel channel = calls::Channel::Text;
    calls::DeliveryState state = calls::DeliveryState::Scheduled;
    QString subject;
    QString body;
    bool automated = true;
    QString errorCode;
    Instant createdAt;
    std::optional<Instant> sentAt;
    std::optional<Instant> dueAt;
};

/// The live task of a case, else its newest, as a list shows it.
struct BoardTask {
    QString id;
    calls::TaskState state = calls::TaskState::Open;
    QString team;
    QString assignedTo;
    bool priority = false;
    QString note;
    Instant createdAt;
    Instant dueAt;
    QString claimedBy;
    std::optional<Instant> claimedAt;
    int attempt = 1;
    std::optional<Instant> readyAt;
    int escalations = 0;
    QString escalatedTo;
    QString returnedFrom;
    std::optional<Instant> appointmentAt;
    QString cameBackBy; ///< the outcome of the try before this one
};

/// What a caller left behind.
struct BoardVoicemail {
    QString call; ///< its id
    std::optional<Milliseconds> length;
    QString transcript;
    Instant receivedAt;
};

/// One case with everything that a row says of it.
struct BoardCase {
    QString id; ///< of the follow-up
    QString line;
    qint64 playbookVersion = 0;
    calls::FollowUpState state = calls::FollowUpState::Open;
    int missedCalls = 1;
    Instant openedAt;
    Instant lastCallAt;
    std::optional<Instant> repliedAt;
    std::optional<Instant> closedAt;
    QString outcome;
    QStringList reasons;
    std::optional<Instant> reachedAt;
    QString nextStep;
    std::optional<Instant> nextStepAt;
    QString callerName; ///< the lead book's, else what came with the latest call that had a name
    bool nameAsReported = false; ///< it came with a call
    calls::PhoneNumber callerNumber;
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    bool likelyOptedOut = false;
    std::optional<Milliseconds> ringTime; ///< of the latest call, as the next three
    QString connection;
    QString attestation;
    bool foundInLog = false;
    std::optional<BoardVoicemail> voicemail; ///< the newest of its calls'
    std::optional<BoardTask> task;
    std::optional<BoardMessage> lastMessage;
};

/// A message that a person has to decide about, with what is known of its attempts.
struct MessageInDoubt {
    struct Event {
        int attempt = 0;
        QString what; ///< `started`, `unknown`, `not_found`, …
        Instant at;
        QString code;
    };
    QString id; ///< of the message
    QString followUp; ///< may be empty
    QString callerName;
    calls::PhoneNumber callerNumber;
    calls::Channel channel = calls::Channel::Text;
    QString body;
    Instant createdAt;
    QList<Event> events; ///< oldest first
};

/// Reads what the screens show: a page in one statement, however many tables it is put together from. Never writes. Errors are Database's,
/// and Corrupt.
class BoardGateway final {
public:
    explicit BoardGateway(Database &database)
        : m_database(database)
    {}

    /// Open cases, the latest call first.
    [[nodiscard]] Result<QList<BoardCase>> open(int limit) const;
    [[nodiscard]] Result<QList<BoardCase>> closedSince(Instant since, int limit) const;
    /// Cases that have a live task, the one that is due first first.
    [[nodiscard]] Result<QList<BoardCase>> withLiveTask(int limit) const;
    /// Those of them that there are; ids of follow-ups.
    [[nodiscard]] Result<QList<BoardCase>> cases(const QStringList &ids) const;

    /// Of one case, oldest first.
    [[nodiscard]] Result<QList<BoardMessage>> messages(const QString &followUp) const;
    [[nodiscard]] Result<QList<MessageInDoubt>> inDoubt(int limit) const;
    /// Of a case's calls.
    [[nodiscard]] Result<QList<BoardVoicemail>> voicemails(const QString &followUp) const;
    /// Of calls that began at `since` or later and opened no case.
    [[nodiscard]] Result<QList<BoardVoicemail>> lonelyVoicemails(Instant since, int limit) const;

    struct Counts {
        int unclaimed = 0; ///< also those that wait for their time
        int ready = 0; ///< unclaimed, and may be worked on now
        int overdue = 0; ///< ready and past their due time
    };
    [[nodiscard]] Result<Counts> counts(Instant now) const;
    [[nodiscard]] Result<int> likelyOptOuts() const;

private:
    Database &m_database;
};

} // namespace ringback::store
