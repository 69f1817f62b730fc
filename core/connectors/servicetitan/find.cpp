#include "base/time.h"
#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <QHash>
#include <QJsonDocument>

#include <algorithm>

// Customers by number, and what has changed of them. There is no look-up by e-mail: for that the list is kept here.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxToken = 512; // of a feed's
constexpr int maxLocationLooks = 5; // for one number: more customers with the same ending are no accident

// First the list of all customers, whose pages we size; then two feeds, each read to its end in turn: of customers (names, who is gone) and of their
// contacts (numbers and addresses).
struct Cursor {
    enum class At { List, Customers, Contacts };

    At at = At::List;
    int page = 1; ///< of the list
    QString customers; ///< where that feed goes on
    QString contacts;

    static Cursor read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString at = textOf(object, "at"_L1);
        return {.at = at == "contacts"_L1    ? At::Contacts
                      : at == "customers"_L1 ? At::Customers
                                             : At::List,
                .page = std::max(1, object.value("page"_L1).toInt()),
                .customers = textOf(object, "customers"_L1, maxToken),
                .contacts = textOf(object, "contacts"_L1, maxToken)};
    }
    [[nodiscard]] QString written() const
    {
        const QString word = at == At::Contacts ? u"contacts"_s : at == At::Customers ? u"customers"_s : u"list"_s;
        QJsonObject object{{u"at"_s, word}, {u"customers"_s, customers}, {u"contacts"_s, contacts}};
        if (at == At::List)
            object.insert(u"page"_s, page);
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
};

QByteArray namesOf(const QStringList &ids)
{
    return ids.join(u"%2C"_s).toLatin1();
}

} // namespace

QCoro::Task<Result<QList<calls::LeadRecord>>> ServiceTitan::find(LeadQuery query)
{
    const QByteArray path = "/customers?phone=" + digitsOf(query.number).toLatin1(); // the active ones
    const Result<QList<QJsonObject>> customers = co_await m_api.list("crm", path);
    if (!customers) {
        Result<QList<calls::LeadRecord>> failed = failure(customers);
        co_return failed;
    }
    const Result<QList<calls::LeadRecord>> known = co_await recordsOf(*customers);
    if (!known) {
        Result<QList<calls::LeadRecord>> failed = failure(known);
        co_return failed;
    }
    QList<calls::LeadRecord> found;
    int looked = 0;
    for (calls::LeadRecord record : *known) {
        if (record.isGone)
            continue;
        if (!record.numbers.contains(query.number) && ++looked <= maxLocationLooks) {
            const Result<QList<QJsonObject>> there = co_await contactsAtLocations(record.id);
            if (!there) {
                Result<QList<calls::LeadRecord>> failed = failure(there);
                co_return failed;
            }
            addContacts(record, *there);
        }
        if (record.numbers.contains(query.number)) // how they compare numbers is not described: an ending may be enough for them
            found.append(record);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const calls::LeadRecord &a, const calls::LeadRecord &b) { return a.changedAt > b.changedAt; });
    Result<QList<calls::LeadRecord>> all = found;
    co_return all;
}

// Those of tenants and neighbours, who are no contacts of the customer itself.
QCoro::Task<Result<QList<QJsonObject>>> ServiceTitan::contactsAtLocations(QString customer)
{
    QList<QJsonObject> found;
    const QByteArray path = "/locations?customerId=" + customer.section(u':', 1).toLatin1();
    const Result<QList<QJsonObject>> locations = co_await m_api.list("crm", path);
    if (!locations) {
        Result<QList<QJsonObject>> failed = failure(locations);
        co_return failed;
    }
    QStringList ids;
    for (const QJsonObject &location : *locations) {
        if (const QString id = idOf(location, "id"_L1); !id.isEmpty())
            ids.append(id);
    }
    for (qsizetype i = 0; i < ids.size(); i += idsAtOnce) {
        const QByteArray some = "/locations/contacts?locationIds=" + namesOf(ids.mid(i, idsAtOnce));
        const Result<QList<QJsonObject>> contacts = co_await m_api.list("crm", some);
        if (!contacts) {
            Result<QList<QJsonObject>> failed = failure(contacts);
            co_return failed;
        }
        found += *contacts;
    }
    Result<QList<QJsonObject>> all = found;
    co_return all;
}

