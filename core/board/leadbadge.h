#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "calls/values.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens say of a case's place in a lead system, as plain values.
namespace ringback::board {

/// One of several records with the caller's number.
struct LeadCandidate {
    QString id;
    QString name;
    QStringList numbers; ///< as people write them
    QStringList emails;
    std::optional<calls::ContactKind> kind; ///< empty = being there says nothing
    QString url; ///< may be empty
    bool isOpen = false;

    friend bool operator==(const LeadCandidate &, const LeadCandidate &) = default;
};

/// How far a case is in one lead system.
struct LeadBadge {
    /// What needs somebody comes last.
    enum class State {
        Synced, ///< all is there
        Waiting, ///< something is on its way, or will be tried again by itself
        NotKnown, ///< whether the caller is there is known only when the system's list has been read
        ToChoose, ///< several records have the number: a person chooses
        Failed, ///< refused: a person mends something, or tries again
    };
    QString connectionId;
    QString type; ///< `jobber`
    State state = State::Synced;
    QString why; ///< a kind and the system's code, where it has one: `account:revoked`, `for_now:429`; empty = nothing is wrong
    QString message; ///< the system's own words
    QString url; ///< of the record; may be empty
    bool canTryAgain = false;
    bool mayBeDouble = false; ///< the record was made before anybody could know whether there is one
    QList<LeadCandidate> candidates; ///< open ones first; only in a Conversation

    friend bool operator==(const LeadBadge &, const LeadBadge &) = default;
};

/// The one that a row of the board shows; null when there is none.
[[nodiscard]] const LeadBadge *worstOf(const QList<LeadBadge> &badges);

/// What a lead system says was earned with a case.
struct WinBrief {
    QString connectionId;
    QString type; ///< of the lead system: `jobber`; empty = it is no longer in the setup
    QString what; ///< `job`, `invoice`, `placement`, `offer`
    QString title; ///< for people; may be empty
    std::optional<Money> amount; ///< empty = won, and the system names no amount
    Instant wonAt;
    QString url; ///< may be empty
    bool isTakenBack = false;

    friend bool operator==(const WinBrief &, const WinBrief &) = default;
};

} // namespace ringback::board
