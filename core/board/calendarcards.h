#pragma once

#include "calls/people.h"
#include "settings/calendarconnection.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens say of people's calendars, as plain values.
namespace ringback::board {

/// How far what a calendar says can be relied on. What needs somebody comes last.
enum class CalendarState {
    NotRead, ///< callbacks are entered there; what is busy there is not asked for
    Fresh,
    NotReadYet, ///< it was connected just now, or no engine is running
    Old, ///< the last read that went well is too long ago: not known, which is never taken for free
    Unreadable, ///< reads bring nothing but an error
    NotSignedIn, ///< nobody has signed in, or the sign-in was withdrawn
    SecretMissing, ///< a password or an address is missing on the machine with the engine
};

/// One calendar of one person.
struct CalendarCard {
    settings::CalendarConnection connection;
    CalendarState state = CalendarState::NotReadYet;
    bool canWrite = false; ///< callbacks can be entered there
    bool trails = false; ///< what it says is minutes to hours old
    bool signsInByBrowser = false;
    std::optional<Instant> readAt; ///< the last read that went well
    std::optional<Instant> since; ///< of a state that needs somebody, where it is known
    QString problem; ///< code of the last read's error, as Health has them: `not_reached`, `no_right`, `not_readable`, …; empty = none
    int waiting = 0; ///< entries on their way
    int failed = 0; ///< entries that the calendar refused for good
    bool entriesWait = false; ///< until the account is mended

    friend bool operator==(const CalendarCard &, const CalendarCard &) = default;
};

/// All calendars of one person.
struct PersonCalendars {
    QString staff;
    QList<CalendarCard> calendars; ///< in the order of the setup
    QList<calls::BusyTime> today; ///< what is busy from now to midnight of the person's zone, sorted; of what can be relied on

    /// The state of the one that needs somebody most; empty without calendars.
    [[nodiscard]] std::optional<CalendarState> worst() const;

    friend bool operator==(const PersonCalendars &, const PersonCalendars &) = default;
};

struct Calendars {
    QList<PersonCalendars> people; ///< those with a calendar, in the order of the setup
    QStringList takenIds; ///< no new one may have them

    [[nodiscard]] const PersonCalendars *person(QStringView staff) const;

    friend bool operator==(const Calendars &, const Calendars &) = default;
};

[[nodiscard]] QString word(CalendarState state);

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::Calendars)
