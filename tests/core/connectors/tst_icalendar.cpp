#include "base/time.h"
#include "connectors/icalendar/icalendar.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using calls::BusyTime;

namespace {

Instant at(const char *iso)
{
    const QDateTime time =
        QDateTime::fromString(QString::fromLatin1(iso) + (QByteArrayView(iso).contains('T') ? u""_s : u"T00:00"_s) + u"Z"_s, Qt::ISODate);
    Q_ASSERT(time.isValid());
    return fromMs(time.toMSecsSinceEpoch());
}

/// Chicago, November and the first half of December 2026, where a test says nothing else.
BusyQuery chicago()
{
    return {.from = at("2026-11-01"),
            .to = at("2026-12-15"),
            .zone = "America/Chicago",
            .leaveWords = {u"PTO"_s, u"vacation"_s},
            .addresses = {u"dana@example.com"_s},
            .ownEntries = QString::fromUtf16(entryDomain)};
}

/// Some lines as one VCALENDAR.
QByteArray calendar(const QByteArray &lines)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n" + QByteArray(lines).replace('\n', "\r\n") +
           "\r\nEND:VCALENDAR\r\n";
}

/// Some lines as one event.
QByteArray oneEvent(const QByteArray &lines)
{
    return "BEGIN:VEVENT\nUID:one@example.com\n" + lines + "\nEND:VEVENT";
}

QString shown(Instant time)
{
    return toDateTime(time).toString(u"yyyy-MM-ddTHH:mm"_s);
}

/// `2026-11-26T16:00/2026-11-26T17:00 busy`, in UTC
QStringList spelled(const QList<BusyTime> &times)
{
    QStringList all;
    for (const BusyTime &time : times)
        all.append(shown(time.from) + u'/' + shown(time.to) + u' ' + calls::word(time.kind));
    return all;
}

} // namespace

class TestICalendar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatIsBusy_data();
    void knowsWhatIsBusy();
    void refusesWhatIsNotWhole_data();
    void refusesWhatIsNotWhole();
    void refusesEveryCutOffFile();
};

void TestICalendar::knowsWhatIsBusy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("busy");
    QTest::addColumn<QStringList>("oddities");
    const QStringList none;

    // The traps that were tried with libical 3.0.16: providers/crm-ats-calendar.md, 9.2.
    QTest::newRow("one all-day event without an end is one local day")
        << calendar(oneEvent("DTSTART;VALUE=DATE:20261126")) << QStringList{u"2026-11-26T06:00/2026-11-27T06:00 busy"_s} << none;
    QTest::newRow("the end of all-day events is not part of them")
        << calendar(oneEvent("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261128"))
        << QStringList{u"2026-11-26T06:00/2026-11-28T06:00 busy"_s} << none;
    QTest::newRow("of a moved instance only the new time")
        << calendar(oneEvent("DTSTART:20261102T150000Z\nDTEND:20261102T160000Z\nRRULE:FREQ=WEEKLY;COUNT=3") + "\n" +
                    oneEvent("RECURRENCE-ID:20261109T150000Z\nDTSTART:20261110T180000Z\nDTEND:20261110T183000Z"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-10T18:00/2026-11-10T18:30 busy"_s,
                       u"2026-11-16T15:00/2026-11-16T16:00 busy"_s}
        << none;
    QTest::newRow("this and all later instances shift")
        << calendar(
               oneEvent(
                   "DTSTART;TZID=America/Chicago:20261102T090000\nDTEND;TZID=America/Chicago:20261102T100000\nRRULE:FREQ=WEEKLY;COUNT=4") +
               "\n" +
               oneEvent(
                   "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20261116T090000\nDTSTART;TZID=America/Chicago:20261117T100000\n"
                   "DTEND;TZID=America/Chicago:20261117T103000"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-09T15:00/2026-11-09T16:00 busy"_s,
                       u"2026-11-17T16:00/2026-11-17T16:30 busy"_s, u"2026-11-24T16:00/2026-11-24T16:30 busy"_s}
        << none;
    QTest::newRow("a last day that is a date is busy too")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261104"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T16:00 busy"_s,
                       u"2026-11-04T15:00/2026-11-04T16:00 busy"_s}
        << none;
    QTest::newRow("a Windows name of a zone without its rules")
        << calendar(oneEvent("DTSTART;TZID=Central Standard Time:20261126T100000\nDTEND;TZID=Central Standard Time:20261126T110000"))
        << QStringList{u"2026-11-26T16:00/2026-11-26T17:00 busy"_s} << none;
    QTest::newRow("a zone without its rules")
        << calendar(oneEvent("DTSTART;TZID=America/Denver:20261126T100000\nDTEND;TZID=America/Denver:20261126T110000"))
        << QStringList{u"2026-11-26T17:00/2026-11-26T18:00 busy"_s} << none;
    QTest::newRow("transparent") << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T110000Z\nTRANSP:TRANSPARENT")) << none
                                 << none;
    QTest::newRow("cancelled") << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T110000Z\nSTATUS:CANCELLED")) << none << none;
    QTest::newRow("two calendars in one file") << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T110000Z")) +
                                                      calendar("BEGIN:VEVENT\nUID:2\nDTSTART:20261127T100000Z\nDURATION:PT30M\nEND:VEVENT")
                                               << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s,
                                                              u"2026-11-27T10:00/2026-11-27T10:30 busy"_s}
                                               << none;
    QTest::newRow("a time as ISO writes it") << calendar(oneEvent("DTSTART:2026-11-26T10:00:00Z\nDTEND:2026-11-26T11:00:00Z"))
                                             << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s}
                                             << QStringList{u"a time written in another way"_s};
}

