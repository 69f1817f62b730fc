#include "store/calendarentrygateway.h"
#include "store/calendargateway.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::BusyKind;
using calls::BusyTime;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using State = CalendarEntryRow::State;

namespace {

const Instant noon = test::instantOf(u"2026-11-20T18:00:00Z"_s);
const QString dana = u"dana-cal"_s;
const QString sam = u"sam-cal"_s;

} // namespace

class TestCalendarGateway : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void readsComeBack();
    void oneReads();
    void onlyWhatDiffersIsWritten();
    void whatIsBusyOverlaps();
    void forgets();
    void feeds();
    void twoEnginesBeginOneFeed();
    void entriesComeBack();
    void onceByCalendar();
    void oldestFirstAndNoMoreThanAskedFor();
    void manyClaimAtOnce();
    void onlyWhoHoldsTheLeaseWrites();
    void somethingElseWhileItIsWritten_data();
    void somethingElseWhileItIsWritten();
    void whatIsGoneStaysGone();
    void lapsedLeases();
    void inDoubt();
    void heldUntilTheAccountIsMended();
    void casesOfACalendar();
    void triesAgain();

private:
    // A callback of a caller of its own.
    calls::CallbackTask addTask(const QString &assignedTo = u"dana"_s)
    {
        ++m_callers;
        Transaction transaction = must(Transaction::begin(*m_database));
        const calls::Contact contact =
            must(ContactGateway(*m_database)
                     .findOrAdd(transaction,
                                {.id = m_ids.next<calls::ContactId>(noon), .number = test::number(u"+12145550%1"_s.arg(100 + m_callers))},
                                noon));
        const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(noon),
                                       .contact = contact.id,
                                       .line = u"+12145550100"_s,
                                       .playbookVersion = 1,
                                       .openedAt = noon,
                                       .lastCallAt = noon};
        must(FollowUpGateway(*m_database).insert(transaction, followUp));
        const calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(noon),
                                       .followUp = followUp.id,
                                       .team = u"office"_s,
                                       .assignedTo = assignedTo,
                                       .createdAt = noon,
                                       .dueAt = noon};
        must(TaskGateway(*m_database).insert(transaction, task));
        must(transaction.commit());
        return task;
    }
    CalendarEntryRow add(const QString &calendar = dana, Instant dueAt = noon)
    {
        const calls::CallbackTask task = addTask();
        const CalendarEntryRow row{
            .task = task.id, .calendar = calendar, .uid = task.id.text() + u'-' + calendar + u"@callback.ringback"_s, .dueAt = dueAt};
        commit([&](Transaction &transaction) { QVERIFY(must(m_entries->insert(transaction, row))); });
        return row;
    }
    QList<CalendarEntryRow> claim(int limit = 10, Instant now = noon, const QString &engine = u"one"_s, const QString &calendar = dana)
    {
        QList<CalendarEntryRow> rows;
        commit([&](Transaction &transaction) { rows = must(m_entries->claimDue(transaction, calendar, engine, now, now + 10s, limit)); });
        return rows;
    }
    bool settle(const CalendarEntryRow &row, Instant now = noon, const QString &engine = u"one"_s)
    {
        bool held = false;
        commit([&](Transaction &transaction) { held = must(m_entries->settle(transaction, row, engine, now)); });
        return held;
    }
    void commit(const std::function<void(Transaction &)> &work)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    [[nodiscard]] CalendarEntryRow found(const CalendarEntryRow &row) { return must(m_entries->find(row.task, row.calendar)).value(); }

    IdSource m_ids{7};
    int m_callers = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CalendarReadGateway> m_reads;
    std::unique_ptr<CalendarEntryGateway> m_entries;
};

void TestCalendarGateway::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_callers = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, noon);
    m_reads = std::make_unique<CalendarReadGateway>(*m_database);
    m_entries = std::make_unique<CalendarEntryGateway>(*m_database);
}

void TestCalendarGateway::cleanup()
{
    m_reads.reset();
    m_entries.reset();
    m_database.reset();
    m_place.reset();
}

