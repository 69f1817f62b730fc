#include "ingress/httplistener.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <future>
#include <mutex>
#include <thread>

using namespace ringback;
using namespace ringback::ingress;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 10'000; // ms; long enough for a loaded machine, never reached when all is well

struct Answer {
    int status = 0; ///< 0 = the connection ended without one
    QByteArray head;
    QByteArray body;

    [[nodiscard]] bool closes() const { return head.contains("Connection: close"); }
};

// A client that speaks bytes, so that it can say what no HTTP library would.
class Client {
public:
    explicit Client(quint16 port, const QHostAddress &address = QHostAddress::LocalHost)
    {
        m_socket.connectToHost(address, port);
        m_connected = m_socket.waitForConnected(patience);
    }

    [[nodiscard]] bool isConnected() const { return m_connected; }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(patience)) {
        }
    }

    Answer read(bool withBody = true)
    {
        const QByteArray head = readUntil([this] { return m_in.contains("\r\n\r\n") ? m_in.indexOf("\r\n\r\n") + 4 : notYet; });
        if (head.isEmpty())
            return {};
        Answer answer{.status = head.mid(9, 3).toInt(), .head = head, .body = {}};
        const qsizetype at = head.indexOf("Content-Length: ");
        const qsizetype length = at < 0 ? 0 : head.mid(at + 16, head.indexOf('\r', at) - at - 16).toLongLong();
        if (withBody && length > 0)
            answer.body = readUntil([this, length] { return m_in.size() >= length ? length : notYet; });
        return answer;
    }

    Answer ask(const QByteArray &bytes)
    {
        send(bytes);
        return read();
    }

    /// HEAD: the answer has a length and no body.
    Answer askHead(const QByteArray &bytes)
    {
        send(bytes);
        return read(false);
    }

    bool hasNews(int ms) { return m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(ms); }

    /// Whether the other side closes, sending nothing more.
    bool seesClose(int ms = patience)
    {
        const QDeadlineTimer deadline(ms);
        while (m_socket.state() == QAbstractSocket::ConnectedState && !deadline.hasExpired())
            m_socket.waitForReadyRead(static_cast<int>(qMax<qint64>(deadline.remainingTime(), 1)));
        return m_socket.state() != QAbstractSocket::ConnectedState && m_in.isEmpty() && m_socket.readAll().isEmpty();
    }

private:
    // `length` says how much of m_in is wanted, or notYet.
    template <class Length>
    QByteArray readUntil(Length length)
    {
        const QDeadlineTimer deadline(patience);
        while (length() == notYet) {
            if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
                return {};
            m_in += m_socket.readAll();
        }
        const QByteArray taken = m_in.first(length());
        m_in.remove(0, taken.size());
        return taken;
    }

    static constexpr qsizetype notYet = -1;
    QTcpSocket m_socket;
    QByteArray m_in;
    bool m_connected = false;
};

QByteArray get(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

QByteArray post(const QByteArray &target, const QByteArray &body)
{
    return "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

// Says what it was asked.
void echo(const HttpRequest &request, const HttpListener::Reply &reply)
{
    reply({.body = request.method + ' ' + request.target + ' ' + request.body});
}

int count(std::mutex &mutex, const std::vector<HttpListener::Reply> &replies)
{
    const std::scoped_lock lock(mutex);
    return static_cast<int>(replies.size());
}

quint16 startOn(HttpListener &listener, const QString &address = u"127.0.0.1"_s)
{
    const Result<quint16> port = listener.start(address, 0);
    return port ? *port : quint16(0);
}

} // namespace

class TestHttpListener : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsARequestWhole();
    void keepsAConnectionForTheNextRequest();
    void closesWhenTheClientAsksForIt_data();
    void closesWhenTheClientAsksForIt();
    void answersTwoRequestsOfOnePacketInOrder();
    void readsAHeaderByteByByte();
    void readsABodyInChunksAndNotItsTrailers();
    void invitesTheBodyThatAClientHoldsBack();
    void answersHeadWithoutABody();
    void sendsNoBodyWithNoContent();
    void refuses_data();
    void refuses();
    void refusesALargeBodyWhileItIsStillComing();
    void givesUpOnASlowRequest_data();
    void givesUpOnASlowRequest();
    void closesAnIdleConnection();
    void makesRoomAtTheLimitByClosingTheOldestIdle();
    void saysWhenNoConnectionIsIdle();
    void serves200ConnectionsAtOnce();
    void takesTheAnswerFromAnotherThread();
    void answersWhenAHandlerForgets();
    void takesOneAnswerOnly();
    void canCloseWithoutAnAnswer();
    void runsPostedWorkAfterAllThatHasArrived();
    void runsPostedWorkBeforeItStops();
    void stopWaitsForAnswersToComeOut();
    void stopDropsWhatIsNeverAnswered();
    void stopClosesWhatIsIdleOrHalfRead();
    void startsAgain();
    void survivesClientsThatLeave();
    void listensOn_data();
    void listensOn();
    void saysWhyItCannotListen();
};

