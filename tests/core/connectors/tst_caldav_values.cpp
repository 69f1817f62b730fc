#include "connectors/caldav/address.h"
#include "connectors/caldav/dav.h"
#include "support/testclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::connectors::caldav;
using ringback::test::instantOf;

class TestCalDavValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAHome();
    void readsWhatIsMissing();
    void readsTextsAsTheyAre();
    void knowsWhetherAServerAnswersQueries_data();
    void knowsWhetherAServerAnswersQueries();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
    void everyCutIsSeen();
    void readsConditions();
    void asks();
    void takesAddresses_data();
    void takesAddresses();
    void keepsToTheSite_data();
    void keepsToTheSite();
    void keepsPathsAsTheyAre();
    void knowsWhatLiesInACalendar_data();
    void knowsWhatLiesInACalendar();
};

// Below the class: Qt's moc loses its way in raw strings.
namespace {

// As iCloud answers for a home: its own namespace as the default, others inside, everything absolute.
const QByteArray home = R"(<?xml version="1.0" encoding="UTF-8"?>
<multistatus xmlns="DAV:">
 <response xmlns="DAV:"><href>/10250350/calendars/</href><propstat><prop><resourcetype xmlns="DAV:"><collection/></resourcetype></prop>
  <status>HTTP/1.1 200 OK</status></propstat>
  <propstat><prop><getctag xmlns="http://calendarserver.org/ns/"/></prop><status>HTTP/1.1 404 Not Found</status></propstat></response>
 <response xmlns="DAV:"><href>/10250350/calendars/inbox/</href><propstat><prop>
  <resourcetype xmlns="DAV:"><collection/><schedule-inbox xmlns="urn:ietf:params:xml:ns:caldav"/></resourcetype></prop>
  <status>HTTP/1.1 200 OK</status></propstat></response>
 <response xmlns="DAV:"><href>/10250350/calendars/8d-tasks/</href><propstat><prop>
  <resourcetype xmlns="DAV:"><collection/><calendar xmlns="urn:ietf:params:xml:ns:caldav"/></resourcetype>
  <supported-calendar-component-set xmlns="urn:ietf:params:xml:ns:caldav"><comp name="VTODO"/></supported-calendar-component-set></prop>
  <status>HTTP/1.1 200 OK</status></propstat></response>
 <response xmlns="DAV:"><href>https://p34-caldav.icloud.com/10250350/calendars/home/</href><propstat><prop>
  <displayname xmlns="DAV:">Home &amp; work</displayname>
  <resourcetype xmlns="DAV:"><collection/><calendar xmlns="urn:ietf:params:xml:ns:caldav"/></resourcetype>
  <supported-calendar-component-set xmlns="urn:ietf:params:xml:ns:caldav"><comp name="VEVENT"/></supported-calendar-component-set>
  <current-user-privilege-set><privilege><read/></privilege><privilege><bind/></privilege></current-user-privilege-set>
  <sync-token>HwoQEgwAAH</sync-token>
  <getctag xmlns="http://calendarserver.org/ns/">HwoQ-ctag</getctag></prop><status>HTTP/1.1 200 OK</status></propstat></response>
</multistatus>)";

QByteArray multistatus(const QByteArray &inside)
{
    return R"(<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">)" + inside + "</d:multistatus>";
}

} // namespace

void TestCalDavValues::readsAHome()
{
    const Result<QList<DavItem>> items = readMultistatus(home);
    QVERIFY(items);
    QCOMPARE(items->size(), 4);
    QVERIFY(items->at(0).isCollection && !items->at(0).isCalendar && items->at(0).version.isEmpty() && !items->at(0).hasFailed);
    QVERIFY(!items->at(1).isCalendar);
    QCOMPARE(items->at(2).components, QSet<QString>({u"VTODO"_s}));
    const DavItem &calendar = items->at(3);
    QVERIFY(calendar.isCalendar);
    QCOMPARE(calendar.href, "https://p34-caldav.icloud.com/10250350/calendars/home/");
    QCOMPARE(calendar.name, u"Home & work"_s);
    QCOMPARE(calendar.version, "HwoQ-ctag");
    QCOMPARE(calendar.rights, QSet<QString>({u"read"_s, u"bind"_s}));
}

