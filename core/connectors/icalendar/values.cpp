#include "connectors/icalendar/values.h"

#include "connectors/icalendar/recurrence.h"

#include <libical/ical.h>

#include <algorithm>

namespace ringback::connectors::icalendar {

namespace {

constexpr qsizetype longestValue = 40; // of a time or a duration
constexpr int mostDays = 10'000; // that a duration may take

// `20261126`, `20261126T100000`, `20261126T100000Z`; libical also takes `2026-11-26T10:00:00Z`, and a thirteenth month.
std::optional<When> readTime(const QByteArray &value)
{
    if (value.isEmpty() || value.size() > longestValue)
        return std::nullopt;
    prepareLibical();
    const icaltimetype read = icaltime_from_string(value.constData());
    if (icaltime_is_null_time(read))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(read.year), std::chrono::month(unsigned(read.month)),
                                           std::chrono::day(unsigned(read.day))};
    if (!date.ok() || read.year < 1 || read.hour < 0 || read.hour > 23 || read.minute < 0 || read.minute > 59 || read.second < 0 ||
        read.second > 60)
        return std::nullopt;
    When when{.wall = std::chrono::local_days(date), .isDate = read.is_date != 0};
    if (when.isDate)
        return when;
    when.wall += std::chrono::hours(read.hour) + std::chrono::minutes(read.minute) + std::chrono::seconds(std::min(read.second, 59));
    if (icaltime_is_utc(read))
        when.zone = Zone::utc();
    return when;
}

// `-0500`, `+013000`
std::optional<Milliseconds> readOffset(const Property *property)
{
    const QByteArray text = property ? property->value.trimmed() : QByteArray();
    if ((text.size() != 5 && text.size() != 7) || (text.at(0) != '+' && text.at(0) != '-'))
        return std::nullopt;
    bool ok = false;
    const int digits = text.sliced(1).leftJustified(6, '0').toInt(&ok);
    if (!ok || digits < 0 || digits > 240'000)
        return std::nullopt;
    const std::chrono::seconds ahead(digits / 10'000 * 3600 + digits / 100 % 100 * 60 + digits % 100);
    return text.at(0) == '-' ? -ahead : ahead;
}

// What a file's own zone says, where nobody knows it by its name: Outlook's `Customized Time Zone`. Empty = it says nothing to go by.
std::optional<Zone> zoneOf(const Component &rules, Instant until)
{
    QList<Zone::Onset> onsets;
    std::optional<std::pair<Instant, Milliseconds>> earliest; // and the offset before it
    for (const Component &part : rules.parts) {
        const std::optional<Milliseconds> from = readOffset(part.property("TZOFFSETFROM"));
        const std::optional<Milliseconds> to = readOffset(part.property("TZOFFSETTO"));
        const Property *begins = part.property("DTSTART");
        const std::optional<When> start = begins ? readTime(begins->value.trimmed()) : std::nullopt;
        if (!from || !to || !start || start->isDate)
            return std::nullopt;
        int steps = 0;
        const auto add = [&](WallTime wall) {
            const Instant at((wall - *from).time_since_epoch());
            onsets.append({.at = at, .offset = *to});
            if (!earliest || at < earliest->first)
                earliest = {at, *from};
            return at <= until;
        };
        add(start->wall);
        for (const Property *rule : part.all("RRULE")) {
            const auto ends = [&from](const When &last) {
                return last.zone ? last.wall + *from : last.wall;
            };
            const Done done = eachOf(rule->value, *start, ends, steps, add);
            if (!done)
                return std::nullopt;
        }
        for (const Property *more : part.all("RDATE")) {
            for (const QByteArray &value : more->value.split(',')) {
                const std::optional<When> when = readTime(value.trimmed());
                if (!when)
                    return std::nullopt;
                add(when->wall);
            }
        }
    }
    if (onsets.isEmpty())
        return std::nullopt;
    std::sort(onsets.begin(), onsets.end(), [](const Zone::Onset &a, const Zone::Onset &b) { return a.at < b.at; });
    return Zone(std::move(onsets), earliest->second);
}

} // namespace

std::optional<Length> lengthOf(const QByteArray &duration)
{
    const QByteArray text = duration.trimmed();
    if (text.isEmpty() || text.size() > longestValue)
        return std::nullopt;
    prepareLibical();
    const icaldurationtype read = icaldurationtype_from_string(text.constData());
    const auto isMore = [](unsigned number, unsigned most) {
        return number > most;
    };
    if (icaldurationtype_is_bad_duration(read) || isMore(read.weeks, mostDays / 7) || isMore(read.days, mostDays) ||
        isMore(read.hours, mostDays * 24U) || isMore(read.minutes, mostDays * 1440U) || isMore(read.seconds, mostDays * 86'400U))
        return std::nullopt;
    const int sign = read.is_neg ? -1 : 1;
    return Length{.days = std::chrono::days(sign * int(read.weeks * 7 + read.days)),
                  .rest =
                      sign * (std::chrono::hours(read.hours) + std::chrono::minutes(read.minutes) + std::chrono::seconds(read.seconds))};
}

Zones::Zones(const Component &calendar, const QTimeZone &reader, Instant until, QStringList &oddities)
    : m_calendar(calendar)
    , m_reader(reader)
    , m_until(until)
    , m_oddities(oddities)
{}

Result<When> Zones::when(const Property &property, const QByteArray &value)
{
    const QByteArray text = value.trimmed();
    std::optional<When> read = readTime(text);
    if (!read)
        return failure(ErrorKind::Invalid, QStringLiteral("a time that cannot be read"));
    if (text.contains('-'))
        note(m_oddities, QStringLiteral("a time written in another way"));
    if (read->isDate || read->zone)
        return *read;
    if (const QByteArray name = property.parameter("TZID"); !name.isEmpty())
        read->zone = called(name);
    return *read;
}

Zone Zones::called(const QByteArray &name)
{
    const auto met = m_met.constFind(name);
    if (met != m_met.constEnd())
        return *met;
    std::optional<Zone> found;
    if (const std::optional<QTimeZone> known = zoneCalled(name))
        found = Zone(*known);
    for (const Component &part : m_calendar.parts) {
        const Property *id = part.name == "VTIMEZONE" ? part.property("TZID") : nullptr;
        if (found || !id || id->value != name)
            continue;
        const Property *location = part.property("X-LIC-LOCATION");
        const std::optional<QTimeZone> there = location ? zoneCalled(location->value) : std::nullopt;
        found = there ? Zone(*there) : zoneOf(part, m_until);
    }
    if (!found)
        note(m_oddities, QStringLiteral("an unknown time zone"));
    return *m_met.insert(name, found.value_or(m_reader));
}

void note(QStringList &oddities, const QString &oddity)
{
    if (!oddities.contains(oddity))
        oddities.append(oddity);
}

} // namespace ringback::connectors::icalendar
