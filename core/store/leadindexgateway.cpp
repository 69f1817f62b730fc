#include "store/leadindexgateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::LeadRecord;

namespace {

const QString columns = u"record_id, name, email, kind, language, owner, url, is_open, changed_at"_s;

QString ofRecord(const QString &alias)
{
    QStringList names = columns.split(u", "_s);
    for (QString &name : names)
        name.prepend(alias);
    return names.join(u", "_s);
}

Result<LeadRecord> recordFrom(const Row &row, int first)
{
    LeadRecord record{.id = row.text(first),
                      .name = row.text(first + 1),
                      .numbers = {},
                      .emails = {},
                      .kind = {},
                      .language = row.text(first + 4),
                      .owner = row.text(first + 5),
                      .url = row.text(first + 6),
                      .isOpen = row.flag(first + 7),
                      .changedAt = row.maybeInstant(first + 8)};
    if (const QString email = row.text(first + 2); !email.isEmpty())
        record.emails.append(email);
    if (const QString kind = row.text(first + 3); !kind.isEmpty()) {
        const Result<calls::ContactKind> read = wordFrom<calls::ContactKind>(kind);
        if (!read)
            return failure(read);
        record.kind = *read;
    }
    return record;
}

Result<LeadRecord> readRecord(const Row &row)
{
    return recordFrom(row, 0);
}

Result<LeadIndexGateway::Known> readKnown(const Row &row)
{
    Result<LeadRecord> record = recordFrom(row, 2);
    if (!record)
        return failure(record);
    const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
    if (!number)
        return failure(number);
    record->numbers = {*number};
    return LeadIndexGateway::Known{.connection = row.text(0), .record = *record};
}

Result<calls::PhoneNumber> readNumber(const Row &row)
{
    return numberFrom(row.text(0));
}

// All its numbers and addresses; the address that stands first in the record, first.
Done complete(Database &database, const QString &connection, LeadRecord &record)
{
    const Result<QList<calls::PhoneNumber>> numbers = each<calls::PhoneNumber>(
        database.rows(u"SELECT number FROM lead_record_numbers WHERE connection = ? AND record_id = ? ORDER BY number"_s,
                      {connection, record.id}),
        readNumber);
    if (!numbers)
        return failure(numbers);
    record.numbers = *numbers;
    const Result<Rows> emails = database.rows(
        u"SELECT email FROM lead_record_emails WHERE connection = ? AND record_id = ? ORDER BY email"_s, {connection, record.id});
    if (!emails)
        return failure(emails);
    for (const Row &row : *emails) {
        if (!record.emails.contains(row.text(0)))
            record.emails.append(row.text(0));
    }
    return {};
}

// What other rows say of a record; of one that is gone, all of it.
Done clear(Transaction &transaction, const QString &connection, const QString &record)
{
    for (const QString &table : {u"lead_record_numbers"_s, u"lead_record_emails"_s}) {
        const Done cleared =
            done(transaction.change(u"DELETE FROM "_s + table + u" WHERE connection = ? AND record_id = ?"_s, {connection, record}));
        if (!cleared)
            return cleared;
    }
    return {};
}

Done putOne(Transaction &transaction, const QString &connection, const LeadRecord &record, Instant now)
{
    const Done put = done(transaction.change(
        u"INSERT INTO lead_records (connection, "_s + columns +
            u", seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection, record_id) DO UPDATE SET name = excluded.name,"
            " email = excluded.email, kind = excluded.kind, language = excluded.language, owner = excluded.owner, url = excluded.url,"
            " is_open = excluded.is_open, changed_at = excluded.changed_at, seen_at = excluded.seen_at"_s,
        {connection, record.id, text(record.name), text(record.emails.value(0).toLower()),
         text(record.kind ? calls::word(*record.kind) : QString()), text(record.language), text(record.owner), text(record.url),
         record.isOpen ? 1 : 0, orNull(record.changedAt), value(now)}));
    if (!put)
        return put;
    if (const Done cleared = clear(transaction, connection, record.id); !cleared)
        return cleared;
    for (const calls::PhoneNumber &number : record.numbers) {
        const Done added = done(
            transaction.change(u"INSERT INTO lead_record_numbers (number, connection, record_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"_s,
                               {number.e164(), connection, record.id}));
        if (!added)
            return added;
    }
    for (const QString &email : record.emails) {
        const Done added = done(
            transaction.change(u"INSERT INTO lead_record_emails (email, connection, record_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"_s,
                               {email.toLower(), connection, record.id}));
        if (!added)
            return added;
    }
    return {};
}

} // namespace

