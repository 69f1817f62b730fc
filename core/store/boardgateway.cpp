#include "store/boardgateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

// The columns of a message stand together: readMessage() reads them from any first column.
const QString messageColumns =
    u"m.direction, m.state, m.channel, m.subject, m.body, m.automated, m.error_code, m.created_at, m.sent_at, m.due_at"_s;

const QString voicemailColumns = u"v.call_id, v.length_ms, v.transcript, v.received_at"_s;

// A task that is live goes before a newer one: undoing a completion leaves the cancelled next try behind.
// What is beside a case is found by index for each row, so the cost is that of the rows shown and not of the tables.
QString casesOf(const QString &source)
{
    return u"SELECT f.id, f.line, f.playbook_version, f.state, f.missed_calls, f.opened_at, f.last_call_at, f.replied_at, f.closed_at,"
           " f.outcome, f.reasons, f.reached_at, f.next_step, f.next_step_at,"
           " c.name, c.number, c.kind, o.source, k.ring_ms,"
           " CASE WHEN c.name = '' THEN (SELECT n.caller_name FROM calls n WHERE n.follow_up_id = f.id AND n.caller_name <> ''"
           "  ORDER BY n.started_at DESC, n.id DESC LIMIT 1) END,"
           " t.id, t.state, t.team, t.assigned_to, t.priority, t.note, t.created_at, t.due_at, t.claimed_by, t.claimed_at, t.attempt,"
           " t.ready_at, t.escalations, t.escalated_to, t.returned_from, t.appointment_at,"
           " CASE WHEN t.attempt > 1 THEN (SELECT d.outcome FROM callback_tasks d WHERE d.follow_up_id = f.id AND d.state = 'done'"
           "  ORDER BY d.id DESC LIMIT 1) END, "_s +
           messageColumns + u", k.connection, k.attestation, k.reported_by, "_s + voicemailColumns + u" FROM ("_s + source +
           u") f JOIN contacts c ON c.id = f.contact_id"
           " LEFT JOIN opt_outs o ON o.number = c.number"
           " LEFT JOIN calls k ON k.id = (SELECT id FROM calls WHERE follow_up_id = f.id AND direction = 'in'"
           "  ORDER BY started_at DESC, id DESC LIMIT 1)"
           " LEFT JOIN callback_tasks t ON t.id = (SELECT id FROM callback_tasks WHERE follow_up_id = f.id"
           "  ORDER BY CASE WHEN state IN ('open', 'claimed') THEN 0 ELSE 1 END, id DESC LIMIT 1)"
           " LEFT JOIN messages m ON m.id = (SELECT id FROM messages WHERE follow_up_id = f.id"
           "  ORDER BY created_at DESC, id DESC LIMIT 1)"
           " LEFT JOIN voicemails v ON v.call_id = (SELECT w.call_id FROM voicemails w JOIN calls x ON x.id = w.call_id"
           "  WHERE x.follow_up_id = f.id ORDER BY x.started_at DESC, x.id DESC LIMIT 1)"_s;
}

Result<BoardVoicemail> readVoicemail(const Row &row, int first)
{
    BoardVoicemail voicemail{
        .call = row.text(first), .length = {}, .transcript = row.text(first + 2), .receivedAt = row.instant(first + 3)};
    if (const std::optional<qint64> length = row.maybeInteger(first + 1))
        voicemail.length = Milliseconds(*length);
    return voicemail;
}

Result<BoardMessage> readMessage(const Row &row, int first)
{
    const Result<calls::Direction> direction = wordFrom<calls::Direction>(row.text(first));
    if (!direction)
        return failure(direction);
    const Result<calls::DeliveryState> state = wordFrom<calls::DeliveryState>(row.text(first + 1));
    if (!state)
        return failure(state);
    const Result<calls::Channel> channel = wordFrom<calls::Channel>(row.text(first + 2));
    if (!channel)
        return failure(channel);
    return BoardMessage{.direction = *direction,
                        .channel = *channel,
                        .state = *state,
                        .subject = row.text(first + 3),
                        .body = row.text(first + 4),
                        .automated = row.flag(first + 5),
                        .errorCode = row.text(first + 6),
                        .createdAt = row.instant(first + 7),
                        .sentAt = row.maybeInstant(first + 8),
                        .dueAt = row.maybeInstant(first + 9)};
}

