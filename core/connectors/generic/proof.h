#pragma once

#include "base/clock.h"
#include "connectors/phonesystem.h"
#include "settings/connection.h"

#include <QByteArray>

namespace ringback::connectors::generic {

enum class Proved {
    Yes,
    No,
    WrongTime, ///< signed with the right key, but at another time than now
};

/// So far apart may the sender's clock and ours be, and a webhook late, where the time is signed too.
inline constexpr Milliseconds signatureAge = std::chrono::minutes(5);

/// Whether the webhook comes from who knows the secret. Takes the same time for every wrong proof.
[[nodiscard]] Proved proved(const Webhook &webhook, const settings::GenericHook &hook, const QByteArray &secret, Instant now);

} // namespace ringback::connectors::generic
