#pragma once

#include "audit/trail.h"
#include "base/result.h"
#include "engine/circuitbreaker.h"
#include "store/database.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace ringback::engine {

using CircuitBreakers = QHash<QString, CircuitBreaker>; ///< by connection

/// What the requests that one turn records say of the connections they went to. It works on a copy of the breakers: they are the ones to go by when the
/// turn is committed, and not before.
class ConnectionHealth final {
public:
    ConnectionHealth() = default;
    explicit ConnectionHealth(CircuitBreakers breakers)
        : m_breakers(std::move(breakers))
    {}

    void worked(const QString &connection, Instant now, audit::Trail &trail);
    void failed(const QString &connection, const QString &why, Instant now, audit::Trail &trail);
    /// It answered, and said no to the account: that is to be seen, but leaving it alone mends nothing.
    void refused(const QString &connection, const QString &why) { m_pulses.insert(connection, why); }

    /// For the board.
    [[nodiscard]] Done store(store::Transaction &transaction, Instant now) const;

    [[nodiscard]] CircuitBreaker breaker(const QString &connection) const { return m_breakers.value(connection); }
    [[nodiscard]] const CircuitBreakers &breakers() const { return m_breakers; }

private:
    CircuitBreakers m_breakers;
    QHash<QString, QString> m_pulses; ///< by connection: the last failure's code, or empty for a success
    QSet<QString> m_pausesChanged; ///< connections
};

} // namespace ringback::engine
