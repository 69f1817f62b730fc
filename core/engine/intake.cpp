#include "engine/intake.h"

#include "base/time.h"
#include "engine/callstate.h"
#include "engine/translation.h"
#include "policy/reasons.h"
#include "policy/sending.h"
#include "store/jobgateway.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Verdict;

namespace {

// A delivery receipt may overtake the answer to the request it belongs to.
constexpr Milliseconds receiptRetry = 1s;
constexpr Milliseconds receiptPatience = 2min;

QString actorOf(const store::InboxEvent &inbox)
{
    return u"provider:"_s + inbox.connection;
}

QString actionOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pending:
        return u"call_ringing"_s;
    case Verdict::Missed:
        return u"call_missed"_s;
    case Verdict::Answered:
        return u"call_answered"_s;
    case Verdict::Unclear:
        return u"call_unclear"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

struct Intake::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    Casework work;

    Turn(store::Transaction &within, IdSource &ids, const Office &forOffice, Instant at)
        : transaction(within)
        , office(forOffice)
        , now(at)
        , work(within, trail, ids, forOffice, at)
    {}
};

Result<int> Intake::turn(const Office &office)
{
    const Result<int> all = turn(office, eventsPerTurn, eventsPerTurn);
    if (all || all.error().kind == ErrorKind::Transient)
        return all;
    // Something in this batch cannot be applied. Events go through one at a time, and the one that cannot is set aside; calls that settle
    // wait for a turn without it, so that no event is blamed for one of them.
    const Result<int> one = turn(office, 1, 0);
    if (one && *one == 0)
        return all; // it is a call that cannot be settled
    if (one || one.error().kind == ErrorKind::Transient)
        return one;
    if (const Done aside = setAside(one.error()); !aside)
        return failure(aside);
    return 1;
}

Result<int> Intake::turn(const Office &office, int events, int settlings)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    const store::InboxGateway inbox(m_database);
    const Result<QList<store::InboxEvent>> due = inbox.oldestNew(*transaction, now, events);
    if (!due)
        return failure(due);

    Turn turn(*transaction, m_ids, office, now);
    for (const store::InboxEvent &event : *due) {
        if (const Done applied = apply(turn, event); !applied)
            return failure(applied);
    }
    int settledCalls = 0;
    if (const Done settled = settleCalls(turn, settlings, settledCalls); !settled)
        return failure(settled);
    const int count = static_cast<int>(due->size()) + settledCalls;
    if (count == 0)
        return 0; // nothing to commit
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return count;
}

Done Intake::setAside(const Error &error)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    const store::InboxGateway inbox(m_database);
    const Result<QList<store::InboxEvent>> events = inbox.oldestNew(*transaction, now, 1);
    if (!events)
        return failure(events);
    audit::Trail trail;
    for (const store::InboxEvent &event : *events) {
        if (const Done marked = inbox.markFailed(*transaction, event.id, error.what, now); !marked)
            return marked;
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = u"event_set_aside"_s,
                   .subject = u"inbox:"_s + event.id.text(),
                   .detail = {{u"error"_s, error.what}}});
    }
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

Result<std::optional<Instant>> Intake::nextDue() const
{
    const Result<std::optional<Instant>> settle = store::CallGateway(m_database).earliestSettle();
    if (!settle)
        return settle;
    const Result<std::optional<Instant>> event = store::InboxGateway(m_database).nextDue();
    if (!event)
        return event;
    if (*settle && *event)
        return std::optional(std::min(**settle, **event));
    return *settle ? *settle : *event;
}

