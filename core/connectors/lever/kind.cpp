#include "connectors/lever/kind.h"

namespace ringback::connectors::lever {

LeadAbilities LeverKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> LeverKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> LeverKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::lever
