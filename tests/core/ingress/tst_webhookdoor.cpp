#include "connectors/twilio/signature.h"
#include "ingress/webhookdoor.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <memory>

using namespace ringback;
using namespace ringback::ingress;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using ringback::test::voiceForm;
namespace twilio = ringback::connectors::twilio;

namespace {

constexpr int patience = 10'000; // ms; never reached when all is well

const QByteArray publicUrl = "https://hooks.example.com";
const QByteArray voicePath = "/webhooks/twilio/voice";

struct Answer {
    int status = 0;
    QByteArray head;
    QByteArray body;
};

WebhookDoor::Office office(const QList<calls::Line> &lines = test::exampleSetup().lines)
{
    const std::pair<QString, QByteArray> token{u"token"_s, FakeTwilio::authToken().toLatin1()};
    return {.connections = {{.id = u"twilio-main"_s,
                             .account = settings::TwilioAccount{.accountSid = FakeTwilio::accountSid(), .authTokenSecret = token.first}}},
            .secrets = std::make_shared<test::TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{token}),
            .lines = lines};
}

// One request on a connection of its own, so that several can be under way.
class Request {
public:
    Request(quint16 port, const QByteArray &method, const QByteArray &target, const QByteArray &body, const QByteArray &signature)
    {
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_socket.waitForConnected(patience);
        QByteArray head = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
        head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        if (!signature.isEmpty())
            head += "X-Twilio-Signature: " + signature + "\r\n";
        m_socket.write(head + "\r\n" + body);
        m_socket.flush();
    }

    [[nodiscard]] Answer answer()
    {
        QByteArray all;
        while (m_socket.state() != QAbstractSocket::UnconnectedState && m_socket.waitForReadyRead(patience))
            all += m_socket.readAll();
        all += m_socket.readAll();
        const qsizetype end = all.indexOf("\r\n\r\n");
        return {.status = all.mid(9, 3).toInt(), .head = all.left(end), .body = all.mid(end + 4)};
    }

private:
    QTcpSocket m_socket;
};

QByteArray signatureOf(const QByteArray &target, const QByteArray &body, const QByteArray &token = FakeTwilio::authToken().toLatin1())
{
    return twilio::signature(token, publicUrl + target, must(twilio::decodeForm(body)));
}

} // namespace

class TestWebhookDoor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void storesBeforeItAnswers();
    void duplicatesAreOne();
    void notSigned_data();
    void notSigned();
    void countsWhatItRefused();
    void whatIsNotedLateKeepsItsTime();
    void anUnknownAccount();
    void beforeTheOfficeIsKnown();
    void badRequests_data();
    void badRequests();
    void otherMethods();
    void otherPaths();
    void health();
    void answersTexts();
    void answersCalls_data();
    void answersCalls();
    void databaseAway();
    void theServerComesBack();
    void postsShareCommits();
    void stoppingStoresWhatArrived();
    void holdsBackWhileWorkWaits_data();
    void holdsBackWhileWorkWaits();
    void answersWhenNobodyWorks();

private:
    [[nodiscard]] Answer post(const QByteArray &target, const QByteArray &body) { return post(target, body, signatureOf(target, body)); }
    [[nodiscard]] Answer post(const QByteArray &target, const QByteArray &body, const QByteArray &signature)
    {
        return Request(m_port, "POST", target, body, signature).answer();
    }
    [[nodiscard]] QString stored() { return valueOf(*m_database, u"SELECT COUNT(*) FROM inbox"_s); }
    void open(const store::Address &address, const WebhookDoor::Office &office = ::office());

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::atomic_int m_commits = 0;
    quint64 m_seed = 0;
    std::unique_ptr<WebhookDoor> m_door;
    quint16 m_port = 0;
};

void TestWebhookDoor::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    open(m_place->address());
}

// The office before the port: a request must not find a door that knows nobody yet.
void TestWebhookDoor::open(const store::Address &address, const WebhookDoor::Office &office)
{
    m_door.reset();
    m_commits = 0;
    m_door = std::make_unique<WebhookDoor>(WebhookDoor::Config{.database = address,
                                                               .writeTurn = nullptr,
                                                               .clock = m_clock,
                                                               .idSeed = ++m_seed, // two doors on one database
                                                               .publicUrl = QString::fromLatin1(publicUrl),
                                                               .stored = [this] {
                                                                   ++m_commits;
                                                               }});
    m_door->setOffice(office);
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
}

