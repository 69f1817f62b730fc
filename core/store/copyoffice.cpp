#include "store/copyoffice.h"

#include "store/columns.h"
#include "store/gateways.h"
#include "store/snapshot.h"
#include "store/trouble.h"

#include <QSqlField>
#include <QSqlQuery>
#include <QSqlRecord>

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype valuesPerStatement = 1'000; // of 32,766 that SQLite takes, 65,535 of PostgreSQL's; more gains nothing
constexpr qint64 rowsPerProgress = 10'000;

QStringList columnsOf(const Database &database, const QString &table)
{
    const QSqlRecord record = database.handle().record(table);
    QStringList columns;
    for (int i = 0; i < record.count(); ++i)
        columns.append(record.fieldName(i));
    return columns;
}

QString insertOf(const QString &table, const QStringList &columns, qsizetype rows)
{
    const QString one = u'(' + QStringList(columns.size(), u"?"_s).join(u", "_s) + u')';
    return u"INSERT INTO %1 (%2) VALUES %3"_s.arg(table, columns.join(u", "_s), QStringList(rows, one).join(u", "_s));
}

// As both databases take it: PostgreSQL's driver gives a positive bigint as unsigned, which SQLite's would write as text; SQLite gives text
// that was bound as bytes as bytes.
QVariant portable(const QVariant &value)
{
    if (value.isNull())
        return QVariant(QMetaType(QMetaType::QString));
    switch (value.typeId()) {
    case QMetaType::QByteArray:
        return QString::fromUtf8(value.toByteArray());
    case QMetaType::QString:
        return text(value.toString());
    default:
        return value.toLongLong();
    }
}

Result<qint64> countOf(Database &database, const QString &table)
{
    const Result<Rows> count = database.rows(u"SELECT COUNT(*) FROM "_s + table);
    if (!count)
        return failure(count);
    return count->first().integer(0);
}

// Row by row from the source, many rows to a statement at the target.
Result<qint64> copyTable(Database &from, Transaction &to, const QString &table, const CopySteps &steps)
{
    const QStringList columns = columnsOf(from, table);
    QSqlQuery rows(from.handle());
    rows.setForwardOnly(true); // PostgreSQL's driver would fetch the whole table otherwise
    if (columns.isEmpty() || !rows.exec(u"SELECT %1 FROM %2"_s.arg(columns.join(u", "_s), table)))
        return failureOf(from.dialect(), rows.lastError());
    const qsizetype rowsPerStatement = valuesPerStatement / columns.size();
    const QString insertMany = insertOf(table, columns, rowsPerStatement);
    const QString insertOne = insertOf(table, columns, 1);
    QVariantList values;
    qint64 copied = 0;
    while (rows.next()) {
        for (int column = 0; column < columns.size(); ++column)
            values.append(portable(rows.value(column)));
        ++copied;
        if (values.size() == rowsPerStatement * columns.size()) {
            if (const Result<qint64> inserted = to.change(insertMany, values); !inserted)
                return inserted;
            values.clear();
        }
        if (copied % rowsPerProgress == 0)
            steps.progress(table, copied);
    }
    if (rows.lastError().isValid())
        return failureOf(from.dialect(), rows.lastError());
    for (qsizetype first = 0; first < values.size(); first += columns.size()) {
        if (const Result<qint64> inserted = to.change(insertOne, values.mid(first, columns.size())); !inserted)
            return inserted;
    }
    steps.progress(table, copied);
    return copied;
}

Done checkEmpty(Database &target)
{
    for (const QString &table : officeTables()) {
        if (table == "audit_head"_L1) // made with its table
            continue;
        const Result<qint64> rows = countOf(target, table);
        if (!rows)
            return failure(rows);
        if (*rows > 0)
            return failure(ErrorKind::Conflict, u"there is an office at the target already: nothing was copied"_s);
    }
    return {};
}

Result<CopiedOffice> copyTables(Database &from, Transaction &to, const CopySteps &steps)
{
    CopiedOffice office;
    for (const QString &table : officeTables()) {
        const Result<qint64> copied = copyTable(from, to, table, steps);
        if (!copied)
            return failure(copied);
        const Result<qint64> expected = countOf(from, table);
        const Result<qint64> there = countOf(to.database(), table);
        if (!expected || !there)
            return failure(expected ? there : expected);
        if (*expected != *there)
            return failure(ErrorKind::Corrupt,
                           u"table %1 has %2 rows and its copy %3: nothing was copied"_s.arg(table).arg(*expected).arg(*there));
        office.tables.append({.name = table, .rows = *copied});
    }
    return office;
}

} // namespace

QStringList officeTables()
{
    return {u"office"_s,
            u"setups"_s,
            u"playbooks"_s,
            u"playbook_drafts"_s,
            u"contacts"_s,
            u"opt_outs"_s,
            u"follow_ups"_s,
            u"calls"_s,
            u"voicemails"_s,
            u"leads"_s,
            u"messages"_s,
            u"inbox"_s,
            u"jobs"_s,
            u"attempts"_s,
            u"storms"_s,
            u"callback_tasks"_s,
            u"replies"_s,
            u"case_notes"_s,
            u"drafts"_s,
            u"viewers"_s,
            u"line_paces"_s,
            u"connection_pulses"_s,
            u"event_sources"_s,
            u"credentials"_s,
            u"sign_in_failures"_s,
            u"dials"_s,
            u"bookings"_s,
            u"presences"_s,
            u"routing_turns"_s,
            u"unstaffed_queues"_s,
            u"staff_notices"_s,
            u"calendar_reads"_s,
            u"busy_times"_s,
            u"calendar_feeds"_s,
            u"calendar_entries"_s,
            u"wirings"_s,
            u"blocked_numbers"_s,
            u"number_complaints"_s,
            u"lead_records"_s,
            u"lead_record_numbers"_s,
            u"lead_record_emails"_s,
            u"lead_reads"_s,
            u"lead_feeds"_s,
            u"lead_links"_s,
            u"lead_writes"_s,
            u"lead_wins"_s,
            u"audit"_s,
            u"audit_head"_s};
}

QStringList tablesOfThePlace()
{
    return {u"schema_migrations"_s, u"engines"_s, u"upkeep"_s};
}

Result<CopiedOffice> copyOffice(Database &from, Database &to, const CopySteps &steps)
{
    Result<Transaction> transaction = Transaction::begin(to);
    if (!transaction)
        return failure(transaction);
    if (const Done empty = checkEmpty(to); !empty)
        return failure(empty);
    if (const Result<qint64> cleared = transaction->change(u"DELETE FROM audit_head"_s); !cleared)
        return failure(cleared);

    Result<CopiedOffice> office = [&]() -> Result<CopiedOffice> {
        const Result<std::unique_ptr<Snapshot>> snapshot = Snapshot::begin(from);
        if (!snapshot)
            return failure(snapshot);
        return copyTables(from, *transaction, steps);
    }();
    if (!office)
        return office;

    const Result<AuditHead> there = AuditGateway(to).head();
    const Result<AuditHead> now = AuditGateway(from).head();
    if (!there || !now)
        return failure(there ? now : there);
    if (there->sequence != now->sequence || there->hash != now->hash)
        return failure(ErrorKind::Conflict,
                       u"somebody wrote to the source meanwhile: nothing was copied; close what uses it and try again"_s);
    if (const Done verified = steps.verify(to); !verified)
        return failure(verified);
    office->head = *there;
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return office;
}

} // namespace ringback::store
