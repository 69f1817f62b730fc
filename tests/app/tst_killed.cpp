#include "connectors/twilio/form.h"
#include "support/engineprocess.h"
#include "support/faketwilio.h"
#include "support/office.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using test::EngineProcess;
using test::FakeTwilio;

namespace {

connectors::twilio::Form missedCall()
{
    return {{{u"AccountSid"_s, FakeTwilio::accountSid()},
             {u"ApiVersion"_s, u"2010-04-01"_s},
             {u"CallSid"_s, u"CA00000000000000000000000000000001"_s},
             {u"CallStatus"_s, u"no-answer"_s},
             {u"CallDuration"_s, u"0"_s},
             {u"Direction"_s, u"inbound"_s},
             {u"From"_s, u"+12145550123"_s},
             {u"To"_s, u"+12145550100"_s}}};
}

connectors::twilio::Form receipt(const QString &sid)
{
    return {{{u"AccountSid"_s, FakeTwilio::accountSid()},
             {u"MessageSid"_s, sid},
             {u"MessageStatus"_s, u"delivered"_s},
             {u"From"_s, u"+12145550100"_s},
             {u"To"_s, u"+12145550123"_s}}};
}

// The example office, talking to the fake, at any hour, and quick to take over from a dead engine.
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

} // namespace

/// Kills a real engine (SIGKILL) at every stage between the webhook and the receipt, starts it again, and counts: one call, one lead, one
/// task, one text, and an audit trail that is whole.
class TestKilled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atEverySync_data();
    void atEverySync();
    void whileTheProviderWorks_data();
    void whileTheProviderWorks();

private:
    void begin(QTemporaryDir &folder, FakeTwilio &twilio);
    void nothingLostNothingTwice(EngineProcess &engine, FakeTwilio &twilio, bool acknowledged);
};

void TestKilled::begin(QTemporaryDir &folder, FakeTwilio &twilio)
{
    QFile file(folder.filePath(u"setup.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(setupFile(twilio)) > 0);
    file.close();
    EngineProcess engine(folder.filePath(u"office.db"_s), FakeTwilio::authToken());
    QVERIFY2(engine.run({u"import"_s, file.fileName()}) == 0, engine.errors().constData());
}

// A webhook that was acknowledged is never posted again: what it said must come back from the disk. One that was not is posted again, as
// the provider does.
void TestKilled::nothingLostNothingTwice(EngineProcess &engine, FakeTwilio &twilio, bool acknowledged)
{
    QVERIFY(engine.serve());
    if (!acknowledged)
        QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall()), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.messages().size(), 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(engine.list(u"messages"_s).at(0).toObject()[u"provider_id"_s].toString() == twilio.messages().at(0).sid,
                             20'000);
    QCOMPARE(engine.post("/webhooks/twilio/message-status", receipt(twilio.messages().at(0).sid)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(engine.list(u"messages"_s).at(0).toObject()[u"state"_s].toString(), u"delivered"_s, 20'000);
    QCOMPARE(engine.stop(), 0);

    QCOMPARE(twilio.messages().size(), 1);
    QCOMPARE(twilio.messages().at(0).to, u"+12145550123"_s);
    QCOMPARE(engine.list(u"calls"_s).size(), 1);
    QCOMPARE(engine.list(u"messages"_s).size(), 1);
    QCOMPARE(engine.list(u"tasks"_s).size(), 1);
    const QJsonArray followUps = engine.list(u"follow-ups"_s);
    QCOMPARE(followUps.size(), 1);
    QCOMPARE(followUps.at(0).toObject()[u"missed_calls"_s].toInt(), 1);
    QVERIFY(followUps.at(0).toObject()[u"lead"_s].isObject());
    QCOMPARE(engine.run({u"verify"_s}), 0);
}

void TestKilled::atEverySync_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("number");
    // From the first commit of the webhook past the last one of the receipt: inbox, decision, intent, outcome, inbox, receipt, and the
    // engine's own signs of life between them. A number that is not reached in a run kills nothing, which is a fair row too.
    for (int number = 1; number <= 8; ++number) {
        QTest::addRow("before sync %d", number) << u"KILL_AT_SYNC"_s << number;
        QTest::addRow("after sync %d", number) << u"KILL_AFTER_SYNC"_s << number;
    }
}

void TestKilled::atEverySync()
{
    QFETCH(const QString, where);
    QFETCH(const int, number);
    QTemporaryDir folder;
    FakeTwilio twilio;
    begin(folder, twilio);
    EngineProcess engine(folder.filePath(u"office.db"_s), FakeTwilio::authToken());
    const QString armed = folder.filePath(u"armed"_s);
    const QStringList environment = {
        u"LD_PRELOAD="_s + QString::fromUtf16(KILLATSYNC_LIBRARY), u"KILL_ARMED="_s + armed, where + u'=' + QString::number(number),
        u"ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"_s, // a sanitizer wants to be loaded first
    };
    QVERIFY(engine.serve(environment));
    QFile arm(armed);
    QVERIFY(arm.open(QIODevice::WriteOnly));

    const int status = engine.post("/webhooks/twilio/voice", missedCall());
    if (status != 0) {
        QCOMPARE(status, 200);
        if (twilio.waitForMessages(1, std::chrono::milliseconds(3'000)) && engine.isRunning())
            (void)engine.post("/webhooks/twilio/message-status", receipt(twilio.messages().at(0).sid));
    }
    QVERIFY(engine.waitForEnd(10'000)); // the signs of life sync too, so the number is reached
    nothingLostNothingTwice(engine, twilio, status == 200);
}

void TestKilled::whileTheProviderWorks_data()
{
    QTest::addColumn<bool>("taken");
    QTest::newRow("the provider has the request and has done nothing") << false;
    QTest::newRow("the provider has taken the text and not answered") << true;
}

void TestKilled::whileTheProviderWorks()
{
    QFETCH(const bool, taken);
    QTemporaryDir folder;
    FakeTwilio twilio;
    begin(folder, twilio);
    EngineProcess engine(folder.filePath(u"office.db"_s), FakeTwilio::authToken());
    if (taken)
        twilio.stallAfterTakingNext();
    else
        twilio.stallNext();
    QVERIFY(engine.serve());
    QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall()), 200);
    QTRY_COMPARE_WITH_TIMEOUT(twilio.stalled(), 1, 10'000);
    engine.kill();
    QCOMPARE(twilio.messages().size(), taken ? 1 : 0);
    nothingLostNothingTwice(engine, twilio, true);
}

QTEST_GUILESS_MAIN(TestKilled)
#include "tst_killed.moc"