void TestICalendar::knowsWhatIsBusy()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, busy);
    QFETCH(QStringList, oddities);
    const Result<icalendar::Expanded> expanded = icalendar::busyIn(text, chicago());
    QVERIFY2(expanded, expanded ? "" : qPrintable(expanded.error().what));
    QCOMPARE(spelled(expanded->busy), busy);
    QCOMPARE(expanded->oddities, oddities);
}

void TestICalendar::refusesWhatIsNotWhole_data()
{
    QTest::addColumn<QByteArray>("text");

    const QByteArray whole = oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T110000Z");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("blank lines") << QByteArray("\r\n\r\n");
    QTest::newRow("a page to sign in") << QByteArray("<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>\n");
    QTest::newRow("JSON") << QByteArray("{\"error\":\"not found\"}");
    QTest::newRow("a calendar with a page behind it") << calendar(whole) + "<html></html>";
    QTest::newRow("without its end") << QByteArray("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    QTest::newRow("an event that does not end") << calendar("BEGIN:VEVENT\nDTSTART:20261126T100000Z");
    QTest::newRow("an event without a calendar") << whole + "\n";
    QTest::newRow("an event without a start") << calendar(oneEvent("DTEND:20261126T110000Z"));
    QTest::newRow("a start that is none") << calendar(oneEvent("DTSTART:tomorrow"));
    QTest::newRow("a thirteenth month") << calendar(oneEvent("DTSTART:20261326T100000Z"));
    QTest::newRow("the thirtieth of February") << calendar(oneEvent("DTSTART;VALUE=DATE:20260230"));
    QTest::newRow("a 25th hour") << calendar(oneEvent("DTSTART:20261126T250000Z"));
    QTest::newRow("an end that is none") << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:later"));
    QTest::newRow("a duration that is none") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:long"));
    QTest::newRow("a rule that is none") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES"));
    QTest::newRow("a rule with an UNTIL that is none")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=soon"));
    QTest::newRow("each second") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"));
    QTest::newRow("an exception that is none") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nEXDATE:never"));
    QTest::newRow("more instances than anybody has")
        << calendar(oneEvent("DTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55"));
}

void TestICalendar::refusesWhatIsNotWhole()
{
    QFETCH(QByteArray, text);
    const Result<icalendar::Expanded> expanded = icalendar::busyIn(text, chicago());
    QVERIFY(!expanded);
    QCOMPARE(expanded.error().kind, ErrorKind::Invalid);
}

// A cut file would else look like a person with more time than they have.
void TestICalendar::refusesEveryCutOffFile()
{
    const QByteArray whole = calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T110000Z\nSUMMARY:Zürich") + "\n" +
                                      oneEvent("RECURRENCE-ID:20261126T100000Z\nDTSTART:20261126T100000Z\nRRULE:FREQ=DAILY"));
    QVERIFY(icalendar::busyIn(whole, chicago()));
    for (qsizetype length = 0; length < whole.size() - 2; ++length) // but for the last line end
        QVERIFY2(!icalendar::busyIn(whole.first(length), chicago()), qPrintable(QString::number(length)));
}

QTEST_GUILESS_MAIN(TestICalendar)
#include "tst_icalendar.moc"
