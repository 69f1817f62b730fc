#include "base/time.h"
#include "connectors/icalendar/icalendar.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Instant at(const char *iso)
{
    return fromMs(QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch());
}

const char *const now = "2026-11-23T14:00:00Z";

CalendarEntry entry()
{
    return {.uid = u"0193-cal1@callback.ringback"_s,
            .from = at("2026-11-23T20:00:00Z"),
            .to = at("2026-11-23T20:15:00Z"),
            .zone = "America/Chicago",
            .title = u"Call Zoë Müller back; roof, urgent"_s,
            .text = u"Called at 1:52 PM.\nC:\\leads, \"hail\" ☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂"_s,
            .url = u"https://crm.example.com/leads/17?x=1,2;3"_s,
            .revision = 2,
            .alarmBefore = 5min};
}

BusyQuery aroundIt()
{
    return {.from = at("2026-11-01T00:00:00Z"), .to = at("2026-12-15T00:00:00Z"), .zone = "America/Chicago", .leaveWords = {}};
}

// Unfolded, sorted lines of the one event, without what changes each time.
QStringList linesOf(QByteArray text)
{
    text.replace("\r\n ", "");
    QStringList lines = QString::fromUtf8(text).split(u"\r\n"_s, Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u"DTSTAMP"_s) || line.startsWith(u"LAST-MODIFIED"_s); });
    lines.sort();
    return lines;
}

} // namespace

class TestICalendarEntries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAnEntry();
    void writesAnEntryWithoutExtras();
    void writesNothingThatIsNotText();
    void mergesOnlyWhatChanged();
    void mergesTheTime();
    void mergesAllWhereNothingIsKnown();
    void mergesTheAlarm();
    void mergesNothing();
    void keepsInstancesOfOthers();
    void refusesToMerge_data();
    void refusesToMerge();
    void listsUids();
    void readsHints_data();
    void readsHints();
};

void TestICalendarEntries::writesAnEntry()
{
    const QByteArray text = icalendar::write(entry(), at(now));
    for (const QByteArray &line : text.split('\n')) {
        QVERIFY2(line.size() <= 76, line.constData()); // 75 and the carriage return
        QVERIFY(line.isEmpty() || line.endsWith('\r'));
        QVERIFY2(QString::fromUtf8(line).toUtf8() == line, "a character was cut");
    }
    const QStringList lines = linesOf(text);
    for (const QString &line : {u"UID:0193-cal1@callback.ringback"_s, u"DTSTART:20261123T200000Z"_s, u"DTEND:20261123T201500Z"_s,
                                u"SEQUENCE:2"_s, u"SUMMARY:Call Zoë Müller back\\; roof\\, urgent"_s,
                                u"URL:https://crm.example.com/leads/17?x=1,2;3"_s, u"TRIGGER:-PT5M"_s, u"TRANSP:OPAQUE"_s})
        QVERIFY2(lines.contains(line), qPrintable(line + u" is not in\n"_s + lines.join(u'\n')));
    QVERIFY(lines.join(u'\n').contains(u"DESCRIPTION:Called at 1:52 PM.\\nC:\\\\leads\\, \"hail\" ☂"_s));
    QVERIFY(text.contains("DTSTAMP:20261123T140000Z\r\n"));

    const Result<icalendar::Expanded> read = icalendar::busyIn(text, aroundIt());
    QVERIFY(read);
    QCOMPARE(read->busy, (QList<calls::BusyTime>{{.from = entry().from, .to = entry().to, .kind = calls::BusyKind::Busy}}));
}

void TestICalendarEntries::writesAnEntryWithoutExtras()
{
    CalendarEntry plain = entry();
    plain.text.clear();
    plain.url.clear();
    plain.alarmBefore.reset();
    const QByteArray text = icalendar::write(plain, at(now));
    QVERIFY(!text.contains("URL"));
    QVERIFY(!text.contains("DESCRIPTION"));
    QVERIFY(!text.contains("VALARM"));
    QCOMPARE(*icalendar::uids(text), QStringList{plain.uid});
}

