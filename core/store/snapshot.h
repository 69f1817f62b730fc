#pragma once

#include "store/database.h"
#include "store/dialect.h"

#include <optional>

namespace ringback::store {

/// Reads of one connection that all see the same moment, while others write. Ends with it.
class Snapshot final {
public:
    /// Errors: Transient.
    [[nodiscard]] static Result<std::unique_ptr<Snapshot>> begin(Database &database)
    {
        if (const Result<qint64> begun = database.change(dialect::beginRead(database.dialect())); !begun)
            return failure(begun);
        std::unique_ptr<Snapshot> snapshot(new Snapshot(database));
        // The moment is that of the first read.
        if (const Result<Rows> first = database.rows(QStringLiteral("SELECT COUNT(*) FROM schema_migrations")); !first)
            return failure(first);
        return snapshot;
    }
    ~Snapshot()
    {
        // When even this fails the connection is gone, and with it what it read.
        [[maybe_unused]] const Result<qint64> ended = m_database.change(QStringLiteral("ROLLBACK"));
    }
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

private:
    explicit Snapshot(Database &database)
        : m_database(database)
    {}

    Database &m_database;
};

} // namespace ringback::store
