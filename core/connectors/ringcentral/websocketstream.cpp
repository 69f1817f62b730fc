#include "connectors/ringcentral/websocketstream.h"

#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/trouble.h"

#include <QPointer>
#include <QRandomGenerator>
#include <QUrl>
#include <QUuid>
#include <QWebSocket>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultLife = 86'400; // s
constexpr qint64 longestLife = 30 * 86'400;

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
constexpr auto socketFailed = &QWebSocket::errorOccurred;
#else
constexpr auto socketFailed = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

WebSocketStream::WebSocketStream(std::shared_ptr<Api> api, QString extension, StreamTimes times)
    : m_api(std::move(api))
    , m_extension(std::move(extension))
    , m_times(times)
{
    for (QTimer *const timer : {&m_pause, &m_silence, &m_patience, &m_end})
        timer->setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &WebSocketStream::connectNow);
    connect(&m_silence, &QTimer::timeout, this, &WebSocketStream::fallSilent);
    connect(&m_patience, &QTimer::timeout, this, [this] { lose(u"not_reached"_s, u"silent"_s); });
    connect(&m_end, &QTimer::timeout, this, [this] { // planned, so at once and without a word
        leaveSocket();
        connectNow();
    });
}

WebSocketStream::~WebSocketStream()
{
    leaveSocket();
}

void WebSocketStream::open()
{
    if (std::exchange(m_isOpen, true))
        return;
    connectNow();
}

void WebSocketStream::close()
{
    m_isOpen = false;
    ++m_round;
    m_pause.stop();
    leaveSocket();
}

void WebSocketStream::connectNow()
{
    m_pause.stop();
    connectOnce(++m_round);
}

// Each connection needs a token of its own, to be used at once.
QCoro::Task<void> WebSocketStream::connectOnce(quint64 round)
{
    const QPointer<WebSocketStream> self(this);
    const std::shared_ptr<Api> api = m_api;
    ApiCall ask{.group = Group::Auth, .verb = "POST", .target = "/restapi/oauth/wstoken"};
    const ApiAnswer answer = co_await api->send(std::move(ask));
    if (!self || !m_isOpen || round != m_round)
        co_return;
    const QString uri = textAt(answer.said, "uri"_L1, 2048);
    const QString token = textAt(answer.said, "ws_access_token"_L1, 4096);
    const QUrl url(uri, QUrl::StrictMode);
    const bool isSafe = url.scheme() == "wss"_L1 || (url.scheme() == "ws"_L1 && !api->base().startsWith("https:"));
    if (answer.is(200) && isSafe && !url.host().isEmpty() && !token.isEmpty()) {
        openSocket(uri, token);
        co_return;
    }
    const Trouble trouble = troubleOf(answer);
    Milliseconds pause = nextPause();
    if (answer.signIn && answer.signIn->isFinal())
        pause = std::max(pause, m_times.longestPause); // somebody has to mend it
    const std::optional<Milliseconds> asked = answer.wait ? answer.wait : (answer.signIn ? answer.signIn->wait : answer.http.retryAfter);
    reconnect(std::max(pause, asked.value_or(Milliseconds(0))));
    Q_EMIT failed(trouble.problem, trouble.detail); // last: whoever hears it may close us
}

void WebSocketStream::openSocket(const QString &uri, const QString &token)
{
    leaveSocket();
    m_isRecovering = mayRecover();
    QByteArray url = uri.toUtf8();
    url += (url.contains('?') ? "&access_token=" : "?access_token=") + QUrl::toPercentEncoding(token);
    if (m_isRecovering)
        url += "&wsc=" + QUrl::toPercentEncoding(m_recoveryToken);
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingFrameSize(maxFrameBytes);
    m_socket->setMaxAllowedIncomingMessageSize(maxFrameBytes);
    // Before it opens: what was kept for us follows at once.
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &WebSocketStream::take);
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] { lose(u"not_reached"_s, QString()); });
    connect(m_socket.get(), socketFailed, this,
            [this](QAbstractSocket::SocketError error) { lose(u"not_reached"_s, u"network error %1"_s.arg(static_cast<int>(error))); });
    m_patience.start(m_times.connecting);
    m_socket->open(QUrl::fromEncoded(url));
}

void WebSocketStream::leaveSocket()
{
    m_silence.stop();
    m_patience.stop();
    m_end.stop();
    m_stands = false;
    m_asked.clear();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // it may be calling us
}

void WebSocketStream::lose(const QString &problem, const QString &detail)
{
    if (!m_isOpen || !m_socket)
        return;
    leaveSocket();
    reconnect(nextPause());
    Q_EMIT failed(problem, detail);
}

void WebSocketStream::reconnect(Milliseconds pause)
{
    ++m_round;
    m_pause.start(pause);
}

