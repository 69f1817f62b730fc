#include "policy/quiethours.h"

#include "policy/statehours.h"
#include "policy/walltime.h"

#include <QTimeZone>

#include <algorithm>

namespace ringback::policy {

using namespace std::chrono_literals;
using std::chrono::days;

namespace {

// When the wall shows `wall` next after `now`. An hour that comes twice counts as the first; a time the clock skips, as so much later.
Instant whenTheWallShows(const QTimeZone &zone, WallTime wall, Instant now)
{
    const Instant asUtc(wall.time_since_epoch());
    const Milliseconds offset = offsetAt(zone, asUtc - offsetAt(zone, now));
    const Instant guess = asUtc - offset;
    const Milliseconds there = offsetAt(zone, guess);
    Instant at = there == offset ? guess : std::max(guess, asUtc - there);
    if (at <= now) // the second time the hour comes
        at = now + (wall - onTheWall(zone, now));
    return at;
}

// When the playbook's quiet hours are over by the wall; empty when they do not hold.
std::optional<WallTime> quietUntil(const playbook::QuietHours &hours, WallTime wall)
{
    const auto midnight = std::chrono::floor<days>(wall);
    const Milliseconds time = wall - midnight;
    const Milliseconds start = sinceMidnight(hours.start);
    const Milliseconds end = sinceMidnight(hours.end);
    if (start == end)
        return std::nullopt;
    const bool quiet = start < end ? time >= start && time < end : time >= start || time < end; // over midnight
    if (!quiet)
        return std::nullopt;
    return midnight + (time < end ? days(0) : days(1)) + end;
}

// When a state's hours begin again by the wall; empty when they are on.
std::optional<WallTime> closedUntil(const WeekHours &week, WallTime wall)
{
    const auto today = std::chrono::floor<days>(wall);
    for (int ahead = 0; ahead <= 7; ++ahead) {
        const auto day = today + days(ahead);
        const std::chrono::weekday weekday(day);
        const std::optional<OpenHours> &open = week[weekday.iso_encoding() - 1];
        if (!open || wall >= day + sinceMidnight(open->until))
            continue;
        if (wall >= day + sinceMidnight(open->from))
            return std::nullopt;
        return day + sinceMidnight(open->from);
    }
    return today + days(7); // never open; asked again then
}

} // namespace

Whereabouts whereabouts(const calls::PhoneNumber &number, const QByteArray &zoneOnRecord, const QByteArray &officeZone)
{
    Whereabouts recipient{.zones = {}, .states = statesOf(number)};
    if (zoneOf(zoneOnRecord)) {
        recipient.zones = {zoneOnRecord};
        return recipient;
    }
    recipient.zones = calls::zonesOf(number);
    recipient.zones.removeIf([](const QByteArray &zone) { return !zoneOf(zone); });
    if (recipient.zones.isEmpty())
        recipient.zones.append(officeZone);
    return recipient;
}

std::optional<Instant> quietUntil(const playbook::QuietHours &hours, const Whereabouts &recipient, Instant now)
{
    // Moves on to the end of whatever is quiet until nothing is. One day's quiet hours may begin in one zone when the other's end, so that it takes
    // several moves; hours that leave no moment at all are given up on, and asked again when that time has come.
    constexpr int mostMoves = 32;
    Instant at = now;
    for (int move = 0; move < mostMoves; ++move) {
        std::optional<Instant> latest;
        for (const QByteArray &id : recipient.zones) {
            const QTimeZone *const zone = zoneOf(id);
            if (!zone)
                continue;
            const WallTime wall = onTheWall(*zone, at);
            std::optional<WallTime> end = quietUntil(hours, wall);
            if (hours.stateRules) {
                for (const QByteArray &state : recipient.states) {
                    const WeekHours *const week = hoursOf(state);
                    if (const std::optional<WallTime> opens = week ? closedUntil(*week, wall) : std::nullopt)
                        end = std::max(end.value_or(*opens), *opens);
                }
            }
            if (end) {
                const Instant until = whenTheWallShows(*zone, *end, at);
                latest = std::max(latest.value_or(until), until);
            }
        }
        if (!latest)
            return at == now ? std::nullopt : std::optional(at);
        at = *latest;
    }
    return at;
}

} // namespace ringback::policy
