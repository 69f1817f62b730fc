#include "base/time.h"
#include "policy/availability.h"
#include "support/testclock.h"

#include <QTest>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::BusyKind;
using calls::BusyTime;
using calls::CalendarView;
using calls::Presence;
using calls::PresenceWord;
using calls::Shift;
using ringback::test::instantOf;

Q_DECLARE_METATYPE(ringback::policy::Availability)
Q_DECLARE_METATYPE(ringback::calls::CalendarView)
Q_DECLARE_METATYPE(std::optional<ringback::calls::Presence>)
Q_DECLARE_METATYPE(QList<ringback::calls::Shift>)
Q_DECLARE_METATYPE(std::optional<ringback::Instant>)

namespace {

const QByteArray dallas = "America/Chicago";
const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // a Friday in Dallas
const Instant five = instantOf(u"2026-11-20T23:00:00Z"_s); // when the usual shift ends
const Instant monday = instantOf(u"2026-11-23T14:00:00Z"_s); // when the next one begins
const QList<int> workdays{1, 2, 3, 4, 5};
const QList<int> everyDay{1, 2, 3, 4, 5, 6, 7};

Shift shift(const QList<int> &days, const QString &from, const QString &to)
{
    return {.days = days, .from = QTime::fromString(from, u"HH:mm"_s), .to = QTime::fromString(to, u"HH:mm"_s)};
}

const QList<Shift> officeHours{shift(workdays, u"08:00"_s, u"17:00"_s)};

std::optional<Presence> says(PresenceWord word, Instant since, std::optional<Instant> until = {})
{
    return Presence{.word = word, .source = Presence::Source::Person, .since = since, .until = until};
}

// A console's word lapses unless it is repeated.
std::optional<Presence> shows(PresenceWord word, Instant until = noon + 90s)
{
    return Presence{.word = word, .source = Presence::Source::Console, .since = noon - 1h, .until = until};
}

BusyTime busy(Instant from, Instant to, BusyKind kind = BusyKind::Busy)
{
    return {.from = from, .to = to, .kind = kind};
}

CalendarView calendar(const QList<BusyTime> &busy = {}, CalendarView::State state = CalendarView::State::Known)
{
    return {.state = state, .busy = busy, .readAt = noon - 5min};
}

const CalendarView unreadable = calendar({}, CalendarView::State::Unknown);

std::optional<Instant> at(const char *iso)
{
    return *iso ? std::optional(instantOf(QString::fromLatin1(iso))) : std::nullopt;
}

} // namespace

class TestAvailability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void suspendedBeatsEverything();
    void shifts_data();
    void shifts();
    void everyMinuteOfTheYear_data();
    void everyMinuteOfTheYear();
    void mayBeGiven();
};

