#include "policy/quiethours.h"
#include "support/office.h"

#include <QTest>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using ringback::test::instantOf;
using ringback::test::number;

class TestQuietHours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipientZones_data();
    void recipientZones();
    void quietUntil_data();
    void quietUntil();
    void sameStartAndEndIsNeverQuiet();
    void asksEveryZone();
};

void TestQuietHours::recipientZones_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QByteArray>("onRecord");
    QTest::addColumn<QList<QByteArray>>("zones");

    using Zones = QList<QByteArray>;
    const QByteArray none;
    QTest::newRow("the area code's") << u"+14155550123"_s << none << Zones{"America/Los_Angeles"};
    QTest::newRow("a zone on record goes before the area code")
        << u"+14155550123"_s << QByteArray("Europe/Madrid") << Zones{"Europe/Madrid"};
    QTest::newRow("a zone on record that does not exist counts for nothing")
        << u"+14155550123"_s << QByteArray("America/Gotham") << Zones{"America/Los_Angeles"};
    QTest::newRow("an area code in two zones gives both")
        << u"+16055550123"_s << none << Zones{"America/Denver", "America/North_Dakota/Center"};
    QTest::newRow("an exchange of it that is known gives one") << u"+16052090123"_s << none << Zones{"America/Denver"};
    QTest::newRow("a toll-free number gives the office's") << u"+18005550123"_s << none << Zones{"America/Chicago"};
    QTest::newRow("another country's number gives the office's") << u"+442079460958"_s << none << Zones{"America/Chicago"};
}

void TestQuietHours::recipientZones()
{
    QFETCH(QString, number);
    QFETCH(QByteArray, onRecord);
    QFETCH(QList<QByteArray>, zones);
    QCOMPARE(policy::whereabouts(test::number(number), onRecord, "America/Chicago").zones, zones);
}

void TestQuietHours::quietUntil_data()
{
    QTest::addColumn<QTime>("start");
    QTest::addColumn<QTime>("end");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("until"); // empty = not quiet

    const QTime nine(21, 0);
    const QTime eight(8, 0);
    const QByteArray dallas("America/Chicago");
    const QString notQuiet;
    // Over midnight. Dallas is UTC-6 in November.
    QTest::newRow("a moment before they begin") << nine << eight << dallas << u"2026-11-21T02:59:59.999Z"_s << notQuiet;
    QTest::newRow("the moment they begin") << nine << eight << dallas << u"2026-11-21T03:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("10:45 PM") << nine << eight << dallas << u"2026-11-21T04:45:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("midnight") << nine << eight << dallas << u"2026-11-21T06:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("3 AM") << nine << eight << dallas << u"2026-11-21T09:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("a moment before they end") << nine << eight << dallas << u"2026-11-21T13:59:59.999Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("the moment they end") << nine << eight << dallas << u"2026-11-21T14:00:00Z"_s << notQuiet;
    QTest::newRow("noon") << nine << eight << dallas << u"2026-11-20T18:00:00Z"_s << notQuiet;
    // Within a day.
    QTest::newRow("a siesta, before") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T17:59:59.999Z"_s << notQuiet;
    QTest::newRow("a siesta, in it") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T18:00:00Z"_s << u"2026-11-20T20:00:00Z"_s;
    QTest::newRow("a siesta, after") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T20:00:00Z"_s << notQuiet;
    // The same moment elsewhere.
    QTest::newRow("evening in New York while Los Angeles works")
        << nine << eight << QByteArray("America/New_York") << u"2026-11-21T02:30:00Z"_s << u"2026-11-21T13:00:00Z"_s;
    QTest::newRow("Los Angeles works while it is evening in New York")
        << nine << eight << QByteArray("America/Los_Angeles") << u"2026-11-21T02:30:00Z"_s << notQuiet;
    QTest::newRow("Arizona has no daylight-saving time")
        << nine << eight << QByteArray("America/Phoenix") << u"2026-07-01T14:30:00Z"_s << u"2026-07-01T15:00:00Z"_s;
    // Clocks went forward on 2026-03-08 at 2:00 and back on 2026-11-01 at 2:00.
    QTest::newRow("the night that loses an hour") << nine << eight << dallas << u"2026-03-08T04:00:00Z"_s << u"2026-03-08T13:00:00Z"_s;
    QTest::newRow("the night that gains an hour") << nine << eight << dallas << u"2026-11-01T04:00:00Z"_s << u"2026-11-01T14:00:00Z"_s;
    QTest::newRow("the hour that comes twice, once more")
        << nine << eight << dallas << u"2026-11-01T07:30:00Z"_s << u"2026-11-01T14:00:00Z"_s;
    QTest::newRow("an end that the clock skips")
        << nine << QTime(2, 30) << dallas << u"2026-03-08T07:59:00Z"_s << u"2026-03-08T08:30:00Z"_s;
}

void TestQuietHours::quietUntil()
{
    QFETCH(QTime, start);
    QFETCH(QTime, end);
    QFETCH(QByteArray, zone);
    QFETCH(QString, now);
    QFETCH(QString, until);

    const std::optional<Instant> quiet = policy::quietUntil({start, end}, {.zones = {zone}}, instantOf(now));
    QCOMPARE(quiet ? toIso(*quiet) : QString(), until.isEmpty() ? QString() : toIso(instantOf(until)));
}

void TestQuietHours::sameStartAndEndIsNeverQuiet()
{
    QVERIFY(!policy::quietUntil({QTime(8, 0), QTime(8, 0)}, {.zones = {"America/Chicago"}}, instantOf(u"2026-11-21T14:00:00Z"_s)));
}

// South Dakota's 605: half of it is an hour behind the other half.
void TestQuietHours::asksEveryZone()
{
    const playbook::QuietHours hours{QTime(21, 0), QTime(8, 0)};
    const Whereabouts zones = policy::whereabouts(number(u"+16055550123"_s), {}, "America/New_York");
    QCOMPARE(zones.zones.size(), 2);
    // 20:30 in the west, 21:30 in the east.
    QCOMPARE(policy::quietUntil(hours, zones, instantOf(u"2026-11-21T03:30:00Z"_s)), instantOf(u"2026-11-21T15:00:00Z"_s));
    // 7:30 in the west, 8:30 in the east.
    QCOMPARE(policy::quietUntil(hours, zones, instantOf(u"2026-11-21T14:30:00Z"_s)), instantOf(u"2026-11-21T15:00:00Z"_s));
    QVERIFY(!policy::quietUntil(hours, zones, instantOf(u"2026-11-21T15:00:00Z"_s)));
    QVERIFY(!policy::quietUntil(hours, zones, instantOf(u"2026-11-21T02:59:00Z"_s)));
}

QTEST_GUILESS_MAIN(TestQuietHours)
#include "tst_quiethours.moc"
