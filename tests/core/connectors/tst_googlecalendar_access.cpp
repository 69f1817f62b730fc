#include "connectors/googlecalendar/events.h"
#include "connectors/googlecalendar/kind.h"
#include "support/calendarrig.h"
#include "support/fakegooglecalendar.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleQuery;
using ringback::test::FakeGoogleCalendar;
using Level = Finding::Level;

namespace {

using Rig = test::CalendarRig<FakeGoogleCalendar>;

} // namespace

class TestGoogleCalendarAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

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

void TestGoogleCalendarAccess::init()
{
    m_rig = std::make_unique<Rig>(googlecalendar::kind());
    m_rig->secrets->values = {{u"app-secret"_s, "desktop-secret"}, {u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestGoogleCalendarAccess::judgesErrors_data()
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

void TestGoogleCalendarAccess::judgesErrors()
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

void TestGoogleCalendarAccess::waitsWhenItIsTooFast()
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

void TestGoogleCalendarAccess::renewsItsToken()
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

void TestGoogleCalendarAccess::signsIn()
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

void TestGoogleCalendarAccess::hearsANo()
{
    const QByteArray before = m_rig->secrets->values.value(u"refresh-token"_s);
    const Done done = m_rig->signIn(false);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Refused);
    QCOMPARE(done.error().what, u"the sign-in was refused: access_denied"_s);
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), before);
}

void TestGoogleCalendarAccess::keepsNoSignInByHalves_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("what");
    QTest::newRow("the code is old") << "invalid_grant"_ba << u"revoked: invalid_grant"_s;
    QTest::newRow("another secret") << "invalid_client"_ba << u"revoked: invalid_client"_s;
    QTest::newRow("not now") << "temporarily_unavailable"_ba << u"no access token came: temporarily_unavailable"_s;
}

void TestGoogleCalendarAccess::keepsNoSignInByHalves()
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

void TestGoogleCalendarAccess::tests_data()
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

void TestGoogleCalendarAccess::tests()
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

void TestGoogleCalendarAccess::opensWithItsSecret()
{
    QVERIFY(googlecalendar::kind().abilities.reads && googlecalendar::kind().abilities.writes && !googlecalendar::kind().abilities.trails);
    QCOMPARE(m_rig->calendar->abilities(), googlecalendar::kind().abilities);
    m_rig->secrets->values.remove(u"app-secret"_s);
    open();
    QVERIFY(!m_rig->calendar);
}

void TestGoogleCalendarAccess::givesUp()
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

QTEST_GUILESS_MAIN(TestGoogleCalendarAccess)
#include "tst_googlecalendar_access.moc"
