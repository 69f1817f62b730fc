#include "reports/dryrun.h"

#include "engine/intake.h"
#include "engine/timekeeper.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <functional>
#include <memory>
#include <random>

using namespace ringback;
using namespace ringback::reports;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using playbook::Playbook;
using test::Fields;
using test::instantOf;
using test::must;
using Counts = QMap<QString, int>;
using Why = DryRunRefusal::Why;

namespace {

QByteArray contentOf(const QString &file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(opened.readAll(), QCryptographicHash::Sha256);
}

} // namespace

class TestDryRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void tellsWhatRulesWouldDo();
    void theLiveRulesDifferInNothing();
    void isComparedWithTheLiveRulesNotWithWhatHappened();
    void whomItWouldWake();
    void laterTextsWakeToo();
    void withoutLiveQuietHoursTheLawsCount();
    void asOftenAsSomebodyTries();
    void listsSoManyDifferences();
    void triesNoBrokenRules();
    void isStopped();
    void saysHowFarItIs();
    void anEmptyDatabaseIsNoOffice();
    void writesNothing();

private:
    void call(const QString &from, Milliseconds ring = 24s);
    void work();
    void wait(Milliseconds time);
    [[nodiscard]] DryRunPlan plan() const { return {.since = m_began, .until = m_clock.now() + 1s}; }
    [[nodiscard]] DryRunBasis basis()
    {
        DryRunAnswer<DryRunBasis> read = readDryRun(*m_database, plan());
        if (!read)
            qFatal("no dry run: %s", qPrintable(read.error().detail));
        return std::move(*read);
    }
    [[nodiscard]] Playbook edited(const std::function<void(Playbook &)> &edit) const
    {
        Playbook book = m_office.playbook;
        edit(book);
        return book;
    }
    [[nodiscard]] DryRun tried(const std::function<void(Playbook &)> &edit) { return *dryRun(basis(), edited(edit)); }
    void makeLive(const std::function<void(Playbook &)> &edit)
    {
        QVERIFY(desk::PlaybookWork(*m_database, m_clock).makeLive({.playbook = edited(edit), .before = 1}, u"pat"_s).has_value());
    }

    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<engine::Intake> m_intake;
    std::unique_ptr<engine::Timekeeper> m_timekeeper;
    test::TestClock m_clock;
    IdSource m_ids{7};
    engine::Office m_office;
    Instant m_began;
    int m_sid = 0;
};

void TestDryRun::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s)); // noon in Dallas, a Friday
    m_began = m_clock.now();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_intake = std::make_unique<engine::Intake>(*m_database, m_clock, m_ids);
    m_timekeeper = std::make_unique<engine::Timekeeper>(*m_database, m_clock, m_ids);
    m_sid = 0;
}

void TestDryRun::cleanup()
{
    m_timekeeper.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestDryRun::work()
{
    while (must(m_intake->turn(m_office)) > 0) {
    }
    while (must(m_timekeeper->turn(m_office)) > 0) {
    }
}

void TestDryRun::wait(Milliseconds time)
{
    const Instant end = m_clock.now() + time;
    for (std::optional<Instant> next = must(m_timekeeper->nextDue()); next && *next <= end; next = must(m_timekeeper->nextDue())) {
        m_clock.set(std::max(*next, m_clock.now() + 1ms));
        work();
    }
    m_clock.set(end);
}

void TestDryRun::call(const QString &from, Milliseconds ring)
{
    const QString sid = u"CA%1"_s.arg(++m_sid, 32, 16, QChar(u'0'));
    const Fields caller{{u"From"_s, from}, {u"Caller"_s, from}};
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"ringing"_s, caller), m_clock.now());
    work();
    m_clock.advance(ring);
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, caller), m_clock.now());
    work();
}

void TestDryRun::tellsWhatRulesWouldDo()
{
    call(u"+12145550123"_s);
    wait(1min);
    call(u"+12145550123"_s); // again, within four hours
    wait(1min);
    call(u"+12145550124"_s, 8s); // gave up soon
    wait(1min);
    call(u"+12145550125"_s, 3s); // at once
    wait(1min);
    call(u"anonymous"_s);
    const DryRun run = tried([](Playbook &book) { book.screening.shortRing = 5s; });
    QCOMPARE(run.tried.missed, 5);
    QCOMPARE(run.tried.texted, 2);
    QCOMPARE(run.notTexted, 3);
    QCOMPARE(run.tried.suppressed, (Counts{{u"already_texted"_s, 1}, {u"too_short"_s, 1}, {u"withheld_number"_s, 1}}));
    QCOMPARE(run.tried.textsInTheNight, 0);
    QCOMPARE(run.live.texted, 1);
    QCOMPARE(run.live.suppressed.value(u"too_short"_s), 2);
    QCOMPARE(run.different, 1);
    QCOMPARE(run.differences, (Counts{{u"too_short → texted"_s, 1}}));
    QCOMPARE(run.firstDifferences.size(), 1);
    QCOMPARE(run.firstDifferences.first().did, u"too_short"_s);
    QCOMPARE(run.firstDifferences.first().would, u"texted"_s);
    QCOMPARE(run.firstDifferences.first().at, m_began + 24s + 1min + 24s + 1min + 8s);
}

