#include "connectors/jobber/system.h"

#include "base/time.h"
#include "connectors/jobber/inputs.h"
#include "connectors/jobber/records.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

// Writing is in writes.cpp, *Test this connection* in check.cpp.
namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

// Where a pass over the clients is: `since` bounds it, empty the first time; `began` is where the next one goes on.
struct Cursor {
    std::optional<Instant> since;
    std::optional<Instant> began;
    QString after;
};

Cursor cursorFrom(const QString &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    const auto time = [&](QLatin1String name) -> std::optional<Instant> {
        const QJsonValue value = object.value(name);
        return value.isDouble() ? std::optional(fromMs(value.toInteger())) : std::nullopt;
    };
    return {.since = time("since"_L1), .began = time("began"_L1), .after = object.value("after"_L1).toString()};
}

QString textOf(const Cursor &cursor)
{
    QJsonObject object;
    if (cursor.since)
        object.insert(u"since"_s, toMs(*cursor.since));
    if (cursor.began)
        object.insert(u"began"_s, toMs(*cursor.began));
    if (!cursor.after.isEmpty())
        object.insert(u"after"_s, cursor.after);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

bool isBefore(const calls::LeadRecord &a, const calls::LeadRecord &b)
{
    if (a.isOpen != b.isOpen)
        return a.isOpen;
    return a.changedAt.value_or(Instant()) > b.changedAt.value_or(Instant());
}

} // namespace

JobberSystem::JobberSystem(settings::LeadConnection connection, const Surroundings &surroundings)
    : m_connection(std::move(connection))
    , m_api(m_connection, surroundings)
{}

void JobberSystem::abandon()
{
    m_api.abandon();
}

QCoro::Task<Result<QList<calls::LeadRecord>>> JobberSystem::find(LeadQuery query)
{
    const Asked<QList<QJsonObject>> clients = co_await clientsWith(query);
    Result<QList<calls::LeadRecord>> found = QList<calls::LeadRecord>();
    if (!clients) {
        found = tl::unexpected<Error>(errorOf(clients.error()));
        co_return found;
    }
    for (const QJsonObject &client : *clients) {
        if (const std::optional<calls::LeadRecord> record = recordOf(client))
            found->append(*record);
    }
    std::stable_sort(found->begin(), found->end(), isBefore);
    co_return found;
}

// Jobber keeps numbers as they were typed, and its search is vague: it is asked for several spellings, and what it says is compared.
QCoro::Task<JobberSystem::Asked<QList<QJsonObject>>> JobberSystem::clientsWith(LeadQuery query)
{
    QList<QJsonObject> clients;
    QSet<QString> seen;
    const auto take = [&](const QJsonObject &client) {
        const QString id = idOf(client);
        if (!id.isEmpty() && !seen.contains(id)) {
            seen.insert(id);
            clients.append(client);
        }
    };
    const Reply phones = co_await m_api.ask(operations::findPhones(), spellingsOf(query.number));
    if (!phones.isGood()) {
        Asked<QList<QJsonObject>> failed = tl::unexpected(phones);
        co_return failed;
    }
    for (const QString &spelling : phones.data.keys()) {
        for (const auto &node : phones.data.value(spelling).toObject().value("nodes"_L1).toArray()) {
            const QString typed = node.toObject().value("number"_L1).toString().left(64);
            const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(typed);
            if (number && *number == query.number)
                take(node.toObject().value("client"_L1).toObject());
        }
    }
    if (clients.isEmpty() && !query.email.isEmpty()) {
        const QJsonObject variables{{u"term"_s, query.email}};
        const Reply emails = co_await m_api.ask(operations::findEmails(), variables);
        if (!emails.isGood()) {
            Asked<QList<QJsonObject>> failed = tl::unexpected(emails);
            co_return failed;
        }
        for (const auto &node : emails.data.value("clientEmails"_L1).toObject().value("nodes"_L1).toArray()) {
            if (node.toObject().value("address"_L1).toString().trimmed().compare(query.email, Qt::CaseInsensitive) == 0)
                take(node.toObject().value("client"_L1).toObject());
        }
    }
    Asked<QList<QJsonObject>> found = clients;
    co_return found;
}

QCoro::Task<JobberSystem::Asked<QList<QJsonObject>>> JobberSystem::list(Operation operation, QJsonObject variables, QString root,
                                                                        QString within)
{
    QList<QJsonObject> found;
    for (int i = 0; i < maxPages; ++i) {
        const Reply reply = co_await m_api.ask(operation, variables);
        if (!reply.isGood()) {
            Asked<QList<QJsonObject>> failed = tl::unexpected(reply);
            co_return failed;
        }
        const QJsonObject holder = within.isEmpty() ? reply.data : reply.data.value(within).toObject();
        const bool isNobodys = !within.isEmpty() && reply.data.value(within).isNull(); // deleted meanwhile
        const std::optional<Page> page = isNobodys ? Page() : pageOf(holder.value(root));
        if (!page)
            break;
        found += page->nodes;
        if (page->next.isEmpty()) {
            Asked<QList<QJsonObject>> all = found;
            co_return all;
        }
        variables.insert(u"after"_s, page->next);
    }
    Reply endless;
    endless.kind = Reply::Kind::Unreadable;
    Asked<QList<QJsonObject>> failed = tl::unexpected(endless);
    co_return failed;
}

