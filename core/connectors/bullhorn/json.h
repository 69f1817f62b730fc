#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

/// Members of Bullhorn's objects, of whatever type they turn out to be.
namespace ringback::connectors::bullhorn {

inline constexpr qsizetype maxText = 256;

/// Empty when there is none, or it is no text.
[[nodiscard]] QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = maxText);
/// A whole number, also one that came as a text (numbersAsText).
[[nodiscard]] std::optional<qint64> integerOf(const QJsonObject &object, QLatin1String name);
/// The id of what is associated; 0 = nothing.
[[nodiscard]] qint64 associated(const QJsonObject &object, QLatin1String name);
/// Milliseconds since 1970; empty outside of 1970 to 2100.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);
/// Bullhorn answers with `true` and, in some places, with 1.
[[nodiscard]] bool isTrue(const QJsonObject &object, QLatin1String name);

} // namespace ringback::connectors::bullhorn
