#include "base/time.h"
#include "engine/runnerturn.h"
#include "policy/sending.h"

#include <algorithm>

/// What requests for texts and e-mails brought.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Channel;
using calls::DeliveryState;
using connectors::Refused;
using store::JobEnd;

namespace {

// How often the provider's list may fail to answer before a person is asked: with the back-off, some hours.
constexpr int maxLooks = 8;

} // namespace

Done Runner::record(Turn &turn, const Landed &landed)
{
    if (std::holds_alternative<NotLeft>(landed.outcome))
        return recordNotLeft(turn, landed.flight);
    if (const auto *sending = std::get_if<connectors::SendOutcome>(&landed.outcome)) {
        if (const auto *sent = std::get_if<connectors::Sent>(sending))
            return recordSent(turn, landed.flight, *sent, false);
        if (const auto *refused = std::get_if<Refused>(sending))
            return recordRefused(turn, landed.flight, *refused);
        return recordUnknown(turn, landed.flight, std::get<connectors::Unknown>(*sending));
    }
    const auto &looking = std::get<connectors::FindOutcome>(landed.outcome);
    if (const auto *sent = std::get_if<connectors::Sent>(&looking))
        return recordSent(turn, landed.flight, *sent, true);
    if (std::holds_alternative<connectors::NotFound>(looking))
        return recordNotFound(turn, landed.flight);
    return recordLookFailed(turn, landed.flight, std::get<connectors::Unknown>(looking));
}

Done Runner::recordSent(Turn &turn, const Flight &flight, const connectors::Sent &sent, bool byLooking)
{
    logEvent(turn, flight, byLooking ? u"found"_s : u"sent"_s);
    turn.health.worked(flight.job.connection, turn.now, turn.trail);
    turn.note(flight, byLooking ? u"found"_s : u"sent"_s);
    const Result<bool> ended = store::JobGateway(m_database).end(turn.transaction, flight.job, m_engineId, JobEnd::Done, {});
    if (!ended)
        return failure(ended);
    if (!*ended) // the lease went to another engine, which finds the text at the provider and writes the same
        return {};
    calls::Message message = flight.message;
    message.providerId = sent.providerMessageId;
    message.state = sent.state;
    message.errorCode.clear();
    message.sentAt = byLooking ? flight.job.inDoubtSince : turn.now;
    return store::MessageGateway(m_database).update(turn.transaction, message);
}

Done Runner::recordRefused(Turn &turn, const Flight &flight, const Refused &refused)
{
    if (refused.code == QStringView(connectors::notLeft))
        return recordNotLeft(turn, flight);
    logEvent(turn, flight, u"refused"_s, refused.code);
    using Class = Refused::Class;
    if (refused.kind == Class::Sender || refused.kind == Class::ForNow)
        turn.health.failed(flight.job.connection, refused.code.isEmpty() ? u"refused"_s : refused.code, turn.now, turn.trail);
    else
        turn.health.worked(flight.job.connection, turn.now, turn.trail);

    if (refused.kind == Class::ForNow) {
        const Instant dueAt = policy::retryAt(flight.job.attempts, refused.retryAfter, m_jitter.next(), turn.now);
        turn.note(flight, u"refused"_s, {{u"code"_s, refused.code}, {u"retry_at"_s, toIso(dueAt)}});
        return backInLine(turn, flight, dueAt, refused.code);
    }
    if (refused.kind == Class::OptedOut) {
        const Result<bool> added = store::ContactGateway(m_database)
                                       .addOptOut(turn.transaction, {.number = flight.message.peer,
                                                                     .since = turn.now,
                                                                     .source = u"provider"_s,
                                                                     .byWhom = u"provider:"_s + flight.job.connection});
        if (!added)
            return failure(added);
        turn.trail.add({.at = turn.now,
                        .actor = u"engine"_s,
                        .action = u"opted_out"_s,
                        .caseId = Turn::caseOf(flight),
                        .subject = u"message:"_s + flight.message.id.text(),
                        .detail = {{u"attempt"_s, flight.job.attempts}, {u"code"_s, refused.code}}});
    }
    return giveUp(turn, flight, JobEnd::Failed, DeliveryState::Failed, refused.code, u"refused"_s, {{u"code"_s, refused.code}});
}

