#include "connectors/phonesystem.h"
#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeTwilio;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well
const QByteArray token = "open sesame";

settings::Connection hookConnection()
{
    settings::GenericHook hook;
    hook.proofSecret = u"hook-token"_s;
    return {.id = u"hook"_s, .account = hook};
}

std::shared_ptr<test::TestSecrets> secrets()
{
    return std::make_shared<test::TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {u"hook-token"_s, token}, {u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()}});
}

} // namespace

class TestGenericEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void aMissedCallIsAnsweredThroughAnotherConnection();
    void whatIsNotProvedIsNotStored();
    void theSenderIsToldWhatIsMissing();
    void tests();
    void sendsNoTexts();
    void needsItsSecret();

private:
    [[nodiscard]] test::Answer post(const QByteArray &body, const QByteArray &authorization = "Bearer " + token);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] Finding tested(const QString &publicUrl);

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    quint16 m_port = 0;
};

void TestGenericEndToEnd::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    test::storeOffice(*m_database, m_clock.now(), [this](settings::Setup &setup) {
        setup.connections.first().baseUrl = m_twilio->baseUrl().toString();
        setup.connections.append(hookConnection());
        setup.lines.first().callsConnection = u"hook"_s;
    });
    m_door = std::make_unique<ingress::WebhookDoor>(
        ingress::WebhookDoor::Config{.database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .publicUrl = {}});
    m_door->setOffice({.connections = {hookConnection()}, .secrets = secrets(), .lines = test::exampleSetup().lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
}

void TestGenericEndToEnd::cleanup()
{
    m_door.reset();
    m_twilio.reset();
    m_database.reset();
    m_place.reset();
}

test::Answer TestGenericEndToEnd::post(const QByteArray &body, const QByteArray &authorization)
{
    return test::post(m_port, "/webhooks/generic/hook", {{"Content-Type", "application/json"}, {"Authorization", authorization}}, body);
}

void TestGenericEndToEnd::aMissedCallIsAnsweredThroughAnotherConnection()
{
    EngineProgram program(m_place->address(), m_clock, secrets());
    const QByteArray call = R"({"id":"c1","from":"(214) 555-0123","to":"(214) 555-0100",)";
    QVERIFY(post(call + R"("status":"ringing"})").body.contains("read as a call that rings"));
    m_clock.advance(20s);
    QVERIFY(post(call + R"("status":"missed","ring_seconds":20})").body.contains("read as a call that was missed"));
    QVERIFY(post(call + R"("status":"missed","ring_seconds":20})").status == 200); // it sends it twice
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
    QCOMPARE(m_twilio->messages().first().to, u"+12145550123"_s);
    QCOMPARE(m_twilio->messages().first().from, u"+12145550100"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s);
    QCOMPARE(value(u"SELECT verdict || ' ' || connection FROM calls"_s), u"missed hook"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"accepted"_s, patience);

    // The caller's answer comes by the hook too.
    QVERIFY(post(R"({"event":"text","id":"t1","from":"+12145550123","to":"+12145550100","text":"STOP"})").body.contains("read as a text"));
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"1"_s, patience);
    QCOMPARE(m_twilio->messages().size(), 1);
}

void TestGenericEndToEnd::whatIsNotProvedIsNotStored()
{
    QVERIFY(post(R"({"id":"c1","from":"+12145550123","to":"+12145550100","status":"missed"})", "Bearer open").status == 403);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s);
}

void TestGenericEndToEnd::theSenderIsToldWhatIsMissing()
{
    const test::Answer answer = post(R"({"id":"c1","caller_number":"+12145550123","to":"+12145550100","status":"missed"})");
    QVERIFY(answer.status == 400);
    QVERIFY2(answer.body.contains("from is missing: there is nothing at /from"), answer.body.constData());
    QVERIFY(!answer.body.contains("5550123"));
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s);
}

Finding TestGenericEndToEnd::tested(const QString &publicUrl)
{
    QNetworkAccessManager network;
    const Surroundings around{.network = network, .clock = m_clock, .timeout = Milliseconds(patience), .secrets = secrets()};
    const std::shared_ptr<PhoneProvider> provider = phoneSystem(u"generic"_s).open(hookConnection(), around);
    const QList<Finding> findings = QCoro::waitFor(provider->test({.lines = {}, .textsFrom = {}, .publicUrl = publicUrl}));
    for (const Finding &finding : findings) {
        if (finding.check == Check::Webhook)
            return finding;
    }
    return {};
}

void TestGenericEndToEnd::tests()
{
    const QString door = u"http://127.0.0.1:%1"_s.arg(m_port);
    const Finding good = tested(door);
    QCOMPARE(good.problem, u"ok"_s);
    QCOMPARE(good.level, Finding::Level::Good);
    QCOMPARE(good.subject, door + u"/webhooks/generic/hook"_s);

    QCOMPARE(tested({}).problem, u"no_public_address"_s);
    const Finding other = tested(m_twilio->baseUrl().toString()); // a server, but not ours
    QCOMPARE(other.problem, u"answers_otherwise"_s);
    QCOMPARE(other.level, Finding::Level::Bad);
    m_door->stop();
    QCOMPARE(tested(door).problem, u"not_reachable"_s);
}

void TestGenericEndToEnd::sendsNoTexts()
{
    QNetworkAccessManager network;
    const Surroundings around{.network = network, .clock = m_clock, .secrets = secrets()};
    const std::shared_ptr<PhoneProvider> provider = phoneSystem(u"generic"_s).open(hookConnection(), around);
    const TextRequest request{.to = test::number(u"+12145550123"_s), .from = test::number(u"+12145550100"_s), .body = u"hi"_s};
    const SendOutcome outcome = QCoro::waitFor(provider->sendText(request));
    QCOMPARE(std::get<Refused>(outcome).kind, Refused::Class::Sender);
    QCOMPARE(std::get<Refused>(outcome).code, u"no_texting"_s);
    QVERIFY(!provider->hasLog());
}

void TestGenericEndToEnd::needsItsSecret()
{
    QNetworkAccessManager network;
    const Surroundings around{.network = network, .clock = m_clock, .secrets = std::make_shared<test::TestSecrets>()};
    QVERIFY(!phoneSystem(u"generic"_s).open(hookConnection(), around));
}

QTEST_GUILESS_MAIN(TestGenericEndToEnd)
#include "tst_generic_end_to_end.moc"
