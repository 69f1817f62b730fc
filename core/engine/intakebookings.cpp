#include "base/time.h"
#include "connectors/bookings/bookings.h"
#include "engine/conclusion.h"
#include "engine/intake.h"
#include "engine/intaketurn.h"
#include "policy/decide.h"
#include "policy/reasons.h"
#include "store/bookinggateway.h"

#include <QJsonArray>

#include <algorithm>

/// Times that callers booked by themselves: the best answer to a text there is.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using connectors::bookings::Booking;
using store::BookingGateway;

namespace {

QJsonObject told(const Booking &booking)
{
    return {{u"booking"_s, booking.id}, {u"starts_at"_s, toIso(booking.startsAt)}};
}

// What a booking closes a case with: as the office chose, or the first that is a success and asks for a time. Null = the playbook has none.
const playbook::Outcome *outcomeOf(const playbook::Playbook &book, const settings::BookingPage &page)
{
    if (!page.outcome.isEmpty())
        return book.outcome(page.outcome);
    const auto usual = std::find_if(book.outcomes.cbegin(), book.outcomes.cend(),
                                    [](const playbook::Outcome &outcome) { return outcome.recovered && outcome.asksTime; });
    return usual == book.outcomes.cend() ? nullptr : &*usual;
}

} // namespace

/// A case that a booking is about, with its rows locked.
struct Intake::BookedCase {
    const settings::BookingPage &page;
    const Booking &booking;
    std::optional<Instant> wasAt; ///< when it was before, by the page's own word
    Office office; ///< as it is to that case
    calls::FollowUp followUp;
    calls::Contact contact;
    std::optional<CallbackTask> task; ///< the live one, else the latest
    bool isLive = false;

    [[nodiscard]] QString actor() const { return actorOf(page.id); }
    [[nodiscard]] QString subject() const { return task ? u"task:"_s + task->id.text() : u"follow_up:"_s + followUp.id.text(); }
    /// Ended by a booking of this page, and by nothing else since.
    [[nodiscard]] bool isClosedByPage() const
    {
        return followUp.state == FollowUpState::Closed && task && task->state == TaskState::Done && task->completedBy == actor() &&
               followUp.closedAt == task->completedAt;
    }
};

Done Intake::applyBooking(Turn &turn, const store::InboxEvent &inbox, const settings::BookingPage &page)
{
    const Result<Booking> read = connectors::bookings::read(page, inbox.payload);
    if (!read) {
        turn.work.note(u"engine"_s, u"event_set_aside"_s, {}, u"inbox:"_s + inbox.id.text(), {{u"error"_s, read.error().what}});
        return store::InboxGateway(m_database).markFailed(turn.transaction, inbox.id, read.error().what, turn.now);
    }
    turn.workedOff.append(inbox.id);
    const Booking &booking = *read;
    const BookingGateway bookings(m_database);
    const Result<std::optional<BookingGateway::Row>> known = bookings.find(page.id, booking.id);
    if (!known)
        return failure(known);
    const Result<std::optional<BookingGateway::Row>> moved =
        booking.replaces.isEmpty() ? Result<std::optional<BookingGateway::Row>>() : bookings.find(page.id, booking.replaces);
    if (!moved)
        return failure(moved);
    const std::optional<BookingGateway::Row> &before = *known ? *known : *moved;

    std::optional<calls::FollowUpId> of = before ? before->followUp : std::nullopt;
    if (!of && !booking.isCancelled) {
        const Result<std::optional<calls::FollowUpId>> found = caseOfBooking(booking);
        if (!found)
            return failure(found);
        of = *found;
    }
    BookingGateway::Row row{.connection = page.id,
                            .booking = booking.id,
                            .followUp = of,
                            .isCancelled = booking.isCancelled,
                            .name = booking.name,
                            .number = booking.number ? booking.number->e164() : QString(),
                            .email = booking.email,
                            .startsAt = booking.startsAt,
                            .changedAt = booking.changedAt};
    const Result<bool> isNews = bookings.put(turn.transaction, row, turn.now);
    if (!isNews || !*isNews) // it overtook this word, or came twice
        return isNews ? Done() : failure(isNews);
    if (*moved) { // whatever else is said of it later
        row = **moved;
        row.isCancelled = true;
        row.changedAt = std::max(row.changedAt, booking.changedAt);
        if (const Result<bool> ended = bookings.put(turn.transaction, row, turn.now); !ended)
            return failure(ended);
    }
    if (!of) {
        turn.work.note(actorOf(page.id), booking.isCancelled ? u"booking_cancelled"_s : u"booking_unmatched"_s, {},
                       u"inbox:"_s + inbox.id.text(), told(booking));
        return {};
    }
    const bool isSame =
        *known && (*known)->followUp && (*known)->isCancelled == booking.isCancelled && (*known)->startsAt == booking.startsAt;
    if (isSame || booking.isMoved) // the one that takes its place says when
        return {};
    Result<BookedCase> booked = loadBooked(turn, page, booking, *of);
    if (!booked)
        return failure(booked);
    booked->wasAt = before && before->followUp ? std::optional(before->startsAt) : std::nullopt;
    return booking.isCancelled ? bookingCancelled(turn, inbox, *booked) : bookingMade(turn, *booked);
}

