#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/turns.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QUrl>

#include <memory>

namespace ringback::connectors::lever {

/// What one connection to Lever needs. The key is a secret: it goes into the Authorization header and nowhere else.
struct LeverSettings {
    QByteArray apiKey;
    QString performAs; ///< id of the user in whose name things are written
    QMap<QString, QString> choices; ///< `tag`, `source`, `stage`, `status.…`
    QUrl baseUrl = QUrl(QStringLiteral("https://api.lever.co")); ///< may carry a path prefix, so a fake or proxy can stand in
    Milliseconds timeout{30'000}; ///< for a whole request
    std::shared_ptr<RateLimit> limit = {}; ///< of the key; null = none
};

/// What Lever allows of one key.
inline constexpr int requestsPerSecond = 10;

/// Requests to Lever's API (providers: crm-ats-calendar.md, 7), no faster than it allows. Lives on one thread.
class LeverApi final {
public:
    LeverApi(LeverSettings settings, QNetworkAccessManager &network, const Clock &clock);

    /// `target` begins after `/v1`. What only reads is asked again when it was too fast.
    QCoro::Task<HttpAnswer> read(QByteArray target);
    /// In the user's name. `body` is JSON.
    QCoro::Task<HttpAnswer> write(QByteArray verb, QByteArray path, QByteArray body);

    void abandon();

    [[nodiscard]] const LeverSettings &settings() const { return m_settings; }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] QString withoutSecrets(QString text) const;

private:
    QCoro::Task<HttpAnswer> send(QByteArray verb, QByteArray target, QByteArray body, bool mayRepeat);
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const QByteArray &target, const QByteArray &body) const;

    const LeverSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    Turns m_turns;
};

} // namespace ringback::connectors::lever
