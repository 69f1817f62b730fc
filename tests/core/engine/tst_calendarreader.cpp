#include "engine/calendarreader.h"
#include "store/pulsegateway.h"
#include "support/fakecalendar.h"
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
using calls::BusyKind;
using calls::BusyTime;
using connectors::BusyTimes;
using ringback::test::FakeCalendar;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using store::CalendarRead;

namespace {

const QString calendar = u"dana-work"_s;
const Instant noon = test::instantOf(u"2026-11-20T18:00:00Z"_s);

// One engine's reader, with a database connection of its own.
struct Station {
    Station(const test::TestDatabase &place, const Clock &clock, const Office &office, const QString &id)
        : database(place.open())
        , reader(*database, clock, id)
    {
        use(office);
    }
    ~Station() { system->release(); } // nothing may wait for an answer longer than the reader lives

    void use(const Office &office) { reader.setAccesses({{calendar, {.calendar = system, .abilities = system->can}}}, office.setup); }

    std::unique_ptr<store::Database> database;
    std::shared_ptr<FakeCalendar> system = std::make_shared<FakeCalendar>();
    CalendarReader reader;
};

Error error(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .what = what};
}

} // namespace

class TestCalendarReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void knowsWhatIsBusy();
    void asksForThePerson();
    void unchangedCostsNothing();
    void unchangedSaysNothingOfDaysNobodyAskedFor();
    void anotherQuestionIsAnotherCursor();
    void howOften_data();
    void howOften();
    void keepsWhatItKnew();
    void toldOnce_data();
    void toldOnce();
    void whatCannotBe_data();
    void whatCannotBe();
    void oneAtATime();
    void takesOverFromTheDead();
    void whoLostTheLeaseStoresNothing();
    void aMendedOneIsReadAtOnce();
    void somebodyAsksForARead();
    void whenTheClockWasSetBack();
    void removedMeanwhile();
    void onlyWhatIsToBeRead();
    void stopsTaking();
    void outlivedByACalendar();

private:
    // What was begun in this turn is recorded in the next.
    void turn(Station &station)
    {
        must(station.reader.turn(m_office));
        must(station.reader.turn(m_office));
    }
    [[nodiscard]] CalendarRead read() { return must(store::CalendarReadGateway(*m_database).find(calendar)).value(); }
    [[nodiscard]] QList<BusyTime> busy()
    {
        return must(store::CalendarReadGateway(*m_database).busy(calendar, noon - 400 * 24h, noon + 400 * 24h));
    }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT action, subject FROM audit WHERE action LIKE 'calendar_%' ORDER BY sequence"_s);
    }
    [[nodiscard]] store::Pulse pulse() { return must(store::PulseGateway(*m_database).all()).value(0); }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
};

void TestCalendarReader::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(noon);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.calendars = {{.id = calendar,
                            .staff = u"dana"_s,
                            .account = settings::CalDavAccount{.address = u"https://dav.example.com/"_s,
                                                               .user = u"dana@example.com"_s,
                                                               .passwordSecret = u"dana-dav"_s,
                                                               .calendar = {}},
                            .leaveWords = {u"PTO"_s}}};
        setup.staff[1].email = u"dana@summit.example"_s;
        setup.staff[1].timeZone = "America/Denver";
    });
}

void TestCalendarReader::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestCalendarReader::knowsWhatIsBusy()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    const BusyTime meeting{noon + 1h, noon + 2h, BusyKind::Busy};
    const BusyTime leave{noon + 24h, noon + 48h, BusyKind::Leave};
    one.system->book->setBusy({meeting, leave});
    turn(one);
    QCOMPARE(busy(), (QList{meeting, leave}));
    QCOMPARE(read().staff, u"dana"_s);
    QCOMPARE(read().readAt, m_clock.now());
    QCOMPARE(read().knownFrom, noon - 1h);
    QVERIFY(*read().knownTo >= noon + 14 * 24h);
    QCOMPARE(one.reader.nextDue(), m_clock.now() + 30s); // it is looked whether somebody asks for it earlier
    QCOMPARE(pulse().connection, calendar);
    QCOMPARE(pulse().lastSuccessAt, m_clock.now());

    const BusyTime moved{noon + 3h, noon + 4h, BusyKind::Tentative};
    one.system->book->setBusy({moved, leave});
    m_clock.advance(2min - 1ms);
    turn(one);
    QCOMPARE(one.system->queries.size(), 1);
    m_clock.advance(1ms);
    turn(one);
    QCOMPARE(busy(), (QList{moved, leave}));
    one.system->book->setBusy({});
    m_clock.advance(2min);
    turn(one);
    QVERIFY(busy().isEmpty());
    QCOMPARE(read().readAt, m_clock.now());
    QVERIFY(audited().isEmpty());
}

