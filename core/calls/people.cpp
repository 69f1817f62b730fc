#include "calls/people.h"

namespace ringback::calls {

const QList<Right> &rightsOf(Role role)
{
    using enum Right;
    static const QList<Right> rep{Claim, Reply, Storm};
    static const QList<Right> admin = rep + QList<Right>{EditTemplates, EditPlaybooks, EditPeople};
    static const QList<Right> owner = admin + QList<Right>{SeeMoney, Export, EditConnections, EditOwners};
    switch (role) {
    case Role::Owner:
        return owner;
    case Role::Admin:
        return admin;
    case Role::Rep:
        break;
    }
    return rep;
}

bool may(const Staff &person, Right right)
{
    return !person.suspended && rightsOf(person.role).contains(right);
}

} // namespace ringback::calls
