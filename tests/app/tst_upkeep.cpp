#include "upkeep.h"

#include "audit/trail.h"
#include "desk/officework.h"
#include "store/backup.h"
#include "store/gateways.h"
#include "store/trouble.h"
#include "store/upkeepgateway.h"
#include "support/engineprocess.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::app;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::EngineProcess;
using test::FakeTwilio;
using test::must;
using test::rowsOf;
using test::TestDatabase;
using test::valueOf;

namespace {

// Garbage in the pages written last, which hold rows.
void damage(const QString &name)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 80 * 4096);
    QVERIFY(file.seek(file.size() - 20 * 4096));
    QCOMPARE(file.write(QByteArray(15 * 4096, '\x5a')), 15 * 4096);
}

} // namespace

/// Looking after the office's data: the round that programs make, by a clock that stands, and the verbs, as programs of their own.
class TestUpkeep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void oneBackupADay();
    void oldOnesGo();
    void practiceIsNobodysLoss();
    void aFailureIsSaidAndTriedAgain();
    void aClockThatWasSetBackIsSaid();
    void aDamagedDatabaseIsNotWrittenTo();
    void theStartRefusesADamagedDatabase();
    void theStartReadsItOnceADay();

    void savesAndRestores();
    void restoreWaitsForTheEngineToEnd();
    void copiesToAnEmptyDatabase();
    void theDoctorSaysWhatIsWrong();
    void theDoctorFindsDamageAndTheBackup();
    void postgresqlHasItsOwnTool();

private:
    [[nodiscard]] QStringList backups() const { return store::backupsOf(m_place->address().file); }
    [[nodiscard]] QJsonObject finding(const QString &id) const;
    void fill();

    test::TestClock m_clock;
    std::unique_ptr<TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<EngineProcess> m_engine;
};

void TestUpkeep::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<TestDatabase>(store::Dialect::Sqlite);
    m_database = m_place->open();
    must(desk::importSetup(*m_database, test::exampleSetupFile(), false, m_clock.now()));
    m_engine = std::make_unique<EngineProcess>(m_place->address().file, FakeTwilio::authToken());
}

void TestUpkeep::cleanup()
{
    m_engine.reset();
    m_database.reset();
    m_place.reset();
}

