#include "connectors/jobber/api.h"

#include "connectors/bounded.h"
#include "connectors/http/host.h"

#include <QJsonDocument>
#include <QUrl>

namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

constexpr int triesWhenThrottled = 3;

QByteArray credentialOf(const settings::LeadConnection &connection)
{
    const auto &account = std::get<settings::JobberAccount>(connection.account);
    return baseOf(connection) + '\n' + account.clientId.toUtf8() + '\n' + account.credentialSecret.toUtf8();
}

// Why there is no token, as if Jobber had said it of the question.
Reply withoutToken(const Error &error)
{
    Reply reply;
    reply.kind = error.kind == ErrorKind::Refused ? Reply::Kind::SignedOut : Reply::Kind::ForNow;
    reply.code = u"sign_in"_s;
    reply.message = error.what.startsWith("revoked: "_L1) ? error.what.mid(9) : error.what;
    return reply;
}

} // namespace

QByteArray baseOf(const settings::LeadConnection &connection)
{
    return hostOf(connection.baseUrl, "https://api.getjobber.com");
}

OAuthTokens::Account tokenAccountOf(const settings::LeadConnection &connection, const Secrets &secrets)
{
    const auto &account = std::get<settings::JobberAccount>(connection.account);
    OAuthTokens::Account tokens;
    tokens.tokenUrl = baseOf(connection) + "/api/oauth/token";
    tokens.clientId = account.clientId.toUtf8();
    tokens.clientSecret = secrets.value(account.clientSecret).trimmed();
    tokens.refreshTokenName = account.credentialSecret;
    tokens.usualLife = std::chrono::hours(1);
    return tokens;
}

JobberApi::JobberApi(const settings::LeadConnection &connection, const Surroundings &surroundings)
    : m_url(baseOf(connection) + "/api/graphql")
    , m_version(std::get<settings::JobberAccount>(connection.account).version.toLatin1())
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, surroundings.timeout)
    , m_tokens(tokenAccountOf(connection, *surroundings.secrets), surroundings, m_http)
    , m_turns(RateLimit::ofCredential(credentialOf(connection), requestsInWindow, window), surroundings.clock)
{}

QCoro::Task<Reply> JobberApi::ask(Operation operation, QJsonObject variables)
{
    const QJsonObject question{{u"query"_s, QString::fromUtf8(operation.document)},
                               {u"operationName"_s, QString::fromLatin1(operation.name)},
                               {u"variables"_s, variables}};
    const QByteArray body = QJsonDocument(question).toJson(QJsonDocument::Compact);
    bool isRenewed = false;
    for (int attempt = 1;; ++attempt) {
        const Result<QByteArray> token = co_await m_tokens.accessToken();
        if (!token) {
            Reply none = withoutToken(token.error());
            co_return none;
        }
        const bool goesOn = co_await m_turns.wait();
        if (!goesOn) {
            Reply givenUp;
            givenUp.kind = Reply::Kind::ForNow;
            givenUp.message = u"given up while it waited for its turn"_s;
            co_return givenUp;
        }
        HttpCall call;
        call.verb = "POST";
        call.url = m_url;
        call.headers = {{"Authorization", "Bearer " + *token}, {"X-JOBBER-GRAPHQL-VERSION", m_version}, {"Accept", "application/json"}};
        call.contentType = "application/json";
        call.body = body;
        HttpAnswer answer = co_await m_http.send(std::move(call));
        Reply reply = judge(answer);
        answer.body.clear();
        m_last = std::move(answer);
        if (reply.kind == Reply::Kind::SignedOut && !isRenewed) {
            isRenewed = true;
            m_tokens.forget(*token);
            continue;
        }
        if (reply.kind != Reply::Kind::Throttled)
            co_return reply;
        if (reply.wait)
            m_turns.pause(*reply.wait);
        if (!reply.wait || *reply.wait > patience || attempt >= triesWhenThrottled)
            co_return reply;
    }
}

void JobberApi::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

} // namespace ringback::connectors::jobber