void TestWebhookDoor::cleanup()
{
    m_door.reset();
    m_database.reset();
    m_place.reset();
}

void TestWebhookDoor::storesBeforeItAnswers()
{
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    const Answer answer = post(voicePath, form);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.head.toLower().contains("content-type: text/xml"));
    // Another connection sees it at once.
    QCOMPARE(rowsOf(*m_database, u"SELECT connection, kind, event_key, state FROM inbox"_s),
             QStringList{u"twilio-main voice call|CA1|no-answer|| new"_s});
    QCOMPARE(valueOf(*m_database, u"SELECT payload FROM inbox"_s).toUtf8(), form);
    QCOMPARE(valueOf(*m_database, u"SELECT received_at FROM inbox"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(valueOf(*m_database, u"SELECT last_event_at FROM connection_pulses"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(m_commits.load(), 1);
}

void TestWebhookDoor::duplicatesAreOne()
{
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(post(voicePath, form).status, 200);
    QCOMPARE(stored(), u"1"_s);
    QCOMPARE(m_commits.load(), 1); // nothing new, nobody is woken
    QCOMPARE(post(voicePath, voiceForm(u"CA1"_s, u"completed"_s)).status, 200);
    QCOMPARE(stored(), u"2"_s);
}

void TestWebhookDoor::notSigned_data()
{
    QTest::addColumn<QByteArray>("signature");
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    QTest::newRow("without") << QByteArray();
    QTest::newRow("with nonsense") << QByteArray("bm9uc2Vuc2U=");
    QTest::newRow("with another token") << signatureOf(voicePath, form, "ffffffffffffffffffffffffffffffff");
    QTest::newRow("for another path") << signatureOf("/webhooks/twilio/message", form);
    QTest::newRow("for another body") << signatureOf(voicePath, voiceForm(u"CA2"_s, u"no-answer"_s));
}

void TestWebhookDoor::notSigned()
{
    QFETCH(QByteArray, signature);
    QCOMPARE(post(voicePath, voiceForm(u"CA1"_s, u"no-answer"_s), signature).status, 403);
    QCOMPARE(stored(), u"0"_s);
    QCOMPARE(m_commits.load(), 0);
}

void TestWebhookDoor::countsWhatItRefused()
{
    const auto count = [this] {
        return valueOf(*m_database, u"SELECT refused_signatures FROM connection_pulses WHERE connection = 'twilio-main'"_s).toInt();
    };
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(post(voicePath, form, "forged").status, 403);
    QTRY_COMPARE(count(), 1); // a flood of forgeries is no flood of commits
    m_clock.advance(WebhookDoor::refusalNoteInterval);
    QCOMPARE(post(voicePath, form, "forged").status, 403);
    QTRY_COMPARE(count(), 5);
    QCOMPARE(post(voicePath, form, "forged").status, 403);
    m_door->stop();
    QCOMPARE(count(), 6); // none is forgotten
}

void TestWebhookDoor::whatIsNotedLateKeepsItsTime()
{
    const auto pulse = [this](const QString &column) {
        return valueOf(*m_database, u"SELECT %1 FROM connection_pulses WHERE connection = 'twilio-main'"_s.arg(column)).toLongLong();
    };
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    QCOMPARE(post(voicePath, form, "forged").status, 403);
    QTRY_COMPARE(pulse(u"last_refused_at"_s), toMs(m_clock.now()));
    m_clock.advance(100ms);
    const Instant second = m_clock.now();
    QCOMPARE(post(voicePath, form, "forged").status, 403);
    m_clock.advance(1h);
    QCOMPARE(post(voicePath, form).status, 200);
    QTRY_COMPARE(pulse(u"refused_signatures"_s), 2);
    QCOMPARE(pulse(u"last_refused_at"_s), toMs(second)); // what came last was good, and screens say so
    QCOMPARE(pulse(u"last_event_at"_s), toMs(m_clock.now()));
}

void TestWebhookDoor::anUnknownAccount()
{
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s, {{u"AccountSid"_s, u"AC00000000000000000000000000000002"_s}});
    QCOMPARE(post(voicePath, form).status, 403);
    QCOMPARE(stored(), u"0"_s);
}

// The port is open before the keychain has answered. A 403 would lose the call and look like a forgery.
void TestWebhookDoor::beforeTheOfficeIsKnown()
{
    open(m_place->address(), {});
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    QCOMPARE(post(voicePath, form).status, 503);
    QCOMPARE(stored(), u"0"_s);
    m_door->setOffice(office());
    QCOMPARE(post(voicePath, form).status, 200);
    QCOMPARE(stored(), u"1"_s);
    m_door->stop();
    QCOMPARE(valueOf(*m_database, u"SELECT SUM(refused_signatures) FROM connection_pulses"_s), u"0"_s);
}

void TestWebhookDoor::badRequests_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray account = "AccountSid=" + FakeTwilio::accountSid().toLatin1();
    QTest::newRow("half an escape") << QByteArray("AccountSid=%A");
    QTest::newRow("not UTF-8") << QByteArray("AccountSid=%FF%FE");
    QTest::newRow("signed, but without a call") << account + "&CallStatus=ringing";
    QTest::newRow("signed, but without a status") << account + "&CallSid=CA1";
    QTest::newRow("signed, with an id out of bounds") << account + "&CallStatus=ringing&CallSid=" + QByteArray(65, 'x');
}

void TestWebhookDoor::badRequests()
{
    QFETCH(QByteArray, body);
    const Result<twilio::Form> form = twilio::decodeForm(body);
    QCOMPARE(post(voicePath, body, form ? signatureOf(voicePath, body) : QByteArray("x")).status, 400);
    QCOMPARE(stored(), u"0"_s);
}

void TestWebhookDoor::otherMethods()
{
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("PUT"), QByteArray("DELETE")}) {
        const Answer answer = Request(m_port, method, voicePath, {}, {}).answer();
        QCOMPARE(answer.status, 405);
        QVERIFY(answer.head.contains("Allow: POST"));
    }
}

