#pragma once

#include "connectors/eventstream.h"
#include "connectors/ringcentral/api.h"
#include "connectors/ringcentral/streamtimes.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace ringback::connectors::ringcentral {

/// Where RingCentral sends what it pushes to a connection.
[[nodiscard]] QString webhookAddress(const QString &publicUrl, const QString &connection);

struct Subscribed {
    QString id;
    bool isBlacklisted = false; ///< our address failed for minutes, and RingCentral stopped sending
    std::optional<Instant> blacklistedAt;
    std::optional<Instant> expiresAt;
    QStringList filters;
};

/// Of a list of subscriptions (or one), those to that address; the good ones first.
[[nodiscard]] QList<Subscribed> subscriptionsTo(const QJsonObject &said, const QString &address);

struct WebhookTarget {
    QString address;
    QByteArray verificationToken; ///< a secret, for us to know RingCentral by
};

/// Keeps a webhook's subscription alive (providers: phone-and-sms.md, 3.7): there may be 30 of a user and app, so the one that is there is used. The
/// events come by the webhook door; of an EventStream it has the rest.
class WebhookSubscription final : public EventStream {
    Q_OBJECT

public:
    WebhookSubscription(std::shared_ptr<Api> api, WebhookTarget target, QString extension, StreamTimes times);

    void open() override;
    void close() override;

private:
    void look();
    QCoro::Task<void> watch(quint64 round);
    QCoro::Task<void> lookOnce(quint64 round);
    QCoro::Task<void> make(quint64 round, std::optional<Instant> lostSince);
    QCoro::Task<void> renew(quint64 round, Subscribed subscribed);
    void stands(const std::optional<Instant> &until);
    void failWith(const ApiAnswer &answer);

    const std::shared_ptr<Api> m_api;
    const WebhookTarget m_target;
    const QString m_extension;
    const StreamTimes m_times;
    QTimer m_timer;
    quint64 m_round = 0; ///< answers to an earlier one come too late
    int m_failures = 0; ///< since it last stood
    bool m_isOpen = false;
    bool m_isLooking = false;
    std::optional<Instant> m_stoodAt; ///< when it was last seen to stand
};

} // namespace ringback::connectors::ringcentral