Done LeadIndexGateway::put(Transaction &transaction, const QString &connection, const QList<LeadRecord> &records, Instant now) const
{
    for (const LeadRecord &record : records) {
        if (!record.isGone) {
            if (const Done put = putOne(transaction, connection, record, now); !put)
                return put;
            continue;
        }
        if (const Done cleared = clear(transaction, connection, record.id); !cleared)
            return cleared;
        const Done removed =
            done(transaction.change(u"DELETE FROM lead_records WHERE connection = ? AND record_id = ?"_s, {connection, record.id}));
        if (!removed)
            return removed;
    }
    return {};
}

Result<QList<LeadIndexGateway::Known>> LeadIndexGateway::withNumber(const calls::PhoneNumber &number) const
{
    return each<Known>(
        m_database.rows(u"SELECT n.connection, n.number, "_s + ofRecord(u"r."_s) +
                            u" FROM lead_record_numbers n JOIN lead_records r ON r.connection = n.connection AND r.record_id = n.record_id"
                            " WHERE n.number = ?"
                            " ORDER BY n.connection, r.is_open DESC, COALESCE(r.changed_at, 0) DESC, r.record_id"_s,
                        {number.e164()}),
        readKnown);
}

Result<QList<LeadRecord>> LeadIndexGateway::withEmail(const QString &connection, const QString &email) const
{
    Result<QList<LeadRecord>> records = each<LeadRecord>(
        m_database.rows(u"SELECT "_s + ofRecord(u"r."_s) +
                            u" FROM lead_record_emails e JOIN lead_records r ON r.connection = e.connection AND r.record_id = e.record_id"
                            " WHERE e.email = ? AND e.connection = ?"
                            " ORDER BY r.is_open DESC, COALESCE(r.changed_at, 0) DESC, r.record_id"_s,
                        {text(email.toLower()), connection}),
        readRecord);
    for (qsizetype i = 0; records && i < records->size(); ++i) {
        if (const Done completed = complete(m_database, connection, (*records)[i]); !completed)
            return failure(completed);
    }
    return records;
}

Result<std::optional<LeadRecord>> LeadIndexGateway::find(const QString &connection, const QString &record) const
{
    Result<std::optional<LeadRecord>> found = first<LeadRecord>(
        m_database.rows(u"SELECT "_s + columns + u" FROM lead_records WHERE connection = ? AND record_id = ?"_s, {connection, record}),
        readRecord);
    if (found && *found) {
        if (const Done completed = complete(m_database, connection, **found); !completed)
            return failure(completed);
    }
    return found;
}

Done LeadIndexGateway::forget(Transaction &transaction, const QString &connection) const
{
    for (const QString &table : {u"lead_records"_s, u"lead_record_numbers"_s, u"lead_record_emails"_s, u"lead_reads"_s, u"lead_feeds"_s}) {
        const Done forgotten = done(transaction.change(u"DELETE FROM "_s + table + u" WHERE connection = ?"_s, {connection}));
        if (!forgotten)
            return forgotten;
    }
    return done(
        transaction.change(u"UPDATE lead_links SET task_id = '', task = '' WHERE connection = ? AND task_id <> ''"_s, {connection}));
}

} // namespace ringback::store
