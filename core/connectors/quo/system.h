#pragma once

#include "connectors/phonesystem.h"

namespace ringback::connectors::quo {

/// Quo, formerly OpenPhone.
class QuoSystem final : public PhoneSystem {
public:
    [[nodiscard]] WebhookJudgement receive(const Webhook &webhook, const Access &access) const override;
    [[nodiscard]] Result<PhoneEvent> translate(const settings::Connection &connection, calls::EventKind kind,
                                               const QByteArray &payload) const override;
    [[nodiscard]] std::shared_ptr<PhoneProvider> open(const settings::Connection &connection,
                                                      const Surroundings &surroundings) const override;
};

} // namespace ringback::connectors::quo
