#pragma once

#include "connectors/icalendar/events.h"

namespace ringback::connectors::icalendar {

/// All that a file says under one UID.
struct Series {
    QList<Event> events; ///< one, or the versions of one
    QList<Event> instances; ///< what became of single ones
};

/// What it keeps busy between those times, whole stretches, in no order. `steps`: see eachOf(). Errors: Invalid.
[[nodiscard]] Result<QList<calls::BusyTime>> expand(const Series &series, Instant from, Instant to, int &steps);

} // namespace ringback::connectors::icalendar
