#pragma once

#include "calls/people.h"
#include "calls/values.h"
#include "policy/candidates.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens show of the people of an office: who is here, what each has on the desk, and why somebody got a callback. Plain values.
namespace ringback::board {

using policy::Assignment;
using policy::Availability;
using policy::Basis;
using policy::Considered;
using policy::mayBeGiven;
using policy::Readiness;
using policy::Standing;

/// How somebody proves at a console who they are.
enum class SignInState {
    NotKnown, ///< nobody has read it
    None, ///< nothing is set up: they cannot sign in
    Ready,
    MustChange, ///< somebody else chose it: they choose their own at the next sign-in
    Locked, ///< too many wrong attempts; until a time
};

/// One person.
struct PersonCard {
    calls::Staff person;
    Availability availability;
    std::optional<calls::Presence> said; ///< by themselves, as long as it says something
    int live = 0; ///< open callbacks
    int givenToday = 0;
    std::optional<Instant> lastAt; ///< when they were given the last one
    calls::CalendarView::State calendar = calls::CalendarView::State::None;
    SignInState signIn = SignInState::NotKnown;
    std::optional<Instant> lockedUntil;

    friend bool operator==(const PersonCard &, const PersonCard &) = default;
};

/// Callbacks of one team, or of none, that nobody has.
struct WaitingCallbacks {
    QString team; ///< id; empty = of no team
    int count = 0; ///< those that may be worked on now
    std::optional<Instant> oldest; ///< since when the longest waits
    std::optional<Instant> unstaffedSince; ///< callbacks wait, and nobody is there who may be given any

    friend bool operator==(const WaitingCallbacks &, const WaitingCallbacks &) = default;
};

/// One team.
struct TeamCard {
    calls::Team team;
    int people = 0; ///< who are not suspended
    int ready = 0; ///< of them, who may be given callbacks now
    WaitingCallbacks waiting;

    friend bool operator==(const TeamCard &, const TeamCard &) = default;
};

struct People {
    QList<PersonCard> people; ///< in the order of the setup
    QList<TeamCard> teams; ///< the same
    WaitingCallbacks ofNoTeam;
    QList<calls::Line> lines;
    QByteArray zone; ///< the office's, IANA
    QString language; ///< the office's

    [[nodiscard]] const PersonCard *person(const QString &id) const;
    [[nodiscard]] const TeamCard *team(const QString &id) const;

    friend bool operator==(const People &, const People &) = default;
};

/// What somebody wants to know of the routing: who would get such a call at such a time?
struct TrialQuestion {
    calls::ContactKind kind = calls::ContactKind::NewLead;
    QString line; ///< number, E.164
    Instant at;
    QString language; ///< empty = not known

    friend bool operator==(const TrialQuestion &, const TrialQuestion &) = default;
};

struct TrialAnswer {
    TrialQuestion question;
    Assignment assignment;

    friend bool operator==(const TrialAnswer &, const TrialAnswer &) = default;
};

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::People)
Q_DECLARE_METATYPE(ringback::board::TrialAnswer)
