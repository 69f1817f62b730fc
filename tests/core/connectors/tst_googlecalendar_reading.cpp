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
using Level = Finding::Level;

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

class TestGoogleCalendarReading : public QObject {
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
    void judgesErrors_data();
    void judgesErrors();
    void waitsWhenItIsTooFast();
    void renewsItsToken();
    void signsIn();
    void hearsANo();
    void keepsNoSignInByHalves_data();
    void keepsNoSignInByHalves();
    void tests_data();
    void tests();
    void opensWithItsSecret();
    void givesUp();

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

void TestGoogleCalendarReading::init()
{
    m_rig = std::make_unique<Rig>(googlecalendar::kind());
    m_rig->secrets->values = {{u"app-secret"_s, "desktop-secret"}, {u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestGoogleCalendarReading::knowsWhatKeepsBusy_data()
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

void TestGoogleCalendarReading::knowsWhatKeepsBusy()
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

void TestGoogleCalendarReading::readsDaysOfThePerson_data()
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

void TestGoogleCalendarReading::readsDaysOfThePerson()
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

void TestGoogleCalendarReading::findsWholeWordsOnly_data()
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

void TestGoogleCalendarReading::findsWholeWordsOnly()
{
    QFETCH(QString, title);
    QFETCH(bool, isLeave);
    QCOMPARE(holdsLeaveWord(title, {u" "_s, u"PTO"_s, u"vacación"_s}), isLeave);
}

void TestGoogleCalendarReading::readsHoursThatThisMachineDoesNotHave()
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

void TestGoogleCalendarReading::readsAllPages()
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

void TestGoogleCalendarReading::staysInItsWindow()
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

void TestGoogleCalendarReading::leavesOutOurOwn()
{
    QVERIFY(test::outcomeAs<EntryWritten>(m_rig->put(test::exampleEntry())));
    QCOMPARE(m_rig->fake.events().size(), 1);
    QVERIFY(m_rig->busy(exampleQuery())->busy.isEmpty());
    BusyQuery query = exampleQuery();
    query.ownEntries.clear();
    QCOMPARE(m_rig->busy(query)->busy.size(), 1); // it is there indeed
}

void TestGoogleCalendarReading::readsAnEmptyCalendar()
{
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(busy);
    QVERIFY(busy->busy.isEmpty());
    QVERIFY(busy->oddities.isEmpty());
}

void TestGoogleCalendarReading::takesNothingForFree_data()
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

void TestGoogleCalendarReading::takesNothingForFree()
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

void TestGoogleCalendarReading::judgesErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason"); // empty = no words of Google's
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("bad request") << 400 << "badRequest"_ba << ErrorKind::Invalid << u"the calendar"_s;
    QTest::newRow("no right") << 403 << "insufficientPermissions"_ba << ErrorKind::Refused << u"no_right"_s;
    QTest::newRow("the API is not switched on") << 403 << "accessNotConfigured"_ba << ErrorKind::Refused << u"no_right"_s;
    QTest::newRow("daily limit") << 403 << "dailyLimitExceeded"_ba << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("a proxy says 403") << 403 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("no such calendar") << 404 << "notFound"_ba << ErrorKind::Refused << u"no_such_calendar"_s;
    QTest::newRow("a proxy says 404") << 404 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("gone") << 410 << "updatedMinTooLongAgo"_ba << ErrorKind::Refused << u"no_such_calendar"_s;
    QTest::newRow("server error") << 500 << "backendError"_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("bad gateway") << 502 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("a proxy wants a password") << 407 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
}

void TestGoogleCalendarReading::judgesErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, word);
    const QByteArray body = reason.isEmpty()
                                ? QByteArray("<html>no</html>")
                                : R"({"error":{"code":1,"message":"Google's words","errors":[{"reason":")" + reason + R"("}]}})";
    m_rig->fake.answerNext(status, body, "GET ", {{"Retry-After", "60"}});
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().kind, kind);
    QVERIFY2(busy.error().what.startsWith(word), qPrintable(busy.error().what));
}

void TestGoogleCalendarReading::waitsWhenItIsTooFast()
{
    QVERIFY(m_rig->busy(exampleQuery())); // a token is there
    m_rig->fake.throttleNext(1, 0);
    m_rig->fake.answerNext(403, R"({"error":{"code":403,"errors":[{"domain":"usageLimits","reason":"userRateLimitExceeded"}]}})", "GET ",
                           {{"Retry-After", "0"}});
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.asked("GET "), 4);
    m_rig->fake.throttleNext(1, 3600); // nobody waits an hour here
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().what, u"rate_limited"_s);
}

void TestGoogleCalendarReading::renewsItsToken()
{
    QVERIFY(m_rig->busy(exampleQuery()));
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.tokens(), 1);
    m_rig->fake.expireTokens();
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.tokens(), 2);
    m_rig->clock.advance(1h);
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.tokens(), 3);
    m_rig->fake.revoke();
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().kind, ErrorKind::Refused);
    QCOMPARE(busy.error().what, u"revoked: invalid_grant"_s);
    QCOMPARE(test::said(m_rig->put(test::exampleEntry())), u"account revoked"_s);
}

void TestGoogleCalendarReading::signsIn()
{
    m_rig->secrets->values.remove(u"refresh-token"_s);
    open();
    QCOMPARE(m_rig->busy(exampleQuery()).error().what, u"revoked: not_signed_in"_s);
    const LoopbackSignIn::Provider provider = googlecalendar::kind().signIn(
        {.id = u"g"_s,
         .staff = u"dana"_s,
         .account = settings::GoogleCalendar{.clientId = u"desktop-app"_s, .clientSecret = {}, .credentialSecret = {}}});
    QCOMPARE(provider.authorizeUrl, "https://accounts.google.com/o/oauth2/v2/auth"_ba);
    const Done done = m_rig->signIn();
    QVERIFY2(done, done ? "" : qPrintable(done.error().what));
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), m_rig->fake.refreshToken());
    QVERIFY(m_rig->busy(exampleQuery())); // the same calendar, without opening it anew
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarReading::hearsANo()
{
    const QByteArray before = m_rig->secrets->values.value(u"refresh-token"_s);
    const Done done = m_rig->signIn(false);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Refused);
    QCOMPARE(done.error().what, u"the sign-in was refused: access_denied"_s);
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), before);
}

