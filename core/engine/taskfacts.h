#pragma once

#include "audit/trail.h"
#include "engine/casework.h"
#include "engine/office.h"
#include "policy/followthrough.h"
#include "store/database.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace ringback::engine {

/// What the policy is told of a live task, loaded in one transaction.
struct TaskScene {
    policy::Rules rules; ///< those its case was opened under
    calls::ContactKind kind = calls::ContactKind::NewLead;
    QList<policy::Candidate> candidates;
    policy::Turns turns;
    QStringList skills;
    QString language;
    QString owner;

    [[nodiscard]] policy::TaskFacts facts(const calls::CallbackTask &task) const
    {
        return {
            .task = task, .kind = kind, .candidates = candidates, .turns = turns, .skills = skills, .language = language, .owner = owner};
    }
};

/// Errors: Corrupt (its case or contact is gone, or its playbook does not read back), as the store.
[[nodiscard]] Result<TaskScene> sceneOf(store::Transaction &transaction, audit::Trail &trail, const Office &office, Casework &work,
                                        const calls::CallbackTask &task, Instant now);

} // namespace ringback::engine
