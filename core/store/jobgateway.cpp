#include "store/jobgateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, effect_key, message_id, connection, due_at, true_until_at, attempts, in_doubt, in_doubt_since_at, looks, last_error,"
    " line, lease_number, lease_until_at, after_lead_at"_s;

// What is true while a claim holds.
const QString heldBy = u" WHERE id = ? AND state = 'running' AND lease_owner = ? AND lease_number = ?"_s;

Result<Job> readJob(const Row &row)
{
    const Result<calls::JobId> id = idFrom<calls::JobId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::MessageId> message = idFrom<calls::MessageId>(row.text(2));
    if (!message)
        return failure(message);
    return Job{.id = *id,
               .key = row.text(1),
               .message = *message,
               .connection = row.text(3),
               .dueAt = row.instant(4),
               .trueUntil = row.instant(5),
               .attempts = row.count(6),
               .inDoubt = row.flag(7),
               .inDoubtSince = row.maybeInstant(8),
               .looks = row.count(9),
               .lastError = row.text(10),
               .line = row.text(11),
               .leaseNumber = row.integer(12),
               .leaseUntil = row.maybeInstant(13),
               .afterLead = row.maybeInstant(14)};
}

Result<AttemptEvent> readAttempt(const Row &row)
{
    const Result<calls::JobId> job = idFrom<calls::JobId>(row.text(0));
    if (!job)
        return failure(job);
    return AttemptEvent{
        .job = *job, .number = row.count(1), .event = row.text(2), .at = row.instant(3), .engine = row.text(4), .code = row.text(5)};
}

Result<std::optional<Instant>> earliest(const Result<Rows> &rows)
{
    if (!rows)
        return failure(rows);
    return rows->isEmpty() ? std::nullopt : rows->first().maybeInstant(0);
}

// The condition that picks one line, or leaves some out; its values go behind the others.
QString ofLines(const QString &line, const QStringList &exceptLines, QVariantList &values)
{
    if (!line.isEmpty()) {
        values.append(line);
        return u" AND line = ?"_s;
    }
    if (exceptLines.isEmpty())
        return {};
    for (const QString &except : exceptLines)
        values.append(except);
    return u" AND line NOT IN (?"_s + QString(u", ?"_s).repeated(exceptLines.size() - 1) + u')';
}

QString endWord(JobEnd how)
{
    switch (how) {
    case JobEnd::Done:
        return u"done"_s;
    case JobEnd::Failed:
        return u"failed"_s;
    case JobEnd::Dropped:
        return u"dropped"_s;
    case JobEnd::NeedsReview:
        return u"needs_review"_s;
    }
    Q_UNREACHABLE();
}

Result<int> countOf(Database &database, const QString &sql)
{
    const Result<Rows> rows = database.rows(sql);
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

} // namespace

Done JobGateway::insert(Transaction &transaction, const Job &job) const
{
    return done(transaction.change(
        u"INSERT INTO jobs (id, effect_key, message_id, connection, line, state, due_at, true_until_at, attempts, in_doubt,"
        " in_doubt_since_at, looks, lease_owner, lease_number, lease_until_at, last_error, after_lead_at)"
        " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, 0, 0, NULL, 0, '', 0, NULL, '', ?)"_s,
        {job.id.text(), job.key, job.message.text(), job.connection, text(job.line), value(job.dueAt), value(job.trueUntil),
         orNull(job.afterLead)}));
}

Result<qint64> JobGateway::releaseLapsed(Transaction &transaction, Instant now) const
{
    return transaction.change(u"UPDATE jobs SET state = 'waiting', lease_owner = '', lease_until_at = NULL"
                              " WHERE state = 'running' AND lease_until_at <= ?"_s,
                              {value(now)});
}

Result<QList<Job>> JobGateway::claimDue(Transaction &transaction, const Claim &claim) const
{
    QVariantList values{value(claim.now), claim.connection};
    const QString lines = ofLines(claim.line, claim.exceptLines, values);
    values << claim.limit << claim.engine << value(claim.leaseUntil);
    // As a table of its own: see CalendarEntryGateway::claimDue().
    Result<QList<Job>> jobs =
        each<Job>(transaction.rows(u"WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= ?"
                                   " AND connection = ?"_s +
                                       lines + u" ORDER BY due_at, id LIMIT ?"_s + dialect::skipLocked(m_database.dialect()) +
                                       u") UPDATE jobs SET state = 'running', lease_owner = ?, lease_until_at = ?, after_lead_at = NULL,"
                                       " lease_number = lease_number + 1 WHERE id IN (SELECT id FROM due) RETURNING "_s +
                                       columns,
                                   values),
                  readJob);
    if (jobs) // RETURNING promises no order
        std::sort(jobs->begin(), jobs->end(),
                  [](const Job &a, const Job &b) { return a.dueAt != b.dueAt ? a.dueAt < b.dueAt : a.id < b.id; });
    return jobs;
}

