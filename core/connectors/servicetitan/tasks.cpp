#include "base/time.h"
#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <QJsonDocument>

#include <algorithm>

// Callbacks as tasks of ServiceTitan's: made and read here; no request of theirs changes or closes one.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

LeadTaskState stateOf(const QJsonObject &task)
{
    LeadTaskState state;
    state.id = idOf(task, "id"_L1);
    const QString status = textOf(task, "status"_L1);
    state.isClosed = status == "Completed"_L1 || status == "Canceled"_L1;
    state.isGone = !task.value("active"_L1).toBool(true);
    if (state.isClosed) {
        state.closedAt = timeOf(task, "closedOn"_L1);
        state.outcome = status;
    }
    return state;
}

} // namespace

QCoro::Task<WriteOutcome> ServiceTitan::putTask(PutTask write)
{
    const LeadWriteHeader header = write.header;
    for (const QString &slot : {u"business_unit"_s, u"task_type"_s, u"task_source"_s, u"reported_by"_s}) {
        if (choice(slot).isEmpty()) {
            WriteOutcome missing = choiceMissing(slot);
            co_return missing;
        }
    }
    const Result<Target> target = co_await resolve(header.link.record);
    if (!target) {
        WriteOutcome failed = refusal(target.error());
        co_return failed;
    }
    const FoundLink before = co_await findTask(write, *target, header.at);
    if (!before) {
        WriteOutcome failed = refusal(before.error());
        co_return failed;
    }
    if (before->has_value()) {
        WriteOutcome already = Written{**before};
        co_return already;
    }
    const QString reporter = choice(u"reported_by"_s);
    const QString assignee = write.assignee.isEmpty() ? QString() : choice(u"user."_s + write.assignee);
    const QString page = header.link.url.isEmpty() ? QString() : header.link.url + u'\n'; // a task has no link to a lead
    QJsonObject task;
    task.insert(u"name"_s, write.title);
    task.insert(u"description"_s, page + marked(header));
    task.insert(u"reportedById"_s, reporter.toLongLong());
    task.insert(u"assignedToId"_s, (assignee.isEmpty() ? reporter : assignee).toLongLong()); // it has to be somebody's
    task.insert(u"isClosed"_s, false);
    task.insert(u"status"_s, u"ToDo"_s);
    task.insert(u"businessUnitId"_s, choice(u"business_unit"_s).toLongLong());
    task.insert(u"employeeTaskTypeId"_s, choice(u"task_type"_s).toLongLong());
    task.insert(u"employeeTaskSourceId"_s, choice(u"task_source"_s).toLongLong());
    task.insert(u"reportedDate"_s, toIso(header.at));
    task.insert(u"completeBy"_s, toIso(write.dueAt));
    task.insert(u"priority"_s, write.isPriority ? u"High"_s : u"Normal"_s);
    if (target->of.table == Reference::Table::Customer)
        task.insert(u"customerId"_s, target->of.id.toLongLong());
    const QByteArray body = QJsonDocument(task).toJson(QJsonDocument::Compact);
    const HttpAnswer answer = co_await m_api.send("POST", "taskmanagement", "/tasks", body);
    const QString id = idOf(QJsonDocument::fromJson(answer.body).object(), "id"_L1);
    WriteOutcome outcome = Unknown{u"status %1 without a task's id"_s.arg(answer.status)};
    if (!answer.is(200) && !answer.is(201)) {
        outcome = refusal(answer);
        if (NotWritten *const refused = std::get_if<NotWritten>(&outcome); refused && refused->message == "user"_L1)
            refused->message = assignee.isEmpty() ? u"reported_by"_s : u"user."_s + write.assignee;
    } else if (!id.isEmpty()) {
        calls::LeadLink link = linkTo(header.link, *target);
        link.task = id;
        outcome = Written{link};
    }
    co_return outcome;
}

// By the marker in the description, among the customer's or the reporter's; not by the name too, since how that is compared is not described. Also
// one that has been deleted since was written.
QCoro::Task<ServiceTitan::FoundLink> ServiceTitan::findTask(PutTask write, Target target, Instant since)
{
    const LeadWriteHeader header = write.header;
    FoundLink found = std::optional<calls::LeadLink>();
    const bool isCustomer = target.of.table == Reference::Table::Customer;
    const QByteArray whose = isCustomer ? "customerId=" + target.of.id.toLatin1() : "reportedById=" + choice(u"reported_by"_s).toLatin1();
    const QByteArray path = "/tasks?active=Any&" + whose + "&createdOnOrAfter=" + escaped(toIso(std::min(since, earliest(header))));
    const Result<QList<QJsonObject>> tasks = co_await m_api.list("taskmanagement", path);
    if (!tasks) {
        found = failure(tasks);
        co_return found;
    }
    for (const QJsonObject &task : *tasks) {
        if (!task.value("description"_L1).toString().contains(header.marker) || idOf(task, "id"_L1).isEmpty())
            continue;
        calls::LeadLink link = linkTo(header.link, target);
        link.task = idOf(task, "id"_L1);
        found = std::optional(link);
        break;
    }
    co_return found;
}

// All that are asked about, in one request, whenever they changed: `modifiedOn` may be missing from a task, and the same cursor serves several lists.
QCoro::Task<Result<LeadTasks>> ServiceTitan::tasks(LeadTaskQuery query)
{
    QByteArrayList ids;
    for (const QString &task : std::as_const(query.tasks)) {
        if (isId(task) && ids.size() < tasksAtOnce)
            ids.append(task.toLatin1());
    }
    LeadTasks told;
    told.cursor = query.cursor;
    Result<LeadTasks> read = told;
    if (ids.isEmpty())
        co_return read;
    const QByteArray path = "/tasks?active=Any&ids=" + ids.join("%2C");
    const Result<QList<QJsonObject>> tasks = co_await m_api.list("taskmanagement", path);
    if (!tasks) {
        read = failure(tasks);
        co_return read;
    }
    for (const QJsonObject &task : *tasks) {
        const LeadTaskState state = stateOf(task);
        if (ids.contains(state.id.toLatin1()))
            told.states.append(state);
    }
    read = told;
    co_return read;
}

} // namespace ringback::connectors::servicetitan
