#include "connectors/googlecalendar/events.h"
#include "connectors/googlecalendar/kind.h"
#include "support/calendarrig.h"
#include "support/fakegooglecalendar.h"

#include <QJsonDocument>
#include <QTest>

#include <ctime>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleQuery;
using ringback::test::FakeGoogleCalendar;
using ringback::test::instantOf;
using ringback::test::spelled;

namespace {

using Rig = test::CalendarRig<FakeGoogleCalendar>;

QJsonObject object(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        qFatal("a test with broken JSON: %s", json.constData());
    return document.object();
}

// Noon to one in Dallas on the 20th, and what else is said of it.
QByteArray noon(const QByteArray &more = {})
{
    return R"({"start":{"dateTime":"2026-11-20T12:00:00-06:00","timeZone":"America/Chicago"},)"
           R"("end":{"dateTime":"2026-11-20T13:00:00-06:00","timeZone":"America/Chicago"})" +
           (more.isEmpty() ? QByteArray() : ',' + more) + '}';
}

} // namespace

class TestGoogleCalendarBusy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void knowsWhatKeepsBusy_data();
    void knowsWhatKeepsBusy();
    void readsDaysOfThePerson_data();
    void readsDaysOfThePerson();
    void findsWholeWordsOnly_data();
    void findsWholeWordsOnly();
    void readsHoursThatThisMachineDoesNotHave();
    void readsAllPages();
    void staysInItsWindow();
    void leavesOutOurOwn();
    void readsAnEmptyCalendar();
    void takesNothingForFree_data();
    void takesNothingForFree();

private:
    void open(Milliseconds timeout = 5s)
    {
        m_rig->open({.id = u"dana-google"_s,
                     .staff = u"dana"_s,
                     .account = settings::GoogleCalendar{.clientId = u"desktop-app"_s,
                                                         .clientSecret = u"app-secret"_s,
                                                         .credentialSecret = u"refresh-token"_s}},
                    timeout);
    }

    std::unique_ptr<Rig> m_rig;
};

