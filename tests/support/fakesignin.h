#pragma once

#include "ingress/httplistener.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <utility>

namespace ringback::test {

/// The part of a stand-in that signs people in: OAuth's authorization code with PKCE at a loopback address, and tokens. For use with the stand-in's mutex
/// held.
class FakeSignIn final {
public:
    struct Rules {
        QByteArray authorizePath;
        QByteArray redirectPrefix; ///< of a redirect address, before the port
        QByteArray clientId = "desktop-app";
        QByteArray clientSecret = {}; ///< empty = a public client, that sends none
        QByteArray scope;
        QList<std::pair<QByteArray, QByteArray>> more = {}; ///< what else has to be asked for
        bool rotates = false; ///< a new refresh token comes with each use; the old one stays good
        bool keepsSignIn = true; ///< a refresh token comes
    };
    explicit FakeSignIn(Rules rules)
        : m_rules(std::move(rules))
    {}

    /// Where the browser goes from the sign-in page; empty when the page shows an error instead.
    [[nodiscard]] QByteArray browserGoesTo(const QByteArray &authorizeUrl, bool consents);
    [[nodiscard]] ingress::HttpResponse token(const ingress::HttpRequest &request);

    [[nodiscard]] bool isSignedIn(const ingress::HttpRequest &request) const;
    void expireTokens() { m_accessToken.clear(); }
    void revoke();
    void saysNoWith(const QByteArray &error) { m_no = error; } ///< at the token endpoint
    void givesNoRefreshToken() { m_rules.keepsSignIn = false; }

    [[nodiscard]] QByteArray refreshToken() const { return m_refreshTokens.isEmpty() ? QByteArray() : m_refreshTokens.constLast(); }
    /// As if somebody had signed in.
    [[nodiscard]] QByteArray signedIn();
    [[nodiscard]] int tokens() const { return m_tokens; }
    [[nodiscard]] QStringList problems() const { return m_problems; }

private:
    [[nodiscard]] QString wrongInForm(const QUrlQuery &form);

    Rules m_rules;
    QByteArray m_code;
    QByteArray m_challenge;
    QByteArray m_redirectUri;
    QByteArray m_accessToken;
    QList<QByteArray> m_refreshTokens; ///< good ones
    QByteArray m_no;
    QStringList m_problems;
    int m_tokens = 0;
    int m_codes = 0;
};

} // namespace ringback::test