// Our tag, else the number, else the address; where that is exactly one open case.
Result<std::optional<calls::FollowUpId>> Intake::caseOfBooking(const Booking &booking) const
{
    const BookingGateway bookings(m_database);
    if (!booking.tag.isEmpty()) {
        const Result<QList<calls::FollowUpId>> tagged = bookings.openWithTag(booking.tag);
        if (!tagged)
            return failure(tagged);
        if (tagged->size() == 1)
            return tagged->first();
    }
    if (booking.number) {
        const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).find(*booking.number);
        if (!contact)
            return failure(contact);
        const Result<std::optional<calls::FollowUp>> open =
            *contact ? store::FollowUpGateway(m_database).openOf((*contact)->id) : Result<std::optional<calls::FollowUp>>();
        if (!open)
            return failure(open);
        if (*open)
            return (*open)->id;
    }
    if (!booking.email.isEmpty()) {
        const Result<QList<calls::FollowUpId>> written = bookings.openWithEmail(booking.email);
        if (!written)
            return failure(written);
        if (written->size() == 1)
            return written->first();
    }
    return std::optional<calls::FollowUpId>();
}

Result<Intake::BookedCase> Intake::loadBooked(Turn &turn, const settings::BookingPage &page, const Booking &booking,
                                              const calls::FollowUpId &of)
{
    const store::FollowUpGateway followUps(m_database);
    const store::TaskGateway tasks(m_database);
    const Result<std::optional<calls::FollowUp>> found = followUps.find(of);
    if (!found)
        return failure(found);
    const Result<std::optional<calls::Contact>> known =
        *found ? store::ContactGateway(m_database).findById((*found)->contact) : Result<std::optional<calls::Contact>>();
    if (!known)
        return failure(known);
    if (!*known)
        return failure(ErrorKind::Corrupt, u"a case without its contact"_s);
    // The contact's row first, as a click of somebody here would: one of the two comes first, and the other sees what it did.
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(turn.transaction, **known, turn.now);
    if (!contact)
        return failure(contact);
    const Result<std::optional<calls::FollowUp>> current = followUps.find(of);
    if (!current)
        return failure(current);
    const Result<std::optional<CallbackTask>> live = tasks.liveOf(of);
    if (!live)
        return failure(live);
    const Result<std::optional<CallbackTask>> latest = *live ? live : tasks.latestOf(of);
    if (!latest)
        return failure(latest);
    const Result<std::optional<CallbackTask>> locked = *latest ? tasks.findToChange(turn.transaction, (*latest)->id) : latest;
    if (!locked)
        return failure(locked);
    Result<Office> officeThen = officeAt(m_database, turn.office, (*current)->playbookVersion);
    if (!officeThen && officeThen.error().kind == ErrorKind::Transient)
        return failure(officeThen);
    return BookedCase{.page = page,
                      .booking = booking,
                      .wasAt = {},
                      .office = officeThen ? *officeThen : turn.office, // what comes in is worked on whatever became of the rules
                      .followUp = **current,
                      .contact = *contact,
                      .task = *locked,
                      .isLive = *locked && ((*locked)->state == TaskState::Open || (*locked)->state == TaskState::Claimed)};
}

