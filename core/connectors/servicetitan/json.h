#pragma once

#include "base/clock.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

/// Members of ServiceTitan's objects, of whatever type they turn out to be.
namespace ringback::connectors::servicetitan {

inline constexpr qsizetype maxName = 256;
inline constexpr qsizetype maxUrl = 1024;

/// Empty when there is none, or it is no text.
[[nodiscard]] QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = maxName);
/// A whole number above nought, in digits; else empty.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name);
/// ISO 8601; what names no zone is UTC, as ServiceTitan says of all its times.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);
[[nodiscard]] QList<QJsonObject> objectsOf(const QJsonObject &object, QLatin1String name);

/// Whether it is an id as idOf() gives them: digits that can go into an address.
[[nodiscard]] bool isId(QStringView text);

} // namespace ringback::connectors::servicetitan
