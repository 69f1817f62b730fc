#include "connectors/icalendar/recurrence.h"

#include "connectors/icalendar/values.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace ringback::connectors::icalendar {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestRule = 4'000;
constexpr WallTime endOfDays = std::chrono::local_days(std::chrono::year(2583) / 1 / 1); // where libical gives up

icaltimetype toIcal(const When &when)
{
    const auto day = std::chrono::floor<std::chrono::days>(when.wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(when.wall - day);
    icaltimetype to = icaltime_null_time();
    to.year = int(date.year());
    to.month = int(unsigned(date.month()));
    to.day = int(unsigned(date.day()));
    to.is_date = when.isDate;
    if (!when.isDate) {
        to.hour = int(time.hours().count());
        to.minute = int(time.minutes().count());
        to.second = int(time.seconds().count());
    }
    return to;
}

WallTime wallOf(const icaltimetype &time)
{
    const std::chrono::year_month_day date{std::chrono::year(time.year), std::chrono::month(unsigned(time.month)),
                                           std::chrono::day(unsigned(time.day))};
    return std::chrono::local_days(date) + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
           std::chrono::seconds(time.second);
}

// The last wall time that still counts. UNTIL as a date is that whole day. As a time in a series of whole days, the day that is written or the one
// that it is here, whichever is later: programs mean either.
std::optional<WallTime> lastOf(const icalrecurrencetype &rule, const When &start, const std::function<WallTime(const When &)> &ends)
{
    if (icaltime_is_null_time(rule.until))
        return std::nullopt;
    When until{.wall = wallOf(rule.until), .isDate = rule.until.is_date != 0};
    if (until.isDate)
        return until.wall + std::chrono::days(1) - 1ms;
    if (icaltime_is_utc(rule.until))
        until.zone = Zone::utc();
    const WallTime here = ends(until);
    return start.isDate ? std::max(here, until.wall) : here;
}

// Where libical has to begin. Of weeks with chosen days it goes back to the first of these days as it counts them, which may lie in the week before:
// every second week is then the wrong one. So it gets the first of them in the week of the start, by the day on which the rule's weeks begin.
When beginOf(const icalrecurrencetype &rule, const When &start)
{
    if (rule.freq != ICAL_WEEKLY_RECURRENCE || rule.by_day[0] == ICAL_RECURRENCE_ARRAY_MAX)
        return start;
    const auto intoWeek = [&rule](int weekday) { // libical's, 1 is Sunday
        return (weekday - int(rule.week_start) + 7) % 7;
    };
    const std::chrono::weekday today(std::chrono::floor<std::chrono::days>(start.wall));
    int first = 6;
    for (int i = 0; i < ICAL_BY_DAY_SIZE && rule.by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; ++i)
        first = std::min(first, intoWeek(icalrecurrencetype_day_day_of_week(rule.by_day[i])));
    When begin = start;
    begin.wall += std::chrono::days(first - intoWeek(int(today.c_encoding()) + 1));
    if (begin.wall > start.wall && rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX) // nothing of a later day is before the start
        begin.wall = std::chrono::floor<std::chrono::days>(begin.wall) + begin.wall.time_since_epoch() % 1h;
    if (begin.wall > start.wall && rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX)
        begin.wall = std::chrono::floor<std::chrono::hours>(begin.wall);
    return begin;
}

} // namespace

void prepareLibical()
{
    static const bool prepared = (icalerror_set_errors_are_fatal(0), true);
    Q_UNUSED(prepared)
}

Done eachOf(const QByteArray &rule, const When &start, const std::function<WallTime(const When &until)> &ends, int &steps,
            const std::function<bool(WallTime)> &take)
{
    const QByteArray text = rule.trimmed();
    if (text.isEmpty() || text.size() > longestRule)
        return failure(ErrorKind::Invalid, QStringLiteral("a rule that cannot be read"));
    prepareLibical();
    icalrecurrencetype read = icalrecurrencetype_from_string(text.constData());
    if (read.freq != ICAL_HOURLY_RECURRENCE && read.freq != ICAL_DAILY_RECURRENCE && read.freq != ICAL_WEEKLY_RECURRENCE &&
        read.freq != ICAL_MONTHLY_RECURRENCE && read.freq != ICAL_YEARLY_RECURRENCE)
        return failure(ErrorKind::Invalid, QStringLiteral("a rule that cannot be read"));
    const std::optional<WallTime> last = lastOf(read, start, ends);
    read.until = icaltime_null_time(); // libical compares it without a zone, and as a date loses the last day
    const int count = std::exchange(read.count, 0); // what lies before the start is none of them
    const When begin = beginOf(read, start);
    const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> instances(icalrecur_iterator_new(read, toIcal(begin)),
                                                                                            &icalrecur_iterator_free);
    if (!instances)
        return failure(ErrorKind::Invalid, QStringLiteral("a rule that cannot be"));
    // Between two instances libical looks at each hour or day.
    const Milliseconds stride = read.freq == ICAL_HOURLY_RECURRENCE  ? Milliseconds(1h)
                                : read.freq == ICAL_DAILY_RECURRENCE ? Milliseconds(24h)
                                                                     : Milliseconds(24h * 365);
    WallTime before = std::min(begin.wall, start.wall);
    for (int taken = 0; count == 0 || taken < count;) {
        const icaltimetype next = icalrecur_iterator_next(instances.get());
        const bool over = icaltime_is_null_time(next);
        const WallTime wall = over ? endOfDays : wallOf(next);
        steps += 1 + int(std::max(wall - before, Milliseconds(0)) / stride);
        before = wall;
        if (steps > mostSteps)
            return failure(ErrorKind::Invalid, QStringLiteral("too much recurs"));
        if (!over && wall < start.wall)
            continue;
        ++taken;
        if (over || (last && wall > *last) || !take(wall))
            break;
    }
    return {};
}

} // namespace ringback::connectors::icalendar
