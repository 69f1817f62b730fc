#include "base/time.h"
#include "support/fakeservicetitan.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

// The CRM module: customers, leads, bookings, and the feeds of what changed.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

HttpResponse json(int status, const QJsonObject &object)
{
    QJsonObject shown = object;
    for (const QString &name : object.keys()) {
        if (name.startsWith(u'_')) // the fake's own
            shown.remove(name);
    }
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(shown).toJson(QJsonDocument::Compact)};
}

QUrlQuery queryOf(const QByteArray &target)
{
    return QUrlQuery(QUrl::fromEncoded(target).query(QUrl::FullyEncoded));
}

QString digitsIn(QString text)
{
    text.removeIf([](QChar c) { return c < u'0' || c > u'9'; });
    return text;
}

QJsonObject wrong(const QString &field, const QString &what)
{
    return {{field, QJsonArray{what}}};
}

QList<QJsonObject> without(QList<QJsonObject> entries, const QString &name)
{
    for (QJsonObject &entry : entries)
        entry.remove(name);
    return entries;
}

} // namespace

FakeServiceTitan::Response FakeServiceTitan::crm(const Asked &request, const QStringList &path)
{
    if (path.first() == u"customers")
        return customers(request, path);
    if (path.first() == u"locations" && request.method == "GET")
        return locations(request, path);
    if (path.first() == u"leads")
        return leads(request, path);
    if (path.first() == u"bookings" || path.first() == u"booking-provider")
        return bookings(request, path);
    if (path.first() == u"export" && request.method == "GET")
        return exported(request, path);
    return noSuch(request);
}

FakeServiceTitan::Response FakeServiceTitan::customers(const Asked &request, const QStringList &path)
{
    const bool reads = request.method == "GET";
    if (path.size() == 1 && reads) {
        if (queryOf(request.target).hasQueryItem(u"email"_s)) // there is no such filter
            return refuse(400, u"Bad Request"_s, wrong(u"email"_s, u"is unknown"_s));
        QList<QJsonObject> found = filtered(u"customers"_s, request, {});
        const QString phone = digitsIn(queryOf(request.target).queryItemValue(u"phone"_s, QUrl::FullyDecoded));
        if (!phone.isEmpty()) { // by the ending, whatever stands before it and between
            found.removeIf([&](const QJsonObject &customer) {
                const QList<QJsonObject> contacts = m_tables.value(u"contacts"_s);
                return std::none_of(contacts.begin(), contacts.end(), [&](const QJsonObject &contact) {
                    return (contact.value(u"customerId"_s) == customer.value(u"id"_s) ||
                            contact.value(u"_customer"_s) == customer.value(u"id"_s)) &&
                           contact.value(u"type"_s) != u"Email"_s && digitsIn(contact.value(u"value"_s).toString()).contains(phone);
                });
            });
        }
        return page(request, found);
    }
    if (path.size() == 2 && path.at(1) == u"contacts" && reads) {
        const QStringList ids =
            queryOf(request.target).queryItemValue(u"customerIds"_s, QUrl::FullyDecoded).split(u',', Qt::SkipEmptyParts);
        if (ids.size() > 50)
            return refuse(400, u"too many ids"_s);
        QList<QJsonObject> found = m_tables.value(u"contacts"_s);
        found.removeIf([&ids](const QJsonObject &contact) {
            return !contact.value(u"active"_s).toBool() || !ids.contains(QString::number(contact.value(u"customerId"_s).toInteger()));
        });
        return page(request, without(found, u"active"_s));
    }
    QJsonObject *const customer = path.size() > 1 ? find(u"customers"_s, path.at(1).toLongLong()) : nullptr;
    if (path.size() == 1 && request.method == "POST") { // we make none
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        const bool hasAddress = !body.value(u"address"_s).toObject().value(u"street"_s).toString().isEmpty();
        return refuse(400, u"Bad Request"_s, wrong(hasAddress ? u"locations"_s : u"address"_s, u"is required"_s));
    }
    if (!customer)
        return refuse(404, u"Customer not found"_s);
    const qint64 id = customer->value(u"id"_s).toInteger();
    if (path.size() == 2 && reads)
        return json(200, *customer);
    if (path.size() == 3 && path.at(2) == u"notes")
        return notes(request, u"customers"_s, id);
    if (path.size() == 4 && path.at(2) == u"tags" && request.method == "POST") {
        const QJsonValue tag = path.at(3).toLongLong();
        QJsonArray tags = customer->value(u"tagTypeIds"_s).toArray();
        if (!isChoice(u"tag-types"_s, tag))
            return refuse(404, u"Tag type not found"_s);
        if (tags.contains(tag))
            return refuse(409, u"The customer has that tag"_s);
        tags.append(tag);
        customer->insert(u"tagTypeIds"_s, tags);
        return json(200, {{u"customerId"_s, id}, {u"tagTypeIds"_s, tags}});
    }
    return noSuch(request);
}

