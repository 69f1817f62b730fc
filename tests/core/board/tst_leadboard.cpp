#include "board/feed.h"
#include "board/leadbadges.h"
#include "board/leadsystems.h"
#include "board/reader.h"
#include "desk/leadwork.h"
#include "support/leadcase.h"
#include "support/testclock.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::board;
using namespace Qt::StringLiterals;
using test::must;
using State = LeadBadge::State;
using Write = calls::LeadWriteState;

/// Where cases stand in lead systems, as the screens are told; on both databases.
class TestLeadBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void states_data();
    void states();
    void theWorstIsOnTheRow();
    void aConversationHasTheCandidates();
    void removedSystemsAreNotShown();
    void winsStay();
    void manyCasesAtOnce();
    void theUnfinishedAreFoundByIndex();
    void cards();
    void theFeedTellsOfCounts();

private:
    [[nodiscard]] BoardRow row(const calls::FollowUpId &id)
    {
        Reader reader(*m_database, m_clock);
        must(reader.office());
        const QList<BoardRow> rows = must(reader.board());
        const auto found = std::find_if(rows.cbegin(), rows.cend(), [&](const BoardRow &each) { return each.id == id.text(); });
        return found != rows.cend() ? *found : BoardRow();
    }
    [[nodiscard]] Conversation conversation(const calls::FollowUpId &id)
    {
        Reader reader(*m_database, m_clock);
        must(reader.office());
        return must(reader.conversation(id.text()));
    }
    void link(const calls::FollowUpId &id, const QString &connection, bool mayBeDouble = false)
    {
        test::putLink(*m_database, {.followUp = id,
                                    .connection = connection,
                                    .link = {.record = u"c-1"_s, .lead = {}, .task = {}, .url = u"https://x.example/1"_s},
                                    .task = {},
                                    .mayBeDouble = mayBeDouble,
                                    .chosenBy = {},
                                    .candidates = {},
                                    .updatedAt = m_clock.now()});
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

void TestLeadBoard::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeLeadOffice(*m_database, m_clock.now());
}

void TestLeadBoard::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestLeadBoard::states_data()
{
    QTest::addColumn<int>("write");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("why");
    QTest::newRow("all is written") << int(Write::Done) << u""_s << u""_s << int(State::Synced) << QString();
    QTest::newRow("not wanted any more") << int(Write::Dropped) << u"unable"_s << u""_s << int(State::Synced) << QString();
    QTest::newRow("on its way") << int(Write::Waiting) << u""_s << u""_s << int(State::Waiting) << QString();
    QTest::newRow("tried again later") << int(Write::Waiting) << u"for_now"_s << u"429"_s << int(State::Waiting) << u"for_now:429"_s;
    QTest::newRow("no clear answer") << int(Write::Waiting) << u"unknown"_s << u""_s << int(State::Waiting) << u"unknown"_s;
    QTest::newRow("the list is not read to its end")
        << int(Write::Waiting) << u"for_now"_s << u"not_known_yet"_s << int(State::NotKnown) << u"for_now:not_known_yet"_s;
    QTest::newRow("several match") << int(Write::NeedsChoice) << u""_s << u""_s << int(State::ToChoose) << QString();
    QTest::newRow("refused") << int(Write::Failed) << u"account"_s << u"revoked"_s << int(State::Failed) << u"account:revoked"_s;
}

void TestLeadBoard::states()
{
    QFETCH(const int, write);
    QFETCH(const QString, kind);
    QFETCH(const QString, code);
    QFETCH(const int, state);
    QFETCH(const QString, why);
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    link(id, u"jobber"_s);
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 1, {.state = Write::Done});
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 2,
                   {.state = static_cast<Write>(write), .kind = kind, .code = code, .message = u"so it says"_s});
    const BoardRow shown = row(id);
    QVERIFY(shown.lead.has_value());
    QCOMPARE(int(shown.lead->state), state);
    QCOMPARE(shown.lead->why, why);
    QCOMPARE(shown.lead->type, u"jobber"_s);
    QCOMPARE(shown.lead->url, u"https://x.example/1"_s);
    QCOMPARE(shown.lead->canTryAgain, state == int(State::Failed));
    QCOMPARE(shown.lead->message, state == int(State::Synced) ? QString() : u"so it says"_s);
    QCOMPARE(conversation(id).leads, QList<LeadBadge>{*shown.lead});
}

