#pragma once

#include "base/result.h"
#include "board/calendarcards.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QStringList>

/// People's calendars as the store knows them.
namespace ringback::board {

/// Errors: as the store.
[[nodiscard]] Result<Calendars> readCalendars(store::Database &database, const settings::Setup &setup, Instant now);
/// The same with the office as it is stored now. Errors: as the store, Corrupt.
[[nodiscard]] Result<Calendars> readCalendars(store::Database &database, Instant now);

/// What the setup alone tells of a calendar: no state.
[[nodiscard]] CalendarCard calendarCardOf(const settings::CalendarConnection &connection);
/// What the calendar's app has to be registered with for a sign-in in the browser; empty = nothing, or there is no such sign-in.
[[nodiscard]] QString calendarSignInAddress(const settings::CalendarConnection &connection);

} // namespace ringback::board
