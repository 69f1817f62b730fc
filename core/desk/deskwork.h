#pragma once

#include "audit/trail.h"
#include "desk/click.h"
#include "desk/desk.h"
#include "engine/casework.h"
#include "store/gateways.h"

#include <algorithm>

/// What the clicks on tasks are made of; for Desk and Handling.
namespace ringback::desk {

/// A task with the case it belongs to, and the office as it is to that case.
struct TaskCase {
    engine::Office office;
    calls::CallbackTask task;
    calls::FollowUp followUp;
    calls::Contact contact;
};

/// One click's transaction.
struct TaskWork {
    store::Transaction &transaction;
    const QString &staff;
    Instant now;
    audit::Trail trail;
    engine::Casework cases;

    TaskWork(store::Transaction &within, IdSource &ids, const engine::Office &office, const QString &whose, Instant at)
        : transaction(within)
        , staff(whose)
        , now(at)
        , cases(within, trail, ids, office, at)
    {}

    void note(const QString &action, const calls::CallbackTask &task, QJsonObject detail = {})
    {
        cases.note(actorOf(staff), action, task.followUp.text(), QStringLiteral("task:") + task.id.text(), std::move(detail));
    }

    // The row is locked, so only a fault of ours makes this fail.
    [[nodiscard]] Done change(const calls::CallbackTask &before, const calls::CallbackTask &after)
    {
        const Result<bool> changed = store::TaskGateway(transaction.database()).change(transaction, before, after);
        if (!changed)
            return failure(changed);
        return *changed ? Done() : failure(ErrorKind::Conflict, QStringLiteral("a locked task has changed"));
    }
};

/// What is known of the task before its transaction. Refusals: NoSuchPerson, NotAllowed, NoSuchTask, CannotStore.
[[nodiscard]] Answer<TaskCase> caseOfTask(store::Database &database, const QString &task, const QString &staff);
/// Everything about this caller holds still until the transaction ends, and the case shows it as it is now.
[[nodiscard]] Done lockCase(store::Transaction &transaction, TaskCase &scene, Instant now);

/// Why somebody may not click on a task as it is.
[[nodiscard]] Refusal whyNot(const calls::CallbackTask &task, const engine::Office &office);

[[nodiscard]] inline bool isHeldBy(const calls::CallbackTask &task, const QString &staff)
{
    return task.state == calls::TaskState::Claimed && task.claimedBy == staff;
}

} // namespace ringback::desk
