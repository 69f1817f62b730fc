#include "base/time.h"
#include "support/fakebullhorn.h"
#include "support/fakebullhornanswers.h"
#include "support/fakebullhornfilter.h"

// What is asked inside a session.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

constexpr Milliseconds indexTrails = std::chrono::seconds(2);
constexpr int maxCount = 500;
constexpr qsizetype longestAddress = 7500;

} // namespace

FakeBullhorn::Response FakeBullhorn::refuse(int status, const QString &key, const QString &message, const QString &field)
{
    return errorAnswer(status, key, message, field);
}

FakeBullhorn::Response FakeBullhorn::wrong(const QString &problem, int status)
{
    m_problems.append(problem);
    return refuse(status, u"errors.bad"_s, problem);
}

FakeBullhorn::Response FakeBullhorn::answer(const Asked &request, const QByteArray &target, const Query &query)
{
    const QStringList parts = QString::fromLatin1(target).split(u'/');
    const QString &what = parts.constFirst();
    if (request.target.size() > longestAddress)
        return wrong(u"the address is too long"_s, 414);
    if (!request.body.isEmpty() && request.header("content-type") != "application/json")
        return wrong(u"the body is not said to be JSON"_s);
    if (what == u"ping" && request.method == "GET")
        return jsonAnswer(200, {{u"sessionExpires"_s, toMs(m_sessionUntil)}});
    if (what == u"meta" && parts.size() == 2 && request.method == "GET") {
        if (query.value(u"fields"_s).isEmpty())
            return wrong(u"meta without fields"_s);
        if (!m_tables.has(parts.at(1)))
            return refuse(404, u"errors.cannotFindEntity"_s, u"no such entity"_s);
        return jsonAnswer(200, m_tables.meta(parts.at(1)));
    }
    if ((what == u"query" || what == u"search") && parts.size() == 2)
        return list(request, parts.at(1), what == u"search", query);
    if (what == u"entity" && parts.size() >= 2)
        return entity(request, parts.at(1), parts.value(2).toLongLong(), query);
    if (what == u"event" && parts.value(1) == u"subscription")
        return subscription(request, parts, query);
    return wrong(u"no such operation: %1 %2"_s.arg(QString::fromLatin1(request.method), QString::fromLatin1(target)), 404);
}

FakeBullhorn::Response FakeBullhorn::list(const Asked &request, const QString &table, bool isSearch, Query query)
{
    static const QStringList searchable{u"Candidate"_s, u"ClientContact"_s, u"Lead"_s, u"Note"_s, u"Task"_s, u"Placement"_s};
    const QString name = isSearch ? u"query"_s : u"where"_s;
    if (request.method == "POST") {
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        if (body.size() != 1 || query.contains(name))
            return wrong(u"a list was asked for with another body"_s);
        query.insert(name, body.value(name).toString());
    } else if (request.method != "GET" || !request.body.isEmpty()) {
        return wrong(u"a list is neither got nor posted"_s, 405);
    }
    for (auto it = query.begin(); it != query.end(); ++it) {
        if (!QStringList{name, u"fields"_s, u"count"_s, u"start"_s, isSearch ? u"sort"_s : u"orderBy"_s}.contains(it.key()))
            return wrong(u"no such parameter: "_s + it.key());
    }
    if (!m_tables.has(table) || (isSearch && !searchable.contains(table)))
        return refuse(404, u"errors.cannotFindEntity"_s, u"no such entity"_s);
    const QString text = query.value(name);
    const std::optional<BullhornFilter> filter = isSearch ? BullhornFilter::lucene(text) : BullhornFilter::jpql(text);
    if (!filter)
        return wrong(u"this cannot be read: "_s + text);
    for (const QString &path : filter->paths()) {
        if (!m_tables.knows(table, path))
            return wrong(u"no such field: "_s + path, 404);
    }

    QList<QJsonObject> found;
    for (const QJsonObject &row : m_tables.rows(table)) {
        const QString key = table + u':' + QString::number(row.value(u"id"_s).toInteger());
        if (isSearch && m_indexedAt.contains(key) && m_clock.now() < m_indexedAt.value(key))
            continue;
        if (!filter->matches([&](const QString &path) { return m_tables.at(table, row, path); }))
            continue;
        const std::optional<QJsonObject> picked = m_tables.picked(table, row, query.value(u"fields"_s));
        if (!picked)
            return wrong(u"no such field among "_s + query.value(u"fields"_s), 404);
        found.append(*picked);
    }
    const qsizetype from = query.value(u"start"_s).toInt();
    QJsonArray data;
    for (const QJsonObject &each : found.mid(from, qBound(1, query.value(u"count"_s, u"20"_s).toInt(), maxCount)))
        data.append(each);
    QJsonObject said{{u"start"_s, from}, {u"count"_s, data.size()}, {u"data"_s, data}};
    if (isSearch)
        said.insert(u"total"_s, found.size());
    return jsonAnswer(200, said);
}