// A caller's name must not become lines of the file.
void TestICalendarEntries::writesNothingThatIsNotText()
{
    CalendarEntry odd = entry();
    odd.title = u"Call \r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\u0007 back"_s;
    odd.url = u"https://example.com/\r\nATTENDEE:mailto:x@example.com"_s;
    const QByteArray text = icalendar::write(odd, at(now));
    QCOMPARE(*icalendar::uids(text), QStringList{odd.uid});
    QVERIFY(!text.contains("ATTENDEE"));
    QVERIFY(!text.contains('\a'));
}

void TestICalendarEntries::mergesOnlyWhatChanged()
{
    // Somebody moved it, noted something, has an alarm of their own; the server put in words of its own.
    QByteArray there = icalendar::write(entry(), at(now));
    there.replace("DTSTART:20261123T200000Z", "DTSTART;TZID=America/Chicago:20261123T170000")
        .replace("DTEND:20261123T201500Z", "DURATION:PT30M");
    there.replace("STATUS:CONFIRMED\r\n",
                  "STATUS:CONFIRMED\r\nX-SERVER-THING;A=\"b;c\":kept as it\r\n  is\r\nCOMMENT:ask for the key\r\n"
                  "BEGIN:VALARM\r\nUID:theirs\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:x\r\nEND:VALARM\r\n");
    CalendarEntry changed = entry();
    changed.title = u"Call Zoë back"_s;
    changed.revision = 3;
    const Result<QByteArray> merged = icalendar::merge(there, changed, entry(), at("2026-11-23T15:00:00Z"));
    QVERIFY(merged);
    QVERIFY(merged->contains("X-SERVER-THING;A=\"b;c\":kept as it\r\n  is\r\n"));
    QVERIFY(merged->contains("DTSTAMP:20261123T150000Z\r\n"));
    QVERIFY(!merged->contains("20261123T140000Z"));
    QStringList expected = linesOf(there);
    expected.replaceInStrings(u"SUMMARY:Call Zoë Müller back\\; roof\\, urgent"_s, u"SUMMARY:Call Zoë back"_s);
    expected.replaceInStrings(u"SEQUENCE:2"_s, u"SEQUENCE:3"_s);
    expected.sort();
    QCOMPARE(linesOf(*merged), expected);
}

void TestICalendarEntries::mergesTheTime()
{
    QByteArray there = icalendar::write(entry(), at(now));
    there.replace("DTEND:20261123T201500Z", "DURATION:PT30M").replace("SEQUENCE:2", "SEQUENCE:9");
    CalendarEntry moved = entry();
    moved.from += 1h;
    moved.to += 1h;
    const Result<QByteArray> merged = icalendar::merge(there, moved, entry(), at(now));
    QVERIFY(merged);
    QVERIFY(!merged->contains("DURATION"));
    QVERIFY(merged->contains("SEQUENCE:10\r\n")); // somebody else was further
    const Result<icalendar::Expanded> read = icalendar::busyIn(*merged, aroundIt());
    QVERIFY(read);
    QCOMPARE(read->busy, (QList<calls::BusyTime>{{.from = moved.from, .to = moved.to, .kind = calls::BusyKind::Busy}}));
}

void TestICalendarEntries::mergesAllWhereNothingIsKnown()
{
    CalendarEntry other = entry();
    other.title = u"Something else"_s;
    other.text.clear();
    other.from -= 5h;
    other.alarmBefore = 30min;
    const Result<QByteArray> merged = icalendar::merge(icalendar::write(other, at(now)), entry(), std::nullopt, at(now));
    QVERIFY(merged);
    QStringList expected = linesOf(icalendar::write(entry(), at(now)));
    expected.replaceInStrings(u"SEQUENCE:2"_s, u"SEQUENCE:3"_s);
    QCOMPARE(linesOf(*merged), expected);
}

void TestICalendarEntries::mergesTheAlarm()
{
    CalendarEntry silent = entry();
    silent.alarmBefore.reset();
    const Result<QByteArray> without = icalendar::merge(icalendar::write(entry(), at(now)), silent, entry(), at(now));
    QVERIFY(without);
    QVERIFY(!without->contains("VALARM"));
    const Result<QByteArray> again = icalendar::merge(*without, entry(), silent, at(now));
    QVERIFY(again);
    QCOMPARE(again->count("BEGIN:VALARM"), 1);
    QVERIFY(again->indexOf("BEGIN:VALARM") < again->indexOf("END:VEVENT"));
}

