#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/oauthtokens.h"
#include "connectors/http/turns.h"
#include "connectors/surroundings.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <memory>

namespace ringback::connectors::servicetitan {

/// What one connection needs. Client secret and app key are secrets: they go into the token's form and the ST-App-Key header, and nowhere else.
struct ApiSettings {
    QByteArray tenant;
    QByteArray clientId;
    QByteArray clientSecret;
    QByteArray appKey;
    QByteArray apiUrl; ///< `https://api.servicetitan.io`; may carry a path prefix
    QByteArray authUrl; ///< `https://auth.servicetitan.io`
    std::shared_ptr<RateLimit> limit = {}; ///< of the app and the tenant; null = none
};

/// What ServiceTitan allows of one app at one tenant.
inline constexpr int requestsPerSecond = 60;

/// Requests to ServiceTitan's modules (`crm`, `jpm`, …), each with a token of its own short life and the app's key, at the rate that is allowed.
class Api final {
public:
    Api(ApiSettings settings, const Surroundings &surroundings);

    /// `path` is what comes after the tenant, with its query: `/customers?ids=1`. With a body it is JSON. Status 401: also with a new token, or there is
    /// none to be had.
    QCoro::Task<HttpAnswer> send(QByteArray verb, QByteArray module, QByteArray path, QByteArray body = {});
    /// One object. Errors as readingFailed().
    QCoro::Task<Result<QJsonObject>> read(QByteArray module, QByteArray path);
    /// A list, over all its pages. `path` may have a query, without what turns the pages. Errors as readingFailed().
    QCoro::Task<Result<QList<QJsonObject>>> list(QByteArray module, QByteArray path);

    void abandon();

    [[nodiscard]] Instant now() const { return m_clock.now(); }

    static constexpr int pageSize = 200;
    static constexpr int maxPages = 100; ///< more of anything we ask for means that something else is wrong

private:
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const QByteArray &module, const QByteArray &path, const QByteArray &body,
                                  const QByteArray &token) const;

    const ApiSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    OAuthTokens m_tokens;
    Turns m_turns;
};

/// A value for a query.
[[nodiscard]] QByteArray escaped(const QString &text);

} // namespace ringback::connectors::servicetitan
