#include "connectors/greenhouse/api.h"

#include "base/time.h"
#include "connectors/greenhouse/errors.h"
#include "connectors/literaljson.h"

#include <QLocale>
#include <QSet>
#include <QUrl>

namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

namespace {

constexpr int triesWhenTooFast = 3; // of a read
constexpr Milliseconds pauseWhenTooFast = std::chrono::seconds(10); // when it names none

OAuthTokens::Account accountOf(const GreenhouseSettings &settings)
{
    OAuthTokens::Account account;
    account.tokenUrl = (settings.baseUrl.isEmpty() ? QByteArray("https://auth.greenhouse.io") : settings.baseUrl) + "/token";
    account.clientId = settings.clientId;
    account.clientSecret = settings.clientSecret;
    account.basic = true;
    account.grant = [user = settings.userId] {
        QList<std::pair<QByteArray, QByteArray>> form{{"grant_type", "client_credentials"}};
        if (!user.isEmpty())
            form.append({"sub", user});
        return form;
    };
    account.usualLife = std::chrono::minutes(50); // it says so in more than one way; an hour is usual
    return account;
}

// `Sat, 21 Nov 2026 01:59:13 GMT`
std::optional<Instant> dateOf(const HttpAnswer &answer)
{
    const QString format = u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s;
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(answer.header("Date")), format);
    if (!at.isValid())
        return std::nullopt;
    at.setTimeSpec(Qt::UTC);
    return fromMs(at.toMSecsSinceEpoch());
}

// Where the list goes on: <https://harvest.greenhouse.io/v3/candidates?cursor=…>; rel="next". Only its path is followed, so that no answer can
// send our token to another host.
QByteArray nextOf(const HttpAnswer &answer)
{
    for (const QByteArray &link : answer.header("Link").split(',')) {
        const qsizetype end = link.indexOf('>');
        const qsizetype start = link.indexOf('<');
        if (start < 0 || end < start || !link.mid(end).contains("rel=\"next\""))
            continue;
        const QUrl url = QUrl::fromEncoded(link.mid(start + 1, end - start - 1), QUrl::StrictMode);
        const QByteArray target = url.path(QUrl::FullyEncoded).toLatin1() + '?' + url.query(QUrl::FullyEncoded).toLatin1();
        if (url.isValid() && target.startsWith("/v3/"))
            return target;
    }
    return {};
}

} // namespace

GreenhouseApi::GreenhouseApi(const GreenhouseSettings &settings, const Surroundings &surroundings)
    : m_base(settings.baseUrl.isEmpty() ? QByteArray("https://harvest.greenhouse.io") : settings.baseUrl)
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, settings.timeout)
    , m_tokens(accountOf(settings), surroundings, m_http)
    , m_turns(RateLimit::ofCredential("greenhouse " + m_base + ' ' + settings.clientId, requestsPerWindow, std::chrono::seconds(10)),
              surroundings.clock)
{}

QCoro::Task<Reply> GreenhouseApi::send(QByteArray verb, QByteArray target, QJsonObject body)
{
    const bool mayRepeat = verb == "GET";
    const QByteArray json = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    Reply reply;
    for (int attempt = 1; attempt <= triesWhenTooFast; ++attempt) {
        reply = co_await sendOnce(verb, target, json);
        if (reply.noAccess || reply.answer.status != 429 || !mayRepeat)
            break;
    }
    co_return reply;
}

QCoro::Task<Reply> GreenhouseApi::sendOnce(QByteArray verb, QByteArray target, QByteArray body)
{
    Reply reply;
    for (const bool isSecondToken : {false, true}) {
        const bool isTurn = co_await m_turns.wait();
        if (!isTurn) {
            reply.noAccess = Error{.kind = ErrorKind::Transient, .what = u"given up while it waited for its turn"_s};
            co_return reply;
        }
        const Result<QByteArray> token = co_await m_tokens.accessToken();
        if (!token) {
            reply.noAccess = token.error();
            co_return reply;
        }
        HttpCall call;
        call.verb = verb;
        call.url = m_base + target;
        call.headers = {{"Authorization", "Bearer " + *token}, {"Accept", "application/json"}};
        if (!body.isEmpty()) {
            call.contentType = "application/json";
            call.body = body;
        }
        reply.answer = co_await m_http.send(std::move(call));
        obey(reply.answer);
        if (reply.answer.status != 401 || isSecondToken)
            break;
        m_tokens.forget(*token);
    }
    co_return reply;
}

// Every answer says how much is left of a window of (now) 30 seconds, and when the next one begins.
void GreenhouseApi::obey(const HttpAnswer &answer)
{
    if (answer.status == 429) {
        m_turns.pause(answer.retryAfter.value_or(pauseWhenTooFast));
    } else if (answer.header("X-RateLimit-Remaining") == "0") {
        const qint64 reset = answer.header("X-RateLimit-Reset").toLongLong(); // seconds since 1970
        const Milliseconds left = fromMs(reset * 1000) - dateOf(answer).value_or(m_clock.now());
        m_turns.pause(reset > 0 ? std::clamp(left, Milliseconds(0), RateLimit::longestWait) : pauseWhenTooFast);
    }
}

QCoro::Task<Result<Page>> GreenhouseApi::page(QByteArray target)
{
    const Reply reply = co_await send("GET", target);
    Result<Page> result = Page();
    const QJsonDocument document = reply.is(200) ? literalJson(reply.answer.body) : QJsonDocument();
    if (!reply.is(200)) {
        result = tl::unexpected<Error>(readingFailed(reply, target));
    } else if (!document.isArray()) { // a list is a bare array
        result = failure(ErrorKind::Invalid, u"the answer is no list"_s);
    } else {
        result->entries = document.array();
        result->next = nextOf(reply.answer);
        result->at = dateOf(reply.answer);
        if (result->next.size() > maxNext)
            result = failure(ErrorKind::Invalid, u"the list goes on at too long an address"_s);
    }
    co_return result;
}

QCoro::Task<Result<QJsonArray>> GreenhouseApi::all(QByteArray target)
{
    QJsonArray entries;
    QSet<QByteArray> seen;
    for (int i = 0; i < maxPages; ++i) {
        const Result<Page> page = co_await this->page(target);
        if (!page) {
            Result<QJsonArray> failed = failure(page);
            co_return failed;
        }
        for (const QJsonValue &entry : page->entries)
            entries.append(entry);
        if (page->next.isEmpty()) {
            Result<QJsonArray> whole = entries;
            co_return whole;
        }
        if (seen.contains(page->next)) // it would go on for ever
            break;
        seen.insert(page->next);
        target = page->next;
    }
    Result<QJsonArray> endless = failure(ErrorKind::Invalid, u"a list does not end"_s);
    co_return endless;
}

void GreenhouseApi::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

QByteArray since(Instant at)
{
    return "gte%7C" + QUrl::toPercentEncoding(toDateTime(at).toString(Qt::ISODate));
}

} // namespace ringback::connectors::greenhouse
