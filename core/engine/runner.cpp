#include "engine/runner.h"

#include "base/time.h"
#include "engine/wording.h"
#include "policy/reasons.h"
#include "policy/sending.h"
#include "store/pacegateway.h"
#include "store/pulsegateway.h"
#include "store/replygateway.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Channel;
using calls::DeliveryState;
using connectors::Refused;
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

bool isSameClaim(const store::Job &a, const store::Job &b)
{
    return a.id == b.id && a.leaseNumber == b.leaseNumber;
}

Result<bool> no(const Done &done)
{
    if (!done)
        return failure(done);
    return false;
}

// The texts of a line keep so much apart. Rounded up: no faster than the line may.
Milliseconds intervalOf(const calls::Line &line)
{
    return Milliseconds(static_cast<qint64>(std::ceil(1000.0 / line.textsPerSecond)));
}

} // namespace

struct Runner::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    QList<store::AttemptEvent> attempts; ///< what requests brought
    QList<Flight> takeOff; ///< leave after the commit
    QHash<QString, QString> pulses; ///< by connection: the last failure's code, or empty for a success
    QHash<QString, CircuitBreaker> breakers; ///< as they are when this is committed
    QSet<QString> pausesChanged; ///< connections
    bool hasPrepared = false; ///< jobs were taken, also such as were only put off, of which the trail need not speak again

    // `sent` becomes `text_sent` or `email_sent`.
    void note(const Flight &flight, const QString &what, QJsonObject detail = {})
    {
        if (!detail.contains("attempt"_L1))
            detail.insert(u"attempt"_s, flight.job.attempts);
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = (flight.message.channel == Channel::Email ? u"email_"_s : u"text_"_s) + what,
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
    , m_random(static_cast<quint32>(qHash(m_engineId, 0)))
{}

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
    const Done given =
        giveUp(turn, landed.flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, {}, u"needs_review"_s, {{u"error"_s, error.what}});
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
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now(), .breakers = m_breakers};
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (landedNow.isEmpty() && turn.trail.isEmpty() && !turn.hasPrepared)
        return 0; // nothing happened: roll back

    if (const Done logged = store::JobGateway(m_database).log(*transaction, turn.attempts); !logged)
        return failure(logged);
    const store::PulseGateway pulses(m_database);
    for (auto pulse = turn.pulses.cbegin(); pulse != turn.pulses.cend(); ++pulse) {
        const Done noted = pulse.value().isEmpty() ? pulses.noteSuccess(*transaction, pulse.key(), turn.now)
                                                   : pulses.noteFailure(*transaction, pulse.key(), pulse.value(), turn.now);
        if (!noted)
            return failure(noted);
    }
    for (const QString &connection : std::as_const(turn.pausesChanged)) {
        if (const Done noted = pulses.notePause(*transaction, connection, turn.breakers.value(connection).pausedUntil()); !noted)
            return failure(noted);
    }
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);

    m_breakers = std::move(turn.breakers);
    for (Flight &flight : turn.takeOff)
        takeOff(office, std::move(flight));
    return static_cast<int>(landedNow.size() + turn.takeOff.size());
}

