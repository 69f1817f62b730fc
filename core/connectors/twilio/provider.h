#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/phoneprovider.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

class QNetworkAccessManager;

namespace ringback::connectors::twilio {

/// What one connection to Twilio needs. The token is a secret: it goes into the Authorization header and nowhere else.
struct TwilioSettings {
    QString accountSid;
    QString authToken;
    QUrl baseUrl = QUrl(QStringLiteral("https://api.twilio.com")); ///< may carry a path prefix, so a mock or proxy can stand in
    Milliseconds timeout{30'000}; ///< for a whole request
};

/// Texts through Twilio (providers: phone-and-sms.md, 2.6). Lives on the engine's thread, as long as the engine; `network` and `clock` outlive
/// it.
///
/// Twilio has no idempotency key, so a text is put on the wire once (HttpClient). findSent() may lag behind a send; whoever asks looks again after 10 to 30 seconds before believing NotFound.
class TwilioProvider final : public PhoneProvider {
public:
    TwilioProvider(TwilioSettings settings, QNetworkAccessManager &network, const Clock &clock);

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    void abandon() override;

private:
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const QByteArray &target) const;
    [[nodiscard]] SendOutcome judge(const HttpAnswer &answer) const;
    [[nodiscard]] Refused refused(const HttpAnswer &answer, Refused::Class kind, int code, const QString &message) const;
    [[nodiscard]] QString withoutSecrets(QString text) const;

    const TwilioSettings m_settings;
    HttpClient m_http;
};

} // namespace ringback::connectors::twilio
