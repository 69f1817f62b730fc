#include "sim/sqlitecalls.h"

#include "store/database.h"

#include <QHash>
#include <QSqlDriver>

#include <dlfcn.h>
#include <sqlite3.h>

namespace {

using Step = int (*)(sqlite3_stmt *);
using ErrorCode = int (*)(sqlite3 *);

Step realStep()
{
    static const Step step = reinterpret_cast<Step>(dlsym(RTLD_NEXT, "sqlite3_step"));
    return step;
}

QHash<sqlite3 *, ringback::sim::Interruption> &interruptions()
{
    static QHash<sqlite3 *, ringback::sim::Interruption> all;
    return all;
}

// What the connection is to say when it is asked what went wrong.
QHash<sqlite3 *, int> &bentCodes()
{
    static QHash<sqlite3 *, int> all;
    return all;
}

sqlite3 *handleOf(const ringback::store::Database &database)
{
    return *static_cast<sqlite3 **>(database.handle().driver()->handle().data());
}

} // namespace

// Found before the library's: the program comes first where its parts, and the database driver, look for them.
extern "C" __attribute__((visibility("default"))) int sqlite3_step(sqlite3_stmt *statement)
{
    const auto found = interruptions().constFind(sqlite3_db_handle(statement));
    const bool isFirstStep = sqlite3_stmt_busy(statement) == 0;
    if (isFirstStep)
        bentCodes().remove(sqlite3_db_handle(statement));
    if (found == interruptions().constEnd() || !isFirstStep)
        return realStep()(statement);
    const ringback::sim::Interruption interruption = *found; // what it does may end others
    const QString sql = QString::fromUtf8(sqlite3_sql(statement));
    if (const int instead = interruption(ringback::sim::Moment::Before, sql)) {
        bentCodes().insert(sqlite3_db_handle(statement), instead);
        return instead;
    }
    const int result = realStep()(statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return result;
    if (const int instead = interruption(ringback::sim::Moment::After, sql)) {
        bentCodes().insert(sqlite3_db_handle(statement), instead);
        return instead;
    }
    return result;
}

extern "C" __attribute__((visibility("default"))) int sqlite3_extended_errcode(sqlite3 *connection)
{
    static const ErrorCode real = reinterpret_cast<ErrorCode>(dlsym(RTLD_NEXT, "sqlite3_extended_errcode"));
    const int bent = bentCodes().value(connection);
    return bent ? bent : real(connection);
}

namespace ringback::sim {

void interrupt(const store::Database &database, Interruption interruption)
{
    interruptions().insert(handleOf(database), std::move(interruption));
}

void leaveAlone(const store::Database &database)
{
    interruptions().remove(handleOf(database));
    bentCodes().remove(handleOf(database));
}

void rollBack(const store::Database &database)
{
    sqlite3 *const handle = handleOf(database);
    const Interruption kept = interruptions().take(handle);
    sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
    if (kept)
        interruptions().insert(handle, kept);
}

} // namespace ringback::sim
