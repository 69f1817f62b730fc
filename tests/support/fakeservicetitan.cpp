#include "support/fakeservicetitan.h"

#include "base/time.h"
#include "support/servicetitandescription.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

constexpr Milliseconds tokenLife = std::chrono::minutes(15);

HttpResponse json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

bool isAt(const QJsonObject &entry, const QString &time, const QString &bound, bool before)
{
    const QDateTime at = QDateTime::fromString(entry.value(time).toString(), Qt::ISODateWithMs);
    const QDateTime limit = QDateTime::fromString(bound, Qt::ISODateWithMs);
    return before ? at < limit : at >= limit;
}

QJsonObject published(QJsonObject entry)
{
    for (const QString &name : entry.keys()) {
        if (name.startsWith(u'_')) // the fake's own
            entry.remove(name);
    }
    return entry;
}

} // namespace

QJsonObject filled(QJsonObject usual, const QJsonObject &given)
{
    for (auto it = given.begin(); it != given.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

FakeServiceTitan::FakeServiceTitan(const Clock &clock)
    : m_clock(clock)
    , m_descriptions(serviceTitanDescriptions())
    , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    const auto named = [](qint64 id, const QString &name) {
        return QJsonObject{{u"id"_s, id}, {u"name"_s, name}, {u"active"_s, true}};
    };
    m_tables[u"campaigns"_s] = {named(31, u"Missed calls"_s), named(32, u"Hail 2026"_s)};
    m_tables[u"tag-types"_s] = {named(41, u"missed-call-automation"_s), named(42, u"VIP"_s)};
    m_tables[u"call-reasons"_s] = {named(51, u"Not interested"_s), named(52, u"Wrong number"_s)};
    m_tables[u"employees"_s] = {named(61, u"Dana Reyes"_s), named(62, u"Office"_s)};
    m_tables[u"business-units"_s] = {named(71, u"Roofing"_s)};
    m_tables[u"task-types"_s] = {named(81, u"Callback"_s)};
    m_tables[u"task-sources"_s] = {named(91, u"Phone"_s)};
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake ServiceTitan cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeServiceTitan::~FakeServiceTitan()
{
    stop();
}

void FakeServiceTitan::stop()
{
    QList<ingress::HttpListener::Reply> stalled;
    {
        const std::scoped_lock lock(m_mutex);
        stalled.swap(m_stalled);
    }
    for (const ingress::HttpListener::Reply &reply : std::as_const(stalled))
        reply({.status = 0});
    m_listener.stop();
}

QString FakeServiceTitan::baseUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

void FakeServiceTitan::handle(const Asked &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    if (request.path() == "/connect/token")
        return reply(token(request));
    if (const std::optional<Response> no = turnedAway(request))
        return reply(*no);
    m_requests.append({request.method, request.target, request.body});
    const QByteArray module = request.path().split('/').value(1);
    const QByteArray line = request.method + ' ' + request.target;
    const auto behaviour =
        std::find_if(m_script.begin(), m_script.end(), [&line](const Behaviour &one) { return line.contains(one.part); });
    if (behaviour == m_script.end())
        return reply(judged(request, module));
    const Behaviour found = *behaviour;
    m_script.erase(behaviour);
    switch (found.what) {
    case What::Answer:
        return reply(found.response);
    case What::TakeAndAnswer500:
        (void)judged(request, module);
        return reply(json(500, {{u"title"_s, u"Internal Server Error"_s}, {u"status"_s, 500}, {u"traceId"_s, u"00-1"_s}}));
    case What::TakeAndDrop:
        (void)judged(request, module);
        return reply({.status = 0});
    case What::Drop:
        return reply({.status = 0});
    case What::Stall:
        m_stalled.append(reply);
        return;
    }
}

FakeServiceTitan::Response FakeServiceTitan::token(const Asked &request)
{
    const QUrlQuery form(QString::fromUtf8(request.body));
    const auto value = [&form](const QString &name) {
        return form.queryItemValue(name, QUrl::FullyDecoded);
    };
    if (request.method != "POST" || !request.header("content-type").startsWith("application/x-www-form-urlencoded") ||
        value(u"grant_type"_s) != u"client_credentials") {
        m_problems.append(u"a token asked for in a way that is none"_s);
        return json(400, {{u"error"_s, u"invalid_request"_s}});
    }
    if (m_isRevoked || value(u"client_id"_s) != clientId() || value(u"client_secret"_s).toUtf8() != clientSecret())
        return json(400, {{u"error"_s, u"invalid_client"_s}});
    const QByteArray token = "st-token-" + QByteArray::number(++m_tokensGiven);
    m_tokens.insert(token, m_clock.now() + tokenLife);
    return json(200, {{u"access_token"_s, QString::fromLatin1(token)},
                      {u"expires_in"_s, 900},
                      {u"token_type"_s, u"Bearer"_s},
                      {u"scope"_s, u"tn.crm.customers:r"_s}});
}

// By the gateway before the modules.
std::optional<FakeServiceTitan::Response> FakeServiceTitan::turnedAway(const Asked &request)
{
    const QByteArray bearer = request.header("authorization");
    const auto good = m_tokens.constFind(bearer.mid(7));
    if (!bearer.startsWith("Bearer ") || good == m_tokens.constEnd() || *good <= m_clock.now() || m_isRevoked)
        return json(401, {{u"statusCode"_s, 401}, {u"message"_s, u"Access denied due to invalid access token"_s}});
    if (request.header("st-app-key") != appKey())
        return json(401, {{u"statusCode"_s, 401}, {u"message"_s, u"Access denied due to missing application key"_s}});
    if (request.method == "POST" && request.body.isEmpty() && request.header("content-length").isEmpty()) {
        m_problems.append(u"a POST without a length"_s);
        return json(411, {{u"statusCode"_s, 411}, {u"message"_s, u"Length required"_s}});
    }
    return std::nullopt;
}

// Request and answer, as the official description has them.
FakeServiceTitan::Response FakeServiceTitan::judged(const Asked &request, const QByteArray &module)
{
    const QByteArray prefix = '/' + module + "/v2/tenant/" + tenant().toLatin1() + '/';
    if (!request.target.startsWith(prefix)) {
        m_problems.append(u"another tenant or address: "_s + QString::fromLatin1(request.target));
        return refuse(404, u"Not Found"_s);
    }
    if (m_forbidden.contains(module))
        return refuse(403, u"Forbidden"_s);
    const auto description = m_descriptions.constFind(QString::fromLatin1(module));
    if (description != m_descriptions.constEnd()) {
        const QStringList wrong = description->problemsOf(request.method, request.target, request.headers, request.body);
        if (!wrong.isEmpty()) {
            m_problems += wrong;
            return refuse(400, wrong.join(u"; "_s));
        }
    }
    const Response response = answer(request, module, request.path().mid(prefix.size()));
    if (description != m_descriptions.constEnd())
        m_problems += description->problemsOfAnswer(request.method, request.target, response.status, response.contentType, response.body,
                                                    response.status >= 400);
    return response;
}

FakeServiceTitan::Response FakeServiceTitan::answer(const Asked &request, const QByteArray &module, const QByteArray &path)
{
    const QStringList parts = QString::fromLatin1(path).split(u'/');
    if (module == "crm")
        return crm(request, parts);
    if (module == "taskmanagement")
        return tasks(request, parts);
    return office(request, module, parts);
}

FakeServiceTitan::Response FakeServiceTitan::page(const Asked &request, const QList<QJsonObject> &entries)
{
    const QUrlQuery query(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded));
    const QString asked = query.queryItemValue(u"pageSize"_s);
    const int size = qMin(asked.isEmpty() ? 50 : asked.toInt(), m_maxPage);
    const int number = qMax(1, query.queryItemValue(u"page"_s).toInt());
    if (size < 1)
        return refuse(400, u"pageSize"_s, {{u"pageSize"_s, QJsonArray{u"must be positive"_s}}});
    const qsizetype from = qsizetype(number - 1) * size;
    QJsonArray data;
    for (const QJsonObject &entry : entries.mid(from, size))
        data.append(published(entry));
    return json(200, {{u"page"_s, number},
                      {u"pageSize"_s, size},
                      {u"hasMore"_s, from + size < entries.size()},
                      {u"totalCount"_s, query.queryItemValue(u"includeTotal"_s) == u"true" ? QJsonValue(entries.size()) : QJsonValue()},
                      {u"data"_s, data}});
}

// The entries of a table that a list's usual filters leave: times, ids, and whatever has to be equal.
QList<QJsonObject> FakeServiceTitan::filtered(const QString &table, const Asked &request, const QStringList &equal) const
{
    const QUrlQuery query(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded));
    const auto value = [&query](const QString &name) {
        return query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const QString active = value(u"active"_s);
    const QStringList ids = value(u"ids"_s).split(u',', Qt::SkipEmptyParts);
    QList<QJsonObject> kept;
    for (const QJsonObject &entry : m_tables.value(table)) {
        bool fits = active == u"Any" || !entry.contains(u"active"_s) || entry.value(u"active"_s).toBool() == (active != u"False");
        fits = fits && (ids.isEmpty() || ids.contains(QString::number(entry.value(u"id"_s).toInteger())));
        for (const QString &name : equal)
            fits = fits && (value(name).isEmpty() || entry.value(name).toVariant().toString() == value(name));
        for (const QString &time : {u"created"_s, u"modified"_s, u"completed"_s}) {
            const QString since = value(time + u"OnOrAfter"_s);
            const QString until = value(time + u"Before"_s);
            fits = fits && (since.isEmpty() || isAt(entry, time + u"On"_s, since, false));
            fits = fits && (until.isEmpty() || isAt(entry, time + u"On"_s, until, true));
        }
        if (fits)
            kept.append(entry);
    }
    return kept;
}

FakeServiceTitan::Response FakeServiceTitan::refuse(int status, const QString &title, const QJsonObject &fields)
{
    return json(status, {{u"type"_s, u"https://httpstatuses.io/%1"_s.arg(status)},
                         {u"title"_s, title},
                         {u"status"_s, status},
                         {u"traceId"_s, u"00-4bf92f3577b34da6"_s},
                         {u"errors"_s, fields},
                         {u"data"_s, QJsonObject()}});
}

FakeServiceTitan::Response FakeServiceTitan::noSuch(const Asked &request)
{
    m_problems.append(u"no such operation: %1 %2"_s.arg(QString::fromLatin1(request.method), QString::fromLatin1(request.target)));
    return refuse(404, u"Not Found"_s);
}

QString FakeServiceTitan::oddIn(const QJsonObject &body, const QStringList &required, const QStringList &known)
{
    for (const QString &name : required) {
        if (body.value(name).isUndefined() || body.value(name).isNull())
            return name;
    }
    for (const QString &name : body.keys()) {
        const bool isTime = name.endsWith(u"Date"_s) || name == u"completeBy" || name == u"start";
        if ((!required.contains(name) && !known.contains(name)) ||
            (isTime && !QDateTime::fromString(body.value(name).toString(), Qt::ISODateWithMs).isValid()) ||
            (isTime && !body.value(name).toString().contains(u'T')))
            return name;
    }
    return {};
}

QJsonObject &FakeServiceTitan::add(const QString &table, QJsonObject entry)
{
    const QJsonObject usual{{u"id"_s, ++m_lastId}, {u"createdOn"_s, now()}, {u"modifiedOn"_s, now()}, {u"_change"_s, ++m_lastChange}};
    m_tables[table].append(filled(usual, entry));
    return m_tables[table].last();
}

QJsonObject *FakeServiceTitan::find(const QString &table, qint64 id)
{
    for (QJsonObject &entry : m_tables[table]) {
        if (entry.value(u"id"_s).toInteger() == id)
            return &entry;
    }
    return nullptr;
}

bool FakeServiceTitan::isChoice(const QString &list, const QJsonValue &id) const
{
    const QList<QJsonObject> entries = m_tables.value(list);
    return std::any_of(entries.begin(), entries.end(), [&id](const QJsonObject &entry) { return entry.value(u"id"_s) == id; });
}

QString FakeServiceTitan::now() const
{
    return toIso(m_clock.now());
}

} // namespace ringback::test