Result<bool> JobGateway::extendLease(Transaction &transaction, const Job &job, const QString &engine, Instant leaseUntil, Instant now) const
{
    return hit(transaction.change(u"UPDATE jobs SET lease_until_at = ?"_s + heldBy + u" AND lease_until_at > ?"_s,
                                  {value(leaseUntil), job.id.text(), engine, job.leaseNumber, value(now)}));
}

Result<bool> JobGateway::startAttempt(Transaction &transaction, const Job &job, const QString &engine, Instant now) const
{
    const Result<bool> started = hit(
        transaction.change(u"UPDATE jobs SET attempts = ?, true_until_at = ?, in_doubt = 1, in_doubt_since_at = ?, looks = 0"_s + heldBy,
                           {job.attempts + 1, value(job.trueUntil), value(now), job.id.text(), engine, job.leaseNumber}));
    if (!started || !*started)
        return started;
    if (const Done logged =
            log(transaction, {{.job = job.id, .number = job.attempts + 1, .event = u"started"_s, .at = now, .engine = engine}});
        !logged)
        return failure(logged);
    return true;
}

Result<bool> JobGateway::end(Transaction &transaction, const Job &job, const QString &engine, JobEnd how, const QString &error) const
{
    // What needs review stays in doubt: that is what there is to review.
    return hit(transaction.change(u"UPDATE jobs SET state = ?, in_doubt = CASE WHEN ? = 'needs_review' THEN in_doubt ELSE 0 END,"
                                  " lease_owner = '', lease_until_at = NULL, last_error = ?"_s +
                                      heldBy,
                                  {endWord(how), endWord(how), text(error), job.id.text(), engine, job.leaseNumber}));
}

Result<bool> JobGateway::postpone(Transaction &transaction, const Job &job, const QString &engine) const
{
    return hit(transaction.change(
        u"UPDATE jobs SET state = 'waiting', due_at = ?, true_until_at = ?, in_doubt = ?, in_doubt_since_at = ?, looks = ?,"
        " lease_owner = '', lease_until_at = NULL, last_error = ?"_s +
            heldBy,
        {value(job.dueAt), value(job.trueUntil), job.inDoubt ? 1 : 0, orNull(job.inDoubtSince), job.looks, text(job.lastError),
         job.id.text(), engine, job.leaseNumber}));
}

Result<bool> JobGateway::dropWaiting(Transaction &transaction, const calls::MessageId &message) const
{
    return hit(transaction.change(
        u"UPDATE jobs SET state = 'dropped', after_lead_at = NULL WHERE message_id = ? AND state = 'waiting' AND in_doubt = 0"_s,
        {message.text()}));
}

Result<int> JobGateway::releaseAfterLead(Transaction &transaction, const calls::FollowUpId &followUp, Instant now) const
{
    const Result<Rows> released =
        transaction.rows(u"UPDATE jobs SET due_at = CASE WHEN after_lead_at > ? THEN after_lead_at ELSE ? END, after_lead_at = NULL"
                         " WHERE after_lead_at IS NOT NULL AND state = 'waiting'"
                         " AND message_id IN (SELECT id FROM messages WHERE follow_up_id = ?) RETURNING message_id, due_at"_s,
                         {value(now), value(now), followUp.text()});
    if (!released)
        return failure(released);
    for (const Row &row : *released) { // the message is shown with the time
        if (const Result<qint64> moved =
                transaction.change(u"UPDATE messages SET due_at = ? WHERE id = ?"_s, {value(row.instant(1)), row.text(0)});
            !moved)
            return failure(moved);
    }
    return static_cast<int>(released->size());
}

Result<QList<calls::FollowUpId>> JobGateway::awaitingLead(int limit) const
{
    return each<calls::FollowUpId>(
        m_database.rows(u"SELECT DISTINCT m.follow_up_id FROM jobs j JOIN messages m ON m.id = j.message_id"
                        " WHERE j.after_lead_at IS NOT NULL AND j.state = 'waiting'"
                        " ORDER BY m.follow_up_id LIMIT ?"_s,
                        {limit}),
        +[](const Row &row) { return idFrom<calls::FollowUpId>(row.text(0)); });
}

