#pragma once

#include "base/clock.h"
#include "calls/people.h"
#include "calls/values.h"

#include <QByteArray>

#include <optional>

/// Whether somebody can be given a callback now, from what they say, their shifts and their calendars. Pure.
namespace ringback::policy {

/// In the order in which people are asked: callbacks go to the first three kinds only.
enum class Readiness {
    Here, ///< on shift, free, and here by their own word or their console's
    NotKnown, ///< on shift, and nobody says otherwise: no word of theirs, or a calendar that cannot be read. Asked after those who are here
    Busy, ///< in a meeting, or said so: asked when nobody else is there
    Away, ///< said so, or the console's idle time did
    OnLeave, ///< by the calendar
    OffShift,
    Suspended,
};

/// What a Readiness rests on.
enum class Basis { Person, Console, Shift, Calendar, UnreadableCalendar, Nothing };

struct Availability {
    Readiness readiness = Readiness::NotKnown;
    Basis basis = Basis::Nothing;
    std::optional<Instant> until; ///< as far as is known it changes then: the end of the shift, the next meeting, the end of the absence

    friend bool operator==(const Availability &, const Availability &) = default;
};

/// What is known of one person.
struct PersonFacts {
    const calls::Staff &staff;
    std::optional<calls::Presence> said = {}; ///< by themselves
    std::optional<calls::Presence> console = {};
    calls::CalendarView calendar = {};
};

/// Suspended and off shift beat everything. A person's own word beats console and calendar until it ends, but never the end of the shift. Then leave, then
/// the console's "away", then what is busy in the calendar, tentative too. A meeting that begins within soon counts as begun: a callback takes that long.
[[nodiscard]] Availability availabilityOf(const PersonFacts &facts, const QByteArray &officeZone, Instant now);

inline constexpr Milliseconds soon = std::chrono::minutes(5);

/// The end of the shift, or of shifts that touch; empty when off shift. Somebody without shifts is always on: Instant::max().
[[nodiscard]] std::optional<Instant> onShiftUntil(const calls::Staff &staff, const QByteArray &officeZone, Instant now);
/// When the next shift begins; empty without shifts. In the weeks of a change of clocks shifts keep their local times: an hour that is skipped is not
/// worked, one that comes twice is worked twice.
[[nodiscard]] std::optional<Instant> nextShift(const calls::Staff &staff, const QByteArray &officeZone, Instant now);

/// Whether callbacks may go to who is that ready.
[[nodiscard]] bool mayBeGiven(Readiness readiness);

[[nodiscard]] QString word(Readiness readiness);
[[nodiscard]] QString word(Basis basis);

} // namespace ringback::policy
