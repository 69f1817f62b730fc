#include "engine/runner.h"

#include "base/time.h"
#include "engine/casework.h"
#include "policy/reasons.h"
#include "policy/sending.h"
#include "store/pulsegateway.h"

#include <QJsonArray>
#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::DeliveryState;
using store::JobEnd;

namespace {

// The provider's clock may be behind ours; no other text with the same words went to this number within the dedup window.
constexpr Milliseconds clockMargin = 5min;
// How often the provider's list may fail to answer before a person is asked: with the back-off, some hours.
constexpr int maxLooks = 8;

QString caseOf(const calls::Message &message)
{
    return message.followUp ? message.followUp->text() : QString();
}

} // namespace

struct Runner::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    QList<Flight> takeOff; ///< leave after the commit
    QHash<QString, QString> pulses; ///< by connection: the last failure's code, or empty for a success

    void note(const Flight &flight, const QString &action, QJsonObject detail = {})
    {
        detail.insert(u"attempt"_s, flight.job.attempts);
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = action,
                   .caseId = caseOf(flight.message),
                   .subject = u"message:"_s + flight.message.id.text(),
                   .detail = std::move(detail)});
    }
};

Runner::Runner(store::Database &database, const Clock &clock, IdSource &ids, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
    , m_engineId(std::move(engineId))
    , m_dice(static_cast<quint32>(qHash(m_engineId, 0)))
{}

double Runner::jitter()
{
    return std::uniform_real_distribution(0.0, 1.0)(m_dice);
}

Result<int> Runner::turn(const Office &office)
{
    const QList<Landed> landedNow = m_landed; // requests that leave in this turn may land in it
    const Result<int> all = turn(office, landedNow, m_taking);
    if (all) {
        m_landed.remove(0, landedNow.size());
        return all;
    }
    if (all.error().kind == ErrorKind::Transient || landedNow.isEmpty())
        return all;
    // One of them cannot be recorded. One at a time, the rest is, and that one is set aside.
    int recorded = 0;
    while (!m_landed.isEmpty()) {
        const Result<int> one = turn(office, {m_landed.first()}, false);
        if (!one && one.error().kind == ErrorKind::Transient)
            return one;
        if (!one) {
            if (const Done aside = setAside(office, m_landed.first(), one.error()); !aside)
                return failure(aside);
        }
        m_landed.removeFirst();
        ++recorded;
    }
    return recorded;
}

Done Runner::setAside(const Office &office, const Landed &landed, const Error &error)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now()};
    const Done given = giveUp(turn, landed.flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, {}, u"text_needs_review"_s,
                              {{u"error"_s, error.what}});
    if (!given)
        return given;
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

Result<int> Runner::turn(const Office &office, const QList<Landed> &landedNow, bool taking)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now()};
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (landedNow.isEmpty() && turn.trail.isEmpty() && turn.takeOff.isEmpty())
        return 0; // nothing happened: roll back

    const store::PulseGateway pulses(m_database);
    for (auto pulse = turn.pulses.cbegin(); pulse != turn.pulses.cend(); ++pulse) {
        const Done noted = pulse.value().isEmpty() ? pulses.noteSuccess(*transaction, pulse.key(), turn.now)
                                                   : pulses.noteFailure(*transaction, pulse.key(), pulse.value(), turn.now);
        if (!noted)
            return failure(noted);
    }
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);

    const int count = static_cast<int>(landedNow.size() + turn.takeOff.size());
    for (const Flight &flight : std::as_const(turn.takeOff)) {
        const Sender sender = m_senders.value(flight.job.connection);
        ++m_inFlight;
        ++m_inFlightBy[flight.job.connection];
        if (flight.job.inDoubt) {
            const connectors::SentQuery query{.to = flight.message.peer,
                                              .from = flight.message.line,
                                              .body = flight.message.body,
                                              .notBefore = flight.job.inDoubtSince.value_or(turn.now) - clockMargin};
            look(sender.provider, query, flight);
        } else {
            const auto left = std::chrono::duration_cast<std::chrono::seconds>(flight.job.trueUntil - turn.now);
            const connectors::TextRequest request{.to = flight.message.peer,
                                                  .from = flight.message.line,
                                                  .body = flight.message.body,
                                                  .statusCallback = sender.statusCallback,
                                                  .validity = std::clamp<std::chrono::seconds>(left, 1min, 10h)};
            send(sender.provider, request, flight);
        }
    }
    return count;
}

