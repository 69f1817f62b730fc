#include "base/time.h"
#include "support/fakeservicetitan.h"

#include <QJsonDocument>

#include <algorithm>

// What a test tells the fake to do, puts into it and asks of it.
namespace ringback::test {

using namespace Qt::StringLiterals;

void FakeServiceTitan::next(const QByteArray &part, What what, int status, const QByteArray &body, const QByteArray &contentType,
                            const QByteArray &retryAfter)
{
    const std::scoped_lock lock(m_mutex);
    Response response{.status = status, .contentType = contentType, .body = body};
    if (!retryAfter.isEmpty())
        response.headers.emplaceBack("Retry-After", retryAfter);
    m_script.push_back({part, what, response});
}

void FakeServiceTitan::refuseNext(const QByteArray &part, int status, const QString &title, const QJsonObject &fields)
{
    const Response response = refuse(status, title, fields);
    next(part, What::Answer, response.status, response.body);
}

void FakeServiceTitan::throttleNext(const QByteArray &part, int times)
{
    const QByteArray body = R"({"statusCode":429,"message":"Rate limit is exceeded. Try again in 1 seconds."})";
    for (int i = 0; i < times; ++i)
        next(part, What::Answer, 429, body, "application/json", "1");
}

void FakeServiceTitan::expireTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_tokens.clear();
}

void FakeServiceTitan::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_isRevoked = true;
}

void FakeServiceTitan::forbid(const QByteArray &module)
{
    const std::scoped_lock lock(m_mutex);
    m_forbidden.insert(module);
}

void FakeServiceTitan::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

void FakeServiceTitan::limitExport(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxExport = size;
}

qint64 FakeServiceTitan::addCustomer(const QString &name, const QList<Contact> &contacts, const QJsonObject &more)
{
    const QJsonObject address{
        {u"street"_s, u"1 Main St"_s}, {u"city"_s, u"Dallas"_s}, {u"state"_s, u"TX"_s}, {u"zip"_s, u"75201"_s}, {u"country"_s, u"USA"_s}};
    const QJsonObject usual{{u"active"_s, true},
                            {u"name"_s, name},
                            {u"type"_s, u"Residential"_s},
                            {u"address"_s, address},
                            {u"customFields"_s, QJsonArray()},
                            {u"balance"_s, 0},
                            {u"tagTypeIds"_s, QJsonArray()},
                            {u"doNotMail"_s, false},
                            {u"doNotService"_s, false},
                            {u"createdById"_s, 62},
                            {u"mergedToId"_s, QJsonValue()},
                            {u"externalData"_s, QJsonArray()}};
    qint64 id = 0;
    {
        const std::scoped_lock lock(m_mutex);
        id = add(u"customers"_s, filled(usual, more)).value(u"id"_s).toInteger();
    }
    for (const Contact &contact : contacts)
        addContact(id, contact);
    return id;
}

void FakeServiceTitan::addContact(qint64 customer, const Contact &contact)
{
    const std::scoped_lock lock(m_mutex);
    add(u"contacts"_s, {{u"customerId"_s, customer},
                        {u"type"_s, contact.type},
                        {u"value"_s, contact.value},
                        {u"memo"_s, QJsonValue()},
                        {u"active"_s, true},
                        {u"phoneSettings"_s, QJsonObject{{u"phoneNumber"_s, contact.value}, {u"doNotText"_s, false}}}});
}

void FakeServiceTitan::addLocation(qint64 customer, const Contact &contact)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject address{
        {u"street"_s, u"2 Main St"_s}, {u"city"_s, u"Dallas"_s}, {u"state"_s, u"TX"_s}, {u"zip"_s, u"75201"_s}, {u"country"_s, u"USA"_s}};
    const QJsonObject &location = add(u"locations"_s, {{u"customerId"_s, customer},
                                                       {u"active"_s, true},
                                                       {u"name"_s, u"Unit 2"_s},
                                                       {u"address"_s, address},
                                                       {u"customFields"_s, QJsonArray()},
                                                       {u"createdById"_s, 62},
                                                       {u"tagTypeIds"_s, QJsonArray()},
                                                       {u"externalData"_s, QJsonArray()}});
    add(u"contacts"_s, {{u"locationId"_s, location.value(u"id"_s)},
                        {u"_customer"_s, customer},
                        {u"type"_s, contact.type},
                        {u"value"_s, contact.value},
                        {u"memo"_s, QJsonValue()},
                        {u"active"_s, true},
                        {u"phoneSettings"_s, QJsonObject{{u"phoneNumber"_s, contact.value}, {u"doNotText"_s, false}}}});
}

