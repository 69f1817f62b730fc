#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/leadwritegateway.h"
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
using calls::LeadWriteKind;
using calls::LeadWriteState;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);
const QString jobber = u"jobber"_s;

} // namespace

class TestLeadWriteGateway : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theSameEffectOnce();
    void everyFieldComesBack();
    void feeds();
    void twoEnginesBeginOneFeed();
    void oldestFirst();
    void ofACaseOnlyTheFirst_data();
    void ofACaseOnlyTheFirst();
    void theOlderCasesLeadFirst();
    void otherConnectionsAreTheirOwn();
    void onlyWhoHoldsTheLeaseWrites();
    void lapsedLeases();
    void manyClaimAtOnce();
    void tryAgain();
    void resumeChosen();
    void counts();
    void links();
    void linksOfAContact();
    void openTasks();
    void linksWithRecords();
    void textsThatWaitForTheirLead();
    void stayFlat();

private:
    // An open case of a caller of its own, or another one of the last caller.
    calls::FollowUpId addCase(bool sameCaller = false, Instant openedAt = noon)
    {
        if (!sameCaller)
            ++m_callers;
        Transaction transaction = must(Transaction::begin(*m_database));
        const calls::Contact contact =
            must(ContactGateway(*m_database)
                     .findOrAdd(transaction,
                                {.id = m_ids.next<calls::ContactId>(noon), .number = test::number(u"+1214555%1"_s.arg(1000 + m_callers))},
                                noon));
        must(transaction.change(u"UPDATE follow_ups SET state = 'closed', closed_at = 5 WHERE contact_id = ?"_s, {contact.id.text()}));
        const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(noon),
                                       .contact = contact.id,
                                       .line = u"+12145550100"_s,
                                       .playbookVersion = 1,
                                       .openedAt = openedAt,
                                       .lastCallAt = openedAt};
        must(FollowUpGateway(*m_database).insert(transaction, followUp));
        must(transaction.commit());
        return followUp.id;
    }
    LeadWriteRow add(const calls::FollowUpId &followUp, LeadWriteKind kind, Instant dueAt = noon, const QString &connection = jobber)
    {
        ++m_sequence;
        LeadWriteRow row{.id = m_ids.next<calls::LeadWriteId>(noon),
                         .key = u"%1:%2"_s.arg(connection).arg(m_sequence),
                         .connection = connection,
                         .followUp = followUp,
                         .kind = kind,
                         .note = kind == LeadWriteKind::Note ? std::optional(calls::LeadNote::Reply) : std::nullopt,
                         .subject = u"message:M"_s,
                         .ordinal = m_sequence,
                         .happenedAt = noon - 1s,
                         .dueAt = dueAt};
        Transaction transaction = must(Transaction::begin(*m_database));
        if (!must(gateway().insert(transaction, row)))
            qFatal("planned before");
        must(transaction.commit());
        return row;
    }
    QList<LeadWriteRow> claim(int limit = 10, const QString &engine = u"one"_s, Instant now = noon, const QString &connection = jobber)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        const QList<LeadWriteRow> rows = must(gateway().claimDue(transaction, connection, engine, now, now + 10s, limit));
        must(transaction.commit());
        return rows;
    }
    void settle(LeadWriteRow row, LeadWriteState state, const QString &errorKind = {})
    {
        row.state = state;
        row.errorKind = errorKind;
        Transaction transaction = must(Transaction::begin(*m_database));
        if (!must(gateway().settle(transaction, row, u"one"_s)))
            qFatal("the lease is somebody else's");
        must(transaction.commit());
    }
    template <class Change>
    auto change(Change what)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        auto changed = must(what(transaction));
        must(transaction.commit());
        return changed;
    }
    void put(const LeadLinkRow &row)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        must(LeadLinkGateway(*m_database).put(transaction, row));
        must(transaction.commit());
    }
    [[nodiscard]] LeadWriteGateway gateway() { return LeadWriteGateway(*m_database); }
    [[nodiscard]] static QList<qint64> ordinals(const QList<LeadWriteRow> &rows)
    {
        QList<qint64> list;
        for (const LeadWriteRow &row : rows)
            list.append(row.ordinal);
        return list;
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }

    IdSource m_ids{7};
    int m_callers = 0;
    qint64 m_sequence = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestLeadWriteGateway::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_callers = 0;
    m_sequence = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, noon);
}

