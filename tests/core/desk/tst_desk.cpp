#include "audit/trail.h"
#include "desk/desk.h"
#include "engine/intake.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSet>
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
    void claimingAgainRenewsTheClaim();
    void theSecondIsToldWhoAndSinceWhen();
    void ofTwoAtOnceOneGetsIt();
    void release();
    void onlyTheClaimerReleases();
    void complete();
    void completeWithoutAClaim();
    void onlyTheClaimerCompletes();
    void completeTwice();
    void anOutcomeThatBringsTheTaskBack();
    void comesBackWhenTheCallerAsked();
    void untilItHasBeenTriedOftenEnough();
    void askedToBeCalledLater();
    void wrongNames_data();
    void wrongNames();
    void anOfficeWithoutASetup();
    void keepsNothingOfWhatItRefused();
    void outcomesAreThoseOfTheCasesPlaybook();
    void aTimeInThePast();
    void endsTheSequence();
    void aClaimEndsWhatStopsOnIt();
    void theConfirmation_data();
    void theConfirmation();
    void noConfirmation_data();
    void noConfirmation();
    void claimsTheOldest();
    void ofTwoWhoClaimTheOldestEachGetsOthers();
    void undoes_data();
    void undoes();
    void isTooLateToUndo_data();
    void isTooLateToUndo();
    void undoneTwiceAtOnce();
    void afterAnUndoItIsConfirmedOnce();

private:
    [[nodiscard]] QString task() { return valueOf(*m_database, u"SELECT id FROM callback_tasks WHERE state IN ('open', 'claimed')"_s); }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }

    void missMore(int calls, const QString &line);
    void callAgain();

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_sequence = 0;
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
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
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

void TestDesk::claimingAgainRenewsTheClaim()
{
    const Answer<CallbackTask> first = m_desk->claim(task(), u"sam"_s);
    QVERIFY(first);
    QCOMPARE(first->checkAt, m_clock.now() + 30min); // the playbook's claim_idle_limit
    m_clock.advance(20min);
    const Answer<CallbackTask> again = m_desk->claim(task(), u"sam"_s);
    QVERIFY(again);
    QCOMPARE(again->claimedAt, m_clock.now());
    QCOMPARE(again->checkAt, m_clock.now() + 30min);
    QCOMPARE(value(u"SELECT claimed_at FROM callback_tasks"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_claimed"_s}));
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
    QCOMPARE(audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_completed"_s, u"staff:sam steps_stopped"_s,
                                     u"staff:sam follow_up_closed"_s, u"staff:sam lead_updated"_s, u"staff:sam text_dropped"_s,
                                     u"staff:sam text_scheduled"_s}));
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
    QCOMPARE(value(u"SELECT due_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(m_clock.now() + 2h + 30min));
    QCOMPARE(value(u"SELECT ready_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(m_clock.now() + 2h));
    QCOMPARE(value(u"SELECT check_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(m_clock.now() + 2h + 10min));
    QCOMPARE(value(u"SELECT attempt FROM callback_tasks WHERE state = 'open'"_s), u"2"_s);
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"no_answer"_s);
    QCOMPARE(audited(), (QStringList{u"staff:dana task_completed"_s, u"staff:dana steps_stopped"_s, u"staff:dana lead_updated"_s,
                                     u"staff:dana text_dropped"_s, u"staff:dana task_created"_s}));
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

void TestDesk::comesBackWhenTheCallerAsked()
{
    const Instant monday = m_clock.now() + 71h;
    const Answer<CallbackTask> done = m_desk->complete(task(), u"sam"_s, {.outcome = u"call_later"_s, .value = {}, .at = monday});
    QVERIFY(done);
    QCOMPARE(done->appointmentAt, monday);
    QCOMPARE(value(u"SELECT ready_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(monday));
    QCOMPARE(value(u"SELECT due_at FROM callback_tasks WHERE state = 'open'"_s).toLongLong(), toMs(monday + 30min));
    QVERIFY2(m_desk->claim(task(), u"sam"_s), "a person may work ahead");
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

// The office has another playbook by now; what was promised to this caller was the old one's.
void TestDesk::outcomesAreThoseOfTheCasesPlaybook()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::OfficeGateway(*m_database)
             .addPlaybook(transaction, u"recruiting"_s, must(playbook::presetDocument(u"recruiting"_s)), m_clock.now()));
    must(transaction.commit());

    const Answer<CallbackTask> todays = m_desk->complete(task(), u"sam"_s, {.outcome = u"placed"_s, .value = {}, .at = {}});
    QVERIFY(!todays);
    QCOMPARE(todays.error().why, Why::NoSuchOutcome);
    QVERIFY(todays.error().detail.contains(u"estimate_scheduled"_s));
    QVERIFY(m_desk->complete(task(), u"sam"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = m_clock.now() + 3h}));
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"estimate_scheduled"_s);
    QVERIFY(value(u"SELECT body FROM messages WHERE step = 'confirmation'"_s).contains(u"visit"_s));
}

void TestDesk::aTimeInThePast()
{
    const Answer<CallbackTask> now =
        m_desk->complete(task(), u"sam"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = m_clock.now()});
    QVERIFY(!now);
    QCOMPARE(now.error().why, Why::TimeInThePast);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s);
}

void TestDesk::endsTheSequence()
{
    must(m_database->change(u"UPDATE follow_ups SET next_step = 'second_touch', next_step_at = 1"_s));
    QVERIFY(m_desk->complete(task(), u"sam"_s, {.outcome = u"no_answer"_s, .value = {}, .at = {}}));
    QCOMPARE(value(u"SELECT next_step FROM follow_ups WHERE next_step_at IS NULL"_s), QString());
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups WHERE next_step_at IS NULL"_s), u"1"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT m.step, m.state, j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s),
             QStringList{u"text_back dropped dropped"_s});
}

void TestDesk::aClaimEndsWhatStopsOnIt()
{
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"scheduled"_s); // the text back does not stop on a claim
    QVERIFY(m_desk->release(task(), u"sam"_s));
    must(m_database->change(u"UPDATE messages SET step = 'second_touch'"_s));
    QVERIFY(m_desk->claim(task(), u"sam"_s));
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), u"dropped dropped"_s);
}

