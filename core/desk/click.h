#pragma once

#include "audit/trail.h"
#include "calls/people.h"
#include "desk/outcome.h"
#include "engine/office.h"
#include "store/database.h"

#include <tl/expected.hpp>

/// What every click of the staff begins and ends with.
namespace ringback::desk {

[[nodiscard]] tl::unexpected<Refusal> refused(Refusal refusal);
[[nodiscard]] tl::unexpected<Refusal> cannotStore(const Error &error);

/// The office, if `staff` is one of its people, not suspended, and has that right. Refusals: NoSuchPerson, NotAllowed, CannotStore.
[[nodiscard]] tl::expected<engine::Office, Refusal> officeOf(store::Database &database, const QString &staff,
                                                             std::optional<calls::Right> right = std::nullopt);

/// Who brings a file in, as the audit trail names them; without `staff` it is the command line. Errors: NotFound (nobody of that id), Refused (not
/// their right), as the store.
[[nodiscard]] Result<QString> importerOf(store::Database &database, const QString &staff, calls::Right right);

/// As the audit trail names a person.
[[nodiscard]] QString actorOf(const QString &staff);

/// A person's name; the id of somebody who has left the setup since.
[[nodiscard]] QString nameOf(const engine::Office &office, const QString &staff);

/// The trail's entries, then the commit. Errors: as the store.
[[nodiscard]] Done commit(store::Transaction &transaction, audit::Trail &trail);

} // namespace ringback::desk
