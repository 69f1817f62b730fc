#include "desk/desk.h"
#include "engine/intake.h"
#include "engine/leadplanner.h"
#include "engine/leadreader.h"
#include "store/auditgateway.h"
#include "store/gateways.h"
#include "store/leadwritegateway.h"
#include "support/fakeleadlist.h"
#include "support/leadoffice.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using connectors::LeadTaskState;
using ringback::test::FakeLeadList;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using ringback::test::voiceForm;
using store::LeadReadKind;

namespace {

const QString jobber = u"jobber-main"_s;
const QString titan = u"titan-main"_s;
const connectors::LeadAbilities readsTasks{
    .writesNotes = true, .setsStatus = true, .writesTasks = true, .readsTasks = true, .closesTasks = true};

} // namespace

/// Callbacks that end in the lead system.
class TestConclusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void closedThereClosesOurs();
    void closedTwice();
    void outcomes_data();
    void outcomes();
    void whoClosedIt_data();
    void whoClosedIt();
    void nobodyIsTold();
    void anOutcomeThatComesBack();
    void aClaimedOne();
    void closedHereFirst();
    void closedThereFirst();
    void notWrittenBackToWhoSaidIt();
    void takenBackHere();
    void deletedThere();
    void asksOnlyWhileAnyIsOpen();
    void manyAtOnce();
    void whatCannotEndIsTold();
    void goesOnAfterACrash();

private:
    struct Case {
        calls::FollowUp followUp;
        CallbackTask task;
    };
    void write(const std::function<void(store::Transaction &)> &work)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    // Missed, and Jobber has a task for the callback.
    Case missed(const QString &taskThere = u"T1"_s, int caller = 23)
    {
        const test::Fields from = {{u"From"_s, u"+121455501%1"_s.arg(caller)}};
        for (const QString &status : {u"ringing"_s, u"no-answer"_s}) {
            test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(u"CA-"_s + taskThere, status, from), m_clock.now());
            m_clock.advance(24s);
        }
        while (must(m_intake->turn(m_office)) > 0) {
        }
        const calls::Contact contact = must(store::ContactGateway(*m_database).find(test::number(u"+121455501%1"_s.arg(caller)))).value();
        const calls::FollowUp followUp = must(store::FollowUpGateway(*m_database).openOf(contact.id)).value();
        const CallbackTask task = must(store::TaskGateway(*m_database).liveOf(followUp.id)).value();
        write([&](store::Transaction &transaction) {
            must(store::LeadLinkGateway(*m_database)
                     .put(transaction, {.followUp = followUp.id,
                                        .connection = jobber,
                                        .link = {.record = u"C-"_s + taskThere, .task = taskThere},
                                        .task = task.id.text(),
                                        .updatedAt = m_clock.now()}));
        });
        return {followUp, task};
    }
    [[nodiscard]] CallbackTask now(const Case &of) { return must(store::TaskGateway(*m_database).find(of.task.id)).value(); }
    [[nodiscard]] calls::FollowUp caseNow(const Case &of) { return must(store::FollowUpGateway(*m_database).find(of.followUp.id)).value(); }
    void turn()
    {
        must(m_reader->turn(m_office));
        must(m_reader->turn(m_office));
    }
    void openReader(const QString &id = u"one"_s)
    {
        m_reader = std::make_unique<LeadReader>(*m_database, m_clock, m_ids, id);
        m_reader->setAccesses({{jobber, {.system = m_system, .abilities = readsTasks}}}, m_office.setup);
    }
    [[nodiscard]] int count(const QString &action)
    {
        return valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = ?"_s, {action}).toInt();
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
    std::shared_ptr<FakeLeadList> m_system;
    std::unique_ptr<LeadReader> m_reader;
};

void TestConclusion::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.leadSystems = {test::jobberSystem(jobber), test::jobberSystem(titan)};
    });
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    m_system = std::make_shared<FakeLeadList>();
    openReader();
}

