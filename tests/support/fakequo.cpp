#include "support/fakequo.h"

#include "base/time.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

HttpResponse json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

HttpResponse flat(int status, const QString &code, const QString &message)
{
    return json(status, {{u"message"_s, message}, {u"code"_s, code}, {u"status"_s, status}, {u"docs"_s, u"https://openphone.com/docs"_s}});
}

QJsonObject filled(QJsonObject usual, const QJsonObject &given)
{
    for (auto it = given.begin(); it != given.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

bool isAfter(const QJsonObject &entry, const QString &bound, bool orEqual)
{
    const QDateTime at = QDateTime::fromString(entry.value(u"createdAt"_s).toString(), Qt::ISODateWithMs);
    const QDateTime limit = QDateTime::fromString(bound, Qt::ISODateWithMs);
    return orEqual ? at >= limit : at > limit;
}

} // namespace

FakeQuo::FakeQuo()
    : m_description(ApiDescription::read(u"quo/reduced.json"_s))
    , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake Quo cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeQuo::~FakeQuo()
{
    stop();
}

void FakeQuo::stop()
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

QUrl FakeQuo::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void FakeQuo::script(What what, HttpResponse response)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({what, std::move(response)});
}

void FakeQuo::refuseNext(int status, const QString &code, const QString &message)
{
    script(What::Answer, flat(status, code, message));
}

void FakeQuo::refuseNextAsItReallyDoes(int status, const QString &code, const QString &message)
{
    const QJsonObject error{{u"message"_s, message}, {u"key"_s, code}, {u"trace"_s, u"1"_s}};
    script(What::Answer, json(status, {{u"error"_s, error}}));
}

void FakeQuo::rateLimitNext(int times)
{
    for (int i = 0; i < times; ++i)
        refuseNext(429, {}, u"Too many requests"_s);
}

void FakeQuo::answerNext(int status, const QByteArray &body, const QByteArray &contentType)
{
    script(What::Answer, {.status = status, .contentType = contentType, .body = body});
}

void FakeQuo::dropNext()
{
    script(What::Drop);
}

void FakeQuo::dropAnswerAfterTakingNext()
{
    script(What::TakeAndDrop);
}

void FakeQuo::answer500AfterTakingNext()
{
    script(What::TakeAndAnswer500, flat(500, u"0201500"_s, u"Unknown error"_s));
}

void FakeQuo::stallNext()
{
    script(What::Stall);
}

void FakeQuo::letNextPass()
{
    script(What::Pass);
}

void FakeQuo::setNow(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

void FakeQuo::sayDate(const QByteArray &date)
{
    const std::scoped_lock lock(m_mutex);
    m_date = date;
}

void FakeQuo::restrictTexting(const QString &number)
{
    const std::scoped_lock lock(m_mutex);
    m_restricted.append(number);
}

void FakeQuo::onlyOldSurface()
{
    const std::scoped_lock lock(m_mutex);
    m_onlyOld = true;
}

void FakeQuo::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

QString FakeQuo::addCall(QJsonObject call)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = nextId(u"AC"_s);
    const QJsonArray sides{QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}, {u"actorId"_s, QJsonValue()}},
                           QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}, {u"actorId"_s, u"US1"_s}}};
    m_calls.append(filled({{u"id"_s, id},
                           {u"phoneNumberId"_s, u"PN1"_s},
                           {u"direction"_s, u"incoming"_s},
                           {u"status"_s, u"missed"_s},
                           {u"participants"_s, sides},
                           {u"answeredAt"_s, QJsonValue()},
                           {u"completedAt"_s, now()},
                           {u"createdAt"_s, now()},
                           {u"updatedAt"_s, now()}},
                          call));
    return m_calls.last().value(u"id"_s).toString();
}

