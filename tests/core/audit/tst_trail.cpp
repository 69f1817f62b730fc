#include "audit/trail.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::audit;
using namespace Qt::StringLiterals;
using ringback::test::must;
using ringback::test::valueOf;

class TestTrail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void anEmptyTrailIsWhole();
    void theChainVerifies();
    void anEmptyBatchWritesNothing();
    void whatWasRolledBackLeavesNoGap();
    void findsWhatWasDone_data();
    void findsWhatWasDone();
    void aForgedRowWithAHashOfItsOwn();
    void aHeadThatIsGone();
    void everyColumnIsInTheHash_data();
    void everyColumnIsInTheHash();
    void noTwoRowsReadAlike();
    void moreThanABatch();
    void twoWriters();

private:
    // Entries 1 to `count`, two in each transaction.
    void write(int count)
    {
        for (int i = 0; i < count; i += 2) {
            store::Transaction transaction = must(store::Transaction::begin(*m_database));
            Trail trail;
            for (int j = i; j < std::min(i + 2, count); ++j)
                trail.add(entry(j + 1));
            must(trail.appendTo(transaction));
            must(transaction.commit());
        }
    }
    [[nodiscard]] static Entry entry(int i)
    {
        return {.at = fromMs(1'000'000 + i),
                .actor = u"engine"_s,
                .action = u"text_sent"_s,
                .caseId = u"case-%1"_s.arg(i),
                .subject = u"message:%1"_s.arg(i),
                .detail = {{u"attempt"_s, i}, {u"name"_s, u"José 👷"_s}}};
    }
    void forge(const QString &sql) { must(m_database->change(sql)); }

    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

void TestTrail::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
}

void TestTrail::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestTrail::anEmptyTrailIsWhole()
{
    const Verification verification = must(verify(*m_database));
    QCOMPARE(verification.rows, 0);
    QVERIFY(!verification.firstBad);
}

void TestTrail::theChainVerifies()
{
    write(9);
    const Verification verification = must(verify(*m_database));
    QCOMPARE(verification.rows, 9);
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    const store::AuditGateway gateway(*m_database);
    const QList<store::AuditRow> rows = must(gateway.after(0, 100));
    QCOMPARE(rows.size(), 9);
    QCOMPARE(rows.last().hash, must(gateway.head()).hash);
    QCOMPARE(rows.first().hash, hashOf(QString(), rows.first()));
    QCOMPARE(rows.at(1).hash, hashOf(rows.first().hash, rows.at(1)));
    QCOMPARE(rows.first().detail, u"{\"attempt\":1,\"name\":\"José 👷\"}"_s);
}

void TestTrail::anEmptyBatchWritesNothing()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    Trail trail;
    QVERIFY(trail.isEmpty());
    must(trail.appendTo(transaction));
    must(transaction.commit());
    QCOMPARE(must(verify(*m_database)).rows, 0);
}

void TestTrail::whatWasRolledBackLeavesNoGap()
{
    write(2);
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        Trail trail;
        trail.add(entry(99));
        must(trail.appendTo(transaction));
    }
    write(2);
    const Verification verification = must(verify(*m_database));
    QCOMPARE(verification.rows, 4);
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
}

void TestTrail::findsWhatWasDone_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<qint64>("firstBad"); // of nine rows

    const auto row = [](const char *name, const QString &sql, qint64 firstBad) {
        QTest::newRow(name) << sql << firstBad;
    };
    row("a row is edited", u"UPDATE audit SET detail = '{}' WHERE sequence = 4"_s, 4);
    row("the first row is edited", u"UPDATE audit SET actor = 'nobody' WHERE sequence = 1"_s, 1);
    row("the last row is edited", u"UPDATE audit SET action = 'nothing' WHERE sequence = 9"_s, 9);
    row("a time is edited", u"UPDATE audit SET at = at + 1 WHERE sequence = 5"_s, 5);
    row("a hash is edited", u"UPDATE audit SET hash = 'x' WHERE sequence = 5"_s, 5);
    row("a row in the middle is removed", u"DELETE FROM audit WHERE sequence = 5"_s, 5);
    row("the first row is removed", u"DELETE FROM audit WHERE sequence = 1"_s, 1);
    row("the last row is removed", u"DELETE FROM audit WHERE sequence = 9"_s, 9);
    row("the end is removed", u"DELETE FROM audit WHERE sequence > 6"_s, 7);
    row("all rows are removed", u"DELETE FROM audit"_s, 1);
    row("a row is put behind the end",
        u"INSERT INTO audit SELECT 10, at, actor, action, case_id, subject, detail, hash FROM audit WHERE sequence = 9"_s, 10);
    row("a row is put far behind the end",
        u"INSERT INTO audit SELECT 4711, at, actor, action, case_id, subject, detail, hash FROM audit WHERE sequence = 9"_s, 4711);
    row("a row is put before the first",
        u"INSERT INTO audit SELECT 0, at, actor, action, case_id, subject, detail, hash FROM audit WHERE sequence = 9"_s, 0);
    row("a row is put far before the first",
        u"INSERT INTO audit SELECT -5, at, actor, action, case_id, subject, detail, hash FROM audit WHERE sequence = 9"_s, -5);
    row("a row is moved", u"UPDATE audit SET sequence = 12 WHERE sequence = 3"_s, 3);
    row("the end of the chain is set back", u"UPDATE audit_head SET sequence = 7"_s, 7);
    row("the end of the chain is set forward", u"UPDATE audit_head SET sequence = 11"_s, 10);
    row("the end's hash is edited", u"UPDATE audit_head SET hash = 'x'"_s, 9);
}

