#include "engine/office.h"

#include "store/gateways.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;
using store::OfficeGateway;

policy::Rules Office::rules() const
{
    return policy::Rules{.playbook = playbook,
                         .quietHours = settings::effectiveQuietHours(setup, playbook),
                         .officeZone = setup.company.timeZone,
                         .officeLanguage = setup.company.language};
}

Result<std::optional<Office>> loadOffice(store::Database &database)
{
    const OfficeGateway gateway(database);
    const Result<std::optional<OfficeGateway::Document>> setup = gateway.setup();
    if (!setup)
        return failure(setup);
    const Result<std::optional<OfficeGateway::Document>> book = gateway.playbook();
    if (!book)
        return failure(book);
    if (!*setup || !*book)
        return std::optional<Office>();
    Result<settings::Setup> parsedSetup = settings::parseSetup((*setup)->text);
    if (!parsedSetup)
        return failure(ErrorKind::Corrupt, u"the stored setup does not read back: %1"_s.arg(parsedSetup.error().what));
    Result<playbook::Playbook> parsedBook = playbook::parse((*book)->text);
    if (!parsedBook)
        return failure(ErrorKind::Corrupt, u"the stored playbook does not read back: %1"_s.arg(parsedBook.error().what));
    return std::optional(Office{.setup = std::move(*parsedSetup),
                                .setupVersion = (*setup)->version,
                                .playbook = std::move(*parsedBook),
                                .playbookVersion = (*book)->version});
}

Result<bool> isOutdated(store::Database &database, const std::optional<Office> &office)
{
    const Result<OfficeGateway::Versions> versions = OfficeGateway(database).versions();
    if (!versions)
        return failure(versions);
    return versions->setup != (office ? office->setupVersion : 0) || versions->playbook != (office ? office->playbookVersion : 0);
}

} // namespace ringback::engine
