#include "store/leadwritegateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::LeadWriteKind;
using calls::LeadWriteState;

namespace {

const QString columns =
    u"id, effect_key, connection, follow_up_id, kind, note, subject, ordinal, happened_at, state, due_at, attempts, in_doubt,"
    " in_doubt_since_at, looks, error_kind, error_code, error_message, lease_number, lease_until_at, done_at"_s;

// What is true while a claim holds.
const QString heldBy = u" WHERE id = ? AND state = 'running' AND lease_owner = ? AND lease_number = ?"_s;

// Of row `w`: nothing of the case is before it. What was refused for good does not hold the others up, unless it is the lead, without which they
// have nothing to hang on. Of two cases of one person the older one's lead goes first: the other finds its record then.
const QString isFirst =
    u" NOT EXISTS (SELECT 1 FROM lead_writes earlier WHERE earlier.follow_up_id = w.follow_up_id AND earlier.connection = w.connection"
    " AND (earlier.ordinal < w.ordinal OR (earlier.ordinal = w.ordinal AND earlier.id < w.id))"
    " AND (earlier.state IN ('waiting', 'running', 'needs_choice') OR (earlier.state = 'failed' AND earlier.kind = 'lead')))"
    " AND (w.kind <> 'lead' OR NOT EXISTS (SELECT 1 FROM follow_ups mine"
    " JOIN follow_ups older ON older.contact_id = mine.contact_id AND older.id < mine.id"
    " JOIN lead_writes theirs ON theirs.follow_up_id = older.id AND theirs.connection = w.connection AND theirs.kind = 'lead'"
    " WHERE mine.id = w.follow_up_id AND theirs.state IN ('waiting', 'running')))"_s;

Result<LeadWriteRow> readWrite(const Row &row)
{
    const Result<calls::LeadWriteId> id = idFrom<calls::LeadWriteId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(3));
    if (!followUp)
        return failure(followUp);
    const Result<LeadWriteKind> kind = wordFrom<LeadWriteKind>(row.text(4));
    if (!kind)
        return failure(kind);
    const Result<LeadWriteState> state = wordFrom<LeadWriteState>(row.text(9));
    if (!state)
        return failure(state);
    std::optional<calls::LeadNote> note;
    if (!row.text(5).isEmpty()) {
        const Result<calls::LeadNote> word = wordFrom<calls::LeadNote>(row.text(5));
        if (!word)
            return failure(word);
        note = *word;
    }
    return LeadWriteRow{.id = *id,
                        .key = row.text(1),
                        .connection = row.text(2),
                        .followUp = *followUp,
                        .kind = *kind,
                        .note = note,
                        .subject = row.text(6),
                        .ordinal = row.integer(7),
                        .happenedAt = row.instant(8),
                        .state = *state,
                        .dueAt = row.instant(10),
                        .attempts = row.count(11),
                        .inDoubt = row.flag(12),
                        .inDoubtSince = row.maybeInstant(13),
                        .looks = row.count(14),
                        .errorKind = row.text(15),
                        .errorCode = row.text(16),
                        .errorMessage = row.text(17),
                        .leaseNumber = row.integer(18),
                        .leaseUntil = row.maybeInstant(19),
                        .doneAt = row.maybeInstant(20)};
}

Result<std::optional<Instant>> earliest(const Result<Rows> &rows)
{
    if (!rows)
        return failure(rows);
    return rows->isEmpty() ? std::nullopt : rows->first().maybeInstant(0);
}

Result<int> number(const Result<qint64> &changed)
{
    if (!changed)
        return failure(changed);
    return static_cast<int>(*changed);
}

} // namespace

Result<bool> LeadWriteGateway::insert(Transaction &transaction, const LeadWriteRow &row) const
{
    return hit(transaction.change(
        u"INSERT INTO lead_writes (id, effect_key, connection, follow_up_id, kind, note, subject, ordinal, happened_at, state, due_at,"
        " attempts, in_doubt, in_doubt_since_at, looks, lease_owner, lease_number, lease_until_at, error_kind, error_code, error_message,"
        " done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, 0, 0, NULL, 0, '', 0, NULL, '', '', '', NULL)"
        " ON CONFLICT (effect_key) DO NOTHING"_s,
        {row.id.text(), row.key, row.connection, row.followUp.text(), word(row.kind), row.note ? word(*row.note) : u""_s, text(row.subject),
         qlonglong(row.ordinal), value(row.happenedAt), value(row.dueAt)}));
}

