#include "support/fakecaldav.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::connectors;
using ringback::test::as;
using ringback::test::davCallback;
using ringback::test::davEvent;
using ringback::test::davUid;
using ringback::test::FakeCalDav;
using ringback::test::itemOf;
using ringback::test::multistatus;
using ringback::test::response;
using ringback::test::said;
using Class = EntryRefused::Class;

// Against a server that lies, repeats, forgets and stalls.
class TestCalDavLies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsTheCalendarInSteps();
    void keepsThePasswordAtHome();
    void asksOnlyForTheVersion();
    void takesNoLieForFree_data();
    void takesNoLieForFree();
    void asksForSeriesByThemselves_data();
    void asksForSeriesByThemselves();
    void doesWithoutAVersion();
    void judgesAnswersToACreate_data();
    void judgesAnswersToACreate();
    void repeatsALostAnswer_data();
    void repeatsALostAnswer();
    void readsATagThatWasNotTold();
    void changesWhatItReadJustNow();
    void aServerThatMindsNoConditions();
    void looksForAUidUnderAnotherName_data();
    void looksForAUidUnderAnotherName();
    void removes_data();
    void removes();
    void givesUp();
    void opensOnlyWhatIsSafe_data();
    void opensOnlyWhatIsSafe();

private:
    std::unique_ptr<FakeCalDav> m_fake;
    std::unique_ptr<test::CalDavRig> m_rig;
};

void TestCalDavLies::init()
{
    m_fake = std::make_unique<FakeCalDav>();
    m_rig = std::make_unique<test::CalDavRig>();
    m_rig->secrets->values.insert(u"dana"_s, "app-pass-word");
    m_rig->calendar = m_rig->opened({.address = m_fake->baseUrl().toString(), .user = u"dana"_s, .passwordSecret = u"dana"_s}, 5s);
    QVERIFY(m_rig->calendar);
}

void TestCalDavLies::cleanup()
{
    m_rig.reset();
    QCOMPARE(m_fake->left(), 0);
}

void TestCalDavLies::findsTheCalendarInSteps()
{
    m_fake->next("PROPFIND /", 200, "<html>Welcome</html>", "text/html"); // the address says nothing of calendars: the well-known one does
    QCOMPARE(m_rig->test(), QStringList({u"credentials ok"_s, u"calendar ok"_s}));
    const EntryOutcome outcome = m_rig->put(davCallback());
    QVERIFY2(as<EntryWritten>(outcome), said(outcome));
    QCOMPARE(m_fake->all().keys(), QList<QByteArray>({FakeCalDav::place()}));
}

void TestCalDavLies::keepsThePasswordAtHome()
{
    FakeCalDav other; // by another name than 127.0.0.1, and so another site
    const QByteArray elsewhere = "http://localhost:" + QByteArray::number(other.baseUrl().port()) + "/123/calendars/";
    m_fake->next("PROPFIND /", test::ScriptedServer::Then::Answer, {.status = 302, .headers = {{"Location", elsewhere}}});
    m_fake->next("PROPFIND /.well-known/caldav", test::ScriptedServer::Then::Answer, {.status = 302, .headers = {{"Location", elsewhere}}});
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Refused);
    QCOMPARE(other.requests().size(), 0);
    for (int i = 0; i < 2; ++i) { // from the address itself, and from the well-known one
        m_fake->next(
            "PROPFIND /123/principal/", 207,
            multistatus(response("/123/principal/", "<c:calendar-home-set><d:href>" + elsewhere + "</d:href></c:calendar-home-set>")));
    }
    const Result<BusyTimes> again = m_rig->busy();
    QVERIFY(!again);
    QCOMPARE(again.error().kind, ErrorKind::Refused);
    QCOMPARE(other.requests().size(), 0);
}