void TestCalDavValues::readsWhatIsMissing()
{
    const Result<QList<DavItem>> items = readMultistatus(multistatus(R"(
        <d:response><d:href>/a.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
        <d:response><d:href>/b.ics</d:href><d:propstat><d:prop><c:calendar-data/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
        <d:response><d:href>/c.ics</d:href><d:propstat><d:prop><c:calendar-data/></d:prop><d:status>HTTP/1.1 403 Forbidden</d:status></d:propstat></d:response>
        <d:response><d:href>/d.ics</d:href><d:propstat><d:prop><c:calendar-data>x</c:calendar-data></d:prop></d:propstat></d:response>)"));
    QVERIFY(items);
    QCOMPARE(items->at(0).status, 404);
    QVERIFY(!items->at(1).data && !items->at(1).hasFailed);
    QVERIFY(!items->at(2).data && items->at(2).hasFailed);
    QVERIFY(!items->at(3).data && items->at(3).hasFailed); // without a status nothing was granted
}

void TestCalDavValues::readsTextsAsTheyAre()
{
    const Result<QList<DavItem>> items =
        readMultistatus(multistatus("<d:response><d:href>/a.ics</d:href><d:propstat><d:prop><d:getetag> \"1\" "
                                    "</d:getetag><c:calendar-data><![CDATA[SUMMARY:a <b> & c]]>&#13;\n"
                                    "SUMMARY:d &lt;e&gt;</c:calendar-data><x:other "
                                    "xmlns:x=\"urn:x\"><d:href>/no</d:href></x:other></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
                                    "</d:propstat><d:responsedescription>fine</d:responsedescription></d:response>"));
    QVERIFY(items);
    QCOMPARE(items->at(0).data, "SUMMARY:a <b> & c\r\nSUMMARY:d <e>");
    QCOMPARE(items->at(0).tag, "\"1\"");
    QCOMPARE(items->at(0).href, "/a.ics");
}

void TestCalDavValues::knowsWhetherAServerAnswersQueries_data()
{
    QTest::addColumn<QByteArray>("reports");
    QTest::addColumn<std::optional<bool>>("answers");
    const auto in = [](const QByteArray &inside) {
        return "<d:supported-report-set>" + inside + "</d:supported-report-set>";
    };
    QTest::newRow("does not say") << QByteArray() << std::optional<bool>();
    QTest::newRow("as the standard has it") << in("<d:supported-report><d:report><c:calendar-multiget/></d:report></d:supported-report>"
                                                  "<d:supported-report><d:report><c:calendar-query/></d:report></d:supported-report>")
                                            << std::optional(true);
    QTest::newRow("Xandikos") << in("<d:supported-report><c:calendar-query/></d:supported-report>") << std::optional(true);
    QTest::newRow("others only") << in("<d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>")
                                 << std::optional(false);
}

void TestCalDavValues::knowsWhetherAServerAnswersQueries()
{
    QFETCH(QByteArray, reports);
    QFETCH(std::optional<bool>, answers);
    const Result<QList<DavItem>> items = readMultistatus(
        multistatus("<d:response><d:href>/</d:href><d:propstat><d:prop>" + reports +
                    "<d:displayname>n</d:displayname></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"));
    QVERIFY(items);
    QCOMPARE(items->first().answersQueries, answers);
    QCOMPARE(items->first().name, u"n"_s); // what comes after is read as well
}

void TestCalDavValues::refusesWhatIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a page") << QByteArray("<html><body>Sign in</body></html>");
    QTest::newRow("a page with a doctype") << QByteArray("<!DOCTYPE html><html><body>Sign in</body></html>");
    QTest::newRow("another's multistatus") << QByteArray("<multistatus/>");
    QTest::newRow("an entity") << QByteArray("<!DOCTYPE m [<!ENTITY a \"aaaa\">]>") +
                                      multistatus("<d:response><d:href>&a;</d:href></d:response>");
    QTest::newRow("an unknown entity") << multistatus("<d:response><d:href>&a;</d:href></d:response>");
    QTest::newRow("an element in a text")
        << multistatus("<d:response><d:href>/</d:href></d:response>").replace("</d:multistatus>", "</d:response>");
    QTest::newRow("nested without end") << multistatus("<d:response><d:propstat><d:prop><d:resourcetype>" +
                                                       QByteArray("<d:a>").repeated(3));
    QTest::newRow("no character set of ours") << QByteArray("<?xml version=\"1.0\" encoding=\"x-none\"?>") + multistatus({});
}

void TestCalDavValues::refusesWhatIsNoAnswer()
{
    QFETCH(QByteArray, xml);
    const Result<QList<DavItem>> items = readMultistatus(xml);
    QVERIFY(!items);
    QCOMPARE(items.error().kind, ErrorKind::Invalid);
}

void TestCalDavValues::everyCutIsSeen()
{
    for (qsizetype length = 0; length < home.size(); ++length)
        QVERIFY2(!readMultistatus(home.first(length)), home.first(length).right(40).constData());
}

