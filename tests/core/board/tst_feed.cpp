#include "board/feed.h"
#include "board/reader.h"
#include "desk/blocklist.h"
#include "desk/desk.h"
#include "desk/stormswitch.h"
#include "desk/texting.h"
#include "engine/intake.h"
#include "store/eventsourcegateway.h"
#include "store/pulsegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::board;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::must;

namespace {

// A console: a connection, and what its screens were last told.
struct Console {
    Console(const test::TestDatabase &place, const Clock &clock)
        : database(place.open())
        , feed(*database, clock)
    {
        QObject::connect(&feed, &Feed::officeChanged, &feed, [this](const Office &now) { office = now; });
        QObject::connect(&feed, &Feed::boardChanged, &feed, [this](const QList<BoardRow> &now) { board = now; });
        QObject::connect(&feed, &Feed::queueChanged, &feed, [this](const QList<QueueRow> &now) { queue = now; });
        QObject::connect(&feed, &Feed::conversationChanged, &feed, [this](const Conversation &now) { conversation = now; });
        QObject::connect(&feed, &Feed::healthChanged, &feed, [this](const Health &now) { health = now; });
        QObject::connect(&feed, &Feed::reviewChanged, &feed, [this](const QList<TextToReview> &now) { review = now; });
        feed.start();
    }

    std::unique_ptr<store::Database> database;
    Feed feed;
    Office office;
    QList<BoardRow> board;
    QList<QueueRow> queue;
    Conversation conversation;
    Health health;
    QList<TextToReview> review;
};

} // namespace

class TestFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void showsTheOffice();
    void rows();
    void aClaimByOneShowsInTheOther();
    void aScreenedCall();
    void aCallTakenForSpam();
    void aConversation();
    void priorityFirst();
    void finishedCasesGoAfterADay();
    void health();
    void aCallbackThatComesBack();
    void anAppointment();
    void whereACallbackWent();
    void nextStep();
    void aStorm();
    void hoursToClear_data();
    void hoursToClear();
    void whoMayWantNoTexts();
    void textsToReview();
    void aPausedConnection();
    void howConnectionsHear();
    void voicemails();
    void callsFoundInAList();
    void whatTheCarriersSay_data();
    void whatTheCarriersSay();
    void manyRows();
    void saysNothingWhenNothingChanged();

private:
    void missedCall(const QString &sid, const test::Fields &more = {})
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"ringing"_s, more), m_clock.now());
        m_clock.advance(24s);
        put(calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, more));
    }
    void put(calls::EventKind kind, const QByteArray &form)
    {
        test::putIntoInbox(*m_database, m_ids, kind, form, m_clock.now());
        engine::Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    engine::Office m_office;
};

void TestFeed::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
}

void TestFeed::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestFeed::showsTheOffice()
{
    const Console console(*m_place, m_clock);
    QCOMPARE(console.office.company, u"Summit Roofing"_s);
    QCOMPARE(console.office.timeZone, QByteArray("America/Chicago"));
    QCOMPARE(console.office.staff.size(), 3);
    QCOMPARE(console.office.outcomes.first().label, u"Estimate scheduled"_s);
    QVERIFY(console.board.isEmpty());
}

