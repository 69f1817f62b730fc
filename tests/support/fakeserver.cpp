#include "support/fakeserver.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

FakeServer::FakeServer()
    : m_listener([this](const Request &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); },
                 {.bodyBytes = 16 << 20})
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("a stand-in cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeServer::~FakeServer()
{
    stop();
}

void FakeServer::stop()
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

QString FakeServer::baseUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

void FakeServer::script(What what, const QByteArray &where, Response response)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({what, where, std::move(response)});
}

void FakeServer::answerNext(int status, const QByteArray &body, const QByteArray &where,
                            const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    script(What::Answer, where, {.status = status, .contentType = "application/json", .body = body, .headers = headers});
}

void FakeServer::throttleNext(int times, int retryAfterSeconds)
{
    for (int i = 0; i < times; ++i)
        script(What::Answer, {}, throttled(retryAfterSeconds));
}

void FakeServer::dropNext(const QByteArray &where)
{
    script(What::Drop, where);
}

void FakeServer::dropAnswerAfterTakingNext(const QByteArray &where)
{
    script(What::TakeAndDrop, where);
}

void FakeServer::answer500AfterTakingNext(const QByteArray &where)
{
    script(What::TakeAndAnswer500, where);
}

void FakeServer::stallNext(const QByteArray &where)
{
    script(What::Stall, where);
}

QList<ingress::HttpRequest> FakeServer::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

int FakeServer::asked(const QByteArray &where) const
{
    const QList<Request> all = requests();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](const Request &each) { return (each.method + ' ' + each.target).contains(where); }));
}

QStringList FakeServer::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

int FakeServer::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

FakeServer::Response FakeServer::throttled(int retryAfterSeconds) const
{
    return {.status = 429, .body = "slow down", .headers = {{"Retry-After", QByteArray::number(retryAfterSeconds)}}};
}

FakeServer::Response FakeServer::json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

void FakeServer::handle(const Request &request, const ingress::HttpListener::Reply &reply)
{
    Response response;
    {
        const std::scoped_lock lock(m_mutex);
        m_requests.append(request);
        const QByteArray asked = request.method + ' ' + request.target;
        const auto found =
            std::find_if(m_script.begin(), m_script.end(), [&](const Behaviour &each) { return asked.contains(each.where); });
        std::optional<Behaviour> behaviour;
        if (found != m_script.end()) {
            behaviour = *found;
            m_script.erase(found);
        }
        if (!behaviour) {
            response = answer(request);
        } else {
            switch (behaviour->what) {
            case What::Answer:
                response = behaviour->response;
                break;
            case What::TakeAndAnswer500:
                static_cast<void>(answer(request));
                response = {.status = 500, .body = "something went wrong"};
                break;
            case What::TakeAndDrop:
                static_cast<void>(answer(request));
                response.status = 0;
                break;
            case What::Drop:
                response.status = 0;
                break;
            case What::Stall:
                m_stalled.append(reply);
                return;
            }
        }
    }
    reply(std::move(response));
}

} // namespace ringback::test
