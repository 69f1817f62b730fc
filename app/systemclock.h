#pragma once

#include "base/clock.h"

namespace ringback::app {

/// The computer's clock: the only one that asks it.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }
};

} // namespace ringback::app
