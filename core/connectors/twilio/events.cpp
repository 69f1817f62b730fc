#include "connectors/twilio/events.h"

#include "base/time.h"
#include "connectors/twilio/fields.h"

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

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

QString receivedKey(const QString &messageSid)
{
    return QStringList{u"text"_s, messageSid, u"received"_s}.join(u'|');
}

QString receiptKey(const QString &messageSid, const QString &status)
{
    return QStringList{u"text"_s, messageSid, status}.join(u'|');
}

namespace {

Result<QString> callKey(const Form &form)
{
    const Result<QString> sid = required(form, u"CallSid");
    if (!sid)
        return failure(sid);
    const auto ofCall = [&](const QString &what, QStringView id, const QString &status) {
        return QStringList{u"call"_s, *sid, what, bounded(form.value(id), maxId), bounded(status, maxId)}.join(u'|');
    };
    if (!form.value(u"TranscriptionSid").isEmpty())
        return ofCall(u"transcription"_s, u"TranscriptionSid", form.value(u"TranscriptionStatus"));
    if (!form.value(u"RecordingStatus").isEmpty())
        return ofCall(u"recording"_s, u"RecordingSid", form.value(u"RecordingStatus"));
    const Result<QString> status = required(form, u"CallStatus");
    if (!status)
        return failure(status);
    const QString dialStatus = bounded(form.value(u"DialCallStatus"), maxId);
    // A Record action; the callback at a call's end names its recording too.
    const bool isRecordAction = !form.value(u"RecordingSid").isEmpty() && form.value(u"CallbackSource").isEmpty();
    return QStringList{u"call"_s, *sid, *status, dialStatus, isRecordAction ? u"recording"_s : QString()}.join(u'|');
}

} // namespace

Result<QString> eventKey(EventKind kind, const Form &form)
{
    switch (kind) {
    case EventKind::Voice:
    case EventKind::Event:
        return callKey(form);
    case EventKind::Message: {
        const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
        if (!sid)
            return failure(sid);
        return receivedKey(*sid);
    }
    case EventKind::MessageStatus: {
        const Result<QString> sid = required(form, u"MessageSid", u"SmsSid");
        if (!sid)
            return failure(sid);
        const Result<QString> status = required(form, u"MessageStatus", u"SmsStatus");
        if (!status)
            return failure(status);
        return receiptKey(*sid, *status);
    }
    case EventKind::CallLog:
    case EventKind::MessageLog:
        break;
    }
    return failure(ErrorKind::Invalid, u"not a webhook of Twilio's"_s);
}

std::optional<Instant> readTime(const QString &text)
{
    const QDateTime at = QDateTime::fromString(text.left(maxId), Qt::RFC2822Date);
    if (!at.isValid())
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

} // namespace ringback::connectors::twilio