void TestFeed::rows()
{
    Console console(*m_place, m_clock);
    missedCall(u"CA1"_s, {{u"CallerName"_s, u"SMITH JOHN"_s}});
    QTRY_COMPARE(console.board.size(), 1);
    BoardRow row = console.board.first();
    QVERIFY(row.hasFollowUp);
    QCOMPARE(row.callerName, u"SMITH JOHN"_s);
    QCOMPARE(row.callerNumber, u"(214) 555-0123"_s);
    QCOMPARE(row.lineLabel, u"Main"_s);
    QCOMPARE(row.missedCalls, 1);
    QCOMPARE(row.ringTime, Milliseconds(24s));
    QVERIFY(row.stage == Stage::Waiting);
    QVERIFY(row.taskOpen);
    QVERIFY(row.lastText && row.lastText->state == calls::DeliveryState::Scheduled);
    QCOMPARE(row.lastCallAt, m_clock.now());
    QTRY_COMPARE(console.queue.size(), 1);
    QCOMPARE(console.queue.first().assignedName, u"Dana Reyes"_s);
    QCOMPARE(console.queue.first().team, u"Front office"_s);
    QCOMPARE(console.queue.first().callerE164, u"+12145550123"_s);
    QCOMPARE(console.queue.first().dueAt, m_clock.now() + 30min);

    m_clock.advance(10min);
    missedCall(u"CA2"_s);
    QTRY_COMPARE(console.board.value(0).missedCalls, 2);
    QCOMPARE(console.board.size(), 1);
    put(calls::EventKind::Message, test::textForm(u"SM1"_s, u"please call"_s));
    QTRY_VERIFY(console.board.value(0).stage == Stage::Replied);

    const Console late(*m_place, m_clock); // one that starts now is told the same
    QCOMPARE(late.board, console.board);
    QCOMPARE(late.queue, console.queue);
}

void TestFeed::aClaimByOneShowsInTheOther()
{
    missedCall(u"CA1"_s);
    Console mine(*m_place, m_clock);
    Console theirs(*m_place, m_clock);
    desk::Desk desk(*mine.database, m_clock, m_ids);
    const QString task = mine.queue.value(0).taskId;
    QVERIFY(desk.claim(task, u"sam"_s));
    QTRY_COMPARE(theirs.queue.value(0).claimedName, u"Sam Ortiz"_s);
    QVERIFY(theirs.board.value(0).stage == Stage::Claimed);
    QCOMPARE(theirs.board.value(0).claimedBy, u"Sam Ortiz"_s);
    mine.feed.refresh(); // its own change is not reported to it by SQLite
    QTRY_COMPARE(mine.queue, theirs.queue);

    QVERIFY(desk.complete(task, u"sam"_s, {.outcome = u"spam"_s, .value = {}, .at = {}}));
    QTRY_VERIFY(theirs.queue.isEmpty());
    QVERIFY(theirs.board.value(0).stage == Stage::Closed);
    QCOMPARE(theirs.board.value(0).outcome, u"spam"_s);
}

void TestFeed::aScreenedCall()
{
    Console console(*m_place, m_clock);
    missedCall(u"CA1"_s, {{u"From"_s, u"+266696687"_s}});
    QTRY_COMPARE(console.board.size(), 1);
    QVERIFY(!console.board.first().hasFollowUp);
    QVERIFY(console.board.first().stage == Stage::Screened);
    QCOMPARE(console.board.first().reasons, QStringList{u"withheld_number"_s});
    QCOMPARE(console.board.first().callerNumber, QString());
    QVERIFY(console.queue.isEmpty());
}