Result<BoardTask> readTask(const Row &row, int first)
{
    const Result<calls::TaskState> state = wordFrom<calls::TaskState>(row.text(first + 1));
    if (!state)
        return failure(state);
    return BoardTask{.id = row.text(first),
                     .state = *state,
                     .team = row.text(first + 2),
                     .assignedTo = row.text(first + 3),
                     .priority = row.flag(first + 4),
                     .note = row.text(first + 5),
                     .createdAt = row.instant(first + 6),
                     .dueAt = row.instant(first + 7),
                     .claimedBy = row.text(first + 8),
                     .claimedAt = row.maybeInstant(first + 9),
                     .attempt = row.count(first + 10),
                     .readyAt = row.maybeInstant(first + 11),
                     .escalations = row.count(first + 12),
                     .escalatedTo = row.text(first + 13),
                     .returnedFrom = row.text(first + 14),
                     .appointmentAt = row.maybeInstant(first + 15),
                     .cameBackBy = row.text(first + 16)};
}

Result<BoardCase> readCase(const Row &row)
{
    const Result<calls::FollowUpState> state = wordFrom<calls::FollowUpState>(row.text(3));
    if (!state)
        return failure(state);
    const Result<calls::PhoneNumber> number = numberFrom(row.text(15));
    if (!number)
        return failure(number);
    const Result<calls::ContactKind> kind = wordFrom<calls::ContactKind>(row.text(16));
    if (!kind)
        return failure(kind);
    BoardCase found{.id = row.text(0),
                    .line = row.text(1),
                    .playbookVersion = row.integer(2),
                    .state = *state,
                    .missedCalls = row.count(4),
                    .openedAt = row.instant(5),
                    .lastCallAt = row.instant(6),
                    .repliedAt = row.maybeInstant(7),
                    .closedAt = row.maybeInstant(8),
                    .outcome = row.text(9),
                    .reasons = codes(row.text(10)),
                    .reachedAt = row.maybeInstant(11),
                    .nextStep = row.text(12),
                    .nextStepAt = row.maybeInstant(13),
                    .callerName = row.text(14).isEmpty() ? row.text(19) : row.text(14),
                    .nameAsReported = row.text(14).isEmpty() && !row.text(19).isEmpty(),
                    .callerNumber = *number,
                    .callerKind = *kind,
                    .likelyOptedOut = row.text(17) == "likely"_L1};
    if (const std::optional<qint64> ring = row.maybeInteger(18))
        found.ringTime = Milliseconds(*ring);
    if (!row.isNull(20)) {
        Result<BoardTask> task = readTask(row, 20);
        if (!task)
            return failure(task);
        found.task = std::move(*task);
    }
    if (!row.isNull(37)) {
        Result<BoardMessage> message = readMessage(row, 37);
        if (!message)
            return failure(message);
        found.lastMessage = std::move(*message);
    }
    found.connection = row.text(47);
    found.attestation = row.text(48);
    found.foundInLog = row.text(49) == "log"_L1;
    if (!row.isNull(50)) {
        Result<BoardVoicemail> voicemail = readVoicemail(row, 50);
        if (!voicemail)
            return failure(voicemail);
        found.voicemail = std::move(*voicemail);
    }
    return found;
}

} // namespace

Result<QList<BoardCase>> BoardGateway::open(int limit) const
{
    return each<BoardCase>(
        m_database.rows(casesOf(u"SELECT * FROM follow_ups WHERE state = 'open' ORDER BY last_call_at DESC, id DESC LIMIT ?"_s), {limit}),
        readCase);
}

Result<QList<BoardCase>> BoardGateway::closedSince(Instant since, int limit) const
{
    return each<BoardCase>(
        m_database.rows(
            casesOf(u"SELECT * FROM follow_ups WHERE state = 'closed' AND closed_at >= ? ORDER BY closed_at DESC, id DESC LIMIT ?"_s),
            {value(since), limit}),
        readCase);
}

Result<QList<BoardCase>> BoardGateway::withLiveTask(int limit) const
{
    return each<BoardCase>(m_database.rows(casesOf(u"SELECT p.* FROM callback_tasks q JOIN follow_ups p ON p.id = q.follow_up_id"
                                                   " WHERE q.state IN ('open', 'claimed') ORDER BY q.due_at, q.id LIMIT ?"_s),
                                           {limit}),
                           readCase);
}

