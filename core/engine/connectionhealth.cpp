#include "engine/connectionhealth.h"

#include "base/time.h"
#include "store/pulsegateway.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;

void ConnectionHealth::worked(const QString &connection, Instant now, audit::Trail &trail)
{
    m_pulses.insert(connection, {});
    if (m_breakers[connection].succeeded() == CircuitBreaker::Change::None)
        return;
    m_pausesChanged.insert(connection);
    trail.add({.at = now, .actor = u"engine"_s, .action = u"connection_resumed"_s, .subject = u"connection:"_s + connection});
}

void ConnectionHealth::failed(const QString &connection, const QString &why, Instant now, audit::Trail &trail)
{
    m_pulses.insert(connection, why);
    CircuitBreaker &breaker = m_breakers[connection];
    if (breaker.failed(now) == CircuitBreaker::Change::None)
        return;
    m_pausesChanged.insert(connection);
    trail.add({.at = now,
               .actor = u"engine"_s,
               .action = u"connection_paused"_s,
               .subject = u"connection:"_s + connection,
               .detail = {{u"why"_s, why}, {u"until"_s, toIso(breaker.pausedUntil().value_or(now))}}});
}

Done ConnectionHealth::store(store::Transaction &transaction, Instant now) const
{
    const store::PulseGateway pulses(transaction.database());
    for (auto pulse = m_pulses.cbegin(); pulse != m_pulses.cend(); ++pulse) {
        const Done noted = pulse.value().isEmpty() ? pulses.noteSuccess(transaction, pulse.key(), now)
                                                   : pulses.noteFailure(transaction, pulse.key(), pulse.value(), now);
        if (!noted)
            return noted;
    }
    for (const QString &connection : m_pausesChanged) {
        if (const Done noted = pulses.notePause(transaction, connection, breaker(connection).pausedUntil()); !noted)
            return noted;
    }
    return {};
}

} // namespace ringback::engine
