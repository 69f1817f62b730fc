#pragma once

#include "connectors/leadsystem.h"

#include <QHash>
#include <QString>

#include <memory>

namespace ringback::engine {

/// How a lead system of the setup is reached, and what it can do.
struct LeadAccess {
    std::shared_ptr<connectors::LeadSystem> system; ///< null = a secret is missing here
    connectors::LeadAbilities abilities;
};

/// By connection id: every lead system of the setup.
using LeadAccesses = QHash<QString, LeadAccess>;

} // namespace ringback::engine