void TestCalendarReader::asksForThePerson()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    const connectors::BusyQuery query = one.system->queries.value(0);
    QCOMPARE(query.from, noon - 1h);
    QVERIFY(query.to >= noon + 14 * 24h);
    QCOMPARE(query.zone, QByteArray("America/Denver"));
    QCOMPARE(query.leaveWords, QStringList{u"PTO"_s});
    QCOMPARE(query.addresses, (QStringList{u"dana@summit.example"_s, u"dana@example.com"_s}));
    QCOMPARE(query.ownEntries, u"@callback.ringback"_s);
    QCOMPARE(query.cursor, QByteArray());
}

void TestCalendarReader::unchangedCostsNothing()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    const BusyTime meeting{noon + 1h, noon + 2h, BusyKind::Busy};
    one.system->book->setBusy({meeting});
    turn(one);
    const std::optional<Instant> knownTo = read().knownTo;
    m_clock.advance(2min);
    turn(one);
    QCOMPARE(one.system->queries.size(), 2);
    QCOMPARE(one.system->queries.last().cursor, QByteArray("v2"));
    QCOMPARE(busy(), QList{meeting});
    QCOMPARE(read().readAt, m_clock.now());
    QCOMPARE(read().knownTo, knownTo); // nobody has looked further
}

void TestCalendarReader::unchangedSaysNothingOfDaysNobodyAskedFor()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    const BusyTime later{noon + 25 * 24h, noon + 26 * 24h, BusyKind::Leave}; // beyond what is asked for now
    one.system->book->setBusy({later});
    turn(one);
    QVERIFY(busy().isEmpty());
    for (int day = 0; day < 12; ++day) {
        m_clock.advance(24h);
        turn(one);
        QVERIFY(*read().knownTo >= m_clock.now() + 14 * 24h); // two weeks are always known whole
    }
    QCOMPARE(busy(), QList{later}); // though nothing has changed
}

void TestCalendarReader::anotherQuestionIsAnotherCursor()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_office.setup.calendars.first().leaveWords = {u"Vacation"_s};
    one.use(m_office);
    turn(one); // at once
    QCOMPARE(one.system->queries.size(), 2);
    QCOMPARE(one.system->queries.last().cursor, QByteArray()); // all is read anew
    m_clock.advance(2min);
    turn(one);
    QCOMPARE(one.system->queries.last().cursor, QByteArray("v1"));
}

void TestCalendarReader::howOften_data()
{
    QTest::addColumn<bool>("trails");
    QTest::addColumn<int>("setup");
    QTest::addColumn<int>("hint");
    QTest::addColumn<int>("expected");
    QTest::newRow("a calendar") << false << 0 << 0 << 120;
    QTest::newRow("a calendar goes by no hint") << false << 0 << 86'400 << 120;
    QTest::newRow("a feed") << true << 0 << 0 << 900;
    QTest::newRow("a feed's publisher knows") << true << 0 << 3'600 << 3'600;
    QTest::newRow("not too often") << true << 0 << 60 << 300;
    QTest::newRow("not too rarely") << true << 0 << 86'400 << 21'600;
    QTest::newRow("as the setup says") << true << 60 << 3'600 << 60;
    QTest::newRow("not without end") << false << 1 << 0 << 5;
}

void TestCalendarReader::howOften()
{
    QFETCH(bool, trails);
    QFETCH(int, setup);
    QFETCH(int, hint);
    QFETCH(int, expected);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->can.trails = trails;
    if (hint > 0)
        one.system->hint = std::chrono::seconds(hint);
    m_office.setup.calendars.first().pollEvery = std::chrono::seconds(setup);
    one.use(m_office);
    turn(one);
    QCOMPARE(read().dueAt, m_clock.now() + std::chrono::seconds(expected));
}

void TestCalendarReader::keepsWhatItKnew()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    const BusyTime meeting{noon + 1h, noon + 2h, BusyKind::Busy};
    one.system->book->setBusy({meeting});
    turn(one);
    const Instant known = m_clock.now();
    one.system->setDead(true);
    Milliseconds last = 0ms;
    for (int i = 0; i < 8; ++i) {
        m_clock.set(read().dueAt);
        turn(one);
        const Milliseconds pause = read().dueAt - m_clock.now();
        QVERIFY2(pause >= last && pause <= 10min, qPrintable(QString::number(pause.count())));
        last = pause;
    }
    QCOMPARE(last, 10min);
    QCOMPARE(read().failures, 8);
    QCOMPARE(read().readAt, known); // how old that may be is not decided here
    QCOMPARE(busy(), QList{meeting});
    QCOMPARE(pulse().lastFailure, u"not_reached"_s);
    one.system->setDead(false);
    m_clock.set(read().dueAt);
    turn(one);
    QCOMPARE(read().failures, 0);
    QCOMPARE(read().readAt, m_clock.now());
}

