#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "engine/recognition.h"
#include "policy/reasons.h"
#include "policy/sending.h"

#include <QJsonArray>

/// Texts from callers, and receipts for ours.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A delivery receipt may overtake the answer to the request it belongs to.
constexpr Milliseconds receiptRetry = 1s;
constexpr Milliseconds receiptPatience = 2min;

const QString callerActor = u"caller"_s;

} // namespace

// The provider's own word lists may hold more than ours.
policy::Keyword keywordOf(const connectors::TextReceived &event, const playbook::OptOut &words)
{
    if (event.optOutType == "STOP"_L1)
        return policy::Keyword::Stop;
    if (event.optOutType == "START"_L1)
        return policy::Keyword::Start;
    if (event.optOutType == "HELP"_L1)
        return policy::Keyword::Help;
    return policy::readKeyword(event.body, words);
}

Done Intake::applyText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event)
{
    const Result<calls::PhoneNumber> from = calls::PhoneNumber::parse(event.from);
    Result<calls::PhoneNumber> to = calls::PhoneNumber::parse(event.line);
    if (to) {
        // Texts may leave from another number than the one that was dialled; answers belong to the dialled one.
        if (const calls::Line *const line = turn.office.setup.lineOfSender(*to)) {
            to = line->number;
            const calls::Staff *const person = from ? turn.office.setup.personWithPhone(*from) : nullptr;
            if (person)
                return applyStaffText(turn, inbox, event, *person, *line);
        }
    }
    if (!from || !to) { // a short code or an alphanumeric sender: nobody to answer
        turn.work.note(actorOf(inbox.connection), u"text_ignored"_s, {}, u"inbox:"_s + inbox.id.text(),
                       {{u"reasons"_s, QJsonArray{u"unusable_number"_s}}});
        return {};
    }
    const calls::Contact fresh{
        .id = m_ids.next<calls::ContactId>(turn.now), .number = *from, .kind = turn.office.playbook.lead.unknownCaller};
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(turn.transaction, fresh, turn.now);
    if (!contact)
        return failure(contact);
    Result<std::optional<calls::FollowUp>> openCase = store::FollowUpGateway(m_database).openToChange(turn.transaction, contact->id);
    if (!openCase)
        return failure(openCase);

    // Several lines may send from one number: then it is the one the open case came by.
    if (const Result<calls::PhoneNumber> dialled = *openCase ? calls::PhoneNumber::parse((*openCase)->line) : to; dialled) {
        const calls::Line *const line = turn.office.setup.line(*dialled);
        if (line && line->sender().e164() == event.line)
            to = dialled;
    }

    const Result<bool> wasKeyword = applyKeyword(turn, event, *contact, *openCase);
    if (!wasKeyword)
        return failure(wasKeyword);
    if (!*wasKeyword) {
        if (turn.office.setup.isOwnNumber(*from)) { // an answer would go to ourselves; STOP is kept from whomever it comes
            turn.work.note(actorOf(inbox.connection), u"text_ignored"_s, {}, u"inbox:"_s + inbox.id.text(),
                           {{u"reasons"_s, QJsonArray{QString::fromUtf16(policy::reason::ownNumber)}}});
            return {};
        }
        if (const Done answered = applyAnswer(turn, inbox, event, *contact, *to, *openCase); !answered)
            return answered;
    }

    const calls::Message message{.id = m_ids.next<calls::MessageId>(turn.now),
                                 .followUp = *openCase ? std::optional((*openCase)->id) : std::nullopt,
                                 .contact = contact->id,
                                 .direction = calls::Direction::In,
                                 .line = *to,
                                 .peer = *from,
                                 .body = event.body,
                                 .automated = false,
                                 .state = calls::DeliveryState::Received,
                                 .connection = inbox.connection,
                                 .providerId = event.providerMessageId,
                                 .createdAt = inbox.receivedAt};
    turn.work.note(actorOf(inbox.connection), u"text_received"_s, *openCase ? (*openCase)->id.text() : QString(),
                   u"message:"_s + message.id.text(), {{u"pictures"_s, event.mediaCount}});
    return store::MessageGateway(m_database).insert(turn.transaction, message, inbox.receivedAt);
}

