#include "store/database.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using ringback::test::must;
using ringback::test::TestDatabase;
using ringback::test::valueOf;

class TestDatabaseLayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addresses_data();
    void addresses();
    void wrongAddresses_data();
    void wrongAddresses();
    void neverShowsThePassword();
    void valuesComeBack();
    void errorKinds_data();
    void errorKinds();
    void errorsQuoteNoValues();
    void readOnly();
    void notADatabase();
    void aServerThatIsNotThere();
    void commits();
    void rollsBackByItself();
    void aSecondTransactionAfterTheFirst();
    void statementsAreReused();
    void aFailedStatementMayBeUsedAgain();
    void reopens();
    void setsWhatDurabilityNeeds();
    void aSilentTransactionIsEnded();
    void twoWriteAtOnce_data();
    void twoWriteAtOnce();

private:
    [[nodiscard]] bool isSqlite() const { return m_database->dialect() == Dialect::Sqlite; }

    std::unique_ptr<TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestDatabaseLayer::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_place = std::make_unique<TestDatabase>(dialect, TestDatabase::State::Empty);
    m_database = m_place->open();
    must(m_database->change(u"CREATE TABLE parents (id BIGINT PRIMARY KEY)"_s));
    must(m_database->change(u"CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, at BIGINT CHECK (at > 0),"
                            " parent BIGINT REFERENCES parents (id))"_s));
}

void TestDatabaseLayer::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestDatabaseLayer::addresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("display");

    QTest::newRow("a file") << u"/var/lib/ringback/office.db"_s << u"/var/lib/ringback/office.db"_s;
    QTest::newRow("a file with blanks and umlauts") << u"/home/jörg/my office.db"_s << u"/home/jörg/my office.db"_s;
    QTest::newRow("a server") << u"postgresql://pat:secret@db.example:6432/office"_s << u"postgresql://pat@db.example:6432/office"_s;
    QTest::newRow("the short word for it") << u"postgres://pat@db.example/office"_s << u"postgresql://pat@db.example:5432/office"_s;
    QTest::newRow("a socket's folder") << u"postgresql://app@/office?host=/tmp/x"_s << u"postgresql://app@/tmp/x:5432/office"_s;
}

void TestDatabaseLayer::addresses()
{
    QFETCH(QString, text);
    QFETCH(QString, display);
    QCOMPARE(must(Address::parse(text)).display(), display);
}

void TestDatabaseLayer::wrongAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u"  "_s;
    QTest::newRow("a server without a database") << u"postgresql://pat@db.example"_s;
    QTest::newRow("a port that is none") << u"postgresql://pat@db.example:port/office"_s;
}

void TestDatabaseLayer::wrongAddresses()
{
    QFETCH(QString, text);
    const Result<Address> address = Address::parse(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, ErrorKind::Invalid);
}

void TestDatabaseLayer::neverShowsThePassword()
{
    const Address address = must(Address::parse(u"postgresql://pat:s3cret@127.0.0.1:1/office"_s));
    QCOMPARE(address.password, u"s3cret"_s);
    QVERIFY(!address.display().contains(u"s3cret"_s));
    const Result<std::unique_ptr<Database>> opened = Database::open(address);
    QVERIFY(!opened);
    QVERIFY(!opened.error().what.contains(u"s3cret"_s));
}

void TestDatabaseLayer::valuesComeBack()
{
    const qint64 late = 9'007'199'254'740'993; // more than a double can hold
    QCOMPARE(must(m_database->change(u"INSERT INTO things (id, name, at) VALUES (?, ?, ?)"_s, {qlonglong(-5), u"José 👷 '\";--"_s, late})),
             1);
    QCOMPARE(must(m_database->change(u"INSERT INTO things (id, name, at) VALUES (?, ?, ?)"_s, {6, u""_s, orNull(std::nullopt)})), 1);
    const Rows rows = must(m_database->rows(u"SELECT id, name, at FROM things ORDER BY id"_s));
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.first().integer(0), -5);
    QCOMPARE(rows.first().text(1), u"José 👷 '\";--"_s);
    QCOMPARE(rows.first().integer(2), late);
    QCOMPARE(rows.first().maybeInstant(2), Instant(Milliseconds(late)));
    QVERIFY(rows.last().isNull(2));
    QCOMPARE(rows.last().maybeInstant(2), std::nullopt);
    QCOMPARE(rows.last().maybeInteger(2), std::nullopt);
}

