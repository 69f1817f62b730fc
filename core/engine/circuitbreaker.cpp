#include "engine/circuitbreaker.h"

#include <algorithm>
#include <array>

namespace ringback::engine {

using namespace std::chrono_literals;

int CircuitBreaker::allowed(int most, Instant now) const
{
    if (!m_pausedUntil)
        return most;
    return now < *m_pausedUntil ? 0 : std::min(1, most);
}

CircuitBreaker::Change CircuitBreaker::succeeded()
{
    const bool wasOpen = m_pausedUntil.has_value();
    *this = {};
    return wasOpen ? Change::Resumed : Change::None;
}

CircuitBreaker::Change CircuitBreaker::failed(Instant now)
{
    static constexpr std::array<Milliseconds, 3> pauses = {30s, 2min, 10min};
    if (m_pausedUntil ? now < *m_pausedUntil : ++m_failures < failuresToOpen)
        return Change::None;
    m_pausedUntil = now + pauses[static_cast<size_t>(std::min(m_pauses, 2))];
    ++m_pauses;
    return Change::Paused;
}

} // namespace ringback::engine
