#pragma once

#include "store/database.h"

/// What SQLite and PostgreSQL cannot share, side by side.
namespace ringback::store::dialect {

using namespace Qt::StringLiterals;

/// Starts a writing transaction. SQLite: take the write lock now. PostgreSQL: READ COMMITTED, rows are locked as they are touched.
[[nodiscard]] inline QString beginWrite(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? u"BEGIN IMMEDIATE"_s : u"BEGIN"_s;
}

/// Starts a reading transaction that sees one moment until it ends. SQLite's does anyway.
[[nodiscard]] inline QString beginRead(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? u"BEGIN"_s : u"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"_s;
}

/// At the end of a SELECT that claims rows: several PostgreSQL engines each get others. SQLite has one writer at a time anyway.
[[nodiscard]] inline QString skipLocked(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u" FOR UPDATE SKIP LOCKED"_s;
}

/// At the end of a SELECT whose row will be changed: another PostgreSQL writer waits for it. SQLite has one writer at a time anyway.
[[nodiscard]] inline QString forUpdate(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u" FOR UPDATE"_s;
}

/// Before COMMIT, to wake whoever listens. SQLite's watchers look at PRAGMA data_version instead.
[[nodiscard]] inline QString notify(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u"NOTIFY ringback"_s;
}

/// One row when there is a table of migrations.
[[nodiscard]] inline QString hasMigrationsTable(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? u"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"_s
                                      : u"SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL"_s;
}

/// Keeps two programs from migrating at once, until the transaction ends. SQLite's write lock does already.
[[nodiscard]] inline QString lockForMigration(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u"SELECT pg_advisory_xact_lock(7246501)"_s; // any number, ours alone
}

/// Keeps two imports from counting one complaint twice, until the transaction ends. SQLite's write lock does already.
[[nodiscard]] inline QString lockForCounting(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u"SELECT pg_advisory_xact_lock(7246502)"_s; // any number, ours alone
}

/// Keeps two consoles from both making the office's first owner, until the transaction ends. SQLite's write lock does already.
[[nodiscard]] inline QString lockForFirstOwner(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? QString() : u"SELECT pg_advisory_xact_lock(7246503)"_s; // any number, ours alone
}

} // namespace ringback::store::dialect
