#include "connectors/http/httpclient.h"

#include "base/time.h"

#include <QCoro/QCoroNetworkReply>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>
#include <cstring>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

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

QNetworkRequest requestOf(const HttpCall &call)
{
    QNetworkRequest request(QUrl::fromEncoded(call.url, QUrl::StrictMode));
    for (const auto &[name, value] : call.headers)
        request.setRawHeader(name, value);
    if (!call.contentType.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, call.contentType);
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

} // namespace

QByteArray HttpAnswer::header(const QByteArray &name) const
{
    const auto found = std::find_if(headers.cbegin(), headers.cend(),
                                    [&](const auto &each) { return each.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.cend() ? QByteArray() : found->second;
}

HttpClient::HttpClient(QNetworkAccessManager &network, const Clock &clock, Milliseconds timeout)
    : m_network(network)
    , m_clock(clock)
    , m_timeout(timeout)
{}

HttpClient::~HttpClient() = default;

QCoro::Task<HttpAnswer> HttpClient::send(HttpCall call)
{
    const QNetworkRequest request = requestOf(call);
    OnceOnlyBody *body = nullptr;
    if (!call.body.isEmpty())
        body = new OnceOnlyBody(std::move(call.body), std::move(call.mayLeave));
    const OwnedReply reply(idleNetwork().sendCustomRequest(request, call.verb, body));
    if (body)
        body->setParent(reply.get());
    bound(*reply, call.timeout.value_or(m_timeout));
    co_await qCoro(reply.get()).waitForFinished();

    HttpAnswer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.heldBack = body && body->wasHeldBack();
    const bool failed = reply->error() != QNetworkReply::NoError;
    if (answer.status == 0) {
        answer.neverLeft = neverConnected(reply->error()) || (body && !body->wasRead());
        // Without Qt's words for it, which hold the address and so the account.
        answer.trouble = u"network error %1"_s.arg(static_cast<int>(reply->error()));
        co_return answer;
    }
    // An error of the status' own (404, 500) comes after the whole answer; any other has cut it short.
    answer.brokeOff = failed && answer.status < 400;
    if (answer.brokeOff)
        answer.trouble = u"network error %1"_s.arg(static_cast<int>(reply->error()));
    answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    answer.headers = reply->rawHeaderPairs();
    answer.retryAfter = retryAfter(*reply);
    if (reply->isReadable() && !answer.brokeOff) // aborted: closed
        answer.body = reply->readAll();
    if (answer.body.size() > maxAnswerBytes) { // it came faster than Qt tells of its progress
        answer.body.clear();
        answer.brokeOff = true;
        answer.trouble = u"a longer answer than any"_s;
    }
    co_return answer;
}

// Qt keeps so many connections to one host; more requests would wait in its queue with their time-out running.
QNetworkAccessManager &HttpClient::idleNetwork()
{
    constexpr auto connections = 6;
    const auto isIdle = [this](const QNetworkAccessManager &network) {
        return std::count_if(m_underWay.cbegin(), m_underWay.cend(),
                             [&](const QNetworkReply *reply) { return reply->manager() == &network; }) < connections;
    };
    if (isIdle(m_network))
        return m_network;
    for (const std::unique_ptr<QNetworkAccessManager> &network : m_moreNetworks) {
        if (isIdle(*network))
            return *network;
    }
    m_moreNetworks.push_back(std::make_unique<QNetworkAccessManager>());
    return *m_moreNetworks.back();
}

void HttpClient::abandon()
{
    for (QNetworkReply *const reply : QSet<QNetworkReply *>(m_underWay)) // each removes itself
        reply->abort();
}

// Qt's own transfer time-out starts anew with each byte; this one is for the whole request.
void HttpClient::bound(QNetworkReply &reply, Milliseconds timeout)
{
    m_underWay.insert(&reply);
    QObject::connect(&reply, &QNetworkReply::finished, &reply, [this, &reply] { m_underWay.remove(&reply); });
    QTimer::singleShot(timeout, &reply, &QNetworkReply::abort);
    QObject::connect(&reply, &QNetworkReply::downloadProgress, &reply, [&reply](qint64 received, qint64) {
        if (received > maxAnswerBytes)
            reply.abort();
    });
}

// Seconds, or a date.
std::optional<Milliseconds> HttpClient::retryAfter(const QNetworkReply &reply) const
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

} // namespace ringback::connectors
