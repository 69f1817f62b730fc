#include "connectors/twilio/records.h"

#include "connectors/twilio/events.h"
#include "connectors/twilio/fields.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype maxLegs = 50; // a `<Dial>` takes 10 numbers
constexpr qsizetype maxRecordings = 10;

QString text(const QJsonObject &from, QLatin1StringView name, qsizetype length = maxName)
{
    return bounded(from.value(name).toString(), length);
}

std::optional<Instant> time(const QJsonObject &from, QLatin1StringView name)
{
    return readTime(from.value(name).toString());
}

// Counts are text in the lists of calls; some are numbers elsewhere.
std::optional<int> count(const QJsonObject &from, QLatin1StringView name)
{
    bool isNumber = false;
    const int value = from.value(name).toVariant().toInt(&isNumber);
    return isNumber && value >= 0 ? std::optional(value) : std::nullopt;
}

// What is kept: nothing that grows, and no price.
QJsonObject only(const QJsonObject &from, std::initializer_list<QLatin1StringView> names)
{
    QJsonObject kept;
    for (const QLatin1StringView name : names) {
        const QJsonValue value = from.value(name);
        if (value.isString())
            kept.insert(name, bounded(value.toString(), name == "body"_L1 ? maxBody : name == "url"_L1 ? maxUrl : maxName));
        else if (value.isDouble())
            kept.insert(name, value);
    }
    return kept;
}

QJsonArray onlyOfEach(const QJsonArray &from, qsizetype atMost, std::initializer_list<QLatin1StringView> names)
{
    QJsonArray kept;
    for (qsizetype i = 0; i < std::min(from.size(), atMost); ++i)
        kept.append(only(from.at(i).toObject(), names));
    return kept;
}

bool isTalk(const QJsonObject &leg)
{
    return text(leg, "status"_L1) == "completed"_L1 && count(leg, "duration"_L1).value_or(0) > 0 && !isMachine(text(leg, "answered_by"_L1));
}

// The word for legs of which none was answered: that the caller gave up only if none says otherwise.
QString reasonOf(const QList<QJsonObject> &legs)
{
    for (const auto &word : {u"no-answer"_s, u"busy"_s, u"failed"_s, u"canceled"_s}) {
        for (const QJsonObject &leg : legs) {
            if (text(leg, "status"_L1) == word)
                return word;
        }
    }
    return u"completed"_s;
}

std::optional<calls::Voicemail> voicemailOf(const QJsonArray &recordings)
{
    for (const auto &value : recordings) {
        const QJsonObject recording = value.toObject();
        const std::optional<int> length = count(recording, "duration"_L1);
        if (!isVoicemail(length, count(recording, "channels"_L1).value_or(1), text(recording, "source"_L1)))
            continue;
        calls::Voicemail voicemail{.url = text(recording, "url"_L1, maxUrl), .length = std::nullopt, .transcript = {}};
        if (length)
            voicemail.length = std::chrono::seconds(*length);
        return voicemail;
    }
    return std::nullopt;
}

struct Calls {
    QJsonObject call;
    QList<QJsonObject> legs;
    QJsonArray recordings;
};

// The verdict of phone-and-sms.md, 2.5, over a call that came in.
void judgeInbound(CallEvent &event, const Calls &record, const settings::TwilioAccount &account)
{
    const QString status = text(record.call, "status"_L1);
    event.providerReason = status;
    event.signal = CallSignal::Missed;
    if (status != "completed"_L1)
        return;
    int talked = 0;
    QString machine;
    for (const QJsonObject &leg : record.legs) {
        if (isTalk(leg))
            talked = std::max(talked, count(leg, "duration"_L1).value_or(0));
        else if (isMachine(text(leg, "answered_by"_L1)))
            machine = text(leg, "answered_by"_L1, maxId);
    }
    if (talked > 0) {
        const bool isShort = talked < account.shortTalk.count();
        event.signal = isShort ? CallSignal::Over : CallSignal::Answered;
        if (isShort)
            event.providerReason = QString::fromUtf16(shortTalkReason);
        return;
    }
    event.voicemail = voicemailOf(record.recordings);
    if (event.voicemail)
        event.providerReason = u"voicemail"_s;
    else if (!machine.isEmpty())
        event.providerReason = machine;
    else if (!record.legs.isEmpty())
        event.providerReason = reasonOf(record.legs);
    else if (account.withoutLegs == settings::TwilioAccount::WithoutLegs::Unclear)
        event.signal = CallSignal::Over; // a queue or a conference: whoever took it has no leg that names the call
}