void TestCalendarGateway::readsComeBack()
{
    commit([&](Transaction &transaction) {
        must(m_reads->begin(transaction, dana, u"dana"_s, noon));
        must(m_reads->begin(transaction, dana, u"somebody"_s, noon + 1h)); // there is one
    });
    CalendarRead read = must(m_reads->find(dana)).value();
    QCOMPARE(read, (CalendarRead{.calendar = dana, .staff = u"dana"_s, .dueAt = noon}));
    commit([&](Transaction &transaction) { read = must(m_reads->claim(transaction, dana, u"one"_s, noon, noon + 10s)).value(); });
    read.staff = u"sam"_s;
    read.cursor = u"mark \"etag\""_s;
    read.dueAt = noon + 2min;
    read.failures = 2;
    read.lastError = u"not_reached: time-out"_s;
    read.readAt = noon;
    read.knownFrom = noon - 1h;
    read.knownTo = noon + 300h;
    commit([&](Transaction &transaction) { QVERIFY(must(m_reads->finish(transaction, read, u"one"_s))); });
    read.leaseUntil.reset();
    QCOMPARE(must(m_reads->find(dana)), read);
    QCOMPARE(must(m_reads->all()), QList{read});
    commit([&](Transaction &transaction) { must(m_reads->hasten(transaction, dana, noon + 1min)); });
    QCOMPARE(must(m_reads->find(dana))->dueAt, noon + 1min);
    commit([&](Transaction &transaction) { must(m_reads->hasten(transaction, dana, noon + 1h)); }); // never later
    QCOMPARE(must(m_reads->find(dana))->dueAt, noon + 1min);
}

void TestCalendarGateway::oneReads()
{
    commit([&](Transaction &transaction) { must(m_reads->begin(transaction, dana, u"dana"_s, noon)); });
    const auto claim = [this](const QString &engine, Instant now) {
        std::optional<CalendarRead> read;
        commit([&](Transaction &transaction) { read = must(m_reads->claim(transaction, dana, engine, now, now + 10s)); });
        return read;
    };
    QVERIFY(!claim(u"one"_s, noon - 1ms)); // not due
    const std::optional<CalendarRead> ours = claim(u"one"_s, noon);
    QVERIFY(ours);
    QVERIFY(!claim(u"two"_s, noon + 9s));
    commit([&](Transaction &transaction) { QVERIFY(must(m_reads->extend(transaction, *ours, u"one"_s, noon + 15s))); });
    QVERIFY(!claim(u"two"_s, noon + 12s));
    const std::optional<CalendarRead> theirs = claim(u"two"_s, noon + 15s);
    QVERIFY(theirs);
    commit([&](Transaction &transaction) {
        QVERIFY(!must(m_reads->extend(transaction, *ours, u"one"_s, noon + 99s)));
        QVERIFY(!must(m_reads->finish(transaction, *ours, u"one"_s)));
        QVERIFY(must(m_reads->finish(transaction, *theirs, u"two"_s)));
    });
}

void TestCalendarGateway::onlyWhatDiffersIsWritten()
{
    QList<BusyTime> busy;
    for (int i = 0; i < 50; ++i)
        busy.append({noon + i * 1h, noon + i * 1h + 30min, i % 2 == 0 ? BusyKind::Busy : BusyKind::Tentative});
    commit([&](Transaction &transaction) { must(m_reads->replaceBusy(transaction, dana, busy + busy)); }); // twice the same is once
    QCOMPARE(must(m_reads->busy(dana, noon - 1h, noon + 100h)), busy);
    const bool isSqlite = m_database->dialect() == Dialect::Sqlite;
    const QString changes = isSqlite ? valueOf(*m_database, u"SELECT total_changes()"_s) : QString();
    busy[7] = {noon + 7h, noon + 8h, BusyKind::Leave};
    busy.removeLast();
    commit([&](Transaction &transaction) { must(m_reads->replaceBusy(transaction, dana, busy)); });
    QCOMPARE(must(m_reads->busy(dana, noon - 1h, noon + 100h)), busy);
    if (isSqlite)
        QCOMPARE(valueOf(*m_database, u"SELECT total_changes()"_s).toInt() - changes.toInt(), 3); // one gone and one new, and one gone
}

void TestCalendarGateway::whatIsBusyOverlaps()
{
    const BusyTime before{noon - 2h, noon, BusyKind::Busy};
    const BusyTime begun{noon - 1h, noon + 1h, BusyKind::Busy};
    const BusyTime after{noon + 2h, noon + 3h, BusyKind::Busy};
    commit([&](Transaction &transaction) {
        must(m_reads->replaceBusy(transaction, dana, {before, begun, after}));
        must(m_reads->replaceBusy(transaction, sam, {{noon, noon + 5h, BusyKind::Leave}}));
    });
    QCOMPARE(must(m_reads->busy(dana, noon, noon + 2h)), QList{begun}); // what ends or begins there is not in it
    QCOMPARE(must(m_reads->busy(dana, noon - 1ms, noon + 2h + 1ms)), (QList{before, begun, after}));
}

