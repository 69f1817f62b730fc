#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "playbook/playbook.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace ringback::policy {

/// Where a recipient may be.
struct Whereabouts {
    QList<QByteArray> zones; ///< IANA ids; never empty
    QList<QByteArray> states; ///< of the United States, by their postal code; empty = not known, or elsewhere

    friend bool operator==(const Whereabouts &, const Whereabouts &) = default;
};

/// The zone on record, else those of the area code, else the office's; and the area code's states, wherever the zone on record is: who kept a
/// number may have kept a home.
[[nodiscard]] Whereabouts whereabouts(const calls::PhoneNumber &number, const QByteArray &zoneOnRecord, const QByteArray &officeZone);

/// When quiet hours that hold at `now` are over in every one of the zones, by the playbook and by each of the states; empty when they hold in none.
/// Local time of the zone decides, so a change to daylight-saving time is followed; a start equal to the end means no quiet hours. At the end itself
/// a text may leave.
[[nodiscard]] std::optional<Instant> quietUntil(const playbook::QuietHours &hours, const Whereabouts &recipient, Instant now);

} // namespace ringback::policy
