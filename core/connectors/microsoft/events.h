#pragma once

#include "connectors/calendar.h"
#include "connectors/calendarparts.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

/// Events and schedules as Microsoft Graph v1.0 writes them (providers: crm-ats-calendar.md, 9.5). Pure.
namespace ringback::connectors::microsoft {

/// One page of `calendarView`.
struct EventPage {
    QList<calls::BusyTime> busy;
    QByteArray next; ///< a whole address; empty = that was the last
};

/// Errors: Invalid: not whole, or not understood.
[[nodiscard]] Result<EventPage> pageOf(const QJsonObject &body, const BusyQuery &query);
/// What `getSchedule` says of that mailbox. Errors: Refused (nobody has it, or no right), Transient, Invalid.
[[nodiscard]] Result<QList<calls::BusyTime>> scheduleOf(const QJsonObject &body, const QString &address, const BusyQuery &query);
/// How long one sign of `availabilityView` is.
inline constexpr std::chrono::minutes scheduleStep{15};

/// What is asked for of an event. The titles are looked at for leave, and go no further.
[[nodiscard]] QByteArray pageSelection();
/// The entry with that UID among the events.
[[nodiscard]] QByteArray entryFilter(const QString &uid);
/// `$select` and `$expand` of an event whose marks matter.
[[nodiscard]] QByteArray entrySelection();

[[nodiscard]] QJsonObject newEvent(const CalendarEntry &entry);
/// Only those parts, and our marks.
[[nodiscard]] QJsonObject changedEvent(const CalendarEntry &entry, const EntryParts &parts);
/// What we left beside the event when we wrote it; empty = nothing.
[[nodiscard]] QString marksIn(const QJsonObject &event);
/// `{"dateTime":"2026-11-20T18:00:00","timeZone":"UTC"}`
[[nodiscard]] QJsonObject timeFor(Instant at);

} // namespace ringback::connectors::microsoft