void TestFeed::aCallTakenForSpam()
{
    desk::Blocklist blocklist(*m_database, m_clock, m_ids);
    const auto screening = [this](const QString &caller) -> std::optional<SpamBasis> {
        const Console console(*m_place, m_clock);
        for (const BoardRow &row : console.board) {
            if (row.callerNumber != caller || row.hasFollowUp)
                continue;
            if (!row.takenForSpam)
                return std::nullopt;
            Reader reader(*m_database, m_clock);
            must(reader.office());
            for (const TimelineEntry &entry : must(reader.conversation(row.id)).timeline) {
                if (entry.action == u"call_screened")
                    return entry.spam;
            }
        }
        return std::nullopt;
    };
    const Instant since = m_clock.now();
    QVERIFY(*blocklist.block(u"+12145550123"_s, u"dana"_s, {}));
    QVERIFY(*blocklist.block(u"+12145550124"_s, {}, {}));
    must(m_database->change(u"INSERT INTO blocked_numbers (number, mark, mark_before, mark_reason, marked_by, list, list_reason, listed_at,"
                            " complaints, first_complaint_at, changed_at) VALUES"
                            " ('+12145550125', '', '', '', '', 'robots', '', 1000, 0, NULL, 5),"
                            " ('+12145550126', '', '', '', '', '', '', NULL, 12, 2000, 5)"_s));
    m_clock.advance(1h);
    for (const QString &number : {u"3"_s, u"4"_s, u"5"_s, u"6"_s})
        missedCall(u"CA"_s + number, {{u"From"_s, u"+1214555012"_s + number}});
    missedCall(u"CA9"_s, {{u"From"_s, u"+266696687"_s}}); // hidden, not spam
    QCOMPARE(screening(u"(214) 555-0123"_s),
             std::optional(SpamBasis{.byWhom = u"Dana Reyes"_s, .list = {}, .complaints = 0, .since = since}));
    QCOMPARE(screening(u"(214) 555-0124"_s), std::optional(SpamBasis{.byWhom = u"command"_s, .list = {}, .complaints = 0, .since = since}));
    QCOMPARE(screening(u"(214) 555-0125"_s),
             std::optional(SpamBasis{.byWhom = {}, .list = u"robots"_s, .complaints = 0, .since = fromMs(1000)}));
    QCOMPARE(screening(u"(214) 555-0126"_s), std::optional(SpamBasis{.byWhom = {}, .list = {}, .complaints = 12, .since = fromMs(2000)}));
    const Console console(*m_place, m_clock);
    QCOMPARE(console.board.size(), 5);
    for (const BoardRow &row : console.board)
        QCOMPARE(row.takenForSpam, !row.callerNumber.isEmpty());
    // Once somebody wants it called back, it is a case like any other.
    QVERIFY(blocklist.callBack(console.board.last().id, u"sam"_s));
    const Console later(*m_place, m_clock);
    QCOMPARE(std::count_if(later.board.cbegin(), later.board.cend(), [](const BoardRow &row) { return row.takenForSpam; }), 3);
}

void TestFeed::aConversation()
{
    missedCall(u"CA1"_s);
    Console console(*m_place, m_clock);
    const QString id = console.board.value(0).id;
    console.feed.follow(id);
    QCOMPARE(console.conversation.id, id);
    QCOMPARE(console.conversation.leadSource, u"main line"_s);
    QCOMPARE(console.conversation.texts.size(), 1);
    QStringList actions;
    for (const TimelineEntry &entry : console.conversation.timeline)
        actions.append(entry.action);
    // Also what was said of the call before it opened the case.
    QCOMPARE(actions, (QStringList{u"call_ringing"_s, u"call_missed"_s, u"follow_up_opened"_s, u"lead_written"_s, u"task_created"_s,
                                   u"text_scheduled"_s}));

    m_clock.advance(1min);
    put(calls::EventKind::Message, test::textForm(u"SM1"_s, u"Stop"_s));
    QTRY_VERIFY(console.conversation.optOut.has_value());
    QTRY_COMPARE(console.conversation.texts.size(), 2);
    QCOMPARE(console.conversation.texts.last().body, u"Stop"_s);
    QVERIFY(console.conversation.texts.last().direction == calls::Direction::In);
    QVERIFY(console.conversation.texts.first().state == calls::DeliveryState::Dropped);
}

void TestFeed::priorityFirst()
{
    Console console(*m_place, m_clock);
    missedCall(u"CA1"_s);
    for (const QString &sid : {u"CA2"_s, u"CA3"_s, u"CA4"_s})
        missedCall(sid, {{u"From"_s, u"+12145550124"_s}});
    QTRY_COMPARE(console.queue.size(), 2);
    QTRY_VERIFY(console.queue.value(0).priority);
    QCOMPARE(console.queue.first().callerE164, u"+12145550124"_s);
    QCOMPARE(console.queue.first().missedCalls, 3);
}