void TestDatabaseLayer::errorKinds_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("kind");

    const auto row = [](const char *name, const QString &sql, ErrorKind kind) {
        QTest::newRow(name) << sql << static_cast<int>(kind);
    };
    row("the same key twice", u"INSERT INTO things (id, name) VALUES (1, 'b')"_s, ErrorKind::Conflict);
    row("the same name twice", u"INSERT INTO things (id, name) VALUES (2, 'a')"_s, ErrorKind::Conflict);
    row("nothing where something must be", u"INSERT INTO things (id, name) VALUES (2, NULL)"_s, ErrorKind::Conflict);
    row("a check says no", u"INSERT INTO things (id, name, at) VALUES (2, 'b', 0)"_s, ErrorKind::Conflict);
    row("a parent that is not there", u"INSERT INTO things (id, name, parent) VALUES (2, 'b', 9)"_s, ErrorKind::Conflict);
    row("no such table", u"INSERT INTO nowhere (id) VALUES (1)"_s, ErrorKind::Invalid);
    row("no such column", u"SELECT colour FROM things"_s, ErrorKind::Invalid);
    row("no SQL", u"DO WHAT I MEAN"_s, ErrorKind::Invalid);
}

void TestDatabaseLayer::errorKinds()
{
    QFETCH(QString, sql);
    QFETCH(int, kind);
    must(m_database->change(u"INSERT INTO things (id, name) VALUES (1, 'a')"_s));
    const Result<qint64> changed = m_database->change(sql);
    QVERIFY(!changed);
    QCOMPARE(static_cast<int>(changed.error().kind), kind);
    QVERIFY(!changed.error().what.isEmpty());
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM things"_s), u"1"_s); // and the connection goes on
}

void TestDatabaseLayer::errorsQuoteNoValues()
{
    const QString sql = u"INSERT INTO things (id, name) VALUES (?, ?)"_s;
    must(m_database->change(sql, {1, u"+12145550123"_s}));
    QVERIFY(!m_database->change(sql, {2, u"+12145550123"_s}).error().what.contains(u"2145550123"_s));
}

void TestDatabaseLayer::readOnly()
{
    if (!isSqlite()) {
        must(m_database->change(u"CREATE ROLE r%1 LOGIN"_s.arg(m_database->address().database)));
        Address guest = m_database->address();
        guest.user = u"r%1"_s.arg(guest.database);
        {
            const std::unique_ptr<Database> asGuest = must(Database::open(guest));
            QCOMPARE(asGuest->change(u"INSERT INTO parents VALUES (1)"_s).error().kind, ErrorKind::Refused);
        }
        must(m_database->change(u"DROP ROLE r%1"_s.arg(m_database->address().database)));
        return;
    }
    // Root may write every file, so SQLite itself is told not to: it says the same.
    must(m_database->rows(u"PRAGMA query_only = ON"_s));
    QCOMPARE(m_database->change(u"INSERT INTO parents VALUES (1)"_s).error().kind, ErrorKind::Refused);
}

void TestDatabaseLayer::notADatabase()
{
    QFile file(m_place->beside(u"letter.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("Dear Sir or Madam, this is not a database. ").repeated(100));
    file.close();
    const Result<std::unique_ptr<Database>> opened = Database::open({.file = file.fileName()});
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Corrupt);
    QCOMPARE(Database::open({.file = m_place->beside(u"."_s)}).error().kind, ErrorKind::Transient); // a folder
}

void TestDatabaseLayer::aServerThatIsNotThere()
{
    const Result<std::unique_ptr<Database>> opened = Database::open(must(Address::parse(u"postgresql://pat@127.0.0.1:1/office"_s)));
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Transient);
}

void TestDatabaseLayer::commits()
{
    const std::unique_ptr<Database> other = m_place->open();
    Transaction transaction = must(Transaction::begin(*m_database));
    must(transaction.change(u"INSERT INTO parents VALUES (1)"_s));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM parents"_s), u"1"_s);
    QCOMPARE(valueOf(*other, u"SELECT COUNT(*) FROM parents"_s), u"0"_s);
    must(transaction.commit());
    QCOMPARE(valueOf(*other, u"SELECT COUNT(*) FROM parents"_s), u"1"_s);
}

void TestDatabaseLayer::rollsBackByItself()
{
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        must(transaction.change(u"INSERT INTO parents VALUES (1)"_s));
        Transaction moved = std::move(transaction); // the one that is left rolls back, once
        must(moved.change(u"INSERT INTO parents VALUES (2)"_s));
    }
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM parents"_s), u"0"_s);
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        must(transaction.change(u"INSERT INTO parents VALUES (1)"_s));
        QVERIFY(!transaction.change(u"INSERT INTO parents VALUES (1)"_s));
    }
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM parents"_s), u"0"_s);
}

void TestDatabaseLayer::aSecondTransactionAfterTheFirst()
{
    for (int i = 0; i < 3; ++i) {
        Transaction transaction = must(Transaction::begin(*m_database));
        QCOMPARE(must(transaction.rows(u"INSERT INTO parents VALUES (?) RETURNING id"_s, {i})).first().count(0), i);
        must(transaction.commit()); // RETURNING has been read to its end
    }
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM parents"_s), u"3"_s);
}

