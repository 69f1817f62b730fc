#include "desk/knowncaller.h"

#include "store/gateways.h"

#include <QJsonArray>

namespace ringback::desk {

using namespace Qt::StringLiterals;

Result<KnownCaller> lockKnown(store::Transaction &transaction, const calls::PhoneNumber &number, Instant now)
{
    const store::ContactGateway contacts(transaction.database());
    const Result<std::optional<calls::Contact>> found = contacts.find(number);
    if (!found)
        return failure(found);
    if (!*found)
        return KnownCaller();
    const Result<calls::Contact> locked = contacts.findOrAdd(transaction, **found, now);
    if (!locked)
        return failure(locked);
    KnownCaller known{.contact = *locked, .openCase = {}};
    const Result<std::optional<calls::FollowUp>> openCase =
        store::FollowUpGateway(transaction.database()).openToChange(transaction, locked->id);
    if (!openCase)
        return failure(openCase);
    known.openCase = *openCase;
    return known;
}

Result<int> stopMessages(store::Transaction &transaction, engine::Casework &work, KnownCaller &caller, const calls::PhoneNumber &number,
                         const QString &actor, const char16_t *reason)
{
    const QString why = QString::fromUtf16(reason);
    if (caller.openCase && caller.openCase->nextStepAt) {
        work.note(actor, u"steps_stopped"_s, caller.caseId(), u"follow_up:"_s + caller.caseId(),
                  {{u"step"_s, caller.openCase->nextStep}, {u"reasons"_s, QJsonArray{why}}});
        caller.openCase->nextStep.clear();
        caller.openCase->nextStepAt.reset();
        if (const Done updated = store::FollowUpGateway(transaction.database()).update(transaction, *caller.openCase); !updated)
            return failure(updated);
    }
    const Result<QList<calls::Message>> scheduled = store::MessageGateway(transaction.database()).scheduledTo(number);
    if (!scheduled)
        return failure(scheduled);
    return work.drop(*scheduled, why, actor);
}

} // namespace ringback::desk
