#include "base/time.h"
#include "connectors/http/httpclient.h"
#include "connectors/icsfeed/feed.h"
#include "support/fakeserver.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QTest>
#include <QTimer>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Level = Finding::Level;

namespace {

const QByteArray path = "/calendar/ical/dana%40example.com/private-s3cret0/basic.ics";

QByteArray calendarWith(const QByteArray &lines)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-PUBLISHED-TTL:PT3H\r\nBEGIN:VEVENT\r\nUID:1\r\n" + lines +
           "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

const QByteArray usual = calendarWith("DTSTART:20261123T150000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY");

/// A publisher of calendars: one file at one secret address, with an ETag and a date.
class FakePublisher final : public test::FakeServer {
public:
    ~FakePublisher() override { stop(); }

    void publish(const QByteArray &text, const QByteArray &tag, const QByteArray &modified = {})
    {
        const std::scoped_lock lock(m_mutex);
        m_text = text;
        m_tag = tag;
        m_modified = modified;
    }

private:
    Response answer(const Request &request) override
    {
        if (request.method != "GET" || request.target != path)
            return {.status = 404};
        const bool isSame = m_tag.isEmpty() ? !m_modified.isEmpty() && request.header("if-modified-since") == m_modified
                                            : request.header("if-none-match") == m_tag;
        if (isSame)
            return {.status = 304};
        Response response{.status = 200, .contentType = "text/calendar; charset=utf-8", .body = m_text};
        if (!m_tag.isEmpty())
            response.headers.append({"ETag", m_tag});
        if (!m_modified.isEmpty())
            response.headers.append({"Last-Modified", m_modified});
        return response;
    }

    QByteArray m_text = usual;
    QByteArray m_tag = "\"v1\"";
    QByteArray m_modified;
};

} // namespace

class TestIcsFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhatItCan();
    void readsBusyTimes();
    void asksOnlyForWhatIsNew_data();
    void asksOnlyForWhatIsNew();
    void readsAgainWhenTheQuestionChanges_data();
    void readsAgainWhenTheQuestionChanges();
    void reachesTheEndOfTheLastDay();
    void takesNoAnswerForNothingNew();
    void judgesAnswers_data();
    void judgesAnswers();
    void refusesATooLongFile();
    void followsRedirects();
    void followsNoRedirectToElsewhere_data();
    void followsNoRedirectToElsewhere();
    void doesNotFollowForEver();
    void keepsToSafeAddresses_data();
    void keepsToSafeAddresses();
    void writesNothing();
    void tests_data();
    void tests();
    void givesUp();

private:
    void open(const QByteArray &address, const QString &baseUrl = {}, Milliseconds timeout = 5s);
    [[nodiscard]] QByteArray address() const { return m_fake->baseUrl().toLatin1() + path; }
    [[nodiscard]] Result<BusyTimes> busy(const BusyQuery &query) { return QCoro::waitFor(m_calendar->busy(query)); }
    [[nodiscard]] static BusyQuery asked(const QByteArray &cursor = {})
    {
        return {.from = fromMs(1'795'446'000'000), // 2026-11-23T15:00Z
                .to = fromMs(1'795'446'000'000) + 49h,
                .zone = "America/Chicago",
                .leaveWords = {},
                .cursor = cursor};
    }

    test::TestClock m_clock;
    std::unique_ptr<FakePublisher> m_fake;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<Calendar> m_calendar;
};

void TestIcsFeed::init()
{
    m_fake = std::make_unique<FakePublisher>();
    m_network = std::make_unique<QNetworkAccessManager>();
    open(address());
}

void TestIcsFeed::cleanup()
{
    m_calendar.reset();
    m_network.reset();
    m_fake.reset();
}

void TestIcsFeed::open(const QByteArray &address, const QString &baseUrl, Milliseconds timeout)
{
    const settings::CalendarConnection connection{
        .id = u"dana-google"_s, .staff = u"dana"_s, .account = settings::IcsFeed{.addressSecret = u"feed"_s}, .baseUrl = baseUrl};
    auto secrets = std::make_shared<test::TestSecrets>();
    secrets->values = {{u"feed"_s, address + '\n'}};
    const Surroundings surroundings{.network = *m_network, .clock = m_clock, .timeout = timeout, .secrets = secrets};
    m_calendar = calendarKind(u"ics"_s)->open(connection, surroundings);
}

