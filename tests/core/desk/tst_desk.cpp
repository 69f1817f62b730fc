#include "audit/trail.h"
#include "desk/desk.h"
#include "engine/intake.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::TaskState;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;

class TestDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void claim();
    void claimingTwiceChangesNothing();
    void theSecondIsToldWhoAndSinceWhen();
    void ofTwoAtOnceOneGetsIt();
    void release();
    void onlyTheClaimerReleases();
    void complete();
    void completeWithoutAClaim();
    void onlyTheClaimerCompletes();
    void completeTwice();
    void anOutcomeThatBringsTheTaskBack();
    void untilItHasBeenTriedOftenEnough();
    void askedToBeCalledLater();
    void wrongNames_data();
    void wrongNames();
    void anOfficeWithoutASetup();
    void keepsNothingOfWhatItRefused();

private:
    [[nodiscard]] QString task() { return valueOf(*m_database, u"SELECT id FROM callback_tasks WHERE state IN ('open', 'claimed')"_s); }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Desk> m_desk;
};

// One missed call, whose callback is Dana's.
void TestDesk::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    const engine::Office office = test::storeOffice(*m_database, m_clock.now());
    test::putIntoInbox(*m_database, m_ids, store::InboxKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(office)), 1);
    m_desk = std::make_unique<Desk>(*m_database, m_clock, m_ids);
}

void TestDesk::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_desk.reset();
    m_database.reset();
    m_place.reset();
}

void TestDesk::claim()
{
    m_clock.advance(90s);
    const Answer<CallbackTask> claimed = m_desk->claim(task(), u"sam"_s); // not whom it was given to: anyone may
    QVERIFY(claimed);
    QCOMPARE(claimed->state, TaskState::Claimed);
    QCOMPARE(claimed->claimedBy, u"sam"_s);
    QCOMPARE(claimed->claimedAt, m_clock.now());
    QCOMPARE(value(u"SELECT state || ' ' || claimed_by FROM callback_tasks"_s), u"claimed sam"_s);
    QCOMPARE(audited(), QStringList{u"staff:sam task_claimed"_s});
    QCOMPARE(value(u"SELECT case_id FROM audit WHERE action = 'task_claimed'"_s), value(u"SELECT id FROM follow_ups"_s));
}

void TestDesk::claimingTwiceChangesNothing()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    const Instant since = m_clock.now();
    m_clock.advance(1min);
    const Answer<CallbackTask> again = m_desk->claim(task(), u"sam"_s);
    QVERIFY(again);
    QCOMPARE(again->claimedAt, since);
    QCOMPARE(audited().size(), 1);
}

void TestDesk::theSecondIsToldWhoAndSinceWhen()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    const Instant since = m_clock.now();
    m_clock.advance(1min);
    const Answer<CallbackTask> refused = m_desk->claim(task(), u"dana"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error(), (Refusal{.why = Why::TakenBySomeone, .who = u"Sam Ortiz"_s, .since = since}));
    QCOMPARE(audited().size(), 1);
}

// Two consoles, each with a connection of its own, click in the same moment. Again and again, as a race is won by chance.
void TestDesk::ofTwoAtOnceOneGetsIt()
{
    const QString id = task();
    for (int round = 0; round < 20; ++round) {
        std::barrier together(2);
        const auto click = [&](const QString &staff) {
            const std::unique_ptr<store::Database> database = m_place->open();
            IdSource ids(qHash(staff));
            Desk desk(*database, m_clock, ids);
            together.arrive_and_wait();
            return desk.claim(id, staff);
        };
        std::optional<Answer<CallbackTask>> dana;
        std::thread other([&] { dana = click(u"dana"_s); });
        const Answer<CallbackTask> sam = click(u"sam"_s);
        other.join();

        QVERIFY(sam.has_value() != dana->has_value());
        const bool samHasIt = sam.has_value();
        const Refusal &told = samHasIt ? dana->error() : sam.error();
        QCOMPARE(told, (Refusal{.why = Why::TakenBySomeone, .who = samHasIt ? u"Sam Ortiz"_s : u"Dana Reyes"_s, .since = m_clock.now()}));
        QVERIFY(m_desk->release(id, samHasIt ? u"sam"_s : u"dana"_s));
        m_clock.advance(1s);
    }
    QCOMPARE(audited().size(), 40);
}

