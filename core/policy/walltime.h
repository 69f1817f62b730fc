#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QTime>

#include <chrono>

class QTimeZone;

/// Local time for rules that follow the clock on a wall.
namespace ringback::policy {

/// A point in time as clocks and calendars on a wall show it: the milliseconds since 1970 began there.
using WallTime = std::chrono::local_time<Milliseconds>;

/// A QTimeZone is slow to make, and every decision asks for one; each thread keeps those it has met. Null for what is no zone.
[[nodiscard]] const QTimeZone *zoneOf(const QByteArray &id);

[[nodiscard]] Milliseconds offsetAt(const QTimeZone &zone, Instant at);
[[nodiscard]] WallTime onTheWall(const QTimeZone &zone, Instant at);
[[nodiscard]] Milliseconds sinceMidnight(QTime time);

/// The first and the last moment at which a wall shows `wall`; they differ where the clock is put back. What the clock skips is the moment of the change.
struct Moments {
    Instant first;
    Instant last;
};
[[nodiscard]] Moments whenTheWallShows(const QTimeZone &zone, WallTime wall);

} // namespace ringback::policy
