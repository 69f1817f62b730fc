#include "connectors/ringcentral/texts.h"

#include "connectors/ringcentral/fields.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxBody = 10'000; // RingCentral stops at 1000
constexpr int maxMedia = 100;

bool isText(const QJsonObject &message)
{
    const QString type = textAt(message, "type"_L1, maxId);
    return type == "SMS"_L1 || type == "Text"_L1;
}

bool isInbound(const QJsonObject &message)
{
    return textAt(message, "direction"_L1, maxId).compare("inbound"_L1, Qt::CaseInsensitive) == 0;
}

// A text to a group names whom of it this notification is for.
QString ourNumber(const QJsonObject &message)
{
    const QJsonArray to = message.value("to"_L1).toArray();
    const auto target = std::find_if(to.cbegin(), to.cend(), [](const QJsonValue &each) { return each["target"_L1].toBool(); });
    const QJsonObject ours = target != to.cend() ? (*target).toObject() : to.first().toObject();
    return normalised(textAt(ours, "phoneNumber"_L1));
}

int mediaCount(const QJsonObject &message)
{
    const QJsonArray attachments = message.value("attachments"_L1).toArray();
    const auto count = std::count_if(attachments.cbegin(), attachments.cend(), [](const QJsonValue &attachment) {
        return textOf(attachment["type"_L1], maxId).compare("MmsAttachment"_L1, Qt::CaseInsensitive) == 0;
    });
    return static_cast<int>(std::min<std::ptrdiff_t>(count, maxMedia));
}

Result<QString> idOf(const QJsonObject &message)
{
    const QString id = textAt(message, "id"_L1, maxId);
    if (id.isEmpty())
        return failure(ErrorKind::Invalid, u"a text's id is missing"_s);
    return id;
}

} // namespace

std::optional<calls::DeliveryState> deliveryState(const QString &status)
{
    using calls::DeliveryState;
    if (status == "Queued"_L1)
        return DeliveryState::Accepted;
    if (status == "Sent"_L1)
        return DeliveryState::Sent;
    if (status == "Delivered"_L1)
        return DeliveryState::Delivered;
    if (status == "DeliveryFailed"_L1)
        return DeliveryState::Undelivered;
    if (status == "SendingFailed"_L1)
        return DeliveryState::Failed;
    return std::nullopt;
}

Result<PhoneEvent> translateMessage(const QJsonObject &message)
{
    const Result<QString> id = idOf(message);
    if (!id)
        return failure(id);
    if (!isText(message))
        return Ignored{u"not a text"_s};
    if (!isInbound(message)) {
        const std::optional<calls::DeliveryState> state = deliveryState(textAt(message, "messageStatus"_L1, maxId));
        if (!state)
            return Ignored{u"a state we do not track"_s};
        return TextStatus{.providerMessageId = *id, .state = *state, .errorCode = textAt(message, "deliveryErrorCode"_L1, maxId)};
    }
    TextReceived text;
    text.providerMessageId = *id;
    text.from = normalised(textAt(message.value("from"_L1).toObject(), "phoneNumber"_L1));
    text.line = ourNumber(message);
    if (text.line.isEmpty())
        return failure(ErrorKind::Invalid, u"the number that a text came to is missing"_s);
    if (text.from.isEmpty() || isExtensionNumber(text.from)) // of a colleague
        return Ignored{u"a text without a number to answer"_s};
    text.body = textAt(message, "subject"_L1, maxBody);
    text.mediaCount = mediaCount(message);
    return text;
}

Result<QString> messageKey(const QJsonObject &message)
{
    const Result<QString> id = idOf(message);
    if (!id)
        return failure(id);
    return QStringList{u"text"_s, *id, isInbound(message) ? u"received"_s : textAt(message, "messageStatus"_L1, maxId)}.join(u'|');
}

Result<std::optional<calls::ProviderEvent>> messageEvent(const QJsonObject &message)
{
    if (!isText(message))
        return std::nullopt;
    const Result<QString> key = messageKey(message);
    if (!key)
        return failure(key);
    std::optional<Instant> at = timeOf(message.value("creationTime"_L1));
    if (const std::optional<Instant> changed = timeOf(message.value("lastModifiedTime"_L1)); !isInbound(message) && changed)
        at = changed;
    return calls::ProviderEvent{
        .kind = calls::EventKind::MessageLog, .key = *key, .payload = QJsonDocument(message).toJson(QJsonDocument::Compact), .at = at};
}

Result<PhoneEvent> translateConsent(const QJsonObject &record)
{
    const QString status = textAt(record, "optStatus"_L1, maxId);
    const QString number = normalised(textAt(record, "to"_L1));
    if (number.isEmpty() || (status != "OptOut"_L1 && status != "OptIn"_L1))
        return failure(ErrorKind::Invalid, u"not the record of an opt-out"_s);
    return OptOutChanged{.number = number, .line = normalised(textAt(record, "from"_L1)), .isOptedOut = status == "OptOut"_L1};
}

Result<QString> consentKey(const QJsonObject &record)
{
    if (const Result<PhoneEvent> event = translateConsent(record); !event)
        return failure(event);
    return QStringList{u"consent"_s, textAt(record, "from"_L1, maxId), textAt(record, "to"_L1, maxId),
                       textAt(record, "optStatus"_L1, maxId), textAt(record, "lastModifiedTime"_L1, maxId)}
        .join(u'|');
}

} // namespace ringback::connectors::ringcentral
