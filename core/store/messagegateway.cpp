#include "store/columns.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::Message;

namespace {

const QString columns =
    u"id, follow_up_id, contact_id, direction, line, peer, body, step, automated, state, connection, provider_id, error_code,"
    " created_at, sent_at, done_at, channel, email, subject"_s;

Result<Message> readMessage(const Row &row)
{
    const Result<calls::MessageId> id = idFrom<calls::MessageId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::ContactId> contact = idFrom<calls::ContactId>(row.text(2));
    if (!contact)
        return failure(contact);
    const Result<calls::Direction> direction = wordFrom<calls::Direction>(row.text(3));
    if (!direction)
        return failure(direction);
    const Result<calls::PhoneNumber> line = numberFrom(row.text(4));
    if (!line)
        return failure(line);
    const Result<calls::PhoneNumber> peer = numberFrom(row.text(5));
    if (!peer)
        return failure(peer);
    const Result<calls::DeliveryState> state = wordFrom<calls::DeliveryState>(row.text(9));
    if (!state)
        return failure(state);
    const Result<calls::Channel> channel = wordFrom<calls::Channel>(row.text(16));
    if (!channel)
        return failure(channel);
    Message message{.id = *id,
                    .contact = *contact,
                    .direction = *direction,
                    .channel = *channel,
                    .line = *line,
                    .peer = *peer,
                    .email = row.text(17),
                    .subject = row.text(18),
                    .body = row.text(6),
                    .step = row.text(7),
                    .automated = row.flag(8),
                    .state = *state,
                    .connection = row.text(10),
                    .providerId = row.text(11),
                    .errorCode = row.text(12),
                    .createdAt = row.instant(13),
                    .sentAt = row.maybeInstant(14),
                    .doneAt = row.maybeInstant(15)};
    if (!row.isNull(1)) {
        const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(1));
        if (!followUp)
            return failure(followUp);
        message.followUp = *followUp;
    }
    return message;
}

} // namespace

Result<std::optional<Message>> MessageGateway::find(const calls::MessageId &id) const
{
    return first<Message>(m_database.rows(u"SELECT "_s + columns + u" FROM messages WHERE id = ?"_s, {id.text()}), readMessage);
}

Result<std::optional<Message>> MessageGateway::findByProviderId(const QString &connection, const QString &providerId) const
{
    return first<Message>(
        m_database.rows(u"SELECT "_s + columns + u" FROM messages WHERE connection = ? AND provider_id = ?"_s, {connection, providerId}),
        readMessage);
}

Done MessageGateway::insert(Transaction &transaction, const Message &message, Instant dueAt) const
{
    return done(transaction.change(
        u"INSERT INTO messages ("_s + columns + u", due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {message.id.text(),         orNull(message.followUp), message.contact.text(),   word(message.direction),
         message.line.e164(),       message.peer.e164(),      text(message.body),       text(message.step),
         message.automated ? 1 : 0, word(message.state),      text(message.connection), nullWhenEmpty(message.providerId),
         text(message.errorCode),   value(message.createdAt), orNull(message.sentAt),   orNull(message.doneAt),
         word(message.channel),     text(message.email),      text(message.subject),    value(dueAt)}));
}

Done MessageGateway::update(Transaction &transaction, const Message &message) const
{
    return done(transaction.change(
        u"UPDATE messages SET body = ?, state = ?, provider_id = ?, error_code = ?, sent_at = ?, done_at = ? WHERE id = ?"_s,
        {text(message.body), word(message.state), nullWhenEmpty(message.providerId), text(message.errorCode), orNull(message.sentAt),
         orNull(message.doneAt), message.id.text()}));
}

Done MessageGateway::postpone(Transaction &transaction, const calls::MessageId &id, Instant dueAt) const
{
    return done(transaction.change(u"UPDATE messages SET due_at = ? WHERE id = ?"_s, {value(dueAt), id.text()}));
}

Result<std::optional<Message>> MessageGateway::automatedTo(const calls::PhoneNumber &peer, Instant since) const
{
    return first<Message>(m_database.rows(u"SELECT "_s + columns +
                                              u" FROM messages WHERE peer = ? AND direction = 'out' AND automated = 1 AND channel = 'text'"
                                              " AND COALESCE(sent_at, due_at) >= ?"
                                              " AND state NOT IN ('dropped', 'failed') ORDER BY created_at DESC LIMIT 1"_s,
                                          {peer.e164(), value(since)}),
                          readMessage);
}

Result<QList<Message>> MessageGateway::scheduledTo(const calls::PhoneNumber &peer) const
{
    return each<Message>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM messages WHERE peer = ? AND direction = 'out' AND state = 'scheduled' ORDER BY created_at"_s,
                        {peer.e164()}),
        readMessage);
}

Result<std::optional<Instant>> MessageGateway::unfinishedBefore(const calls::FollowUpId &followUp, const calls::MessageId &id) const
{
    // What a person planned for a later time holds up nothing.
    const Result<Rows> rows = m_database.rows(u"SELECT MAX(due_at) FROM messages WHERE follow_up_id = ? AND direction = 'out' AND id < ?"
                                              " AND state IN ('scheduled', 'sending', 'needs_review')"
                                              " AND (automated = 1 OR due_at <= (SELECT own.due_at FROM messages own WHERE own.id = ?))"_s,
                                              {followUp.text(), id.text(), id.text()});
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Result<QList<Message>> MessageGateway::ofFollowUp(const calls::FollowUpId &followUp) const
{
    return each<Message>(
        m_database.rows(u"SELECT "_s + columns + u" FROM messages WHERE follow_up_id = ? ORDER BY created_at, id"_s, {followUp.text()}),
        readMessage);
}

Result<std::optional<Message>> MessageGateway::latestOf(const calls::FollowUpId &followUp) const
{
    return first<Message>(
        m_database.rows(u"SELECT "_s + columns + u" FROM messages WHERE follow_up_id = ? ORDER BY created_at DESC, id DESC LIMIT 1"_s,
                        {followUp.text()}),
        readMessage);
}

Result<std::optional<Instant>> MessageGateway::dueAt(const calls::MessageId &id) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT due_at FROM messages WHERE id = ?"_s, {id.text()});
    if (!rows)
        return failure(rows);
    return rows->isEmpty() ? std::nullopt : rows->first().maybeInstant(0);
}

Result<QList<Message>> MessageGateway::page(const QString &before, int limit) const
{
    return each<Message>(
        m_database.rows(u"SELECT "_s + columns + u" FROM messages WHERE id < ? ORDER BY id DESC LIMIT ?"_s, {pageStart(before), limit}),
        readMessage);
}

} // namespace ringback::store
