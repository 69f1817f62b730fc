#pragma once

#include "connectors/eventstream.h"
#include "connectors/ringcentral/api.h"
#include "connectors/ringcentral/frames.h"
#include "connectors/ringcentral/streamtimes.h"

#include <QString>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>

class QWebSocket;

namespace ringback::connectors::ringcentral {

/// Events over a WebSocket that we open: no public address is needed (providers: phone-and-sms.md, 3.6). After a break it goes on where it was, where
/// RingCentral still has what we did not get; else it says since when something may be lost. Before the day that a connection may last is over, it is
/// made anew.
class WebSocketStream final : public EventStream {
    Q_OBJECT

public:
    WebSocketStream(std::shared_ptr<Api> api, QString extension, StreamTimes times);
    ~WebSocketStream() override;

    void open() override;
    void close() override;

private:
    void connectNow();
    QCoro::Task<void> connectOnce(quint64 round);
    void openSocket(const QString &uri, const QString &token);
    void leaveSocket();
    void lose(const QString &problem, const QString &detail);
    void reconnect(Milliseconds pause);
    void take(const QString &text);
    void takeDetails(const Frame &frame);
    void takeSubscription(const Frame &frame);
    void takeNotification(const Frame &frame);
    void subscribe(const QStringList &filters);
    void stand();
    void fallSilent();
    [[nodiscard]] Milliseconds nextPause();
    [[nodiscard]] bool mayRecover() const;

    const std::shared_ptr<Api> m_api;
    const QString m_extension;
    const StreamTimes m_times;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_pause; ///< until the next attempt
    QTimer m_silence; ///< since the last frame
    QTimer m_patience; ///< for something that we wait for
    QTimer m_end; ///< the connection's own
    quint64 m_round = 0; ///< answers to an earlier attempt come too late
    int m_attempts = 0; ///< since it last stood
    bool m_isOpen = false;
    bool m_stands = false;
    bool m_asksForLess = false; ///< the app has no right to all that we would like
    QString m_asked; ///< the id of our request to subscribe
    QString m_subscription;
    QString m_recoveryToken;
    qint64 m_recoverySequence = -1;
    bool m_isRecovering = false;
    std::optional<Instant> m_heardAt; ///< the last frame of a connection that stood
    std::optional<Instant> m_lostSince; ///< not told yet
    Milliseconds m_lasts{0};
};

} // namespace ringback::connectors::ringcentral
