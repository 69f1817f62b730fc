#pragma once

#include "playbook/schema.h"
#include "settings/connection.h"

#include <QJsonArray>
#include <QUrl>

/// For settings' own files: connections in the setup document.
namespace ringback::settings {

/// Each by the fields of its type; a finding for every field that is missing, belongs to another type or means nothing.
[[nodiscard]] QList<Connection> readConnections(const QJsonArray &from, playbook::Findings &findings);
[[nodiscard]] QByteArray connectionJson(const Connection &connection);

[[nodiscard]] bool canText(const Connection &connection);
/// An address of the web without a password in it.
[[nodiscard]] bool isWebAddress(const QUrl &url);
[[nodiscard]] bool isThisMachine(const QString &host);

} // namespace ringback::settings