void TestCalDavLies::asksOnlyForTheVersion()
{
    m_fake->add("/123/calendars/work/a.ics", davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n"));
    const Result<BusyTimes> first = m_rig->busy();
    QVERIFY2(first, said(first));
    QCOMPARE(first->busy.size(), 1);
    m_fake->forgetRequests();
    const Result<BusyTimes> second = m_rig->busy(first->cursor, 2min);
    QVERIFY(second && second->unchanged);
    QCOMPARE(m_fake->requests().size(), 1);
    QCOMPARE(m_fake->requests("PROPFIND /123/calendars/work/").size(), 1);
    m_fake->add("/123/calendars/work/b.ics", davEvent("b", "DTSTART:20261124T140000Z\nDTEND:20261124T150000Z\n"));
    const Result<BusyTimes> third = m_rig->busy(first->cursor, 4min);
    QVERIFY(third && !third->unchanged);
    QCOMPARE(third->busy.size(), 2);
}

void TestCalDavLies::takesNoLieForFree_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const QByteArray event = davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n");
    const QByteArray good = multistatus(itemOf("/123/calendars/work/a.ics", event));
    const QByteArray report = "REPORT /123/calendars/work/";
    QTest::newRow("a page") << report << 200 << QByteArray("<html>Sign in</html>") << ErrorKind::Invalid;
    QTest::newRow("a page that calls itself 207") << report << 207 << QByteArray("<html>Sign in</html>") << ErrorKind::Invalid;
    QTest::newRow("nothing") << report << 207 << QByteArray() << ErrorKind::Invalid;
    QTest::newRow("nothing at all") << report << 200 << QByteArray() << ErrorKind::Invalid;
    QTest::newRow("an event without its text") << report << 207
                                               << multistatus(response("/123/calendars/work/a.ics", "<d:getetag>\"1\"</d:getetag>"))
                                               << ErrorKind::Invalid;
    QTest::newRow("an empty text") << report << 207 << multistatus(itemOf("/123/calendars/work/a.ics", " ")) << ErrorKind::Invalid;
    QTest::newRow("a text that may not be read")
        << report << 207 << QByteArray(good).replace("200 OK", "403 Forbidden") << ErrorKind::Invalid;
    QTest::newRow("one of two is refused")
        << report << 207
        << multistatus(itemOf("/123/calendars/work/a.ics", event) +
                       "<d:response><d:href>/123/calendars/work/b.ics</d:href><d:status>HTTP/1.1 403 Forbidden</d:status></d:response>")
        << ErrorKind::Invalid;
    QTest::newRow("a list that is not whole")
        << report << 207
        << multistatus(
               itemOf("/123/calendars/work/a.ics", event) +
               "<d:response><d:href>/123/calendars/work/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>")
        << ErrorKind::Transient;
    QTest::newRow("cut off") << report << 207 << good.first(good.size() - 20) << ErrorKind::Invalid;
    QTest::newRow("an event that is cut off") << report << 207
                                              << multistatus(itemOf("/123/calendars/work/a.ics", event.first(event.size() - 20)))
                                              << ErrorKind::Invalid;
    QTest::newRow("longer than any") << report << 207 << QByteArray(5 << 20, ' ') << ErrorKind::Transient;
    QTest::newRow("no right") << report << 403 << QByteArray() << ErrorKind::Refused;
    QTest::newRow("an error of its own") << report << 500 << QByteArray() << ErrorKind::Transient;
    QTest::newRow("too fast") << report << 429 << QByteArray() << ErrorKind::Transient;
    QTest::newRow("does not know the question") << report << 501 << QByteArray() << ErrorKind::Invalid;
    const QByteArray propfind = "PROPFIND /123/calendars/work/";
    QTest::newRow("the calendar is gone") << propfind << 404 << QByteArray() << ErrorKind::Refused;
    QTest::newRow("the calendar is gone, inside a list") << propfind << 207
                                                         << multistatus("<d:response><d:href>http%3A//127.0.0.1%3A1/123/calendars/work/</"
                                                                        "d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>")
                                                         << ErrorKind::Refused;
    QTest::newRow("the calendar is no calendar")
        << propfind << 207 << multistatus(response("/123/calendars/work/", "<d:resourcetype><d:collection/></d:resourcetype>"))
        << ErrorKind::Refused;
    QTest::newRow("it says nothing of itself") << propfind << 207 << multistatus({}) << ErrorKind::Invalid;
    QTest::newRow("it speaks of another") << propfind << 207
                                          << multistatus(response("/123/calendars/home/", "<d:resourcetype><c:calendar/></d:resourcetype>"))
                                          << ErrorKind::Invalid;
}

