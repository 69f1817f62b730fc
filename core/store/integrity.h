#pragma once

#include "store/database.h"

namespace ringback::store {

/// What SQLite finds when it reads a database through.
struct Integrity {
    QString firstFinding; ///< empty = none
    bool complete = true; ///< false: the file is too large for a start, and its backup reads the rest
};

/// Reads the pages of a SQLite file and that they fit together; `mostSteps` of its machine (about 50 million a second) bounds the time, 0 = to the
/// end. PostgreSQL looks after its own pages: nothing is found. Errors: as Database.
[[nodiscard]] Result<Integrity> checkIntegrity(Database &database, qint64 mostSteps = 0);

/// The version of its tables, without touching them; 0 = none. Errors: as Database.
[[nodiscard]] Result<int> tablesVersion(Database &database);
/// Takes the write lock and changes nothing. Errors: as Database.
[[nodiscard]] Done checkWritable(Database &database);
/// What time the server believes it is; empty for a file. Errors: as Database.
[[nodiscard]] Result<std::optional<Instant>> serverTime(Database &database);

} // namespace ringback::store
