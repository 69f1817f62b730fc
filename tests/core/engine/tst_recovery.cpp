#include "audit/trail.h"
#include "base/time.h"
#include "connectors/twilio/events.h"
#include "engine/intake.h"
#include "engine/logreader.h"
#include "engine/timekeeper.h"
#include "store/pulsegateway.h"
#include "support/fakephone.h"
#include "support/listedcall.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::CallSignal;
using ringback::test::eventOf;
using ringback::test::FakePhone;
using ringback::test::instantOf;
using ringback::test::ListedCall;
using ringback::test::must;

namespace {

const QString connection = u"twilio-main"_s;

// An engine's parts, with a database connection of their own, and turns as engine::Engine has them.
class Station {
public:
    Station(const test::TestDatabase &place, const Clock &clock, const Office &office, const QString &id, int firstText)
        : m_database(place.open())
        , m_ids(qHash(id))
        , m_office(office)
        , m_intake(*m_database, clock, m_ids, test::translateListed)
        , m_timekeeper(*m_database, clock, m_ids)
        , m_runner(*m_database, clock, m_ids, id)
        , m_reader(*m_database, clock, m_ids, id)
        , phone(std::make_shared<FakePhone>(firstText))
    {
        const QHash<QString, Sender> senders = {
            {connection, Sender{.provider = phone, .statusCallback = {}, .mailer = nullptr, .hasWebhooks = true}}};
        phone->listNothing();
        m_reader.setSenders(senders, office.setup, {});
        m_runner.setSenders(senders);
    }

    // Until nothing is left to do at this moment.
    void work()
    {
        int done = 1;
        while (done > 0) {
            done = must(m_reader.turn(m_office));
            done += must(m_intake.turn(m_office));
            done += must(m_runner.turn(m_office));
            done += m_runner.hasLanded() ? 1 : 0;
            if (done == 0)
                done += must(m_timekeeper.turn(m_office)) + must(m_reader.turn(m_office));
        }
    }

private:
    std::unique_ptr<store::Database> m_database;
    IdSource m_ids;
    const Office &m_office;
    Intake m_intake;
    Timekeeper m_timekeeper;
    Runner m_runner;
    LogReader m_reader;

public:
    std::shared_ptr<FakePhone> phone;
};

// What a caller did, and what became of the webhooks about it.
struct Truth {
    ListedCall call;
    bool isMissed = true;
    bool isPushed = true;
    bool ringingIsPushed = true;
};

} // namespace

/// Webhooks get lost. Within one interval of reading the list, nobody is forgotten and nobody is bothered twice.
class TestRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void aStormThatLosesWebhooks_data();
    void aStormThatLosesWebhooks();
    void twoEnginesOfWhichOneDiesReading();
    void aCallFoundLateIsNotToldThatWeJustMissedIt();
    void whoWasSpokenToSinceIsLeftAlone_data();
    void whoWasSpokenToSinceIsLeftAlone();
    void whatTheWebhooksLeftOpenIsJudged_data();
    void whatTheWebhooksLeftOpenIsJudged();
    void whereNothingIsPushedNothingWasLost();
    void aWebhookThatIsLateIsNotCalledLost();
    void theListKnowsOfAVoicemail();

private:
    void push(const Truth &truth);
    // Arrives at the door; stored by flush(), as the door stores what arrives together.
    void arrives(const QByteArray &form, Instant at)
    {
        m_arrived.append({.id = m_ids.next<calls::InboxId>(at),
                          .connection = connection,
                          .kind = calls::EventKind::Voice,
                          .key = must(connectors::twilio::eventKey(calls::EventKind::Voice, must(connectors::twilio::decodeForm(form)))),
                          .payload = form,
                          .receivedAt = at});
    }
    void flush()
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        for (const store::InboxEvent &event : std::exchange(m_arrived, {}))
            QVERIFY(must(store::InboxGateway(*m_database).append(transaction, event)));
        must(store::PulseGateway(*m_database).noteEvent(transaction, connection, m_clock.now()));
        must(transaction.commit());
    }
    void pushed(const QByteArray &form)
    {
        arrives(form, m_clock.now());
        flush();
    }
    [[nodiscard]] QList<Truth> storm(quint32 seed);
    void checkStorm(const QList<Truth> &storm, const QList<connectors::TextRequest> &texts);
    [[nodiscard]] std::unique_ptr<Station> station(const QString &id, int firstText = 1)
    {
        return std::make_unique<Station>(*m_place, m_clock, m_office, id, firstText);
    }
    [[nodiscard]] QString value(const QString &sql) { return test::valueOf(*m_database, sql); }
    [[nodiscard]] int count(const QString &what) { return value(u"SELECT COUNT(*) FROM "_s + what).toInt(); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    QList<store::InboxEvent> m_arrived;
};

