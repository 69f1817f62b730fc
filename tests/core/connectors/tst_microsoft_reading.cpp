#include "connectors/microsoft/events.h"
#include "connectors/microsoft/kind.h"
#include "support/calendarrig.h"
#include "support/fakemicrosoftcalendar.h"

#include <QJsonDocument>
#include <QTest>

#include <ctime>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleQuery;
using ringback::test::FakeMicrosoftCalendar;
using ringback::test::instantOf;
using ringback::test::spelled;
using Level = Finding::Level;

namespace {

using Rig = test::CalendarRig<FakeMicrosoftCalendar>;

QJsonObject object(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        qFatal("a test with broken JSON: %s", json.constData());
    return document.object();
}

QByteArray times(const QByteArray &from, const QByteArray &to, const QByteArray &zone = "UTC")
{
    return R"("start":{"dateTime":")" + from + R"(.0000000","timeZone":")" + zone + R"("},"end":{"dateTime":")" + to +
           R"(.0000000","timeZone":")" + zone + R"("})";
}

// Noon to one in Dallas on the 20th, and what else is said of it.
QByteArray noon(const QByteArray &more = {})
{
    return '{' + times("2026-11-20T18:00:00", "2026-11-20T19:00:00") + (more.isEmpty() ? QByteArray() : ',' + more) + '}';
}

QByteArray ours(const QByteArray &uid)
{
    return R"("singleValueExtendedProperties":[{"id":"String {6f3b2a4e-9c1d-4e57-8a60-2d9b7c5e1f08} Name RingbackCallback","value":")" +
           uid + R"("}])";
}

} // namespace

class TestMicrosoftReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void knowsWhatKeepsBusy_data();
    void knowsWhatKeepsBusy();
    void readsDaysOfThePerson_data();
    void readsDaysOfThePerson();
    void readsForeignZones_data();
    void readsForeignZones();
    void readsHoursThatThisMachineDoesNotHave();
    void readsAllPages();
    void goesNowhereElse_data();
    void goesNowhereElse();
    void leavesOutOurOwn();
    void takesNothingForFree_data();
    void takesNothingForFree();
    void judgesErrors_data();
    void judgesErrors();
    void asksFourAtATime();
    void waitsWhenItIsTooFast();
    void renewsItsSignIn();
    void signsIn();
    void hearsANo();
    void readsSomebodyElsesSchedule();
    void readsSchedules_data();
    void readsSchedules();
    void readsLongSchedules();
    void tests_data();
    void tests();
    void givesUp();

private:
    void open(const QString &address = u"dana@example.com"_s, Milliseconds timeout = 5s)
    {
        m_rig->open(
            {.id = u"dana-outlook"_s,
             .staff = u"dana"_s,
             .account =
                 settings::MicrosoftCalendar{.clientId = u"public-app"_s, .credentialSecret = u"refresh-token"_s, .address = address}},
            timeout);
    }

    std::unique_ptr<Rig> m_rig;
};

