#include "store/gateways.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QElapsedTimer>
#include <QSqlQuery>
#include <QTest>

#include <functional>
#include <memory>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::LeadRecord;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::number;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);
const QString jobber = u"jobber-main"_s;
const QString titan = u"titan-main"_s;

LeadRecord ann()
{
    return {.id = u"C1"_s,
            .name = u"Ann Brown"_s,
            .numbers = {number(u"+12145550123"_s), number(u"+12145550124"_s)},
            .emails = {u"ann@example.com"_s, u"a.brown@example.com"_s},
            .kind = calls::ContactKind::PriorCustomer,
            .language = u"es"_s,
            .owner = u"U7"_s,
            .url = u"https://jobber.example/C1"_s,
            .isOpen = true,
            .changedAt = noon - 1h};
}

} // namespace

class TestLeadIndexGateway : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void keepsAndFinds();
    void whatChangesReplaces();
    void whatIsGoneIsGone();
    void theSameTwice();
    void severalWithOneNumber();
    void byEmail();
    void searchesByIndex();
    void forgetsAConnection();
    void reads();
    void oneReadsAtATime();
    void aPersonStopsTheReading();
    void wins();
    void whoseWin();

private:
    void write(const std::function<void(Transaction &)> &work)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    void put(const QString &connection, const QList<LeadRecord> &records, Instant now = noon)
    {
        write([&](Transaction &transaction) { must(LeadIndexGateway(*m_database).put(transaction, connection, records, now)); });
    }
    [[nodiscard]] QStringList known(const QString &e164)
    {
        QStringList found;
        for (const LeadIndexGateway::Known &each : must(LeadIndexGateway(*m_database).withNumber(number(e164))))
            found.append(each.connection + u' ' + each.record.id);
        return found;
    }
    calls::FollowUpId storedCase(const QString &e164, Instant openedAt, bool open = false)
    {
        const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(noon), .number = number(e164)};
        calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(openedAt),
                                 .contact = fresh.id,
                                 .line = u"+12145550100"_s,
                                 .playbookVersion = 1,
                                 .state = open ? calls::FollowUpState::Open : calls::FollowUpState::Closed,
                                 .openedAt = openedAt,
                                 .lastCallAt = openedAt};
        if (!open)
            followUp.closedAt = openedAt + 1h;
        write([&](Transaction &transaction) {
            followUp.contact = must(ContactGateway(*m_database).findOrAdd(transaction, fresh, noon)).id;
            must(FollowUpGateway(*m_database).insert(transaction, followUp));
        });
        return followUp.id;
    }
    [[nodiscard]] QString plan(const QString &sql);

    IdSource m_ids{1};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestLeadIndexGateway::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, noon);
}

void TestLeadIndexGateway::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestLeadIndexGateway::keepsAndFinds()
{
    put(jobber, {ann()});
    LeadRecord expected = ann();
    const LeadIndexGateway index(*m_database);
    const std::optional<LeadRecord> found = must(index.find(jobber, u"C1"_s));
    QVERIFY(found);
    QCOMPARE(*found, expected);
    QCOMPARE(must(index.find(titan, u"C1"_s)), std::nullopt);
    QCOMPARE(must(index.find(jobber, u"C2"_s)), std::nullopt);

    const QList<LeadIndexGateway::Known> known = must(index.withNumber(number(u"+12145550124"_s)));
    QCOMPARE(known.size(), 1);
    QCOMPARE(known.first().connection, jobber);
    expected.numbers = {number(u"+12145550124"_s)};
    expected.emails = {u"ann@example.com"_s};
    QCOMPARE(known.first().record, expected);
    QVERIFY(must(index.withNumber(number(u"+12145550125"_s))).isEmpty());

    put(jobber, {{.id = u"C2"_s, .numbers = {number(u"+12145550125"_s)}}}); // no more is known of that one
    QCOMPARE(must(index.find(jobber, u"C2"_s)), std::optional(LeadRecord{.id = u"C2"_s, .numbers = {number(u"+12145550125"_s)}}));
}