Done JobGateway::log(Transaction &transaction, const QList<AttemptEvent> &events) const
{
    // Several rows a statement, in two sizes, as the audit trail has it.
    constexpr qsizetype many = 16;
    for (qsizetype from = 0; from < events.size();) {
        const qsizetype count = events.size() - from >= many ? many : 1;
        QVariantList values;
        values.reserve(count * 6);
        for (const AttemptEvent &event : events.mid(from, count))
            values << event.job.text() << event.number << event.event << value(event.at) << event.engine << text(event.code.left(200));
        if (const Done logged =
                done(transaction.change(u"INSERT INTO attempts (job_id, number, event, at, engine, code) VALUES (?, ?, ?, ?, ?, ?)"_s +
                                            u", (?, ?, ?, ?, ?, ?)"_s.repeated(count - 1),
                                        values));
            !logged)
            return logged;
        from += count;
    }
    return {};
}

Result<QList<AttemptEvent>> JobGateway::attemptsOf(const calls::MessageId &message) const
{
    return each<AttemptEvent>(m_database.rows(u"SELECT job_id, number, event, at, engine, code FROM attempts"
                                              " WHERE job_id IN (SELECT id FROM jobs WHERE message_id = ?) ORDER BY at, number"_s,
                                              {message.text()}),
                              readAttempt);
}

Result<std::optional<Instant>> JobGateway::nextDue() const
{
    const Result<std::optional<Instant>> due = earliest(m_database.rows(u"SELECT MIN(due_at) FROM jobs WHERE state = 'waiting'"_s));
    if (!due)
        return due;
    const Result<std::optional<Instant>> lapse = nextLapse();
    if (!lapse || !*lapse)
        return lapse ? due : lapse;
    return *due ? std::min(**due, **lapse) : *lapse;
}

Result<std::optional<Instant>> JobGateway::nextDue(const QString &connection, const QString &line, const QStringList &exceptLines) const
{
    QVariantList values{connection};
    const QString lines = ofLines(line, exceptLines, values);
    return earliest(m_database.rows(
        u"SELECT due_at FROM jobs WHERE state = 'waiting' AND connection = ?"_s + lines + u" ORDER BY due_at, id LIMIT 1"_s, values));
}

Result<std::optional<Instant>> JobGateway::nextLapse() const
{
    return earliest(m_database.rows(u"SELECT MIN(lease_until_at) FROM jobs WHERE state = 'running'"_s));
}

Result<int> JobGateway::waiting() const
{
    return countOf(m_database, u"SELECT COUNT(*) FROM jobs WHERE state = 'waiting'"_s);
}

Result<int> JobGateway::behind(Instant since, Instant now, int atMost) const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE state = 'waiting' AND due_at > ? AND due_at <= ? LIMIT ?) AS few"_s,
        {value(since), value(now), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<int> JobGateway::toReview() const
{
    return countOf(m_database, u"SELECT COUNT(*) FROM jobs WHERE state = 'needs_review'"_s);
}

Result<QList<Job>> JobGateway::toReviewList(int limit) const
{
    return each<Job>(m_database.rows(u"SELECT "_s + columns + u" FROM jobs WHERE state = 'needs_review' ORDER BY id LIMIT ?"_s, {limit}),
                     readJob);
}

Result<bool> JobGateway::settleReview(Transaction &transaction, const calls::MessageId &message, ReviewEnd how, const QString &who,
                                      Instant now) const
{
    struct Words {
        QString job;
        QString message;
        QString event;
    };
    const Words words = how == ReviewEnd::SendAgain ? Words{u"waiting"_s, word(calls::DeliveryState::Scheduled), u"send_again"_s}
                        : how == ReviewEnd::WasSent ? Words{u"done"_s, word(calls::DeliveryState::Sent), u"was_sent"_s}
                                                    : Words{u"dropped"_s, word(calls::DeliveryState::Dropped), u"dropped"_s};
    const Result<QList<Job>> settled = each<Job>(
        transaction.rows(u"UPDATE jobs SET state = ?, in_doubt = 0, looks = 0, due_at = CASE WHEN ? = 'waiting' THEN ? ELSE due_at END"
                         " WHERE message_id = ? AND state = 'needs_review' RETURNING "_s +
                             columns,
                         {words.job, words.job, value(now), message.text()}),
        readJob);
    if (!settled)
        return failure(settled);
    if (settled->isEmpty())
        return false;
    const Job &job = settled->first();
    if (const Done logged = log(transaction, {{.job = job.id, .number = job.attempts, .event = words.event, .at = now, .engine = who}});
        !logged)
        return failure(logged);
    const bool wasSent = how == ReviewEnd::WasSent;
    const bool isOver = how == ReviewEnd::Drop;
    return hit(
        transaction.change(u"UPDATE messages SET state = ?, error_code = '', due_at = CASE WHEN ? = 'scheduled' THEN ? ELSE due_at END,"
                           " sent_at = ?, done_at = ? WHERE id = ?"_s,
                           {words.message, words.message, value(now), orNull(wasSent ? job.inDoubtSince : std::nullopt),
                            orNull(isOver ? std::optional(now) : std::nullopt), message.text()}));
}

} // namespace ringback::store