// A location's own contacts are none of the customer's.
FakeServiceTitan::Response FakeServiceTitan::locations(const Asked &request, const QStringList &path)
{
    if (path.size() == 1)
        return page(request, filtered(u"locations"_s, request, {u"customerId"_s}));
    if (path.size() != 2 || path.at(1) != u"contacts")
        return noSuch(request);
    const QStringList ids = queryOf(request.target).queryItemValue(u"locationIds"_s, QUrl::FullyDecoded).split(u',', Qt::SkipEmptyParts);
    if (ids.isEmpty() || ids.size() > 50)
        return refuse(400, u"locationIds"_s);
    QList<QJsonObject> found = m_tables.value(u"contacts"_s);
    found.removeIf(
        [&ids](const QJsonObject &contact) { return !ids.contains(QString::number(contact.value(u"locationId"_s).toInteger())); });
    return page(request, without(found, u"active"_s));
}

FakeServiceTitan::Response FakeServiceTitan::notes(const Asked &request, const QString &table, qint64 id)
{
    const QString of = table + u'/' + QString::number(id);
    if (request.method == "POST") {
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        if (body.value(u"text"_s).toString().trimmed().isEmpty())
            return refuse(400, u"Bad Request"_s, wrong(u"text"_s, u"is empty"_s));
        return json(200, add(u"notes"_s, {{u"_of"_s, of},
                                          {u"text"_s, body.value(u"text"_s)},
                                          {u"isPinned"_s, body.value(u"pinToTop"_s).toBool()},
                                          {u"createdById"_s, 62}}));
    }
    QList<QJsonObject> found = filtered(u"notes"_s, request, {});
    found.removeIf([&of](const QJsonObject &note) { return note.value(u"_of"_s).toString() != of; });
    return page(request, found);
}

FakeServiceTitan::Response FakeServiceTitan::createLead(const QJsonObject &body)
{
    const QString odd = oddIn(body, {u"campaignId"_s, u"summary"_s},
                              {u"customerId"_s, u"locationId"_s, u"businessUnitId"_s, u"jobTypeId"_s, u"tagTypeIds"_s, u"priority"_s,
                               u"callReasonId"_s, u"followUpDate"_s});
    if (!odd.isEmpty())
        return refuse(400, u"Bad Request"_s, wrong(odd, u"is wrong"_s));
    if (!isChoice(u"campaigns"_s, body.value(u"campaignId"_s)))
        return refuse(400, u"Bad Request"_s, wrong(u"CampaignId"_s, u"does not exist"_s));
    for (const auto &tag : body.value(u"tagTypeIds"_s).toArray()) {
        if (!isChoice(u"tag-types"_s, tag))
            return refuse(400, u"Bad Request"_s, wrong(u"$.tagTypeIds[0]"_s, u"does not exist"_s));
    }
    if (!body.contains(u"callReasonId"_s) && !body.contains(u"followUpDate"_s)) // which the description cannot say
        return refuse(400, u"Bad Request"_s, wrong(u"FollowUpDate"_s, u"or a call reason is required"_s));
    const QJsonObject *const customer = find(u"customers"_s, body.value(u"customerId"_s).toInteger());
    if (body.contains(u"customerId"_s) && (!customer || !customer->value(u"active"_s).toBool()))
        return refuse(400, u"Bad Request"_s, wrong(u"CustomerId"_s, u"does not exist"_s));
    const QJsonObject usual{{u"status"_s, u"Open"_s}, {u"priority"_s, u"Normal"_s}, {u"createdById"_s, 62}};
    return json(200, add(u"leads"_s, filled(usual, body)));
}