void TestFeed::finishedCasesGoAfterADay()
{
    missedCall(u"CA1"_s);
    {
        const Console console(*m_place, m_clock);
        desk::Desk desk(*m_database, m_clock, m_ids);
        QVERIFY(desk.complete(console.queue.value(0).taskId, u"sam"_s, {.outcome = u"spam"_s, .value = {}, .at = {}}));
    }
    m_clock.advance(Reader::finishedFor);
    QCOMPARE(Console(*m_place, m_clock).board.size(), 1);
    m_clock.advance(1ms);
    QCOMPARE(Console(*m_place, m_clock).board.size(), 0);
}

void TestFeed::health()
{
    missedCall(u"CA1"_s);
    {
        const Console console(*m_place, m_clock);
        QVERIFY(!console.health.engineRunning);
        QCOMPARE(console.health.textsWaiting, 1);
        QCOMPARE(console.health.unclaimed, 1);
        QCOMPARE(console.health.overdue, 0);
        QCOMPARE(console.health.databaseShared, m_database->dialect() == store::Dialect::PostgreSql);
        QVERIFY(!console.health.quietHoursOff);
        QCOMPARE(console.health.connections.size(), 1);
        QCOMPARE(console.health.problem, QString());
    }
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const store::PulseGateway pulses(*m_database);
    must(pulses.engineSeen(transaction, u"one"_s, u"http://127.0.0.1:8080"_s, m_clock.now()));
    must(pulses.addRefused(transaction, u"twilio-main"_s, 4, m_clock.now()));
    must(pulses.noteFailure(transaction, u"twilio-main"_s, u"20003"_s, m_clock.now()));
    must(transaction.commit());
    {
        const Console console(*m_place, m_clock);
        QVERIFY(console.health.engineRunning);
        QCOMPARE(console.health.listeningOn, u"http://127.0.0.1:8080"_s);
        QCOMPARE(console.health.connections.first().refusedSignatures, 4);
        QCOMPARE(console.health.connections.first().lastFailure, u"20003"_s);
    }
    m_clock.advance(31min); // the engine fell silent, and nobody called back
    const Console console(*m_place, m_clock);
    QVERIFY(!console.health.engineRunning);
    QCOMPARE(console.health.overdue, 1);
}

void TestFeed::aCallbackThatComesBack()
{
    missedCall(u"CA1"_s);
    m_clock.advance(1min);
    missedCall(u"CA2"_s, {{u"From"_s, u"+12145550124"_s}});
    Console console(*m_place, m_clock);
    desk::Desk desk(*m_database, m_clock, m_ids);
    const QString first = console.queue.value(0).followUpId;
    const desk::Answer<calls::CallbackTask> done =
        desk.complete(console.queue.value(0).taskId, u"sam"_s, {.outcome = u"no_answer"_s, .value = {}, .at = {}});
    QVERIFY(done);
    const Aftermath after = must(console.feed.aftermath(*done, desk::Desk::undoWindow));
    QCOMPARE(after.undoUntil, m_clock.now() + desk::Desk::undoWindow);
    QCOMPARE(after.returnsAt, std::optional(m_clock.now() + 2h));
    QCOMPARE(after.attempt, 2);
    QCOMPARE(after.attempts, 3);
    QVERIFY(!after.confirmationAt);
    // Still listed, behind what may be worked on now, with the time it returns.
    QTRY_COMPARE(console.queue.value(1).followUpId, first);
    const Progress progress = console.queue.value(1).progress;
    QCOMPARE(progress.attempt, 2);
    QCOMPARE(progress.attempts, 3);
    QCOMPARE(progress.readyAt, std::optional(m_clock.now() + 2h));
    QTRY_COMPARE(console.health.unclaimed, 2);
    QCOMPARE(console.health.ready, 1);

    QVERIFY(desk.undo(done->id.text(), u"sam"_s));
    QTRY_COMPARE(console.queue.value(0).followUpId, first);
    QCOMPARE(console.queue.value(0).claimedName, u"Sam Ortiz"_s);
    QCOMPARE(console.queue.value(0).progress.attempt, 1);
}

