#include "support/fakeacculynx.h"

#include "base/time.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

using Response = ScriptedServer::Response;

const Response noContent{.status = 204, .contentType = {}, .body = {}};

QString valueOf(const ScriptedServer::Asked &request, const QString &name)
{
    return QUrlQuery(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded)).queryItemValue(name, QUrl::FullyDecoded);
}

Response failed(int status, const QString &detail)
{
    return jsonAnswer(status, FakeAccuLynx::error(status, detail));
}

QJsonObject withId(const QString &id)
{
    return {{u"id"_s, id}, {u"_link"_s, u"https://api.acculynx.com/api/v2/"_s + id}};
}

QJsonObject filled(QJsonObject usual, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

} // namespace

FakeAccuLynx::FakeAccuLynx()
    : ScriptedServer([] { // read once: it is long
        static const std::optional<ApiDescription> description = ApiDescription::read(u"acculynx/acculynx-v2.2614.0.openapi.json"_s);
        return description;
    }())
{
    start();
}

FakeAccuLynx::~FakeAccuLynx()
{
    stop();
}

QByteArray FakeAccuLynx::error(int status, const QString &detail)
{
    const QJsonObject error{{u"type"_s, u"https://tools.ietf.org/html/rfc7235#section-3.1"_s},
                            {u"title"_s, u"This error happened."_s},
                            {u"status"_s, status},
                            {u"detail"_s, detail},
                            {u"traceId"_s, u"|40f2a8f1-4db865dd47a69226."_s}};
    return QJsonDocument(error).toJson(QJsonDocument::Compact);
}

std::optional<Response> FakeAccuLynx::turnedAway(const Asked &request)
{
    if (!request.path().startsWith("/api/v2/"))
        return Response{.status = 404, .contentType = "text/html", .body = "<h1>Not found</h1>"};
    if (m_isRevoked || request.header("authorization") != "Bearer " + apiKey())
        return failed(401, u"API Key is invalid or deactivated"_s);
    return std::nullopt;
}

Response FakeAccuLynx::badRequest(const QString &problem)
{
    return failed(400, problem);
}

Response FakeAccuLynx::answer(const Asked &request)
{
    const QByteArrayList path = request.path().mid(8).split('/');
    const QByteArray name = path.join('/');
    if (path.constFirst() == "contacts" && name != "contacts/contact-types")
        return contactRequest(request, path);
    if (path.constFirst() == "jobs")
        return name == "jobs/external-references" ? referenceRequest(request) : jobRequest(request, path);
    if (name == "company-settings")
        return jsonAnswer(200, {{u"id"_s, u"0f6a0000-0000-4000-8000-000000000000"_s}, {u"name"_s, u"Storm Roofing"_s}});
    if (name == "company-settings/leads/lead-sources") {
        const QString id = QString::fromUtf16(doorHanger);
        const QJsonObject child{{u"id"_s, QString::fromUtf16(northDoors)}, {u"name"_s, u"North"_s}, {u"parentId"_s, id}};
        const QJsonObject source{{u"id"_s, id}, {u"name"_s, u"Door Hanger"_s}, {u"children"_s, QJsonArray{child}}};
        return page(request, "recordStartIndex", {source});
    }
    if (name == "contacts/contact-types") {
        const auto type = [](const char16_t *id, const QString &called, bool isDefault) {
            return QJsonObject{{u"id"_s, QString::fromUtf16(id)}, {u"name"_s, called}, {u"isDefault"_s, isDefault}};
        };
        return page(request, "pageStartIndex", {type(vendor, u"Vendor"_s, false), type(customer, u"Customer"_s, m_hasDefaultType)});
    }
    return refuse(u"no such operation: %1 %2"_s.arg(QString::fromLatin1(request.method), QString::fromLatin1(name)));
}

