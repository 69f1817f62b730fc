#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <deque>
#include <memory>
#include <mutex>

namespace ringback::connectors {

/// At most so many requests in any window of that length, and none while the provider wants none. Any thread.
class RateLimit final {
public:
    RateLimit(int atMost, Milliseconds window);

    /// When the next request may leave, which is now or later; that turn is taken.
    [[nodiscard]] Instant takeTurn(Instant now);
    /// No turn before that, a minute from now at most. Turns that were given stay.
    void pauseUntil(Instant until, Instant now);

    /// The one of this credential, for all who use it in this program.
    [[nodiscard]] static std::shared_ptr<RateLimit> ofCredential(const QByteArray &credential, int atMost, Milliseconds window);

    /// Nobody waits for longer: a turn farther away tells of a clock that was put back.
    static constexpr Milliseconds longestWait = std::chrono::minutes(1);

private:
    const int m_atMost;
    const Milliseconds m_window;
    std::mutex m_mutex; // guards all below
    std::deque<Instant> m_turns; ///< the last `m_atMost`, the oldest first
    Instant m_pausedUntil{};
};

} // namespace ringback::connectors
