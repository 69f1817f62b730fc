#include "base/time.h"
#include "engine/logreader.h"
#include "store/pulsegateway.h"
#include "support/fakephone.h"
#include "support/listedcall.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakePhone;
using ringback::test::instantOf;
using ringback::test::ListedCall;
using ringback::test::must;

namespace {

const QString connection = u"twilio-main"_s;

// One engine's reader, with a database connection of its own.
struct Station {
    Station(const test::TestDatabase &place, const Clock &clock, const Office &office, const QString &id, bool hasWebhooks = true)
        : database(place.open())
        , ids(qHash(id))
        , reader(*database, clock, ids, id)
    {
        phone->listNothing();
        use(office, hasWebhooks);
    }

    void use(const Office &office, bool hasWebhooks = true, const QSet<QString> &streamed = {})
    {
        reader.setSenders({{connection, Sender{.provider = phone, .statusCallback = {}, .mailer = nullptr, .hasWebhooks = hasWebhooks}}},
                          office.setup, streamed);
    }

    std::unique_ptr<store::Database> database;
    IdSource ids;
    std::shared_ptr<FakePhone> phone = std::make_shared<FakePhone>();
    LogReader reader;
};

} // namespace

class TestLogReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void readsAtTheStartAndThenNowAndThen();
    void oftenWhereNothingIsPushed_data();
    void oftenWhereNothingIsPushed();
    void whatIsReadIsStoredWithHowFar();
    void aWebhookMayStillBeOnItsWay();
    void callsFromBeforeAreNoneOfOurs();
    void whatCameSinceTheLastEventIsOurs();
    void notBeyondAHoliday();
    void atOnceAfterAGap();
    void aGapWhileReading();
    void atOnceAfterSleep();
    void whenTheClockWasSetBack();
    void growingPauses();
    void problemWords_data();
    void problemWords();
    void oneAtATime();
    void takesOverFromTheDead();
    void aLeaseIsKeptAlive();
    void whoLostTheLeaseStoresNothing();
    void stopsTaking();
    void outlivedByAProvider();
    void aConnectionThatIsGoneKeepsItsPlace();
    void badEventsKeepNothingBack();
    void saysWhatIsJudged();

private:
    // What was begun in this turn is recorded in the next.
    int turn(Station &station) { return must(station.reader.turn(m_office)) + must(station.reader.turn(m_office)); }
    [[nodiscard]] QString value(const QString &sql) { return test::valueOf(*m_database, sql); }
    [[nodiscard]] store::EventSource source() { return must(store::EventSourceGateway(*m_database).find(connection)).value(); }
    [[nodiscard]] ListedCall call(const QString &id, Instant endedAt) { return {.id = id, .startedAt = endedAt - 20s, .endedAt = endedAt}; }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
};

void TestLogReader::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
}

void TestLogReader::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestLogReader::readsAtTheStartAndThenNowAndThen()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    QCOMPARE(one.reader.nextDue(), Instant());
    turn(one);
    QCOMPARE(one.phone->reads().size(), 1);
    QCOMPARE(one.phone->reads().last().now, m_clock.now());
    QCOMPARE(one.phone->reads().last().cursor, QString());
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 60s);
    m_clock.advance(60s - 1ms);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 1);
    m_clock.advance(1ms);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 2);
    QCOMPARE(one.phone->reads().last().since, m_clock.now() - 60s);
    QCOMPARE(one.phone->reads().last().cursor, u"page-1"_s);

    Station two(*m_place, m_clock, m_office, u"two"_s); // a program that has just started reads, due or not
    turn(two);
    QCOMPARE(two.phone->reads().size(), 1);
}

void TestLogReader::oftenWhereNothingIsPushed_data()
{
    QTest::addColumn<bool>("webhooks");
    QTest::addColumn<bool>("streamed");
    QTest::addColumn<int>("configured");
    QTest::addColumn<int>("seconds");
    QTest::newRow("webhooks") << true << false << 0 << 60;
    QTest::newRow("a stream") << false << true << 0 << 60;
    QTest::newRow("neither") << false << false << 0 << 15;
    QTest::newRow("as the setup says") << true << false << 300 << 300;
    QTest::newRow("not without end") << true << false << 1 << 5;
}

void TestLogReader::oftenWhereNothingIsPushed()
{
    QFETCH(bool, webhooks);
    QFETCH(bool, streamed);
    QFETCH(int, configured);
    QFETCH(int, seconds);

    m_office.setup.connections.first().pollEvery = std::chrono::seconds(configured);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.use(m_office, webhooks, streamed ? QSet<QString>{connection} : QSet<QString>());
    turn(one);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + std::chrono::seconds(seconds));
}