void TestAvailability::states_data()
{
    QTest::addColumn<QList<Shift>>("shifts");
    QTest::addColumn<std::optional<Presence>>("said");
    QTest::addColumn<std::optional<Presence>>("console");
    QTest::addColumn<CalendarView>("calendar");
    QTest::addColumn<Availability>("expected");

    using enum Readiness;
    const std::optional<Presence> nothing;
    const CalendarView none;
    const auto row = [](const char *name, const QList<Shift> &shifts, const std::optional<Presence> &said,
                        const std::optional<Presence> &console, const CalendarView &calendar, Readiness readiness, Basis basis,
                        std::optional<Instant> until) {
        QTest::newRow(name) << shifts << said << console << calendar
                            << Availability{.readiness = readiness, .basis = basis, .until = until};
    };
    const QList<Shift> always;
    const QList<Shift> over{shift(workdays, u"08:00"_s, u"11:30"_s)};

    row("an office that uses none of it", always, nothing, nothing, none, NotKnown, Basis::Nothing, {});
    row("on shift, and no more is known", officeHours, nothing, nothing, none, NotKnown, Basis::Shift, five);
    row("off shift until Monday", over, nothing, nothing, none, OffShift, Basis::Shift, monday);
    row("off shift beats a word of being here", over, says(PresenceWord::Here, noon - 1min), nothing, none, OffShift, Basis::Shift, monday);
    row("off shift beats leave", over, nothing, nothing, calendar({busy(noon - 1h, noon + 1h, BusyKind::Leave)}), OffShift, Basis::Shift,
        monday);

    row("says to be here, until the shift ends", officeHours, says(PresenceWord::Here, noon - 1h), nothing, none, Here, Basis::Person,
        five);
    row("says to be here for an hour", officeHours, says(PresenceWord::Here, noon, noon + 1h), nothing, none, Here, Basis::Person,
        noon + 1h);
    row("says to be here for longer than the shift", officeHours, says(PresenceWord::Here, noon, five + 1h), nothing, none, Here,
        Basis::Person, five);
    row("said so without shifts", always, says(PresenceWord::Here, noon - 24h * 30), nothing, none, Here, Basis::Person, {});
    row("said to be here yesterday: no word about today", officeHours, says(PresenceWord::Here, noon - 24h), nothing, none, NotKnown,
        Basis::Shift, five);
    row("said so before work began", officeHours, says(PresenceWord::Here, noon - 4h - 10min), nothing, none, Here, Basis::Person, five);
    row("said so after work yesterday: means today", officeHours, says(PresenceWord::Here, noon - 18h), nothing, none, Here, Basis::Person,
        five);
    row("said to be away yesterday, and did not come back", officeHours, says(PresenceWord::Away, noon - 24h), nothing, none, Away,
        Basis::Person, {});
    row("the word ends at its time", officeHours, says(PresenceWord::Away, noon - 1h, noon), nothing, none, NotKnown, Basis::Shift, five);
    row("and not a moment before", officeHours, says(PresenceWord::Away, noon - 1h, noon + 1ms), nothing, none, Away, Basis::Person,
        noon + 1ms);
    row("away for longer than the shift", officeHours, says(PresenceWord::Away, noon - 1h, monday), nothing, none, Away, Basis::Person,
        monday);
    row("says to be busy", officeHours, says(PresenceWord::Busy, noon, noon + 20min), nothing, none, Busy, Basis::Person, noon + 20min);

    row("here by hand, away by the console", officeHours, says(PresenceWord::Here, noon - 1h), shows(PresenceWord::Away), none, Here,
        Basis::Person, five);
    row("away by hand, here by the console", officeHours, says(PresenceWord::Away, noon - 1h), shows(PresenceWord::Here), none, Away,
        Basis::Person, {});
    row("here by hand, in a meeting by the calendar", officeHours, says(PresenceWord::Here, noon - 1h), nothing,
        calendar({busy(noon - 1h, noon + 1h)}), Here, Basis::Person, five);
    row("here by hand, on leave by the calendar", officeHours, says(PresenceWord::Here, noon - 1h), nothing,
        calendar({busy(noon - 1h, noon + 1h, BusyKind::Leave)}), Here, Basis::Person, five);
    row("here by hand, with a calendar nobody can read", officeHours, says(PresenceWord::Here, noon - 1h), nothing, unreadable, Here,
        Basis::Person, five);
    row("busy by hand, free by the calendar", officeHours, says(PresenceWord::Busy, noon - 1h), shows(PresenceWord::Here), calendar(), Busy,
        Basis::Person, five);

    row("here by the console", officeHours, nothing, shows(PresenceWord::Here), none, Here, Basis::Console, five);
    row("the console fell silent", officeHours, nothing, shows(PresenceWord::Here, noon), none, NotKnown, Basis::Shift, five);
    row("away by the console", officeHours, nothing, shows(PresenceWord::Away), none, Away, Basis::Console, {});
    row("away by the console, in a meeting by the calendar", officeHours, nothing, shows(PresenceWord::Away),
        calendar({busy(noon, noon + 1h)}), Away, Basis::Console, {});
    row("away by a console that fell silent", officeHours, nothing, shows(PresenceWord::Away, noon - 1s), calendar(), NotKnown,
        Basis::Calendar, five);
    row("busy by the console", officeHours, nothing, shows(PresenceWord::Busy), none, Busy, Basis::Console, five);
    row("here by the console, until the next meeting", officeHours, nothing, shows(PresenceWord::Here),
        calendar({busy(noon + 1h, noon + 2h)}), Here, Basis::Console, noon + 1h);
    row("here by the console, on leave by the calendar", officeHours, nothing, shows(PresenceWord::Here),
        calendar({busy(noon - 1h, noon + 1h, BusyKind::Leave)}), OnLeave, Basis::Calendar, noon + 1h);
    row("here by the console, in a meeting by the calendar", officeHours, nothing, shows(PresenceWord::Here),
        calendar({busy(noon - 1h, noon + 1h)}), Busy, Basis::Calendar, noon + 1h);

    row("free by the calendar", officeHours, nothing, nothing, calendar(), NotKnown, Basis::Calendar, five);
    row("free by the calendar until a meeting", officeHours, nothing, nothing, calendar({busy(noon + 2h, noon + 3h)}), NotKnown,
        Basis::Calendar, noon + 2h);
    row("a meeting after the shift changes nothing", officeHours, nothing, nothing, calendar({busy(five + 1h, five + 2h)}), NotKnown,
        Basis::Calendar, five);
    row("a meeting that is over", officeHours, nothing, nothing, calendar({busy(noon - 1h, noon)}), NotKnown, Basis::Calendar, five);
    row("in a meeting", officeHours, nothing, nothing, calendar({busy(noon, noon + 1h)}), Busy, Basis::Calendar, noon + 1h);
    row("in a meeting that outlasts the shift", officeHours, nothing, nothing, calendar({busy(noon, five + 1h)}), Busy, Basis::Calendar,
        five);
    row("a tentative one counts", officeHours, nothing, nothing, calendar({busy(noon, noon + 1h, BusyKind::Tentative)}), Busy,
        Basis::Calendar, noon + 1h);
    row("one that begins in five minutes counts as begun", officeHours, nothing, nothing, calendar({busy(noon + 5min, noon + 1h)}), Busy,
        Basis::Calendar, noon + 1h);
    row("one that begins in six does not", officeHours, nothing, nothing, calendar({busy(noon + 6min, noon + 1h)}), NotKnown,
        Basis::Calendar, noon + 6min);
    row("one meeting after the other", officeHours, nothing, nothing,
        calendar({busy(noon - 1h, noon + 1h), busy(noon, noon + 30min), busy(noon + 1h, noon + 2h), busy(noon + 2h + 4min, noon + 3h),
                  busy(noon + 4h, noon + 5h)}),
        Busy, Basis::Calendar, noon + 3h);

    row("on leave for two weeks, in pieces", officeHours, nothing, nothing,
        calendar({busy(noon - 12h, noon + 12h, BusyKind::Leave), busy(noon, noon + 1h), busy(noon + 12h, noon + 336h, BusyKind::Leave)}),
        OnLeave, Basis::Calendar, noon + 336h);
    row("leave that begins in four minutes", officeHours, nothing, nothing, calendar({busy(noon + 4min, noon + 24h, BusyKind::Leave)}),
        OnLeave, Basis::Calendar, noon + 24h);
    row("leave this afternoon", officeHours, nothing, shows(PresenceWord::Here), calendar({busy(noon + 2h, noon + 24h, BusyKind::Leave)}),
        Here, Basis::Console, noon + 2h);
    row("a meeting, then leave", officeHours, nothing, nothing,
        calendar({busy(noon, noon + 1h), busy(noon + 1h, noon + 24h, BusyKind::Leave)}), Busy, Basis::Calendar, noon + 1h);

    row("a calendar nobody can read is not free", officeHours, nothing, nothing, unreadable, NotKnown, Basis::UnreadableCalendar, five);
    row("not with the console here, either", officeHours, nothing, shows(PresenceWord::Here), unreadable, NotKnown,
        Basis::UnreadableCalendar, five);
    row("what can be read of it counts", officeHours, nothing, nothing, calendar({busy(noon, noon + 1h)}, CalendarView::State::Unknown),
        Busy, Basis::Calendar, noon + 1h);
    row("leave that can be read of it counts", officeHours, nothing, nothing,
        calendar({busy(noon, noon + 1h, BusyKind::Leave)}, CalendarView::State::Unknown), OnLeave, Basis::Calendar, noon + 1h);
    row("and so does what comes", always, nothing, nothing, calendar({busy(noon + 1h, noon + 2h)}, CalendarView::State::Unknown), NotKnown,
        Basis::UnreadableCalendar, noon + 1h);
}

