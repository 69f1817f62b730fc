#include "store/columns.h"
#include "store/leadwritegateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::LeadRecord;

namespace {

const QString columns = u"l.follow_up_id, l.connection, l.record_id, l.lead_id, l.task_id, l.task, l.url, l.is_ours, l.may_be_double,"
                        " l.chosen_by, l.candidates, l.updated_at"_s;

QString candidatesText(const QList<LeadRecord> &records)
{
    QJsonArray list;
    for (const LeadRecord &record : records) {
        QJsonArray numbers;
        for (const calls::PhoneNumber &number : record.numbers)
            numbers.append(number.e164());
        QJsonObject one{{u"id"_s, record.id},
                        {u"name"_s, record.name},
                        {u"numbers"_s, numbers},
                        {u"emails"_s, QJsonArray::fromStringList(record.emails)},
                        {u"kind"_s, record.kind ? word(*record.kind) : QString()},
                        {u"language"_s, record.language},
                        {u"owner"_s, record.owner},
                        {u"url"_s, record.url},
                        {u"open"_s, record.isOpen}};
        if (record.changedAt)
            one.insert(u"changed_at"_s, qint64(record.changedAt->time_since_epoch().count()));
        list.append(one);
    }
    return list.isEmpty() ? u""_s : QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

Result<QList<LeadRecord>> candidatesFrom(const QString &text)
{
    if (text.isEmpty())
        return QList<LeadRecord>();
    const QJsonDocument stored = QJsonDocument::fromJson(text.toUtf8());
    if (!stored.isArray())
        return failure(ErrorKind::Corrupt, u"the records to choose from cannot be read"_s);
    QList<LeadRecord> records;
    const QJsonArray list = stored.array();
    for (const QJsonValue &each : list) {
        const QJsonObject one = each.toObject();
        LeadRecord record{.id = one[u"id"_s].toString(),
                          .name = one[u"name"_s].toString(),
                          .kind = calls::fromWord<calls::ContactKind>(one[u"kind"_s].toString()),
                          .language = one[u"language"_s].toString(),
                          .owner = one[u"owner"_s].toString(),
                          .url = one[u"url"_s].toString(),
                          .isOpen = one[u"open"_s].toBool()};
        const QJsonArray numbers = one[u"numbers"_s].toArray();
        for (const QJsonValue &number : numbers) {
            const Result<calls::PhoneNumber> parsed = numberFrom(number.toString());
            if (!parsed)
                return failure(parsed);
            record.numbers.append(*parsed);
        }
        const QJsonArray emails = one[u"emails"_s].toArray();
        for (const QJsonValue &email : emails)
            record.emails.append(email.toString());
        if (one.contains("changed_at"_L1))
            record.changedAt = Instant(Milliseconds(one[u"changed_at"_s].toInteger()));
        records.append(record);
    }
    return records;
}

Result<LeadLinkRow> readLink(const Row &row)
{
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(0));
    if (!followUp)
        return failure(followUp);
    const Result<QList<LeadRecord>> candidates = candidatesFrom(row.text(10));
    if (!candidates)
        return failure(candidates);
    return LeadLinkRow{.followUp = *followUp,
                       .connection = row.text(1),
                       .link = {.record = row.text(2), .lead = row.text(3), .task = row.text(4), .url = row.text(6), .isOurs = row.flag(7)},
                       .task = row.text(5),
                       .mayBeDouble = row.flag(8),
                       .chosenBy = row.text(9),
                       .candidates = *candidates,
                       .updatedAt = row.instant(11)};
}

} // namespace

Result<std::optional<LeadLinkRow>> LeadLinkGateway::find(const calls::FollowUpId &followUp, const QString &connection) const
{
    return first<LeadLinkRow>(
        m_database.rows(u"SELECT "_s + columns + u" FROM lead_links l WHERE l.follow_up_id = ? AND l.connection = ?"_s,
                        {followUp.text(), connection}),
        readLink);
}

Result<QList<LeadLinkRow>> LeadLinkGateway::ofCase(const calls::FollowUpId &followUp) const
{
    return each<LeadLinkRow>(
        m_database.rows(u"SELECT "_s + columns + u" FROM lead_links l WHERE l.follow_up_id = ? ORDER BY l.connection"_s, {followUp.text()}),
        readLink);
}

Result<std::optional<LeadLinkRow>> LeadLinkGateway::ofContact(const calls::ContactId &contact, const QString &connection) const
{
    return first<LeadLinkRow>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM follow_ups f JOIN lead_links l ON l.follow_up_id = f.id WHERE f.contact_id = ? AND l.connection = ?"
                            " AND l.record_id <> '' ORDER BY f.opened_at DESC, f.id DESC LIMIT 1"_s,
                        {contact.text(), connection}),
        readLink);
}

Done LeadLinkGateway::put(Transaction &transaction, const LeadLinkRow &row) const
{
    return done(transaction.change(
        u"INSERT INTO lead_links (follow_up_id, connection, record_id, lead_id, task_id, task, url, is_ours, may_be_double, chosen_by,"
        " candidates, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (follow_up_id, connection) DO UPDATE SET record_id = excluded.record_id, lead_id = excluded.lead_id,"
        " task_id = excluded.task_id, task = excluded.task, url = excluded.url, is_ours = excluded.is_ours,"
        " may_be_double = excluded.may_be_double, chosen_by = excluded.chosen_by, candidates = excluded.candidates,"
        " updated_at = excluded.updated_at"_s,
        {row.followUp.text(), row.connection, text(row.link.record), text(row.link.lead), text(row.link.task), text(row.task),
         text(row.link.url), row.link.isOurs ? 1 : 0, row.mayBeDouble ? 1 : 0, text(row.chosenBy), candidatesText(row.candidates),
         value(row.updatedAt)}));
}

Result<bool> LeadLinkGateway::forgetTask(Transaction &transaction, const LeadLinkRow &row, Instant now) const
{
    return hit(transaction.change(u"UPDATE lead_links SET task_id = '', task = '', updated_at = ?"
                                  " WHERE follow_up_id = ? AND connection = ? AND task_id = ?"_s,
                                  {value(now), row.followUp.text(), row.connection, text(row.link.task)}));
}

Result<QList<LeadLinkRow>> LeadLinkGateway::withOpenTasks(const QString &connection, int limit) const
{
    return each<LeadLinkRow>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM callback_tasks t JOIN lead_links l ON l.follow_up_id = t.follow_up_id AND l.task = t.id"
                            " WHERE t.state IN ('open', 'claimed') AND l.connection = ? AND l.task_id <> ''"
                            " ORDER BY l.updated_at, l.follow_up_id LIMIT ?"_s,
                        {connection, limit}),
        readLink);
}

Result<QList<LeadLinkRow>> LeadLinkGateway::withRecords(const QString &connection, Instant since, const QString &after, int limit) const
{
    return each<LeadLinkRow>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM lead_links l JOIN follow_ups f ON f.id = l.follow_up_id WHERE l.connection = ? AND l.record_id <> ''"
                            " AND f.opened_at >= ? AND l.follow_up_id > ? ORDER BY l.follow_up_id LIMIT ?"_s,
                        {connection, value(since), text(after), limit}),
        readLink);
}

} // namespace ringback::store
