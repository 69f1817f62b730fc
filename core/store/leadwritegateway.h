#pragma once

#include "calls/leadvalues.h"
#include "store/database.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::store {

/// One durable write to one lead system.
struct LeadWriteRow {
    calls::LeadWriteId id;
    QString key; ///< unique: the same effect is never planned twice
    QString connection;
    calls::FollowUpId followUp;
    calls::LeadWriteKind kind = calls::LeadWriteKind::Lead;
    std::optional<calls::LeadNote> note; ///< for a Note
    QString subject; ///< `message:…`, `task:…`, `call:…`
    qint64 ordinal = 0; ///< writes of a case leave in this order
    Instant happenedAt;
    calls::LeadWriteState state = calls::LeadWriteState::Waiting;
    Instant dueAt;
    int attempts = 0;
    bool inDoubt = false; ///< a request may have left and nobody knows what became of it
    std::optional<Instant> inDoubtSince;
    int looks = 0;
    QString errorKind; ///< `for_now`, `write`, `account`, `gone`, `unable`, `unknown`; empty = none
    QString errorCode;
    QString errorMessage; ///< the system's words
    qint64 leaseNumber = 0;
    std::optional<Instant> leaseUntil;
    std::optional<Instant> doneAt;
};

/// Writes and their leases, as JobGateway's: whatever writes to a running one names its owner and number and learns whether they still hold.
class LeadWriteGateway final {
public:
    explicit LeadWriteGateway(Database &database)
        : m_database(database)
    {}

    /// False when the effect was planned before.
    [[nodiscard]] Result<bool> insert(Transaction &transaction, const LeadWriteRow &row) const;
    /// How far the audit trail has been turned into writes for the connection; locked until the transaction ends. Empty = it is new.
    [[nodiscard]] Result<std::optional<qint64>> feed(Transaction &transaction, const QString &connection) const;
    [[nodiscard]] Done setFeed(Transaction &transaction, const QString &connection, qint64 sequence) const;

    /// Takes due ones of the connection, of each case only the first that is not over: while a case's lead is not written, nothing else of it leaves.
    [[nodiscard]] Result<QList<LeadWriteRow>> claimDue(Transaction &transaction, const QString &connection, const QString &engine,
                                                       Instant now, Instant leaseUntil, int limit) const;
    [[nodiscard]] Result<bool> extendLease(Transaction &transaction, const LeadWriteRow &row, const QString &engine, Instant leaseUntil,
                                           Instant now) const;
    /// Puts back in line what an engine took that gave no sign of life; `in_doubt` stays as it was.
    [[nodiscard]] Result<qint64> releaseLapsed(Transaction &transaction, Instant now) const;
    /// The intent: committed before the request leaves.
    [[nodiscard]] Result<bool> startAttempt(Transaction &transaction, const LeadWriteRow &row, const QString &engine, Instant now) const;
    /// What became of it: state, due time, doubt, looks and error of `row`. False when the lease is somebody else's.
    [[nodiscard]] Result<bool> settle(Transaction &transaction, const LeadWriteRow &row, const QString &engine) const;

    /// A person's *try again*: failed ones of the case at the connection are due now. How many.
    [[nodiscard]] Result<int> tryAgain(Transaction &transaction, const calls::FollowUpId &followUp, const QString &connection,
                                       Instant now) const;
    /// The same for all of a connection that failed for its account: the sign-in or a choice was mended. How many.
    [[nodiscard]] Result<int> tryAllAgain(Transaction &transaction, const QString &connection, Instant now) const;
    /// What waits for a choice goes on, as somebody has chosen.
    [[nodiscard]] Result<int> resumeChosen(Transaction &transaction, const calls::FollowUpId &followUp, const QString &connection,
                                           Instant now) const;

    [[nodiscard]] Result<QList<LeadWriteRow>> ofCase(const calls::FollowUpId &followUp) const;
    [[nodiscard]] Result<std::optional<Instant>> nextDue(const QString &connection) const;
    [[nodiscard]] Result<std::optional<Instant>> nextLapse() const;
    struct Count {
        int waiting = 0;
        int failed = 0;
        int toChoose = 0;
    };
    [[nodiscard]] Result<Count> count(const QString &connection) const;
    /// Cases with something failed or to choose, the newest first.
    [[nodiscard]] Result<QList<calls::FollowUpId>> stuck(const QString &connection, int limit) const;

private:
    Database &m_database;
};

/// Which record of a lead system stands for a case.
struct LeadLinkRow {
    calls::FollowUpId followUp;
    QString connection;
    calls::LeadLink link;
    QString task; ///< our callback that `link.task` stands for
    bool mayBeDouble = false; ///< made while "not found" was "not known"
    QString chosenBy;
    QList<calls::LeadRecord> candidates; ///< to choose from; empty = nothing to choose
    Instant updatedAt;
};

class LeadLinkGateway final {
public:
    explicit LeadLinkGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<LeadLinkRow>> find(const calls::FollowUpId &followUp, const QString &connection) const;
    [[nodiscard]] Result<QList<LeadLinkRow>> ofCase(const calls::FollowUpId &followUp) const;
    /// The newest link with a record that an earlier case of the contact has there.
    [[nodiscard]] Result<std::optional<LeadLinkRow>> ofContact(const calls::ContactId &contact, const QString &connection) const;
    [[nodiscard]] Done put(Transaction &transaction, const LeadLinkRow &row) const;
    /// The task that `row` names was deleted there: nothing stands for our callback any more. False when the link names another by now.
    [[nodiscard]] Result<bool> forgetTask(Transaction &transaction, const LeadLinkRow &row, Instant now) const;
    /// Open tasks there that stand for live callbacks here, those looked at longest ago first.
    [[nodiscard]] Result<QList<LeadLinkRow>> withOpenTasks(const QString &connection, int limit) const;
    /// Links with a record of cases that were opened at `since` or later, by follow-up id, after `after` (empty = from the first).
    [[nodiscard]] Result<QList<LeadLinkRow>> withRecords(const QString &connection, Instant since, const QString &after, int limit) const;

private:
    Database &m_database;
};

} // namespace ringback::store