void TestAvailability::states()
{
    QFETCH(QList<Shift>, shifts);
    QFETCH(std::optional<Presence>, said);
    QFETCH(std::optional<Presence>, console);
    QFETCH(CalendarView, calendar);
    QFETCH(Availability, expected);
    const calls::Staff dana{.id = u"dana"_s, .shifts = shifts};
    const Availability found = availabilityOf({.staff = dana, .said = said, .console = console, .calendar = calendar}, dallas, noon);
    QCOMPARE(word(found.readiness), word(expected.readiness));
    QCOMPARE(word(found.basis), word(expected.basis));
    QCOMPARE(found.until ? toIso(*found.until) : QString(), expected.until ? toIso(*expected.until) : QString());
}

void TestAvailability::suspendedBeatsEverything()
{
    const calls::Staff dana{.id = u"dana"_s, .suspended = true, .shifts = {shift(everyDay, u"01:00"_s, u"02:00"_s)}};
    const Availability found = availabilityOf({.staff = dana, .said = says(PresenceWord::Here, noon)}, dallas, noon);
    QCOMPARE(found, (Availability{.readiness = Readiness::Suspended, .basis = Basis::Nothing, .until = {}}));
}

void TestAvailability::shifts_data()
{
    QTest::addColumn<QList<Shift>>("shifts");
    QTest::addColumn<QByteArray>("zone"); // of the person; empty = the office's
    QTest::addColumn<Instant>("now");
    QTest::addColumn<std::optional<Instant>>("until"); // empty = off shift
    QTest::addColumn<std::optional<Instant>>("next");

    const auto row = [](const char *name, const QList<Shift> &shifts, const char *zone, const char *now, const char *until,
                        const char *next) {
        QTest::newRow(name) << shifts << QByteArray(zone) << *at(now) << at(until) << at(next);
    };
    // 2026-11-20 is a Friday; Dallas is at UTC-6 then.
    row("at nine", officeHours, "", "2026-11-20T15:00:00Z", "2026-11-20T23:00:00Z", "2026-11-23T14:00:00Z");
    row("at its first moment", officeHours, "", "2026-11-20T14:00:00Z", "2026-11-20T23:00:00Z", "2026-11-23T14:00:00Z");
    row("just before it", officeHours, "", "2026-11-20T13:59:59.999Z", "", "2026-11-20T14:00:00Z");
    row("at its end", officeHours, "", "2026-11-20T23:00:00Z", "", "2026-11-23T14:00:00Z");
    row("on Saturday", officeHours, "", "2026-11-21T18:00:00Z", "", "2026-11-23T14:00:00Z");
    row("in London", officeHours, "Europe/London", "2026-11-20T09:00:00Z", "2026-11-20T17:00:00Z", "2026-11-23T08:00:00Z");
    row("in London, when Dallas begins", officeHours, "Europe/London", "2026-11-20T17:30:00Z", "", "2026-11-23T08:00:00Z");
    row("in a zone nobody knows: the office's", officeHours, "Mars/Olympus", "2026-11-20T15:00:00Z", "2026-11-20T23:00:00Z",
        "2026-11-23T14:00:00Z");

    const QList<Shift> night{shift({5}, u"22:00"_s, u"06:00"_s)};
    row("the night begins on Friday", night, "", "2026-11-21T04:00:00Z", "2026-11-21T12:00:00Z", "2026-11-28T04:00:00Z");
    row("and ends on Saturday", night, "", "2026-11-21T11:59:00Z", "2026-11-21T12:00:00Z", "2026-11-28T04:00:00Z");
    row("the night before is another one's", night, "", "2026-11-20T08:00:00Z", "", "2026-11-21T04:00:00Z");
    row("on Saturday night there is nobody", night, "", "2026-11-22T05:00:00Z", "", "2026-11-28T04:00:00Z");

    const QList<Shift> wholeDay{shift({6}, u"09:00"_s, u"09:00"_s)};
    row("a whole day", wholeDay, "", "2026-11-22T14:59:00Z", "2026-11-22T15:00:00Z", "2026-11-28T15:00:00Z");
    row("and no more", wholeDay, "", "2026-11-22T15:00:00Z", "", "2026-11-28T15:00:00Z");

    const QList<Shift> split{shift(workdays, u"08:00"_s, u"12:00"_s), shift(workdays, u"13:00"_s, u"17:00"_s)};
    row("before lunch", split, "", "2026-11-20T17:00:00Z", "2026-11-20T18:00:00Z", "2026-11-20T19:00:00Z");
    row("at lunch", split, "", "2026-11-20T18:00:00Z", "", "2026-11-20T19:00:00Z");
    const QList<Shift> touching{shift(workdays, u"08:00"_s, u"12:00"_s), shift(workdays, u"12:00"_s, u"17:00"_s)};
    row("shifts that touch", touching, "", "2026-11-20T17:00:00Z", "2026-11-20T23:00:00Z", "2026-11-20T18:00:00Z");
    const QList<Shift> overlapping{shift({5}, u"08:00"_s, u"14:00"_s), shift({5}, u"12:00"_s, u"23:00"_s),
                                   shift({5}, u"23:00"_s, u"03:00"_s)};
    row("shifts that overlap and run over midnight", overlapping, "", "2026-11-20T15:00:00Z", "2026-11-21T09:00:00Z",
        "2026-11-20T18:00:00Z");
    const QList<Shift> days{shift(everyDay, u"00:00"_s, u"00:00"_s)};
    QTest::newRow("all days, the whole of them")
        << days << QByteArray() << noon << std::optional(Instant::max()) << at("2026-11-21T06:00:00Z");
    QTest::newRow("no shifts") << QList<Shift>() << QByteArray() << noon << std::optional(Instant::max()) << std::optional<Instant>();

    // Chicago: the clock goes on from 02:00 to 03:00 on 2026-03-08 (08:00 UTC), and back from 02:00 to 01:00 on 2026-11-01 (07:00 UTC).
    const QList<Shift> nights{shift(everyDay, u"22:00"_s, u"06:00"_s)};
    row("the short night", nights, "", "2026-03-08T05:00:00Z", "2026-03-08T11:00:00Z", "2026-03-09T03:00:00Z");
    row("the long night", nights, "", "2026-11-01T05:00:00Z", "2026-11-01T12:00:00Z", "2026-11-02T04:00:00Z");
    row("nine in the week before the clock goes on", officeHours, "", "2026-03-06T15:00:00Z", "2026-03-06T23:00:00Z",
        "2026-03-09T13:00:00Z");
    row("five in the week after it", officeHours, "", "2026-03-09T21:59:00Z", "2026-03-09T22:00:00Z", "2026-03-10T13:00:00Z");
    row("the week in which it goes back", officeHours, "", "2026-10-30T21:59:00Z", "2026-10-30T22:00:00Z", "2026-11-02T14:00:00Z");
    const QList<Shift> atTwo{shift({7}, u"02:15"_s, u"02:45"_s)};
    row("a shift that is skipped", atTwo, "", "2026-03-08T07:00:00Z", "", "2026-03-15T07:15:00Z");
    row("not even at the change", atTwo, "", "2026-03-08T08:00:00Z", "", "2026-03-15T07:15:00Z");
    const QList<Shift> fromHalfPastTwo{shift({7}, u"02:30"_s, u"05:00"_s)};
    row("a shift whose begin is skipped begins at the change", fromHalfPastTwo, "", "2026-03-08T07:30:00Z", "", "2026-03-08T08:00:00Z");
    row("and ends by the clock", fromHalfPastTwo, "", "2026-03-08T08:00:00Z", "2026-03-08T10:00:00Z", "2026-03-15T07:30:00Z");
    const QList<Shift> atOne{shift({7}, u"01:00"_s, u"01:30"_s)};
    row("half an hour that comes twice", atOne, "", "2026-11-01T06:10:00Z", "2026-11-01T07:30:00Z", "2026-11-08T07:00:00Z");
    row("is worked twice", atOne, "", "2026-11-01T07:10:00Z", "2026-11-01T07:30:00Z", "2026-11-08T07:00:00Z");

    // London: on from 01:00 to 02:00 UTC+1 on 2026-03-29 (01:00 UTC), back from 02:00 to 01:00 on 2026-10-25 (01:00 UTC).
    row("the short night in London", nights, "Europe/London", "2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z", "2026-03-29T21:00:00Z");
    row("the long night in London", nights, "Europe/London", "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z", "2026-10-25T22:00:00Z");
    row("London's Monday after the clock went on", officeHours, "Europe/London", "2026-03-30T06:59:00Z", "", "2026-03-30T07:00:00Z");
    row("between the changes of London and Dallas", officeHours, "Europe/London", "2026-03-20T09:00:00Z", "2026-03-20T17:00:00Z",
        "2026-03-23T08:00:00Z");
}

