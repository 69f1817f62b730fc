#include "connectors/microsoft/events.h"
#include "connectors/microsoft/kind.h"
#include "support/calendarrig.h"
#include "support/fakemicrosoftcalendar.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleQuery;
using ringback::test::FakeMicrosoftCalendar;
using Level = Finding::Level;

namespace {

using Rig = test::CalendarRig<FakeMicrosoftCalendar>;

} // namespace

class TestMicrosoftAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void goesNowhereElse_data();
    void goesNowhereElse();
    void judgesErrors_data();
    void judgesErrors();
    void asksFourAtATime();
    void waitsWhenItIsTooFast();
    void renewsItsSignIn();
    void signsIn();
    void hearsANo();
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

void TestMicrosoftAccess::init()
{
    m_rig = std::make_unique<Rig>(microsoft::kind());
    m_rig->secrets->values = {{u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestMicrosoftAccess::goesNowhereElse_data()
{
    QTest::addColumn<QByteArray>("next");
    QTest::newRow("another host") << "https://graph.example.com/v1.0/me/calendarView?x"_ba;
    QTest::newRow("a host that begins like ours") << "BASE.example.com/v1.0/me/calendarView"_ba;
    QTest::newRow("our host as a user name") << "BASE@example.com/v1.0/me/calendarView"_ba;
    QTest::newRow("a path that begins like ours") << "BASE/v1.0.example/me/calendarView"_ba;
    QTest::newRow("another part of it") << "BASE/beta/me/messages"_ba;
    QTest::newRow("a path") << "/v1.0/me/calendarView?x"_ba;
    QTest::newRow("no address") << "BASE/v1.0/me/calendar View"_ba;
}

void TestMicrosoftAccess::goesNowhereElse()
{
    QFETCH(QByteArray, next);
    next.replace("BASE", m_rig->fake.baseUrl().toUtf8());
    m_rig->fake.answerNext(200, R"({"value":[],"@odata.nextLink":")" + next + R"("})", "calendarView");
    const Result<BusyTimes> busy = m_rig->busy(exampleQuery());
    QVERIFY(!busy);
    QCOMPARE(busy.error().what, u"the next page is somewhere else"_s);
    QCOMPARE(m_rig->fake.asked("GET"), 2); // whose calendar, and one page
}

void TestMicrosoftAccess::judgesErrors_data()
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

void TestMicrosoftAccess::judgesErrors()
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

void TestMicrosoftAccess::asksFourAtATime()
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

void TestMicrosoftAccess::waitsWhenItIsTooFast()
{
    QVERIFY(m_rig->busy(exampleQuery()));
    const int before = m_rig->fake.asked("calendarView");
    m_rig->fake.throttleNext(2, 0);
    QVERIFY(m_rig->busy(exampleQuery()));
    QCOMPARE(m_rig->fake.asked("calendarView"), before + 3);
    m_rig->fake.throttleNext(3, 0);
    QCOMPARE(m_rig->busy(exampleQuery()).error().what, u"rate_limited"_s);
}

void TestMicrosoftAccess::renewsItsSignIn()
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

void TestMicrosoftAccess::signsIn()
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

void TestMicrosoftAccess::hearsANo()
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

void TestMicrosoftAccess::tests_data()
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

void TestMicrosoftAccess::tests()
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

void TestMicrosoftAccess::givesUp()
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

QTEST_GUILESS_MAIN(TestMicrosoftAccess)
#include "tst_microsoft_access.moc"
