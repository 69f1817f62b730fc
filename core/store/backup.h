#pragma once

#include "base/clock.h"
#include "store/auditgateway.h"
#include "store/database.h"

#include <QStringList>

/// Copies of a SQLite database: made while the office works, checked, kept for a while, and put back. PostgreSQL has tools of its own.
namespace ringback::store {

/// A copy that has been read through.
struct Backup {
    QString file;
    qint64 bytes = 0;
    AuditHead head;
    std::optional<Instant> lastWrittenAt; ///< of its newest audit row
};

/// Copies a SQLite database while others use it: under another name first, for its owner alone, checked as checkBackup() does, then renamed. What lay
/// at `toFile` is replaced only by a good copy. Errors: Refused (cannot be written), Corrupt (the copy, so the database too, is damaged),
/// Transient.
[[nodiscard]] Result<Backup> backUp(Database &database, const QString &toFile);

/// Reads every page of the file, and that its audit trail ends as its head says. Errors: NotFound, Corrupt, Invalid (no office of this
/// program, or of a newer one).
[[nodiscard]] Result<Backup> checkBackup(const QString &file);

/// Copies a good backup beside the database at `target`, where it can be brought up to date before replaceBy() puts it there. The staged file.
/// Errors: as checkBackup(), Refused (cannot be written).
[[nodiscard]] Result<QString> stage(const QString &backup, const QString &target);

/// Whether a program may be using the database at `file`: an engine gave a sign of life just now, or some program has it open. Errors: Refused (it is
/// used; `what` says by whom), Corrupt (it is damaged, so nobody can tell).
[[nodiscard]] Done checkUnused(const QString &file, Instant now);

/// Puts the staged file in the place of `target`. The database that was there is kept beside it, under the name that is returned. A crash leaves
/// one or the other. Errors: Refused.
[[nodiscard]] Result<QString> replaceBy(const QString &staged, const QString &target, Instant now);

/// What a restored office must not do again: its past went on after the backup was made.
struct Held {
    qint64 texts = 0; ///< may have left since: the provider is asked before they are sent
    qint64 steps = 0; ///< fell due since: people follow up, nothing leaves by itself
};
[[nodiscard]] Result<Held> holdWhatMayHaveHappened(Transaction &transaction, Instant since, Instant now);

/// `office-20261121T112500Z.db`
[[nodiscard]] QString backupName(const QString &database, Instant now);
/// The folder of automatic backups, beside the database.
[[nodiscard]] QString backupFolder(const QString &database);
/// The automatic backups of a database, the newest first, by their full names.
[[nodiscard]] QStringList backupsOf(const QString &database);
/// The newest of them that is good. Empty: none is.
[[nodiscard]] std::optional<Backup> newestGoodBackup(const QString &database);

/// Which of the named backups to delete: all but the newest of each of the last seven days, and of the last four weeks, that have one. Names
/// that are not as backupName() makes them are nobody's business.
[[nodiscard]] QStringList outdatedBackups(const QStringList &names);

} // namespace ringback::store
