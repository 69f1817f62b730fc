#include "support/caldavrig.h"
#include "support/caldavserver.h"

#include <QTest>

#include <map>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::connectors;
using ringback::test::as;
using ringback::test::CalDavServer;
using ringback::test::davCallback;
using ringback::test::davEvent;
using ringback::test::davUid;
using ringback::test::said;
using Class = EntryRefused::Class;
using Server = CalDavServer::Kind;

// What is entered, at servers as offices run them.
class TestCalDavEntries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup() { m_rig.reset(); }
    void cleanupTestCase() { m_servers.clear(); }

    void findsTheCalendar();
    void entersACallback();
    void repeatsWithoutADouble_data();
    void repeatsWithoutADouble();
    void findsItsEntryUnderAnotherName();
    void movesACallback();
    void keepsWhatPeopleChanged();
    void makesNothingAnewThatWasDeleted();
    void removesOnce();
    void removesWhatWasNeverAnswered_data();
    void removesWhatWasNeverAnswered();
    void removesWhatPeopleChanged();
    void leavesOthersAlone();
    void manyEnterOneAtOnce();
    void isNotKeptBusyByItself();

private:
    [[nodiscard]] CalDavServer &server() { return *m_servers.at(m_kind); }
    [[nodiscard]] std::shared_ptr<Calendar> opened(const CalDavServer &server, const QString &calendar)
    {
        return m_rig->opened({.address = server.address(), .user = CalDavServer::user(), .passwordSecret = u"dana"_s, .calendar = calendar},
                             30s);
    }
    /// The entry's text, changed as another client would.
    [[nodiscard]] bool edit(const EntryPlace &place, const QByteArray &from, const QByteArray &to);
    [[nodiscard]] QByteArray entry()
    {
        const QList<QByteArray> entries = server().entries();
        return entries.size() == 1 ? QByteArray(entries.first()).replace("\r\n", "\n").replace("\n ", "")
                                   : QByteArray::number(entries.size());
    }

    std::unique_ptr<test::CalDavRig> m_rig;
    std::map<Server, std::unique_ptr<CalDavServer>> m_servers;
    Server m_kind = Server::Radicale;
    int m_number = 0;
};

void TestCalDavEntries::initTestCase_data()
{
    QTest::addColumn<Server>("server");
    QTest::newRow("Radicale") << Server::Radicale;
    QTest::newRow("Xandikos") << Server::Xandikos;
}

// A new calendar for each test; the first has one alone.
void TestCalDavEntries::init()
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

bool TestCalDavEntries::edit(const EntryPlace &place, const QByteArray &from, const QByteArray &to)
{
    const CalDavServer::Answer there = server().ask("GET", place.id);
    if (there.status != 200 || !there.body.contains(from))
        return false;
    const int status = server().ask("PUT", place.id, QByteArray(there.body).replace(from, to), {{"If-Match", there.tag}}).status;
    return status == 201 || status == 204;
}

void TestCalDavEntries::findsTheCalendar()
{
    m_rig->calendar = opened(server(), {}); // by the server's address alone
    const QList<Finding> findings = QCoro::waitFor(m_rig->calendar->test());
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings.at(0).problem, u"ok"_s);
    QCOMPARE(findings.at(1).problem, u"ok"_s);
    QCOMPARE(findings.at(1).check, Check::Calendar);
    QVERIFY(!findings.at(1).subject.isEmpty());
    const auto place = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(place);
    if (m_kind == Server::Radicale) { // the other makes a calendar by itself
        QCOMPARE(findings.at(1).subject, u"Dana — work"_s);
        QVERIFY2(place->place.id.startsWith(server().calendar()), qUtf8Printable(place->place.id));
    }
}

void TestCalDavEntries::entersACallback()
{
    const EntryOutcome outcome = m_rig->put(davCallback());
    const auto written = as<EntryWritten>(outcome);
    QVERIFY2(written, said(outcome));
    QVERIFY(!written->place.tag.isEmpty());
    QCOMPARE(server().ask("GET", written->place.id).tag, written->place.tag.toLatin1());
    const QByteArray text = entry();
    for (const QByteArray line : {"UID:018f9c1e-0000-7000-8000-000000000001-dana@callback.ringback\n", "DTSTART:20261123T150000Z\n",
                                  "SUMMARY:Call back: Ana Ortiz-Núñez ☎\n", "URL:https://leads.example.com/018f\n"})
        QVERIFY2(text.contains(line), text);
}