void TestIcsFeed::saysWhatItCan()
{
    QCOMPARE(m_calendar->abilities(), (CalendarAbilities{.reads = true, .writes = false, .trails = true}));
    QCOMPARE(calendarKind(u"ics"_s)->abilities, m_calendar->abilities());
    open({});
    QVERIFY(!m_calendar);
}

void TestIcsFeed::readsBusyTimes()
{
    const Result<BusyTimes> times = busy(asked());
    QVERIFY2(times, times ? "" : qPrintable(times.error().what));
    QVERIFY(!times->unchanged);
    QCOMPARE(times->busy.size(), 3);
    QCOMPARE(times->busy.first(), (calls::BusyTime{.from = asked().from, .to = asked().from + 1h, .kind = calls::BusyKind::Busy}));
    QCOMPARE(times->readAgainIn, std::optional<Milliseconds>(3h));
    QCOMPARE(times->oddities, QStringList());
}

void TestIcsFeed::asksOnlyForWhatIsNew_data()
{
    QTest::addColumn<QByteArray>("tag");
    QTest::addColumn<QByteArray>("modified");
    QTest::addColumn<bool>("unchanged");

    const QByteArray date = "Mon, 23 Nov 2026 14:00:00 GMT";
    QTest::newRow("a tag") << QByteArray("W/\"v;1\"") << QByteArray() << true;
    QTest::newRow("a date") << QByteArray() << date << true;
    QTest::newRow("both") << QByteArray("\"v1\"") << date << true;
    QTest::newRow("neither") << QByteArray() << QByteArray() << false;
    QTest::newRow("a tag longer than any") << QByteArray(500, 'x') << QByteArray() << false;
}

void TestIcsFeed::asksOnlyForWhatIsNew()
{
    QFETCH(QByteArray, tag);
    QFETCH(QByteArray, modified);
    QFETCH(bool, unchanged);
    m_fake->publish(usual, tag, modified);
    const Result<BusyTimes> first = busy(asked());
    QVERIFY(first);
    const Result<BusyTimes> second = busy(asked(first->cursor));
    QVERIFY(second);
    QCOMPARE(second->unchanged, unchanged);
    QCOMPARE(second->busy.isEmpty(), unchanged);
    QCOMPARE(second->cursor, first->cursor);
    m_fake->publish(calendarWith("DTSTART:20261123T180000Z\r\nDURATION:PT1H"), "\"v2\"");
    const Result<BusyTimes> third = busy(asked(second->cursor));
    QVERIFY(third);
    QVERIFY(!third->unchanged);
    QCOMPARE(third->busy.size(), 1);
}

// An unchanged file says something else when something else is asked.
void TestIcsFeed::readsAgainWhenTheQuestionChanges_data()
{
    QTest::addColumn<BusyQuery>("query");

    BusyQuery later = asked();
    later.to += 24h;
    QTest::newRow("a day later") << later;
    BusyQuery elsewhere = asked();
    elsewhere.zone = "Europe/London";
    QTest::newRow("another zone") << elsewhere;
    BusyQuery words = asked();
    words.leaveWords = {u"PTO"_s};
    QTest::newRow("a word of leave") << words;
    BusyQuery address = asked();
    address.addresses = {u"dana@example.com"_s};
    QTest::newRow("an address") << address;
}

void TestIcsFeed::readsAgainWhenTheQuestionChanges()
{
    QFETCH(BusyQuery, query);
    const Result<BusyTimes> first = busy(asked());
    QVERIFY(first);
    query.cursor = first->cursor;
    const Result<BusyTimes> second = busy(query);
    QVERIFY(second);
    QVERIFY(!second->unchanged);
    QVERIFY(!second->busy.isEmpty());
}

// Within a day the question stays the same, so the answer must hold for all of it.
void TestIcsFeed::reachesTheEndOfTheLastDay()
{
    BusyQuery query = asked();
    query.to = query.from - 1h + 48h; // the last one is an hour later
    const Result<BusyTimes> first = busy(query);
    QVERIFY(first);
    QCOMPARE(first->busy.size(), 3);
    query.cursor = first->cursor;
    query.to += 2h;
    QVERIFY(busy(query)->unchanged);
}

