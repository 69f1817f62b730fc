#pragma once

#include "playbook/schema.h"
#include "settings/leadconnection.h"

#include <QJsonArray>

/// For settings' own files: lead systems in the setup document.
namespace ringback::settings {

/// Each by the fields of its type; a finding for every field that is missing, belongs to another type or means nothing.
[[nodiscard]] QList<LeadConnection> readLeadSystems(const QJsonArray &from, playbook::Findings &findings);
[[nodiscard]] QByteArray leadSystemJson(const LeadConnection &connection);

} // namespace ringback::settings
