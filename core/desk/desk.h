#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "calls/values.h"
#include "desk/outcome.h"
#include "engine/conclusion.h"
#include "playbook/playbook.h"
#include "store/database.h"

#include <tl/expected.hpp>

#include <optional>

namespace ringback::desk {

/// The task as it is after the click, or why not.
template <class T>
using Answer = tl::expected<T, Refusal>;

/// What the one who completes a task says of it.
struct Completion {
    QString outcome; ///< of the playbook the case was opened under
    std::optional<Money> value;
    std::optional<Instant> at; ///< the appointment, or when to call again
};

struct TaskCase;
struct TaskWork;

/// What staff do: each call is one transaction with its audit rows. Lives on the thread of its Database.
class Desk final {
public:
    Desk(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// How long a completion can be taken back; its confirmation leaves after that.
    static constexpr Milliseconds undoWindow = engine::Conclusion::undoWindow;

    /// Compare and set: of two people one gets it, the other is told who has it and since when. Claiming what one has already renews the
    /// claim and is no refusal. Ends automated messages that stop on a claim.
    [[nodiscard]] Answer<calls::CallbackTask> claim(const QString &task, const QString &staff);
    /// In a storm: up to `count` of the tasks that are ready and nobody has, those this person may get first, then the oldest. Fewer, or
    /// none, when others were faster.
    [[nodiscard]] Answer<QList<calls::CallbackTask>> claimOldest(const QString &staff, int count);
    static constexpr int mostAtOnce = 20;
    /// Puts it back in the queue; only its claimer may.
    [[nodiscard]] Answer<calls::CallbackTask> release(const QString &task, const QString &staff);
    /// Ends the task. As the outcome says, it ends the follow-up too, sets the lead's status and sends the confirmation, or a new task comes
    /// back later (the next attempt). Its claimer may, or anyone while nobody has it.
    [[nodiscard]] Answer<calls::CallbackTask> complete(const QString &task, const QString &staff, const Completion &completion);
    /// Takes a completion back within undoWindow: the task is claimed again by who completed it, the case open, the lead as it was, the
    /// confirmation and the returned task gone. Only who completed it may.
    [[nodiscard]] Answer<calls::CallbackTask> undo(const QString &task, const QString &staff);

private:
    [[nodiscard]] Done take(TaskWork &work, const playbook::Playbook &book, calls::CallbackTask &task);
    [[nodiscard]] Done reopen(TaskWork &work, TaskCase &scene);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