void Runner::takeOff(const Office &office, Flight flight)
{
    const Sender sender = m_senders.value(flight.job.connection);
    const calls::Line *const line = office.setup.line(flight.message.line);
    const calls::PhoneNumber from = line ? line->sender() : flight.message.line;
    m_underWay.append(flight.job);
    if (flight.job.inDoubt) {
        const connectors::SentQuery query{.to = flight.message.peer,
                                          .from = from,
                                          .body = flight.message.body,
                                          .notBefore = flight.job.inDoubtSince.value_or(m_clock.now()) - clockMargin};
        look(sender.provider, query, std::move(flight));
        return;
    }
    const store::Job claim = flight.job;
    flight.job.attempts += 1; // the one that was written down
    flight.job.inDoubt = true;
    flight.job.inDoubtSince = m_clock.now();
    // The commit may have taken long, or the whole program slept in it.
    if (!mayLeave(claim)) {
        land(std::move(flight), NotLeft{});
        return;
    }
    if (sender.mailer) {
        const connectors::MailRequest request{.to = flight.message.email,
                                              .subject = flight.message.subject,
                                              .body = flight.message.body,
                                              .messageId =
                                                  flight.message.id.text() + u'@' +
                                                  (office.setup.mail ? office.setup.mail->fromAddress.section(u'@', -1) : QString())};
        sendMail(sender.mailer, request, std::move(flight));
        return;
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(flight.job.trueUntil - m_clock.now());
    const connectors::TextRequest request{.to = flight.message.peer,
                                          .from = from,
                                          .body = flight.message.body,
                                          .statusCallback = sender.statusCallback,
                                          .validity = std::clamp<std::chrono::seconds>(left, 1min, 10h),
                                          .mayLeave = [this, claim] {
                                              return mayLeave(claim);
                                          }};
    sendText(sender.provider, request, std::move(flight));
}

QCoro::Task<> Runner::sendText(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Flight flight)
{
    connectors::SendOutcome outcome = co_await provider->sendText(std::move(request));
    land(std::move(flight), std::move(outcome));
}

QCoro::Task<> Runner::sendMail(std::shared_ptr<connectors::Mailer> mailer, connectors::MailRequest request, Flight flight)
{
    connectors::SendOutcome outcome = co_await mailer->sendMail(std::move(request));
    land(std::move(flight), std::move(outcome));
}

QCoro::Task<> Runner::look(std::shared_ptr<connectors::PhoneProvider> provider, connectors::SentQuery query, Flight flight)
{
    connectors::FindOutcome outcome = co_await provider->findSent(std::move(query));
    land(std::move(flight), std::move(outcome));
}

void Runner::land(Flight flight, Outcome outcome)
{
    m_underWay.erase(underWay(flight.job));
    m_landed.append({std::move(flight), std::move(outcome)});
    Q_EMIT landed();
}

QList<store::Job>::const_iterator Runner::underWay(const store::Job &job) const
{
    return std::find_if(m_underWay.cbegin(), m_underWay.cend(), [&](const store::Job &flying) { return isSameClaim(flying, job); });
}

bool Runner::mayLeave(const store::Job &job) const
{
    const auto flying = underWay(job);
    return flying != m_underWay.cend() && m_clock.now() < flying->leaseUntil.value_or(m_clock.now());
}

void Runner::abandon()
{
    for (const Sender &sender : std::as_const(m_senders)) {
        if (sender.provider)
            sender.provider->abandon();
        if (sender.mailer)
            sender.mailer->abandon();
    }
}

Done Runner::heartbeat(const Office &office)
{
    if (m_underWay.isEmpty() && m_landed.isEmpty())
        return {};
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const store::JobGateway jobs(m_database);
    const Instant now = m_clock.now();
    const Instant until = now + office.setup.engine.lease;
    QList<store::Job> flying = m_underWay;
    for (store::Job &job : flying) {
        const Result<bool> extended = jobs.extendLease(*transaction, job, m_engineId, until, now);
        if (!extended)
            return failure(extended);
        if (*extended)
            job.leaseUntil = until;
    }
    for (const Landed &landed : std::as_const(m_landed)) { // not written down yet
        if (const Result<bool> extended = jobs.extendLease(*transaction, landed.flight.job, m_engineId, until, now); !extended)
            return failure(extended);
    }
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    m_underWay = flying;
    return {};
}

Result<std::optional<Instant>> Runner::nextDue() const
{
    const store::JobGateway jobs(m_database);
    Result<std::optional<Instant>> next = jobs.nextLapse();
    if (!next)
        return next;
    const Result<QHash<QString, Instant>> paces = m_pacedLines.isEmpty() ? QHash<QString, Instant>() : store::PaceGateway(m_database).all();
    if (!paces)
        return failure(paces);
    const Instant now = m_clock.now();
    const auto consider = [&next](std::optional<Instant> due, std::optional<Instant> notBefore) {
        if (due)
            due = std::max(*due, notBefore.value_or(*due));
        if (due && (!*next || *due < **next))
            *next = due;
    };
    for (auto sender = m_senders.cbegin(); sender != m_senders.cend(); ++sender) {
        const CircuitBreaker breaker = m_breakers.value(sender.key());
        const std::optional<Instant> pausedUntil = breaker.pausedUntil();
        const bool isPaused = pausedUntil && now < *pausedUntil;
        if (!isPaused && room(sender.key(), breaker, now) == 0)
            continue;
        const QStringList paced = m_pacedLines.value(sender.key());
        const Result<std::optional<Instant>> due = jobs.nextDue(sender.key(), {}, paced);
        if (!due)
            return due;
        consider(*due, pausedUntil);
        for (const QString &line : paced) {
            const Result<std::optional<Instant>> ofLine = jobs.nextDue(sender.key(), line, {});
            if (!ofLine)
                return ofLine;
            consider(*ofLine, std::max(paces->value(line), pausedUntil.value_or(Instant())));
        }
    }
    return next;
}

int Runner::room(const QString &connection, const CircuitBreaker &breaker, Instant now) const
{
    const auto busy =
        std::count_if(m_underWay.cbegin(), m_underWay.cend(), [&](const store::Job &job) { return job.connection == connection; });
    return std::max(0, breaker.allowed(requestsAtOnce, now) - static_cast<int>(busy));
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
    m_pacedLines.clear();
    for (const calls::Line &line : turn.office.setup.lines) {
        if (line.textsPerSecond > 0)
            m_pacedLines[line.textsConnection].append(line.number.e164());
    }
    for (auto sender = m_senders.cbegin(); sender != m_senders.cend(); ++sender) {
        if (const Done taken = takeFrom(turn, sender.key()); !taken)
            return taken;
    }
    return {};
}

Done Runner::takeFrom(Turn &turn, const QString &connection)
{
    int left = room(connection, turn.breakers.value(connection), turn.now);
    const QStringList paced = m_pacedLines.value(connection);
    if (left > 0 && !paced.isEmpty()) {
        const Result<QHash<QString, Instant>> paces = store::PaceGateway(m_database).all();
        if (!paces)
            return failure(paces);
        QStringList lines = paced; // who waited longest first: no line starves another
        std::stable_sort(lines.begin(), lines.end(), [&](const QString &a, const QString &b) { return paces->value(a) < paces->value(b); });
        for (const QString &line : std::as_const(lines)) {
            if (left == 0 || paces->value(line) > turn.now)
                break;
            const Result<bool> taken = takeAtPace(turn, connection, line);
            if (!taken)
                return failure(taken);
            left -= *taken ? 1 : 0;
        }
    }
    if (left == 0)
        return {};
    const Result<QList<store::Job>> due =
        store::JobGateway(m_database)
            .claimDue(turn.transaction, claim(turn, {.connection = connection, .limit = left, .exceptLines = paced}));
    if (!due)
        return failure(due);
    for (const store::Job &job : *due) {
        if (const Result<bool> prepared = prepare(turn, job); !prepared)
            return failure(prepared);
    }
    return {};
}

// One text, if the line may send one now. Whether a request is to leave.
Result<bool> Runner::takeAtPace(Turn &turn, const QString &connection, const QString &number)
{
    const store::PaceGateway paces(m_database);
    const std::optional<calls::PhoneNumber> parsed = calls::PhoneNumber::fromE164(number);
    const calls::Line *const line = parsed ? turn.office.setup.line(*parsed) : nullptr;
    bool isOurs = false;
    for (;;) {
        const Result<QList<store::Job>> due =
            store::JobGateway(m_database).claimDue(turn.transaction, claim(turn, {.connection = connection, .limit = 1, .line = number}));
        if (!due)
            return failure(due);
        if (due->isEmpty() || !line)
            return false;
        store::Job job = due->first();
        if (!isOurs) { // asked again, now that no other engine can change it
            const Result<Instant> nextAt = paces.nextAtToChange(turn.transaction, number);
            if (!nextAt)
                return failure(nextAt);
            if (*nextAt > turn.now) {
                const Result<bool> returned = store::JobGateway(m_database).postpone(turn.transaction, job, m_engineId);
                return returned ? Result<bool>(false) : returned;
            }
            isOurs = true;
        }
        const Result<bool> leaves = prepare(turn, job);
        if (!leaves)
            return leaves;
        if (!*leaves) // dropped or put off: the next may have its place
            continue;
        if (const Done set = paces.setNextAt(turn.transaction, number, turn.now + intervalOf(*line)); !set)
            return failure(set);
        return true;
    }
}

store::JobGateway::Claim Runner::claim(const Turn &turn, store::JobGateway::Claim what) const
{
    what.engine = m_engineId;
    what.now = turn.now;
    what.leaseUntil = turn.now + turn.office.setup.engine.lease;
    return what;
}

// Whether a request is to leave for it.
Result<bool> Runner::prepare(Turn &turn, store::Job job)
{
    turn.hasPrepared = true;
    const store::JobGateway jobs(m_database);
    const store::MessageGateway messages(m_database);
    if (std::any_of(m_underWay.cbegin(), m_underWay.cend(), [&](const store::Job &flying) { return flying.id == job.id; })) {
        // Our own request, which outlived its lease. Its answer comes first: to look for it now would find nothing.
        job.dueAt = turn.now + 1s;
        const Result<bool> postponed = jobs.postpone(turn.transaction, job, m_engineId);
        return postponed ? Result<bool>(false) : postponed;
    }
    const Result<std::optional<calls::Message>> message = messages.find(job.message);
    if (!message)
        return failure(message);
    if (!*message)
        return failure(ErrorKind::Corrupt, u"a job without its message"_s);
    Flight flight{.job = job, .message = **message};
    if (job.inDoubt) { // first find out what became of the last attempt
        if (!m_senders.value(job.connection).provider)
            return no(needsReview(turn, flight, job.lastError.isEmpty() ? u"no_answer"_s : job.lastError));
        turn.takeOff.append(flight);
        return true;
    }

    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById(flight.message.contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"a message without its contact"_s);
    const Result<Decided> decided = decide(turn, flight, **contact);
    if (!decided && (decided.error().kind == ErrorKind::Corrupt || decided.error().kind == ErrorKind::NotFound)) {
        // The rules it was written under do not read back: a person decides, and the others leave.
        return no(giveUp(turn, flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, {}, u"needs_review"_s,
                         {{u"error"_s, decided.error().what}}));
    }
    if (!decided)
        return failure(decided);
    const policy::TextDecision &decision = decided->decision;
    if (const auto *drop = std::get_if<policy::DropText>(&decision))
        return no(
            giveUp(turn, flight, JobEnd::Dropped, DeliveryState::Dropped, {}, u"dropped"_s, {{u"reasons"_s, QJsonArray{drop->reason}}}));
    if (const auto *later = std::get_if<policy::PostponeText>(&decision)) {
        flight.job.dueAt = later->until;
        if (std::exchange(flight.job.lastError, later->reason) != later->reason) // said once, however often it is put off for it
            turn.note(flight, u"scheduled"_s, {{u"reasons"_s, QJsonArray{later->reason}}, {u"due_at"_s, toIso(later->until)}});
        if (const Done moved = messages.postpone(turn.transaction, flight.message.id, later->until); !moved)
            return failure(moved);
        const Result<bool> postponed = jobs.postpone(turn.transaction, flight.job, m_engineId);
        return postponed ? Result<bool>(false) : postponed;
    }
    if (const auto *instead = std::get_if<policy::SendInstead>(&decision)) {
        const QString language = (*contact)->language.isEmpty() ? turn.office.setup.company.language : (*contact)->language;
        const Result<QString> body = writeText(turn.office.setup, decided->playbook, instead->templateId, language, **contact,
                                               flight.message.line, {}, {}, flight.message.followUp);
        if (!body)
            return no(giveUp(turn, flight, JobEnd::Failed, DeliveryState::Failed, {}, u"failed"_s, {{u"error"_s, body.error().what}}));
        flight.message.body = *body;
        flight.job.trueUntil = instead->trueUntil;
    }
    flight.message.state = DeliveryState::Sending;
    if (const Done updated = messages.update(turn.transaction, flight.message); !updated)
        return failure(updated);
    const Result<bool> started = jobs.startAttempt(turn.transaction, flight.job, m_engineId, turn.now);
    if (!started || !*started)
        return started;
    turn.note(flight, u"attempted"_s, {{u"attempt"_s, flight.job.attempts + 1}});
    turn.takeOff.append(flight);
    return true;
}

// The world has moved since the message was planned.
Result<Runner::Decided> Runner::decide(Turn &turn, const Flight &flight, const calls::Contact &contact)
{
    const calls::Message &message = flight.message;
    const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_database).optOut(message.peer);
    if (!optOut)
        return failure(optOut);
    policy::TextFacts facts{.to = message.peer,
                            .zoneOnRecord = contact.timeZone,
                            .channel = message.channel,
                            .automated = message.automated,
                            .optedOut = *optOut && !(*optOut)->isLikely(),
                            .likelyOptedOut = *optOut && (*optOut)->isLikely(),
                            .doubtIsNewer = *optOut && (*optOut)->since > message.createdAt,
                            .doNotText = turn.office.setup.doNotText.contains(message.peer),
                            .dueAt = flight.job.dueAt,
                            .trueUntil = flight.job.trueUntil};
    std::optional<calls::FollowUp> followUp;
    if (message.followUp) {
        const Result<std::optional<calls::FollowUp>> found = store::FollowUpGateway(m_database).find(*message.followUp);
        if (!found)
            return failure(found);
        followUp = *found;
    }
    const Result<policy::Rules> rules =
        followUp ? turn.office.rulesAt(m_database, followUp->playbookVersion) : Result<policy::Rules>(turn.office.rules());
    if (!rules)
        return failure(rules);
    facts.step = rules->playbook.step(message.step);
    if (followUp) {
        facts.replied = followUp->repliedAt && *followUp->repliedAt >= message.createdAt;
        facts.reached = followUp->reachedAt && *followUp->reachedAt >= message.createdAt;
        facts.caseClosed = followUp->state == calls::FollowUpState::Closed;
        if (facts.step && facts.step->stopsOn.contains(playbook::StopsOn::Claimed)) {
            const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(followUp->id);
            if (!task)
                return failure(task);
            facts.claimed = *task && (*task)->state == calls::TaskState::Claimed;
        }
        const Result<bool> isReply = addReplyFacts(facts, message);
        if (!isReply)
            return failure(isReply);
        if (!*isReply && message.createdAt > followUp->openedAt) { // what was planned when the case opened has nothing before it
            const Result<std::optional<Instant>> earlier = store::MessageGateway(m_database).unfinishedBefore(followUp->id, message.id);
            if (!earlier)
                return failure(earlier);
            facts.earlierDueAt = *earlier;
        }
    }
    return Decided{.decision = policy::decideSending(facts, *rules, turn.now), .playbook = rules->playbook};
}

