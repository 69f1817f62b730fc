#include "store/columns.h"
#include "store/dialect.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

Result<InboxEvent> readEvent(const Row &row)
{
    const Result<calls::InboxId> id = idFrom<calls::InboxId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::EventKind> kind = wordFrom<calls::EventKind>(row.text(2));
    if (!kind)
        return failure(kind);
    return InboxEvent{.id = *id,
                      .connection = row.text(1),
                      .kind = *kind,
                      .key = row.text(3),
                      .payload = row.text(4).toUtf8(),
                      .receivedAt = row.instant(5)};
}

} // namespace

Result<bool> InboxGateway::append(Transaction &transaction, const InboxEvent &event) const
{
    return hit(transaction.change(u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, error) VALUES "
                                  u"(?, ?, ?, ?, ?, ?, ?, 'new', '')"
                                  " ON CONFLICT (connection, event_key) DO NOTHING"_s,
                                  {event.id.text(), event.connection, word(event.kind), event.key, QString::fromUtf8(event.payload),
                                   value(event.receivedAt), value(event.dueAt.value_or(event.receivedAt))}));
}

Result<QList<InboxEvent>> InboxGateway::oldestNew(Transaction &transaction, Instant now, int limit) const
{
    return each<InboxEvent>(transaction.rows(u"SELECT id, connection, kind, event_key, payload, received_at FROM inbox WHERE state = 'new'"
                                             " AND due_at <= ? ORDER BY due_at, id LIMIT ?"_s +
                                                 dialect::skipLocked(m_database.dialect()),
                                             {value(now), limit}),
                            readEvent);
}

Done InboxGateway::markDone(Transaction &transaction, const QList<calls::InboxId> &ids, Instant now) const
{
    // Several a statement, in two sizes, so that two statements are prepared.
    constexpr qsizetype many = 16;
    for (qsizetype from = 0; from < ids.size();) {
        const qsizetype count = ids.size() - from >= many ? many : 1;
        QVariantList values = {value(now)};
        for (const calls::InboxId &id : ids.mid(from, count))
            values << id.text();
        if (const Done marked = done(transaction.change(
                u"UPDATE inbox SET state = 'done', processed_at = ? WHERE id IN (?"_s + u", ?"_s.repeated(count - 1) + u")"_s, values));
            !marked)
            return marked;
        from += count;
    }
    return {};
}

Done InboxGateway::markFailed(Transaction &transaction, const calls::InboxId &id, const QString &error, Instant now) const
{
    return done(transaction.change(u"UPDATE inbox SET state = 'failed', processed_at = ?, error = ? WHERE id = ?"_s,
                                   {value(now), error.left(500), id.text()}));
}

Done InboxGateway::postpone(Transaction &transaction, const calls::InboxId &id, Instant dueAt) const
{
    return done(transaction.change(u"UPDATE inbox SET due_at = ? WHERE id = ?"_s, {value(dueAt), id.text()}));
}

Result<std::optional<Instant>> InboxGateway::nextDue() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT MIN(due_at) FROM inbox WHERE state = 'new'"_s);
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Result<int> InboxGateway::waiting() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(*) FROM inbox WHERE state = 'new'"_s);
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<int> InboxGateway::behind(Instant now, int atMost) const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE state = 'new' AND due_at <= ? LIMIT ?) AS few"_s, {value(now), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

} // namespace ringback::store
