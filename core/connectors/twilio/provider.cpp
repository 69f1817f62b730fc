#include "connectors/twilio/provider.h"

#include "base/time.h"
#include "connectors/twilio/errors.h"
#include "connectors/twilio/events.h"
#include "connectors/twilio/form.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 100;
constexpr int maxPages = 10; // a thousand texts from one line to one person since the attempt: something else is wrong
constexpr std::chrono::seconds maxValidity{36'000}; // Twilio's
constexpr qsizetype maxMessage = 256;
const QByteArray apiRoot = "/2010-04-01/Accounts/";

bool isTextSid(const QString &sid)
{
    if (sid.size() != 34 || !(sid.startsWith("SM"_L1) || sid.startsWith("MM"_L1)))
        return false;
    return std::all_of(sid.begin() + 2, sid.end(),
                       [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); });
}

Sent sentFrom(const QJsonObject &message)
{
    const std::optional<calls::DeliveryState> state = deliveryState(message.value("status"_L1).toString());
    return Sent{message.value("sid"_L1).toString(), state.value_or(calls::DeliveryState::Accepted)};
}

// One page of the list of texts, or what is wrong with it.
struct Page {
    QJsonArray messages;
    QByteArray next; ///< target of the next page; empty at the end
};

Result<Page> readPage(const HttpAnswer &answer)
{
    if (!answer.is(200))
        return failure(ErrorKind::Transient,
                       u"the list of texts could not be read: status %1 %2"_s.arg(QString::number(answer.status), answer.trouble));
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    const QJsonValue messages = root.value("messages"_L1);
    const QJsonValue next = root.value("next_page_uri"_L1);
    if (!messages.isArray() || !(next.isString() || next.isNull()))
        return failure(ErrorKind::Invalid, u"what came is no list of texts"_s);
    Page page{messages.toArray(), next.toString().toUtf8()};
    if (!page.next.isEmpty() && !page.next.startsWith(apiRoot)) // our credentials go to no place that an answer names
        return failure(ErrorKind::Invalid, u"the list of texts goes on somewhere else"_s);
    return page;
}

// Whether a page, the newest first, ends with a text older than that.
bool endsBefore(const QJsonArray &messages, Instant at)
{
    const QDateTime oldest = QDateTime::fromString(messages.last().toObject().value("date_created"_L1).toString(), Qt::RFC2822Date);
    return oldest.isValid() && fromMs(oldest.toMSecsSinceEpoch()) < at - std::chrono::seconds(1);
}

// The text that was asked for, among those of one page. Unknown: one that may be it.
FindOutcome search(const QJsonArray &messages, const SentQuery &query)
{
    const Instant notBefore = std::chrono::floor<std::chrono::seconds>(query.notBefore); // Twilio's dates have no smaller parts
    for (const auto &value : messages) {
        const QJsonObject message = value.toObject();
        if (message.value("direction"_L1).toString() != "outbound-api"_L1 || message.value("body"_L1).toString() != query.body ||
            message.value("to"_L1).toString() != query.to.e164() || message.value("from"_L1).toString() != query.from.e164())
            continue;
        const QDateTime created = QDateTime::fromString(message.value("date_created"_L1).toString(), Qt::RFC2822Date);
        if (!created.isValid() || !isTextSid(message.value("sid"_L1).toString()))
            return Unknown{u"a text like it, without a date or an id"_s};
        if (fromMs(created.toMSecsSinceEpoch()) >= notBefore)
            return sentFrom(message);
    }
    return NotFound{};
}

} // namespace

TwilioProvider::TwilioProvider(TwilioSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_http(network, clock, m_settings.timeout)
{}

QCoro::Task<SendOutcome> TwilioProvider::sendText(TextRequest request)
{
    Form form;
    form.fields.emplaceBack(u"To"_s, request.to.e164());
    form.fields.emplaceBack(u"From"_s, request.from.e164());
    form.fields.emplaceBack(u"Body"_s, request.body);
    if (!request.statusCallback.isEmpty())
        form.fields.emplaceBack(u"StatusCallback"_s, request.statusCallback.toString(QUrl::FullyEncoded));
    if (request.validity.count() > 0) {
        const std::chrono::seconds validity = qMin(request.validity, maxValidity);
        form.fields.emplaceBack(u"ValidityPeriod"_s, QString::number(validity.count()));
    }
    HttpCall post = callTo("POST", apiRoot + m_settings.accountSid.toLatin1() + "/Messages.json");
    post.contentType = "application/x-www-form-urlencoded";
    post.body = encodeForm(form);
    post.mayLeave = std::move(request.mayLeave);
    const HttpAnswer answer = co_await m_http.send(std::move(post));
    SendOutcome outcome = judge(answer);
    co_return outcome;
}

QCoro::Task<FindOutcome> TwilioProvider::findSent(SentQuery query)
{
    Form filter;
    filter.fields.emplaceBack(u"To"_s, query.to.e164());
    filter.fields.emplaceBack(u"From"_s, query.from.e164());
    // Not by DateSent: a text that waits in Twilio's queue has none yet, and overlooking one would send it twice. The newest come first.
    filter.fields.emplaceBack(u"PageSize"_s, QString::number(pageSize));
    QByteArray target = apiRoot + m_settings.accountSid.toLatin1() + "/Messages.json?" + encodeForm(filter);

    for (int i = 0; i < maxPages; ++i) {
        HttpCall get = callTo("GET", target);
        const HttpAnswer answer = co_await m_http.send(std::move(get));
        const Result<Page> page = readPage(answer);
        if (!page) {
            FindOutcome unknown = Unknown{page.error().what};
            co_return unknown;
        }
        FindOutcome outcome = search(page->messages, query);
        if (!std::holds_alternative<NotFound>(outcome) || page->next.isEmpty() || endsBefore(page->messages, query.notBefore))
            co_return outcome;
        target = page->next;
    }
    FindOutcome unknown = Unknown{u"more texts than we look through"_s};
    co_return unknown;
}

void TwilioProvider::abandon()
{
    m_http.abandon();
}

HttpCall TwilioProvider::callTo(const QByteArray &verb, const QByteArray &target) const
{
    QByteArray base = m_settings.baseUrl.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith('/'))
        base.chop(1);
    const QByteArray credentials = m_settings.accountSid.toUtf8() + ':' + m_settings.authToken.toUtf8();
    HttpCall call;
    call.verb = verb;
    call.url = base + target;
    call.headers = {{"Authorization", "Basic " + credentials.toBase64()}, {"Accept", "application/json"}};
    return call;
}

SendOutcome TwilioProvider::judge(const HttpAnswer &answer) const
{
    if (answer.heldBack)
        return Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
    if (answer.status == 0) {
        if (answer.neverLeft)
            return refused(answer, Refused::Class::ForNow, 0, answer.trouble);
        return Unknown{answer.trouble};
    }
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    if (answer.status >= 200 && answer.status < 300) {
        // A captive portal says 200 to everything; an answer that broke off says nothing.
        if (!answer.brokeOff && isTextSid(said.value("sid"_L1).toString()))
            return sentFrom(said);
        return Unknown{u"status %1 without a text's id"_s.arg(answer.status)};
    }
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
    refusal.message = withoutSecrets(message).left(maxMessage);
    if (kind == Refused::Class::ForNow)
        refusal.retryAfter = answer.retryAfter;
    return refusal;
}

QString TwilioProvider::withoutSecrets(QString text) const
{
    if (!m_settings.authToken.isEmpty())
        text.replace(m_settings.authToken, "***"_L1);
    return text;
}

} // namespace ringback::connectors::twilio
