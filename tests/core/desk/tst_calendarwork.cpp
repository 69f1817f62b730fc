#include "desk/calendarwork.h"

#include "board/calendars.h"
#include "connectors/calendar.h"
#include "settings/setup.h"
#include "store/calendarentrygateway.h"
#include "store/calendargateway.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using board::CalendarState;
using calls::BusyKind;
using calls::BusyTime;
using test::must;
using test::rowsOf;
using test::valueOf;

namespace {

CalendarConnection davOf(const QString &staff, const QString &id)
{
    return {.id = id,
            .staff = staff,
            .account = CalDavAccount{
                .address = u"https://dav.example.com/"_s, .user = staff, .passwordSecret = id + u"-password"_s, .calendar = {}}};
}

QString whyOf(const ConnectionRefusal &refusal)
{
    using Why = ConnectionRefusal::Why;
    switch (refusal.why) {
    case Why::NoSuchPerson:
        return u"no such person"_s;
    case Why::NotAllowed:
        return u"not allowed"_s;
    case Why::NoSuchConnection:
        return u"no such calendar"_s;
    case Why::ChangedMeanwhile:
        return u"changed meanwhile"_s;
    case Why::Invalid:
        return u"invalid "_s + refusal.field;
    default:
        return u"something else"_s;
    }
}

} // namespace

/// What people do with calendars, and what the screens know of them, on both databases.
class TestCalendarWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addsChangesAndRemoves();
    void whoMay_data();
    void whoMay();
    void turnsDown();
    void aRepGivesTheirsToNobody();
    void anotherAccountBeginsAnew();
    void aMendedOneGoesOn();
    void triedAgain();
    void states();
    void whatIsBusyToday();
    void takenIds();

private:
    [[nodiscard]] settings::Setup setup() { return must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text)); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }
    void change(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    // What an engine leaves behind.
    void read(const QString &calendar, const QString &staff, Instant at, int failures = 0, const QString &error = u""_s,
              const QList<BusyTime> &busy = {})
    {
        change(u"DELETE FROM calendar_reads WHERE calendar = ?"_s, {calendar});
        change(u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error, read_at, known_from_at,"
               " known_to_at) VALUES (?, ?, '', ?, '', ?, ?, ?, ?, ?)"_s,
               {calendar, staff, store::value(m_clock.now() + 1h), failures, error, store::value(at), store::value(at),
                store::value(at + 14 * 24h)});
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::CalendarReadGateway(*m_database).replaceBusy(transaction, calendar, busy));
        must(transaction.commit());
    }
    [[nodiscard]] static bool connectorsRead() { return connectors::calendarKind(u"ics"_s)->abilities.reads; }
    [[nodiscard]] board::CalendarCard card()
    {
        const board::Calendars calendars = must(board::readCalendars(*m_database, m_clock.now()));
        return calendars.people.value(0).calendars.value(0);
    }
    void put(const CalendarConnection &connection, const QString &staff = u"pat"_s)
    {
        const ConnectionAnswer<CalendarConnection> answer = m_work->put({.connection = connection, .before = {}}, staff);
        QVERIFY2(answer, answer ? "" : qPrintable(whyOf(answer.error()) + answer.error().detail));
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<CalendarWork> m_work;
};

void TestCalendarWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"ada"_s, .name = u"Ada Chen"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"gone"_s, .name = u"Gil Moss"_s, .role = calls::Role::Admin, .suspended = true});
    });
    m_work = std::make_unique<CalendarWork>(*m_database, m_clock);
}

void TestCalendarWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestCalendarWork::addsChangesAndRemoves()
{
    const settings::Setup before = setup();
    const CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    put(danas);
    QVERIFY(setup().calendar(u"dana-cal") != nullptr && *setup().calendar(u"dana-cal") == danas);
    CalendarConnection changed = danas;
    changed.leaveWords = {u"PTO"_s};
    QVERIFY(m_work->put({.connection = changed, .before = danas}, u"pat"_s));
    QCOMPARE(setup().calendar(u"dana-cal")->leaveWords, QStringList{u"PTO"_s});
    QVERIFY(m_work->put({.connection = changed, .before = changed}, u"pat"_s)); // the same again is nothing
    QVERIFY(m_work->put({.connection = changed, .before = changed, .freshSecrets = true}, u"pat"_s)); // but programs fetch what is new
    QVERIFY(m_work->remove(u"dana-cal"_s, u"pat"_s));
    QCOMPARE(setup(), before);
    QCOMPARE(audited(),
             (QStringList{u"staff:pat calendar_added calendar:dana-cal"_s, u"staff:pat calendar_changed calendar:dana-cal"_s,
                          u"staff:pat calendar_changed calendar:dana-cal"_s, u"staff:pat calendar_removed calendar:dana-cal"_s}));
    QVERIFY(!valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'calendar_added'"_s).contains(u"password"_s));
}

void TestCalendarWork::whoMay_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("whose");
    QTest::addColumn<QString>("why");
    QTest::newRow("a rep their own") << u"dana"_s << u"dana"_s << QString();
    QTest::newRow("a rep another's") << u"dana"_s << u"sam"_s << u"not allowed"_s;
    QTest::newRow("a rep an owner's") << u"dana"_s << u"pat"_s << u"not allowed"_s;
    QTest::newRow("an admin a rep's") << u"ada"_s << u"dana"_s << QString();
    QTest::newRow("an admin their own") << u"ada"_s << u"ada"_s << QString();
    QTest::newRow("an admin an owner's") << u"ada"_s << u"pat"_s << u"not allowed"_s;
    QTest::newRow("an owner anybody's") << u"pat"_s << u"dana"_s << QString();
    QTest::newRow("an owner their own") << u"pat"_s << u"pat"_s << QString();
    QTest::newRow("who is suspended, their own") << u"gone"_s << u"gone"_s << u"not allowed"_s;
    QTest::newRow("who is suspended, another's") << u"gone"_s << u"dana"_s << u"not allowed"_s;
    QTest::newRow("nobody") << u"nobody"_s << u"dana"_s << u"no such person"_s;
}

void TestCalendarWork::whoMay()
{
    QFETCH(QString, who);
    QFETCH(QString, whose);
    QFETCH(QString, why);
    const auto said = [](const auto &answer) {
        return answer ? QString() : whyOf(answer.error());
    };
    const CalendarConnection theirs = davOf(whose, u"a-cal"_s);
    QCOMPARE(said(m_work->mayChange(whose, who)), why);
    QCOMPARE(said(m_work->put({.connection = theirs, .before = {}}, who)), why);
    if (!why.isEmpty()) {
        QVERIFY(setup().calendars.isEmpty());
        put(theirs);
    }
    CalendarConnection changed = theirs;
    changed.writes = false;
    QCOMPARE(said(m_work->put({.connection = changed, .before = theirs}, who)), why);
    QCOMPARE(said(m_work->tryAgain(u"a-cal"_s, who)), why);
    QCOMPARE(said(m_work->remove(u"a-cal"_s, who)), why);
    QCOMPARE(setup().calendars.isEmpty(), why.isEmpty());
}