void TestLeadWriteGateway::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestLeadWriteGateway::theSameEffectOnce()
{
    LeadWriteRow row = add(addCase(), LeadWriteKind::Lead);
    row.id = m_ids.next<calls::LeadWriteId>(noon);
    Transaction transaction = must(Transaction::begin(*m_database));
    QVERIFY(!must(gateway().insert(transaction, row)));
    must(transaction.commit());
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes"_s), u"1"_s);
}

void TestLeadWriteGateway::everyFieldComesBack()
{
    add(addCase(), LeadWriteKind::Note);
    LeadWriteRow row = claim().first();
    QCOMPARE(row.note, std::optional(calls::LeadNote::Reply));
    QCOMPARE(row.state, LeadWriteState::Running);
    QCOMPARE(row.happenedAt, noon - 1s);
    QCOMPARE(row.leaseUntil, std::optional(noon + 10s));
    QVERIFY(change([&](Transaction &transaction) { return gateway().startAttempt(transaction, row, u"one"_s, noon + 1s); }));
    row.state = LeadWriteState::Waiting;
    row.dueAt = noon + 5min;
    row.attempts = 1;
    row.inDoubt = true;
    row.inDoubtSince = noon + 1s;
    row.looks = 3;
    row.errorKind = u"unknown"_s;
    row.errorCode = u"504"_s;
    row.errorMessage = QString(3'000, u'ñ');
    QVERIFY(change([&](Transaction &transaction) { return gateway().settle(transaction, row, u"one"_s); }));
    const LeadWriteRow back = must(gateway().ofCase(row.followUp)).first();
    QCOMPARE(back.dueAt, row.dueAt);
    QCOMPARE(back.attempts, 1);
    QVERIFY(back.inDoubt);
    QCOMPARE(back.inDoubtSince, row.inDoubtSince);
    QCOMPARE(back.looks, 3);
    QCOMPARE(back.errorKind + back.errorCode, u"unknown504"_s);
    QCOMPARE(back.errorMessage.size(), 1'000); // a page of theirs is not kept
    QVERIFY(!back.leaseUntil && !back.doneAt);
}

void TestLeadWriteGateway::feeds()
{
    Transaction transaction = must(Transaction::begin(*m_database));
    QVERIFY(!must(gateway().feed(transaction, jobber)));
    QVERIFY(!must(gateway().feed(transaction, jobber))); // to have asked is not to have begun
    must(gateway().setFeed(transaction, jobber, 0));
    QCOMPARE(must(gateway().feed(transaction, jobber)), std::optional<qint64>(0));
    must(gateway().setFeed(transaction, jobber, 12));
    QCOMPARE(must(gateway().feed(transaction, jobber)), std::optional<qint64>(12));
    QVERIFY(!must(gateway().feed(transaction, u"sheet"_s)));
    must(transaction.commit());
}

// The second waits for the first, and sees where that began.
void TestLeadWriteGateway::twoEnginesBeginOneFeed()
{
    std::barrier together(2);
    std::atomic_int began = 0;
    const auto engine = [&](qint64 head) {
        const std::unique_ptr<Database> database = m_place->open();
        together.arrive_and_wait();
        Transaction transaction = must(Transaction::begin(*database));
        const LeadWriteGateway own(*database);
        if (!must(own.feed(transaction, jobber))) {
            must(own.setFeed(transaction, jobber, head));
            ++began;
        }
        must(transaction.commit());
    };
    std::thread first(engine, 10);
    std::thread second(engine, 20);
    first.join();
    second.join();
    QCOMPARE(began.load(), 1);
}

void TestLeadWriteGateway::oldestFirst()
{
    add(addCase(), LeadWriteKind::Lead, noon);
    add(addCase(), LeadWriteKind::Lead, noon - 5s);
    add(addCase(), LeadWriteKind::Lead, noon + 1s);
    add(addCase(), LeadWriteKind::Lead, noon - 1s);
    QCOMPARE(must(gateway().nextDue(jobber)), std::optional(noon - 5s));
    QCOMPARE(ordinals(claim(2)), (QList<qint64>{2, 4}));
    QCOMPARE(ordinals(claim(5)), QList<qint64>{1});
    QCOMPARE(must(gateway().nextDue(jobber)), std::optional(noon + 1s));
}

void TestLeadWriteGateway::ofACaseOnlyTheFirst_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("state");
    QTest::addColumn<bool>("goesOn");
    const auto row = [](const char *name, LeadWriteKind kind, LeadWriteState state, bool goesOn) {
        QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(state) << goesOn;
    };
    row("the lead is under way", LeadWriteKind::Lead, LeadWriteState::Running, false);
    row("the lead is tried again later", LeadWriteKind::Lead, LeadWriteState::Waiting, false);
    row("the lead was refused", LeadWriteKind::Lead, LeadWriteState::Failed, false);
    row("whose lead it is has to be chosen", LeadWriteKind::Lead, LeadWriteState::NeedsChoice, false);
    row("the lead is there", LeadWriteKind::Lead, LeadWriteState::Done, true);
    row("there are no leads there", LeadWriteKind::Lead, LeadWriteState::Dropped, true);
    row("a note is under way", LeadWriteKind::Note, LeadWriteState::Running, false);
    row("a note is tried again later", LeadWriteKind::Note, LeadWriteState::Waiting, false);
    row("a note was refused", LeadWriteKind::Note, LeadWriteState::Failed, true);
    row("a note is there", LeadWriteKind::Note, LeadWriteState::Done, true);
}

void TestLeadWriteGateway::ofACaseOnlyTheFirst()
{
    QFETCH(int, kind);
    QFETCH(int, state);
    QFETCH(bool, goesOn);
    const calls::FollowUpId followUp = addCase();
    add(followUp, static_cast<LeadWriteKind>(kind), noon - 1s);
    add(followUp, LeadWriteKind::Note, noon - 10s);
    LeadWriteRow first = claim().first();
    QCOMPARE(first.ordinal, 1);
    if (static_cast<LeadWriteState>(state) != LeadWriteState::Running) {
        first.dueAt = noon + 1min;
        settle(first, static_cast<LeadWriteState>(state));
    }
    QCOMPARE(must(gateway().nextDue(jobber)) == std::optional(noon - 10s), goesOn);
    QCOMPARE(ordinals(claim()), goesOn ? QList<qint64>{2} : QList<qint64>{});
}

// Of two cases of one caller: the second finds the record that the first made.
void TestLeadWriteGateway::theOlderCasesLeadFirst()
{
    add(addCase(), LeadWriteKind::Lead);
    const calls::FollowUpId second = addCase(true);
    add(second, LeadWriteKind::Lead, noon - 5s);
    add(addCase(), LeadWriteKind::Lead); // of somebody else
    QList<LeadWriteRow> rows = claim();
    QCOMPARE(ordinals(rows), (QList<qint64>{1, 3}));
    QCOMPARE(ordinals(claim()), QList<qint64>{});
    settle(rows.first(), LeadWriteState::Failed);
    QCOMPARE(ordinals(claim()), QList<qint64>{2});
}

void TestLeadWriteGateway::otherConnectionsAreTheirOwn()
{
    const calls::FollowUpId followUp = addCase();
    add(followUp, LeadWriteKind::Lead);
    add(followUp, LeadWriteKind::Lead, noon, u"sheet"_s);
    QCOMPARE(ordinals(claim()), QList<qint64>{1});
    QCOMPARE(ordinals(claim(10, u"one"_s, noon, u"sheet"_s)), QList<qint64>{2});
}

void TestLeadWriteGateway::onlyWhoHoldsTheLeaseWrites()
{
    add(addCase(), LeadWriteKind::Lead);
    const LeadWriteRow row = claim().first();
    const auto asks = [&](const QString &engine) {
        return change([&](Transaction &transaction) { return gateway().extendLease(transaction, row, engine, noon + 20s, noon); });
    };
    QVERIFY(asks(u"one"_s));
    QVERIFY(!asks(u"two"_s));
    QVERIFY(!change([&](Transaction &transaction) { return gateway().startAttempt(transaction, row, u"two"_s, noon); }));
    QVERIFY(!change([&](Transaction &transaction) { return gateway().settle(transaction, row, u"two"_s); }));
    QCOMPARE(change([&](Transaction &transaction) { return gateway().releaseLapsed(transaction, noon + 1min); }), 1);
    QCOMPARE(claim(1, u"one"_s, noon + 1min).first().leaseNumber, row.leaseNumber + 1);
    QVERIFY(!asks(u"one"_s)); // the same engine, by an older claim
    QVERIFY(!change([&](Transaction &transaction) { return gateway().settle(transaction, row, u"one"_s); }));
}

void TestLeadWriteGateway::lapsedLeases()
{
    add(addCase(), LeadWriteKind::Lead);
    const LeadWriteRow row = claim().first();
    QVERIFY(change([&](Transaction &transaction) { return gateway().startAttempt(transaction, row, u"one"_s, noon + 1s); }));
    QCOMPARE(must(gateway().nextLapse()), std::optional(noon + 10s));
    QVERIFY(!change([&](Transaction &transaction) { return gateway().extendLease(transaction, row, u"one"_s, noon + 30s, noon + 10s); }));
    QCOMPARE(change([&](Transaction &transaction) { return gateway().releaseLapsed(transaction, noon + 9s); }), 0);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().releaseLapsed(transaction, noon + 10s); }), 1);
    const LeadWriteRow back = claim(1, u"two"_s, noon + 10s).first();
    QVERIFY(back.inDoubt);
    QCOMPARE(back.inDoubtSince, std::optional(noon + 1s));
    QCOMPARE(back.attempts, 1);
}

