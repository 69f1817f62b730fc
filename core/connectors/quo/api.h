#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/ratelimit.h"
#include "connectors/phonesystem.h"

#include <QByteArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>

class QTimer;

namespace ringback::connectors::quo {

/// What one connection to Quo needs. The key is a secret: it goes into the Authorization header and nowhere else.
struct QuoSettings {
    QByteArray apiKey;
    QString connection; ///< its id, of which its webhook's address is made
    QString webhookKeyName; ///< what the webhook's signing key is kept under
    QUrl baseUrl = QUrl(QStringLiteral("https://api.quo.com")); ///< may carry a path prefix, so a mock or proxy can stand in
    Milliseconds timeout{30'000}; ///< for a whole request
    std::shared_ptr<RateLimit> limit = {}; ///< of the key; null = none
};

/// What Quo allows of one key.
inline constexpr int requestsPerSecond = 10;

/// The two surfaces of Quo's API on one host: v1, whose paths begin so, and the dated one, which wants its date in a header (providers:
/// phone-and-sms.md, 4.1). Requests keep to the rate that Quo allows.
class QuoApi final {
public:
    QuoApi(QuoSettings settings, QNetworkAccessManager &network, const Clock &clock);

    /// `target` begins with `/v1/` for the older surface. With a body it is JSON.
    QCoro::Task<HttpAnswer> send(QByteArray verb, QByteArray target, QByteArray body = {}, std::function<bool()> mayLeave = nullptr);

    /// A list of the dated surface, over all its pages. `query` without what turns them. Errors: as readPage().
    QCoro::Task<Result<QList<QJsonObject>>> list(QByteArray path, QByteArray query);

    void abandon();

    [[nodiscard]] const QuoSettings &settings() const { return m_settings; }
    [[nodiscard]] HttpClient &http() { return m_http; } ///< for what is not asked of Quo
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] QString withoutSecrets(QString text) const;

    static constexpr int pageSize = 50;
    static constexpr int maxPages = 200; ///< ten thousand calls since the last look: something else is wrong

private:
    QCoro::Task<> waitForTurn();
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const QByteArray &target) const;

    const QuoSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    QSet<QTimer *> m_waiting;
    int m_abandoned = 0; ///< how often
};

struct ListPage {
    QList<QJsonObject> entries;
    QString next; ///< cursor of the next page; empty at the end
};

/// Errors: Refused (this key may not, or has only the older surface), Transient, Invalid (an answer that cannot be read).
[[nodiscard]] Result<ListPage> readPage(const HttpAnswer &answer, const QByteArray &path);
/// The same for an answer that is none.
[[nodiscard]] Error readingFailed(const HttpAnswer &answer, const QByteArray &path);

} // namespace ringback::connectors::quo