void TestMicrosoftReading::init()
{
    m_rig = std::make_unique<Rig>(microsoft::kind());
    m_rig->secrets->values = {{u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestMicrosoftReading::knowsWhatKeepsBusy_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("kind"); // empty = free
    QTest::newRow("busy") << noon(R"("showAs":"busy")") << u"busy"_s;
    QTest::newRow("free") << noon(R"("showAs":"free","subject":"Lunch idea")") << u""_s;
    QTest::newRow("tentative") << noon(R"("showAs":"tentative")") << u"tentative"_s;
    QTest::newRow("out of office") << noon(R"("showAs":"oof")") << u"leave"_s;
    QTest::newRow("working elsewhere") << noon(R"("showAs":"workingElsewhere")") << u""_s;
    QTest::newRow("Graph does not know") << noon(R"("showAs":"unknown")") << u"busy"_s;
    QTest::newRow("a word that is not invented yet") << noon(R"("showAs":"siesta")") << u"busy"_s;
    QTest::newRow("leave by its title, marked as free") << noon(R"("showAs":"free","subject":"PTO Dana")") << u"leave"_s;
    QTest::newRow("leave by its title, working elsewhere") << noon(R"("showAs":"workingElsewhere","subject":"pto")") << u"leave"_s;
    QTest::newRow("a laptop is no PTO") << noon(R"("showAs":"free","subject":"New laptop")") << u""_s;
    QTest::newRow("cancelled") << noon(R"("isCancelled":true)") << u""_s;
    QTest::newRow("cancelled leave") << noon(R"("isCancelled":true,"showAs":"oof")") << u""_s;
    QTest::newRow("declined") << noon(R"("responseStatus":{"response":"declined","time":"2026-11-19T00:00:00Z"})") << u""_s;
    QTest::newRow("accepted") << noon(R"("responseStatus":{"response":"accepted"})") << u"busy"_s;
    QTest::newRow("maybe") << noon(R"("showAs":"tentative","responseStatus":{"response":"tentativelyAccepted"})") << u"tentative"_s;
    QTest::newRow("a moved instance of a series") << noon(R"("type":"exception","seriesMasterId":"AAMkmaster")") << u"busy"_s;
    QTest::newRow("ours") << noon(ours("rb-1@callback.ringback")) << u""_s;
    QTest::newRow("somebody else's") << noon(ours("rb-1@elsewhere.example")) << u"busy"_s;
}

void TestMicrosoftReading::knowsWhatKeepsBusy()
{
    QFETCH(QByteArray, event);
    QFETCH(QString, kind);
    m_rig->fake.add(object(event));
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    const QStringList expected = kind.isEmpty() ? QStringList() : QStringList{u"2026-11-20T18:00Z/2026-11-20T19:00Z "_s + kind};
    QCOMPARE(spelled(busy->busy), expected);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftReading::readsDaysOfThePerson_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("time");
    const auto days = [](const QByteArray &from, const QByteArray &to) {
        return R"({"isAllDay":true,"showAs":"oof",)" + times(from + "T00:00:00", to + "T00:00:00") + '}';
    };
    QTest::newRow("one day") << "America/Chicago"_ba << days("2026-11-26", "2026-11-27") << u"2026-11-26T06:00Z/2026-11-27T06:00Z leave"_s;
    QTest::newRow("three days, the end is not in it")
        << "America/Chicago"_ba << days("2026-11-26", "2026-11-29") << u"2026-11-26T06:00Z/2026-11-29T06:00Z leave"_s;
    QTest::newRow("a person in Auckland") << "Pacific/Auckland"_ba << days("2026-11-26", "2026-11-27")
                                          << u"2026-11-25T11:00Z/2026-11-26T11:00Z leave"_s;
    QTest::newRow("the day the clocks go back")
        << "America/Chicago"_ba << days("2026-11-01", "2026-11-02") << u"2026-11-01T05:00Z/2026-11-02T06:00Z leave"_s;
    QTest::newRow("the day the clocks go forward")
        << "America/Chicago"_ba << days("2026-03-08", "2026-03-09") << u"2026-03-08T06:00Z/2026-03-09T05:00Z leave"_s;
    QTest::newRow("London goes forward") << "Europe/London"_ba << days("2026-03-29", "2026-03-30")
                                         << u"2026-03-29T00:00Z/2026-03-29T23:00Z leave"_s;
    QTest::newRow("a whole day that is not one of midnights")
        << "America/Chicago"_ba
        << R"({"isAllDay":true,)" + times("2026-11-26T06:00:00", "2026-11-27T06:00:00") + '}'
        << u"2026-11-26T06:00Z/2026-11-27T06:00Z busy"_s;
    QTest::newRow("midnight to midnight, but no whole day")
        << "America/Chicago"_ba << '{' + times("2026-11-26T00:00:00", "2026-11-27T00:00:00") + '}'
        << u"2026-11-26T00:00Z/2026-11-27T00:00Z busy"_s;
}

void TestMicrosoftReading::readsDaysOfThePerson()
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
    // Its own window: the 26th in Auckland begins when it is the 25th in UTC.
    query.from = busy->busy.constFirst().from;
    query.to = query.from + 1h;
    QCOMPARE(m_rig->busy(query)->busy.size(), 1);
}

void TestMicrosoftReading::readsForeignZones_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("twice"); // 1:30 to 1:45 AM in Dallas, the first time, on the day the clocks go back; empty = not understood
    const QString wide = u"2026-11-01T06:30Z/2026-11-01T07:45Z busy"_s; // nobody can tell which
    QTest::newRow("UTC") << u"UTC"_s << u"2026-11-01T06:30Z/2026-11-01T06:45Z busy"_s;
    QTest::newRow("a Windows name") << u"Central Standard Time"_s << wide;
    QTest::newRow("an IANA name") << u"America/Chicago"_s << wide;
    QTest::newRow("nobody's name") << u"tzone://Microsoft/Custom"_s << QString();
    QTest::newRow("no name") << u""_s << QString();
}

