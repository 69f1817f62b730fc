#include "support/fakejobber.h"

#include "base/time.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

// What it does with questions is in fakejobberaccount.cpp.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

HttpResponse json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

QJsonObject cost(double requested, double available, double rate)
{
    const QJsonObject status{{u"maximumAvailable"_s, 10000}, {u"currentlyAvailable"_s, available}, {u"restoreRate"_s, rate}};
    return {{u"requestedQueryCost"_s, requested}, {u"actualQueryCost"_s, requested}, {u"throttleStatus"_s, status}};
}

} // namespace

FakeJobber::FakeJobber()
    : m_check(GraphQlCheck::of(u"jobber/jobber-subset.graphql"_s))
    , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake Jobber cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeJobber::~FakeJobber()
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

QString FakeJobber::baseUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

void FakeJobber::script(What what, HttpResponse response)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({what, std::move(response)});
}

void FakeJobber::answerNext(int status, const QByteArray &body, const QByteArray &contentType)
{
    script(What::Answer, {.status = status, .contentType = contentType, .body = body});
}

void FakeJobber::throttleNext(double requested, double available, double restoreRate)
{
    const QJsonObject error{{u"message"_s, u"Throttled"_s}, {u"extensions"_s, QJsonObject{{u"code"_s, u"THROTTLED"_s}}}};
    script(What::Answer, json(200, {{u"errors"_s, QJsonArray{error}},
                                    {u"extensions"_s, QJsonObject{{u"cost"_s, cost(requested, available, restoreRate)}}}}));
}

void FakeJobber::dropNext()
{
    script(What::Drop);
}

void FakeJobber::dropAnswerAfterTakingNext()
{
    script(What::TakeAndDrop);
}

void FakeJobber::addErrorsAfterTakingNext()
{
    script(What::TakeAndErr);
}

void FakeJobber::stallNext()
{
    script(What::Stall);
}

void FakeJobber::letNextPass()
{
    script(What::Pass);
}

void FakeJobber::refuseInput(const QString &field, const QString &message)
{
    const std::scoped_lock lock(m_mutex);
    m_userErrors = {QJsonObject{{u"message"_s, message}, {u"path"_s, QJsonArray{u"input"_s, field}}}};
}

void FakeJobber::expireToken()
{
    const std::scoped_lock lock(m_mutex);
    m_access = "none";
}

void FakeJobber::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_access = "none";
    m_refresh = "none";
}

void FakeJobber::setDead(bool dead)
{
    const std::scoped_lock lock(m_mutex);
    m_isDead = dead;
}

QList<FakeJobber::Request> FakeJobber::asked() const
{
    const std::scoped_lock lock(m_mutex);
    return m_asked;
}

QStringList FakeJobber::operations() const
{
    QStringList names;
    for (const Request &request : asked()) {
        if (!request.operation.isEmpty())
            names.append(request.operation);
    }
    return names;
}

QStringList FakeJobber::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

int FakeJobber::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

void FakeJobber::handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    if (m_isDead)
        return reply({.status = 0});
    if (request.path() == "/api/oauth/token" && request.method == "POST")
        return reply(token(request));
    if (const std::optional<HttpResponse> no = refused(request))
        return reply(*no);
    const QJsonObject question = QJsonDocument::fromJson(request.body).object();
    m_asked.append({question.value(u"operationName"_s).toString(), question.value(u"variables"_s).toObject()});
    Behaviour behaviour;
    if (!m_script.empty()) {
        behaviour = m_script.front();
        m_script.pop_front();
    }
    switch (behaviour.what) {
    case What::Answer:
        return reply(behaviour.response);
    case What::Pass:
        return reply(answer(question, false));
    case What::TakeAndErr:
        return reply(answer(question, true));
    case What::TakeAndDrop:
        (void)answer(question, false);
        return reply({.status = 0});
    case What::Drop:
        return reply({.status = 0});
    case What::Stall:
        m_stalled.append(reply);
        return;
    }
}

// Refresh tokens work once.
HttpResponse FakeJobber::token(const ingress::HttpRequest &request)
{
    m_asked.append(Request());
    const QUrlQuery form(QString::fromLatin1(request.body));
    const auto field = [&](const QString &name) {
        return form.queryItemValue(name, QUrl::FullyDecoded).toLatin1();
    };
    if (field(u"client_id"_s) != "jobber-app" || field(u"client_secret"_s) != clientSecret())
        return json(401, {{u"error"_s, u"invalid_client"_s}});
    const bool isCode = field(u"grant_type"_s) == "authorization_code" && field(u"code"_s) == "code-1";
    if (!isCode && (field(u"grant_type"_s) != "refresh_token" || field(u"refresh_token"_s) != m_refresh))
        return json(401, {{u"error"_s, u"invalid_grant"_s}, {u"error_description"_s, u"The refresh token is not valid"_s}});
    m_access = nextId(u"access"_s).toLatin1();
    m_refresh = nextId(u"refresh"_s).toLatin1();
    const QString until = toDateTime(m_now.value_or(Instant())).addSecs(3600).toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
    return json(200, {{u"access_token"_s, QString::fromLatin1(m_access)},
                      {u"refresh_token"_s, QString::fromLatin1(m_refresh)},
                      {u"expires_at"_s, until}});
}

std::optional<HttpResponse> FakeJobber::refused(const ingress::HttpRequest &request) const
{
    if (request.path() != "/api/graphql" || request.method != "POST")
        return json(404, {{u"message"_s, u"Not Found"_s}});
    if (request.header("authorization") != "Bearer " + m_access || m_access.isEmpty())
        return json(401, {{u"message"_s, u"Unauthorized"_s}});
    if (request.header("x-jobber-graphql-version") != "2026-04-16")
        return json(400, {{u"message"_s, u"X-JOBBER-GRAPHQL-VERSION header is missing"_s}});
    if (request.header("content-type") != "application/json")
        return json(400, {{u"message"_s, u"not JSON"_s}});
    return std::nullopt;
}

HttpResponse FakeJobber::answer(const QJsonObject &question, bool withErrors)
{
    QJsonObject checked = question;
    if (m_check) {
        const QStringList wrong = m_check->problemsOf(question);
        m_problems += wrong;
        if (!wrong.isEmpty())
            return json(200, {{u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, wrong.constFirst()}}}}});
    }
    const QString operation = question.value(u"operationName"_s).toString();
    const QJsonObject variables = question.value(u"variables"_s).toObject();
    const bool isMutation = question.value(u"query"_s).toString().startsWith(u"mutation"_s);
    const QJsonObject data = isMutation ? change(operation, variables) : read(operation, variables);
    if (m_check) {
        checked.insert(u"data"_s, data);
        m_problems += m_check->problemsOf(checked);
    }
    QJsonObject said{
        {u"data"_s, data},
        {u"extensions"_s, QJsonObject{{u"cost"_s, cost(10, 9990, 500)}, {u"versioning"_s, QJsonObject{{u"version"_s, u"2026-04-16"_s}}}}}};
    if (withErrors)
        said.insert(u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, u"An error has occurred"_s}, {u"path"_s, QJsonArray{u"x"_s}}}});
    return json(200, said);
}

} // namespace ringback::test
