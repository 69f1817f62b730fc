#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "calls/values.h"
#include "desk/desk.h"
#include "store/database.h"

#include <optional>

namespace ringback::desk {

/// The storm switch. Each call is one transaction with its audit rows. Lives on the thread of its Database.
class StormSwitch final {
public:
    StormSwitch(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// On until then, or until the misses grow few. While one is on, sets its end.
    [[nodiscard]] Answer<calls::Storm> begin(const QString &staff, std::optional<Instant> until);
    /// Off. False when none was on.
    [[nodiscard]] Answer<bool> end(const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
