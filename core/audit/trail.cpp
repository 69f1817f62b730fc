#include "audit/trail.h"

#include <QJsonDocument>

#include <openssl/sha.h> // uses what the processor has for it; a call has seven rows

#include <limits>

namespace ringback::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr int verifyBatch = 5'000; // rows in memory at once

void feed(QByteArray &text, const QString &field)
{
    const QByteArray bytes = field.toUtf8();
    text += QByteArray::number(bytes.size());
    text += ':';
    text += bytes;
}

// A row outside the chain: before the first, or after an end that did not move.
Result<std::optional<qint64>> strayRow(const store::AuditGateway &gateway, const store::AuditHead &head)
{
    const Result<QList<store::AuditRow>> first = gateway.after(std::numeric_limits<qint64>::min(), 1);
    if (!first)
        return failure(first);
    if (!first->isEmpty() && first->first().sequence < 1)
        return std::optional(first->first().sequence);
    const Result<QList<store::AuditRow>> next = gateway.after(head.sequence, 1);
    if (!next)
        return failure(next);
    const Result<store::AuditHead> now = gateway.head();
    if (!now)
        return failure(now);
    if (!next->isEmpty() && next->first().sequence > now->sequence)
        return std::optional(next->first().sequence);
    return std::optional<qint64>();
}

} // namespace

QString hashOf(const QString &previousHash, const store::AuditRow &row)
{
    QByteArray text;
    text.reserve(512);
    for (const QString &field : {previousHash, QString::number(row.sequence), QString::number(row.at.time_since_epoch().count()), row.actor,
                                 row.action, row.caseId, row.subject, row.detail})
        feed(text, field);
    QByteArray hash(SHA256_DIGEST_LENGTH, Qt::Uninitialized);
    SHA256(reinterpret_cast<const unsigned char *>(text.constData()), static_cast<size_t>(text.size()),
           reinterpret_cast<unsigned char *>(hash.data()));
    return QString::fromLatin1(hash.toHex());
}

Done Trail::appendTo(store::Transaction &transaction)
{
    if (m_entries.isEmpty())
        return {};
    const store::AuditGateway gateway(transaction.database());
    const Result<store::AuditHead> head = gateway.advance(transaction, m_entries.size());
    if (!head)
        return failure(head);
    QString hash = head->hash;
    qint64 sequence = head->sequence;
    QList<store::AuditRow> rows;
    rows.reserve(m_entries.size());
    for (const Entry &entry : std::as_const(m_entries)) {
        store::AuditRow row{.sequence = ++sequence,
                            .at = entry.at,
                            .actor = entry.actor,
                            .action = entry.action,
                            .caseId = entry.caseId,
                            .subject = entry.subject,
                            .detail = QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Compact))};
        hash = hashOf(hash, row);
        row.hash = hash;
        rows.append(std::move(row));
    }
    if (const Done appended = gateway.append(transaction, rows); !appended)
        return appended;
    m_entries.clear();
    return gateway.seal(transaction, hash);
}

Result<Verification> verify(store::Database &database)
{
    const store::AuditGateway gateway(database);
    // The head first: rows that are appended while we read come after it and are not ours to judge.
    const Result<store::AuditHead> head = gateway.head();
    if (!head)
        return failure(head);
    Verification verification;
    QString hash;
    while (verification.rows < head->sequence) {
        const Result<QList<store::AuditRow>> batch = gateway.after(verification.rows, verifyBatch);
        if (!batch)
            return failure(batch);
        for (const store::AuditRow &row : *batch) {
            if (row.sequence > head->sequence)
                break;
            if (row.sequence != verification.rows + 1) {
                verification.firstBad = verification.rows + 1;
                verification.why = u"the row is missing"_s;
                return verification;
            }
            const QString expected = hashOf(hash, row);
            if (row.hash != expected) {
                verification.firstBad = row.sequence;
                verification.why = u"the row is not as it was written"_s;
                return verification;
            }
            hash = expected;
            ++verification.rows;
        }
        if (batch->isEmpty()) {
            verification.firstBad = verification.rows + 1;
            verification.why = u"rows are missing at the end"_s;
            return verification;
        }
    }
    if (hash != head->hash) {
        verification.firstBad = verification.rows;
        verification.why = u"the end of the trail is not as it was written"_s;
        return verification;
    }
    const Result<std::optional<qint64>> stray = strayRow(gateway, *head);
    if (!stray)
        return failure(stray);
    if (*stray) {
        verification.firstBad = *stray;
        verification.why = u"the row was put in"_s;
    }
    return verification;
}

} // namespace ringback::audit
