#include "support/fakejobber.h"

#include "base/time.h"

#include <algorithm>

// What lies in the account, and what is done with it.
namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

QJsonObject filled(QJsonObject usual, const QJsonObject &given)
{
    for (auto it = given.begin(); it != given.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

QJsonObject only(const QJsonObject &object, const QStringList &names)
{
    QJsonObject chosen;
    for (const QString &name : names)
        chosen.insert(name, object.value(name));
    return chosen;
}

QJsonObject clientParts(const QJsonObject &client)
{
    return only(client, {u"id"_s, u"name"_s, u"firstName"_s, u"lastName"_s, u"isLead"_s, u"isArchived"_s, u"jobberWebUri"_s, u"createdAt"_s,
                         u"updatedAt"_s, u"phones"_s, u"emails"_s});
}

QJsonObject *find(QList<QJsonObject> &all, const QString &id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const QJsonObject &each) { return each.value(u"id"_s).toString() == id; });
    return found == all.end() ? nullptr : &*found;
}

// `after` leaves out its own bound.
bool isAfter(const QJsonObject &object, const QString &name, const QJsonObject &range)
{
    const QString bound = range.value(u"after"_s).toString();
    return bound.isEmpty() ||
           QDateTime::fromString(object.value(name).toString(), Qt::ISODateWithMs) > QDateTime::fromString(bound, Qt::ISODateWithMs);
}

QJsonArray valuesOf(const QJsonArray &given, const QString &name)
{
    QJsonArray values;
    for (const auto &each : given)
        values.append(QJsonObject{{name, each.toObject().value(name)}});
    return values;
}

} // namespace

void FakeJobber::setNow(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

void FakeJobber::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_pageSize = size;
}

QString FakeJobber::addClient(QJsonObject client)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = nextId(u"Client"_s);
    m_clients.append(filled({{u"id"_s, id},
                             {u"name"_s, u"Pat Doe"_s},
                             {u"firstName"_s, u"Pat"_s},
                             {u"lastName"_s, u"Doe"_s},
                             {u"isLead"_s, true},
                             {u"isArchived"_s, false},
                             {u"leadSource"_s, u"Referral"_s},
                             {u"jobberWebUri"_s, u"https://secure.getjobber.com/clients/%1"_s.arg(m_lastId)},
                             {u"createdAt"_s, now()},
                             {u"updatedAt"_s, now()},
                             {u"phones"_s, QJsonArray()},
                             {u"emails"_s, QJsonArray()},
                             {u"tags"_s, QJsonArray()}},
                            client));
    return id;
}

QString FakeJobber::addUser(const QString &name)
{
    const std::scoped_lock lock(m_mutex);
    m_users.append({{u"id"_s, nextId(u"User"_s)}, {u"name"_s, QJsonObject{{u"full"_s, name}}}});
    return m_users.last().value(u"id"_s).toString();
}

QString FakeJobber::addJob(const QString &client, QJsonObject job)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = nextId(u"Job"_s);
    m_jobs.append(filled({{u"id"_s, id},
                          {u"jobNumber"_s, m_lastId},
                          {u"title"_s, u"New roof"_s},
                          {u"jobStatus"_s, u"active"_s},
                          {u"total"_s, 11200.5},
                          {u"jobberWebUri"_s, u"https://secure.getjobber.com/jobs/%1"_s.arg(m_lastId)},
                          {u"createdAt"_s, now()},
                          {u"completedAt"_s, QJsonValue()},
                          {u"client"_s, client}},
                         job));
    return id;
}

void FakeJobber::setAssessment(const QString &request, const QJsonObject &assessment)
{
    const std::scoped_lock lock(m_mutex);
    if (QJsonObject *const found = find(m_requests, request))
        found->insert(u"assessment"_s, assessment);
}

void FakeJobber::completeTask(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    if (QJsonObject *const task = find(m_tasks, id))
        task->insert(u"isComplete"_s, true);
}

void FakeJobber::hideTasksFromLists()
{
    const std::scoped_lock lock(m_mutex);
    m_hidesTasks = true;
}

void FakeJobber::remove(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    for (QList<QJsonObject> *const all : {&m_clients, &m_requests, &m_notes, &m_tasks, &m_jobs, &m_users})
        all->removeIf([&](const QJsonObject &each) { return each.value(u"id"_s).toString() == id; });
}