void TestMicrosoftReading::readsForeignZones()
{
    QFETCH(QString, zone);
    QFETCH(QString, twice);
    m_rig->fake.answersInZone(zone);
    m_rig->fake.add(object(noon()));
    m_rig->fake.add(object('{' + times("2026-11-01T06:30:00", "2026-11-01T06:45:00") + '}'));
    BusyQuery query = exampleQuery();
    query.from -= 24h * 30;
    const Result<BusyTimes> busy = m_rig->busy(query);
    if (twice.isEmpty()) {
        QVERIFY(!busy);
        QCOMPARE(busy.error().kind, ErrorKind::Invalid);
        return;
    }
    QCOMPARE(spelled(busy->busy), QStringList({twice, u"2026-11-20T18:00Z/2026-11-20T19:00Z busy"_s}));
}

void TestMicrosoftReading::readsHoursThatThisMachineDoesNotHave()
{
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "America/Chicago"); // 2:30 AM of the 8th of March was left out there
    tzset();
    m_rig->fake.add(object(R"({"showAs":"busy",)" + times("2026-03-08T02:30:00", "2026-03-08T02:45:00") + '}'));
    BusyQuery query = exampleQuery();
    query.from = instantOf(u"2026-03-07T00:00:00Z"_s);
    query.to = instantOf(u"2026-03-09T00:00:00Z"_s);
    const Result<BusyTimes> busy = m_rig->busy(query);
    qputenv("TZ", before);
    tzset();
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    QCOMPARE(spelled(busy->busy), QStringList{u"2026-03-08T02:30Z/2026-03-08T02:45Z busy"_s});
}