void TestWebhookDoor::otherPaths()
{
    for (const QByteArray &path : {QByteArray("/"), QByteArray("/webhooks/twilio"), QByteArray("/webhooks/twilio/voice/")})
        QCOMPARE(Request(m_port, "POST", path, {}, {}).answer().status, 404);
}

void TestWebhookDoor::health()
{
    const Answer answer = Request(m_port, "GET", "/healthz", {}, {}).answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("ok\n"));
}

// Plain text would go to the caller as a text.
void TestWebhookDoor::answersTexts()
{
    const Answer text = post("/webhooks/twilio/message", test::textForm(u"SM1"_s, u"hello"_s));
    const Answer receipt = post("/webhooks/twilio/message-status", test::receiptForm(u"SM2"_s, u"delivered"_s));
    for (const Answer &answer : {text, receipt}) {
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.head.toLower().contains("content-type: text/xml"));
        QVERIFY(answer.body.contains("<Response"));
        QVERIFY(!answer.body.contains("hello"));
    }
    QCOMPARE(rowsOf(*m_database, u"SELECT kind, event_key FROM inbox ORDER BY id"_s),
             (QStringList{u"message text|SM1|received"_s, u"message_status text|SM2|delivered"_s}));
}

void TestWebhookDoor::answersCalls_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("a call that arrives is turned away as busy where no phone is set")
        << u"ringing"_s << QByteArray("<Reject reason=\"busy\"");
    QTest::newRow("a call that is over wants nothing") << u"completed"_s << QByteArray("<Response");
}

void TestWebhookDoor::answersCalls()
{
    QFETCH(QString, status);
    QFETCH(QByteArray, contains);
    QVERIFY(post(voicePath, voiceForm(u"CA1"_s, status)).body.contains(contains));

    settings::Setup setup = test::exampleSetup();
    setup.lines.first().forwardTo = {test::number(u"+12145550177"_s)};
    open(m_place->address(), office(setup.lines));
    const QByteArray body = post(voicePath, voiceForm(u"CA2"_s, status)).body;
    QCOMPARE(body.contains("statusCallbackEvent=\"ringing answered completed\">+12145550177</Number>"), status == "ringing"_L1);
    QCOMPARE(body.contains("action=\"https://hooks.example.com/webhooks/twilio/voice\""), status == "ringing"_L1);
}