void TestLeadWriteGateway::manyClaimAtOnce()
{
    constexpr int cases = 40;
    for (int i = 0; i < cases; ++i) {
        const calls::FollowUpId followUp = addCase();
        add(followUp, LeadWriteKind::Lead);
        add(followUp, LeadWriteKind::Task);
    }
    constexpr int engines = 4;
    std::barrier together(engines);
    std::mutex mutex;
    QStringList claimed;
    std::vector<std::thread> threads;
    for (int i = 0; i < engines; ++i) {
        threads.emplace_back([&, i] {
            const std::unique_ptr<Database> database = m_place->open();
            const LeadWriteGateway own(*database);
            together.arrive_and_wait();
            for (int round = 0; round < 10; ++round) {
                Result<Transaction> transaction = Transaction::begin(*database);
                if (!transaction)
                    continue;
                const Result<QList<LeadWriteRow>> rows = own.claimDue(*transaction, jobber, QString::number(i), noon, noon + 10s, 3);
                if (!rows || !transaction->commit())
                    continue;
                const std::lock_guard lock(mutex);
                for (const LeadWriteRow &row : *rows)
                    claimed.append(row.id.text());
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(QSet<QString>(claimed.cbegin(), claimed.cend()).size(), claimed.size());
    claimed.clear();
    while (!claim().isEmpty()) {
    }
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE state = 'running' AND kind = 'lead'"_s).toInt(), cases);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE state = 'running' AND kind = 'task'"_s).toInt(), 0);
}

void TestLeadWriteGateway::tryAgain()
{
    const calls::FollowUpId one = addCase();
    const calls::FollowUpId two = addCase();
    add(one, LeadWriteKind::Lead);
    add(two, LeadWriteKind::Lead);
    const QList<LeadWriteRow> rows = claim();
    settle(rows.at(0), LeadWriteState::Failed, u"write"_s);
    settle(rows.at(1), LeadWriteState::Failed, u"account"_s);
    QVERIFY(!must(gateway().nextDue(jobber)));
    QCOMPARE(change([&](Transaction &transaction) { return gateway().tryAllAgain(transaction, jobber, noon + 1min); }), 1);
    QCOMPARE(ordinals(claim(10, u"one"_s, noon + 1min)), QList<qint64>{2});
    QCOMPARE(change([&](Transaction &transaction) { return gateway().tryAgain(transaction, one, u"sheet"_s, noon + 1min); }), 0);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().tryAgain(transaction, one, jobber, noon + 1min); }), 1);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().tryAgain(transaction, one, jobber, noon + 1min); }), 0);
    QCOMPARE(ordinals(claim(10, u"one"_s, noon + 1min)), QList<qint64>{1});
}

