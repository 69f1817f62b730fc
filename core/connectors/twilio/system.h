#pragma once

#include "connectors/phonesystem.h"

namespace ringback::connectors::twilio {

/// Twilio. Webhooks come to `/webhooks/twilio/voice`, `…/message` and `…/message-status`, of all accounts to the same: the AccountSid in the form says
/// whose they are.
class TwilioSystem final : public PhoneSystem {
public:
    [[nodiscard]] bool knowsPath(const QByteArray &rest) const override;
    [[nodiscard]] WebhookJudgement receive(const Webhook &webhook, const Access &access) const override;
    [[nodiscard]] Result<PhoneEvent> translate(const settings::Connection &connection, calls::EventKind kind,
                                               const QByteArray &payload) const override;
    [[nodiscard]] std::shared_ptr<PhoneProvider> open(const settings::Connection &connection,
                                                      const Surroundings &surroundings) const override;
    [[nodiscard]] QUrl receiptsUrl(const settings::Connection &connection, const QString &publicUrl) const override;
};

} // namespace ringback::connectors::twilio