Result<bool> Intake::applyKeyword(Turn &turn, const connectors::TextReceived &event, const calls::Contact &contact,
                                  std::optional<calls::FollowUp> &openCase)
{
    // Nothing is answered here: Twilio confirms STOP, START and HELP by itself, and a second answer would be one too many. The playbook's
    // replies are for a provider that does not.
    const QString caseId = openCase ? openCase->id.text() : QString();
    const QString subject = u"contact:"_s + contact.id.text();
    switch (keywordOf(event, turn.office.playbook.optOut)) {
    case policy::Keyword::None:
        return false;
    case policy::Keyword::Stop:
        if (const Done stopped = optOut(turn, contact, openCase, u"keyword"_s, callerActor); !stopped)
            return failure(stopped);
        return true;
    case policy::Keyword::Start: {
        // "Yes" from somebody who has not opted out is an answer like any other.
        const Result<bool> removed = store::ContactGateway(m_database).removeOptOut(turn.transaction, contact.number);
        if (!removed)
            return removed;
        if (*removed)
            turn.work.note(callerActor, u"opted_in"_s, caseId, subject);
        return *removed;
    }
    case policy::Keyword::Help:
        turn.work.note(callerActor, u"help_requested"_s, caseId, subject);
        return true;
    }
    Q_UNREACHABLE();
}

Done Intake::optOut(Turn &turn, const calls::Contact &contact, std::optional<calls::FollowUp> &openCase, const QString &source,
                    const QString &actor)
{
    const Result<bool> added =
        store::ContactGateway(m_database)
            .addOptOut(turn.transaction, {.number = contact.number, .since = turn.now, .source = source, .byWhom = actor});
    if (!added)
        return failure(added);
    const Result<int> dropped = turn.work.dropScheduled(contact.number, QString::fromUtf16(policy::reason::optedOut));
    if (!dropped)
        return failure(dropped);
    turn.work.note(actor, u"opted_out"_s, openCase ? openCase->id.text() : QString(), u"contact:"_s + contact.id.text(),
                   {{u"texts_dropped"_s, *dropped}, {u"again"_s, !*added}});
    if (!openCase || !openCase->nextStepAt)
        return {};
    openCase->nextStep.clear(); // whatever the steps say of it
    openCase->nextStepAt.reset();
    return store::FollowUpGateway(m_database).update(turn.transaction, *openCase);
}

// Somebody wrote: automated messages end, and a person should see it.
Done Intake::applyAnswer(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event, const calls::Contact &contact,
                         const calls::PhoneNumber &line, std::optional<calls::FollowUp> &openCase)
{
    const store::FollowUpGateway followUps(m_database);
    const Result<policy::Rules> rules = openCase ? rulesOf(turn, *openCase) : turn.office.rules();
    if (!rules)
        return failure(rules);
    // Held are all texts of the number, from the first doubt on; which of them leave is for a person to say.
    bool isDoubtful = false;
    if (policy::isLikelyOptOut(event.body, turn.office.playbook.optOut)) {
        const Result<bool> added =
            store::ContactGateway(m_database)
                .addOptOut(turn.transaction, {.number = contact.number, .since = turn.now, .source = u"likely"_s, .byWhom = callerActor});
        if (!added)
            return failure(added);
        isDoubtful = *added;
    }

    std::optional<calls::CallbackTask> liveTask;
    if (openCase) {
        const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(openCase->id);
        if (!task)
            return failure(task);
        liveTask = *task;
    }
    if (!liveTask) {
        const Result<QList<policy::Candidate>> candidates = turn.work.candidates();
        if (!candidates)
            return failure(candidates);
        const Result<policy::Turns> turns = turn.work.turns();
        if (!turns)
            return failure(turns);
        const Result<Recognition::Caller> caller =
            Recognition(turn.transaction, turn.trail, turn.office, turn.now).recognise(contact, openCase ? openCase->id.text() : QString());
        if (!caller)
            return failure(caller);
        const calls::Line *const known = turn.office.setup.line(line);
        policy::Decision decision = policy::decideUnexpectedText(known ? std::optional(*known) : std::nullopt, caller->contact, *candidates,
                                                                 *rules, turn.now, caller->owner, *turns);
        if (openCase) // it has all but a task
            decision.actions.removeIf([](const policy::Action &action) { return !std::holds_alternative<policy::CreateTask>(action); });
        for (policy::Action &action : decision.actions) {
            if (auto *task = std::get_if<policy::CreateTask>(&action))
                task->priority |= isDoubtful;
        }
        const Result<calls::FollowUp> followUp = turn.work.carryOut(decision, {.contact = caller->contact,
                                                                               .rules = *rules,
                                                                               .line = known,
                                                                               .dialled = line.e164(),
                                                                               .missedCalls = 0,
                                                                               .calledAt = inbox.receivedAt,
                                                                               .key = inbox.id.text(),
                                                                               .openCase = openCase,
                                                                               .repliedAt = inbox.receivedAt});
        if (!followUp)
            return failure(followUp);
        openCase = *followUp;
    } else if (isDoubtful) {
        if (const Done raised = turn.work.raisePriority(*liveTask, rules->playbook.callback); !raised)
            return raised;
    }
    if (isDoubtful)
        turn.work.note(callerActor, u"opt_out_likely"_s, openCase->id.text(), u"contact:"_s + contact.id.text());

    const calls::FollowUp before = *openCase;
    openCase->repliedAt = inbox.receivedAt;
    if (const Result<int> stopped = turn.work.stopSteps(*openCase, contact.number, playbook::StopsOn::Replied, rules->playbook); !stopped)
        return failure(stopped);
    return *openCase == before ? Done() : followUps.update(turn.transaction, *openCase);
}

