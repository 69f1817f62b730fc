#pragma once

#include "base/clock.h"
#include "calls/values.h"

#include <QList>
#include <QString>

#include <optional>

/// Who is here, and who may do what, as plain values.
namespace ringback::calls {

enum class PresenceWord { Here, Busy, Away };

/// What was said of a person's being there: by themselves, or by a console that they are signed in to. Either may be known, or both.
struct Presence {
    enum class Source { Person, Console };

    PresenceWord word = PresenceWord::Here;
    Source source = Source::Person;
    Instant since;
    std::optional<Instant> until; ///< it says nothing any more from then on. Of a console always set: it says so again while it runs

    friend bool operator==(const Presence &, const Presence &) = default;
};

enum class BusyKind {
    Busy,
    Tentative,
    Leave, ///< out of office: nothing is given to who is on leave
};

/// A stretch of somebody's calendar that is not free. `from` < `to`.
struct BusyTime {
    Instant from;
    Instant to;
    BusyKind kind = BusyKind::Busy;

    friend bool operator==(const BusyTime &, const BusyTime &) = default;
};

/// All that a person's calendars say.
struct CalendarView {
    enum class State {
        None, ///< no calendar is connected
        Known,
        Unknown, ///< one cannot be read, or has not been for too long: never taken for free
    };
    State state = State::None;
    QList<BusyTime> busy; ///< sorted by `from`, may overlap; also of the readable ones where another is Unknown
    std::optional<Instant> readAt; ///< of the one read longest ago

    friend bool operator==(const CalendarView &, const CalendarView &) = default;
};

/// What a person may do. The table is rightsOf().
enum class Right {
    Claim, ///< claim, call, complete, snooze, hand over; be given callbacks
    Reply, ///< text callers, say who opted out, who is spam
    Storm, ///< the storm switch
    EditTemplates,
    EditPlaybooks,
    EditPeople, ///< people, teams, shifts, calendars, sign-ins of who ranks below
    SeeMoney, ///< values, reports of worth
    Export,
    EditConnections, ///< phone systems, lead systems, mail, booking pages
    EditOwners, ///< make and unmake owners, and their sign-ins
};

/// The one table: reps claim and reply; admins also edit templates, playbooks and people; owners everything.
[[nodiscard]] const QList<Right> &rightsOf(Role role);
/// False for who is suspended, whatever the role.
[[nodiscard]] bool may(const Staff &person, Right right);

[[nodiscard]] QString word(PresenceWord presence);
[[nodiscard]] QString word(Presence::Source source);
[[nodiscard]] QString word(BusyKind kind);
[[nodiscard]] QString word(Right right);

} // namespace ringback::calls
