#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/greenhouse/errors.h"
#include "connectors/greenhouse/system.h"
#include "connectors/literaljson.h"

#include <algorithm>

// What is written to Greenhouse, and looking for it afterwards.
namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

constexpr qsizetype maxNote = 20'000;

const QString stagePrefix = u"stage:"_s;
const QString rejectPrefix = u"reject:"_s;

WriteOutcome unable()
{
    return NotWritten{.kind = Class::Unable, .code = u"no_tasks"_s, .message = {}, .retryAfter = {}};
}

QString mark(const LeadWriteHeader &header)
{
    return u'[' + header.marker + u']';
}

LeadWriteHeader headerOf(const LeadWrite &write)
{
    return std::visit([](const auto &each) { return each.header; }, write);
}

// Whether that application is where the status wants it.
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

} // namespace

QCoro::Task<WriteOutcome> GreenhouseSystem::write(LeadWrite write)
{
    WriteOutcome outcome = unable();
    if (const auto *lead = std::get_if<PutLead>(&write))
        outcome = co_await put(*lead);
    else if (const auto *note = std::get_if<AddNote>(&write))
        outcome = co_await addNote(note->header);
    else if (const auto *status = std::get_if<SetStatus>(&write))
        outcome = co_await setStatus(*status);
    co_return outcome;
}

QCoro::Task<WriteOutcome> GreenhouseSystem::put(PutLead write)
{
    WriteOutcome outcome;
    if (m_choices.value(u"source"_s).isEmpty())
        outcome = NotWritten{.kind = Class::Account, .code = u"choice_missing"_s, .message = u"source"_s, .retryAfter = {}};
    else if (write.header.link.record.isEmpty())
        outcome = co_await putNew(write.header);
    else
        outcome = co_await putKnown(write.header);
    co_return outcome;
}

// One request makes candidate, tag and application, or nothing. Before it, one looks whether an earlier attempt has.
QCoro::Task<WriteOutcome> GreenhouseSystem::putNew(LeadWriteHeader header)
{
    const Result<QList<calls::LeadLink>> made = co_await findMade(header, header.at - std::chrono::minutes(5));
    WriteOutcome outcome;
    if (!made) {
        outcome = notRead(made.error());
        co_return outcome;
    }
    if (!made->isEmpty()) {
        outcome = Written{made->constFirst()};
        co_return outcome;
    }
    QJsonObject body = newCandidate(header.facts);
    body.insert(u"application"_s, newApplication());
    const Reply reply = co_await m_api.send("POST", "/v3/candidates", body);
    const QJsonObject answer = literalJson(reply.answer.body).object();
    const QString candidate = idOf(answer.value("candidate"_L1).toObject(), "id"_L1);
    if (!reply.isTaken()) {
        outcome = writingFailed(reply);
    } else if (candidate.isEmpty()) {
        outcome = Unknown{u"a new candidate without an id"_s};
    } else {
        calls::LeadLink link = header.link;
        link.record = candidate;
        link.isOurs = true;
        outcome = Written{linkWith(link, idOf(answer.value("application"_L1).toObject(), "id"_L1))};
    }
    co_return outcome;
}

// Nothing of theirs is changed: an array in a PATCH would replace the whole one. They get the tag, and an application where they have none at all.
QCoro::Task<WriteOutcome> GreenhouseSystem::putKnown(LeadWriteHeader header)
{
    WriteOutcome outcome = co_await addTag(header, header.facts.tag);
    if (!std::holds_alternative<Written>(outcome))
        co_return outcome;
    const Result<QList<Application>> found = co_await applications("candidate_ids=" + header.link.record.toLatin1());
    if (!found) {
        outcome = notRead(found.error());
        co_return outcome;
    }
    if (const std::optional<Application> current = currentOf(*found)) {
        outcome = Written{linkWith(header.link, current->id)};
        co_return outcome;
    }
    if (m_choices.value(u"job"_s).isEmpty()) {
        outcome = Written{linkWith(header.link, {})};
        co_return outcome;
    }
    QJsonObject body = newApplication();
    body.insert(u"candidate_id"_s, idValue(header.link.record));
    const Reply reply = co_await m_api.send("POST", "/v3/applications", body);
    const QString application = idOf(literalJson(reply.answer.body).object(), "id"_L1);
    if (!reply.isTaken())
        outcome = failedFor(reply, header);
    else if (application.isEmpty())
        outcome = Unknown{u"a new application without an id"_s};
    else
        outcome = Written{linkWith(header.link, application)};
    co_return outcome;
}