void TestLeadWriteGateway::resumeChosen()
{
    const calls::FollowUpId followUp = addCase();
    add(followUp, LeadWriteKind::Lead);
    settle(claim().first(), LeadWriteState::NeedsChoice);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().tryAgain(transaction, followUp, jobber, noon); }), 0);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().resumeChosen(transaction, followUp, jobber, noon); }), 1);
    settle(claim().first(), LeadWriteState::Failed, u"gone"_s);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().resumeChosen(transaction, followUp, jobber, noon); }), 1);
    settle(claim().first(), LeadWriteState::Failed, u"write"_s);
    QCOMPARE(change([&](Transaction &transaction) { return gateway().resumeChosen(transaction, followUp, jobber, noon); }), 0);
}

void TestLeadWriteGateway::counts()
{
    for (int i = 0; i < 5; ++i)
        add(addCase(), LeadWriteKind::Lead);
    const QList<LeadWriteRow> rows = claim();
    settle(rows.at(0), LeadWriteState::Failed);
    settle(rows.at(1), LeadWriteState::NeedsChoice);
    settle(rows.at(2), LeadWriteState::Done);
    settle(rows.at(3), LeadWriteState::Waiting);
    const LeadWriteGateway::Count count = must(gateway().count(jobber));
    QCOMPARE(count.failed, 1);
    QCOMPARE(count.toChoose, 1);
    QCOMPARE(count.waiting, 2); // one of them is under way
    QCOMPARE(must(gateway().stuck(jobber, 10)), (QList<calls::FollowUpId>{rows.at(1).followUp, rows.at(0).followUp}));
    QCOMPARE(must(gateway().stuck(jobber, 1)).size(), 1);
    QCOMPARE(must(gateway().count(u"sheet"_s)).waiting, 0);
}

