#include "base/time.h"
#include "connectors/twilio/errors.h"
#include "connectors/twilio/events.h"
#include "connectors/twilio/fields.h"
#include "connectors/twilio/provider.h"

#include <QJsonDocument>

/// Texts out (providers: phone-and-sms.md, 2.6).
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int pageSize = 100;
constexpr int maxPages = 10; // a thousand texts from one line to one person since the attempt: something else is wrong
constexpr std::chrono::seconds maxValidity{36'000}; // Twilio's
constexpr Milliseconds lookupTime = 2s; // of the minute that a text may take
constexpr qsizetype maxLineTypes = 5'000;

bool isTextSid(const QString &sid)
{
    return isSid(sid, {u"SM", u"MM"});
}

Sent sentFrom(const QJsonObject &message)
{
    const std::optional<calls::DeliveryState> state = deliveryState(message.value("status"_L1).toString());
    return Sent{message.value("sid"_L1).toString(), state.value_or(calls::DeliveryState::Accepted)};
}

// Whether a page, the newest first, ends with a text older than that.
bool endsBefore(const QJsonArray &messages, Instant at)
{
    const std::optional<Instant> oldest = readTime(messages.last().toObject().value("date_created"_L1).toString());
    return oldest && *oldest < at - 1s;
}

// The text that was asked for, among those of one page. Unknown: one that may be it.
FindOutcome search(const QJsonArray &messages, const SentQuery &query, const QString &service)
{
    const Instant notBefore = std::chrono::floor<std::chrono::seconds>(query.notBefore); // Twilio's dates have no smaller parts
    for (const auto &value : messages) {
        const QJsonObject message = value.toObject();
        // A service chooses the sender itself.
        const bool isOurs = service.isEmpty() ? message.value("from"_L1).toString() == query.from.e164()
                                              : message.value("messaging_service_sid"_L1).toString() == service;
        if (!isOurs || message.value("direction"_L1).toString() != "outbound-api"_L1 || message.value("body"_L1).toString() != query.body ||
            message.value("to"_L1).toString() != query.to.e164())
            continue;
        const std::optional<Instant> created = readTime(message.value("date_created"_L1).toString());
        if (!created || !isTextSid(message.value("sid"_L1).toString()))
            return Unknown{u"a text like it, without a date or an id"_s};
        if (*created >= notBefore)
            return sentFrom(message);
    }
    return NotFound{};
}

// No text reaches these. Toll-free, VoIP and personal numbers may take texts, and `unknown` says nothing.
bool takesNoTexts(const QString &lineType)
{
    return isOneOf(lineType, {u"landline", u"voicemail", u"pager", u"premium", u"sharedCost", u"uan"});
}

} // namespace

QCoro::Task<SendOutcome> TwilioProvider::sendText(TextRequest request)
{
    if (m_settings.lookUpNumbers) {
        const int abandonments = m_abandonments;
        const QString lineType = co_await this->lineType(request.to);
        SendOutcome refused;
        if (abandonments != m_abandonments) { // the program ends
            refused = Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
            co_return refused;
        }
        if (takesNoTexts(lineType)) {
            refused = Refused{.kind = Refused::Class::Recipient, .code = u"landline"_s, .message = lineType};
            co_return refused;
        }
    }
    Form form;
    form.fields.emplaceBack(u"To"_s, request.to.e164());
    if (m_settings.messagingServiceSid.isEmpty())
        form.fields.emplaceBack(u"From"_s, request.from.e164());
    else
        form.fields.emplaceBack(u"MessagingServiceSid"_s, m_settings.messagingServiceSid);
    form.fields.emplaceBack(u"Body"_s, request.body);
    if (!request.statusCallback.isEmpty())
        form.fields.emplaceBack(u"StatusCallback"_s, request.statusCallback.toString(QUrl::FullyEncoded));
    if (request.validity.count() > 0) {
        const std::chrono::seconds validity = qMin(request.validity, maxValidity);
        form.fields.emplaceBack(u"ValidityPeriod"_s, QString::number(validity.count()));
    }
    HttpCall post = m_api.post(Api::Host::Api, m_api.account("/Messages.json"), form);
    post.mayLeave = std::move(request.mayLeave);
    const HttpAnswer answer = co_await m_api.send(std::move(post));
    SendOutcome outcome = judge(answer);
    co_return outcome;
}

