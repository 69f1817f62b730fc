#include "connectors/twilio/provider.h"

#include "base/time.h"
#include "connectors/twilio/errors.h"
#include "connectors/twilio/events.h"
#include "connectors/twilio/form.h"

#include <QCoro/QCoroNetworkReply>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>
#include <cstring>
#include <memory>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 100;
constexpr int maxPages = 10; // a thousand texts from one line to one person since the attempt: something else is wrong
constexpr qint64 maxAnswerBytes = 4 << 20;
constexpr std::chrono::seconds maxValidity{36'000}; // Twilio's
constexpr Milliseconds maxRetryAfter = std::chrono::hours(24);
constexpr qsizetype maxMessage = 256;
const QByteArray apiRoot = "/2010-04-01/Accounts/";

// A body that can be read once. When a connection breaks before the answer, Qt 6.4 rewinds the body and sends the request again, POST or not:
// measured, one send put the text on the wire twice. A body that cannot be rewound ends the request with an error instead. (Not a
// QBuffer: Qt looks through those.) It also knows whether Qt came to send it at all.
class OnceOnlyBody final : public QIODevice {
public:
    OnceOnlyBody(QByteArray bytes, std::function<bool()> mayLeave)
        : m_bytes(std::move(bytes))
        , m_mayLeave(std::move(mayLeave))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] bool wasRead() const { return m_wasRead; }
    [[nodiscard]] bool wasHeldBack() const { return m_wasHeldBack; }
    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    [[nodiscard]] bool atEnd() const override { return pos() >= size(); }
    bool reset() override { return !m_wasRead; }
    bool seek(qint64 to) override { return (!m_wasRead || to == pos()) && QIODevice::seek(to); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 taken = qMin(maxSize, size() - pos());
        if (taken <= 0)
            return -1;
        // Qt reads when the connection stands, which may be long after it was asked to send.
        if (!m_wasRead && m_mayLeave && !m_mayLeave()) {
            m_wasHeldBack = true;
            return -1;
        }
        m_wasRead = true;
        std::memcpy(data, m_bytes.constData() + pos(), static_cast<size_t>(taken));
        return taken;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    const std::function<bool()> m_mayLeave;
    bool m_wasRead = false;
    bool m_wasHeldBack = false;
};

// We go on while the reply still says that it has finished, and abort() touches it after having said so.
struct DeleteLater {
    void operator()(QNetworkReply *reply) const { reply->deleteLater(); }
};
using OwnedReply = std::unique_ptr<QNetworkReply, DeleteLater>;

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

int httpStatus(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

// The name of Qt's error, without its text, which holds the URL and so the account.
QString reason(const QNetworkReply &reply)
{
    return u"network error %1"_s.arg(static_cast<int>(reply.error()));
}

// Errors before a connection stood: nothing of ours has left.
bool neverConnected(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return true;
    default:
        return false;
    }
}

// Header dates are RFC 9110's: `Sat, 21 Nov 2026 01:59:13 GMT`.
std::optional<Instant> headerDate(const QByteArray &text)
{
    const QString format = u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s;
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(text), format);
    if (!at.isValid())
        return std::nullopt;
    at.setTimeSpec(Qt::UTC);
    return fromMs(at.toMSecsSinceEpoch());
}

// One page of the list of texts, or what is wrong with it.
struct Page {
    QJsonArray messages;
    QByteArray next; ///< target of the next page; empty at the end
};

Result<Page> readPage(QNetworkReply &reply)
{
    if (reply.error() != QNetworkReply::NoError || httpStatus(reply) != 200)
        return failure(ErrorKind::Transient,
                       u"the list of texts could not be read: status %1, %2"_s.arg(httpStatus(reply)).arg(reason(reply)));
    const QJsonObject root = QJsonDocument::fromJson(reply.readAll()).object();
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
    , m_network(network)
    , m_clock(clock)
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
    QNetworkRequest post = requestTo(apiRoot + m_settings.accountSid.toLatin1() + "/Messages.json");
    post.setHeader(QNetworkRequest::ContentTypeHeader, "application/x-www-form-urlencoded"_ba);

    auto *const body = new OnceOnlyBody(encodeForm(form), std::move(request.mayLeave));
    const OwnedReply reply(m_network.post(post, body));
    body->setParent(reply.get());
    bound(*reply);
    co_await qCoro(reply.get()).waitForFinished();
    SendOutcome outcome = judge(*reply, body->wasRead());
    if (body->wasHeldBack())
        outcome = Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
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
        const QNetworkRequest get = requestTo(target);
        const OwnedReply reply(m_network.get(get));
        bound(*reply);
        co_await qCoro(reply.get()).waitForFinished();
        const Result<Page> page = readPage(*reply);
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
    for (QNetworkReply *const reply : QSet<QNetworkReply *>(m_underWay)) // each removes itself
        reply->abort();
}