FakeServiceTitan::Response FakeServiceTitan::leads(const Asked &request, const QStringList &path)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (path.size() == 1 && request.method == "POST")
        return createLead(body);
    if (path.size() == 1 && request.method == "GET") {
        QList<QJsonObject> found = filtered(u"leads"_s, request, {u"customerId"_s, u"status"_s});
        if (queryOf(request.target).queryItemValue(u"genPermUrl"_s) == u"true") {
            for (QJsonObject &lead : found)
                lead.insert(u"leadUrl"_s, u"https://go.servicetitan.com/#/lead/%1"_s.arg(lead.value(u"id"_s).toInteger()));
        }
        return page(request, found);
    }
    QJsonObject *const lead = path.size() > 1 ? find(u"leads"_s, path.at(1).toLongLong()) : nullptr;
    if (!lead)
        return refuse(404, u"Lead not found"_s);
    const qint64 id = lead->value(u"id"_s).toInteger();
    if (path.size() == 2 && request.method == "GET")
        return json(200, *lead);
    if (path.size() == 3 && path.at(2) == u"notes")
        return notes(request, u"leads"_s, id);
    if (request.method != "POST" || path.size() != 3)
        return noSuch(request);
    if (lead->value(u"status"_s) != u"Open"_s)
        return refuse(400, u"The lead is not open"_s);
    if (path.at(2) == u"dismiss") {
        if (!isChoice(u"call-reasons"_s, body.value(u"dismissingReasonId"_s)))
            return refuse(400, u"Bad Request"_s, wrong(u"DismissingReasonId"_s, u"does not exist"_s));
        lead->insert(u"status"_s, u"Dismissed"_s);
        lead->insert(u"dismissingReasonId"_s, body.value(u"dismissingReasonId"_s));
        return {.status = 200, .contentType = {}, .body = {}};
    }
    if (path.at(2) == u"follow-up") {
        lead->insert(u"followUpDate"_s, body.value(u"followUpDate"_s));
        add(u"notes"_s, {{u"_of"_s, u"leads/%1"_s.arg(id)},
                         {u"text"_s, body.value(u"text"_s)},
                         {u"isPinned"_s, body.value(u"pinToTop"_s).toBool()},
                         {u"createdById"_s, 62}});
        return json(200, filled({{u"leadId"_s, id}}, body));
    }
    return noSuch(request);
}