void TestCalendarGateway::forgets()
{
    add();
    add(sam);
    commit([&](Transaction &transaction) {
        for (const QString &calendar : {dana, sam}) {
            must(m_reads->begin(transaction, calendar, u"dana"_s, noon));
            must(m_reads->replaceBusy(transaction, calendar, {{noon, noon + 1h, BusyKind::Busy}}));
            QVERIFY(!must(m_entries->feed(transaction, calendar)));
        }
        must(m_reads->forget(transaction, dana));
        must(m_entries->forget(transaction, dana));
    });
    for (const QString &table : {u"calendar_reads"_s, u"busy_times"_s, u"calendar_feeds"_s, u"calendar_entries"_s})
        QCOMPARE(rowsOf(*m_database, u"SELECT calendar FROM "_s + table), QStringList{sam});
}

void TestCalendarGateway::feeds()
{
    commit([&](Transaction &transaction) {
        QCOMPARE(must(m_entries->feed(transaction, dana)), std::nullopt);
        must(m_entries->setFeed(transaction, dana, 0));
        QCOMPARE(must(m_entries->feed(transaction, dana)), 0);
        must(m_entries->setFeed(transaction, dana, 17));
    });
    commit([&](Transaction &transaction) {
        QCOMPARE(must(m_entries->feed(transaction, dana)), 17);
        QCOMPARE(must(m_entries->feed(transaction, sam)), std::nullopt);
    });
}

void TestCalendarGateway::twoEnginesBeginOneFeed()
{
    std::barrier together(2);
    std::atomic_int began = 0;
    const auto engine = [&] {
        const std::unique_ptr<Database> database = m_place->open();
        together.arrive_and_wait();
        Transaction transaction = must(Transaction::begin(*database));
        const CalendarEntryGateway entries(*database);
        if (!must(entries.feed(transaction, dana))) {
            ++began;
            must(entries.setFeed(transaction, dana, 3));
        }
        must(transaction.commit());
    };
    std::thread other(engine);
    engine();
    other.join();
    QCOMPARE(began.load(), 1);
}

void TestCalendarGateway::entriesComeBack()
{
    const CalendarEntryRow row = add();
    CalendarEntryRow claimed = claim().first();
    QCOMPARE(claimed.state, State::Running);
    QCOMPARE(claimed.leaseNumber, 1);
    QCOMPARE(claimed.leaseUntil, noon + 10s);
    claimed.state = State::Done;
    claimed.writtenRevision = 1;
    claimed.written = u"{\"title\":\"Anrufen: José\"}"_s;
    claimed.asked = claimed.written;
    claimed.place = u"/cal/a b.ics"_s;
    claimed.tag = u"W/\"1\""_s;
    claimed.attempts = 3;
    claimed.lastError = u"for_now:503: "_s + QString(500, u'x');
    claimed.doneAt = noon + 1s;
    QVERIFY(settle(claimed));
    claimed.leaseUntil.reset();
    claimed.lastError = claimed.lastError.left(300);
    QCOMPARE(found(row), claimed);
}

void TestCalendarGateway::onceByCalendar()
{
    CalendarEntryRow row = add();
    commit([&](Transaction &transaction) {
        QVERIFY(!must(m_entries->insert(transaction, row)));
        row.calendar = sam;
        row.uid = u"another@callback.ringback"_s;
        QVERIFY(must(m_entries->insert(transaction, row)));
    });
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM calendar_entries"_s), u"2"_s);
}

void TestCalendarGateway::oldestFirstAndNoMoreThanAskedFor()
{
    QStringList tasks;
    for (int i = 0; i < 6; ++i)
        tasks.append(add(dana, noon - i * 1min).task.text()); // whenever each is due
    add(sam);
    add(dana, noon + 1ms); // not yet
    QStringList claimed;
    for (int i = 0; i < 4; ++i) {
        const QList<CalendarEntryRow> rows = claim(2);
        QCOMPARE(rows.size(), i < 3 ? 2 : 0);
        for (const CalendarEntryRow &row : rows)
            claimed.append(row.task.text());
    }
    QCOMPARE(claimed, tasks);
    QCOMPARE(must(m_entries->nextDue(dana)), noon + 1ms);
    QCOMPARE(must(m_entries->nextLapse()), noon + 10s);
    QCOMPARE(must(m_entries->count(dana)).waiting, 7);
}