Done Intake::apply(Turn &turn, const store::InboxEvent &event)
{
    const store::InboxGateway inbox(m_database);
    const Result<connectors::PhoneEvent> translated = translate(turn.office.setup, event);
    if (!translated) {
        turn.work.note(u"engine"_s, u"event_set_aside"_s, {}, u"inbox:"_s + event.id.text(), {{u"error"_s, translated.error().what}});
        return inbox.markFailed(turn.transaction, event.id, translated.error().what, turn.now);
    }
    if (const auto *status = std::get_if<connectors::TextStatus>(&*translated))
        return applyStatus(turn, event, *status); // decides itself whether the event is done
    Done done;
    if (const auto *call = std::get_if<connectors::CallEvent>(&*translated))
        done = applyCall(turn, event, *call);
    else if (const auto *text = std::get_if<connectors::TextReceived>(&*translated))
        done = applyText(turn, event, *text);
    if (!done)
        return done;
    return inbox.markDone(turn.transaction, event.id, turn.now);
}

Done Intake::applyCall(Turn &turn, const store::InboxEvent &inbox, const connectors::CallEvent &event)
{
    const store::CallGateway gateway(m_database);
    const Result<std::optional<calls::Call>> found = gateway.findToChange(turn.transaction, inbox.connection, event.providerCallId);
    if (!found)
        return failure(found);
    const calls::Call before = *found ? **found : beginCall(m_ids.next<calls::CallId>(turn.now), inbox.connection, event, inbox.receivedAt);
    calls::Call call = absorb(before, event, inbox.receivedAt, turn.office.setup.engine.settle);

    if (!*found) {
        if (const Done inserted = gateway.insert(turn.transaction, call); !inserted)
            return inserted;
    }
    if (event.signal == connectors::CallSignal::Ringing)
        turn.work.note(actorOf(inbox), u"call_ringing"_s, call.id.text(), u"call:"_s + call.id.text(), {{u"line"_s, call.line}});
    if (call.verdict != before.verdict) {
        if (const Done decided = judged(turn, call); !decided)
            return decided;
    }
    return *found || call.verdict != before.verdict ? gateway.update(turn.transaction, call) : Done();
}

// The verdict over a call has just been reached.
Done Intake::judged(Turn &turn, calls::Call &call)
{
    if (call.verdict == Verdict::Answered)
        call.reasons = {QString::fromUtf16(policy::reason::answered)};
    else if (call.verdict == Verdict::Unclear)
        call.reasons = {QString::fromUtf16(policy::reason::outcomeNotKnown)};
    QJsonObject detail = {{u"provider_reason"_s, call.providerReason}, {u"line"_s, call.line}};
    if (call.ringTime)
        detail.insert(u"ring_ms"_s, qint64(call.ringTime->count()));
    if (!call.reasons.isEmpty())
        detail.insert(u"reasons"_s, QJsonArray::fromStringList(call.reasons));
    turn.work.note(u"provider:"_s + call.connection, actionOf(call.verdict), call.id.text(), u"call:"_s + call.id.text(), detail);
    return call.verdict == Verdict::Missed ? missed(turn, call) : Done();
}

