#pragma once

#include "connectors/leadsystem.h"

namespace ringback::connectors::jobber {

/// Jobber.
class JobberKind final : public LeadSystemKind {
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

/// Jobber knows one address to send the browser back to, which the office enters there: `http://127.0.0.1:47822/`.
inline constexpr quint16 signInPort = 47'822;

} // namespace ringback::connectors::jobber