void TestAvailability::shifts()
{
    QFETCH(QList<Shift>, shifts);
    QFETCH(QByteArray, zone);
    QFETCH(Instant, now);
    QFETCH(std::optional<Instant>, until);
    QFETCH(std::optional<Instant>, next);
    const calls::Staff dana{.id = u"dana"_s, .timeZone = zone, .shifts = shifts};
    const auto text = [](const std::optional<Instant> &at) {
        return !at ? u"off"_s : *at == Instant::max() ? u"always"_s : toIso(*at);
    };
    QCOMPARE(text(onShiftUntil(dana, dallas, now)), text(until));
    QCOMPARE(text(nextShift(dana, dallas, now)), text(next));
}

void TestAvailability::everyMinuteOfTheYear_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QList<Shift>>("shifts");
    const QList<Shift> mixed{shift({1, 3}, u"08:00"_s, u"12:00"_s), shift({1, 5, 6}, u"12:00"_s, u"01:30"_s),
                             shift({6}, u"02:30"_s, u"02:30"_s), shift({7}, u"01:15"_s, u"04:00"_s)};
    for (const char *zone : {"America/Chicago", "Europe/London", "Pacific/Auckland", "America/Havana", "UTC"})
        QTest::newRow(zone) << QByteArray(zone) << mixed;
}

