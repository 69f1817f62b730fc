#pragma once

#include "connectors/phonesystem.h"

namespace ringback::connectors::ringcentral {

/// Where an account's requests go, without a trailing slash.
[[nodiscard]] QByteArray baseOf(const settings::Connection &connection);

/// RingCentral. Webhooks come to `/webhooks/ringcentral/<connection>`.
class RingCentralSystem final : public PhoneSystem {
public:
    [[nodiscard]] WebhookJudgement receive(const Webhook &webhook, const Access &access) const override;
    [[nodiscard]] Result<PhoneEvent> translate(const settings::Connection &connection, calls::EventKind kind,
                                               const QByteArray &payload) const override;
    [[nodiscard]] std::shared_ptr<PhoneProvider> open(const settings::Connection &connection,
                                                      const Surroundings &surroundings) const override;
};

} // namespace ringback::connectors::ringcentral
