#include "connectors/http/httpclient.h"
#include "support/testclock.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <deque>
#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A server that says exactly what it is told, byte by byte. On the test's own thread.
class Script final {
public:
    enum class Then { Keep, Close, Hold };
    struct Line {
        QByteArray answer; ///< as it goes onto the wire
        Then then = Then::Keep;
    };

    Script()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }

    void say(const QByteArray &answer, Then then = Then::Keep) { m_lines.push_back({answer, then}); }
    void sayOk(const QByteArray &body = "ok") { say(ok(body)); }
    [[nodiscard]] static QByteArray ok(const QByteArray &body, const QByteArray &headers = {})
    {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers +
               "\r\n" + body;
    }
    [[nodiscard]] QByteArray url(const QByteArray &path = "/") const
    {
        return "http://127.0.0.1:" + QByteArray::number(m_server.serverPort()) + path;
    }
    void stop() { m_server.close(); }
    [[nodiscard]] const QByteArrayList &requests() const { return m_requests; } ///< whole ones
    [[nodiscard]] int connections() const { return m_connections; }

private:
    void accept()
    {
        QTcpSocket *const socket = m_server.nextPendingConnection();
        ++m_connections;
        const auto read = std::make_shared<QByteArray>();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, read] {
            *read += socket->readAll();
            const qsizetype head = read->indexOf("\r\n\r\n");
            if (head < 0)
                return;
            const qsizetype at = read->toLower().indexOf("content-length: ");
            const qsizetype length = at < 0 || at > head ? 0 : read->mid(at + 16, read->indexOf("\r\n", at) - at - 16).toLongLong();
            if (read->size() < head + 4 + length)
                return;
            m_requests.append(*read);
            read->clear();
            const Line line = m_lines.empty() ? Line{.answer = {}, .then = Then::Close} : m_lines.front();
            if (!m_lines.empty())
                m_lines.pop_front();
            socket->write(line.answer);
            if (line.then == Then::Close)
                socket->disconnectFromHost();
        });
    }

    QTcpServer m_server;
    std::deque<Line> m_lines;
    QByteArrayList m_requests;
    int m_connections = 0;
};

using Then = Script::Then;

} // namespace

class TestHttpClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void asks();
    void postsAsItIsTold();
    void findsHeadersInAnyCase();
    void nobodyListens();
    void boundsTheWholeTime_data();
    void boundsTheWholeTime();
    void halfAnAnswer_data();
    void halfAnAnswer();
    void keepsTheBodyOfAnError();
    void takesOnlySoMuch();
    void followsNoRedirect_data();
    void followsNoRedirect();
    void keepsNoCookie();
    void readsRetryAfter_data();
    void readsRetryAfter();
    void postsOnceOverAConnectionThatDies();
    void asksAtTheLastMoment();
    void manyAtOnce();
    void givesUp();

private:
    [[nodiscard]] HttpAnswer send(HttpCall call) { return QCoro::waitFor(m_client->send(std::move(call))); }
    [[nodiscard]] HttpAnswer get(const QByteArray &path = "/") { return send({.url = m_server->url(path)}); }
    [[nodiscard]] HttpCall post(const QByteArray &body = "once") const
    {
        return {.verb = "POST", .url = m_server->url(), .contentType = "text/plain", .body = body};
    }

    test::TestClock m_clock;
    std::unique_ptr<Script> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<HttpClient> m_client;
};

void TestHttpClient::init()
{
    m_server = std::make_unique<Script>();
    m_network = std::make_unique<QNetworkAccessManager>();
    m_client = std::make_unique<HttpClient>(*m_network, m_clock, 5s);
}

void TestHttpClient::cleanup()
{
    m_client.reset();
    m_network.reset();
    m_server.reset();
}

void TestHttpClient::asks()
{
    m_server->sayOk("hello");
    const HttpAnswer answer = send({.url = m_server->url("/a%2Bb?c%5Bgte%5D=%2B1"), .headers = {{"Authorization", "secret"}}});
    QVERIFY(answer.is(200));
    QCOMPARE(answer.body, "hello"_ba);
    QCOMPARE(answer.contentType, "text/plain"_ba);
    QCOMPARE(answer.trouble, QString());
    const QByteArray asked = m_server->requests().constFirst();
    QVERIFY(asked.startsWith("GET /a%2Bb?c%5Bgte%5D=%2B1 HTTP/1.1\r\n")); // not a byte otherwise
    QVERIFY(asked.contains("\r\nAuthorization: secret\r\n"));
}

