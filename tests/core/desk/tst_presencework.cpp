#include "audit/trail.h"
#include "desk/presencework.h"
#include "store/peoplegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Presence;
using calls::PresenceWord;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;
using Source = calls::Presence::Source;

class TestPresenceWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void saysItOfOneself();
    void theSameAgainKeepsItsBeginning();
    void aConsoleSaysItAgainAndAgain();
    void theConsoleAndThePersonSpeakForThemselves();
    void somebodyElseWentHome();
    void takesItBack();
    void turnsDown_data();
    void turnsDown();

private:
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject, detail FROM audit WHERE action LIKE 'presence%' ORDER BY sequence"_s);
    }
    [[nodiscard]] std::optional<Presence> stored(const QString &staff, Source source = Source::Person)
    {
        return must(store::PeopleGateway(*m_database).presence(staff, source));
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<PresenceWork> m_work;
};

void TestPresenceWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        calls::Staff gone = setup.staff.at(1);
        gone.id = u"lee"_s;
        gone.suspended = true;
        setup.staff.append(gone);
    });
    m_work = std::make_unique<PresenceWork>(*m_database, m_clock);
}

void TestPresenceWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestPresenceWork::saysItOfOneself()
{
    const Instant now = m_clock.now();
    const Presence busy{.word = PresenceWord::Busy, .source = Source::Person, .since = now, .until = now + 1h};
    QCOMPARE(m_work->say(u"dana"_s, PresenceWord::Busy, now + 1h, Source::Person), Answer<Presence>(busy));
    QCOMPARE(stored(u"dana"_s), std::optional(busy));
    QCOMPARE(audited(),
             QStringList{
                 u"staff:dana presence_set staff:dana {\"source\":\"person\",\"until\":\"2026-11-20T19:00:00.000Z\",\"word\":\"busy\"}"_s});
    QVERIFY(!must(audit::verify(*m_database)).firstBad);
}

void TestPresenceWork::theSameAgainKeepsItsBeginning()
{
    const Instant began = m_clock.now();
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, began + 1h, Source::Person));
    m_clock.advance(10min);
    QCOMPARE(m_work->say(u"dana"_s, PresenceWord::Away, began + 2h, Source::Person)->since, began);
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, began + 2h, Source::Person)); // nothing new is no news
    QCOMPARE(audited().size(), 2);
    m_clock.advance(2h); // it is over, so this begins anew
    QCOMPARE(m_work->say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Person)->since, m_clock.now());
}

void TestPresenceWork::aConsoleSaysItAgainAndAgain()
{
    const Instant began = m_clock.now();
    for (int i = 0; i < 5; ++i) {
        const Answer<Presence> said = m_work->say(u"dana"_s, PresenceWord::Here, std::nullopt, Source::Console);
        QVERIFY(said);
        QCOMPARE(said->since, began);
        QCOMPARE(said->until, std::optional(m_clock.now() + PresenceWork::consoleHolds));
        m_clock.advance(1min);
    }
    QCOMPARE(audited(), QStringList{u"staff:dana presence_set staff:dana {\"source\":\"console\",\"word\":\"here\"}"_s});
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Console));
    QCOMPARE(audited().size(), 2);
    m_clock.advance(PresenceWork::consoleHolds); // it was shut, and is opened again
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Console));
    QCOMPARE(audited().size(), 3);
}

void TestPresenceWork::theConsoleAndThePersonSpeakForThemselves()
{
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Busy, std::nullopt, Source::Person));
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Here, std::nullopt, Source::Console));
    QCOMPARE(stored(u"dana"_s)->word, PresenceWord::Busy);
    QCOMPARE(stored(u"dana"_s, Source::Console)->word, PresenceWord::Here);
}

void TestPresenceWork::somebodyElseWentHome()
{
    QVERIFY(m_work->sayFor(u"dana"_s, PresenceWord::Away, std::nullopt, u"pat"_s));
    QCOMPARE(stored(u"dana"_s)->word, PresenceWord::Away);
    QCOMPARE(audited(), QStringList{u"staff:pat presence_set staff:dana {\"source\":\"person\",\"word\":\"away\"}"_s});
}

void TestPresenceWork::takesItBack()
{
    QCOMPARE(m_work->takeBack(u"dana"_s), Answer<bool>(false));
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Person));
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Here, std::nullopt, Source::Console));
    QCOMPARE(m_work->takeBack(u"dana"_s), Answer<bool>(true));
    QCOMPARE(stored(u"dana"_s), std::nullopt);
    QVERIFY(stored(u"dana"_s, Source::Console));
    QCOMPARE(audited().last(), u"staff:dana presence_taken_back staff:dana {}"_s);
    QVERIFY(m_work->say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Person));
    QCOMPARE(m_work->takeBackFor(u"dana"_s, u"pat"_s), Answer<bool>(true));
    QCOMPARE(audited().last(), u"staff:pat presence_taken_back staff:dana {}"_s);
}

void TestPresenceWork::turnsDown_data()
{
    QTest::addColumn<QString>("whose");
    QTest::addColumn<QString>("by");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<Why>("why");

    QTest::newRow("nobody of ours") << u"dan"_s << u"dan"_s << 5 << Why::NoSuchPerson;
    QTest::newRow("of nobody of ours") << u"dan"_s << u"pat"_s << 5 << Why::NoSuchPerson;
    QTest::newRow("a rep of a colleague") << u"sam"_s << u"dana"_s << 5 << Why::NotAllowed;
    QTest::newRow("who is suspended") << u"lee"_s << u"lee"_s << 5 << Why::NotAllowed;
    QTest::newRow("until now") << u"dana"_s << u"dana"_s << 0 << Why::TimeInThePast;
}

void TestPresenceWork::turnsDown()
{
    QFETCH(QString, whose);
    QFETCH(QString, by);
    QFETCH(int, minutes);
    QFETCH(Why, why);
    const Answer<Presence> answer = m_work->sayFor(whose, PresenceWord::Away, m_clock.now() + std::chrono::minutes(minutes), by);
    QVERIFY(!answer);
    QCOMPARE(answer.error().why, why);
    if (why != Why::TimeInThePast) {
        const Answer<bool> back = m_work->takeBackFor(whose, by);
        QVERIFY(!back);
        QCOMPARE(back.error().why, why);
    }
    QCOMPARE(audited(), QStringList());
    QCOMPARE(stored(whose), std::nullopt);
}

QTEST_GUILESS_MAIN(TestPresenceWork)
#include "tst_presencework.moc"