// What the provider blocks, it has been told by the caller. That it blocks no longer is no leave to text: only the caller's own START is.
Done Intake::applyOptOut(Turn &turn, const store::InboxEvent &inbox, const connectors::OptOutChanged &event)
{
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(event.number);
    if (!number || !event.isOptedOut)
        return {};
    const calls::Contact fresh{
        .id = m_ids.next<calls::ContactId>(turn.now), .number = *number, .kind = turn.office.playbook.lead.unknownCaller};
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(turn.transaction, fresh, turn.now);
    if (!contact)
        return failure(contact);
    Result<std::optional<calls::FollowUp>> openCase = store::FollowUpGateway(m_database).openToChange(turn.transaction, contact->id);
    if (!openCase)
        return failure(openCase);
    return optOut(turn, *contact, *openCase, u"provider"_s, actorOf(inbox.connection));
}

Done Intake::applyStatus(Turn &turn, const store::InboxEvent &inbox, const connectors::TextStatus &event)
{
    const store::InboxGateway inboxes(m_database);
    const store::MessageGateway messages(m_database);
    const Result<std::optional<calls::Message>> found = messages.findByProviderId(inbox.connection, event.providerMessageId);
    if (!found)
        return failure(found);
    if (!*found) {
        if (turn.now - inbox.receivedAt < receiptPatience)
            return inboxes.postpone(turn.transaction, inbox.id, turn.now + receiptRetry);
        if (inbox.kind == calls::EventKind::MessageLog) { // an account may text for others too, whose texts stand in its list
            turn.workedOff.append(inbox.id);
            return {};
        }
        return inboxes.markFailed(turn.transaction, inbox.id, u"a receipt for a text that is not ours"_s, turn.now);
    }
    calls::Message message = **found;
    if (calls::advances(message.state, event.state)) {
        message.state = event.state;
        message.errorCode = event.errorCode;
        if (event.state == calls::DeliveryState::Delivered || event.state == calls::DeliveryState::Undelivered ||
            event.state == calls::DeliveryState::Failed)
            message.doneAt = inbox.receivedAt;
        if (const Done updated = messages.update(turn.transaction, message); !updated)
            return updated;
        turn.work.note(actorOf(inbox.connection), u"text_status"_s, message.followUp ? message.followUp->text() : QString(),
                       u"message:"_s + message.id.text(), {{u"state"_s, calls::word(event.state)}, {u"code"_s, event.errorCode}});
    }
    turn.workedOff.append(inbox.id);
    return {};
}

} // namespace ringback::engine