void TestIcsFeed::takesNoAnswerForNothingNew()
{
    m_fake->answerNext(304, {});
    const Result<BusyTimes> times = busy(asked()); // nobody asked with a tag
    QVERIFY(!times);
    QVERIFY(times.error().kind != ErrorKind::NotFound);
}

void TestIcsFeed::judgesAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");

    const QByteArray page = "<!DOCTYPE html><html><body>Sign in</body></html>";
    QTest::newRow("a page to sign in") << 200 << page << ErrorKind::Refused;
    QTest::newRow("nothing") << 200 << QByteArray() << ErrorKind::Invalid;
    QTest::newRow("half a file") << 200 << usual.first(usual.size() / 2) << ErrorKind::Invalid;
    QTest::newRow("an error in JSON") << 200 << QByteArray("{\"error\":1}") << ErrorKind::Invalid;
    QTest::newRow("no content") << 204 << QByteArray() << ErrorKind::Invalid;
    QTest::newRow("bad request") << 400 << page << ErrorKind::Refused;
    QTest::newRow("unauthorized") << 401 << page << ErrorKind::Refused;
    QTest::newRow("forbidden") << 403 << page << ErrorKind::Refused;
    QTest::newRow("not found") << 404 << page << ErrorKind::Refused;
    QTest::newRow("gone") << 410 << usual << ErrorKind::Refused;
    QTest::newRow("too often") << 429 << page << ErrorKind::Transient;
    QTest::newRow("broken") << 500 << usual << ErrorKind::Transient;
    QTest::newRow("not there for now") << 503 << page << ErrorKind::Transient;
    QTest::newRow("closed") << 0 << QByteArray() << ErrorKind::Transient;
}

void TestIcsFeed::judgesAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    if (status == 0)
        m_fake->stop(); // Qt asks once more for what a connection lost
    else
        m_fake->answerNext(status, body);
    const Result<BusyTimes> times = busy(asked());
    QVERIFY(!times);
    QCOMPARE(times.error().kind, kind);
    QVERIFY2(!times.error().what.contains(u"s3cret"_s) && !times.error().what.contains(u"127.0.0.1"_s), qPrintable(times.error().what));
    QVERIFY(status == 0 || busy(asked())); // and the next time all is well
}

void TestIcsFeed::refusesATooLongFile()
{
    m_fake->publish(usual + QByteArray(HttpClient::maxAnswerBytes, '\n'), "\"v1\"");
    const Result<BusyTimes> times = busy(asked());
    QVERIFY(!times);
}

void TestIcsFeed::followsRedirects()
{
    m_fake->answerNext(301, {}, "/old", {{"Location", "/older?x=1"}});
    m_fake->answerNext(307, "<html>", "/older", {{"Location", address()}});
    open(m_fake->baseUrl().toLatin1() + "/old");
    QVERIFY(busy(asked()));
    QCOMPARE(m_fake->requests().size(), 3);
}

void TestIcsFeed::followsNoRedirectToElsewhere_data()
{
    QTest::addColumn<QByteArray>("location");

    QTest::newRow("without TLS") << QByteArray("http://calendar.example.com/basic.ics");
    QTest::newRow("a file") << QByteArray("file:///etc/passwd");
    QTest::newRow("nowhere") << QByteArray();
    QTest::newRow("with a password") << QByteArray("https://user:password@calendar.example.com/basic.ics");
}

void TestIcsFeed::followsNoRedirectToElsewhere()
{
    QFETCH(QByteArray, location);
    m_fake->answerNext(302, {}, {}, {{"Location", location}});
    m_fake->answerNext(302, {}, {}, {{"Location", location}}); // nowhere is here again
    m_fake->answerNext(404, {});
    const Result<BusyTimes> times = busy(asked());
    QVERIFY(!times);
    QCOMPARE(times.error().kind, ErrorKind::Refused);
    QVERIFY(!times.error().what.contains(u"example.com"_s));
}

void TestIcsFeed::doesNotFollowForEver()
{
    for (int i = 0; i < 20; ++i)
        m_fake->answerNext(302, {}, {}, {{"Location", path}});
    const Result<BusyTimes> times = busy(asked());
    QVERIFY(!times);
    QCOMPARE(times.error().kind, ErrorKind::Refused);
    QCOMPARE(m_fake->requests().size(), icsfeed::Feed::mostRedirects + 1);
}