void TestHttpListener::readsARequestWhole()
{
    std::promise<HttpRequest> seen;
    HttpListener listener([&seen](const HttpRequest &request, const HttpListener::Reply &reply) {
        seen.set_value(request);
        reply({.status = 201, .contentType = "text/xml", .body = "<Response/>", .headers = {{"Retry-After", "7"}}});
    });
    Client client(startOn(listener));

    const Answer answer = client.ask("POST /hook/a%20b?x=%2B1&y HTTP/1.1\r\nHost: office\r\nX-Twilio-Signature: abc=\r\n"
                                     "Content-Length: 5\r\n\r\na=b\0c"_ba);

    QCOMPARE(answer.status, 201);
    QVERIFY(answer.head.contains("Content-Type: text/xml\r\n"));
    QVERIFY(answer.head.contains("Retry-After: 7\r\n"));
    QCOMPARE(answer.body, "<Response/>"_ba);
    const HttpRequest request = seen.get_future().get();
    QCOMPARE(request.method, "POST"_ba);
    QCOMPARE(request.target, "/hook/a%20b?x=%2B1&y"_ba);
    QCOMPARE(request.path(), "/hook/a%20b"_ba);
    QCOMPARE(request.header("x-twilio-signature"), "abc="_ba);
    QCOMPARE(request.header("absent"), QByteArray());
    QCOMPARE(request.body, "a=b\0c"_ba);
    QVERIFY(request.peer.startsWith("127.0.0.1:"));
}

void TestHttpListener::keepsAConnectionForTheNextRequest()
{
    HttpListener listener(echo);
    Client client(startOn(listener));
    for (int i = 0; i < 50; ++i) {
        const Answer answer = client.ask(post("/n", QByteArray::number(i)));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "POST /n " + QByteArray::number(i));
        QVERIFY(!answer.closes());
    }
}

void TestHttpListener::closesWhenTheClientAsksForIt_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("Connection: close") << "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"_ba;
    QTest::newRow("HTTP/1.0") << "GET / HTTP/1.0\r\n\r\n"_ba;
}

void TestHttpListener::closesWhenTheClientAsksForIt()
{
    QFETCH(QByteArray, request);
    HttpListener listener(echo);
    Client client(startOn(listener));
    const Answer answer = client.ask(request);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.closes());
    QVERIFY(client.seesClose());
}

void TestHttpListener::answersTwoRequestsOfOnePacketInOrder()
{
    // The first is answered late, from elsewhere: the second must not overtake it.
    std::vector<std::thread> threads;
    HttpListener listener([&threads](const HttpRequest &request, const HttpListener::Reply &reply) {
        threads.emplace_back([request, reply] { echo(request, reply); });
    });
    Client client(startOn(listener));
    client.send(post("/1", "one") + post("/2", "two") + get("/3"));
    QCOMPARE(client.read().body, "POST /1 one"_ba);
    QCOMPARE(client.read().body, "POST /2 two"_ba);
    QCOMPARE(client.read().body, "GET /3 "_ba);
    listener.stop();
    for (std::thread &thread : threads)
        thread.join();
}