// Greenhouse takes a note for a candidate that there is not, and nobody can remove it again.
QCoro::Task<WriteOutcome> GreenhouseSystem::addNote(LeadWriteHeader header)
{
    const Maybe person = co_await candidate(header.link.record);
    WriteOutcome outcome;
    if (!person) {
        outcome = notRead(person.error());
        co_return outcome;
    }
    if (!*person) {
        outcome = notThere(header);
        co_return outcome;
    }
    const Result<bool> isThere = co_await hasNote(header);
    if (!isThere) {
        outcome = notRead(isThere.error());
        co_return outcome;
    }
    if (*isThere) {
        outcome = Written{header.link};
        co_return outcome;
    }
    const QJsonObject body{{u"candidate_id"_s, idValue(header.link.record)},
                           {u"user_id"_s, idValue(QString::fromLatin1(m_userId))},
                           {u"body"_s, bounded(header.text, maxNote) + u'\n' + mark(header)},
                           {u"visibility"_s, m_choices.value(u"note_visibility"_s, u"public"_s)},
                           {u"note_type"_s, u"NOTE"_s}}; // upper case, whatever its error says
    const Reply reply = co_await m_api.send("POST", "/v3/notes", body);
    if (reply.isTaken())
        outcome = Written{header.link};
    else
        outcome = failedFor(reply, header);
    co_return outcome;
}

// A status that nothing is chosen for, or that has no application to show it, is a note.
QCoro::Task<WriteOutcome> GreenhouseSystem::setStatus(SetStatus write)
{
    LeadWriteHeader header = write.header;
    const QString choice = statusChoice(write);
    WriteOutcome outcome;
    if (choice == "tag"_L1) {
        outcome = co_await addTag(header, header.facts.status);
        co_return outcome;
    }
    const bool isKnown = !header.link.lead.isEmpty();
    Result<QList<Application>> found = QList<Application>();
    if (!choice.isEmpty())
        found = co_await applications(applicationFilter(header));
    if (!found) {
        outcome = notRead(found.error());
        co_return outcome;
    }
    const std::optional<Application> application = currentOf(*found);
    if (choice.isEmpty() || (!application && !isKnown)) {
        outcome = co_await addNote(header);
        co_return outcome;
    }
    if (!application) {
        outcome = notThere(header);
        co_return outcome;
    }
    header.link = linkWith(header.link, application->id);
    if (isThere(*application, choice)) {
        outcome = Written{header.link};
        co_return outcome;
    }
    const bool isRejection = choice.startsWith(rejectPrefix); // no e-mail goes out with it: none is asked for
    const QJsonObject body = isRejection ? QJsonObject{{u"rejection_reason_id"_s, idValue(choice.mid(rejectPrefix.size()))}}
                                         : QJsonObject{{u"to_stage_id"_s, idValue(choice.mid(stagePrefix.size()))}};
    const QByteArray target = "/v3/applications/" + application->id.toLatin1() + (isRejection ? "/reject" : "/move");
    const Reply reply = co_await m_api.send("POST", target, body);
    if (reply.isTaken())
        outcome = Written{header.link};
    else
        outcome = failedFor(reply, header);
    co_return outcome;
}

