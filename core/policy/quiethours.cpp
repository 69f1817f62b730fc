#include "policy/quiethours.h"

#include "base/time.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace ringback::policy {

namespace {

bool isQuiet(const playbook::QuietHours &hours, QTime local)
{
    if (hours.start == hours.end)
        return false;
    if (hours.start < hours.end)
        return local >= hours.start && local < hours.end;
    return local >= hours.start || local < hours.end; // over midnight
}

std::optional<Instant> quietUntilIn(const playbook::QuietHours &hours, const QByteArray &zone, Instant now)
{
    const QDateTime local = toDateTime(now).toTimeZone(QTimeZone(zone));
    if (!isQuiet(hours, local.time()))
        return std::nullopt;
    const bool endsToday = local.time() < hours.end;
    const QDateTime end(endsToday ? local.date() : local.date().addDays(1), hours.end, QTimeZone(zone));
    return fromMs(end.toMSecsSinceEpoch());
}

} // namespace

Whereabouts whereabouts(const calls::PhoneNumber &number, const QByteArray &zoneOnRecord, const QByteArray &officeZone)
{
    if (!zoneOnRecord.isEmpty() && QTimeZone::isTimeZoneIdAvailable(zoneOnRecord))
        return {.zones = {zoneOnRecord}, .states = {}};
    QList<QByteArray> zones = calls::zonesOf(number);
    zones.removeIf([](const QByteArray &zone) { return !QTimeZone::isTimeZoneIdAvailable(zone); });
    if (zones.isEmpty())
        zones.append(officeZone);
    return {.zones = zones, .states = {}};
}

std::optional<Instant> quietUntil(const playbook::QuietHours &hours, const Whereabouts &recipient, Instant now)
{
    // Moves on to the end of quiet hours until no zone is quiet; quiet hours in all zones together are shorter than a day.
    Instant at = now;
    for (int hop = 0; hop < 8; ++hop) {
        std::optional<Instant> latest;
        for (const QByteArray &zone : recipient.zones) {
            if (const std::optional<Instant> until = quietUntilIn(hours, zone, at))
                latest = std::max(latest.value_or(*until), *until);
        }
        if (!latest)
            return at == now ? std::nullopt : std::optional(at);
        at = *latest;
    }
    return at;
}

} // namespace ringback::policy
