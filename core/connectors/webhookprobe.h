#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/phoneprovider.h"

#include <QString>

#include <optional>

/// What every connection test asks besides the provider's own questions.
namespace ringback::connectors {

/// Whether our own door answers at the address that providers are given: of Check::Webhook, `ok`, `no_public_address`, `not_reachable` or
/// `answers_otherwise`. A router that does not let us see our own address from inside looks like `not_reachable`.
QCoro::Task<Finding> probeWebhooks(HttpClient &http, QString publicUrl);

/// Whether our clock is that of whoever answered, within the 5 minutes that signatures allow: Check::Clock, `ok` or `wrong`. Nothing when the
/// answer has no date.
[[nodiscard]] std::optional<Finding> clockFinding(const HttpAnswer &answer, Instant now);

} // namespace ringback::connectors
