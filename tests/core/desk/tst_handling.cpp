#include "board/reader.h"
#include "engine/calendarentries.h"
#include "engine/calendarplanner.h"
#include "store/calendarentrygateway.h"
#include "support/handlingrig.h"

#include <QTest>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::PresenceWord;
using calls::TaskState;
using test::must;
using Task = HandlingAnswer<CallbackTask>;
using Why = HandlingRefusal::Why;

/// Callbacks that are put off to a time, and brought back.
class TestHandling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void endsTheClaimAndComesBack();
    void ofOneThatNobodyHas();
    void notWhatSomebodyElseHas();
    void notWhatSomebodyElseCallsBack();
    void withinLimits_data();
    void withinLimits();
    void fiveTimes();
    void theNextAttemptCountsAnew();
    void notesStay();
    void returnsToThem();
    void goesToSomebodyElseWhenTheyLeft();
    void escalationCountsFromThen();
    void stopsWhatAClaimStops();
    void laterStepsStayAwayWhileItWaits();
    void bringBack();
    void bringBackTheNextAttempt();
    void bringBackWhatDoesNotWait();
    void undoOfACompletion_data();
    void undoOfACompletion();
    void aNewCallWakesIt();
    void listedWithTheTimeItReturns();
    void theCalendarEntryMoves();
    void twoAtOnce();
    void claimedAtOnce();
    void keepsNothingOfWhatItRefused();

private:
    [[nodiscard]] Instant inHours(int hours) const { return m_rig->clock.now() + std::chrono::hours(hours); }
    [[nodiscard]] Handling &handling() { return m_rig->handling; }

    std::unique_ptr<test::HandlingRig> m_rig;
    QString m_task; ///< of one missed call: Dana's
};

void TestHandling::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_rig = std::make_unique<test::HandlingRig>(dialect);
    m_task = m_rig->missCall();
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
}

void TestHandling::cleanup()
{
    if (m_rig) {
        const audit::Verification verification = must(audit::verify(*m_rig->database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_rig.reset();
}

void TestHandling::endsTheClaimAndComesBack()
{
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    const Instant until = inHours(4);
    const Task put = handling().snooze(m_task, u"sam"_s, until);
    QVERIFY(put);
    const CallbackTask task = m_rig->task(m_task);
    QCOMPARE(*put, task);
    QCOMPARE(task.state, TaskState::Open);
    QCOMPARE(task.claimedBy, QString());
    QVERIFY(!task.claimedAt);
    QCOMPARE(task.assignedTo, u"sam"_s);
    QCOMPARE(task.assignedAt, m_rig->clock.now());
    QCOMPARE(task.readyAt, until);
    QCOMPARE(task.dueAt, until + 30min);
    QCOMPARE(task.checkAt, until + 10min); // the first step of the escalation
    QCOMPARE(task.attempt, 1);
    QCOMPARE(m_rig->audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_snoozed"_s}));
    QCOMPARE(m_rig->value(u"SELECT case_id FROM audit WHERE action = 'task_snoozed'"_s), task.followUp.text());
    QCOMPARE(m_rig->value(u"SELECT detail FROM audit WHERE action = 'task_snoozed'"_s),
             u"{\"until\":\"2026-11-20T22:00:00.000Z\",\"with_note\":false}"_s);
}

void TestHandling::ofOneThatNobodyHas()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(1))); // it was given to Dana, who has not claimed it
    QCOMPARE(m_rig->task(m_task).assignedTo, u"sam"_s);
    QVERIFY2(handling().snooze(m_task, u"sam"_s, inHours(2)), "he may choose another time");
    QCOMPARE(m_rig->task(m_task).readyAt, inHours(2));
}

void TestHandling::notWhatSomebodyElseHas()
{
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    const Instant since = m_rig->clock.now();
    const Refusal taken{.why = Refusal::Why::TakenBySomeone, .who = u"Sam Ortiz"_s, .since = since};
    QCOMPARE(handling().snooze(m_task, u"dana"_s, inHours(1)).error(), (HandlingRefusal{.why = Why::Click, .click = taken}));
    QCOMPARE(handling().bringBack(m_task, u"dana"_s).error(), (HandlingRefusal{.why = Why::Click, .click = taken}));
    QVERIFY(m_rig->desk.complete(m_task, u"sam"_s, {.outcome = u"spam"_s}));
    const Refusal done{.why = Refusal::Why::AlreadyDone, .who = u"Sam Ortiz"_s, .since = since};
    QCOMPARE(handling().snooze(m_task, u"sam"_s, inHours(1)).error(), (HandlingRefusal{.why = Why::Click, .click = done}));
    QCOMPARE(handling().bringBack(m_task, u"sam"_s).error(), (HandlingRefusal{.why = Why::Click, .click = done}));
    QCOMPARE(handling().snooze(m_task, u"eve"_s, inHours(1)).error().click.why, Refusal::Why::NoSuchPerson);
    QCOMPARE(handling().snooze(u"x"_s, u"sam"_s, inHours(1)).error().click.why, Refusal::Why::NoSuchTask);
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM audit WHERE action = 'task_snoozed'"_s), u"0"_s);
}

void TestHandling::notWhatSomebodyElseCallsBack()
{
    const Instant until = inHours(4);
    QVERIFY(handling().snooze(m_task, u"sam"_s, until));
    QCOMPARE(handling().snooze(m_task, u"dana"_s, inHours(1)).error(),
             (HandlingRefusal{.why = Why::WaitsForSomebody, .who = u"Sam Ortiz"_s, .at = until}));
    QVERIFY2(m_rig->desk.claim(m_task, u"dana"_s), "to work ahead is no harm");
    QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(1)));
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
}

