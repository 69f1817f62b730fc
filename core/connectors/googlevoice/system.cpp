#include "connectors/googlevoice/system.h"

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;

WebhookJudgement GoogleVoiceSystem::receive(const Webhook &, const Access &) const
{
    return Forged{};
}

Result<PhoneEvent> GoogleVoiceSystem::translate(const settings::Connection &, calls::EventKind, const QByteArray &) const
{
    return failure(ErrorKind::Invalid, u"not an event of this phone system"_s);
}

std::shared_ptr<PhoneProvider> GoogleVoiceSystem::open(const settings::Connection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::googlevoice