void TestIcsFeed::keepsToSafeAddresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("trouble"); // empty = the stand-in is asked

    QTest::newRow("https, at a stand-in") << "https://calendar.example.com" + path << QByteArray();
    QTest::newRow("webcal, at a stand-in") << "webcal://p01-caldav.example.com" + path << QByteArray();
    QTest::newRow("WebCal, at a stand-in") << "WebCal://p01-caldav.example.com" + path << QByteArray();
    QTest::newRow("http") << "http://calendar.example.com" + path << QByteArray("https_needed");
    QTest::newRow("no address") << QByteArray("my calendar") << QByteArray("bad_address");
    QTest::newRow("a file") << QByteArray("file:///etc/passwd") << QByteArray("bad_address");
}

void TestIcsFeed::keepsToSafeAddresses()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, trouble);
    open(address, trouble.isEmpty() ? m_fake->baseUrl() : QString());
    const Result<BusyTimes> times = busy(asked());
    QCOMPARE(times.has_value(), trouble.isEmpty());
    if (times)
        return;
    QCOMPARE(times.error(), (Error{.kind = ErrorKind::Refused, .what = QString::fromLatin1(trouble)}));
    const QList<Finding> findings = QCoro::waitFor(m_calendar->test());
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.first().problem, u"wrong"_s);
}

void TestIcsFeed::writesNothing()
{
    for (const EntryOutcome &outcome : {QCoro::waitFor(m_calendar->put({}, {})), QCoro::waitFor(m_calendar->remove({}, {}))}) {
        const auto *refused = std::get_if<EntryRefused>(&outcome);
        QVERIFY(refused);
        QCOMPARE(refused->kind, EntryRefused::Class::Account);
        QCOMPARE(refused->code, u"unable"_s);
    }
    QVERIFY(m_fake->requests().isEmpty());
}

void TestIcsFeed::tests_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Check>("check");
    QTest::addColumn<QString>("problem");

    QTest::newRow("reset") << 200 << QByteArray("<html></html>") << Check::Credentials << u"wrong"_s;
    QTest::newRow("gone") << 404 << QByteArray() << Check::Credentials << u"wrong"_s;
    QTest::newRow("broken") << 500 << QByteArray() << Check::Credentials << u"not_reached"_s;
    QTest::newRow("too often") << 429 << QByteArray() << Check::Credentials << u"rate_limited"_s;
    QTest::newRow("not to be understood") << 200 << usual.first(60) << Check::Calendar << u"not_readable"_s;
    QTest::newRow("well") << 0 << QByteArray() << Check::Calendar << u"trails"_s;
}

void TestIcsFeed::tests()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(Check, check);
    QFETCH(QString, problem);
    const QByteArray date = "Mon, 23 Nov 2026 14:00:00 GMT";
    m_fake->publish(usual, {}, date);
    if (status != 0)
        m_fake->answerNext(status, body);
    const QList<Finding> findings = QCoro::waitFor(m_calendar->test());
    const Finding &last = findings.last();
    QCOMPARE(last.check, check);
    QCOMPARE(last.problem, problem);
    QCOMPARE(last.level, status == 0 ? Level::Warning : Level::Bad);
    QCOMPARE(findings.size(), status == 0 ? 2 : 1);
    if (status == 0) { // how old it is
        QCOMPARE(findings.first(),
                 (Finding{.check = Check::Credentials, .level = Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}}));
        QCOMPARE(last.detail, QString::fromLatin1(date));
    }
    for (const Finding &finding : findings)
        QVERIFY(!(finding.detail + finding.subject).contains(u"s3cret"_s));
}

void TestIcsFeed::givesUp()
{
    m_fake->stallNext();
    QTimer watch;
    connect(&watch, &QTimer::timeout, this, [&] {
        if (m_fake->stalled() == 1)
            m_calendar->abandon();
    });
    watch.start(5ms);
    open(address(), {}, 60s);
    const Result<BusyTimes> times = busy(asked());
    QVERIFY(!times);
    QCOMPARE(times.error().kind, ErrorKind::Transient);
}

QTEST_GUILESS_MAIN(TestIcsFeed)
#include "tst_icsfeed.moc"