void TestMicrosoftReading::readsAllPages()
{
    QStringList expected;
    for (int day = 16; day < 26; ++day) {
        const QByteArray date = "2026-11-" + QByteArray::number(day);
        m_rig->fake.add(object('{' + times(date + "T15:00:00", date + "T16:00:00") + '}'));
        expected.append(u"2026-11-%1T15:00Z/2026-11-%1T16:00Z busy"_s.arg(day));
    }
    m_rig->fake.setPageSize(3);
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(busy);
    QCOMPARE(spelled(busy->busy), expected);
    QCOMPARE(m_rig->fake.asked("calendarView"), 4);
    m_rig->fake.answerNext(503, "", "skip=6");
    const Result<BusyTimes> half = m_rig->busy(exampleQuery());
    QVERIFY(!half); // a part is not the whole
    QCOMPARE(half.error().kind, ErrorKind::Transient);
    const QByteArray again = m_rig->fake.baseUrl().toUtf8() + "/v1.0/me/calendarView?again";
    for (int i = 0; i < 60; ++i)
        m_rig->fake.answerNext(200, R"({"value":[],"@odata.nextLink":")" + again + R"("})", "calendarView");
    QCOMPARE(m_rig->busy(exampleQuery()).error().kind, ErrorKind::Invalid);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftReading::goesNowhereElse_data()
{
    QTest::addColumn<QByteArray>("next");
    QTest::newRow("another host") << "https://graph.example.com/v1.0/me/calendarView?x"_ba;
    QTest::newRow("a host that begins like ours") << "BASE.example.com/v1.0/me/calendarView"_ba;
    QTest::newRow("our host as a user name") << "BASE@example.com/v1.0/me/calendarView"_ba;
    QTest::newRow("another part of it") << "BASE/beta/me/messages"_ba;
    QTest::newRow("a path") << "/v1.0/me/calendarView?x"_ba;
    QTest::newRow("no address") << "BASE/v1.0/me/calendar View"_ba;
}

void TestMicrosoftReading::goesNowhereElse()
{
    QFETCH(QByteArray, next);
    next.replace("BASE", m_rig->fake.baseUrl().toUtf8());
    m_rig->fake.answerNext(200, R"({"value":[],"@odata.nextLink":")" + next + R"("})", "calendarView");
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().what, u"the next page is somewhere else"_s);
    QCOMPARE(m_rig->fake.asked("GET"), 2); // whose calendar, and one page
}

void TestMicrosoftReading::leavesOutOurOwn()
{
    QVERIFY(test::outcomeAs<EntryWritten>(m_rig->put(test::exampleEntry())));
    QVERIFY(m_rig->busy(exampleQuery())->busy.isEmpty());
    BusyQuery query = exampleQuery();
    query.ownEntries.clear();
    QCOMPARE(spelled(m_rig->busy(query)->busy), QStringList{u"2026-11-20T18:30Z/2026-11-20T18:45Z busy"_s}); // it is there indeed
}

void TestMicrosoftReading::takesNothingForFree_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const auto with = [](const QByteArray &events) {
        return R"({"value":)" + events + '}';
    };
    QTest::newRow("HTML") << 200 << "<html>sign in to this hotel</html>"_ba << ErrorKind::Invalid;
    QTest::newRow("cut off") << 200 << R"({"value":[{"sta)"_ba << ErrorKind::Invalid;
    QTest::newRow("nothing") << 200 << ""_ba << ErrorKind::Invalid;
    QTest::newRow("an empty object") << 200 << "{}"_ba << ErrorKind::Invalid;
    QTest::newRow("a value that is none") << 200 << with("{}") << ErrorKind::Invalid;
    QTest::newRow("an event that is none") << 200 << with("[3]") << ErrorKind::Invalid;
    QTest::newRow("nobody knows how it shows") << 200 << with('[' + noon() + ']') << ErrorKind::Invalid;
    QTest::newRow("no times") << 200 << with(R"([{"showAs":"busy"}])") << ErrorKind::Invalid;
    QTest::newRow("no such day") << 200 << with(R"([{"showAs":"busy",)" + times("2026-02-30T10:00:00", "2026-11-20T10:00:00") + "}]")
                                 << ErrorKind::Invalid;
    QTest::newRow("the end before the start") << 200
                                              << with(R"([{"showAs":"busy",)" + times("2026-11-20T10:00:00", "2026-11-20T09:00:00") + "}]")
                                              << ErrorKind::Invalid;
    QTest::newRow("an error inside a 200") << 200 << R"({"error":{"code":"ErrorServerBusy"}})"_ba << ErrorKind::Invalid;
    QTest::newRow("too long") << 200 << QByteArray(5 << 20, ' ') << ErrorKind::Transient;
    QTest::newRow("elsewhere") << 302 << ""_ba << ErrorKind::Transient;
}

void TestMicrosoftReading::takesNothingForFree()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    m_rig->fake.answerNext(status, body, "calendarView", {{"Location", "https://elsewhere.example.com/"}});
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().kind, kind);
    m_rig->fake.answerNext(200, "{}", "calendarView");
    QVERIFY(!m_rig->busy(exampleQuery()));
}

