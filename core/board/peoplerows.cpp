#include "board/peoplerows.h"

#include <algorithm>

namespace ringback::board {

const PersonCard *People::person(const QString &id) const
{
    const auto found = std::find_if(people.cbegin(), people.cend(), [&](const PersonCard &each) { return each.person.id == id; });
    return found == people.cend() ? nullptr : &*found;
}

const TeamCard *People::team(const QString &id) const
{
    const auto found = std::find_if(teams.cbegin(), teams.cend(), [&](const TeamCard &each) { return each.team.id == id; });
    return found == teams.cend() ? nullptr : &*found;
}

} // namespace ringback::board