QString FakeQuo::addText(QJsonObject message)
{
    const std::scoped_lock lock(m_mutex);
    m_texts.append(filled({{u"id"_s, nextId(u"AC"_s)},
                           {u"to"_s, QJsonArray{u"+12145550123"_s}},
                           {u"from"_s, u"+12145550100"_s},
                           {u"text"_s, u"hello"_s},
                           {u"phoneNumberId"_s, u"PN1"_s},
                           {u"conversationId"_s, u"CN1"_s},
                           {u"direction"_s, u"outgoing"_s},
                           {u"userId"_s, u"US1"_s},
                           {u"status"_s, u"queued"_s},
                           {u"createdAt"_s, now()},
                           {u"updatedAt"_s, now()}},
                          message));
    return m_texts.last().value(u"id"_s).toString();
}

QString FakeQuo::addHook(QJsonObject hook)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = nextId(u"100"_s);
    m_hooks.append(filled({{u"id"_s, id}, {u"status"_s, u"enabled"_s}, {u"resourceIds"_s, QJsonArray{u"*"_s}}}, hook));
    return id;
}

void FakeQuo::setText(const QString &id, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    for (QJsonObject &text : m_texts) {
        if (text.value(u"id"_s).toString() == id)
            text = filled(text, more);
    }
}

QList<QJsonObject> FakeQuo::texts() const
{
    const std::scoped_lock lock(m_mutex);
    return m_texts;
}

QList<QJsonObject> FakeQuo::hooks() const
{
    const std::scoped_lock lock(m_mutex);
    return m_hooks;
}

QList<FakeQuo::Request> FakeQuo::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

QStringList FakeQuo::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

int FakeQuo::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

void FakeQuo::handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    m_requests.append({request.method, request.target, request.header("quo-api-version"), request.body});
    const bool isDated = !request.path().startsWith("/v1/");
    if (isDated && request.header("quo-api-version") != "2026-03-30")
        return reply(refuse(u"Quo-Api-Version"_s)); // before the key
    if (request.header("authorization") != apiKey())
        return reply(flat(401, u"0200401"_s, u"Unauthorized"_s));
    if (isDated && m_onlyOld)
        return reply(flat(404, u"0200404"_s, u"Not found"_s));
    Behaviour behaviour{.what = What::Pass, .response = {}};
    if (!m_script.empty()) {
        behaviour = m_script.front();
        m_script.pop_front();
    }
    switch (behaviour.what) {
    case What::Answer:
        return reply(behaviour.response);
    case What::Pass:
        return reply(judged(request, answer(request)));
    case What::TakeAndAnswer500: {
        const HttpResponse done = judged(request, answer(request));
        return reply(done.status < 300 ? behaviour.response : done);
    }
    case What::TakeAndDrop: {
        const HttpResponse done = judged(request, answer(request));
        return reply(done.status < 300 ? HttpResponse{.status = 0} : done);
    }
    case What::Drop:
        return reply({.status = 0});
    case What::Stall:
        m_stalled.append(reply);
        return;
    }
}

// Request and answer, as the official description has them.
FakeQuo::Response FakeQuo::judged(const Asked &request, Response response)
{
    if (!m_date.isEmpty())
        response.headers.emplaceBack("Date", m_date);
    if (!m_description)
        return response;
    const QStringList wrong = m_description->problemsOf(request.method, request.target, request.headers, request.body);
    if (!wrong.isEmpty())
        return refuse(wrong.join(u"; "_s));
    m_problems +=
        m_description->problemsOfAnswer(request.method, request.target, response.status, response.contentType, response.body, true);
    return response;
}

FakeQuo::Response FakeQuo::refuse(const QString &problem, int status)
{
    m_problems.append(problem);
    return json(status, {{u"title"_s, u"Bad Request"_s}, {u"message"_s, problem}, {u"docs"_s, u""_s}, {u"trace"_s, u"1"_s}});
}

FakeQuo::Response FakeQuo::answer(const Asked &request)
{
    const QByteArray path = request.path();
    if (path == "/v1/messages" && request.method == "POST")
        return createText(request);
    if (path == "/v1/phone-numbers" && request.method == "GET")
        return numbers(false);
    if (path == "/phone-numbers" && request.method == "GET")
        return numbers(true);
    if (path == "/calls" && request.method == "GET")
        return page(request, m_calls);
    if (path == "/messages" && request.method == "GET")
        return page(request, m_texts);
    if (path == "/webhooks" || path.startsWith("/webhooks/"))
        return hook(request);
    return refuse(u"no such operation: %1 %2"_s.arg(QString::fromLatin1(request.method), QString::fromLatin1(path)), 404);
}

