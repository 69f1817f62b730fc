#pragma once

#include "base/clock.h"

#include <array>
#include <deque>
#include <optional>

namespace ringback::connectors {
struct HttpAnswer;
}

namespace ringback::connectors::ringcentral {

/// The groups that RingCentral counts requests in.
enum class Group { Light, Medium, Heavy, Auth };

/// Keeps one credential's requests within what RingCentral allows (providers: phone-and-sms.md, 3.10): a request that leaves during a penalty makes it
/// start again, so it is asked before every one. It waits for nobody: who may not send now comes again.
class RateLimit final {
public:
    explicit RateLimit(const Clock &clock)
        : m_clock(clock)
    {}

    /// How long until a request of that group may leave; 0 = now.
    [[nodiscard]] Milliseconds wait(Group group) const;
    /// One leaves.
    void count(Group group);
    /// What its answer says of the limits.
    void learn(Group group, const HttpAnswer &answer);
    /// How many RingCentral still allows in its window, as it last said.
    [[nodiscard]] std::optional<int> left(Group group) const;

    static constexpr Milliseconds window{60'000};
    static constexpr Milliseconds shortestPenalty{30'000}; ///< where an answer does not say

    [[nodiscard]] static constexpr size_t allowed(Group group)
    {
        constexpr std::array<size_t, 4> inAWindow{50, 40, 10, 5};
        return inAWindow.at(static_cast<size_t>(group));
    }

private:
    struct Count {
        std::deque<Instant> sent; ///< within the window
        std::optional<Instant> notBefore;
        std::optional<int> left;
    };

    const Clock &m_clock;
    std::array<Count, 4> m_counts;
};

} // namespace ringback::connectors::ringcentral