void TestMicrosoftReading::judgesErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code"); // empty = no words of Microsoft's
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("bad request") << 400 << "ErrorInvalidRequest"_ba << ErrorKind::Invalid << u"the calendar"_s;
    QTest::newRow("no consent") << 403 << "ErrorAccessDenied"_ba << ErrorKind::Refused << u"no_right"_s;
    QTest::newRow("a proxy says 403") << 403 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("no mailbox") << 404 << "MailboxNotEnabledForRESTAPI"_ba << ErrorKind::Refused << u"no_such_calendar"_s;
    QTest::newRow("no calendar") << 404 << "ErrorItemNotFound"_ba << ErrorKind::Refused << u"no_such_calendar"_s;
    QTest::newRow("too often, an hour") << 429 << "ApplicationThrottled"_ba << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("server error") << 500 << "InternalServerError"_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("not now") << 503 << "ErrorMailboxMoveInProgress"_ba << ErrorKind::Transient << u"the calendar"_s;
    QTest::newRow("time-out of a gateway") << 504 << ""_ba << ErrorKind::Transient << u"the calendar"_s;
}

void TestMicrosoftReading::judgesErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, word);
    const QByteArray body = code.isEmpty() ? QByteArray("<html>no</html>") : R"({"error":{"code":")" + code + R"(","message":"words"}})";
    for (const QByteArray &where : {"me/calendar?"_ba, "calendarView"_ba}) { // whose it is, and its events
        open();
        m_rig->fake.answerNext(status, body, where, {{"Retry-After", "3600"}});
        const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
        QVERIFY(!busy);
        QCOMPARE(busy.error().kind, kind);
        QVERIFY2(busy.error().what.startsWith(word), qPrintable(busy.error().what));
        if (status == 429)
            break; // the next would wait
    }
}

void TestMicrosoftReading::asksFourAtATime()
{
    QVERIFY(m_rig->busy(exampleQuery()));
    for (int i = 0; i < 4; ++i)
        m_rig->fake.stallNext("calendarView");
    std::vector<QCoro::Task<Result<BusyTimes>>> reading;
    const int before = m_rig->fake.asked("calendarView");
    for (int i = 0; i < 10; ++i)
        reading.push_back(m_rig->calendar->busy(exampleQuery()));
    QTRY_COMPARE(m_rig->fake.stalled(), 4);
    QCOMPARE(m_rig->fake.asked("calendarView"), before + 4);
    m_rig->calendar->abandon();
    for (QCoro::Task<Result<BusyTimes>> &each : reading)
        QCOMPARE(QCoro::waitFor(each).error().kind, ErrorKind::Transient);
    QCOMPARE(m_rig->fake.asked("calendarView"), before + 4); // the others never left
    reading.clear();
    for (int i = 0; i < 10; ++i)
        reading.push_back(m_rig->calendar->busy(exampleQuery()));
    for (QCoro::Task<Result<BusyTimes>> &each : reading)
        QVERIFY(QCoro::waitFor(each)); // every seat is free again
}

void TestMicrosoftReading::waitsWhenItIsTooFast()
{
    QVERIFY(m_rig->busy(exampleQuery()));
    const int before = m_rig->fake.asked("calendarView");
    m_rig->fake.throttleNext(2, 0);
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.asked("calendarView"), before + 3);
    m_rig->fake.throttleNext(3, 0);
    QCOMPARE(m_rig->busy(exampleQuery()).error().what, u"rate_limited"_s);
}

void TestMicrosoftReading::renewsItsSignIn()
{
    QVERIFY(m_rig->busy(exampleQuery()));
    const QByteArray second = m_rig->fake.refreshToken();
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), second); // each use brings another
    m_rig->fake.expireTokens();
    QVERIFY(m_rig->busy(exampleQuery()));
    QVERIFY(m_rig->fake.refreshToken() != second);
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), m_rig->fake.refreshToken());
    QCOMPARE(m_rig->fake.tokens(), 2);
    m_rig->fake.revoke();
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().kind, ErrorKind::Refused);
    QCOMPARE(busy.error().what, u"revoked: invalid_grant"_s);
    QCOMPARE(test::said(m_rig->put(test::exampleEntry())), u"account revoked"_s);
}

