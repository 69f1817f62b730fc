#pragma once

#include "base/result.h"
#include "connectors/icalendar/localtime.h"

#include <QByteArray>

#include <functional>

namespace ringback::connectors::icalendar {

struct When;

/// Before anything is asked of libical, which else ends the program over a value that it cannot read.
void prepareLibical();

/// So many steps through the rules of one file, and no more: a file may hold thousands of series that never come true.
inline constexpr int mostSteps = 4'000'000;

/// Walks through a rule's instances from the first on, by the wall of the place: what clocks do meanwhile is not the rule's matter, and libical, asked
/// in a zone, stays an hour late after a skipped one. Ends with the rule, or when `take` gives false. `ends`: what a wall there shows at the rule's UNTIL.
/// `steps` counts on. Errors: Invalid: no such rule, one more often than hourly, or too many steps.
[[nodiscard]] Done eachOf(const QByteArray &rule, const When &start, const std::function<WallTime(const When &until)> &ends, int &steps,
                          const std::function<bool(WallTime)> &take);

} // namespace ringback::connectors::icalendar
