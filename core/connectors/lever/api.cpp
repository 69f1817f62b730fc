#include "connectors/lever/api.h"

#include <QCoro/QCoroTimer>
#include <QTimer>

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
        const int abandoned = m_abandoned;
        co_await waitForTurn();
        if (m_abandoned != abandoned) {
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
        if (m_settings.limit)
            m_settings.limit->pauseUntil(m_clock.now() + pause, m_clock.now());
        if (!mayRepeat || !m_settings.limit || attempt == triesWhenTooFast || pause > RateLimit::longestWait)
            co_return answer;
    }
}

// Waits in line. A request that waits can be given up too.
QCoro::Task<> LeverApi::waitForTurn()
{
    if (!m_settings.limit)
        co_return;
    const Instant now = m_clock.now();
    const Instant turn = m_settings.limit->takeTurn(now);
    if (turn <= now)
        co_return;
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer); // others may be early, which Lever counts
    timer.start(turn - now);
    m_waiting.insert(&timer);
    co_await timer;
    m_waiting.remove(&timer);
}

void LeverApi::abandon()
{
    ++m_abandoned;
    for (QTimer *const timer : QSet<QTimer *>(m_waiting))
        timer->start(0);
    m_http.abandon();
}

HttpCall LeverApi::callTo(const QByteArray &verb, const QByteArray &target, const QByteArray &body) const
{
    QByteArray base = m_settings.baseUrl.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith('/'))
        base.chop(1);
    HttpCall call;
    call.verb = verb;
    call.url = base + "/v1" + target;
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