void TestMicrosoftReading::signsIn()
{
    m_rig->secrets->values.clear();
    open();
    QCOMPARE(m_rig->busy(exampleQuery()).error().what, u"revoked: not_signed_in"_s);
    const settings::MicrosoftCalendar account{
        .clientId = u"public-app"_s, .tenant = u"0a1b2c3d-0000-0000-0000-000000000000"_s, .credentialSecret = {}, .address = {}};
    QCOMPARE(microsoft::kind().signIn({.id = u"m"_s, .staff = u"dana"_s, .account = account}).authorizeUrl,
             "https://login.microsoftonline.com/0a1b2c3d-0000-0000-0000-000000000000/oauth2/v2.0/authorize"_ba);
    const Done done = m_rig->signIn();
    QVERIFY2(done, done ? "" : qPrintable(done.error().what));
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), m_rig->fake.refreshToken());
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftReading::hearsANo()
{
    const QByteArray before = m_rig->secrets->values.value(u"refresh-token"_s);
    const Done declined = m_rig->signIn(false);
    QVERIFY(!declined);
    QCOMPARE(declined.error().what, u"the sign-in was refused: access_denied"_s);
    m_rig->fake.tokenSaysNo("invalid_grant");
    const Done refused = m_rig->signIn();
    QVERIFY(!refused);
    QCOMPARE(refused.error().what, u"revoked: invalid_grant"_s);
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), before);
}

void TestMicrosoftReading::readsSomebodyElsesSchedule()
{
    open(u"sam@example.com"_s);
    m_rig->fake.setSchedule(object(R"({"scheduleItems":[{"status":"busy",)" + times("2026-11-20T18:00:00", "2026-11-20T19:00:00") +
                                   R"(},{"status":"oof",)" + times("2026-11-26T06:00:00", "2026-11-27T06:00:00") +
                                   R"(},{"status":"free","subject":"PTO, half a day",)" +
                                   times("2026-11-24T18:00:00", "2026-11-24T23:00:00") + R"(},{"status":"workingElsewhere",)" +
                                   times("2026-11-25T15:00:00", "2026-11-25T23:00:00") + R"(},{"status":"tentative",)" +
                                   times("2026-11-23T15:00:00", "2026-11-23T15:10:00") + "}]}"));
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    QCOMPARE(spelled(busy->busy),
             QStringList({u"2026-11-20T18:00Z/2026-11-20T19:00Z busy"_s, u"2026-11-23T15:00Z/2026-11-23T15:10Z tentative"_s,
                          u"2026-11-24T18:00Z/2026-11-24T23:00Z leave"_s, u"2026-11-26T06:00Z/2026-11-27T06:00Z leave"_s}));
    QCOMPARE(m_rig->fake.asked("calendarView"), 0);
    QCOMPARE(test::said(m_rig->put(test::exampleEntry())), u"account not_own_mailbox"_s);
    QCOMPARE(test::said(m_rig->remove(test::exampleEntry().uid)), u"account not_own_mailbox"_s);
    QVERIFY(m_rig->fake.events().isEmpty()); // not in Dana's by mistake
    QCOMPARE(m_rig->fake.complaints(), QStringList());
    open({}); // whoever signed in
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.asked("calendarView"), 1);
}

