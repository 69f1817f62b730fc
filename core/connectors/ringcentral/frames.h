#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

/// What goes over the WebSocket: text frames that are JSON arrays `[meta, body?]` (providers: phone-and-sms.md, 3.6). Pure.
namespace ringback::connectors::ringcentral {

struct Frame {
    QString type; ///< `ConnectionDetails`, `ClientRequest`, `ServerNotification`, `Heartbeat`, `Error`
    QString messageId;
    int status = 0;
    QString recoveryToken; ///< `wsc`: to go on from here after a break
    qint64 recoverySequence = -1;
    QJsonObject body; ///< empty where it is no JSON: answers in several parts have boundaries
    QString errorCode; ///< of an Error, or of a refused request
};

/// Errors: Invalid.
[[nodiscard]] Result<Frame> readFrame(const QString &text);

[[nodiscard]] QString subscribeFrame(const QString &messageId, const QStringList &filters);
[[nodiscard]] QString heartbeatFrame(const QString &messageId);

inline constexpr qsizetype maxFrameBytes = 1 << 20;

} // namespace ringback::connectors::ringcentral