void TestLeadIndexGateway::whatChangesReplaces()
{
    put(jobber, {ann()});
    LeadRecord changed = ann();
    changed.name = u"Ann Brown-Lee"_s;
    changed.numbers = {number(u"+12145550124"_s), number(u"+12145550126"_s)};
    changed.emails.clear();
    changed.kind.reset();
    changed.changedAt.reset();
    put(jobber, {changed});
    QCOMPARE(must(LeadIndexGateway(*m_database).find(jobber, u"C1"_s)), std::optional(changed));
    QCOMPARE(known(u"+12145550123"_s), QStringList());
    QCOMPARE(known(u"+12145550126"_s), QStringList{u"jobber-main C1"_s});
    QVERIFY(must(LeadIndexGateway(*m_database).withEmail(jobber, u"ann@example.com"_s)).isEmpty());
}

void TestLeadIndexGateway::whatIsGoneIsGone()
{
    put(jobber, {ann()});
    put(titan, {ann()});
    put(jobber, {{.id = u"C1"_s, .isGone = true}, {.id = u"never seen"_s, .isGone = true}});
    QCOMPARE(known(u"+12145550123"_s), QStringList{u"titan-main C1"_s}); // the other system's stays
    for (const QString &table : {u"lead_records"_s, u"lead_record_numbers"_s, u"lead_record_emails"_s})
        QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM "_s + table + u" WHERE connection = 'jobber-main'"_s), u"0"_s);
}

void TestLeadIndexGateway::theSameTwice()
{
    LeadRecord twice = ann();
    twice.numbers += twice.numbers;
    twice.emails += u"ANN@example.com"_s;
    put(jobber, {twice, twice});
    put(jobber, {twice});
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM lead_record_numbers"_s), u"2"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM lead_record_emails"_s), u"2"_s);
    QCOMPARE(must(LeadIndexGateway(*m_database).find(jobber, u"C1"_s)), std::optional(ann()));
}

void TestLeadIndexGateway::severalWithOneNumber()
{
    const auto record = [](const QString &id, bool open, std::optional<Instant> changedAt) {
        return LeadRecord{.id = id, .numbers = {number(u"+12145550123"_s)}, .isOpen = open, .changedAt = changedAt};
    };
    put(titan, {record(u"T1"_s, false, noon)});
    put(jobber, {record(u"old"_s, true, noon - 2h), record(u"closed"_s, false, noon), record(u"new"_s, true, noon - 1h),
                 record(u"undated"_s, true, std::nullopt)});
    QCOMPARE(known(u"+12145550123"_s), (QStringList{u"jobber-main new"_s, u"jobber-main old"_s, u"jobber-main undated"_s,
                                                    u"jobber-main closed"_s, u"titan-main T1"_s}));
}

void TestLeadIndexGateway::byEmail()
{
    put(jobber, {ann()});
    put(titan, {{.id = u"T1"_s, .emails = {u"ann@example.com"_s}}});
    const QList<LeadRecord> found = must(LeadIndexGateway(*m_database).withEmail(jobber, u"A.Brown@Example.com"_s));
    QCOMPARE(found, QList<LeadRecord>{ann()});
    QVERIFY(must(LeadIndexGateway(*m_database).withEmail(jobber, {})).isEmpty());
}

