#pragma once

#include "board/calendarcards.h"
#include "desk/setuprefusal.h"
#include "widgets/phrases.h"

#include <QString>

/// What the screens say of somebody's calendars.
namespace ringback::ui {

/// "Google Calendar"
[[nodiscard]] QString calendarName(const QString &type);
/// Who is asked there, as a name for sentences: "Google Calendar", "caldav.icloud.com".
[[nodiscard]] QString calendarSystem(const settings::CalendarConnection &connection);
/// What it can and cannot do, honestly.
[[nodiscard]] QString calendarSentence(const QString &type);
/// "Read 2 minutes ago", "Nobody has signed in".
[[nodiscard]] Mark calendarStateMark(const board::CalendarCard &card, const Telling &telling);
/// What callbacks have to do with it: "Callbacks are entered there; 2 are on their way."
[[nodiscard]] QString entriesSentence(const board::CalendarCard &card);
[[nodiscard]] QString calendarRefusalSentence(const desk::ConnectionRefusal &refusal);

} // namespace ringback::ui
