#include "connectors/twilio/signature.h"
#include "connectors/twilio/system.h"
#include "engine/engine.h"
#include "ingress/webhookdoor.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QNetworkAccessManager>
#include <QTcpSocket>
#include <QTest>

#include <atomic>

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;
using ringback::test::Fields;
using ringback::test::must;
using ringback::test::valueOf;
namespace twilio = ringback::connectors::twilio;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well
const QString publicUrl = u"https://hooks.example.com"_s;

} // namespace

/// A call in, a text out, its receipt, the reply: the door, the engine and the provider over sockets, with a Twilio on the other side.
class TestTwilioEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fromTheCallToTheReply_data();
    void fromTheCallToTheReply();
    void aLandlineIsNotTexted();
    void anAnsweredCallIsNotTexted();
    void aDeadTwilioLosesNothing();
    void whatNobodySigned();

private:
    struct Answer {
        int status = 0;
        QByteArray body;
    };
    void begin(const std::function<void(settings::TwilioAccount &)> &change = nullptr);
    Answer post(const QByteArray &path, const QByteArray &body, bool isSigned = true);
    Answer voice(const QString &status, const Fields &more = {}) { return post("voice", test::voiceForm(m_call, status, more)); }
    void missedCall();
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] bool isDone() { return value(u"SELECT COUNT(*) FROM inbox WHERE state <> 'done'"_s) == "0"_L1; }

    const QString m_call = u"CA00000000000000000000000000000001"_s;
    const twilio::TwilioSystem m_system;
    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<test::TestSecrets> m_secrets;
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    quint16 m_port = 0;
};

void TestTwilioEndToEnd::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    m_secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()}});
}

void TestTwilioEndToEnd::begin(const std::function<void(settings::TwilioAccount &)> &change)
{
    const engine::Office office = test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) {
        setup.lines.first().forwardTo = {test::number(u"+12145550177"_s)};
        settings::Connection &connection = setup.connections.first();
        connection.baseUrl = m_twilio->baseUrl().toString();
        if (change)
            change(std::get<settings::TwilioAccount>(connection.account));
    });
    m_engine = std::make_unique<engine::Engine>(engine::Engine::Config{
        .database = m_place->address(),
        .writeTurn = nullptr,
        .clock = m_clock,
        .idSeed = 7,
        .id = u"engine"_s,
        .senders =
            [this](const settings::Connection &connection, const auto &...) {
                const connectors::Surroundings surroundings{
                    .network = *m_network, .clock = m_clock, .timeout = 2s, .secrets = m_secrets, .publicUrl = publicUrl};
                return engine::Sender{m_system.open(connection, surroundings), m_system.receiptsUrl(connection, publicUrl)};
            },
        .listeningOn = QString()});
    m_door = std::make_unique<ingress::WebhookDoor>(ingress::WebhookDoor::Config{
        .database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .idSeed = 8, .publicUrl = publicUrl, .stored = [this] {
            m_engine->wake();
        }});
    m_door->setOffice({.connections = office.setup.connections, .secrets = m_secrets, .lines = office.setup.lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
    m_engine->start();
}

void TestTwilioEndToEnd::cleanup()
{
    m_door.reset();
    if (m_engine)
        m_engine->stop();
    m_engine.reset();
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    m_network.reset();
    m_twilio.reset();
    m_database.reset();
    m_place.reset();
}

// As Twilio posts.
TestTwilioEndToEnd::Answer TestTwilioEndToEnd::post(const QByteArray &path, const QByteArray &body, bool isSigned)
{
    const QByteArray target = "/webhooks/twilio/" + path;
    const QByteArray token = isSigned ? FakeTwilio::authToken().toLatin1() : "another";
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    if (!socket.waitForConnected(patience))
        return {};
    socket.write("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Twilio-Signature: " +
                 twilio::signature(token, publicUrl.toLatin1() + target, must(twilio::decodeForm(body))) +
                 "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                 body);
    QByteArray all;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(patience))
        all += socket.readAll();
    all += socket.readAll();
    return {.status = all.mid(9, 3).toInt(), .body = all.mid(all.indexOf("\r\n\r\n") + 4)};
}

// It rings our phone in vain.
void TestTwilioEndToEnd::missedCall()
{
    const Fields leg = {{u"CallSid"_s, u"CA00000000000000000000000000000002"_s},
                        {u"ParentCallSid"_s, m_call},
                        {u"Direction"_s, u"outbound-dial"_s},
                        {u"To"_s, u"+12145550177"_s}};
    const Answer answer = voice(u"ringing"_s);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("+12145550177</Number>"));
    m_clock.advance(1s);
    QCOMPARE(voice(u"ringing"_s, leg + Fields{{u"SequenceNumber"_s, u"1"_s}}).status, 200);
    m_clock.advance(19s);
    QCOMPARE(voice(u"no-answer"_s, leg + Fields{{u"SequenceNumber"_s, u"2"_s}}).status, 200);
    QCOMPARE(voice(u"completed"_s, {{u"DialCallStatus"_s, u"no-answer"_s}, {u"DialBridged"_s, u"false"_s}}).status, 200);
    m_twilio->setNow(m_clock.now());
}

