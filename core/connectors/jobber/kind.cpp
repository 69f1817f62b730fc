#include "connectors/jobber/kind.h"

namespace ringback::connectors::jobber {

LeadAbilities JobberKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> JobberKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> JobberKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::jobber
