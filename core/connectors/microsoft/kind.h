#pragma once

#include "connectors/calendar.h"

namespace ringback::connectors::microsoft {

[[nodiscard]] const CalendarKind &kind();

} // namespace ringback::connectors::microsoft