QList<QJsonObject> FakeJobber::clients() const
{
    const std::scoped_lock lock(m_mutex);
    return m_clients;
}

QList<QJsonObject> FakeJobber::requestsMade() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

QList<QJsonObject> FakeJobber::notes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_notes;
}

QList<QJsonObject> FakeJobber::tasks() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tasks;
}

QString FakeJobber::nextId(const QString &of)
{
    return QString::fromLatin1(u"gid://Jobber/%1/%2"_s.arg(of).arg(++m_lastId).toLatin1().toBase64());
}

QString FakeJobber::now() const
{
    return toIso(m_now.value_or(Instant()));
}

QJsonObject FakeJobber::page(const QList<QJsonObject> &all, const QJsonObject &variables) const
{
    const qsizetype from = variables.value(u"after"_s).toString().mid(1).toInt(); // `c50`
    QJsonArray nodes;
    for (const QJsonObject &each : all.mid(from, m_pageSize))
        nodes.append(each);
    const bool goesOn = from + m_pageSize < all.size();
    return {{u"nodes"_s, nodes},
            {u"pageInfo"_s, QJsonObject{{u"hasNextPage"_s, goesOn}, {u"endCursor"_s, u"c%1"_s.arg(from + nodes.size())}}}};
}

// In the number as it was typed: another spelling of the same number is not found. It is vague all the same, and brings whoever shares the last digits.
QJsonObject FakeJobber::searchPhones(const QString &term) const
{
    const auto digits = [](QString text) {
        text.removeIf([](QChar c) { return !c.isDigit(); });
        return text.right(10);
    };
    QJsonArray nodes;
    for (const QJsonObject &client : m_clients) {
        for (const auto &phone : client.value(u"phones"_s).toArray()) {
            const QString number = phone.toObject().value(u"number"_s).toString();
            const bool isAnothers = digits(number) != digits(term) && number.endsWith(term.right(4));
            if (number.contains(term) || isAnothers)
                nodes.append(QJsonObject{{u"number"_s, number}, {u"client"_s, clientParts(client)}});
        }
    }
    return {{u"nodes"_s, nodes}};
}

QJsonObject FakeJobber::searchEmails(const QString &term) const
{
    QJsonArray nodes;
    for (const QJsonObject &client : m_clients) {
        for (const auto &email : client.value(u"emails"_s).toArray()) {
            const QString address = email.toObject().value(u"address"_s).toString();
            if (address.contains(term, Qt::CaseInsensitive))
                nodes.append(QJsonObject{{u"address"_s, address}, {u"client"_s, clientParts(client)}});
        }
    }
    return {{u"nodes"_s, nodes}};
}

QList<QJsonObject> FakeJobber::tasksOf(const QJsonObject &filter) const
{
    QList<QJsonObject> found;
    const QJsonArray ids = filter.value(u"ids"_s).toArray();
    for (const QJsonObject &task : m_tasks) {
        if ((filter.contains(u"ids"_s) && !ids.contains(task.value(u"id"_s))) || m_hidesTasks ||
            !isAfter(task, u"createdAt"_s, filter.value(u"createdAt"_s).toObject()))
            continue;
        found.append(only(task, {u"id"_s, u"isComplete"_s, u"instructions"_s}));
    }
    return found;
}