Done Intake::bookingMade(Turn &turn, BookedCase &booked)
{
    const QString caseId = booked.followUp.id.text();
    QJsonObject detail = told(booked.booking);
    detail.insert(u"reasons"_s, QJsonArray{QString::fromUtf16(policy::reason::booked)});
    turn.work.note(booked.actor(), booked.wasAt ? u"booking_moved"_s : u"booking_made"_s, caseId, booked.subject(), detail);
    if (booked.followUp.state == FollowUpState::Closed && !booked.isClosedByPage())
        return {}; // somebody ended it otherwise: they decide what the booking means
    const playbook::Outcome *const outcome = outcomeOf(booked.office.playbook, booked.page);
    const bool isTheirs = booked.isLive && booked.task->state == TaskState::Claimed; // who works on it ends it
    if (booked.followUp.state == FollowUpState::Closed || isTheirs || !outcome)
        return advance(turn, booked);

    if (!booked.isLive) { // all were finished, or it never came to one
        const Result<CallbackTask> made = taskForBooking(turn, booked);
        if (!made)
            return failure(made);
        booked.task = *made;
    }
    const Conclusion conclusion(turn.transaction, turn.work, m_ids, booked.office, turn.now);
    return conclusion.end({.task = *booked.task, .followUp = booked.followUp, .contact = booked.contact},
                          {.outcome = *outcome,
                           .at = booked.booking.startsAt,
                           .by = booked.actor(),
                           .actor = booked.actor(),
                           .next = booked.task->assignedTo,
                           .confirms = false}); // the page does
}

Result<CallbackTask> Intake::taskForBooking(Turn &turn, const BookedCase &booked)
{
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(booked.followUp.line);
    const calls::Line *const line = dialled ? booked.office.setup.line(*dialled) : nullptr;
    const CallbackTask task{.id = m_ids.next<calls::TaskId>(turn.now),
                            .followUp = booked.followUp.id,
                            .team = line ? line->team : QString(),
                            .createdAt = turn.now,
                            .dueAt = turn.now + booked.office.playbook.callback.dueIn,
                            .attempt = booked.task ? booked.task->attempt + 1 : 1};
    if (const Done inserted = store::TaskGateway(m_database).insert(turn.transaction, task); !inserted)
        return failure(inserted);
    turn.work.note(booked.actor(), u"task_created"_s, task.followUp.text(), u"task:"_s + task.id.text(),
                   {{u"reasons"_s, QJsonArray{QString::fromUtf16(policy::reason::booked)}}, {u"due_at"_s, toIso(task.dueAt)}});
    return task;
}

// The appointment is known, and nothing is sent by itself any more.
Done Intake::advance(Turn &turn, BookedCase &booked)
{
    if (booked.task) {
        CallbackTask after = *booked.task;
        after.appointmentAt = booked.booking.startsAt;
        const Result<bool> changed = turn.work.changeTask(*booked.task, after);
        if (!changed)
            return failure(changed);
        if (!*changed)
            return failure(ErrorKind::Conflict, u"a locked task has changed"_s);
    }
    if (booked.followUp.state == FollowUpState::Closed)
        return {};
    const QString why = QString::fromUtf16(policy::reason::booked);
    calls::FollowUp &followUp = booked.followUp;
    if (followUp.nextStepAt) {
        turn.work.note(u"engine"_s, u"steps_stopped"_s, followUp.id.text(), booked.subject(),
                       {{u"step"_s, followUp.nextStep}, {u"reasons"_s, QJsonArray{why}}});
        followUp.nextStep.clear();
        followUp.nextStepAt.reset();
    }
    if (!followUp.repliedAt) // also for what the runner has in hand
        followUp.repliedAt = turn.now;
    if (!followUp.reasons.contains(why))
        followUp.reasons.append(why);
    if (const Done updated = store::FollowUpGateway(m_database).update(turn.transaction, followUp); !updated)
        return updated;
    Result<QList<calls::Message>> messages = store::MessageGateway(m_database).ofFollowUp(followUp.id);
    if (!messages)
        return failure(messages);
    messages->removeIf(
        [](const calls::Message &message) { return message.state != calls::DeliveryState::Scheduled || !message.automated; });
    const Result<int> dropped = turn.work.drop(*messages, why, u"engine"_s);
    return dropped ? Done() : failure(dropped);
}

