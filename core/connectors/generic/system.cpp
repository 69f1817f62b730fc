#include "connectors/generic/system.h"

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;

WebhookJudgement GenericSystem::receive(const Webhook &, const Access &) const
{
    return Forged{};
}

Result<PhoneEvent> GenericSystem::translate(const settings::Connection &, calls::EventKind, const QByteArray &) const
{
    return failure(ErrorKind::Invalid, u"not an event of this phone system"_s);
}

std::shared_ptr<PhoneProvider> GenericSystem::open(const settings::Connection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::generic
