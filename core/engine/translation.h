#pragma once

#include "base/result.h"
#include "connectors/phoneprovider.h"
#include "settings/setup.h"
#include "store/gateways.h"

#include <functional>

namespace ringback::engine {

/// Reads a stored webhook by the provider's own rules. Errors: Invalid.
[[nodiscard]] Result<connectors::PhoneEvent> translate(const settings::Setup &setup, const store::InboxEvent &event);

using Translation = std::function<Result<connectors::PhoneEvent>(const settings::Setup &, const store::InboxEvent &)>;

} // namespace ringback::engine
