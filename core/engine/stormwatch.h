#pragma once

#include "audit/trail.h"
#include "base/id.h"
#include "calls/values.h"
#include "playbook/playbook.h"
#include "store/database.h"

#include <optional>

namespace ringback::engine {

/// Whether a storm is on, as of one transaction; begins it and ends it. Asks the database once, however many calls are counted. Lives as long
/// as the transaction.
class StormWatch final {
public:
    StormWatch(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const playbook::Storm &rules, Instant now);

    [[nodiscard]] Result<bool> isOn();
    /// One more call was missed; it began at `at` and is not in the database yet. May begin a storm.
    [[nodiscard]] Done countMiss(Instant at);
    /// Ends the one that is on if it is over.
    [[nodiscard]] Done endInTime();

    /// How far back misses count.
    static constexpr Milliseconds window = std::chrono::minutes(15);

private:
    [[nodiscard]] Done look();
    [[nodiscard]] Done countStored();
    void note(const QString &action, const calls::Storm &storm);

    store::Transaction &m_transaction;
    audit::Trail &m_trail;
    IdSource &m_ids;
    const playbook::Storm &m_rules;
    const Instant m_now;
    bool m_looked = false;
    std::optional<calls::Storm> m_current;
    std::optional<int> m_misses; ///< of the window, counted up to the threshold
};

} // namespace ringback::engine