void TestCalendarWork::turnsDown()
{
    const CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    put(danas);
    QCOMPARE(whyOf(m_work->put({.connection = danas, .before = {}}, u"pat"_s).error()), u"changed meanwhile"_s); // the id is taken
    CalendarConnection other = danas;
    other.reads = false;
    QCOMPARE(whyOf(m_work->put({.connection = danas, .before = other}, u"pat"_s).error()), u"changed meanwhile"_s);
    const CalendarConnection none = davOf(u"dana"_s, u"none"_s);
    QCOMPARE(whyOf(m_work->put({.connection = none, .before = none}, u"pat"_s).error()), u"no such calendar"_s);
    QCOMPARE(whyOf(m_work->remove(u"none"_s, u"pat"_s).error()), u"no such calendar"_s);
    QCOMPARE(whyOf(m_work->put({.connection = davOf(u"who"_s, u"x-cal"_s), .before = {}}, u"pat"_s).error()), u"invalid staff"_s);
    CalendarConnection empty = davOf(u"dana"_s, u"y-cal"_s);
    std::get<CalDavAccount>(empty.account).address.clear();
    QCOMPARE(whyOf(m_work->put({.connection = empty, .before = {}}, u"pat"_s).error()), u"invalid address"_s);
    QCOMPARE(whyOf(m_work->put({.connection = davOf(u"dana"_s, u"twilio-main"_s), .before = {}}, u"pat"_s).error()).section(u' ', 0, 0),
             u"invalid"_s); // no other connection's id either
    QCOMPARE(setup().calendars.size(), 1);
    QCOMPARE(audited().size(), 1);
}

void TestCalendarWork::aRepGivesTheirsToNobody()
{
    const CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    put(danas, u"dana"_s);
    CalendarConnection sams = danas;
    sams.staff = u"sam"_s;
    QCOMPARE(whyOf(m_work->put({.connection = sams, .before = danas}, u"dana"_s).error()), u"not allowed"_s);
    QCOMPARE(whyOf(m_work->put({.connection = sams, .before = danas}, u"sam"_s).error()), u"not allowed"_s); // nor takes another's
    QVERIFY(m_work->put({.connection = sams, .before = danas}, u"ada"_s));
}

void TestCalendarWork::anotherAccountBeginsAnew()
{
    const CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    put(danas);
    const auto know = [this] {
        read(u"dana-cal"_s, u"dana"_s, m_clock.now(), 0, u""_s, {{m_clock.now(), m_clock.now() + 1h, BusyKind::Busy}});
    };
    const auto known = [this] {
        return valueOf(*m_database, u"SELECT (SELECT COUNT(*) FROM calendar_reads) + (SELECT COUNT(*) FROM busy_times)"_s);
    };
    know();
    CalendarConnection words = danas;
    words.leaveWords = {u"PTO"_s};
    QVERIFY(m_work->put({.connection = words, .before = danas}, u"pat"_s));
    QCOMPARE(known(), u"2"_s);
    CalendarConnection other = words;
    std::get<CalDavAccount>(other.account).user = u"dana.reyes"_s;
    QVERIFY(m_work->put({.connection = other, .before = words}, u"pat"_s));
    QCOMPARE(known(), u"0"_s); // what another account said is not what this one says
    know();
    CalendarConnection sams = other;
    sams.staff = u"sam"_s;
    QVERIFY(m_work->put({.connection = sams, .before = other}, u"pat"_s));
    QCOMPARE(known(), u"0"_s); // nor is it his
    know();
    QVERIFY(m_work->remove(u"dana-cal"_s, u"pat"_s));
    QCOMPARE(known(), u"0"_s);
}

void TestCalendarWork::aMendedOneGoesOn()
{
    const CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    put(danas);
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h, 4, u"no_right: 401"_s);
    QVERIFY(m_work->put({.connection = danas, .before = danas, .freshSecrets = true}, u"pat"_s));
    QCOMPARE(must(store::CalendarReadGateway(*m_database).find(u"dana-cal"_s))->dueAt, m_clock.now());
}

void TestCalendarWork::triedAgain()
{
    put(davOf(u"dana"_s, u"dana-cal"_s));
    read(u"dana-cal"_s, u"dana"_s, m_clock.now());
    const ConnectionAnswer<int> entries = m_work->tryAgain(u"dana-cal"_s, u"dana"_s);
    QVERIFY(entries && *entries == 0);
    QCOMPARE(must(store::CalendarReadGateway(*m_database).find(u"dana-cal"_s))->dueAt, m_clock.now());
    QCOMPARE(audited().last(), u"staff:dana calendar_retried calendar:dana-cal"_s);
}