void TestDesk::theConfirmation_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("at"); // empty = nothing was agreed
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("trueUntil");

    QTest::newRow("tells the time in the office's zone")
        << u"en"_s << u"2026-11-24T21:30:00Z"_s << u"is set: Tue, Nov 24, 3:30 PM."_s << u"2026-11-24T21:30:00Z"_s;
    QTest::newRow("in the caller's language") << u"es"_s << u"2026-11-24T21:30:00Z"_s << u"queda para: mar 24 de nov, 15:30."_s
                                              << u"2026-11-24T21:30:00Z"_s;
    QTest::newRow("without a time it holds for a day") << u"en"_s << QString() << u"is set: as agreed."_s << u"2026-11-21T18:00:00Z"_s;
}

void TestDesk::theConfirmation()
{
    QFETCH(QString, language);
    QFETCH(QString, at);
    QFETCH(QString, says);
    QFETCH(QString, trueUntil);
    must(m_database->change(u"UPDATE contacts SET language = ?"_s, {language}));
    Completion completion{.outcome = u"estimate_scheduled"_s, .value = {}, .at = {}};
    if (!at.isEmpty())
        completion.at = instantOf(at);
    QVERIFY(m_desk->complete(task(), u"dana"_s, completion));
    const QString body = value(u"SELECT body FROM messages WHERE step = 'confirmation'"_s);
    QVERIFY2(body.contains(says), qPrintable(body));
    QCOMPARE(rowsOf(*m_database, u"SELECT m.state, m.automated, j.state, j.due_at, j.true_until_at, j.line FROM messages m"
                                 " JOIN jobs j ON j.message_id = m.id WHERE m.step = 'confirmation'"_s),
             QStringList{
                 u"scheduled 1 waiting %1 %2 +12145550100"_s.arg(toMs(m_clock.now() + Desk::undoWindow)).arg(toMs(instantOf(trueUntil)))});
}

void TestDesk::noConfirmation_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("why");
    QTest::newRow("to somebody who opted out") << u"INSERT INTO opt_outs VALUES ('+12145550123', 1, 'keyword', 'caller')"_s
                                               << u"[\"opted_out\"]"_s;
    QTest::newRow("from a line that is no longer ours") << u"UPDATE follow_ups SET line = '+12145550199'"_s << u"[\"no_line\"]"_s;
}

void TestDesk::noConfirmation()
{
    QFETCH(QString, sql);
    QFETCH(QString, why);
    must(m_database->change(sql));
    QVERIFY(m_desk->complete(task(), u"dana"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = {}}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages WHERE step = 'confirmation'"_s), u"0"_s);
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_dropped' AND subject LIKE 'task:%'"_s).contains(why));
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"closed"_s);
}

// More calls: of the hail line (Dallas desk), and more of the main line.
void TestDesk::missMore(int calls, const QString &line)
{
    const engine::Office office = must(engine::loadOffice(*m_database)).value();
    for (int i = 0; i < calls; ++i) {
        m_clock.advance(1s);
        const QString sid = u"CA%1%2"_s.arg(line.right(3)).arg(m_sequence);
        const QString from = u"+1214555%1"_s.arg(130 + m_sequence++, 4, 10, QChar(u'0'));
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice,
                           test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}, {u"To"_s, line}}), m_clock.now());
    }
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(office)), calls);
}