Response FakeAccuLynx::page(const Asked &request, const QByteArray &indexName, const QJsonArray &all, int atMost)
{
    const QString asked = valueOf(request, u"pageSize"_s);
    const qsizetype wanted = asked.isEmpty() ? 25 : asked.toInt();
    if (wanted < 1 || wanted > atMost)
        return refuse(u"a page of %1"_s.arg(asked));
    const qsizetype size = qMin<qsizetype>(wanted, m_maxPage);
    const qsizetype index = valueOf(request, QString::fromLatin1(indexName)).toInt();
    const bool isOfRecords = m_countsRecords || indexName == "recordStartIndex";
    const qsizetype from = isOfRecords ? index : index * size;
    if (index < 0 || (from > 0 && from >= all.size()))
        return failed(416, u"The range of data requested from the resource is invalid"_s);
    QJsonArray items;
    for (qsizetype i = from; i < qMin(from + size, all.size()); ++i)
        items.append(all.at(i));
    return jsonAnswer(200, {{u"count"_s, all.size()}, {u"pageSize"_s, size}, {u"pageStartIndex"_s, index}, {u"items"_s, items}});
}

Response FakeAccuLynx::contactRequest(const Asked &request, const QByteArrayList &path)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (path.size() == 1 && request.method == "POST")
        return createContact(body);
    if (path.size() == 1) {
        QJsonArray all;
        for (const Contact &each : std::as_const(m_contacts))
            all.insert(m_listsNewestFirst ? 0 : all.size(),
                       said(each, valueOf(request, u"includes"_s) == u"phoneNumber,emailAddress" && !m_linksOnly));
        return page(request, "pageStartIndex", all);
    }
    if (path.at(1) == "search")
        return searchContacts(request, body);
    Contact *const found = contact(QString::fromLatin1(path.at(1)));
    if (!found)
        return failed(404, u"Requested resource does not exist."_s);
    if (path.value(2) == "notes" && request.method == "POST") {
        const QString note = body.value("note"_L1).toString();
        if (note.isEmpty() || note.size() > 1000)
            return refuse(u"note"_s);
        found->notes.append(note);
        return {.status = 201, .contentType = {}, .body = {}};
    }
    if (path.value(2) == "jobs" && request.method == "GET") {
        QJsonArray all;
        for (const Job &each : std::as_const(m_jobs)) {
            if (each.contact == found->id)
                all.append(withId(each.id));
        }
        return page(request, "recordStartIndex", all);
    }
    return refuse(u"no such operation on a contact"_s);
}

Response FakeAccuLynx::createContact(const QJsonObject &body)
{
    static const QStringList types{QString::fromUtf16(customer), QString::fromUtf16(vendor)};
    const QJsonArray wanted = body.value("contactTypeIds"_L1).toArray();
    if (wanted.isEmpty() || !types.contains(wanted.at(0).toString()))
        return failed(400, u"contactTypeIds"_s);
    if (body.value("firstName"_L1).toString().isEmpty() && body.value("companyName"_L1).toString().isEmpty())
        return refuse(u"a contact without a name"_s);
    Contact made{.id = nextId(), .said = body, .numbers = {}, .emails = {}, .createdAt = now(), .notes = {}};
    for (const QJsonValue &phone : body.value("phoneNumbers"_L1).toArray())
        made.numbers.append(phone.toObject().value("number"_L1).toString());
    for (const QJsonValue &email : body.value("emailAddresses"_L1).toArray())
        made.emails.append(email.toObject().value("address"_L1).toString());
    m_contacts.append(made);
    return jsonAnswer(201, withId(made.id));
}

Response FakeAccuLynx::searchContacts(const Asked &request, const QJsonObject &body)
{
    const auto time = [&](QLatin1String name) {
        return QDateTime::fromString(body.value(name).toString(), Qt::ISODateWithMs);
    };
    const QJsonObject sort = body.value("sort"_L1).toObject();
    if (!time("startDate"_L1).isValid() || !time("endDate"_L1).isValid() || sort.value("sortColumn"_L1) != u"CreatedDate"_s)
        return refuse(u"a search without its times or order"_s);
    QList<Contact> found = m_contacts;
    found.removeIf([&](const Contact &each) {
        const QDateTime created = toDateTime(each.createdAt);
        return created < time("startDate"_L1) || created > time("endDate"_L1);
    });
    std::stable_sort(found.begin(), found.end(), [](const Contact &a, const Contact &b) { return a.createdAt < b.createdAt; });
    if (sort.value("sortDirection"_L1) == u"Descending"_s)
        std::reverse(found.begin(), found.end());
    QJsonArray all;
    for (const Contact &each : std::as_const(found))
        all.append(said(each, !m_linksOnly));
    return page(request, "pageStartIndex", all, 25);
}

