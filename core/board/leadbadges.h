#pragma once

#include "base/result.h"
#include "board/leadbadge.h"
#include "board/rows.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QHash>
#include <QStringList>

/// For board's own files: where cases stand in the lead systems of the setup. Each asks nothing of the store when there is none.
namespace ringback::board {

/// By follow-up, without candidates. Errors: as the store.
[[nodiscard]] Result<QHash<QString, QList<LeadBadge>>> readLeadBadges(store::Database &database, const settings::Setup &setup,
                                                                      const QStringList &followUps);
/// Of one case, with candidates. Errors: as the store.
[[nodiscard]] Result<QList<LeadBadge>> readLeadBadges(store::Database &database, const settings::Setup &setup,
                                                      const calls::FollowUpId &followUp);
/// Of each row the badge that most needs somebody. Errors: as the store.
[[nodiscard]] Done addLeads(store::Database &database, const settings::Setup &setup, QList<BoardRow> &rows);
/// What was earned with the case, the newest first; also by systems that are no longer in the setup. Errors: as the store.
[[nodiscard]] Result<QList<WinBrief>> readWins(store::Database &database, const settings::Setup &setup, const calls::FollowUpId &followUp);

} // namespace ringback::board
