#include "connectors/bullhorn/session.h"

#include "connectors/bullhorn/words.h"

#include <QCoro/QCoroFuture>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPromise>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

const QByteArray anyCentre = "https://rest.bullhornstaffing.com";
constexpr int maxHops = 2;
constexpr qsizetype maxToken = 512;

// It goes into a header.
bool isToken(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxToken &&
           std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

QString statusOf(const HttpAnswer &answer)
{
    return u"status %1 %2"_s.arg(QString::number(answer.status), answer.trouble).trimmed();
}

} // namespace

QByteArray placed(const QString &address, const QByteArray &base)
{
    const QUrl url(address.left(2048), QUrl::StrictMode);
    const QString host = url.host();
    const bool isTheirs = url.isValid() && url.scheme() == "https"_L1 && url.userInfo().isEmpty() && url.port(443) == 443 &&
                          host.endsWith(".bullhornstaffing.com"_L1);
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    while (path.endsWith('/'))
        path.chop(1);
    if (base.isEmpty())
        return isTheirs ? "https://" + host.toLatin1() + path : QByteArray();
    // A stand-in may name itself too.
    const bool isItself = url.isValid() && QUrl(QString::fromLatin1(base)).authority() == url.authority();
    return isTheirs || isItself ? base + path : QByteArray();
}

Session::Session(SignIn signIn, const Surroundings &surroundings, HttpClient &http)
    : m_signIn(std::move(signIn))
    , m_surroundings(surroundings)
    , m_http(http)
{}

QCoro::Task<Result<Session::Access>> Session::access()
{
    if (!m_access) {
        if (m_underWay) {
            const QFuture<void> underWay = *m_underWay;
            co_await underWay;
        } else {
            QPromise<void> promise;
            promise.start();
            m_underWay = promise.future();
            m_last = co_await signIn();
            m_underWay.reset();
            promise.finish();
        }
        if (!m_last) {
            Result<Access> failed = failure(m_last);
            co_return failed;
        }
    }
    Result<Access> access = failure(ErrorKind::Transient, u"the session was turned down"_s);
    if (m_access)
        access = *m_access;
    co_return access;
}

void Session::forget(const QByteArray &token)
{
    if (m_access && m_access->token == token) // else it has been replaced meanwhile
        m_access.reset();
}

QCoro::Task<Done> Session::keepSignIn(LoopbackSignIn::Grant grant)
{
    Done done = co_await findCentre();
    if (done) {
        m_access.reset();
        done = co_await m_tokens->keepSignIn(std::move(grant));
    }
    co_return done;
}

// A wrong data centre answers with the address of the right one. That is read and asked itself, never followed by the HTTP layer: what we send has
// secrets in its address.
QCoro::Task<Done> Session::findCentre()
{
    Done done;
    if (m_oauthUrl.isEmpty()) {
        QByteArray at = (m_signIn.base.isEmpty() ? anyCentre : m_signIn.base) + "/rest-services/loginInfo";
        HttpAnswer answer;
        for (int hop = 0; hop <= maxHops && !at.isEmpty(); ++hop) {
            HttpCall call;
            call.url = at + queryOf({{"username", m_signIn.username}});
            call.headers = {{"Accept", "application/json"}};
            answer = co_await m_http.send(std::move(call));
            if (answer.status != 307)
                break;
            at = placed(QString::fromLatin1(answer.header("Location")), m_signIn.base);
        }
        const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
        const QByteArray oauthUrl = placed(said.value("oauthUrl"_L1).toString(), m_signIn.base);
        const QByteArray restUrl = placed(said.value("restUrl"_L1).toString(), m_signIn.base);
        const bool isNo = !answer.brokeOff && (answer.status == 400 || answer.status == 401 || answer.status == 404) && !said.isEmpty();
        if (isNo) {
            done = failure(ErrorKind::Refused, u"revoked: Bullhorn does not know the API user"_s);
        } else if (!answer.is(200) || oauthUrl.isEmpty() || restUrl.isEmpty()) {
            done = failure(ErrorKind::Transient, u"no data centre: "_s + statusOf(answer));
        } else {
            m_oauthUrl = oauthUrl;
            m_restUrl = restUrl;
        }
    }
    // Only for another address: the one that is may hold a refresh token that the keychain has not taken yet.
    const QByteArray tokenUrl = m_oauthUrl + "/token";
    if (done && m_tokensOf != tokenUrl) {
        OAuthTokens::Account account;
        account.tokenUrl = tokenUrl;
        account.clientId = m_signIn.clientId;
        account.clientSecret = m_signIn.clientSecret;
        account.inQuery = true;
        account.refreshTokenName = m_signIn.refreshTokenName;
        account.usualLife = std::chrono::minutes(10);
        m_tokens = std::make_unique<OAuthTokens>(std::move(account), m_surroundings, m_http);
        m_tokensOf = tokenUrl;
    }
    co_return done;
}

QCoro::Task<Done> Session::signIn()
{
    Done done = co_await findCentre();
    if (!done)
        co_return done;
    for (int attempt = 1; attempt <= 2; ++attempt) {
        const Result<QByteArray> token = co_await m_tokens->accessToken();
        if (!token) {
            if (token.error().kind != ErrorKind::Refused)
                m_oauthUrl.clear(); // it may have moved
            done = failure(token);
            break;
        }
        const Result<HttpAnswer> answer = co_await logIn(*token);
        m_tokens->forget(*token); // each is for one session
        if (!answer) {
            done = failure(answer);
            break;
        }
        done = takeSession(*answer);
        if (done || done.error().kind != ErrorKind::Refused)
            break;
    }
    co_return done;
}

QCoro::Task<Result<HttpAnswer>> Session::logIn(QByteArray accessToken)
{
    const QString token = QString::fromLatin1(accessToken);
    for (int hop = 0; hop <= maxHops; ++hop) {
        HttpCall call;
        call.url = m_restUrl + "/login" + queryOf({{"version", u"*"_s}, {"access_token", token}, {"ttl", QString::number(sessionMinutes)}});
        call.headers = {{"Accept", "application/json"}};
        HttpAnswer answer = co_await m_http.send(std::move(call));
        if (answer.status != 307) {
            Result<HttpAnswer> came = std::move(answer);
            co_return came;
        }
        const QByteArray at = placed(QString::fromLatin1(answer.header("Location")), m_signIn.base);
        if (!at.endsWith("/login"))
            break;
        m_restUrl = at.chopped(6);
    }
    m_oauthUrl.clear();
    Result<HttpAnswer> lost = failure(ErrorKind::Transient, u"the data centre is somewhere else, and does not say where"_s);
    co_return lost;
}

Done Session::takeSession(const HttpAnswer &answer)
{
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    const bool isNo = !answer.brokeOff && (answer.status == 400 || answer.status == 401 || answer.status == 403);
    if (isNo && !said.value("errorMessage"_L1).toString().isEmpty())
        return failure(ErrorKind::Refused, u"revoked: the session was refused, status %1"_s.arg(answer.status));
    if (answer.status == 429)
        return failure(ErrorKind::Transient, u"rate_limited"_s);
    const QString token = said.value("BhRestToken"_L1).toString();
    const QByteArray base = placed(said.value("restUrl"_L1).toString(), m_signIn.base);
    if (!answer.is(200) || !isToken(token) || base.isEmpty())
        return failure(ErrorKind::Transient, u"no session: "_s + statusOf(answer));
    m_access = Access{.token = token.toLatin1(), .base = base + '/'};
    return {};
}

} // namespace ringback::connectors::bullhorn