void judgeOutbound(CallEvent &event, const QJsonObject &call)
{
    const QString answeredBy = text(call, "answered_by"_L1, maxId);
    event.providerReason = text(call, "status"_L1);
    event.signal = CallSignal::Missed;
    if (event.providerReason != "completed"_L1)
        return;
    if (isMachine(answeredBy))
        event.providerReason = answeredBy;
    else if (count(call, "duration"_L1).value_or(0) > 0)
        event.signal = CallSignal::Answered;
}

// How long the caller heard it ring: until the last phone was given up, else until the end; after a greeting nobody can tell. The stamps have
// whole seconds, so it may have been up to one more, in favour of the caller.
std::optional<Milliseconds> ringTime(const CallEvent &event, const QList<QJsonObject> &legs)
{
    std::optional<Instant> end;
    for (const QJsonObject &leg : legs)
        end = std::max(end, time(leg, "end_time"_L1));
    if (legs.isEmpty() && !event.voicemail)
        end = event.endedAt;
    if (!end || !event.startedAt || *end < *event.startedAt)
        return std::nullopt;
    return std::chrono::duration_cast<Milliseconds>(*end - *event.startedAt) + 999ms;
}

} // namespace

std::optional<Instant> beganAt(const QJsonObject &record)
{
    for (const QLatin1StringView name : {"start_time"_L1, "date_sent"_L1, "date_created"_L1}) {
        if (const std::optional<Instant> at = time(record, name))
            return at;
    }
    return std::nullopt;
}

bool isAnsweredOn(const QJsonArray &legs)
{
    return std::any_of(legs.begin(), legs.end(), [](const auto &leg) { return isTalk(leg.toObject()); });
}

calls::ProviderEvent callRecord(const QJsonObject &call, const QJsonArray &legs, const QJsonArray &recordings)
{
    const QJsonObject record{
        {u"call"_s, only(call, {"sid"_L1, "direction"_L1, "from"_L1, "to"_L1, "status"_L1, "duration"_L1, "answered_by"_L1,
                                "caller_name"_L1, "start_time"_L1, "end_time"_L1, "date_created"_L1})},
        {u"legs"_s, onlyOfEach(legs, maxLegs, {"sid"_L1, "status"_L1, "duration"_L1, "answered_by"_L1, "end_time"_L1})},
        {u"recordings"_s, onlyOfEach(recordings, maxRecordings, {"sid"_L1, "duration"_L1, "channels"_L1, "source"_L1, "url"_L1})}};
    // With what it was judged by, so that one whose recording comes later is stored again.
    const QStringList key = {u"log"_s, text(call, "sid"_L1, maxId), text(call, "status"_L1, maxId), QString::number(legs.size()),
                             QString::number(recordings.size())};
    const std::optional<Instant> end = time(call, "end_time"_L1);
    return {.kind = calls::EventKind::CallLog,
            .key = key.join(u'|'),
            .payload = QJsonDocument(record).toJson(QJsonDocument::Compact),
            .at = end ? end : beganAt(call)};
}

