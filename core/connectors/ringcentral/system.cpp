#include "connectors/ringcentral/system.h"

#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/webhook.h"

namespace ringback::connectors::ringcentral {

WebhookJudgement RingCentralSystem::receive(const Webhook &webhook, const Access &access) const
{
    return judgeWebhook(webhook, access);
}

Result<PhoneEvent> RingCentralSystem::translate(const settings::Connection &, calls::EventKind kind, const QByteArray &payload) const
{
    return translateStored(kind, payload);
}

std::shared_ptr<PhoneProvider> RingCentralSystem::open(const settings::Connection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::ringcentral
