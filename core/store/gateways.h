#pragma once

#include "calls/providerevent.h"
#include "calls/values.h"
#include "store/database.h"

#include <QHash>
#include <QJsonObject>

/// One table gateway per aggregate. They speak in domain values; writers want a Transaction. Errors are Database's.
namespace ringback::store {

/// The office's documents.
class OfficeGateway final {
public:
    explicit OfficeGateway(Database &database)
        : m_database(database)
    {}

    struct Document {
        qint64 version = 0;
        QByteArray text;
    };

    struct Versions {
        qint64 setup = 0; ///< 0 = none yet
        qint64 playbook = 0;
    };

    [[nodiscard]] Result<Versions> versions() const;
    [[nodiscard]] Result<bool> isPractice() const;
    [[nodiscard]] Done begin(Transaction &transaction, bool practice, Instant now);
    /// Empty before `init`.
    [[nodiscard]] Result<std::optional<Document>> setup() const;
    [[nodiscard]] Result<std::optional<Document>> playbook() const;
    /// The playbook as it was at that version. Errors: NotFound, as Database.
    [[nodiscard]] Result<QByteArray> playbookAt(qint64 version) const;
    /// Until the transaction ends nobody else stores a setup: what is read after this is the newest when it is written. Before the first version
    /// nothing is held: the second one to add that fails.
    [[nodiscard]] Done holdSetup(Transaction &transaction) const;
    [[nodiscard]] Result<qint64> addSetup(Transaction &transaction, const QByteArray &document, Instant now);
    [[nodiscard]] Result<qint64> addPlaybook(Transaction &transaction, const QString &id, const QByteArray &document, Instant now);

private:
    Database &m_database;
};

struct InboxEvent {
    calls::InboxId id;
    QString connection;
    calls::EventKind kind = calls::EventKind::Voice;
    QString key; ///< unique per connection: the same event twice is one event
    QByteArray payload;
    Instant receivedAt;
    std::optional<Instant> dueAt = {}; ///< when it may be worked on; empty = at once. Only for append()
};

class InboxGateway final {
public:
    explicit InboxGateway(Database &database)
        : m_database(database)
    {}

    /// False when this event has been stored before.
    [[nodiscard]] Result<bool> append(Transaction &transaction, const InboxEvent &event) const;
    /// The oldest due events nobody has worked on; on PostgreSQL they are locked for this transaction.
    [[nodiscard]] Result<QList<InboxEvent>> oldestNew(Transaction &transaction, Instant now, int limit) const;
    /// Not now, but at `dueAt`.
    [[nodiscard]] Done postpone(Transaction &transaction, const calls::InboxId &id, Instant dueAt) const;
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    [[nodiscard]] Done markDone(Transaction &transaction, const QList<calls::InboxId> &ids, Instant now) const;
    /// Kept, with what was wrong with it.
    [[nodiscard]] Done markFailed(Transaction &transaction, const calls::InboxId &id, const QString &error, Instant now) const;
    [[nodiscard]] Result<int> waiting() const;
    /// How many due events nobody has worked on; counts to `atMost`.
    [[nodiscard]] Result<int> behind(Instant now, int atMost) const;

private:
    Database &m_database;
};

class CallGateway final {
public:
    explicit CallGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<calls::Call>> find(const QString &connection, const QString &providerCallId) const;
    /// The same, locked until the transaction ends: two engines must not work two events of one call into it at the same time.
    [[nodiscard]] Result<std::optional<calls::Call>> findToChange(Transaction &transaction, const QString &connection,
                                                                  const QString &providerCallId) const;
    [[nodiscard]] Done insert(Transaction &transaction, const calls::Call &call) const;
    [[nodiscard]] Done update(Transaction &transaction, const calls::Call &call) const;
    [[nodiscard]] Result<QList<calls::Call>> settling(Transaction &transaction, Instant now, int limit) const;
    [[nodiscard]] Result<std::optional<Instant>> earliestSettle() const;
    /// Newest first, `before` an id (empty = from the newest).
    [[nodiscard]] Result<QList<calls::Call>> page(const QString &before, int limit) const;
    [[nodiscard]] Result<QList<calls::Call>> ofFollowUp(const calls::FollowUpId &followUp) const;
    /// Missed or unclear calls without a follow-up that began at `since` or later, newest first.
    [[nodiscard]] Result<QList<calls::Call>> alone(Instant since, int limit) const;
    [[nodiscard]] Result<std::optional<calls::Call>> findById(const QString &id) const;
    /// The newest call we made to the number at `since` or later, whatever became of it.
    [[nodiscard]] Result<std::optional<calls::Call>> ourLatestTo(const calls::PhoneNumber &number, Instant since) const;
    /// Missed calls of the number since then that opened no case; counts to `atMost`.
    [[nodiscard]] Result<int> screenedFrom(const calls::PhoneNumber &number, Instant since, int atMost) const;
    /// Missed calls of anybody since then; counts to `atMost`.
    [[nodiscard]] Result<int> missedSince(Instant since, int atMost) const;
    /// The newest answered call with that number, in either direction, that began at `since` or later.
    [[nodiscard]] Result<std::optional<calls::Call>> answeredSince(const calls::PhoneNumber &number, Instant since) const;
    /// Missed calls since then that were found in a provider's list, of connections that pushed something at `pushedSince` or later; counts to
    /// `atMost`.
    [[nodiscard]] Result<int> recoveredSince(Instant since, Instant pushedSince, int atMost) const;

private:
    Database &m_database;
};

/// What callers left behind.
class VoicemailGateway final {
public:
    explicit VoicemailGateway(Database &database)
        : m_database(database)
    {}

