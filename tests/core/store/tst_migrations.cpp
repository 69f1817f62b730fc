#include "store/migrations.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QTest>

#include <array>
#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::TestDatabase;
using ringback::test::valueOf;

namespace {

const Instant now = instantOf(u"2026-11-20T18:00:00Z"_s);
constexpr int olderMigration = 4;

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fresh();
    void again();
    void aNewerDatabaseIsRefused();
    void continuesWhereItStopped();
    void keepsACopyBefore();
    void goesOnAfterAnInterruptedStart();
    void twoAtOnce();

private:
    std::unique_ptr<TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestMigrations::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_place = std::make_unique<TestDatabase>(dialect, TestDatabase::State::Empty);
    m_database = m_place->open();
}

void TestMigrations::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestMigrations::fresh()
{
    must(migrate(*m_database, now));
    QCOMPARE(valueOf(*m_database, u"SELECT MAX(version) FROM schema_migrations"_s).toInt(), newestMigration());
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM schema_migrations"_s).toInt(), newestMigration());
    QCOMPARE(valueOf(*m_database, u"SELECT applied_at FROM schema_migrations WHERE version = 1"_s).toLongLong(), toMs(now));
    for (const QString &table : {u"calls"_s, u"jobs"_s, u"inbox"_s, u"audit"_s})
        QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM "_s + table), u"0"_s);
    QVERIFY(!QFile::exists(m_database->address().file + u".before-%1"_s.arg(newestMigration()))); // there was nothing to keep
}

void TestMigrations::again()
{
    must(migrate(*m_database, now));
    const QStringList before = rowsOf(*m_database, u"SELECT * FROM schema_migrations ORDER BY version"_s);
    must(migrate(*m_database, now + std::chrono::hours(1)));
    QCOMPARE(rowsOf(*m_database, u"SELECT * FROM schema_migrations ORDER BY version"_s), before);
}

void TestMigrations::aNewerDatabaseIsRefused()
{
    must(migrate(*m_database, now));
    must(m_database->change(u"INSERT INTO schema_migrations VALUES (4711, 'from the future', 1)"_s));
    const Done refused = migrate(*m_database, now);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
    QVERIFY(refused.error().what.contains(u"newer"_s));
}

// A database of an older version, with a text in hand and an event that nobody has worked on.
void TestMigrations::continuesWhereItStopped()
{
    must(migrate(*m_database, now, olderMigration));
    must(m_database->change(u"INSERT INTO inbox VALUES ('i', 'main', 'voice', 'call|CA1', 'CallSid=CA1', 1, 1, 'new', NULL, '')"_s));
    must(m_database->change(u"INSERT INTO office VALUES (1, 0, 1)"_s));
    must(m_database->change(u"INSERT INTO playbooks VALUES (1, 'roofing', '{}', 7)"_s));
    must(m_database->change(u"INSERT INTO contacts VALUES ('c', '+12145550123', 'Pat', '', 'new_lead', '', '', 1)"_s));
    must(m_database->change(u"INSERT INTO opt_outs VALUES ('+12145550124', 5, 'keyword', 'caller')"_s));
    must(m_database->change(u"INSERT INTO messages VALUES ('m', NULL, 'c', 'out', '+12145550100', '+12145550123', 'Hi', 'text_back', 1,"
                            " 'sending', 'main', NULL, '', 1, 1, NULL, NULL)"_s));
    must(m_database->change(
        u"INSERT INTO jobs VALUES ('j', 'text:1', 'send_text', 'm', 'main', 'running', 1, 2, 1, 1, 1, 0, 'engine', 9, '')"_s));
    must(m_database->change(u"INSERT INTO attempts VALUES ('j', 1, 'started', 1, 'engine', '')"_s));
    must(migrate(*m_database, now));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM office"_s), u"1"_s); // what was there stays
    QCOMPARE(rowsOf(*m_database, u"SELECT version, id, document, created_at, saved_by, note FROM playbooks"_s),
             QStringList{u"1 roofing {} 7  "_s});
    QVERIFY(!m_database->change(u"INSERT INTO playbook_drafts VALUES ('pat', 9, '', 1)"_s)); // of no version
    QCOMPARE(rowsOf(*m_database, u"SELECT number, source FROM opt_outs"_s), (QStringList{u"+12145550124 keyword"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT id, line, state, in_doubt, lease_owner, lease_number FROM jobs"_s),
             (QStringList{u"j +12145550100 running 1 engine 0"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT id, kind, state FROM inbox"_s), (QStringList{u"i voice new"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT job_id, event FROM attempts"_s), (QStringList{u"j started"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT channel, email FROM messages"_s), (QStringList{u"text "_s}));
    QVERIFY(!m_database->change(u"INSERT INTO attempts VALUES ('nobody', 1, 'started', 1, 'engine', '')"_s)); // still refers to jobs
}

void TestMigrations::keepsACopyBefore()
{
    if (m_database->dialect() != Dialect::Sqlite)
        return;
    continuesWhereItStopped();
    const std::unique_ptr<Database> copy =
        must(Database::open({.file = m_database->address().file + u".before-%1"_s.arg(newestMigration())}));
    QCOMPARE(valueOf(*copy, u"SELECT MAX(version) FROM schema_migrations"_s).toInt(), olderMigration);
    QCOMPARE(valueOf(*copy, u"SELECT COUNT(*) FROM office"_s), u"1"_s);
    QCOMPARE(valueOf(*copy, u"PRAGMA integrity_check"_s), u"ok"_s);
}

// A program that was ended while it made its tables: there is no audit trail yet, and the copy is made all the same.
void TestMigrations::goesOnAfterAnInterruptedStart()
{
    must(migrate(*m_database, now, 2));
    must(migrate(*m_database, now));
    QCOMPARE(valueOf(*m_database, u"SELECT MAX(version) FROM schema_migrations"_s).toInt(), newestMigration());
}

// Consoles and an engine that start together on a new database.
void TestMigrations::twoAtOnce()
{
    QFETCH_GLOBAL(Dialect, dialect);
    for (int round = 0; round < 5; ++round) {
        const TestDatabase place(dialect, TestDatabase::State::Empty);
        std::barrier together(3);
        std::array<QString, 3> problems;
        const auto start = [&](size_t program) {
            const std::unique_ptr<Database> database = place.open();
            together.arrive_and_wait();
            if (const Done migrated = migrate(*database, now); !migrated)
                problems[program] = migrated.error().what;
        };
        std::thread second(start, 1);
        std::thread third(start, 2);
        start(0);
        second.join();
        third.join();
        for (const QString &problem : problems)
            QCOMPARE(problem, QString());
        QCOMPARE(valueOf(*place.open(), u"SELECT COUNT(*) FROM schema_migrations"_s).toInt(), newestMigration());
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
