#pragma once

#include "store/database.h"

namespace ringback::store {

/// How a connection is doing. Small facts that are overwritten, not history.
struct Pulse {
    QString connection;
    std::optional<Instant> lastEventAt;
    std::optional<Instant> lastSuccessAt;
    std::optional<Instant> lastFailureAt;
    QString lastFailure;
    int refusedSignatures = 0;
    std::optional<Instant> lastRefusedAt;
    bool secretMissing = false;
    std::optional<Instant> pausedUntil; ///< it keeps failing and is left alone; counts only while it is to come
    std::optional<Instant> streamUntil; ///< events are pushed to us until then unless something is done
    std::optional<Instant> logReadAt; ///< its lists were read
    std::optional<int> rateLeft; ///< requests that the provider still allows in its window, where it says
};

class PulseGateway final {
public:
    explicit PulseGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Done noteEvent(Transaction &transaction, const QString &connection, Instant now) const;
    [[nodiscard]] Done noteSuccess(Transaction &transaction, const QString &connection, Instant now) const;
    [[nodiscard]] Done noteFailure(Transaction &transaction, const QString &connection, const QString &code, Instant now) const;
    /// Empty = it is used again.
    [[nodiscard]] Done notePause(Transaction &transaction, const QString &connection, std::optional<Instant> until) const;
    [[nodiscard]] Done addRefused(Transaction &transaction, const QString &connection, int count, Instant now) const;
    [[nodiscard]] Done noteSecret(Transaction &transaction, const QString &connection, bool missing) const;
    /// Empty = nothing is pushed any more.
    [[nodiscard]] Done noteStream(Transaction &transaction, const QString &connection, std::optional<Instant> until) const;
    /// Its lists were read; also a success.
    [[nodiscard]] Done noteLogRead(Transaction &transaction, const QString &connection, std::optional<int> rateLeft, Instant now) const;
    [[nodiscard]] Result<QList<Pulse>> all() const;
    /// Whether something was pushed to us at `since` or later.
    [[nodiscard]] Result<bool> isPushing(const QString &connection, Instant since) const;
    /// Who pushed within it is expected to push: a call that was not pushed has been lost on its way. So long may an office be closed.
    static constexpr Milliseconds pushesWithin = std::chrono::days(7);

    /// An engine's sign of life.
    [[nodiscard]] Done engineSeen(Transaction &transaction, const QString &engine, const QString &listeningOn, Instant now) const;
    [[nodiscard]] Done engineGone(Transaction &transaction, const QString &engine) const;
    /// Where the engines seen at `since` or later listen; empty text for one that does not. An empty list: no engine works.
    [[nodiscard]] Result<QStringList> enginesSince(Instant since) const;

private:
    Database &m_database;
};

} // namespace ringback::store
