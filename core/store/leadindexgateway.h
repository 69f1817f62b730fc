#pragma once

#include "calls/leadvalues.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// The people lead systems know, kept here so that a caller is recognised without a request.
class LeadIndexGateway final {
public:
    explicit LeadIndexGateway(Database &database)
        : m_database(database)
    {}

    /// Adds, changes and (`isGone`) removes.
    [[nodiscard]] Done put(Transaction &transaction, const QString &connection, const QList<calls::LeadRecord> &records, Instant now) const;
    /// Everyone with that number, by connection; of each, open ones first, then the one changed last.
    struct Known {
        QString connection;
        calls::LeadRecord record; ///< `numbers` holds only the one that was asked for, `emails` only the first
    };
    [[nodiscard]] Result<QList<Known>> withNumber(const calls::PhoneNumber &number) const;
    [[nodiscard]] Result<QList<calls::LeadRecord>> withEmail(const QString &connection, const QString &email) const;
    [[nodiscard]] Result<std::optional<calls::LeadRecord>> find(const QString &connection, const QString &record) const;
    /// The connection is no longer there: its records, reads, feed and links' open tasks are forgotten; links and wins stay as history.
    [[nodiscard]] Done forget(Transaction &transaction, const QString &connection) const;

private:
    Database &m_database;
};

enum class LeadReadKind { Records, Tasks, Wins };

/// How far something of a lead system has been read.
struct LeadRead {
    QString connection;
    LeadReadKind what = LeadReadKind::Records;
    QString cursor;
    Instant dueAt;
    int failures = 0;
    QString lastError;
    qint64 seen = 0;
    std::optional<qint64> total;
    std::optional<Instant> wholeAt; ///< when the first pass ended
    bool paused = false;
    std::optional<Instant> leaseUntil;
};

/// Who reads what now, under a lease: one engine at a time.
class LeadReadGateway final {
public:
    explicit LeadReadGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<QList<LeadRead>> all() const;
    [[nodiscard]] Result<std::optional<LeadRead>> find(const QString &connection, LeadReadKind what) const;
    [[nodiscard]] Done begin(Transaction &transaction, const QString &connection, LeadReadKind what, Instant now) const;
    /// Takes the lease. Nothing while somebody has it, while it is not due, or while it is paused.
    [[nodiscard]] Result<std::optional<LeadRead>> claim(Transaction &transaction, const QString &connection, LeadReadKind what,
                                                        const QString &engine, Instant now, Instant leaseUntil) const;
    [[nodiscard]] Result<bool> extend(Transaction &transaction, const LeadRead &read, const QString &engine, Instant leaseUntil) const;
    /// Gives the lease back with what was read. False when somebody else has it. Whether it is paused stays as a person has set it meanwhile.
    [[nodiscard]] Result<bool> finish(Transaction &transaction, const LeadRead &read, const QString &engine) const;
    /// A person stops the reading of records, or lets it go on. False when there is nothing of the kind.
    [[nodiscard]] Result<bool> setPaused(Transaction &transaction, const QString &connection, bool paused, Instant now) const;

private:
    Database &m_database;
};

/// What lead systems say was earned.
class WinGateway final {
public:
    explicit WinGateway(Database &database)
        : m_database(database)
    {}

    struct Row {
        QString connection;
        calls::Win win;
        std::optional<calls::FollowUpId> followUp;

        friend bool operator==(const Row &, const Row &) = default;
    };
    /// True when it is new or has changed.
    [[nodiscard]] Result<bool> put(Transaction &transaction, const Row &row, Instant now) const;
    [[nodiscard]] Result<std::optional<Row>> find(const QString &connection, const QString &win) const;
    [[nodiscard]] Result<QList<Row>> ofCase(const calls::FollowUpId &followUp) const;
    /// Won at `since` or later, the newest first; those taken back too.
    [[nodiscard]] Result<QList<Row>> wonSince(Instant since, int limit) const;
    /// Whose doing a win is: the newest case of that record that was opened before.
    [[nodiscard]] Result<std::optional<calls::FollowUpId>> caseOf(const QString &connection, const QString &record, Instant wonAt) const;

private:
    Database &m_database;
};

} // namespace ringback::store
