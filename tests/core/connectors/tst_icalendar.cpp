#include "base/time.h"
#include "connectors/icalendar/icalendar.h"

#include <QFile>
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

/// What a row asks: `zone`, `from`, `to`.
BusyQuery asked()
{
    QFETCH(QByteArray, zone);
    QFETCH(Instant, from);
    QFETCH(Instant, to);
    BusyQuery query = chicago();
    query.zone = zone;
    query.from = from;
    query.to = to;
    return query;
}

/// One of tests/data/calendars.
QByteArray exported(const char *name)
{
    QFile file(QStringLiteral(RINGBACK_SOURCE_DIR "/tests/data/calendars/") + QString::fromLatin1(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return file.readAll();
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
    void keepsToTheClocks_data();
    void keepsToTheClocks();
    void readsExports_data();
    void readsExports();
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

    // Times.
    QTest::newRow("a floating time is the reader's") << calendar(oneEvent("DTSTART:20261126T100000\nDTEND:20261126T110000"))
                                                     << QStringList{u"2026-11-26T16:00/2026-11-26T17:00 busy"_s} << none;
    QTest::newRow("no end is no time") << calendar(oneEvent("DTSTART:20261126T100000Z")) << none << none;
    QTest::newRow("an end at the start is no time")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T100000Z")) << none << none;
    QTest::newRow("an end before the start") << calendar(oneEvent("DTSTART:20261126T100000Z\nDTEND:20261126T090000Z")) << none
                                             << QStringList{u"an end before its start"_s};
    QTest::newRow("a date that ends on itself is a day") << calendar(oneEvent("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261126"))
                                                         << QStringList{u"2026-11-26T06:00/2026-11-27T06:00 busy"_s} << none;
    QTest::newRow("a date that says not that it is one")
        << calendar(oneEvent("DTSTART:20261126\nDTEND:20261127")) << QStringList{u"2026-11-26T06:00/2026-11-27T06:00 busy"_s} << none;
    QTest::newRow("a date of a zone") << calendar(oneEvent("DTSTART;TZID=Europe/London;VALUE=DATE:20261126"))
                                      << QStringList{u"2026-11-26T06:00/2026-11-27T06:00 busy"_s} << none;
    QTest::newRow("a day with a duration") << calendar(oneEvent("DTSTART;VALUE=DATE:20261126\nDURATION:P2D"))
                                           << QStringList{u"2026-11-26T06:00/2026-11-28T06:00 busy"_s} << none;
    QTest::newRow("the day that has 25 hours") << calendar(oneEvent("DTSTART;VALUE=DATE:20261101"))
                                               << QStringList{u"2026-11-01T05:00/2026-11-02T06:00 busy"_s} << none;
    QTest::newRow("a time that ends with a date")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261126T100000\nDTEND;VALUE=DATE:20261127"))
        << QStringList{u"2026-11-26T16:00/2026-11-27T06:00 busy"_s} << QStringList{u"an end of another kind than its start"_s};
    QTest::newRow("a flight") << calendar(
                                     oneEvent("DTSTART;TZID=Europe/London:20261126T100000\nDTEND;TZID=America/New_York:20261126T130000"))
                              << QStringList{u"2026-11-26T10:00/2026-11-26T18:00 busy"_s} << none;
    QTest::newRow("longer than what is asked for") << calendar(oneEvent("DTSTART:20260101T000000Z\nDTEND:20270101T000000Z"))
                                                   << QStringList{u"2026-01-01T00:00/2027-01-01T00:00 busy"_s} << none;
    QTest::newRow("ends as the question begins") << calendar(oneEvent("DTSTART:20261031T230000Z\nDTEND:20261101T000000Z")) << none << none;
    QTest::newRow("a zone that nobody knows") << calendar(oneEvent("DTSTART;TZID=Middle-earth/Shire:20261126T100000\nDURATION:PT1H"))
                                              << QStringList{u"2026-11-26T16:00/2026-11-26T17:00 busy"_s}
                                              << QStringList{u"an unknown time zone"_s};
    QTest::newRow("a zone with a path before it")
        << calendar(oneEvent("DTSTART;TZID=/mozilla.org/20050126_1/America/Denver:20261126T100000\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T17:00/2026-11-26T18:00 busy"_s} << none;
    QTest::newRow("a zone in quotes") << calendar(oneEvent("DTSTART;TZID=\"America/Denver\":20261126T100000\nDURATION:PT1H"))
                                      << QStringList{u"2026-11-26T17:00/2026-11-26T18:00 busy"_s} << none;
    QTest::newRow("a zone of the file's own")
        << calendar("BEGIN:VTIMEZONE\nTZID:My "
                    "zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n" +
                    oneEvent("DTSTART;TZID=My zone:20261126T100000\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T04:30/2026-11-26T05:30 busy"_s} << none;
    QTest::newRow("a zone of the file's own that says where it is")
        << calendar("BEGIN:VTIMEZONE\nTZID:My "
                    "zone\nX-LIC-LOCATION:America/"
                    "Denver\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n" +
                    oneEvent("DTSTART;TZID=My zone:20261126T100000\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T17:00/2026-11-26T18:00 busy"_s} << none;
    QTest::newRow("a zone of the file's own that says nothing")
        << calendar("BEGIN:VTIMEZONE\nTZID:My zone\nEND:VTIMEZONE\n" + oneEvent("DTSTART;TZID=My zone:20261126T100000\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T16:00/2026-11-26T17:00 busy"_s} << QStringList{u"an unknown time zone"_s};

    // What recurs.
    QTest::newRow("a series without an end that began long ago")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:19900104T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=4TH"))
        << QStringList{u"2026-11-26T15:00/2026-11-26T16:00 busy"_s} << none;
    QTest::newRow("a first one that the rule does not name")
        << calendar(oneEvent("DTSTART:20261103T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261113T235959Z"))
        << QStringList{u"2026-11-03T10:00/2026-11-03T11:00 busy"_s, u"2026-11-06T10:00/2026-11-06T11:00 busy"_s,
                       u"2026-11-13T10:00/2026-11-13T11:00 busy"_s}
        << none;
    QTest::newRow("the last moment counts")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261103T150000Z"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T16:00 busy"_s} << none;
    QTest::newRow("a moment after the last")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261103T145959Z"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s} << none;
    QTest::newRow("dates until a time") << calendar(oneEvent("DTSTART;VALUE=DATE:20261102\nRRULE:FREQ=DAILY;UNTIL=20261103T000000Z"))
                                        << QStringList{u"2026-11-02T06:00/2026-11-03T06:00 busy"_s,
                                                       u"2026-11-03T06:00/2026-11-04T06:00 busy"_s}
                                        << none;
    QTest::newRow("two rules") << calendar(oneEvent(
                                      "DTSTART:20261103T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=2"))
                               << QStringList{u"2026-11-03T10:00/2026-11-03T11:00 busy"_s, u"2026-11-04T10:00/2026-11-04T11:00 busy"_s,
                                              u"2026-11-10T10:00/2026-11-10T11:00 busy"_s}
                               << none;
    QTest::newRow("more dates and periods")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261103T100000\nDURATION:PT1H\nRDATE;TZID=America/"
                             "Chicago:20261104T120000,20261105T120000\nRDATE;VALUE=PERIOD:20261106T100000Z/"
                             "20261106T103000Z,20261107T100000Z/PT2H\nRDATE;VALUE=DATE:20261108"))
        << QStringList{u"2026-11-03T16:00/2026-11-03T17:00 busy"_s, u"2026-11-04T18:00/2026-11-04T19:00 busy"_s,
                       u"2026-11-05T18:00/2026-11-05T19:00 busy"_s, u"2026-11-06T10:00/2026-11-06T10:30 busy"_s,
                       u"2026-11-07T10:00/2026-11-07T12:00 busy"_s, u"2026-11-08T16:00/2026-11-08T17:00 busy"_s}
        << none;
    QTest::newRow("exceptions: in the zone, in UTC, in another zone")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=America/"
                             "Chicago:20261102T090000\nEXDATE:20261103T150000Z\nEXDATE;TZID=America/New_York:20261104T100000"))
        << QStringList{u"2026-11-05T15:00/2026-11-05T16:00 busy"_s} << none;
    QTest::newRow("exceptions: floating, as dates, at a time when nothing is")
        << calendar(oneEvent("DTSTART;TZID=America/"
                             "Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261102T090000\nEXDATE;VALUE=DATE:"
                             "20261103,20261104\nEXDATE:20261105T090000Z"))
        << QStringList{u"2026-11-05T15:00/2026-11-05T16:00 busy"_s} << none;
    QTest::newRow("exceptions of dates: as dates, as midnights")
        << calendar(oneEvent("DTSTART;VALUE=DATE:20261102\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261102\nEXDATE:"
                             "20261103T000000Z\nEXDATE;TZID=America/Chicago:20261104T000000"))
        << QStringList{u"2026-11-05T06:00/2026-11-06T06:00 busy"_s} << none;
    QTest::newRow("a rule of exceptions takes nothing away")
        << calendar(
               oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;COUNT=3"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T16:00 busy"_s,
                       u"2026-11-04T15:00/2026-11-04T16:00 busy"_s, u"2026-11-05T15:00/2026-11-05T16:00 busy"_s}
        << QStringList{u"a rule of exceptions"_s};
    QTest::newRow("a cancelled instance")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4") + "\n" +
                    oneEvent("RECURRENCE-ID;TZID=America/Chicago:20261103T090000\nDTSTART;TZID=America/"
                             "Chicago:20261103T090000\nDURATION:PT1H\nSTATUS:CANCELLED"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-04T15:00/2026-11-04T16:00 busy"_s,
                       u"2026-11-05T15:00/2026-11-05T16:00 busy"_s}
        << none;
    QTest::newRow("an instance by its date")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4") + "\n" +
                    oneEvent("RECURRENCE-ID;VALUE=DATE:20261103\nDTSTART;TZID=America/Chicago:20261103T190000\nDURATION:PT1H"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-04T01:00/2026-11-04T02:00 busy"_s,
                       u"2026-11-04T15:00/2026-11-04T16:00 busy"_s, u"2026-11-05T15:00/2026-11-05T16:00 busy"_s}
        << none;
    QTest::newRow("an instance that comes from far away")
        << calendar(oneEvent("DTSTART:20260101T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;UNTIL=20260102") + "\n" +
                    oneEvent("RECURRENCE-ID:20260101T100000Z\nDTSTART:20261126T100000Z\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s} << none;
    QTest::newRow("an instance that goes far away")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY") + "\n" +
                    oneEvent("RECURRENCE-ID:20261126T100000Z\nDTSTART:20270126T100000Z\nDURATION:PT1H"))
        << none << none;
    QTest::newRow("an instance without its series")
        << calendar(oneEvent("RECURRENCE-ID:20261103T100000Z\nDTSTART:20261126T100000Z\nDURATION:PT1H"))
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s} << none;
    QTest::newRow("an instance before its series in the file")
        << calendar(
               oneEvent("RECURRENCE-ID;TZID=America/Chicago:20261103T090000\nDTSTART;TZID=America/Chicago:20261103T090000\nDURATION:PT2H") +
               "\n" + oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T17:00 busy"_s,
                       u"2026-11-04T15:00/2026-11-04T16:00 busy"_s, u"2026-11-05T15:00/2026-11-05T16:00 busy"_s}
        << none;
    QTest::newRow("an instance in another calendar of the file")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4")) +
               calendar(oneEvent(
                   "RECURRENCE-ID;TZID=America/Chicago:20261103T090000\nDTSTART;TZID=America/Chicago:20261103T090000\nDURATION:PT2H"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T17:00 busy"_s,
                       u"2026-11-04T15:00/2026-11-04T16:00 busy"_s, u"2026-11-05T15:00/2026-11-05T16:00 busy"_s}
        << none;
    QTest::newRow("of two versions of an instance the newer")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1") + "\n" +
                    oneEvent("SEQUENCE:3\nRECURRENCE-ID;TZID=America/Chicago:20261102T090000\nDTSTART:20261112T100000Z\nDURATION:PT1H") +
                    "\n" +
                    oneEvent("SEQUENCE:2\nRECURRENCE-ID;TZID=America/Chicago:20261102T090000\nDTSTART:20261113T100000Z\nDURATION:PT1H"))
        << QStringList{u"2026-11-12T10:00/2026-11-12T11:00 busy"_s} << none;
    QTest::newRow("of two versions of an event the newer")
        << calendar(oneEvent("SEQUENCE:1\nDTSTART:20261112T100000Z\nDURATION:PT1H") + "\n" +
                    oneEvent("SEQUENCE:2\nDTSTART:20261113T100000Z\nDURATION:PT1H"))
        << QStringList{u"2026-11-13T10:00/2026-11-13T11:00 busy"_s} << none;
    QTest::newRow("this and all later ones are cancelled")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4") + "\n" +
                    oneEvent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20261104T090000\nDTSTART;TZID=America/"
                             "Chicago:20261104T090000\nDURATION:PT1H\nSTATUS:CANCELLED"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T15:00/2026-11-03T16:00 busy"_s} << none;
    QTest::newRow("this and all later ones shift twice, and one on its own")
        << calendar(
               oneEvent("DTSTART;TZID=America/Chicago:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4") + "\n" +
               oneEvent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20261103T090000\nDTSTART;TZID=America/"
                        "Chicago:20261103T100000\nDURATION:PT1H") +
               "\n" +
               oneEvent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20261105T090000\nDTSTART;TZID=America/"
                        "Chicago:20261105T110000\nDURATION:PT2H") +
               "\n" +
               oneEvent("RECURRENCE-ID;TZID=America/Chicago:20261104T090000\nDTSTART;TZID=America/Chicago:20261104T200000\nDURATION:PT1H"))
        << QStringList{u"2026-11-02T15:00/2026-11-02T16:00 busy"_s, u"2026-11-03T16:00/2026-11-03T17:00 busy"_s,
                       u"2026-11-05T02:00/2026-11-05T03:00 busy"_s, u"2026-11-05T17:00/2026-11-05T19:00 busy"_s}
        << none;
    QTest::newRow("two events without a UID") << calendar("BEGIN:VEVENT\nDTSTART:20261112T100000Z\nDURATION:PT1H\nEND:VEVENT\nBEGIN:"
                                                          "VEVENT\nSEQUENCE:4\nDTSTART:20261113T100000Z\nDURATION:PT1H\nEND:VEVENT")
                                              << QStringList{u"2026-11-12T10:00/2026-11-12T11:00 busy"_s,
                                                             u"2026-11-13T10:00/2026-11-13T11:00 busy"_s}
                                              << none;
    QTest::newRow("twice the same") << calendar(oneEvent("DTSTART:20261112T100000Z\nDURATION:PT1H")) +
                                           calendar(oneEvent("DTSTART:20261112T100000Z\nDURATION:PT1H"))
                                    << QStringList{u"2026-11-12T10:00/2026-11-12T11:00 busy"_s} << none;

    // Whether it keeps anybody busy.
    QTest::newRow("tentative") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nSTATUS:TENTATIVE"))
                               << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 tentative"_s} << none;
    QTest::newRow("tentative for Outlook") << calendar(
                                                  oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"))
                                           << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 tentative"_s} << none;
    QTest::newRow("free for Outlook") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"))
                                      << none << none;
    QTest::newRow("opaque, whatever Outlook once said")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"))
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s} << none;
    QTest::newRow("out of office") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"))
                                   << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 leave"_s} << none;
    QTest::newRow("out of office and transparent")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:TRANSPARENT"))
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 leave"_s} << none;
    QTest::newRow("works elsewhere")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\nTRANSP:OPAQUE")) << none
        << none;
    QTest::newRow("leave by its title, transparent")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nSUMMARY:dana - pto (back on Monday)\nTRANSP:TRANSPARENT"))
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 leave"_s} << none;
    QTest::newRow("a word that only holds a word of leave")
        << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nSUMMARY:Fetch the laptops\nTRANSP:TRANSPARENT")) << none << none;
    QTest::newRow("cancelled leave") << calendar(oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nSUMMARY:PTO\nSTATUS:CANCELLED")) << none
                                     << none;
    QTest::newRow("declined by the person")
        << calendar(
               oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED;CN=\"Example, Dana\":MAILTO:Dana@example.com"))
        << none << none;
    QTest::newRow("declined by somebody else") << calendar(
                                                      oneEvent("DTSTART:20261126T100000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=ACCEPTED:mailto:"
                                                               "dana@example.com\nATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com"))
                                               << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s} << none;
    QTest::newRow("our own entry") << calendar(
                                          "BEGIN:VEVENT\nUID:abc-1@callback.ringback\nDTSTART:20261126T100000Z\nDURATION:PT1H\nEND:VEVENT")
                                   << none << none;
    QTest::newRow("tasks and journals") << calendar("BEGIN:VTODO\nUID:1\nDTSTART:20261126T100000Z\nDUE:20261127T100000Z\nEND:VTODO\nBEGIN:"
                                                    "VJOURNAL\nUID:2\nDTSTART:20261126T100000Z\nEND:VJOURNAL")
                                        << none << none;
    QTest::newRow("busy times without events")
        << calendar(
               "BEGIN:VFREEBUSY\nFREEBUSY:20261112T100000Z/20261112T110000Z,20261113T100000Z/"
               "PT30M\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261114T100000Z/PT30M\nFREEBUSY;FBTYPE=FREE:20261115T100000Z/PT30M\nEND:VFREEBUSY")
        << QStringList{u"2026-11-12T10:00/2026-11-12T11:00 busy"_s, u"2026-11-13T10:00/2026-11-13T10:30 busy"_s,
                       u"2026-11-14T10:00/2026-11-14T10:30 tentative"_s}
        << none;
    QTest::newRow("a line that says nothing") << calendar(oneEvent("this is no property\nDTSTART:20261126T100000Z\nDURATION:PT1H"))
                                              << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s}
                                              << QStringList{u"a line that says nothing"_s};
    QTest::newRow("names in small letters, a mark before all, lines with one end")
        << "\xEF\xBB\xBF" +
               QByteArray("begin:vcalendar\nbegin:vevent\nuid:1\ndtstart:20261126T100000Z\nduration:PT1H\nend:vevent\nend:vcalendar")
        << QStringList{u"2026-11-26T10:00/2026-11-26T11:00 busy"_s} << none;
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

