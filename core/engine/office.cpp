#include "engine/office.h"

#include "store/gateways.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;
using store::OfficeGateway;

namespace {

policy::Rules rulesOf(const settings::Setup &setup, const playbook::Playbook &playbook)
{
    return policy::Rules{.playbook = playbook,
                         .quietHours = settings::effectiveQuietHours(setup, playbook),
                         .officeZone = setup.company.timeZone,
                         .officeLanguage = setup.company.language};
}

} // namespace

Result<const playbook::Playbook *> PlaybookShelf::at(store::Database &database, qint64 version)
{
    const auto known = m_books.find(version);
    if (known != m_books.end())
        return &known->second;
    const Result<QByteArray> document = OfficeGateway(database).playbookAt(version);
    if (!document)
        return failure(document);
    Result<playbook::Playbook> book = playbook::parse(*document);
    if (!book)
        return failure(ErrorKind::Corrupt, u"playbook version %1 does not read back: %2"_s.arg(version).arg(book.error().what));
    return &m_books.emplace(version, std::move(*book)).first->second;
}

policy::Rules Office::rules() const
{
    return rulesOf(setup, playbook);
}

Result<policy::Rules> Office::rulesAt(store::Database &database, qint64 version) const
{
    if (version == playbookVersion)
        return rules();
    const Result<const playbook::Playbook *> book = shelf->at(database, version);
    if (!book)
        return failure(book);
    return rulesOf(setup, **book);
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

Result<Office> officeAt(store::Database &database, Office office, qint64 playbookVersion)
{
    if (playbookVersion == office.playbookVersion)
        return office;
    const Result<const playbook::Playbook *> book = office.shelf->at(database, playbookVersion);
    if (!book)
        return failure(book);
    office.playbook = **book;
    office.playbookVersion = playbookVersion;
    return office;
}

Result<bool> isOutdated(store::Database &database, const std::optional<Office> &office)
{
    const Result<OfficeGateway::Versions> versions = OfficeGateway(database).versions();
    if (!versions)
        return failure(versions);
    return versions->setup != (office ? office->setupVersion : 0) || versions->playbook != (office ? office->playbookVersion : 0);
}

} // namespace ringback::engine