void FakeServiceTitan::change(const QString &table, qint64 id, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject *const entry = find(table, id);
    if (!entry)
        qFatal("there is no %lld in %s", id, qUtf8Printable(table));
    const QJsonObject changed{{u"modifiedOn"_s, now()}, {u"_change"_s, ++m_lastChange}};
    *entry = filled(filled(*entry, changed), more);
}

qint64 FakeServiceTitan::addJob(qint64 customer, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject usual{{u"jobNumber"_s, u"J-%1"_s.arg(m_lastId)},
                            {u"customerId"_s, customer},
                            {u"locationId"_s, 5},
                            {u"jobStatus"_s, u"Scheduled"_s},
                            {u"businessUnitId"_s, 71},
                            {u"jobTypeId"_s, 6},
                            {u"priority"_s, u"Normal"_s},
                            {u"campaignId"_s, 31},
                            {u"customFields"_s, QJsonArray()},
                            {u"appointmentCount"_s, 1},
                            {u"firstAppointmentId"_s, 7},
                            {u"lastAppointmentId"_s, 7},
                            {u"noCharge"_s, false},
                            {u"notificationsEnabled"_s, true},
                            {u"createdById"_s, 62},
                            {u"tagTypeIds"_s, QJsonArray()},
                            {u"externalData"_s, QJsonArray()},
                            {u"customerPo"_s, u""_s},
                            {u"invoiceId"_s, 8}};
    return add(u"jobs"_s, filled(usual, more)).value(u"id"_s).toInteger();
}

qint64 FakeServiceTitan::addInvoice(qint64 job, const QString &total, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject usual{{u"job"_s, QJsonObject{{u"id"_s, job}, {u"number"_s, QJsonValue()}, {u"type"_s, QJsonValue()}}},
                            {u"jobId"_s, job},
                            {u"total"_s, total},
                            {u"balance"_s, total},
                            {u"sentStatus"_s, u"Sent"_s},
                            {u"reviewStatus"_s, u"Reviewed"_s},
                            {u"active"_s, true}};
    return add(u"invoices"_s, filled(usual, more)).value(u"id"_s).toInteger();
}

void FakeServiceTitan::remove(const QString &table, qint64 id)
{
    const std::scoped_lock lock(m_mutex);
    m_tables[table].removeIf([id](const QJsonObject &entry) { return entry.value(u"id"_s).toInteger() == id; });
}

QList<QJsonObject> FakeServiceTitan::all(const QString &table) const
{
    const std::scoped_lock lock(m_mutex);
    return m_tables.value(table);
}

QJsonObject FakeServiceTitan::one(const QString &table, qint64 id) const
{
    for (const QJsonObject &entry : all(table)) {
        if (entry.value(u"id"_s).toInteger() == id)
            return entry;
    }
    return {};
}

QStringList FakeServiceTitan::notesOf(const QString &table, qint64 id) const
{
    QStringList texts;
    for (const QJsonObject &note : all(u"notes"_s)) {
        if (note.value(u"_of"_s).toString() == table + u'/' + QString::number(id))
            texts.append(note.value(u"text"_s).toString());
    }
    return texts;
}

QList<FakeServiceTitan::Request> FakeServiceTitan::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

int FakeServiceTitan::count(const QByteArray &part) const
{
    const QList<Request> made = requests();
    return int(
        std::count_if(made.begin(), made.end(), [&part](const Request &one) { return (one.method + ' ' + one.target).contains(part); }));
}

int FakeServiceTitan::tokensGiven() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tokensGiven;
}

QStringList FakeServiceTitan::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

} // namespace ringback::test
