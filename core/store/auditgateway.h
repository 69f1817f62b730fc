#pragma once

#include "store/database.h"

namespace ringback::store {

/// A row of the audit trail as it is stored.
struct AuditRow {
    qint64 sequence = 0;
    Instant at;
    QString actor;
    QString action;
    QString caseId;
    QString subject;
    QString detail; ///< JSON
    QString hash; ///< SHA-256, hex
};

struct AuditHead {
    qint64 sequence = 0;
    QString hash;
};

/// Appends and reads; the chain itself is audit/'s business.
class AuditGateway final {
public:
    explicit AuditGateway(Database &database)
        : m_database(database)
    {}

    /// Moves the end of the chain on by `count` rows and returns where it was. Writers queue here until the transaction ends, so come
    /// here last.
    [[nodiscard]] Result<AuditHead> advance(Transaction &transaction, qint64 count) const;
    [[nodiscard]] Done append(Transaction &transaction, const QList<AuditRow> &rows) const;
    [[nodiscard]] Done seal(Transaction &transaction, const QString &hash) const;

    [[nodiscard]] Result<AuditHead> head() const;
    [[nodiscard]] Result<QList<AuditRow>> after(qint64 sequence, int limit) const;
    [[nodiscard]] Result<QList<AuditRow>> ofCases(const QStringList &caseIds, int limit) const;
    /// How often that was done to `subject`, of that case.
    [[nodiscard]] Result<int> count(const QString &caseId, const QString &subject, const QString &action) const;
    /// Newest first, before a sequence.
    [[nodiscard]] Result<QList<AuditRow>> page(qint64 before, int limit) const;

private:
    Database &m_database;
};

} // namespace ringback::store