void TestDesk::release()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    const Answer<CallbackTask> released = m_desk->release(task(), u"sam"_s);
    QVERIFY(released);
    QCOMPARE(released->state, TaskState::Open);
    QCOMPARE(released->claimedBy, QString());
    QVERIFY(!released->claimedAt);
    QVERIFY(m_desk->claim(task(), u"dana"_s));
    QCOMPARE(audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_released"_s, u"staff:dana task_claimed"_s}));
}

void TestDesk::onlyTheClaimerReleases()
{
    const Answer<CallbackTask> nobodyHasIt = m_desk->release(task(), u"dana"_s);
    QVERIFY(!nobodyHasIt);
    QCOMPARE(nobodyHasIt.error().why, Why::NotYours);
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    const Answer<CallbackTask> samHasIt = m_desk->release(task(), u"dana"_s);
    QVERIFY(!samHasIt);
    QCOMPARE(samHasIt.error(), (Refusal{.why = Why::TakenBySomeone, .who = u"Sam Ortiz"_s, .since = m_clock.now()}));
    QCOMPARE(value(u"SELECT claimed_by FROM callback_tasks"_s), u"sam"_s);
}

void TestDesk::complete()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    m_clock.advance(5min);
    const Answer<CallbackTask> done =
        m_desk->complete(task(), u"sam"_s, {.outcome = u"repair_booked"_s, .value = Money{1'250'000}, .at = {}});
    QVERIFY(done);
    QCOMPARE(done->state, TaskState::Done);
    QCOMPARE(done->completedBy, u"sam"_s);
    QCOMPARE(done->completedAt, m_clock.now());
    QCOMPARE(done->outcome, u"repair_booked"_s);
    QCOMPARE(done->value, Money{1'250'000});
    QCOMPARE(value(u"SELECT state || ' ' || outcome FROM follow_ups"_s), u"closed repair_booked"_s);
    QCOMPARE(value(u"SELECT closed_at FROM follow_ups"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(value(u"SELECT status || ' ' || value_cents FROM leads"_s), u"job_booked 1250000"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s);
    QCOMPARE(audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_completed"_s, u"staff:sam follow_up_closed"_s,
                                     u"staff:sam lead_updated"_s}));
}

void TestDesk::completeWithoutAClaim()
{
    QVERIFY(m_desk->complete(task(), u"dana"_s, {.outcome = u"spam"_s, .value = {}, .at = {}}));
    QCOMPARE(value(u"SELECT state || ' ' || completed_by FROM callback_tasks"_s), u"done dana"_s);
    QCOMPARE(value(u"SELECT status FROM leads WHERE value_cents IS NULL"_s), u"spam"_s);
}

void TestDesk::onlyTheClaimerCompletes()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    const Answer<CallbackTask> refused = m_desk->complete(task(), u"dana"_s, {.outcome = u"spam"_s, .value = {}, .at = {}});
    QVERIFY(!refused);
    QCOMPARE(refused.error(), (Refusal{.why = Why::TakenBySomeone, .who = u"Sam Ortiz"_s, .since = m_clock.now()}));
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
}

void TestDesk::completeTwice()
{
    const QString id = task();
    QVERIFY(m_desk->complete(id, u"dana"_s, {.outcome = u"spam"_s, .value = {}, .at = {}}));
    const Instant at = m_clock.now();
    m_clock.advance(1min);
    const Answer<CallbackTask> completed = m_desk->complete(id, u"sam"_s, {.outcome = u"repair_booked"_s, .value = {}, .at = {}});
    const Answer<CallbackTask> claimed = m_desk->claim(id, u"sam"_s);
    const Answer<CallbackTask> released = m_desk->release(id, u"dana"_s);
    for (const Answer<CallbackTask> &answer : {completed, claimed, released}) {
        QVERIFY(!answer);
        QCOMPARE(answer.error(), (Refusal{.why = Why::AlreadyDone, .who = u"Dana Reyes"_s, .since = at}));
    }
    QCOMPARE(value(u"SELECT outcome FROM follow_ups"_s), u"spam"_s);
}