void TestCalDavValues::readsConditions()
{
    QCOMPARE(
        readConditions(
            R"(<error xmlns="DAV:"><C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav"><href>/x</href></C:no-uid-conflict></error>)"),
        QSet<QString>({u"no-uid-conflict"_s}));
    QCOMPARE(readConditions(multistatus("<d:response><d:href>/a.ics</d:href><d:status>HTTP/1.1 412 Precondition Failed</d:status>"
                                        "<d:error><c:no-uid-conflict/></d:error></d:response>")), // Xandikos
             QSet<QString>({u"no-uid-conflict"_s}));
    QCOMPARE(readConditions("<html/>"), QSet<QString>());
    QCOMPARE(readConditions("Forbidden"), QSet<QString>());
    QCOMPARE(readConditions("<error xmlns=\"DAV:\"><a/>"), QSet<QString>()); // cut off
}

void TestCalDavValues::asks()
{
    const QByteArray events = askForEvents(instantOf(u"2026-11-20T18:00:00Z"_s), instantOf(u"2026-12-04T18:00:00Z"_s));
    QVERIFY2(
        events.contains(R"(<c:comp-filter name="VEVENT"><c:time-range start="20261120T180000Z" end="20261204T180000Z"/></c:comp-filter>)"),
        events.constData());
    QVERIFY(events.contains(R"(xmlns:c="urn:ietf:params:xml:ns:caldav")"));
    QVERIFY(askForUid(u"a<b>&c"_s).contains("a&lt;b&gt;&amp;c"));
    QVERIFY(askForSeries().contains(R"(<c:prop-filter name="RRULE"/>)"));
    QVERIFY(askForProperties().contains("<cs:getctag/>"));
}

void TestCalDavValues::takesAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("url"); ///< empty = refused
    QTest::newRow("a server") << u"https://caldav.fastmail.com"_s << QByteArray("https://caldav.fastmail.com/");
    QTest::newRow("with a port and a path") << u"https://cloud.example.com:8443/remote.php/dav"_s
                                            << QByteArray("https://cloud.example.com:8443/remote.php/dav");
    QTest::newRow("an escaped path") << u"https://e.example.com/dana%40example.com/a%2Fb/"_s
                                     << QByteArray("https://e.example.com/dana%40example.com/a%2Fb/");
    QTest::newRow("in the clear, here") << u"http://127.0.0.1:5232/"_s << QByteArray("http://127.0.0.1:5232/");
    QTest::newRow("in the clear, here by name") << u"http://localhost:5232"_s << QByteArray("http://localhost:5232/");
    QTest::newRow("in the clear, version 6") << u"http://[::1]:5232/"_s << QByteArray("http://[::1]:5232/");
    QTest::newRow("in the clear, elsewhere") << u"http://cloud.example.com/"_s << QByteArray();
    QTest::newRow("in the clear, looks like here") << u"http://127.0.0.1.example.com/"_s << QByteArray();
    QTest::newRow("with a password") << u"https://dana:secret@cloud.example.com/"_s << QByteArray();
    QTest::newRow("a file") << u"file:///etc/passwd"_s << QByteArray();
    QTest::newRow("nothing") << QString() << QByteArray();
}

void TestCalDavValues::takesAddresses()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, url);
    const Result<Address> address = addressOf(text);
    QCOMPARE(address ? address->url() : QByteArray(), url);
}

