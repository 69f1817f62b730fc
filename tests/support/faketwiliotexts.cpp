#include "support/faketwilio.h"
#include "support/faketwilioanswers.h"

#include <QRegularExpression>

#include <algorithm>

/// The texts of the account.
namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::twilio::decodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

constexpr int maxBody = 1600;

bool isSender(const QString &text)
{
    static const QRegularExpression shape(u"^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$"_s);
    return shape.match(text).hasMatch();
}

// Close enough to what Twilio counts: characters outside ASCII make a text UCS-2.
int segments(const QString &body)
{
    const bool ascii = std::all_of(body.begin(), body.end(), [](QChar c) { return c.unicode() < 128; });
    const int single = ascii ? 160 : 70;
    const int joined = ascii ? 153 : 67;
    const int units = static_cast<int>(body.size());
    return units <= single ? 1 : (units + joined - 1) / joined;
}

QJsonObject toJson(const FakeTwilio::Message &message)
{
    const QString uri = u"/2010-04-01/Accounts/%1/Messages/%2"_s.arg(FakeTwilio::accountSid(), message.sid);
    const bool isOnItsWay = message.status == u"queued" || message.status == u"accepted";
    return {{u"account_sid"_s, FakeTwilio::accountSid()},
            {u"api_version"_s, u"2010-04-01"_s},
            {u"body"_s, message.body},
            {u"date_created"_s, date(message.dateCreated)},
            {u"date_sent"_s, isOnItsWay ? QJsonValue() : QJsonValue(date(message.dateCreated))},
            {u"date_updated"_s, date(message.dateCreated)},
            {u"direction"_s, message.direction},
            {u"error_code"_s, message.errorCode == 0 ? QJsonValue() : QJsonValue(message.errorCode)},
            {u"error_message"_s, message.errorCode == 0 ? QJsonValue() : QJsonValue(u"failed"_s)},
            {u"from"_s, orNull(message.from)},
            {u"messaging_service_sid"_s, orNull(message.messagingService)},
            {u"num_media"_s, u"0"_s},
            {u"num_segments"_s, message.messagingService.isEmpty() ? QString::number(segments(message.body)) : u"0"_s},
            {u"price"_s, QJsonValue()},
            {u"price_unit"_s, u"USD"_s},
            {u"sid"_s, message.sid},
            {u"status"_s, message.status},
            {u"subresource_uris"_s, QJsonObject{{u"media"_s, uri + u"/Media.json"_s}}},
            {u"to"_s, message.to},
            {u"uri"_s, uri + u".json"_s}};
}

} // namespace

QStringList FakeTwilio::createFields()
{
    return {u"To"_s,
            u"StatusCallback"_s,
            u"ApplicationSid"_s,
            u"MaxPrice"_s,
            u"ProvideFeedback"_s,
            u"Attempt"_s,
            u"ValidityPeriod"_s,
            u"ForceDelivery"_s,
            u"ContentRetention"_s,
            u"AddressRetention"_s,
            u"SmartEncoded"_s,
            u"PersistentAction"_s,
            u"TrafficType"_s,
            u"ShortenUrls"_s,
            u"ScheduleType"_s,
            u"SendAt"_s,
            u"SendAsMms"_s,
            u"ContentVariables"_s,
            u"RiskCheck"_s,
            u"From"_s,
            u"FallbackFrom"_s,
            u"MessagingServiceSid"_s,
            u"Body"_s,
            u"MediaUrl"_s,
            u"ContentSid"_s};
}