void TestICalendarEntries::mergesNothing()
{
    const QByteArray there = icalendar::write(entry(), at(now)).replace("SUMMARY:Call", "SUMMARY:Please call");
    CalendarEntry sameButLater = entry();
    sameButLater.revision = 8;
    QCOMPARE(icalendar::merge(there, sameButLater, entry(), at("2026-11-23T15:00:00Z")).value(), there);
}

// Whoever made a series of it moved one of its instances: that stays theirs.
void TestICalendarEntries::keepsInstancesOfOthers()
{
    const QByteArray instance =
        "BEGIN:VEVENT\r\nUID:0193-cal1@callback.ringback\r\nRECURRENCE-ID:20261123T200000Z\r\nDTSTART:20261124T200000Z\r\n"
        "SUMMARY:theirs\r\nEND:VEVENT\r\n";
    const QByteArray there = icalendar::write(entry(), at(now)).replace("BEGIN:VEVENT", instance + "BEGIN:VEVENT");
    CalendarEntry changed = entry();
    changed.title = u"New"_s;
    const Result<QByteArray> merged = icalendar::merge(there, changed, entry(), at(now));
    QVERIFY(merged);
    QVERIFY(merged->contains(instance));
    QCOMPARE(merged->count("SUMMARY:New\r\n"), 1);
}

void TestICalendarEntries::refusesToMerge_data()
{
    QTest::addColumn<QByteArray>("there");

    QTest::newRow("a page") << QByteArray("<html></html>");
    QTest::newRow("half of it") << icalendar::write(entry(), at(now)).first(200);
    CalendarEntry other = entry();
    other.uid = u"somebody-elses@example.com"_s;
    QTest::newRow("another event") << icalendar::write(other, at(now));
}

void TestICalendarEntries::refusesToMerge()
{
    QFETCH(QByteArray, there);
    const Result<QByteArray> merged = icalendar::merge(there, entry(), std::nullopt, at(now));
    QVERIFY(!merged);
    QCOMPARE(merged.error().kind, ErrorKind::Invalid);
}

void TestICalendarEntries::listsUids()
{
    CalendarEntry other = entry();
    other.uid = u"b@example.com"_s;
    const QByteArray one = icalendar::write(entry(), at(now));
    QCOMPARE(*icalendar::uids(one + icalendar::write(other, at(now)) + one), (QStringList{entry().uid, other.uid}));
    QVERIFY(!icalendar::uids("<html></html>"));
    QCOMPARE(*icalendar::uids("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), QStringList());
}

void TestICalendarEntries::readsHints_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<qint64>("minutes"); // 0 = none

    QTest::newRow("none") << QByteArray() << qint64(0);
    QTest::newRow("of the standard") << QByteArray("REFRESH-INTERVAL;VALUE=DURATION:P1DT12H\r\n") << qint64(36 * 60);
    QTest::newRow("of Outlook") << QByteArray("X-PUBLISHED-TTL:PT3H\r\n") << qint64(180);
    QTest::newRow("both") << QByteArray("X-PUBLISHED-TTL:PT1H\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n") << qint64(15);
    QTest::newRow("none that can be read") << QByteArray("REFRESH-INTERVAL:soon\r\n") << qint64(0);
    QTest::newRow("backwards") << QByteArray("REFRESH-INTERVAL:-PT1H\r\n") << qint64(0);
    QTest::newRow("a year") << QByteArray("REFRESH-INTERVAL:P365D\r\n") << qint64(7 * 24 * 60);
    QTest::newRow("more than there is time") << QByteArray("REFRESH-INTERVAL:P99999999999W\r\n") << qint64(0);
}

void TestICalendarEntries::readsHints()
{
    QFETCH(QByteArray, lines);
    QFETCH(qint64, minutes);
    const std::optional<Milliseconds> again = icalendar::readAgainIn("BEGIN:VCALENDAR\r\n" + lines + "END:VCALENDAR\r\n");
    QCOMPARE(again.value_or(0ms), Milliseconds(std::chrono::minutes(minutes)));
}

QTEST_GUILESS_MAIN(TestICalendarEntries)
#include "tst_icalendar_entries.moc"