QCoro::Task<FindOutcome> TwilioProvider::findSent(SentQuery query)
{
    Form filter;
    filter.fields.emplaceBack(u"To"_s, query.to.e164());
    if (m_settings.messagingServiceSid.isEmpty())
        filter.fields.emplaceBack(u"From"_s, query.from.e164());
    // Not by DateSent: a text that waits in Twilio's queue has none yet, and overlooking one would send it twice. The newest come first.
    filter.fields.emplaceBack(u"PageSize"_s, QString::number(pageSize));
    QByteArray target = m_api.account("/Messages.json?") + encodeForm(filter);

    for (int i = 0; i < maxPages; ++i) {
        const Result<Api::Page> page = co_await m_api.page(target, u"messages"_s);
        if (!page) {
            FindOutcome unknown = Unknown{page.error().what};
            co_return unknown;
        }
        FindOutcome outcome = search(page->items, query, m_settings.messagingServiceSid);
        if (!std::holds_alternative<NotFound>(outcome) || page->next.isEmpty() || endsBefore(page->items, query.notBefore))
            co_return outcome;
        target = page->next;
    }
    FindOutcome unknown = Unknown{u"more texts than we look through"_s};
    co_return unknown;
}

// A failed look-up blocks nothing and is not remembered.
QCoro::Task<QString> TwilioProvider::lineType(calls::PhoneNumber number)
{
    if (const auto known = m_lineTypes.constFind(number.e164()); known != m_lineTypes.constEnd()) {
        QString type = *known;
        co_return type;
    }
    const QByteArray target = "/v2/PhoneNumbers/" + QUrl::toPercentEncoding(number.e164()) + "?Fields=line_type_intelligence";
    HttpCall get = m_api.call("GET", Api::Host::Lookups, target);
    get.timeout = lookupTime;
    const HttpAnswer answer = co_await m_api.send(std::move(get));
    const Result<QJsonObject> found = m_api.read(answer);
    QString type;
    if (!found || found->value("phone_number"_L1).toString() != number.e164())
        co_return type;
    type = bounded(found->value("line_type_intelligence"_L1).toObject().value("type"_L1).toString(), maxId);
    if (type.isEmpty() || m_lineTypes.contains(number.e164()))
        co_return type;
    m_lineTypes.insert(number.e164(), type);
    m_lineTypesInOrder.append(number.e164());
    if (m_lineTypesInOrder.size() > maxLineTypes)
        m_lineTypes.remove(m_lineTypesInOrder.takeFirst());
    co_return type;
}

SendOutcome TwilioProvider::judge(const HttpAnswer &answer) const
{
    if (const auto wrong = trouble(answer))
        return std::visit([](const auto &what) { return SendOutcome(what); }, *wrong);
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    // A captive portal says 200 to everything; an answer that broke off says nothing.
    if (!answer.brokeOff && isTextSid(said.value("sid"_L1).toString()))
        return sentFrom(said);
    return Unknown{u"status %1 without a text's id"_s.arg(answer.status)};
}

std::optional<std::variant<Refused, Unknown>> TwilioProvider::trouble(const HttpAnswer &answer) const
{
    if (answer.heldBack)
        return Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
    if (answer.status == 0) {
        if (answer.neverLeft)
            return refused(answer, Refused::Class::ForNow, 0, answer.trouble);
        return Unknown{answer.trouble};
    }
    if (answer.status >= 200 && answer.status < 300)
        return std::nullopt;
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    const int code = said.value("code"_L1).toInt();
    const std::optional<Refused::Class> kind = classify(answer.status, code);
    if (!kind)
        return Unknown{u"status %1, code %2"_s.arg(answer.status).arg(code)};
    if (code == 0) // not Twilio's way to say no: something in between said it, and may say otherwise tomorrow
        return refused(answer, Refused::Class::ForNow, 0, u"status %1"_s.arg(answer.status));
    return refused(answer, *kind, code, said.value("message"_L1).toString());
}

Refused TwilioProvider::refused(const HttpAnswer &answer, Refused::Class kind, int code, const QString &message) const
{
    Refused refusal;
    refusal.kind = kind;
    refusal.code = code == 0 ? QString() : QString::number(code);
    refusal.message = m_api.quoted(message);
    if (kind == Refused::Class::ForNow)
        refusal.retryAfter = answer.retryAfter;
    return refusal;
}

} // namespace ringback::connectors::twilio