void TestDesk::anOutcomeThatBringsTheTaskBack()
{
    const QString first = task();
    QVERIFY(m_desk->complete(first, u"dana"_s, {.outcome = u"no_answer"_s, .value = {}, .at = {}}));
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
    QVERIFY(task() != first);
    QCOMPARE(value(u"SELECT assigned_to || ' ' || team FROM callback_tasks WHERE state = 'open'"_s), u"dana office"_s);
    QCOMPARE(value(u"SELECT due_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(m_clock.now() + 2h));
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"needs_callback"_s);
    QCOMPARE(audited(), (QStringList{u"staff:dana task_completed"_s, u"staff:dana task_created"_s}));
}

void TestDesk::untilItHasBeenTriedOftenEnough()
{
    for (int attempt = 1; attempt <= 3; ++attempt) {
        QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
        QVERIFY(m_desk->complete(task(), u"dana"_s, {.outcome = u"no_answer"_s, .value = {}, .at = {}}));
        m_clock.advance(2h);
    }
    QCOMPARE(value(u"SELECT state || ' ' || outcome FROM follow_ups"_s), u"closed no_answer"_s);
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"no_answer"_s);
    QCOMPARE(task(), QString());
}

// The outcome does not close, and does not say when to try again: nobody may forget this caller.
void TestDesk::askedToBeCalledLater()
{
    QVERIFY(m_desk->complete(task(), u"dana"_s, {.outcome = u"call_later"_s, .value = {}, .at = {}}));
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
    QCOMPARE(value(u"SELECT assigned_to FROM callback_tasks WHERE state = 'open'"_s), u"dana"_s);
    QCOMPARE(value(u"SELECT due_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(m_clock.now() + 30min));
}

void TestDesk::wrongNames_data()
{
    QTest::addColumn<QString>("task"); // empty = the one there is
    QTest::addColumn<QString>("staff");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<int>("why");

    const QString nobodys = u"0196b1c0-0000-7000-8000-000000000000"_s;
    QTest::newRow("a person who is not in the office") << QString() << u"eve"_s << u"spam"_s << static_cast<int>(Why::NoSuchPerson);
    QTest::newRow("nobody") << QString() << QString() << u"spam"_s << static_cast<int>(Why::NoSuchPerson);
    QTest::newRow("a task that never was") << nobodys << u"sam"_s << u"spam"_s << static_cast<int>(Why::NoSuchTask);
    QTest::newRow("what is no id") << u"1' OR '1'='1"_s << u"sam"_s << u"spam"_s << static_cast<int>(Why::NoSuchTask);
    QTest::newRow("an outcome that is not in the playbook")
        << QString() << u"sam"_s << u"won_lottery"_s << static_cast<int>(Why::NoSuchOutcome);
}

void TestDesk::wrongNames()
{
    QFETCH(QString, task);
    QFETCH(QString, staff);
    QFETCH(QString, outcome);
    QFETCH(int, why);

    const QString id = task.isEmpty() ? this->task() : task;
    const Answer<CallbackTask> completed = m_desk->complete(id, staff, {.outcome = outcome, .value = {}, .at = {}});
    QVERIFY(!completed);
    QCOMPARE(static_cast<int>(completed.error().why), why);
    if (why != static_cast<int>(Why::NoSuchOutcome)) {
        QCOMPARE(static_cast<int>(m_desk->claim(id, staff).error().why), why);
        QCOMPARE(static_cast<int>(m_desk->release(id, staff).error().why), why);
    }
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s);
    QVERIFY(audited().isEmpty());
}

void TestDesk::anOfficeWithoutASetup()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    const test::TestDatabase empty(dialect);
    const std::unique_ptr<store::Database> database = empty.open();
    Desk desk(*database, m_clock, m_ids);
    QCOMPARE(desk.claim(u"x"_s, u"dana"_s).error().why, Why::NoSuchPerson);
}

// The trail cannot be written, so the click did not happen.
void TestDesk::keepsNothingOfWhatItRefused()
{
    const QString id = task();
    must(m_database->change(u"ALTER TABLE audit_head RENAME TO gone"_s));
    const Answer<CallbackTask> claimed = m_desk->claim(id, u"sam"_s);
    const Answer<CallbackTask> completed = m_desk->complete(id, u"sam"_s, {.outcome = u"spam"_s, .value = {}, .at = {}});
    must(m_database->change(u"ALTER TABLE gone RENAME TO audit_head"_s));
    QCOMPARE(claimed.error().why, Why::CannotStore);
    QVERIFY(!claimed.error().detail.isEmpty());
    QCOMPARE(completed.error().why, Why::CannotStore);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s);
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
}

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