void TestHttpListener::readsAHeaderByteByByte()
{
    HttpListener listener(echo);
    Client client(startOn(listener));
    const QByteArray request = post("/slowly", "but surely");
    for (const char byte : request)
        client.send(QByteArray(1, byte));
    QCOMPARE(client.read().body, "POST /slowly but surely"_ba);
}

void TestHttpListener::readsABodyInChunksAndNotItsTrailers()
{
    std::promise<QByteArray> trailer;
    HttpListener listener([&trailer](const HttpRequest &request, const HttpListener::Reply &reply) {
        trailer.set_value(request.header("x-signature"));
        echo(request, reply);
    });
    Client client(startOn(listener));
    client.send("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe");
    client.send("llo\r\n7;ext=1\r\n, world\r\n0\r\nX-Signature: forged\r\n\r\n");
    QCOMPARE(client.read().body, "POST /c hello, world"_ba);
    QCOMPARE(trailer.get_future().get(), QByteArray());
}

void TestHttpListener::invitesTheBodyThatAClientHoldsBack()
{
    HttpListener listener(echo);
    Client client(startOn(listener));
    QCOMPARE(client.ask("POST /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n").status, 100);
    QCOMPARE(client.ask("body").body, "POST /e body"_ba);
}

void TestHttpListener::answersHeadWithoutABody()
{
    HttpListener listener(echo);
    Client client(startOn(listener));
    const Answer head = client.askHead("HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(head.status, 200);
    QVERIFY(head.head.contains("Content-Length: 8\r\n")); // of the body that GET would bring
    QCOMPARE(client.ask(get("/g")).body, "GET /g "_ba); // and not a left-over
}

void TestHttpListener::sendsNoBodyWithNoContent()
{
    HttpListener listener([](const HttpRequest &, const HttpListener::Reply &reply) { reply({.status = 204, .body = "never sent"}); });
    Client client(startOn(listener));
    client.send(get("/") + get("/"));
    for (int i = 0; i < 2; ++i) {
        const Answer answer = client.read();
        QCOMPARE(answer.status, 204);
        QVERIFY(!answer.head.contains("Content-Length"));
    }
}

void TestHttpListener::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray start = "POST /x HTTP/1.1\r\nHost: h\r\n"_ba;
    QTest::newRow("a body longer than the limit, by its length") << start + "Content-Length: 2001\r\n\r\n" << 413;
    QTest::newRow("a huge length") << start + "Content-Length: 18446744073709551615\r\n\r\n" << 413;
    QTest::newRow("a body longer than the limit, in chunks")
        << start + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + QByteArray(2000, 'a') + "\r\n1\r\na\r\n0\r\n\r\n"
        << 413;
    QTest::newRow("one chunk longer than the limit") << start + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\naaa" << 413;
    QTest::newRow("a long header") << start + "X: " + QByteArray(5000, 'a') + "\r\n\r\n" << 431;
    QTest::newRow("a header that never ends") << start + "X: " + QByteArray(100'000, 'a') << 431;
    QTest::newRow("a long target") << "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n" << 431;
    QTest::newRow("many headers") << start + QByteArray("A: b\r\n").repeated(1000) + "\r\n" << 431;
    QTest::newRow("a chunk size that is none") << start + "Transfer-Encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n" << 400;
    QTest::newRow("a chunk longer than it says") << start + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n" << 400;
    QTest::newRow("a negative length") << start + "Content-Length: -1\r\n\r\n" << 400;
    QTest::newRow("a length that is none") << start + "Content-Length: 5a\r\n\r\nabcde" << 400;
    QTest::newRow("a length past 64 bits") << start + "Content-Length: 18446744073709551617\r\n\r\na" << 400;
    QTest::newRow("length, then chunks: smuggling")
        << start + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get("/smuggled") << 400;
    QTest::newRow("chunks, then length: smuggling")
        << start + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + get("/smuggled") << 400;
    QTest::newRow("two lengths") << start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\naa" << 400;
    QTest::newRow("one length twice") << start + "Content-Length: 2\r\nContent-Length: 2\r\n\r\naa" << 400;
    QTest::newRow("two lengths in one line") << start + "Content-Length: 1, 2\r\n\r\naa" << 400;
    QTest::newRow("chunked twice") << start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" << 400;
    QTest::newRow("chunks in HTTP/1.0") << "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"_ba << 400;
    QTest::newRow("another transfer coding") << start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" << 501;
    QTest::newRow("a transfer coding that hides a body") << start + "Transfer-Encoding: xchunked\r\n\r\n" + get("/smuggled") << 501;
    QTest::newRow("another expectation") << start + "Expect: miracle\r\nContent-Length: 2\r\n\r\n" << 417;
    QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400;
    QTest::newRow("two hosts") << "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"_ba << 400;
    QTest::newRow("a target that is no path") << "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n"_ba << 400;
    QTest::newRow("a blank before the colon") << start + "Content-Length : 2\r\n\r\naa" << 400;
    QTest::newRow("a folded start") << "GET / HTTP/1.1\r\n Host: h\r\n\r\n"_ba << 400;
    QTest::newRow("no HTTP at all") << "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS\r\n\r\n"_ba << 400;
    QTest::newRow("another version") << "GET / HTTP/3.1\r\nHost: h\r\n\r\n"_ba << 400;
}

void TestHttpListener::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    std::atomic_int handled = 0;
    HttpListener listener(
        [&handled](const HttpRequest &asked, const HttpListener::Reply &reply) {
            ++handled;
            echo(asked, reply);
        },
        {.bodyBytes = 2000, .headerBytes = 4096, .readTime = 5s});
    const quint16 port = startOn(listener);
    Client client(port);

    const Answer answer = client.ask(request);

    QCOMPARE(answer.status, status);
    QVERIFY(answer.closes());
    QVERIFY(client.seesClose());
    QCOMPARE(handled, 0);
    QCOMPARE(Client(port).ask(get("/next")).status, 200);
}