void TestCalendarWork::states()
{
    CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    danas.account = IcsFeed{.addressSecret = u"dana-feed"_s};
    danas.pollEvery = 900s;
    put(danas);
    QCOMPARE(card().state, CalendarState::NotReadYet);
    if (!connectorsRead())
        QSKIP("the feed's connector is not there yet");
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h);
    QCOMPARE(card().state, CalendarState::Fresh);
    QCOMPARE(card().readAt, m_clock.now() - 1h);
    QCOMPARE(card().problem, QString());
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 25h);
    QCOMPARE(card().state, CalendarState::Old);
    QCOMPARE(card().since, m_clock.now() - 25h);
    read(u"dana-cal"_s, u"sam"_s, m_clock.now()); // it was his until now
    QCOMPARE(card().state, CalendarState::NotReadYet);
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h, 2, u"not_reached: time-out"_s);
    QCOMPARE(card().state, CalendarState::Fresh); // that passes
    QCOMPARE(card().problem, u"not_reached"_s);
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h, 3, u"not_reached: time-out"_s);
    QCOMPARE(card().state, CalendarState::Unreadable);
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h, 1, u"no_right: 401"_s);
    QCOMPARE(card().state, CalendarState::Unreadable);
    QCOMPARE(card().since, m_clock.now() - 1h);
    read(u"dana-cal"_s, u"dana"_s, m_clock.now() - 1h, 1, u"not_signed_in: revoked"_s);
    QCOMPARE(card().state, CalendarState::NotSignedIn);
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::PulseGateway(*m_database).noteSecret(transaction, u"dana-cal"_s, true));
        must(transaction.commit());
    }
    QCOMPARE(card().state, CalendarState::SecretMissing);
    const board::Calendars calendars = must(board::readCalendars(*m_database, m_clock.now()));
    QCOMPARE(calendars.people.value(0).worst(), CalendarState::SecretMissing);
    QVERIFY(calendars.person(u"dana") != nullptr);
    QVERIFY(calendars.person(u"sam") == nullptr);
}

void TestCalendarWork::whatIsBusyToday()
{
    if (!connectorsRead())
        QSKIP("the feed's connector is not there yet");
    CalendarConnection danas = davOf(u"dana"_s, u"dana-cal"_s);
    danas.account = IcsFeed{.addressSecret = u"dana-feed"_s};
    put(danas);
    const Instant now = m_clock.now(); // noon in Dallas
    const BusyTime over{now - 2h, now - 1h, BusyKind::Busy};
    const BusyTime begun{now - 1h, now + 1h, BusyKind::Busy};
    const BusyTime evening{now + 11h, now + 13h, BusyKind::Tentative};
    const BusyTime tomorrow{now + 12h, now + 14h, BusyKind::Busy}; // from midnight on
    read(u"dana-cal"_s, u"dana"_s, now, 0, u""_s, {over, begun, evening, tomorrow});
    QCOMPARE(must(board::readCalendars(*m_database, now)).people.value(0).today, (QList{begun, evening}));
    read(u"dana-cal"_s, u"dana"_s, now - 30h, 0, u""_s, {over, begun, evening, tomorrow});
    QCOMPARE(must(board::readCalendars(*m_database, now)).people.value(0).today, QList<BusyTime>()); // nobody relies on that
}

void TestCalendarWork::takenIds()
{
    put(davOf(u"dana"_s, u"dana-cal"_s));
    const QStringList taken = must(board::readCalendars(*m_database, m_clock.now())).takenIds;
    QVERIFY(taken.contains(u"dana-cal"_s));
    QVERIFY(taken.contains(u"twilio-main"_s));
}

QTEST_GUILESS_MAIN(TestCalendarWork)
#include "tst_calendarwork.moc"
