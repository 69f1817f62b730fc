#pragma once

#include "playbook/schema.h"
#include "settings/calendarconnection.h"

#include <QJsonArray>

/// For settings' own files: calendars and booking pages in the setup document.
namespace ringback::settings {

/// Each by the fields of its type; a finding for every field that is missing, belongs to another type or means nothing.
[[nodiscard]] QList<CalendarConnection> readCalendars(const QJsonArray &from, playbook::Findings &findings);
[[nodiscard]] QByteArray calendarJson(const CalendarConnection &connection);

[[nodiscard]] QList<BookingPage> readBookingPages(const QJsonArray &from);
[[nodiscard]] QByteArray bookingPageJson(const BookingPage &page);

} // namespace ringback::settings
