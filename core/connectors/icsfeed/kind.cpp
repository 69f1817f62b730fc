#include "connectors/icsfeed/kind.h"

namespace ringback::connectors::icsfeed {

const CalendarKind &kind()
{
    static const CalendarKind calendar{.type = QStringLiteral("ics"), .abilities = {}, .open = nullptr};
    return calendar;
}

} // namespace ringback::connectors::icsfeed
