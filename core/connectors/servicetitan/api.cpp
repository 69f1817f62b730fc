#include "connectors/servicetitan/api.h"

#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"

#include <QJsonDocument>
#include <QUrl>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds pauseWhenTooFast{1'000}; // where the answer names none
constexpr int triesWhenTooFast = 3; // of a read

OAuthTokens::Account accountOf(const ApiSettings &settings)
{
    OAuthTokens::Account account;
    account.tokenUrl = settings.authUrl + "/connect/token";
    account.clientId = settings.clientId;
    account.clientSecret = settings.clientSecret;
    account.grant = [] {
        return QList<std::pair<QByteArray, QByteArray>>{{"grant_type", "client_credentials"}};
    };
    return account;
}

HttpAnswer without(const Error &error)
{
    HttpAnswer answer;
    answer.neverLeft = true;
    answer.trouble = error.what;
    if (error.kind == ErrorKind::Refused) // as if the service itself had turned us away
        answer.status = 401;
    return answer;
}

} // namespace

Api::Api(ApiSettings settings, const Surroundings &surroundings)
    : m_settings(std::move(settings))
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, surroundings.timeout)
    , m_tokens(accountOf(m_settings), surroundings, m_http)
    , m_turns(m_settings.limit, surroundings.clock)
{}

QCoro::Task<HttpAnswer> Api::send(QByteArray verb, QByteArray module, QByteArray path, QByteArray body)
{
    bool hadNewToken = false;
    for (int attempt = 1;; ++attempt) {
        const Result<QByteArray> token = co_await m_tokens.accessToken();
        if (!token) {
            HttpAnswer none = without(token.error());
            co_return none;
        }
        const bool mayGo = co_await m_turns.wait();
        if (!mayGo) {
            HttpAnswer gaveUp;
            gaveUp.neverLeft = true;
            gaveUp.trouble = u"given up while it waited for its turn"_s;
            co_return gaveUp;
        }
        HttpCall call = callTo(verb, module, path, body, *token);
        const HttpAnswer answer = co_await m_http.send(std::move(call));
        if (answer.is(401) && !hadNewToken) { // nothing was done: a token may end before its time
            hadNewToken = true;
            m_tokens.forget(*token);
            continue;
        }
        if (answer.status != 429)
            co_return answer;
        m_turns.pause(answer.retryAfter.value_or(pauseWhenTooFast));
        if (verb != "GET" || !m_settings.limit || attempt >= triesWhenTooFast)
            co_return answer;
    }
}

QCoro::Task<Result<QJsonObject>> Api::read(QByteArray module, QByteArray path)
{
    const HttpAnswer answer = co_await send("GET", module, path);
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    Result<QJsonObject> object = document.object();
    if (!answer.is(200) || !document.isObject())
        object = tl::unexpected<Error>(readingFailed(answer, module + path.split('?').first()));
    co_return object;
}

QCoro::Task<Result<QList<QJsonObject>>> Api::list(QByteArray module, QByteArray path)
{
    QList<QJsonObject> found;
    const QByteArray paging = (path.contains('?') ? "&pageSize=" : "?pageSize=") + QByteArray::number(pageSize) + "&page=";
    for (int page = 1; page <= maxPages; ++page) {
        const QByteArray target = path + paging + QByteArray::number(page);
        const Result<QJsonObject> root = co_await read(module, target);
        if (!root) {
            Result<QList<QJsonObject>> failed = failure(root);
            co_return failed;
        }
        const QJsonValue hasMore = root->value("hasMore"_L1);
        if (!root->value("data"_L1).isArray() || !hasMore.isBool()) {
            Result<QList<QJsonObject>> odd = failure(ErrorKind::Invalid, u"what came is no list of %1"_s.arg(QString::fromLatin1(module)));
            co_return odd;
        }
        const QList<QJsonObject> entries = objectsOf(*root, "data"_L1);
        found += entries;
        if (!hasMore.toBool()) {
            Result<QList<QJsonObject>> all = found;
            co_return all;
        }
        if (entries.isEmpty()) // it would go on for ever
            break;
    }
    Result<QList<QJsonObject>> endless = failure(ErrorKind::Invalid, u"a list of %1 does not end"_s.arg(QString::fromLatin1(module)));
    co_return endless;
}

void Api::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

HttpCall Api::callTo(const QByteArray &verb, const QByteArray &module, const QByteArray &path, const QByteArray &body,
                     const QByteArray &token) const
{
    HttpCall call;
    call.verb = verb;
    call.url = m_settings.apiUrl + '/' + module + "/v2/tenant/" + m_settings.tenant + path;
    call.headers = {{"Authorization", "Bearer " + token}, {"ST-App-Key", m_settings.appKey}, {"Accept", "application/json"}};
    if (!body.isEmpty()) {
        call.contentType = "application/json";
        call.body = body;
    } else if (verb != "GET") {
        call.headers.emplaceBack("Content-Length", "0"); // Qt leaves it out, and some servers want to know
    }
    return call;
}

QByteArray escaped(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

} // namespace ringback::connectors::servicetitan
