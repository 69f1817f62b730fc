#pragma once

#include "base/clock.h"

#include <QDateTime>
#include <QString>

namespace ringback {

[[nodiscard]] inline qint64 toMs(Instant at)
{
    return at.time_since_epoch().count();
}
[[nodiscard]] inline Instant fromMs(qint64 ms)
{
    return Instant(Milliseconds(ms));
}

[[nodiscard]] inline QDateTime toDateTime(Instant at)
{
    return QDateTime::fromMSecsSinceEpoch(toMs(at), Qt::UTC);
}

/// ISO 8601, UTC, with milliseconds: `2026-11-21T02:00:00.000Z`. What the JSON lists and the audit trail hold.
[[nodiscard]] inline QString toIso(Instant at)
{
    return toDateTime(at).toString(Qt::ISODateWithMs);
}

} // namespace ringback
