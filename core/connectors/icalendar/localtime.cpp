#include "connectors/icalendar/localtime.h"

#include "base/time.h"

#include <QHash>

#include <algorithm>

namespace ringback::connectors::icalendar {

namespace {

// A QTimeZone is slow to make; each thread keeps those it has met. Null for what is no zone.
const QTimeZone *zoneOf(const QByteArray &id)
{
    thread_local QHash<QByteArray, QTimeZone> known;
    const auto found = known.constFind(id);
    if (found != known.constEnd())
        return &*found;
    static const QList<QByteArray> all = QTimeZone::availableTimeZoneIds(); // and not rules as of POSIX, which Qt reads as names too
    if (!all.contains(id))
        return nullptr;
    return &*known.insert(id, QTimeZone(id));
}

} // namespace

Milliseconds Zone::offsetAt(Instant at) const
{
    if (!m_onsets)
        return std::chrono::seconds(m_known.offsetFromUtc(toDateTime(at)));
    const auto later =
        std::upper_bound(m_onsets->cbegin(), m_onsets->cend(), at, [](Instant when, const Onset &onset) { return when < onset.at; });
    return later == m_onsets->cbegin() ? m_before : std::prev(later)->offset;
}

WallTime Zone::wallAt(Instant at) const
{
    return WallTime((at + offsetAt(at)).time_since_epoch());
}

Instant Zone::whenShown(WallTime wall) const
{
    const Instant asUtc(wall.time_since_epoch());
    // Clocks are never more than 14 hours from UTC, so these are surely before and after; they do not change twice in two days.
    const Milliseconds before = offsetAt(asUtc - std::chrono::days(1));
    const Milliseconds after = offsetAt(asUtc + std::chrono::days(1));
    const Instant first = asUtc - before;
    if (before == after || offsetAt(first) == before)
        return first;
    const Instant second = asUtc - after;
    return offsetAt(second) == after ? second : first;
}

std::optional<QTimeZone> zoneCalled(QByteArray name)
{
    name = name.trimmed();
    const QByteArray upper = name.toUpper();
    if (upper == "Z" || upper == "UTC" || upper == "ETC/UTC" || upper == "TZONE://MICROSOFT/UTC")
        return QTimeZone::utc();
    if (const QTimeZone *zone = zoneOf(name))
        return *zone;
    if (const QByteArray id = QTimeZone::windowsIdToDefaultIanaId(name); !id.isEmpty()) {
        if (const QTimeZone *zone = zoneOf(id))
            return *zone;
    }
    // Mozilla, Evolution and others name their copy of a zone by a path that ends in its name.
    for (qsizetype slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        const QByteArray rest = name.sliced(slash + 1);
        if (const QTimeZone *zone = rest.contains('/') ? zoneOf(rest) : nullptr)
            return *zone;
    }
    return std::nullopt;
}

} // namespace ringback::connectors::icalendar
