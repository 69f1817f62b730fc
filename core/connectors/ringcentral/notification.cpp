#include "connectors/ringcentral/notification.h"

#include "connectors/ringcentral/calllog.h"
#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/telephony.h"
#include "connectors/ringcentral/texts.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxRecords = 1000; // RingCentral's

enum class Topic { Session, Text, Consents, MissedCall, Voicemail, Other };

// The event is the filter with real ids in place of `~`.
Topic topicOf(const QJsonObject &envelope)
{
    const QString event = textAt(envelope, "event"_L1, 1024);
    const QString path = event.section(u'?', 0, 0);
    if (path.endsWith("/telephony/sessions"_L1) || path.contains("/telephony/sessions/"_L1))
        return Topic::Session;
    if (path.endsWith("/message-store/instant"_L1))
        return Topic::Text;
    if (path.endsWith("/sms/consents"_L1))
        return Topic::Consents;
    if (path.endsWith("/missed-calls"_L1))
        return Topic::MissedCall;
    if (path.endsWith("/voicemail"_L1))
        return Topic::Voicemail;
    return Topic::Other;
}

QJsonArray consentRecords(const QJsonObject &body)
{
    return body.contains("records"_L1) ? body.value("records"_L1).toArray() : QJsonArray{body};
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString numberOf(const QJsonValue &value)
{
    const QJsonObject party = value.isArray() ? value.toArray().first().toObject() : value.toObject();
    return normalised(value.isString() ? textOf(value) : textAt(party, "phoneNumber"_L1));
}

// Of the older kinds. They name the call by another id than everything else, or not at all; taken for calls, they would double them. The call log
// has these calls too, and their voicemails.
Result<PhoneEvent> translateOlder(const QJsonObject &body, Topic topic)
{
    const QString session = textAt(body, "telephonySessionId"_L1, maxId);
    if (session.isEmpty())
        return Ignored{u"it does not name its call"_s};
    CallEvent event;
    event.providerCallId = session;
    event.caller = numberOf(body.value("from"_L1));
    event.line = numberOf(body.value("to"_L1));
    event.callerName = body.value("from"_L1).isObject() ? textAt(body.value("from"_L1).toObject(), "name"_L1) : textAt(body, "fromName"_L1);
    event.signal = CallSignal::MissedSoFar;
    event.providerReason = topic == Topic::Voicemail ? u"voicemail"_s : u"missed"_s;
    if (topic == Topic::Voicemail) {
        calls::Voicemail voicemail;
        for (const QJsonValue &attachment : body.value("attachments"_L1).toArray()) {
            if (textOf(attachment["type"_L1], maxId) != "AudioRecording"_L1)
                continue;
            voicemail.url = textOf(attachment["uri"_L1], 2048);
            if (const qint64 seconds = attachment["vmDuration"_L1].toInteger(-1); seconds >= 0 && seconds < 24 * 3600)
                voicemail.length = std::chrono::seconds(seconds);
        }
        event.voicemail = voicemail;
    }
    return event;
}

Result<PhoneEvent> translateEnvelope(const QJsonObject &envelope)
{
    const QJsonObject body = envelope.value("body"_L1).toObject();
    switch (const Topic topic = topicOf(envelope)) {
    case Topic::Session:
        return translateSession(body);
    case Topic::Text:
        return translateMessage(body);
    case Topic::Consents:
        return translateConsent(body);
    case Topic::MissedCall:
    case Topic::Voicemail:
        return translateOlder(body, topic);
    case Topic::Other:
        break;
    }
    return Ignored{u"not asked for"_s};
}

} // namespace

QStringList neededFilters(const QString &extension)
{
    const QString sessions =
        extension.isEmpty() || extension == "~"_L1
            ? u"/restapi/v1.0/account/~/telephony/sessions"_s
            : u"/restapi/v1.0/account/~/extension/%1/telephony/sessions"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(extension)));
    return {sessions, u"/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS"_s};
}

QStringList eventFilters(const QString &extension)
{
    return neededFilters(extension) + QStringList{u"/restapi/v2/accounts/~/sms/consents"_s};
}

Result<QList<calls::ProviderEvent>> eventsOf(const QJsonObject &envelope)
{
    const QJsonObject body = envelope.value("body"_L1).toObject();
    const std::optional<Instant> sentAt = timeOf(envelope.value("timestamp"_L1));
    const auto event = [](const Result<QString> &key, const QJsonObject &payload, std::optional<Instant> at) {
        return calls::ProviderEvent{.kind = calls::EventKind::Event, .key = *key, .payload = compact(payload), .at = at};
    };
    QList<calls::ProviderEvent> events;
    switch (topicOf(envelope)) {
    case Topic::Session: {
        const Result<QString> key = sessionKey(body);
        if (!key)
            return failure(key);
        const std::optional<Instant> at = timeOf(body.value("eventTime"_L1));
        events.append(event(key, envelope, at ? at : sentAt));
        break;
    }
    case Topic::Text: {
        const Result<QString> key = messageKey(body);
        if (!key)
            return failure(key);
        events.append(event(key, envelope, timeOf(body.value("creationTime"_L1))));
        break;
    }
    case Topic::Consents: {
        const QJsonArray records = consentRecords(body);
        for (qsizetype i = 0; i < std::min(records.size(), maxRecords); ++i) {
            const QJsonObject record = records.at(i).toObject();
            const Result<QString> key = consentKey(record);
            if (!key)
                return failure(key);
            QJsonObject one = envelope;
            one.insert("body"_L1, record);
            events.append(event(key, one, timeOf(record.value("lastModifiedTime"_L1))));
        }
        break;
    }
    case Topic::MissedCall:
    case Topic::Voicemail: {
        const Result<QString> uuid = textAt(envelope, "uuid"_L1, maxId);
        if (uuid->isEmpty())
            return failure(ErrorKind::Invalid, u"uuid is missing"_s);
        events.append(event(uuid, envelope, sentAt));
        break;
    }
    case Topic::Other: // a reminder, a change that says only how many: the lists tell
        break;
    }
    return events;
}

Result<PhoneEvent> translateStored(calls::EventKind kind, const QByteArray &payload)
{
    const QJsonDocument document = QJsonDocument::fromJson(payload);
    switch (kind) {
    case calls::EventKind::Event:
        if (document.isObject())
            return translateEnvelope(document.object());
        break;
    case calls::EventKind::CallLog:
        if (document.isArray())
            return translateCallRecords(document.array());
        break;
    case calls::EventKind::MessageLog:
        if (document.isObject())
            return translateMessage(document.object());
        break;
    case calls::EventKind::Voice:
    case calls::EventKind::Message:
    case calls::EventKind::MessageStatus:
        break;
    }
    return failure(ErrorKind::Invalid, u"not an event of RingCentral's"_s);
}

} // namespace ringback::connectors::ringcentral
