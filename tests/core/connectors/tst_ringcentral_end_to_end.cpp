#include "base/time.h"
#include "connectors/phonesystem.h"
#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/fakeringcentralsocket.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeRingCentral;
using ringback::test::FakeRingCentralSocket;
using ringback::test::must;
using ringback::test::valueOf;
using Account = settings::RingCentralAccount;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

QJsonObject envelope(const QString &event, const QJsonObject &body)
{
    return {{u"uuid"_s, u"u-1"_s}, {u"event"_s, event}, {u"timestamp"_s, u"2026-11-20T18:00:00.000Z"_s}, {u"body"_s, body}};
}

} // namespace

class TestRingCentralEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void cleanup();

    void byWebhook();
    void byWebSocket();
    void foundInTheCallLogAlone();

private:
    void open(Account::Receive receive);
    [[nodiscard]] int post(const QJsonObject &object);
    [[nodiscard]] QJsonObject session(int sequence, const QString &code, bool missed = false) const;
    [[nodiscard]] QJsonObject reply() const;
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    void seeTheTextAndItsReceipt(EngineProgram &program);

    test::TestClock m_clock;
    std::shared_ptr<test::TestSecrets> m_secrets;
    std::unique_ptr<FakeRingCentral> m_fake;
    std::unique_ptr<FakeRingCentralSocket> m_socket;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    quint16 m_port = 0;
    QString m_publicUrl;
};

void TestRingCentralEndToEnd::open(Account::Receive receive)
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_secrets = std::make_shared<test::TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {u"rc-secret"_s, FakeRingCentral::clientSecret()}, {u"rc-jwt"_s, FakeRingCentral::jwt()}, {u"rc-verification"_s, "our-token"}});
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_fake = std::make_unique<FakeRingCentral>();
    m_fake->setNow(m_clock.now());
    m_fake->ownNumber(u"+12145550100"_s);
    m_socket = std::make_unique<FakeRingCentralSocket>(*m_fake);
    const settings::Connection connection{.id = u"rc"_s,
                                          .account = Account{.clientId = FakeRingCentral::clientId(),
                                                             .clientSecret = u"rc-secret"_s,
                                                             .credentialSecret = u"rc-jwt"_s,
                                                             .receive = receive,
                                                             .verificationSecret = u"rc-verification"_s},
                                          .baseUrl = m_fake->baseUrl().toString()};
    test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) {
        setup.connections = {connection};
        for (calls::Line &line : setup.lines) {
            line.callsConnection = u"rc"_s;
            line.textsConnection = u"rc"_s;
        }
    });
    m_door = std::make_unique<ingress::WebhookDoor>(
        ingress::WebhookDoor::Config{.database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .publicUrl = {}});
    m_door->setOffice({.connections = {connection}, .secrets = m_secrets, .lines = test::exampleSetup().lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
    m_publicUrl = receive == Account::Receive::Webhook ? u"http://127.0.0.1:%1"_s.arg(m_port) : QString();
}

void TestRingCentralEndToEnd::cleanup()
{
    m_door.reset();
    m_socket.reset();
    QCOMPARE(m_fake->problems(), QStringList());
    m_fake.reset();
    m_database.reset();
    m_place.reset();
}

// As RingCentral sends it to the address of its subscription; the whole answer.
int TestRingCentralEndToEnd::post(const QJsonObject &object)
{
    const FakeRingCentral::Subscription to = m_fake->subscriptions().first();
    return test::post(m_port, QUrl(to.address).path().toLatin1(),
                      {{"Content-Type", "application/json"}, {"Verification-Token", to.verificationToken.toLatin1()}},
                      QJsonDocument(object).toJson())
        .status;
}

QJsonObject TestRingCentralEndToEnd::session(int sequence, const QString &code, bool missed) const
{
    const QJsonObject party{{u"id"_s, u"p-1"_s},
                            {u"direction"_s, u"Inbound"_s},
                            {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}, {u"name"_s, u"DALLAS TX"_s}}},
                            {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                            {u"missedCall"_s, missed},
                            {u"status"_s, QJsonObject{{u"code"_s, code}}}};
    return envelope(u"/restapi/v1.0/account/1/telephony/sessions"_s, {{u"sequence"_s, sequence},
                                                                      {u"telephonySessionId"_s, u"s-1"_s},
                                                                      {u"eventTime"_s, toIso(m_clock.now())},
                                                                      {u"parties"_s, QJsonArray{party}}});
}