void TestMicrosoftReading::readsSchedules_data()
{
    QTest::addColumn<QByteArray>("schedule");
    QTest::addColumn<QStringList>("times");
    QTest::addColumn<QString>("error");
    const QStringList nothing;
    const auto failing = [](const QByteArray &code) {
        return R"({"error":{"message":"words","responseCode":")" + code + R"("}})";
    };
    QTest::newRow("free") << R"({"scheduleItems":[],"availabilityView":"0000"})"_ba << nothing << u""_s;
    QTest::newRow("signs only") << R"({"availabilityView":"0123"})"_ba
                                << QStringList{u"2026-11-20T18:15Z/2026-11-20T18:30Z tentative"_s,
                                               u"2026-11-20T18:30Z/2026-11-20T18:45Z busy"_s,
                                               u"2026-11-20T18:45Z/2026-11-20T19:00Z leave"_s}
                                << u""_s;
    QTest::newRow("no items, but signs") << R"({"scheduleItems":[],"availabilityView":"4200"})"_ba
                                         << QStringList{u"2026-11-20T18:15Z/2026-11-20T18:30Z busy"_s} << u""_s;
    QTest::newRow("signs that end too soon") << R"({"availabilityView":"00"})"_ba << nothing
                                             << u"a schedule of Microsoft's that ends too soon"_s;
    QTest::newRow("no signs") << R"({"availabilityView":"","scheduleItems":[]})"_ba << nothing
                              << u"a schedule of Microsoft's that ends too soon"_s;
    QTest::newRow("signs that nobody knows") << R"({"availabilityView":"0900"})"_ba << nothing
                                             << u"a schedule of Microsoft's with signs that nobody knows"_s;
    QTest::newRow("an item without times") << R"({"scheduleItems":[{"status":"busy"}]})"_ba << nothing
                                           << u"an event of Microsoft's: its times cannot be read"_s;
    QTest::newRow("nobody has that address") << failing("ErrorMailRecipientNotFound") << nothing
                                             << u"no_such_calendar: ErrorMailRecipientNotFound"_s;
    QTest::newRow("they do not show it") << failing("ErrorNoFreeBusyAccess") << nothing << u"no_right: ErrorNoFreeBusyAccess"_s;
    QTest::newRow("not now") << failing("ErrorServerBusy") << nothing << u"the calendar could not be asked: ErrorServerBusy"_s;
}

void TestMicrosoftReading::readsSchedules()
{
    QFETCH(QByteArray, schedule);
    QFETCH(QStringList, times);
    QFETCH(QString, error);
    open(u"SAM@example.com"_s);
    m_rig->fake.setSchedule(object(schedule));
    BusyQuery query = exampleQuery();
    query.from = instantOf(u"2026-11-20T18:00:00Z"_s);
    query.to = instantOf(u"2026-11-20T19:00:00Z"_s);
    const Result<BusyTimes> busy = m_rig->busy(query);
    QCOMPARE(busy ? QString() : busy.error().what, error);
    if (busy)
        QCOMPARE(spelled(busy->busy), times);
    else
        QCOMPARE(busy.error().kind == ErrorKind::Refused, error.startsWith("no_"_L1));
    m_rig->fake.answerNext(200, R"({"value":[]})", "getSchedule");
    QCOMPARE(m_rig->busy(query).error().kind, ErrorKind::Invalid); // nothing of Sam is not a free Sam
}