void TestTrail::findsWhatWasDone()
{
    QFETCH(QString, sql);
    QFETCH(qint64, firstBad);

    write(9);
    forge(sql);
    const Verification verification = must(verify(*m_database));
    QVERIFY(verification.firstBad);
    QCOMPARE(*verification.firstBad, firstBad);
    QVERIFY(!verification.why.isEmpty());
}

// Somebody who knows how we hash edits a row and hashes it anew: the row after it gives that away.
void TestTrail::aForgedRowWithAHashOfItsOwn()
{
    write(9);
    const store::AuditGateway gateway(*m_database);
    QList<store::AuditRow> rows = must(gateway.after(0, 100));
    rows[3].detail = u"{}"_s;
    must(m_database->change(u"UPDATE audit SET detail = '{}', hash = ? WHERE sequence = 4"_s, {hashOf(rows.at(2).hash, rows.at(3))}));
    QCOMPARE(must(verify(*m_database)).firstBad, 5);
}

void TestTrail::aHeadThatIsGone()
{
    write(2);
    forge(u"DELETE FROM audit_head"_s);
    QCOMPARE(verify(*m_database).error().kind, ErrorKind::Corrupt);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    Trail trail;
    trail.add(entry(3));
    QCOMPARE(trail.appendTo(transaction).error().kind, ErrorKind::Corrupt); // and nothing more is written
}

void TestTrail::everyColumnIsInTheHash_data()
{
    QTest::addColumn<QString>("column");
    for (const char *column : {"at", "actor", "action", "case_id", "subject", "detail"})
        QTest::newRow(column) << QString::fromLatin1(column);
}

void TestTrail::everyColumnIsInTheHash()
{
    QFETCH(QString, column);
    write(3);
    forge(u"UPDATE audit SET %1 = %2 WHERE sequence = 2"_s.arg(column, column == "at"_L1 ? u"7"_s : u"'x'"_s));
    QCOMPARE(must(verify(*m_database)).firstBad, 2);
}

void TestTrail::noTwoRowsReadAlike()
{
    const store::AuditRow one{.sequence = 1, .actor = u"ab"_s, .action = u"c"_s};
    const store::AuditRow two{.sequence = 1, .actor = u"a"_s, .action = u"bc"_s};
    QVERIFY(hashOf({}, one) != hashOf({}, two));
    const store::AuditRow three{.sequence = 1, .actor = u"a"_s, .action = u"1:c"_s};
    const store::AuditRow four{.sequence = 1, .actor = u"a3:"_s, .action = u"c"_s};
    QVERIFY(hashOf({}, three) != hashOf({}, four));
}

void TestTrail::moreThanABatch()
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    Trail trail;
    for (int i = 1; i <= 5'003; ++i) // verify() reads 5,000 at once
        trail.add(entry(i));
    must(trail.appendTo(transaction));
    must(transaction.commit());
    QCOMPARE(must(verify(*m_database)).rows, 5'003);
    QVERIFY(!must(verify(*m_database)).firstBad);
    forge(u"DELETE FROM audit WHERE sequence = 5001"_s);
    QCOMPARE(must(verify(*m_database)).firstBad, 5'001);
}

void TestTrail::twoWriters()
{
    const auto writeMany = [this](int from) {
        const std::unique_ptr<store::Database> database = m_place->open();
        for (int i = 0; i < 40; ++i) {
            store::Transaction transaction = must(store::Transaction::begin(*database));
            Trail trail;
            trail.add(entry(from + i));
            trail.add(entry(from + i));
            must(trail.appendTo(transaction));
            must(transaction.commit());
        }
    };
    std::thread other([&] { writeMany(1'000); });
    writeMany(2'000);
    // Who verifies while another writes is not led astray.
    const Verification meanwhile = must(verify(*m_database));
    other.join();
    QVERIFY2(!meanwhile.firstBad, qPrintable(meanwhile.why));
    const Verification verification = must(verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    QCOMPARE(verification.rows, 160);
}

QTEST_GUILESS_MAIN(TestTrail)
#include "tst_trail.moc"