FakeBullhorn::Response FakeBullhorn::entity(const Asked &request, const QString &table, qint64 id, const Query &)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (!m_tables.has(table))
        return refuse(404, u"errors.cannotFindEntity"_s, u"no such entity"_s);
    const auto changed = [&](qint64 which, const QString &kind) {
        return jsonAnswer(200, {{u"changedEntityType"_s, table}, {u"changedEntityId"_s, which}, {u"changeType"_s, kind}});
    };
    if (request.method == "PUT" && id == 0) { // creates
        if (const auto problem = m_tables.check(table, body, true)) {
            if (problem->isOurFault)
                m_problems.append(table + u'.' + problem->field + u": "_s + problem->message);
            return refuse(problem->status, problem->key, problem->message, problem->field);
        }
        const qint64 made = m_tables.create(table, body, m_clock.now(), apiUser);
        m_indexedAt.insert(table + u':' + QString::number(made), m_clock.now() + indexTrails);
        tell(table, made, u"INSERTED"_s, {});
        return changed(made, u"INSERT"_s);
    }
    if (!m_tables.rows(table).contains(id))
        return refuse(404, u"errors.cannotFindEntity"_s, u"no such record"_s);
    QJsonObject &row = m_tables.rows(table)[id];
    if (request.method == "POST") { // updates
        if (const auto problem = m_tables.check(table, body, false)) {
            if (problem->isOurFault)
                m_problems.append(table + u'.' + problem->field + u": "_s + problem->message);
            return refuse(problem->status, problem->key, problem->message, problem->field);
        }
        for (auto it = body.begin(); it != body.end(); ++it)
            row.insert(it.key(), it.value());
        row.insert(u"dateLastModified"_s, toMs(m_clock.now()));
        tell(table, id, u"UPDATED"_s, body.keys());
        return changed(id, u"UPDATE"_s);
    }
    if (request.method == "DELETE") { // these tables are soft-deletable
        row.insert(u"isDeleted"_s, true);
        tell(table, id, u"UPDATED"_s, {u"isDeleted"_s});
        return changed(id, u"DELETE"_s);
    }
    return wrong(u"no such operation on a record"_s, 405);
}

FakeBullhorn::Response FakeBullhorn::subscription(const Asked &request, const QStringList &parts, const Query &query)
{
    const QString name = parts.value(2);
    const auto noSuch = [&] {
        return refuse(404, u"errors.noSubscription"_s, u"no such subscription"_s);
    };
    if (request.method == "PUT" && parts.size() == 3) {
        const QStringList names = query.value(u"names"_s).split(u',', Qt::SkipEmptyParts);
        const QStringList kinds = query.value(u"eventTypes"_s).split(u',', Qt::SkipEmptyParts);
        if (query.value(u"type"_s) != u"entity" || names.isEmpty() || kinds.isEmpty() || !request.body.isEmpty())
            return wrong(u"a subscription to nothing"_s);
        Queue &queue = m_queues[name]; // one that is there stays
        queue.names = names;
        queue.kinds = kinds;
        return jsonAnswer(200, {{u"lastRequestId"_s, queue.lastRequest},
                                {u"subscriptionId"_s, name},
                                {u"createdOn"_s, toMs(m_clock.now())},
                                {u"jmsSelector"_s, u"JMSType='ENTITY'"_s}});
    }
    if (request.method != "GET")
        return wrong(u"no such operation on a subscription"_s, 405);
    const auto queue = m_queues.find(name);
    if (queue == m_queues.end())
        return noSuch();
    if (parts.value(3) == u"lastRequestId")
        return jsonAnswer(200, {{u"result"_s, queue->lastRequest}});
    const int most = query.value(u"maxEvents"_s).toInt();
    if (most < 1 || parts.size() != 3)
        return wrong(u"events without a number of them"_s);
    int number = query.value(u"requestId"_s).toInt();
    if (!query.contains(u"requestId"_s)) {
        if (queue->events.isEmpty())
            return {.status = 200, .contentType = "application/json", .body = {}};
        number = ++queue->lastRequest;
        queue->read.insert(number, queue->events.mid(0, most)); // reading takes them off
        queue->events = queue->events.mid(most);
    }
    if (!queue->read.contains(number))
        return refuse(400, u"errors.noSuchRequest"_s, u"no such request"_s);
    QJsonArray events;
    for (const QJsonObject &event : queue->read.value(number))
        events.append(event);
    return jsonAnswer(200, {{u"requestId"_s, number}, {u"events"_s, events}});
}

void FakeBullhorn::tell(const QString &table, qint64 id, const QString &kind, const QStringList &properties)
{
    for (Queue &queue : m_queues) {
        if (!queue.names.contains(table) || !queue.kinds.contains(kind))
            continue;
        QJsonObject event{{u"eventId"_s, u"ID:JBM-%1"_s.arg(++m_lastEvent)},
                          {u"eventType"_s, u"ENTITY"_s},
                          {u"eventTimestamp"_s, toMs(m_clock.now())},
                          {u"entityName"_s, table},
                          {u"entityId"_s, id},
                          {u"entityEventType"_s, kind}};
        if (kind == u"UPDATED")
            event.insert(u"updatedProperties"_s, QJsonArray::fromStringList(properties));
        queue.events.append(event);
    }
}

} // namespace ringback::test
