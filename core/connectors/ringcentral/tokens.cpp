#include "connectors/ringcentral/tokens.h"

#include "connectors/ringcentral/fields.h"

#include <QCoro/QCoroFuture>
#include <QJsonDocument>
#include <QPromise>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

using Kind = SignInTrouble::Kind;

constexpr qint64 longestLife = 24 * 3600; // s

QByteArray form(std::initializer_list<std::pair<const char *, QByteArray>> fields)
{
    QByteArray body;
    for (const auto &[name, value] : fields) {
        if (value.isEmpty())
            continue;
        if (!body.isEmpty())
            body += '&';
        body += name + QByteArray("=") + QUrl::toPercentEncoding(QString::fromUtf8(value));
    }
    return body;
}

// It goes into a header.
bool isToken(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

// The code of RingCentral's own error, or OAuth's word.
QString codeOf(const QJsonObject &said)
{
    const QString code = textAt(said.value("errors"_L1).toArray().first().toObject(), "errorCode"_L1, maxId);
    if (!code.isEmpty())
        return code;
    const QString word = textAt(said, "error"_L1, maxId);
    return word.isEmpty() ? textAt(said, "errorCode"_L1, maxId) : word;
}

} // namespace

Tokens::Tokens(SignIn signIn, HttpClient &http, RateLimit &limit, const Clock &clock)
    : m_signIn(std::move(signIn))
    , m_http(http)
    , m_limit(limit)
    , m_clock(clock)
{}

QCoro::Task<Tokens::Access> Tokens::access()
{
    lookAtCredential();
    if (m_isKept && !m_token.isEmpty() && m_clock.now() < m_goodUntil) {
        Access good = m_token;
        co_return good;
    }
    if (m_refusal && m_clock.now() < m_refusedUntil) {
        Access refused = tl::unexpected(*m_refusal);
        co_return refused;
    }
    if (m_underWay) {
        const QFuture<void> underWay = *m_underWay;
        co_await underWay;
    } else {
        QPromise<void> promise;
        promise.start();
        m_underWay = promise.future();
        m_lastRenewal = co_await renew();
        m_underWay.reset();
        promise.finish();
    }
    Access access = m_token;
    if (!m_lastRenewal)
        access = tl::unexpected(m_lastRenewal.error());
    co_return access;
}

void Tokens::spoil(const QByteArray &token)
{
    if (token == m_token) // else it has been replaced meanwhile
        m_token.clear();
}

// Somebody may have signed in anew, or another program of ours may have renewed the token.
void Tokens::lookAtCredential()
{
    const QByteArray credential = m_signIn.secrets->value(m_signIn.credentialSecret);
    if (credential == m_credential)
        return;
    m_credential = credential;
    m_refusal.reset();
    m_token.clear();
    m_refreshToken = m_signIn.isJwt ? QByteArray() : credential;
    m_isKept = true;
}

