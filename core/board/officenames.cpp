#include "board/reader.h"
#include "store/gateways.h"

/// What the office calls its people, lines and outcomes.
namespace ringback::board {

using namespace Qt::StringLiterals;

Result<Office> Reader::office()
{
    const store::OfficeGateway gateway(m_database);
    const Result<std::optional<store::OfficeGateway::Document>> setup = gateway.setup();
    if (!setup)
        return failure(setup);
    const Result<std::optional<store::OfficeGateway::Document>> book = gateway.playbook();
    if (!book)
        return failure(book);
    if (!*setup || !*book)
        return Office{};
    Result<settings::Setup> parsedSetup = settings::parseSetup((*setup)->text);
    if (!parsedSetup)
        return failure(parsedSetup);
    Result<playbook::Playbook> parsedBook = playbook::parse((*book)->text);
    if (!parsedBook)
        return failure(parsedBook);
    m_setup = std::move(*parsedSetup);
    m_playbook = std::move(*parsedBook);
    Office office{.company = m_setup.company.name, .timeZone = m_setup.company.timeZone, .staff = m_setup.staff};
    office.outcomes = choices(m_playbook);
    return office;
}

QList<OutcomeChoice> Reader::choices(const playbook::Playbook &book) const
{
    QList<OutcomeChoice> choices;
    for (const playbook::Outcome &outcome : book.outcomes) {
        choices.append({.id = outcome.id,
                        .label = outcome.label.value(m_setup.company.language, outcome.label.value(u"en"_s)),
                        .asksValue = outcome.asksValue,
                        .asksTime = outcome.asksTime,
                        .closes = outcome.closes,
                        .returnsIn = outcome.retryIn});
    }
    return choices;
}

Result<const playbook::Playbook *> Reader::bookAt(qint64 version)
{
    const auto known = m_books.find(version);
    if (known != m_books.end())
        return &known->second;
    const Result<QByteArray> document = store::OfficeGateway(m_database).playbookAt(version);
    if (!document)
        return failure(document);
    Result<playbook::Playbook> book = playbook::parse(*document);
    if (!book)
        return failure(book);
    return &m_books.emplace(version, std::move(*book)).first->second;
}

QString Reader::nameOf(const QString &staffId) const
{
    const calls::Staff *const person = m_setup.person(staffId);
    return person ? person->name : staffId;
}

QString Reader::lineLabel(const QString &number) const
{
    const Result<calls::PhoneNumber> parsed = calls::PhoneNumber::parse(number);
    if (!parsed)
        return number;
    const calls::Line *const line = m_setup.line(*parsed);
    return line ? line->label : parsed->display();
}

} // namespace ringback::board
