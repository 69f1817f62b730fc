#include "policy/availability.h"

#include "policy/walltime.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

namespace ringback::policy {

using calls::BusyKind;
using calls::BusyTime;
using calls::CalendarView;
using calls::Presence;
using calls::PresenceWord;
using calls::Shift;
using std::chrono::days;

namespace {

const QTimeZone &zoneOfPerson(const calls::Staff &staff, const QByteArray &officeZone)
{
    static const QTimeZone utc = QTimeZone::utc();
    if (const QTimeZone *const own = zoneOf(staff.timeZone))
        return *own;
    const QTimeZone *const office = zoneOf(officeZone);
    return office ? *office : utc;
}

struct Stretch {
    Instant from;
    Instant to;
};

// The shift that begins on that day. Its first moment and its last, so that an hour that comes twice is worked twice; skipped ones leave nothing.
Stretch stretchOf(const Shift &shift, std::chrono::local_days day, const QTimeZone &zone)
{
    const days over(shift.to <= shift.from ? 1 : 0);
    return {.from = whenTheWallShows(zone, day + sinceMidnight(shift.from)).first,
            .to = whenTheWallShows(zone, day + over + sinceMidnight(shift.to)).last};
}

bool beginsOn(const Shift &shift, std::chrono::local_days day)
{
    return shift.days.contains(static_cast<int>(std::chrono::weekday(day).iso_encoding()));
}

std::chrono::local_days dayOf(const QTimeZone &zone, Instant at)
{
    return std::chrono::floor<days>(onTheWall(zone, at));
}

// The end of the shift that `at` is in, the longest if it is in several.
std::optional<Instant> endOfShift(const calls::Staff &staff, const QTimeZone &zone, Instant at)
{
    std::optional<Instant> end;
    const std::chrono::local_days today = dayOf(zone, at);
    for (const Shift &shift : staff.shifts) {
        for (const std::chrono::local_days day : {today - days(1), today}) { // no shift is longer than a day
            if (!beginsOn(shift, day))
                continue;
            const Stretch stretch = stretchOf(shift, day, zone);
            if (stretch.from <= at && at < stretch.to)
                end = std::max(end.value_or(stretch.to), stretch.to);
        }
    }
    return end;
}

std::optional<Instant> earlier(std::optional<Instant> one, std::optional<Instant> other)
{
    if (!one || !other)
        return one ? one : other;
    return std::min(*one, *other);
}

// What somebody said of being here or busy is about that working day; being away lasts until it is taken back.
bool holds(const Presence &presence, const PersonFacts &facts, const QByteArray &officeZone, Instant now)
{
    if (presence.until && now >= *presence.until)
        return false;
    if (presence.word == PresenceWord::Away || presence.source == Presence::Source::Console || facts.staff.shifts.isEmpty())
        return true;
    const Instant since = std::min(presence.since, now); // clocks of two machines
    std::optional<Instant> end = onShiftUntil(facts.staff, officeZone, since);
    if (!end) { // said before work began
        const std::optional<Instant> begins = nextShift(facts.staff, officeZone, since);
        end = begins ? onShiftUntil(facts.staff, officeZone, *begins) : std::nullopt;
    }
    return end && now < *end;
}

enum class Sort { Leave, Meetings };

// When what is busy now, or begins within `soon`, is over, together with what follows it as closely; empty when nothing is.
std::optional<Instant> busyUntil(const CalendarView &calendar, Sort sort, Instant now)
{
    std::optional<Instant> end;
    for (const BusyTime &time : calendar.busy) { // sorted by `from`
        if ((time.kind == BusyKind::Leave) != (sort == Sort::Leave))
            continue;
        if (time.from > end.value_or(now) + soon)
            break;
        if (time.to > end.value_or(now))
            end = time.to;
    }
    return end;
}

std::optional<Instant> nextOf(const CalendarView &calendar, bool onlyLeave, Instant now)
{
    for (const BusyTime &time : calendar.busy) {
        if (time.from > now && (!onlyLeave || time.kind == BusyKind::Leave))
            return time.from;
    }
    return std::nullopt;
}

Availability bySaid(const Presence &said, std::optional<Instant> shiftEnd)
{
    switch (said.word) {
    case PresenceWord::Here:
        return {.readiness = Readiness::Here, .basis = Basis::Person, .until = earlier(said.until, shiftEnd)};
    case PresenceWord::Busy:
        return {.readiness = Readiness::Busy, .basis = Basis::Person, .until = earlier(said.until, shiftEnd)};
    case PresenceWord::Away:
        break;
    }
    return {.readiness = Readiness::Away, .basis = Basis::Person, .until = said.until};
}

} // namespace

Availability availabilityOf(const PersonFacts &facts, const QByteArray &officeZone, Instant now)
{
    if (facts.staff.suspended)
        return {.readiness = Readiness::Suspended, .basis = Basis::Nothing, .until = {}};
    std::optional<Instant> shiftEnd = onShiftUntil(facts.staff, officeZone, now);
    if (!shiftEnd)
        return {.readiness = Readiness::OffShift, .basis = Basis::Shift, .until = nextShift(facts.staff, officeZone, now)};
    if (*shiftEnd == Instant::max())
        shiftEnd.reset();

    if (facts.said && holds(*facts.said, facts, officeZone, now))
        return bySaid(*facts.said, shiftEnd);
    if (const std::optional<Instant> end = busyUntil(facts.calendar, Sort::Leave, now))
        return {.readiness = Readiness::OnLeave, .basis = Basis::Calendar, .until = end};
    // A console says so again and again: when its word lapses is not when the person comes or goes.
    const bool consoleSpeaks = facts.console && holds(*facts.console, facts, officeZone, now);
    if (consoleSpeaks && facts.console->word == PresenceWord::Away)
        return {.readiness = Readiness::Away, .basis = Basis::Console, .until = {}};
    if (const std::optional<Instant> end = busyUntil(facts.calendar, Sort::Meetings, now))
        return {.readiness = Readiness::Busy,
                .basis = Basis::Calendar,
                .until = earlier(earlier(end, nextOf(facts.calendar, true, now)), shiftEnd)};
    const std::optional<Instant> until = earlier(nextOf(facts.calendar, false, now), shiftEnd);
    if (consoleSpeaks && facts.console->word == PresenceWord::Busy)
        return {.readiness = Readiness::Busy, .basis = Basis::Console, .until = shiftEnd};
    if (facts.calendar.state == CalendarView::State::Unknown)
        return {.readiness = Readiness::NotKnown, .basis = Basis::UnreadableCalendar, .until = until};
    if (consoleSpeaks)
        return {.readiness = Readiness::Here, .basis = Basis::Console, .until = until};
    if (facts.calendar.state == CalendarView::State::Known)
        return {.readiness = Readiness::NotKnown, .basis = Basis::Calendar, .until = until};
    return {.readiness = Readiness::NotKnown, .basis = facts.staff.shifts.isEmpty() ? Basis::Nothing : Basis::Shift, .until = until};
}

std::optional<Instant> onShiftUntil(const calls::Staff &staff, const QByteArray &officeZone, Instant now)
{
    if (staff.shifts.isEmpty())
        return Instant::max();
    const QTimeZone &zone = zoneOfPerson(staff, officeZone);
    std::optional<Instant> end = endOfShift(staff, zone, now);
    while (end) {
        if (*end > now + days(8)) // a whole week without a gap
            return Instant::max();
        const std::optional<Instant> next = endOfShift(staff, zone, *end);
        if (!next)
            break;
        end = next;
    }
    return end;
}

std::optional<Instant> nextShift(const calls::Staff &staff, const QByteArray &officeZone, Instant now)
{
    if (staff.shifts.isEmpty())
        return std::nullopt;
    const QTimeZone &zone = zoneOfPerson(staff, officeZone);
    const std::chrono::local_days today = dayOf(zone, now);
    for (int ahead = 0; ahead <= 15; ++ahead) { // a weekly one may fall into a skipped hour, once
        std::optional<Instant> begins;
        for (const Shift &shift : staff.shifts) {
            if (!beginsOn(shift, today + days(ahead)))
                continue;
            const Stretch stretch = stretchOf(shift, today + days(ahead), zone);
            if (stretch.from > now && stretch.from < stretch.to)
                begins = earlier(begins, stretch.from);
        }
        if (begins)
            return begins;
    }
    return std::nullopt;
}

bool mayBeGiven(Readiness readiness)
{
    return readiness == Readiness::Here || readiness == Readiness::NotKnown || readiness == Readiness::Busy;
}

QString word(Readiness readiness)
{
    static constexpr std::array words = {u"here", u"not_known", u"busy", u"away", u"on_leave", u"off_shift", u"suspended"};
    return QString::fromUtf16(words.at(static_cast<size_t>(readiness)));
}

QString word(Basis basis)
{
    static constexpr std::array words = {u"person", u"console", u"shift", u"calendar", u"unreadable_calendar", u"nothing"};
    return QString::fromUtf16(words.at(static_cast<size_t>(basis)));
}

} // namespace ringback::policy
