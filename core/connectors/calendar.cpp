#include "connectors/calendar.h"

#include "connectors/caldav/kind.h"
#include "connectors/googlecalendar/kind.h"
#include "connectors/icsfeed/kind.h"
#include "connectors/microsoft/kind.h"

namespace ringback::connectors {

const CalendarKind *calendarKind(const QString &type)
{
    for (const CalendarKind *kind : {&icsfeed::kind(), &caldav::kind(), &googlecalendar::kind(), &microsoft::kind()}) {
        if (kind->type == type)
            return kind;
    }
    return nullptr;
}

} // namespace ringback::connectors
