#pragma once

#include "base/result.h"
#include "store/database.h"

#include <QSqlError>

#include <optional>

namespace ringback::store {

/// What keeps a database from storing, as people can act on it.
enum class Trouble {
    DiskFull,
    DiskError, ///< the disk or the network share gave an error
    ReadOnly,
    Locked, ///< by another program, for longer than we wait
    Corrupt,
    NotADatabase,
    Unreachable, ///< the server is away
    NotAllowed, ///< the server knows us and says no
};

/// What happened, what was kept, what to do: one paragraph in plain words.
[[nodiscard]] QString plainWords(Trouble trouble);

/// The trouble that an Error of this folder tells of, so that screens can say it in another language. Empty: it is none of these.
[[nodiscard]] std::optional<Trouble> troubleOf(const Error &error);

/// The drivers' errors as ours. A trouble's `what` begins with its plain words; the database's own come behind them, for the log.
[[nodiscard]] tl::unexpected<Error> failureOf(Dialect dialect, const QSqlError &error);
/// The same for a result code of SQLite's own interface.
[[nodiscard]] tl::unexpected<Error> sqliteFailure(int code);

} // namespace ringback::store
