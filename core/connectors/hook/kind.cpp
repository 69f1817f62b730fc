#include "connectors/hook/kind.h"

namespace ringback::connectors::hook {

LeadAbilities HookKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> HookKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> HookKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::hook