void TestCalDavLies::takesNoLieForFree()
{
    QFETCH(QByteArray, verb);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    QVERIFY(m_rig->busy()); // it was found, and all was well
    m_fake->add("/123/calendars/work/a.ics", davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n"));
    m_fake->next(verb, status, body, "text/xml; charset=utf-8");
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY2(!read, said(read));
    QCOMPARE(read.error().kind, kind);
    const Result<BusyTimes> later = m_rig->busy();
    QVERIFY2(later && later->busy.size() == 1, said(later)); // and it finds its way again
}

void TestCalDavLies::asksForSeriesByThemselves_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<std::optional<ErrorKind>>("error");
    const QByteArray event = davEvent("a", "DTSTART:20261102T140000Z\nDTEND:20261102T150000Z\nRRULE:FREQ=WEEKLY\n");
    QTest::newRow("which the first question left out")
        << 207 << multistatus(itemOf("/123/calendars/work/a.ics", event)) << std::optional<ErrorKind>();
    QTest::newRow("a page") << 200 << QByteArray("<html>Sign in</html>") << std::optional(ErrorKind::Invalid);
    QTest::newRow("cut off") << 207 << multistatus({}).chopped(3) << std::optional(ErrorKind::Invalid);
    QTest::newRow("an error of its own") << 502 << QByteArray() << std::optional(ErrorKind::Transient);
}

void TestCalDavLies::asksForSeriesByThemselves()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(std::optional<ErrorKind>, error);
    m_fake->next("REPORT /123/calendars/work/", 207, multistatus({}), "text/xml");
    m_fake->next("REPORT /123/calendars/work/", status, body, "text/xml");
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY2(read.has_value() == !error, said(read));
    if (error)
        QCOMPARE(read.error().kind, *error);
    else
        QCOMPARE(read->busy.size(), 2); // on 23 and 30 November
}

void TestCalDavLies::doesWithoutAVersion()
{
    m_fake->tellsVersion = false;
    const Result<BusyTimes> first = m_rig->busy();
    QVERIFY(first);
    m_fake->add("/123/calendars/work/a.ics", davEvent("a", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n"));
    const Result<BusyTimes> second = m_rig->busy(first->cursor);
    QVERIFY(second && !second->unchanged);
    QCOMPARE(second->busy.size(), 1);
    QVERIFY(m_rig->busy(second->cursor)->unchanged);
}

void TestCalDavLies::judgesAnswersToACreate_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("outcome");
    const auto error = [](const QByteArray &name) {
        return "<d:error xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><" + name + "/></d:error>";
    };
    QTest::newRow("no password any more") << 401 << QByteArray() << QByteArray("refused the account: 401");
    QTest::newRow("no right") << 403 << QByteArray() << QByteArray("refused the account: 403");
    QTest::newRow("no right, by its name") << 403 << error("d:need-privileges") << QByteArray("refused the account: 403");
    QTest::newRow("a wrong entry") << 403 << error("c:valid-calendar-data") << QByteArray("refused the entry: 403");
    QTest::newRow("a wrong entry, by Xandikos") << 412 << error("c:valid-calendar-data") << QByteArray("refused the entry: 412");
    QTest::newRow("a long entry") << 413 << QByteArray() << QByteArray("refused the entry: 413");
    QTest::newRow("a wrong request") << 400 << QByteArray() << QByteArray("refused the entry: 400");
    QTest::newRow("no calendar") << 409 << QByteArray() << QByteArray("refused the account: no_such_calendar");
    QTest::newRow("no calendar, 404") << 404 << QByteArray() << QByteArray("refused the account: no_such_calendar");
    QTest::newRow("read only") << 405 << QByteArray() << QByteArray("refused the account: 405");
    QTest::newRow("full") << 507 << QByteArray() << QByteArray("refused full: 507");
    QTest::newRow("full, by its name") << 403 << error("d:quota-not-exceeded") << QByteArray("refused full: 403");
    QTest::newRow("too fast") << 429 << QByteArray() << QByteArray("refused for now: 429");
    QTest::newRow("locked") << 423 << QByteArray() << QByteArray("refused for now: 423");
    QTest::newRow("closed for the moment") << 503 << QByteArray() << QByteArray("refused for now: 503");
    QTest::newRow("moved") << 301 << QByteArray() << QByteArray("refused for now: 301");
    QTest::newRow("a server that stumbles") << 500 << QByteArray() << QByteArray("unknown");
    QTest::newRow("a proxy that gave up") << 504 << QByteArray() << QByteArray("unknown");
    QTest::newRow("an answer of no PUT") << 207 << QByteArray() << QByteArray("unknown");
}

void TestCalDavLies::judgesAnswersToACreate()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, outcome);
    m_fake->next("PUT " + FakeCalDav::place(), status, body, "application/xml");
    QCOMPARE(said(m_rig->put(davCallback())), outcome);
    QVERIFY(m_fake->all().isEmpty());
    QCOMPARE(said(m_rig->put(davCallback())), "written");
}