// What two questions say fits together: on shift until then means on shift each minute until then, and off shift then; and nobody is on shift before the next one begins.
void TestAvailability::everyMinuteOfTheYear()
{
    QFETCH(QByteArray, zone);
    QFETCH(QList<Shift>, shifts);
    const calls::Staff dana{.id = u"dana"_s, .timeZone = zone, .shifts = shifts};
    const Instant end = instantOf(u"2027-01-01T00:00:00Z"_s);
    Instant at = instantOf(u"2026-01-01T00:00:00Z"_s);
    int stretches = 0;
    while (at < end) {
        if (const std::optional<Instant> until = onShiftUntil(dana, dallas, at)) {
            QVERIFY(*until > at);
            for (Instant within = at; within < *until; within += 17min)
                QVERIFY2(onShiftUntil(dana, dallas, within) == until, qPrintable(toIso(within)));
            QVERIFY2(!onShiftUntil(dana, dallas, *until), qPrintable(toIso(*until)));
            at = *until;
            ++stretches;
        } else {
            const std::optional<Instant> next = nextShift(dana, dallas, at);
            QVERIFY(next && *next > at);
            for (Instant within = at; within < *next; within += 17min)
                QVERIFY2(!onShiftUntil(dana, dallas, within), qPrintable(toIso(within)));
            QVERIFY2(onShiftUntil(dana, dallas, *next), qPrintable(toIso(*next)));
            at = *next;
        }
    }
    QVERIFY(stretches > 200);
}

void TestAvailability::mayBeGiven()
{
    using enum Readiness;
    for (const Readiness ready : {Here, NotKnown, Busy})
        QVERIFY2(policy::mayBeGiven(ready), qPrintable(word(ready)));
    for (const Readiness absent : {Away, OnLeave, OffShift, Suspended})
        QVERIFY2(!policy::mayBeGiven(absent), qPrintable(word(absent)));
}

QTEST_GUILESS_MAIN(TestAvailability)
#include "tst_availability.moc"