// No 2xx before the commit: where nothing can be stored, nothing is acknowledged.
void TestWebhookDoor::databaseAway()
{
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    must(m_database->change(u"ALTER TABLE inbox RENAME TO gone"_s));
    const Answer refused = post(voicePath, form);
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.head.contains("Retry-After"));
    QCOMPARE(m_commits.load(), 0);
    must(m_database->change(u"ALTER TABLE gone RENAME TO inbox"_s));
    QCOMPARE(post(voicePath, form).status, 200);
    QCOMPARE(stored(), u"1"_s);

    QFile letter(m_place->beside(u"letter.txt"_s));
    QVERIFY(letter.open(QIODevice::WriteOnly));
    letter.write(QByteArray("no database at all ").repeated(100));
    letter.close();
    open({.file = letter.fileName()});
    QCOMPARE(post(voicePath, form).status, 503);
    QCOMPARE(Request(m_port, "GET", "/healthz", {}, {}).answer().status, 503);
    QCOMPARE(post(voicePath, form, "forged").status, 403); // who is not signed is refused all the same
    QCOMPARE(m_commits.load(), 0);
}

void TestWebhookDoor::theServerComesBack()
{
    if (m_database->dialect() == store::Dialect::Sqlite)
        return;
    QCOMPARE(post(voicePath, voiceForm(u"CA1"_s, u"no-answer"_s)).status, 200);
    must(m_database->rows(
        u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s));
    QCOMPARE(post(voicePath, voiceForm(u"CA2"_s, u"no-answer"_s)).status, 503);
    QCOMPARE(post(voicePath, voiceForm(u"CA2"_s, u"no-answer"_s)).status, 200);
    QCOMPARE(stored(), u"2"_s);
}

// While one commit waits for somebody else's lock the others gather, and all go with the next.
void TestWebhookDoor::postsShareCommits()
{
    QCOMPARE(post(voicePath, voiceForm(u"CA0"_s, u"no-answer"_s)).status, 200);
    store::Transaction lock = must(store::Transaction::begin(*m_database));
    if (m_database->dialect() == store::Dialect::PostgreSql)
        must(lock.change(u"LOCK TABLE inbox IN EXCLUSIVE MODE"_s));
    std::vector<std::unique_ptr<Request>> requests;
    for (int i = 1; i <= 40; ++i) {
        const QByteArray form = voiceForm(u"CA%1"_s.arg(i), u"no-answer"_s);
        requests.push_back(std::make_unique<Request>(m_port, "POST", voicePath, form, signatureOf(voicePath, form)));
    }
    must(lock.commit());
    for (const std::unique_ptr<Request> &request : requests)
        QCOMPARE(request->answer().status, 200);
    QCOMPARE(stored(), u"41"_s);
    QVERIFY2(m_commits <= 20, qPrintable(QString::number(m_commits)));
}

void TestWebhookDoor::holdsBackWhileWorkWaits_data()
{
    QTest::addColumn<int>("waiting");
    QTest::addColumn<int>("ms");
    QTest::newRow("nothing") << 0 << 0;
    QTest::newRow("as much as may wait") << WebhookDoor::freelyAhead << 0;
    QTest::newRow("one more") << WebhookDoor::freelyAhead + 1 << 1;
    QTest::newRow("a storm nobody works off") << 100'000 << int(WebhookDoor::longestHold.count());
}

void TestWebhookDoor::holdsBackWhileWorkWaits()
{
    QFETCH(int, waiting);
    QFETCH(int, ms);
    QCOMPARE(WebhookDoor::holdFor(waiting).count(), ms);
}

// Held back is not refused: what comes in while no engine works is stored and answered all the same.
void TestWebhookDoor::answersWhenNobodyWorks()
{
    IdSource ids(3);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    for (int i = 0; i < WebhookDoor::freelyAhead + 50; ++i) {
        QVERIFY(must(store::InboxGateway(*m_database)
                         .append(transaction, {.id = ids.next<calls::InboxId>(m_clock.now()),
                                               .connection = u"twilio-main"_s,
                                               .key = u"waiting:%1"_s.arg(i),
                                               .payload = "x",
                                               .receivedAt = m_clock.now()})));
    }
    must(transaction.commit());
    QElapsedTimer held;
    held.start();
    QCOMPARE(post(voicePath, voiceForm(u"CA1"_s, u"no-answer"_s)).status, 200);
    QVERIFY(held.elapsed() >= 50); // no sooner; how much later is the machine's affair
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM inbox WHERE event_key NOT LIKE 'waiting:%'"_s), u"1"_s);
}

void TestWebhookDoor::stoppingStoresWhatArrived()
{
    const QByteArray form = voiceForm(u"CA1"_s, u"no-answer"_s);
    QCOMPARE(post(voicePath, form).status, 200);
    m_door->stop();
    m_door->stop();
    QCOMPARE(stored(), u"1"_s);
}

QTEST_GUILESS_MAIN(TestWebhookDoor)
#include "tst_webhookdoor.moc"
