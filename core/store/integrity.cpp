#include "store/integrity.h"

#include <QSqlDriver>

#include <sqlite3.h>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

constexpr int stepsPerLook = 100'000;

// Ends a statement that has taken its steps.
int countLooks(void *looksLeft)
{
    return --*static_cast<qint64 *>(looksLeft) < 0 ? 1 : 0;
}

} // namespace

Result<Integrity> checkIntegrity(Database &database, qint64 mostSteps)
{
    if (database.dialect() != Dialect::Sqlite)
        return Integrity{};
    sqlite3 *const handle = *static_cast<sqlite3 *const *>(database.handle().driver()->handle().constData());
    qint64 looksLeft = mostSteps / stepsPerLook;
    if (mostSteps > 0)
        sqlite3_progress_handler(handle, stepsPerLook, countLooks, &looksLeft);
    const Result<Rows> found = database.rows(u"PRAGMA quick_check(1)"_s);
    sqlite3_progress_handler(handle, 0, nullptr, nullptr);
    if (mostSteps > 0 && looksLeft < 0)
        return Integrity{.firstFinding = {}, .complete = false};
    if (!found && found.error().kind == ErrorKind::Corrupt)
        return Integrity{.firstFinding = found.error().what};
    if (!found)
        return failure(found);
    const QString finding = found->isEmpty() ? u"the check gave no answer"_s : found->first().text(0);
    return Integrity{.firstFinding = finding == "ok"_L1 ? QString() : finding};
}

Result<int> tablesVersion(Database &database)
{
    const QString tables =
        database.dialect() == Dialect::Sqlite
            ? u"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"_s
            : u"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_migrations'"_s;
    const Result<Rows> there = database.rows(tables);
    if (!there)
        return failure(there);
    if (there->first().count(0) == 0)
        return 0;
    const Result<Rows> newest = database.rows(u"SELECT COALESCE(MAX(version), 0) FROM schema_migrations"_s);
    if (!newest)
        return failure(newest);
    return newest->first().count(0);
}

Done checkWritable(Database &database)
{
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    if (const Result<qint64> same = transaction->change(u"UPDATE audit_head SET hash = hash WHERE id = 1"_s); !same)
        return failure(same);
    return {}; // rolled back
}

Result<std::optional<Instant>> serverTime(Database &database)
{
    if (database.dialect() == Dialect::Sqlite)
        return std::optional<Instant>();
    const Result<Rows> now = database.rows(u"SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"_s);
    if (!now)
        return failure(now);
    return std::optional(now->first().instant(0));
}

} // namespace ringback::store
