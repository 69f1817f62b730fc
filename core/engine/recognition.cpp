#include "engine/recognition.h"

#include "calls/emailaddress.h"
#include "store/gateways.h"
#include "store/leadindexgateway.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::Contact;
using calls::LeadRecord;

namespace {

// Contact::filledBy, read and written.
struct Filling {
    QString connection;
    QStringList fields;

    [[nodiscard]] static Filling of(const Contact &contact)
    {
        return {.connection = contact.filledBy.section(u':', 0, 0),
                .fields = contact.filledBy.section(u':', 1).split(u',', Qt::SkipEmptyParts)};
    }
    [[nodiscard]] QString text() const { return fields.isEmpty() ? QString() : connection + u':' + fields.join(u','); }
};

QString emailOf(const LeadRecord &record)
{
    const QString first = record.emails.value(0);
    return calls::isEmailAddress(first) ? first : QString();
}

// Of several people with one number nobody knows who called: only what is true of all of them is true of the caller.
LeadRecord agreed(const QList<store::LeadIndexGateway::Known> &known)
{
    LeadRecord all = known.first().record;
    if (known.size() == 1)
        return all;
    all.id.clear();
    all.url.clear();
    const auto agree = [&](const auto &fact) {
        return std::all_of(known.cbegin(), known.cend(), [&](const auto &other) { return fact(other.record) == fact(all); });
    };
    if (!agree([](const LeadRecord &record) { return record.name; }))
        all.name.clear();
    if (!agree(emailOf))
        all.emails.clear();
    if (!agree([](const LeadRecord &record) { return record.language; }))
        all.language.clear();
    if (!agree([](const LeadRecord &record) { return record.kind; }))
        all.kind.reset();
    if (!agree([](const LeadRecord &record) { return record.owner; }))
        all.owner.clear();
    return all;
}

struct Filled {
    Contact contact;
    QStringList fields; ///< that have changed
};

Filled fillingOf(const Contact &contact, const QString &connection, const LeadRecord &record, calls::ContactKind unknownCaller)
{
    Filling filling = Filling::of(contact);
    Filled result{.contact = contact, .fields = {}};
    const auto fill = [&](const QString &name, QString &field, const QString &said) {
        const bool follows = filling.fields.contains(name);
        if (said.isEmpty() || said == field || (!field.isEmpty() && !(follows && filling.connection == connection)))
            return;
        if (!follows) {
            // What another system filled before stays as it is, as a person's: one contact follows one system.
            if (filling.connection != connection)
                filling = {.connection = connection, .fields = {}};
            filling.fields.append(name);
        }
        field = said;
        result.fields.append(name);
    };
    fill(u"name"_s, result.contact.name, record.name.simplified());
    fill(u"email"_s, result.contact.email, emailOf(record));
    fill(u"language"_s, result.contact.language, record.language);
    if (record.kind && *record.kind != contact.kind && contact.kind == unknownCaller) {
        result.contact.kind = *record.kind;
        result.fields.append(u"kind"_s);
    }
    result.contact.filledBy = filling.text();
    return result;
}

} // namespace

Recognition::Recognition(store::Transaction &transaction, audit::Trail &trail, const Office &office, Instant now)
    : m_transaction(transaction)
    , m_trail(trail)
    , m_office(office)
    , m_now(now)
{}

Result<std::optional<Recognition::Known>> Recognition::find(const calls::PhoneNumber &number) const
{
    if (m_office.setup.leadSystems.isEmpty())
        return std::optional<Known>();
    const Result<QList<store::LeadIndexGateway::Known>> all = store::LeadIndexGateway(m_transaction.database()).withNumber(number);
    if (!all)
        return failure(all);
    for (const settings::LeadConnection &system : m_office.setup.leadSystems) {
        QList<store::LeadIndexGateway::Known> its;
        std::copy_if(all->cbegin(), all->cend(), std::back_inserter(its), [&](const auto &known) { return known.connection == system.id; });
        if (its.isEmpty())
            continue;
        const LeadRecord record = agreed(its);
        return std::optional(Known{.connection = system.id, .record = record, .owner = system.staffOf(record.owner)});
    }
    return std::optional<Known>();
}

Contact Recognition::filled(const Contact &contact, const QString &connection, const LeadRecord &record) const
{
    return fillingOf(contact, connection, record, m_office.playbook.lead.unknownCaller).contact;
}

Result<Recognition::Caller> Recognition::recognise(const Contact &contact, const QString &caseId) const
{
    const Result<std::optional<Known>> known = find(contact.number);
    if (!known)
        return failure(known);
    if (!*known)
        return Caller{.contact = contact, .owner = {}};
    const Result<Contact> now = fill(contact, (*known)->connection, (*known)->record, caseId);
    if (!now)
        return failure(now);
    return Caller{.contact = *now, .owner = (*known)->owner};
}

Result<Contact> Recognition::fill(const Contact &contact, const QString &connection, const LeadRecord &record, const QString &caseId) const
{
    if (filled(contact, connection, record) == contact)
        return contact;
    const store::ContactGateway contacts(m_transaction.database());
    const Result<Contact> locked = contacts.findOrAdd(m_transaction, contact, m_now);
    if (!locked)
        return failure(locked);
    const Filled result = fillingOf(*locked, connection, record, m_office.playbook.lead.unknownCaller);
    if (result.contact == *locked) // an import was faster
        return *locked;
    if (const Done updated = contacts.update(m_transaction, result.contact); !updated)
        return failure(updated);
    QJsonObject detail = {{u"connection"_s, connection}, {u"fields"_s, QJsonArray::fromStringList(result.fields)}};
    if (!record.id.isEmpty())
        detail.insert(u"record"_s, record.id);
    if (result.contact.kind != locked->kind)
        detail.insert(u"kind"_s, calls::word(result.contact.kind));
    m_trail.add({.at = m_now,
                 .actor = u"lead_system:"_s + connection,
                 .action = u"caller_recognised"_s,
                 .caseId = caseId,
                 .subject = u"contact:"_s + contact.id.text(),
                 .detail = detail});
    return result.contact;
}

} // namespace ringback::engine