Result<std::optional<qint64>> LeadWriteGateway::feed(Transaction &transaction, const QString &connection) const
{
    // A row to lock also where the connection is new, so that of two engines the second sees where the first began.
    if (const Result<qint64> added = transaction.change(
            u"INSERT INTO lead_feeds (connection, sequence) VALUES (?, -1) ON CONFLICT (connection) DO NOTHING"_s, {connection});
        !added)
        return failure(added);
    const Result<Rows> rows = transaction.rows(
        u"SELECT sequence FROM lead_feeds WHERE connection = ?"_s + dialect::forUpdate(m_database.dialect()), {connection});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty()) // forgotten by somebody at this moment
        return failure(ErrorKind::Transient, u"the feed of a lead system is gone"_s);
    const qint64 sequence = rows->first().integer(0);
    return sequence < 0 ? std::nullopt : std::optional(sequence);
}

Done LeadWriteGateway::setFeed(Transaction &transaction, const QString &connection, qint64 sequence) const
{
    return done(transaction.change(u"INSERT INTO lead_feeds (connection, sequence) VALUES (?, ?)"
                                   " ON CONFLICT (connection) DO UPDATE SET sequence = excluded.sequence"_s,
                                   {connection, qlonglong(sequence)}));
}

Result<QList<LeadWriteRow>> LeadWriteGateway::claimDue(Transaction &transaction, const QString &connection, const QString &engine,
                                                       Instant now, Instant leaseUntil, int limit) const
{
    // As a table of its own: see CalendarEntryGateway::claimDue().
    Result<QList<LeadWriteRow>> rows = each<LeadWriteRow>(
        transaction.rows(u"WITH due AS MATERIALIZED (SELECT w.id FROM lead_writes w WHERE w.state = 'waiting'"
                         " AND w.connection = ? AND w.due_at <= ? AND"_s +
                             isFirst + u" ORDER BY w.due_at, w.ordinal, w.id LIMIT ?"_s + dialect::skipLocked(m_database.dialect()) +
                             u") UPDATE lead_writes SET state = 'running', lease_owner = ?, lease_until_at = ?,"
                             " lease_number = lease_number + 1 WHERE id IN (SELECT id FROM due) RETURNING "_s +
                             columns,
                         {connection, value(now), limit, engine, value(leaseUntil)}),
        readWrite);
    if (rows) { // RETURNING promises no order
        std::sort(rows->begin(), rows->end(), [](const LeadWriteRow &a, const LeadWriteRow &b) {
            return std::tie(a.dueAt, a.ordinal, a.id.text()) < std::tie(b.dueAt, b.ordinal, b.id.text());
        });
    }
    return rows;
}

Result<bool> LeadWriteGateway::extendLease(Transaction &transaction, const LeadWriteRow &row, const QString &engine, Instant leaseUntil,
                                           Instant now) const
{
    return hit(transaction.change(u"UPDATE lead_writes SET lease_until_at = ?"_s + heldBy + u" AND lease_until_at > ?"_s,
                                  {value(leaseUntil), row.id.text(), engine, row.leaseNumber, value(now)}));
}

Result<qint64> LeadWriteGateway::releaseLapsed(Transaction &transaction, Instant now) const
{
    return transaction.change(u"UPDATE lead_writes SET state = 'waiting', lease_owner = '', lease_until_at = NULL"
                              " WHERE state = 'running' AND lease_until_at <= ?"_s,
                              {value(now)});
}

Result<bool> LeadWriteGateway::startAttempt(Transaction &transaction, const LeadWriteRow &row, const QString &engine, Instant now) const
{
    return hit(transaction.change(u"UPDATE lead_writes SET attempts = ?, in_doubt = 1, in_doubt_since_at = ?, looks = 0"_s + heldBy,
                                  {row.attempts + 1, value(now), row.id.text(), engine, row.leaseNumber}));
}