void TestHandling::withinLimits_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<bool>("may");
    QTest::addColumn<int>("why");
    QTest::newRow("in the past") << qint64(-60'000) << false << int(Why::TooSoon);
    QTest::newRow("less than a minute") << qint64(59'999) << false << int(Why::TooSoon);
    QTest::newRow("a minute") << qint64(60'000) << true << 0;
    QTest::newRow("30 days") << qint64(30) * 24 * 3'600'000 << true << 0;
    QTest::newRow("more than 30 days") << qint64(30) * 24 * 3'600'000 + 1 << false << int(Why::TooFar);
}

void TestHandling::withinLimits()
{
    QFETCH(const qint64, ms);
    QFETCH(const bool, may);
    QFETCH(const int, why);
    const Task put = handling().snooze(m_task, u"dana"_s, m_rig->clock.now() + Milliseconds(ms));
    QCOMPARE(put.has_value(), may);
    if (may)
        return;
    QCOMPARE(int(put.error().why), why);
    QCOMPARE(put.error().at, m_rig->clock.now() + (put.error().why == Why::TooSoon ? Handling::shortestSnooze : Handling::longestSnooze));
    QVERIFY(!m_rig->task(m_task).readyAt);
}

void TestHandling::fiveTimes()
{
    for (int time = 0; time < Handling::mostSnoozes; ++time) {
        QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(1)));
        m_rig->clock.advance(1h);
    }
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s)); // whoever does it
    QCOMPARE(handling().snooze(m_task, u"sam"_s, inHours(1)).error(), (HandlingRefusal{.why = Why::PutOffTooOften, .count = 5}));
    QCOMPARE(m_rig->task(m_task).state, TaskState::Claimed);
    QVERIFY(m_rig->desk.complete(m_task, u"sam"_s, {.outcome = u"no_answer"_s}));
}

void TestHandling::theNextAttemptCountsAnew()
{
    fiveTimes();
    const QString second = m_rig->value(u"SELECT id FROM callback_tasks WHERE state = 'open'"_s);
    const Task put = handling().snooze(second, u"sam"_s, inHours(5));
    QVERIFY(put);
    QCOMPARE(put->attempt, 2);
}

void TestHandling::notesStay()
{
    m_rig->sql(u"UPDATE callback_tasks SET note = 'prior customer'"_s);
    QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(1), u"  asks for the green tiles "_s));
    QCOMPARE(m_rig->task(m_task).note, u"asks for the green tiles\nprior customer"_s);
    QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(2), u"  "_s));
    QCOMPARE(m_rig->task(m_task).note, u"asks for the green tiles\nprior customer"_s);
    const Task tooLong = handling().snooze(m_task, u"dana"_s, inHours(3), QString(Handling::longestNote + 1, u'x'));
    QCOMPARE(tooLong.error(), (HandlingRefusal{.why = Why::NoteTooLong, .count = Handling::longestNote}));
    for (int time = 0; time < 3; ++time)
        QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(3), QString(Handling::longestNote, QChar(u'a' + time))));
    m_rig->sql(u"UPDATE callback_tasks SET note = ?"_s, {QString(1'900, u'o')});
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s, .note = QString(Handling::longestNote, u'n')}));
    const QString note = m_rig->task(m_task).note;
    QCOMPARE(note.size(), Handling::longestNotes);
    QVERIFY(note.startsWith(QString(Handling::longestNote, u'n') + u"\no"_s));
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM audit WHERE detail LIKE '%green%'"_s), u"0"_s); // what is in the trail stays for ever
}

