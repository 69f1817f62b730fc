#pragma once

#include "base/result.h"
#include "connectors/icalendar/contentlines.h"
#include "connectors/icalendar/localtime.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

/// Values as a file writes them, read by libical, and the zones that they name.
namespace ringback::connectors::icalendar {

/// A date, or a time with or without a zone.
struct When {
    WallTime wall; ///< of a date its midnight
    bool isDate = false;
    std::optional<Zone> zone = {}; ///< empty: a date, or a time that floats

    /// What has no zone is meant in `floating`.
    [[nodiscard]] Instant in(const Zone &floating) const { return zone.value_or(floating).whenShown(wall); }
    /// What a wall in `there` shows then.
    [[nodiscard]] WallTime wallIn(const Zone &there) const { return zone ? there.wallAt(in(there)) : wall; }
};

/// A DURATION: days follow the calendar, and are 23 hours long once a year; the rest is exact.
struct Length {
    std::chrono::days days{0};
    Milliseconds rest{0};

    [[nodiscard]] Instant after(WallTime wall, const Zone &zone) const { return zone.whenShown(wall + days) + rest; }
};

/// Empty = it is none.
[[nodiscard]] std::optional<Length> lengthOf(const QByteArray &duration);

/// The zones of one VCALENDAR, for a reader at one place.
class Zones {
public:
    /// `until`: the time that its own zones must reach. All outlive it.
    Zones(const Component &calendar, const QTimeZone &reader, Instant until, QStringList &oddities);

    [[nodiscard]] const Zone &reader() const { return m_reader; }
    /// `value`: one of the property's, where it is a list. Errors: Invalid.
    [[nodiscard]] Result<When> when(const Property &property, const QByteArray &value);

private:
    [[nodiscard]] Zone called(const QByteArray &name);

    const Component &m_calendar;
    const Zone m_reader;
    const Instant m_until;
    QStringList &m_oddities;
    QHash<QByteArray, Zone> m_met;
};

/// Says it once.
void note(QStringList &oddities, const QString &oddity);

} // namespace ringback::connectors::icalendar