QCoro::Task<Tokens::Renewal> Tokens::renew()
{
    if (!m_isKept) { // the last renewal got so far
        Renewal kept = co_await keepRefreshToken();
        if (!kept || (!m_token.isEmpty() && m_clock.now() < m_goodUntil))
            co_return kept;
    }
    Renewal renewal = tl::unexpected(SignInTrouble{.kind = Kind::Missing});
    const QByteArray clientId = m_signIn.clientSecret.isEmpty() ? m_signIn.clientId.toUtf8() : QByteArray();
    for (int i = 0; i < 2 && !m_refreshToken.isEmpty(); ++i) {
        const QByteArray used = m_refreshToken;
        QByteArray request = form({{"grant_type", "refresh_token"}, {"refresh_token", used}, {"client_id", clientId}});
        renewal = co_await ask(std::move(request));
        if (renewal || !renewal.error().isFinal())
            break;
        if (m_signIn.isJwt)
            m_refreshToken.clear();
        else
            lookAtCredential(); // another program was quicker: its token stands there
        if (m_refreshToken == used)
            break;
    }
    if (m_signIn.isJwt && !m_credential.isEmpty() && !renewal && renewal.error().isFinal()) {
        QByteArray request =
            form({{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", m_credential}, {"client_id", clientId}});
        renewal = co_await ask(std::move(request));
    }
    if (!renewal && renewal.error().isFinal()) {
        m_refusal = renewal.error();
        m_refusedUntil = m_clock.now() + refusedFor;
    }
    co_return renewal;
}

QCoro::Task<tl::expected<void, SignInTrouble>> Tokens::redeem(QByteArray code, QByteArray verifier, QByteArray redirectUri)
{
    const QByteArray clientId = m_signIn.clientSecret.isEmpty() ? m_signIn.clientId.toUtf8() : QByteArray();
    QByteArray request = form({{"grant_type", "authorization_code"},
                               {"code", code},
                               {"redirect_uri", redirectUri},
                               {"code_verifier", verifier},
                               {"client_id", clientId}});
    Renewal renewal = co_await ask(std::move(request));
    if (renewal && m_refreshToken.isEmpty()) // the app is not allowed to stay signed in
        renewal = tl::unexpected(SignInTrouble{.kind = Kind::Wrong, .code = u"no_refresh_token"_s});
    co_return renewal;
}

QCoro::Task<Tokens::Renewal> Tokens::ask(QByteArray request)
{
    if (const Milliseconds wait = m_limit.wait(Group::Auth); wait.count() > 0) {
        Renewal limited = tl::unexpected(SignInTrouble{.kind = Kind::RateLimited, .wait = wait});
        co_return limited;
    }
    HttpCall post;
    post.verb = "POST";
    post.url = m_signIn.base + "/restapi/oauth/token";
    post.headers = {{"Accept", "application/json"}};
    if (!m_signIn.clientSecret.isEmpty())
        post.headers.append({"Authorization", "Basic " + (m_signIn.clientId.toUtf8() + ':' + m_signIn.clientSecret).toBase64()});
    post.contentType = "application/x-www-form-urlencoded";
    post.body = std::move(request);
    m_limit.count(Group::Auth);
    const HttpAnswer answer = co_await m_http.send(std::move(post));
    m_limit.learn(Group::Auth, answer);
    Renewal renewal = take(answer);
    if (renewal && !m_isKept)
        renewal = co_await keepRefreshToken();
    co_return renewal;
}

Tokens::Renewal Tokens::take(const HttpAnswer &answer)
{
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    if (answer.status == 429)
        return tl::unexpected(SignInTrouble{.kind = Kind::RateLimited, .code = codeOf(said), .wait = m_limit.wait(Group::Auth)});
    // Without a word of RingCentral's it was something in between that refused.
    if ((answer.status == 400 || answer.status == 401 || answer.status == 403) && !codeOf(said).isEmpty()) {
        const bool isOver = !m_signIn.isJwt && textAt(said, "error"_L1, maxId) == "invalid_grant"_L1;
        return tl::unexpected(SignInTrouble{.kind = isOver ? Kind::Expired : Kind::Wrong, .code = codeOf(said)});
    }
    if (!answer.is(200))
        return tl::unexpected(SignInTrouble{.kind = Kind::NotReached, .code = QString::number(answer.status), .wait = answer.retryAfter});
    const QString token = said.value("access_token"_L1).toString();
    const qint64 life = said.value("expires_in"_L1).toInteger();
    if (!isToken(token) || life <= 0 || textAt(said, "token_type"_L1).compare("bearer"_L1, Qt::CaseInsensitive) != 0)
        return tl::unexpected(SignInTrouble{.kind = Kind::NotReached, .code = u"no_token"_s}); // a captive portal says 200 to everything

    m_token = token.toLatin1();
    // Of a short life at least half is used.
    const Milliseconds lives = std::chrono::seconds(std::min(life, longestLife));
    m_goodUntil = m_clock.now() + std::max(lives - margin, lives / 2);
    m_scope = textAt(said, "scope"_L1, 4096);
    m_refusal.reset();
    const QString refreshToken = said.value("refresh_token"_L1).toString();
    if (isToken(refreshToken)) {
        m_isKept = m_signIn.isJwt || refreshToken.toLatin1() == m_credential;
        m_refreshToken = refreshToken.toLatin1();
    } else if (m_signIn.isJwt) {
        m_refreshToken.clear(); // that one has been used up
    }
    return {};
}

QCoro::Task<Tokens::Renewal> Tokens::keepRefreshToken()
{
    const QByteArray newest = m_refreshToken;
    const QByteArray before = std::exchange(m_credential, newest); // what we write is not somebody else's news
    const Done kept = co_await m_signIn.secrets->keep(m_signIn.credentialSecret, newest);
    Renewal renewal;
    if (kept) {
        m_isKept = true;
    } else {
        m_credential = before;
        renewal = tl::unexpected(SignInTrouble{.kind = Kind::NotKept});
    }
    co_return renewal;
}

} // namespace ringback::connectors::ringcentral