void TestDryRun::theLiveRulesDifferInNothing()
{
    std::mt19937 random(4);
    for (int i = 0; i < 60; ++i) {
        call(u"+1214555%1"_s.arg(110 + int(random() % 15), 4, 10, QChar(u'0')), std::chrono::seconds(2 + random() % 30));
        wait(std::chrono::minutes(1 + random() % 200));
    }
    const DryRun run = tried([](Playbook &) {});
    QCOMPARE(run.different, 0);
    QVERIFY(run.differences.isEmpty() && run.firstDifferences.isEmpty());
    QVERIFY(run.tried.texted > 5 && run.tried.textedLater > 5 && run.notTexted > 5);
    QCOMPARE(run.tried.texted + run.tried.textedLater + run.notTexted, run.tried.missed);
    QCOMPARE(run.tried.texted, run.live.texted);
}

void TestDryRun::isComparedWithTheLiveRulesNotWithWhatHappened()
{
    call(u"+12145550123"_s, 8s); // gave up soon: no text then
    wait(10min);
    call(u"+12145550124"_s);
    wait(10min);
    call(u"+12145550125"_s, 3s);
    makeLive([](Playbook &book) { book.screening.shortRing = 5s; }); // live rules would have texted the first
    const DryRun asBefore = tried([](Playbook &) {});
    QCOMPARE(asBefore.tried.different, 0); // it is what happened
    QCOMPARE(asBefore.live.different, 1);
    QCOMPARE(asBefore.differences, (Counts{{u"texted → too_short"_s, 1}}));
    const DryRun asNow = tried([](Playbook &book) { book.screening.shortRing = 5s; });
    QCOMPARE(asNow.different, 0);
    QCOMPARE(asNow.tried.different, 1);
    const DryRun everybody = tried([](Playbook &book) { book.screening.shortRing = 0s; });
    QCOMPARE(everybody.differences, (Counts{{u"too_short → texted"_s, 1}})); // both too short then, one of them now
}

void TestDryRun::whomItWouldWake()
{
    m_clock.set(instantOf(u"2026-11-21T04:30:00Z"_s)); // half past ten in the evening in Dallas
    call(u"+12145550123"_s);
    const DryRun later = tried([](Playbook &book) { book.quietHours = {.start = QTime(23, 0), .end = QTime(6, 0), .stateRules = false}; });
    QCOMPARE(later.tried.texted, 1);
    QCOMPARE(later.tried.textsInTheNight, 1); // by the hours that are live, not by its own
    QCOMPARE(later.live.textsInTheNight, 0);
    QCOMPARE(later.differences, (Counts{{u"quiet_hours → texted"_s, 1}}));
    const DryRun sooner = tried([](Playbook &book) { book.quietHours = {.start = QTime(18, 0), .end = QTime(10, 0)}; });
    QCOMPARE(sooner.tried.textsInTheNight, 0);
    QCOMPARE(sooner.tried.textedLater, 1);
}

void TestDryRun::laterTextsWakeToo()
{
    m_clock.set(instantOf(u"2026-11-21T02:30:00Z"_s)); // half past eight in the evening
    call(u"+12145550123"_s);
    wait(3h);
    const DryRun run = tried([](Playbook &book) { book.quietHours = {.start = QTime(23, 30), .end = QTime(6, 0), .stateRules = false}; });
    QCOMPARE(run.different, 0); // the call itself is answered as ever
    QCOMPARE(run.tried.steps.value(u"second_touch"_s).sent, 1);
    QCOMPARE(run.tried.textsInTheNight, 1);
}

void TestDryRun::withoutLiveQuietHoursTheLawsCount()
{
    makeLive([](Playbook &book) { book.quietHours.reset(); });
    m_office = *must(engine::loadOffice(*m_database));
    // San Francisco, whose state has no hours of its own: 20:30, 21:30, and 7:30 the next morning.
    for (const QString &at : {u"2026-11-21T04:30:00Z"_s, u"2026-11-21T05:30:00Z"_s, u"2026-11-21T15:30:00Z"_s}) {
        wait(instantOf(at) - m_clock.now());
        call(u"+1415555013%1"_s.arg(m_sid));
    }
    const auto noLaterSteps = [](Playbook &book) {
        book.quietHours.reset();
        book.steps = {book.steps.first()};
    };
    const DryRun run = tried(noLaterSteps);
    QCOMPARE(run.tried.texted, 3);
    QCOMPARE(run.tried.textsInTheNight, 2);
}

