#include "connectors/quo/listed.h"

#include "connectors/quo/call.h"
#include "connectors/quo/events.h"
#include "connectors/quo/json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// `answered` and the words before it are also said of calls that go on.
bool saysOver(const QString &status)
{
    static const QStringList last = {u"completed"_s, u"busy"_s,      u"failed"_s,    u"no-answer"_s,  u"canceled"_s,
                                     u"missed"_s,    u"forwarded"_s, u"abandoned"_s, u"unanswered"_s, u"ai-handled"_s};
    return last.contains(status);
}

bool isOver(const QJsonObject &call)
{
    return timeOf(call, "completedAt"_L1) || saysOver(textOf(call, "status"_L1, maxId));
}

// The list names all numbers of a call, ours included. Ours has an actor; where a menu took the call none has one, and the line's number tells.
void readSides(const QJsonObject &call, const QString &line, QuoCall &out)
{
    struct Side {
        QString number;
        bool isOurs = false;
    };
    QList<Side> sides;
    for (const auto &value : call.value("participants"_L1).toArray()) {
        const QJsonObject participant = value.toObject();
        // v1 lists bare numbers
        const Side side{value.isString() ? value.toString().left(maxName) : textOf(participant, "phoneNumber"_L1),
                        participant.value("actorId"_L1).isString()};
        if (!side.number.isEmpty())
            sides.append(side);
    }
    out.line = line;
    if (line.isEmpty()) {
        for (const Side &side : std::as_const(sides)) {
            if (side.isOurs && out.line.isEmpty())
                out.line = side.number;
        }
    }
    if (out.line.isEmpty())
        return; // then neither is the other side told
    for (const bool withActor : {false, true}) { // a colleague's number has an actor too
        for (const Side &side : std::as_const(sides)) {
            if (side.number != out.line && side.isOurs == withActor && out.caller.isEmpty())
                out.caller = side.number;
        }
    }
}

} // namespace

bool isOpenCall(const QJsonObject &call)
{
    const QString voicemail = textOf(call.value("voicemail"_L1).toObject(), "status"_L1, maxId);
    return !isOver(call) || voicemail == "in-progress"_L1;
}

bool isOpenText(const QJsonObject &message)
{
    const QString status = textOf(message, "status"_L1, maxId);
    return directionOf(message) == calls::Direction::Out && (status == "queued"_L1 || status == "sent"_L1);
}

std::optional<calls::ProviderEvent> storedCall(const QJsonObject &call, const QString &line)
{
    const QString id = idOf(call, "id"_L1);
    if (id.isEmpty() || !isOver(call))
        return std::nullopt;
    const std::optional<Instant> completed = timeOf(call, "completedAt"_L1);
    const QJsonObject voicemail = call.value("voicemail"_L1).toObject();
    QStringList key{u"listed"_s, id, textOf(call, "status"_L1, maxId)};
    if (!voicemail.isEmpty()) // it is known before its words are
        key.append(u"voicemail "_s + textOf(voicemail, "status"_L1, maxId));
    return calls::ProviderEvent{.kind = calls::EventKind::CallLog,
                                .key = key.join(u'|'),
                                .payload = compact({{u"line"_s, line}, {u"call"_s, call}}),
                                .at = completed ? completed : timeOf(call, "updatedAt"_L1)};
}

std::optional<calls::ProviderEvent> storedText(const QJsonObject &message)
{
    const QString id = idOf(message, "id"_L1);
    const bool isIn = directionOf(message) == calls::Direction::In;
    const QString status = isIn ? u"received"_s : textOf(message, "status"_L1, maxId);
    if (id.isEmpty() || isOpenText(message) || (!isIn && !deliveryState(status)))
        return std::nullopt;
    return calls::ProviderEvent{.kind = calls::EventKind::MessageLog,
                                .key = QStringList{u"text"_s, id, status}.join(u'|'),
                                .payload = compact({{u"message"_s, message}}),
                                .at = timeOf(message, isIn ? "createdAt"_L1 : "updatedAt"_L1)};
}

Result<PhoneEvent> translateCallLog(const settings::QuoAccount &account, const QJsonObject &stored)
{
    const QJsonObject object = stored.value("call"_L1).toObject();
    QuoCall call = readCall(object);
    call.id = idOf(object, "id"_L1);
    if (call.id.isEmpty())
        return failure(ErrorKind::Invalid, u"a call without an id"_s);
    call.isOver = isOver(object);
    if (!call.completedAt && call.isOver)
        call.completedAt = timeOf(object, "updatedAt"_L1);
    readSides(object, textOf(stored, "line"_L1), call);
    if (call.line.isEmpty())
        return Ignored{u"it does not say which line was called"_s};
    return judged(call, account);
}

Result<PhoneEvent> translateMessageLog(const QJsonObject &stored)
{
    const QJsonObject message = stored.value("message"_L1).toObject();
    const QString id = idOf(message, "id"_L1);
    if (id.isEmpty())
        return failure(ErrorKind::Invalid, u"a text without an id"_s);
    if (directionOf(message) == calls::Direction::Out) {
        const std::optional<calls::DeliveryState> state = deliveryState(textOf(message, "status"_L1, maxId));
        if (!state)
            return Ignored{u"a state we do not track"_s};
        return TextStatus{id, *state, textOf(message, "errorCode"_L1, maxId)};
    }
    TextReceived text = readText(id, message);
    text.from = firstOf(message, "from"_L1);
    text.line = firstOf(message, "to"_L1);
    if (text.from.isEmpty() || text.line.isEmpty())
        return failure(ErrorKind::Invalid, u"a text that does not say from whom to whom"_s);
    return text;
}

} // namespace ringback::connectors::quo