QCoro::Task<> Runner::send(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Flight flight)
{
    flight.job.attempts += 1; // the one that was written down
    flight.job.inDoubt = true;
    flight.job.inDoubtSince = m_clock.now();
    const connectors::SendOutcome outcome = co_await provider->sendText(request);
    --m_inFlight;
    --m_inFlightBy[flight.job.connection];
    m_landed.append({flight, outcome});
    Q_EMIT landed();
}

QCoro::Task<> Runner::look(std::shared_ptr<connectors::PhoneProvider> provider, connectors::SentQuery query, Flight flight)
{
    const connectors::FindOutcome outcome = co_await provider->findSent(query);
    --m_inFlight;
    --m_inFlightBy[flight.job.connection];
    m_landed.append({flight, outcome});
    Q_EMIT landed();
}

void Runner::abandon()
{
    for (const Sender &sender : std::as_const(m_senders))
        sender.provider->abandon();
}

Done Runner::heartbeat(const Office &office)
{
    if (m_inFlight == 0 && m_landed.isEmpty())
        return {};
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant until = m_clock.now() + office.setup.engine.lease;
    if (const Done extended = store::JobGateway(m_database).extendLeases(*transaction, m_engineId, until); !extended)
        return extended;
    return transaction->commit();
}

Done Runner::take(Turn &turn)
{
    const store::JobGateway jobs(m_database);
    const Result<qint64> lapsed = jobs.releaseLapsed(turn.transaction, turn.now);
    if (!lapsed)
        return failure(lapsed);
    if (*lapsed > 0) {
        turn.trail.add({.at = turn.now, .actor = u"engine"_s, .action = u"leases_lapsed"_s, .detail = {{u"jobs"_s, *lapsed}}});
    }
    for (auto sender = m_senders.cbegin(); sender != m_senders.cend(); ++sender) {
        const int room = requestsAtOnce - m_inFlightBy.value(sender.key());
        if (room <= 0)
            continue;
        const Result<QList<store::Job>> due =
            jobs.claimDue(turn.transaction, sender.key(), m_engineId, turn.now + turn.office.setup.engine.lease, turn.now, room);
        if (!due)
            return failure(due);
        for (const store::Job &job : *due) {
            if (const Done prepared = prepare(turn, job); !prepared)
                return prepared;
        }
    }
    return {};
}

Done Runner::prepare(Turn &turn, const store::Job &job)
{
    const store::JobGateway jobs(m_database);
    const store::MessageGateway messages(m_database);
    const Result<std::optional<calls::Message>> found = messages.find(job.message);
    if (!found)
        return failure(found);
    if (!*found)
        return failure(ErrorKind::Corrupt, u"a job without its message"_s);
    Flight flight{.job = job, .message = **found};
    if (job.inDoubt) { // first find out what became of the last attempt
        turn.takeOff.append(flight);
        return {};
    }

    const Result<policy::TextFacts> facts = factsOf(turn, job, flight.message);
    if (!facts)
        return failure(facts);
    const policy::TextDecision decision = policy::decideSending(*facts, turn.office.rules(), turn.now);
    if (const auto *drop = std::get_if<policy::DropText>(&decision))
        return giveUp(turn, flight, JobEnd::Dropped, DeliveryState::Dropped, {}, u"text_dropped"_s,
                      {{u"reasons"_s, QJsonArray{drop->reason}}});
    if (const auto *later = std::get_if<policy::PostponeText>(&decision)) {
        flight.job.dueAt = later->until;
        turn.note(flight, u"text_scheduled"_s, {{u"reasons"_s, QJsonArray{later->reason}}, {u"due_at"_s, toIso(later->until)}});
        if (const Done moved = messages.postpone(turn.transaction, flight.message.id, later->until); !moved)
            return moved;
        const Result<bool> postponed = jobs.postpone(turn.transaction, flight.job, m_engineId);
        return postponed ? Done() : failure(postponed);
    }
    if (const auto *instead = std::get_if<policy::SendInstead>(&decision)) {
        const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById(flight.message.contact);
        if (!contact)
            return failure(contact);
        if (!*contact)
            return failure(ErrorKind::Corrupt, u"a message without its contact"_s);
        const QString language = (*contact)->language.isEmpty() ? turn.office.setup.company.language : (*contact)->language;
        const Result<QString> body = writeText(turn.office, instead->templateId, language, **contact, flight.message.line, {});
        if (!body)
            return giveUp(turn, flight, JobEnd::Failed, DeliveryState::Failed, {}, u"text_failed"_s, {{u"error"_s, body.error().what}});
        flight.message.body = *body;
        flight.job.trueUntil = instead->trueUntil;
    }
    flight.message.state = DeliveryState::Sending;
    if (const Done updated = messages.update(turn.transaction, flight.message); !updated)
        return updated;
    if (const Done started = jobs.startAttempt(turn.transaction, flight.job, m_engineId, turn.now); !started)
        return started;
    turn.trail.add({.at = turn.now,
                    .actor = u"engine"_s,
                    .action = u"text_attempted"_s,
                    .caseId = caseOf(flight.message),
                    .subject = u"message:"_s + flight.message.id.text(),
                    .detail = {{u"attempt"_s, flight.job.attempts + 1}}});
    turn.takeOff.append(flight);
    return {};
}