FakeServiceTitan::Response FakeServiceTitan::bookings(const Asked &request, const QStringList &path)
{
    const bool isOfProvider = path.first() == u"booking-provider";
    if (isOfProvider && path.value(1).toLongLong() != bookingProvider)
        return refuse(404, u"Booking provider not found"_s);
    const QStringList rest = isOfProvider ? path.mid(2) : path; // bookings, id
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (rest.size() == 1 && request.method == "GET")
        return page(request, without(filtered(u"bookings"_s, request, {u"externalId"_s}), u"contacts"_s));
    if (rest.size() == 1 && request.method == "POST" && isOfProvider) { // the same external id as often as one likes
        const QString odd = oddIn(body, {u"source"_s, u"name"_s, u"summary"_s, u"isFirstTimeClient"_s, u"externalId"_s},
                                  {u"contacts"_s, u"campaignId"_s, u"address"_s, u"customerType"_s, u"start"_s, u"businessUnitId"_s});
        if (!odd.isEmpty())
            return refuse(400, u"Bad Request"_s, wrong(odd, u"is wrong"_s));
        if (body.contains(u"campaignId"_s) && !isChoice(u"campaigns"_s, body.value(u"campaignId"_s)))
            return refuse(400, u"Bad Request"_s, wrong(u"CampaignId"_s, u"does not exist"_s));
        QJsonObject &made = add(
            u"bookings"_s,
            filled({{u"status"_s, u"New"_s}, {u"start"_s, now()}, {u"jobId"_s, QJsonValue()}, {u"bookingProviderId"_s, bookingProvider}},
                   body));
        QJsonObject shown = made;
        shown.remove(u"contacts"_s);
        return json(200, shown);
    }
    QJsonObject *const booking = rest.size() == 2 ? find(u"bookings"_s, rest.at(1).toLongLong()) : nullptr;
    if (!booking)
        return refuse(404, u"Booking not found"_s);
    if (request.method == "PATCH" && isOfProvider) {
        if (booking->value(u"status"_s) != u"New"_s)
            return refuse(409, u"The booking is not new any more"_s);
        *booking = filled(filled(*booking, body), {{u"modifiedOn"_s, now()}});
    } else if (request.method != "GET") {
        return noSuch(request);
    }
    QJsonObject shown = *booking;
    shown.remove(u"contacts"_s);
    return json(200, shown);
}

// By the order of changes; what has changed again since is further on.
FakeServiceTitan::Response FakeServiceTitan::exported(const Asked &request, const QStringList &path)
{
    const bool isContacts = path == QStringList{u"export"_s, u"customers"_s, u"contacts"_s};
    if (!isContacts && path != QStringList{u"export"_s, u"customers"_s})
        return noSuch(request);
    const QString from = queryOf(request.target).queryItemValue(u"from"_s, QUrl::FullyDecoded);
    const QDate day = QDate::fromString(from, Qt::ISODate);
    const QString prefix = isContacts ? u"con "_s : u"cus "_s; // a blank has to survive the address
    if (!from.isEmpty() && !day.isValid() && !from.startsWith(prefix))
        return refuse(400, u"Bad Request"_s, wrong(u"from"_s, u"is no token of this feed"_s));
    QList<QJsonObject> entries = m_tables.value(isContacts ? u"contacts"_s : u"customers"_s);
    std::sort(entries.begin(), entries.end(), [](const QJsonObject &a, const QJsonObject &b) {
        return a.value(u"_change"_s).toInteger() < b.value(u"_change"_s).toInteger();
    });
    entries.removeIf([](const QJsonObject &entry) { return entry.contains(u"locationId"_s); }); // another feed's
    const qint64 after = from.startsWith(prefix) ? from.mid(prefix.size()).toLongLong() : 0;
    entries.removeIf([&](const QJsonObject &entry) {
        const QDate changed = QDate::fromString(entry.value(u"modifiedOn"_s).toString().left(10), Qt::ISODate);
        return entry.value(u"_change"_s).toInteger() <= after || (day.isValid() && changed < day);
    });
    const bool hasMore = entries.size() > m_maxExport;
    entries = entries.mid(0, m_maxExport);
    QJsonArray data;
    qint64 last = after;
    for (QJsonObject entry : std::as_const(entries)) {
        last = entry.take(u"_change"_s).toInteger();
        data.append(entry);
    }
    if (!hasMore)
        last = m_lastChange;
    return json(200, {{u"hasMore"_s, hasMore}, {u"continueFrom"_s, prefix + QString::number(last)}, {u"data"_s, data}});
}

} // namespace ringback::test