void TestConclusion::cleanup()
{
    m_reader.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestConclusion::closedThereClosesOurs()
{
    const Case one = missed();
    const Case other = missed(u"T2"_s, 24);
    turn();
    QCOMPARE(now(one).state, TaskState::Open); // they spoke of nothing
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-dana"_s, .closedAt = m_clock.now()}, {.id = u"T2"_s}};
    m_clock.advance(30s);
    turn();
    const CallbackTask task = now(one);
    QCOMPARE(task.state, TaskState::Done);
    QCOMPARE(task.completedBy, u"dana"_s);
    QCOMPARE(task.completedAt, m_clock.now());
    QCOMPARE(task.outcome, u"customer_helped"_s);
    QCOMPARE(task.checkAt, std::nullopt);
    QCOMPARE(caseNow(one).state, FollowUpState::Closed);
    QCOMPARE(caseNow(one).outcome, u"customer_helped"_s);
    QCOMPARE(caseNow(one).nextStepAt, std::nullopt);
    QCOMPARE(must(store::LeadGateway(*m_database).ofFollowUp(one.followUp.id))->status, u"customer_helped"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT state FROM messages WHERE follow_up_id = ?"_s, {one.followUp.id.text()}), u"dropped"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT actor FROM audit WHERE action = 'task_completed'"_s), QStringList{u"lead_system:jobber-main"_s});
    QCOMPARE(now(other).state, TaskState::Open);
    QCOMPARE(caseNow(other).state, FollowUpState::Open);
}

void TestConclusion::closedTwice()
{
    const Case one = missed();
    missed(u"T2"_s, 24); // keeps the reading going
    const LeadTaskState closed{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-dana"_s};
    m_system->states = {closed, closed};
    for (int i = 0; i < 4; ++i) {
        turn();
        m_clock.advance(30s);
    }
    QCOMPARE(count(u"task_completed"_s), 1);
    QCOMPARE(count(u"follow_up_closed"_s), 1);
    QCOMPARE(now(one).state, TaskState::Done);
}

void TestConclusion::outcomes_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("neither says anything") << QString() << QString() << u"customer_helped"_s;
    QTest::newRow("a word that is one of ours") << u"no_interest"_s << u"repair_booked"_s << u"no_interest"_s;
    QTest::newRow("what the office chose") << u"Completed"_s << u"repair_booked"_s << u"repair_booked"_s;
    QTest::newRow("chosen once, gone from the playbook") << u"Completed"_s << u"no_such_outcome"_s << u"customer_helped"_s;
}

void TestConclusion::outcomes()
{
    QFETCH(QString, said);
    QFETCH(QString, chosen);
    if (!chosen.isEmpty())
        m_office.setup.leadSystems.first().choices.insert(u"outcome.task_done"_s, chosen);
    openReader();
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .outcome = said}};
    turn();
    QCOMPARE(now(one).state, TaskState::Done);
    QTEST(now(one).outcome, "outcome");
    QTEST(caseNow(one).outcome, "outcome");
}

void TestConclusion::whoClosedIt_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("by");
    QTest::newRow("one of ours") << u"U-sam"_s << u"sam"_s;
    QTest::newRow("somebody who is none of ours") << u"U-other"_s << u"lead_system:jobber-main"_s;
    QTest::newRow("not told") << QString() << u"lead_system:jobber-main"_s;
    QTest::newRow("somebody who has left") << u"U-gone"_s << u"lead_system:jobber-main"_s;
}

void TestConclusion::whoClosedIt()
{
    QFETCH(QString, user);
    m_office.setup.leadSystems.first().choices.insert(u"user.gone"_s, u"U-gone"_s);
    openReader();
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = user}};
    turn();
    QTEST(now(one).completedBy, "by");
}

// The outcome has words for the caller; nobody here said when.
void TestConclusion::nobodyIsTold()
{
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .outcome = u"repair_booked"_s}};
    turn();
    QCOMPARE(now(one).outcome, u"repair_booked"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM messages WHERE step = 'confirmation'"_s), u"0"_s);
}

void TestConclusion::anOutcomeThatComesBack()
{
    const Case one = missed();
    const QString holder = one.task.assignedTo;
    QVERIFY(!holder.isEmpty());
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .outcome = u"left_voicemail"_s}};
    turn();
    QCOMPARE(now(one).state, TaskState::Done);
    QCOMPARE(caseNow(one).state, FollowUpState::Open);
    const std::optional<CallbackTask> next = must(store::TaskGateway(*m_database).liveOf(one.followUp.id));
    QVERIFY(next);
    QCOMPARE(next->attempt, 2);
    QCOMPARE(next->assignedTo, holder); // nobody of ours is known to have done it
    QCOMPARE(next->readyAt, m_clock.now() + 4h);
    m_clock.advance(30s);
    turn();
    QVERIFY(must(store::TaskGateway(*m_database).liveOf(one.followUp.id))); // the task there stands for the first attempt
}

