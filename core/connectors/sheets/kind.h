#pragma once

#include "connectors/leadsystem.h"

namespace ringback::connectors::sheets {

/// Google Sheets.
class SheetsKind final : public LeadSystemKind {
public:
    [[nodiscard]] LeadAbilities abilities() const override;
    [[nodiscard]] QList<ChoiceSlot> choiceSlots(const settings::LeadConnection &connection, const QStringList &statuses,
                                                const QStringList &staff) const override;
    [[nodiscard]] std::shared_ptr<LeadSystem> open(const settings::LeadConnection &connection,
                                                   const Surroundings &surroundings) const override;
    [[nodiscard]] std::optional<LoopbackSignIn::Provider> signInOf(const settings::LeadConnection &connection) const override;
    QCoro::Task<Done> keepSignIn(settings::LeadConnection connection, Surroundings surroundings,
                                 LoopbackSignIn::Grant grant) const override;
};

} // namespace ringback::connectors::sheets