void TestLogReader::whatIsReadIsStoredWithHowFar()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    one.phone->list(eventOf(call(u"C1"_s, m_clock.now() + 10s)));
    one.phone->list(eventOf(call(u"C2"_s, m_clock.now() + 30s)));
    const Instant started = m_clock.now() + 60s;
    m_clock.set(started);
    one.phone->hold();
    QCOMPARE(must(one.reader.turn(m_office)), 0);
    QCOMPARE(one.reader.inFlight(), 1);
    m_clock.advance(2s); // the provider takes its time
    one.phone->release();
    QCOMPARE(one.reader.inFlight(), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s);
    QCOMPARE(must(one.reader.turn(m_office)), 2);
    QCOMPARE(test::rowsOf(*m_database, u"SELECT kind, event_key FROM inbox ORDER BY id"_s),
             (QStringList{u"call_log log:C1"_s, u"call_log log:C2"_s}));
    QCOMPARE(source().cursor, u"page-2"_s);
    QCOMPARE(source().readUntil, started);
    QCOMPARE(source().dueAt, started + 60s);
    QCOMPARE(source().leaseUntil, std::nullopt);
    const store::Pulse pulse = must(store::PulseGateway(*m_database).all()).first();
    QCOMPARE(pulse.logReadAt, m_clock.now());
    QCOMPARE(pulse.rateLeft, 40);
    QCOMPARE(pulse.lastEventAt, std::nullopt); // nothing was pushed

    m_clock.advance(60s); // the same again, because of the overlap
    QCOMPARE(turn(one), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"2"_s);
}

void TestLogReader::aWebhookMayStillBeOnItsWay()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(60s);
    one.phone->list(eventOf(call(u"old"_s, m_clock.now() - 20s)));
    one.phone->list(eventOf(call(u"fresh"_s, m_clock.now() - 5s)));
    turn(one);
    const QString due = u"SELECT due_at FROM inbox WHERE event_key = '%1'"_s;
    QCOMPARE(value(due.arg(u"log:old"_s)).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(value(due.arg(u"log:fresh"_s)).toLongLong(), toMs(m_clock.now() + 15s));

    one.use(m_office, false); // nothing is pushed: nothing to wait for
    m_clock.advance(60s);
    one.phone->list(eventOf(call(u"polled"_s, m_clock.now() - 5s)));
    turn(one);
    QCOMPARE(value(due.arg(u"log:polled"_s)).toLongLong(), toMs(m_clock.now()));
}

// A day of calls is in the list when the connection is made: nobody is to be texted for yesterday.
void TestLogReader::callsFromBeforeAreNoneOfOurs()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->list(eventOf(call(u"before"_s, m_clock.now() - 1ms)));
    turn(one);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s);
    m_clock.advance(60s);
    one.phone->list(eventOf(call(u"after"_s, m_clock.now() - 30s)));
    turn(one);
    QCOMPARE(value(u"SELECT event_key FROM inbox"_s), u"log:after"_s);
}

// The program was off; its connection is older than its reading of lists.
void TestLogReader::whatCameSinceTheLastEventIsOurs()
{
    const Instant heard = m_clock.now() - 3h;
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::PulseGateway(*m_database).noteEvent(transaction, connection, heard));
        must(transaction.commit());
    }
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->list(eventOf(call(u"before"_s, heard - 1s)));
    one.phone->list(eventOf(call(u"after"_s, heard + 1s)));
    turn(one);
    QCOMPARE(one.phone->reads().first().since, heard);
    QCOMPARE(value(u"SELECT event_key FROM inbox"_s), u"log:after"_s);
}

void TestLogReader::notBeyondAHoliday()
{
    {
        Station one(*m_place, m_clock, m_office, u"one"_s);
        turn(one);
    }
    m_clock.advance(24h * 30);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    QCOMPARE(two.phone->reads().first().since, m_clock.now() - 24h * 7);
}

void TestLogReader::atOnceAfterAGap()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(10min); // so slowly do these turns come; it slept
    turn(one);
    m_clock.advance(20s);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 2);
    QSignalSpy wake(&one.reader, &LogReader::landed);
    const Instant gap = m_clock.now() - 5min;
    one.reader.readFrom(connection, gap + 1min);
    one.reader.readFrom(connection, gap);
    one.reader.readFrom(connection, gap + 2min);
    one.reader.readFrom(u"another"_s, gap);
    QCOMPARE(wake.size(), 3);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 3);
    QCOMPARE(one.phone->reads().last().since, gap);
    m_clock.advance(60s);
    turn(one);
    QCOMPARE(one.phone->reads().last().since, m_clock.now() - 60s);
}

void TestLogReader::aGapWhileReading()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->hold();
    turn(one);
    one.reader.readFrom(connection, m_clock.now() - 1min);
    one.phone->release();
    turn(one);
    QCOMPARE(one.phone->reads().size(), 2);
}

