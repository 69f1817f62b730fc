#pragma once

#include "base/result.h"
#include "calls/values.h"
#include "connectors/leadsystem.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/leadwritegateway.h"

#include <optional>

namespace ringback::engine {

/// A write with all that its request is made of, as it is now.
struct LeadCase {
    store::LeadWriteRow row;
    calls::FollowUp followUp;
    calls::Contact contact;
    calls::Lead lead;
    store::LeadLinkRow link;
    connectors::LeadAbilities abilities;
};

/// Errors: Corrupt (it has no case, contact or lead), as the store.
[[nodiscard]] Result<LeadCase> loadLeadCase(store::Database &database, const store::LeadWriteRow &row,
                                            const connectors::LeadAbilities &abilities);

/// The request, which says what is true now, however long ago it was planned. Empty: there is nothing to say any more; never where `inDoubt`, for it
/// was asked for and is looked for. Errors: as the store.
[[nodiscard]] Result<std::optional<connectors::LeadWrite>> requestFor(store::Database &database, const Office &office, const LeadCase &of,
                                                                      bool inDoubt);

/// By which a write is found again: of that effect alone, and the same after the database was restored from a backup.
[[nodiscard]] QString markerOf(const store::LeadWriteRow &row);

} // namespace ringback::engine
