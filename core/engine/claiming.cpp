#include "engine/claiming.h"

#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::TaskState;

Done takeTask(store::Transaction &transaction, Casework &work, const playbook::Playbook &book, calls::CallbackTask &task,
              const QString &staff, Instant now, QJsonObject detail)
{
    const calls::CallbackTask before = task;
    task.state = TaskState::Claimed;
    task.claimedBy = staff;
    task.claimedAt = now;
    task.returnedFrom.clear();
    task.checkAt = policy::nextCheck(task, book.callback);
    const Result<bool> changed = work.changeTask(before, task);
    if (!changed)
        return failure(changed);
    if (!*changed) // the row is locked, so only a fault of ours makes this fail
        return failure(ErrorKind::Conflict, u"a locked task has changed"_s);
    const QString actor = u"staff:"_s + staff;
    detail.insert(u"renewed"_s, before.state == TaskState::Claimed);
    work.note(actor, u"task_claimed"_s, task.followUp.text(), u"task:"_s + task.id.text(), detail);

    Result<QList<calls::Message>> messages = store::MessageGateway(transaction.database()).ofFollowUp(task.followUp);
    if (!messages)
        return failure(messages);
    messages->removeIf([&](const calls::Message &message) {
        const playbook::Step *const step = book.step(message.step);
        const bool stops = message.automated && step && step->stopsOn.contains(playbook::StopsOn::Claimed);
        return message.state != calls::DeliveryState::Scheduled || !stops;
    });
    const Result<int> dropped = work.drop(*messages, QString::fromUtf16(policy::reason::claimed), actor);
    return dropped ? Done() : failure(dropped);
}

} // namespace ringback::engine
