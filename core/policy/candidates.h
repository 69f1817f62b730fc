#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "policy/availability.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// Who may get a callback, and how each of them stood when it was given to one: values of routing.h.
namespace ringback::policy {

/// Somebody of the staff, and how they stand now.
struct Candidate {
    calls::Staff staff;
    int liveTasks = 0;
    std::optional<Instant> lastAssignedAt;
    int givenToday = 0; ///< since midnight of their own zone
    Availability availability = {};
};

/// How far the round-robin of each team is; see take().
struct Turns {
    struct Team {
        qint64 at = 0; ///< where the team is: the turn of who was last given one
        QHash<QString, qint64> next; ///< by staff id: when it is their turn
        friend bool operator==(const Team &, const Team &) = default;
    };
    QHash<QString, Team> teams;

    friend bool operator==(const Turns &, const Turns &) = default;
};

/// What is looked for.
struct Wanted {
    calls::ContactKind kind = calls::ContactKind::NewLead;
    QString lineTeam;
    QStringList skills = {}; ///< the line's
    QString language = {}; ///< the caller's; empty = not known
    QString owner = {}; ///< staff id of who looks after the caller in a lead system
    QString returnsTo = {}; ///< staff id of who dialled the caller, who now calls back
    QStringList except = {}; ///< not these: they had it
    std::optional<QString> team = {}; ///< of a task that has one already; empty = as the route of the caller's kind says
};

/// Why somebody got it, or did not. The first that applies, in this order.
enum class Standing {
    Chosen,
    Suspended,
    NotInTeam, ///< of the team that it goes to
    OffShift,
    OnLeave,
    Away,
    HadIt, ///< and did not take it
    Full, ///< as many open as they take
    FullForToday,
    Owner, ///< of the company: only when nobody else is there
    Busy, ///< others are free
    NotKnownToBeHere, ///< others are known to be
    NotSenior, ///< a senior person was there
    OtherSkills,
    OtherLanguage,
    MoreOnDesk, ///< clearly more than others
    NotTheirTurn,
};

/// One person who was thought of: all that the sentence about them takes ("Dana: on shift, free until 3:30, 2 of 6 open, last got one at 1:52").
struct Considered {
    QString staff;
    Standing standing = Standing::NotInTeam;
    Availability availability;
    int liveTasks = 0;
    int capacity = 0; ///< 0 = no limit
    int givenToday = 0;
    std::optional<Instant> lastAssignedAt;

    friend bool operator==(const Considered &, const Considered &) = default;
};

/// Where it goes.
struct Assignment {
    QString team;
    QString staff; ///< empty = nobody is there: it waits in the team's queue, with its age
    /// `returning_our_call`, `owner_of_record`, `assigned_next_available`, `nobody_available`; and what was looked at on the way, only where it decided:
    /// `senior_first`, `speaks_their_language`, `has_the_skill`, `owner_not_here`.
    QStringList reasons;
    bool byTurn = false; ///< it was their turn in the team: take()
    QList<Considered> considered; ///< everyone of the team, and the owner of the record; the chosen one first

    friend bool operator==(const Assignment &, const Assignment &) = default;
};

[[nodiscard]] QString word(Standing standing);

} // namespace ringback::policy