void TestCalDavValues::keepsToTheSite_data()
{
    QTest::addColumn<QString>("home");
    QTest::addColumn<QByteArray>("reference");
    QTest::addColumn<QByteArray>("leadsTo"); ///< empty = nowhere
    const QString icloud = u"https://caldav.icloud.com/"_s;
    const QString office = u"https://dav.office.co.uk/"_s;
    QTest::newRow("a path") << icloud << QByteArray("/123/principal/") << QByteArray("https://caldav.icloud.com/123/principal/");
    QTest::newRow("a relative path") << icloud << QByteArray("dav/") << QByteArray("https://caldav.icloud.com/dav/");
    QTest::newRow("beside it") << icloud << QByteArray("https://p34-caldav.icloud.com:443/123/")
                               << QByteArray("https://p34-caldav.icloud.com:443/123/");
    QTest::newRow("above it") << icloud << QByteArray("https://icloud.com/123/") << QByteArray("https://icloud.com/123/");
    QTest::newRow("below it") << u"https://example.com"_s << QByteArray("https://dav.example.com/")
                              << QByteArray("https://dav.example.com/");
    QTest::newRow("another port") << icloud << QByteArray("https://caldav.icloud.com:8443/")
                                  << QByteArray("https://caldav.icloud.com:8443/");
    QTest::newRow("another site") << icloud << QByteArray("https://evil.example/") << QByteArray();
    QTest::newRow("another site without a scheme") << icloud << QByteArray("//evil.example/") << QByteArray();
    QTest::newRow("a name that ends alike") << icloud << QByteArray("https://evilicloud.com/") << QByteArray();
    QTest::newRow("a name that begins alike") << icloud << QByteArray("https://caldav.icloud.com.evil.example/") << QByteArray();
    QTest::newRow("before the at sign") << icloud << QByteArray("https://caldav.icloud.com@evil.example/") << QByteArray();
    QTest::newRow("in the clear") << icloud << QByteArray("http://caldav.icloud.com/") << QByteArray();
    QTest::newRow("in the clear, to this machine") << icloud << QByteArray("http://localhost/") << QByteArray();
    QTest::newRow("beside it, in Britain") << office << QByteArray("https://mail.office.co.uk/")
                                           << QByteArray("https://mail.office.co.uk/");
    QTest::newRow("anybody in Britain") << u"https://office.co.uk"_s << QByteArray("https://evil.co.uk/") << QByteArray();
    QTest::newRow("anybody in .com") << u"https://example.com"_s << QByteArray("https://evil.com/") << QByteArray();
    QTest::newRow("an address of numbers") << u"https://192.0.2.7"_s << QByteArray("https://192.0.2.8/") << QByteArray();
    QTest::newRow("here, another port") << u"http://127.0.0.1:1"_s << QByteArray("http://127.0.0.1:2/")
                                        << QByteArray("http://127.0.0.1:2/");
    QTest::newRow("nothing") << icloud << QByteArray(" ") << QByteArray();
    QTest::newRow("no words of a request") << icloud << QByteArray("/a b\r\nX: y\"")
                                           << QByteArray("https://caldav.icloud.com/a%20b%0D%0AX:%20y%22");
    QTest::newRow("without what is for browsers") << icloud << QByteArray("/a#b") << QByteArray("https://caldav.icloud.com/a");
    QTest::newRow("too long") << icloud << QByteArray("/").repeated(5'000) << QByteArray();
}

void TestCalDavValues::keepsToTheSite()
{
    QFETCH(QString, home);
    QFETCH(QByteArray, reference);
    QFETCH(QByteArray, leadsTo);
    const Result<Address> base = addressOf(home);
    QVERIFY(base);
    const std::optional<Address> to = resolved(*base, reference, *base);
    QCOMPARE(to ? to->url() : QByteArray(), leadsTo);
}

void TestCalDavValues::keepsPathsAsTheyAre()
{
    const Result<Address> base = addressOf(u"https://dav.example.com"_s);
    for (const QByteArray path : {"/dana%40example.com/%C3%A4/a%2Fb/", "/dana@example.com/x~y/", "/a/%7E/../b;c=d/"})
        QCOMPARE(resolved(*base, path, *base)->path, path);
    const Address escaped{.origin = base->origin, .path = "/dana%40example.com/work"};
    const Address plain{.origin = base->origin, .path = "/dana@example.com/work/"};
    QVERIFY(escaped.isHere(plain));
    QVERIFY(!escaped.isHere({.origin = "https://other.example.com", .path = plain.path}));
    QVERIFY(!escaped.isHere({.origin = base->origin, .path = "/dana@example.com/work2/"}));
}

void TestCalDavValues::knowsWhatLiesInACalendar_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("isIn");
    QTest::newRow("an entry") << QByteArray("/dana@x/work/a.ics") << true;
    QTest::newRow("escaped otherwise") << QByteArray("/dana%40x/work/a.ics") << true;
    QTest::newRow("the calendar itself") << QByteArray("/dana@x/work/") << false; // a DELETE there would take everything
    QTest::newRow("the calendar itself, without its slash") << QByteArray("/dana@x/work") << false;
    QTest::newRow("a step back") << QByteArray("/dana@x/work/..") << false;
    QTest::newRow("a step aside") << QByteArray("/dana@x/work/../home/a.ics") << false;
    QTest::newRow("a step aside, escaped") << QByteArray("/dana@x/work/%2e%2e/a.ics") << false;
    QTest::newRow("another calendar") << QByteArray("/dana@x/work2/a.ics") << false;
    QTest::newRow("a folder in it") << QByteArray("/dana@x/work/b/a.ics") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestCalDavValues::knowsWhatLiesInACalendar()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, isIn);
    const Address calendar{.origin = "https://dav.example.com", .path = "/dana%40x/work/"};
    QCOMPARE(calendar.holds({.origin = calendar.origin, .path = path}), isIn);
}

QTEST_GUILESS_MAIN(TestCalDavValues)
#include "tst_caldav_values.moc"
