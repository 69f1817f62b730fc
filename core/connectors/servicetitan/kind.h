#pragma once

#include "connectors/leadsystem.h"

namespace ringback::connectors::servicetitan {

/// ServiceTitan.
class ServiceTitanKind final : public LeadSystemKind {
public:
    [[nodiscard]] LeadAbilities abilities() const override;
    [[nodiscard]] QList<ChoiceSlot> choiceSlots(const settings::LeadConnection &connection, const QStringList &statuses,
                                                const QStringList &staff) const override;
    [[nodiscard]] std::shared_ptr<LeadSystem> open(const settings::LeadConnection &connection,
                                                   const Surroundings &surroundings) const override;
};

/// The slots that do not depend on the office's statuses and staff.
[[nodiscard]] QList<ChoiceSlot> ownSlots();

} // namespace ringback::connectors::servicetitan
