#pragma once

#include "policy/decide.h"

namespace ringback::policy {

/// The rule of a kind of caller, else the playbook's default.
[[nodiscard]] playbook::Route routeOf(const playbook::Playbook &playbook, calls::ContactKind kind);

/// Whether that person is on the list and below capacity.
[[nodiscard]] bool isAvailable(const QList<Candidate> &candidates, const QString &staff);

/// The next available person of the team: below capacity, the fewest live tasks first, then who was given one longest ago, then by id;
/// senior people first where the route asks for them. Owners are not given callbacks unless nobody else is in the team. Empty when
/// nobody is available.
[[nodiscard]] QString nextAvailable(const QList<Candidate> &candidates, const QString &team, bool senior);

} // namespace ringback::policy