void TestICalendar::keepsToTheClocks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<Instant>("from");
    QTest::addColumn<Instant>("to");
    QTest::addColumn<QStringList>("busy");

    QTest::newRow("Chicago, spring: a time that is skipped is an hour later that day only")
        << calendar(oneEvent(
               "DTSTART;TZID=America/Chicago:20260306T023000\nDTEND;TZID=America/Chicago:20260306T030000\nRRULE:FREQ=DAILY;COUNT=4"))
        << QByteArray("America/Chicago") << at("2026-03-01") << at("2026-04-01")
        << QStringList{u"2026-03-06T08:30/2026-03-06T09:00 busy"_s, u"2026-03-07T08:30/2026-03-07T09:00 busy"_s,
                       u"2026-03-08T08:30/2026-03-08T09:00 busy"_s, u"2026-03-09T07:30/2026-03-09T08:00 busy"_s};
    QTest::newRow("Chicago, spring: nine is nine")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20260306T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=FR,MO;COUNT=3"))
        << QByteArray("America/Chicago") << at("2026-03-01") << at("2026-04-01")
        << QStringList{u"2026-03-06T15:00/2026-03-06T16:00 busy"_s, u"2026-03-09T14:00/2026-03-09T15:00 busy"_s,
                       u"2026-03-13T14:00/2026-03-13T15:00 busy"_s};
    QTest::newRow("Chicago, autumn: of a time that comes twice the first")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261031T013000\nDURATION:PT15M\nRRULE:FREQ=DAILY;COUNT=3"))
        << QByteArray("America/Chicago") << at("2026-10-01") << at("2026-12-01")
        << QStringList{u"2026-10-31T06:30/2026-10-31T06:45 busy"_s, u"2026-11-01T06:30/2026-11-01T06:45 busy"_s,
                       u"2026-11-02T07:30/2026-11-02T07:45 busy"_s};
    QTest::newRow("Chicago, autumn: a night shift takes exactly eight hours")
        << calendar(oneEvent(
               "DTSTART;TZID=America/Chicago:20261030T220000\nDTEND;TZID=America/Chicago:20261031T060000\nRRULE:FREQ=DAILY;COUNT=2"))
        << QByteArray("America/Chicago") << at("2026-10-01") << at("2026-12-01")
        << QStringList{u"2026-10-31T03:00/2026-10-31T11:00 busy"_s, u"2026-11-01T03:00/2026-11-01T11:00 busy"_s};
    QTest::newRow("Chicago, autumn: a duration of a day has 25 hours")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20261031T120000\nDURATION:P1D")) << QByteArray("America/Chicago")
        << at("2026-10-01") << at("2026-12-01") << QStringList{u"2026-10-31T17:00/2026-11-01T18:00 busy"_s};
    QTest::newRow("London, spring") << calendar(
                                           oneEvent("DTSTART;TZID=Europe/London:20260328T013000\nDURATION:PT15M\nRRULE:FREQ=DAILY;COUNT=3"))
                                    << QByteArray("Europe/London") << at("2026-03-01") << at("2026-04-01")
                                    << QStringList{u"2026-03-28T01:30/2026-03-28T01:45 busy"_s, u"2026-03-29T01:30/2026-03-29T01:45 busy"_s,
                                                   u"2026-03-30T00:30/2026-03-30T00:45 busy"_s};
    QTest::newRow("London, autumn") << calendar(
                                           oneEvent("DTSTART;TZID=Europe/London:20261024T013000\nDURATION:PT15M\nRRULE:FREQ=DAILY;COUNT=3"))
                                    << QByteArray("Europe/London") << at("2026-10-01") << at("2026-12-01")
                                    << QStringList{u"2026-10-24T00:30/2026-10-24T00:45 busy"_s, u"2026-10-25T00:30/2026-10-25T00:45 busy"_s,
                                                   u"2026-10-26T01:30/2026-10-26T01:45 busy"_s};
    QTest::newRow("a series in London for a reader in Chicago, in the week between")
        << calendar(oneEvent("DTSTART;TZID=Europe/London:20261019T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"))
        << QByteArray("America/Chicago") << at("2026-10-01") << at("2026-12-01")
        << QStringList{u"2026-10-19T14:00/2026-10-19T15:00 busy"_s, u"2026-10-26T15:00/2026-10-26T16:00 busy"_s,
                       u"2026-11-02T15:00/2026-11-02T16:00 busy"_s};
    QTest::newRow("days, in the weeks of both changes")
        << calendar(oneEvent("DTSTART;VALUE=DATE:20260308\nRRULE:FREQ=DAILY;COUNT=2")) << QByteArray("America/Chicago") << at("2026-03-01")
        << at("2026-04-01") << QStringList{u"2026-03-08T06:00/2026-03-09T05:00 busy"_s, u"2026-03-09T05:00/2026-03-10T05:00 busy"_s};
    QTest::newRow("where midnight is skipped") << calendar(oneEvent("DTSTART;VALUE=DATE:20260906")) << QByteArray("America/Santiago")
                                               << at("2026-09-01") << at("2026-10-01")
                                               << QStringList{u"2026-09-06T04:00/2026-09-07T03:00 busy"_s};
    QTest::newRow("the cancelled one is the skipped one")
        << calendar(oneEvent("DTSTART;TZID=America/Chicago:20260307T023000\nDTEND;TZID=America/"
                             "Chicago:20260307T030000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=America/Chicago:20260308T023000"))
        << QByteArray("America/Chicago") << at("2026-03-01") << at("2026-04-01")
        << QStringList{u"2026-03-07T08:30/2026-03-07T09:00 busy"_s, u"2026-03-09T07:30/2026-03-09T08:00 busy"_s};
}