void TestCalDavLies::repeatsALostAnswer_data()
{
    QTest::addColumn<bool>("isMoved");
    QTest::newRow("as it was") << false;
    QTest::newRow("moved by a person meanwhile") << true;
}

void TestCalDavLies::repeatsALostAnswer()
{
    QFETCH(bool, isMoved);
    m_fake->next("PUT " + FakeCalDav::place(), test::ScriptedServer::Then::TakeAndDrop);
    QCOMPARE(said(m_rig->put(davCallback())), "unknown");
    if (isMoved)
        m_fake->add(FakeCalDav::place(), QByteArray(m_fake->all().value(FakeCalDav::place())).replace("T150000Z", "T143000Z"));
    QCOMPARE(said(m_rig->put(davCallback())), "written");
    QCOMPARE(m_fake->all().size(), 1);
    QCOMPARE(m_fake->all().value(FakeCalDav::place()).contains("DTSTART:20261123T143000Z"), isMoved); // we changed nothing since
}

void TestCalDavLies::readsATagThatWasNotTold()
{
    m_fake->tellsTags = false;
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(!written->place.tag.isEmpty());
    QVERIFY(!written->place.tag.startsWith(u"W/"));
    QCOMPARE(said(m_rig->remove(written->place)), "written");
}

void TestCalDavLies::changesWhatItReadJustNow()
{
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    CalendarEntry later = davCallback(2);
    later.from += 1h;
    later.to += 1h;
    m_fake->next("PUT " + FakeCalDav::place(), 412, {}); // somebody was in between
    QCOMPARE(said(m_rig->put(later, written->place)), "written");
    QVERIFY(m_fake->all().value(FakeCalDav::place()).contains("DTSTART:20261123T160000Z"));
    for (int i = 0; i < 3; ++i)
        m_fake->next("PUT " + FakeCalDav::place(), 412, {});
    later.from += 1h;
    later.to += 1h;
    QCOMPARE(said(m_rig->put(later, written->place)), "refused for now: 412");
    m_fake->next("GET " + FakeCalDav::place(), 200, "<html>Sign in</html>", "text/html");
    QCOMPARE(said(m_rig->put(later, written->place)), "refused for now: not_understood");
    m_fake->next("GET " + FakeCalDav::place(), 410, {});
    QCOMPARE(said(m_rig->put(later, written->place)), "gone");
    m_fake->next("PUT " + FakeCalDav::place(), 404, {}); // deleted in between
    QCOMPARE(said(m_rig->put(later, written->place)), "gone");
    m_fake->next("PUT " + FakeCalDav::place(), 507, {});
    QCOMPARE(said(m_rig->put(later, written->place)), "refused full: 507");
    QCOMPARE(said(m_rig->put(later, written->place)), "written");
    QCOMPARE(m_fake->all().size(), 1);
}

// Google takes an If-None-Match for nothing.
void TestCalDavLies::aServerThatMindsNoConditions()
{
    m_fake->minds = false;
    m_fake->next("PUT " + FakeCalDav::place(), test::ScriptedServer::Then::TakeAndDrop);
    QCOMPARE(said(m_rig->put(davCallback())), "unknown");
    QCOMPARE(said(m_rig->put(davCallback())), "written");
    QCOMPARE(m_fake->all().size(), 1);
}

