#include "connectors/servicetitan/kind.h"

namespace ringback::connectors::servicetitan {

LeadAbilities ServiceTitanKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> ServiceTitanKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> ServiceTitanKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::servicetitan