    struct Kept {
        calls::Voicemail voicemail;
        Instant receivedAt; ///< the first we heard of it
    };
    [[nodiscard]] Result<std::optional<Kept>> of(const calls::CallId &call) const;
    /// Adds to what is known of it; what is not told stays. The call is in the database.
    [[nodiscard]] Done keep(Transaction &transaction, const calls::CallId &call, const calls::Voicemail &voicemail, Instant now) const;

private:
    Database &m_database;
};

struct OptOut {
    calls::PhoneNumber number;
    Instant since;
    QString source; ///< `keyword`, `provider`, `staff`, `import`; `likely`: texts are held until a person has read what the caller wrote
    QString byWhom;

    [[nodiscard]] bool isLikely() const { return source == QLatin1String("likely"); }

    friend bool operator==(const OptOut &, const OptOut &) = default;
};

class ContactGateway final {
public:
    explicit ContactGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<calls::Contact>> find(const calls::PhoneNumber &number) const;
    [[nodiscard]] Result<std::optional<calls::Contact>> findById(const calls::ContactId &id) const;
    /// The contact of that number, made from `fresh` when there is none; locked until the transaction ends, so that two engines never
    /// decide about one caller at the same time.
    [[nodiscard]] Result<calls::Contact> findOrAdd(Transaction &transaction, const calls::Contact &fresh, Instant now) const;
    [[nodiscard]] Done update(Transaction &transaction, const calls::Contact &contact) const;