void TestConclusion::aClaimedOne()
{
    const Case one = missed();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(one.task.id.text(), u"dana"_s));
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-sam"_s}};
    turn();
    QCOMPARE(now(one).state, TaskState::Done);
    QCOMPARE(now(one).completedBy, u"sam"_s);
}

void TestConclusion::closedHereFirst()
{
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-sam"_s}};
    m_system->hold();
    must(m_reader->turn(m_office)); // is on its way
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.complete(one.task.id.text(), u"dana"_s, {.outcome = u"no_interest"_s}));
    m_system->release();
    must(m_reader->turn(m_office));
    QCOMPARE(now(one).completedBy, u"dana"_s);
    QCOMPARE(now(one).outcome, u"no_interest"_s);
    QCOMPARE(count(u"task_completed"_s), 1);
    const store::LeadRead read = must(store::LeadReadGateway(*m_database).find(jobber, LeadReadKind::Tasks)).value();
    QCOMPARE(read.lastError, QString());
    QCOMPARE(read.failures, 0);
}

void TestConclusion::closedThereFirst()
{
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-sam"_s}};
    turn();
    desk::Desk desk(*m_database, m_clock, m_ids);
    const desk::Answer<CallbackTask> answer = desk.complete(one.task.id.text(), u"dana"_s, {.outcome = u"no_interest"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().why, desk::Refusal::Why::AlreadyDone);
    QCOMPARE(answer.error().who, u"Sam Ortiz"_s);
    QCOMPARE(count(u"task_completed"_s), 1);
}

void TestConclusion::notWrittenBackToWhoSaidIt()
{
    missed();
    LeadPlanner planner(*m_database, m_ids);
    planner.setAccesses({{jobber, {.system = m_system, .abilities = readsTasks}}, {titan, {.system = m_system, .abilities = readsTasks}}});
    write([&](store::Transaction &transaction) { must(planner.plan(transaction, m_office, m_clock.now())); }); // what is open
    m_system->states = {{.id = u"T1"_s, .isClosed = true, .closedBy = u"U-sam"_s}};
    turn();
    write([&](store::Transaction &transaction) {
        must(transaction.change(u"DELETE FROM lead_writes"_s));
        must(planner.plan(transaction, m_office, m_clock.now()));
    });
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM lead_writes WHERE connection = 'jobber-main'"_s), u"0"_s);
    QVERIFY(rowsOf(*m_database, u"SELECT kind FROM lead_writes WHERE connection = 'titan-main'"_s).contains(u"task_closed"_s));
    QCOMPARE(m_system->writes, 0);
}

void TestConclusion::takenBackHere()
{
    const Case one = missed();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.complete(one.task.id.text(), u"dana"_s, {.outcome = u"no_interest"_s}));
    const auto wrote = [&](calls::LeadWriteKind kind, qint64 ordinal) {
        write([&](store::Transaction &transaction) {
            must(store::LeadWriteGateway(*m_database)
                     .insert(transaction, {.id = m_ids.next<calls::LeadWriteId>(m_clock.now()),
                                           .key = QString::number(ordinal),
                                           .connection = jobber,
                                           .followUp = one.followUp.id,
                                           .kind = kind,
                                           .subject = u"task:"_s + one.task.id.text(),
                                           .ordinal = ordinal,
                                           .happenedAt = m_clock.now(),
                                           .dueAt = m_clock.now()}));
            must(transaction.change(u"UPDATE lead_writes SET state = 'done' WHERE ordinal = ?"_s, {ordinal}));
        });
    };
    wrote(calls::LeadWriteKind::Task, 1);
    wrote(calls::LeadWriteKind::TaskClosed, 2);
    QVERIFY(desk.undo(one.task.id.text(), u"dana"_s));
    m_system->states = {{.id = u"T1"_s, .isClosed = true}};
    turn();
    QCOMPARE(now(one).state, TaskState::Claimed); // it was we who closed it there
    wrote(calls::LeadWriteKind::Task, 3); // it is there again
    m_clock.advance(30s);
    turn();
    QCOMPARE(now(one).state, TaskState::Done);
}