void TestMicrosoftReading::readsLongSchedules()
{
    open(u"sam@example.com"_s);
    m_rig->fake.setSchedule(object(R"({"scheduleItems":[{"status":"busy",)" + times("2026-12-14T05:00:00", "2026-12-14T07:00:00") + "}]}"));
    BusyQuery query = exampleQuery();
    query.from += 7min;
    query.to = query.from + 24h * 100; // more than Microsoft takes at once
    const Result<BusyTimes> busy = m_rig->busy(query);
    QVERIFY2(busy, busy ? "" : qPrintable(busy.error().what));
    QCOMPARE(m_rig->fake.asked("getSchedule"), 4);
    Milliseconds all(0); // perhaps in two parts
    for (const calls::BusyTime &each : busy->busy)
        all += each.to - each.from;
    QCOMPARE(all, Milliseconds(2h));
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftReading::tests_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<QStringList>("findings");
    QTest::newRow("all well") << u""_s << QStringList{u"credentials ok"_s, u"calendar ok Calendar"_s};
    QTest::newRow("nobody signed in") << u"not signed in"_s << QStringList{u"credentials not_signed_in"_s};
    QTest::newRow("revoked") << u"revoked"_s << QStringList{u"credentials not_signed_in"_s};
    QTest::newRow("another app") << u"app"_s << QStringList{u"credentials wrong"_s};
    QTest::newRow("no consent") << u"consent"_s << QStringList{u"credentials no_right"_s};
    QTest::newRow("for reading only") << u"read only"_s << QStringList{u"credentials ok"_s, u"calendar read_only Calendar"_s};
    QTest::newRow("no mailbox") << u"mailbox"_s << QStringList{u"credentials ok"_s, u"calendar no_such_calendar"_s};
    QTest::newRow("somebody else's") << u"sam"_s << QStringList{u"credentials ok"_s, u"calendar read_only sam@example.com"_s};
    QTest::newRow("nobody's address") << u"nobody"_s << QStringList{u"credentials ok"_s, u"calendar no_such_calendar nobody@example.com"_s};
    QTest::newRow("nobody there") << u"stopped"_s << QStringList{u"credentials not_reached"_s};
    QTest::newRow("a hotel's page") << u"hotel"_s << QStringList{u"credentials not_reached"_s};
}

void TestMicrosoftReading::tests()
{
    QFETCH(QString, trouble);
    QFETCH(QStringList, findings);
    open(trouble == "sam"_L1 || trouble == "nobody"_L1 ? trouble + u"@example.com"_s : u"dana@example.com"_s);
    if (trouble == "not signed in"_L1)
        m_rig->secrets->values.clear();
    if (trouble == "revoked"_L1)
        m_rig->fake.revoke();
    if (trouble == "app"_L1)
        m_rig->fake.tokenSaysNo("unauthorized_client");
    if (trouble == "consent"_L1)
        m_rig->fake.answerNext(403, R"({"error":{"code":"ErrorAccessDenied","message":"Access is denied."}})", "GET ");
    if (trouble == "read only"_L1)
        m_rig->fake.setReadOnly();
    if (trouble == "mailbox"_L1)
        m_rig->fake.answerNext(404, R"({"error":{"code":"MailboxNotEnabledForRESTAPI","message":"words"}})", "GET ");
    if (trouble == "sam"_L1)
        m_rig->fake.setSchedule({{u"scheduleItems"_s, QJsonArray()}});
    if (trouble == "stopped"_L1)
        m_rig->fake.stop();
    if (trouble == "hotel"_L1)
        m_rig->fake.answerNext(200, "<html>Welcome</html>", "GET ");
    QStringList words;
    for (const Finding &finding : m_rig->test()) {
        const QString check = finding.check == Check::Credentials ? u"credentials"_s
                              : finding.check == Check::Calendar  ? u"calendar"_s
                                                                  : u"?"_s;
        words.append((check + u' ' + finding.problem + u' ' + finding.subject).trimmed());
        QCOMPARE(finding.level == Level::Good, finding.problem == "ok"_L1);
    }
    QCOMPARE(words, findings);
}

void TestMicrosoftReading::givesUp()
{
    m_rig->fake.stallNext("calendarView");
    QCoro::Task<Result<BusyTimes>> reading = m_rig->calendar->busy(exampleQuery());
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    m_rig->calendar->abandon();
    QCOMPARE(QCoro::waitFor(reading).error().kind, ErrorKind::Transient);
    open(u"dana@example.com"_s, 200ms);
    m_rig->fake.stallNext("calendarView");
    QCOMPARE(m_rig->busy(exampleQuery()).error().kind, ErrorKind::Transient); // by itself, in time
    QVERIFY(m_rig->busy(exampleQuery()));
}

QTEST_GUILESS_MAIN(TestMicrosoftReading)
#include "tst_microsoft_reading.moc"
