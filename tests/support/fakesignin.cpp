#include "support/fakesignin.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

ingress::HttpResponse json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

QByteArray valueOf(const QUrlQuery &query, const QString &name)
{
    return query.queryItemValue(name, QUrl::FullyDecoded).toUtf8();
}

} // namespace

QByteArray FakeSignIn::signedIn()
{
    m_refreshTokens.append("1//refresh-" + QByteArray::number(m_refreshTokens.size() + 1));
    return m_refreshTokens.constLast();
}

void FakeSignIn::revoke()
{
    m_accessToken.clear();
    m_refreshTokens.clear();
}

bool FakeSignIn::isSignedIn(const ingress::HttpRequest &request) const
{
    return !m_accessToken.isEmpty() && request.header("authorization") == "Bearer " + m_accessToken;
}

QByteArray FakeSignIn::browserGoesTo(const QByteArray &authorizeUrl, bool consents)
{
    const QUrl url = QUrl::fromEncoded(authorizeUrl);
    const QUrlQuery query(url);
    const QByteArray redirect = valueOf(query, u"redirect_uri"_s);
    QStringList wrong;
    if (url.path().toUtf8() != m_rules.authorizePath)
        wrong.append(u"path "_s + url.path());
    QList<std::pair<QByteArray, QByteArray>> wanted{
        {"response_type", "code"}, {"client_id", m_rules.clientId}, {"scope", m_rules.scope}, {"code_challenge_method", "S256"}};
    wanted += m_rules.more;
    for (const auto &[name, value] : std::as_const(wanted)) {
        if (valueOf(query, QString::fromLatin1(name)) != value)
            wrong.append(QString::fromLatin1(name));
    }
    if (!redirect.startsWith(m_rules.redirectPrefix))
        wrong.append(u"redirect_uri_mismatch"_s);
    if (valueOf(query, u"code_challenge"_s).size() != 43 || valueOf(query, u"state"_s).isEmpty())
        wrong.append(u"challenge or state"_s);
    m_problems += wrong;
    if (!wrong.isEmpty())
        return {};
    const QByteArray state = "&state=" + QUrl::toPercentEncoding(QString::fromUtf8(valueOf(query, u"state"_s)));
    const QByteArray back = redirect.endsWith('/') ? redirect : redirect + '/';
    if (!consents)
        return back + "?error=access_denied" + state;
    m_code = "4/code-" + QByteArray::number(++m_codes);
    m_challenge = valueOf(query, u"code_challenge"_s);
    m_redirectUri = redirect;
    return back + "?code=" + QUrl::toPercentEncoding(QString::fromUtf8(m_code)) + state;
}

QString FakeSignIn::wrongInForm(const QUrlQuery &form)
{
    if (valueOf(form, u"client_id"_s) != m_rules.clientId || valueOf(form, u"client_secret"_s) != m_rules.clientSecret)
        return u"invalid_client"_s;
    const QByteArray grant = valueOf(form, u"grant_type"_s);
    if (grant == "refresh_token")
        return m_refreshTokens.contains(valueOf(form, u"refresh_token"_s)) ? QString() : u"invalid_grant"_s;
    if (grant != "authorization_code")
        return u"unsupported_grant_type"_s;
    const QByteArray verifier = valueOf(form, u"code_verifier"_s);
    const QByteArray challenge = QCryptographicHash::hash(verifier, QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const bool isRight = !m_code.isEmpty() && valueOf(form, u"code"_s) == m_code && challenge == m_challenge &&
                         valueOf(form, u"redirect_uri"_s) == m_redirectUri;
    m_code.clear(); // good once
    return isRight ? QString() : u"invalid_grant"_s;
}

ingress::HttpResponse FakeSignIn::token(const ingress::HttpRequest &request)
{
    if (request.method != "POST" || !request.header("content-type").startsWith("application/x-www-form-urlencoded"))
        return json(400, {{u"error"_s, u"invalid_request"_s}});
    const QUrlQuery form(QString::fromLatin1(request.body));
    QString wrong = m_no.isEmpty() ? wrongInForm(form) : QString::fromLatin1(m_no);
    if (!wrong.isEmpty())
        return json(wrong == "invalid_client"_L1 ? 401 : 400, {{u"error"_s, wrong}, {u"error_description"_s, u"in somebody's words"_s}});
    const bool isFirst = valueOf(form, u"grant_type"_s) == "authorization_code";
    m_accessToken = "ya29.token-" + QByteArray::number(++m_tokens);
    QJsonObject body{{u"token_type"_s, u"Bearer"_s},
                     {u"expires_in"_s, 3599},
                     {u"scope"_s, QString::fromLatin1(m_rules.scope)},
                     {u"access_token"_s, QString::fromLatin1(m_accessToken)}};
    if (m_rules.keepsSignIn && (isFirst || m_rules.rotates))
        body.insert(u"refresh_token"_s, QString::fromLatin1(signedIn()));
    return json(200, body);
}

} // namespace ringback::test