void TestHandling::returnsToThem()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(1)));
    m_rig->pass(30min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"sam"_s);
    m_rig->pass(31min);
    const CallbackTask task = m_rig->task(m_task);
    QCOMPARE(task.assignedTo, u"sam"_s);
    QCOMPARE(task.escalatedTo, QString());
    const Answer<std::optional<CallbackTask>> next = handling().next(u"sam"_s);
    QVERIFY(next && *next);
    QCOMPARE((*next)->id, task.id);
}

void TestHandling::goesToSomebodyElseWhenTheyLeft()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(1)));
    m_rig->say(u"sam"_s, PresenceWord::Away);
    m_rig->pass(30min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"sam"_s); // he may be back by then
    m_rig->pass(31min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
    QVERIFY(m_rig->value(u"SELECT detail FROM audit WHERE action = 'task_rerouted'"_s).contains(u"assignee_left"_s));
}

void TestHandling::escalationCountsFromThen()
{
    m_rig->pass(10min); // Dana has not claimed it: it went to Sam
    QCOMPARE(m_rig->task(m_task).escalations, 1);
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(1)));
    QCOMPARE(m_rig->task(m_task).escalatedTo, QString());
    m_rig->pass(69min);
    QCOMPARE(m_rig->task(m_task).escalations, 0);
    m_rig->pass(1min);
    QCOMPARE(m_rig->task(m_task).escalations, 1);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
}

void TestHandling::stopsWhatAClaimStops()
{
    QCOMPARE(m_rig->value(u"SELECT next_step FROM follow_ups"_s), u"second_touch"_s);
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    QCOMPARE(m_rig->value(u"SELECT next_step FROM follow_ups"_s), u"second_touch"_s); // a claim only keeps it away
    QVERIFY(handling().snooze(m_task, u"sam"_s, m_rig->clock.now() + 1h));
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM follow_ups WHERE next_step = '' AND next_step_at IS NULL"_s), u"1"_s);
    QCOMPARE(m_rig->value(u"SELECT state FROM messages"_s), u"scheduled"_s); // the text back does not stop on a claim

    m_rig->sql(u"UPDATE messages SET step = 'second_touch'"_s); // one that does
    QVERIFY(handling().snooze(m_task, u"sam"_s, m_rig->clock.now() + 2h));
    QCOMPARE(m_rig->value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), u"dropped dropped"_s);
    m_rig->pass(3h);
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM messages"_s), u"1"_s);
}

// A step that was not the next one when it was put off.
void TestHandling::laterStepsStayAwayWhileItWaits()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(2)));
    m_rig->sql(u"UPDATE follow_ups SET next_step = 'second_touch', next_step_at = ?"_s, {qlonglong(toMs(inHours(1)))});
    m_rig->pass(61min);
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM messages"_s), u"1"_s);
    QVERIFY(m_rig->value(u"SELECT detail FROM audit WHERE action = 'steps_stopped' AND actor = 'engine' ORDER BY sequence DESC LIMIT 1"_s)
                .contains(u"\"claimed\""_s));
}

void TestHandling::bringBack()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(4)));
    m_rig->clock.advance(1h);
    const Task back = handling().bringBack(m_task, u"dana"_s);
    QVERIFY(back);
    const CallbackTask task = m_rig->task(m_task);
    QCOMPARE(*back, task);
    QCOMPARE(task.state, TaskState::Open);
    QCOMPARE(task.assignedTo, u"sam"_s); // it is his all the same
    QCOMPARE(task.readyAt, m_rig->clock.now());
    QCOMPARE(task.dueAt, m_rig->clock.now() + 30min);
    QCOMPARE(task.checkAt, m_rig->clock.now() + 10min);
    QCOMPARE(m_rig->audited(), (QStringList{u"staff:sam task_snoozed"_s, u"staff:dana task_brought_back"_s}));
}

