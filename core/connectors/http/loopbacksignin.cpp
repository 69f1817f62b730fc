#include "connectors/http/loopbacksignin.h"

#include <QCoro/QCoroFuture>
#include <QCryptographicHash>
#include <QHash>
#include <QRandomGenerator>
#include <QTimer>
#include <QUrl>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray random()
{
    QList<quint32> words(8);
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return base64Url(QByteArray(reinterpret_cast<const char *>(words.constData()), words.size() * qsizetype(sizeof(quint32))));
}

QHash<QByteArray, QByteArray> fieldsOf(const QByteArray &query)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            fields.insert(pair.left(equals), QByteArray::fromPercentEncoding(pair.mid(equals + 1).replace('+', ' ')));
    }
    return fields;
}

// The only sentences of core that people read: the browser knows no screen of ours.
void answer(QTcpSocket *socket, const QByteArray &status, const QByteArray &sentence)
{
    if (!socket)
        return;
    const QByteArray page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ringback</title>"
                            "<body style=\"font:18px sans-serif;margin:4em auto;max-width:32em\"><p>" +
                            sentence + "</p></body></html>\n";
    socket->write("HTTP/1.1 " + status +
                  "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(page.size()) +
                  "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'; style-src "
                  "'unsafe-inline'\r\nConnection: close\r\n\r\n" +
                  page);
    socket->disconnectFromHost();
    // The sign-in may be over before the browser has read this: the socket goes by itself.
    socket->setParent(nullptr);
    QTimer::singleShot(std::chrono::seconds(10), socket, &QObject::deleteLater);
}

} // namespace

LoopbackSignIn::LoopbackSignIn(Provider provider)
    : m_provider(std::move(provider))
    , m_state(random())
    , m_verifier(random())
{
    m_code.start();
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { welcome(); });
}

LoopbackSignIn::~LoopbackSignIn()
{
    giveUp();
}

Result<QByteArray> LoopbackSignIn::start()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_provider.port))
        return failure(ErrorKind::Refused, u"the port for the browser is taken"_s);
    const QByteArray port = QByteArray::number(m_server.serverPort());
    m_redirectUri = m_provider.asLocalhost ? "http://localhost:" + port : "http://127.0.0.1:" + port + '/';
    const QByteArray challenge = base64Url(QCryptographicHash::hash(m_verifier, QCryptographicHash::Sha256));
    QList<std::pair<QByteArray, QByteArray>> fields = {{"response_type", "code"},       {"client_id", m_provider.clientId},
                                                       {"redirect_uri", m_redirectUri}, {"state", m_state},
                                                       {"code_challenge", challenge},   {"code_challenge_method", "S256"}};
    if (!m_provider.scope.isEmpty())
        fields.append({"scope", m_provider.scope});
    fields += m_provider.more;
    QByteArray url = m_provider.authorizeUrl;
    for (qsizetype i = 0; i < fields.size(); ++i)
        url += (i == 0 ? '?' : '&') + fields.at(i).first + '=' + QUrl::toPercentEncoding(QString::fromUtf8(fields.at(i).second));
    return url;
}

QCoro::Task<Done> LoopbackSignIn::finish(Exchange exchange, Milliseconds patience)
{
    QTimer::singleShot(patience, &m_server, [this] { settle(failure(ErrorKind::Transient, u"time-out"_s)); });
    QFuture<Result<QByteArray>> coming = m_code.future();
    const Result<QByteArray> code = co_await coming;
    Done done;
    if (!code) {
        done = failure(code);
        co_return done;
    }
    const Grant grant{.code = *code, .verifier = m_verifier, .redirectUri = m_redirectUri};
    done = co_await exchange(grant);
    answer(m_browser, done ? "200 OK" : "502 Bad Gateway",
           done ? "You are signed in. You can close this page and go back to Ringback."
                : "Signing in did not work. Close this page, go back to Ringback and try again.");
    co_return done;
}

void LoopbackSignIn::giveUp()
{
    settle(failure(ErrorKind::Transient, u"given up"_s));
}

void LoopbackSignIn::settle(Result<QByteArray> code)
{
    if (std::exchange(m_isSettled, true))
        return;
    m_server.close(); // nobody else comes in
    m_code.addResult(std::move(code));
    m_code.finish();
}

void LoopbackSignIn::welcome()
{
    while (QTcpSocket *const socket = m_server.nextPendingConnection()) {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] { read(socket); });
    }
}

void LoopbackSignIn::read(QTcpSocket *socket)
{
    if (socket == m_browser) {
        socket->readAll();
        return;
    }
    const QByteArray request = socket->peek(maxRequestBytes);
    if (request.contains("\r\n\r\n")) {
        socket->readAll();
        take(socket, request.left(request.indexOf("\r\n")));
    } else if (request.size() >= maxRequestBytes) {
        answer(socket, "431 Request Header Fields Too Large", "This is not what Ringback waits for.");
    }
}

void LoopbackSignIn::take(QTcpSocket *socket, const QByteArray &requestLine)
{
    const QList<QByteArray> words = requestLine.split(' ');
    const QByteArray target = words.value(1);
    const qsizetype question = target.indexOf('?');
    // It proves nothing of who says so; whoever can say it ends a sign-in, and begins none.
    if (m_provider.saysNoBarely && words.size() == 3 && words.first() == "GET" && (target == "/" || target == "/?") && !m_isSettled) {
        answer(socket, "200 OK", "You were not signed in. You can close this page and try again in Ringback.");
        settle(failure(ErrorKind::Refused, u"the sign-in was refused: declined"_s));
        return;
    }
    if (words.size() != 3 || words.first() != "GET" || question < 0 || target.left(question) != "/") { // a browser asks for its icon too
        answer(socket, "404 Not Found", "This is not what Ringback waits for.");
        return;
    }
    const QHash<QByteArray, QByteArray> fields = fieldsOf(target.mid(question + 1));
    if (m_isSettled || fields.value("state") != m_state) { // not the sign-in that we began
        answer(socket, "403 Forbidden", "This sign-in was not begun by Ringback, or is over. Go back to Ringback and try again.");
        return;
    }
    if (fields.value("code").isEmpty()) {
        answer(socket, "200 OK", "You were not signed in. You can close this page and try again in Ringback.");
        settle(failure(ErrorKind::Refused, u"the sign-in was refused: %1"_s.arg(QString::fromUtf8(fields.value("error").left(64)))));
        return;
    }
    m_browser = socket;
    settle(fields.value("code"));
}

} // namespace ringback::connectors
