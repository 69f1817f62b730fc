#include "audit/trail.h"
#include "connectors/twilio/signature.h"
#include "desk/dialing.h"
#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/fakeringcentral.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/ringcentralnotes.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QTest>
#include <QUrl>
#include <QXmlStreamReader>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeRingCentral;
using ringback::test::FakeTwilio;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

enum class System { Twilio, RingCentral };

} // namespace

Q_DECLARE_METATYPE(System)

/// From a click to two phones that ring: the desk, an engine on its own thread, the connector over a socket, and what the phone system then tells.
class TestRingingEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void cleanup();

    void ringsOnceAndNobodyElseDoes_data() { addSystems(); }
    void ringsOnceAndNobodyElseDoes();
    void nobodyAnswers_data() { addSystems(); }
    void nobodyAnswers();
    void aLostAnswerIsNeverAskedForAgain_data() { addSystems(); }
    void aLostAnswerIsNeverAskedForAgain();
    void refusedIsFreeForTheNext_data() { addSystems(); }
    void refusedIsFreeForTheNext();

private:
    static void addSystems();
    void open(System system);
    [[nodiscard]] Answer<Dialled> click(const QString &staff)
    {
        return Dialing(*m_database, m_clock, m_ids).begin({.number = m_caller}, staff);
    }
    [[nodiscard]] qsizetype rings() const { return m_twilio ? m_twilio->rings().size() : m_ringCentral->rings().size(); }
    [[nodiscard]] int tell(const QString &twilioWord, const QString &ringCentralWord, const QString &ringCentralReason = {});
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE action LIKE 'dial%' ORDER BY sequence"_s);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    const calls::PhoneNumber m_caller = test::number(u"+12145550123"_s);
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio; // one of the two
    std::unique_ptr<FakeRingCentral> m_ringCentral;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    std::unique_ptr<EngineProgram> m_program;
    quint16 m_port = 0;
    int m_told = 0;
};

void TestRingingEndToEnd::addSystems()
{
    QTest::addColumn<System>("system");
    QTest::newRow("Twilio") << System::Twilio;
    QTest::newRow("RingCentral") << System::RingCentral;
}

// Sam and Dana have phones of their own.
void TestRingingEndToEnd::open(System system)
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_told = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    settings::Connection connection = test::exampleSetup().connections.first();
    if (system == System::Twilio) {
        m_twilio = std::make_unique<FakeTwilio>();
        m_twilio->setNow(m_clock.now());
        m_twilio->own({u"+12145550100"_s, u"+12145550102"_s});
        m_twilio->aimAt("POST /2010-04-01/Accounts/" + FakeTwilio::accountSid().toLatin1() + "/Calls.json"); // not the list
        connection.baseUrl = m_twilio->baseUrl().toString();
    } else {
        m_ringCentral = std::make_unique<FakeRingCentral>();
        m_ringCentral->setNow(m_clock.now());
        m_ringCentral->ownNumber(u"+12145550100"_s);
        connection = {.id = u"rc"_s,
                      .account = settings::RingCentralAccount{.clientId = FakeRingCentral::clientId(),
                                                              .clientSecret = u"rc-secret"_s,
                                                              .credentialSecret = u"rc-jwt"_s,
                                                              .receive = settings::RingCentralAccount::Receive::Webhook,
                                                              .verificationSecret = u"rc-verification"_s},
                      .baseUrl = m_ringCentral->baseUrl().toString()};
    }
    const engine::Office office = test::storeOffice(*m_database, m_clock.now(), [&connection](settings::Setup &setup) {
        setup.connections = {connection};
        for (calls::Line &line : setup.lines)
            line.callsConnection = line.textsConnection = connection.id;
        for (calls::Staff &person : setup.staff) {
            if (person.id == "sam"_L1)
                person.phone = test::number(u"+12145550166"_s);
            if (person.id == "dana"_L1)
                person.phone = test::number(u"+12145550167"_s);
        }
    });
    const auto secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()},
                                                              {u"rc-secret"_s, FakeRingCentral::clientSecret()},
                                                              {u"rc-jwt"_s, FakeRingCentral::jwt()},
                                                              {u"rc-verification"_s, "our-token"}});
    const QString twilioUrl = u"https://hooks.example.com"_s;
    m_door = std::make_unique<ingress::WebhookDoor>(ingress::WebhookDoor::Config{.database = m_place->address(),
                                                                                 .writeTurn = nullptr,
                                                                                 .clock = m_clock,
                                                                                 .idSeed = 8,
                                                                                 .publicUrl = m_twilio ? twilioUrl : QString()});
    m_door->setOffice({.connections = {connection}, .secrets = secrets, .lines = office.setup.lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
    m_program =
        std::make_unique<EngineProgram>(m_place->address(), m_clock, secrets, m_twilio ? twilioUrl : u"http://127.0.0.1:%1"_s.arg(m_port));
    if (m_ringCentral)
        QTRY_COMPARE_WITH_TIMEOUT(m_ringCentral->subscriptions().size(), 1, patience);
}

void TestRingingEndToEnd::cleanup()
{
    m_program.reset();
    m_door.reset();
    if (m_twilio)
        QCOMPARE(m_twilio->problems(), QStringList());
    if (m_ringCentral)
        QCOMPARE(m_ringCentral->problems(), QStringList());
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
        for (const QString &secret : {FakeTwilio::authToken(), QString::fromLatin1(FakeRingCentral::jwt()), u"access-1"_s})
            QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE detail LIKE '%%1%'"_s.arg(secret)), u"0"_s);
    }
    m_twilio.reset();
    m_ringCentral.reset();
    m_database.reset();
    m_place.reset();
}

