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
/// Vin, Cheng 1996): each person's turn moves on by turnLength / weight, and whoever was not there begins again at where the team is, so that leave is
/// neither made up for nor paid back.
void take(Turns &turns, const QString &team, const calls::Staff &staff);

/// What a person of weight 100 moves on by.
inline constexpr qint64 turnLength = 1'000'000;

/// Whether that person is on the list and below capacity.
[[nodiscard]] bool isAvailable(const QList<Candidate> &candidates, const QString &staff);
[[nodiscard]] QString nextAvailable(const QList<Candidate> &candidates, const QString &team, bool senior);

} // namespace ringback::policy
