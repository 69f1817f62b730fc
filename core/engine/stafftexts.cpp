#include "calls/people.h"
#include "engine/claiming.h"
#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "engine/noticeplan.h"
#include "engine/staffwords.h"
#include "policy/sending.h"
#include "store/noticegateway.h"

/// Texts from the phones of our own people: never a caller's. "C" claims, STOP ends what they are told by text.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::TaskState;

namespace {

// A "C" of the next day is about nothing that still rings in anybody's ears.
constexpr Milliseconds rememberedFor = 24h;
constexpr int mostTold = 50;

bool isClaim(const QString &body)
{
    return body.trimmed().compare("c"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace

Done Intake::applyStaffText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event, const calls::Staff &person,
                            const calls::Line &line)
{
    const QString subject = u"staff:"_s + person.id;
    const QString actor = subject;
    const store::ContactGateway contacts(m_database);
    switch (keywordOf(event, turn.office.playbook.optOut)) {
    case policy::Keyword::Stop: {
        const Result<bool> added =
            contacts.addOptOut(turn.transaction, {.number = *person.phone, .since = turn.now, .source = u"keyword"_s, .byWhom = actor});
        if (!added)
            return failure(added);
        const Result<qint64> dropped = store::NoticeGateway(m_database).dropWaiting(turn.transaction, person.id, u"opted_out"_s, turn.now);
        if (!dropped)
            return failure(dropped);
        turn.work.note(actor, u"notices_off"_s, {}, subject, {{u"dropped"_s, *dropped}, {u"again"_s, !*added}});
        return {};
    }
    case policy::Keyword::Start: {
        const Result<bool> removed = contacts.removeOptOut(turn.transaction, *person.phone);
        if (!removed)
            return failure(removed);
        if (*removed) {
            turn.work.note(actor, u"notices_on"_s, {}, subject);
            return {};
        }
        break; // "yes" of somebody who has not opted out
    }
    case policy::Keyword::Help:
    case policy::Keyword::None:
        break;
    }
    if (isClaim(event.body) && calls::may(person, calls::Right::Claim))
        return claimByText(turn, inbox, person, line);
    // Nobody reads it, and no case is opened; what they wrote is theirs.
    turn.work.note(actorOf(inbox.connection), u"staff_text_ignored"_s, {}, subject);
    return {};
}

// The newest callback that they were told of and that nobody has; where there is none, they hear what became of the newest.
Done Intake::claimByText(Turn &turn, const store::InboxEvent &inbox, const calls::Staff &person, const calls::Line &line)
{
    const Result<QList<calls::TaskId>> told = store::NoticeGateway(m_database).tasksToldOf(person.id, turn.now - rememberedFor, mostTold);
    if (!told)
        return failure(told);
    const store::TaskGateway tasks(m_database);
    std::optional<CallbackTask> about;
    for (const calls::TaskId &id : *told) {
        const Result<std::optional<CallbackTask>> task = tasks.find(id);
        if (!task)
            return failure(task);
        if (!*task || (about && (*task)->state != TaskState::Open))
            continue;
        about = **task;
        if (about->state == TaskState::Open)
            break;
    }
    const StaffWords words(turn.office.setup, person);
    const NoticePlan notices(turn.transaction, turn.trail, m_ids, turn.office, turn.now);
    const QString key = inbox.id.text();
    if (!about)
        return notices.answer(person, line, {}, key, words.nothingToClaim());

    // As at the desk: of two who take it, one has it and the other is told who.
    const Result<std::optional<CallbackTask>> locked = tasks.findToChange(turn.transaction, about->id);
    if (!locked)
        return failure(locked);
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(about->followUp);
    if (!followUp)
        return failure(followUp);
    if (!*locked || !*followUp)
        return failure(ErrorKind::Corrupt, u"a task without its follow-up"_s);
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById((*followUp)->contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"the follow-up has no contact"_s);
    CallbackTask task = **locked;
    QString body;
    if (task.state == TaskState::Open) {
        const Result<policy::Rules> rules = rulesOf(turn, **followUp);
        if (!rules)
            return failure(rules);
        const Done taken = takeTask(turn.transaction, turn.work, rules->playbook, task, person.id, turn.now, {{u"by"_s, u"text"_s}});
        if (!taken)
            return taken;
        body = words.yours(**contact);
    } else if (task.state == TaskState::Claimed) {
        body = task.claimedBy == person.id ? words.yours(**contact) : words.theirs(task.claimedBy, task.claimedAt.value_or(turn.now));
    } else {
        body = words.doneAlready();
    }
    return notices.answer(person, line, task.id, key, body);
}

} // namespace ringback::engine