void TestGoogleCalendarReading::keepsNoSignInByHalves_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("what");
    QTest::newRow("the code is old") << "invalid_grant"_ba << u"revoked: invalid_grant"_s;
    QTest::newRow("another secret") << "invalid_client"_ba << u"revoked: invalid_client"_s;
    QTest::newRow("not now") << "temporarily_unavailable"_ba << u"no access token came: temporarily_unavailable"_s;
}

void TestGoogleCalendarReading::keepsNoSignInByHalves()
{
    QFETCH(QByteArray, error);
    QFETCH(QString, what);
    const QByteArray before = m_rig->secrets->values.value(u"refresh-token"_s);
    m_rig->fake.tokenSaysNo(error);
    const Done done = m_rig->signIn();
    QVERIFY(!done);
    QCOMPARE(done.error().what, what);
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), before);
}

void TestGoogleCalendarReading::tests_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<QStringList>("findings");
    QTest::newRow("all well") << u""_s << QStringList{u"credentials ok"_s, u"calendar ok dana@example.com"_s};
    QTest::newRow("nobody signed in") << u"not signed in"_s << QStringList{u"credentials not_signed_in"_s};
    QTest::newRow("revoked, or a week in Testing") << u"revoked"_s << QStringList{u"credentials not_signed_in"_s};
    QTest::newRow("another secret") << u"secret"_s << QStringList{u"credentials wrong"_s};
    QTest::newRow("for reading only") << u"reader"_s << QStringList{u"credentials ok"_s, u"calendar read_only dana@example.com"_s};
    QTest::newRow("free or busy only") << u"freeBusyReader"_s
                                       << QStringList{u"credentials ok"_s, u"calendar not_readable dana@example.com"_s};
    QTest::newRow("no such calendar") << u"gone"_s << QStringList{u"credentials ok"_s, u"calendar no_such_calendar"_s};
    QTest::newRow("the box was not ticked") << u"scope"_s << QStringList{u"credentials no_right"_s};
    QTest::newRow("too often") << u"throttled"_s << QStringList{u"credentials rate_limited"_s};
    QTest::newRow("nobody there") << u"stopped"_s << QStringList{u"credentials not_reached"_s};
    QTest::newRow("a hotel's page") << u"hotel"_s << QStringList{u"credentials not_reached"_s};
}

void TestGoogleCalendarReading::tests()
{
    QFETCH(QString, trouble);
    QFETCH(QStringList, findings);
    if (trouble == "not signed in"_L1)
        m_rig->secrets->values.remove(u"refresh-token"_s);
    if (trouble == "revoked"_L1)
        m_rig->fake.revoke();
    if (trouble == "secret"_L1)
        m_rig->secrets->values.insert(u"app-secret"_s, "another");
    if (trouble.endsWith("eader"_L1))
        m_rig->fake.setRole(trouble);
    if (trouble == "gone"_L1)
        m_rig->fake.removeCalendar();
    if (trouble == "scope"_L1)
        m_rig->fake.answerNext(403, R"({"error":{"code":403,"errors":[{"reason":"insufficientPermissions"}],"message":"Insufficient"}})",
                               "GET ");
    if (trouble == "throttled"_L1)
        m_rig->fake.answerNext(429, "{}", "GET ", {{"Retry-After", "600"}});
    if (trouble == "stopped"_L1)
        m_rig->fake.stop();
    if (trouble == "hotel"_L1)
        m_rig->fake.answerNext(200, "<html>Welcome</html>", "GET ");
    open();
    QStringList words;
    for (const Finding &finding : m_rig->test()) {
        const QString check = finding.check == Check::Credentials ? u"credentials"_s
                              : finding.check == Check::Calendar  ? u"calendar"_s
                                                                  : u"?"_s;
        words.append((check + u' ' + finding.problem + u' ' + finding.subject).trimmed());
        QCOMPARE(finding.level == Level::Good, finding.problem == "ok"_L1);
        QVERIFY(!finding.detail.contains(u"desktop-secret"_s));
    }
    QCOMPARE(words, findings);
}

void TestGoogleCalendarReading::opensWithItsSecret()
{
    QVERIFY(googlecalendar::kind().abilities.reads && googlecalendar::kind().abilities.writes && !googlecalendar::kind().abilities.trails);
    QCOMPARE(m_rig->calendar->abilities(), googlecalendar::kind().abilities);
    m_rig->secrets->values.remove(u"app-secret"_s);
    open();
    QVERIFY(!m_rig->calendar);
}

void TestGoogleCalendarReading::givesUp()
{
    m_rig->fake.stallNext("GET ");
    QCoro::Task<Result<BusyTimes>> reading = m_rig->calendar->busy(exampleQuery());
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    m_rig->calendar->abandon();
    QCOMPARE(QCoro::waitFor(reading).error().kind, ErrorKind::Transient);
    open(200ms);
    m_rig->fake.stallNext("GET ");
    QCOMPARE(m_rig->busy(exampleQuery()).error().kind, ErrorKind::Transient); // by itself, in time
    QVERIFY(m_rig->busy(exampleQuery()));
}

QTEST_GUILESS_MAIN(TestGoogleCalendarReading)
#include "tst_googlecalendar_reading.moc"
