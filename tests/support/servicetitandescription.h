#pragma once

#include "support/apidescription.h"

#include <QHash>
#include <QJsonObject>
#include <QString>

namespace ringback::test {

/// ServiceTitan's official descriptions by the first part of their paths: `crm`, `jpm`, `taskmanagement`, …; empty where they are not at hand. They
/// are mended before they are used, as described in servicetitandescription.cpp; the files stay as they are.
[[nodiscard]] QHash<QString, ApiDescription> serviceTitanDescriptions();

/// One of them, mended.
[[nodiscard]] QJsonObject mendedDescription(QJsonObject document);

} // namespace ringback::test
