#include "connectors/quo/events.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/quo/call.h"
#include "connectors/quo/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxBody = 10'000; // Quo stops at 1600
constexpr int maxMedia = 100;

// The parts of a webhook's body. The older generation has no context: all stands in the resource.
struct Envelope {
    explicit Envelope(const QJsonObject &from)
        : type(textOf(from, "type"_L1, maxId))
        , createdAt(timeOf(from, "createdAt"_L1))
        , isDated(from.value("data"_L1).toObject().contains("resource"_L1))
        , resource(from.value("data"_L1).toObject().value(isDated ? "resource"_L1 : "object"_L1).toObject())
        , context(from.value("data"_L1).toObject().value("context"_L1).toObject())
    {}

    const QString type;
    const std::optional<Instant> createdAt;
    const bool isDated;
    const QJsonObject resource;
    const QJsonObject context;

    [[nodiscard]] bool isCall() const { return type.startsWith("call."_L1); }
    [[nodiscard]] bool isVoicemail() const { return type == "call.voicemail.completed"_L1; }
    [[nodiscard]] QString callId() const
    {
        // The voicemail is a resource of its own, which names its call.
        const QString call = idOf(resource, "callId"_L1);
        return call.isEmpty() && !isVoicemail() ? idOf(resource, "id"_L1) : call;
    }
};

// Who called and which of our numbers, of a call of the dated generation.
void readSides(const QJsonObject &context, QuoCall &call)
{
    const QJsonObject participants = context.value("participants"_L1).toObject();
    call.caller = firstOf(participants, "external"_L1);
    call.line = firstOf(participants, "workspace"_L1);
}

// The same of the older one, which says it in two ways. Of a call of ours the list of participants does not tell who is who.
void readOlderSides(const QJsonObject &resource, QuoCall &call)
{
    const bool isIn = call.direction == calls::Direction::In;
    const QString from = firstOf(resource, "from"_L1);
    const QString to = firstOf(resource, "to"_L1);
    if (!from.isEmpty() || !to.isEmpty()) {
        call.caller = isIn ? from : to;
        call.line = isIn ? to : from;
        return;
    }
    const QJsonArray participants = resource.value("participants"_L1).toArray();
    if (!isIn || participants.size() < 2)
        return;
    call.caller = bounded(participants.at(0).toString(), maxName);
    call.line = bounded(participants.at(1).toString(), maxName);
}

QuoCall callOf(const Envelope &envelope)
{
    QuoCall call = readCall(envelope.resource);
    call.id = envelope.callId();
    call.isOver = envelope.type == "call.completed"_L1;
    if (envelope.isDated)
        readSides(envelope.context, call);
    else
        readOlderSides(envelope.resource, call);
    return call;
}

CallEvent plainEvent(const QuoCall &call, CallSignal signal, const QString &reason)
{
    return {.providerCallId = call.id,
            .direction = call.direction,
            .caller = call.caller,
            .line = call.line,
            .signal = signal,
            .providerReason = reason,
            .startedAt = call.createdAt};
}

// `call.missed` has neither status nor end. It is Quo's last word unless it turns out that somebody took the call after all: Quo sends its events in
// no order, and a call that a machine took may ring out first. So it settles, which takes no longer than the `call.completed` that confirms it.
CallEvent missedEvent(const Envelope &envelope, const QuoCall &call)
{
    CallEvent event = plainEvent(call, CallSignal::MissedSoFar, u"missed"_s);
    event.direction = calls::Direction::In; // there is no other
    event.endedAt = envelope.createdAt;
    if (call.createdAt && envelope.createdAt && *envelope.createdAt >= *call.createdAt)
        event.ringTime = *envelope.createdAt - *call.createdAt;
    return event;
}

// Nobody answered who leaves a voicemail; but it comes in any order, and never overrules an answer.
PhoneEvent voicemailEvent(const Envelope &envelope, QuoCall call)
{
    if (call.direction == calls::Direction::Out)
        return Ignored{u"a voicemail on a call of ours"_s};
    call.createdAt.reset(); // the voicemail's, not the call's
    CallEvent event = plainEvent(call, CallSignal::MissedSoFar, u"voicemail"_s);
    event.voicemail = readVoicemail(envelope.resource);
    return event;
}