HttpResponse FakeTwilio::create(const HttpRequest &request)
{
    if (!request.header("content-type").startsWith("application/x-www-form-urlencoded"))
        return error(415, 20001, u"Unsupported media type"_s);
    const Result<Form> form = decodeForm(request.body);
    if (!form)
        return error(400, 20001, u"The body is not a form in UTF-8"_s);
    const QStringList known = createFields();
    QSet<QString> seen;
    for (const auto &[name, value] : form->fields) {
        if (!known.contains(name))
            return error(400, 20001, u"Twilio does not know the field %1"_s.arg(name));
        if (seen.contains(name) && name != u"MediaUrl" && name != u"PersistentAction")
            return error(400, 20001, u"The field %1 came twice"_s.arg(name));
        seen.insert(name);
    }

    const QString to = form->value(u"To");
    const QString from = form->value(u"From");
    const QString service = form->value(u"MessagingServiceSid");
    const QString body = form->value(u"Body");
    if (to.isEmpty())
        return error(400, 21604, u"A 'To' phone number is required."_s);
    if (from.isEmpty() && service.isEmpty())
        return error(400, 21603, u"A 'From' phone number is required."_s);
    if (body.isEmpty() && !seen.contains(u"MediaUrl"_s) && !seen.contains(u"ContentSid"_s))
        return error(400, 21602, u"Message body is required."_s);
    if (!isE164(to))
        return error(400, 21211, u"Invalid 'To' Phone Number: %1"_s.arg(to));
    if (!from.isEmpty() && !isSender(from))
        return error(400, 21212, u"Invalid From Number: %1"_s.arg(from));
    if (!from.isEmpty() && !m_own.isEmpty() && !m_own.contains(from))
        return error(400, 21606, u"The 'From' phone number provided (%1) is not a valid, SMS-capable Twilio phone number"_s.arg(from));
    if (body.toUcs4().size() > maxBody)
        return error(400, 21617, u"The concatenated message body exceeds the 1600 character limit"_s);
    if (seen.contains(u"StatusCallback"_s) && !isCallback(form->value(u"StatusCallback")))
        return error(400, 21609, u"The StatusCallback URL is not valid"_s);
    const int validity = form->value(u"ValidityPeriod").toInt();
    if (seen.contains(u"ValidityPeriod"_s) && (validity < 1 || validity > 36'000))
        return error(400, 21624, u"The ValidityPeriod is not valid"_s);
    if (m_optedOut.contains(to))
        return error(400, 21610, u"Attempt to send to unsubscribed recipient"_s);

    Message message;
    message.to = to;
    message.from = from;
    message.messagingService = service;
    message.body = body;
    message.statusCallback = form->value(u"StatusCallback");
    message.validityPeriod = validity;
    message.status = service.isEmpty() ? u"queued"_s : u"accepted"_s;
    message.dateCreated = now();
    const QString sid = store(std::move(message));
    Q_UNUSED(sid)
    return json(201, toJson(m_messages.last()));
}

HttpResponse FakeTwilio::list(const HttpRequest &request) const
{
    static const QStringList known = {u"To"_s,        u"From"_s,     u"DateSent"_s, u"DateSent<"_s,
                                      u"DateSent>"_s, u"PageSize"_s, u"Page"_s,     u"PageToken"_s};
    const qsizetype question = request.target.indexOf('?');
    const Result<Form> query = decodeForm(question < 0 ? QByteArray() : request.target.mid(question + 1));
    if (!query)
        return error(400, 20001, u"The query is not a form in UTF-8"_s);
    for (const auto &[name, value] : query->fields) {
        if (!known.contains(name))
            return error(400, 20001, u"Twilio does not know the parameter %1"_s.arg(name));
        if (name.startsWith(u"DateSent") && !QDate::fromString(value.left(10), Qt::ISODate).isValid())
            return error(400, 20001, u"%1 is not a date"_s.arg(name));
        if ((name == u"To" || name == u"From") && !isSender(value))
            return error(400, 20001, u"%1 is not a number"_s.arg(name));
    }
    const auto day = [&query](QStringView name) {
        return QDate::fromString(query->value(name).left(10), Qt::ISODate);
    };

    QList<Message> found;
    for (auto it = m_messages.rbegin(); it != m_messages.rend(); ++it) { // the newest first
        const QDate sent = toDateTime(it->dateCreated).date();
        if ((query->find(u"To") && it->to != query->value(u"To")) || (query->find(u"From") && it->from != query->value(u"From")) ||
            (query->find(u"DateSent") && sent != day(u"DateSent")) || (query->find(u"DateSent<") && sent > day(u"DateSent<")) ||
            (query->find(u"DateSent>") && sent < day(u"DateSent>")))
            continue;
        found.append(*it);
    }

    QJsonArray messages;
    for (const Message &message : std::as_const(found))
        messages.append(toJson(message));
    return page(request, *query, u"messages"_s, messages);
}

HttpResponse FakeTwilio::one(const QString &sid) const
{
    for (const Message &message : m_messages) {
        if (message.sid == sid)
            return json(200, toJson(message));
    }
    return error(404, 20404, u"The requested resource was not found"_s);
}

QString FakeTwilio::store(Message message)
{
    message.sid = nextSid(u"SM"_s);
    m_messages.append(message);
    m_taken.notify_all();
    return message.sid;
}

} // namespace ringback::test
