#include "connectors/microsoft/kind.h"

namespace ringback::connectors::microsoft {

const CalendarKind &kind()
{
    static const CalendarKind calendar{.type = QStringLiteral("microsoft"), .abilities = {}, .open = nullptr};
    return calendar;
}

} // namespace ringback::connectors::microsoft
