#include "desk/claimsback.h"

#include "engine/office.h"
#include "policy/followthrough.h"
#include "store/gateways.h"
#include "store/peoplegateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::CallbackTask;

namespace {

bool mayHold(const settings::Setup &setup, const QString &staff)
{
    const calls::Staff *const person = setup.person(staff);
    return person != nullptr && !person->suspended;
}

} // namespace

Done takeBackClaims(store::Transaction &transaction, audit::Trail &trail, const QString &actor, const settings::Setup &setup, Instant now)
{
    store::Database &database = transaction.database();
    const Result<QList<store::PeopleGateway::Claim>> claims = store::PeopleGateway(database).claims();
    if (!claims)
        return failure(claims);
    const store::TaskGateway tasks(database);
    engine::PlaybookShelf shelf;
    for (const store::PeopleGateway::Claim &claim : *claims) {
        if (mayHold(setup, claim.staff))
            continue;
        const Result<std::optional<CallbackTask>> found = tasks.findToChange(transaction, claim.task);
        if (!found)
            return failure(found);
        if (!*found || (*found)->state != calls::TaskState::Claimed || mayHold(setup, (*found)->claimedBy)) // completed a moment ago
            continue;
        const CallbackTask &task = **found;
        const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(task.followUp);
        if (!followUp)
            return failure(followUp);
        if (!*followUp)
            return failure(ErrorKind::Corrupt, u"a task without its follow-up"_s);
        const Result<const playbook::Playbook *> book = shelf.at(database, (*followUp)->playbookVersion);
        if (!book)
            return failure(book);
        const CallbackTask after = policy::takenBack(task, (*book)->callback);
        const Result<bool> changed = tasks.change(transaction, task, after);
        if (!changed)
            return failure(changed);
        if (!*changed)
            return failure(ErrorKind::Conflict, u"a locked task has changed"_s);
        trail.add({.at = now,
                   .actor = actor,
                   .action = u"task_released"_s,
                   .caseId = task.followUp.text(),
                   .subject = u"task:"_s + task.id.text(),
                   .detail = {{u"claimed_by"_s, task.claimedBy}}});
    }
    return {};
}

} // namespace ringback::desk