// How the leg to the caller fares, told as each system tells it: Twilio at the address that its markup names.
int TestRingingEndToEnd::tell(const QString &twilioWord, const QString &ringCentralWord, const QString &ringCentralReason)
{
    ++m_told;
    int status = 0;
    if (m_twilio) {
        const FakeTwilio::Ring ring = m_twilio->rings().last();
        QXmlStreamReader xml(ring.twiml);
        QString address;
        while (!xml.atEnd() && address.isEmpty()) {
            if (xml.readNext() == QXmlStreamReader::StartElement)
                address = xml.attributes().value(u"statusCallback"_s).toString();
        }
        const QByteArray body = test::voiceForm(u"CA000000000000000000000000000000ff"_s, twilioWord,
                                                {{u"ParentCallSid"_s, ring.sid},
                                                 {u"Direction"_s, u"outbound-dial"_s},
                                                 {u"From"_s, u"+12145550100"_s},
                                                 {u"To"_s, m_caller.e164()},
                                                 {u"CallDuration"_s, u"40"_s},
                                                 {u"SequenceNumber"_s, QString::number(m_told)}});
        namespace twilio = connectors::twilio;
        const QByteArray signature =
            twilio::signature(FakeTwilio::authToken().toLatin1(), address.toLatin1(), must(twilio::decodeForm(body)));
        status = test::post(m_port, QUrl(address).path().toLatin1(),
                            {{"X-Twilio-Signature", signature}, {"Content-Type", "application/x-www-form-urlencoded"}}, body)
                     .status;
    } else {
        namespace notes = test::ringcentral;
        const notes::PartyState initiator{
            .id = u"p-1"_s, .code = u"Answered"_s, .from = m_caller.e164(), .to = u"+12145550166"_s, .ringOutRole = u"Initiator"_s};
        const notes::PartyState target{.id = u"p-2"_s,
                                       .code = ringCentralWord,
                                       .reason = ringCentralReason,
                                       .from = u"+12145550100"_s,
                                       .to = m_caller.e164(),
                                       .ringOutRole = u"Target"_s};
        const Milliseconds after = m_clock.now() - notes::start;
        const FakeRingCentral::Subscription to = m_ringCentral->subscriptions().first();
        status = test::post(m_port, QUrl(to.address).path().toLatin1(),
                            {{"Content-Type", "application/json"}, {"Verification-Token", to.verificationToken.toLatin1()}},
                            notes::bytes(notes::envelope({m_told, after, {initiator, target}})))
                     .status;
    }
    m_program->wake();
    return status;
}

