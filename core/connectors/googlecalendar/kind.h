#pragma once

#include "connectors/calendar.h"

namespace ringback::connectors::googlecalendar {

[[nodiscard]] const CalendarKind &kind();

} // namespace ringback::connectors::googlecalendar
