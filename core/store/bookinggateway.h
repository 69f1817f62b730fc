#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// Times that callers booked by themselves.
class BookingGateway final {
public:
    explicit BookingGateway(Database &database)
        : m_database(database)
    {}

    struct Row {
        QString connection; ///< of the booking page
        QString booking; ///< the page's own id
        std::optional<calls::FollowUpId> followUp; ///< empty = nobody who called
        bool isCancelled = false;
        QString name;
        QString number; ///< E.164; empty = the page did not ask
        QString email;
        Instant startsAt;
        Instant changedAt; ///< by the page's clock

        friend bool operator==(const Row &, const Row &) = default;
    };
    /// False when the page has said something newer of it: that stays.
    [[nodiscard]] Result<bool> put(Transaction &transaction, const Row &row, Instant now) const;
    [[nodiscard]] Result<std::optional<Row>> find(const QString &connection, const QString &booking) const;
    /// The latest word first.
    [[nodiscard]] Result<QList<Row>> ofCase(const calls::FollowUpId &followUp) const;

    /// Open cases whose id ends so; at most two.
    [[nodiscard]] Result<QList<calls::FollowUpId>> openWithTag(const QString &tag) const;
    /// Open cases of callers with that e-mail address; at most two.
    [[nodiscard]] Result<QList<calls::FollowUpId>> openWithEmail(const QString &email) const;

private:
    Database &m_database;
};

} // namespace ringback::store
