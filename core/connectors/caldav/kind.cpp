#include "connectors/caldav/kind.h"

namespace ringback::connectors::caldav {

const CalendarKind &kind()
{
    static const CalendarKind calendar{.type = QStringLiteral("caldav"), .abilities = {}, .open = nullptr};
    return calendar;
}

} // namespace ringback::connectors::caldav