QJsonObject FakeJobber::read(const QString &operation, const QJsonObject &variables)
{
    const QString id = variables.value(u"id"_s).toString();
    const QJsonObject filter = variables.value(u"filter"_s).toObject();
    const QJsonObject *const client = find(m_clients, id);
    if (operation == u"Account"_s)
        return {{u"account"_s, QJsonObject{{u"id"_s, u"QWNjb3VudA=="_s}, {u"name"_s, u"Acme Roofing"_s}}}};
    if (operation == u"FindPhones"_s) {
        QJsonObject found;
        for (const QString &spelling : variables.keys())
            found.insert(spelling, searchPhones(variables.value(spelling).toString()));
        return found;
    }
    if (operation == u"FindEmails"_s)
        return {{u"clientEmails"_s, searchEmails(variables.value(u"term"_s).toString())}};
    QList<QJsonObject> found;
    if (operation == u"ChangedClients"_s) {
        for (const QJsonObject &each : std::as_const(m_clients)) {
            if (isAfter(each, u"updatedAt"_s, filter.value(u"updatedAt"_s).toObject()))
                found.append(clientParts(each));
        }
        return {{u"clients"_s, page(found, variables)}};
    }
    if (operation == u"Client"_s) {
        if (!client)
            return {{u"client"_s, QJsonValue()}};
        QJsonArray tags;
        for (const auto &tag : client->value(u"tags"_s).toArray())
            tags.append(QJsonObject{{u"label"_s, tag}});
        return {{u"client"_s, filled(clientParts(*client), {{u"tags"_s, QJsonObject{{u"nodes"_s, tags}}}})}};
    }
    if (operation == u"ClientNotes"_s || operation == u"ClientJobs"_s) {
        const bool isNotes = operation == u"ClientNotes"_s;
        if (!client)
            return {{u"client"_s, QJsonValue()}};
        for (QJsonObject each : isNotes ? m_notes : m_jobs) {
            if (each.take(u"client"_s).toString() == id)
                found.append(each);
        }
        return {{u"client"_s, QJsonObject{{isNotes ? u"notes"_s : u"jobs"_s, page(found, variables)}}}};
    }
    if (operation == u"ClientRequests"_s) {
        for (const QJsonObject &each : std::as_const(m_requests)) {
            if (each.value(u"client"_s) == filter.value(u"clientId"_s) &&
                isAfter(each, u"createdAt"_s, filter.value(u"createdAt"_s).toObject()))
                found.append(only(each, {u"id"_s, u"title"_s}));
        }
        return {{u"requests"_s, page(found, variables)}};
    }
    if (operation == u"Request"_s) {
        const QJsonObject *const request = find(m_requests, id);
        return {{u"request"_s, request ? QJsonValue(only(*request, {u"id"_s, u"requestStatus"_s, u"assessment"_s})) : QJsonValue()}};
    }
    if (operation == u"Task"_s) {
        const QJsonObject *const task = find(m_tasks, id);
        return {{u"task"_s, task ? QJsonValue(only(*task, {u"id"_s, u"isComplete"_s})) : QJsonValue()}};
    }
    if (operation == u"Tasks"_s)
        return {{u"tasks"_s, page(tasksOf(filter), variables)}};
    if (operation == u"Users"_s)
        return {{u"users"_s, page(m_users, variables)}};
    m_problems.append(u"the fake does not know %1"_s.arg(operation));
    return {};
}

void FakeJobber::edit(QJsonObject &client, const QJsonObject &input)
{
    QJsonArray tags;
    for (const auto &tag : client.value(u"tags"_s).toArray()) {
        if (!input.value(u"tagsToDelete"_s).toArray().contains(tag))
            tags.append(tag);
    }
    for (const auto &tag : input.value(u"tagsToAdd"_s).toArray()) {
        if (!tags.contains(tag))
            tags.append(tag);
    }
    client.insert(u"tags"_s, tags);
    const auto add = [&](const QString &list, const QString &added, const QString &name) {
        QJsonArray all = client.value(list).toArray();
        for (const auto &each : valuesOf(input.value(added).toArray(), name))
            all.append(each);
        client.insert(list, all);
    };
    add(u"phones"_s, u"phonesToAdd"_s, u"number"_s);
    add(u"emails"_s, u"emailsToAdd"_s, u"address"_s);
    for (const QString &name : {u"firstName"_s, u"lastName"_s}) {
        if (input.contains(name))
            client.insert(name, input.value(name));
    }
    client.insert(u"name"_s, (client.value(u"firstName"_s).toString() + u' ' + client.value(u"lastName"_s).toString()).trimmed());
    client.insert(u"updatedAt"_s, now());
}