QCoro::Task<Result<LeadChanges>> JobberSystem::changesSince(QString cursor)
{
    Cursor at = cursorFrom(cursor);
    if (at.after.isEmpty() || !at.began) {
        at.after.clear();
        at.began = m_api.now() - overlap;
    }
    QJsonObject variables;
    if (at.since)
        variables.insert(u"filter"_s, QJsonObject{{u"updatedAt"_s, QJsonObject{{u"after"_s, toIso(*at.since)}}}});
    if (!at.after.isEmpty())
        variables.insert(u"after"_s, at.after);
    Reply reply = co_await m_api.ask(operations::changedClients(), variables);
    if (reply.kind == Reply::Kind::Wrong && !at.after.isEmpty()) { // Jobber may forget a place in a list: from the beginning, then
        at.after.clear();
        at.began = m_api.now() - overlap;
        variables.remove(u"after"_s);
        reply = co_await m_api.ask(operations::changedClients(), variables);
    }
    Result<LeadChanges> changes = LeadChanges();
    if (!reply.isGood()) {
        changes = tl::unexpected<Error>(errorOf(reply));
        co_return changes;
    }
    const std::optional<Page> page = pageOf(reply.data.value("clients"_L1));
    if (!page || (!page->next.isEmpty() && page->next == at.after)) {
        changes = failure(ErrorKind::Invalid, u"what came is no page of clients"_s);
        co_return changes;
    }
    for (const QJsonObject &client : page->nodes) {
        if (const std::optional<calls::LeadRecord> record = recordOf(client))
            changes->records.append(*record);
    }
    changes->isLast = page->next.isEmpty();
    const Cursor next = changes->isLast ? Cursor{.since = at.began, .began = {}, .after = {}}
                                        : Cursor{.since = at.since, .began = at.began, .after = page->next};
    changes->cursor = textOf(next);
    co_return changes;
}

QCoro::Task<Result<LeadTasks>> JobberSystem::tasks(LeadTaskQuery query)
{
    Result<LeadTasks> tasks = LeadTasks{.states = {}, .cursor = query.cursor};
    if (query.tasks.isEmpty()) // no ids would mean: all
        co_return tasks;
    const QJsonObject filter{{u"ids"_s, QJsonArray::fromStringList(query.tasks)}};
    const QJsonObject variables{{u"filter"_s, filter}};
    const Asked<QList<QJsonObject>> found = co_await list(operations::tasks(), variables, u"tasks"_s);
    if (!found) {
        tasks = tl::unexpected<Error>(errorOf(found.error()));
        co_return tasks;
    }
    QStringList missing = query.tasks;
    for (const QJsonObject &task : *found) {
        const std::optional<LeadTaskState> state = taskStateOf(task);
        if (state && missing.removeOne(state->id))
            tasks->states.append(*state);
    }
    // A list may be behind: that a task is gone is asked for by its id.
    for (const QString &id : std::as_const(missing)) {
        const QJsonObject one{{u"id"_s, id}};
        const Reply reply = co_await m_api.ask(operations::task(), one);
        if (!reply.isGood()) {
            tasks = tl::unexpected<Error>(errorOf(reply));
            co_return tasks;
        }
        const QJsonValue task = reply.data.value("task"_L1);
        if (task.isNull())
            tasks->states.append({.id = id, .isClosed = false, .isGone = true, .closedBy = {}, .closedAt = {}, .outcome = {}});
        else if (const std::optional<LeadTaskState> state = taskStateOf(task.toObject()); state && state->id == id)
            tasks->states.append(*state);
    }
    co_return tasks;
}

// Jobs alone: an invoice is of a job, and would count twice.
QCoro::Task<Result<QList<calls::Win>>> JobberSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> wins = QList<calls::Win>();
    for (const calls::LeadLink &link : std::as_const(query.links)) {
        if (link.record.isEmpty())
            continue;
        const QJsonObject variables{{u"id"_s, link.record}};
        const Asked<QList<QJsonObject>> jobs = co_await list(operations::clientJobs(), variables, u"jobs"_s, u"client"_s);
        if (!jobs) {
            wins = tl::unexpected<Error>(errorOf(jobs.error()));
            co_return wins;
        }
        for (const QJsonObject &job : *jobs) {
            const std::optional<calls::Win> win = winOf(job, link.record);
            if (win && win->wonAt >= query.since)
                wins->append(*win);
        }
    }
    co_return wins;
}

QCoro::Task<Result<ChoiceLists>> JobberSystem::choices()
{
    const QJsonObject filter{{u"status"_s, u"ACTIVATED"_s}};
    const QJsonObject variables{{u"filter"_s, filter}};
    const Asked<QList<QJsonObject>> users = co_await list(operations::users(), variables, u"users"_s);
    Result<ChoiceLists> choices = ChoiceLists();
    if (!users) {
        choices = tl::unexpected<Error>(errorOf(users.error()));
        co_return choices;
    }
    QList<Choice> people;
    for (const QJsonObject &user : *users) {
        if (const QString id = idOf(user); !id.isEmpty())
            people.append({.id = id, .name = user.value("name"_L1).toObject().value("full"_L1).toString().left(256)});
    }
    choices->insert(u"users"_s, people);
    co_return choices;
}

} // namespace ringback::connectors::jobber