void TestCalDavEntries::repeatsWithoutADouble_data()
{
    QTest::addColumn<bool>("isRestarted");
    QTest::newRow("by the same engine") << false;
    QTest::newRow("by an engine that was restarted") << true;
}

void TestCalDavEntries::repeatsWithoutADouble()
{
    QFETCH(bool, isRestarted);
    const auto first = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(first);
    if (isRestarted)
        m_rig->calendar = opened(server(), server().calendar());
    const EntryOutcome again = m_rig->put(davCallback()); // the answer was lost
    QVERIFY2(as<EntryWritten>(again), said(again));
    QCOMPARE(as<EntryWritten>(again)->place.id, first->place.id);
    QCOMPARE(server().entries().size(), 1);
    CalendarEntry later = davCallback(2);
    later.from += 1h;
    later.to += 1h;
    QVERIFY(as<EntryWritten>(m_rig->put(later))); // lost again, and moved since
    QVERIFY2(entry().contains("DTSTART:20261123T160000Z\n"), entry());
}

void TestCalDavEntries::findsItsEntryUnderAnotherName()
{
    const QByteArray text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:" + davUid.toUtf8() +
                            "\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261123T140000Z\r\nDTEND:20261123T141500Z\r\nSUMMARY:Old\r\nEND:"
                            "VEVENT\r\nEND:VCALENDAR\r\n";
    QVERIFY(server().put(u"moved-by-an-app.ics"_s, text));
    const EntryOutcome outcome = m_rig->put(davCallback());
    QVERIFY2(as<EntryWritten>(outcome), said(outcome));
    QVERIFY(as<EntryWritten>(outcome)->place.id.endsWith(u"/moved-by-an-app.ics"));
    QVERIFY2(entry().contains("SUMMARY:Call back: Ana"), entry());
    QVERIFY2(entry().contains("DTSTART:20261123T150000Z"), entry());
}

void TestCalDavEntries::movesACallback()
{
    const auto first = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(first);
    CalendarEntry later = davCallback(2);
    later.from += 24h;
    later.to += 24h;
    const EntryOutcome moved = m_rig->put(later, first->place);
    QVERIFY2(as<EntryWritten>(moved), said(moved));
    QVERIFY(as<EntryWritten>(moved)->place.tag != first->place.tag);
    QVERIFY2(entry().contains("DTSTART:20261124T150000Z\n"), entry());
    QVERIFY2(!entry().contains("20261123T150000Z"), entry());
}

void TestCalDavEntries::keepsWhatPeopleChanged()
{
    auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(edit(written->place, "DTSTART:20261123T150000Z", "COMMENT:She wants a quote\r\nDTSTART:20261123T143000Z"));
    EntryPlace place = written->place; // with the tag of before
    place.before = davCallback();
    CalendarEntry renamed = davCallback(2);
    renamed.title = u"Call back: Ana Ortiz (client)"_s;
    written = as<EntryWritten>(m_rig->put(renamed, place));
    QVERIFY(written);
    QVERIFY2(entry().contains("SUMMARY:Call back: Ana Ortiz (client)\n"), entry());
    QVERIFY2(entry().contains("DTSTART:20261123T143000Z\n"), entry()); // theirs: ours stayed
    QVERIFY2(entry().contains("COMMENT:She wants a quote\n"), entry());
    place = written->place;
    place.before = renamed;
    CalendarEntry moved = renamed;
    moved.revision = 3;
    moved.from += 2h;
    moved.to += 2h;
    QVERIFY(as<EntryWritten>(m_rig->put(moved, place)));
    QVERIFY2(entry().contains("DTSTART:20261123T170000Z\n"), entry());
    QVERIFY2(entry().contains("COMMENT:She wants a quote\n"), entry());
}

void TestCalDavEntries::makesNothingAnewThatWasDeleted()
{
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(server().ask("DELETE", written->place.id).status / 100 == 2);
    const EntryOutcome outcome = m_rig->put(davCallback(2), written->place);
    QVERIFY2(as<EntryGone>(outcome), said(outcome));
    QCOMPARE(server().entries(), QList<QByteArray>());
}

