#include "store/replygateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"r.message_id, r.staff, r.planned_at, r.anyway"_s;

Result<Reply> readReply(const Row &row)
{
    const Result<calls::MessageId> message = idFrom<calls::MessageId>(row.text(0));
    if (!message)
        return failure(message);
    return Reply{.message = *message, .staff = row.text(1), .plannedAt = row.instant(2), .anyway = row.flag(3)};
}

Result<ReplyGateway::Waiting> readWaiting(const Row &row)
{
    const Result<Reply> reply = readReply(row);
    if (!reply)
        return failure(reply);
    return ReplyGateway::Waiting{.reply = *reply, .body = row.text(4), .writtenAt = row.instant(5), .dueAt = row.instant(6)};
}

Result<std::optional<Instant>> latest(const Result<Rows> &rows)
{
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

} // namespace

Done ReplyGateway::insert(Transaction &transaction, const Reply &reply) const
{
    return done(transaction.change(u"INSERT INTO replies (message_id, staff, planned_at, anyway) VALUES (?, ?, ?, ?)"_s,
                                   {reply.message.text(), reply.staff, value(reply.plannedAt), reply.anyway ? 1 : 0}));
}

Result<std::optional<Reply>> ReplyGateway::find(const calls::MessageId &message) const
{
    return first<Reply>(m_database.rows(u"SELECT "_s + columns + u" FROM replies r WHERE r.message_id = ?"_s, {message.text()}), readReply);
}

Result<std::optional<Instant>> ReplyGateway::unfinishedBefore(const calls::FollowUpId &followUp, const Reply &reply) const
{
    return latest(m_database.rows(u"SELECT MAX(m.due_at) FROM messages m JOIN replies r ON r.message_id = m.id"
                                  " WHERE m.follow_up_id = ? AND m.state IN ('scheduled', 'sending')"
                                  " AND (r.planned_at < ? OR (r.planned_at = ? AND m.id < ?))"_s,
                                  {followUp.text(), value(reply.plannedAt), value(reply.plannedAt), reply.message.text()}));
}

Result<std::optional<Instant>> ReplyGateway::sameWordsTo(const calls::PhoneNumber &peer, const QString &body, Instant from,
                                                         Instant to) const
{
    return latest(m_database.rows(u"SELECT MAX(COALESCE(sent_at, due_at)) FROM messages WHERE peer = ? AND direction = 'out'"
                                  " AND channel = 'text' AND body = ? AND state NOT IN ('dropped', 'failed', 'undelivered')"
                                  " AND COALESCE(sent_at, due_at) BETWEEN ? AND ?"_s,
                                  {peer.e164(), body, value(from), value(to)}));
}

Result<QList<ReplyGateway::Waiting>> ReplyGateway::waitingOf(const calls::FollowUpId &followUp) const
{
    return each<Waiting>(m_database.rows(u"SELECT "_s + columns +
                                             u", m.body, m.created_at, m.due_at FROM messages m JOIN replies r ON r.message_id = m.id"
                                             " WHERE m.follow_up_id = ? AND m.state = 'scheduled' ORDER BY r.planned_at, m.id"_s,
                                         {followUp.text()}),
                         readWaiting);
}

Result<QHash<QString, QString>> ReplyGateway::writersOf(const calls::FollowUpId &followUp) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT r.message_id, r.staff FROM messages m JOIN replies r ON r.message_id = m.id WHERE m.follow_up_id = ?"_s,
                        {followUp.text()});
    if (!rows)
        return failure(rows);
    QHash<QString, QString> writers;
    for (const Row &row : *rows)
        writers.insert(row.text(0), row.text(1));
    return writers;
}

} // namespace ringback::store
