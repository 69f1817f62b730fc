#pragma once

#include "base/result.h"
#include "connectors/http/httpclient.h"
#include "connectors/twilio/form.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QUrl>

class QNetworkAccessManager;

namespace ringback::connectors::twilio {

/// What one connection to Twilio needs. The token is a secret: it goes into the Authorization header and nowhere else.
struct TwilioSettings {
    QString accountSid;
    QString authToken;
    QUrl baseUrl =
        {}; ///< instead of each of Twilio's hosts; may carry a path prefix, so a mock or proxy can stand in; empty = Twilio's own
    Milliseconds timeout{30'000}; ///< for a whole request
    QString messagingServiceSid = {}; ///< texts leave through it; empty = from the line's number
    bool lookUpNumbers = false; ///< asks what kind of line a number is before the first text to it
};

/// Requests to Twilio's hosts with one account's credentials. Lives as long as its provider, on its thread.
class Api final {
public:
    enum class Host { Api, Lookups, Messaging };

    /// A part of a list, the newest first.
    struct Page {
        QJsonArray items;
        QByteArray next; ///< target of the next one; empty at the end
    };

    Api(const TwilioSettings &settings, QNetworkAccessManager &network, const Clock &clock);

    /// `/2010-04-01/Accounts/AC…` and `rest` behind it.
    [[nodiscard]] QByteArray account(const QByteArray &rest) const;
    [[nodiscard]] HttpCall call(const QByteArray &verb, Host host, const QByteArray &target) const;
    [[nodiscard]] HttpCall post(Host host, const QByteArray &target, const Form &form) const;
    QCoro::Task<HttpAnswer> send(HttpCall call);

    /// An object that is there. Errors: Transient (no answer, too many requests, an error of theirs), Refused (credentials, no right to it),
    /// NotFound, Invalid (it cannot be read).
    [[nodiscard]] Result<QJsonObject> read(const HttpAnswer &answer) const;
    QCoro::Task<Result<QJsonObject>> get(Host host, QByteArray target);
    /// A page of a list of the account's, whose elements stand at `key`.
    QCoro::Task<Result<Page>> page(QByteArray target, QString key);

    [[nodiscard]] HttpClient &http() { return m_http; }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    /// Until when Twilio asked us, by its last 429, to leave it alone.
    [[nodiscard]] Instant restsUntil() const { return m_restsUntil; }
    /// Text of Twilio's for the log and the curious.
    [[nodiscard]] QString quoted(QString text) const;

private:
    [[nodiscard]] QByteArray base(Host host) const;

    const QString m_accountSid;
    const QString m_authToken;
    const QUrl m_baseUrl;
    const Clock &m_clock;
    HttpClient m_http;
    Instant m_restsUntil;
};

} // namespace ringback::connectors::twilio
