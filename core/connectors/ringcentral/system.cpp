#include "connectors/ringcentral/system.h"

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

WebhookJudgement RingCentralSystem::receive(const Webhook &, const Access &) const
{
    return Forged{};
}

Result<PhoneEvent> RingCentralSystem::translate(const settings::Connection &, calls::EventKind, const QByteArray &) const
{
    return failure(ErrorKind::Invalid, u"not an event of this phone system"_s);
}

std::shared_ptr<PhoneProvider> RingCentralSystem::open(const settings::Connection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::ringcentral
