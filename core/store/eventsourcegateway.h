#pragma once

#include "base/clock.h"
#include "store/database.h"

#include <optional>

namespace ringback::store {

/// How far the lists of a connection have been read.
struct EventSource {
    QString connection;
    QString cursor; ///< the provider's own; empty = none yet
    Instant since; ///< calls that ended before are none of ours
    Instant readUntil; ///< what happened before has been seen
    Instant dueAt; ///< when they are to be read again
    std::optional<Instant> leaseUntil; ///< somebody reads them until then
    int failures = 0; ///< reads in a row that brought nothing but an error
};

/// Who reads which list now, under a lease: one engine at a time.
class EventSourceGateway final {
public:
    explicit EventSourceGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<QList<EventSource>> all() const;
    [[nodiscard]] Result<std::optional<EventSource>> find(const QString &connection) const;
    /// Makes the row of a connection that has none: its calls count from `since` on.
    [[nodiscard]] Done begin(Transaction &transaction, const QString &connection, Instant since, Instant now) const;

    /// Takes the lease. Nothing while somebody has it, or while it is not due and `early` is not wanted.
    [[nodiscard]] Result<std::optional<EventSource>> claim(Transaction &transaction, const QString &connection, const QString &engine,
                                                           bool early, Instant now, Instant leaseUntil) const;
    /// False when it lapsed and somebody else has it.
    [[nodiscard]] Result<bool> extend(Transaction &transaction, const QString &connection, const QString &engine, Instant leaseUntil) const;
    /// Gives the lease back with what was read: `cursor`, `readUntil`, `dueAt` and `failures` of `source`. False when somebody else has it.
    [[nodiscard]] Result<bool> finish(Transaction &transaction, const EventSource &source, const QString &engine) const;
    /// It is due now, from `since` at the latest.
    [[nodiscard]] Done readFrom(Transaction &transaction, const QString &connection, Instant since, Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store
