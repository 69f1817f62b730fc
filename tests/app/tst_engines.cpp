#include "audit/trail.h"
#include "connectors/twilio/form.h"
#include "support/engineprocess.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace ringback;
using test::EngineProcess;
using test::FakeTwilio;
using test::TestDatabase;

namespace {

constexpr int patienceMs = 30'000;
constexpr int lastSync = 8;

connectors::twilio::Form missedCall(int number)
{
    return {{{u"AccountSid"_s, FakeTwilio::accountSid()},
             {u"ApiVersion"_s, u"2010-04-01"_s},
             {u"CallSid"_s, u"CA%1"_s.arg(number, 32, 16, QChar(u'0'))},
             {u"CallStatus"_s, u"no-answer"_s},
             {u"Direction"_s, u"inbound"_s},
             {u"From"_s, u"+121455501%1"_s.arg(number, 2, 10, QChar(u'0'))},
             {u"To"_s, u"+12145550100"_s}}};
}

connectors::twilio::Form delivered(const FakeTwilio::Message &text)
{
    return {{{u"AccountSid"_s, FakeTwilio::accountSid()},
             {u"MessageSid"_s, text.sid},
             {u"MessageStatus"_s, u"delivered"_s},
             {u"From"_s, text.from},
             {u"To"_s, text.to}}};
}

// The example office, talking to the fake, at any hour, and quick to take over from an engine that gives no sign of life.
QByteArray setupFile(const FakeTwilio &twilio)
{
    QJsonObject setup = QJsonDocument::fromJson(test::exampleSetupFile()).object();
    QJsonArray connections = setup[u"connections"_s].toArray();
    QJsonObject connection = connections[0].toObject();
    connection[u"base_url"_s] = twilio.baseUrl().toString();
    connections[0] = connection;
    setup[u"connections"_s] = connections;
    setup[u"quiet_hours"_s] = QJsonValue::Null;
    setup[u"engine"_s] = QJsonObject{{u"lease_seconds"_s, 1}, {u"look_again_seconds"_s, 1}};
    return QJsonDocument(setup).toJson();
}

QString nameOf(const store::Address &address)
{
    if (address.dialect == store::Dialect::Sqlite)
        return address.file;
    return u"postgresql://%1@localhost:%2/%3?host=%4"_s.arg(address.user).arg(address.port).arg(address.database, address.host);
}

} // namespace

/// Several real engines on one database: they share the work, one takes over from another, and one that slept past its lease neither writes nor
/// sends what has become another's.
class TestEngines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void threeShareTheWork();
    void anotherTakesOver_data();
    void anotherTakesOver();
    void whoSleptDoesNotWrite();
    void whoSleptDoesNotSend_data();
    void whoSleptDoesNotSend();
    void cleanupTestCase();

private:
    void import(TestDatabase &database, FakeTwilio &twilio);
    void isWhole(TestDatabase &database);

    int m_keptBack = 0; ///< requests that did not leave because their lease was over
    bool m_triedAll = false;
};

