#include "connectors/acculynx/kind.h"

namespace ringback::connectors::acculynx {

LeadAbilities AccuLynxKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> AccuLynxKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> AccuLynxKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::acculynx
