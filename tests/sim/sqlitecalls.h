#pragma once

#include <QString>

#include <functional>

namespace ringback::store {
class Database;
}

/// SQLite's own answers, bent: this program's sqlite3_step() stands before the library's, so that a statement can fail as SQLite fails it,
/// without a hook in the product.
namespace ringback::sim {

enum class Moment { Before, After };
/// An SQLite result code that takes the statement's place (it does not run) or, after it, its answer's place; 0 = go on.
using Interruption = std::function<int(Moment moment, const QString &sql)>;

/// For the statements of this connection, until it is closed.
void interrupt(const store::Database &database, Interruption interruption);
/// Before the connection is closed.
void leaveAlone(const store::Database &database);

/// Past all interruptions.
void rollBack(const store::Database &database);

} // namespace ringback::sim