void TestCalendarReader::toldOnce_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("failures"); // before anybody is told
    QTest::addColumn<QString>("code");
    QTest::newRow("not reached") << ErrorKind::Transient << u"time-out"_s << 3 << u"not_reached"_s;
    QTest::newRow("too many requests") << ErrorKind::Transient << u"rate_limited"_s << 3 << u"rate_limited"_s;
    QTest::newRow("a wrong password") << ErrorKind::Refused << u"401"_s << 1 << u"no_right"_s;
    QTest::newRow("the sign-in was withdrawn") << ErrorKind::Refused << u"revoked"_s << 1 << u"not_signed_in"_s;
    QTest::newRow("not a calendar") << ErrorKind::Invalid << u"HTML"_s << 1 << u"not_readable"_s;
    QTest::newRow("no such calendar") << ErrorKind::NotFound << u"404"_s << 1 << u"no_such_calendar"_s;
}

void TestCalendarReader::toldOnce()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QString, what);
    QFETCH(int, failures);
    QFETCH(QString, code);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    const QStringList unreadable{u"calendar_unreadable calendar:dana-work"_s};
    for (int i = 1; i <= 5; ++i) {
        one.system->busyNext(tl::unexpected<Error>(error(kind, what)));
        turn(one);
        QCOMPARE(audited(), i < failures ? QStringList() : unreadable);
        m_clock.set(read().dueAt);
    }
    QVERIFY(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'calendar_unreadable'"_s).contains(u'"' + code + u'"'));
    QVERIFY(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'calendar_unreadable'"_s).contains(u"\"dana\""_s));
    QCOMPARE(pulse().lastFailure, code);
    turn(one);
    QCOMPARE(audited(), unreadable + QStringList{u"calendar_readable calendar:dana-work"_s});
    m_clock.set(read().dueAt);
    turn(one);
    QCOMPARE(audited().size(), 2);
}

void TestCalendarReader::whatCannotBe_data()
{
    QTest::addColumn<BusyTimes>("times");
    QTest::newRow("it ends before it begins") << BusyTimes{.busy = {{noon + 2h, noon + 1h, BusyKind::Busy}}};
    QTest::newRow("unchanged since nothing") << BusyTimes{.unchanged = true};
    QTest::newRow("a cursor without end") << BusyTimes{.cursor = QByteArray(5'000, 'x')};
    QTest::newRow("more than anybody's day has") << BusyTimes{.busy = QList<BusyTime>(20'001, {noon, noon + 1h, BusyKind::Busy})};
}

void TestCalendarReader::whatCannotBe()
{
    QFETCH(BusyTimes, times);
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->busyNext(times);
    turn(one);
    QCOMPARE(read().failures, 1);
    QCOMPARE(read().readAt, std::nullopt);
    QVERIFY(busy().isEmpty());
    QCOMPARE(pulse().lastFailure, u"not_readable"_s);
}

void TestCalendarReader::oneAtATime()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    one.system->hold();
    must(one.reader.turn(m_office));
    turn(two);
    QCOMPARE(one.system->queries.size(), 1);
    QCOMPARE(two.system->queries.size(), 0);
    m_clock.advance(8s);
    must(one.reader.heartbeat(m_office));
    m_clock.advance(8s); // more than a lease since it began
    turn(two);
    QCOMPARE(two.system->queries.size(), 0);
    one.system->release();
    turn(one);
    turn(two);
    QCOMPARE(two.system->queries.size(), 0); // it has been read
    m_clock.advance(2min);
    turn(two);
    turn(one);
    QCOMPARE(one.system->queries.size() + two.system->queries.size(), 2);
}

void TestCalendarReader::takesOverFromTheDead()
{
    {
        Station one(*m_place, m_clock, m_office, u"one"_s);
        one.system->hold();
        must(one.reader.turn(m_office));
    }
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    QCOMPARE(two.system->queries.size(), 0); // the lease of the dead one runs
    QCOMPARE(two.reader.nextDue(), m_clock.now() + m_office.setup.engine.lease);
    m_clock.advance(m_office.setup.engine.lease);
    turn(two);
    QCOMPARE(two.system->queries.size(), 1);
    QCOMPARE(read().readAt, m_clock.now());
}

void TestCalendarReader::whoLostTheLeaseStoresNothing()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->book->setBusy({{noon + 1h, noon + 2h, BusyKind::Busy}});
    one.system->hold();
    must(one.reader.turn(m_office));
    m_clock.advance(m_office.setup.engine.lease);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    QVERIFY(busy().isEmpty());
    one.system->release();
    QCOMPARE(must(one.reader.turn(m_office)), 0);
    QVERIFY(busy().isEmpty()); // what is newer stays
    QCOMPARE(one.reader.inFlight(), 0);
}

void TestCalendarReader::aMendedOneIsReadAtOnce()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    for (int i = 0; i < 6; ++i) {
        one.system->busyNext(tl::unexpected<Error>(error(ErrorKind::Refused, u"401"_s)));
        m_clock.advance(10min);
        turn(one);
    }
    QVERIFY(read().dueAt >= m_clock.now() + 5min);
    one.system = std::make_shared<FakeCalendar>(); // as the engine opens it anew with another password
    one.use(m_office);
    turn(one);
    QCOMPARE(read().failures, 0);
    QCOMPARE(read().readAt, m_clock.now());
    one.use(m_office); // the office changed in something else
    turn(one);
    QCOMPARE(one.system->queries.size(), 1);
}

void TestCalendarReader::somebodyAsksForARead()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::CalendarReadGateway(*m_database).hasten(transaction, calendar, m_clock.now()));
    must(transaction.commit());
    m_clock.advance(30s);
    turn(one);
    QCOMPARE(one.system->queries.size(), 2);
}

