#pragma once

#include "base/result.h"
#include "connectors/generic/posted.h"
#include "connectors/phoneprovider.h"

#include <QString>

/// What a posted event says, in the engine's words (docs/connect/generic.md). Pure. Whoever calls has proved where it comes from; the values are data all
/// the same, so each is bounded.
namespace ringback::connectors::generic {

/// A CallEvent, a TextReceived, a TextStatus or Ignored. Errors: Invalid, naming our field and where it was looked for, in words for who reads the
/// sender's log.
[[nodiscard]] Result<PhoneEvent> translate(const Posted &posted);

/// What makes two deliveries one event: the sender's own key, else the id and what was said of it. `payload` is what is stored.
[[nodiscard]] QString eventKey(const Posted &posted, const QByteArray &payload);

/// What an event was read as, for the sender's log: `a missed call`. Without anything of the event's.
[[nodiscard]] QString summary(const PhoneEvent &event);

} // namespace ringback::connectors::generic