// Of what a person wrote: when they meant it to leave, and what of theirs comes before it. Automated texts do not hold it up: it may be the answer to
// what they were planned for. False when nobody wrote it.
Result<bool> Runner::addReplyFacts(policy::TextFacts &facts, const calls::Message &message) const
{
    if (message.automated || !message.followUp)
        return false;
    const store::ReplyGateway replies(m_database);
    const Result<std::optional<store::Reply>> reply = replies.find(message.id);
    if (!reply)
        return failure(reply);
    if (!*reply)
        return false;
    facts.mayWake = (*reply)->anyway;
    facts.plannedFor = (*reply)->plannedAt;
    const Result<std::optional<Instant>> earlier = replies.unfinishedBefore(*message.followUp, **reply);
    if (!earlier)
        return failure(earlier);
    facts.earlierDueAt = *earlier;
    return true;
}

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
    connectionWorked(turn, flight.job.connection);
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
        connectionFailed(turn, flight.job.connection, refused.code.isEmpty() ? u"refused"_s : refused.code);
    else
        connectionWorked(turn, flight.job.connection);

    if (refused.kind == Class::ForNow) {
        const Instant dueAt = policy::retryAt(flight.job.attempts, refused.retryAfter, jitter(), turn.now);
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
                        .caseId = caseOf(flight.message),
                        .subject = u"message:"_s + flight.message.id.text(),
                        .detail = {{u"attempt"_s, flight.job.attempts}, {u"code"_s, refused.code}}});
    }
    return giveUp(turn, flight, JobEnd::Failed, DeliveryState::Failed, refused.code, u"refused"_s, {{u"code"_s, refused.code}});
}