QJsonObject FakeJobber::change(const QString &operation, const QJsonObject &variables)
{
    const QJsonObject input = variables.value(u"input"_s).toObject();
    const QString id = variables.value(u"id"_s).toString();
    const auto answer = [&](const QString &root, const QString &object, const QJsonObject &made, const QString &missing) -> QJsonObject {
        QJsonArray errors;
        if (made.isEmpty())
            errors.append(QJsonObject{{u"message"_s, missing + u" not found"_s}, {u"path"_s, QJsonArray{missing}}});
        return {{root, QJsonObject{{object, made.isEmpty() ? QJsonValue() : QJsonValue(made)}, {u"userErrors"_s, errors}}}};
    };
    struct Names {
        QString root;
        QString object;
        QString missing;
    };
    static const QHash<QString, Names> names{
        {u"CreateClient"_s, {u"clientCreate"_s, u"client"_s, {}}},
        {u"EditClient"_s, {u"clientEdit"_s, u"client"_s, u"clientId"_s}},
        {u"CreateRequest"_s, {u"requestCreate"_s, u"request"_s, u"clientId"_s}},
        {u"ArchiveRequest"_s, {u"requestArchive"_s, u"request"_s, u"requestId"_s}},
        {u"CreateAssessment"_s, {u"assessmentCreate"_s, u"assessment"_s, u"requestId"_s}},
        {u"CreateNote"_s, {u"clientCreateNote"_s, u"clientNote"_s, u"clientId"_s}},
        {u"CreateTask"_s, {u"taskCreate"_s, u"task"_s, u"clientId"_s}},
    };
    const Names name = names.value(operation);
    if (!m_userErrors.isEmpty())
        return {{name.root, QJsonObject{{name.object, QJsonValue()}, {u"userErrors"_s, std::exchange(m_userErrors, {})}}}};
    QJsonObject *const client = find(m_clients, operation == u"CreateRequest"_s ? input.value(u"clientId"_s).toString() : id);
    QJsonObject *const request = find(m_requests, id);
    QJsonObject made;
    if (operation == u"CreateClient"_s) {
        QJsonObject fresh{{u"id"_s, nextId(u"Client"_s)}, {u"isLead"_s, true},
                          {u"isArchived"_s, false},       {u"jobberWebUri"_s, u"https://secure.getjobber.com/clients/%1"_s.arg(m_lastId)},
                          {u"createdAt"_s, now()},        {u"tags"_s, QJsonArray()}};
        const QString source = input.value(u"sourceAttribution"_s).toObject().value(u"sourceText"_s).toString();
        fresh.insert(u"leadSource"_s, source.isEmpty() ? u"Ringback"_s : source); // the app's name
        edit(fresh, {{u"phonesToAdd"_s, input.value(u"phones"_s)},
                     {u"emailsToAdd"_s, input.value(u"emails"_s)},
                     {u"firstName"_s, input.value(u"firstName"_s).toString()},
                     {u"lastName"_s, input.value(u"lastName"_s).toString()}});
        m_clients.append(fresh);
        made = only(fresh, {u"id"_s, u"jobberWebUri"_s});
    } else if (operation == u"EditClient"_s && client) {
        edit(*client, input);
        made = only(*client, {u"id"_s});
    } else if (operation == u"CreateRequest"_s && client) {
        m_requests.append({{u"id"_s, nextId(u"Request"_s)},
                           {u"title"_s, input.value(u"title"_s)},
                           {u"requestStatus"_s, u"new"_s},
                           {u"details"_s, input.value(u"requestDetails"_s)},
                           {u"assessment"_s, QJsonValue()},
                           {u"client"_s, input.value(u"clientId"_s)},
                           {u"createdAt"_s, now()}});
        made = only(m_requests.last(), {u"id"_s});
    } else if (operation == u"ArchiveRequest"_s && request) {
        request->insert(u"requestStatus"_s, u"archived"_s);
        made = only(*request, {u"id"_s});
    } else if (operation == u"CreateAssessment"_s && request && request->value(u"assessment"_s).isNull()) {
        const QJsonObject starts = input.value(u"schedule"_s).toObject().value(u"startAt"_s).toObject();
        const QString at = starts.value(u"date"_s).toString() + u'T' + starts.value(u"time"_s).toString() + u'Z';
        const QJsonObject assessment{
            {u"id"_s, nextId(u"Assessment"_s)}, {u"startAt"_s, at}, {u"instructions"_s, input.value(u"instructions"_s)}};
        request->insert(u"assessment"_s, assessment);
        request->insert(u"zone"_s, starts.value(u"timezone"_s));
        made = only(assessment, {u"id"_s});
    } else if (operation == u"CreateNote"_s && client) {
        m_notes.append({{u"id"_s, nextId(u"Note"_s)}, {u"message"_s, input.value(u"message"_s)}, {u"client"_s, id}});
        made = only(m_notes.last(), {u"id"_s});
    } else if (operation == u"CreateTask"_s && client) {
        m_tasks.append(filled(input, {{u"id"_s, nextId(u"Task"_s)}, {u"isComplete"_s, false}, {u"client"_s, id}, {u"createdAt"_s, now()}}));
        made = only(m_tasks.last(), {u"id"_s});
    }
    return answer(name.root, name.object, made, name.missing);
}

} // namespace ringback::test