Result<policy::TextFacts> Runner::factsOf(Turn &turn, const store::Job &job, const calls::Message &message)
{
    const store::ContactGateway contacts(m_database);
    const Result<std::optional<calls::Contact>> contact = contacts.findById(message.contact);
    if (!contact)
        return failure(contact);
    const Result<std::optional<store::OptOut>> optOut = contacts.optOut(message.peer);
    if (!optOut)
        return failure(optOut);
    policy::TextFacts facts{.to = message.peer,
                            .zoneOnRecord = *contact ? (*contact)->timeZone : QByteArray(),
                            .automated = message.automated,
                            .optedOut = optOut->has_value(),
                            .doNotText = turn.office.setup.doNotText.contains(message.peer),
                            .dueAt = job.dueAt,
                            .trueUntil = job.trueUntil,
                            .step = turn.office.playbook.step(message.step)};
    if (message.followUp) {
        const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(*message.followUp);
        if (!followUp)
            return failure(followUp);
        if (*followUp) {
            facts.replied = (*followUp)->repliedAt.has_value() && *(*followUp)->repliedAt >= message.createdAt;
            facts.caseClosed = (*followUp)->state == calls::FollowUpState::Closed;
        }
    }
    return facts;
}

Done Runner::record(Turn &turn, const Landed &landed)
{
    if (const auto *sending = std::get_if<connectors::SendOutcome>(&landed.outcome)) {
        if (const auto *sent = std::get_if<connectors::Sent>(sending))
            return recordSent(turn, landed.flight, *sent, false);
        if (const auto *refused = std::get_if<connectors::Refused>(sending))
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
    const store::JobGateway jobs(m_database);
    const QString event = byLooking ? u"found"_s : u"sent"_s;
    if (const Done logged = jobs.log(
            turn.transaction, {.job = flight.job.id, .number = flight.job.attempts, .event = event, .at = turn.now, .engine = m_engineId});
        !logged)
        return logged;
    turn.pulses.insert(flight.job.connection, {});
    turn.note(flight, byLooking ? u"text_found"_s : u"text_sent"_s);
    const Result<bool> ended = jobs.end(turn.transaction, flight.job.id, m_engineId, JobEnd::Done, {});
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

Done Runner::recordRefused(Turn &turn, const Flight &flight, const connectors::Refused &refused)
{
    const store::JobGateway jobs(m_database);
    if (const Done logged = jobs.log(turn.transaction, {.job = flight.job.id,
                                                        .number = flight.job.attempts,
                                                        .event = u"refused"_s,
                                                        .at = turn.now,
                                                        .engine = m_engineId,
                                                        .code = refused.code});
        !logged)
        return logged;
    using Class = connectors::Refused::Class;
    const bool theConnectionsFault = refused.kind == Class::Sender || refused.kind == Class::ForNow;
    turn.pulses.insert(flight.job.connection, theConnectionsFault ? refused.code : QString());

    if (refused.kind == Class::ForNow) {
        store::Job job = flight.job;
        job.inDoubt = false;
        job.inDoubtSince.reset();
        job.lastError = refused.code;
        job.dueAt = policy::retryAt(job.attempts, refused.retryAfter, jitter(), turn.now);
        turn.note(flight, u"text_refused"_s, {{u"code"_s, refused.code}, {u"retry_at"_s, toIso(job.dueAt)}});
        const Result<bool> postponed = jobs.postpone(turn.transaction, job, m_engineId);
        if (!postponed)
            return failure(postponed);
        if (!*postponed) // the lease went to another engine, and with it the message
            return {};
        calls::Message message = flight.message;
        message.state = DeliveryState::Scheduled;
        message.errorCode = refused.code;
        const store::MessageGateway messages(m_database);
        if (const Done updated = messages.update(turn.transaction, message); !updated)
            return updated;
        return messages.postpone(turn.transaction, message.id, job.dueAt);
    }
    if (refused.kind == Class::OptedOut) {
        const Result<bool> added = store::ContactGateway(m_database)
                                       .addOptOut(turn.transaction, {.number = flight.message.peer,
                                                                     .since = turn.now,
                                                                     .source = u"provider"_s,
                                                                     .byWhom = u"provider:"_s + flight.job.connection});
        if (!added)
            return failure(added);
        turn.note(flight, u"opted_out"_s, {{u"code"_s, refused.code}});
    }
    return giveUp(turn, flight, JobEnd::Failed, DeliveryState::Failed, refused.code, u"text_refused"_s, {{u"code"_s, refused.code}});
}

Done Runner::recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    const store::JobGateway jobs(m_database);
    if (const Done logged = jobs.log(turn.transaction, {.job = flight.job.id,
                                                        .number = flight.job.attempts,
                                                        .event = u"unknown"_s,
                                                        .at = turn.now,
                                                        .engine = m_engineId,
                                                        .code = unknown.why});
        !logged)
        return logged;
    turn.pulses.insert(flight.job.connection, unknown.why);
    turn.note(flight, u"text_unknown"_s, {{u"why"_s, unknown.why}});
    store::Job job = flight.job;
    job.looks = 0;
    job.lastError = unknown.why;
    job.dueAt = turn.now + 1s; // the provider's list is asked at once, and again after lookAgain
    const Result<bool> postponed = jobs.postpone(turn.transaction, job, m_engineId);
    return postponed ? Done() : failure(postponed);
}

Done Runner::recordNotFound(Turn &turn, const Flight &flight)
{
    const store::JobGateway jobs(m_database);
    if (const Done logged =
            jobs.log(turn.transaction,
                     {.job = flight.job.id, .number = flight.job.attempts, .event = u"not_found"_s, .at = turn.now, .engine = m_engineId});
        !logged)
        return logged;
    turn.pulses.insert(flight.job.connection, {});
    store::Job job = flight.job;
    job.looks += 1;
    const Instant again = job.inDoubtSince.value_or(turn.now) + turn.office.setup.engine.lookAgain;
    const bool certain = job.looks >= 2 && turn.now >= again;
    turn.note(flight, u"text_not_found"_s, {{u"certain"_s, certain}});
    if (certain) {
        job.inDoubt = false;
        job.inDoubtSince.reset();
        job.dueAt = turn.now;
    } else {
        job.dueAt = std::max(turn.now, again);
    }
    const Result<bool> postponed = jobs.postpone(turn.transaction, job, m_engineId);
    if (!postponed)
        return failure(postponed);
    if (!certain || !*postponed) // without the lease the message is another engine's
        return {};
    calls::Message message = flight.message;
    message.state = DeliveryState::Scheduled;
    return store::MessageGateway(m_database).update(turn.transaction, message);
}

Done Runner::recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    turn.pulses.insert(flight.job.connection, unknown.why);
    store::Job job = flight.job;
    job.looks += 1;
    job.lastError = unknown.why;
    if (job.looks >= maxLooks)
        return giveUp(turn, flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, unknown.why, u"text_needs_review"_s,
                      {{u"why"_s, unknown.why}});
    job.dueAt = policy::retryAt(job.looks, {}, jitter(), turn.now);
    const Result<bool> postponed = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
    return postponed ? Done() : failure(postponed);
}

Done Runner::giveUp(Turn &turn, const Flight &flight, JobEnd how, DeliveryState state, const QString &code, const QString &action,
                    QJsonObject detail)
{
    turn.note(flight, action, std::move(detail));
    const Result<bool> ended = store::JobGateway(m_database).end(turn.transaction, flight.job.id, m_engineId, how, code);
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

} // namespace ringback::engine
