#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// What is known of a text that a person wrote, beside the message.
struct Reply {
    calls::MessageId message;
    QString staff;
    Instant plannedAt; ///< when it is to leave
    bool anyway = false; ///< also in the caller's quiet hours: who wrote it said so

    friend bool operator==(const Reply &, const Reply &) = default;
};

/// Texts that people wrote.
class ReplyGateway final {
public:
    explicit ReplyGateway(Database &database)
        : m_database(database)
    {}

    /// Its message is in the database.
    [[nodiscard]] Done insert(Transaction &transaction, const Reply &reply) const;
    [[nodiscard]] Result<std::optional<Reply>> find(const calls::MessageId &message) const;
    /// When the last is due of the case's texts by people that were to leave before this one and have not. What nobody can tell of holds up nothing.
    [[nodiscard]] Result<std::optional<Instant>> unfinishedBefore(const calls::FollowUpId &followUp, const Reply &reply) const;
    /// When the newest text with these very words left for that number, or will, between the two; not one that was dropped or failed.
    [[nodiscard]] Result<std::optional<Instant>> sameWordsTo(const calls::PhoneNumber &peer, const QString &body, Instant from,
                                                             Instant to) const;

    struct Waiting {
        Reply reply;
        QString body;
        Instant writtenAt;
        Instant dueAt; ///< later than planned where it is tried again
    };
    /// The case's texts by people that have not left, in the order in which they are to.
    [[nodiscard]] Result<QList<Waiting>> waitingOf(const calls::FollowUpId &followUp) const;
    /// Who wrote which message of the case: staff by message id.
    [[nodiscard]] Result<QHash<QString, QString>> writersOf(const calls::FollowUpId &followUp) const;

private:
    Database &m_database;
};

} // namespace ringback::store
