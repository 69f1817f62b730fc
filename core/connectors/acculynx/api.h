#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/turns.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QUrl>

#include <memory>

namespace ringback::connectors::acculynx {

/// What one connection to AccuLynx needs. The key is a secret: it goes into the Authorization header and nowhere else.
struct AccuLynxSettings {
    QByteArray apiKey;
    QMap<QString, QString> choices; ///< `source`, `contact_type`, `status.…`
    QUrl baseUrl = QUrl(QStringLiteral("https://api.acculynx.com")); ///< may carry a path prefix, so a fake or proxy can stand in
    Milliseconds timeout{30'000}; ///< for a whole request
    std::shared_ptr<RateLimit> limit = {}; ///< of the key; null = none
};

/// What AccuLynx allows of one key.
inline constexpr int requestsPerSecond = 10;

/// Requests to AccuLynx's API (providers: crm-ats-calendar.md, 5), no faster than it allows. Lives on one thread.
class AccuLynxApi final {
public:
    AccuLynxApi(AccuLynxSettings settings, QNetworkAccessManager &network, const Clock &clock);

    /// `target` begins after `/api/v2`. A body is JSON. What only reads is asked again when it was too fast.
    QCoro::Task<HttpAnswer> read(QByteArray target, QByteArray body = {});
    QCoro::Task<HttpAnswer> write(QByteArray verb, QByteArray target, QByteArray body);

    void abandon();

    [[nodiscard]] const AccuLynxSettings &settings() const { return m_settings; }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] QString withoutSecrets(QString text) const;

private:
    QCoro::Task<HttpAnswer> send(QByteArray verb, QByteArray target, QByteArray body, bool mayRepeat);
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const QByteArray &target, const QByteArray &body) const;

    const AccuLynxSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    Turns m_turns;
};

/// How long AccuLynx wants to be left alone, by Retry-After or its own header.
[[nodiscard]] Milliseconds pauseOf(const HttpAnswer &answer);

} // namespace ringback::connectors::acculynx
