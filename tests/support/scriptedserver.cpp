#include "support/scriptedserver.h"

#include "base/time.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

bool fits(const QByteArray &verb, const QByteArray &path, const ingress::HttpRequest &request)
{
    return (verb.isEmpty() || verb == request.method) && request.path().endsWith(path);
}

std::pair<QByteArray, QByteArray> parted(const QByteArray &verbAndPath)
{
    const qsizetype blank = verbAndPath.indexOf(' ');
    return {verbAndPath.first(qMax(blank, 0)), verbAndPath.mid(blank + 1)};
}

} // namespace

ScriptedServer::ScriptedServer(std::optional<ApiDescription> description)
    : m_description(std::move(description))
    , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{}

ScriptedServer::~ScriptedServer()
{
    stop();
}

void ScriptedServer::start()
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("a fake cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

void ScriptedServer::stop()
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

QUrl ScriptedServer::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void ScriptedServer::next(const QByteArray &verbAndPath, Then then, const Response &response)
{
    const auto [verb, path] = parted(verbAndPath);
    const std::scoped_lock lock(m_mutex);
    m_plans.push_back({verb, path, then, response});
}

void ScriptedServer::next(const QByteArray &verbAndPath, int status, const QByteArray &body, const QByteArray &contentType)
{
    next(verbAndPath, Then::Answer, {.status = status, .contentType = contentType, .body = body});
}

void ScriptedServer::setNow(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

QList<ScriptedServer::Asked> ScriptedServer::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

QList<ScriptedServer::Asked> ScriptedServer::requests(const QByteArray &verbAndPath) const
{
    const auto [verb, path] = parted(verbAndPath);
    QList<Asked> found;
    for (const Asked &request : requests()) {
        if (fits(verb, path, request))
            found.append(request);
    }
    return found;
}

void ScriptedServer::forgetRequests()
{
    const std::scoped_lock lock(m_mutex);
    m_requests.clear();
}

QStringList ScriptedServer::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

qsizetype ScriptedServer::left() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<qsizetype>(m_plans.size());
}

void ScriptedServer::handle(const Asked &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    m_requests.append(request);
    if (const std::optional<Response> away = turnedAway(request))
        return reply(*away);
    const auto plan = std::find_if(m_plans.begin(), m_plans.end(), [&](const Plan &each) { return fits(each.verb, each.path, request); });
    if (plan == m_plans.end())
        return reply(judged(request));
    const Plan taken = *plan;
    m_plans.erase(plan);
    switch (taken.then) {
    case Then::Answer:
        return reply(taken.response);
    case Then::TakeAndAnswer: {
        const Response done = judged(request);
        return reply(done.status < 300 ? taken.response : done);
    }
    case Then::TakeAndDrop: {
        const Response done = judged(request);
        return reply(done.status < 300 ? Response{.status = 0} : done);
    }
    case Then::Drop:
        return reply({.status = 0});
    case Then::Stall:
        m_stalled.append(reply);
        return;
    }
}

// Request and answer, as the description has them.
ScriptedServer::Response ScriptedServer::judged(const Asked &request)
{
    const bool holds = m_description && isDescribed(request);
    if (holds) {
        const QStringList wrong = m_description->problemsOf(request.method, request.target, request.headers, request.body);
        if (!wrong.isEmpty())
            return refuse(wrong.join(u"; "_s));
    }
    const Response response = answer(request);
    if (holds)
        m_problems +=
            m_description->problemsOfAnswer(request.method, request.target, response.status, response.contentType, response.body, true);
    return response;
}

bool ScriptedServer::isDescribed(const Asked &) const
{
    return true;
}

ScriptedServer::Response ScriptedServer::refuse(const QString &problem)
{
    m_problems.append(problem);
    return badRequest(problem);
}

Instant ScriptedServer::now() const
{
    return m_now.value_or(fromMs(QDateTime::currentMSecsSinceEpoch()));
}

ScriptedServer::Response jsonAnswer(int status, const QByteArray &json)
{
    return {.status = status, .contentType = "application/json", .body = json};
}

ScriptedServer::Response jsonAnswer(int status, const QJsonObject &object)
{
    return jsonAnswer(status, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace ringback::test