void TestDryRun::asOftenAsSomebodyTries()
{
    call(u"+12145550123"_s, 8s);
    const DryRunBasis read = basis();
    for (const std::chrono::seconds limit : {5s, 9s, 5s}) {
        const DryRun run = *dryRun(read, edited([limit](Playbook &book) { book.screening.shortRing = limit; }));
        QCOMPARE(run.tried.texted, limit == 5s ? 1 : 0);
        QCOMPARE(run.different, limit == 5s ? 1 : 0);
    }
}

void TestDryRun::listsSoManyDifferences()
{
    for (int i = 0; i < 5; ++i) {
        call(u"+1214555013%1"_s.arg(i), 8s);
        wait(1min);
    }
    DryRunBasis read = basis();
    read.plan.listedDifferences = 2;
    const DryRun run = *dryRun(read, edited([](Playbook &book) { book.screening.shortRing = 5s; }));
    QCOMPARE(run.different, 5);
    QCOMPARE(run.firstDifferences.size(), 2);
    QCOMPARE(run.tried.firstDifferences.size(), 2);
    QCOMPARE(run.firstDifferences.first().at, m_began + 8s); // the oldest
    QVERIFY(run.firstDifferences.at(1).at > run.firstDifferences.first().at);
}

void TestDryRun::triesNoBrokenRules()
{
    const DryRunAnswer<DryRun> run = dryRun(basis(), edited([](Playbook &book) { book.steps[0].templates[u"default"_s] = u"gone"_s; }));
    QVERIFY(!run.has_value());
    QCOMPARE(run.error().why, Why::Invalid);
    QVERIFY(run.error().findings ==
            QList<desk::PlaybookFinding>({{.path = u"/steps/0/templates/default"_s, .what = u"no template has this id"_s}}));
}

void TestDryRun::isStopped()
{
    call(u"+12145550123"_s);
    const DryRunBasis read = basis();
    for (int stopAt = 1; stopAt <= 2; ++stopAt) { // before it, and on the way
        int asked = 0;
        const DryRunAnswer<DryRun> run = dryRun(read, m_office.playbook, {.isStopped = [&] {
                                                    return ++asked == stopAt;
                                                }});
        QVERIFY(!run.has_value());
        QCOMPARE(run.error().why, Why::Stopped);
        QCOMPARE(asked, stopAt);
    }
    for (int stopAt = 1; stopAt <= 3; ++stopAt) { // before it reads, before it tries, and on the way
        int asked = 0;
        const DryRunAnswer<DryRunBasis> reading = readDryRun(*m_database, plan(), {.isStopped = [&] {
            return ++asked == stopAt;
        }});
        QVERIFY(!reading.has_value());
        QCOMPARE(reading.error().why, Why::Stopped);
        QCOMPARE(asked, stopAt);
    }
}

void TestDryRun::saysHowFarItIs()
{
    call(u"+12145550123"_s);
    QList<int> seen;
    const DryRunWatch watch{.progress = [&](int percent) {
        seen.append(percent);
    }};
    DryRunBasis read = *readDryRun(*m_database, plan(), watch);
    QCOMPARE(seen.first(), 0);
    QCOMPARE(seen.last(), 100);
    QVERIFY(std::is_sorted(seen.cbegin(), seen.cend()));
    seen.clear();
    const calls::Call one = read.history.calls.first();
    for (int i = 0; i < 1'999; ++i)
        read.history.calls.append(one);
    QVERIFY(dryRun(read, m_office.playbook, watch).has_value());
    QCOMPARE(seen, (QList<int>{0, 25, 50, 75, 100}));
}

void TestDryRun::anEmptyDatabaseIsNoOffice()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    const test::TestDatabase place(dialect);
    const std::unique_ptr<store::Database> database = place.open();
    QCOMPARE(readDryRun(*database, plan()).error().why, Why::NoOffice);
}

void TestDryRun::writesNothing()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    call(u"+12145550123"_s);
    const auto everything = [this] {
        return test::rowsOf(*m_database,
                            u"SELECT (SELECT MAX(sequence) FROM audit), (SELECT COUNT(*) FROM playbooks), (SELECT COUNT(*) FROM jobs),"
                            " (SELECT COUNT(*) FROM messages), (SELECT COUNT(*) FROM follow_ups)"_s);
    };
    const QStringList rows = everything();
    QCOMPARE(tried([](Playbook &book) { book.dedupWindow = 1h; }).tried.missed, 1);
    QCOMPARE(everything(), rows);
    if (dialect == store::Dialect::PostgreSql)
        return;
    m_timekeeper.reset();
    m_intake.reset();
    m_database.reset();
    const QByteArray before = contentOf(m_place->address().file);
    QVERIFY(!before.isEmpty());
    m_database = m_place->open();
    QCOMPARE(tried([](Playbook &book) { book.dedupWindow = 1h; }).tried.missed, 1);
    m_database.reset();
    QCOMPARE(contentOf(m_place->address().file), before);
}

QTEST_GUILESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