void TestGoogleCalendarBusy::init()
{
    m_rig = std::make_unique<Rig>(googlecalendar::kind());
    m_rig->secrets->values = {{u"app-secret"_s, "desktop-secret"}, {u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestGoogleCalendarBusy::knowsWhatKeepsBusy_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("kind"); // empty = free
    QTest::newRow("a meeting") << noon(R"("summary":"Standup")") << u"busy"_s;
    QTest::newRow("no title") << noon() << u"busy"_s;
    QTest::newRow("opaque") << noon(R"("transparency":"opaque")") << u"busy"_s;
    QTest::newRow("marked as free") << noon(R"("transparency":"transparent","summary":"Lunch idea")") << u""_s;
    QTest::newRow("tentative") << noon(R"("status":"tentative")") << u"tentative"_s;
    QTest::newRow("out of office") << noon(R"("eventType":"outOfOffice","summary":"Away")") << u"leave"_s;
    QTest::newRow("out of office, marked as free") << noon(R"("eventType":"outOfOffice","transparency":"transparent")") << u"leave"_s;
    QTest::newRow("leave by its title, marked as free")
        << noon(R"("transparency":"transparent","summary":"Dana pto, approved")") << u"leave"_s;
    QTest::newRow("leave by two words") << noon(R"("summary":"Fuera de oficina")") << u"leave"_s;
    QTest::newRow("a laptop is no PTO") << noon(R"("transparency":"transparent","summary":"New laptop")") << u""_s;
    QTest::newRow("focus time") << noon(R"("eventType":"focusTime")") << u"busy"_s;
    QTest::newRow("working elsewhere") << noon(R"("eventType":"workingLocation","summary":"Home")") << u""_s;
    QTest::newRow("from a booked flight") << noon(R"("eventType":"fromGmail")") << u"busy"_s;
    QTest::newRow("a birthday") << noon(R"("eventType":"birthday","transparency":"transparent")") << u""_s;
    QTest::newRow("a type that is not invented yet") << noon(R"("eventType":"siesta")") << u"busy"_s;
    QTest::newRow("declined") << noon(R"("attendees":[{"email":"dana@example.com","self":true,"responseStatus":"declined"}])") << u""_s;
    QTest::newRow("declined leave of others") << noon(R"("summary":"PTO Sam","attendees":[{"self":true,"responseStatus":"declined"}])")
                                              << u""_s;
    QTest::newRow("declined in a calendar shared with us")
        << noon(R"("attendees":[{"email":"Dana@Example.com","responseStatus":"declined"}])") << u""_s;
    QTest::newRow("declined by somebody else") << noon(R"("attendees":[{"email":"sam@example.com","responseStatus":"declined"}])")
                                               << u"busy"_s;
    QTest::newRow("maybe") << noon(R"("attendees":[{"self":true,"responseStatus":"tentative"}])") << u"tentative"_s;
    QTest::newRow("not answered yet") << noon(R"("attendees":[{"self":true,"responseStatus":"needsAction"}])") << u"busy"_s;
    QTest::newRow("accepted") << noon(R"("attendees":[{"self":true,"responseStatus":"accepted"}])") << u"busy"_s;
    QTest::newRow("somebody else's property") << noon(R"("extendedProperties":{"private":{"ringbackCallback":"x@elsewhere.example"}})")
                                              << u"busy"_s;
    QTest::newRow("ours") << noon(R"("extendedProperties":{"private":{"ringbackCallback":"rb-1@callback.ringback"}})") << u""_s;
    QTest::newRow("a moved instance of a series")
        << noon(R"("recurringEventId":"series","originalStartTime":{"dateTime":"2026-11-19T10:00:00-06:00"})") << u"busy"_s;
    QTest::newRow("a cancelled instance of a series") << noon(R"("recurringEventId":"series","status":"cancelled")") << u""_s;
}

void TestGoogleCalendarBusy::knowsWhatKeepsBusy()
{
    QFETCH(QByteArray, event);
    QFETCH(QString, kind);
    m_rig->fake.add(object(event));
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    const QStringList expected = kind.isEmpty() ? QStringList() : QStringList{u"2026-11-20T18:00Z/2026-11-20T19:00Z "_s + kind};
    QCOMPARE(spelled(busy->busy), expected);
    QVERIFY(!busy->unchanged);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarBusy::readsDaysOfThePerson_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("time");
    const auto days = [](const QByteArray &from, const QByteArray &to) {
        return R"({"summary":"PTO","transparency":"transparent","start":{"date":")" + from + R"("},"end":{"date":")" + to + R"("}})";
    };
    const auto hours = [](const QByteArray &from, const QByteArray &to) {
        return R"({"start":{"dateTime":")" + from + R"(","timeZone":"America/Chicago"},"end":{"dateTime":")" + to +
               R"(","timeZone":"America/Chicago"}})";
    };
    QTest::newRow("one day") << "America/Chicago"_ba << days("2026-11-26", "2026-11-27") << u"2026-11-26T06:00Z/2026-11-27T06:00Z leave"_s;
    QTest::newRow("three days, the end is not in it")
        << "America/Chicago"_ba << days("2026-11-26", "2026-11-29") << u"2026-11-26T06:00Z/2026-11-29T06:00Z leave"_s;
    QTest::newRow("a person farther west") << "America/Los_Angeles"_ba << days("2026-11-26", "2026-11-27")
                                           << u"2026-11-26T08:00Z/2026-11-27T08:00Z leave"_s;
    QTest::newRow("a person in Auckland") << "Pacific/Auckland"_ba << days("2026-11-26", "2026-11-27")
                                          << u"2026-11-25T11:00Z/2026-11-26T11:00Z leave"_s;
    QTest::newRow("the day the clocks go back")
        << "America/Chicago"_ba << days("2026-11-01", "2026-11-02") << u"2026-11-01T05:00Z/2026-11-02T06:00Z leave"_s; // 25 hours
    QTest::newRow("the day the clocks go forward")
        << "America/Chicago"_ba << days("2026-03-08", "2026-03-09") << u"2026-03-08T06:00Z/2026-03-09T05:00Z leave"_s; // 23
    QTest::newRow("London goes back") << "Europe/London"_ba << days("2026-10-25", "2026-10-26")
                                      << u"2026-10-24T23:00Z/2026-10-26T00:00Z leave"_s;
    QTest::newRow("a day without a midnight") << "America/Santiago"_ba << days("2026-09-06", "2026-09-07")
                                              << u"2026-09-06T04:00Z/2026-09-07T03:00Z leave"_s;
    QTest::newRow("a series after the clocks went back: 9:00 stays 9:00")
        << "America/Chicago"_ba << hours("2026-11-02T09:00:00-06:00", "2026-11-02T10:00:00-06:00")
        << u"2026-11-02T15:00Z/2026-11-02T16:00Z busy"_s;
    QTest::newRow("the same before it") << "America/Chicago"_ba << hours("2026-10-26T09:00:00-05:00", "2026-10-26T10:00:00-05:00")
                                        << u"2026-10-26T14:00Z/2026-10-26T15:00Z busy"_s;
    QTest::newRow("the hour that comes twice") << "America/Chicago"_ba << hours("2026-11-01T01:30:00-06:00", "2026-11-01T02:30:00-06:00")
                                               << u"2026-11-01T07:30Z/2026-11-01T08:30Z busy"_s;
    QTest::newRow("UTC") << "America/Chicago"_ba << hours("2026-11-20T18:00:00Z", "2026-11-20T19:00:00.000Z")
                         << u"2026-11-20T18:00Z/2026-11-20T19:00Z busy"_s;
}

