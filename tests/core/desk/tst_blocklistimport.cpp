#include "audit/trail.h"
#include "desk/blocklist.h"
#include "desk/blocklistimport.h"
#include "store/blocklistgateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QBuffer>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::calls::Blocking;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const QByteArray heading = "\"Company_Phone_Number\",\"Created_Date\",\"Violation_Date\",\"Consumer_City\",\"Consumer_State\","
                           "\"Consumer_Area_Code\",\"Subject\",\"Recorded_Message_Or_Robocall\"\n";

QByteArray complaint(const QByteArray &number, const QByteArray &created)
{
    return '"' + number + "\",\"" + created + "\",\"2026-11-01 09:00:00\",\"Plano\",\"Texas\",\"972\",\"Home improvement\",\"Y\"\n";
}

} // namespace

class TestBlocklistImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void readsAList_data();
    void readsAList();
    void namesTheRowsItRefuses();
    void aListAgainChangesNothing();
    void twoListsKeepTheFirstTime();
    void countsComplaints();
    void countsAComplaintOnce_data();
    void countsAComplaintOnce();
    void refusesComplaintsWithoutSense();
    void refusesWhatIsNoSuchFile_data();
    void refusesWhatIsNoSuchFile();
    void keepsWhatStaffSay();
    void largeFiles();
    void aFileThatBreaksOffChangesNothing();

private:
    Result<BlocklistImport> import(const QByteArray &file, const QString &list = u"robots"_s);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] Blocking blocking(const QString &number)
    {
        return must(store::BlocklistGateway(*m_database).find(test::number(number))).value_or(Blocking{});
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

void TestBlocklistImport::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now());
}

void TestBlocklistImport::cleanup()
{
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    m_database.reset();
    m_place.reset();
}

Result<BlocklistImport> TestBlocklistImport::import(const QByteArray &file, const QString &list)
{
    QBuffer buffer;
    buffer.setData(file);
    buffer.open(QIODevice::ReadOnly);
    return importBlocklist(*m_database, buffer, list, m_clock.now());
}

void TestBlocklistImport::readsAList_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("reason");
    QTest::newRow("numbers alone") << QByteArray("2145550123\n(214) 555-0124\n") << QString();
    QTest::newRow("with reasons") << QByteArray("2145550123,\"robot, loud\"\n+1 214 555 0124\n") << u"robot, loud"_s;
    QTest::newRow("a heading") << QByteArray("reason,number\nwarranty,214.555.0123\n,12145550124\n") << u"warranty"_s;
    QTest::newRow("as Excel writes it") << QByteArray("\xEF\xBB\xBFPhone Number,Reason\r\n+12145550123,car\r\n\r\n+12145550124,\r\n")
                                        << u"car"_s;
    QTest::newRow("no last line end") << QByteArray("2145550123\n2145550124") << QString();
}

void TestBlocklistImport::readsAList()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, reason);
    const Result<BlocklistImport> report = import(file);
    QVERIFY2(report, report ? "" : qPrintable(report.error().what));
    QVERIFY(!report->complaints);
    QCOMPARE(report->rows, 2);
    QCOMPARE(report->added, 2);
    QCOMPARE(report->known, 0);
    QCOMPARE(report->refusedRows, 0);
    const Blocking first = blocking(u"+12145550123"_s);
    QCOMPARE(first.list, u"robots"_s);
    QCOMPARE(first.listReason, reason);
    QCOMPARE(first.listedAt, std::optional(m_clock.now()));
    QCOMPARE(blocking(u"+12145550124"_s).list, u"robots"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE action LIKE 'blocklist%'"_s),
             QStringList{u"command blocklist_imported"_s});
}

