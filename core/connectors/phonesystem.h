#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"
#include "connectors/surroundings.h"
#include "settings/connection.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <memory>
#include <utility>
#include <variant>

/// What the program knows of a kind of phone system: how its webhooks are proved and read, and how a connection to it is opened. A folder each.
namespace ringback::connectors {

/// A request at the webhook door, as it is on the wire.
struct Webhook {
    QByteArray method;
    QByteArray target; ///< path and query
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    /// The first of that name, or empty. Without regard to case.
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    [[nodiscard]] QByteArray path() const;
};

/// How we answer it, once its events are stored.
struct WebhookAnswer {
    int status = 200;
    QByteArray contentType = "text/plain; charset=utf-8";
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;

    friend bool operator==(const WebhookAnswer &, const WebhookAnswer &) = default;
};

/// It is the provider's. Without events: it asks only whether we are there.
struct Received {
    QList<calls::ProviderEvent> events;
    WebhookAnswer answer;
};

/// Nothing proves that it is the provider's. 403; counted, not stored.
struct Forged {
    QString why = {}; ///< for the pulse: `clock` where only the time is wrong, else empty
};

/// The provider's, but it cannot be read. 400.
struct Malformed {
    QString what;
};

/// Not of this connection: another one of the same type may know it.
struct NotMine {};

using WebhookJudgement = std::variant<Received, Forged, Malformed, NotMine>;

/// What a webhook is judged with. `connection` is of the system's type.
struct Access {
    const settings::Connection &connection;
    const Secrets &secrets;
    const QList<calls::Line> &lines; ///< those whose calls it reports
    QString publicUrl; ///< without a trailing slash; empty = as the Host header says
    Instant now;
};

/// Stateless; any thread.
class PhoneSystem {
public:
    virtual ~PhoneSystem() = default;

    /// Whether webhooks come to `/webhooks/<type>/<rest>`. As usual the rest is the connection's id.
    [[nodiscard]] virtual bool knowsPath(const QByteArray &rest) const;
    /// Where the path names a connection, that one is asked; else each of the type in turn, and NotMine passes it on. Pure.
    [[nodiscard]] virtual WebhookJudgement receive(const Webhook &webhook, const Access &access) const = 0;

    /// Reads a stored event. Errors: Invalid.
    [[nodiscard]] virtual Result<PhoneEvent> translate(const settings::Connection &connection, calls::EventKind kind,
                                                       const QByteArray &payload) const = 0;

    /// Null when a secret that it needs is missing.
    [[nodiscard]] virtual std::shared_ptr<PhoneProvider> open(const settings::Connection &connection,
                                                              const Surroundings &surroundings) const = 0;

    /// Whether texts of this connection want to know where receipts go: TextRequest::statusCallback.
    [[nodiscard]] virtual QUrl receiptsUrl(const settings::Connection &connection, const QString &publicUrl) const;

protected:
    PhoneSystem() = default;
    PhoneSystem(const PhoneSystem &) = default;
    PhoneSystem &operator=(const PhoneSystem &) = default;
};

/// The system of that type. There is one for each of settings::phoneSystemTypes().
[[nodiscard]] const PhoneSystem &phoneSystem(const QString &type);

/// Where webhooks of a connection are to be sent, in the system's own words where it has several addresses.
[[nodiscard]] QString webhookPath(const settings::Connection &connection);

} // namespace ringback::connectors
