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
/// A finding at `path` for what is none, or has a query; `example` is for people.
void checkAddress(const QString &address, const QString &example, const QString &path, playbook::Findings &findings);
[[nodiscard]] bool isThisMachine(const QString &host);

} // namespace ringback::settings