Response FakeAccuLynx::createJob(const QJsonObject &body)
{
    const QString source = body.value("leadSource"_L1).toObject().value("id"_L1).toString();
    if (!source.isEmpty() && source != QString::fromUtf16(doorHanger) && source != QString::fromUtf16(northDoors))
        return failed(400, u"leadSource"_s);
    Contact *const owner = contact(body.value("contact"_L1).toObject().value("id"_L1).toString());
    if (!owner)
        return failed(404, u"Requested resource does not exist."_s);
    Job made{.id = nextId(), .contact = owner->id, .said = body, .createdAt = now(), .modifiedAt = now()};
    made.milestones = {{u"Lead"_s, now()}};
    made.priority = body.value("priority"_L1).toString();
    m_jobs.append(made);
    return jsonAnswer(201, withId(made.id));
}

Response FakeAccuLynx::jobRequest(const Asked &request, const QByteArrayList &path)
{
    if (path.size() == 1)
        return request.method == "POST" ? createJob(QJsonDocument::fromJson(request.body).object()) : listJobs(request);
    Job *const found = job(QString::fromLatin1(path.at(1)));
    if (!found || !found->isAssigned) { // the one is as good as the other
        if (path.size() == 2 || path.value(2) == "milestone-history")
            return {.status = 404, .contentType = {}, .body = {}}; // these two have no words for it
        return failed(404, u"Requested resource does not exist."_s);
    }
    if (path.size() > 2)
        return jobPart(request, *found, path);
    return jsonAnswer(200, said(*found));
}

Response FakeAccuLynx::listJobs(const Asked &request)
{
    const QDate from = QDate::fromString(valueOf(request, u"startDate"_s), u"yyyy-MM-dd"_s);
    const QString assignment = valueOf(request, u"assignment"_s);
    const QStringList milestones = valueOf(request, u"milestones"_s).toLower().split(u',', Qt::SkipEmptyParts);
    QList<Job> found = m_jobs;
    if (!m_ignoresFilters) {
        found.removeIf([&](const Job &each) {
            return each.isAssigned != (assignment != u"unassigned") || (from.isValid() && toDateTime(each.createdAt).date() < from) ||
                   (!milestones.isEmpty() && !milestones.contains(each.milestone.toLower()));
        });
    }
    std::stable_sort(found.begin(), found.end(), [](const Job &a, const Job &b) { return a.createdAt < b.createdAt; });
    if (!m_ignoresFilters && valueOf(request, u"sortOrder"_s) == u"Descending")
        std::reverse(found.begin(), found.end());
    QJsonArray all;
    for (const Job &each : std::as_const(found))
        all.append(said(each));
    return page(request, "recordStartIndex", all);
}

Response FakeAccuLynx::jobPart(const Asked &request, Job &job, const QByteArrayList &path)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QByteArray what = request.method + ' ' + path.mid(2).join('/');
    if (what == "PUT priority") {
        job.priority = body.value("priority"_L1).toString();
        return noContent;
    }
    if (what == "PUT initial-appointment") {
        for (const QLatin1String name : {"startDate"_L1, "endDate"_L1}) {
            if (!body.value(name).toString().endsWith(u'Z') || body.value(name).toString().contains(u'.'))
                return refuse(u"an appointment's time: "_s + body.value(name).toString());
        }
        job.appointment = body;
        return noContent;
    }
    if (what == "POST messages") {
        job.messages.append(body.value("message"_L1).toString());
        return jsonAnswer(201, {{u"messageId"_s, nextId()}});
    }
    if (what == "GET milestone-history") {
        QJsonArray items;
        for (const auto &[name, at] : std::as_const(job.milestones))
            items.append(QJsonObject{{u"name"_s, name}, {u"date"_s, toDateTime(at).toString(Qt::ISODate)}});
        return jsonAnswer(200, {{u"items"_s, items}});
    }
    if (what == "GET financials") {
        if (job.value.isEmpty())
            return failed(404, u"Requested resource does not exist."_s);
        return jsonAnswer(200, R"({"id":")" + job.id.toLatin1() + R"(","approvedJobValue":)" + job.value + R"(,"balanceDue":0.5})");
    }
    if (what == "GET history") {
        QJsonArray items;
        QStringList words = job.messages;
        if (const Contact *const owner = contact(job.contact))
            words += owner->notes;
        for (const QString &each : std::as_const(words)) {
            const QString action = m_tellsWords ? u"Message added: "_s + each : u"Message added"_s;
            items.append(QJsonObject{{u"action"_s, action}, {u"type"_s, u"JobMessage"_s}, {u"date"_s, toIso(now())}});
        }
        return page(request, "recordStartIndex", items);
    }
    return refuse(u"no such operation on a job: "_s + QString::fromLatin1(what));
}