Done Runner::recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    logEvent(turn, flight, u"unknown"_s, unknown.why);
    connectionFailed(turn, flight.job.connection, unknown.why);
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
    connectionWorked(turn, flight.job.connection);
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
    connectionFailed(turn, flight.job.connection, unknown.why);
    store::Job job = flight.job;
    job.looks += 1;
    job.lastError = unknown.why;
    if (job.looks >= maxLooks)
        return needsReview(turn, flight, unknown.why);
    job.dueAt = policy::retryAt(job.looks, {}, jitter(), turn.now);
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

void Runner::connectionWorked(Turn &turn, const QString &connection)
{
    turn.pulses.insert(connection, {});
    if (turn.breakers[connection].succeeded() == CircuitBreaker::Change::None)
        return;
    turn.pausesChanged.insert(connection);
    turn.trail.add({.at = turn.now, .actor = u"engine"_s, .action = u"connection_resumed"_s, .subject = u"connection:"_s + connection});
}

void Runner::connectionFailed(Turn &turn, const QString &connection, const QString &why)
{
    turn.pulses.insert(connection, why);
    CircuitBreaker &breaker = turn.breakers[connection];
    if (breaker.failed(turn.now) == CircuitBreaker::Change::None)
        return;
    turn.pausesChanged.insert(connection);
    turn.trail.add({.at = turn.now,
                    .actor = u"engine"_s,
                    .action = u"connection_paused"_s,
                    .subject = u"connection:"_s + connection,
                    .detail = {{u"why"_s, why}, {u"until"_s, toIso(breaker.pausedUntil().value_or(turn.now))}}});
}

double Runner::jitter()
{
    return std::uniform_real_distribution<double>(0.0, 1.0)(m_random);
}

} // namespace ringback::engine