void TestTwilioEndToEnd::fromTheCallToTheReply_data()
{
    QTest::addColumn<bool>("byService");
    QTest::newRow("from the line") << false;
    QTest::newRow("through a messaging service") << true;
}

void TestTwilioEndToEnd::fromTheCallToTheReply()
{
    QFETCH(bool, byService);
    begin([&](settings::TwilioAccount &account) {
        account.messagingServiceSid = byService ? FakeTwilio::serviceSid() : QString();
        account.lookUpNumbers = byService;
    });
    missedCall();
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
    const FakeTwilio::Message text = m_twilio->messages().first();
    QCOMPARE(text.to, u"+12145550123"_s);
    QCOMPARE(text.from, byService ? QString() : u"+12145550100"_s);
    QCOMPARE(text.messagingService, byService ? FakeTwilio::serviceSid() : QString());
    QCOMPARE(text.statusCallback, publicUrl + u"/webhooks/twilio/message-status"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages"_s), u"accepted"_s, patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s); // its leg is no call of its own
    QCOMPARE(value(u"SELECT verdict || ' ' || provider_reason FROM calls"_s), u"missed no-answer"_s);

    // Receipts, the last one first, and again.
    for (const QString &state : {u"delivered"_s, u"sent"_s, u"delivered"_s})
        QCOMPARE(post("message-status", test::receiptForm(text.sid, state)).status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), patience);
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"delivered"_s);

    const QString reply = u"SM000000000000000000000000000000aa"_s;
    const Answer answer = post("message", test::textForm(reply, u"Please call, the roof leaks"_s));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("<Response")); // and nothing in it that would be sent to the caller
    QVERIFY(!answer.body.contains("Message"));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT body FROM messages WHERE direction = 'in'"_s), u"Please call, the roof leaks"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(value(u"SELECT replied_at FROM follow_ups"_s).toLongLong() > 0, patience);

    QCOMPARE(post("message", test::textForm(u"SM000000000000000000000000000000ab"_s, u"STOP"_s, {{u"OptOutType"_s, u"STOP"_s}})).status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT number FROM opt_outs"_s), u"+12145550123"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), patience);
    QCOMPARE(m_twilio->messages().size(), 1); // Twilio confirms it itself
}

void TestTwilioEndToEnd::aLandlineIsNotTexted()
{
    begin([](settings::TwilioAccount &account) { account.lookUpNumbers = true; });
    m_twilio->setLineType(u"+12145550123"_s, u"landline"_s);
    missedCall();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state || ' ' || error_code FROM messages"_s), u"failed landline"_s, patience);
    QVERIFY(m_twilio->messages().isEmpty());
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s); // a person calls
}

void TestTwilioEndToEnd::anAnsweredCallIsNotTexted()
{
    begin();
    QCOMPARE(voice(u"ringing"_s).status, 200);
    m_clock.advance(80s);
    QCOMPARE(voice(u"completed"_s, {{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"60"_s}, {u"DialBridged"_s, u"true"_s}})
                 .status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT verdict FROM calls"_s), u"answered"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages"_s), u"0"_s);
    QVERIFY(m_twilio->requests().isEmpty());
}

// It hangs up on us, says that it is too busy, and lies; then it lives again.
void TestTwilioEndToEnd::aDeadTwilioLosesNothing()
{
    begin();
    m_twilio->rateLimitNext("1");
    missedCall();
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->requests().size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT attempts FROM jobs"_s), u"1"_s, patience);
    m_twilio->failNext(503);
    const auto texts = [this] { // whenever somebody looks, a second has gone by
        m_clock.advance(1s);
        m_twilio->setNow(m_clock.now());
        m_engine->wake();
        return m_twilio->messages().size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(texts(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages"_s), u"accepted"_s, patience);
}

void TestTwilioEndToEnd::whatNobodySigned()
{
    begin();
    QCOMPARE(post("voice", test::voiceForm(m_call, u"no-answer"_s), false).status, 403);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestTwilioEndToEnd)
#include "tst_twilio_end_to_end.moc"
