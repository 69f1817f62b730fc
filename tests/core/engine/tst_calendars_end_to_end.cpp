#include "board/calendars.h"
#include "desk/desk.h"
#include "store/peoplegateway.h"
#include "support/caldavserver.h"
#include "support/engineprogram.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::CalDavServer;
using ringback::test::EngineProgram;
using ringback::test::FakeTwilio;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 30'000; // ms; never reached when all is well

} // namespace

/// A roofer whose people have calendars: the whole engine, and a real CalDAV server for each of them.
class TestCalendarsEndToEnd final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theCallbackGoesWithWhoHasIt();
    void whoIsOnLeaveGetsNothing();
    void anUnreadableCalendarIsNotFree();

private:
    void start(const QStringList &samsTeams);
    void missedCall(int n, const QString &from);
    void advance(Milliseconds by);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] static QString textOf(const CalDavServer &server)
    {
        const QList<QByteArray> entries = server.entries();
        QByteArray all;
        for (const QByteArray &entry : entries)
            all += entry;
        return QString::fromUtf8(all.replace("\r\n ", "")); // unfolded
    }
    [[nodiscard]] static qsizetype ours(const CalDavServer &server) { return textOf(server).count(u"@callback.ringback"_s); }
    [[nodiscard]] board::CalendarState stateOf(const QString &staff)
    {
        const board::Calendars calendars = must(board::readCalendars(*m_database, m_clock.now()));
        return calendars.person(staff)->worst().value();
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<CalDavServer> m_danas;
    std::unique_ptr<CalDavServer> m_sams;
    std::unique_ptr<EngineProgram> m_program;
};

void TestCalendarsEndToEnd::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    if (!CalDavServer::isInstalled(CalDavServer::Kind::Radicale))
        QSKIP("package radicale is not installed");
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s)); // a Friday, noon in Dallas
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    for (std::unique_ptr<CalDavServer> *const server : {&m_danas, &m_sams}) {
        *server = std::make_unique<CalDavServer>(CalDavServer::Kind::Radicale);
        QVERIFY2((*server)->isRunning(), qPrintable((*server)->log()));
    }
}

void TestCalendarsEndToEnd::start(const QStringList &samsTeams)
{
    test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) {
        setup.connections.first().baseUrl = m_twilio->baseUrl().toString();
        const auto calendar = [](const QString &staff, const CalDavServer &server) {
            return settings::CalendarConnection{.id = staff + u"-cal"_s,
                                                .staff = staff,
                                                .account = settings::CalDavAccount{.address = server.address(),
                                                                                   .user = CalDavServer::user(),
                                                                                   .passwordSecret = u"dav"_s,
                                                                                   .calendar = server.calendar()},
                                                .leaveWords = {u"PTO"_s}};
        };
        setup.calendars = {calendar(u"dana"_s, *m_danas), calendar(u"sam"_s, *m_sams)};
        for (calls::Staff &person : setup.staff) {
            person.senior = false;
            if (person.id == "sam"_L1)
                person.teams = samsTeams;
        }
    });
    const auto secrets = std::make_shared<test::TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {u"dav"_s, CalDavServer::password().toUtf8()}, {u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()}});
    m_program = std::make_unique<EngineProgram>(m_place->address(), m_clock, secrets);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calendar_reads WHERE read_at IS NOT NULL"_s), u"2"_s, patience);
    QCOMPARE(stateOf(u"dana"_s), board::CalendarState::Fresh);
}

void TestCalendarsEndToEnd::cleanup()
{
    m_program.reset();
    if (m_twilio)
        QCOMPARE(m_twilio->problems(), QStringList());
    m_twilio.reset();
    m_danas.reset();
    m_sams.reset();
    m_database.reset();
    m_place.reset();
}

void TestCalendarsEndToEnd::missedCall(int n, const QString &from)
{
    QVERIFY(test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice,
                               test::voiceForm(u"CA%1"_s.arg(n, 32, 16, QChar(u'0')), u"no-answer"_s, {{u"From"_s, from}}), m_clock.now()));
    m_program->wake();
}

void TestCalendarsEndToEnd::advance(Milliseconds by)
{
    m_clock.advance(by);
    m_twilio->setNow(m_clock.now());
    m_program->wake();
}

