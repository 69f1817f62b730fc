#include "connectors/ringcentral/api.h"

#include "connectors/ringcentral/fields.h"

#include <QJsonDocument>
#include <QUrl>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

void read(ApiAnswer &answer)
{
    answer.said = QJsonDocument::fromJson(answer.http.body).object();
    if (answer.http.status < 400)
        return;
    const QJsonObject first = answer.said.value("errors"_L1).toArray().first().toObject();
    const QJsonObject &error = textAt(answer.said, "errorCode"_L1).isEmpty() ? first : answer.said;
    answer.code = textAt(error, "errorCode"_L1, maxId);
    answer.message = textAt(error, "message"_L1);
    answer.parameter = textAt(first, "parameterName"_L1, maxId);
}

} // namespace

Error ApiAnswer::error(const QString &what) const
{
    if (wait)
        return {.kind = ErrorKind::Transient, .what = what + u": the limit of requests is reached"_s};
    if (signIn)
        return {.kind = signIn->isFinal() ? ErrorKind::Refused : ErrorKind::Transient, .what = what + u": no sign-in "_s + signIn->code};
    if (http.status == 401 || http.status == 403)
        return {.kind = ErrorKind::Refused, .what = what + u": no right to it, "_s + code};
    if (http.is(200))
        return {.kind = ErrorKind::Invalid, .what = what + u": what came is something else"_s};
    return {.kind = ErrorKind::Transient, .what = u"%1: status %2 %3 %4"_s.arg(what, QString::number(http.status), code, http.trouble)};
}

Api::Api(SignIn signIn, QNetworkAccessManager &network, const Clock &clock, Milliseconds timeout)
    : m_base(signIn.base)
    , m_clock(clock)
    , m_http(network, clock, timeout)
    , m_limit(clock)
    , m_tokens(std::move(signIn), m_http, m_limit, clock)
{}

QCoro::Task<ApiAnswer> Api::send(ApiCall call)
{
    const std::shared_ptr<Api> self = shared_from_this();
    ApiAnswer answer;
    for (int i = 0; i < 2; ++i) {
        answer = {};
        const Tokens::Access token = co_await m_tokens.access();
        if (!token) {
            answer.signIn = token.error();
            co_return answer;
        }
        if (const Milliseconds wait = m_limit.wait(call.group); wait.count() > 0) {
            answer.wait = wait;
            co_return answer;
        }
        HttpCall request;
        request.verb = call.verb;
        request.url = m_base + call.target;
        request.headers = {{"Authorization", "Bearer " + *token}, {"Accept", "application/json"}};
        if (call.body) {
            request.contentType = "application/json";
            request.body = QJsonDocument(*call.body).toJson(QJsonDocument::Compact);
        }
        request.mayLeave = call.mayLeave;
        m_limit.count(call.group);
        answer.http = co_await m_http.send(std::move(request));
        m_limit.learn(call.group, answer.http);
        if (answer.http.status != 401)
            break;
        m_tokens.spoil(*token); // and once more with another; then it is refused
    }
    read(answer);
    co_return answer;
}

QByteArray targetOf(const QString &uri)
{
    const QUrl url(uri, QUrl::StrictMode);
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    const qsizetype root = path.indexOf("/restapi/"); // behind a proxy the path begins with something else
    if (!url.isValid() || root < 0)
        return {};
    const QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    return path.mid(root) + (query.isEmpty() ? QByteArray() : '?' + query);
}

} // namespace ringback::connectors::ringcentral
