#pragma once

#include "connectors/phoneprovider.h"

#include <QByteArray>
#include <QNetworkRequest>
#include <QSet>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>
#include <vector>

class QNetworkAccessManager;
class QNetworkReply;

namespace ringback::connectors::twilio {

/// What one connection to Twilio needs. The token is a secret: it goes into the Authorization header and nowhere else.
struct TwilioSettings {
    QString accountSid;
    QString authToken;
    QUrl baseUrl = QUrl(QStringLiteral("https://api.twilio.com")); ///< may carry a path prefix, so a mock or proxy can stand in
    Milliseconds timeout{30'000}; ///< for a whole request
};

/// Texts through Twilio (providers: phone-and-sms.md, 2.6). Lives on the engine's thread, as long as the engine; `network` and `clock` outlive
/// it. Requests share `network`'s connections, which stay open between them; when all of those are busy, those of further ones of its own.
///
/// Twilio has no idempotency key, so a text is put on the wire once: Qt's habit of sending a request again when its connection breaks is
/// prevented. findSent() may lag behind a send; whoever asks looks again after 10 to 30 seconds before believing NotFound.
class TwilioProvider final : public PhoneProvider {
public:
    TwilioProvider(TwilioSettings settings, QNetworkAccessManager &network, const Clock &clock);
    ~TwilioProvider() override;

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    void abandon() override;

private:
    [[nodiscard]] QNetworkAccessManager &idleNetwork();
    [[nodiscard]] QNetworkRequest requestTo(const QByteArray &target) const;
    void bound(QNetworkReply &reply);
    [[nodiscard]] SendOutcome judge(QNetworkReply &reply, bool bodyWasRead) const;
    [[nodiscard]] Refused refused(const QNetworkReply &reply, Refused::Class kind, int code, const QString &message) const;
    [[nodiscard]] std::optional<Milliseconds> retryAfter(const QNetworkReply &reply) const;
    [[nodiscard]] QString withoutSecrets(QString text) const;

    const TwilioSettings m_settings;
    QNetworkAccessManager &m_network;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_moreNetworks;
    const Clock &m_clock;
    QSet<QNetworkReply *> m_underWay;
};

} // namespace ringback::connectors::twilio
