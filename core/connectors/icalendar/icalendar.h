#pragma once

#include "connectors/calendar.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

/// iCalendar (RFC 5545) text, as feeds and CalDAV servers hold it. libical reads the text; what recurs is expanded here, as libical 3.0.16 gets moved
/// instances, changes of clocks, dates and foreign zones wrong (providers/crm-ats-calendar.md, 9.2). Pure.
namespace ringback::connectors::icalendar {

/// A calendar file longer than this is refused.
inline constexpr qsizetype longestFile = 20'000'000;
/// Instances of one event in the window of a query, at most: beyond that the file is not understood.
inline constexpr int mostInstances = 5'000;

struct Expanded {
    QList<calls::BusyTime> busy; ///< within the query, sorted by `from`; equal ones once
    QStringList oddities; ///< as BusyTimes::oddities
};

/// What is busy in one or several VCALENDARs. Errors: Invalid: it is not whole iCalendar text (HTML, cut off, an event without a start). `query.cursor` means nothing here.
[[nodiscard]] Result<Expanded> busyIn(const QByteArray &text, const BusyQuery &query);

/// `REFRESH-INTERVAL` or `X-PUBLISHED-TTL` of the file, as its publisher hints.
[[nodiscard]] std::optional<Milliseconds> readAgainIn(const QByteArray &text);

/// The entry as a VCALENDAR with one VEVENT, in UTC; lines folded at 75 octets, never inside a character. `stamp`: now.
[[nodiscard]] QByteArray write(const CalendarEntry &entry, Instant stamp);

/// What stands there with our changes and nothing else changed: properties that people or servers added stay. `before`: as we wrote it last, where known:
/// only what differs from it is ours to write. Errors: Invalid (no such text, no entry with that UID).
[[nodiscard]] Result<QByteArray> merge(const QByteArray &there, const CalendarEntry &entry, const std::optional<CalendarEntry> &before,
                                       Instant stamp);

/// The UIDs of a file's events. Errors: as busyIn().
[[nodiscard]] Result<QStringList> uids(const QByteArray &text);

} // namespace ringback::connectors::icalendar
