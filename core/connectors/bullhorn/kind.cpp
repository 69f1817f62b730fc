#include "connectors/bullhorn/kind.h"

namespace ringback::connectors::bullhorn {

LeadAbilities BullhornKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> BullhornKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> BullhornKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::bullhorn