void TestEngines::import(TestDatabase &database, FakeTwilio &twilio)
{
    QFile file(database.beside(u"setup.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(setupFile(twilio)) > 0);
    file.close();
    EngineProcess engine(nameOf(database.address()), FakeTwilio::authToken());
    QVERIFY2(engine.run({u"import"_s, file.fileName()}) == 0, engine.errors().constData());
}

void TestEngines::isWhole(TestDatabase &database)
{
    const audit::Verification chain = test::must(audit::verify(*database.open()));
    QVERIFY2(!chain.firstBad, qPrintable(chain.why));
}

// As many requests as three engines may have under way wait for their answer: so each has its share of them.
void TestEngines::threeShareTheWork()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    TestDatabase database(dialect);
    FakeTwilio twilio;
    import(database, twilio);
    constexpr int callers = 18; // 3 engines, 6 requests at once
    for (int i = 0; i < callers; ++i)
        twilio.stallAfterTakingNext();
    std::vector<std::unique_ptr<EngineProcess>> engines;
    for (int i = 0; i < 3; ++i) {
        engines.push_back(std::make_unique<EngineProcess>(nameOf(database.address()), FakeTwilio::authToken()));
        QVERIFY(engines.back()->serve());
    }
    for (int i = 0; i < callers; ++i)
        QCOMPARE(engines[static_cast<size_t>(i % 3)]->post("/webhooks/twilio/voice", missedCall(10 + i)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.stalled(), callers, patienceMs);
    twilio.release();
    const std::unique_ptr<store::Database> reader = database.open();
    QTRY_COMPARE_WITH_TIMEOUT(test::valueOf(*reader, u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s), QString::number(callers),
                              patienceMs);
    QCOMPARE(test::valueOf(*reader, u"SELECT COUNT(DISTINCT engine) FROM attempts"_s), u"3"_s);
    for (const std::unique_ptr<EngineProcess> &engine : engines)
        QCOMPARE(engine->stop(), 0);
    std::set<QString> numbers;
    for (const FakeTwilio::Message &text : twilio.messages())
        numbers.insert(text.to);
    QCOMPARE(twilio.messages().size(), callers);
    QCOMPARE(numbers.size(), static_cast<size_t>(callers));
    isWhole(database);
}

void TestEngines::anotherTakesOver_data()
{
    QTest::addColumn<bool>("taken");
    QTest::newRow("the provider has the request and has done nothing") << false;
    QTest::newRow("the provider has taken the text and not answered") << true;
}

void TestEngines::anotherTakesOver()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    QFETCH(const bool, taken);
    TestDatabase database(dialect);
    FakeTwilio twilio;
    import(database, twilio);
    if (taken)
        twilio.stallAfterTakingNext();
    else
        twilio.stallNext();
    EngineProcess first(nameOf(database.address()), FakeTwilio::authToken());
    EngineProcess second(nameOf(database.address()), FakeTwilio::authToken());
    QVERIFY(first.serve());
    QCOMPARE(first.post("/webhooks/twilio/voice", missedCall(23)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.stalled(), 1, patienceMs);
    QVERIFY(second.serve()); // and does not touch what the first has
    QCOMPARE(second.post("/webhooks/twilio/voice", missedCall(24)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.messages().size(), taken ? 2 : 1, patienceMs);
    first.kill();

    const std::unique_ptr<store::Database> reader = database.open();
    QTRY_COMPARE_WITH_TIMEOUT(test::valueOf(*reader, u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s), u"2"_s, patienceMs);
    QCOMPARE(second.stop(), 0);
    QCOMPARE(twilio.messages().size(), 2);
    QCOMPARE(test::valueOf(*reader, u"SELECT COUNT(*) FROM attempts WHERE event = 'found'"_s), taken ? u"1"_s : u"0"_s);
    isWhole(database);
}

void TestEngines::whoSleptDoesNotWrite()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    TestDatabase database(dialect);
    FakeTwilio twilio;
    import(database, twilio);
    twilio.stallAfterTakingNext();
    EngineProcess sleeper(nameOf(database.address()), FakeTwilio::authToken());
    EngineProcess other(nameOf(database.address()), FakeTwilio::authToken());
    QVERIFY(sleeper.serve());
    QCOMPARE(sleeper.post("/webhooks/twilio/voice", missedCall(23)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.stalled(), 1, patienceMs);
    sleeper.suspend();
    QVERIFY(sleeper.waitForSleep(patienceMs));
    twilio.release(); // the answer waits in the sleeper's socket

    QVERIFY(other.serve());
    const std::unique_ptr<store::Database> reader = database.open();
    QTRY_COMPARE_WITH_TIMEOUT(test::valueOf(*reader, u"SELECT state FROM jobs"_s), u"done"_s, patienceMs);
    QCOMPARE(other.post("/webhooks/twilio/message-status", delivered(twilio.messages().at(0))), 200);
    QTRY_COMPARE_WITH_TIMEOUT(test::valueOf(*reader, u"SELECT state FROM messages"_s), u"delivered"_s, patienceMs);
    QCOMPARE(other.stop(), 0);
    const QString job = test::rowsOf(*reader, u"SELECT * FROM jobs"_s).join(u'\n');
    const QString message = test::rowsOf(*reader, u"SELECT * FROM messages"_s).join(u'\n');

    sleeper.resume(); // reads the answer, and has nothing to say about the job any more
    QCOMPARE(sleeper.post("/webhooks/twilio/voice", missedCall(24)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.messages().size(), 2, patienceMs);
    QCOMPARE(sleeper.stop(), 0); // all it had is written down by now
    QCOMPARE(test::rowsOf(*reader, u"SELECT * FROM jobs ORDER BY id LIMIT 1"_s).join(u'\n'), job);
    QCOMPARE(test::rowsOf(*reader, u"SELECT * FROM messages ORDER BY id LIMIT 1"_s).join(u'\n'), message);
    isWhole(database);
}

void TestEngines::whoSleptDoesNotSend_data()
{
    QTest::addColumn<int>("number");
    for (int number = 1; number <= lastSync;
         ++number) // the webhook, the decision, the intent, and between them signs of life and the reading of lists
        QTest::addRow("stopped behind sync %d", number) << number;
}

// Stopped anywhere between the webhook and its text for longer than a lease lasts. What was about to leave does not leave under that lease. SQLite
// only: there the engine itself makes its commits durable, so that it can be stopped right behind one.
void TestEngines::whoSleptDoesNotSend()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    QFETCH(const int, number);
    if (dialect != store::Dialect::Sqlite)
        QSKIP("PostgreSQL's server makes commits durable, not the engine");
    TestDatabase database(dialect);
    FakeTwilio twilio;
    import(database, twilio);
    EngineProcess sleeper(nameOf(database.address()), FakeTwilio::authToken());
    const QString armed = database.beside(u"armed"_s);
    QVERIFY(sleeper.serve({u"LD_PRELOAD="_s + QString::fromUtf16(KILLATSYNC_LIBRARY), u"KILL_ARMED="_s + armed,
                           u"STOP_AFTER_SYNC="_s + QString::number(number), u"ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"_s}));
    // Posted and not waited for: the door may be what stops.
    std::unique_ptr<QThread> caller(QThread::create([&sleeper] { (void)sleeper.post("/webhooks/twilio/voice", missedCall(23)); }));
    QFile arm(armed);
    QVERIFY(arm.open(QIODevice::WriteOnly));
    caller->start();
    QVERIFY(sleeper.waitForSleep(patienceMs));
    QTest::qWait(1'500); // the time of a lease is what is tested
    sleeper.resume();
    QVERIFY(caller->wait(patienceMs));

    const std::unique_ptr<store::Database> reader = database.open();
    QTRY_COMPARE_WITH_TIMEOUT(test::valueOf(*reader, u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s), u"1"_s, patienceMs);
    QCOMPARE(sleeper.stop(), 0);
    QCOMPARE(twilio.messages().size(), 1);
    m_keptBack += test::valueOf(*reader, u"SELECT COUNT(*) FROM attempts WHERE event = 'not_left'"_s).toInt();
    m_triedAll |= number == lastSync;
    isWhole(database);
}

// One of the rows has met the moment between the intent and the request.
void TestEngines::cleanupTestCase()
{
    if (m_triedAll)
        QVERIFY(m_keptBack > 0);
}

QTEST_GUILESS_MAIN(TestEngines)
#include "tst_engines.moc"
