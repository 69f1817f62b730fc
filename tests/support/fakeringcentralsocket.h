#pragma once

#include "support/fakeringcentral.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QWebSocketServer>

#include <optional>

class QWebSocket;

namespace ringback::test {

/// RingCentral's WebSocket, beside a FakeRingCentral that gives out its tokens. Lives on the test's thread, which has to have an event loop.
class FakeRingCentralSocket final : public QObject {
    Q_OBJECT

public:
    explicit FakeRingCentralSocket(FakeRingCentral &fake);
    ~FakeRingCentralSocket() override;

    /// To every connection that has subscribed. Kept for those that come back in time, as long as recovery works.
    void push(QJsonObject envelope);
    void pushRaw(const QString &frame);
    void drop(); ///< all connections, without a word
    void setSilent(bool silent) { m_isSilent = silent; } ///< open, and dead
    void setRecovery(bool works) { m_recovers = works; }
    void setAbsoluteTimeout(int seconds) { m_absoluteTimeout = seconds; }
    void refuseSubscriptions(int status, const QString &code, int times = 1);
    void refuseConnections(bool refused) { m_isClosed = refused; } ///< closes each at once

    [[nodiscard]] int connections() const { return m_connections; } ///< so far, with a good token
    [[nodiscard]] qsizetype open() const { return m_peers.size(); }
    [[nodiscard]] int refused() const { return m_refused; } ///< with a token that was spent, or none
    [[nodiscard]] int heartbeats() const { return m_heartbeats; }
    [[nodiscard]] QList<QStringList> subscriptions() const { return m_subscriptions; } ///< filters, as they were asked for
    [[nodiscard]] QStringList recoveries() const { return m_recoveries; } ///< the `wsc` of each connection, or empty

private:
    struct Peer {
        QWebSocket *socket = nullptr;
        bool isSubscribed = false;
    };

    void welcome();
    void answer(Peer &peer, const QString &text);
    void send(QWebSocket &socket, const QJsonObject &meta, const QJsonObject &body);
    [[nodiscard]] QJsonObject recoveryToken();

    FakeRingCentral &m_fake;
    QWebSocketServer m_server;
    QList<Peer> m_peers;
    QList<QJsonObject> m_kept; ///< for connections that broke
    QList<QStringList> m_subscriptions;
    QStringList m_recoveries;
    QString m_refusalCode;
    int m_refusalStatus = 0;
    int m_refusalsLeft = 0;
    int m_absoluteTimeout = 86'400;
    int m_connections = 0;
    int m_refused = 0;
    int m_heartbeats = 0;
    int m_sequence = 0;
    bool m_isSilent = false;
    bool m_recovers = true;
    bool m_isClosed = false;
};

} // namespace ringback::test