void TestDesk::claimsTheOldest()
{
    const QString first = task();
    missMore(2, u"+12145550102"_s); // of Dallas, where Dana is not
    missMore(2, u"+12145550100"_s);
    must(m_database->change(u"UPDATE callback_tasks SET priority = 1 WHERE id = (SELECT MAX(id) FROM callback_tasks)"_s));
    must(m_database->change(u"UPDATE callback_tasks SET ready_at = ? WHERE id = ?"_s,
                            {qlonglong(toMs(m_clock.now() + 1h)), first})); // it waits for its time
    const QStringList office =
        rowsOf(*m_database, u"SELECT id FROM callback_tasks WHERE team = 'office' AND id <> '%1' ORDER BY priority DESC, id"_s.arg(first));
    const QStringList dallas = rowsOf(*m_database, u"SELECT id FROM callback_tasks WHERE team = 'dallas' ORDER BY id"_s);
    QCOMPARE(office.size(), 2);
    QCOMPARE(dallas.size(), 2);

    const Answer<QList<CallbackTask>> claimed = m_desk->claimOldest(u"dana"_s, 3);
    QVERIFY(claimed);
    QStringList got;
    for (const CallbackTask &each : *claimed) {
        got.append(each.id.text());
        QCOMPARE(each.claimedBy, u"dana"_s);
        QCOMPARE(each.checkAt, m_clock.now() + 30min);
    }
    QCOMPARE(got, (QStringList{office.at(0), office.at(1), dallas.at(0)}));
    QCOMPARE(audited().size(), 3);
    QCOMPARE(m_desk->claimOldest(u"sam"_s, 5)->size(), 1);
    QVERIFY2(m_desk->claimOldest(u"sam"_s, 5)->isEmpty(), "the other one waits for its time");
    QCOMPARE(value(u"SELECT state FROM callback_tasks WHERE id = '%1'"_s.arg(first)), u"open"_s);
}

void TestDesk::ofTwoWhoClaimTheOldestEachGetsOthers()
{
    missMore(19, u"+12145550100"_s);
    std::barrier together(2);
    const auto click = [&](const QString &staff) {
        const std::unique_ptr<store::Database> database = m_place->open();
        IdSource ids(qHash(staff));
        Desk desk(*database, m_clock, ids);
        together.arrive_and_wait();
        return desk.claimOldest(staff, 10);
    };
    std::optional<Answer<QList<CallbackTask>>> dana;
    std::thread other([&] { dana = click(u"dana"_s); });
    const Answer<QList<CallbackTask>> sam = click(u"sam"_s);
    other.join();
    QVERIFY(sam);
    QVERIFY(*dana);
    QSet<QString> all;
    for (const CallbackTask &each : *sam + **dana)
        all.insert(each.id.text());
    QCOMPARE(all.size(), sam->size() + (*dana)->size());
    QCOMPARE(all.size(), 20);
}

void TestDesk::undoes_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::newRow("what closed the case") << u"repair_booked"_s;
    QTest::newRow("what brings the task back") << u"no_answer"_s;
}

void TestDesk::undoes()
{
    QFETCH(QString, outcome);
    const QString id = task();
    must(m_database->change(u"UPDATE leads SET value_cents = 5"_s));
    QVERIFY(m_desk->complete(id, u"sam"_s, {.outcome = outcome, .value = Money{100}, .at = m_clock.now() + 3h}));
    QCOMPARE(value(u"SELECT value_cents FROM leads"_s), u"100"_s);
    m_clock.advance(Desk::undoWindow);
    const Answer<CallbackTask> undone = m_desk->undo(id, u"sam"_s);
    QVERIFY(undone);
    QCOMPARE(undone->state, TaskState::Claimed);
    QCOMPARE(undone->claimedBy, u"sam"_s);
    QCOMPARE(undone->checkAt, m_clock.now() + 30min);
    QCOMPARE(task(), id); // the one that is live
    QCOMPARE(value(u"SELECT outcome || completed_by FROM callback_tasks WHERE id = '%1' AND completed_at IS NULL"_s.arg(id)), QString());
    QCOMPARE(value(u"SELECT state FROM follow_ups WHERE closed_at IS NULL AND outcome = ''"_s), u"open"_s);
    QCOMPARE(value(u"SELECT status || ' ' || value_cents FROM leads"_s), u"needs_callback 5"_s);
    QCOMPARE(
        value(u"SELECT COUNT(*) FROM messages m JOIN jobs j ON j.message_id = m.id WHERE m.state <> 'dropped' OR j.state <> 'dropped'"_s),
        u"0"_s);
    QCOMPARE(audited().last(), u"staff:sam completion_undone"_s);
    QCOMPARE(m_desk->undo(id, u"sam"_s).error().why, Why::TooLate); // it is not completed any more
}