QString TestLeadIndexGateway::plan(const QString &sql)
{
    QFETCH_GLOBAL(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        return rowsOf(*m_database, u"EXPLAIN QUERY PLAN "_s + sql).join(u'\n');
    QSqlQuery query(m_database->handle()); // PostgreSQL prepares no EXPLAIN
    QStringList lines;
    for (bool more = query.exec(u"EXPLAIN "_s + sql) && query.next(); more; more = query.next())
        lines.append(query.value(0).toString());
    return lines.join(u'\n');
}

// A caller must be recognised while the phone rings on, however many people the office knows.
void TestLeadIndexGateway::searchesByIndex()
{
    QFETCH_GLOBAL(Dialect, dialect);
    const QString numbers = dialect == Dialect::Sqlite
                                ? u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "_s
                                : u"WITH n AS (SELECT generate_series(1, 100000) AS i) "_s;
    write([&](Transaction &transaction) {
        must(transaction.change(
            u"INSERT INTO lead_records (connection, record_id, name, email, kind, language, owner, url, is_open, seen_at) "_s + numbers +
            u"SELECT 'jobber-main', 'C' || i, 'Name ' || i, '', '', '', '', '', 1, 0 FROM n"_s));
        must(transaction.change(
            u"INSERT INTO lead_record_numbers (number, connection, record_id) "_s + numbers +
            u"SELECT '+1' || (CAST(200 + (i / 100) % 800 AS BIGINT) * 10000000 + 5550100 + i % 100), 'jobber-main', 'C' || i FROM n"_s));
        must(transaction.change(u"INSERT INTO lead_record_emails (email, connection, record_id) "_s + numbers +
                                u"SELECT 'c' || i || '@example.com', 'jobber-main', 'C' || i FROM n"_s));
    });
    write([](Transaction &transaction) { must(transaction.change(u"ANALYZE"_s)); });

    const QString byNumber =
        plan(u"SELECT n.connection, r.name FROM lead_record_numbers n JOIN lead_records r ON r.connection = n.connection"
             " AND r.record_id = n.record_id WHERE n.number = '+12145550177'"
             " ORDER BY n.connection, r.is_open DESC, COALESCE(r.changed_at, 0) DESC, r.record_id"_s);
    const QString byEmail = plan(u"SELECT r.name FROM lead_record_emails e JOIN lead_records r ON r.connection = e.connection"
                                 " AND r.record_id = e.record_id WHERE e.email = 'c77@example.com' AND e.connection = 'jobber-main'"_s);
    for (const QString &found : {byNumber, byEmail}) {
        QVERIFY2(!found.contains(dialect == Dialect::Sqlite ? u"SCAN"_s : u"Seq Scan"_s), qPrintable(found));
        QVERIFY2(found.contains(dialect == Dialect::Sqlite ? u"SEARCH"_s : u"Index"_s), qPrintable(found));
    }

    const LeadIndexGateway index(*m_database);
    QElapsedTimer timer;
    timer.start();
    for (int i = 1; i <= 1000; ++i)
        QVERIFY(!must(index.withNumber(number(u"+1%1"_s.arg((200 + i % 800) * 10'000'000LL + 5550100 + i % 97)))).isEmpty());
    qInfo("a caller looked up among 100,000 records: %.3f ms", static_cast<double>(timer.nsecsElapsed()) / 1e9);
}

void TestLeadIndexGateway::forgetsAConnection()
{
    put(jobber, {ann()});
    put(titan, {ann()});
    const calls::FollowUpId followUp = storedCase(u"+12145550123"_s, noon);
    write([&](Transaction &transaction) {
        const LeadReadGateway reads(*m_database);
        const LeadLinkGateway links(*m_database);
        const WinGateway wins(*m_database);
        for (const QString &connection : {jobber, titan}) {
            must(reads.begin(transaction, connection, LeadReadKind::Records, noon));
            must(links.put(transaction, {.followUp = followUp,
                                         .connection = connection,
                                         .link = {.record = u"C1"_s, .task = u"T1"_s},
                                         .task = u"our task"_s,
                                         .updatedAt = noon}));
            must(wins.put(transaction, {.connection = connection, .win = {.id = u"W1"_s, .record = u"C1"_s, .wonAt = noon}}, noon));
            must(transaction.change(u"INSERT INTO lead_feeds (connection, sequence) VALUES (?, 7)"_s, {connection}));
        }
        must(LeadIndexGateway(*m_database).forget(transaction, jobber));
    });
    QCOMPARE(known(u"+12145550123"_s), QStringList{u"titan-main C1"_s});
    QCOMPARE(rowsOf(*m_database, u"SELECT connection FROM lead_reads"_s), QStringList{titan});
    QCOMPARE(rowsOf(*m_database, u"SELECT connection FROM lead_feeds"_s), QStringList{titan});
    QCOMPARE(rowsOf(*m_database, u"SELECT connection, record_id, task_id, task FROM lead_links ORDER BY connection"_s),
             (QStringList{u"jobber-main C1  "_s, u"titan-main C1 T1 our task"_s}));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM lead_wins"_s), u"2"_s);
}

void TestLeadIndexGateway::reads()
{
    const LeadReadGateway reads(*m_database);
    QCOMPARE(must(reads.all()).size(), 0);
    QVERIFY(!must(reads.find(jobber, LeadReadKind::Records)));
    write([&](Transaction &transaction) {
        must(reads.begin(transaction, jobber, LeadReadKind::Records, noon));
        must(reads.begin(transaction, jobber, LeadReadKind::Records, noon + 1h)); // is there already
        must(reads.begin(transaction, jobber, LeadReadKind::Wins, noon));
    });
    std::optional<LeadRead> read = must(reads.find(jobber, LeadReadKind::Records));
    QVERIFY(read);
    QCOMPARE(read->dueAt, noon);
    QCOMPARE(read->cursor, QString());
    QCOMPARE(read->wholeAt, std::nullopt);
    QCOMPARE(read->total, std::nullopt);

    write([&](Transaction &transaction) {
        LeadRead claimed = *must(reads.claim(transaction, jobber, LeadReadKind::Records, u"one"_s, noon, noon + 10s));
        QCOMPARE(claimed.leaseUntil, noon + 10s);
        claimed.cursor = u"page-2"_s;
        claimed.dueAt = noon + 1min;
        claimed.failures = 3;
        claimed.lastError = u"no_right: clients"_s;
        claimed.seen = 200;
        claimed.total = 5'000'000'000;
        claimed.wholeAt = noon + 2s;
        QVERIFY(must(reads.finish(transaction, claimed, u"one"_s)));
    });
    read = must(reads.find(jobber, LeadReadKind::Records));
    QCOMPARE(read->cursor, u"page-2"_s);
    QCOMPARE(read->dueAt, noon + 1min);
    QCOMPARE(read->failures, 3);
    QCOMPARE(read->lastError, u"no_right: clients"_s);
    QCOMPARE(read->seen, 200);
    QCOMPARE(read->total, 5'000'000'000);
    QCOMPARE(read->wholeAt, noon + 2s);
    QCOMPARE(read->leaseUntil, std::nullopt);
    QCOMPARE(must(reads.all()).size(), 2);
    QCOMPARE(must(reads.find(jobber, LeadReadKind::Wins))->cursor, QString());
}

void TestLeadIndexGateway::oneReadsAtATime()
{
    const LeadReadGateway reads(*m_database);
    const auto claim = [&](const QString &engine, Instant now) {
        std::optional<LeadRead> got;
        write([&](Transaction &transaction) { got = must(reads.claim(transaction, jobber, LeadReadKind::Tasks, engine, now, now + 10s)); });
        return got;
    };
    write([&](Transaction &transaction) { must(reads.begin(transaction, jobber, LeadReadKind::Tasks, noon)); });
    QVERIFY(!claim(u"one"_s, noon - 1ms)); // not due
    const std::optional<LeadRead> one = claim(u"one"_s, noon);
    QVERIFY(one);
    QVERIFY(!claim(u"two"_s, noon + 1s));
    write([&](Transaction &transaction) {
        QVERIFY(must(reads.extend(transaction, *one, u"one"_s, noon + 20s)));
        QVERIFY(!must(reads.extend(transaction, *one, u"two"_s, noon + 1h)));
    });
    QVERIFY(!claim(u"two"_s, noon + 19s));
    QVERIFY(claim(u"two"_s, noon + 20s)); // the first is dead, or slept
    write([&](Transaction &transaction) {
        QVERIFY(!must(reads.finish(transaction, *one, u"one"_s)));
        QVERIFY(!must(reads.extend(transaction, *one, u"one"_s, noon + 1h)));
    });
    QCOMPARE(must(reads.find(jobber, LeadReadKind::Tasks))->leaseUntil, noon + 30s);
}

void TestLeadIndexGateway::aPersonStopsTheReading()
{
    const LeadReadGateway reads(*m_database);
    std::optional<LeadRead> claimed;
    write([&](Transaction &transaction) {
        QVERIFY(!must(reads.setPaused(transaction, jobber, true, noon)));
        must(reads.begin(transaction, jobber, LeadReadKind::Records, noon));
        must(reads.begin(transaction, jobber, LeadReadKind::Tasks, noon));
        claimed = must(reads.claim(transaction, jobber, LeadReadKind::Records, u"one"_s, noon, noon + 10s));
        QVERIFY(must(reads.setPaused(transaction, jobber, true, noon)));
        claimed->dueAt = noon + 10min;
        QVERIFY(must(reads.finish(transaction, *claimed, u"one"_s))); // knows nothing of the click
    });
    QVERIFY(must(reads.find(jobber, LeadReadKind::Records))->paused);
    QVERIFY(!must(reads.find(jobber, LeadReadKind::Tasks))->paused);
    write([&](Transaction &transaction) {
        QVERIFY(!must(reads.claim(transaction, jobber, LeadReadKind::Records, u"one"_s, noon + 1h, noon + 2h)));
        QVERIFY(must(reads.claim(transaction, jobber, LeadReadKind::Tasks, u"one"_s, noon + 1h, noon + 2h)));
        QVERIFY(must(reads.setPaused(transaction, jobber, false, noon + 1min)));
        QVERIFY(must(reads.claim(transaction, jobber, LeadReadKind::Records, u"one"_s, noon + 1min, noon + 2h))); // at once
    });
}

void TestLeadIndexGateway::wins()
{
    const WinGateway gateway(*m_database);
    const calls::FollowUpId followUp = storedCase(u"+12145550123"_s, noon);
    WinGateway::Row row{.connection = jobber,
                        .win = {.id = u"I1"_s,
                                .record = u"C1"_s,
                                .what = u"invoice"_s,
                                .title = u"Roof"_s,
                                .amount = Money{840'000},
                                .wonAt = noon,
                                .url = u"https://jobber.example/I1"_s},
                        .followUp = followUp};
    const auto put = [&] {
        bool isNews = false;
        write([&](Transaction &transaction) { isNews = must(gateway.put(transaction, row, noon)); });
        return isNews;
    };
    QVERIFY(put());
    QVERIFY(!put());
    QCOMPARE(must(gateway.ofCase(followUp)), QList<WinGateway::Row>{row});
    row.win.amount = Money{900'000};
    QVERIFY(put());
    row.win.isTakenBack = true;
    QVERIFY(put());
    QVERIFY(!put());
    QCOMPARE(must(gateway.ofCase(followUp)), QList<WinGateway::Row>{row});

    const WinGateway::Row taken = row;
    row.win.id = u"I2"_s;
    row.win.wonAt = noon + 1h;
    row.win.amount.reset();
    row.followUp.reset();
    QVERIFY(put());
    QCOMPARE(must(gateway.wonSince(noon, 10)), (QList<WinGateway::Row>{row, taken}));
    QCOMPARE(must(gateway.wonSince(noon, 1)), QList<WinGateway::Row>{row});
    QCOMPARE(must(gateway.wonSince(noon + 1ms, 10)), QList<WinGateway::Row>{row});
    QCOMPARE(must(gateway.find(jobber, u"I2"_s)), std::optional(row));
    QCOMPARE(must(gateway.find(titan, u"I2"_s)), std::nullopt);
}

void TestLeadIndexGateway::whoseWin()
{
    const calls::FollowUpId spring = storedCase(u"+12145550123"_s, noon - 100h);
    const calls::FollowUpId summer = storedCase(u"+12145550123"_s, noon);
    const calls::FollowUpId other = storedCase(u"+12145550124"_s, noon + 1h);
    write([&](Transaction &transaction) {
        const LeadLinkGateway links(*m_database);
        for (const calls::FollowUpId &id : {spring, summer})
            must(links.put(transaction, {.followUp = id, .connection = jobber, .link = {.record = u"C1"_s}, .updatedAt = noon}));
        must(links.put(transaction, {.followUp = other, .connection = jobber, .link = {.record = u"C2"_s}, .updatedAt = noon}));
        must(links.put(transaction, {.followUp = other, .connection = titan, .link = {.record = u"C1"_s}, .updatedAt = noon}));
    });
    const WinGateway wins(*m_database);
    QCOMPARE(must(wins.caseOf(jobber, u"C1"_s, noon + 90h)), std::optional(summer));
    QCOMPARE(must(wins.caseOf(jobber, u"C1"_s, noon)), std::optional(summer));
    QCOMPARE(must(wins.caseOf(jobber, u"C1"_s, noon - 1ms)), std::optional(spring));
    QCOMPARE(must(wins.caseOf(jobber, u"C1"_s, noon - 200h)), std::nullopt);
    QCOMPARE(must(wins.caseOf(jobber, u"C3"_s, noon + 90h)), std::nullopt);
}

QTEST_GUILESS_MAIN(TestLeadIndexGateway)
#include "tst_leadindexgateway.moc"