// Qt's URLs are left out of it: what is escaped here arrives so (phone-and-sms.md, 7.1 and 7.2).
QNetworkRequest TwilioProvider::requestTo(const QByteArray &target) const
{
    QByteArray base = m_settings.baseUrl.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith('/'))
        base.chop(1);
    QNetworkRequest request(QUrl::fromEncoded(base + target, QUrl::StrictMode));
    const QByteArray credentials = m_settings.accountSid.toUtf8() + ':' + m_settings.authToken.toUtf8();
    request.setRawHeader("Authorization", "Basic " + credentials.toBase64());
    request.setRawHeader("Accept", "application/json");
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Ringback/" RINGBACK_VERSION ""_s);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // one way of sending, with the failures that we know
    return request;
}

// Qt's own transfer time-out starts anew with each byte; this one is for the whole request.
void TwilioProvider::bound(QNetworkReply &reply)
{
    m_underWay.insert(&reply);
    QObject::connect(&reply, &QNetworkReply::finished, &reply, [this, &reply] { m_underWay.remove(&reply); });
    QTimer::singleShot(m_settings.timeout, &reply, &QNetworkReply::abort);
    QObject::connect(&reply, &QNetworkReply::downloadProgress, &reply, [&reply](qint64 received, qint64) {
        if (received > maxAnswerBytes)
            reply.abort();
    });
}

SendOutcome TwilioProvider::judge(QNetworkReply &reply, bool bodyWasRead) const
{
    const int status = httpStatus(reply);
    if (status == 0) {
        if (neverConnected(reply.error()) || !bodyWasRead)
            return refused(reply, Refused::Class::ForNow, 0, reason(reply));
        return Unknown{reason(reply)};
    }
    const QJsonObject answer = QJsonDocument::fromJson(reply.isReadable() ? reply.readAll() : QByteArray()).object(); // aborted: closed
    if (status >= 200 && status < 300) {
        // A captive portal says 200 to everything; an answer that broke off says nothing.
        if (reply.error() == QNetworkReply::NoError && isTextSid(answer.value("sid"_L1).toString()))
            return sentFrom(answer);
        return Unknown{u"status %1 without a text's id"_s.arg(status)};
    }
    const int code = answer.value("code"_L1).toInt();
    const std::optional<Refused::Class> kind = classify(status, code);
    if (!kind)
        return Unknown{u"status %1, code %2"_s.arg(status).arg(code)};
    if (code == 0) // not Twilio's way to say no: something in between said it, and may say otherwise tomorrow
        return refused(reply, Refused::Class::ForNow, 0, u"status %1"_s.arg(status));
    return refused(reply, *kind, code, answer.value("message"_L1).toString());
}

Refused TwilioProvider::refused(const QNetworkReply &reply, Refused::Class kind, int code, const QString &message) const
{
    Refused refusal;
    refusal.kind = kind;
    refusal.code = code == 0 ? QString() : QString::number(code);
    refusal.message = withoutSecrets(message).left(maxMessage);
    if (kind == Refused::Class::ForNow)
        refusal.retryAfter = retryAfter(reply);
    return refusal;
}

// Seconds, or a date.
std::optional<Milliseconds> TwilioProvider::retryAfter(const QNetworkReply &reply) const
{
    const QByteArray text = reply.rawHeader("Retry-After").trimmed();
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber && seconds >= 0)
        return seconds > maxRetryAfter / std::chrono::seconds(1) ? maxRetryAfter : Milliseconds(std::chrono::seconds(seconds));
    if (const std::optional<Instant> at = headerDate(text))
        return std::clamp(*at - m_clock.now(), Milliseconds(0), maxRetryAfter);
    return std::nullopt;
}

QString TwilioProvider::withoutSecrets(QString text) const
{
    if (!m_settings.authToken.isEmpty())
        text.replace(m_settings.authToken, "***"_L1);
    return text;
}

} // namespace ringback::connectors::twilio
