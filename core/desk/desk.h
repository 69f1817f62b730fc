#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "calls/values.h"
#include "desk/outcome.h"
#include "playbook/playbook.h"
#include "store/database.h"

#include <tl/expected.hpp>

#include <optional>

namespace ringback::desk {

/// The task as it is after the click, or why not.
template <class T>
using Answer = tl::expected<T, Refusal>;

/// What staff do: each call is one transaction with its audit rows. Lives on the thread of its Database.
class Desk final {
public:
    Desk(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Compare and set: of two people one gets it, the other is told who has it and since when. Claiming what one has already changes
    /// nothing and is no refusal.
    [[nodiscard]] Answer<calls::CallbackTask> claim(const QString &task, const QString &staff);
    /// Puts it back in the queue; only its claimer may.
    [[nodiscard]] Answer<calls::CallbackTask> release(const QString &task, const QString &staff);
    /// Ends the task. As the outcome says, it ends the follow-up too and sets the lead's status, or a new task comes back later. Its claimer
    /// may, or anyone while nobody has it.
    [[nodiscard]] Answer<calls::CallbackTask> complete(const QString &task, const QString &staff, const QString &outcome,
                                                       std::optional<Money> value);

private:
    struct Scene;
    [[nodiscard]] Answer<Scene> enter(const QString &task, const QString &staff) const;
    [[nodiscard]] Done closeCase(store::Transaction &transaction, audit::Trail &trail, const calls::CallbackTask &task,
                                 const QString &staff, std::optional<Money> value, const playbook::Outcome &outcome, Instant now);
    [[nodiscard]] Done bringBack(store::Transaction &transaction, audit::Trail &trail, const calls::CallbackTask &task,
                                 const QString &staff, Instant dueAt, Instant now);
    [[nodiscard]] Refusal whyNot(const calls::TaskId &id) const;

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
