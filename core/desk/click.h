#pragma once

#include "audit/trail.h"
#include "desk/outcome.h"
#include "engine/office.h"
#include "store/database.h"

#include <tl/expected.hpp>

/// What every click of the staff begins and ends with.
namespace ringback::desk {

[[nodiscard]] tl::unexpected<Refusal> refused(Refusal refusal);
[[nodiscard]] tl::unexpected<Refusal> cannotStore(const Error &error);

/// The office, if `staff` is one of its people. Refusals: NoSuchPerson, CannotStore.
[[nodiscard]] tl::expected<engine::Office, Refusal> officeOf(store::Database &database, const QString &staff);

/// As the audit trail names a person.
[[nodiscard]] QString actorOf(const QString &staff);

/// A person's name; the id of somebody who has left the setup since.
[[nodiscard]] QString nameOf(const engine::Office &office, const QString &staff);

/// The trail's entries, then the commit. Errors: as the store.
[[nodiscard]] Done commit(store::Transaction &transaction, audit::Trail &trail);

} // namespace ringback::desk
