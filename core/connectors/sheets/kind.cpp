#include "connectors/sheets/kind.h"

namespace ringback::connectors::sheets {

LeadAbilities SheetsKind::abilities() const
{
    return {};
}

QList<ChoiceSlot> SheetsKind::choiceSlots(const settings::LeadConnection &, const QStringList &, const QStringList &) const
{
    return {};
}

std::shared_ptr<LeadSystem> SheetsKind::open(const settings::LeadConnection &, const Surroundings &) const
{
    return nullptr;
}

} // namespace ringback::connectors::sheets