void TestLogReader::atOnceAfterSleep()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->failReadNext({.kind = ErrorKind::Transient, .what = u"away"_s});
    for (int failure = 0; failure < 8; ++failure) {
        turn(one);
        m_clock.advance(std::max<Milliseconds>(0ms, *one.reader.nextDue() - m_clock.now()));
        one.phone->failReadNext({.kind = ErrorKind::Transient, .what = u"away"_s});
    }
    turn(one);
    const qsizetype before = one.phone->reads().size();
    QVERIFY(*one.reader.nextDue() > m_clock.now() + 4min);
    m_clock.advance(2min);
    turn(one);
    QCOMPARE(one.phone->reads().size(), before); // it has its pause
    m_clock.advance(LogReader::slept + 1s); // the lid was shut
    turn(one);
    QCOMPARE(one.phone->reads().size(), before + 1);
}

void TestLogReader::whenTheClockWasSetBack()
{
    m_clock.advance(24h);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(-24h);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 2);
    m_clock.advance(60s);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 3);
}

void TestLogReader::growingPauses()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    QList<qint64> pauses;
    for (int failure = 0; failure < 9; ++failure) {
        one.phone->failReadNext({.kind = ErrorKind::Transient, .what = u"connection refused"_s});
        turn(one);
        QCOMPARE(source().failures, failure + 1);
        const Milliseconds pause = *one.reader.nextDue() - m_clock.now();
        pauses.append(pause.count() / 1'000);
        for (Milliseconds left = pause; left > 0ms; left -= 1min) { // turns go on meanwhile
            m_clock.advance(std::min<Milliseconds>(left, 1min));
            if (left > 1min)
                turn(one);
        }
    }
    QCOMPARE(pauses, (QList<qint64>{15, 30, 60, 120, 240, 480, 600, 600, 600}));
    QCOMPARE(one.phone->reads().size(), 9);
    QCOMPARE(source().cursor, QString());
    QCOMPARE(source().readUntil, instantOf(u"2026-11-20T18:00:00Z"_s)); // what was not read is still to be read
    QCOMPARE(must(store::PulseGateway(*m_database).all()).first().lastFailure, u"not_reached"_s);

    turn(one);
    QCOMPARE(source().failures, 0);
    QCOMPARE(one.phone->reads().last().since, instantOf(u"2026-11-20T18:00:00Z"_s));
    QCOMPARE(must(store::PulseGateway(*m_database).all()).first().lastFailure, QString());
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 60s);
}

void TestLogReader::problemWords_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("seconds");
    QTest::newRow("no right") << static_cast<int>(ErrorKind::Refused) << u"403 of the server"_s << u"no_right"_s << 15;
    QTest::newRow("expired, says the connector") << static_cast<int>(ErrorKind::Refused) << u"expired"_s << u"expired"_s << 15;
    QTest::newRow("away") << static_cast<int>(ErrorKind::Transient) << u"time-out"_s << u"not_reached"_s << 15;
    QTest::newRow("too often") << static_cast<int>(ErrorKind::Transient) << u"rate_limited"_s << u"rate_limited"_s << 60;
    QTest::newRow("not JSON") << static_cast<int>(ErrorKind::Invalid) << u"no list"_s << u"not_readable"_s << 15;
}

void TestLogReader::problemWords()
{
    QFETCH(int, kind);
    QFETCH(QString, what);
    QFETCH(QString, word);
    QFETCH(int, seconds);

    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->failReadNext({.kind = static_cast<ErrorKind>(kind), .what = what});
    turn(one);
    QCOMPARE(must(store::PulseGateway(*m_database).all()).first().lastFailure, word);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + std::chrono::seconds(seconds));
}

void TestLogReader::oneAtATime()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    one.phone->hold();
    turn(one);
    turn(two);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 1);
    QCOMPARE(two.phone->reads().size(), 0);
    QCOMPARE(two.reader.nextDue(), m_clock.now() + 10s); // the lease
    one.phone->release();
    turn(one);
    m_clock.advance(10s);
    turn(two); // it has just started, and reads for itself
    QCOMPARE(two.phone->reads().size(), 1);
    for (int minute = 0; minute < 10; ++minute) {
        m_clock.advance(60s);
        turn(one);
        turn(two);
    }
    QCOMPARE(one.phone->reads().size() + two.phone->reads().size(), 12);
}

