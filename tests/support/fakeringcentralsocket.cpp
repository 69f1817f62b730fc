#include "support/fakeringcentralsocket.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>
#include <QWebSocket>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

const QString subscriptionId = u"ws-sub-1"_s;

} // namespace

FakeRingCentralSocket::FakeRingCentralSocket(FakeRingCentral &fake)
    : m_fake(fake)
    , m_server(u"fake"_s, QWebSocketServer::NonSecureMode)
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the fake WebSocket cannot listen");
    connect(&m_server, &QWebSocketServer::newConnection, this, &FakeRingCentralSocket::welcome);
    m_fake.setSocketUri(u"ws://127.0.0.1:%1/ws"_s.arg(m_server.serverPort()));
}

FakeRingCentralSocket::~FakeRingCentralSocket()
{
    drop();
}

QJsonObject FakeRingCentralSocket::recoveryToken()
{
    ++m_sequence;
    return {{u"token"_s, u"wsc-%1"_s.arg(m_sequence)}, {u"sequence"_s, m_sequence}};
}

void FakeRingCentralSocket::send(QWebSocket &socket, const QJsonObject &meta, const QJsonObject &body)
{
    if (!m_isSilent)
        socket.sendTextMessage(QString::fromUtf8(QJsonDocument(QJsonArray{meta, body}).toJson(QJsonDocument::Compact)));
}

void FakeRingCentralSocket::welcome()
{
    QWebSocket *const socket = m_server.nextPendingConnection();
    socket->setParent(this);
    const QUrlQuery query(socket->requestUrl());
    if (m_isClosed || !m_fake.spendSocketToken(query.queryItemValue(u"access_token"_s, QUrl::FullyDecoded).toUtf8())) {
        ++m_refused;
        socket->abort();
        socket->deleteLater();
        return;
    }
    ++m_connections;
    const QString recovery = query.queryItemValue(u"wsc"_s, QUrl::FullyDecoded);
    m_recoveries.append(recovery);
    const bool goesOn = m_recovers && recovery.startsWith(u"wsc-"_s);
    m_peers.append({.socket = socket, .isSubscribed = goesOn});
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
        m_peers.removeIf([&](const Peer &peer) { return peer.socket == socket; });
        socket->deleteLater();
    });
    connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString &text) {
        const auto peer = std::find_if(m_peers.begin(), m_peers.end(), [&](const Peer &each) { return each.socket == socket; });
        if (peer != m_peers.end())
            answer(*peer, text);
    });
    QJsonObject body{{u"creationTime"_s, u"2026-11-21T02:00:00.000Z"_s},
                     {u"recoveryTimeout"_s, 180},
                     {u"recoveryBufferSize"_s, 100},
                     {u"idleTimeout"_s, 1800},
                     {u"absoluteTimeout"_s, m_absoluteTimeout},
                     {u"maxActiveRequests"_s, 10}};
    if (!recovery.isEmpty())
        body.insert(u"recoveryState"_s, goesOn ? u"Successful"_s : u"Failed"_s);
    send(*socket, {{u"type"_s, u"ConnectionDetails"_s}, {u"messageId"_s, u"hello"_s}, {u"status"_s, 200}, {u"wsc"_s, recoveryToken()}},
         body);
    const QList<QJsonObject> kept = std::exchange(m_kept, {});
    for (const QJsonObject &envelope : kept) {
        if (goesOn)
            send(*socket, {{u"type"_s, u"ServerNotification"_s}, {u"messageId"_s, u"n"_s}, {u"wsc"_s, recoveryToken()}}, envelope);
    }
}

void FakeRingCentralSocket::answer(Peer &peer, const QString &text)
{
    const QJsonArray frame = QJsonDocument::fromJson(text.toUtf8()).array();
    const QJsonObject meta = frame.at(0).toObject();
    const QString type = meta[u"type"].toString();
    if (type == u"Heartbeat") {
        ++m_heartbeats;
        send(*peer.socket, {{u"type"_s, u"Heartbeat"_s}, {u"messageId"_s, meta[u"messageId"]}}, {});
        return;
    }
    if (type != u"ClientRequest" || meta[u"method"] != u"POST"_s || meta[u"path"] != u"/restapi/v1.0/subscription"_s ||
        meta[u"messageId"].toString().isEmpty() || frame.at(1)[u"deliveryMode"][u"transportType"] != u"WebSocket"_s ||
        frame.at(1)[u"eventFilters"].toArray().isEmpty()) {
        send(*peer.socket, {{u"type"_s, u"Error"_s}, {u"status"_s, 400}}, {{u"errorCode"_s, u"WSG-901"_s}});
        return;
    }
    QStringList filters;
    for (const QJsonValue &filter : frame.at(1)[u"eventFilters"].toArray())
        filters.append(filter.toString());
    m_subscriptions.append(filters);
    QJsonObject said{
        {u"type"_s, u"ClientRequest"_s}, {u"messageId"_s, meta[u"messageId"]}, {u"status"_s, 200}, {u"wsc"_s, recoveryToken()}};
    if (m_refusalsLeft > 0) {
        --m_refusalsLeft;
        said.insert(u"status"_s, m_refusalStatus);
        send(*peer.socket, said, {{u"errorCode"_s, m_refusalCode}});
        return;
    }
    peer.isSubscribed = true;
    send(*peer.socket, said, {{u"id"_s, subscriptionId}, {u"status"_s, u"Active"_s}, {u"eventFilters"_s, frame.at(1)[u"eventFilters"]}});
}

void FakeRingCentralSocket::push(QJsonObject envelope)
{
    if (!envelope.contains(u"subscriptionId"_s))
        envelope.insert(u"subscriptionId"_s, subscriptionId);
    bool isHeard = false;
    for (const Peer &peer : std::as_const(m_peers)) {
        if (!peer.isSubscribed || m_isSilent)
            continue;
        isHeard = true;
        send(*peer.socket, {{u"type"_s, u"ServerNotification"_s}, {u"messageId"_s, u"n"_s}, {u"wsc"_s, recoveryToken()}}, envelope);
    }
    if (!isHeard)
        m_kept.append(envelope);
}

void FakeRingCentralSocket::pushRaw(const QString &frame)
{
    for (const Peer &peer : std::as_const(m_peers))
        peer.socket->sendTextMessage(frame);
}

void FakeRingCentralSocket::drop()
{
    const QList<Peer> peers = std::exchange(m_peers, {});
    for (const Peer &peer : peers) {
        peer.socket->disconnect(this);
        peer.socket->abort();
        peer.socket->deleteLater();
    }
}

void FakeRingCentralSocket::refuseSubscriptions(int status, const QString &code, int times)
{
    m_refusalStatus = status;
    m_refusalCode = code;
    m_refusalsLeft = times;
}

} // namespace ringback::test