void TestDesk::isTooLateToUndo_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("since");
    QTest::newRow("after the few seconds") << u"repair_booked"_s << u"time"_s;
    QTest::newRow("when the confirmation is on its way") << u"repair_booked"_s << u"job"_s;
    QTest::newRow("when the caller has another case") << u"repair_booked"_s << u"call"_s;
    QTest::newRow("when somebody works on the next attempt") << u"no_answer"_s << u"claim"_s;
    QTest::newRow("when the case was closed by an answered call") << u"no_answer"_s << u"close"_s;
}

void TestDesk::isTooLateToUndo()
{
    QFETCH(QString, outcome);
    QFETCH(QString, since);
    const QString id = task();
    QVERIFY(m_desk->complete(id, u"sam"_s, {.outcome = outcome, .value = {}, .at = {}}));
    m_clock.advance(1s);
    if (since == "time"_L1)
        m_clock.advance(Desk::undoWindow);
    else if (since == "job"_L1)
        must(m_database->change(u"UPDATE jobs SET state = 'running', lease_owner = 'x', lease_until_at = 1 WHERE state = 'waiting'"_s));
    else if (since == "call"_L1)
        callAgain();
    else if (since == "claim"_L1)
        QVERIFY(m_desk->claim(task(), u"dana"_s));
    else
        must(m_database->change(u"UPDATE follow_ups SET state = 'closed', closed_at = 1, outcome = 'reached'"_s));
    const QStringList before = rowsOf(*m_database, u"SELECT id, state, claimed_by FROM callback_tasks ORDER BY id"_s);
    const Answer<CallbackTask> undone = m_desk->undo(id, u"sam"_s);
    QVERIFY(!undone);
    QCOMPARE(undone.error().why, Why::TooLate);
    QCOMPARE(rowsOf(*m_database, u"SELECT id, state, claimed_by FROM callback_tasks ORDER BY id"_s), before);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action IN ('completion_undone', 'follow_up_reopened')"_s), u"0"_s);
    const Answer<CallbackTask> others = m_desk->undo(id, u"dana"_s);
    QCOMPARE(others.error().why, Why::NotYours);
    QCOMPARE(others.error().who, u"Sam Ortiz"_s);
}

// The same caller, whose case is closed: another opens.
void TestDesk::callAgain()
{
    const engine::Office office = must(engine::loadOffice(*m_database)).value();
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA2"_s, u"no-answer"_s), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(office)), 1);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups WHERE state = 'open'"_s), u"1"_s);
}

// Sam has two windows open. One undo happens, and the other one says so.
void TestDesk::undoneTwiceAtOnce()
{
    const QString id = task();
    for (int round = 0; round < 10; ++round) {
        QVERIFY(m_desk->complete(id, u"sam"_s, {.outcome = round % 2 ? u"no_answer"_s : u"repair_booked"_s, .value = {}, .at = {}}));
        std::barrier together(2);
        const auto click = [&](quint64 seed) {
            const std::unique_ptr<store::Database> database = m_place->open();
            IdSource ids(seed);
            Desk desk(*database, m_clock, ids);
            together.arrive_and_wait();
            return desk.undo(id, u"sam"_s);
        };
        std::optional<Answer<CallbackTask>> one;
        std::thread other([&] { one = click(1); });
        const Answer<CallbackTask> two = click(2);
        other.join();
        QVERIFY(two.has_value() != one->has_value());
        QCOMPARE((two ? one->error() : two.error()).why, Why::TooLate);
        QCOMPARE(task(), id);
        m_clock.advance(1s);
    }
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'completion_undone'"_s), u"10"_s);
}

void TestDesk::afterAnUndoItIsConfirmedOnce()
{
    const QString id = task();
    QVERIFY(m_desk->complete(id, u"sam"_s, {.outcome = u"repair_booked"_s, .value = {}, .at = {}}));
    m_clock.advance(2s);
    QVERIFY(m_desk->undo(id, u"sam"_s));
    m_clock.advance(2s);
    QVERIFY(m_desk->complete(id, u"sam"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = {}}));
    QCOMPARE(rowsOf(*m_database, u"SELECT m.state, j.state FROM messages m JOIN jobs j ON j.message_id = m.id"
                                 " WHERE m.step = 'confirmation' ORDER BY m.id"_s),
             (QStringList{u"dropped dropped"_s, u"scheduled waiting"_s}));
}

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