Result<bool> LeadWriteGateway::settle(Transaction &transaction, const LeadWriteRow &row, const QString &engine) const
{
    return hit(transaction.change(
        u"UPDATE lead_writes SET state = ?, due_at = ?, attempts = ?, in_doubt = ?, in_doubt_since_at = ?, looks = ?, error_kind = ?,"
        " error_code = ?, error_message = ?, done_at = ?, lease_owner = '', lease_until_at = NULL"_s +
            heldBy,
        {word(row.state), value(row.dueAt), row.attempts, row.inDoubt ? 1 : 0, orNull(row.inDoubtSince), row.looks, text(row.errorKind),
         text(row.errorCode.left(200)), text(row.errorMessage.left(1'000)), orNull(row.doneAt), row.id.text(), engine, row.leaseNumber}));
}

Result<int> LeadWriteGateway::tryAgain(Transaction &transaction, const calls::FollowUpId &followUp, const QString &connection,
                                       Instant now) const
{
    return number(transaction.change(u"UPDATE lead_writes SET state = 'waiting', due_at = ?, looks = 0"
                                     " WHERE follow_up_id = ? AND connection = ? AND state = 'failed'"_s,
                                     {value(now), followUp.text(), connection}));
}

Result<int> LeadWriteGateway::tryAllAgain(Transaction &transaction, const QString &connection, Instant now) const
{
    return number(transaction.change(u"UPDATE lead_writes SET state = 'waiting', due_at = ?, looks = 0"
                                     " WHERE connection = ? AND state = 'failed' AND error_kind = 'account'"_s,
                                     {value(now), connection}));
}

Result<int> LeadWriteGateway::resumeChosen(Transaction &transaction, const calls::FollowUpId &followUp, const QString &connection,
                                           Instant now) const
{
    // Also what found its record gone: somebody has chosen another.
    return number(transaction.change(u"UPDATE lead_writes SET state = 'waiting', due_at = ?, error_kind = '', error_code = '',"
                                     " error_message = '' WHERE follow_up_id = ? AND connection = ?"
                                     " AND (state = 'needs_choice' OR (state = 'failed' AND error_kind = 'gone'))"_s,
                                     {value(now), followUp.text(), connection}));
}

Result<QList<LeadWriteRow>> LeadWriteGateway::ofCase(const calls::FollowUpId &followUp) const
{
    return each<LeadWriteRow>(
        m_database.rows(u"SELECT "_s + columns + u" FROM lead_writes WHERE follow_up_id = ? ORDER BY connection, ordinal, id"_s,
                        {followUp.text()}),
        readWrite);
}

Result<std::optional<Instant>> LeadWriteGateway::nextDue(const QString &connection) const
{
    return earliest(m_database.rows(u"SELECT w.due_at FROM lead_writes w WHERE w.state = 'waiting' AND w.connection = ? AND"_s + isFirst +
                                        u" ORDER BY w.due_at, w.ordinal LIMIT 1"_s,
                                    {connection}));
}

Result<std::optional<Instant>> LeadWriteGateway::nextLapse() const
{
    return earliest(m_database.rows(u"SELECT MIN(lease_until_at) FROM lead_writes WHERE state = 'running'"_s));
}

Result<LeadWriteGateway::Count> LeadWriteGateway::count(const QString &connection) const
{
    // One of the small indexes for each: what is done stays for ever.
    const auto countOf = [this, &connection](const QString &states) -> Result<int> {
        const Result<Rows> rows =
            m_database.rows(u"SELECT COUNT(*) FROM lead_writes WHERE connection = ? AND state = %1"_s.arg(states), {connection});
        if (!rows)
            return failure(rows);
        return rows->first().count(0);
    };
    const Result<int> waiting = countOf(u"'waiting'"_s);
    const Result<int> running = countOf(u"'running'"_s);
    const Result<int> failed = countOf(u"'failed'"_s);
    const Result<int> toChoose = countOf(u"'needs_choice'"_s);
    for (const Result<int> *each : {&waiting, &running, &failed, &toChoose}) {
        if (!*each)
            return failure(*each);
    }
    return Count{.waiting = *waiting + *running, .failed = *failed, .toChoose = *toChoose};
}

Result<QList<calls::FollowUpId>> LeadWriteGateway::stuck(const QString &connection, int limit) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT DISTINCT follow_up_id FROM lead_writes WHERE connection = ?"
                                              " AND state IN ('failed', 'needs_choice') ORDER BY follow_up_id DESC LIMIT ?"_s,
                                              {connection, limit});
    return each<calls::FollowUpId>(
        rows, +[](const Row &row) { return idFrom<calls::FollowUpId>(row.text(0)); });
}

} // namespace ringback::store