void TestDatabaseLayer::statementsAreReused()
{
    const QString sql = u"INSERT INTO things (id, name, at) VALUES (?, ?, ?)"_s;
    for (int i = 1; i <= 5; ++i)
        QCOMPARE(must(m_database->change(sql, {i, u"name %1"_s.arg(i), i == 3 ? orNull(std::nullopt) : QVariant(i)})), 1);
    QCOMPARE(must(m_database->rows(u"SELECT name FROM things WHERE at = ?"_s, {4})).first().text(0), u"name 4"_s);
    QCOMPARE(must(m_database->rows(u"SELECT name FROM things WHERE at = ?"_s, {5})).first().text(0), u"name 5"_s);
    QVERIFY(must(m_database->rows(u"SELECT name FROM things WHERE at = ?"_s, {3})).isEmpty());
    QCOMPARE(must(m_database->change(u"UPDATE things SET at = 9 WHERE id > ?"_s, {2})), 3);
    QCOMPARE(must(m_database->change(u"UPDATE things SET at = 9 WHERE id > ?"_s, {99})), 0);
}

void TestDatabaseLayer::aFailedStatementMayBeUsedAgain()
{
    const QString sql = u"INSERT INTO parents VALUES (?)"_s;
    must(m_database->change(sql, {1}));
    QVERIFY(!m_database->change(sql, {1}));
    QCOMPARE(must(m_database->change(sql, {2})), 1);
}

void TestDatabaseLayer::reopens()
{
    must(m_database->change(u"INSERT INTO parents VALUES (?)"_s, {1}));
    if (!isSqlite()) { // the server ends the connection
        const std::unique_ptr<Database> other = m_place->open();
        must(other->rows(
            u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s));
        const Result<Rows> lost = m_database->rows(u"SELECT id FROM parents"_s);
        QVERIFY(!lost);
        QCOMPARE(lost.error().kind, ErrorKind::Transient);
    }
    must(m_database->reopen());
    QCOMPARE(must(m_database->change(u"INSERT INTO parents VALUES (?)"_s, {2})), 1);
}

void TestDatabaseLayer::setsWhatDurabilityNeeds()
{
    if (!isSqlite())
        return;
    QCOMPARE(valueOf(*m_database, u"PRAGMA journal_mode"_s), u"wal"_s);
    QCOMPARE(valueOf(*m_database, u"PRAGMA synchronous"_s), u"2"_s); // FULL
    QCOMPARE(valueOf(*m_database, u"PRAGMA foreign_keys"_s), u"1"_s);
    QVERIFY(valueOf(*m_database, u"PRAGMA busy_timeout"_s).toInt() >= 10'000);
    QVERIFY(!m_database->onNetworkShare());
}

// Else a program that stands still inside a transaction keeps everybody from writing.
void TestDatabaseLayer::aSilentTransactionIsEnded()
{
    if (isSqlite())
        return;
    const QString insert = u"INSERT INTO things (id, name) VALUES (?, ?)"_s;
    const std::unique_ptr<Database> silent = m_place->open();
    const QString timeout = u"SELECT current_setting('idle_in_transaction_session_timeout')"_s;
    QCOMPARE(valueOf(*silent, timeout), u"1min"_s);
    must(silent->rows(u"SET idle_in_transaction_session_timeout = '10ms'"_s));
    {
        Transaction transaction = must(Transaction::begin(*silent));
        must(transaction.change(insert, {1, u"a"_s}));
        must(m_database->change(u"INSERT INTO things (id, name) VALUES (2, 'a')"_s)); // waits until the other is ended
        const Result<qint64> late = transaction.change(insert, {3, u"c"_s});
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::Transient); // nothing is wrong with the row
    }
    must(silent->reopen());
    QCOMPARE(valueOf(*silent, timeout), u"1min"_s);
    QCOMPARE(valueOf(*silent, u"SELECT id FROM things"_s), u"2"_s);
}

void TestDatabaseLayer::twoWriteAtOnce_data()
{
    QTest::addColumn<bool>("takeTurns");
    QTest::newRow("as two processes do") << false;
    QTest::newRow("as two threads of one process do") << true;
}

// Reads, then writes what it read plus one: a lock that is taken late loses counts or fails.
void TestDatabaseLayer::twoWriteAtOnce()
{
    QFETCH(bool, takeTurns);
    must(m_database->change(u"INSERT INTO parents VALUES (0)"_s));
    const WriteTurn turn = takeTurns ? std::make_shared<std::mutex>() : nullptr;
    const QString readFirst = isSqlite() ? u"SELECT id FROM parents"_s : u"SELECT id FROM parents FOR UPDATE"_s;
    std::atomic_int failed = 0;
    const auto count = [&] {
        const std::unique_ptr<Database> database = m_place->open(turn);
        for (int i = 0; i < 100; ++i) {
            Result<Transaction> transaction = Transaction::begin(*database);
            const Result<Rows> read = transaction ? transaction->rows(readFirst) : failure(transaction);
            if (!read || !transaction->change(u"UPDATE parents SET id = ?"_s, {read->first().integer(0) + 1}) || !transaction->commit())
                ++failed;
        }
    };
    std::thread other(count);
    count();
    other.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(valueOf(*m_database, u"SELECT id FROM parents"_s), u"200"_s);
}

QTEST_GUILESS_MAIN(TestDatabaseLayer)
#include "tst_database.moc"
