#include "board/signins.h"

#include "settings/setup.h"
#include "store/credentialgateway.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::board {

const calls::SignInState *SignIns::stateOf(const QString &staff) const
{
    const auto found = std::find_if(states.cbegin(), states.cend(), [&](const calls::SignInState &each) { return each.staff == staff; });
    return found == states.cend() ? nullptr : &*found;
}

Result<SignIns> readSignIns(store::Database &database)
{
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).setup();
    if (!document)
        return failure(document);
    if (!*document)
        return SignIns();
    const Result<settings::Setup> setup = settings::parseSetup((*document)->text);
    if (!setup)
        return failure(setup);
    Result<QList<calls::SignInState>> states = store::CredentialGateway(database).states();
    if (!states)
        return failure(states);
    SignIns signIns{.isOn = !states->isEmpty(),
                    .company = setup->company.name,
                    .people = setup->staff,
                    .states = std::move(*states),
                    .awayAfter = setup->console.awayAfter,
                    .lockAfter = setup->console.lockAfter};
    signIns.people.removeIf([](const calls::Staff &person) { return person.suspended; });
    std::sort(signIns.people.begin(), signIns.people.end(),
              [](const calls::Staff &a, const calls::Staff &b) { return a.name.localeAwareCompare(b.name) < 0; });
    return signIns;
}

} // namespace ringback::board