    [[nodiscard]] Result<std::optional<OptOut>> optOut(const calls::PhoneNumber &number) const;
    /// False when the number had opted out before. A certain one replaces a likely one, never the other way round.
    [[nodiscard]] Result<bool> addOptOut(Transaction &transaction, const OptOut &optOut) const;
    /// False when there was none.
    [[nodiscard]] Result<bool> removeOptOut(Transaction &transaction, const calls::PhoneNumber &number) const;
    /// The newest first, those that follow `last` (empty = from the newest).
    [[nodiscard]] Result<QList<OptOut>> optOuts(const std::optional<OptOut> &last, int limit) const;
    /// Those a person has to read, the oldest first.
    [[nodiscard]] Result<QList<OptOut>> likelyOptOuts(int limit) const;

private:
    Database &m_database;
};

class FollowUpGateway final {
public:
    explicit FollowUpGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<calls::FollowUp>> find(const calls::FollowUpId &id) const;
    [[nodiscard]] Result<std::optional<calls::FollowUp>> openOf(const calls::ContactId &contact) const;
    /// The same, locked until the transaction ends.
    [[nodiscard]] Result<std::optional<calls::FollowUp>> openToChange(Transaction &transaction, const calls::ContactId &contact) const;
    [[nodiscard]] Done insert(Transaction &transaction, const calls::FollowUp &followUp) const;
    [[nodiscard]] Done update(Transaction &transaction, const calls::FollowUp &followUp) const;
    /// Those whose next step is to be decided about, the oldest first; on PostgreSQL locked for this transaction.
    [[nodiscard]] Result<QList<calls::FollowUp>> stepsDue(Transaction &transaction, Instant now, int limit) const;
    [[nodiscard]] Result<std::optional<Instant>> nextStepDue() const;
    /// The newest of the contact, open or closed.
    [[nodiscard]] Result<std::optional<calls::FollowUp>> latestOf(const calls::ContactId &contact) const;
    [[nodiscard]] Result<QList<calls::FollowUp>> page(const QString &before, int limit) const;
    /// Open ones, the latest call first.
    [[nodiscard]] Result<QList<calls::FollowUp>> open(int limit) const;
    /// Closed at `since` or later, the latest first.
    [[nodiscard]] Result<QList<calls::FollowUp>> closedSince(Instant since, int limit) const;
    /// Missed calls of the follow-up that began at `since` or later.
    [[nodiscard]] Result<int> callsSince(const calls::FollowUpId &id, Instant since) const;

private:
    Database &m_database;
};

class LeadGateway final {
public:
    explicit LeadGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Done insert(Transaction &transaction, const calls::Lead &lead) const;
    [[nodiscard]] Result<std::optional<calls::Lead>> ofFollowUp(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Done update(Transaction &transaction, const calls::Lead &lead) const;

private:
    Database &m_database;
};

/// What somebody has on the desk.
struct Load {
    int liveTasks = 0;
    std::optional<Instant> lastAssignedAt;
};

class TaskGateway final {
public:
    explicit TaskGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<calls::CallbackTask>> find(const calls::TaskId &id) const;
    /// The same, locked until the transaction ends.
    [[nodiscard]] Result<std::optional<calls::CallbackTask>> findToChange(Transaction &transaction, const calls::TaskId &id) const;
    /// Those that are ready and nobody has: of these teams first, then with priority, then the oldest; on PostgreSQL locked for this transaction.
    [[nodiscard]] Result<QList<calls::CallbackTask>> oldestReady(Transaction &transaction, const QStringList &teams, Instant now,
                                                                 int limit) const;
    [[nodiscard]] Result<std::optional<calls::CallbackTask>> liveOf(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Result<std::optional<calls::CallbackTask>> latestOf(const calls::FollowUpId &followUp) const;
    /// The newest that somebody has claimed or completed.
    [[nodiscard]] Result<std::optional<calls::CallbackTask>> lastWorkedOf(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Done insert(Transaction &transaction, const calls::CallbackTask &task) const;
    [[nodiscard]] Done raisePriority(Transaction &transaction, const calls::TaskId &id) const;
    /// Compare and set of the whole row: false when its state, its claimer or its escalation is no longer as in `before`.
    [[nodiscard]] Result<bool> change(Transaction &transaction, const calls::CallbackTask &before, const calls::CallbackTask &after) const;
    /// Live ones whose claim or escalation is to be looked at, the oldest first; on PostgreSQL locked for this transaction.
    [[nodiscard]] Result<QList<calls::CallbackTask>> toCheck(Transaction &transaction, Instant now, int limit) const;
    [[nodiscard]] Result<std::optional<Instant>> nextCheck() const;
    [[nodiscard]] Result<QHash<QString, Load>> loads() const;
    [[nodiscard]] Result<QList<calls::CallbackTask>> live(int limit) const;
    [[nodiscard]] Result<QList<calls::CallbackTask>> page(const QString &before, int limit) const;

private:
    Database &m_database;
};

class MessageGateway final {
public:
    explicit MessageGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<calls::Message>> find(const calls::MessageId &id) const;
    [[nodiscard]] Result<std::optional<calls::Message>> findByProviderId(const QString &connection, const QString &providerId) const;
    [[nodiscard]] Done insert(Transaction &transaction, const calls::Message &message, Instant dueAt) const;
    [[nodiscard]] Done update(Transaction &transaction, const calls::Message &message) const;
    [[nodiscard]] Done postpone(Transaction &transaction, const calls::MessageId &id, Instant dueAt) const;
    /// The newest automated text to the number that left at `since` or later, or will leave: not dropped, not failed.
    [[nodiscard]] Result<std::optional<calls::Message>> automatedTo(const calls::PhoneNumber &peer, Instant since) const;
    /// When the last is due of the case's messages that were planned before this one and have not found their end: they must leave first.
    [[nodiscard]] Result<std::optional<Instant>> unfinishedBefore(const calls::FollowUpId &followUp, const calls::MessageId &id) const;
    /// Messages to the number, e-mails too, that have not left.
    [[nodiscard]] Result<QList<calls::Message>> scheduledTo(const calls::PhoneNumber &peer) const;
    [[nodiscard]] Result<QList<calls::Message>> ofFollowUp(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Result<std::optional<calls::Message>> latestOf(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Result<std::optional<Instant>> dueAt(const calls::MessageId &id) const;
    [[nodiscard]] Result<QList<calls::Message>> page(const QString &before, int limit) const;

private:
    Database &m_database;
};

/// Times of many missed calls.
class StormGateway final {
public:
    explicit StormGateway(Database &database)
        : m_database(database)
    {}

    /// The one that is on.
    [[nodiscard]] Result<std::optional<calls::Storm>> current() const;
    /// When the newest that is over ended.
    [[nodiscard]] Result<std::optional<Instant>> lastEndedAt() const;
    /// False when one is on already.
    [[nodiscard]] Result<bool> begin(Transaction &transaction, const calls::Storm &storm) const;
    [[nodiscard]] Done setUntil(Transaction &transaction, const calls::StormId &id, std::optional<Instant> until) const;
    /// False when it was over.
    [[nodiscard]] Result<bool> end(Transaction &transaction, const calls::StormId &id, const QString &endedBy, Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store
