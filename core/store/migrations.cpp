#include "store/migrations.h"

#include "store/backup.h"
#include "store/dialect.h"

#include <QDir>
#include <QFile>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

struct Migration {
    int version;
    QString name;
};

QList<Migration> migrations()
{
    QList<Migration> list;
    for (const QString &name : QDir(u":/migrations"_s).entryList({u"[0-9]*.sql"_s}, QDir::Files, QDir::Name))
        list.append({name.left(4).toInt(), name});
    return list;
}

// A statement ends with `;` alone on its line: SQLite's driver takes one at a time.
QStringList statements(const QString &name)
{
    QFile file(u":/migrations/"_s + name);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "migrations", "they are compiled in");
    Q_UNUSED(opened)
    QStringList list;
    QString statement;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (line.trimmed() == ";"_L1) {
            list.append(std::exchange(statement, QString()));
        } else if (!line.trimmed().startsWith("--"_L1) && !line.trimmed().isEmpty()) {
            statement += line + u'\n';
        }
    }
    Q_ASSERT_X(statement.isEmpty(), "migrations", "the last statement must end with ; on a line of its own");
    return list;
}

Result<int> versionOf(Database &database)
{
    // Not left to IF NOT EXISTS: a login that may make no tables would be refused, whether there is one or not.
    const Result<Rows> there = database.rows(dialect::hasMigrationsTable(database.dialect()));
    if (!there)
        return failure(there);
    const Result<qint64> made =
        !there->isEmpty()
            ? Result<qint64>(0)
            : database.change(
                  u"CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)"_s);
    if (!made)
        return failure(made);
    const Result<Rows> newest = database.rows(u"SELECT COALESCE(MAX(version), 0) FROM schema_migrations"_s);
    if (!newest)
        return failure(newest);
    return newest->first().count(0);
}

// Under the lock: when two programs make a table at once, PostgreSQL fails one of them in spite of IF NOT EXISTS.
Result<int> lockedVersionOf(Transaction &transaction)
{
    if (const QString lock = dialect::lockForMigration(transaction.database().dialect()); !lock.isEmpty()) {
        if (const Result<Rows> locked = transaction.rows(lock); !locked)
            return failure(locked);
    }
    return versionOf(transaction.database());
}

Result<int> versionBefore(Database &database)
{
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const Result<int> version = lockedVersionOf(*transaction);
    if (!version)
        return version;
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return version;
}

Done apply(Transaction &transaction, const Migration &migration, Instant now)
{
    for (const QString &statement : statements(migration.name)) {
        if (const Result<qint64> done = transaction.change(statement); !done)
            return failure(done.error().kind, u"migration %1: %2"_s.arg(migration.name, done.error().what));
    }
    const Result<qint64> noted = transaction.change(u"INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)"_s,
                                                    {migration.version, migration.name, value(now)});
    if (!noted)
        return failure(noted);
    return {};
}

} // namespace

int newestMigration()
{
    return migrations().last().version;
}

Done migrate(Database &database, Instant now, int upTo)
{
    const Result<int> before = versionBefore(database);
    if (!before)
        return failure(before);
    if (*before > newestMigration()) {
        return failure(ErrorKind::Refused,
                       u"the database was made by a newer Ringback (its version %1, ours %2): update this program"_s.arg(*before).arg(
                           newestMigration()));
    }
    if (*before >= upTo)
        return {};
    if (*before > 0 && database.dialect() == Dialect::Sqlite) {
        const QString copy = database.address().file + u".before-%1"_s.arg(newestMigration());
        if (const Result<Backup> kept = backUp(database, copy); !kept)
            return failure(kept);
    }
    for (const Migration &migration : migrations()) {
        Result<Transaction> transaction = Transaction::begin(database);
        if (!transaction)
            return failure(transaction);
        const Result<int> version = lockedVersionOf(*transaction); // somebody else may have been faster
        if (!version)
            return failure(version);
        if (migration.version > *version && migration.version <= upTo) {
            if (const Done applied = apply(*transaction, migration, now); !applied)
                return failure(applied);
        }
        if (const Done committed = transaction->commit(); !committed)
            return failure(committed);
    }
    if (upTo < newestMigration())
        return {};
    // Tables that another login owns are granted by that one: `doctor` says so.
    if (const Result<DatabaseRoles> granted = grantRoles(database); !granted && granted.error().kind != ErrorKind::Refused)
        return failure(granted);
    return {};
}

Result<DatabaseRoles> databaseRoles(Database &database)
{
    if (database.dialect() == Dialect::Sqlite)
        return DatabaseRoles::NotHere;
    const Result<Rows> roles = database.rows(
        u"SELECT COUNT(*) FROM pg_roles WHERE rolname IN ('ringback_rep', 'ringback_admin', 'ringback_owner', 'ringback_engine')"_s);
    if (!roles)
        return failure(roles);
    if (roles->first().count(0) < 4)
        return DatabaseRoles::Missing;
    // The last of what is granted, and what stands for the rest.
    const Result<Rows> granted = database.rows(
        u"SELECT has_table_privilege('ringback_engine', 'bookings', 'INSERT') AND has_table_privilege('ringback_rep', 'audit', 'INSERT')"
        " AND has_table_privilege('ringback_admin', 'setups', 'INSERT') AND has_table_privilege('ringback_owner', 'wirings', 'INSERT')"
        " AND has_column_privilege('ringback_rep', 'credentials', 'hash', 'UPDATE')"
        " AND has_table_privilege('ringback_admin', 'playbook_drafts', 'INSERT')"
        " AND has_table_privilege('ringback_rep', 'replies', 'INSERT')"_s);
    if (!granted)
        return failure(granted);
    return granted->first().flag(0) ? DatabaseRoles::Granted : DatabaseRoles::NotGranted;
}

Result<DatabaseRoles> grantRoles(Database &database)
{
    if (database.dialect() == Dialect::Sqlite)
        return DatabaseRoles::NotHere;
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    if (const Result<Rows> locked = transaction->rows(dialect::lockForMigration(database.dialect())); !locked)
        return failure(locked);
    const auto run = [&](const QString &name) -> Done {
        for (const QString &statement : statements(name)) {
            if (const Result<qint64> done = transaction->change(statement); !done)
                return failure(done.error().kind, u"%1: %2"_s.arg(name, done.error().what));
        }
        return {};
    };
    if (const Done made = run(u"roles.postgresql.sql"_s); !made)
        return failure(made);
    const Result<DatabaseRoles> roles = databaseRoles(database);
    if (!roles)
        return roles;
    if (*roles != DatabaseRoles::Missing) {
        if (const Done granted = run(u"grants.postgresql.sql"_s); !granted)
            return failure(granted);
    }
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return databaseRoles(database);
}

} // namespace ringback::store