Done Intake::missed(Turn &turn, calls::Call &call)
{
    const settings::Setup &setup = turn.office.setup;
    const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(call.line);
    const calls::Line *const line = dialled ? setup.line(*dialled) : nullptr;

    policy::CallFacts facts{.call = call};
    // The other words (busy, failed, voicemail) say that the caller stayed and we could not come to the phone.
    facts.callerGaveUp = call.providerReason == "no-answer"_L1 || call.providerReason == "canceled"_L1;
    if (line)
        facts.line = *line;
    facts.ownNumber = number && setup.isOwnNumber(*number);
    if (const QStringList why = policy::screen(facts, turn.office.playbook.screening); !why.isEmpty()) {
        call.reasons = why;
        turn.work.note(u"engine"_s, u"call_screened"_s, call.id.text(), u"call:"_s + call.id.text(),
                       {{u"reasons"_s, QJsonArray::fromStringList(why)}});
        return {};
    }

    const store::ContactGateway contacts(m_database);
    // Without the caller id's name: it is as often a company's, a spouse's or a town's, and nobody is greeted by such a one.
    const calls::Contact fresh{
        .id = m_ids.next<calls::ContactId>(turn.now), .number = *number, .kind = turn.office.playbook.lead.unknownCaller};
    // Locked from here on, so that of two calls of one number the second sees what was decided about the first.
    const Result<calls::Contact> contact = contacts.findOrAdd(turn.transaction, fresh, turn.now);
    if (!contact)
        return failure(contact);
    facts.contact = *contact;
    const Result<std::optional<store::OptOut>> optOut = contacts.optOut(*number);
    if (!optOut)
        return failure(optOut);
    facts.optedOut = optOut->has_value();
    facts.doNotText = setup.doNotText.contains(*number);
    const store::FollowUpGateway followUps(m_database);
    const Result<std::optional<calls::FollowUp>> openCase = followUps.openOf(contact->id);
    if (!openCase)
        return failure(openCase);
    facts.openCase = *openCase;
    if (facts.openCase) {
        const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(facts.openCase->id);
        if (!task)
            return failure(task);
        facts.liveTask = *task;
        const Result<int> recent = followUps.callsSince(facts.openCase->id, turn.now - 1h);
        if (!recent)
            return failure(recent);
        facts.callsInTheLastHour = *recent;
    }
    const Result<std::optional<calls::Message>> texted =
        store::MessageGateway(m_database).automatedTo(*number, turn.now - turn.office.playbook.dedupWindow);
    if (!texted)
        return failure(texted);
    if (*texted)
        facts.textedAt = (*texted)->sentAt.value_or((*texted)->createdAt);
    const Result<QList<policy::Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    facts.candidates = *candidates;

    const policy::Decision decision = policy::decide(facts, turn.office.rules(), turn.now);
    call.reasons = decision.reasons;
    const Result<calls::FollowUp> followUp =
        turn.work.carryOut(decision, {.contact = *contact,
                                      .line = line,
                                      .dialled = dialled->e164(),
                                      .calledAt = std::min(turn.now, call.endedAt.value_or(call.startedAt)),
                                      .key = call.id.text(),
                                      .openCase = facts.openCase,
                                      .assignedTo = facts.liveTask ? facts.liveTask->assignedTo : QString()});
    if (!followUp)
        return failure(followUp);
    call.followUp = followUp->id;
    return {};
}

Done Intake::settleCalls(Turn &turn, int limit, int &count)
{
    const store::CallGateway gateway(m_database);
    const Result<QList<calls::Call>> due = gateway.settling(turn.transaction, turn.now, limit);
    if (!due)
        return failure(due);
    for (const calls::Call &waiting : *due) {
        calls::Call call = settled(waiting);
        if (const Done decided = judged(turn, call); !decided)
            return decided;
        if (const Done updated = gateway.update(turn.transaction, call); !updated)
            return updated;
        ++count;
    }
    return {};
}

