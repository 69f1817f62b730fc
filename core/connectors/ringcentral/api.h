#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/ringcentral/ratelimit.h"
#include "connectors/ringcentral/tokens.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace ringback::connectors::ringcentral {

struct ApiCall {
    Group group = Group::Light;
    QByteArray verb = "GET";
    QByteArray target; ///< path and query, escaped
    std::optional<QJsonObject> body = {};
    std::function<bool()> mayLeave = nullptr;
};

struct ApiAnswer {
    std::optional<SignInTrouble> signIn = {}; ///< there was no token: nothing has left
    std::optional<Milliseconds> wait = {}; ///< the limit is reached: nothing has left
    HttpAnswer http = {};
    QJsonObject said = {}; ///< of any status
    QString code = {}; ///< of an error: `MSG-304`
    QString message = {};
    QString parameter = {}; ///< what of the request the error names

    [[nodiscard]] bool is(int status) const { return !signIn && !wait && http.is(status); }
    /// Without what was asked, for the log.
    [[nodiscard]] Error error(const QString &what) const;
};

/// Requests to RingCentral: signed in, within its limits, and once more with a new token where it does not take the old one. What is under way keeps
/// it alive. Lives on one thread; `network` and `clock` outlive it.
class Api final : public std::enable_shared_from_this<Api> {
public:
    Api(SignIn signIn, QNetworkAccessManager &network, const Clock &clock, Milliseconds timeout);

    QCoro::Task<ApiAnswer> send(ApiCall call);
    void abandon() { m_http.abandon(); }

    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] const QByteArray &base() const { return m_base; }
    [[nodiscard]] const RateLimit &limit() const { return m_limit; }
    [[nodiscard]] Tokens &tokens() { return m_tokens; }
    [[nodiscard]] HttpClient &http() { return m_http; }

private:
    const QByteArray m_base;
    const Clock &m_clock;
    HttpClient m_http;
    RateLimit m_limit;
    Tokens m_tokens;
};

/// The target within our API of a page that an answer names; empty where it is somewhere else: our credentials go to no place that an answer names.
[[nodiscard]] QByteArray targetOf(const QString &uri);

} // namespace ringback::connectors::ringcentral
