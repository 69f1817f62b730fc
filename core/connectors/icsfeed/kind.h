#pragma once

#include "connectors/calendar.h"

namespace ringback::connectors::icsfeed {

[[nodiscard]] const CalendarKind &kind();

} // namespace ringback::connectors::icsfeed
