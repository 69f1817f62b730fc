#include "audit/trail.h"
#include "store/backup.h"
#include "store/migrations.h"
#include "store/trouble.h"
#include "store/upkeepgateway.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::TestDatabase;
using ringback::test::valueOf;

namespace {

const Instant now = instantOf(u"2026-11-20T18:00:00Z"_s);

void addAuditRow(Database &database, const QString &action, Instant at = now)
{
    Transaction transaction = must(Transaction::begin(database));
    audit::Trail trail;
    trail.add({.at = at, .actor = u"engine"_s, .action = action, .caseId = {}, .subject = {}, .detail = {}});
    must(trail.appendTo(transaction));
    must(transaction.commit());
}

// Webhooks `first` to `first + count`, in one commit.
void addInboxRows(Database &database, int first, int count)
{
    Transaction transaction = must(Transaction::begin(database));
    for (int number = first; number < first + count; ++number) {
        must(transaction.change(u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, error)"
                                " VALUES (?, 'main', 'voice', ?, ?, 1, 1, 'new', '')"_s,
                                {QString::number(number), QString::number(number), QString(2'000, u'x')}));
    }
    must(transaction.commit());
}

// What a dying disk does: garbage in the pages written last, which hold rows.
void damage(const QString &file)
{
    QFile bytes(file);
    QVERIFY(bytes.open(QIODevice::ReadWrite));
    QVERIFY(bytes.size() > 40 * 4096);
    QVERIFY(bytes.seek(bytes.size() - 20 * 4096));
    QCOMPARE(bytes.write(QByteArray(15 * 4096, '\x5a')), 15 * 4096);
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void isForItsOwnerAlone();
    void leavesOutWhatIsNotCommitted();
    void isMadeWhileTheOfficeWorks();
    void cannotReplaceItsDatabase();
    void ofADamagedDatabaseIsNone();
    void isCheckedBeforeItIsTrusted_data();
    void isCheckedBeforeItIsTrusted();
    void takesThePlaceOfTheDatabase();
    void leavesAUsedDatabaseAlone();
    void leavesAnEngineAlone_data();
    void leavesAnEngineAlone();
    void holdsWhatMayHaveHappenedSince();
    void newestGoodOne();
    void rotation_data();
    void rotation();
    void isDue_data();
    void isDue();
    void oneOfTwoProgramsMakesIt_data() { test::addDatabaseRows(); }
    void oneOfTwoProgramsMakesIt();

private:
    std::unique_ptr<TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestBackup::init()
{
    m_place = std::make_unique<TestDatabase>(Dialect::Sqlite);
    m_database = m_place->open();
    addAuditRow(*m_database, u"office_made"_s);
}

void TestBackup::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestBackup::isForItsOwnerAlone()
{
    const QString file = m_place->beside(u"copy.db"_s);
    const Backup backup = must(backUp(*m_database, file));
    QCOMPARE(backup.file, file);
    QCOMPARE(backup.head.sequence, 1);
    QCOMPARE(backup.lastWrittenAt, now);
    QVERIFY(!(QFile::permissions(file) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    QCOMPARE(QDir(QFileInfo(file).path()).entryList({u"copy*"_s}), QStringList{u"copy.db"_s}); // one file, nothing beside it
    QCOMPARE(backUp(*m_database, m_place->beside(u"no/such/folder/copy.db"_s)).error().kind, ErrorKind::Refused);
}

void TestBackup::leavesOutWhatIsNotCommitted()
{
    const std::unique_ptr<Database> other = m_place->open();
    Transaction transaction = must(Transaction::begin(*other));
    must(transaction.change(u"INSERT INTO office VALUES (1, 0, 1)"_s));
    must(backUp(*m_database, m_place->beside(u"copy.db"_s)));
    must(transaction.commit());
    const std::unique_ptr<Database> copy = must(Database::open({.file = m_place->beside(u"copy.db"_s)}));
    QCOMPARE(valueOf(*copy, u"SELECT COUNT(*) FROM office"_s), u"0"_s);
    QCOMPARE(valueOf(*copy, u"SELECT COUNT(*) FROM schema_migrations"_s).toInt(), newestMigration());
}

// Somebody writes all the time, into a file of several steps: the backup ends, and is of one moment.
void TestBackup::isMadeWhileTheOfficeWorks()
{
    addInboxRows(*m_database, 0, 6'000); // some 20 MB
    std::atomic_bool over = false;
    std::atomic_int written = 6'000;
    std::thread office([&] {
        const std::unique_ptr<Database> other = m_place->open();
        while (!over) {
            addInboxRows(*other, written, 1);
            ++written;
        }
    });
    while (written < 6'002)
        std::this_thread::yield();
    const int before = written;
    const Result<Backup> backup = backUp(*m_database, m_place->beside(u"copy.db"_s));
    const int after = written;
    over = true;
    office.join();
    QVERIFY2(backup, qPrintable(backup ? QString() : backup.error().what));
    QVERIFY2(after > before, "the office waited for the backup");
    const std::unique_ptr<Database> copy = must(Database::open({.file = backup->file}));
    const int copied = valueOf(*copy, u"SELECT COUNT(*) FROM inbox"_s).toInt();
    QVERIFY(copied >= before && copied <= after + 1);
    QCOMPARE(valueOf(*copy, u"SELECT MAX(CAST(id AS INTEGER)) FROM inbox"_s).toInt(), copied - 1);
}

void TestBackup::cannotReplaceItsDatabase()
{
    const Result<Backup> refused = backUp(*m_database, m_database->address().file);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
}

void TestBackup::ofADamagedDatabaseIsNone()
{
    const QString file = m_place->beside(u"copy.db"_s);
    addInboxRows(*m_database, 0, 200);
    must(backUp(*m_database, file));
    must(m_database->rows(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
    m_database.reset();
    damage(m_place->address().file);
    m_database = m_place->open();
    const Result<Backup> damaged = backUp(*m_database, file);
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().kind, ErrorKind::Corrupt);
    QVERIFY2(checkBackup(file), "the good one of before is still there");
    QVERIFY(!QFile::exists(file + u".unfinished"_s));
}

void TestBackup::isCheckedBeforeItIsTrusted_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QByteArray>("content"); // instead of a database
    QTest::addColumn<ErrorKind>("kind");
    const QByteArray none;
    QTest::newRow("text is no database") << QString() << QByteArray("id,name\n").repeated(1'000) << ErrorKind::Corrupt;
    QTest::newRow("another program's database") << u"DROP TABLE audit_head"_s << none << ErrorKind::Invalid;
    QTest::newRow("a newer program's database") << u"INSERT INTO schema_migrations VALUES (4711, 'x', 1)"_s << none << ErrorKind::Invalid;
    QTest::newRow("a trail that lost its end") << u"DELETE FROM audit"_s << none << ErrorKind::Corrupt;
    QTest::newRow("a trail with another head") << u"UPDATE audit_head SET hash = 'x'"_s << none << ErrorKind::Corrupt;
}

void TestBackup::isCheckedBeforeItIsTrusted()
{
    QFETCH(const QString, sql);
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorKind, kind);
    const QString file = m_place->beside(u"copy.db"_s);
    if (content.isEmpty()) {
        must(backUp(*m_database, file));
        QVERIFY(checkBackup(file));
        must(must(Database::open({.file = file}))->change(sql));
    } else {
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        QCOMPARE(text.write(content), content.size());
    }
    const Result<Backup> bad = checkBackup(file);
    QVERIFY(!bad);
    QCOMPARE(bad.error().kind, kind);
    QVERIFY(!stage(file, m_place->beside(u"elsewhere.db"_s)));
    QVERIFY(!QFile::exists(m_place->beside(u"elsewhere.db.restoring"_s)));
    QCOMPARE(checkBackup(m_place->beside(u"nothing.db"_s)).error().kind, ErrorKind::NotFound);
}

void TestBackup::takesThePlaceOfTheDatabase()
{
    const QString file = m_place->beside(u"copy.db"_s);
    const QString target = m_place->address().file;
    must(backUp(*m_database, file));
    addAuditRow(*m_database, u"what came later"_s);
    m_database.reset();
    must(checkUnused(target, now));
    const QString staged = must(stage(file, target));
    const QString kept = must(replaceBy(staged, target, now));
    QCOMPARE(valueOf(*m_place->open(), u"SELECT MAX(sequence) FROM audit"_s), u"1"_s);
    QCOMPARE(valueOf(*must(Database::open({.file = kept})), u"SELECT MAX(sequence) FROM audit"_s), u"2"_s);
    QVERIFY(!QFile::exists(staged));
    QVERIFY(QFile::exists(file));
}

void TestBackup::leavesAUsedDatabaseAlone()
{
    const Done used = checkUnused(m_place->address().file, now); // m_database has it open
    QVERIFY(!used);
    QCOMPARE(used.error().kind, ErrorKind::Refused);
    QCOMPARE(valueOf(*m_database, u"PRAGMA journal_mode"_s), u"wal"_s); // and it goes on
    m_database.reset();
    must(checkUnused(m_place->address().file, now));
    QFile garbage(m_place->beside(u"garbage.db"_s));
    QVERIFY(garbage.open(QIODevice::WriteOnly));
    QVERIFY(garbage.write(QByteArray(8'192, 'x')) > 0);
    garbage.close();
    QCOMPARE(checkUnused(garbage.fileName(), now).error().kind, ErrorKind::Corrupt);
}

void TestBackup::leavesAnEngineAlone_data()
{
    QTest::addColumn<int>("secondsAgo");
    QTest::addColumn<bool>("unused");
    QTest::newRow("an engine just lived") << 1 << false;
    QTest::newRow("an engine lived nine seconds ago") << 9 << false;
    QTest::newRow("an engine fell silent") << 11 << true;
}

void TestBackup::leavesAnEngineAlone()
{
    QFETCH(const int, secondsAgo);
    QFETCH(const bool, unused);
    must(m_database->change(u"INSERT INTO engines VALUES ('e', 1, ?, '')"_s, {value(now - std::chrono::seconds(secondsAgo))}));
    m_database.reset();
    QCOMPARE(checkUnused(m_place->address().file, now).has_value(), unused);
}

// A backup that goes on would send again what left after it was made.
void TestBackup::holdsWhatMayHaveHappenedSince()
{
    must(m_database->change(u"INSERT INTO contacts VALUES ('c', '+12145550123', 'Pat', '', 'new_lead', '', '', 1, '')"_s));
    for (const auto &[id, state, lease] :
         {std::tuple(u"w"_s, u"waiting"_s, u"NULL"_s), {u"r"_s, u"running"_s, u"9"_s}, {u"d"_s, u"done"_s, u"NULL"_s}}) {
        must(m_database->change(
            u"INSERT INTO messages (id, contact_id, direction, line, peer, body, step, automated, state, connection, error_code,"
            " created_at, due_at) VALUES ('%1', 'c', 'out', 'l', 'p', 'Hi', 'text_back', 1, 'scheduled', 'main', '', 1, 1)"_s.arg(id)));
        must(m_database->change(
            u"INSERT INTO jobs VALUES ('%1', '%1', '%1', 'main', 'l', '%2', 1, 2, 0, 0, NULL, 0, '', 0, %3, '', NULL)"_s.arg(id, state,
                                                                                                                             lease)));
    }
    const auto addCase = [&](const QString &id, Instant stepAt) {
        must(m_database->change(u"INSERT INTO contacts VALUES ('c%1', '%1', 'Pat', '', 'new_lead', '', '', 1, '')"_s.arg(id)));
        must(
            m_database->change(u"INSERT INTO follow_ups (id, contact_id, line, playbook_version, state, missed_calls, opened_at,"
                               " last_call_at, outcome, reasons, next_step, next_step_at) VALUES ('%1', 'c%1', 'l', 1, 'open', 1, 1, 1, '',"
                               " '', 'second', ?)"_s.arg(id),
                               {value(stepAt)}));
    };
    must(m_database->change(u"INSERT INTO playbooks (version, id, document, created_at) VALUES (1, 'roofing', '{}', 1)"_s));
    addCase(u"past"_s, now - 1min);
    addCase(u"future"_s, now + 1min);
    for (const auto &[id, state, lease] :
         {std::tuple(u"w"_s, u"waiting"_s, u"NULL"_s), {u"r"_s, u"running"_s, u"9"_s}, {u"d"_s, u"done"_s, u"NULL"_s}})
        must(m_database->change(
            u"INSERT INTO lead_writes VALUES ('%1', '%1', 'jobber', 'past', 'note', 'reply', '', 1, 5, '%2', 5, 0, 0, NULL, 0,"
            " '', 0, %3, '', '', '', NULL)"_s.arg(id, state, lease)));
    Transaction transaction = must(Transaction::begin(*m_database));
    const Held held = must(holdWhatMayHaveHappened(transaction, now - 1h, now));
    must(transaction.commit());
    QCOMPARE(held.texts, 2);
    QCOMPARE(held.steps, 1);
    const QString since = QString::number(toMs(now - 1h));
    QCOMPARE(rowsOf(*m_database, u"SELECT id, state, in_doubt, in_doubt_since_at FROM jobs ORDER BY id"_s),
             (QStringList{u"d done 0 "_s, u"r waiting 1 "_s + since, u"w waiting 1 "_s + since}));
    QCOMPARE(rowsOf(*m_database, u"SELECT id, state, in_doubt, in_doubt_since_at FROM lead_writes ORDER BY id"_s),
             (QStringList{u"d done 0 "_s, u"r waiting 1 "_s + since, u"w waiting 1 "_s + since}));
    QCOMPARE(rowsOf(*m_database, u"SELECT id, next_step FROM follow_ups ORDER BY id"_s), (QStringList{u"future second"_s, u"past "_s}));
}

void TestBackup::newestGoodOne()
{
    const QString database = m_place->address().file;
    QVERIFY(!newestGoodBackup(database));
    QVERIFY(QDir().mkpath(backupFolder(database)));
    const QDir folder(backupFolder(database));
    must(backUp(*m_database, folder.filePath(backupName(database, now - 48h))));
    must(backUp(*m_database, folder.filePath(backupName(database, now - 24h))));
    QFile broken(folder.filePath(backupName(database, now)));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    QVERIFY(broken.write("half") > 0);
    broken.close();
    QCOMPARE(backupsOf(database).size(), 3);
    QCOMPARE(newestGoodBackup(database)->file, folder.filePath(backupName(database, now - 24h)));
}

void TestBackup::rotation_data()
{
    QTest::addColumn<QStringList>("there");
    QTest::addColumn<QStringList>("kept");
    const auto names = [](const QStringList &times) {
        QStringList list;
        for (const QString &time : times)
            list.append(backupName(u"/x/office.db"_s, instantOf(u"2026-%1Z"_s.arg(time))));
        return list;
    };
    QTest::newRow("a few are all kept") << names({u"11-20T18:00:00"_s, u"11-19T18:00:00"_s})
                                        << names({u"11-20T18:00:00"_s, u"11-19T18:00:00"_s});
    QTest::newRow("the newest of a day") << names({u"11-20T18:00:00"_s, u"11-20T09:00:00"_s}) << names({u"11-20T18:00:00"_s});
    QTest::newRow("seven days that have one, however long ago")
        << names({u"11-20T18:00:00"_s, u"11-19T18:00:00"_s, u"11-18T18:00:00"_s, u"11-17T18:00:00"_s, u"11-16T18:00:00"_s,
                  u"03-05T18:00:00"_s, u"03-04T18:00:00"_s, u"03-03T18:00:00"_s})
        << names({u"11-20T18:00:00"_s, u"11-19T18:00:00"_s, u"11-18T18:00:00"_s, u"11-17T18:00:00"_s, u"11-16T18:00:00"_s,
                  u"03-05T18:00:00"_s, u"03-04T18:00:00"_s});
    QTest::newRow("strangers are left alone") << QStringList{u"holiday.db"_s, u"office-20261399T000000Z.db"_s}
                                              << QStringList{u"holiday.db"_s, u"office-20261399T000000Z.db"_s};
    QStringList daily;
    for (Instant at = instantOf(u"2026-11-20T18:00:00Z"_s); daily.size() < 60; at -= 24h)
        daily.append(backupName(u"/x/office.db"_s, at));
    // Friday, Nov 20: seven days back to the 14th; the Sundays that end the weeks before this one.
    QTest::newRow("sixty days leave seven days and four weeks")
        << daily
        << names({u"11-20T18:00:00"_s, u"11-19T18:00:00"_s, u"11-18T18:00:00"_s, u"11-17T18:00:00"_s, u"11-16T18:00:00"_s,
                  u"11-15T18:00:00"_s, u"11-14T18:00:00"_s, u"11-08T18:00:00"_s, u"11-01T18:00:00"_s});
}

void TestBackup::rotation()
{
    QFETCH(const QStringList, there);
    QFETCH(const QStringList, kept);
    const QStringList outdated = outdatedBackups(there);
    QStringList left;
    for (const QString &name : there) {
        if (!outdated.contains(name))
            left.append(name);
    }
    QCOMPARE(left, kept);
}

void TestBackup::isDue_data()
{
    QTest::addColumn<std::optional<UpkeepNote>>("last");
    QTest::addColumn<bool>("due");
    using State = UpkeepNote::State;
    const auto row = [](const char *fact, State state, Milliseconds ago, bool due) {
        QTest::newRow(fact) << std::optional(UpkeepNote{.what = u"backup"_s, .state = state, .at = now - ago, .detail = {}}) << due;
    };
    QTest::newRow("never done") << std::optional<UpkeepNote>() << true;
    row("done a moment ago", State::Done, 1s, false);
    row("done nearly a day ago", State::Done, 24h - 1s, false);
    row("done a day ago", State::Done, 24h, true);
    row("failed half an hour ago", State::Failed, 30min, false);
    row("failed an hour ago", State::Failed, 1h, true);
    row("another program is at it", State::Running, 1min, false);
    row("a program vanished at it", State::Running, 1h, true);
    row("another computer's clock is a minute ahead", State::Done, -1min, false);
    row("the clock was set back a day", State::Done, -24h, true);
}

void TestBackup::isDue()
{
    QFETCH(const std::optional<UpkeepNote>, last);
    QFETCH(const bool, due);
    QCOMPARE(store::isDue(last, now), due);
}

void TestBackup::oneOfTwoProgramsMakesIt()
{
    QFETCH(const Dialect, dialect);
    const TestDatabase place(dialect);
    std::atomic_int taken = 0;
    const auto program = [&] {
        const std::unique_ptr<Database> database = place.open();
        Transaction transaction = must(Transaction::begin(*database));
        if (must(UpkeepGateway(*database).takeOn(transaction, u"backup"_s, now)))
            ++taken;
        must(transaction.commit());
    };
    std::thread second(program);
    std::thread third(program);
    program();
    second.join();
    third.join();
    QCOMPARE(taken, 1);
    const std::unique_ptr<Database> database = place.open();
    const std::optional<UpkeepNote> last = must(UpkeepGateway(*database).last(u"backup"_s));
    QVERIFY(last && last->state == UpkeepNote::State::Running && last->at == now);
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
