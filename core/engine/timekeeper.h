#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "engine/office.h"
#include "policy/followthrough.h"
#include "store/database.h"

namespace ringback::engine {

/// What happens because time has passed: later steps of a case, claims that lapse, tasks that nobody takes, the end of a storm. The same shape
/// as Intake: loads facts, asks the policy, writes rows, jobs and audit, commits. Several share a database: each row is decided about by
/// one. Lives on the engine's thread.
class Timekeeper final {
public:
    Timekeeper(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Works off what is due, at most rowsPerTurn steps and tasks, in one transaction. How many there were. One that cannot be decided about is
    /// set aside, with the reason in the audit trail. Errors: Transient (nothing changed, try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    /// When there is work again, if nothing new comes in.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;

    static constexpr int rowsPerTurn = 64;

private:
    struct Turn;
    struct Limits {
        int steps = 0;
        int tasks = 0;
        bool storm = false;
    };

    [[nodiscard]] Result<int> turn(const Office &office, Limits limits);
    [[nodiscard]] Result<int> takeSteps(Turn &turn, int limit);
    [[nodiscard]] Done takeStep(Turn &turn, calls::FollowUp &followUp, const policy::Rules &rules);
    [[nodiscard]] Done send(Turn &turn, const calls::FollowUp &followUp, const calls::Contact &contact, const policy::Rules &rules,
                            const policy::SendStep &send, const QString &staff);
    [[nodiscard]] Result<int> checkTasks(Turn &turn, int limit);
    [[nodiscard]] Done checkTask(Turn &turn, const calls::CallbackTask &task);
    /// The first of those due, which made a turn of its own fail.
    [[nodiscard]] Done setAside(Limits which, const Error &error);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    Instant m_nextStormLook; ///< misses grow few without anything to say so: looked at by the minute, while a storm is on
};

} // namespace ringback::engine
