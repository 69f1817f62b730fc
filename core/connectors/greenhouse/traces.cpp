#include "connectors/greenhouse/traces.h"

#include "base/time.h"
#include "connectors/greenhouse/system.h"

#include <algorithm>

// Looking for what was written.
namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

QString mark(const LeadWriteHeader &header)
{
    return u'[' + header.marker + u']';
}

bool isThere(const Application &application, const QString &choice)
{
    if (choice.startsWith(rejectPrefix))
        return application.status == "rejected"_L1;
    return application.stage == choice.mid(stagePrefix.size()) && application.isActive();
}

QByteArray applicationFilter(const LeadWriteHeader &header)
{
    return header.link.lead.isEmpty() ? "candidate_ids=" + header.link.record.toLatin1() : "ids=" + header.link.lead.toLatin1();
}

calls::LeadLink linkWith(calls::LeadLink link, const QString &application)
{
    link.lead = application;
    link.url = addressOf(link.record, application);
    return link;
}

QCoro::Task<WriteFinding> GreenhouseSystem::findWritten(LeadWrite write, Instant since)
{
    const LeadWriteHeader header = std::visit([](const auto &each) { return each.header; }, write);
    WriteFinding finding = NotFound{};
    std::optional<Error> error;
    const auto *status = std::get_if<SetStatus>(&write);
    const QString choice = status ? statusChoice(*status) : QString();
    if (std::holds_alternative<PutLead>(write) && header.link.record.isEmpty()) {
        const Result<QList<calls::LeadLink>> made = co_await findMade(header, since);
        if (!made)
            error = made.error();
        else if (!made->isEmpty())
            finding = Written{made->constFirst()};
        else if (m_api.now() - since < lateBy + std::chrono::minutes(1)) // the attempt, less the margin for clocks
            finding = Unknown{u"a new candidate may not be visible yet"_s};
    } else if (std::holds_alternative<PutLead>(write) || choice == "tag"_L1) {
        const Maybe person = co_await candidate(header.link.record);
        const Result<QList<Application>> found = co_await applications("candidate_ids=" + header.link.record.toLatin1());
        const std::optional<Application> current = found ? currentOf(*found) : std::nullopt;
        const bool wantsApplication = !status && !m_choices.value(u"job"_s).isEmpty();
        if (!person || !found)
            error = person ? found.error() : person.error();
        else if (*person && hasTag(**person, status ? header.facts.status : header.facts.tag) && (current || !wantsApplication))
            finding = Written{status ? header.link : linkWith(header.link, current ? current->id : QString())};
    } else if (std::holds_alternative<AddNote>(write) || status) {
        Result<QList<Application>> found = QList<Application>();
        if (!choice.isEmpty())
            found = co_await applications(applicationFilter(header));
        const std::optional<Application> application = found ? currentOf(*found) : std::nullopt;
        Result<bool> isWritten = application && isThere(*application, choice);
        if (found && !application)
            isWritten = co_await hasNote(header);
        if (!found || !isWritten)
            error = found ? isWritten.error() : found.error();
        else if (*isWritten)
            finding = Written{application ? linkWith(header.link, application->id) : header.link};
    }
    if (error)
        finding = Unknown{error->what};
    co_return finding;
}

QCoro::Task<Result<QList<calls::LeadLink>>> GreenhouseSystem::findMade(LeadWriteHeader header, Instant since)
{
    const Result<QJsonArray> recent = co_await m_api.all("/v3/candidates?created_at=" + greenhouse::since(since) +
                                                         "&per_page=" + QByteArray::number(GreenhouseApi::pageSize));
    Result<QList<calls::LeadLink>> links = QList<calls::LeadLink>();
    if (!recent) {
        links = failure(recent);
        co_return links;
    }
    for (const QJsonValue &each : *recent) {
        if (!isMadeFrom(each.toObject(), header.facts, since))
            continue;
        calls::LeadLink link = header.link;
        link.record = idOf(each.toObject(), "id"_L1);
        link.isOurs = true;
        const Result<QList<Application>> found = co_await applications("candidate_ids=" + link.record.toLatin1());
        if (!found) {
            links = failure(found);
            co_return links;
        }
        const std::optional<Application> current = currentOf(*found);
        links->append(linkWith(link, current ? current->id : QString()));
        break;
    }
    co_return links;
}

// There is no way to ask for one: the list is filtered.
QCoro::Task<GreenhouseSystem::Maybe> GreenhouseSystem::candidate(QString id)
{
    const Result<Page> page = co_await m_api.page("/v3/candidates?ids=" + id.toLatin1());
    Maybe found = std::optional<QJsonObject>();
    if (!page)
        found = failure(page);
    else if (!page->entries.isEmpty() && idOf(page->entries.at(0).toObject(), "id"_L1) == id)
        found = std::optional(page->entries.at(0).toObject());
    co_return found;
}

QCoro::Task<Result<QList<Application>>> GreenhouseSystem::applications(QByteArray filter)
{
    const Result<QJsonArray> entries =
        co_await m_api.all("/v3/applications?" + filter + "&per_page=" + QByteArray::number(GreenhouseApi::pageSize));
    Result<QList<Application>> found = QList<Application>();
    if (entries)
        found = applicationsOf(*entries);
    else
        found = failure(entries);
    co_return found;
}

QCoro::Task<Result<bool>> GreenhouseSystem::hasNote(LeadWriteHeader header)
{
    const Result<QJsonArray> notes = co_await m_api.all("/v3/notes?candidate_ids=" + header.link.record.toLatin1() +
                                                        "&created_at=" + since(header.at - std::chrono::hours(1)) +
                                                        "&per_page=" + QByteArray::number(GreenhouseApi::pageSize));
    Result<bool> has = false;
    if (!notes)
        has = failure(notes);
    else
        has = std::any_of(notes->begin(), notes->end(),
                          [&](const QJsonValue &each) { return each.toObject().value("body"_L1).toString().contains(mark(header)); });
    co_return has;
}

} // namespace ringback::connectors::greenhouse
