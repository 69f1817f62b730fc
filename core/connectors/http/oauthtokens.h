#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "connectors/http/httpclient.h"
#include "connectors/http/loopbacksignin.h"
#include "connectors/surroundings.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace ringback::connectors {

/// The access token of one account at an OAuth 2.0 token endpoint (RFC 6749), fetched when it is needed and again before it expires. Of several who
/// ask at once one request serves all. Lives on one thread; everything that it was made with outlives it.
///
/// A refresh token that is used once (Jobber, Bullhorn) is written to the keychain before the new access token is used, and read from there again
/// before it is used, under a lock of this machine: the console and an engine beside it share one sign-in, and two refreshes at once would end it.
class OAuthTokens final {
public:
    /// How a token is asked for.
    struct Account {
        QByteArray tokenUrl;
        QByteArray clientId;
        QByteArray clientSecret; ///< empty = none is sent
        bool basic = false; ///< id and secret as HTTP Basic, not in the form
        bool inQuery = false; ///< the form goes into the address (Bullhorn)
        QString refreshTokenName; ///< of the keychain; empty = a token is asked for without one
        /// Without a refresh token: `grant_type` and what belongs to it (`client_credentials`; a signed assertion, made anew each time).
        std::function<QList<std::pair<QByteArray, QByteArray>>()> grant = nullptr;
        Milliseconds usualLife = std::chrono::minutes(15); ///< where the answer does not say
    };

    OAuthTokens(Account account, const Surroundings &surroundings, HttpClient &http);
    ~OAuthTokens();
    OAuthTokens(const OAuthTokens &) = delete;
    OAuthTokens &operator=(const OAuthTokens &) = delete;

    /// Errors: Refused (`what` begins with `revoked`: somebody has to sign in again, or the key is wrong), Transient.
    QCoro::Task<Result<QByteArray>> accessToken();
    /// That one was turned down: the next accessToken() fetches another.
    void forget(const QByteArray &accessToken);

    /// What came back from the browser, for a refresh token in the keychain. Errors as accessToken().
    QCoro::Task<Done> keepSignIn(LoopbackSignIn::Grant grant);

    /// A token that ends sooner is not handed out.
    static constexpr Milliseconds margin = std::chrono::minutes(1);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The same for whoever has signed in just now, and asks for nothing more.
[[nodiscard]] QCoro::Task<Done> keepSignIn(OAuthTokens::Account account, Surroundings surroundings, LoopbackSignIn::Grant grant);

} // namespace ringback::connectors