Done Intake::applyText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event)
{
    const Result<calls::PhoneNumber> from = calls::PhoneNumber::parse(event.from);
    const Result<calls::PhoneNumber> to = calls::PhoneNumber::parse(event.line);
    if (!from || !to) { // a short code or an alphanumeric sender: nobody to answer
        turn.work.note(actorOf(inbox), u"text_ignored"_s, {}, u"inbox:"_s + inbox.id.text(),
                       {{u"reasons"_s, QJsonArray{u"unusable_number"_s}}});
        return {};
    }
    const calls::Contact fresh{
        .id = m_ids.next<calls::ContactId>(turn.now), .number = *from, .kind = turn.office.playbook.lead.unknownCaller};
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(turn.transaction, fresh, turn.now);
    if (!contact)
        return failure(contact);
    const store::FollowUpGateway followUps(m_database);
    Result<std::optional<calls::FollowUp>> openCase = followUps.openOf(contact->id);
    if (!openCase)
        return failure(openCase);

    const QString caseId = *openCase ? (*openCase)->id.text() : QString();
    const Result<bool> wasKeyword = applyKeyword(turn, event, *contact, caseId);
    if (!wasKeyword)
        return failure(wasKeyword);
    if (!*wasKeyword) {
        if (!*openCase) {
            const Result<QList<policy::Candidate>> candidates = turn.work.candidates();
            if (!candidates)
                return failure(candidates);
            const calls::Line *const line = turn.office.setup.line(*to);
            const std::optional<calls::Line> known = line ? std::optional(*line) : std::nullopt;
            const policy::Decision decision = policy::decideUnexpectedText(known, *contact, *candidates, turn.office.rules(), turn.now);
            const Result<calls::FollowUp> opened = turn.work.carryOut(decision, {.contact = *contact,
                                                                                 .line = line,
                                                                                 .dialled = to->e164(),
                                                                                 .missedCalls = 0,
                                                                                 .calledAt = inbox.receivedAt,
                                                                                 .key = inbox.id.text()});
            if (!opened)
                return failure(opened);
            *openCase = *opened;
        }
        (*openCase)->repliedAt = inbox.receivedAt;
        if (const Done updated = followUps.update(turn.transaction, **openCase); !updated)
            return updated;
        if (const Result<int> dropped = turn.work.dropScheduled(*from, QString::fromUtf16(policy::reason::replied)); !dropped)
            return failure(dropped);
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
    turn.work.note(actorOf(inbox), u"text_received"_s, *openCase ? (*openCase)->id.text() : QString(), u"message:"_s + message.id.text(),
                   {{u"pictures"_s, event.mediaCount}});
    return store::MessageGateway(m_database).insert(turn.transaction, message, inbox.receivedAt);
}

Result<bool> Intake::applyKeyword(Turn &turn, const connectors::TextReceived &event, const calls::Contact &contact, const QString &caseId)
{
    const store::ContactGateway contacts(m_database);
    policy::Keyword keyword = policy::readKeyword(event.body, turn.office.playbook.optOut);
    if (event.optOutType == "STOP"_L1) // the provider's own word lists may hold more than ours
        keyword = policy::Keyword::Stop;
    else if (event.optOutType == "START"_L1)
        keyword = policy::Keyword::Start;
    else if (event.optOutType == "HELP"_L1)
        keyword = policy::Keyword::Help;

    const QString subject = u"contact:"_s + contact.id.text();
    const QString actor = u"caller"_s;
    switch (keyword) {
    case policy::Keyword::None:
        return false;
    case policy::Keyword::Stop: {
        const Result<bool> added =
            contacts.addOptOut(turn.transaction, {.number = contact.number, .since = turn.now, .source = u"keyword"_s, .byWhom = actor});
        if (!added)
            return added;
        const Result<int> dropped = turn.work.dropScheduled(contact.number, QString::fromUtf16(policy::reason::optedOut));
        if (!dropped)
            return failure(dropped);
        turn.work.note(actor, u"opted_out"_s, caseId, subject, {{u"texts_dropped"_s, *dropped}, {u"again"_s, !*added}});
        return true;
    }
    case policy::Keyword::Start: {
        // "Yes" from somebody who has not opted out is an answer like any other.
        const Result<bool> removed = contacts.removeOptOut(turn.transaction, contact.number);
        if (!removed)
            return removed;
        if (*removed)
            turn.work.note(actor, u"opted_in"_s, caseId, subject);
        return *removed;
    }
    case policy::Keyword::Help: // Twilio answers HELP by itself; a second answer would be one too many
        turn.work.note(actor, u"help_requested"_s, caseId, subject);
        return true;
    }
    Q_UNREACHABLE();
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
        turn.work.note(actorOf(inbox), u"text_status"_s, message.followUp ? message.followUp->text() : QString(),
                       u"message:"_s + message.id.text(), {{u"state"_s, calls::word(event.state)}, {u"code"_s, event.errorCode}});
    }
    return inboxes.markDone(turn.transaction, inbox.id, turn.now);
}

} // namespace ringback::engine
