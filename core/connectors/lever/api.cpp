#include "connectors/lever/api.h"

#include "connectors/http/host.h"

#include <algorithm>

namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds pauseWhenTooFast{1'000}; // Lever names none
constexpr int triesWhenTooFast = 3; // of a read

} // namespace

LeverApi::LeverApi(LeverSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_http(network, clock, m_settings.timeout)
    , m_turns(m_settings.limit, clock)
{}

QCoro::Task<HttpAnswer> LeverApi::read(QByteArray target)
{
    HttpAnswer answer = co_await send("GET", std::move(target), QByteArray(), true);
    co_return answer;
}

QCoro::Task<HttpAnswer> LeverApi::write(QByteArray verb, QByteArray path, QByteArray body)
{
    QByteArray target = path + "?perform_as=" + QUrl::toPercentEncoding(m_settings.performAs);
    HttpAnswer answer = co_await send(std::move(verb), std::move(target), std::move(body), false);
    co_return answer;
}

QCoro::Task<HttpAnswer> LeverApi::send(QByteArray verb, QByteArray target, QByteArray body, bool mayRepeat)
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
        const Milliseconds pause = answer.retryAfter.value_or(pauseWhenTooFast);
        m_turns.pause(pause);
        if (!mayRepeat || !m_settings.limit || attempt == triesWhenTooFast || pause > RateLimit::longestWait)
            co_return answer;
    }
}

void LeverApi::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

HttpCall LeverApi::callTo(const QByteArray &verb, const QByteArray &target, const QByteArray &body) const
{
    HttpCall call;
    call.verb = verb;
    call.url = hostAt(m_settings.baseUrl) + "/v1" + target;
    call.headers = {{"Authorization", "Basic " + (m_settings.apiKey + ':').toBase64()}, {"Accept", "application/json"}};
    if (!body.isEmpty()) {
        call.contentType = "application/json";
        call.body = body;
    }
    return call;
}

QString LeverApi::withoutSecrets(QString text) const
{
    if (!m_settings.apiKey.isEmpty())
        text.replace(QString::fromUtf8(m_settings.apiKey), "***"_L1);
    return text;
}

} // namespace ringback::connectors::lever