Response FakeAccuLynx::referenceRequest(const Asked &request)
{
    if (m_refusesReferences)
        return failed(403, u"Not enough permissions."_s);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (request.method == "POST") {
        if (!job(body.value("jobId"_L1).toString()))
            return failed(404, u"Requested resource does not exist."_s);
        m_references.append({body.value("jobId"_L1).toString(), body.value("source"_L1).toString(), body.value("projectId"_L1).toString()});
        return jsonAnswer(201, body);
    }
    QJsonArray found;
    for (const Reference &each : std::as_const(m_references)) {
        if (each.job == valueOf(request, u"jobId"_s) && each.source.compare(valueOf(request, u"source"_s), Qt::CaseInsensitive) == 0)
            found.append(QJsonObject{{u"jobId"_s, each.job}, {u"source"_s, each.source}, {u"projectId"_s, each.project}});
    }
    if (found.isEmpty())
        return failed(404, u"Requested resource does not exist."_s);
    return jsonAnswer(200, QJsonDocument(found).toJson(QJsonDocument::Compact));
}

QJsonObject FakeAccuLynx::said(const Contact &contact, bool inFull) const
{
    const auto entries = [&](const QStringList &values, const QString &name) {
        QJsonArray list;
        for (const QString &value : values) {
            QJsonObject entry = withId(u"b2830ef6-c5ff-44ca-a3b9-aa767f50a04b"_s);
            if (inFull)
                entry.insert(name, value);
            list.append(entry);
        }
        return list;
    };
    QJsonObject object = withId(contact.id);
    for (const QString &name : {u"firstName"_s, u"lastName"_s, u"crossReference"_s}) {
        if (contact.said.contains(name))
            object.insert(name, contact.said.value(name));
    }
    object.insert(u"phoneNumbers"_s, entries(contact.numbers, u"number"_s));
    object.insert(u"emailAddresses"_s, entries(contact.emails, u"address"_s));
    return object;
}

QJsonObject FakeAccuLynx::said(const Job &job) const
{
    const QJsonObject jobContact =
        filled(withId(u"989ea7b8-f579-4db3-8417-bae1b3a8cd21"_s), {{u"isPrimary"_s, true}, {u"contact"_s, withId(job.contact)}});
    return filled(withId(job.id), {{u"contacts"_s, QJsonArray{jobContact}},
                                   {u"currentMilestone"_s, job.milestone},
                                   {u"createdDate"_s, toDateTime(job.createdAt).toString(Qt::ISODate)},
                                   {u"modifiedDate"_s, toDateTime(job.modifiedAt).toString(Qt::ISODate)},
                                   {u"jobName"_s, u"JK-1: a roof"_s}});
}

FakeAccuLynx::Contact *FakeAccuLynx::contact(const QString &id)
{
    const auto found = std::find_if(m_contacts.begin(), m_contacts.end(), [&](const Contact &each) { return each.id == id; });
    return found == m_contacts.end() ? nullptr : &*found;
}

FakeAccuLynx::Job *FakeAccuLynx::job(const QString &id)
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job &each) { return each.id == id; });
    return found == m_jobs.end() ? nullptr : &*found;
}

QString FakeAccuLynx::nextId()
{
    return u"61370abe-3534-4ba8-b2f2-%1"_s.arg(++m_lastId, 12, 10, QChar(u'0'));
}

} // namespace ringback::test
