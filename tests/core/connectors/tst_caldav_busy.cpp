#include "support/caldavrig.h"
#include "support/caldavserver.h"

#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::connectors;
using calls::BusyKind;
using calls::BusyTime;
using ringback::test::as;
using ringback::test::busyTime;
using ringback::test::CalDavServer;
using ringback::test::davCallback;
using ringback::test::davEvent;
using ringback::test::instantOf;
using ringback::test::said;
using Class = EntryRefused::Class;
using Level = Finding::Level;
using Server = CalDavServer::Kind;

// What is read, and what is told when it cannot be, at servers as offices run them.
class TestCalDavBusy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup() { m_rig.reset(); }
    void cleanupTestCase() { m_servers.clear(); }

    void readsWhatIsBusy_data();
    void readsWhatIsBusy();
    void readsManyEvents();
    void seesEveryChange();
    void aWrongPassword();
    void aCalendarThatIsNotThere();
    void aCalendarThatGoesAway();
    void aServerThatGoesAway();
    void aCalendarToReadOnly();

private:
    [[nodiscard]] CalDavServer &server() { return *m_servers.at(m_kind); }
    [[nodiscard]] std::shared_ptr<Calendar> opened(const CalDavServer &server, const QString &calendar)
    {
        return m_rig->opened({.address = server.address(), .user = CalDavServer::user(), .passwordSecret = u"dana"_s, .calendar = calendar},
                             30s);
    }

    std::unique_ptr<test::CalDavRig> m_rig;
    std::map<Server, std::unique_ptr<CalDavServer>> m_servers;
    Server m_kind = Server::Radicale;
    int m_number = 0;
};

void TestCalDavBusy::initTestCase_data()
{
    QTest::addColumn<Server>("server");
    QTest::newRow("Radicale") << Server::Radicale;
    QTest::newRow("Xandikos") << Server::Xandikos;
}

// A new calendar for each test; the first has one alone.
void TestCalDavBusy::init()
{
    QFETCH_GLOBAL(Server, server);
    m_kind = server;
    if (!CalDavServer::isInstalled(server))
        QSKIP("the package of this server is not installed: ./dev test does it");
    if (!m_servers.contains(server))
        m_servers[server] = std::make_unique<CalDavServer>(server);
    else
        QVERIFY(this->server().makeCalendar(u"calendar-%1"_s.arg(++m_number)));
    QVERIFY2(this->server().isRunning(), qUtf8Printable(this->server().log()));
    m_rig = std::make_unique<test::CalDavRig>();
    m_rig->secrets->values.insert(u"dana"_s, CalDavServer::password().toUtf8());
    m_rig->calendar = opened(this->server(), this->server().calendar());
    QVERIFY(m_rig->calendar);
}

