#include "base/time.h"
#include "connectors/jobber/inputs.h"
#include "connectors/jobber/records.h"
#include "connectors/jobber/system.h"

#include <QJsonArray>

#include <algorithm>

// What of a write is there already, so that it can be repeated.
namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

// A request of this case is younger than the call, as far as clocks agree.
constexpr Milliseconds beforeTheCall = std::chrono::hours(1);

} // namespace

QCoro::Task<JobberSystem::Asked<QJsonObject>> JobberSystem::client(QString id)
{
    const QJsonObject variables{{u"id"_s, id}};
    const Reply reply = co_await m_api.ask(operations::client(), variables);
    Asked<QJsonObject> found = reply.data.value("client"_L1).toObject();
    if (!reply.isGood())
        found = tl::unexpected(reply);
    co_return found;
}

QCoro::Task<JobberSystem::Asked<QString>> JobberSystem::requestMarked(LeadWriteHeader header, QString client)
{
    const QJsonObject createdAt{{u"after"_s, toIso(header.at - beforeTheCall)}};
    const QJsonObject filter{{u"clientId"_s, client}, {u"createdAt"_s, createdAt}};
    const QJsonObject variables{{u"filter"_s, filter}};
    const Asked<QList<QJsonObject>> requests = co_await list(operations::clientRequests(), variables, u"requests"_s);
    Asked<QString> found;
    if (!requests) {
        found = tl::unexpected(requests.error());
        co_return found;
    }
    const QString marker = markerOf(header);
    for (const QJsonObject &request : *requests) {
        if (request.value("title"_L1).toString().contains(marker))
            found = idOf(request);
    }
    co_return found;
}

QCoro::Task<JobberSystem::Asked<QString>> JobberSystem::taskMarked(LeadWriteHeader header, Instant since)
{
    const QJsonObject createdAt{{u"after"_s, toIso(since - Milliseconds(1))}};
    const QJsonObject filter{{u"createdAt"_s, createdAt}};
    const QJsonObject variables{{u"filter"_s, filter}};
    const Asked<QList<QJsonObject>> tasks = co_await list(operations::tasks(), variables, u"tasks"_s);
    Asked<QString> found;
    if (!tasks) {
        found = tl::unexpected(tasks.error());
        co_return found;
    }
    const QString marker = markerOf(header);
    for (const QJsonObject &task : *tasks) {
        if (task.value("instructions"_L1).toString().contains(marker))
            found = idOf(task);
    }
    co_return found;
}

QCoro::Task<JobberSystem::Asked<bool>> JobberSystem::hasNote(QString client, QString marker)
{
    const QJsonObject variables{{u"id"_s, client}};
    const Asked<QList<QJsonObject>> notes = co_await list(operations::clientNotes(), variables, u"notes"_s, u"client"_s);
    Asked<bool> found = false;
    if (notes)
        found = std::any_of(notes->cbegin(), notes->cend(),
                            [&](const QJsonObject &note) { return note.value("message"_L1).toString().contains(marker); });
    else
        found = tl::unexpected(notes.error());
    co_return found;
}

// The engine has asked find() before a first write: who has that number now without being linked is what an earlier attempt made, or somebody of the
// office meanwhile. Of several the youngest.
QCoro::Task<JobberSystem::Asked<JobberSystem::LeadParts>> JobberSystem::partsOf(PutLead put)
{
    const LeadWriteHeader header = put.header;
    QString id = header.link.record;
    Asked<LeadParts> parts = LeadParts();
    if (id.isEmpty()) {
        const LeadQuery query{.number = header.facts.number, .email = {}};
        const Asked<QList<QJsonObject>> clients = co_await clientsWith(query);
        if (!clients) {
            parts = tl::unexpected(clients.error());
            co_return parts;
        }
        const auto youngest = std::max_element(clients->cbegin(), clients->cend(), [](const QJsonObject &a, const QJsonObject &b) {
            return timeOf(a, "createdAt"_L1) < timeOf(b, "createdAt"_L1);
        });
        if (youngest == clients->cend())
            co_return parts;
        id = idOf(*youngest);
    }
    const Asked<QJsonObject> found = co_await client(id);
    if (!found) {
        parts = tl::unexpected(found.error());
        co_return parts;
    }
    if (found->isEmpty())
        co_return parts;
    const Asked<QString> request = co_await requestMarked(header, id);
    if (!request) {
        parts = tl::unexpected(request.error());
        co_return parts;
    }
    parts->client = *found;
    parts->request = *request;
    parts->edit = clientEdit(m_connection, header.facts, *found);
    co_return parts;
}

// Jobber has no status that can be set: a tag says it, an appointment becomes the request's assessment, and no interest archives the request.
QCoro::Task<JobberSystem::Asked<JobberSystem::StatusParts>> JobberSystem::partsOf(SetStatus set)
{
    const LeadWriteHeader header = set.header;
    const QString status = header.facts.status;
    const bool archiving = set.closes && !set.appointmentAt && archives(m_connection, status);
    bool wantsNote = archiving;
    Asked<StatusParts> parts = StatusParts();
    const Asked<QJsonObject> known = co_await client(header.link.record);
    if (!known) {
        parts = tl::unexpected(known.error());
        co_return parts;
    }
    parts->isGone = known->isEmpty();
    if (!parts->isGone && !header.link.lead.isEmpty() && (set.appointmentAt || archiving)) {
        const QJsonObject variables{{u"id"_s, header.link.lead}};
        const Reply reply = co_await m_api.ask(operations::request(), variables);
        if (!reply.isGood()) {
            parts = tl::unexpected(reply);
            co_return parts;
        }
        const QJsonObject request = reply.data.value("request"_L1).toObject();
        const QJsonObject assessment = request.value("assessment"_L1).toObject();
        parts->archive = archiving && !request.isEmpty() && request.value("requestStatus"_L1).toString() != "archived"_L1;
        parts->assessment = set.appointmentAt && !request.isEmpty() && assessment.isEmpty();
        // One that the office made stays as it is; the note tells of ours.
        wantsNote = wantsNote ||
                    (set.appointmentAt && !parts->assessment && !assessment.value("instructions"_L1).toString().contains(markerOf(header)));
    } else if (set.appointmentAt) {
        wantsNote = true;
    }
    if (parts->isGone)
        co_return parts;

    const QStringList tags = tagsOf(*known);
    const QString tag = statusTagOf(m_connection, status);
    if (!tag.isEmpty() && !tags.contains(tag, Qt::CaseInsensitive))
        parts->edit.insert(u"tagsToAdd"_s, QJsonArray{tag});
    QStringList over;
    for (const QString &other : otherStatusTags(m_connection, status)) {
        for (const QString &each : tags) {
            if (each.compare(other, Qt::CaseInsensitive) == 0)
                over.append(each);
        }
    }
    if (!over.isEmpty())
        parts->edit.insert(u"tagsToDelete"_s, QJsonArray::fromStringList(over));
    if (wantsNote && !header.text.trimmed().isEmpty()) {
        const Asked<bool> there = co_await hasNote(header.link.record, markerOf(header));
        if (!there) {
            parts = tl::unexpected(there.error());
            co_return parts;
        }
        parts->note = !*there;
    }
    co_return parts;
}

} // namespace ringback::connectors::jobber
