#pragma once

#include "calls/values.h"
#include "engine/casework.h"
#include "playbook/playbook.h"

#include <QJsonObject>
#include <QString>

namespace ringback::engine {

/// Somebody takes a callback: by a click at the desk, or by a text from their own phone. Its row is locked, and open or theirs. Ends the automated
/// messages that stop on a claim, under the playbook `book` of its case. Errors: Conflict (it was not locked), as the store.
[[nodiscard]] Done takeTask(store::Transaction &transaction, Casework &work, const playbook::Playbook &book, calls::CallbackTask &task,
                            const QString &staff, Instant now, QJsonObject detail = {});

} // namespace ringback::engine
