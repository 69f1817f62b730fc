#pragma once

#include "store/database.h"

namespace ringback::store {

/// The version this program brings a database to.
[[nodiscard]] int newestMigration();

/// Brings the tables to this program's version (or to `upTo`, as an older program left them): every migration of resources/migrations/ that has not
/// run yet, each in one transaction with its version row. An existing SQLite file is copied beside itself first (online backup API). Errors:
/// Refused (the database is newer than this program), as Database otherwise.
[[nodiscard]] Done migrate(Database &database, Instant now, int upTo = newestMigration());

/// How far PostgreSQL knows who may what (resources/migrations/roles.postgresql.sql).
enum class DatabaseRoles {
    NotHere, ///< SQLite: who may write the file may do all
    Missing, ///< the roles are not there, and we may not make them
    NotGranted, ///< they are there, without what this version needs
    Granted,
};
[[nodiscard]] Result<DatabaseRoles> databaseRoles(Database &database);
/// Makes the roles where we may, and grants them what they need; migrate() does so after every migration. Nothing on SQLite. Errors: Refused (the
/// tables are somebody else's), as Database.
[[nodiscard]] Result<DatabaseRoles> grantRoles(Database &database);

} // namespace ringback::store