void TestFeed::anAppointment()
{
    missedCall(u"CA1"_s);
    Console console(*m_place, m_clock);
    desk::Desk desk(*m_database, m_clock, m_ids);
    const Instant at = m_clock.now() + 20h;
    const desk::Answer<calls::CallbackTask> done =
        desk.complete(console.queue.value(0).taskId, u"sam"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = at});
    QVERIFY(done);
    const Aftermath after = must(console.feed.aftermath(*done, desk::Desk::undoWindow));
    QVERIFY(after.confirmationAt.has_value());
    QVERIFY(!after.returnsAt);
    QTRY_COMPARE(console.board.value(0).progress.appointmentAt, std::optional(at));
    const OutcomeChoice estimate = console.office.outcomes.first();
    QVERIFY(estimate.asksTime && !estimate.asksValue && estimate.closes);
}

void TestFeed::whereACallbackWent()
{
    missedCall(u"CA1"_s);
    Console console(*m_place, m_clock);
    const store::TaskGateway tasks(*m_database);
    const calls::CallbackTask task = must(tasks.page({}, 1)).constFirst();
    calls::CallbackTask passedOn = task;
    passedOn.escalations = 3;
    passedOn.escalatedTo = u"owner"_s;
    passedOn.returnedFrom = u"dana"_s;
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    QVERIFY(must(tasks.change(transaction, task, passedOn)));
    must(transaction.commit());
    const Console late(*m_place, m_clock);
    const Progress progress = late.queue.value(0).progress;
    QCOMPARE(progress.escalatedTo, u"owner"_s);
    QCOMPARE(progress.escalatedAt, std::optional(task.createdAt + 45min)); // the playbook's third step
    QCOMPARE(progress.returnedFrom, u"Dana Reyes"_s);
    QCOMPARE(late.board.value(0).progress, progress);
}

void TestFeed::nextStep()
{
    missedCall(u"CA1"_s);
    const store::FollowUpGateway followUps(*m_database);
    calls::FollowUp followUp = must(followUps.page({}, 1)).constFirst();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    followUp.nextStep = u"second_touch"_s;
    followUp.nextStepAt = m_clock.now() + 90min;
    must(followUps.update(transaction, followUp));
    must(transaction.commit());
    const std::optional<NextStep> text = Console(*m_place, m_clock).board.value(0).progress.nextStep;
    QCOMPARE(text, std::optional(NextStep{.channel = calls::Channel::Text, .number = 2, .at = m_clock.now() + 90min}));
}

void TestFeed::aStorm()
{
    missedCall(u"CA1"_s);
    Console console(*m_place, m_clock);
    QVERIFY(!console.health.storm);
    QCOMPARE(console.health.missedLately, 1);
    desk::StormSwitch storm(*m_database, m_clock, m_ids);
    const Instant until = m_clock.now() + 2h;
    QVERIFY(storm.begin(u"dana"_s, until));
    QTRY_VERIFY(console.health.storm.has_value());
    QCOMPARE(*console.health.storm, (StormNow{.beganAt = m_clock.now(), .begunBy = u"Dana Reyes"_s, .until = until}));
    QCOMPARE(console.health.toClear, std::chrono::minutes(6)); // one callback; nobody is faster than one takes
    QVERIFY(storm.end(u"sam"_s));
    QTRY_VERIFY(!console.health.storm);
}

void TestFeed::hoursToClear_data()
{
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("people");
    QTest::addColumn<int>("minutes");
    QTest::newRow("nobody waits") << 0 << 3 << 0;
    QTest::newRow("one each") << 3 << 3 << 6;
    QTest::newRow("one more than hands") << 4 << 3 << 12;
    QTest::newRow("a morning after hail") << 120 << 2 << 360;
    QTest::newRow("an office without teams") << 5 << 0 << 30;
}

void TestFeed::hoursToClear()
{
    QFETCH(int, ready);
    QFETCH(int, people);
    QFETCH(int, minutes);
    QCOMPARE(timeToClear(ready, 6min, people), std::chrono::minutes(minutes));
}