QCoro::Task<Result<QList<calls::LeadRecord>>> ServiceTitan::recordsOf(QList<QJsonObject> customers)
{
    QStringList ids;
    for (const QJsonObject &customer : customers) {
        if (const QString id = idOf(customer, "id"_L1); !id.isEmpty() && customer.value("active"_L1).toBool(true))
            ids.append(id);
    }
    QHash<QString, QList<QJsonObject>> contacts;
    for (qsizetype i = 0; i < ids.size(); i += idsAtOnce) {
        const QByteArray path = "/customers/contacts?customerIds=" + namesOf(ids.mid(i, idsAtOnce));
        const Result<QList<QJsonObject>> some = co_await m_api.list("crm", path);
        if (!some) {
            Result<QList<calls::LeadRecord>> failed = failure(some);
            co_return failed;
        }
        for (const QJsonObject &contact : *some)
            contacts[idOf(contact, "customerId"_L1)].append(contact);
    }
    QList<calls::LeadRecord> records;
    for (const QJsonObject &customer : customers) {
        if (const QString id = idOf(customer, "id"_L1); !id.isEmpty())
            records.append(customerRecord(customer, contacts.value(id), m_setup.webHost));
    }
    Result<QList<calls::LeadRecord>> all = records;
    co_return all;
}

// The first pass takes the list: how large a page of a feed is cannot be asked for, and the list says how many there are in all. By id, with those that
// are gone, it does not shift under us. The feeds then begin a day before the pass began.
QCoro::Task<Result<LeadChanges>> ServiceTitan::changesSince(QString cursor)
{
    Cursor at = Cursor::read(cursor);
    if (at.customers.isEmpty() || at.contacts.isEmpty()) {
        at = Cursor();
        at.customers = toDateTime(m_api.now() - std::chrono::hours(24)).date().toString(Qt::ISODate);
        at.contacts = at.customers;
    }
    const bool isList = at.at == Cursor::At::List;
    const bool isContacts = at.at == Cursor::At::Contacts;
    QString &token = isContacts ? at.contacts : at.customers;
    QByteArray path =
        (isContacts ? "/export/customers/contacts" : "/export/customers") + "?includeRecentChanges=true&from="_ba + escaped(token);
    if (isList)
        path = "/customers?active=Any&includeTotal=true&sort=%2BId&pageSize=" + QByteArray::number(Api::pageSize) +
               "&page=" + QByteArray::number(at.page);
    const Result<QJsonObject> page = co_await m_api.read("crm", path);
    if (!page) {
        Result<LeadChanges> failed = failure(page);
        co_return failed;
    }
    const QJsonValue hasMore = page->value("hasMore"_L1);
    const QString next = page->value("continueFrom"_L1).toString();
    const bool goesOn = isList || (!next.isEmpty() && next.size() <= maxToken && !(hasMore.toBool() && next == token));
    const bool isEndless = isList && hasMore.toBool() && page->value("data"_L1).toArray().isEmpty();
    if (!page->value("data"_L1).isArray() || !hasMore.isBool() || !goesOn || isEndless) {
        Result<LeadChanges> odd =
            failure(ErrorKind::Invalid, u"what came is no page of %1"_s.arg(QString::fromLatin1(path.split('?').first())));
        co_return odd;
    }
    QList<QJsonObject> customers = objectsOf(*page, "data"_L1);
    if (isContacts) {
        const Result<QList<QJsonObject>> whose = co_await customersOf(customers);
        if (!whose) {
            Result<LeadChanges> failed = failure(whose);
            co_return failed;
        }
        customers = *whose;
    }
    const Result<QList<calls::LeadRecord>> records = co_await recordsOf(customers);
    if (!records) {
        Result<LeadChanges> failed = failure(records);
        co_return failed;
    }
    LeadChanges changes;
    changes.records = *records;
    changes.isLast = isContacts && !hasMore.toBool();
    if (const QJsonValue total = page->value("totalCount"_L1); isList && total.isDouble())
        changes.total = total.toInt();
    if (isList)
        ++at.page;
    else
        token = next;
    if (!hasMore.toBool())
        at.at = at.at == Cursor::At::Customers ? Cursor::At::Contacts : Cursor::At::Customers;
    changes.cursor = at.written();
    Result<LeadChanges> read = changes;
    co_return read;
}

QCoro::Task<Result<QList<QJsonObject>>> ServiceTitan::customersOf(QList<QJsonObject> contacts)
{
    QStringList ids;
    for (const QJsonObject &contact : contacts) {
        if (const QString id = idOf(contact, "customerId"_L1); !id.isEmpty())
            ids.append(id);
    }
    ids.removeDuplicates();
    QList<QJsonObject> found;
    for (qsizetype i = 0; i < ids.size(); i += idsAtOnce) {
        const QByteArray path = "/customers?active=Any&ids=" + namesOf(ids.mid(i, idsAtOnce));
        const Result<QList<QJsonObject>> some = co_await m_api.list("crm", path);
        if (!some) {
            Result<QList<QJsonObject>> failed = failure(some);
            co_return failed;
        }
        found += *some;
    }
    Result<QList<QJsonObject>> all = found;
    co_return all;
}

} // namespace ringback::connectors::servicetitan