void TestRecovery::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
}

void TestRecovery::cleanup()
{
    m_database.reset();
    m_place.reset();
}

// 500 calls within two minutes, of some 400 callers; one in ten is answered. Of every fifth no webhook about its end arrives, and of most of these
// none at all.
QList<Truth> TestRecovery::storm(quint32 seed)
{
    static const QStringList areas = {u"+12145550"_s, u"+14695550"_s, u"+19725550"_s, u"+18175550"_s};
    QRandomGenerator dice(seed);
    QList<Truth> calls;
    for (int i = 0; i < 500; ++i) {
        Truth truth;
        const Instant began = m_clock.now() + Milliseconds(dice.bounded(100'000));
        truth.isMissed = dice.bounded(10) != 0;
        truth.call = {.id = u"CA%1"_s.arg(i, 32, 10, QChar(u'0')),
                      .signal = truth.isMissed ? CallSignal::Missed : CallSignal::Answered,
                      .caller = areas[dice.bounded(areas.size())] + QString::number(dice.bounded(100, 200)),
                      .startedAt = began,
                      .endedAt = began + 3s + Milliseconds(dice.bounded(20'000))};
        truth.isPushed = dice.bounded(5) != 0;
        truth.ringingIsPushed = truth.isPushed || dice.bounded(4) == 0;
        calls.append(truth);
    }
    std::sort(calls.begin(), calls.end(), [](const Truth &a, const Truth &b) { return a.call.endedAt < b.call.endedAt; });
    return calls;
}

void TestRecovery::push(const Truth &truth)
{
    const test::Fields from = {{u"From"_s, truth.call.caller}};
    if (truth.ringingIsPushed)
        arrives(test::voiceForm(truth.call.id, u"ringing"_s, from), truth.call.startedAt);
    if (!truth.isPushed)
        return;
    if (truth.isMissed)
        arrives(test::voiceForm(truth.call.id, u"no-answer"_s, from), m_clock.now());
    else
        arrives(test::voiceForm(truth.call.id, u"in-progress"_s,
                                from + test::Fields{{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"94"_s}}),
                m_clock.now());
}

void TestRecovery::checkStorm(const QList<Truth> &storm, const QList<connectors::TextRequest> &texts)
{
    QCOMPARE(count(u"inbox WHERE state <> 'done'"_s), 0);
    QCOMPARE(count(u"calls"_s), static_cast<int>(storm.size())); // none doubled, none lost
    int recovered = 0;
    int lost = 0;
    QHash<QString, int> missedOf;
    for (const Truth &truth : storm) {
        const QStringList row =
            test::rowsOf(*m_database,
                         u"SELECT verdict, reported_by, CASE WHEN follow_up_id IS NULL THEN '-' ELSE 'case' END, reasons"
                         " FROM calls WHERE provider_call_id = ?"_s,
                         {truth.call.id});
        QCOMPARE(row.size(), 1);
        const QStringList fields = row.first().split(u' ');
        QCOMPARE(fields[0], truth.isMissed ? u"missed"_s : u"answered"_s);
        const bool neverReachedUs = !truth.isPushed && !truth.ringingIsPushed;
        lost += neverReachedUs ? 1 : 0;
        QCOMPARE(fields[1], neverReachedUs ? u"log"_s : u"event"_s);
        QVERIFY2(!truth.isMissed || !fields[3].isEmpty(), qPrintable(truth.call.id)); // why, in any case
        if (truth.isMissed) {
            recovered += neverReachedUs ? 1 : 0;
            // A case, or a reason against one.
            const QString why = fields[3];
            QVERIFY2(fields[2] == u"case"_s || why == u"too_short"_s || why == u"answered_later"_s || why == u"own_number"_s,
                     qPrintable(truth.call.id + u' ' + why));
            if (fields[2] == u"case"_s)
                ++missedOf[truth.call.caller];
        }
    }
    QVERIFY(lost > 50); // the storm was one
    QCOMPARE(count(u"calls WHERE reported_by = 'log'"_s), lost);
    QCOMPARE(count(u"audit WHERE action = 'call_recovered'"_s), recovered);
    QCOMPARE(count(u"audit WHERE action = 'call_missed'"_s),
             static_cast<int>(std::count_if(storm.cbegin(), storm.cend(), [](const Truth &truth) { return truth.isMissed; })));
    // One open case a caller at most, one task a case, and one text a caller.
    QCOMPARE(count(u"(SELECT contact_id FROM follow_ups WHERE state = 'open' GROUP BY contact_id HAVING COUNT(*) > 1) AS twice"_s), 0);
    QCOMPARE(count(u"follow_ups f WHERE NOT EXISTS (SELECT 1 FROM callback_tasks t WHERE t.follow_up_id = f.id)"_s), 0);
    QSet<QString> texted;
    for (const connectors::TextRequest &text : texts) {
        QVERIFY2(!texted.contains(text.to.e164()), qPrintable(text.to.e164()));
        texted.insert(text.to.e164());
    }
    for (auto caller = missedOf.cbegin(); caller != missedOf.cend(); ++caller) {
        // Texted, or it is said why not: several short calls are for a person, and who was spoken to needs no text.
        const QString why =
            test::rowsOf(*m_database, u"SELECT f.reasons FROM follow_ups f JOIN contacts c ON c.id = f.contact_id WHERE c.number = ?"_s,
                         {caller.key()})
                .join(u' ');
        QVERIFY2(texted.contains(caller.key()) || why.contains(u"repeated_short_calls"_s) || why.contains(u"answered_later"_s) ||
                     why.contains(u"do_not_text"_s),
                 qPrintable(caller.key() + u' ' + why));
    }
    const audit::Verification chain = must(audit::verify(*m_database));
    QVERIFY(!chain.firstBad);
}

void TestRecovery::aStormThatLosesWebhooks_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1u, 2u, 3u})
        QTest::addRow("seed %u", seed) << seed;
}

void TestRecovery::aStormThatLosesWebhooks()
{
    QFETCH(quint32, seed);

    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work(); // reads the list for the first time
    const QList<Truth> calls = storm(seed);
    for (const Truth &truth : calls)
        engine->phone->list(eventOf(truth.call));
    for (qsizetype i = 0; i < calls.size(); ++i) {
        m_clock.set(std::max(m_clock.now(), calls[i].call.endedAt));
        push(calls[i]);
        if (i % 10 == 0) {
            flush();
            engine->work();
        }
    }
    flush();
    engine->work();
    m_clock.advance(LogReader::usually);
    engine->work();
    checkStorm(calls, engine->phone->texts());
}

// Two programs share the office. The one that reads the list is killed with the answer in its hands.
void TestRecovery::twoEnginesOfWhichOneDiesReading()
{
    std::unique_ptr<Station> one = station(u"one"_s);
    const std::unique_ptr<Station> two = station(u"two"_s, 10'001);
    one->work();
    two->work();
    const QList<Truth> calls = storm(4);
    for (const Truth &truth : calls) {
        one->phone->list(eventOf(truth.call));
        two->phone->list(eventOf(truth.call));
    }
    for (qsizetype i = 0; i < calls.size(); ++i) {
        m_clock.set(std::max(m_clock.now(), calls[i].call.endedAt));
        push(calls[i]);
        if (i % 10 == 0) {
            flush();
            (i % 20 == 0 ? one : two)->work();
        }
    }
    flush();
    one->work();
    two->work();
    QList<connectors::TextRequest> texts = one->phone->texts();

    m_clock.advance(LogReader::usually);
    one->phone->hold();
    one->work();
    QVERIFY(one->phone->held() > 0); // it is reading
    texts = one->phone->texts();
    one.reset();
    two->work();
    m_clock.advance(10s); // its lease
    two->work();
    m_clock.advance(20s); // of the calls that had just ended then
    two->work();
    checkStorm(calls, texts + two->phone->texts());
}

void TestRecovery::aCallFoundLateIsNotToldThatWeJustMissedIt()
{
    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    pushed(test::voiceForm(u"CA0"_s, u"no-answer"_s, {{u"From"_s, u"+12145550199"_s}}));
    const Instant ended = m_clock.now() + 20s;
    engine->phone->list(eventOf({.id = u"CA1"_s, .startedAt = m_clock.now(), .endedAt = ended}));
    m_clock.advance(1h); // the computer slept
    engine->work();
    const QString call = u"SELECT %1 FROM calls WHERE provider_call_id = 'CA1'"_s;
    QCOMPARE(value(call.arg(u"verdict || ' ' || reported_by"_s)), u"missed log"_s);
    QCOMPARE(value(call.arg(u"started_at"_s)).toLongLong(), toMs(ended - 20s));
    QCOMPARE(value(call.arg(u"ended_at"_s)).toLongLong(), toMs(ended + 999ms));
    QVERIFY(value(call.arg(u"reasons"_s)).contains(u"no_longer_true"_s));
    QCOMPARE(value(u"SELECT t.due_at FROM callback_tasks t JOIN calls c ON c.follow_up_id = t.follow_up_id"
                   " WHERE provider_call_id = 'CA1'"_s)
                 .toLongLong(),
             toMs(ended + 999ms + 30min));
    for (const connectors::TextRequest &text : engine->phone->texts())
        QVERIFY2(text.to.e164() != u"+12145550123"_s, qPrintable(text.body)); // the playbook has no words that are true an hour later
}

void TestRecovery::whoWasSpokenToSinceIsLeftAlone_data()
{
    QTest::addColumn<bool>("weCalled");
    QTest::addColumn<QString>("reason");
    QTest::newRow("the caller rang again") << false << u"answered_later"_s;
    QTest::newRow("we called") << true << u"we_called"_s;
}

void TestRecovery::whoWasSpokenToSinceIsLeftAlone()
{
    QFETCH(bool, weCalled);
    QFETCH(QString, reason);

    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    engine->phone->list(eventOf({.id = u"CA1"_s, .startedAt = m_clock.now(), .endedAt = m_clock.now() + 20s}));
    m_clock.advance(50s);
    if (weCalled) {
        const test::Fields ours = {{u"Direction"_s, u"outbound-api"_s}, {u"From"_s, u"+12145550100"_s}, {u"To"_s, u"+12145550123"_s}};
        pushed(test::voiceForm(u"CA2"_s, u"completed"_s, ours + test::Fields{{u"CallDuration"_s, u"60"_s}}));
    } else {
        pushed(test::voiceForm(u"CA2"_s, u"in-progress"_s, {{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"9"_s}}));
    }
    engine->work();
    m_clock.advance(40s);
    engine->work();
    QCOMPARE(value(u"SELECT verdict || ' ' || reasons FROM calls WHERE provider_call_id = 'CA1'"_s), u"missed "_s + reason);
    QCOMPARE(count(u"follow_ups"_s), 0);
    QCOMPARE(engine->phone->texts().size(), 0);
}

void TestRecovery::whatTheWebhooksLeftOpenIsJudged_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("after");
    QTest::newRow("the end was lost, missed") << u"ringing"_s << u"pending"_s << static_cast<int>(CallSignal::Missed) << u"missed"_s;
    QTest::newRow("the end was lost, answered") << u"ringing"_s << u"pending"_s << static_cast<int>(CallSignal::Answered) << u"answered"_s;
    QTest::newRow("not known, missed") << u"completed"_s << u"unclear"_s << static_cast<int>(CallSignal::Missed) << u"missed"_s;
    QTest::newRow("not known, answered") << u"completed"_s << u"unclear"_s << static_cast<int>(CallSignal::Answered) << u"answered"_s;
}

void TestRecovery::whatTheWebhooksLeftOpenIsJudged()
{
    QFETCH(QString, status);
    QFETCH(QString, before);
    QFETCH(int, signal);
    QFETCH(QString, after);

    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    pushed(test::voiceForm(u"CA1"_s, status));
    engine->work();
    engine->phone->list(
        eventOf({.id = u"CA1"_s, .signal = static_cast<CallSignal>(signal), .startedAt = m_clock.now(), .endedAt = m_clock.now() + 20s}));
    m_clock.advance(30s);
    engine->work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), before);
    m_clock.advance(30s);
    engine->work();
    QCOMPARE(value(u"SELECT verdict || ' ' || reported_by FROM calls"_s), after + u" event"_s); // it had been heard of
    QCOMPARE(count(u"audit WHERE action = 'call_recovered'"_s), 0);
    QCOMPARE(engine->phone->texts().size(), after == u"missed"_s ? 1 : 0);
}

