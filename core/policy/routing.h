#pragma once

#include "policy/candidates.h"
#include "policy/decide.h"

#include <QList>
#include <QString>

/// Who gets a callback, and why. Pure.
namespace ringback::policy {

/// The rule of a kind of caller, else the playbook's default.
[[nodiscard]] playbook::Route routeOf(const playbook::Playbook &playbook, calls::ContactKind kind);

/// Who dialled the caller before, if they may be given it; then the owner of the record; then the team of the caller's kind (of the line, where that has
/// nobody). In the team: those who may be given callbacks and have room, company owners last; those who are here before those of whom nobody knows before
/// those who are busy; senior people, then those with the line's skills, then those who speak the caller's language, each only where somebody is;
/// nobody who has crowdedBy more on the desk than the emptiest desk; of the rest whose turn it is by weight. Never somebody who is suspended, off shift, on
/// leave, away or full.
[[nodiscard]] Assignment assign(const Wanted &wanted, const QList<Candidate> &candidates, const Turns &turns, const Rules &rules);

inline constexpr int crowdedBy = 3;

/// Somebody of that team was given a callback (not by owner of record, nor by claiming): the next turn comes by weight. Start-time fair queueing (Goyal,
/// Vin, Cheng 1996): each person's turn moves on by turnLength / weight. Whoever was not there when their turn came has missed it, and has the next one
/// within a turn of where the team is, anywhere in it: leave is neither made up for nor paid back, and coming and going often wins nothing.
void take(Turns &turns, const QString &team, const calls::Staff &staff);

/// What a person of weight 100 moves on by.
inline constexpr qint64 turnLength = 1'000'000;

/// Whether that person is on the list, may have callbacks, and is not away, on leave or off shift. Being full is no excuse.
[[nodiscard]] bool isToBeHad(const QList<Candidate> &candidates, const QString &staff);

/// Somebody has to hear of it: a company owner, if possible one who is there, even with a full desk. Nobody only in an office without one.
[[nodiscard]] Assignment assignToOwner(const QString &team, const QList<Candidate> &candidates);

} // namespace ringback::policy
