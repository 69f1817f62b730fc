#include "engine/intake.h"

#include "engine/intaketurn.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;

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
    if (m_countedFor == office.setupVersion && now - m_countedAt < recount)
        turn.work.carryOver(m_counted);
    else
        m_counted.reset();
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
    if (const Done stored = turn.work.storeTurns(); !stored)
        return failure(stored);
    if (const Done marked = inbox.markDone(*transaction, turn.workedOff, now); !marked)
        return failure(marked);
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    if (!m_counted)
        m_countedAt = now;
    m_counted = due->size() >= events ? turn.work.desks() : std::nullopt;
    m_countedFor = office.setupVersion;
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
    if (const settings::BookingPage *const page = turn.office.setup.bookingPage(event.connection))
        return applyBooking(turn, event, *page);
    const Result<connectors::PhoneEvent> translated = m_translation(turn.office.setup, event);
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
    else if (const auto *optOut = std::get_if<connectors::OptOutChanged>(&*translated))
        done = applyOptOut(turn, event, *optOut);
    if (!done)
        return done;
    turn.workedOff.append(event.id);
    return {};
}

Result<policy::Rules> Intake::rulesOf(Turn &turn, const calls::FollowUp &followUp)
{
    Result<policy::Rules> rules = turn.office.rulesAt(m_database, followUp.playbookVersion);
    if (rules || rules.error().kind == ErrorKind::Transient)
        return rules;
    // What comes in is worked on whatever became of the rules it began under.
    turn.work.note(u"engine"_s, u"playbook_unreadable"_s, followUp.id.text(), u"follow_up:"_s + followUp.id.text(),
                   {{u"playbook_version"_s, followUp.playbookVersion}, {u"error"_s, rules.error().what}});
    return turn.office.rules();
}

} // namespace ringback::engine
