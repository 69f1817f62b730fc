#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

using NoticeId = Id<struct NoticeTag>;

enum class NoticeKind {
    Assigned, ///< a callback is theirs
    Escalated, ///< and nobody had taken it
    Unstaffed, ///< nobody watches a queue
    ClaimAnswer, ///< what became of their "C"
};

/// How a notice ended, or that it has not.
enum class NoticeState { Waiting, Running, Done, Failed, Dropped, Unknown };

[[nodiscard]] QString word(NoticeKind kind);
[[nodiscard]] QString word(NoticeState state);

/// What somebody of ours is told off the desk.
struct Notice {
    NoticeId id;
    QString key; ///< the same notice is never planned twice
    QString staff;
    std::optional<calls::TaskId> task;
    NoticeKind kind = NoticeKind::Assigned;
    calls::Channel channel = calls::Channel::Text;
    QString address; ///< E.164, or an e-mail address
    QString connection;
    QString line; ///< E.164 of what a text is sent from; empty for an e-mail
    QString subject;
    QString body;
    Instant createdAt;
    Instant dueAt;
    Instant trueUntil;
    NoticeState state = NoticeState::Waiting;
    int attempts = 0;
    qint64 leaseNumber = 0;
    std::optional<Instant> leaseUntil = {};
    QString providerId = {};
    QString lastError = {};
    std::optional<Instant> doneAt = {};

    friend bool operator==(const Notice &, const Notice &) = default;
};

/// The texts and e-mails to the staff: one durable row per effect.
class NoticeGateway final {
public:
    explicit NoticeGateway(Database &database)
        : m_database(database)
    {}

    /// False when it was planned before.
    [[nodiscard]] Result<bool> insert(Transaction &transaction, const Notice &notice) const;
    [[nodiscard]] Result<std::optional<Notice>> find(const NoticeId &id) const;
    /// How many a person has been told, or is about to be, since then; counts to `atMost`.
    [[nodiscard]] Result<int> toldSince(const QString &staff, Instant since, int atMost) const;
    /// Takes what is due of that connection: the intent is written before the request leaves.
    [[nodiscard]] Result<QList<Notice>> claimDue(Transaction &transaction, const QString &connection, const QString &engine, Instant now,
                                                 Instant leaseUntil, int limit) const;
    /// As `notice` says now. False when the claim does not hold any more.
    [[nodiscard]] Result<bool> finish(Transaction &transaction, const Notice &notice, const QString &engine) const;
    [[nodiscard]] Result<bool> extend(Transaction &transaction, const Notice &notice, const QString &engine, Instant leaseUntil) const;
    /// Of engines that are gone: nobody knows what became of their requests. A text is not repeated; an e-mail is, as its receiver sees one mail as one.
    [[nodiscard]] Result<qint64> releaseLapsed(Transaction &transaction, Instant now) const;
    /// What waits for that person, and has not left.
    [[nodiscard]] Result<qint64> dropWaiting(Transaction &transaction, const QString &staff, const QString &why, Instant now) const;
    /// Of these connections, and the end of leases.
    [[nodiscard]] Result<std::optional<Instant>> nextDue(const QStringList &connections) const;
    /// The callbacks that a person was told of since then, the newest notice first.
    [[nodiscard]] Result<QList<calls::TaskId>> tasksToldOf(const QString &staff, Instant since, int limit) const;

private:
    Database &m_database;
};

} // namespace ringback::store
