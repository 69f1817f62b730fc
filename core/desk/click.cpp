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

tl::expected<engine::Office, Refusal> officeOf(store::Database &database, const QString &staff)
{
    Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return cannotStore(office.error());
    if (!*office || !(*office)->setup.person(staff))
        return refused({.why = Refusal::Why::NoSuchPerson});
    return std::move(**office);
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