void TestLeadWriteGateway::links()
{
    const LeadLinkGateway gateway(*m_database);
    LeadLinkRow row{.followUp = addCase(), .connection = jobber};
    QVERIFY(!must(gateway.find(row.followUp, jobber)));
    row.candidates = {{.id = u"P1"_s,
                       .name = u"José \"Pepe\""_s,
                       .numbers = {test::number(u"+12145550123"_s)},
                       .emails = {u"jose@example.com"_s},
                       .kind = calls::ContactKind::PriorCustomer,
                       .language = u"es"_s,
                       .owner = u"u7"_s,
                       .url = u"https://leads.example/P1"_s,
                       .isOpen = true,
                       .isGone = false,
                       .changedAt = noon},
                      {.id = u"P2"_s}};
    row.updatedAt = noon;
    put(row);
    LeadLinkRow back = must(gateway.find(row.followUp, jobber)).value();
    QCOMPARE(back.candidates, row.candidates);
    QVERIFY(back.link.record.isEmpty() && back.chosenBy.isEmpty());
    row.link = {.record = u"P1"_s, .lead = u"E1"_s, .task = u"T1"_s, .url = u"https://leads.example/P1"_s, .isOurs = true};
    row.task = u"ours"_s;
    row.mayBeDouble = true;
    row.chosenBy = u"staff:dana"_s;
    row.candidates.clear();
    row.updatedAt = noon + 1s;
    put(row);
    back = must(gateway.ofCase(row.followUp)).first();
    QCOMPARE(back.link, row.link);
    QCOMPARE(back.task + back.chosenBy, u"oursstaff:dana"_s);
    QVERIFY(back.mayBeDouble && back.candidates.isEmpty());
    QCOMPARE(back.updatedAt, noon + 1s);

    must(m_database->change(u"UPDATE lead_links SET candidates = '[{\"id\":\"P1\",\"numbers\":[\"no number\"]}]'"_s));
    QCOMPARE(gateway.find(row.followUp, jobber).error().kind, ErrorKind::Corrupt);
}