void TestHandling::bringBackTheNextAttempt()
{
    QVERIFY(m_rig->desk.complete(m_task, u"dana"_s, {.outcome = u"no_answer"_s}));
    const QString second = m_rig->value(u"SELECT id FROM callback_tasks WHERE state = 'open'"_s);
    const Task back = handling().bringBack(second, u"dana"_s);
    QVERIFY(back);
    QCOMPARE(back->attempt, 2);
    QCOMPARE(back->readyAt, m_rig->clock.now());
}

void TestHandling::bringBackWhatDoesNotWait()
{
    QCOMPARE(handling().bringBack(m_task, u"dana"_s).error().why, Why::NotWaiting);
    QVERIFY(handling().snooze(m_task, u"dana"_s, inHours(1)));
    QVERIFY(handling().bringBack(m_task, u"dana"_s));
    QCOMPARE(handling().bringBack(m_task, u"dana"_s).error().why, Why::NotWaiting);
}

void TestHandling::undoOfACompletion_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::newRow("what closed the case") << u"repair_booked"_s;
    QTest::newRow("what brings the task back") << u"no_answer"_s;
}

void TestHandling::undoOfACompletion()
{
    QFETCH(const QString, outcome);
    const Instant until = inHours(4);
    QVERIFY(handling().snooze(m_task, u"sam"_s, until, u"green tiles"_s));
    m_rig->clock.advance(1h);
    QVERIFY(m_rig->desk.complete(m_task, u"sam"_s, {.outcome = outcome})); // he called ahead
    m_rig->clock.advance(5s);
    const Answer<CallbackTask> undone = m_rig->desk.undo(m_task, u"sam"_s);
    QVERIFY(undone);
    QCOMPARE(undone->state, TaskState::Claimed);
    QCOMPARE(undone->readyAt, until);
    QCOMPARE(undone->note, u"green tiles"_s);
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM callback_tasks WHERE state IN ('open', 'claimed')"_s), u"1"_s);
    QVERIFY(handling().bringBack(m_task, u"sam"_s));
    QCOMPARE(m_rig->task(m_task).state, TaskState::Claimed); // and stays his
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(1)));
}

void TestHandling::aNewCallWakesIt()
{
    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(4)));
    for (int call = 0; call < 2; ++call) { // three in an hour are urgent
        m_rig->clock.advance(1min);
        m_rig->missCall();
    }
    const CallbackTask task = m_rig->task(m_task);
    QVERIFY(task.priority);
    QCOMPARE(task.readyAt, m_rig->clock.now());
    QCOMPARE(task.assignedTo, u"sam"_s);
}

void TestHandling::listedWithTheTimeItReturns()
{
    const Instant until = inHours(4);
    QVERIFY(handling().snooze(m_task, u"sam"_s, until, u"green tiles"_s));
    board::Reader reader(*m_rig->database, m_rig->clock);
    must(reader.office());
    const QList<board::QueueRow> rows = must(reader.queue());
    QCOMPARE(rows.size(), 1);
    QVERIFY(rows.first().progress.waitsAt(m_rig->clock.now()));
    QCOMPARE(rows.first().progress.readyAt, until);
    QCOMPARE(rows.first().progress.attempt, 1);
    QCOMPARE(rows.first().note, u"green tiles"_s);
    QCOMPARE(rows.first().assignedTo, u"sam"_s);
}

