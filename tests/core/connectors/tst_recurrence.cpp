#include "connectors/icalendar/recurrence.h"
#include "connectors/icalendar/values.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>
#include <array>

using namespace ringback;
using namespace ringback::connectors::icalendar;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

// RFC 5545's names, Sunday first, as std::chrono counts them.
constexpr std::array names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

unsigned weekdayCalled(const QByteArray &name)
{
    return unsigned(std::find(names.cbegin(), names.cend(), name) - names.cbegin());
}

std::chrono::local_days weekOf(std::chrono::local_days day, const QByteArray &begins)
{
    while (std::chrono::weekday(day).c_encoding() != weekdayCalled(begins))
        day -= days(1);
    return day;
}

QString shown(WallTime wall)
{
    return QDateTime::fromMSecsSinceEpoch(wall.time_since_epoch().count(), Qt::UTC).toString(u"ddd yyyy-MM-dd hh:mm");
}

QStringList shown(const QList<WallTime> &walls)
{
    QStringList all;
    for (const WallTime wall : walls)
        all.append(shown(wall));
    return all;
}

/// The instances of a rule, `most` of them at most.
QStringList instancesOf(const QByteArray &rule, WallTime start, qsizetype most)
{
    QList<WallTime> walls;
    int steps = 0;
    const Done done = eachOf(
        rule, {.wall = start}, [](const When &until) { return until.wall; }, steps,
        [&](WallTime wall) {
            walls.append(wall);
            return walls.size() < most;
        });
    return done ? shown(walls) : QStringList(done.error().what);
}

} // namespace

/// The rules themselves, without a calendar around them.
class TestRecurrence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWeeksFromTheStart_data();
    void countsWeeksFromTheStart();
    void endsWithTheRule_data();
    void endsWithTheRule();
};

void TestRecurrence::countsWeeksFromTheStart_data()
{
    QTest::addColumn<QByteArray>("weeksBegin");
    QTest::addColumn<int>("interval");
    QTest::addColumn<QByteArray>("on");
    QTest::addColumn<WallTime>("start");

    const std::chrono::local_days sunday{std::chrono::year(2026) / 11 / 1};
    for (const char *weeksBegin : {"MO", "SU", "WE", "SA"}) {
        for (const int interval : {1, 2, 3}) {
            for (const char *on : {"SU", "SU,TU", "TU,SU", "MO", "FR", "SA,MO"}) {
                for (int day = 0; day < 7; ++day) {
                    QTest::addRow("every %d weeks on %s, begun on %s, weeks begin on %s", interval, on, names[size_t(day)], weeksBegin)
                        << QByteArray(weeksBegin) << interval << QByteArray(on) << WallTime(sunday + days(day) + 9h + 30min);
                }
            }
        }
    }
}

// Against a count of days and weeks by hand.
void TestRecurrence::countsWeeksFromTheStart()
{
    QFETCH(QByteArray, weeksBegin);
    QFETCH(int, interval);
    QFETCH(QByteArray, on);
    QFETCH(WallTime, start);
    const auto first = std::chrono::floor<days>(start);
    QList<WallTime> expected;
    for (auto day = first; expected.size() < 8; day += days(1)) {
        const auto weeks = (weekOf(day, weeksBegin) - weekOf(first, weeksBegin)) / days(7);
        const QByteArray name = names[std::chrono::weekday(day).c_encoding()];
        if (weeks % interval == 0 && on.split(',').contains(name))
            expected.append(day + (start - first));
    }
    const QByteArray rule = "FREQ=WEEKLY;INTERVAL=" + QByteArray::number(interval) + ";BYDAY=" + on + ";WKST=" + weeksBegin;
    QCOMPARE(instancesOf(rule, start, 8), shown(expected));
    if (weeksBegin == "MO") // which is what weeks do when nothing is said
        QCOMPARE(instancesOf(rule.chopped(int(qstrlen(";WKST=MO"))), start, 8), shown(expected));
}

void TestRecurrence::endsWithTheRule_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QStringList>("instances");

    // All begin on Wednesday, 4 November 2026.
    QTest::newRow("days before the start do not count")
        << QByteArray("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3")
        << QStringList{QStringLiteral("Fri 2026-11-06 09:30"), QStringLiteral("Mon 2026-11-09 09:30"),
                       QStringLiteral("Fri 2026-11-13 09:30")};
    QTest::newRow("nor do hours before it") << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;BYHOUR=8,10;COUNT=3")
                                            << QStringList{QStringLiteral("Wed 2026-11-04 10:30"), QStringLiteral("Wed 2026-11-18 08:30"),
                                                           QStringLiteral("Wed 2026-11-18 10:30")};
    QTest::newRow("but those of a later day do")
        << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=8,10;BYMINUTE=15,45;COUNT=3")
        << QStringList{QStringLiteral("Fri 2026-11-06 08:15"), QStringLiteral("Fri 2026-11-06 08:45"),
                       QStringLiteral("Fri 2026-11-06 10:15")};
    QTest::newRow("and its minutes") << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYMINUTE=15,45;COUNT=3")
                                     << QStringList{QStringLiteral("Fri 2026-11-06 09:15"), QStringLiteral("Fri 2026-11-06 09:45"),
                                                    QStringLiteral("Fri 2026-11-20 09:15")};
    QTest::newRow("the count of every second Sunday")
        << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=2")
        << QStringList{QStringLiteral("Sun 2026-11-08 09:30"), QStringLiteral("Sun 2026-11-22 09:30")};
    QTest::newRow("the last of every second Sunday")
        << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20261122T093000")
        << QStringList{QStringLiteral("Sun 2026-11-08 09:30"), QStringLiteral("Sun 2026-11-22 09:30")};
    QTest::newRow("an end before the first") << QByteArray("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20261105T000000") << QStringList();
    QTest::newRow("months have no weeks to begin at")
        << QByteArray("FREQ=MONTHLY;BYDAY=1SU;COUNT=2")
        << QStringList{QStringLiteral("Sun 2026-12-06 09:30"), QStringLiteral("Sun 2027-01-03 09:30")};
}

void TestRecurrence::endsWithTheRule()
{
    QFETCH(QByteArray, rule);
    QFETCH(QStringList, instances);
    const std::chrono::local_days wednesday{std::chrono::year(2026) / 11 / 4};
    QCOMPARE(instancesOf(rule, wednesday + 9h + 30min, 8), instances);
}

QTEST_GUILESS_MAIN(TestRecurrence)
#include "tst_recurrence.moc"