void TestFeed::whoMayWantNoTexts()
{
    missedCall(u"CA1"_s);
    m_clock.advance(1min);
    put(calls::EventKind::Message, test::textForm(u"SM1"_s, u"who is this"_s));
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const store::OptOut likely{
        .number = test::number(u"+12145550123"_s), .since = m_clock.now(), .source = u"likely"_s, .byWhom = u"caller"_s};
    QVERIFY(must(store::ContactGateway(*m_database).addOptOut(transaction, likely)));
    must(transaction.commit());

    Console console(*m_place, m_clock);
    QVERIFY(console.board.value(0).progress.likelyOptedOut);
    QCOMPARE(console.health.likelyOptOuts, 1);
    console.feed.follow(console.board.value(0).id);
    QVERIFY(console.conversation.optOut && console.conversation.optOut->isLikely());
    QCOMPARE(console.conversation.optOut->words, u"who is this"_s);

    desk::Texting texting(*m_database, m_clock, m_ids);
    QVERIFY(texting.optOut(console.conversation.callerE164, u"dana"_s));
    QTRY_VERIFY(console.conversation.optOut && !console.conversation.optOut->isLikely());
    QCOMPARE(console.conversation.optOut->byWhom, u"Dana Reyes"_s);
    QTRY_COMPARE(console.health.likelyOptOuts, 0);
    QVERIFY(!console.board.value(0).progress.likelyOptedOut);
    QVERIFY(texting.optIn(console.conversation.callerE164, u"dana"_s));
    QTRY_VERIFY(!console.conversation.optOut);
}

void TestFeed::textsToReview()
{
    missedCall(u"CA1"_s);
    const calls::Message message = must(store::MessageGateway(*m_database).page({}, 1)).constFirst();
    QCOMPARE(must(m_database->change(u"UPDATE jobs SET state = 'needs_review' WHERE message_id = ?"_s, {message.id.text()})), 1);
    QCOMPARE(must(m_database->change(u"UPDATE messages SET state = 'needs_review' WHERE id = ?"_s, {message.id.text()})), 1);
    const QString log = u"INSERT INTO attempts (job_id, number, event, at, engine, code) SELECT id, 1, ?, ?, 'one', ? FROM jobs"_s;
    must(m_database->change(log, {u"started"_s, store::value(m_clock.now()), u""_s}));
    must(m_database->change(log, {u"unknown"_s, store::value(m_clock.now() + 30s), u"timeout"_s}));

    const Console console(*m_place, m_clock);
    QCOMPARE(console.health.textsToReview, 1);
    QCOMPARE(console.review.size(), 1);
    const TextToReview &text = console.review.first();
    QCOMPARE(text.messageId, message.id.text());
    QCOMPARE(text.callerNumber, u"(214) 555-0123"_s);
    QCOMPARE(text.body, message.body);
    QCOMPARE(text.attempts, (QList<AttemptNote>{{.number = 1, .what = u"started"_s, .at = m_clock.now(), .code = {}},
                                                {.number = 1, .what = u"unknown"_s, .at = m_clock.now() + 30s, .code = u"timeout"_s}}));
}

void TestFeed::aPausedConnection()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::PulseGateway(*m_database).noteFailure(transaction, u"twilio-main"_s, u"503"_s, m_clock.now()));
    must(transaction.commit());
    must(m_database->change(u"UPDATE connection_pulses SET paused_until_at = ?"_s, {store::value(m_clock.now() + 5min)}));
    QCOMPARE(Console(*m_place, m_clock).health.connections.first().pausedUntil, std::optional(m_clock.now() + 5min));
    m_clock.advance(5min);
    QCOMPARE(Console(*m_place, m_clock).health.connections.first().pausedUntil, std::nullopt);
}

