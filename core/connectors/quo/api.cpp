#include "connectors/quo/api.h"

#include "connectors/http/host.h"
#include "connectors/quo/errors.h"

#include <QCoro/QCoroTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

const QByteArray apiDate = "2026-03-30";
constexpr Milliseconds pauseWhenTooFast{1'000}; // Quo names none
constexpr int triesWhenTooFast = 3; // of a read

} // namespace

QuoApi::QuoApi(QuoSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_http(network, clock, m_settings.timeout)
{}

QCoro::Task<HttpAnswer> QuoApi::send(QByteArray verb, QByteArray target, QByteArray body, std::function<bool()> mayLeave)
{
    const bool mayRepeat = verb == "GET";
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
        HttpCall call = callTo(verb, target);
        if (!body.isEmpty()) {
            call.contentType = "application/json";
            call.body = body;
            call.mayLeave = mayLeave;
        }
        const HttpAnswer answer = co_await m_http.send(std::move(call));
        if (answer.status != 429)
            co_return answer;
        if (m_settings.limit)
            m_settings.limit->pauseUntil(m_clock.now() + answer.retryAfter.value_or(pauseWhenTooFast), m_clock.now());
        if (!mayRepeat || !m_settings.limit || attempt == triesWhenTooFast)
            co_return answer;
    }
}

QCoro::Task<Result<QList<QJsonObject>>> QuoApi::list(QByteArray path, QByteArray query)
{
    QList<QJsonObject> found;
    QSet<QString> seen;
    QByteArray after;
    for (int i = 0; i < maxPages; ++i) {
        const QByteArray target = path + "?limit=" + QByteArray::number(pageSize) + (query.isEmpty() ? QByteArray() : '&' + query) + after;
        const HttpAnswer answer = co_await send("GET", target);
        const Result<ListPage> page = readPage(answer, path);
        if (!page) {
            Result<QList<QJsonObject>> failed = failure(page);
            co_return failed;
        }
        found += page->entries;
        if (page->next.isEmpty()) {
            Result<QList<QJsonObject>> all = found;
            co_return all;
        }
        if (seen.contains(page->next)) // it would go on for ever
            break;
        seen.insert(page->next);
        after = "&after=" + QUrl::toPercentEncoding(page->next);
    }
    Result<QList<QJsonObject>> endless = failure(ErrorKind::Invalid, u"the list %1 does not end"_s.arg(QString::fromLatin1(path)));
    co_return endless;
}

// Waits in line. A request that waits can be given up too.
QCoro::Task<> QuoApi::waitForTurn()
{
    if (!m_settings.limit)
        co_return;
    const Instant now = m_clock.now();
    const Instant turn = m_settings.limit->takeTurn(now);
    if (turn <= now)
        co_return;
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer); // others may be early, which Quo counts
    timer.start(turn - now);
    m_waiting.insert(&timer);
    co_await timer;
    m_waiting.remove(&timer);
}

void QuoApi::abandon()
{
    ++m_abandoned;
    for (QTimer *const timer : QSet<QTimer *>(m_waiting))
        timer->start(0);
    m_http.abandon();
}

HttpCall QuoApi::callTo(const QByteArray &verb, const QByteArray &target) const
{
    HttpCall call;
    call.verb = verb;
    call.url = hostAt(m_settings.baseUrl) + target;
    call.headers = {{"Authorization", m_settings.apiKey}, {"Accept", "application/json"}}; // bare: with `Bearer` Quo refuses it
    if (!target.startsWith("/v1/"))
        call.headers.append({"Quo-Api-Version", apiDate});
    return call;
}

QString QuoApi::withoutSecrets(QString text) const
{
    if (!m_settings.apiKey.isEmpty())
        text.replace(QString::fromUtf8(m_settings.apiKey), "***"_L1);
    return text;
}

Result<ListPage> readPage(const HttpAnswer &answer, const QByteArray &path)
{
    if (!answer.is(200))
        return tl::unexpected<Error>(readingFailed(answer, path));
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    const QJsonValue data = root.value("data"_L1);
    const QJsonValue next = root.value("nextCursor"_L1);
    if (!data.isArray() || !(next.isString() || next.isNull() || next.isUndefined()))
        return failure(ErrorKind::Invalid, u"what came is no list for %1"_s.arg(QString::fromLatin1(path)));
    ListPage page{.entries = {}, .next = next.toString()};
    for (const auto &entry : data.toArray())
        page.entries.append(entry.toObject());
    return page;
}

Error readingFailed(const HttpAnswer &answer, const QByteArray &path)
{
    const QString said =
        u"%1 could not be read: status %2 %3"_s.arg(QString::fromLatin1(path), QString::number(answer.status), answer.trouble).trimmed();
    const bool certain = !answer.brokeOff && readError(answer).isQuos();
    switch (certain ? answer.status : 0) {
    // In the words of a Finding, which the connection's pulse has sentences for.
    case 401:
        return {.kind = ErrorKind::Refused, .what = u"wrong"_s};
    case 402:
        return {.kind = ErrorKind::Refused, .what = u"suspended"_s};
    case 403:
        return {.kind = ErrorKind::Refused, .what = u"no_right"_s};
    case 429:
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    case 404:
    case 405:
        return {.kind = ErrorKind::Refused,
                .what = said + u": this key or address has only the older API, which has no list of everything"_s};
    case 400:
    case 422:
        return {.kind = ErrorKind::Invalid, .what = said};
    default:
        return {.kind = ErrorKind::Transient, .what = said};
    }
}

} // namespace ringback::connectors::quo
