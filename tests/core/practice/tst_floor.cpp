#include "practice/floor.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ringback;
using namespace ringback::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

class TestFloor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentiles_data();
    void percentiles();
    void measuresThisMachine();
    void saysWhenItCannotWrite();
};

void TestFloor::percentiles_data()
{
    QTest::addColumn<QList<int>>("values");
    QTest::addColumn<double>("percent");
    QTest::addColumn<int>("expected");
    const QList<int> ten = {70, 10, 100, 30, 50, 20, 90, 40, 60, 80};
    QTest::newRow("of nothing") << QList<int>() << 50.0 << 0;
    QTest::newRow("of one") << QList<int>{7} << 99.0 << 7;
    QTest::newRow("the least") << ten << 0.0 << 10;
    QTest::newRow("the median is one of the values") << ten << 50.0 << 50;
    QTest::newRow("between two ranks the upper") << ten << 51.0 << 60;
    QTest::newRow("p95") << ten << 95.0 << 100;
    QTest::newRow("the most") << ten << 100.0 << 100;
    QTest::newRow("beyond") << ten << 200.0 << 100;
}

void TestFloor::percentiles()
{
    QFETCH(QList<int>, values);
    QFETCH(double, percent);
    QFETCH(int, expected);
    std::vector<nanoseconds> times;
    for (const int value : values)
        times.emplace_back(value);
    QCOMPARE(percentile(times, percent).count(), expected);
    QCOMPARE(times.size(), static_cast<size_t>(values.size()));
}

void TestFloor::measuresThisMachine()
{
    const QTemporaryDir folder;
    const QString place = folder.filePath(u"not/yet/there"_s);
    const Result<Floor> floor = measureFloor(place);
    QVERIFY2(floor, floor ? "" : qPrintable(floor.error().what));
    qInfo("a round trip takes %.1f us, a synced commit %.1f us", static_cast<double>(floor->roundTrip.count()) / 1e3,
          static_cast<double>(floor->syncedCommit.count()) / 1e3);
    QVERIFY(floor->roundTrip > 0ns && floor->roundTrip < 1s);
    QVERIFY(floor->syncedCommit > 0ns && floor->syncedCommit < 1s);
    QVERIFY(QDir(place).isEmpty());
}

void TestFloor::saysWhenItCannotWrite()
{
    const QTemporaryDir folder;
    QFile inTheWay(folder.filePath(u"file"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const Result<Floor> floor = measureFloor(folder.filePath(u"file/below"_s));
    QVERIFY(!floor);
    QCOMPARE(floor.error().kind, ErrorKind::Refused);
}

QTEST_GUILESS_MAIN(TestFloor)
#include "tst_floor.moc"
