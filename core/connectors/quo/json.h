#pragma once

#include "base/clock.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

/// Members of Quo's objects, of whatever type they turn out to be.
namespace ringback::connectors::quo {

inline constexpr qsizetype maxId = 64;
inline constexpr qsizetype maxName = 256;

/// Empty when there is none, or it is no text.
[[nodiscard]] QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = maxName);
/// A text, or the first of a list of texts.
[[nodiscard]] QString firstOf(const QJsonObject &object, QLatin1String name);
/// ISO 8601 with a zone.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);
/// An id that begins with two letters, or empty: what is longer than any of Quo's, or has characters that would not survive a path.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name);

} // namespace ringback::connectors::quo