// So many rows that damage at the end of the file meets them and not the tables' description.
void TestUpkeep::fill()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    for (int i = 0; i < 200; ++i) {
        must(transaction.change(u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, error)"
                                " VALUES (?, 'main', 'voice', ?, ?, 1, 1, 'done', '')"_s,
                                {QString::number(i), QString::number(i), QString(2'000, u'x')}));
    }
    must(transaction.commit());
    must(m_database->rows(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
}

void TestUpkeep::oneBackupADay()
{
    for (const auto &[later, count] : {std::pair<Milliseconds, int>(0h, 1), {23h, 1}, {1h, 2}, {10min, 2}, {24h, 3}}) {
        m_clock.advance(later);
        QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
        QCOMPARE(backups().size(), count);
    }
    QVERIFY(store::checkBackup(backups().first()));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = 'backup_made'"_s), u"3"_s);
    QVERIFY(!must(audit::verify(*m_database)).firstBad);
}

void TestUpkeep::oldOnesGo()
{
    for (int day = 0; day < 16; ++day) {
        QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
        m_clock.advance(24h);
    }
    QCOMPARE(backups().size(), 8); // of seven days, Nov 29 to Dec 5, and the newest of the week before, Nov 22
}

void TestUpkeep::practiceIsNobodysLoss()
{
    must(m_database->change(u"UPDATE office SET practice = 1"_s));
    QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
    QVERIFY(backups().isEmpty());
}

void TestUpkeep::aFailureIsSaidAndTriedAgain()
{
    QFile inTheWay(m_place->beside(u"backups"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    QVERIFY(lookAfter(*m_database, m_clock.now()).problem.contains(u"daily backup could not be made"_s));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = 'backup_failed'"_s), u"1"_s);
    QVERIFY(inTheWay.remove());
    m_clock.advance(10min);
    QVERIFY2(lookAfter(*m_database, m_clock.now()).problem.contains(u"could not be made"_s), "it stays said until it is mended");
    m_clock.advance(50min);
    QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
    QCOMPARE(backups().size(), 1);
}

void TestUpkeep::aClockThatWasSetBackIsSaid()
{
    QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
    QVERIFY(lookAfter(*m_database, m_clock.now() - 1h).problem.contains(u"clock of this computer was set back"_s));
    QCOMPARE(lookAfter(*m_database, m_clock.now() - 30s).problem, QString()); // two computers' clocks differ by so much
}

void TestUpkeep::aDamagedDatabaseIsNotWrittenTo()
{
    QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
    fill();
    m_database.reset();
    damage(m_place->address().file);
    m_database = m_place->open();
    m_clock.advance(24h);
    const UpkeepRound round = lookAfter(*m_database, m_clock.now());
    QVERIFY(round.damaged);
    QCOMPARE(backups().size(), 1); // no copy of the damage takes a good one's place
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action LIKE 'backup_%'"_s), u"1"_s);
}

void TestUpkeep::theStartRefusesADamagedDatabase()
{
    must(checkAtStart(*m_database, m_clock.now() - 48h));
    QCOMPARE(lookAfter(*m_database, m_clock.now()).problem, QString());
    fill();
    m_database.reset();
    damage(m_place->address().file);
    m_database = m_place->open();
    for (int start = 0; start < 2; ++start) { // and again at the next start
        const Done refused = checkAtStart(*m_database, m_clock.now());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Corrupt);
        QCOMPARE(store::troubleOf(refused.error()), store::Trouble::Corrupt);
        QVERIFY(withAdvice(refused.error(), m_place->address()).what.endsWith(u"newest good backup is %1."_s.arg(backups().first())));
    }
}

void TestUpkeep::theStartReadsItOnceADay()
{
    const auto checkedAt = [&] {
        return must(store::UpkeepGateway(*m_database).last(u"integrity"_s)).value().at;
    };
    const Instant first = m_clock.now();
    must(checkAtStart(*m_database, m_clock.now()));
    m_clock.advance(23h);
    must(checkAtStart(*m_database, m_clock.now()));
    QCOMPARE(checkedAt(), first);
    m_clock.advance(1h);
    must(checkAtStart(*m_database, m_clock.now()));
    QCOMPARE(checkedAt(), m_clock.now());
}

void TestUpkeep::savesAndRestores()
{
    m_database.reset();
    const QString file = m_place->beside(u"saved.db"_s);
    QCOMPARE(m_engine->run({u"backup"_s, u"--to"_s, file, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"file"_s].toString(), file);
    QCOMPARE(m_engine->run({u"backup"_s, u"--to"_s, file}), 4); // no backup is written over
    must(m_place->open()->change(u"INSERT INTO contacts VALUES ('c', '+12145550123', 'Later', '', 'new_lead', '', '', 1, '')"_s));
    QVERIFY2(m_engine->run({u"restore"_s, file, u"--json"_s}) == 0, m_engine->errors().constData());
    const QString kept = QJsonDocument::fromJson(m_engine->output()).object()[u"replaced"_s].toString();
    QCOMPARE(valueOf(*m_place->open(), u"SELECT COUNT(*) FROM contacts"_s), u"0"_s);
    QCOMPARE(valueOf(*must(store::Database::open({.file = kept})), u"SELECT COUNT(*) FROM contacts"_s), u"1"_s);
    QCOMPARE(m_engine->list(u"audit"_s).first().toObject()[u"action"_s].toString(), u"office_restored"_s);
    QCOMPARE(m_engine->run({u"verify"_s}), 0);
    QCOMPARE(m_engine->run({u"restore"_s, m_place->beside(u"none.db"_s)}), 4);
}

void TestUpkeep::restoreWaitsForTheEngineToEnd()
{
    m_database.reset();
    const QString file = m_place->beside(u"saved.db"_s);
    QCOMPARE(m_engine->run({u"backup"_s, u"--to"_s, file}), 0);
    QVERIFY(m_engine->serve());
    EngineProcess other(m_place->address().file, FakeTwilio::authToken());
    QCOMPARE(other.run({u"restore"_s, file, u"--force"_s}), 4); // force is for what nobody can tell
    QVERIFY2(other.errors().contains("close every Ringback window"), other.errors().constData());
    QCOMPARE(m_engine->stop(), 0);
    QVERIFY2(other.run({u"restore"_s, file}) == 0, other.errors().constData());
}

void TestUpkeep::copiesToAnEmptyDatabase()
{
    m_database.reset();
    const QString to = m_place->beside(u"copy.db"_s);
    const QStringList command = {u"copy"_s, u"--to"_s, to, u"--json"_s};
    QVERIFY2(m_engine->run(command) == 0, m_engine->errors().constData());
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"audit_rows"_s].toInt(), 2);
    EngineProcess copy(to, FakeTwilio::authToken());
    QCOMPARE(copy.run({u"verify"_s}), 0);
    QCOMPARE(m_engine->run(command), 4);
    QVERIFY(m_engine->errors().contains("there is an office at the target"));
    QCOMPARE(m_engine->run({u"copy"_s, u"--to"_s, m_place->address().file}), 2);
    QVERIFY(m_engine->serve());
    EngineProcess other(m_place->address().file, FakeTwilio::authToken());
    QCOMPARE(other.run({u"copy"_s, u"--to"_s, m_place->beside(u"another.db"_s)}), 4);
    QVERIFY2(other.errors().contains("an engine works on"), other.errors().constData());
    QCOMPARE(m_engine->stop(), 0);
}

QJsonObject TestUpkeep::finding(const QString &id) const
{
    for (const QJsonValue &row : QJsonDocument::fromJson(m_engine->output()).array()) {
        if (row[u"id"_s].toString() == id)
            return row.toObject();
    }
    return {};
}

void TestUpkeep::theDoctorSaysWhatIsWrong()
{
    const QByteArray before = valueOf(*m_database, u"SELECT MAX(sequence) FROM audit"_s).toUtf8();
    QCOMPARE(m_engine->run({u"doctor"_s, u"--json"_s}), 1);
    for (const QString &well :
         {u"database"_s, u"writable"_s, u"disk_space"_s, u"integrity"_s, u"audit_trail"_s, u"quiet_hours"_s, u"secret:twilio-main"_s})
        QVERIFY2(finding(well)[u"ok"_s].toBool(), m_engine->output().constData());
    for (const QString &ill : {u"backup"_s, u"engine"_s, u"webhooks:twilio-main"_s}) {
        QVERIFY2(finding(ill).contains(u"ok"_s) && !finding(ill)[u"ok"_s].toBool(), qPrintable(ill));
        QVERIFY2(!finding(ill)[u"advice"_s].toString().isEmpty(), qPrintable(ill));
    }
    QCOMPARE(valueOf(*m_database, u"SELECT MAX(sequence) FROM audit"_s).toUtf8(), before);
    must(m_database->change(u"UPDATE audit SET actor = 'nobody' WHERE sequence = 1"_s));
    must(m_database->change(u"UPDATE audit SET at = 99999999999999 WHERE sequence = 2"_s));
    QCOMPARE(m_engine->run({u"doctor"_s, u"--json"_s}), 1);
    QVERIFY(!finding(u"audit_trail"_s)[u"ok"_s].toBool());
    QVERIFY(!finding(u"clock"_s)[u"ok"_s].toBool());
}

void TestUpkeep::theDoctorFindsDamageAndTheBackup()
{
    QCOMPARE(m_engine->run({u"backup"_s}), 0);
    fill();
    m_database.reset();
    damage(m_place->address().file);
    QCOMPARE(m_engine->run({u"doctor"_s, u"--json"_s}), 1);
    QVERIFY(!finding(u"integrity"_s)[u"ok"_s].toBool());
    QVERIFY2(finding(u"integrity"_s)[u"advice"_s].toString().contains(backups().first()), m_engine->output().constData());
    QCOMPARE(m_engine->run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s}), 4); // it does not go on with it
    QVERIFY2(m_engine->errors().contains(backups().first().toUtf8()), m_engine->errors().constData());
    QVERIFY2(m_engine->run({u"restore"_s, backups().first()}) == 0, m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"verify"_s}), 0);
}

void TestUpkeep::postgresqlHasItsOwnTool()
{
    EngineProcess engine(u"postgresql://app:squirrel@db.example.com:5433/office"_s, FakeTwilio::authToken());
    QCOMPARE(engine.run({u"backup"_s}), 4);
    QVERIFY(engine.errors().contains("pg_dump --format=custom --host=db.example.com --port=5433 --username=app"));
    QVERIFY(!engine.errors().contains("squirrel") && !engine.output().contains("squirrel"));
}

QTEST_GUILESS_MAIN(TestUpkeep)
#include "tst_upkeep.moc"
