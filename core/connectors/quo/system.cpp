#include "connectors/quo/system.h"

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

WebhookJudgement QuoSystem::receive(const Webhook &, const Access &) const
{
    return Forged{};
}

Result<PhoneEvent> QuoSystem::translate(const settings::Connection &, calls::EventKind, const QByteArray &) const
{
    return failure(ErrorKind::Invalid, u"not an event of this phone system"_s);
}

std::shared_ptr<PhoneProvider> QuoSystem::open(const settings::Connection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::quo
