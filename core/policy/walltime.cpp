#include "policy/walltime.h"

#include "base/time.h"

#include <QDateTime>
#include <QHash>
#include <QTimeZone>

#include <algorithm>

namespace ringback::policy {

using namespace std::chrono_literals;

const QTimeZone *zoneOf(const QByteArray &id)
{
    thread_local QHash<QByteArray, QTimeZone> known;
    const auto found = known.constFind(id);
    if (found != known.constEnd())
        return &*found;
    if (id.isEmpty() || !QTimeZone::isTimeZoneIdAvailable(id))
        return nullptr;
    return &*known.insert(id, QTimeZone(id));
}

Milliseconds offsetAt(const QTimeZone &zone, Instant at)
{
    return std::chrono::seconds(zone.offsetFromUtc(toDateTime(at)));
}

WallTime onTheWall(const QTimeZone &zone, Instant at)
{
    return WallTime((at + offsetAt(zone, at)).time_since_epoch());
}

Milliseconds sinceMidnight(QTime time)
{
    return Milliseconds(time.msecsSinceStartOfDay());
}

Moments whenTheWallShows(const QTimeZone &zone, WallTime wall)
{
    const Instant asUtc(wall.time_since_epoch());
    const Milliseconds before = offsetAt(zone, asUtc - 24h);
    const Milliseconds after = offsetAt(zone, asUtc + 24h);
    if (before == after)
        return {.first = asUtc - before, .last = asUtc - before};
    const Instant byOld = asUtc - before;
    const Instant byNew = asUtc - after;
    const bool oldHolds = offsetAt(zone, byOld) == before;
    const bool newHolds = offsetAt(zone, byNew) == after;
    if (oldHolds && newHolds)
        return {.first = std::min(byOld, byNew), .last = std::max(byOld, byNew)};
    if (oldHolds || newHolds)
        return {.first = oldHolds ? byOld : byNew, .last = oldHolds ? byOld : byNew};
    // Skipped: the change is between the two.
    Instant low = std::min(byOld, byNew);
    Instant high = std::max(byOld, byNew);
    while (high - low > 1ms) {
        const Instant middle = low + (high - low) / 2;
        if (offsetAt(zone, middle) == before)
            low = middle;
        else
            high = middle;
    }
    return {.first = high, .last = high};
}

} // namespace ringback::policy