void TestLogReader::takesOverFromTheDead()
{
    auto one = std::make_unique<Station>(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    m_clock.advance(60s);
    const ListedCall lost = call(u"C1"_s, m_clock.now() - 30s);
    two.phone->list(eventOf(lost));
    one->phone->hold();
    turn(*one);
    QCOMPARE(one->phone->reads().size(), 1);
    one.reset(); // killed in the middle of its read
    turn(two);
    QCOMPARE(two.phone->reads().size(), 1);
    m_clock.advance(10s);
    turn(two);
    QCOMPARE(two.phone->reads().size(), 2);
    QCOMPARE(value(u"SELECT event_key FROM inbox"_s), u"log:C1"_s);
}

void TestLogReader::aLeaseIsKeptAlive()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    one.phone->hold();
    turn(one);
    for (int beat = 0; beat < 20; ++beat) {
        m_clock.advance(2s);
        must(one.reader.heartbeat(m_office));
        turn(two);
    }
    QCOMPARE(two.phone->reads().size(), 0);
    one.phone->release();
    turn(one);
    QCOMPARE(source().cursor, u"page-1"_s);
}

void TestLogReader::whoLostTheLeaseStoresNothing()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    m_clock.advance(60s);
    one.phone->list(eventOf(call(u"C1"_s, m_clock.now() - 30s)));
    one.phone->hold();
    turn(one);
    m_clock.advance(11s); // it slept
    two.phone->hold();
    turn(two);
    QCOMPARE(two.phone->reads().size(), 2);
    one.phone->release();
    QCOMPARE(turn(one), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"0"_s); // the other reads the same
    QCOMPARE(source().cursor, u"page-1"_s);
    QVERIFY(source().leaseUntil);
    two.phone->release();
    turn(two);
    QCOMPARE(source().cursor, u"page-2"_s);
}

void TestLogReader::stopsTaking()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(60s);
    one.phone->list(eventOf(call(u"C1"_s, m_clock.now() - 30s)));
    one.phone->hold();
    turn(one);
    one.reader.stopTaking();
    one.phone->release();
    QCOMPARE(turn(one), 1); // what was read is stored
    m_clock.advance(60s);
    turn(one);
    QCOMPARE(one.phone->reads().size(), 2);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
}

void TestLogReader::outlivedByAProvider()
{
    std::shared_ptr<FakePhone> phone;
    {
        Station one(*m_place, m_clock, m_office, u"one"_s);
        phone = one.phone;
        phone->hold();
        turn(one);
    }
    QCOMPARE(phone->held(), 1);
    phone->release(); // answers nobody
    QVERIFY(!phone->reads().first().isJudged(u"C1"_s));
}

void TestLogReader::aConnectionThatIsGoneKeepsItsPlace()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.phone->hold();
    turn(one);
    one.reader.setSenders({}, m_office.setup, {});
    one.phone->release();
    turn(one);
    QCOMPARE(source().cursor, u"page-1"_s);
    QCOMPARE(source().leaseUntil, std::nullopt);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
}

// One that no database takes must not keep a call from its text.
void TestLogReader::badEventsKeepNothingBack()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(60s);
    calls::ProviderEvent withoutKey = eventOf(call(u"C1"_s, m_clock.now() - 30s));
    withoutKey.key.clear();
    calls::ProviderEvent endless = withoutKey;
    endless.key = QString(10'000, u'k');
    calls::ProviderEvent nothing = eventOf(call(u"C2"_s, m_clock.now() - 30s));
    nothing.payload = QByteArray("a\0b", 3) + '\xff';
    for (const calls::ProviderEvent &event : {withoutKey, endless, nothing, eventOf(call(u"C3"_s, m_clock.now() - 25s))})
        one.phone->list(event);
    QCOMPARE(turn(one), 2);
    QCOMPARE(test::rowsOf(*m_database, u"SELECT event_key FROM inbox ORDER BY id"_s), (QStringList{u"log:C2"_s, u"log:C3"_s}));
}

void TestLogReader::saysWhatIsJudged()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        for (const auto verdict : {calls::Verdict::Pending, calls::Verdict::Missed, calls::Verdict::Answered, calls::Verdict::Unclear}) {
            calls::Call call{.id = one.ids.next<calls::CallId>(m_clock.now()),
                             .connection = connection,
                             .providerCallId = calls::word(verdict),
                             .caller = test::number(u"+12145550123"_s),
                             .line = u"+12145550100"_s,
                             .startedAt = m_clock.now()};
            call.verdict = verdict;
            must(store::CallGateway(*m_database).insert(transaction, call));
        }
        must(transaction.commit());
    }
    turn(one);
    const auto &isJudged = one.phone->reads().first().isJudged;
    QVERIFY(isJudged(u"missed"_s));
    QVERIFY(isJudged(u"answered"_s));
    QVERIFY(!isJudged(u"unclear"_s));
    QVERIFY(!isJudged(u"pending"_s));
    QVERIFY(!isJudged(u"never heard of"_s));
}

QTEST_GUILESS_MAIN(TestLogReader)
#include "tst_logreader.moc"