void TestCalDavEntries::removesOnce()
{
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(server().put(u"other.ics"_s, davEvent("other", "DTSTART:20261123T140000Z\nDTEND:20261123T141500Z\nSUMMARY:Roof\n")));
    const EntryOutcome first = m_rig->remove(written->place);
    QVERIFY2(as<EntryWritten>(first), said(first));
    QCOMPARE(server().entries().size(), 1);
    const EntryOutcome second = m_rig->remove(written->place);
    QVERIFY2(as<EntryGone>(second), said(second));
    QVERIFY(entry().contains("SUMMARY:Roof"));
}

void TestCalDavEntries::removesWhatWasNeverAnswered_data()
{
    QTest::addColumn<bool>("isUnderAnotherName");
    QTest::newRow("where it was put") << false;
    QTest::newRow("under another name") << true;
}

void TestCalDavEntries::removesWhatWasNeverAnswered()
{
    QFETCH(bool, isUnderAnotherName);
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    if (isUnderAnotherName) {
        const QByteArray text = server().ask("GET", written->place.id).body;
        QVERIFY(server().ask("DELETE", written->place.id).status / 100 == 2);
        QVERIFY(server().put(u"moved-by-an-app.ics"_s, text));
    }
    const EntryOutcome first = m_rig->remove({});
    QVERIFY2(as<EntryWritten>(first), said(first));
    QCOMPARE(server().entries(), QList<QByteArray>());
    const EntryOutcome second = m_rig->remove({});
    QVERIFY2(as<EntryGone>(second), said(second));
}

void TestCalDavEntries::removesWhatPeopleChanged()
{
    const auto written = as<EntryWritten>(m_rig->put(davCallback()));
    QVERIFY(written);
    QVERIFY(edit(written->place, "DTSTART:20261123T150000Z", "DTSTART:20261123T143000Z"));
    const EntryOutcome outcome = m_rig->remove(written->place);
    QVERIFY2(as<EntryWritten>(outcome), said(outcome));
    QCOMPARE(server().entries(), QList<QByteArray>());
}

void TestCalDavEntries::leavesOthersAlone()
{
    QVERIFY(server().put(u"other.ics"_s, davEvent("other", "DTSTART:20261123T140000Z\nDTEND:20261123T141500Z\nSUMMARY:Roof\n")));
    const EntryPlace there{.id = server().calendar() + u"other.ics"_s, .tag = {}};
    QVERIFY(as<EntryGone>(m_rig->remove(there)));
    QVERIFY(as<EntryGone>(m_rig->put(davCallback(), there)));
    QVERIFY(entry().contains("SUMMARY:Roof"));
    // Neither the calendar itself nor what lies elsewhere is ever a place of ours.
    QVERIFY(as<EntryGone>(m_rig->remove({.id = server().calendar(), .tag = {}})));
    QVERIFY(as<EntryGone>(m_rig->remove({.id = server().calendar() + u".."_s, .tag = {}})));
    QVERIFY(entry().contains("SUMMARY:Roof"));
}

void TestCalDavEntries::manyEnterOneAtOnce()
{
    constexpr int many = 20;
    std::vector<std::shared_ptr<Calendar>> calendars;
    std::vector<QCoro::Task<EntryOutcome>> puts;
    for (int i = 0; i < many; ++i) {
        calendars.push_back(opened(server(), server().calendar()));
        puts.push_back(calendars.back()->put(davCallback(), {}));
    }
    for (QCoro::Task<EntryOutcome> &each : puts) {
        const EntryOutcome outcome = QCoro::waitFor(each);
        // One that met the others' changes three times over comes again, by the engine.
        const auto refusal = as<EntryRefused>(outcome);
        QVERIFY2(as<EntryWritten>(outcome) || (refusal && refusal->kind == Class::ForNow), said(outcome));
    }
    QVERIFY2(entry().contains("SUMMARY:Call back: Ana"), entry());
}

void TestCalDavEntries::isNotKeptBusyByItself()
{
    QVERIFY(as<EntryWritten>(m_rig->put(davCallback())));
    const Result<BusyTimes> read = m_rig->busy();
    QVERIFY(read);
    QCOMPARE(said(read->busy), QStringList());
}

QTEST_GUILESS_MAIN(TestCalDavEntries)
#include "tst_caldav_entries.moc"
