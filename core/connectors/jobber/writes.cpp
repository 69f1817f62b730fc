#include "base/time.h"
#include "connectors/jobber/inputs.h"
#include "connectors/jobber/records.h"
#include "connectors/jobber/system.h"

#include <QJsonArray>

#include <algorithm>

// Writing, and finding again what was written.
namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

NotWritten no(Class kind, const QString &code, const QString &message = {})
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = {}};
}

// After a first part has been made nobody may take the write for not made: it is looked for, and what is missing is made then.
WriteOutcome inPart(WriteOutcome outcome, bool hasMade)
{
    const NotWritten *refused = std::get_if<NotWritten>(&outcome);
    if (!hasMade || !refused)
        return outcome;
    return Unknown{u"written in part: %1 %2"_s.arg(refused->code, refused->message).trimmed()};
}

} // namespace

QCoro::Task<WriteOutcome> JobberSystem::write(LeadWrite write)
{
    WriteOutcome outcome = no(Class::Unable, u"not_offered"_s, u"Jobber lets no program complete a task"_s);
    if (const PutLead *put = std::get_if<PutLead>(&write)) {
        outcome = co_await putLead(*put);
        co_return outcome;
    }
    const LeadWriteHeader header = std::visit([](const auto &each) { return each.header; }, write);
    if (std::holds_alternative<CloseTask>(write))
        co_return outcome;
    if (header.link.record.isEmpty()) {
        outcome = no(Class::Write, u"no_record"_s, u"there is no client to write this to"_s);
        co_return outcome;
    }
    if (std::holds_alternative<AddNote>(write))
        outcome = co_await addNote(header);
    else if (const SetStatus *set = std::get_if<SetStatus>(&write))
        outcome = co_await setStatus(*set);
    else if (const PutTask *task = std::get_if<PutTask>(&write))
        outcome = co_await putTask(*task);
    co_return outcome;
}

// Only what is whole is found: what is there in part is made whole by the next write().
QCoro::Task<WriteFinding> JobberSystem::findWritten(LeadWrite write, Instant since)
{
    const LeadWriteHeader header = std::visit([](const auto &each) { return each.header; }, write);
    calls::LeadLink link = header.link;
    WriteFinding finding = NotFound{};
    std::optional<Reply> failed;
    if (const PutLead *put = std::get_if<PutLead>(&write)) {
        const Asked<LeadParts> parts = co_await partsOf(*put);
        if (!parts) {
            failed = parts.error();
        } else if (!parts->client.isEmpty() && !parts->request.isEmpty() && parts->edit.isEmpty()) {
            const std::optional<calls::LeadRecord> record = recordOf(parts->client);
            link.isOurs = link.isOurs || link.record.isEmpty();
            link.record = idOf(parts->client);
            link.lead = parts->request;
            link.url = record ? record->url : QString();
            finding = Written{link};
        }
    } else if (const SetStatus *set = std::get_if<SetStatus>(&write)) {
        const Asked<StatusParts> parts = co_await partsOf(*set);
        if (!parts)
            failed = parts.error();
        else if (parts->isDone())
            finding = Written{link};
    } else if (std::holds_alternative<AddNote>(write)) {
        const Asked<bool> note = co_await hasNote(link.record, markerOf(header));
        if (!note)
            failed = note.error();
        else if (*note)
            finding = Written{link};
    } else if (std::holds_alternative<PutTask>(write)) {
        const Asked<QString> task = co_await taskMarked(header, since);
        if (!task) {
            failed = task.error();
        } else if (!task->isEmpty()) {
            link.task = *task;
            finding = Written{link};
        }
    }
    if (failed)
        finding = Unknown{errorOf(*failed).what};
    co_return finding;
}

QCoro::Task<JobberSystem::Made> JobberSystem::make(Operation operation, QJsonObject variables, QString root, QString object)
{
    const Reply reply = co_await m_api.ask(operation, variables);
    Made made;
    if (!reply.isGood()) {
        made = tl::unexpected(outcomeOf(reply));
        co_return made;
    }
    const QJsonObject payload = reply.data.value(root).toObject();
    if (const std::optional<NotWritten> errors = userErrors(payload)) {
        made = tl::unexpected<WriteOutcome>(*errors);
        co_return made;
    }
    const QJsonObject result = payload.value(object).toObject();
    if (idOf(result).isEmpty())
        made = tl::unexpected<WriteOutcome>(Unknown{u"the answer names nothing that was made"_s});
    else
        made = result;
    co_return made;
}