Result<QList<BoardCase>> BoardGateway::cases(const QStringList &ids) const
{
    // One text for any number of ids, as statements are kept prepared: the last id fills up.
    constexpr qsizetype atOnce = 32;
    static const QString sql = casesOf(u"SELECT * FROM follow_ups WHERE id IN ("_s + QStringList(atOnce, u"?"_s).join(u", "_s) + u')');
    QList<BoardCase> found;
    for (qsizetype from = 0; from < ids.size(); from += atOnce) {
        QVariantList values;
        for (qsizetype i = from; i < from + atOnce; ++i)
            values.append(ids.value(i, ids.last()));
        Result<QList<BoardCase>> some = each<BoardCase>(m_database.rows(sql, values), readCase);
        if (!some)
            return failure(some);
        found += std::move(*some);
    }
    return found;
}

Result<QList<BoardMessage>> BoardGateway::messages(const QString &followUp) const
{
    return each<BoardMessage>(
        m_database.rows(u"SELECT "_s + messageColumns + u" FROM messages m WHERE m.follow_up_id = ? ORDER BY m.created_at, m.id"_s,
                        {followUp}),
        [](const Row &row) { return readMessage(row, 0); });
}

Result<QList<BoardVoicemail>> BoardGateway::voicemails(const QString &followUp) const
{
    return each<BoardVoicemail>(
        m_database.rows(u"SELECT "_s + voicemailColumns + u" FROM voicemails v JOIN calls c ON c.id = v.call_id WHERE c.follow_up_id = ?"_s,
                        {followUp}),
        [](const Row &row) { return readVoicemail(row, 0); });
}

Result<QList<BoardVoicemail>> BoardGateway::lonelyVoicemails(Instant since, int limit) const
{
    return each<BoardVoicemail>(
        m_database.rows(u"SELECT "_s + voicemailColumns +
                            u" FROM calls c JOIN voicemails v ON v.call_id = c.id WHERE c.follow_up_id IS NULL AND c.verdict = 'missed'"
                            " AND c.direction = 'in' AND c.started_at >= ? ORDER BY c.started_at DESC, c.id DESC LIMIT ?"_s,
                        {value(since), limit}),
        [](const Row &row) { return readVoicemail(row, 0); });
}

Result<QList<MessageInDoubt>> BoardGateway::inDoubt(int limit) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT m.id, m.follow_up_id, c.name, m.peer, m.channel, m.body, m.created_at, a.number, a.event, a.at, a.code"
                        " FROM (SELECT id, message_id FROM jobs WHERE state = 'needs_review' ORDER BY id LIMIT ?) j"
                        " JOIN messages m ON m.id = j.message_id JOIN contacts c ON c.id = m.contact_id"
                        " LEFT JOIN attempts a ON a.job_id = j.id ORDER BY j.id, a.at, a.number"_s,
                        {limit});
    if (!rows)
        return failure(rows);
    QList<MessageInDoubt> found;
    for (const Row &row : *rows) {
        if (found.isEmpty() || found.last().id != row.text(0)) {
            const Result<calls::PhoneNumber> number = numberFrom(row.text(3));
            if (!number)
                return failure(number);
            const Result<calls::Channel> channel = wordFrom<calls::Channel>(row.text(4));
            if (!channel)
                return failure(channel);
            found.append({.id = row.text(0),
                          .followUp = row.text(1),
                          .callerName = row.text(2),
                          .callerNumber = *number,
                          .channel = *channel,
                          .body = row.text(5),
                          .createdAt = row.instant(6),
                          .events = {}});
        }
        if (!row.isNull(7))
            found.last().events.append({.attempt = row.count(7), .what = row.text(8), .at = row.instant(9), .code = row.text(10)});
    }
    return found;
}

Result<BoardGateway::Counts> BoardGateway::counts(Instant now) const
{
    // The condition is the partial index's own: SQLite takes it only where the words are the same.
    const Result<Rows> rows =
        m_database.rows(u"SELECT COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0),"
                        " COALESCE(SUM(CASE WHEN state = 'open' AND COALESCE(ready_at, 0) <= ? THEN 1 ELSE 0 END), 0),"
                        " COALESCE(SUM(CASE WHEN state = 'open' AND COALESCE(ready_at, 0) <= ? AND due_at < ? THEN 1 ELSE 0 END), 0)"
                        " FROM callback_tasks WHERE state IN ('open', 'claimed')"_s,
                        {value(now), value(now), value(now)});
    if (!rows)
        return failure(rows);
    const Row &row = rows->first();
    return Counts{.unclaimed = row.count(0), .ready = row.count(1), .overdue = row.count(2)};
}

Result<int> BoardGateway::likelyOptOuts() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(*) FROM opt_outs WHERE source = 'likely'"_s);
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

} // namespace ringback::store