void TestCalDavLies::looksForAUidUnderAnotherName_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("as the standard has it")
        << 403 << QByteArray("<d:error xmlns:d=\"DAV:\"><c:no-uid-conflict xmlns:c=\"urn:ietf:params:xml:ns:caldav\"/></d:error>");
    QTest::newRow("Radicale") << 409 << QByteArray();
    QTest::newRow("Nextcloud") << 400 << QByteArray();
    QTest::newRow("Xandikos") << 207
                              << multistatus("<d:response><d:href>/a.ics</d:href><d:status>HTTP/1.1 412 Precondition Failed</d:status>"
                                             "<d:error><c:no-uid-conflict/></d:error></d:response>");
}

void TestCalDavLies::looksForAUidUnderAnotherName()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QVERIFY(as<EntryWritten>(m_rig->put(davCallback())));
    const QByteArray text = m_fake->all().value(FakeCalDav::place());
    QCOMPARE(said(m_rig->remove({})), "written");
    m_fake->add("/123/calendars/work/other.ics", davEvent("other", "DTSTART:20261123T140000Z\nDTEND:20261123T150000Z\n"));
    m_fake->add("/123/calendars/work/2F-1.ics", text);
    m_fake->next("PUT " + FakeCalDav::place(), status, body, "application/xml");
    const EntryOutcome outcome = m_rig->put(davCallback());
    QVERIFY2(as<EntryWritten>(outcome), said(outcome));
    QCOMPARE(as<EntryWritten>(outcome)->place.id, u"/123/calendars/work/2F-1.ics"_s);
    QCOMPARE(m_fake->all().size(), 2);
}

void TestCalDavLies::removes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("gone") << 404 << QByteArray("gone");
    QTest::newRow("gone for good") << 410 << QByteArray("gone");
    QTest::newRow("somebody changed it") << 412 << QByteArray("written");
    QTest::newRow("no right") << 403 << QByteArray("refused the account: 403");
    QTest::newRow("no password any more") << 401 << QByteArray("refused the account: 401");
    QTest::newRow("too fast") << 429 << QByteArray("refused for now: 429");
    QTest::newRow("a server that stumbles") << 500 << QByteArray("unknown");
}

void TestCalDavLies::removes()
{
    QFETCH(int, status);
    QFETCH(QByteArray, outcome);
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    m_fake->next("DELETE " + FakeCalDav::place(), status, {});
    QCOMPARE(said(m_rig->remove(written->place)), outcome);
    QCOMPARE(m_fake->all().isEmpty(), outcome == "written");
}

void TestCalDavLies::givesUp()
{
    m_fake->next("PROPFIND /", test::ScriptedServer::Then::Stall);
    const BusyQuery query{.from = m_rig->from, .to = m_rig->to, .zone = "UTC", .leaveWords = {}};
    QCoro::Task<Result<BusyTimes>> reading = m_rig->calendar->busy(query);
    QTRY_COMPARE(m_fake->requests().size(), 1);
    m_rig->calendar->abandon();
    const Result<BusyTimes> read = QCoro::waitFor(reading);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Transient);
    QCOMPARE(m_fake->requests().size(), 1); // and asks nowhere else
}

void TestCalDavLies::opensOnlyWhatIsSafe_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("opens");
    QTest::newRow("over TLS") << u"https://caldav.fastmail.com/"_s << QByteArray("x") << true;
    QTest::newRow("in the clear") << u"http://caldav.fastmail.com/"_s << QByteArray("x") << false;
    QTest::newRow("without a password") << u"https://caldav.fastmail.com/"_s << QByteArray() << false;
}

void TestCalDavLies::opensOnlyWhatIsSafe()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, password);
    QFETCH(bool, opens);
    m_rig->secrets->values.insert(u"dana"_s, password);
    QCOMPARE(m_rig->opened({.address = address, .user = u"dana"_s, .passwordSecret = u"dana"_s}, 5s) != nullptr, opens);
}

QTEST_GUILESS_MAIN(TestCalDavLies)
#include "tst_caldav_lies.moc"