void TestLeadWriteGateway::linksOfAContact()
{
    const LeadLinkGateway gateway(*m_database);
    const calls::FollowUpId first = addCase();
    const calls::FollowUpId second = addCase(true, noon + 1h);
    const calls::FollowUpId third = addCase(true, noon + 2h);
    const calls::ContactId contact = must(FollowUpGateway(*m_database).find(first)).value().contact;
    QVERIFY(!must(gateway.ofContact(contact, jobber)));
    put({.followUp = first, .connection = jobber, .link = {.record = u"P1"_s}});
    put({.followUp = second, .connection = jobber, .link = {.record = u"P2"_s}});
    put({.followUp = third, .connection = jobber}); // has none yet
    QCOMPARE(must(gateway.ofContact(contact, jobber)).value().link.record, u"P2"_s);
    QVERIFY(!must(gateway.ofContact(contact, u"sheet"_s)));
}

void TestLeadWriteGateway::openTasks()
{
    const LeadLinkGateway gateway(*m_database);
    QList<calls::FollowUpId> cases;
    for (int i = 0; i < 4; ++i) {
        const calls::FollowUpId followUp = addCase();
        calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(noon), .followUp = followUp, .createdAt = noon, .dueAt = noon};
        if (i == 3)
            task.state = calls::TaskState::Done;
        Transaction transaction = must(Transaction::begin(*m_database));
        must(TaskGateway(*m_database).insert(transaction, task));
        must(transaction.commit());
        put({.followUp = followUp,
             .connection = jobber,
             .link = {.record = u"P"_s, .task = i == 2 ? QString() : u"T"_s},
             .task = i == 2 ? QString() : task.id.text(),
             .updatedAt = noon - Milliseconds(i)});
        cases.append(followUp);
    }
    QList<calls::FollowUpId> open;
    for (const LeadLinkRow &row : must(gateway.withOpenTasks(jobber, 10)))
        open.append(row.followUp);
    QCOMPARE(open, (QList<calls::FollowUpId>{cases.at(1), cases.at(0)})); // looked at longest ago first
    QCOMPARE(must(gateway.withOpenTasks(jobber, 1)).size(), 1);
    QVERIFY(must(gateway.withOpenTasks(u"sheet"_s, 10)).isEmpty());
}

void TestLeadWriteGateway::linksWithRecords()
{
    const LeadLinkGateway gateway(*m_database);
    QList<calls::FollowUpId> cases;
    for (int i = 0; i < 4; ++i) {
        cases.append(addCase(false, noon - std::chrono::days(i)));
        put({.followUp = cases.last(), .connection = jobber, .link = {.record = i == 1 ? QString() : u"P"_s}});
    }
    const QList<LeadLinkRow> page = must(gateway.withRecords(jobber, noon - std::chrono::days(2), {}, 1));
    QCOMPARE(page.first().followUp, cases.at(0));
    const QList<LeadLinkRow> rest = must(gateway.withRecords(jobber, noon - std::chrono::days(2), cases.at(0).text(), 10));
    QCOMPARE(rest.size(), 1);
    QCOMPARE(rest.first().followUp, cases.at(2));
}