void TestHttpListener::refusesALargeBodyWhileItIsStillComing()
{
    HttpListener listener(echo, {.bodyBytes = 1000});
    const quint16 port = startOn(listener);
    // A bare socket: Qt's says the same of a reset, which may cost the client the answer, as of an orderly end.
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    const QByteArray request = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + QByteArray(200'000, 'a');
    QCOMPARE(::send(socket, request.constData(), static_cast<size_t>(request.size()), MSG_NOSIGNAL), request.size());

    QByteArray answer;
    std::array<char, 4096> piece{};
    ssize_t got = 0;
    while ((got = ::recv(socket, piece.data(), piece.size(), 0)) > 0)
        answer.append(piece.data(), got);
    ::close(socket);
    QCOMPARE(got, 0); // an end, not a reset
    QVERIFY(answer.startsWith("HTTP/1.1 413 "));
}

void TestHttpListener::givesUpOnASlowRequest_data()
{
    QTest::addColumn<QByteArray>("begun");
    QTest::newRow("in its first line") << "GE"_ba;
    QTest::newRow("in its header") << "GET / HTTP/1.1\r\nHost:"_ba;
    QTest::newRow("in its body") << "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\nhalf"_ba;
    QTest::newRow("in a chunk") << "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nab"_ba;
}

void TestHttpListener::givesUpOnASlowRequest()
{
    QFETCH(QByteArray, begun);
    HttpListener listener(echo, {.readTime = 200ms});
    Client client(startOn(listener));
    client.send(begun);
    QElapsedTimer since;
    since.start();
    while (!client.hasNews(20) && since.elapsed() < patience)
        client.send("x"); // a byte now and then does not buy time: the limit is for the whole request
    QVERIFY(since.elapsed() >= 180);
    QVERIFY(since.elapsed() < 5000);
    QCOMPARE(client.read().status, 408);
    QVERIFY(client.seesClose());
}

void TestHttpListener::closesAnIdleConnection()
{
    HttpListener listener(echo, {.readTime = 200ms});
    const quint16 port = startOn(listener);
    Client silent(port);
    Client served(port);
    QCOMPARE(served.ask(get("/")).status, 200);
    QVERIFY(silent.seesClose());
    QVERIFY(served.seesClose());
}

void TestHttpListener::makesRoomAtTheLimitByClosingTheOldestIdle()
{
    HttpListener listener(echo, {.connections = 3});
    const quint16 port = startOn(listener);
    Client first(port);
    QCOMPARE(first.ask(get("/")).status, 200);
    Client second(port);
    QCOMPARE(second.ask(get("/")).status, 200);
    Client third(port);
    QCOMPARE(third.ask(get("/")).status, 200);
    QCOMPARE(first.ask(get("/")).status, 200); // now the second is idle for longest
    Client newcomer(port);
    QCOMPARE(newcomer.ask(get("/")).status, 200);
    QVERIFY(second.seesClose());
    QCOMPARE(first.ask(get("/")).status, 200);
    QCOMPARE(third.ask(get("/")).status, 200);
}

void TestHttpListener::saysWhenNoConnectionIsIdle()
{
    std::mutex mutex;
    std::vector<HttpListener::Reply> waiting;
    HttpListener listener(
        [&](const HttpRequest &, const HttpListener::Reply &reply) {
            const std::scoped_lock lock(mutex);
            waiting.push_back(reply);
        },
        {.connections = 2, .refusals = 1});
    const quint16 port = startOn(listener);
    Client first(port);
    Client second(port);
    first.send(get("/"));
    second.send(get("/"));
    QTRY_COMPARE(count(mutex, waiting), 2);

    Client newcomer(port);
    QCOMPARE(newcomer.ask(get("/")).status, 503);
    QVERIFY(newcomer.seesClose());

    for (const HttpListener::Reply &reply : waiting)
        reply({.body = "late"});
    QCOMPARE(first.read().body, "late"_ba);
    QCOMPARE(second.read().body, "late"_ba);
    Client again(port);
    again.send(get("/"));
    QTRY_COMPARE(count(mutex, waiting), 3);
    waiting.back()({});
    QCOMPARE(again.read().status, 200);
}

void TestHttpListener::serves200ConnectionsAtOnce()
{
    HttpListener listener(echo);
    const quint16 port = startOn(listener);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<Client>(port));
        QVERIFY(clients.back()->isConnected());
    }
    for (int round = 0; round < 3; ++round) {
        for (size_t i = 0; i < clients.size(); ++i)
            clients[i]->send(post("/c", QByteArray::number(i)));
        for (size_t i = 0; i < clients.size(); ++i)
            QCOMPARE(clients[i]->read().body, "POST /c " + QByteArray::number(i));
    }
}