// 2, 4, 6, 8 s …, and not all programs of the world at the same moment.
Milliseconds WebSocketStream::nextPause()
{
    ++m_attempts;
    const Milliseconds pause = std::min(m_times.firstPause * m_attempts, m_times.longestPause);
    const double part = QRandomGenerator::global()->generateDouble() * m_times.jitter;
    return pause + Milliseconds(static_cast<qint64>(static_cast<double>(pause.count()) * part));
}

bool WebSocketStream::mayRecover() const
{
    return !m_recoveryToken.isEmpty() && m_heardAt && m_api->clock().now() - *m_heardAt < m_times.recovery;
}

void WebSocketStream::take(const QString &text)
{
    const Result<Frame> frame = readFrame(text);
    m_silence.start(m_times.silence);
    if (m_stands) {
        m_patience.stop();
        m_heardAt = m_api->clock().now();
    }
    if (!frame)
        return; // a sign of life all the same
    if (!frame->recoveryToken.isEmpty() && frame->recoverySequence >= m_recoverySequence) {
        m_recoveryToken = frame->recoveryToken;
        m_recoverySequence = frame->recoverySequence;
    }
    if (frame->type == "ConnectionDetails"_L1)
        takeDetails(*frame);
    else if (frame->type == "ClientRequest"_L1)
        takeSubscription(*frame);
    else if (frame->type == "ServerNotification"_L1)
        takeNotification(*frame);
    else if (frame->type == "Error"_L1)
        lose(u"not_reached"_s, frame->errorCode);
}

void WebSocketStream::takeDetails(const Frame &frame)
{
    if (frame.status != 200) {
        m_recoveryToken.clear();
        lose(u"not_reached"_s, frame.errorCode);
        return;
    }
    // Numbers begin anew with a connection.
    m_recoveryToken = frame.recoveryToken;
    m_recoverySequence = frame.recoverySequence;
    const qint64 life = std::clamp<qint64>(frame.body.value("absoluteTimeout"_L1).toInteger(defaultLife), 1, longestLife);
    const Milliseconds lasts = std::chrono::seconds(life);
    m_lasts = std::max(lasts - m_times.beforeTheEnd, lasts / 2);
    m_end.start(m_lasts);
    const QString recovered = textAt(frame.body, "recoveryState"_L1);
    if (m_isRecovering && recovered.compare("successful"_L1, Qt::CaseInsensitive) == 0) {
        stand();
        return;
    }
    if (m_heardAt && !m_lostSince) // what came since then, and was not kept for us
        m_lostSince = m_heardAt;
    subscribe(m_asksForLess ? neededFilters(m_extension) : eventFilters(m_extension));
}

void WebSocketStream::subscribe(const QStringList &filters)
{
    m_asked = newId();
    m_patience.start(m_times.patience);
    m_socket->sendTextMessage(subscribeFrame(m_asked, filters));
}

void WebSocketStream::takeSubscription(const Frame &frame)
{
    if (m_asked.isEmpty() || frame.messageId != m_asked)
        return;
    m_asked.clear();
    if (frame.status >= 200 && frame.status < 300) {
        m_subscription = textAt(frame.body, "id"_L1, maxId);
        stand();
        return;
    }
    if (frame.status == 403 && !std::exchange(m_asksForLess, true)) {
        subscribe(neededFilters(m_extension));
        return;
    }
    lose(frame.status == 401 || frame.status == 403 ? u"no_right"_s : u"not_reached"_s, frame.errorCode);
}

void WebSocketStream::stand()
{
    m_patience.stop();
    m_stands = true;
    m_attempts = 0;
    const Instant now = m_api->clock().now();
    m_heardAt = now;
    const QPointer<WebSocketStream> self(this);
    Q_EMIT opened(now + m_lasts);
    if (self && m_lostSince) { // events come again: what is read from the lists now joins on to them
        const Instant since = *std::exchange(m_lostSince, std::nullopt);
        Q_EMIT missed(since - lostMargin);
    }
}

void WebSocketStream::takeNotification(const Frame &frame)
{
    const QString subscription = textAt(frame.body, "subscriptionId"_L1, maxId);
    if (!m_subscription.isEmpty() && !subscription.isEmpty() && subscription != m_subscription)
        return; // of a subscription that was replaced
    const Result<QList<calls::ProviderEvent>> events = eventsOf(frame.body);
    const QPointer<WebSocketStream> self(this);
    if (!events) {
        Q_EMIT failed(u"not_readable"_s, events.error().what);
        return;
    }
    for (const calls::ProviderEvent &event : *events) {
        Q_EMIT arrived(event);
        if (!self || !m_isOpen)
            return;
    }
}

// A link may be dead although the socket says that it is open.
void WebSocketStream::fallSilent()
{
    if (!m_socket || m_patience.isActive())
        return;
    m_patience.start(m_times.patience);
    m_socket->sendTextMessage(heartbeatFrame(newId()));
}

} // namespace ringback::connectors::ringcentral
