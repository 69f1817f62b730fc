#pragma once

#include "calls/phonenumber.h"
#include "calls/values.h"
#include "engine/casework.h"
#include "policy/reasons.h"
#include "store/database.h"

#include <optional>

/// For desk's own files.
namespace ringback::desk {

/// Who has a number, with the open case, as far as we know them.
struct KnownCaller {
    std::optional<calls::Contact> contact;
    std::optional<calls::FollowUp> openCase;

    [[nodiscard]] QString caseId() const { return openCase ? openCase->id.text() : QString(); }
    [[nodiscard]] QString subject() const { return contact ? QStringLiteral("contact:") + contact->id.text() : QString(); }
};

/// The contact's row is locked, as by intake: a call of theirs that arrives now is worked on before the click or after it.
[[nodiscard]] Result<KnownCaller> lockKnown(store::Transaction &transaction, const calls::PhoneNumber &number, Instant now);

/// Somebody has opted out, or is blocked: the open case takes no further step, and messages that have not left are taken back. How many.
[[nodiscard]] Result<int> stopMessages(store::Transaction &transaction, engine::Casework &work, KnownCaller &caller,
                                       const calls::PhoneNumber &number, const QString &actor,
                                       const char16_t *reason = policy::reason::optedOut);

} // namespace ringback::desk
