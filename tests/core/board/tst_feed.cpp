#include "board/feed.h"
#include "desk/desk.h"
#include "engine/intake.h"
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
        feed.start();
    }

    std::unique_ptr<store::Database> database;
    Feed feed;
    Office office;
    QList<BoardRow> board;
    QList<QueueRow> queue;
    Conversation conversation;
    Health health;
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
    void aConversation();
    void priorityFirst();
    void finishedCasesGoAfterADay();
    void health();
    void saysNothingWhenNothingChanged();

private:
    void missedCall(const QString &sid, const test::Fields &more = {})
    {
        test::putIntoInbox(*m_database, m_ids, store::InboxKind::Voice, test::voiceForm(sid, u"ringing"_s, more), m_clock.now());
        m_clock.advance(24s);
        put(store::InboxKind::Voice, test::voiceForm(sid, u"no-answer"_s, more));
    }
    void put(store::InboxKind kind, const QByteArray &form)
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
    put(store::InboxKind::Message, test::textForm(u"SM1"_s, u"please call"_s));
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
    put(store::InboxKind::Message, test::textForm(u"SM1"_s, u"Stop"_s));
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