void TestCalendarGateway::manyClaimAtOnce()
{
    for (int i = 0; i < 60; ++i)
        add();
    std::mutex mutex;
    QStringList claimed;
    std::barrier together(4);
    const auto engine = [&](const QString &id) {
        const std::unique_ptr<Database> database = m_place->open();
        const CalendarEntryGateway entries(*database);
        together.arrive_and_wait();
        for (int i = 0; i < 40; ++i) {
            Transaction transaction = must(Transaction::begin(*database));
            const QList<CalendarEntryRow> rows = must(entries.claimDue(transaction, dana, id, noon, noon + 10s, 2));
            must(transaction.commit());
            const std::lock_guard lock(mutex);
            if (rows.size() > 2)
                claimed.append(u"too many"_s);
            for (const CalendarEntryRow &row : rows)
                claimed.append(row.task.text());
        }
    };
    std::vector<std::thread> others;
    for (const QString &id : {u"two"_s, u"three"_s, u"four"_s})
        others.emplace_back(engine, id);
    engine(u"one"_s);
    for (std::thread &each : others)
        each.join();
    QCOMPARE(claimed.size(), 60);
    QCOMPARE(QSet<QString>(claimed.cbegin(), claimed.cend()).size(), 60);
}

void TestCalendarGateway::onlyWhoHoldsTheLeaseWrites()
{
    add();
    const CalendarEntryRow ours = claim().first();
    commit([&](Transaction &transaction) {
        QVERIFY(must(m_entries->startAttempt(transaction, ours, u"one"_s)));
        QVERIFY(!must(m_entries->startAttempt(transaction, ours, u"two"_s)));
        QVERIFY(must(m_entries->extendLease(transaction, ours, u"one"_s, noon + 20s, noon + 9s)));
        QVERIFY(!must(m_entries->extendLease(transaction, ours, u"one"_s, noon + 40s, noon + 20s))); // it is over
        QCOMPARE(must(m_entries->releaseLapsed(transaction, noon + 20s)), 1);
    });
    CalendarEntryRow theirs = claim(10, noon + 20s, u"one"_s).first(); // the same engine, but another claim
    QCOMPARE(theirs.leaseNumber, 2);
    theirs.state = State::Done;
    CalendarEntryRow late = ours;
    late.state = State::Done;
    QVERIFY(!settle(late));
    QVERIFY(settle(theirs));
}

