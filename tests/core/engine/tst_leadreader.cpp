#include "engine/engine.h"
#include "engine/leadreader.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"
#include "support/fakeleadlist.h"
#include "support/leadoffice.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::LeadRecord;
using ringback::test::FakeLeadList;
using ringback::test::must;
using ringback::test::number;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using store::LeadRead;
using store::LeadReadKind;

namespace {

const QString jobber = u"jobber-main"_s;
const connectors::LeadAbilities onlyLists{.listsChanges = true};

// One engine's reader, with a database connection of its own.
struct Station {
    Station(const test::TestDatabase &place, const Clock &clock, const Office &office, const QString &id,
            const connectors::LeadAbilities &abilities = onlyLists)
        : database(place.open())
        , ids(qHash(id))
        , reader(*database, clock, ids, id)
    {
        use(office, abilities);
    }

    void use(const Office &office, const connectors::LeadAbilities &abilities = onlyLists)
    {
        reader.setAccesses({{jobber, {.system = system, .abilities = abilities}}}, office.setup);
    }

    std::unique_ptr<store::Database> database;
    IdSource ids;
    std::shared_ptr<FakeLeadList> system = std::make_shared<FakeLeadList>();
    LeadReader reader;
};

// Each with a number of its own.
LeadRecord person(int i)
{
    return {.id = u"C%1"_s.arg(i),
            .name = u"Name %1"_s.arg(i),
            .numbers = {number(u"+1%1"_s.arg((200 + i / 100) * 10'000'000LL + 5'550'100 + i % 100))},
            .emails = {u"c%1@example.com"_s.arg(i)}};
}

QList<LeadRecord> people(int count)
{
    QList<LeadRecord> list;
    for (int i = 0; i < count; ++i)
        list.append(person(i));
    return list;
}

} // namespace

class TestLeadReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theFirstPassGoesOnToTheEnd();
    void anotherEngineGoesOn();
    void aPersonStopsIt();
    void notKnownUntilItIsWhole();
    void changesAreReadNowAndThen();
    void asOftenAsTheSetupSays();
    void callersFollowWhatChanges();
    void onlyWhatTheSystemCan();
    void growingPauses();
    void problemWords_data();
    void problemWords();
    void pagesThatLeadNowhere_data();
    void pagesThatLeadNowhere();
    void whatCannotBeStoredIsTold();
    void oneAtATime();
    void takesOverFromTheDead();
    void whoLostTheLeaseStoresNothing();
    void whenTheClockWasSetBack();
    void stopsTaking();
    void outlivedByASystem();
    void aSystemThatIsGone();
    void inTheEngine();

private:
    // What was begun in this turn is recorded in the next.
    void turn(Station &station)
    {
        must(station.reader.turn(m_office));
        must(station.reader.turn(m_office));
    }
    [[nodiscard]] LeadRead read(LeadReadKind kind = LeadReadKind::Records)
    {
        return must(store::LeadReadGateway(*m_database).find(jobber, kind)).value();
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    void pause(bool paused)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        QVERIFY(must(store::LeadReadGateway(*m_database).setPaused(transaction, jobber, paused, m_clock.now())));
        must(transaction.commit());
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
};

void TestLeadReader::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office =
        test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) { setup.leadSystems = {test::jobberSystem(jobber)}; });
}

