#include "connectors/ringcentral/frames.h"

#include "connectors/ringcentral/fields.h"

#include <QJsonDocument>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

// Of `[{…},--Boundary…`: the first object. Braces within texts do not count.
QByteArray firstObject(const QByteArray &bytes)
{
    const qsizetype begin = bytes.indexOf('{');
    if (!bytes.startsWith('[') || begin < 0)
        return {};
    int depth = 0;
    bool isText = false;
    for (qsizetype i = begin; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (isText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                isText = false;
        } else if (c == '"') {
            isText = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return bytes.mid(begin, i - begin + 1);
        }
    }
    return {};
}

QString toText(const QJsonArray &frame)
{
    return QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact));
}

} // namespace

Result<Frame> readFrame(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > maxFrameBytes)
        return failure(ErrorKind::Invalid, u"a frame beyond all bounds"_s);
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    QJsonObject meta;
    QJsonValue body;
    if (document.isArray()) {
        meta = document.array().at(0).toObject();
        body = document.array().at(1);
    } else {
        meta = QJsonDocument::fromJson(firstObject(bytes)).object();
    }
    if (meta.isEmpty())
        return failure(ErrorKind::Invalid, u"no frame of RingCentral's"_s);
    Frame frame{.type = textAt(meta, "type"_L1, maxId), .messageId = textAt(meta, "messageId"_L1, maxId)};
    frame.status = static_cast<int>(meta.value("status"_L1).toInteger());
    const QJsonObject recovery = meta.value("wsc"_L1).toObject();
    frame.recoveryToken = textAt(recovery, "token"_L1, 2048);
    frame.recoverySequence = recovery.value("sequence"_L1).toInteger(-1);
    frame.body = body.toObject();
    frame.errorCode = textAt(frame.body, "errorCode"_L1, maxId);
    if (frame.errorCode.isEmpty())
        frame.errorCode = textAt(meta, "errorCode"_L1, maxId);
    if (frame.errorCode.isEmpty())
        frame.errorCode = textAt(frame.body.value("errors"_L1).toArray().first().toObject(), "errorCode"_L1, maxId);
    return frame;
}

QString subscribeFrame(const QString &messageId, const QStringList &filters)
{
    const QJsonObject meta{{"type"_L1, "ClientRequest"_L1},
                           {"messageId"_L1, messageId},
                           {"method"_L1, "POST"_L1},
                           {"path"_L1, "/restapi/v1.0/subscription"_L1}};
    const QJsonObject body{{"eventFilters"_L1, QJsonArray::fromStringList(filters)},
                           {"deliveryMode"_L1, QJsonObject{{"transportType"_L1, "WebSocket"_L1}}}};
    return toText({meta, body});
}

QString heartbeatFrame(const QString &messageId)
{
    return toText({QJsonObject{{"type"_L1, "Heartbeat"_L1}, {"messageId"_L1, messageId}}});
}

} // namespace ringback::connectors::ringcentral