std::optional<calls::ProviderEvent> textRecord(const QJsonObject &message)
{
    const QString sid = message.value("sid"_L1).toString();
    const QString status = text(message, "status"_L1, maxId);
    if (!isSid(sid, {u"SM", u"MM"}))
        return std::nullopt;
    const bool isInbound = text(message, "direction"_L1) == "inbound"_L1;
    const std::optional<calls::DeliveryState> state = deliveryState(status);
    if (isInbound ? status != "received"_L1 : !state || *state == calls::DeliveryState::Accepted)
        return std::nullopt;
    QJsonObject record = only(message, {"sid"_L1, "direction"_L1, "status"_L1, "error_code"_L1});
    if (isInbound) {
        const QJsonObject words = only(message, {"from"_L1, "to"_L1, "body"_L1, "num_media"_L1});
        for (auto it = words.begin(); it != words.end(); ++it)
            record.insert(it.key(), it.value());
    }
    return calls::ProviderEvent{.kind = calls::EventKind::MessageLog,
                                .key = isInbound ? receivedKey(sid) : receiptKey(sid, status),
                                .payload = QJsonDocument(record).toJson(QJsonDocument::Compact),
                                .at = isInbound ? beganAt(message) : time(message, "date_updated"_L1)};
}

Result<PhoneEvent> translateCallRecord(const QByteArray &payload, const settings::TwilioAccount &account)
{
    const QJsonObject root = QJsonDocument::fromJson(payload).object();
    Calls record{.call = root.value("call"_L1).toObject(), .legs = {}, .recordings = root.value("recordings"_L1).toArray()};
    for (const auto &leg : root.value("legs"_L1).toArray())
        record.legs.append(leg.toObject());
    const QString sid = record.call.value("sid"_L1).toString();
    if (!isSid(sid, {u"CA"}))
        return failure(ErrorKind::Invalid, u"a call without an id"_s);
    if (!isOver(text(record.call, "status"_L1)))
        return failure(ErrorKind::Invalid, u"a call that is not over"_s);

    const QString direction = text(record.call, "direction"_L1);
    const bool isInbound = direction == "inbound"_L1;
    if (!isInbound && !isOneOf(direction, {u"outbound-api", u"outbound-dial"}))
        return Ignored{u"a direction we do not know"_s};
    CallEvent event;
    event.providerCallId = sid;
    event.direction = isInbound ? calls::Direction::In : calls::Direction::Out;
    event.caller = text(record.call, isInbound ? "from"_L1 : "to"_L1);
    event.line = text(record.call, isInbound ? "to"_L1 : "from"_L1);
    event.callerName = text(record.call, "caller_name"_L1);
    event.startedAt = time(record.call, "date_created"_L1);
    if (!event.startedAt)
        event.startedAt = time(record.call, "start_time"_L1);
    event.endedAt = time(record.call, "end_time"_L1);
    if (!isInbound) {
        judgeOutbound(event, record.call);
        return event;
    }
    judgeInbound(event, record, account);
    for (const QJsonObject &leg : std::as_const(record.legs)) {
        if (const QString id = text(leg, "sid"_L1, maxId); !id.isEmpty()) // the last that can be said of it
            event.legs.append({.id = id, .state = calls::Leg::State::Over, .sequence = 1'000});
    }
    if (event.signal == CallSignal::Missed)
        event.ringTime = ringTime(event, record.legs);
    return event;
}

Result<PhoneEvent> translateTextRecord(const QByteArray &payload)
{
    const QJsonObject message = QJsonDocument::fromJson(payload).object();
    const QString sid = message.value("sid"_L1).toString();
    if (!isSid(sid, {u"SM", u"MM"}))
        return failure(ErrorKind::Invalid, u"a text without an id"_s);
    if (text(message, "direction"_L1) == "inbound"_L1) {
        TextReceived received;
        received.providerMessageId = sid;
        received.from = text(message, "from"_L1);
        received.line = text(message, "to"_L1);
        received.body = text(message, "body"_L1, maxBody);
        received.mediaCount = std::min(count(message, "num_media"_L1).value_or(0), maxMedia);
        if (received.from.isEmpty() || received.line.isEmpty())
            return failure(ErrorKind::Invalid, u"a text without its numbers"_s);
        return received;
    }
    const std::optional<calls::DeliveryState> state = deliveryState(text(message, "status"_L1));
    if (!state)
        return Ignored{u"a state we do not track"_s};
    const std::optional<int> code = count(message, "error_code"_L1);
    return TextStatus{.providerMessageId = sid, .state = *state, .errorCode = code.value_or(0) == 0 ? QString() : QString::number(*code)};
}

} // namespace ringback::connectors::twilio