void TestLeadReader::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestLeadReader::theFirstPassGoesOnToTheEnd()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(10'000);
    one.system->total = 10'000;
    QCOMPARE(one.reader.nextDue(), Instant());
    QElapsedTimer timer;
    timer.start();
    int turns = 0;
    do
        must(one.reader.turn(m_office));
    while (*one.reader.nextDue() <= m_clock.now() && ++turns < 1'000); // nothing waits for a clock
    qInfo("the first pass over 10,000 people: %lld ms", timer.elapsed());
    QCOMPARE(one.system->cursors.size(), 100);
    QCOMPARE(QSet<QString>(one.system->cursors.cbegin(), one.system->cursors.cend()).size(), 100); // no page twice
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"10000"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_record_numbers"_s), u"10000"_s);
    QCOMPARE(read().seen, 10'000);
    QCOMPARE(read().total, 10'000);
    QCOMPARE(read().wholeAt, m_clock.now());
    QCOMPARE(read().cursor, u"10000"_s);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 60s);
    const QList<store::LeadIndexGateway::Known> known =
        must(store::LeadIndexGateway(*m_database).withNumber(person(9'999).numbers.first()));
    QCOMPARE(known.size(), 1);
    QCOMPARE(known.first().record.name, u"Name 9999"_s);
}

void TestLeadReader::anotherEngineGoesOn()
{
    const QList<LeadRecord> all = people(1'000);
    {
        Station one(*m_place, m_clock, m_office, u"one"_s);
        one.system->list = all;
        one.system->total = 1'000;
        for (int i = 0; i < 4; ++i) // the fourth page is under way when it dies
            must(one.reader.turn(m_office));
        QCOMPARE(one.system->cursors.last(), u"300"_s);
    }
    QCOMPARE(read().cursor, u"300"_s);
    QCOMPARE(read().seen, 300);
    QCOMPARE(read().wholeAt, std::nullopt);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    two.system->list = all;
    turn(two);
    QCOMPARE(two.system->cursors.size(), 0); // the lease of the dead one runs
    m_clock.advance(m_office.setup.engine.lease);
    for (int i = 0; i < 20; ++i)
        turn(two);
    QCOMPARE(two.system->cursors.first(), u"300"_s);
    QCOMPARE(two.system->cursors.size(), 7);
    QCOMPARE(read().seen, 1'000);
    QCOMPARE(read().total, 1'000);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"1000"_s);
    QVERIFY(read().wholeAt);
}

void TestLeadReader::aPersonStopsIt()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(500);
    must(one.reader.turn(m_office));
    pause(true);
    must(one.reader.turn(m_office)); // the page that was under way is stored
    QCOMPARE(one.system->cursors.size(), 1);
    QCOMPARE(read().seen, 100);
    QVERIFY(read().paused);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 5s);
    m_clock.advance(1h);
    turn(one);
    QCOMPARE(one.system->cursors.size(), 1);

    pause(false);
    m_clock.advance(5s);
    for (int i = 0; i < 10; ++i)
        must(one.reader.turn(m_office));
    QCOMPARE(one.system->cursors, (QStringList{QString(), u"100"_s, u"200"_s, u"300"_s, u"400"_s}));
    QVERIFY(read().wholeAt);
}

void TestLeadReader::notKnownUntilItIsWhole()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(150);
    must(one.reader.turn(m_office));
    QCOMPARE(read().wholeAt, std::nullopt);
    must(one.reader.turn(m_office));
    QCOMPARE(read().wholeAt, std::nullopt); // a page, and it was not the last
    QCOMPARE(read().total, std::nullopt);
    m_clock.advance(2s);
    must(one.reader.turn(m_office));
    QCOMPARE(read().wholeAt, m_clock.now());
    const store::Pulse pulse = must(store::PulseGateway(*m_database).all()).first();
    QCOMPARE(pulse.connection, jobber);
    QCOMPARE(pulse.lastSuccessAt, m_clock.now());
}

void TestLeadReader::changesAreReadNowAndThen()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(3);
    turn(one);
    const Instant whole = m_clock.now();
    m_clock.advance(60s - 1ms);
    turn(one);
    QCOMPARE(one.system->cursors.size(), 1);

    LeadRecord changed = person(1);
    changed.numbers = {number(u"+12145550199"_s)};
    one.system->list += {changed, {.id = u"C2"_s, .isGone = true}};
    m_clock.advance(1ms);
    turn(one);
    QCOMPARE(one.system->cursors, (QStringList{QString(), u"3"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT record_id, number FROM lead_record_numbers ORDER BY record_id"_s),
             (QStringList{u"C0 "_s + person(0).numbers.first().e164(), u"C1 +12145550199"_s}));
    QCOMPARE(read().cursor, u"5"_s);
    QCOMPARE(read().seen, 3); // of the first pass
    QCOMPARE(read().wholeAt, whole);

    Station two(*m_place, m_clock, m_office, u"two"_s); // a program that has just started waits its turn
    turn(two);
    QCOMPARE(two.system->cursors.size(), 0);
    QCOMPARE(two.reader.nextDue(), m_clock.now() + 60s);
}

void TestLeadReader::asOftenAsTheSetupSays()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    m_office.setup.leadSystems.first().pollEvery = 300s;
    one.use(m_office);
    turn(one);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 300s);
    m_office.setup.leadSystems.first().pollEvery = 1s;
    one.use(m_office);
    m_clock.advance(300s);
    turn(one);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 5s); // not without end
}

void TestLeadReader::callersFollowWhatChanges()
{
    IdSource ids(5);
    const store::ContactGateway contacts(*m_database);
    const auto meet = [&](int i, const QString &name) {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(contacts.findOrAdd(transaction,
                                {.id = ids.next<calls::ContactId>(m_clock.now()), .number = person(i).numbers.first(), .name = name},
                                m_clock.now()));
        must(transaction.commit());
    };
    const auto nameOf = [&](int i) {
        return must(contacts.find(person(i).numbers.first()))->name;
    };
    meet(0, {});
    meet(1, u"As we typed it"_s);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(3);
    turn(one);
    QCOMPARE(nameOf(0), u"Name 0"_s); // also somebody who called before the first pass came to them
    QCOMPARE(nameOf(1), u"As we typed it"_s);
    QVERIFY(!must(contacts.find(person(2).numbers.first()))); // whoever never called is not in our book

    for (int i = 0; i < 2; ++i) {
        LeadRecord changed = person(i);
        changed.name = u"Another name"_s;
        one.system->list.append(changed);
    }
    m_clock.advance(60s);
    turn(one);
    QCOMPARE(nameOf(0), u"Another name"_s);
    QCOMPARE(nameOf(1), u"As we typed it"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'caller_recognised' AND actor = 'lead_system:jobber-main'"_s), u"3"_s);

    one.system->list.append({.id = u"C0"_s, .numbers = person(0).numbers, .isGone = true});
    m_clock.advance(60s);
    turn(one);
    QCOMPARE(nameOf(0), u"Another name"_s);
}

void TestLeadReader::onlyWhatTheSystemCan()
{
    Station one(*m_place, m_clock, m_office, u"one"_s, {.findsByNumber = true, .writesTasks = true});
    turn(one);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
    QCOMPARE(one.system->requests(), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_reads"_s), u"0"_s);
}

void TestLeadReader::growingPauses()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(150);
    turn(one);
    turn(one);
    QCOMPARE(read().seen, 150);
    one.system->list += people(150);
    QList<Milliseconds> pauses;
    m_clock.advance(60s);
    for (int i = 0; i < 8; ++i) {
        one.system->errors.append({ErrorKind::Transient, u"no connection"_s});
        turn(one);
        QCOMPARE(read().failures, i + 1);
        QCOMPARE(read().lastError, u"no connection"_s);
        pauses.append(read().dueAt - m_clock.now());
        m_clock.set(read().dueAt);
    }
    QCOMPARE(pauses, (QList<Milliseconds>{15s, 30s, 60s, 120s, 240s, 480s, 600s, 600s}));
    QCOMPARE(read().cursor, u"150"_s);
    for (int i = 0; i < 3; ++i)
        turn(one);
    QCOMPARE(read().failures, 0);
    QCOMPARE(read().lastError, QString());
    QCOMPARE(read().cursor, u"300"_s);
}

void TestLeadReader::problemWords_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("told");
    QTest::addColumn<int>("pause");
    QTest::newRow("nobody there") << ErrorKind::Transient << u"connection refused"_s << u"not_reached"_s << 15;
    QTest::newRow("access was taken away") << ErrorKind::Refused << u"revoked: invalid_grant"_s << u"not_signed_in"_s << 15;
    QTest::newRow("a right is missing") << ErrorKind::Refused << u"no_right: read_clients"_s << u"no_right"_s << 15;
    QTest::newRow("not offered") << ErrorKind::Refused << u"this lead system does not offer that"_s << u"no_right"_s << 15;
    QTest::newRow("too many requests") << ErrorKind::Transient << u"rate_limited"_s << u"rate_limited"_s << 60;
    QTest::newRow("nonsense") << ErrorKind::Invalid << u"no JSON"_s << u"not_readable"_s << 15;
}

void TestLeadReader::problemWords()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QString, what);
    QFETCH(int, pause);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->errors.append({kind, what});
    turn(one);
    const store::Pulse pulse = must(store::PulseGateway(*m_database).all()).first();
    QTEST(pulse.lastFailure, "told");
    QCOMPARE(pulse.lastFailureAt, m_clock.now());
    QCOMPARE(read().lastError, what);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + std::chrono::seconds(pause));
    m_clock.advance(std::chrono::seconds(pause));
    turn(one);
    QCOMPARE(must(store::PulseGateway(*m_database).all()).first().lastFailure, QString());
}

