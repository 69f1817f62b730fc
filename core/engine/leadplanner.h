#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "engine/leadaccess.h"
#include "engine/office.h"
#include "store/auditgateway.h"
#include "store/database.h"
#include "store/leadwritegateway.h"

#include <QHash>
#include <QList>

#include <optional>

namespace ringback::engine {

/// What an audit row asks to be written to a lead system; pure. `subject` says what it is about, by which leadnotes.h finds its words:
/// `message:…`, `call:…`, `task:…` (a callback and how it ended), `callback:…` (the same as a note, where a system has no tasks), `undone:…` (its
/// completion was taken back), `status:` (the status as a note, where a system has none).
struct PlannedWrite {
    calls::LeadWriteKind kind = calls::LeadWriteKind::Lead;
    std::optional<calls::LeadNote> note = {};
    QString subject = {};
    QString key = {}; ///< told apart from the row's other writes; may be empty

    friend bool operator==(const PlannedWrite &, const PlannedWrite &) = default;
};

/// Whether a row of that action may ask for a write at all.
[[nodiscard]] bool asksForWrites(const QString &action);
[[nodiscard]] QList<PlannedWrite> writesFor(const store::AuditRow &row, const connectors::LeadAbilities &abilities, const QString &connection);

/// Turns the audit trail, in which intake, runner and desk have written what happened, into writes for lead systems: each row once for each system,
/// however many engines read it. Lives on the engine's thread.
class LeadPlanner final {
public:
    LeadPlanner(store::Database &database, IdSource &ids);

    void setAccesses(const LeadAccesses &accesses);
    /// Whether plan() has something to do; a read. Errors: Transient.
    [[nodiscard]] Result<bool> hasNews(const Office &office);
    /// How many writes were planned.
    [[nodiscard]] Result<int> plan(store::Transaction &transaction, const Office &office, Instant now);
    /// What was planned has not been committed: it is read once more.
    void startOver() { m_read.clear(); }
    /// There may be more than plan() took at once.
    [[nodiscard]] bool hasMore() const { return m_hasMore; }

    static constexpr int rowsPerTurn = 500;
    /// Open cases that a new system is told of, the latest first.
    static constexpr int casesAtFirst = 2'000;

private:
    struct Batch;
    [[nodiscard]] Done begin(Batch &batch, qint64 head);
    [[nodiscard]] Done take(Batch &batch, const store::AuditRow &row);
    [[nodiscard]] Done add(Batch &batch, const calls::FollowUpId &followUp, const PlannedWrite &write, const QString &key, qint64 ordinal,
                           Instant at);
    /// The case that a row is about, if it has a lead.
    [[nodiscard]] Result<std::optional<calls::FollowUpId>> caseOf(Batch &batch, const store::AuditRow &row);

    store::Database &m_database;
    IdSource &m_ids;
    LeadAccesses m_accesses;
    QHash<QString, qint64> m_read; ///< by connection: no row up to it asks for anything; may be ahead of what is stored
    bool m_hasMore = false;
};

} // namespace ringback::engine