void TestRecovery::whereNothingIsPushedNothingWasLost()
{
    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    m_clock.advance(60s);
    engine->phone->list(eventOf({.id = u"CA1"_s, .startedAt = m_clock.now() - 50s, .endedAt = m_clock.now() - 30s}));
    engine->work();
    QCOMPARE(value(u"SELECT verdict || ' ' || reported_by FROM calls"_s), u"missed log"_s);
    QCOMPARE(count(u"audit WHERE action = 'call_recovered'"_s), 0);
    QCOMPARE(
        must(store::CallGateway(*m_database).recoveredSince(m_clock.now() - 24h, m_clock.now() - store::PulseGateway::pushesWithin, 10)),
        0);
    QCOMPARE(engine->phone->texts().size(), 1);
}

// It ended five seconds before the list was read, and its webhook arrives ten seconds after.
void TestRecovery::aWebhookThatIsLateIsNotCalledLost()
{
    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    pushed(test::voiceForm(u"CA0"_s, u"no-answer"_s, {{u"From"_s, u"+12145550199"_s}}));
    m_clock.advance(60s);
    engine->phone->list(eventOf({.id = u"CA1"_s, .startedAt = m_clock.now() - 25s, .endedAt = m_clock.now() - 5s}));
    engine->work();
    QCOMPARE(count(u"calls"_s), 1);
    m_clock.advance(10s);
    pushed(test::voiceForm(u"CA1"_s, u"no-answer"_s));
    engine->work();
    m_clock.advance(10s);
    engine->work();
    QCOMPARE(count(u"inbox WHERE state <> 'done'"_s), 0);
    QCOMPARE(count(u"calls WHERE reported_by = 'log'"_s), 0);
    QCOMPARE(engine->phone->texts().size(), 2);
}

void TestRecovery::theListKnowsOfAVoicemail()
{
    const std::unique_ptr<Station> engine = station(u"one"_s);
    engine->work();
    pushed(test::voiceForm(u"CA1"_s, u"ringing"_s));
    m_clock.advance(2s);
    pushed(test::voiceForm(u"CA1"_s, u"no-answer"_s));
    engine->work();
    QCOMPARE(value(u"SELECT reasons FROM calls"_s), u"too_short"_s);
    engine->phone->list(eventOf({.id = u"CA1"_s,
                                 .startedAt = m_clock.now() - 2s,
                                 .endedAt = m_clock.now() + 14s,
                                 .voicemail = 14s,
                                 .transcript = u"The roof leaks."_s}));
    m_clock.advance(60s);
    engine->work();
    QCOMPARE(value(u"SELECT length_ms || ' ' || transcript FROM voicemails"_s), u"14000 The roof leaks."_s);
    QCOMPARE(value(u"SELECT provider_reason FROM calls"_s), u"voicemail"_s);
    QCOMPARE(count(u"follow_ups WHERE state = 'open'"_s), 1); // who speaks to a machine is in earnest
    QCOMPARE(engine->phone->texts().size(), 1);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
