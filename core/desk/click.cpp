#include "desk/click.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;

tl::unexpected<Refusal> refused(Refusal refusal)
{
    return tl::unexpected<Refusal>(std::move(refusal));
}

tl::unexpected<Refusal> cannotStore(const Error &error)
{
    return refused({.why = Refusal::Why::CannotStore, .detail = error.what});
}

tl::expected<engine::Office, Refusal> officeOf(store::Database &database, const QString &staff, std::optional<calls::Right> right)
{
    Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return cannotStore(office.error());
    const calls::Staff *const person = *office ? (*office)->setup.person(staff) : nullptr;
    if (person == nullptr)
        return refused({.why = Refusal::Why::NoSuchPerson});
    if (person->suspended || (right && !calls::may(*person, *right)))
        return refused({.why = Refusal::Why::NotAllowed});
    return std::move(**office);
}

Result<QString> importerOf(store::Database &database, const QString &staff, calls::Right right)
{
    if (staff.isEmpty())
        return u"command"_s;
    const tl::expected<engine::Office, Refusal> office = officeOf(database, staff, right);
    if (office)
        return actorOf(staff);
    switch (office.error().why) {
    case Refusal::Why::NoSuchPerson:
        return failure(ErrorKind::NotFound, u"there is nobody of that id in the setup"_s);
    case Refusal::Why::NotAllowed:
        return failure(ErrorKind::Refused, u"this person's role does not allow that, or they are suspended"_s);
    default:
        return failure(ErrorKind::Transient, office.error().detail);
    }
}

QString actorOf(const QString &staff)
{
    return u"staff:"_s + staff;
}

QString nameOf(const engine::Office &office, const QString &staff)
{
    const calls::Staff *const person = office.setup.person(staff);
    return person ? person->name : staff;
}

Done commit(store::Transaction &transaction, audit::Trail &trail)
{
    if (const Done proved = trail.appendTo(transaction); !proved)
        return proved;
    return transaction.commit();
}

} // namespace ringback::desk