void TestGoogleCalendarBusy::readsDaysOfThePerson()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, event);
    QFETCH(QString, time);
    m_rig->fake.add(object(event));
    BusyQuery query = exampleQuery();
    query.zone = zone;
    query.from = instantOf(u"2026-03-01T00:00:00Z"_s);
    query.to = instantOf(u"2026-12-31T00:00:00Z"_s);
    const Result<BusyTimes> busy = m_rig->busy(query);
    QVERIFY(busy);
    QCOMPARE(spelled(busy->busy), QStringList{time});
}

void TestGoogleCalendarBusy::findsWholeWordsOnly_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<bool>("isLeave");
    QTest::newRow("the word") << u"PTO"_s << true;
    QTest::newRow("small letters") << u"pto"_s << true;
    QTest::newRow("in a sentence") << u"Dana: PTO, back Monday"_s << true;
    QTest::newRow("with a number") << u"PTO2"_s << false;
    QTest::newRow("inside a word") << u"laptop"_s << false;
    QTest::newRow("inside a word, then alone") << u"laptop pto"_s << true;
    QTest::newRow("accents") << u"¡Vacación!"_s << true;
    QTest::newRow("nothing") << u""_s << false;
}

void TestGoogleCalendarBusy::findsWholeWordsOnly()
{
    QFETCH(QString, title);
    QFETCH(bool, isLeave);
    QCOMPARE(holdsLeaveWord(title, {u" "_s, u"PTO"_s, u"vacación"_s}), isLeave);
}

void TestGoogleCalendarBusy::readsHoursThatThisMachineDoesNotHave()
{
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "America/Chicago"); // 2:30 AM of the 8th of March was left out there
    tzset();
    m_rig->fake.add(object(R"({"start":{"dateTime":"2026-03-08T02:30:00Z"},"end":{"dateTime":"2026-03-08T02:45:00Z"}})"));
    BusyQuery query = exampleQuery();
    query.from = instantOf(u"2026-03-07T00:00:00Z"_s);
    query.to = instantOf(u"2026-03-09T00:00:00Z"_s);
    const Result<BusyTimes> busy = m_rig->busy(query);
    qputenv("TZ", before);
    tzset();
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    QCOMPARE(spelled(busy->busy), QStringList{u"2026-03-08T02:30Z/2026-03-08T02:45Z busy"_s});
}

