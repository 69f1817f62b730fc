#pragma once

#include "calls/values.h"
#include "store/database.h"

namespace ringback::store {

/// One durable outside effect: here, one text to send.
struct Job {
    calls::JobId id;
    QString key; ///< unique: the same effect is never planned twice
    calls::MessageId message;
    QString connection;
    Instant dueAt;
    Instant trueUntil; ///< after it the words are no longer true
    int attempts = 0;
    bool inDoubt = false; ///< a request may have left and nobody knows what became of it
    std::optional<Instant> inDoubtSince; ///< when that attempt began
    int looks = 0; ///< how often the provider has been asked about it
    QString lastError;
    QString line; ///< whose pace it keeps, E.164
    qint64 leaseNumber = 0; ///< of the claim that holds it
    std::optional<Instant> leaseUntil;
    std::optional<Instant> afterLead = {}; ///< it waits for the lead, until `dueAt` at most: when it may leave as soon as that is written
};

enum class JobEnd { Done, Failed, Dropped, NeedsReview };

/// What a person decides about a message of which nobody can tell whether it left.
enum class ReviewEnd {
    SendAgain, ///< back in line; the rules are asked once more before it leaves
    WasSent,
    Drop,
};

/// One line of an attempt's history.
struct AttemptEvent {
    calls::JobId job;
    int number = 0;
    QString event; ///< `started`, `sent`, `refused`, `unknown`, `found`, `not_found`, `not_left`, `send_again`, `was_sent`, `dropped`
    Instant at;
    QString engine; ///< or the person who decided
    QString code; ///< the provider's error code, or why the outcome is unknown
};

/// Jobs and their leases. A lease is one claim: whatever writes to a running job names its owner and number (`leaseNumber` of `job`) and learns
/// whether they still hold. An engine that slept past its lease must not write, even where it has claimed the same job again.
class JobGateway final {
public:
    explicit JobGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Done insert(Transaction &transaction, const Job &job) const;
    /// Puts jobs whose engine gave no sign of life back in line; `in_doubt` stays as it was. How many.
    [[nodiscard]] Result<qint64> releaseLapsed(Transaction &transaction, Instant now) const;
    /// What an engine may take.
    struct Claim {
        QString connection;
        QString engine;
        Instant leaseUntil;
        Instant now;
        int limit = 1;
        QString line = {}; ///< only of this one; empty = of any
        QStringList exceptLines = {};
    };
    /// Takes the oldest due jobs.
    [[nodiscard]] Result<QList<Job>> claimDue(Transaction &transaction, const Claim &claim) const;
    /// Keeps a lease that has not lapsed; one that has stays so, as another engine may have seen it.
    [[nodiscard]] Result<bool> extendLease(Transaction &transaction, const Job &job, const QString &engine, Instant leaseUntil,
                                           Instant now) const;

    /// The intent: committed before the request leaves.
    [[nodiscard]] Result<bool> startAttempt(Transaction &transaction, const Job &job, const QString &engine, Instant now) const;
    [[nodiscard]] Result<bool> end(Transaction &transaction, const Job &job, const QString &engine, JobEnd how, const QString &error) const;
    /// Back in line, with what is known by now (`dueAt`, `trueUntil`, `inDoubt`, `looks`, `lastError` of `job`).
    [[nodiscard]] Result<bool> postpone(Transaction &transaction, const Job &job, const QString &engine) const;
    /// A text that is not to leave any more: ends its job if no request has left. False when one may have.
    [[nodiscard]] Result<bool> dropWaiting(Transaction &transaction, const calls::MessageId &message) const;
    /// The case's lead has been written, or cannot be for now: its texts that wait for it wait no longer. How many.
    [[nodiscard]] Result<int> releaseAfterLead(Transaction &transaction, const calls::FollowUpId &followUp, Instant now) const;
    /// Cases of which a text waits for the lead.
    [[nodiscard]] Result<QList<calls::FollowUpId>> awaitingLead(int limit) const;
    [[nodiscard]] Done log(Transaction &transaction, const QList<AttemptEvent> &events) const;

    /// The attempts of a message's job, the oldest first.
    [[nodiscard]] Result<QList<AttemptEvent>> attemptsOf(const calls::MessageId &message) const;

    /// When the next job is due or the next lease lapses.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    /// When the next job of the connection is due: of one line, or of any but some.
    [[nodiscard]] Result<std::optional<Instant>> nextDue(const QString &connection, const QString &line,
                                                         const QStringList &exceptLines) const;
    /// When the next lease lapses.
    [[nodiscard]] Result<std::optional<Instant>> nextLapse() const;
    [[nodiscard]] Result<int> waiting() const;
    /// Jobs that came due between the two and that nobody has taken; counts to `atMost`.
    [[nodiscard]] Result<int> behind(Instant since, Instant now, int atMost) const;

    [[nodiscard]] Result<int> toReview() const;
    /// The oldest first.
    [[nodiscard]] Result<QList<Job>> toReviewList(int limit) const;
    /// Settles the job and its message, and writes who did it to the attempts. False when there is nothing to review: somebody was faster.
    [[nodiscard]] Result<bool> settleReview(Transaction &transaction, const calls::MessageId &message, ReviewEnd how, const QString &who,
                                            Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store