void TestFeed::howConnectionsHear()
{
    const Instant now = m_clock.now();
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const store::PulseGateway pulses(*m_database);
        must(pulses.noteStream(transaction, u"twilio-main"_s, now + 1h));
        must(pulses.noteLogRead(transaction, u"twilio-main"_s, 17, now - 20s));
        const store::EventSourceGateway sources(*m_database);
        must(sources.begin(transaction, u"twilio-main"_s, now, now));
        QVERIFY(must(sources.claim(transaction, u"twilio-main"_s, u"one"_s, true, now, now + 10s)));
        store::EventSource source = must(sources.find(u"twilio-main"_s)).value();
        source.failures = 3;
        QVERIFY(must(sources.finish(transaction, source, u"one"_s)));
        must(transaction.commit());
    }
    const Console console(*m_place, m_clock);
    const ConnectionPulse pulse = console.health.connections.value(0);
    QCOMPARE(pulse.type, u"twilio"_s);
    QCOMPARE(pulse.streamUntil, now + 1h);
    QCOMPARE(pulse.logReadAt, now - 20s);
    QCOMPARE(pulse.rateLeft, 17);
    QCOMPARE(pulse.logFailures, 3);
}

void TestFeed::voicemails()
{
    missedCall(u"CA1"_s);
    missedCall(u"CA2"_s, {{u"From"_s, u"+12145550124"_s}, {u"To"_s, u"+12145550999"_s}}); // no line of ours
    Console console(*m_place, m_clock);
    QCOMPARE(console.board.size(), 2);
    const auto row = [&](bool hasFollowUp) {
        for (const BoardRow &each : std::as_const(console.board)) {
            if (each.hasFollowUp == hasFollowUp)
                return each;
        }
        return BoardRow();
    };
    QVERIFY(!row(true).voicemail);
    const auto leave = [&](const QString &call, const QString &transcript) {
        engine::Intake intake(*m_database, m_clock, m_ids, [&](const settings::Setup &, const store::InboxEvent &) {
            connectors::CallEvent event;
            event.providerCallId = call;
            event.signal = connectors::CallSignal::Detail;
            event.voicemail = calls::Voicemail{.url = {}, .length = 14s, .transcript = transcript};
            Result<connectors::PhoneEvent> translated = connectors::PhoneEvent(event);
            return translated;
        });
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(call + transcript, u"busy"_s), m_clock.now());
        QCOMPARE(must(intake.turn(m_office)), 1);
    };
    const Instant heard = m_clock.now();
    leave(u"CA1"_s, {});
    const VoicemailBrief wordless{.length = 14s, .transcript = {}, .at = heard};
    QTRY_COMPARE(row(true).voicemail, wordless);
    console.feed.follow(row(true).id);
    QTRY_COMPARE(console.conversation.calls.size(), 1);
    QCOMPARE(console.conversation.calls.first().voicemail, wordless);
    m_clock.advance(30s);
    leave(u"CA1"_s, u"The roof leaks."_s);
    const VoicemailBrief whole{.length = 14s, .transcript = u"The roof leaks."_s, .at = heard};
    QTRY_COMPARE(row(true).voicemail, whole);
    QTRY_COMPARE(console.conversation.calls.first().voicemail, whole);
    QCOMPARE(console.conversation.timeline.last().action, u"voicemail_received"_s);
    leave(u"CA2"_s, u"Hello?"_s); // of a call without a case
    QTRY_VERIFY(row(false).voicemail.has_value());
    QCOMPARE(row(false).voicemail->transcript, u"Hello?"_s);
    console.feed.follow(row(false).id);
    QTRY_COMPARE(console.conversation.calls.size(), 1);
    QCOMPARE(console.conversation.calls.first().voicemail, row(false).voicemail);

    const Console later(*m_place, m_clock); // who reads all at once sees the same
    QCOMPARE(later.board.size(), 2);
    for (const BoardRow &each : later.board)
        QVERIFY(each.voicemail && !each.voicemail->transcript.isEmpty());
}