void TestLeadBoard::theWorstIsOnTheRow()
{
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    QVERIFY(!row(id).lead.has_value()); // in none of them
    link(id, u"jobber"_s, true);
    QCOMPARE(row(id).lead->state, State::Synced);
    QVERIFY(row(id).lead->mayBeDouble);
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"zapier"_s, 1, {.state = Write::Waiting});
    QCOMPARE(row(id).lead->connectionId, u"zapier"_s);
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 2, {.state = Write::Failed, .kind = u"write"_s});
    QCOMPARE(row(id).lead->connectionId, u"jobber"_s);
    QCOMPARE(conversation(id).leads.size(), 2);
    QCOMPARE(conversation(id).leads.at(0).connectionId, u"jobber"_s); // in the order of the setup
    // Of one row alone it is the same.
    Reader reader(*m_database, m_clock);
    must(reader.office());
    QCOMPARE(must(reader.rowsOf({id.text()})).value(id.text()).board->lead, row(id).lead);
}

void TestLeadBoard::aConversationHasTheCandidates()
{
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), id);
    QVERIFY(row(id).lead->candidates.isEmpty());
    const QList<LeadBadge> leads = conversation(id).leads;
    QCOMPARE(leads.size(), 1);
    QCOMPARE(leads.first().state, State::ToChoose);
    QCOMPARE(leads.first().candidates.size(), 3);
    const LeadCandidate &maria = leads.first().candidates.first();
    QCOMPARE(maria.name, u"Maria Alvarez"_s);
    QCOMPARE(maria.numbers, QStringList{u"(214) 555-0142"_s});
    QCOMPARE(maria.kind, std::optional(calls::ContactKind::PriorCustomer));
    QVERIFY(maria.isOpen && !leads.first().candidates.last().isOpen);
}

void TestLeadBoard::removedSystemsAreNotShown()
{
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 1, {.state = Write::Failed, .kind = u"write"_s});
    link(id, u"zapier"_s);
    desk::LeadWork work(*m_database, m_clock);
    QVERIFY(work.remove(u"jobber"_s, u"pat"_s).has_value());
    QCOMPARE(row(id).lead->connectionId, u"zapier"_s);
    QCOMPARE(conversation(id).leads.size(), 1);
}