// What the booking did is taken back: the caller waits for a call again.
Done Intake::bookingCancelled(Turn &turn, const store::InboxEvent &inbox, BookedCase &booked)
{
    turn.work.note(booked.actor(), u"booking_cancelled"_s, booked.followUp.id.text(), booked.subject(), told(booked.booking));
    const bool isOfThis = booked.task && booked.wasAt && booked.task->appointmentAt == booked.wasAt;
    if (!isOfThis)
        return {};
    if (booked.isLive && booked.task->state == TaskState::Claimed) {
        CallbackTask after = *booked.task;
        after.appointmentAt.reset();
        const Result<bool> changed = turn.work.changeTask(*booked.task, after);
        return changed ? Done() : failure(changed);
    }
    if (!booked.isClosedByPage())
        return {};
    const Result<std::optional<calls::FollowUp>> another = store::FollowUpGateway(m_database).openOf(booked.contact.id);
    if (!another || *another) // they called again since: that case has its own callback
        return another ? Done() : failure(another);
    return reopen(turn, inbox, booked);
}

Done Intake::reopen(Turn &turn, const store::InboxEvent &inbox, BookedCase &booked)
{
    calls::FollowUp &followUp = booked.followUp;
    followUp.state = FollowUpState::Open;
    followUp.closedAt.reset();
    followUp.outcome.clear();
    turn.work.note(booked.actor(), u"follow_up_reopened"_s, followUp.id.text(), u"follow_up:"_s + followUp.id.text());
    if (const Done updated = store::FollowUpGateway(m_database).update(turn.transaction, followUp); !updated)
        return updated;
    const store::LeadGateway leads(m_database);
    const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(followUp.id);
    if (!found)
        return failure(found);
    if (*found) {
        calls::Lead lead = **found;
        lead.status = booked.task->leadStatusBefore;
        lead.value = booked.task->leadValueBefore;
        turn.work.note(booked.actor(), u"lead_updated"_s, followUp.id.text(), booked.subject(), {{u"status"_s, lead.status}});
        if (const Done updated = leads.update(turn.transaction, lead); !updated)
            return updated;
    }

    const Result<QList<policy::Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    const Result<policy::Turns> turns = turn.work.turns();
    if (!turns)
        return failure(turns);
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(followUp.line);
    const calls::Line *const line = dialled ? booked.office.setup.line(*dialled) : nullptr;
    const policy::Rules rules = booked.office.rules();
    policy::Decision decision = policy::decideUnexpectedText(line ? std::optional(*line) : std::nullopt, booked.contact, *candidates, rules,
                                                             turn.now, booked.task->assignedTo, *turns);
    decision.actions.removeIf([](const policy::Action &action) { return !std::holds_alternative<policy::CreateTask>(action); });
    decision.reasons.removeAll(QString::fromUtf16(policy::reason::textedUs));
    const Result<calls::FollowUp> carried = turn.work.carryOut(decision, {.contact = booked.contact,
                                                                          .rules = rules,
                                                                          .line = line,
                                                                          .dialled = followUp.line,
                                                                          .missedCalls = 0,
                                                                          .calledAt = followUp.lastCallAt,
                                                                          .key = inbox.id.text(),
                                                                          .openCase = followUp});
    return carried ? Done() : failure(carried);
}

} // namespace ringback::engine
