#pragma once

#include "connectors/calendar.h"
#include "connectors/calendarparts.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

/// Events as Google's Calendar API v3 writes them (providers: crm-ats-calendar.md, 9.4). Pure.
namespace ringback::connectors::googlecalendar {

/// One page of `events.list`.
struct EventPage {
    QList<calls::BusyTime> busy;
    QByteArray next; ///< empty = that was the last
};

/// What a page asks for of an event. The titles are looked at for leave, and go no further.
[[nodiscard]] QByteArray pageFields();
/// Errors: Invalid: not whole, or not understood.
[[nodiscard]] Result<EventPage> pageOf(const QJsonObject &body, const BusyQuery &query);

/// The event's id, the same at each attempt: Google takes `a` to `v` and digits.
[[nodiscard]] QByteArray idOf(const QString &uid);
[[nodiscard]] QJsonObject newEvent(const CalendarEntry &entry);
/// Only those parts, and our marks.
[[nodiscard]] QJsonObject changedEvent(const CalendarEntry &entry, const EntryParts &parts);
/// What we left beside the event when we wrote it; empty = nothing.
[[nodiscard]] QString marksIn(const QJsonObject &event);

} // namespace ringback::connectors::googlecalendar
