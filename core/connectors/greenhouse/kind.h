#pragma once

#include "connectors/leadsystem.h"

namespace ringback::connectors::greenhouse {

/// Greenhouse, by Harvest v3.
class GreenhouseKind final : public LeadSystemKind {
public:
    [[nodiscard]] LeadAbilities abilities() const override;
    [[nodiscard]] QList<ChoiceSlot> choiceSlots(const settings::LeadConnection &connection, const QStringList &statuses,
                                                const QStringList &staff) const override;
    [[nodiscard]] std::shared_ptr<LeadSystem> open(const settings::LeadConnection &connection,
                                                   const Surroundings &surroundings) const override;
};

/// The list that a slot is chosen from; empty = free text, or no slot of ours.
[[nodiscard]] QString listOf(const QString &slot);

} // namespace ringback::connectors::greenhouse