void TestFeed::callsFoundInAList()
{
    missedCall(u"CA1"_s, {{u"CallerName"_s, u"SMITH JOHN"_s}});
    QCOMPARE(must(m_database->change(u"UPDATE calls SET reported_by = 'log'"_s)), 1);
    {
        const Console console(*m_place, m_clock); // nothing was ever pushed: that is how this connection tells of calls
        QVERIFY(!console.board.value(0).foundInLog);
        QCOMPARE(console.health.recoveredLately, 0);
        QCOMPARE(console.board.value(0).callerName, u"SMITH JOHN"_s);
        QVERIFY(console.board.value(0).nameAsReported);
    }
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::PulseGateway(*m_database).noteEvent(transaction, u"twilio-main"_s, m_clock.now()));
    must(transaction.change(u"UPDATE contacts SET name = 'Ann'"_s));
    must(transaction.commit());
    Console console(*m_place, m_clock);
    QVERIFY(console.board.value(0).foundInLog);
    QCOMPARE(console.health.recoveredLately, 1);
    QCOMPARE(console.board.value(0).callerName, u"Ann"_s);
    QVERIFY(!console.board.value(0).nameAsReported);
    console.feed.follow(console.board.value(0).id);
    QVERIFY(!console.conversation.nameAsReported);
    QVERIFY(console.conversation.calls.value(0).foundInLog);
    QCOMPARE(console.conversation.calls.value(0).callerName, u"SMITH JOHN"_s);
    QCOMPARE(console.conversation.calls.value(0).ringTime, Milliseconds(24s));
    m_clock.advance(24h + 1min);
    QCOMPARE(Console(*m_place, m_clock).health.recoveredLately, 0);
}

void TestFeed::whatTheCarriersSay_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("attestation");
    const auto row = [](const QString &word, Attestation attestation) {
        QTest::newRow(qPrintable(word)) << word << static_cast<int>(attestation);
    };
    row(u"TN-Validation-Passed-A"_s, Attestation::Verified);
    row(u"TN-Validation-Passed-A-Diverted"_s, Attestation::Verified);
    row(u"TN-Validation-Passed-B"_s, Attestation::NotKnown);
    row(u"TN-Validation-Failed-A"_s, Attestation::NotVerified);
    row(u"No-TN-Validation"_s, Attestation::NotKnown);
    row(u"NULL"_s, Attestation::NotKnown);
}

void TestFeed::whatTheCarriersSay()
{
    QFETCH(QString, word);
    QFETCH(int, attestation);

    missedCall(u"CA1"_s, {{u"StirVerstat"_s, word}});
    missedCall(u"CA2"_s, {{u"StirVerstat"_s, word}, {u"From"_s, u"+12145550124"_s}, {u"To"_s, u"+12145550999"_s}});
    Console console(*m_place, m_clock);
    QCOMPARE(console.board.size(), 2);
    for (const BoardRow &row : std::as_const(console.board)) {
        QCOMPARE(static_cast<int>(row.attestation), attestation);
        console.feed.follow(row.id);
        QTRY_COMPARE(console.conversation.id, row.id);
        QCOMPARE(static_cast<int>(console.conversation.calls.value(0).attestation), attestation);
    }
}

void TestFeed::manyRows()
{
    // More cases than go into one statement, through the page and through the change feed: the same rows.
    Console console(*m_place, m_clock);
    for (int i = 0; i < 40; ++i)
        missedCall(u"CA%1"_s.arg(i), {{u"From"_s, u"+12145550"_s + QString::number(100 + i)}});
    QTRY_COMPARE(console.board.size(), 40);
    const Console late(*m_place, m_clock);
    QCOMPARE(console.board, late.board);
    QCOMPARE(console.queue, late.queue);
}

void TestFeed::saysNothingWhenNothingChanged()
{
    missedCall(u"CA1"_s);
    Console console(*m_place, m_clock);
    QSignalSpy board(&console.feed, &Feed::boardChanged);
    QSignalSpy queue(&console.feed, &Feed::queueChanged);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::PulseGateway(*m_database).engineSeen(transaction, u"one"_s, {}, m_clock.now()));
    must(transaction.commit());
    QTRY_VERIFY(console.health.engineRunning); // it has looked
    QVERIFY(board.isEmpty());
    QVERIFY(queue.isEmpty());
}

QTEST_GUILESS_MAIN(TestFeed)
#include "tst_feed.moc"