QJsonObject TestRingCentralEndToEnd::reply() const
{
    return envelope(u"/restapi/v1.0/account/1/extension/2/message-store/instant?type=SMS"_s,
                    {{u"id"_s, u"7000000000001"_s},
                     {u"type"_s, u"SMS"_s},
                     {u"direction"_s, u"Inbound"_s},
                     {u"subject"_s, u"please call me"_s},
                     {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                     {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}}}});
}

void TestRingCentralEndToEnd::seeTheTextAndItsReceipt(EngineProgram &program)
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fake->texts().size(), 1, patience);
    const QJsonObject text = m_fake->texts().first();
    QCOMPARE(text[u"to"][0][u"phoneNumber"].toString(), u"+12145550123"_s);
    QCOMPARE(text[u"from"][u"phoneNumber"].toString(), u"+12145550100"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s);
    QCOMPARE(value(u"SELECT verdict || ' ' || connection FROM calls"_s), u"missed rc"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"accepted"_s, patience);
    QCOMPARE(value(u"SELECT provider_id FROM messages WHERE direction = 'out'"_s), QString::number(text[u"id"].toInteger()));

    m_fake->setStatus(text[u"id"].toInteger(), u"Delivered"_s);
    m_clock.advance(61s);
    m_fake->setNow(m_clock.now());
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"delivered"_s, patience);
}

void TestRingCentralEndToEnd::byWebhook()
{
    open(Account::Receive::Webhook);
    m_fake->shakeHands();
    EngineProgram program(m_place->address(), m_clock, m_secrets, m_publicUrl);
    QTRY_COMPARE_WITH_TIMEOUT(m_fake->subscriptions().size(), 1, patience);
    QCOMPARE(post(session(1, u"Proceeding"_s)), 200);
    m_clock.advance(20s);
    QCOMPARE(post(session(2, u"Disconnected"_s, true)), 200);
    QCOMPARE(post(session(2, u"Disconnected"_s, true)), 200); // it sends it twice
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calls WHERE settle_at IS NOT NULL"_s), u"1"_s, patience);
    QVERIFY(m_fake->texts().isEmpty()); // another phone may have it
    m_clock.advance(6s);
    program.wake();
    seeTheTextAndItsReceipt(program);
    QCOMPARE(post(reply()), 200);
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT body FROM messages WHERE direction = 'in'"_s), u"please call me"_s, patience);
}

void TestRingCentralEndToEnd::byWebSocket()
{
    open(Account::Receive::WebSocket);
    EngineProgram program(m_place->address(), m_clock, m_secrets, m_publicUrl);
    QTRY_COMPARE_WITH_TIMEOUT(m_socket->subscriptions().size(), 1, patience);
    m_socket->push(session(1, u"Proceeding"_s));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s, patience);
    m_clock.advance(20s);
    m_socket->push(session(2, u"Disconnected"_s, true));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calls WHERE settle_at IS NOT NULL"_s), u"1"_s, patience);
    m_clock.advance(6s);
    program.wake();
    seeTheTextAndItsReceipt(program);
    m_socket->push(reply());
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT body FROM messages WHERE direction = 'in'"_s), u"please call me"_s, patience);
}

// Nothing was pushed: the next read finds it.
void TestRingCentralEndToEnd::foundInTheCallLogAlone()
{
    open(Account::Receive::WebSocket);
    EngineProgram program(m_place->address(), m_clock, m_secrets, m_publicUrl);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM event_sources WHERE cursor <> ''"_s), u"1"_s,
                              patience); // the first read
    m_fake->addRecord({{u"telephonySessionId"_s, u"s-1"_s},
                       {u"sessionId"_s, u"1001"_s},
                       {u"startTime"_s, toIso(m_clock.now() + 1s)},
                       {u"duration"_s, 20},
                       {u"type"_s, u"Voice"_s},
                       {u"direction"_s, u"Inbound"_s},
                       {u"action"_s, u"Phone Call"_s},
                       {u"result"_s, u"Missed"_s},
                       {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"12145550123"_s}}},
                       {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"12145550100"_s}}}});
    m_clock.advance(61s);
    m_fake->setNow(m_clock.now());
    program.wake();
    seeTheTextAndItsReceipt(program);
    QCOMPARE(value(u"SELECT reported_by FROM calls"_s), u"log"_s);
}

QTEST_GUILESS_MAIN(TestRingCentralEndToEnd)
#include "tst_ringcentral_end_to_end.moc"