void TestCalDavBusy::readsWhatIsBusy_data()
{
    QTest::addColumn<QList<QByteArray>>("events");
    QTest::addColumn<QList<BusyTime>>("busy");
    using Events = QList<QByteArray>;
    using Busy = QList<BusyTime>;

    QTest::newRow("nothing") << Events() << Busy();
    QTest::newRow("a meeting") << Events{davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\nSUMMARY:Roof\n")}
                               << Busy{busyTime("2026-11-23T14:00:00Z", "2026-11-23T15:00:00Z")};
    QTest::newRow("one that has begun") << Events{davEvent("a", "DTSTART:20261120T173000Z\nDTEND:20261120T190000Z\n")}
                                        << Busy{busyTime("2026-11-20T17:30:00Z", "2026-11-20T19:00:00Z")};
    QTest::newRow("one before and one after") << Events{davEvent("a", "DTSTART:20261120T160000Z\nDTEND:20261120T170000Z\n"),
                                                        davEvent("b", "DTSTART:20261205T160000Z\nDTEND:20261205T170000Z\n")}
                                              << Busy();
    QTest::newRow("all of a day, in her zone") << Events{davEvent("a",
                                                                  "DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261127\nSUMMARY:Site\n")}
                                               << Busy{busyTime("2026-11-26T06:00:00Z", "2026-11-27T06:00:00Z")};
    QTest::newRow("all of a day without an end") << Events{davEvent("a", "DTSTART;VALUE=DATE:20261126\nSUMMARY:Site\n")}
                                                 << Busy{busyTime("2026-11-26T06:00:00Z", "2026-11-27T06:00:00Z")};
    QTest::newRow("leave that is marked as free")
        << Events{davEvent("a", "DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261128\nSUMMARY:Dana pto\nTRANSP:TRANSPARENT\n")}
        << Busy{busyTime("2026-11-26T06:00:00Z", "2026-11-28T06:00:00Z", BusyKind::Leave)};
    QTest::newRow("free, cancelled") << Events{davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\nTRANSP:TRANSPARENT\n"),
                                               davEvent("b", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\nSTATUS:CANCELLED\n")}
                                     << Busy();
    // Begun long before; one is moved, one left out, one cancelled.
    const QByteArray series = davEvent(
        "s", "DTSTART;TZID=America/Chicago:20261019T090000\nDTEND;TZID=America/Chicago:20261019T093000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE\n"
             "EXDATE;TZID=America/Chicago:20261125T090000\nSUMMARY:Crew\nEND:VEVENT\nBEGIN:VEVENT\nUID:s@summit.example\n"
             "DTSTAMP:20261101T000000Z\nRECURRENCE-ID;TZID=America/Chicago:20261130T090000\nDTSTART;TZID=America/Chicago:20261201T110000\n"
             "DTEND;TZID=America/Chicago:20261201T113000\nSUMMARY:Crew\nEND:VEVENT\nBEGIN:VEVENT\nUID:s@summit.example\n"
             "DTSTAMP:20261101T000000Z\nRECURRENCE-ID;TZID=America/Chicago:20261202T090000\nDTSTART;TZID=America/Chicago:20261202T090000\n"
             "DTEND;TZID=America/Chicago:20261202T093000\nSTATUS:CANCELLED\nSUMMARY:Crew\n");
    QTest::newRow("a series with a moved, a left out and a cancelled time")
        << Events{series}
        << Busy{busyTime("2026-11-23T15:00:00Z", "2026-11-23T15:30:00Z"), busyTime("2026-12-01T17:00:00Z", "2026-12-01T17:30:00Z")};
    QTest::newRow("a series that has begun long ago, beside a meeting")
        << Events{davEvent("s", "DTSTART:20260105T150000Z\nDTEND:20260105T153000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2\n"),
                  davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n")}
        << Busy{busyTime("2026-11-23T14:00:00Z", "2026-11-23T15:00:00Z"), busyTime("2026-11-23T15:00:00Z", "2026-11-23T15:30:00Z")};
}

void TestCalDavBusy::readsWhatIsBusy()
{
    QFETCH(QList<QByteArray>, events);
    QFETCH(QList<BusyTime>, busy);
    for (qsizetype i = 0; i < events.size(); ++i)
        QVERIFY(server().put(u"%1.ics"_s.arg(i), events.at(i)));
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY2(read, said(read));
    QCOMPARE(said(read->busy), said(busy));
    QVERIFY(!read->unchanged);
    const Result<BusyTimes> again = m_rig->busy(read->cursor);
    QVERIFY(again);
    QVERIFY(again->unchanged);
}

void TestCalDavBusy::readsManyEvents()
{
    constexpr int many = 300;
    QList<BusyTime> expected;
    const Instant first = instantOf(u"2026-11-21T00:00:00Z"_s);
    for (int i = 0; i < many; ++i) {
        const Instant from = first + i * 60min;
        const QByteArray start = toDateTime(from).toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
        QVERIFY(server().put(u"%1.ics"_s.arg(i),
                             davEvent("e" + QByteArray::number(i), "DTSTART:" + start + "\nDURATION:PT30M\nSUMMARY:Visit\n")));
        expected.append({.from = from, .to = from + 30min, .kind = BusyKind::Busy});
    }
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY2(read, said(read));
    QCOMPARE(read->busy.size(), many);
    QCOMPARE(said(read->busy), said(expected));
}

void TestCalDavBusy::seesEveryChange()
{
    QVERIFY(server().put(u"a.ics"_s, davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n")));
    Result<BusyTimes> read = m_rig->busy();
    QVERIFY(read);
    QByteArray cursor = read->cursor;
    QVERIFY(server().put(u"a.ics"_s, davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T153000Z\n"))); // longer
    read = m_rig->busy(cursor);
    QVERIFY(read && !read->unchanged);
    QCOMPARE(said(read->busy), said({busyTime("2026-11-23T14:00:00Z", "2026-11-23T15:30:00Z")}));
    cursor = read->cursor;
    QVERIFY(server().put(u"b.ics"_s, davEvent("b", "DTSTART:20261204T190000Z\nDTEND:20261204T200000Z\n"))); // beyond what is asked for
    read = m_rig->busy(cursor);
    QVERIFY(read && read->unchanged);
    read = m_rig->busy(cursor, 2h); // time goes on, and it comes into view
    QVERIFY(read && !read->unchanged);
    QCOMPARE(read->busy.size(), 2);
    cursor = read->cursor;
    QVERIFY(server().ask("DELETE", server().calendar() + u"a.ics"_s).status / 100 == 2);
    read = m_rig->busy(cursor, 2h);
    QVERIFY(read && !read->unchanged);
    QCOMPARE(said(read->busy), said({busyTime("2026-12-04T19:00:00Z", "2026-12-04T20:00:00Z")}));
}

void TestCalDavBusy::aWrongPassword()
{
    if (m_kind == Server::Xandikos)
        QSKIP("it asks for none");
    m_rig->secrets->values.insert(u"dana"_s, "wrong");
    m_rig->calendar = opened(server(), server().calendar());
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Refused);
    const auto refusal = as<EntryRefused>(m_rig->put(davCallback()));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::Account);
    QCOMPARE(m_rig->test(), QStringList({u"credentials wrong"_s}));
    QCOMPARE(server().entries(), QList<QByteArray>());
}

void TestCalDavBusy::aCalendarThatIsNotThere()
{
    m_rig->calendar = opened(server(), server().calendar() + u"none/"_s);
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Refused);
    const auto refusal = as<EntryRefused>(m_rig->put(davCallback()));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::Account);
    QCOMPARE(m_rig->test(), QStringList({u"credentials ok"_s, u"calendar no_such_calendar"_s}));
}

void TestCalDavBusy::aCalendarThatGoesAway()
{
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(m_rig->busy());
    QVERIFY(server().ask("DELETE", server().calendar()).status / 100 == 2);
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(!read); // and not: nothing in the way
    QCOMPARE(read.error().kind, ErrorKind::Refused);
    CalendarEntry another = davCallback();
    another.uid = u"018f9c1e-2@callback.ringback"_s;
    const EntryOutcome outcome = m_rig->put(another);
    QVERIFY2(as<EntryRefused>(outcome) && as<EntryRefused>(outcome)->kind == Class::Account, said(outcome));
    QVERIFY(server().ask("GET", server().calendar()).status / 100 == 4); // nothing was made there
}

void TestCalDavBusy::aServerThatGoesAway()
{
    CalDavServer own(m_kind);
    QVERIFY2(own.isRunning(), qUtf8Printable(own.log()));
    m_rig->calendar = opened(own, own.calendar());
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(m_rig->busy());
    own.stop();
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Transient);
    CalendarEntry another = davCallback();
    another.uid = u"018f9c1e-2@callback.ringback"_s;
    const EntryOutcome entered = m_rig->put(another);
    QVERIFY2(as<Unknown>(entered) || (as<EntryRefused>(entered) && as<EntryRefused>(entered)->kind == Class::ForNow), said(entered));
    const EntryOutcome removed = m_rig->remove(written->place);
    QVERIFY2(as<Unknown>(removed) || (as<EntryRefused>(removed) && as<EntryRefused>(removed)->kind == Class::ForNow), said(removed));
    QCOMPARE(m_rig->test(), QStringList({u"credentials not_reached"_s}));
}

void TestCalDavBusy::aCalendarToReadOnly()
{
    if (m_kind == Server::Xandikos)
        QSKIP("it knows no rights");
    CalDavServer own(m_kind);
    QVERIFY2(own.isRunning(), qUtf8Printable(own.log()));
    QVERIFY(own.put(u"a.ics"_s, davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n")));
    own.makeReadOnly();
    m_rig->calendar = opened(own, own.calendar());
    const QList<Finding> findings = QCoro::waitFor(m_rig->calendar->test());
    QCOMPARE(said(findings), QStringList({u"credentials ok"_s, u"calendar read_only Dana — work"_s}));
    QCOMPARE(findings.last().level, Level::Warning);
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(read);
    QCOMPARE(read->busy.size(), 1);
    const auto refusal = as<EntryRefused>(m_rig->put(davCallback()));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::Account);
    QCOMPARE(own.entries().size(), 1);
}

QTEST_GUILESS_MAIN(TestCalDavBusy)
#include "tst_caldav_busy.moc"