void TestGoogleCalendarBusy::readsAllPages()
{
    QStringList expected;
    for (int day = 16; day < 26; ++day) {
        const QByteArray date = QByteArray::number(day);
        m_rig->fake.add(
            object(R"({"start":{"dateTime":"2026-11-)" + date + R"(T15:00:00Z"},"end":{"dateTime":"2026-11-)" + date + R"(T16:00:00Z"}})"));
        expected.append(u"2026-11-%1T15:00Z/2026-11-%1T16:00Z busy"_s.arg(day));
    }
    m_rig->fake.setPageSize(3);
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(busy);
    QCOMPARE(spelled(busy->busy), expected);
    QCOMPARE(m_rig->fake.asked("GET "), 4);
    m_rig->fake.answerNext(200, R"({"kind":"calendar#events","items":[],"nextPageToken":"x"})", "GET ");
    m_rig->fake.answerNext(500, "", "pageToken=x");
    const Result<BusyTimes> half = m_rig->busy(exampleQuery());
    QVERIFY(!half); // a part is not the whole
    QCOMPARE(half.error().kind, ErrorKind::Transient);
    for (int i = 0; i < 30; ++i)
        m_rig->fake.answerNext(200, R"({"kind":"calendar#events","items":[],"nextPageToken":"again"})", "GET ");
    const Result<BusyTimes> endless = m_rig->busy(exampleQuery());
    QVERIFY(!endless);
    QCOMPARE(endless.error().kind, ErrorKind::Invalid);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarBusy::staysInItsWindow()
{
    BusyQuery query = exampleQuery();
    query.from = instantOf(u"2026-11-20T18:30:00Z"_s);
    query.to = instantOf(u"2026-11-20T18:45:00Z"_s);
    m_rig->fake.add(object(noon()));
    m_rig->fake.add(object(R"({"start":{"dateTime":"2026-11-20T19:00:00Z"},"end":{"dateTime":"2026-11-20T20:00:00Z"}})"));
    m_rig->fake.add(object(R"({"start":{"dateTime":"2026-11-20T18:35:00Z"},"end":{"dateTime":"2026-11-20T18:35:00Z"}})")); // lasts nothing
    QCOMPARE(spelled(m_rig->busy(query)->busy), QStringList{u"2026-11-20T18:30Z/2026-11-20T18:45Z busy"_s});
    // Auckland's 21st begins when Chicago's 20th has hours to go: Google would leave it out of a narrow window.
    query.zone = "Pacific/Auckland";
    query.from = instantOf(u"2026-11-20T12:00:00Z"_s);
    query.to = instantOf(u"2026-11-20T13:00:00Z"_s);
    m_rig->fake.add(object(R"({"summary":"PTO","start":{"date":"2026-11-21"},"end":{"date":"2026-11-22"}})"));
    QCOMPARE(spelled(m_rig->busy(query)->busy), QStringList{u"2026-11-20T12:00Z/2026-11-20T13:00Z leave"_s});
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarBusy::leavesOutOurOwn()
{
    QVERIFY(test::outcomeAs<EntryWritten>(m_rig->put(test::exampleEntry())));
    QCOMPARE(m_rig->fake.events().size(), 1);
    QVERIFY(m_rig->busy(exampleQuery())->busy.isEmpty());
    BusyQuery query = exampleQuery();
    query.ownEntries.clear();
    QCOMPARE(m_rig->busy(query)->busy.size(), 1); // it is there indeed
}

void TestGoogleCalendarBusy::readsAnEmptyCalendar()
{
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(busy);
    QVERIFY(busy->busy.isEmpty());
    QVERIFY(busy->oddities.isEmpty());
}

void TestGoogleCalendarBusy::takesNothingForFree_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const auto with = [](const QByteArray &items) {
        return R"({"kind":"calendar#events","items":)" + items + '}';
    };
    QTest::newRow("HTML") << 200 << "<html>sign in to this hotel</html>"_ba << ErrorKind::Invalid;
    QTest::newRow("cut off") << 200 << R"({"kind":"calendar#events","items":[{"id)"_ba << ErrorKind::Invalid;
    QTest::newRow("nothing") << 200 << ""_ba << ErrorKind::Invalid;
    QTest::newRow("an empty object") << 200 << "{}"_ba << ErrorKind::Invalid;
    QTest::newRow("a list") << 200 << "[]"_ba << ErrorKind::Invalid;
    QTest::newRow("something else's list") << 200 << R"({"kind":"calendar#calendarList","items":[]})"_ba << ErrorKind::Invalid;
    QTest::newRow("items that are none") << 200 << with("3") << ErrorKind::Invalid;
    QTest::newRow("an item that is none") << 200 << with("[3]") << ErrorKind::Invalid;
    QTest::newRow("no start") << 200 << with(R"([{"status":"confirmed","end":{"date":"2026-11-20"}}])") << ErrorKind::Invalid;
    QTest::newRow("no end") << 200 << with(R"([{"status":"confirmed","start":{"date":"2026-11-20"}}])") << ErrorKind::Invalid;
    QTest::newRow("no such day") << 200 << with(R"([{"start":{"date":"2026-02-30"},"end":{"date":"2026-11-20"}}])") << ErrorKind::Invalid;
    QTest::newRow("the end before the start") << 200 << with(R"([{"start":{"date":"2026-11-20"},"end":{"date":"2026-11-19"}}])")
                                              << ErrorKind::Invalid;
    QTest::newRow("a time without a zone")
        << 200 << with(R"([{"start":{"dateTime":"2026-11-20T12:00:00"},"end":{"dateTime":"2026-11-20T13:00:00"}}])") << ErrorKind::Invalid;
    QTest::newRow("too long") << 200 << QByteArray(5 << 20, ' ') << ErrorKind::Transient;
    QTest::newRow("elsewhere") << 302 << ""_ba << ErrorKind::Transient;
}

void TestGoogleCalendarBusy::takesNothingForFree()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    m_rig->fake.answerNext(status, body, "GET ", {{"Location", "https://elsewhere.example.com/"}});
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().kind, kind);
    BusyQuery query = exampleQuery();
    m_rig->fake.add(object(R"({"start":{"date":"2026-11-20"},"end":{"date":"2026-11-21"}})"));
    for (const QByteArray &zone : {"Nowhere/Atall"_ba, ""_ba}) {
        query.zone = zone;
        QCOMPARE(m_rig->busy(query).error().kind, ErrorKind::Invalid);
    }
}

QTEST_GUILESS_MAIN(TestGoogleCalendarBusy)
#include "tst_googlecalendar_busy.moc"
