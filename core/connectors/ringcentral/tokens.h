#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/phonesystem.h"
#include "connectors/ringcentral/ratelimit.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

#include <memory>
#include <optional>

namespace ringback::connectors::ringcentral {

/// Why there is no access token.
struct SignInTrouble {
    enum class Kind {
        Missing, ///< there is no credential in the keychain
        Wrong, ///< the credential, or the app's id or secret
        Expired, ///< the user has to sign in again
        NotKept, ///< the keychain did not take the new refresh token
        RateLimited,
        NotReached,
    };
    Kind kind = Kind::NotReached;
    QString code = {}; ///< RingCentral's
    std::optional<Milliseconds> wait = {}; ///< until it makes sense to try again, where that is known

    /// Nothing gets better until somebody mends it.
    [[nodiscard]] bool isFinal() const { return kind == Kind::Missing || kind == Kind::Wrong || kind == Kind::Expired; }
    friend bool operator==(const SignInTrouble &, const SignInTrouble &) = default;
};

struct SignIn {
    QByteArray base; ///< where RingCentral is, without a trailing slash
    QString clientId;
    QByteArray clientSecret; ///< empty = a public client
    bool isJwt = true; ///< else the credential is a refresh token
    QString credentialSecret; ///< names the JWT, or the refresh token
    std::shared_ptr<Secrets> secrets;
};

/// Access tokens (providers: phone-and-sms.md, 3.1). One request for a token at a time; whoever asks meanwhile waits for its answer. A refresh token
/// works once, so the next one is in the keychain before anything goes on. Lives on one thread; what it is made of outlives it.
class Tokens final {
public:
    using Access = tl::expected<QByteArray, SignInTrouble>;

    Tokens(SignIn signIn, HttpClient &http, RateLimit &limit, const Clock &clock);

    QCoro::Task<Access> access();
    /// RingCentral does not take it any more, whatever its time says.
    void spoil(const QByteArray &token);
    /// The rights of the app, as the last token named them: `ReadCallLog SMS …`; empty = not known.
    [[nodiscard]] const QString &scope() const { return m_scope; }

    /// For the end of a sign-in in the browser: keeps the refresh token that `code` is worth.
    QCoro::Task<tl::expected<void, SignInTrouble>> redeem(QByteArray code, QByteArray verifier, QByteArray redirectUri);

    /// A token is not used any more so long before it expires: clocks differ, and requests take time.
    static constexpr Milliseconds margin{120'000};
    /// So long a credential that was refused is not tried again, unless it is another one by then.
    static constexpr Milliseconds refusedFor{600'000};

private:
    using Renewal = tl::expected<void, SignInTrouble>;

    QCoro::Task<Renewal> renew();
    QCoro::Task<Renewal> ask(QByteArray form);
    QCoro::Task<Renewal> keepRefreshToken();
    [[nodiscard]] Renewal take(const HttpAnswer &answer);
    void lookAtCredential();

    const SignIn m_signIn;
    HttpClient &m_http;
    RateLimit &m_limit;
    const Clock &m_clock;
    QByteArray m_token;
    Instant m_goodUntil;
    QString m_scope;
    QByteArray m_credential; ///< as it lies in the keychain
    QByteArray m_refreshToken; ///< the newest
    bool m_isKept = true; ///< m_refreshToken is in the keychain, or need not be
    std::optional<SignInTrouble> m_refusal;
    Instant m_refusedUntil;
    std::optional<QFuture<void>> m_underWay;
    Renewal m_lastRenewal;
};

} // namespace ringback::connectors::ringcentral