Result<PhoneEvent> translateCall(const settings::QuoAccount &account, const Envelope &envelope)
{
    QuoCall call = callOf(envelope);
    if (call.id.isEmpty())
        return failure(ErrorKind::Invalid, u"a call without an id"_s);
    if (envelope.isVoicemail() && call.isBare()) { // it says itself
        call.caller = firstOf(envelope.resource, "from"_L1);
        call.line = firstOf(envelope.resource, "to"_L1);
    }
    if (call.isBare())
        return Ignored{u"it does not say who called whom: the list of calls will"_s};
    if (envelope.isVoicemail())
        return voicemailEvent(envelope, call);
    if (envelope.type == "call.missed"_L1)
        return missedEvent(envelope, call);
    if (envelope.type == "call.forwarded"_L1 || envelope.type == "call.menu.selected"_L1) {
        const QString reason = textOf(envelope.resource, "statusReason"_L1, maxId);
        return plainEvent(call, CallSignal::Detail, reason.isEmpty() ? u"forwarded"_s : reason);
    }
    if (envelope.type == "call.answered"_L1 && !call.answeredAt)
        call.answeredAt = envelope.createdAt;
    if (call.status.isEmpty()) // events that are their own status
        call.status = envelope.type.mid(envelope.type.indexOf(u'.') + 1);
    return judged(call, account);
}

Result<PhoneEvent> translateText(const Envelope &envelope)
{
    const QJsonObject &resource = envelope.resource;
    const QString id = idOf(resource, "id"_L1);
    if (id.isEmpty())
        return failure(ErrorKind::Invalid, u"a text without an id"_s);
    if (envelope.type != "message.received"_L1) {
        const std::optional<calls::DeliveryState> state = deliveryState(QStringView(envelope.type).mid(8)); // message.delivered
        if (!state)
            return Ignored{u"a state we do not track"_s};
        return TextStatus{id, *state, textOf(resource, "errorCode"_L1, maxId)};
    }
    if (directionOf(resource) == calls::Direction::Out)
        return Ignored{u"a text of ours"_s};
    TextReceived text = readText(id, resource);
    if (envelope.isDated) {
        const QJsonObject participants = envelope.context.value("participants"_L1).toObject();
        text.from = firstOf(envelope.context, "senderIdentifier"_L1);
        if (text.from.isEmpty())
            text.from = firstOf(participants, "external"_L1);
        text.line = firstOf(participants, "workspace"_L1);
        if (text.line.isEmpty())
            text.line = firstOf(envelope.context, "recipientIdentifiers"_L1);
    } else {
        text.from = firstOf(resource, "from"_L1);
        text.line = firstOf(resource, "to"_L1);
    }
    if (text.from.isEmpty() || text.line.isEmpty())
        return failure(ErrorKind::Invalid, u"a text that does not say from whom to whom"_s);
    return text;
}

} // namespace

TextReceived readText(const QString &id, const QJsonObject &message)
{
    const QString text = textOf(message, "text"_L1, maxBody);
    return {.providerMessageId = id,
            .body = text.isEmpty() ? textOf(message, "body"_L1, maxBody) : text,
            .mediaCount = static_cast<int>(qMin<qsizetype>(message.value("media"_L1).toArray().size(), maxMedia))};
}

bool isOfInterest(const QString &type)
{
    return wantedEvents().contains(type);
}

QStringList wantedEvents()
{
    return {u"call.ringing"_s,
            u"call.answered"_s,
            u"call.missed"_s,
            u"call.completed"_s,
            u"call.forwarded"_s,
            u"call.menu.selected"_s,
            u"call.voicemail.completed"_s,
            u"message.received"_s,
            u"message.delivered"_s,
            u"message.undelivered"_s,
            u"message.failed"_s};
}

Result<QString> eventKey(const QJsonObject &from)
{
    const Envelope envelope(from);
    if (!envelope.isCall()) {
        const QString id = idOf(envelope.resource, "id"_L1);
        if (id.isEmpty())
            return failure(ErrorKind::Invalid, u"a text without an id"_s);
        return QStringList{u"text"_s, id, envelope.type.mid(8)}.join(u'|');
    }
    const QuoCall call = callOf(envelope);
    if (call.id.isEmpty())
        return failure(ErrorKind::Invalid, u"a call without an id"_s);
    QStringList key{u"call"_s, call.id, envelope.type.mid(5), call.status};
    if (call.answeredAt)
        key.append(u"answered"_s);
    if (call.hasVoicemail || (envelope.isVoicemail() && !textOf(envelope.resource, "transcript"_L1).isEmpty()))
        key.append(u"voicemail"_s);
    if (call.isBare())
        key.append(u"bare"_s);
    return key.join(u'|');
}

Result<PhoneEvent> translateWebhook(const settings::QuoAccount &account, const QJsonObject &from)
{
    const Envelope envelope(from);
    if (!isOfInterest(envelope.type))
        return Ignored{u"an event we do not read"_s};
    return envelope.isCall() ? translateCall(account, envelope) : translateText(envelope);
}

std::optional<calls::DeliveryState> deliveryState(QStringView status)
{
    using calls::DeliveryState;
    if (status == u"queued")
        return DeliveryState::Accepted;
    if (status == u"sent")
        return DeliveryState::Sent;
    if (status == u"delivered")
        return DeliveryState::Delivered;
    if (status == u"undelivered")
        return DeliveryState::Undelivered;
    if (status == u"failed")
        return DeliveryState::Failed;
    return std::nullopt;
}

} // namespace ringback::connectors::quo
