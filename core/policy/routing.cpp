#include "policy/routing.h"

#include <algorithm>
#include <tuple>

namespace ringback::policy {

using namespace Qt::StringLiterals;

namespace {

bool hasRoom(const Candidate &candidate)
{
    return candidate.staff.capacity == 0 || candidate.liveTasks < candidate.staff.capacity;
}

} // namespace

playbook::Route routeOf(const playbook::Playbook &playbook, calls::ContactKind kind)
{
    const QMap<QString, playbook::Route> &routes = playbook.callback.routes;
    const auto own = routes.constFind(calls::word(kind));
    return own != routes.constEnd() ? *own : routes.value(u"default"_s);
}

bool isAvailable(const QList<Candidate> &candidates, const QString &staff)
{
    return std::any_of(candidates.cbegin(), candidates.cend(),
                       [&](const Candidate &candidate) { return candidate.staff.id == staff && hasRoom(candidate); });
}

QString nextAvailable(const QList<Candidate> &candidates, const QString &team, bool senior)
{
    QList<Candidate> free;
    for (const Candidate &candidate : candidates) {
        const bool inTeam = team.isEmpty() || candidate.staff.teams.contains(team);
        if (inTeam && hasRoom(candidate))
            free.append(candidate);
    }
    if (free.isEmpty())
        return {};
    const auto rank = [senior](const Candidate &candidate) {
        return std::tuple(senior && !candidate.staff.senior, candidate.staff.role == calls::Role::Owner, candidate.liveTasks,
                          candidate.lastAssignedAt.value_or(Instant::min()), candidate.staff.id);
    };
    return std::min_element(free.cbegin(), free.cend(), [&](const Candidate &a, const Candidate &b) { return rank(a) < rank(b); })
        ->staff.id;
}

} // namespace ringback::policy
