#pragma once

#include "connectors/http/oauthtokens.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

#include <memory>
#include <optional>

namespace ringback::connectors::bullhorn {

/// Whose sign-in it is.
struct SignIn {
    QByteArray base; ///< what stands in for Bullhorn's hosts, without a trailing slash; empty = nothing
    QString username; ///< names the data centre
    QByteArray clientId;
    QByteArray clientSecret;
    QString refreshTokenName;
};

/// Where an address of Bullhorn's leads, without a slash at its end. Empty when it is not one of theirs: tokens go nowhere else.
[[nodiscard]] QByteArray placed(const QString &address, const QByteArray &base);

/// The four steps of signing in at Bullhorn (providers: crm-ats-calendar.md, 8): the data centre of the user, the browser's code, the access token,
/// and with it a session, which names the address that everything else goes to. A session ends when Bullhorn likes; the next one has another
/// address. Of several who ask at once one sign-in serves all. Lives on one thread; what it is made of outlives it.
class Session final {
public:
    struct Access {
        QByteArray token; ///< BhRestToken
        QByteArray base; ///< with a slash at its end
    };

    Session(SignIn signIn, const Surroundings &surroundings, HttpClient &http);

    /// Errors: Refused (`what` begins with `revoked`), Transient.
    QCoro::Task<Result<Access>> access();
    /// That session was turned down: the next access() signs in anew.
    void forget(const QByteArray &token);
    /// What came back from the browser, for a refresh token in the keychain. Errors as access().
    QCoro::Task<Done> keepSignIn(LoopbackSignIn::Grant grant);

    static constexpr int sessionMinutes = 60; ///< what we ask for; Bullhorn may give less

private:
    QCoro::Task<Done> findCentre();
    QCoro::Task<Done> signIn();
    QCoro::Task<Result<HttpAnswer>> logIn(QByteArray accessToken);
    [[nodiscard]] Done takeSession(const HttpAnswer &answer);

    const SignIn m_signIn;
    const Surroundings m_surroundings;
    HttpClient &m_http;
    QByteArray m_oauthUrl; ///< of the data centre; empty = not known yet
    QByteArray m_restUrl;
    QByteArray m_tokensOf; ///< the address that m_tokens asks
    std::unique_ptr<OAuthTokens> m_tokens;
    std::optional<Access> m_access;
    std::optional<QFuture<void>> m_underWay;
    Done m_last;
};

} // namespace ringback::connectors::bullhorn