void TestLeadReader::pagesThatLeadNowhere_data()
{
    QTest::addColumn<QString>("cursor");
    QTest::newRow("the same page for ever") << QString();
    QTest::newRow("a cursor without end") << QString(5'000, u'x');
}

void TestLeadReader::pagesThatLeadNowhere()
{
    QFETCH(QString, cursor);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->everyPage = connectors::LeadChanges{.records = people(1), .cursor = cursor, .isLast = false};
    turn(one);
    QCOMPARE(read().failures, 1);
    QVERIFY(!read().lastError.isEmpty());
    QCOMPARE(read().cursor, QString());
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"0"_s);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 15s);
}

void TestLeadReader::whatCannotBeStoredIsTold()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(transaction.change(u"CREATE UNIQUE INDEX no_two_alike ON lead_records (name)"_s));
    must(transaction.commit());
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = {person(0), {.id = u"C1"_s, .name = u"Name 0"_s}};
    turn(one);
    QCOMPARE(read().failures, 1);
    QVERIFY(!read().lastError.isEmpty());
    QCOMPARE(read().cursor, QString());
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"0"_s);
    one.system->list.removeLast();
    m_clock.advance(15s);
    turn(one);
    QCOMPARE(read().cursor, u"1"_s);
}

void TestLeadReader::oneAtATime()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    one.system->hold();
    must(one.reader.turn(m_office));
    QCOMPARE(one.reader.inFlight(), 1);
    must(two.reader.turn(m_office));
    QCOMPARE(two.system->cursors.size(), 0);
    m_clock.advance(m_office.setup.engine.lease - 1s);
    must(one.reader.heartbeat(m_office));
    m_clock.advance(2s);
    must(two.reader.turn(m_office)); // it is alive: a system may take its time
    QCOMPARE(two.system->cursors.size(), 0);
    one.system->release();
    QVERIFY(one.reader.hasLanded());
    QCOMPARE(one.reader.inFlight(), 0);
    QCOMPARE(must(one.reader.turn(m_office)), 1);
    QVERIFY(read().wholeAt);
}

