#pragma once

#include "connectors/calendar.h"

namespace ringback::connectors::caldav {

[[nodiscard]] const CalendarKind &kind();

} // namespace ringback::connectors::caldav