void TestHttpClient::postsAsItIsTold()
{
    m_server->sayOk();
    m_server->sayOk();
    QVERIFY(send(post("a+b=\xC3\xA9")).is(200));
    QVERIFY(m_server->requests().constFirst().startsWith("POST / HTTP/1.1\r\n"));
    QVERIFY(m_server->requests().constFirst().endsWith("\r\n\r\na+b=\xC3\xA9"));
    HttpCall patch = post("{}");
    patch.verb = "PATCH";
    QVERIFY(send(patch).is(200));
    QVERIFY(m_server->requests().constLast().startsWith("PATCH / HTTP/1.1\r\n"));
}

void TestHttpClient::findsHeadersInAnyCase()
{
    m_server->say(Script::ok("x", "x-RATE-left: 7\r\n"));
    const HttpAnswer answer = get();
    QCOMPARE(answer.header("X-Rate-Left"), "7"_ba);
    QCOMPARE(answer.header("X-Rate"), QByteArray());
}

void TestHttpClient::nobodyListens()
{
    m_server->stop();
    HttpAnswer answer = send(post());
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.neverLeft);
    QVERIFY(!answer.trouble.isEmpty());
    QVERIFY(!answer.trouble.contains(u"127.0.0.1"_s)); // an address may hold an account
    HttpCall nowhere = post();
    nowhere.url = "http://no-such-host.invalid/";
    answer = send(nowhere);
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.neverLeft);
}

void TestHttpClient::boundsTheWholeTime_data()
{
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("nothing comes") << ""_ba;
    QTest::newRow("the head comes") << "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"_ba;
    QTest::newRow("half the body comes") << "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"_ba;
}

void TestHttpClient::boundsTheWholeTime()
{
    QFETCH(QByteArray, begins);
    m_server->say(begins, Then::Hold);
    HttpCall call = post();
    call.timeout = 200ms;
    QElapsedTimer took;
    took.start();
    const HttpAnswer answer = send(call);
    QVERIFY(took.elapsed() < 4000);
    QVERIFY(!answer.is(200));
    QVERIFY(!answer.neverLeft); // it may have been taken
    QCOMPARE(answer.body, QByteArray());
    QCOMPARE(answer.brokeOff, !begins.isEmpty());
    QVERIFY(!answer.trouble.isEmpty());
}

void TestHttpClient::halfAnAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("nothing at all") << ""_ba;
    QTest::newRow("half a head") << "HTTP/1.1 200 OK\r\nContent-Le"_ba;
    QTest::newRow("half a body") << "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"_ba;
    QTest::newRow("half a chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf"_ba;
    QTest::newRow("no HTTP") << "SSH-2.0-OpenSSH\r\n"_ba;
}

void TestHttpClient::halfAnAnswer()
{
    QFETCH(QByteArray, answer);
    m_server->say(answer, Then::Close);
    const HttpAnswer got = send(post());
    QVERIFY(!got.is(200));
    QVERIFY(!got.neverLeft);
    QVERIFY(!got.trouble.isEmpty());
    QCOMPARE(got.body, QByteArray());
    QCOMPARE(m_server->requests().size(), 1); // not again, whatever came
}

void TestHttpClient::keepsTheBodyOfAnError()
{
    m_server->say("HTTP/1.1 422 Nope\r\nContent-Length: 4\r\n\r\nwhy?");
    const HttpAnswer answer = get();
    QVERIFY(answer.is(422));
    QCOMPARE(answer.body, "why?"_ba);
}

void TestHttpClient::takesOnlySoMuch()
{
    const QByteArray most(HttpClient::maxAnswerBytes, 'x');
    m_server->sayOk(most);
    HttpAnswer answer = get();
    QVERIFY(answer.is(200));
    QCOMPARE(answer.body.size(), most.size());
    m_server->sayOk(most + QByteArray(1 << 20, 'x'));
    answer = get();
    QVERIFY(!answer.is(200));
    QVERIFY(answer.brokeOff);
    QCOMPARE(answer.body, QByteArray());
}