void TestCalendarsEndToEnd::theCallbackGoesWithWhoHasIt()
{
    start({u"dallas"_s});
    missedCall(1, u"+12145550123"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_danas), 1, patience);
    QCOMPARE(value(u"SELECT assigned_to FROM callback_tasks"_s), u"dana"_s);
    QVERIFY2(textOf(*m_danas).contains(u"Call back: (214) 555-0123"_s), qPrintable(textOf(*m_danas)));
    QTRY_VERIFY_WITH_TIMEOUT(textOf(*m_danas).contains(u"We texted on"_s), patience); // as soon as the text has left
    QCOMPARE(ours(*m_danas), 1);
    QCOMPARE(ours(*m_sams), 0);
    // Our own entry keeps nobody busy.
    advance(2min);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calendar_reads WHERE read_at = %1"_s.arg(toMs(m_clock.now()))), u"2"_s,
                              patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM busy_times"_s), u"0"_s);

    desk::Desk desk(*m_database, m_clock, m_ids);
    const QString task = value(u"SELECT id FROM callback_tasks"_s);
    QVERIFY(desk.claim(task, u"sam"_s));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_sams), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_danas), 0, patience);
    QVERIFY(textOf(*m_sams).contains(u"You have claimed it."_s));

    QVERIFY(desk.complete(task, u"sam"_s, {.outcome = u"customer_helped"_s}));
    m_program->wake();
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_sams), 0, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM calendar_entries WHERE state = 'done' AND wanted = 0"_s), u"2"_s, patience);
    QCOMPARE(ours(*m_danas), 0);
}

void TestCalendarsEndToEnd::whoIsOnLeaveGetsNothing()
{
    start({u"office"_s, u"dallas"_s});
    missedCall(1, u"+12145550121"_s);
    missedCall(2, u"+12145550122"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_danas) + ours(*m_sams), 2, patience);
    QCOMPARE(ours(*m_danas), 1); // in turn
    QVERIFY(m_danas->put(u"leave.ics"_s, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Mail//EN\r\nBEGIN:VEVENT\r\n"
                                         "UID:leave@summit.example\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20261120\r\n"
                                         "DTEND;VALUE=DATE:20261124\r\nSUMMARY:PTO - deer season\r\nTRANSP:TRANSPARENT\r\n"
                                         "END:VEVENT\r\nEND:VCALENDAR\r\n"));
    advance(2min);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM busy_times WHERE kind = 'leave' AND calendar = 'dana-cal'"_s), u"1"_s, patience);
    QCOMPARE(must(board::readCalendars(*m_database, m_clock.now())).person(u"dana")->today.size(), 1);
    advance(6s); // people who come and go are looked at every five seconds
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM callback_tasks WHERE assigned_to = 'sam'"_s), u"2"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_sams), 2, patience); // what she had goes to him
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_danas), 0, patience);
    for (int i = 3; i < 6; ++i)
        missedCall(i, u"+1214555012%1"_s.arg(i));
    QTRY_COMPARE_WITH_TIMEOUT(ours(*m_sams), 5, patience);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks WHERE assigned_to <> 'sam'"_s), u"0"_s);
    QVERIFY(textOf(*m_danas).contains(u"deer season"_s)); // her own is as it was
    QVERIFY(!value(u"SELECT MAX(detail) FROM audit WHERE action = 'task_created'"_s).contains(u"deer"_s)); // and nobody reads of it here
}

void TestCalendarsEndToEnd::anUnreadableCalendarIsNotFree()
{
    start({u"office"_s, u"dallas"_s});
    m_danas->stop();
    for (int i = 0; i < 8; ++i) {
        const QString failures = value(u"SELECT failures FROM calendar_reads WHERE calendar = 'dana-cal'"_s);
        advance(10min);
        QTRY_VERIFY_WITH_TIMEOUT(value(u"SELECT failures FROM calendar_reads WHERE calendar = 'dana-cal'"_s) != failures, patience);
    }
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'calendar_unreadable'"_s), u"1"_s);
    QCOMPARE(stateOf(u"dana"_s), board::CalendarState::Unreadable);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"sam"_s), board::CalendarState::Fresh, patience);
    const settings::Setup setup = must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
    const auto views = must(store::PeopleGateway(*m_database).calendarViews(setup.calendars, m_clock.now()));
    QCOMPARE(views.value(u"dana"_s).state, calls::CalendarView::State::Unknown); // never taken for free
    QCOMPARE(views.value(u"sam"_s).state, calls::CalendarView::State::Known);
    missedCall(1, u"+12145550123"_s);
    QTRY_VERIFY_WITH_TIMEOUT(value(u"SELECT MAX(detail) FROM audit WHERE action = 'task_created'"_s).contains(u"unreadable_calendar"_s),
                             patience);
}

QTEST_GUILESS_MAIN(TestCalendarsEndToEnd)
#include "tst_calendars_end_to_end.moc"
