#include "connectors/greenhouse/kind.h"

namespace ringback::connectors::greenhouse {

LeadAbilities GreenhouseKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> GreenhouseKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> GreenhouseKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::greenhouse