QCoro::Task<WriteOutcome> GreenhouseSystem::addTag(LeadWriteHeader header, QString tag)
{
    const Maybe person = co_await candidate(header.link.record);
    WriteOutcome outcome = Written{header.link};
    if (!person)
        outcome = notRead(person.error());
    else if (!*person)
        outcome = notThere(header);
    if (!std::holds_alternative<Written>(outcome) || hasTag(**person, tag))
        co_return outcome;
    const Result<QString> known = co_await knownTag(tag);
    if (!known) {
        outcome = notRead(known.error());
        co_return outcome;
    }
    QString id = *known;
    if (id.isEmpty()) {
        const QJsonObject newTag{{u"name"_s, tag}};
        const Reply made = co_await m_api.send("POST", "/v3/candidate_tags", newTag);
        id = idOf(literalJson(made.answer.body).object(), "id"_L1);
        if (!made.isTaken() || id.isEmpty()) {
            outcome = made.isTaken() ? WriteOutcome(Unknown{u"a new tag without an id"_s}) : writingFailed(made);
            co_return outcome;
        }
        m_tags.insert(tag.toLower(), id);
    }
    const QJsonObject body{{u"candidate_id"_s, idValue(header.link.record)}, {u"candidate_tag_id"_s, idValue(id)}};
    const Reply reply = co_await m_api.send("POST", "/v3/applied_candidate_tags", body);
    if (!reply.isTaken()) {
        m_tags.remove(tag.toLower()); // somebody may have deleted it
        outcome = failedFor(reply, header);
    }
    co_return outcome;
}

QCoro::Task<Result<QString>> GreenhouseSystem::knownTag(QString tag)
{
    Result<QString> id = m_tags.value(tag.toLower());
    if (!id->isEmpty())
        co_return id;
    const Result<QJsonArray> tags = co_await m_api.all("/v3/candidate_tags?per_page=" + QByteArray::number(GreenhouseApi::pageSize));
    if (!tags) {
        id = failure(tags);
        co_return id;
    }
    for (const QJsonValue &each : *tags) {
        const QJsonObject object = each.toObject();
        if (object.value("name"_L1).toString().compare(tag, Qt::CaseInsensitive) == 0)
            id = idOf(object, "id"_L1);
    }
    m_tags.insert(tag.toLower(), *id);
    co_return id;
}

QCoro::Task<WriteFinding> GreenhouseSystem::findWritten(LeadWrite write, Instant since)
{
    const LeadWriteHeader header = headerOf(write);
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

WriteOutcome GreenhouseSystem::notThere(const LeadWriteHeader &header) const
{
    // What we made a moment ago may only not be visible yet.
    if (header.link.isOurs && m_api.now() - header.facts.calledAt < lateBy + std::chrono::minutes(9))
        return NotWritten{.kind = Class::ForNow, .code = u"not_yet"_s, .message = {}, .retryAfter = tryAgainAfter};
    return NotWritten{.kind = Class::Gone, .code = u"http_404"_s, .message = {}, .retryAfter = {}};
}

WriteOutcome GreenhouseSystem::failedFor(const Reply &reply, const LeadWriteHeader &header) const
{
    WriteOutcome outcome = writingFailed(reply);
    const auto *refused = std::get_if<NotWritten>(&outcome);
    return refused && refused->kind == Class::Gone ? notThere(header) : outcome;
}

// `tag`, `stage:12`, `reject:7`; empty where nothing is chosen for that status.
QString GreenhouseSystem::statusChoice(const SetStatus &write) const
{
    const QString choice = m_choices.value(u"status."_s + write.header.facts.status);
    return choice == "tag"_L1 || choice.startsWith(stagePrefix) || choice.startsWith(rejectPrefix) ? choice : QString();
}

// Without a job it is a prospect's.
QJsonObject GreenhouseSystem::newApplication() const
{
    const QString job = m_choices.value(u"job"_s);
    QJsonObject application{{u"source_id"_s, idValue(m_choices.value(u"source"_s))}};
    if (job.isEmpty())
        application.insert(u"prospect"_s, true);
    else
        application.insert(u"job_id"_s, idValue(job));
    return application;
}

} // namespace ringback::connectors::greenhouse
