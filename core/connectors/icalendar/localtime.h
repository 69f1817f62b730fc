#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QList>
#include <QTimeZone>

#include <chrono>
#include <memory>

namespace ringback::connectors::icalendar {

/// What clocks and calendars on a wall show: the milliseconds since 1970 began there.
using WallTime = std::chrono::local_time<Milliseconds>;

/// The clocks of one place: a zone that is known by name, or the rules that a file brought along.
class Zone {
public:
    /// From then on clocks are that far ahead of UTC.
    struct Onset {
        Instant at;
        Milliseconds offset;
    };

    explicit Zone(const QTimeZone &known)
        : m_known(known)
    {}
    /// Sorted. `before`: until the first of them.
    Zone(QList<Onset> onsets, Milliseconds before)
        : m_before(before)
        , m_onsets(std::make_shared<const QList<Onset>>(std::move(onsets)))
    {}
    [[nodiscard]] static Zone utc() { return Zone(QTimeZone::utc()); }

    [[nodiscard]] WallTime wallAt(Instant at) const;
    /// A time that clocks skip counts by the clock before the change, as so much later: 02:30 is then 03:30, on that day only. One that comes twice, as the first.
    [[nodiscard]] Instant whenShown(WallTime wall) const;

private:
    [[nodiscard]] Milliseconds offsetAt(Instant at) const;

    QTimeZone m_known;
    Milliseconds m_before{0};
    std::shared_ptr<const QList<Onset>> m_onsets;
};

/// Europe/Berlin for what calls itself so, for a Windows name (`W. Europe Standard Time`), and for names that programs put a path before
/// (`/freeassociation.sourceforge.net/Europe/Berlin`). Empty = not known by that name.
[[nodiscard]] std::optional<QTimeZone> zoneCalled(QByteArray name);

} // namespace ringback::connectors::icalendar