void TestHttpClient::followsNoRedirect_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void TestHttpClient::followsNoRedirect()
{
    QFETCH(int, status);
    m_server->say("HTTP/1.1 " + QByteArray::number(status) + " There\r\nLocation: " + m_server->url("/there") +
                  "\r\nContent-Length: 0\r\n\r\n");
    const HttpAnswer answer = send(post());
    QCOMPARE(answer.status, status);
    QCOMPARE(m_server->requests().size(), 1);
}

void TestHttpClient::keepsNoCookie()
{
    m_server->say(Script::ok("x", "Set-Cookie: who=me\r\n"));
    m_server->sayOk();
    QVERIFY(get().is(200));
    QVERIFY(get().is(200));
    QVERIFY(!m_server->requests().constLast().toLower().contains("cookie"));
}

void TestHttpClient::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("milliseconds"); // -1 = none
    QTest::newRow("seconds") << "7"_ba << qint64(7'000);
    QTest::newRow("none") << ""_ba << qint64(-1);
    QTest::newRow("at once") << "0"_ba << qint64(0);
    QTest::newRow("a date") << "Fri, 20 Nov 2026 18:00:30 GMT"_ba << qint64(30'000);
    QTest::newRow("a date that has passed") << "Fri, 20 Nov 2026 17:00:00 GMT"_ba << qint64(0);
    QTest::newRow("a day at most") << "9999999999999"_ba << qint64(86'400'000);
    QTest::newRow("a date of next year") << "Sat, 20 Nov 2027 18:00:00 GMT"_ba << qint64(86'400'000);
    QTest::newRow("nonsense") << "soon"_ba << qint64(-1);
    QTest::newRow("less than none") << "-5"_ba << qint64(-1);
}

void TestHttpClient::readsRetryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, milliseconds);
    m_server->say("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n" + (value.isEmpty() ? QByteArray() : "Retry-After: " + value + "\r\n") +
                  "\r\n");
    const HttpAnswer answer = get();
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.retryAfter ? qint64(answer.retryAfter->count()) : qint64(-1), milliseconds);
}

// Qt by itself would send it again over a new connection: the server may have taken it the first time.
void TestHttpClient::postsOnceOverAConnectionThatDies()
{
    m_server->sayOk();
    QVERIFY(get().is(200));
    m_server->say({}, Then::Close);
    m_server->sayOk();
    const HttpAnswer answer = send(post("once"));
    QCOMPARE(m_server->connections(), 1); // it was the same
    QCOMPARE(m_server->requests().count(), 2);
    QCOMPARE(answer.status, 0);
    QVERIFY(!answer.neverLeft);
}

void TestHttpClient::asksAtTheLastMoment()
{
    HttpCall call = post();
    int asked = 0;
    call.mayLeave = [&asked] {
        ++asked;
        return false;
    };
    HttpAnswer answer = send(call);
    QCOMPARE(asked, 1);
    QVERIFY(answer.heldBack);
    QVERIFY(answer.neverLeft);
    QCOMPARE(answer.status, 0);
    QCOMPARE(m_server->requests().size(), 0);
    call.mayLeave = [] {
        return true;
    };
    m_server->sayOk();
    answer = send(call);
    QVERIFY(answer.is(200));
    QVERIFY(!answer.heldBack);
    QVERIFY(!answer.neverLeft);
}

// More than the six connections that Qt keeps to one host: none waits in a queue with its time running.
void TestHttpClient::manyAtOnce()
{
    constexpr int many = 20;
    for (int i = 0; i < many; ++i)
        m_server->say({}, Then::Hold);
    std::vector<QCoro::Task<HttpAnswer>> tasks;
    for (int i = 0; i < many; ++i)
        tasks.push_back(m_client->send(post()));
    QTRY_COMPARE(m_server->requests().size(), many);
    m_client->abandon();
    for (const QCoro::Task<HttpAnswer> &task : tasks)
        QTRY_VERIFY(task.isReady());
}

void TestHttpClient::givesUp()
{
    m_server->say({}, Then::Hold);
    QCoro::Task<HttpAnswer> task = m_client->send(post());
    QTRY_COMPARE(m_server->requests().size(), 1);
    m_client->abandon();
    const HttpAnswer answer = QCoro::waitFor(task);
    QCOMPARE(answer.status, 0);
    QVERIFY(!answer.neverLeft); // it has left, and nobody knows
    m_server->sayOk();
    QVERIFY(get().is(200)); // what comes after is not given up
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