FakeQuo::Response FakeQuo::createText(const Asked &request)
{
    static const QRegularExpression e164(u"^\\+[1-9][0-9]{6,14}$"_s);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    for (const QString &name : body.keys()) {
        if (!QStringList{u"content"_s, u"from"_s, u"to"_s, u"userId"_s, u"setInboxStatus"_s}.contains(name))
            return refuse(u"Quo does not know %1"_s.arg(name));
    }
    const QJsonArray to = body.value(u"to"_s).toArray();
    const QString content = body.value(u"content"_s).toString();
    if (to.size() != 1) // Quo takes ten, and makes one group of them
        return refuse(u"not exactly one recipient"_s);
    if (!e164.match(to.at(0).toString()).hasMatch() || !e164.match(body.value(u"from"_s).toString()).hasMatch())
        return refuse(u"not a number"_s);
    if (content.trimmed().isEmpty() || content.size() > 1600)
        return refuse(u"content"_s);
    m_texts.append({{u"id"_s, nextId(u"AC"_s)},
                    {u"to"_s, to},
                    {u"from"_s, body.value(u"from"_s)},
                    {u"text"_s, content},
                    {u"phoneNumberId"_s, u"PN1"_s},
                    {u"conversationId"_s, u"CN1"_s},
                    {u"direction"_s, u"outgoing"_s},
                    {u"userId"_s, u"US1"_s},
                    {u"status"_s, u"queued"_s},
                    {u"createdAt"_s, now()},
                    {u"updatedAt"_s, now()}});
    return json(202, {{u"data"_s, m_texts.last()}});
}

FakeQuo::Response FakeQuo::page(const Asked &request, const QList<QJsonObject> &all)
{
    const bool isCalls = request.path() == "/calls";
    const QUrlQuery query(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded));
    const auto value = [&](const QString &name) {
        return query.queryItemValue(QString::fromLatin1(QUrl::toPercentEncoding(name)), QUrl::FullyDecoded);
    };
    const QStringList known = isCalls ? QStringList{u"createdAt[gte]"_s, u"include"_s, u"limit"_s, u"after"_s}
                                      : QStringList{u"createdAt[gt]"_s, u"to"_s, u"direction"_s, u"limit"_s, u"after"_s};
    for (const auto &item : query.queryItems(QUrl::FullyDecoded)) {
        if (!known.contains(item.first))
            return refuse(u"Quo does not know the parameter %1"_s.arg(item.first));
    }
    QList<QJsonObject> found;
    for (auto it = all.rbegin(); it != all.rend(); ++it) { // the newest first
        const QString since = value(isCalls ? u"createdAt[gte]"_s : u"createdAt[gt]"_s);
        if ((!since.isEmpty() && !isAfter(*it, since, isCalls)) ||
            (!value(u"to"_s).isEmpty() && !it->value(u"to"_s).toArray().contains(value(u"to"_s))) ||
            (!value(u"direction"_s).isEmpty() && it->value(u"direction"_s).toString() != value(u"direction"_s)))
            continue;
        QJsonObject entry = *it;
        if (isCalls && value(u"include"_s) != u"voicemail")
            entry.remove(u"voicemail"_s);
        found.append(entry);
    }
    const int limit = value(u"limit"_s).isEmpty() ? 10 : value(u"limit"_s).toInt();
    if (limit < 1 || limit > 50)
        return refuse(u"limit"_s);
    const qsizetype size = qMin(limit, m_maxPage);
    const qsizetype from = value(u"after"_s).mid(2).toInt(); // `c/50`
    QJsonArray data;
    for (const QJsonObject &entry : found.mid(from, size))
        data.append(entry);
    const bool goesOn = from + size < found.size();
    return json(200, {{u"data"_s, data}, {u"nextCursor"_s, goesOn ? QJsonValue(u"c/%1"_s.arg(from + size)) : QJsonValue()}});
}

