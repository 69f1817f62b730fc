#pragma once

#include "connectors/phonesystem.h"

/// RingCentral's webhooks (providers: phone-and-sms.md, 3.7). They are not signed: what proves them is a token that only RingCentral and we know.
namespace ringback::connectors::ringcentral {

[[nodiscard]] WebhookJudgement judgeWebhook(const Webhook &webhook, const Access &access);

} // namespace ringback::connectors::ringcentral
