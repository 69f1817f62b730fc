#pragma once

#include "connectors/calendar.h"

#include <QHash>
#include <QString>

#include <memory>

namespace ringback::engine {

/// How a calendar of the setup is reached, and what it can do.
struct CalendarAccess {
    std::shared_ptr<connectors::Calendar> calendar; ///< null = a secret is missing here
    connectors::CalendarAbilities abilities;
};

/// By connection id: every calendar of the setup.
using CalendarAccesses = QHash<QString, CalendarAccess>;

} // namespace ringback::engine