void TestLeadReader::takesOverFromTheDead()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->hold();
    must(one.reader.turn(m_office));
    Station two(*m_place, m_clock, m_office, u"two"_s);
    must(two.reader.turn(m_office));
    QCOMPARE(two.reader.nextDue(), m_clock.now() + m_office.setup.engine.lease);
    m_clock.advance(m_office.setup.engine.lease);
    must(two.reader.turn(m_office));
    QCOMPARE(two.system->cursors.size(), 1);
}

void TestLeadReader::whoLostTheLeaseStoresNothing()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(1);
    one.system->hold();
    must(one.reader.turn(m_office));
    m_clock.advance(m_office.setup.engine.lease);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    two.system->hold();
    must(two.reader.turn(m_office));
    one.system->release();
    QCOMPARE(must(one.reader.turn(m_office)), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"0"_s);
    QCOMPARE(read().cursor, QString());
    two.system->release();
    QCOMPARE(must(two.reader.turn(m_office)), 1);
    QVERIFY(read().wholeAt);
}

void TestLeadReader::whenTheClockWasSetBack()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.advance(-24h);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    QCOMPARE(two.system->cursors.size(), 1);
    QCOMPARE(read().dueAt, m_clock.now() + 60s);
}

void TestLeadReader::stopsTaking()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->list = people(300);
    one.system->hold();
    must(one.reader.turn(m_office));
    one.reader.stopTaking();
    one.reader.abandon();
    QCOMPARE(one.system->abandoned, 1);
    must(one.reader.turn(m_office));
    QCOMPARE(read().seen, 100);
    QCOMPARE(one.reader.inFlight(), 0);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
    QCOMPARE(one.system->cursors.size(), 1);
}

void TestLeadReader::outlivedByASystem()
{
    std::shared_ptr<FakeLeadList> system;
    {
        Station one(*m_place, m_clock, m_office, u"one"_s);
        system = one.system;
        system->hold();
        must(one.reader.turn(m_office));
    }
    system->release();
    QCOMPARE(read().cursor, QString());
}

void TestLeadReader::aSystemThatIsGone()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->hold();
    must(one.reader.turn(m_office));
    one.reader.setAccesses({{jobber, {.system = nullptr, .abilities = onlyLists}}}, m_office.setup); // its secret was taken away
    one.system->release();
    must(one.reader.turn(m_office));
    QVERIFY(read().wholeAt);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
}

void TestLeadReader::inTheEngine()
{
    const auto system = std::make_shared<FakeLeadList>();
    system->list = people(250);
    Engine engine({.database = m_place->address(),
                   .writeTurn = nullptr,
                   .clock = m_clock,
                   .idSeed = 5,
                   .id = u"one"_s,
                   .senders = [](const auto &...) { return Sender(); },
                   .leadSystems = [&](const auto &...) { return system; },
                   .leadAbilities =
                       [](const auto &) {
                           return onlyLists;
                       }});
    QSignalSpy stopped(&engine, &Engine::stopped);
    engine.start();
    QTRY_VERIFY(read().wholeAt);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"250"_s);
    system->list.append(person(250));
    system->hold();
    m_clock.advance(60s);
    engine.wake();
    QTRY_COMPARE(system->cursors.size(), 4);
    engine.stop(); // waits for what is under way
    QVERIFY(stopped.isEmpty());
    system->release();
    QVERIFY(!stopped.isEmpty() || stopped.wait(15'000));
    QCOMPARE(read().cursor, u"251"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_records"_s), u"251"_s);
}

QTEST_GUILESS_MAIN(TestLeadReader)
#include "tst_leadreader.moc"
