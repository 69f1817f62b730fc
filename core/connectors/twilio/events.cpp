#include "connectors/twilio/events.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 64;
constexpr qsizetype maxName = 256;
constexpr qsizetype maxBody = 10'000; // Twilio stops at 1600 for texts
constexpr qsizetype maxAddOns = 64 << 10;
constexpr int maxMedia = 100; // Twilio stops at 10

Result<QString> required(const Form &form, QStringView name)
{
    const QString value = form.value(name);
    if (value.isEmpty())
        return failure(ErrorKind::Invalid, u"%1 is missing"_s.arg(name));
    if (value.size() > maxId || value.contains(QChar(u'\0')))
        return failure(ErrorKind::Invalid, u"%1 is not what Twilio sends"_s.arg(name));
    return value;
}

// Older webhooks name texts in the older way only.
Result<QString> required(const Form &form, QStringView name, QStringView olderName)
{
    return required(form, form.value(name).isEmpty() && !form.value(olderName).isEmpty() ? olderName : name);
}

bool isOneOf(QStringView word, std::initializer_list<QStringView> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isUnanswered(QStringView status)
{
    return isOneOf(status, {u"no-answer", u"busy", u"failed", u"canceled"});
}

bool isOver(QStringView callStatus)
{
    return callStatus == u"completed" || isUnanswered(callStatus);
}

bool isSpam(const QString &addOn, const QJsonObject &result)
{
    if (addOn == "nomorobo_spamscore"_L1)
        return result.value("score"_L1).toVariant().toInt() == 1;
    if (addOn == "marchex_cleancall"_L1)
        return result.value("result"_L1).toObject().value("recommendation"_L1).toString() == "BLOCK"_L1;
    return false;
}

calls::Reputation reputation(const Form &form)
{
    calls::Reputation facts;
    const QString attestation = form.value(u"StirVerstat");
    if (attestation != "NULL"_L1)
        facts.attestation = bounded(attestation, maxName);

    const QString addOns = form.value(u"AddOns");
    if (addOns.size() > maxAddOns)
        return facts;
    const QJsonObject root = QJsonDocument::fromJson(addOns.toUtf8()).object();
    if (root.value("status"_L1).toString() != "successful"_L1)
        return facts;
    const QJsonObject results = root.value("results"_L1).toObject();
    for (auto it = results.begin(); it != results.end(); ++it) {
        const QJsonObject addOn = it.value().toObject();
        if (addOn.value("status"_L1).toString() != "successful"_L1 || !isSpam(it.key(), addOn.value("result"_L1).toObject()))
            continue;
        facts.listedAsSpam = true;
        facts.listedBy = it.key();
    }
    return facts;
}

// A Record action. The callback at a call's end names its recording too, also that of a conversation: that says nothing of who talked.
bool isRecordAction(const Form &form)
{
    return !form.value(u"RecordingSid").isEmpty() && form.value(u"CallbackSource").isEmpty();
}

struct Judgement {
    CallSignal signal;
    QString reason;
};

// The table of phone-and-sms.md, 2.3. Nothing: the event changes nothing.
std::optional<Judgement> judge(const Form &form, const QString &callStatus)
{
    const CallSignal missed = isOver(callStatus) ? CallSignal::Missed : CallSignal::MissedSoFar;
    const QString dialStatus = form.value(u"DialCallStatus");
    if (isOneOf(dialStatus, {u"completed", u"answered"})) {
        const bool talked = form.value(u"DialBridged") != u"false" || form.value(u"DialCallDuration").toInt() > 0;
        return Judgement{talked ? CallSignal::Answered : missed, dialStatus};
    }
    if (isUnanswered(dialStatus))
        return Judgement{missed, dialStatus};
    if (!dialStatus.isEmpty())
        return std::nullopt;

    if (isRecordAction(form) && (callStatus == u"completed" || callStatus == u"in-progress")) {
        const bool empty = form.find(u"RecordingDuration") == u"0"_s; // the caller listened to the greeting and hung up
        return Judgement{missed, empty ? callStatus : u"voicemail"_s};
    }
    if (isOneOf(callStatus, {u"ringing", u"queued"}))
        return Judgement{CallSignal::Ringing, callStatus};
    if (isUnanswered(callStatus))
        return Judgement{CallSignal::Missed, callStatus};
    if (callStatus == u"completed")
        return Judgement{CallSignal::Over, callStatus}; // answered by anything, our own greeting included
    return std::nullopt;
}

// A leg that we dial. It is answered once somebody is on it; where detection is switched on, `AnsweredBy` tells a machine from a person.
std::optional<Judgement> judgeDialled(const Form &form, const QString &callStatus)
{
    if (isOneOf(callStatus, {u"queued", u"initiated", u"ringing"}))
        return Judgement{CallSignal::Ringing, callStatus};
    if (isUnanswered(callStatus))
        return Judgement{CallSignal::Missed, callStatus};
    if (callStatus != u"completed")
        return std::nullopt;
    const QString answeredBy = bounded(form.value(u"AnsweredBy"), maxId);
    if (answeredBy.startsWith("machine"_L1) || answeredBy == "fax"_L1)
        return Judgement{CallSignal::Missed, answeredBy};
    const bool talked = form.find(u"CallDuration") != u"0"_s;
    return Judgement{talked ? CallSignal::Answered : CallSignal::Missed, callStatus};
}

// RFC 2822, to the second, by Twilio's clock.
std::optional<Instant> timestamp(const Form &form)
{
    const QDateTime at = QDateTime::fromString(form.value(u"Timestamp").left(maxId), Qt::RFC2822Date);
    if (!at.isValid())
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

} // namespace

Result<PhoneEvent> translateVoice(const Form &form)
{
    const Result<QString> sid = required(form, u"CallSid");
    if (!sid)
        return failure(sid);
    const Result<QString> status = required(form, u"CallStatus");
    if (!status)
        return failure(status);

    const QString direction = form.value(u"Direction");
    const bool isDialled = isOneOf(direction, {u"outbound-api", u"outbound-dial"});
    if (!isDialled && !form.value(u"ParentCallSid").isEmpty())
        return Ignored{u"a child leg"_s};
    if (!isDialled && !direction.isEmpty() && direction != u"inbound")
        return Ignored{u"a direction we do not know"_s};
    if (isDialled && !form.value(u"DialCallStatus").isEmpty())
        return Ignored{u"another leg of a call that we make"_s};

    const std::optional<Judgement> judgement = isDialled ? judgeDialled(form, *status) : judge(form, *status);
    if (!judgement)
        return Ignored{*status == u"in-progress" && form.value(u"DialCallStatus").isEmpty() ? u"in progress"_s
                                                                                            : u"a state we do not track"_s};
    CallEvent event;
    event.providerCallId = *sid;
    event.direction = isDialled ? calls::Direction::Out : calls::Direction::In;
    event.caller = bounded(form.value(isDialled ? u"To" : u"From"), maxName);
    event.line = bounded(form.value(isDialled ? u"From" : u"To"), maxName);
    event.callerName = bounded(form.value(u"CallerName"), maxName);
    event.signal = judgement->signal;
    event.providerReason = judgement->reason;
    if (isOver(*status))
        event.endedAt = timestamp(form);
    event.reputation = reputation(form);
    return event;
}

Result<PhoneEvent> translateMessage(const Form &form)
{
    const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
    if (!sid)
        return failure(sid);
    for (const QStringView name : {u"From", u"To"}) {
        if (form.value(name).isEmpty())
            return failure(ErrorKind::Invalid, u"%1 is missing"_s.arg(name));
    }
    TextReceived text;
    text.providerMessageId = *sid;
    text.from = bounded(form.value(u"From"), maxName);
    text.line = bounded(form.value(u"To"), maxName);
    text.body = bounded(form.value(u"Body"), maxBody);
    text.mediaCount = std::clamp(form.value(u"NumMedia").toInt(), 0, maxMedia);
    const QString optOut = form.value(u"OptOutType");
    if (isOneOf(optOut, {u"STOP", u"START", u"HELP"}))
        text.optOutType = optOut;
    return text;
}

std::optional<calls::DeliveryState> deliveryState(QStringView status)
{
    using calls::DeliveryState;
    if (isOneOf(status, {u"accepted", u"scheduled", u"queued", u"sending"}))
        return DeliveryState::Accepted;
    if (status == u"sent")
        return DeliveryState::Sent;
    if (isOneOf(status, {u"delivered", u"read"}))
        return DeliveryState::Delivered;
    if (status == u"undelivered")
        return DeliveryState::Undelivered;
    if (isOneOf(status, {u"failed", u"canceled"}))
        return DeliveryState::Failed;
    return std::nullopt;
}

Result<PhoneEvent> translateMessageStatus(const Form &form)
{
    const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
    if (!sid)
        return failure(sid);
    const Result<QString> status = required(form, u"MessageStatus", u"SmsStatus");
    if (!status)
        return failure(status);
    const std::optional<calls::DeliveryState> state = deliveryState(*status);
    if (!state)
        return Ignored{u"a state we do not track"_s};
    TextStatus receipt;
    receipt.providerMessageId = *sid;
    receipt.state = *state;
    receipt.errorCode = bounded(form.value(u"ErrorCode"), maxId);
    return receipt;
}

Result<QString> eventKey(EventKind kind, const Form &form)
{
    switch (kind) {
    case EventKind::Voice: {
        const Result<QString> sid = required(form, u"CallSid");
        if (!sid)
            return failure(sid);
        const Result<QString> status = required(form, u"CallStatus");
        if (!status)
            return failure(status);
        const QString dialStatus = bounded(form.value(u"DialCallStatus"), maxId);
        const QString marker = isRecordAction(form) ? u"recording"_s : QString();
        return QStringList{u"call"_s, *sid, *status, dialStatus, marker}.join(u'|');
    }
    case EventKind::Message: {
        const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
        if (!sid)
            return failure(sid);
        return QStringList{u"text"_s, *sid, u"received"_s}.join(u'|');
    }
    case EventKind::MessageStatus: {
        const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
        if (!sid)
            return failure(sid);
        const Result<QString> status = required(form, u"MessageStatus", u"SmsStatus");
        if (!status)
            return failure(status);
        return QStringList{u"text"_s, *sid, *status}.join(u'|');
    }
    case EventKind::Event:
    case EventKind::CallLog:
    case EventKind::MessageLog:
        break;
    }
    return failure(ErrorKind::Invalid, u"not a webhook of Twilio's"_s);
}

} // namespace ringback::connectors::twilio
