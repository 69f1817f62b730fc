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

// Two feeds, read to their ends one after the other: of customers (names, who is gone) and of their contacts (numbers and addresses).
struct Cursor {
    QString customers; ///< where that feed goes on; empty = at its beginning
    QString contacts;
    bool isAtContacts = false;

    static Cursor read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        return {.customers = textOf(object, "customers"_L1, maxToken),
                .contacts = textOf(object, "contacts"_L1, maxToken),
                .isAtContacts = object.value("at"_L1).toString() == "contacts"_L1};
    }
    [[nodiscard]] QString written() const
    {
        const QJsonObject object{
            {u"customers"_s, customers}, {u"contacts"_s, contacts}, {u"at"_s, isAtContacts ? u"contacts"_s : u"customers"_s}};
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
    Result<QList<calls::LeadRecord>> records = co_await recordsOf(*customers);
    if (records) { // how they compare numbers is not described: an ending may be enough for them
        records->removeIf([&query](const calls::LeadRecord &record) { return record.isGone || !record.numbers.contains(query.number); });
        std::stable_sort(records->begin(), records->end(),
                         [](const calls::LeadRecord &a, const calls::LeadRecord &b) { return a.changedAt > b.changedAt; });
    }
    co_return records;
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

// A page of one feed, with each customer it speaks of as a whole. The feeds' own tokens go on exactly where they stopped, so nothing overlaps; their
// latest entries may come twice.
QCoro::Task<Result<LeadChanges>> ServiceTitan::changesSince(QString cursor)
{
    Cursor at = Cursor::read(cursor);
    if (cursor.isEmpty()) // the customers bring their contacts along: of the other feed only what comes from now on is news
        at.contacts = toDateTime(m_api.now() - std::chrono::hours(24)).date().toString(Qt::ISODate);
    QString &token = at.isAtContacts ? at.contacts : at.customers;
    const QByteArray feed = at.isAtContacts ? "/export/customers/contacts" : "/export/customers";
    const QByteArray path = feed + "?includeRecentChanges=true" + (token.isEmpty() ? QByteArray() : "&from=" + escaped(token));
    const Result<QJsonObject> page = co_await m_api.read("crm", path);
    if (!page) {
        Result<LeadChanges> failed = failure(page);
        co_return failed;
    }
    const QString next = page->value("continueFrom"_L1).toString();
    const QJsonValue hasMore = page->value("hasMore"_L1);
    if (!page->value("data"_L1).isArray() || !hasMore.isBool() || next.isEmpty() || next.size() > maxToken ||
        (hasMore.toBool() && next == token)) {
        Result<LeadChanges> odd = failure(ErrorKind::Invalid, u"what came is no page of %1"_s.arg(QString::fromLatin1(feed)));
        co_return odd;
    }
    QList<QJsonObject> customers = objectsOf(*page, "data"_L1);
    if (at.isAtContacts) {
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
    token = next;
    changes.isLast = at.isAtContacts && !hasMore.toBool();
    if (!hasMore.toBool())
        at.isAtContacts = !at.isAtContacts;
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