void TestHandling::theCalendarEntryMoves()
{
    m_rig->put([](settings::Setup &setup) {
        setup.calendars.append(
            {.id = u"sam-cal"_s,
             .staff = u"sam"_s,
             .account = settings::CalDavAccount{
                 .address = u"https://cal.example.com/"_s, .user = u"sam"_s, .passwordSecret = u"sam-cal"_s, .calendar = {}}});
        setup.calendars.last().writes = true;
    });
    engine::CalendarPlanner planner(*m_rig->database);
    planner.setAccesses({{u"sam-cal"_s, engine::CalendarAccess{.calendar = nullptr, .abilities = {.writes = true}}}}, m_rig->office.setup);
    const auto plan = [&] {
        store::Transaction transaction = must(store::Transaction::begin(*m_rig->database));
        const int changed = must(planner.plan(transaction, m_rig->office, m_rig->clock.now()));
        must(transaction.commit());
        planner.committed();
        return changed;
    };
    const auto from = [&] {
        return must(engine::entryOf(*m_rig->database, m_rig->office, m_rig->task(m_task), u"sam-cal"_s)).from;
    };
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    QCOMPARE(plan(), 1);
    QCOMPARE(from(), m_rig->task(m_task).dueAt);
    // As the writer leaves it.
    m_rig->sql(u"UPDATE calendar_entries SET state = 'done', written_revision = 1, written = 'before'"_s);

    QVERIFY(handling().snooze(m_task, u"sam"_s, inHours(4)));
    QVERIFY(must(planner.hasNews()));
    QCOMPARE(plan(), 1);
    QCOMPARE(m_rig->value(u"SELECT state FROM calendar_entries WHERE wanted = 1"_s), u"waiting"_s);
    QCOMPARE(from(), inHours(4));
    QVERIFY(handling().handOver(m_task, u"sam"_s, {.to = u"dana"_s}));
    QCOMPARE(plan(), 1);
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM calendar_entries WHERE wanted = 1"_s), u"0"_s); // it leaves his calendar
}

// Two who look at the same row. Again and again, as a race is won by chance.
void TestHandling::twoAtOnce()
{
    for (int round = 0; round < 10; ++round) {
        const QString task = m_rig->missCall(130 + round);
        const Instant until = inHours(4);
        const auto [dana, sam] = m_rig->atOnce([&](Handling &theirs) { return theirs.snooze(task, u"dana"_s, until); },
                                               [&](Handling &theirs) { return theirs.snooze(task, u"sam"_s, until); });
        QVERIFY(dana.has_value() != sam.has_value());
        const QString winner = dana ? u"Dana Reyes"_s : u"Sam Ortiz"_s;
        QCOMPARE((dana ? sam.error() : dana.error()), (HandlingRefusal{.why = Why::WaitsForSomebody, .who = winner, .at = until}));
        QCOMPARE(m_rig->task(task).assignedTo, dana ? u"dana"_s : u"sam"_s);
        m_rig->clock.advance(1s);
    }
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM audit WHERE action = 'task_snoozed'"_s), u"10"_s);
}

// Sam puts it off while Dana claims it: she has it then, or he has it until he lets it go.
void TestHandling::claimedAtOnce()
{
    for (int round = 0; round < 10; ++round) {
        const QString task = m_rig->missCall(130 + round);
        QVERIFY(m_rig->desk.claim(task, u"sam"_s));
        const auto claim = [&](Handling &) {
            const std::unique_ptr<store::Database> own = m_rig->place.open();
            IdSource ids(3);
            return Desk(*own, m_rig->clock, ids).claim(task, u"dana"_s);
        };
        const auto [put, claimed] = m_rig->atOnce([&](Handling &theirs) { return theirs.snooze(task, u"sam"_s, inHours(4)); }, claim);
        QVERIFY(put);
        QVERIFY(claimed || claimed.error().why == Refusal::Why::TakenBySomeone);
        QCOMPARE(m_rig->task(task).state, claimed ? TaskState::Claimed : TaskState::Open);
        QCOMPARE(m_rig->task(task).claimedBy, claimed ? u"dana"_s : QString());
        m_rig->clock.advance(1s);
    }
}

// The trail cannot be written, so the click did not happen.
void TestHandling::keepsNothingOfWhatItRefused()
{
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    const CallbackTask before = m_rig->task(m_task);
    const QString steps = m_rig->value(u"SELECT next_step FROM follow_ups"_s);
    m_rig->sql(u"ALTER TABLE audit_head RENAME TO gone"_s);
    const Task put = handling().snooze(m_task, u"sam"_s, inHours(1));
    const Task over = handling().handOver(m_task, u"sam"_s, {.to = u"dana"_s});
    m_rig->sql(u"ALTER TABLE gone RENAME TO audit_head"_s);
    for (const Task &answer : {put, over}) {
        QCOMPARE(answer.error().why, Why::Click);
        QCOMPARE(answer.error().click.why, Refusal::Why::CannotStore);
    }
    QCOMPARE(m_rig->task(m_task), before);
    QCOMPARE(m_rig->value(u"SELECT next_step FROM follow_ups"_s), steps);
}

QTEST_GUILESS_MAIN(TestHandling)

#include "tst_handling.moc"
