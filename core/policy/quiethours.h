#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "playbook/playbook.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace ringback::policy {

/// The zones a recipient may be in: the one on record, else those of the area code, else the office's.
[[nodiscard]] QList<QByteArray> recipientZones(const calls::PhoneNumber &number, const QByteArray &zoneOnRecord,
                                               const QByteArray &officeZone);

/// When quiet hours that hold at `now` are over in every one of the zones; empty when they hold in none. Local time of the zone decides,
/// so a change to daylight-saving time is followed; a start equal to the end means no quiet hours. At the end itself a text may leave.
[[nodiscard]] std::optional<Instant> quietUntil(const playbook::QuietHours &hours, const QList<QByteArray> &zones, Instant now);

} // namespace ringback::policy
