#include "support/fakeservicetitan.h"

#include <QJsonDocument>

#include <algorithm>

// Tasks, jobs, invoices, and the lists of what there is to choose from.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

HttpResponse json(int status, QJsonObject object)
{
    for (const QString &name : object.keys()) {
        if (name.startsWith(u'_'))
            object.remove(name);
    }
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

QJsonArray arrayOf(const QList<QJsonObject> &entries, const QJsonObject &more = {})
{
    QJsonArray list;
    for (const QJsonObject &entry : entries)
        list.append(filled(entry, more));
    return list;
}

} // namespace

FakeServiceTitan::Response FakeServiceTitan::office(const Asked &request, const QByteArray &module, const QStringList &path)
{
    if (request.method != "GET")
        return noSuch(request);
    if (module == "jpm" && path.first() == u"jobs") {
        if (path.size() == 1)
            return page(request, filtered(u"jobs"_s, request, {u"customerId"_s, u"bookingId"_s, u"jobStatus"_s}));
        const QJsonObject *const job = find(u"jobs"_s, path.at(1).toLongLong());
        return job ? json(200, *job) : refuse(404, u"Job not found"_s);
    }
    if (path.size() != 1)
        return noSuch(request);
    if (module == "accounting" && path.first() == u"invoices") {
        QList<QJsonObject> invoices = filtered(u"invoices"_s, request, {u"jobId"_s});
        for (QJsonObject &invoice : invoices)
            invoice.remove(u"jobId"_s);
        return page(request, invoices);
    }
    if (module == "settings" && path.first() == u"tag-types") {
        QList<QJsonObject> types = filtered(u"tag-types"_s, request, {});
        for (QJsonObject &type : types)
            type = filled(type, {{u"color"_s, u"#fff"_s},
                                 {u"code"_s, u"T"_s},
                                 {u"isConversionOpportunity"_s, false},
                                 {u"allowToUseOnTimesheetActivity"_s, false},
                                 {u"createdOn"_s, now()},
                                 {u"modifiedOn"_s, now()}});
        return page(request, types);
    }
    if (module == "marketing" && path.first() == u"campaigns")
        return page(request, filtered(u"campaigns"_s, request, {}));
    if (module == "jbce" && path.first() == u"call-reasons")
        return page(request, filtered(u"call-reasons"_s, request, {}));
    return noSuch(request);
}

QJsonObject FakeServiceTitan::dataOfTasks() const
{
    QJsonArray units;
    for (const QJsonObject &unit : m_tables.value(u"business-units"_s))
        units.append(QJsonObject{{u"name"_s, unit.value(u"name"_s)}, {u"value"_s, unit.value(u"id"_s)}});
    const QJsonArray one{QJsonObject{{u"name"_s, u"Normal"_s}}};
    return {{u"employees"_s, arrayOf(m_tables.value(u"employees"_s))},
            {u"businessUnits"_s, units},
            {u"taskPriorities"_s, one},
            {u"taskResolutionTypes"_s, one},
            {u"taskStatuses"_s, one},
            {u"taskTypes"_s, arrayOf(m_tables.value(u"task-types"_s), {{u"excludedTaskResolutionIds"_s, QJsonArray()}})},
            {u"taskSources"_s, arrayOf(m_tables.value(u"task-sources"_s))},
            {u"taskResolutions"_s, QJsonArray()}};
}

FakeServiceTitan::Response FakeServiceTitan::tasks(const Asked &request, const QStringList &path)
{
    if (path == QStringList{u"data"_s} && request.method == "GET")
        return json(200, dataOfTasks());
    if (path != QStringList{u"tasks"_s})
        return noSuch(request);
    if (request.method == "GET")
        return page(request, filtered(u"tasks"_s, request, {u"customerId"_s, u"reportedById"_s, u"assignedToId"_s, u"name"_s}));
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString odd = oddIn(body,
                              {u"reportedById"_s, u"assignedToId"_s, u"isClosed"_s, u"name"_s, u"businessUnitId"_s, u"employeeTaskTypeId"_s,
                               u"employeeTaskSourceId"_s, u"reportedDate"_s, u"priority"_s},
                              {u"status"_s, u"completeBy"_s, u"customerId"_s, u"jobId"_s, u"description"_s});
    if (!odd.isEmpty())
        return refuse(400, u"Bad Request"_s, {{odd, QJsonArray{u"is wrong"_s}}});
    for (const auto &[field, list] :
         {std::pair(u"reportedById"_s, u"employees"_s), std::pair(u"assignedToId"_s, u"employees"_s),
          std::pair(u"businessUnitId"_s, u"business-units"_s), std::pair(u"employeeTaskTypeId"_s, u"task-types"_s),
          std::pair(u"employeeTaskSourceId"_s, u"task-sources"_s)}) {
        if (!isChoice(list, body.value(field)))
            return refuse(400, u"Bad Request"_s, {{field, QJsonArray{u"does not exist"_s}}});
    }
    // What is made is shown by another name than it is listed by.
    QJsonObject listed = filled({{u"active"_s, true},
                                 {u"employeeTaskResolutionId"_s, 1},
                                 {u"reportedOn"_s, body.value(u"reportedDate"_s)},
                                 {u"taskNumber"_s, 100 + m_tables.value(u"tasks"_s).size()},
                                 {u"closedOn"_s, QJsonValue()}},
                                body);
    listed.remove(u"reportedDate"_s);
    QJsonObject made = add(u"tasks"_s, listed);
    for (const QString &name : {u"active"_s, u"closedOn"_s, u"reportedOn"_s})
        made.remove(name);
    made.insert(u"reportedDate"_s, body.value(u"reportedDate"_s));
    return json(200, made);
}

} // namespace ringback::test