void TestRingingEndToEnd::ringsOnceAndNobodyElseDoes()
{
    QFETCH(System, system);
    open(system);
    const Instant since = m_clock.now();
    const Answer<Dialled> dialled = click(u"sam"_s);
    QVERIFY(dialled);
    QVERIFY(!dialled->byLink); // the phone system rings
    QVERIFY(click(u"sam"_s)); // and again, impatiently
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"ringing"_s, patience);
    QCOMPARE(rings(), 1);
    if (m_twilio) {
        QCOMPARE(m_twilio->rings().first().to, u"+12145550166"_s);
        QVERIFY(m_twilio->rings().first().twiml.contains(u">+12145550123</Number>"_s));
        QCOMPARE(value(u"SELECT provider_call_id FROM dials"_s), m_twilio->rings().first().sid);
    } else {
        QCOMPARE(m_ringCentral->rings().first()[u"from"][u"phoneNumber"].toString(), u"+12145550166"_s);
        QCOMPARE(m_ringCentral->rings().first()[u"to"][u"phoneNumber"].toString(), u"+12145550123"_s);
        QCOMPARE(value(u"SELECT provider_call_id FROM dials"_s), u"Y3MxNzE2-1"_s);
    }
    const QStringList once = {u"staff:sam dial_begun"_s, u"engine dial_attempted"_s, u"engine dial_ringing"_s};
    QCOMPARE(audited(), once);

    const Answer<Dialled> second = click(u"dana"_s);
    QVERIFY(!second);
    QCOMPARE(second.error(), (Refusal{.why = Why::SomebodyRinging, .who = u"Sam Ortiz"_s, .since = since}));

    // They talk for longer than the reservation holds.
    m_clock.advance(10s);
    QCOMPARE(tell(u"ringing"_s, u"Proceeding"_s), 200);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT direction FROM calls"_s), u"out"_s, patience);
    m_clock.advance(5s);
    QCOMPARE(tell(u"in-progress"_s, u"Answered"_s), 200);
    m_clock.advance(5min);
    QVERIFY(!click(u"dana"_s));
    QCOMPARE(tell(u"completed"_s, u"Disconnected"_s), 200);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"over"_s, patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s); // the leg to Sam is none
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"0"_s); // and nobody missed anything
    QCOMPARE(audited(), once);
    QCOMPARE(rings(), 1);
    QVERIFY(click(u"dana"_s));
}

// Whoever clicked may do so again at once, and so may everybody else.
void TestRingingEndToEnd::nobodyAnswers()
{
    QFETCH(System, system);
    open(system);
    QVERIFY(click(u"sam"_s));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"ringing"_s, patience);
    m_clock.advance(10s);
    QCOMPARE(tell(u"ringing"_s, u"Proceeding"_s), 200);
    m_clock.advance(30s);
    QCOMPARE(tell(u"no-answer"_s, u"Disconnected"_s, u"NoAnswer"_s), 200);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"over"_s, patience);
    QVERIFY(click(u"sam"_s));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rings(), 2, patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"0"_s); // it was our call: nobody is texted for it
}

// Perhaps both phones ring. Whoever clicked sees it, and nothing rings them again by itself.
void TestRingingEndToEnd::aLostAnswerIsNeverAskedForAgain()
{
    QFETCH(System, system);
    open(system);
    if (m_twilio)
        m_twilio->dropAnswerAfterTakingNext();
    else
        m_ringCentral->takeAndDropNext("/ring-out");
    QVERIFY(click(u"sam"_s));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"unknown"_s, patience);
    QVERIFY(!click(u"dana"_s)); // Sam may be ringing them
    QCOMPARE(audited(), (QStringList{u"staff:sam dial_begun"_s, u"engine dial_attempted"_s, u"engine dial_unknown"_s}));

    m_clock.advance(Dialing::reservedFor);
    QVERIFY(click(u"dana"_s)); // the engine has looked at the dials again when it has made this one
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials WHERE staff = 'dana'"_s), u"ringing"_s, patience);
    QCOMPARE(value(u"SELECT state FROM dials WHERE staff = 'sam'"_s), u"unknown"_s);
    QCOMPARE(rings(), 2);
    if (m_twilio)
        QCOMPARE(m_twilio->rings().last().to, u"+12145550167"_s);
    else
        QCOMPARE(m_ringCentral->rings().last()[u"from"][u"phoneNumber"].toString(), u"+12145550167"_s);
}

void TestRingingEndToEnd::refusedIsFreeForTheNext()
{
    QFETCH(System, system);
    open(system);
    if (m_twilio)
        m_twilio->refuseNext(21215);
    else
        m_ringCentral->refuseNext("/ring-out", 403, u"CMN-401"_s);
    QVERIFY(click(u"sam"_s));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM dials"_s), u"refused"_s, patience);
    QCOMPARE(value(u"SELECT error_code FROM dials"_s), m_twilio ? u"21215"_s : u"CMN-401"_s);
    QCOMPARE(rings(), 0);
    QVERIFY(click(u"dana"_s)); // no phone rang
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rings(), 1, patience);
}

QTEST_GUILESS_MAIN(TestRingingEndToEnd)
#include "tst_ringing_end_to_end.moc"
