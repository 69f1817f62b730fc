#pragma once

#include "connectors/leadsystem.h"

namespace ringback::connectors::hook {

/// A webhook of somebody else's.
class HookKind final : public LeadSystemKind {
public:
    [[nodiscard]] LeadAbilities abilities() const override;
    [[nodiscard]] QList<ChoiceSlot> choiceSlots(const settings::LeadConnection &connection, const QStringList &statuses,
                                                const QStringList &staff) const override;
    [[nodiscard]] std::shared_ptr<LeadSystem> open(const settings::LeadConnection &connection,
                                                   const Surroundings &surroundings) const override;
};

} // namespace ringback::connectors::hook
