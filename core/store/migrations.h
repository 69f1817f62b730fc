#pragma once

#include "store/database.h"

namespace ringback::store {

/// The version this program brings a database to.
[[nodiscard]] int newestMigration();

/// Brings the tables to this program's version (or to `upTo`, as an older program left them): every migration of resources/migrations/ that has not
/// run yet, each in one transaction with its version row. An existing SQLite file is copied beside itself first (online backup API). Errors:
/// Refused (the database is newer than this program), as Database otherwise.
[[nodiscard]] Done migrate(Database &database, Instant now, int upTo = newestMigration());

} // namespace ringback::store
