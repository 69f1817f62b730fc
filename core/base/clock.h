#pragma once

#include <chrono>

namespace ringback {

/// A point in time, UTC, to the millisecond: what the store keeps in its `..._at` columns.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

/// Where "now" comes from. Only `app` owns the system's clock; objects get a `const Clock &`, pure code gets an Instant.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;

protected:
    Clock() = default;
    Clock(const Clock &) = default;
    Clock &operator=(const Clock &) = default;
};

} // namespace ringback
