#pragma once

#include "base/result.h"
#include "board/replyrows.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QList>
#include <QString>

/// Conversations as people write in them.
namespace ringback::board {

/// As `staff` sees it. Errors: NotFound (no such case, or no office yet), as the store.
[[nodiscard]] Result<CaseReplies> readReplies(store::Database &database, const QString &followUp, const QString &staff, Instant now);
/// Who else has the case before them: one indexed read, for a console to repeat while it shows that case. Errors: NotFound, as the store.
[[nodiscard]] Result<QList<CaseViewer>> readViewers(store::Database &database, const settings::Setup &setup, const QString &followUp,
                                                    const QString &staff, Instant now);
/// All that this person has half typed, the newest first: for a console that starts again. Errors: as the store.
[[nodiscard]] Result<QList<KeptDraft>> readDrafts(store::Database &database, const QString &staff);

} // namespace ringback::board
