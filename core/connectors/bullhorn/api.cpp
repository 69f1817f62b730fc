#include "connectors/bullhorn/api.h"

#include "connectors/bullhorn/errors.h"
#include "connectors/bullhorn/json.h"
#include "connectors/literaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds pauseWhenTooFast{1'000}; // as Bullhorn says
constexpr int triesWhenTooFast = 3; // as its own SDK does

} // namespace

Api::Api(SignIn signIn, const Surroundings &surroundings)
    : m_signIn(std::move(signIn))
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, surroundings.timeout)
    , m_session(m_signIn, surroundings, m_http)
    , m_turns(RateLimit::ofCredential(m_signIn.clientId + '/' + m_signIn.username.toUtf8(), requestsPerMinute, std::chrono::minutes(1)),
              surroundings.clock)
{}

QCoro::Task<Result<HttpAnswer>> Api::send(QByteArray verb, QByteArray target, QJsonObject body)
{
    bool isSignedInAnew = false;
    for (int tries = 1;;) {
        const bool mayGo = co_await m_turns.wait();
        if (!mayGo) {
            Result<HttpAnswer> gaveUp = failure(ErrorKind::Transient, u"given up while it waited for its turn"_s);
            co_return gaveUp;
        }
        const Result<Session::Access> access = co_await m_session.access();
        if (!access) {
            Result<HttpAnswer> failed = failure(access);
            co_return failed;
        }
        HttpCall call;
        call.verb = verb;
        call.url = access->base + target;
        call.headers = {{"BhRestToken", access->token}, {"Accept", "application/json"}};
        if (!body.isEmpty()) {
            call.contentType = "application/json";
            call.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        } else if (verb != "GET") {
            call.headers.emplaceBack("Content-Length", "0"); // Qt leaves it out
        }
        HttpAnswer answer = co_await m_http.send(std::move(call));
        if (answer.status == 401) {
            m_session.forget(access->token);
            if (!std::exchange(isSignedInAnew, true))
                continue;
        }
        if (answer.status == 429) {
            m_turns.pause(answer.retryAfter.value_or(pauseWhenTooFast));
            if (tries++ < triesWhenTooFast)
                continue;
        }
        Result<HttpAnswer> came = std::move(answer);
        co_return came;
    }
}

QCoro::Task<Result<QList<QJsonObject>>> Api::list(List what)
{
    const bool isSearch = what.source.startsWith("search/");
    const bool inBody = what.filter.size() > longestFilter;
    QList<QJsonObject> found;
    while (true) {
        Parameters parameters{
            {"fields", QString::fromLatin1(what.fields)}, {"count", QString::number(pageSize)}, {"start", QString::number(found.size())}};
        if (!what.order.isEmpty())
            parameters.append({isSearch ? "sort" : "orderBy", QString::fromLatin1(what.order)});
        QJsonObject body;
        if (inBody)
            body.insert(isSearch ? u"query"_s : u"where"_s, what.filter);
        else
            parameters.prepend({isSearch ? "query" : "where", what.filter});
        const QByteArray target = what.source + queryOf(parameters);
        const Result<HttpAnswer> answer = co_await send(inBody ? "POST" : "GET", target, body);
        if (!answer) {
            Result<QList<QJsonObject>> failed = failure(answer);
            co_return failed;
        }
        const QByteArray text = what.literally ? numbersAsText(answer->body) : answer->body;
        const QJsonObject said = QJsonDocument::fromJson(text).object();
        if (!answer->is(200) || !said.value("data"_L1).isArray()) {
            Result<QList<QJsonObject>> failed = tl::unexpected<Error>(judgeRead(*answer));
            co_return failed;
        }
        const QJsonArray page = said.value("data"_L1).toArray();
        for (const auto &entry : page)
            found.append(entry.toObject());
        // A server may give less than was asked for, and says then how many there are.
        const qint64 total = integerOf(said, "total"_L1).value_or(page.size() < pageSize ? 0 : what.atMost);
        if (page.isEmpty() || found.size() >= what.atMost || found.size() >= total)
            break;
    }
    Result<QList<QJsonObject>> all = found.first(std::min<qsizetype>(found.size(), what.atMost));
    co_return all;
}

void Api::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

QString Api::withoutSecrets(QString text) const
{
    if (!m_signIn.clientSecret.isEmpty())
        text.replace(QString::fromUtf8(m_signIn.clientSecret), "***"_L1);
    return text;
}

} // namespace ringback::connectors::bullhorn
