#include "audit/trail.h"
#include "desk/stormswitch.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;

class TestStormSwitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void on();
    void onAgainSetsTheEnd();
    void takesOverOneThatBeganByItself();
    void off();
    void turnsDown();
    void ofTwoAtOnceOneBegins();

private:
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, detail FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<StormSwitch> m_switch;
};

void TestStormSwitch::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now());
    m_switch = std::make_unique<StormSwitch>(*m_database, m_clock, m_ids);
}

void TestStormSwitch::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_switch.reset();
    m_database.reset();
    m_place.reset();
}

void TestStormSwitch::on()
{
    const Answer<calls::Storm> begun = m_switch->begin(u"sam"_s, m_clock.now() + 2h);
    QVERIFY(begun);
    QCOMPARE(begun->begunBy, u"staff:sam"_s);
    QCOMPARE(must(store::StormGateway(*m_database).current()), std::optional(*begun));
    QCOMPARE(audited(), QStringList{u"staff:sam storm_began {\"until\":\"2026-11-20T20:00:00.000Z\"}"_s});
}

void TestStormSwitch::onAgainSetsTheEnd()
{
    const Answer<calls::Storm> first = m_switch->begin(u"sam"_s, m_clock.now() + 2h);
    m_clock.advance(1h);
    const Answer<calls::Storm> second = m_switch->begin(u"dana"_s, {});
    QVERIFY(second);
    QCOMPARE(second->id, first->id);
    QCOMPARE(second->begunBy, u"staff:sam"_s);
    QVERIFY(!second->until);
    QCOMPARE(must(store::StormGateway(*m_database).current()), std::optional(*second));
    QCOMPARE(audited().last(), u"staff:dana storm_changed {\"until\":null,\"was\":\"2026-11-20T20:00:00.000Z\"}"_s);
}

void TestStormSwitch::takesOverOneThatBeganByItself()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::StormGateway(*m_database)
             .begin(transaction, {.id = m_ids.next<calls::StormId>(m_clock.now()), .beganAt = m_clock.now(), .begunBy = u"engine"_s}));
    must(transaction.commit());
    const Answer<calls::Storm> begun = m_switch->begin(u"sam"_s, m_clock.now() + 2h);
    QVERIFY(begun);
    QCOMPARE(begun->begunBy, u"engine"_s);
    QCOMPARE(begun->until, m_clock.now() + 2h);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM storms"_s), u"1"_s);
}

void TestStormSwitch::off()
{
    const Answer<bool> none = m_switch->end(u"sam"_s);
    QVERIFY(none);
    QVERIFY(!*none);
    QVERIFY(m_switch->begin(u"sam"_s, {}));
    m_clock.advance(1h);
    QVERIFY(*m_switch->end(u"dana"_s));
    QVERIFY(!must(store::StormGateway(*m_database).current()));
    QCOMPARE(rowsOf(*m_database, u"SELECT ended_at, ended_by FROM storms"_s), QStringList{u"%1 staff:dana"_s.arg(toMs(m_clock.now()))});
    QCOMPARE(audited().last(), u"staff:dana storm_ended {}"_s);
}

void TestStormSwitch::turnsDown()
{
    QCOMPARE(m_switch->begin(u"eve"_s, {}).error().why, Why::NoSuchPerson);
    QCOMPARE(m_switch->end(u"eve"_s).error().why, Why::NoSuchPerson);
    QCOMPARE(m_switch->begin(u"sam"_s, m_clock.now()).error().why, Why::TimeInThePast);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM storms"_s), u"0"_s);
}

void TestStormSwitch::ofTwoAtOnceOneBegins()
{
    for (int round = 0; round < 10; ++round) {
        std::barrier together(2);
        const auto click = [&](const QString &staff) {
            const std::unique_ptr<store::Database> database = m_place->open();
            IdSource ids(qHash(staff) + static_cast<size_t>(round));
            StormSwitch stormSwitch(*database, m_clock, ids);
            together.arrive_and_wait();
            return stormSwitch.begin(staff, {});
        };
        std::optional<Answer<calls::Storm>> dana;
        std::thread other([&] { dana = click(u"dana"_s); });
        const Answer<calls::Storm> sam = click(u"sam"_s);
        other.join();
        QVERIFY(sam);
        QVERIFY(*dana);
        QCOMPARE(sam->id, (*dana)->id);
        QVERIFY(*m_switch->end(u"sam"_s));
        m_clock.advance(1s);
    }
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM storms"_s), u"10"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = 'storm_began'"_s), u"10"_s);
}

QTEST_GUILESS_MAIN(TestStormSwitch)
#include "tst_stormswitch.moc"
