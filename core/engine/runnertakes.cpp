#include "base/time.h"
#include "engine/runnerturn.h"
#include "engine/wording.h"
#include "policy/reasons.h"
#include "policy/sending.h"
#include "store/pacegateway.h"
#include "store/replygateway.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

/// From jobs that are due to the intent of their requests: at what pace, and whether the policy still says so.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::DeliveryState;
using store::JobEnd;

namespace {

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
    int left = room(connection, turn.health.breaker(connection), turn.now);
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
    const QList<store::Job> &underWay = m_underWay.rows();
    if (std::any_of(underWay.cbegin(), underWay.cend(), [&](const store::Job &flying) { return flying.id == job.id; })) {
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

} // namespace ringback::engine
