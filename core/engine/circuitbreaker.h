#pragma once

#include "base/clock.h"

#include <optional>

namespace ringback::engine {

/// Leaves a connection alone that keeps failing, so that a backlog does not spend its attempts on a door that is shut. After failures in a
/// row it opens for a while; then one request is let through as a probe, which closes it or opens it for longer.
class CircuitBreaker final {
public:
    static constexpr int failuresToOpen = 5;

    enum class Change { None, Paused, Resumed };

    /// How many requests may be under way at `now`, of `most`.
    [[nodiscard]] int allowed(int most, Instant now) const;
    /// When a probe may leave; empty while closed.
    [[nodiscard]] std::optional<Instant> pausedUntil() const { return m_pausedUntil; }

    Change succeeded();
    /// What was under way when it opened may fail as well: that says nothing new.
    Change failed(Instant now);

private:
    int m_failures = 0; ///< in a row, while closed
    int m_pauses = 0; ///< in a row
    std::optional<Instant> m_pausedUntil;
};

} // namespace ringback::engine
