#pragma once

#include "base/clock.h"

#include <QString>

#include <algorithm>
#include <optional>

/// When what others keep (call logs, lead systems, calendars) is read, and read again.
namespace ringback::engine {

/// No setup makes it more often.
inline constexpr Milliseconds shortestInterval = std::chrono::seconds(5);
/// After failures in a row: twice as long each time.
inline constexpr Milliseconds firstPause = std::chrono::seconds(15);
inline constexpr Milliseconds longestPause = std::chrono::minutes(10);
/// They promise a few hundred characters.
inline constexpr qsizetype longestCursor = 4'000;

/// Who is read too often is left alone for `whereTooFast` at the least.
[[nodiscard]] inline Milliseconds pauseAfter(int failures, const QString &problem, Milliseconds whereTooFast)
{
    const Milliseconds grown = firstPause * (1 << std::clamp(failures - 1, 0, 10));
    const Milliseconds least = problem == QLatin1String("rate_limited") ? whereTooFast : firstPause;
    return std::clamp(grown, std::min(least, longestPause), longestPause);
}

/// When the next of `lists` may be due that is not being read.
template <class Lists, class Flights>
[[nodiscard]] std::optional<Instant> nextLook(const Lists &lists, const Flights &flights)
{
    std::optional<Instant> next;
    for (auto list = lists.cbegin(); list != lists.cend(); ++list) {
        if (!flights.contains(list.key()))
            next = std::min(next.value_or(list->lookAt), list->lookAt);
    }
    return next;
}

} // namespace ringback::engine