void TestCalendarReader::whenTheClockWasSetBack()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    turn(one);
    m_clock.set(noon - 30 * 24h);
    Station two(*m_place, m_clock, m_office, u"two"_s);
    turn(two);
    QCOMPARE(two.system->queries.size(), 1);
    QCOMPARE(read().readAt, m_clock.now());
}

void TestCalendarReader::removedMeanwhile()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->book->setBusy({{noon + 1h, noon + 2h, BusyKind::Busy}});
    one.system->hold();
    must(one.reader.turn(m_office));
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::CalendarReadGateway(*m_database).forget(transaction, calendar));
        must(transaction.commit());
    }
    m_office.setup.calendars.clear();
    one.reader.setAccesses({}, m_office.setup);
    one.system->release();
    must(one.reader.turn(m_office));
    QVERIFY(busy().isEmpty());
    QCOMPARE(one.reader.nextDue(), std::nullopt);
}

void TestCalendarReader::onlyWhatIsToBeRead()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    m_office.setup.calendars.first().reads = false;
    one.use(m_office);
    turn(one);
    m_office.setup.calendars.first().reads = true;
    one.system->can.reads = false;
    one.use(m_office);
    turn(one);
    QCOMPARE(one.system->queries.size(), 0);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
    one.reader.setAccesses({{calendar, {.calendar = nullptr, .abilities = {.reads = true}}}}, m_office.setup); // a secret is missing
    turn(one);
    QCOMPARE(one.reader.nextDue(), std::nullopt);
}

void TestCalendarReader::stopsTaking()
{
    Station one(*m_place, m_clock, m_office, u"one"_s);
    one.system->hold();
    QSignalSpy landed(&one.reader, &CalendarReader::landed);
    must(one.reader.turn(m_office));
    one.reader.stopTaking();
    QCOMPARE(one.reader.inFlight(), 1);
    one.reader.abandon();
    QCOMPARE(one.system->abandoned, 1);
    QCOMPARE(landed.size(), 1);
    QVERIFY(one.reader.hasLanded());
    QCOMPARE(must(one.reader.turn(m_office)), 1);
    m_clock.advance(1h);
    turn(one);
    QCOMPARE(one.system->queries.size(), 1);
}

void TestCalendarReader::outlivedByACalendar()
{
    auto one = std::make_unique<Station>(*m_place, m_clock, m_office, u"one"_s);
    const std::shared_ptr<FakeCalendar> system = one->system;
    system->hold();
    must(one->reader.turn(m_office));
    one->system = std::make_shared<FakeCalendar>(); // so that nobody releases it
    one.reset();
    system->release(); // whoever waited for it is no more
    QCOMPARE(system->held(), 0);
}

QTEST_GUILESS_MAIN(TestCalendarReader)
#include "tst_calendarreader.moc"