void TestHttpListener::takesTheAnswerFromAnotherThread()
{
    std::thread other;
    std::promise<std::thread::id> handlerThread;
    HttpListener listener([&](const HttpRequest &request, const HttpListener::Reply &reply) {
        handlerThread.set_value(std::this_thread::get_id());
        other = std::thread([request, reply] { echo(request, reply); });
    });
    Client client(startOn(listener));
    QCOMPARE(client.ask(get("/t")).body, "GET /t "_ba);
    QVERIFY(handlerThread.get_future().get() != std::this_thread::get_id());
    other.join();
}

void TestHttpListener::answersWhenAHandlerForgets()
{
    HttpListener listener([](const HttpRequest &, const HttpListener::Reply &) {});
    Client client(startOn(listener));
    QCOMPARE(client.ask(get("/")).status, 500);
    QCOMPARE(client.ask(get("/")).status, 500); // and the connection goes on
}

void TestHttpListener::takesOneAnswerOnly()
{
    HttpListener listener([](const HttpRequest &request, const HttpListener::Reply &reply) {
        reply({.body = request.target});
        reply({.status = 500});
    });
    Client client(startOn(listener));
    QCOMPARE(client.ask(get("/1")).body, "/1"_ba);
    QCOMPARE(client.ask(get("/2")).body, "/2"_ba);
}