void TestBlocklistImport::namesTheRowsItRefuses()
{
    const Result<BlocklistImport> report =
        import("number,reason\n2145550123,a\nfive,b\n,c\n214555012,d\n2145550124," + QByteArray(2'000, 'x') + "\n2145550125,e\n");
    QVERIFY(report);
    QCOMPARE(report->rows, 6);
    QCOMPARE(report->added, 2);
    QCOMPARE(report->refusedRows, 4);
    QCOMPARE(report->refused.size(), 4);
    QList<int> rows;
    for (const RefusedRow &refused : report->refused)
        rows.append(refused.row);
    QCOMPARE(rows, (QList<int>{3, 4, 5, 6}));
    QCOMPARE(report->refused.at(1).why, u"there is no phone number"_s);
    QCOMPARE(report->added + report->known + report->refusedRows, report->rows);
}

void TestBlocklistImport::aListAgainChangesNothing()
{
    must(import("2145550123,old\n2145550123,new\n2145550124\n"));
    QCOMPARE(blocking(u"+12145550123"_s).listReason, u"new"_s);
    m_clock.advance(24h);
    const BlocklistImport again = must(import("2145550123,newest\n2145550124\n2145550125\n"));
    QCOMPARE(again.added, 1);
    QCOMPARE(again.known, 2);
    QCOMPARE(blocking(u"+12145550123"_s).listReason, u"newest"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"3"_s);
}

void TestBlocklistImport::twoListsKeepTheFirstTime()
{
    must(import("2145550123,a\n", u"first"_s));
    const Instant then = m_clock.now();
    m_clock.advance(24h);
    must(import("2145550123,b\n", u"second"_s));
    QCOMPARE(blocking(u"+12145550123"_s).list, u"second"_s);
    QCOMPARE(blocking(u"+12145550123"_s).listedAt, std::optional(then));
}

void TestBlocklistImport::countsComplaints()
{
    const BlocklistImport report =
        must(import(heading + complaint("2145550123", "2026-11-03 10:04:51") + complaint("2145550124", "2026-11-03 11:00:00") +
                    complaint("2145550123", "2026-11-02 00:00:01") + complaint("", "2026-11-03 11:00:00")));
    QVERIFY(report.complaints);
    QCOMPARE(report.rows, 4);
    QCOMPARE(report.added, 3);
    QCOMPARE(report.withoutNumber, 1);
    const Blocking counted = blocking(u"+12145550123"_s);
    QCOMPARE(counted.complaints, 2);
    QCOMPARE(counted.firstComplaintAt, std::optional(instantOf(u"2026-11-02T00:00:01Z"_s)));
    QCOMPARE(counted.lastComplaintAt, std::optional(instantOf(u"2026-11-03T10:04:51Z"_s)));
    QCOMPARE(counted.countedAt, std::optional(m_clock.now()));
    QVERIFY(counted.list.isEmpty());
    QCOMPARE(blocking(u"+12145550124"_s).complaints, 1);
}

void TestBlocklistImport::countsAComplaintOnce_data()
{
    QTest::addColumn<QList<QByteArray>>("files");
    QTest::addColumn<int>("complaints");
    const QByteArray monday = complaint("2145550123", "2026-11-02 10:00:00") + complaint("2145550123", "2026-11-02 11:00:00");
    const QByteArray tuesday = complaint("2145550123", "2026-11-03 10:00:00");
    QTest::newRow("the same file again") << QList<QByteArray>{monday, monday} << 2;
    QTest::newRow("the next day's") << QList<QByteArray>{monday, tuesday} << 3;
    QTest::newRow("an older one later") << QList<QByteArray>{tuesday, monday} << 3;
    QTest::newRow("one that has both") << QList<QByteArray>{tuesday, monday + tuesday, monday} << 3;
    QTest::newRow("two in one second") << QList<QByteArray>{tuesday + tuesday, tuesday + tuesday} << 2;
    QTest::newRow("one of two was there") << QList<QByteArray>{tuesday, tuesday + tuesday} << 2;
    QTest::newRow("two of which one comes again") << QList<QByteArray>{tuesday + tuesday, tuesday} << 2;
}

void TestBlocklistImport::countsAComplaintOnce()
{
    QFETCH(QList<QByteArray>, files);
    QFETCH(int, complaints);
    int added = 0;
    int rows = 0;
    int known = 0;
    for (const QByteArray &file : files) {
        const BlocklistImport report = must(import(heading + file));
        added += report.added;
        known += report.known;
        rows += report.rows;
        m_clock.advance(24h);
    }
    QCOMPARE(blocking(u"+12145550123"_s).complaints, complaints);
    QCOMPARE(added, complaints);
    QCOMPARE(added + known, rows);
    QCOMPARE(blocking(u"+12145550123"_s).countedAt, std::optional(instantOf(u"2026-11-20T18:00:00Z"_s)));
    // Whatever came first, they are told of since the earliest.
    const QByteArray all = files.join();
    const QString first = all.contains("2026-11-02") ? u"2026-11-02T10:00:00Z"_s : u"2026-11-03T10:00:00Z"_s;
    const QString last = all.contains("2026-11-03") ? u"2026-11-03T10:00:00Z"_s : u"2026-11-02T11:00:00Z"_s;
    QCOMPARE(blocking(u"+12145550123"_s).firstComplaintAt, std::optional(instantOf(first)));
    QCOMPARE(blocking(u"+12145550123"_s).lastComplaintAt, std::optional(instantOf(last)));
}

void TestBlocklistImport::refusesComplaintsWithoutSense()
{
    const BlocklistImport report =
        must(import(heading + complaint("000", "2026-11-03 10:00:00") + complaint("2145550123", "1996-11-03 10:00:00") +
                    complaint("2145550123", "2027-01-01 10:00:00") +
                    complaint("2145550123", "2026-02-30 10:00:00").replace("2026-11-01 09:00:00", "soon") + complaint("2145550124", "") +
                    complaint("2145550125", "11/3/2026 10:00") + complaint("2145550126", "2026-11-03")));
    QCOMPARE(report.refusedRows, 4);
    QCOMPARE(report.added, 3);
    QCOMPARE(blocking(u"+12145550124"_s).firstComplaintAt, std::optional(instantOf(u"2026-11-01T09:00:00Z"_s))); // of the violation
    QCOMPARE(blocking(u"+12145550125"_s).firstComplaintAt, std::optional(instantOf(u"2026-11-03T10:00:00Z"_s)));
    QCOMPARE(blocking(u"+12145550126"_s).firstComplaintAt, std::optional(instantOf(u"2026-11-03T00:00:00Z"_s)));
}

void TestBlocklistImport::refusesWhatIsNoSuchFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a heading alone") << QByteArray("number,reason\n");
    QTest::newRow("no number in the first line") << QByteArray("Dear all,\nplease block 2145550123\n");
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11);
    QTest::newRow("a quotation mark that is not closed") << QByteArray("number\n2145550123\n\"2145550124\n2145550125\n");
}