QCoro::Task<WriteOutcome> JobberSystem::putLead(PutLead put)
{
    const LeadWriteHeader header = put.header;
    calls::LeadLink link = header.link;
    WriteOutcome outcome;
    const Asked<LeadParts> parts = co_await partsOf(put);
    if (!parts) {
        outcome = notWritten(parts.error());
        co_return outcome;
    }
    bool hasMade = false;
    QJsonObject edit = parts->edit;
    if (!parts->client.isEmpty()) {
        const std::optional<calls::LeadRecord> record = recordOf(parts->client);
        link.isOurs = link.isOurs || link.record.isEmpty();
        link.record = idOf(parts->client);
        link.url = record ? record->url : QString();
    } else if (!link.record.isEmpty()) {
        outcome = no(Class::Gone, u"gone"_s);
        co_return outcome;
    } else {
        const QJsonObject variables{{u"input"_s, clientInput(m_connection, header.facts)}};
        const Made made = co_await make(operations::createClient(), variables, u"clientCreate"_s, u"client"_s);
        if (!made) {
            outcome = made.error();
            co_return outcome;
        }
        hasMade = true;
        link.isOurs = true;
        link.record = idOf(*made);
        link.url = made->value("jobberWebUri"_L1).toString().left(512);
        if (const QString tag = tagOf(m_connection, header.facts); !tag.isEmpty()) // a new client takes none
            edit.insert(u"tagsToAdd"_s, QJsonArray{tag});
    }
    link.lead = parts->request;
    if (link.lead.isEmpty()) {
        const QJsonObject variables{{u"input"_s, requestInput(header, link.record)}};
        const Made made = co_await make(operations::createRequest(), variables, u"requestCreate"_s, u"request"_s);
        if (!made) {
            outcome = inPart(made.error(), hasMade);
            co_return outcome;
        }
        hasMade = true;
        link.lead = idOf(*made);
    }
    if (!edit.isEmpty()) {
        const QJsonObject variables{{u"id"_s, link.record}, {u"input"_s, edit}};
        const Made made = co_await make(operations::editClient(), variables, u"clientEdit"_s, u"client"_s);
        if (!made) {
            outcome = inPart(made.error(), hasMade);
            co_return outcome;
        }
    }
    outcome = Written{link};
    co_return outcome;
}

QCoro::Task<WriteOutcome> JobberSystem::addNote(LeadWriteHeader header)
{
    const QJsonObject input{{u"message"_s, marked(header)}, {u"pinned"_s, false}};
    const QJsonObject variables{{u"id"_s, header.link.record}, {u"input"_s, input}};
    const Made made = co_await make(operations::createNote(), variables, u"clientCreateNote"_s, u"clientNote"_s);
    WriteOutcome outcome = Written{header.link};
    if (!made)
        outcome = co_await orGone(made.error(), header.link.record);
    co_return outcome;
}

QList<JobberSystem::Step> JobberSystem::stepsOf(const SetStatus &set, const StatusParts &parts)
{
    const LeadWriteHeader &header = set.header;
    const auto with = [](const QString &id, const QJsonObject &input) {
        return QJsonObject{{u"id"_s, id}, {u"input"_s, input}};
    };
    QList<Step> steps;
    if (parts.assessment)
        steps.append({operations::createAssessment(), with(header.link.lead, assessmentInput(header, *set.appointmentAt)),
                      u"assessmentCreate"_s, u"assessment"_s});
    if (parts.archive)
        steps.append({operations::archiveRequest(), QJsonObject{{u"id"_s, header.link.lead}}, u"requestArchive"_s, u"request"_s});
    if (!parts.edit.isEmpty())
        steps.append({operations::editClient(), with(header.link.record, parts.edit), u"clientEdit"_s, u"client"_s});
    if (parts.note) {
        const QJsonObject note{{u"message"_s, marked(header)}, {u"pinned"_s, false}};
        steps.append({operations::createNote(), with(header.link.record, note), u"clientCreateNote"_s, u"clientNote"_s});
    }
    return steps;
}

QCoro::Task<WriteOutcome> JobberSystem::setStatus(SetStatus set)
{
    const LeadWriteHeader header = set.header;
    WriteOutcome outcome;
    const Asked<StatusParts> parts = co_await partsOf(set);
    if (!parts) {
        outcome = notWritten(parts.error());
        co_return outcome;
    }
    if (parts->isGone) {
        outcome = no(Class::Gone, u"gone"_s);
        co_return outcome;
    }
    const QList<Step> steps = stepsOf(set, *parts);
    bool hasMade = false;
    for (const Step &step : steps) {
        const Made made = co_await make(step.operation, step.variables, step.root, step.object);
        if (!made) {
            outcome = inPart(made.error(), hasMade);
            co_return outcome;
        }
        hasMade = true;
    }
    outcome = Written{header.link};
    co_return outcome;
}

QCoro::Task<WriteOutcome> JobberSystem::putTask(PutTask put)
{
    calls::LeadLink link = put.header.link;
    const QJsonObject variables{{u"id"_s, link.record}, {u"input"_s, taskInput(m_connection, put)}};
    const Made made = co_await make(operations::createTask(), variables, u"taskCreate"_s, u"task"_s);
    WriteOutcome outcome;
    if (made) {
        link.task = idOf(*made);
        outcome = Written{link};
    } else {
        outcome = co_await orGone(made.error(), link.record);
    }
    co_return outcome;
}

QCoro::Task<WriteOutcome> JobberSystem::orGone(WriteOutcome outcome, QString client)
{
    const NotWritten *refused = std::get_if<NotWritten>(&outcome);
    if (!refused || refused->kind != Class::Write)
        co_return outcome;
    const Asked<QJsonObject> known = co_await this->client(client);
    if (known && known->isEmpty())
        outcome = no(Class::Gone, u"gone"_s);
    co_return outcome;
}

} // namespace ringback::connectors::jobber