void TestHttpListener::canCloseWithoutAnAnswer()
{
    HttpListener listener([](const HttpRequest &, const HttpListener::Reply &reply) { reply({.status = 0}); });
    Client client(startOn(listener));
    client.send(get("/"));
    QVERIFY(client.seesClose());
}

void TestHttpListener::runsPostedWorkAfterAllThatHasArrived()
{
    std::atomic_int handled = 0;
    HttpListener listener([&handled](const HttpRequest &request, const HttpListener::Reply &reply) {
        ++handled;
        echo(request, reply);
    });
    const quint16 port = startOn(listener);
    std::vector<std::unique_ptr<Client>> old;
    for (int i = 0; i < 30; ++i) {
        old.push_back(std::make_unique<Client>(port));
        QCOMPARE(old.back()->ask(get("/")).status, 200);
    }
    handled = 0;

    // While the listener's thread is busy, requests pile up, on connections that it knows and on new ones.
    std::promise<void> busy;
    std::promise<void> release;
    listener.post([&] {
        busy.set_value();
        release.get_future().wait();
    });
    busy.get_future().wait();
    for (const auto &client : old)
        client->send(post("/old", QByteArray(3000, 'x')));
    std::vector<std::unique_ptr<Client>> fresh;
    for (int i = 0; i < 30; ++i) {
        fresh.push_back(std::make_unique<Client>(port));
        fresh.back()->send(post("/fresh", QByteArray(300'000, 'x')));
    }
    std::promise<int> seen;
    listener.post([&] { seen.set_value(handled); });
    release.set_value();

    QCOMPARE(seen.get_future().get(), 60);
    for (const auto &client : old)
        QCOMPARE(client->read().status, 200);
    for (const auto &client : fresh)
        QCOMPARE(client->read().status, 200);
}

void TestHttpListener::runsPostedWorkBeforeItStops()
{
    HttpListener listener(echo);
    startOn(listener);
    std::atomic_int ran = 0;
    for (int i = 0; i < 100; ++i)
        listener.post([&ran] { ++ran; });
    listener.stop();
    QCOMPARE(ran, 100);
}

void TestHttpListener::stopWaitsForAnswersToComeOut()
{
    // As ingress does it: requests gather, one piece of posted work answers them all, here with a large body.
    const QByteArray large(1'000'000, 'z');
    std::vector<HttpListener::Reply> gathered;
    std::promise<void> allThere;
    HttpListener listener([&](const HttpRequest &, const HttpListener::Reply &reply) {
        gathered.push_back(reply);
        if (gathered.size() == 20)
            allThere.set_value();
    });
    const quint16 port = startOn(listener);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<Client>(port));
        clients.back()->send(get("/"));
    }
    allThere.get_future().wait();
    std::thread committer([&] {
        for (const HttpListener::Reply &reply : gathered)
            reply({.body = large});
    });
    std::thread stopper([&] { listener.stop(); });
    for (const auto &client : clients) {
        const Answer answer = client->read();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), large.size());
        QVERIFY(client->seesClose());
    }
    committer.join();
    stopper.join();
}

void TestHttpListener::stopDropsWhatIsNeverAnswered()
{
    std::promise<HttpListener::Reply> held;
    HttpListener listener([&held](const HttpRequest &, const HttpListener::Reply &reply) { held.set_value(reply); }, {.drainTime = 200ms});
    Client client(startOn(listener));
    client.send(get("/"));
    const HttpListener::Reply reply = held.get_future().get();
    QElapsedTimer since;
    since.start();
    listener.stop();
    QVERIFY(since.elapsed() >= 190);
    QVERIFY(since.elapsed() < 5000);
    QVERIFY(client.seesClose());
    reply({}); // goes nowhere, and does no harm
    listener.stop();
}

