#include "engine/taskfacts.h"

#include "engine/recognition.h"
#include "store/gateways.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;

Result<TaskScene> sceneOf(store::Transaction &transaction, audit::Trail &trail, const Office &office, Casework &work,
                          const calls::CallbackTask &task, Instant now)
{
    store::Database &database = transaction.database();
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(task.followUp);
    if (!followUp)
        return failure(followUp);
    if (!*followUp)
        return failure(ErrorKind::Corrupt, u"the task has no follow-up"_s);
    const Result<policy::Rules> rules = office.rulesAt(database, (*followUp)->playbookVersion);
    if (!rules)
        return failure(rules);
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(database).findById((*followUp)->contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"the follow-up has no contact"_s);
    const Result<std::optional<Recognition::Known>> known = Recognition(transaction, trail, office, now).find((*contact)->number);
    if (!known)
        return failure(known);
    const Result<QList<policy::Candidate>> candidates = work.candidates();
    if (!candidates)
        return failure(candidates);
    const Result<policy::Turns> turns = work.turns();
    if (!turns)
        return failure(turns);
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164((*followUp)->line);
    const calls::Line *const line = dialled ? office.setup.line(*dialled) : nullptr;
    return TaskScene{.rules = *rules,
                     .kind = (*contact)->kind,
                     .candidates = *candidates,
                     .turns = *turns,
                     .skills = line ? line->skills : QStringList(),
                     .language = (*contact)->language,
                     .owner = *known ? (*known)->owner : QString()};
}

} // namespace ringback::engine
