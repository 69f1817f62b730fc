#pragma once

#include "connectors/phonesystem.h"

namespace ringback::connectors::generic {

/// Any system that can post JSON or a form (docs/connect/generic.md). It sends no texts.
class GenericSystem final : public PhoneSystem {
public:
    [[nodiscard]] WebhookJudgement receive(const Webhook &webhook, const Access &access) const override;
    /// Also of what was pasted to try the mapping out: a form, or a list of which it reads the first.
    [[nodiscard]] Result<PhoneEvent> translate(const settings::Connection &connection, calls::EventKind kind,
                                               const QByteArray &payload) const override;
    [[nodiscard]] std::shared_ptr<PhoneProvider> open(const settings::Connection &connection,
                                                      const Surroundings &surroundings) const override;
};

} // namespace ringback::connectors::generic
