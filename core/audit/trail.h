#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/auditgateway.h"
#include "store/database.h"

#include <QJsonObject>
#include <QString>

/// The append-only log of every decision, attempt and click: hash chain, verification, and what consoles follow.
namespace ringback::audit {

struct Entry {
    Instant at;
    QString actor; ///< `engine`, `provider:<connection>`, `staff:<id>`, `command`
    QString action; ///< a stable word: `call_missed`, `task_claimed`
    QString caseId; ///< the follow-up, or the call that opened none; empty for the office itself
    QString subject; ///< `call:<id>`, `task:<id>`, `message:<id>`
    QJsonObject detail; ///< what a reader needs to understand it; no secret
};

/// The entries of one transaction. Collect while working; append() as the last thing before the commit.
class Trail final {
public:
    void add(Entry entry) { m_entries.append(std::move(entry)); }
    [[nodiscard]] bool isEmpty() const { return m_entries.isEmpty(); }

    [[nodiscard]] Done appendTo(store::Transaction &transaction);

private:
    QList<Entry> m_entries;
};

/// SHA-256 over the hash before and every column, each with its length, so that no two rows read alike.
[[nodiscard]] QString hashOf(const QString &previousHash, const store::AuditRow &row);

struct Verification {
    qint64 rows = 0;
    /// The first row that is not as it was written, was removed, or was put in. Empty = the chain is whole.
    std::optional<qint64> firstBad;
    QString why;
};

/// Reads the whole chain. Errors: as the store.
[[nodiscard]] Result<Verification> verify(store::Database &database);

} // namespace ringback::audit