Done Runner::recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    logEvent(turn, flight, u"unknown"_s, unknown.why);
    turn.health.failed(flight.job.connection, unknown.why, turn.now, turn.trail);
    turn.note(flight, u"unknown"_s, {{u"why"_s, unknown.why}});
    if (flight.message.channel == Channel::Email) // no mail server can be asked what it took
        return needsReview(turn, flight, unknown.why);
    store::Job job = flight.job;
    job.looks = 0;
    job.lastError = unknown.why;
    job.dueAt = turn.now + 1s; // the provider's list is asked at once, and again after lookAgain
    const Result<bool> postponed = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
    return postponed ? Done() : failure(postponed);
}

Done Runner::recordNotFound(Turn &turn, const Flight &flight)
{
    logEvent(turn, flight, u"not_found"_s);
    turn.health.worked(flight.job.connection, turn.now, turn.trail);
    store::Job job = flight.job;
    job.looks += 1;
    const Instant again = job.inDoubtSince.value_or(turn.now) + turn.office.setup.engine.lookAgain;
    const bool certain = job.looks >= 2 && turn.now >= again;
    turn.note(flight, u"not_found"_s, {{u"certain"_s, certain}});
    if (certain)
        return backInLine(turn, {.job = job, .message = flight.message}, turn.now, job.lastError);
    job.dueAt = std::max(turn.now, again);
    const Result<bool> postponed = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
    return postponed ? Done() : failure(postponed);
}

Done Runner::recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    turn.health.failed(flight.job.connection, unknown.why, turn.now, turn.trail);
    store::Job job = flight.job;
    job.looks += 1;
    job.lastError = unknown.why;
    if (job.looks >= maxLooks)
        return needsReview(turn, flight, unknown.why);
    job.dueAt = policy::retryAt(job.looks, {}, m_jitter.next(), turn.now);
    const Result<bool> postponed = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
    return postponed ? Done() : failure(postponed);
}

Done Runner::recordNotLeft(Turn &turn, const Flight &flight)
{
    logEvent(turn, flight, u"not_left"_s);
    turn.note(flight, u"not_left"_s);
    return backInLine(turn, flight, turn.now, {});
}

void Runner::logEvent(Turn &turn, const Flight &flight, const QString &event, const QString &code)
{
    turn.attempts.append(
        {.job = flight.job.id, .number = flight.job.attempts, .event = event, .at = turn.now, .engine = m_engineId, .code = code});
}

Done Runner::backInLine(Turn &turn, const Flight &flight, Instant dueAt, const QString &code)
{
    store::Job job = flight.job;
    job.inDoubt = false;
    job.inDoubtSince.reset();
    job.lastError = code;
    job.dueAt = dueAt;
    const Result<bool> postponed = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
    if (!postponed)
        return failure(postponed);
    if (!*postponed) // the lease went to another engine, and with it the message
        return {};
    calls::Message message = flight.message;
    message.state = DeliveryState::Scheduled;
    message.errorCode = code;
    const store::MessageGateway messages(m_database);
    if (const Done updated = messages.update(turn.transaction, message); !updated)
        return updated;
    return messages.postpone(turn.transaction, message.id, dueAt);
}

Done Runner::giveUp(Turn &turn, const Flight &flight, JobEnd how, DeliveryState state, const QString &code, const QString &what,
                    QJsonObject detail)
{
    turn.note(flight, what, std::move(detail));
    const Result<bool> ended = store::JobGateway(m_database).end(turn.transaction, flight.job, m_engineId, how, code);
    if (!ended)
        return failure(ended);
    if (!*ended)
        return {};
    calls::Message message = flight.message;
    message.state = state;
    message.errorCode = code;
    message.doneAt = turn.now;
    return store::MessageGateway(m_database).update(turn.transaction, message);
}

Done Runner::needsReview(Turn &turn, const Flight &flight, const QString &why)
{
    return giveUp(turn, flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, why, u"needs_review"_s, {{u"why"_s, why}});
}

} // namespace ringback::engine