void TestICalendar::keepsToTheClocks()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, busy);
    const Result<icalendar::Expanded> expanded = icalendar::busyIn(text, asked());
    QVERIFY2(expanded, expanded ? "" : qPrintable(expanded.error().what));
    QCOMPARE(spelled(expanded->busy), busy);
    QCOMPARE(expanded->oddities, QStringList());
}

void TestICalendar::readsExports_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<Instant>("from");
    QTest::addColumn<Instant>("to");
    QTest::addColumn<QStringList>("busy");

    QTest::newRow("google.ics") << QByteArray("America/Chicago") << at("2026-11-20") << at("2026-12-01")
                                << QStringList{u"2026-11-20T14:30/2026-11-20T15:00 busy"_s,  u"2026-11-23T17:00/2026-11-23T17:30 busy"_s,
                                               u"2026-11-25T14:30/2026-11-25T15:00 busy"_s,  u"2026-11-25T15:00/2026-11-25T16:30 busy"_s,
                                               u"2026-11-26T06:00/2026-11-28T06:00 leave"_s, u"2026-11-30T14:30/2026-11-30T15:00 busy"_s};
    QTest::newRow("outlook365.ics") << QByteArray("America/Chicago") << at("2026-11-01") << at("2026-12-15")
                                    << QStringList{
                                           u"2026-11-04T15:00/2026-11-04T16:00 busy"_s,      u"2026-11-11T15:00/2026-11-11T16:00 busy"_s,
                                           u"2026-11-12T14:00/2026-11-12T18:00 tentative"_s, u"2026-11-19T19:00/2026-11-19T20:00 busy"_s,
                                           u"2026-11-23T06:00/2026-11-25T06:00 leave"_s,     u"2026-12-02T15:00/2026-12-02T16:00 busy"_s,
                                           u"2026-12-09T15:00/2026-12-09T16:00 busy"_s};
    QTest::newRow("exchange_customized_zone.ics")
        << QByteArray("America/Chicago") << at("2026-10-01") << at("2026-12-15")
        << QStringList{u"2026-10-20T12:00/2026-10-20T13:00 busy"_s, u"2026-10-27T13:00/2026-10-27T14:00 busy"_s,
                       u"2026-11-03T13:00/2026-11-03T14:00 busy"_s, u"2026-11-10T13:00/2026-11-10T14:00 busy"_s,
                       u"2026-11-17T13:00/2026-11-17T14:00 busy"_s};
    QTest::newRow("icloud.ics") << QByteArray("America/Chicago") << at("2026-11-01") << at("2026-12-15")
                                << QStringList{u"2026-11-02T22:30/2026-11-02T23:30 busy"_s, u"2026-11-30T14:00/2026-11-30T23:00 leave"_s,
                                               u"2026-12-02T14:00/2026-12-02T14:45 busy"_s, u"2026-12-03T15:00/2026-12-03T15:15 busy"_s,
                                               u"2026-12-04T15:00/2026-12-04T15:30 busy"_s, u"2026-12-07T22:30/2026-12-07T23:30 busy"_s};
    QTest::newRow("fastmail.ics") << QByteArray("Europe/London") << at("2026-10-20") << at("2026-11-01")
                                  << QStringList{u"2026-10-22T08:00/2026-10-22T09:00 busy"_s, u"2026-10-23T08:00/2026-10-23T09:00 busy"_s,
                                                 u"2026-10-26T09:00/2026-10-26T10:00 busy"_s, u"2026-10-27T09:00/2026-10-27T10:00 busy"_s,
                                                 u"2026-10-27T12:00/2026-10-27T13:00 tentative"_s};
}

void TestICalendar::readsExports()
{
    QFETCH(QStringList, busy);
    const QByteArray text = exported(QTest::currentDataTag());
    const Result<icalendar::Expanded> expanded = icalendar::busyIn(text, asked());
    QVERIFY2(expanded, expanded ? "" : qPrintable(expanded.error().what));
    QCOMPARE(spelled(expanded->busy), busy);
    QCOMPARE(expanded->oddities, QStringList());
    for (qsizetype length = 0; length < text.size() - 2; length += 7) // and cut off anywhere it is unknown
        QVERIFY2(!icalendar::busyIn(text.first(length), asked()), qPrintable(QString::number(length)));
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