void TestHttpListener::stopClosesWhatIsIdleOrHalfRead()
{
    HttpListener listener(echo);
    const quint16 port = startOn(listener);
    Client silent(port);
    Client served(port);
    QCOMPARE(served.ask(get("/")).status, 200);
    Client half(port);
    half.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");
    QElapsedTimer since;
    since.start();
    listener.stop();
    QVERIFY(since.elapsed() < 2000);
    QVERIFY(silent.seesClose());
    QVERIFY(served.seesClose());
    QVERIFY(half.seesClose());
    QVERIFY(!Client(port).isConnected());
}

void TestHttpListener::startsAgain()
{
    HttpListener listener(echo);
    const quint16 port = startOn(listener);
    QVERIFY(port != 0);
    QCOMPARE(listener.start(u"127.0.0.1"_s, 0).error().kind, ErrorKind::Conflict);
    {
        Client client(port);
        QCOMPARE(client.ask(get("/")).status, 200);
        listener.stop();
    }
    const Result<quint16> again = listener.start(u"127.0.0.1"_s, port); // although connections of before are still in TIME_WAIT
    QVERIFY(again);
    QCOMPARE(*again, port);
    QCOMPARE(Client(port).ask(get("/")).status, 200);
}

void TestHttpListener::survivesClientsThatLeave()
{
    std::mutex mutex;
    std::vector<HttpListener::Reply> waiting;
    HttpListener listener([&](const HttpRequest &request, const HttpListener::Reply &reply) {
        if (request.target == "/now")
            return reply({.body = "here"});
        const std::scoped_lock lock(mutex);
        waiting.push_back(reply);
    });
    const quint16 port = startOn(listener);
    for (int i = 0; i < 20; ++i)
        Client(port).send(get("/later")); // and is gone
    QTRY_COMPARE(count(mutex, waiting), 20);
    for (const HttpListener::Reply &reply : waiting)
        reply({.body = QByteArray(3'000'000, 'x')}); // a broken pipe, twenty times
    QCOMPARE(Client(port).ask(get("/now")).body, "here"_ba);
}

void TestHttpListener::listensOn_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("reached");
    QTest::newRow("IPv4") << u"127.0.0.1"_s << u"127.0.0.1"_s;
    QTest::newRow("localhost") << u"localhost"_s << u"127.0.0.1"_s;
    QTest::newRow("every IPv4 address") << u"0.0.0.0"_s << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << u"::1"_s << u"::1"_s;
}

void TestHttpListener::listensOn()
{
    QFETCH(QString, address);
    QFETCH(QString, reached);
    HttpListener listener(echo);
    const Result<quint16> port = listener.start(address, 0);
    if (!port && address == u"::1"_s) {
        QTcpServer probe; // a machine without IPv6 refuses everybody
        QVERIFY(!probe.listen(QHostAddress::LocalHostIPv6));
        return;
    }
    QVERIFY(port);
    QCOMPARE(Client(*port, QHostAddress(reached)).ask(get("/")).status, 200);
}

void TestHttpListener::saysWhyItCannotListen()
{
    HttpListener first(echo);
    const quint16 port = startOn(first);
    HttpListener second(echo);
    QCOMPARE(second.start(u"127.0.0.1"_s, port).error().kind, ErrorKind::Refused);
    QCOMPARE(second.start(u"192.0.2.1"_s, 0).error().kind, ErrorKind::Refused); // not an address of this machine
    QCOMPARE(second.start(u"office.example.com"_s, 0).error().kind, ErrorKind::Invalid);
    QCOMPARE(second.start(u""_s, 0).error().kind, ErrorKind::Invalid);
    QVERIFY(second.start(u"127.0.0.1"_s, 0)); // a failed start leaves it ready for another
}

QTEST_GUILESS_MAIN(TestHttpListener)
#include "tst_httplistener.moc"
