#include "connectors/googlecalendar/kind.h"

namespace ringback::connectors::googlecalendar {

const CalendarKind &kind()
{
    static const CalendarKind calendar{.type = QStringLiteral("google_calendar"), .abilities = {}, .open = nullptr};
    return calendar;
}

} // namespace ringback::connectors::googlecalendar
