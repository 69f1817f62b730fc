#include "store/columns.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::Contact;

namespace {

const QString columns = u"id, number, name, email, kind, language, time_zone, filled_by"_s;

Result<Contact> readContact(const Row &row)
{
    const Result<calls::ContactId> id = idFrom<calls::ContactId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
    if (!number)
        return failure(number);
    const Result<calls::ContactKind> kind = wordFrom<calls::ContactKind>(row.text(4));
    if (!kind)
        return failure(kind);
    return Contact{.id = *id,
                   .number = *number,
                   .name = row.text(2),
                   .email = row.text(3),
                   .kind = *kind,
                   .language = row.text(5),
                   .timeZone = row.text(6).toUtf8(),
                   .filledBy = row.text(7)};
}

Result<OptOut> readOptOut(const Row &row)
{
    const Result<calls::PhoneNumber> number = numberFrom(row.text(0));
    if (!number)
        return failure(number);
    return OptOut{.number = *number, .since = row.instant(1), .source = row.text(2), .byWhom = row.text(3)};
}

} // namespace

Result<std::optional<Contact>> ContactGateway::find(const calls::PhoneNumber &number) const
{
    return first<Contact>(m_database.rows(u"SELECT "_s + columns + u" FROM contacts WHERE number = ?"_s, {number.e164()}), readContact);
}

Result<std::optional<Contact>> ContactGateway::findById(const calls::ContactId &id) const
{
    return first<Contact>(m_database.rows(u"SELECT "_s + columns + u" FROM contacts WHERE id = ?"_s, {id.text()}), readContact);
}

Result<Contact> ContactGateway::findOrAdd(Transaction &transaction, const Contact &fresh, Instant now) const
{
    // The update that changes nothing takes PostgreSQL's row lock and lets RETURNING see a row that was there before. Not of the number, a key:
    // that lock would hold up everyone who writes a row that refers to the contact.
    const Result<QList<Contact>> found =
        each<Contact>(transaction.rows(u"INSERT INTO contacts ("_s + columns +
                                           u", created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                           " ON CONFLICT (number) DO UPDATE SET name = contacts.name RETURNING "_s +
                                           columns,
                                       {fresh.id.text(), fresh.number.e164(), text(fresh.name), text(fresh.email), word(fresh.kind),
                                        text(fresh.language), text(QString::fromUtf8(fresh.timeZone)), text(fresh.filledBy), value(now)}),
                      readContact);
    if (!found)
        return failure(found);
    return found->first();
}

Done ContactGateway::update(Transaction &transaction, const Contact &contact) const
{
    return done(
        transaction.change(u"UPDATE contacts SET name = ?, email = ?, kind = ?, language = ?, time_zone = ?, filled_by = ? WHERE id = ?"_s,
                           {text(contact.name), text(contact.email), word(contact.kind), text(contact.language),
                            text(QString::fromUtf8(contact.timeZone)), text(contact.filledBy), contact.id.text()}));
}

Result<std::optional<OptOut>> ContactGateway::optOut(const calls::PhoneNumber &number) const
{
    return first<OptOut>(m_database.rows(u"SELECT number, since_at, source, by_whom FROM opt_outs WHERE number = ?"_s, {number.e164()}),
                         readOptOut);
}

Result<bool> ContactGateway::addOptOut(Transaction &transaction, const OptOut &optOut) const
{
    return hit(transaction.change(
        u"INSERT INTO opt_outs (number, since_at, source, by_whom) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET"
        " since_at = excluded.since_at, source = excluded.source, by_whom = excluded.by_whom"
        " WHERE opt_outs.source = 'likely' AND excluded.source <> 'likely'"_s,
        {optOut.number.e164(), value(optOut.since), optOut.source, text(optOut.byWhom)}));
}

Result<bool> ContactGateway::removeOptOut(Transaction &transaction, const calls::PhoneNumber &number) const
{
    return hit(transaction.change(u"DELETE FROM opt_outs WHERE number = ?"_s, {number.e164()}));
}

Result<QList<OptOut>> ContactGateway::optOuts(const std::optional<OptOut> &last, int limit) const
{
    // An imported list has one time for all its numbers, so the time alone is no key.
    const Instant since = last ? last->since : Instant::max();
    return each<OptOut>(m_database.rows(u"SELECT number, since_at, source, by_whom FROM opt_outs"
                                        " WHERE since_at < ? OR (since_at = ? AND number > ?) ORDER BY since_at DESC, number LIMIT ?"_s,
                                        {value(since), value(since), text(last ? last->number.e164() : QString()), limit}),
                        readOptOut);
}

Result<QList<OptOut>> ContactGateway::likelyOptOuts(int limit) const
{
    return each<OptOut>(m_database.rows(u"SELECT number, since_at, source, by_whom FROM opt_outs WHERE source = 'likely'"
                                        " ORDER BY since_at, number LIMIT ?"_s,
                                        {limit}),
                        readOptOut);
}

} // namespace ringback::store
