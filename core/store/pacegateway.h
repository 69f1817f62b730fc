#pragma once

#include "store/database.h"

#include <QHash>

namespace ringback::store {

/// When each line may send its next text. Shared, because several engines send for one line.
class PaceGateway final {
public:
    explicit PaceGateway(Database &database)
        : m_database(database)
    {}

    /// By line; one that is not in it may send at once.
    [[nodiscard]] Result<QHash<QString, Instant>> all() const;
    /// When this line may, and the line is this transaction's until it ends.
    [[nodiscard]] Result<Instant> nextAtToChange(Transaction &transaction, const QString &line) const;
    [[nodiscard]] Done setNextAt(Transaction &transaction, const QString &line, Instant nextAt) const;

private:
    Database &m_database;
};

} // namespace ringback::store