void TestBlocklistImport::refusesWhatIsNoSuchFile()
{
    QFETCH(QByteArray, file);
    const Result<BlocklistImport> report = import(file);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Invalid);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"0"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'blocklist_imported'"_s), u"0"_s);
}

void TestBlocklistImport::keepsWhatStaffSay()
{
    Blocklist staff(*m_database, m_clock, m_ids);
    must(import("2145550123\n2145550124\n"));
    QVERIFY(*staff.unblock(u"+12145550123"_s, u"sam"_s));
    QVERIFY(*staff.block(u"+12145550125"_s, u"sam"_s, u"rude"_s));
    must(import("2145550123\n2145550124\n2145550125\n"));
    must(import(heading + complaint("2145550123", "2026-11-03 10:00:00") + complaint("2145550125", "2026-11-03 10:00:00")));
    QVERIFY(blocking(u"+12145550123"_s).mark == Blocking::Mark::Allowed);
    QCOMPARE(blocking(u"+12145550123"_s).complaints, 1);
    QVERIFY(blocking(u"+12145550124"_s).mark == Blocking::Mark::None);
    QVERIFY(blocking(u"+12145550125"_s).mark == Blocking::Mark::Blocked);
    QCOMPARE(blocking(u"+12145550125"_s).markReason, u"rude"_s);
}

// More than one statement, commit and block of the file.
void TestBlocklistImport::largeFiles()
{
    QByteArray list;
    QByteArray complaints = heading;
    for (int i = 0; i < 12'345; ++i) {
        const QByteArray number = "21455" + QByteArray::number(100'000 + i).right(5);
        list += number + ",reason " + QByteArray::number(i % 7) + '\n';
        complaints += complaint(number, "2026-11-03 10:00:" + QByteArray::number(10 + i % 50));
    }
    BlocklistImport report = must(import(list));
    QCOMPARE(report.added, 12'345);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers WHERE list = 'robots'"_s), u"12345"_s);
    QCOMPARE(must(import(list)).known, 12'345);
    report = must(import(complaints));
    QCOMPARE(report.added, 12'345);
    QCOMPARE(must(import(complaints)).added, 0);
    QCOMPARE(value(u"SELECT SUM(complaints) FROM blocked_numbers"_s), u"12345"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"12345"_s);
}

void TestBlocklistImport::aFileThatBreaksOffChangesNothing()
{
    QByteArray list = "number\n";
    for (int i = 0; i < 8'000; ++i)
        list += "21455" + QByteArray::number(100'000 + i).right(5) + '\n';
    const Result<BlocklistImport> report = import(list + "\"214");
    QVERIFY(!report);
    QVERIFY2(report.error().what.contains(u"after row 8001"), qPrintable(report.error().what));
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestBlocklistImport)
#include "tst_blocklistimport.moc"
