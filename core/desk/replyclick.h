#pragma once

#include "calls/values.h"
#include "desk/replyrefusal.h"
#include "engine/office.h"
#include "store/database.h"

#include <QString>

/// What every click at a conversation begins with; for desk's own files.
namespace ringback::desk {

[[nodiscard]] tl::unexpected<ReplyRefusal> replyRefused(ReplyRefusal refusal);
[[nodiscard]] tl::unexpected<ReplyRefusal> cannotStoreReply(const Error &error);

/// The office, if that person may reply. Refusals: NoSuchPerson, NotAllowed, CannotStore.
[[nodiscard]] ReplyAnswer<engine::Office> officeToReply(store::Database &database, const QString &staff);
/// Refusals: NoSuchCase, CannotStore.
[[nodiscard]] ReplyAnswer<calls::FollowUp> caseToReply(store::Database &database, const QString &followUp);

} // namespace ringback::desk
