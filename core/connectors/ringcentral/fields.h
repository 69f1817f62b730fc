#pragma once

#include "base/clock.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

/// Reads RingCentral's JSON: nothing of it is believed to be there, or of the right type.
namespace ringback::connectors::ringcentral {

inline constexpr qsizetype maxId = 128;
inline constexpr qsizetype maxName = 256;

/// A text, bounded; a number where an id may be written as one (events have ids as text, lists as 64-bit numbers). Else empty.
[[nodiscard]] QString textOf(const QJsonValue &value, qsizetype length = maxName);
[[nodiscard]] QString textAt(const QJsonObject &object, QLatin1String name, qsizetype length = maxName);

/// ISO 8601 with a zone, in any of RingCentral's ways: `…Z`, `…+0000`, `…+00:00`.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonValue &value);

/// As RingCentral takes it in queries: `2026-11-20T20:15:00.000Z`.
[[nodiscard]] QByteArray queryTime(Instant at);

/// A number as the rest of the program writes it: lists leave the `+` out or format it. What is no number stays as it is.
[[nodiscard]] QString normalised(const QString &number);

/// `103`: people of the account call each other by these.
[[nodiscard]] bool isExtensionNumber(const QString &number);

} // namespace ringback::connectors::ringcentral