void TestLeadWriteGateway::textsThatWaitForTheirLead()
{
    const calls::FollowUpId followUp = addCase();
    const JobGateway jobs(*m_database);
    QList<calls::MessageId> messages;
    for (int i = 0; i < 3; ++i) {
        Transaction transaction = must(Transaction::begin(*m_database));
        const calls::Message message{.id = m_ids.next<calls::MessageId>(noon),
                                     .followUp = followUp,
                                     .contact = must(FollowUpGateway(*m_database).find(followUp)).value().contact,
                                     .line = test::number(u"+12145550100"_s),
                                     .peer = test::number(u"+12145550123"_s),
                                     .body = u"Hi"_s,
                                     .connection = u"main"_s,
                                     .createdAt = noon};
        must(MessageGateway(*m_database).insert(transaction, message, noon + 20s));
        must(jobs.insert(transaction, {.id = m_ids.next<calls::JobId>(noon),
                                       .key = QString::number(i),
                                       .message = message.id,
                                       .connection = u"main"_s,
                                       .dueAt = noon + 20s,
                                       .trueUntil = noon + 1h,
                                       .line = u"+12145550100"_s,
                                       .afterLead = i == 0   ? std::optional(noon)
                                                    : i == 1 ? std::optional(noon + 10s)
                                                             : std::nullopt}));
        must(transaction.commit());
        messages.append(message.id);
    }
    QCOMPARE(must(jobs.awaitingLead(10)), QList<calls::FollowUpId>{followUp});
    QCOMPARE(change([&](Transaction &transaction) { return jobs.releaseAfterLead(transaction, followUp, noon + 3s); }), 2);
    QCOMPARE(rowsOf(*m_database, u"SELECT effect_key, due_at - %1 FROM jobs ORDER BY effect_key"_s.arg(toMs(noon))),
             (QStringList{u"0 3000"_s, u"1 10000"_s, u"2 20000"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT due_at - %1 FROM messages ORDER BY id"_s.arg(toMs(noon))),
             (QStringList{u"3000"_s, u"10000"_s, u"20000"_s}));
    QVERIFY(must(jobs.awaitingLead(10)).isEmpty());
    QCOMPARE(change([&](Transaction &transaction) { return jobs.releaseAfterLead(transaction, followUp, noon + 5s); }), 0);

    // Whose time has come waits no longer, whatever becomes of it.
    must(m_database->change(u"UPDATE jobs SET after_lead_at = 5 WHERE effect_key = '2'"_s));
    QCOMPARE(change([&](Transaction &transaction) {
                 return jobs.claimDue(transaction,
                                      {.connection = u"main"_s, .engine = u"one"_s, .leaseUntil = noon + 1min, .now = noon + 30s, .limit = 9});
             }).size(),
             3);
    QVERIFY(must(jobs.awaitingLead(10)).isEmpty());
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE after_lead_at IS NOT NULL"_s), u"0"_s);
}

// What is done stays for ever: neither taking the next one nor the texts that wait may read it all.
void TestLeadWriteGateway::stayFlat()
{
    if (m_database->dialect() != Dialect::Sqlite)
        QSKIP("PostgreSQL decides by the size of the tables");
    for (const QString &sql :
         {u"SELECT w.id FROM lead_writes w WHERE w.state = 'waiting' AND w.connection = 'jobber' AND w.due_at <= 5 ORDER BY w.due_at, w.ordinal, w.id LIMIT 4"_s,
          u"SELECT 1 FROM lead_writes earlier WHERE earlier.follow_up_id = 'f' AND earlier.connection = 'jobber' AND earlier.ordinal < 7"_s,
          u"SELECT 1 FROM follow_ups mine JOIN follow_ups older ON older.contact_id = mine.contact_id AND older.id < mine.id"
          " JOIN lead_writes theirs ON theirs.follow_up_id = older.id AND theirs.connection = 'jobber' WHERE mine.id = 'f'"_s,
          u"SELECT DISTINCT m.follow_up_id FROM jobs j JOIN messages m ON m.id = j.message_id"
          " WHERE j.after_lead_at IS NOT NULL AND j.state = 'waiting' ORDER BY m.follow_up_id LIMIT 9"_s}) {
        const QString plan = rowsOf(*m_database, u"EXPLAIN QUERY PLAN "_s + sql).join(u'\n');
        static const QRegularExpression scan(u"SCAN (?!j USING INDEX jobs_after_lead)"_s);
        QVERIFY2(!scan.match(plan).hasMatch(), qPrintable(plan));
    }
}

QTEST_GUILESS_MAIN(TestLeadWriteGateway)
#include "tst_leadwritegateway.moc"
