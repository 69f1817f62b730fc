#include "store/auditgateway.h"

#include "store/columns.h"

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"sequence, at, actor, action, case_id, subject, detail, hash"_s;

Result<AuditRow> readRow(const Row &row)
{
    return AuditRow{.sequence = row.integer(0),
                    .at = row.instant(1),
                    .actor = row.text(2),
                    .action = row.text(3),
                    .caseId = row.text(4),
                    .subject = row.text(5),
                    .detail = row.text(6),
                    .hash = row.text(7)};
}

} // namespace

Result<AuditHead> AuditGateway::advance(Transaction &transaction, qint64 count) const
{
    const Result<Rows> rows =
        transaction.rows(u"UPDATE audit_head SET sequence = sequence + ? WHERE id = 1 RETURNING sequence, hash"_s, {qlonglong(count)});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return failure(ErrorKind::Corrupt, u"the end of the audit trail is missing"_s);
    return AuditHead{.sequence = rows->first().integer(0) - count, .hash = rows->first().text(1)};
}

Done AuditGateway::append(Transaction &transaction, const QList<AuditRow> &rows) const
{
    // Several rows a statement: on PostgreSQL each is a round trip. Two sizes, so that two statements are prepared.
    constexpr qsizetype many = 16;
    for (qsizetype from = 0; from < rows.size();) {
        const qsizetype count = rows.size() - from >= many ? many : 1;
        QVariantList values;
        values.reserve(count * 8);
        for (const AuditRow &row : rows.mid(from, count))
            values << qlonglong(row.sequence) << value(row.at) << text(row.actor) << text(row.action) << text(row.caseId)
                   << text(row.subject) << text(row.detail) << row.hash;
        const QString more = u", (?, ?, ?, ?, ?, ?, ?, ?)"_s.repeated(count - 1);
        if (const Done appended =
                done(transaction.change(u"INSERT INTO audit ("_s + columns + u") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s + more, values));
            !appended)
            return appended;
        from += count;
    }
    return {};
}

Done AuditGateway::seal(Transaction &transaction, const QString &hash) const
{
    return done(transaction.change(u"UPDATE audit_head SET hash = ? WHERE id = 1"_s, {hash}));
}

Result<AuditHead> AuditGateway::head() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT sequence, hash FROM audit_head WHERE id = 1"_s);
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return failure(ErrorKind::Corrupt, u"the end of the audit trail is missing"_s);
    return AuditHead{.sequence = rows->first().integer(0), .hash = rows->first().text(1)};
}

Result<QList<AuditRow>> AuditGateway::after(qint64 sequence, int limit) const
{
    return each<AuditRow>(m_database.rows(u"SELECT "_s + columns + u" FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"_s,
                                          {qlonglong(sequence), limit}),
                          readRow);
}

Result<QList<AuditRow>> AuditGateway::ofCases(const QStringList &caseIds, int limit) const
{
    QList<AuditRow> all;
    for (const QString &caseId : caseIds) {
        const Result<QList<AuditRow>> rows = each<AuditRow>(
            m_database.rows(u"SELECT "_s + columns + u" FROM audit WHERE case_id = ? ORDER BY sequence DESC LIMIT ?"_s, {caseId, limit}),
            readRow);
        if (!rows)
            return rows;
        all += *rows;
    }
    std::sort(all.begin(), all.end(), [](const AuditRow &a, const AuditRow &b) { return a.sequence < b.sequence; });
    return all.mid(qMax<qsizetype>(0, all.size() - limit));
}

Result<int> AuditGateway::count(const QString &caseId, const QString &subject, const QString &action) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT COUNT(*) FROM audit WHERE case_id = ? AND subject = ? AND action = ?"_s, {caseId, subject, action});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<QList<AuditRow>> AuditGateway::page(qint64 before, int limit) const
{
    return each<AuditRow>(m_database.rows(u"SELECT "_s + columns + u" FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?"_s,
                                          {qlonglong(before), limit}),
                          readRow);
}

} // namespace ringback::store