void TestCalendarGateway::somethingElseWhileItIsWritten_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<qint64>("dueInMs");
    QTest::newRow("it went well") << int(State::Done) << u"waiting 2"_s << qint64(0);
    QTest::newRow("it was refused for good") << int(State::Failed) << u"waiting 2"_s << qint64(0);
    QTest::newRow("it is tried later anyway") << int(State::Waiting) << u"waiting 2"_s << qint64(60'000);
    QTest::newRow("somebody deleted it") << int(State::Gone) << u"gone 2"_s << qint64(60'000);
}

void TestCalendarGateway::somethingElseWhileItIsWritten()
{
    QFETCH(int, outcome);
    QFETCH(QString, expected);
    QFETCH(qint64, dueInMs);
    add();
    CalendarEntryRow row = claim().first();
    CalendarEntryRow other = row;
    other.revision = 2;
    other.wanted = false;
    other.state = State::Waiting;
    commit([&](Transaction &transaction) { QVERIFY(must(m_entries->want(transaction, other))); });
    QCOMPARE(found(row).state, State::Running); // a request is under way
    row.state = static_cast<State>(outcome);
    row.dueAt = noon + 1min;
    QVERIFY(settle(row));
    QCOMPARE(rowsOf(*m_database, u"SELECT state, revision FROM calendar_entries"_s), QStringList{expected});
    QCOMPARE(found(row).dueAt, noon + Milliseconds(dueInMs));
    QCOMPARE(found(row).wanted, false);
}

void TestCalendarGateway::whatIsGoneStaysGone()
{
    add();
    CalendarEntryRow row = claim().first();
    row.state = State::Gone;
    QVERIFY(settle(row));
    row.state = State::Waiting;
    row.revision = 9;
    commit([&](Transaction &transaction) {
        QVERIFY(!must(m_entries->want(transaction, row)));
        must(m_entries->doubt(transaction, row, noon));
        QCOMPARE(must(m_entries->tryAgain(transaction, dana, noon)), 0);
    });
    QCOMPARE(found(row).state, State::Gone);
}

void TestCalendarGateway::lapsedLeases()
{
    add();
    CalendarEntryRow row = claim().first();
    row.asked = u"{}"_s;
    row.revision = 1;
    commit([&](Transaction &transaction) {
        QVERIFY(must(m_entries->startAttempt(transaction, row, u"one"_s)));
        QCOMPARE(must(m_entries->releaseLapsed(transaction, noon + 9s)), 0);
        QCOMPARE(must(m_entries->releaseLapsed(transaction, noon + 10s)), 1);
    });
    QCOMPARE(found(row).state, State::Waiting);
    QCOMPARE(found(row).attempts, 1);
    QCOMPARE(found(row).writtenRevision, 1); // it may be there
    QCOMPARE(found(row).written, QString());
}

void TestCalendarGateway::inDoubt()
{
    add();
    CalendarEntryRow row = claim().first();
    row.state = State::Done;
    row.writtenRevision = 0;
    QVERIFY(settle(row));
    commit([&](Transaction &transaction) { must(m_entries->doubt(transaction, row, noon + 5s)); });
    QCOMPARE(found(row).state, State::Waiting);
    QCOMPARE(found(row).dueAt, noon + 5s);
    QCOMPARE(found(row).writtenRevision, 1);
}

void TestCalendarGateway::heldUntilTheAccountIsMended()
{
    add();
    add(dana, noon + 1s);
    add(sam);
    CalendarEntryRow row = claim(1).first();
    row.state = State::Waiting;
    row.dueAt = noon + 1h;
    row.lastError = u"account:401: no"_s;
    QVERIFY(settle(row));
    QCOMPARE(must(m_entries->holdUntil(dana)), noon + 1h);
    QCOMPARE(must(m_entries->holdUntil(sam)), std::nullopt);
    QCOMPARE(claim(10, noon + 59min).size(), 0); // all of that calendar
    QCOMPARE(claim(10, noon + 59min, u"one"_s, sam).size(), 1);
    commit([&](Transaction &transaction) { QCOMPARE(must(m_entries->endHold(transaction, dana, noon + 59min)), 1); });
    QCOMPARE(claim(10, noon + 59min).size(), 2);
    QCOMPARE(must(m_entries->holdUntil(dana)), std::nullopt);
}

void TestCalendarGateway::casesOfACalendar()
{
    const calls::CallbackTask assigned = addTask(u"dana"_s);
    const calls::CallbackTask others = addTask(u"sam"_s);
    const calls::CallbackTask claimed = addTask(u"dana"_s);
    calls::CallbackTask bySam = claimed;
    bySam.state = calls::TaskState::Claimed;
    bySam.claimedBy = u"sam"_s;
    bySam.claimedAt = noon;
    calls::CallbackTask over = addTask(u"dana"_s);
    const calls::CallbackTask before = over;
    over.state = calls::TaskState::Cancelled;
    const CalendarEntryRow entered = add(); // of somebody who has it, and who should not any more
    commit([&](Transaction &transaction) {
        QVERIFY(must(TaskGateway(*m_database).change(transaction, claimed, bySam)));
        QVERIFY(must(TaskGateway(*m_database).change(transaction, before, over)));
    });
    const auto cases = [&](const QString &calendar, const QString &staff) {
        QStringList ids;
        for (const calls::FollowUpId &each : must(m_entries->casesOf(calendar, staff)))
            ids.append(each.text());
        return ids;
    };
    const QString enteredCase = must(TaskGateway(*m_database).find(entered.task))->followUp.text();
    QCOMPARE(cases(dana, u"dana"_s), (QStringList{assigned.followUp.text(), enteredCase}));
    QCOMPARE(cases(sam, u"sam"_s), (QStringList{others.followUp.text(), claimed.followUp.text()}));
    QCOMPARE(cases(dana, u"nobody"_s), QStringList{enteredCase});
}

void TestCalendarGateway::triesAgain()
{
    for (const State state : {State::Failed, State::Done, State::Waiting}) {
        add();
        CalendarEntryRow row = claim().first();
        row.state = state;
        row.dueAt = noon + 1h;
        row.lastError = state == State::Waiting ? u"account:401: no"_s : u"entry:415: no"_s;
        QVERIFY(settle(row));
    }
    QCOMPARE(must(m_entries->count(dana)).failed, 1);
    commit([&](Transaction &transaction) { QCOMPARE(must(m_entries->tryAgain(transaction, dana, noon)), 2); });
    QCOMPARE(claim().size(), 2);
}

QTEST_GUILESS_MAIN(TestCalendarGateway)
#include "tst_calendargateway.moc"
