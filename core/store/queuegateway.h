#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::store {

/// What of the live callbacks is whose turn.
class QueueGateway final {
public:
    explicit QueueGateway(Database &database)
        : m_database(database)
    {}

    /// Of this person's, claimed or ready, the one that is due first; else of those that are ready and nobody has, as TaskGateway::oldestReady(), the first
    /// that this person has not left alone before; such a one when there is no other.
    [[nodiscard]] Result<std::optional<calls::TaskId>> nextOf(const QString &staff, const QStringList &teams, Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store