void TestConclusion::deletedThere()
{
    const Case one = missed();
    const Case other = missed(u"T2"_s, 24);
    m_system->states = {{.id = u"T1"_s, .isGone = true}};
    turn();
    QCOMPARE(now(one).state, TaskState::Open);
    QCOMPARE(caseNow(one).state, FollowUpState::Open);
    const store::LeadLinkRow link = must(store::LeadLinkGateway(*m_database).find(one.followUp.id, jobber)).value();
    QCOMPARE(link.link.task, QString());
    QCOMPARE(link.link.record, u"C-T1"_s);
    QCOMPARE(count(u"lead_task_gone"_s), 1);
    m_clock.advance(30s);
    turn();
    QCOMPARE(m_system->taskQueries.last().tasks, QStringList{u"T2"_s});
    QCOMPARE(now(other).state, TaskState::Open);
}

void TestConclusion::asksOnlyWhileAnyIsOpen()
{
    turn();
    QCOMPARE(m_system->taskQueries.size(), 0);
    QCOMPARE(m_reader->nextDue(), m_clock.now() + 30s);
    missed();
    m_clock.advance(30s);
    turn();
    QCOMPARE(m_system->taskQueries.size(), 1);
    QCOMPARE(m_reader->nextDue(), m_clock.now() + 30s);
    m_system->states = {{.id = u"T1"_s, .isClosed = true}};
    m_clock.advance(30s);
    turn();
    QCOMPARE(m_system->taskQueries.size(), 2);
    m_clock.advance(1h);
    turn();
    QCOMPARE(m_system->taskQueries.size(), 2);
}

void TestConclusion::manyAtOnce()
{
    for (int i = 0; i < 60; ++i)
        missed(u"T%1"_s.arg(i), 10 + i);
    turn();
    QCOMPARE(m_system->taskQueries.size(), 2);
    QCOMPARE(m_system->taskQueries.first().tasks.size() + m_system->taskQueries.last().tasks.size(), 60);
    QCOMPARE(m_system->taskQueries.last().cursor, QString());
    m_system->states = {{.id = u"T0"_s, .isClosed = true}, {.id = u"T59"_s, .isClosed = true}};
    m_clock.advance(30s);
    turn();
    QCOMPARE(m_system->taskQueries.size(), 4);
    for (qsizetype i : {2, 3}) // what happened while the first part was read is told again rather than lost
        QCOMPARE(m_system->taskQueries.at(i).cursor, u"tasks-1"_s);
    QCOMPARE(count(u"task_completed"_s), 2);
}

void TestConclusion::whatCannotEndIsTold()
{
    const Case broken = missed();
    const Case other = missed(u"T2"_s, 24);
    m_office.playbook.outcomes.clear(); // of the newest playbook; these cases have that one
    m_system->states = {{.id = u"T1"_s, .isClosed = true}, {.id = u"T2"_s, .isClosed = true}};
    turn();
    QCOMPARE(now(broken).state, TaskState::Open);
    const store::LeadRead read = must(store::LeadReadGateway(*m_database).find(jobber, LeadReadKind::Tasks)).value();
    QVERIFY(!read.lastError.isEmpty());
    m_office = must(loadOffice(*m_database)).value();
    m_clock.advance(30s);
    turn();
    QCOMPARE(now(broken).state, TaskState::Done);
    QCOMPARE(now(other).state, TaskState::Done);
    QCOMPARE(must(store::LeadReadGateway(*m_database).find(jobber, LeadReadKind::Tasks))->lastError, QString());
}

void TestConclusion::goesOnAfterACrash()
{
    const Case one = missed();
    m_system->states = {{.id = u"T1"_s, .isClosed = true}};
    must(m_reader->turn(m_office)); // told, and not recorded
    m_reader.reset();
    QCOMPARE(now(one).state, TaskState::Open);
    openReader(u"two"_s);
    m_clock.advance(m_office.setup.engine.lease);
    turn();
    QCOMPARE(now(one).state, TaskState::Done);
    QCOMPARE(m_system->taskQueries.last().cursor, QString());
}

QTEST_GUILESS_MAIN(TestConclusion)
#include "tst_conclusion.moc"
