#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace ringback::connectors {

/// As requests go there: escaped, without a query or a trailing slash.
[[nodiscard]] QByteArray hostAt(const QUrl &url);
/// Where requests go: where the setup says, or `usual`.
[[nodiscard]] QByteArray hostOf(const QString &baseUrl, const QByteArray &usual);

} // namespace ringback::connectors
