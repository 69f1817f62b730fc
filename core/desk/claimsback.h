#pragma once

#include "audit/trail.h"
#include "base/result.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QString>

/// For desk's own files.
namespace ringback::desk {

/// What is claimed by people whom this setup does not have, or has suspended, is open again for whoever is there, each with an audit row of `actor`. For
/// the transaction that stores the setup. Errors: as engine::PlaybookShelf.
[[nodiscard]] Done takeBackClaims(store::Transaction &transaction, audit::Trail &trail, const QString &actor, const settings::Setup &setup,
                                  Instant now);

} // namespace ringback::desk
