#include "connectors/ringcentral/system.h"

#include "connectors/http/host.h"
#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/provider.h"
#include "connectors/ringcentral/webhook.h"

#include <QUrl>

namespace ringback::connectors::ringcentral {

QByteArray baseOf(const settings::Connection &connection)
{
    return hostOf(connection.baseUrl, "https://platform.ringcentral.com");
}

WebhookJudgement RingCentralSystem::receive(const Webhook &webhook, const Access &access) const
{
    return judgeWebhook(webhook, access);
}

Result<PhoneEvent> RingCentralSystem::translate(const settings::Connection &, calls::EventKind kind, const QByteArray &payload) const
{
    return translateStored(kind, payload);
}

std::shared_ptr<PhoneProvider> RingCentralSystem::open(const settings::Connection &connection, const Surroundings &surroundings) const
{
    RingCentralSettings settings{.connection = connection.id,
                                 .account = std::get<settings::RingCentralAccount>(connection.account),
                                 .base = baseOf(connection),
                                 .publicUrl = surroundings.publicUrl,
                                 .timeout = surroundings.timeout};
    const auto isMissing = [&](const QString &name) {
        return !name.isEmpty() && surroundings.secrets->value(name).isEmpty();
    };
    if (isMissing(settings.account.credentialSecret) || isMissing(settings.account.clientSecret) ||
        (settings.account.receive == settings::RingCentralAccount::Receive::Webhook && isMissing(settings.account.verificationSecret)))
        return nullptr;
    return std::make_shared<RingCentralProvider>(std::move(settings), surroundings.secrets, surroundings.network, surroundings.clock);
}

} // namespace ringback::connectors::ringcentral