void TestLeadBoard::winsStay()
{
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const store::WinGateway wins(*m_database);
        const calls::Win invoice{.id = u"i-1"_s,
                                 .record = u"c-1"_s,
                                 .what = u"invoice"_s,
                                 .title = u"Roof"_s,
                                 .amount = Money{840'000},
                                 .wonAt = m_clock.now(),
                                 .url = u"https://x.example/i-1"_s};
        calls::Win job = invoice;
        job.id = u"j-1"_s;
        job.what = u"job"_s;
        job.wonAt = m_clock.now() - std::chrono::hours(2);
        job.isTakenBack = true;
        job.amount.reset();
        must(wins.put(transaction, {.connection = u"jobber"_s, .win = job, .followUp = id}, m_clock.now()));
        must(wins.put(transaction, {.connection = u"jobber"_s, .win = invoice, .followUp = id}, m_clock.now()));
        must(transaction.commit());
    }
    desk::LeadWork work(*m_database, m_clock);
    for (const QString &type : {u"jobber"_s, QString()}) {
        const QList<WinBrief> wins = conversation(id).wins;
        QCOMPARE(wins.size(), 2);
        QCOMPARE(wins.first().what, u"invoice"_s); // the newest first
        QCOMPARE(wins.first().amount, std::optional(Money{840'000}));
        QCOMPARE(wins.first().type, type);
        QVERIFY(wins.last().isTakenBack && !wins.last().amount);
        if (!type.isEmpty())
            QVERIFY(work.remove(u"jobber"_s, u"pat"_s).has_value()); // what it earned stays
    }
    // Not for who may not see money: neither the amount nor that there is one.
    Reader reader(*m_database, m_clock);
    must(reader.office());
    reader.setShowsMoney(false);
    QVERIFY(must(reader.conversation(id.text())).wins.isEmpty());
    reader.setShowsMoney(true);
    QCOMPARE(must(reader.conversation(id.text())).wins.size(), 2);
}

// More cases than one statement takes.
void TestLeadBoard::manyCasesAtOnce()
{
    QStringList ids;
    for (int i = 0; i < 70; ++i) {
        const calls::FollowUpId id =
            test::addCase(*m_database, m_ids, m_clock.now(), u"+1214555%1"_s.arg(100 + i, 4, 10, QLatin1Char('0')));
        ids.append(id.text());
        if (i % 2 == 0)
            test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 1, {.state = Write::Waiting});
    }
    Reader reader(*m_database, m_clock);
    must(reader.office());
    const QHash<QString, Reader::CaseRows> rows = must(reader.rowsOf(ids));
    for (int i = 0; i < 70; ++i)
        QCOMPARE(rows.value(ids.at(i)).board->lead.has_value(), i % 2 == 0);
}

void TestLeadBoard::theUnfinishedAreFoundByIndex()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    if (dialect != store::Dialect::Sqlite)
        QSKIP("PostgreSQL reads small tables through");
    const QString plan = test::rowsOf(*m_database, u"EXPLAIN QUERY PLAN SELECT state FROM lead_writes WHERE follow_up_id IN ('a', 'b')"
                                                   " AND state IN ('waiting', 'running', 'failed', 'needs_choice')"_s)
                             .join(u'\n');
    QVERIFY2(plan.contains(u"lead_writes_by_case"_s), qPrintable(plan));
}

void TestLeadBoard::cards()
{
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), id);
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 3, {.state = Write::Failed, .kind = u"write"_s});
    LeadSystems systems = must(readLeadSystems(*m_database));
    QCOMPARE(systems.connections.size(), 2);
    const LeadCard &jobber = systems.connections.first();
    QVERIFY(jobber.connection == test::jobberConnection());
    QCOMPARE(jobber.waiting, 1);
    QCOMPARE(jobber.failed, 1);
    QCOMPARE(jobber.toChoose, 1);
    QVERIFY(!jobber.firstPass);
    for (const QString &taken : {u"jobber"_s, u"zapier"_s, u"twilio-main"_s})
        QVERIFY(systems.takenIds.contains(taken));
    QCOMPARE(systems.tag, u"missed-call-automation"_s);
    QCOMPARE(systems.newStatus, u"needs_callback"_s);
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::LeadReadGateway(*m_database).begin(transaction, u"jobber"_s, store::LeadReadKind::Records, m_clock.now()));
        must(transaction.change(u"UPDATE lead_reads SET seen = 4200, total = 12480, paused = 1, last_error = 'time-out'"_s));
        must(transaction.commit());
    }
    systems = must(readLeadSystems(*m_database));
    const std::optional<FirstPass> pass = systems.connections.first().firstPass;
    QVERIFY(pass.has_value());
    QCOMPARE(pass->seen, 4'200);
    QCOMPARE(pass->total, std::optional<qint64>(12'480));
    QVERIFY(pass->isPaused && !pass->wholeAt);
    QCOMPARE(pass->lastError, u"time-out"_s);
}

// How far a list is read has no audit row; the page hears of it all the same.
void TestLeadBoard::theFeedTellsOfCounts()
{
    Feed feed(*m_database, m_clock);
    QSignalSpy changed(&feed, &Feed::leadSystemsChanged);
    feed.start();
    QTRY_COMPARE(changed.size(), 1);
    const calls::FollowUpId id = test::addCase(*m_database, m_ids, m_clock.now());
    test::addWrite(*m_database, m_ids, m_clock.now(), id, u"jobber"_s, 1, {.state = Write::Failed, .kind = u"write"_s});
    feed.refresh();
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(changed.last().first().value<LeadSystems>().connections.first().failed, 1);
}

QTEST_GUILESS_MAIN(TestLeadBoard)
#include "tst_leadboard.moc"
