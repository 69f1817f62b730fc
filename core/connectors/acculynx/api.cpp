#include "connectors/acculynx/api.h"

#include "connectors/http/host.h"

#include <algorithm>

namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds pauseWhenTooFast{30'000}; // a breach blocks for about that long
constexpr int triesWhenTooFast = 3; // of a read

// The quota of writes, of the hour or the day, which leaves reading free.
bool isOfWrites(const HttpAnswer &answer)
{
    return answer.header("RateLimit-Policy").trimmed().startsWith("company-write");
}

} // namespace

AccuLynxApi::AccuLynxApi(AccuLynxSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_http(network, clock, m_settings.timeout)
    , m_turns(m_settings.limit, clock)
{}

QCoro::Task<HttpAnswer> AccuLynxApi::read(QByteArray target, QByteArray body)
{
    const QByteArray verb = body.isEmpty() ? "GET" : "POST";
    HttpAnswer answer = co_await send(verb, std::move(target), std::move(body), true);
    co_return answer;
}

QCoro::Task<HttpAnswer> AccuLynxApi::write(QByteArray verb, QByteArray target, QByteArray body)
{
    HttpAnswer answer = co_await send(std::move(verb), std::move(target), std::move(body), false);
    co_return answer;
}

QCoro::Task<HttpAnswer> AccuLynxApi::send(QByteArray verb, QByteArray target, QByteArray body, bool mayRepeat)
{
    for (int attempt = 1;; ++attempt) {
        const bool mayGo = co_await m_turns.wait();
        if (!mayGo) {
            HttpAnswer gaveUp;
            gaveUp.neverLeft = true;
            gaveUp.heldBack = true;
            gaveUp.trouble = u"given up while it waited for its turn"_s;
            co_return gaveUp;
        }
        HttpCall call = callTo(verb, target, body);
        const HttpAnswer answer = co_await m_http.send(std::move(call));
        if (answer.status != 429)
            co_return answer;
        const Milliseconds pause = pauseOf(answer);
        if (!isOfWrites(answer))
            m_turns.pause(pause);
        if (!mayRepeat || !m_settings.limit || attempt == triesWhenTooFast || pause > RateLimit::longestWait)
            co_return answer;
    }
}

void AccuLynxApi::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

HttpCall AccuLynxApi::callTo(const QByteArray &verb, const QByteArray &target, const QByteArray &body) const
{
    HttpCall call;
    call.verb = verb;
    call.url = hostAt(m_settings.baseUrl) + "/api/v2" + target;
    call.headers = {{"Authorization", "Bearer " + m_settings.apiKey}, {"Accept", "application/json"}};
    if (!body.isEmpty()) {
        call.contentType = "application/json";
        call.body = body;
    }
    return call;
}

QString AccuLynxApi::withoutSecrets(QString text) const
{
    if (!m_settings.apiKey.isEmpty())
        text.replace(QString::fromUtf8(m_settings.apiKey), "***"_L1);
    return text;
}

Milliseconds pauseOf(const HttpAnswer &answer)
{
    if (answer.retryAfter)
        return *answer.retryAfter;
    bool isNumber = false;
    const qint64 seconds = answer.header("RateLimit-Reset").trimmed().toLongLong(&isNumber);
    if (!isNumber || seconds < 0)
        return pauseWhenTooFast;
    return seconds > HttpClient::maxRetryAfter / std::chrono::seconds(1) ? HttpClient::maxRetryAfter
                                                                         : Milliseconds(std::chrono::seconds(seconds));
}

} // namespace ringback::connectors::acculynx