FakeQuo::Response FakeQuo::numbers(bool dated) const
{
    QJsonArray lines;
    int n = 0;
    for (const QString &number : {u"+12145550100"_s, u"+12145550102"_s}) {
        QJsonObject line{{u"id"_s, u"PN%1"_s.arg(++n)},
                         {u"groupId"_s, u"GR1"_s},
                         {u"name"_s, u"Main"_s},
                         {u"formattedNumber"_s, number},
                         {u"forward"_s, QJsonValue()},
                         {u"portRequestId"_s, QJsonValue()},
                         {u"portingStatus"_s, QJsonValue()},
                         {u"symbol"_s, QJsonValue()},
                         {u"createdAt"_s, u"2026-01-01T00:00:00Z"_s},
                         {u"updatedAt"_s, u"2026-01-01T00:00:00Z"_s}};
        line.insert(dated ? u"phoneNumber"_s : u"number"_s, number);
        if (!dated) {
            const QString us = m_restricted.contains(number) ? u"restricted"_s : u"unrestricted"_s;
            const QJsonObject free{{u"CA"_s, u"unrestricted"_s}, {u"US"_s, u"unrestricted"_s}, {u"Intl"_s, u"restricted"_s}};
            line.insert(u"users"_s, QJsonArray());
            line.insert(u"restrictions"_s, QJsonObject{{u"messaging"_s, filled(free, {{u"US"_s, us}})}, {u"calling"_s, free}});
        }
        lines.append(line);
    }
    QJsonObject body{{u"data"_s, lines}};
    if (dated)
        body.insert(u"nextCursor"_s, QJsonValue());
    return json(200, body);
}

FakeQuo::Response FakeQuo::hook(const Asked &request)
{
    const QByteArrayList parts = request.path().mid(1).split('/'); // webhooks, id, rotate
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (parts.size() == 1 && request.method == "GET") {
        QJsonArray all;
        for (const QJsonObject &each : std::as_const(m_hooks))
            all.append(each);
        return json(200, {{u"data"_s, all}});
    }
    if (parts.size() == 1 && request.method == "POST") {
        if (body.value(u"url"_s).toString().isEmpty() || body.value(u"events"_s).toArray().isEmpty())
            return refuse(u"a webhook without an address or events"_s);
        m_hooks.append(filled({{u"id"_s, nextId(u"100"_s)}, {u"status"_s, u"enabled"_s}, {u"resourceIds"_s, QJsonArray{u"*"_s}}}, body));
        return json(201, {{u"data"_s, filled(m_hooks.last(), {{u"key"_s, QString::fromLatin1(webhookKey())}})}}); // shown only now
    }
    const auto found = std::find_if(m_hooks.begin(), m_hooks.end(),
                                    [&](const QJsonObject &each) { return each.value(u"id"_s).toString().toLatin1() == parts.value(1); });
    if (found == m_hooks.end())
        return flat(404, u"0200404"_s, u"Not found"_s);
    if (parts.size() == 3 && parts.at(2) == "rotate" && request.method == "POST")
        return json(200, {{u"data"_s, QJsonObject{{u"key"_s, u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s}}}});
    if (parts.size() == 2 && request.method == "PATCH") {
        *found = filled(*found, body);
        return json(200, {{u"data"_s, *found}});
    }
    if (parts.size() == 2 && request.method == "DELETE") {
        m_hooks.erase(found);
        return {.status = 204, .contentType = {}, .body = {}};
    }
    return refuse(u"no such operation on a webhook"_s, 405);
}

QString FakeQuo::nextId(const QString &prefix)
{
    return prefix + QString::number(++m_lastId);
}

QString FakeQuo::now() const
{
    return toIso(m_now.value_or(fromMs(QDateTime::currentMSecsSinceEpoch())));
}

} // namespace ringback::test
