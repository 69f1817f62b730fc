#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QHash>
#include <QList>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <memory>
#include <mutex>
#include <optional>

/// The only folder that knows SQL. SQLite and PostgreSQL run the same text; what they cannot share stands in dialect.h.
namespace ringback::store {

enum class Dialect { Sqlite, PostgreSql };

/// Where an office's data is: a file, or `postgresql://user:password@host:port/database` (a folder with a Unix socket as
/// `postgresql://user@/database?host=/folder`; `?sslmode=verify-full&sslrootcert=/file` as in libpq).
struct Address {
    Dialect dialect = Dialect::Sqlite;
    QString file;
    QString host;
    int port = 5432;
    QString database;
    QString user;
    QString password;
    QString sslMode = {}; ///< libpq's word; empty = nothing was said
    QString sslRootCertificate = {}; ///< a file: who must have signed the server's certificate, for `verify-ca` and `verify-full`

    /// What is asked of the way to a PostgreSQL server: `require` where nothing was said and it leads off this machine, else empty (the server's choice)
    /// or what was said.
    [[nodiscard]] QString effectiveSslMode() const;

    /// Errors: Invalid.
    [[nodiscard]] static Result<Address> parse(const QString &text);
    /// Without the password: for people and logs.
    [[nodiscard]] QString display() const;
};

/// One row of an answer, by column position.
class Row final {
public:
    explicit Row(QVariantList values)
        : m_values(std::move(values))
    {}

    [[nodiscard]] QString text(int column) const { return m_values.at(column).toString(); }
    [[nodiscard]] qint64 integer(int column) const { return m_values.at(column).toLongLong(); }
    [[nodiscard]] int count(int column) const { return static_cast<int>(m_values.at(column).toLongLong()); }
    [[nodiscard]] bool flag(int column) const { return m_values.at(column).toLongLong() != 0; }
    [[nodiscard]] bool isNull(int column) const { return m_values.at(column).isNull(); }
    [[nodiscard]] Instant instant(int column) const { return Instant(Milliseconds(integer(column))); }
    [[nodiscard]] std::optional<Instant> maybeInstant(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(instant(column));
    }
    [[nodiscard]] std::optional<qint64> maybeInteger(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(integer(column));
    }

private:
    QVariantList m_values;
};

using Rows = QList<Row>;

class SqliteSession;

/// Writers of one process on one SQLite file take turns here instead of in SQLite, whose waiting is by sleep and retry and unfair
/// (seen: 2.7 s). Shared by the Databases of a process; other processes still meet in SQLite.
using WriteTurn = std::shared_ptr<std::mutex>;

/// One connection. Belongs to the thread that opened it.
class Database final {
public:
    /// Opens, and sets what durability and waiting need: WAL and synchronous=FULL on a local disk; a rollback journal on a network share.
    /// A SQLite file is made when missing. Errors: Transient (cannot be reached), Corrupt (not a database), Refused (not allowed).
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const Address &address, WriteTurn turn = nullptr);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] Dialect dialect() const { return m_address.dialect; }
    [[nodiscard]] const Address &address() const { return m_address; }
    /// The file lies on a network share, where SQLite's locks are not to be trusted.
    [[nodiscard]] bool onNetworkShare() const { return m_onNetworkShare; }

    /// Runs one statement and reads its whole answer. Statements are prepared once per connection. Errors: Transient (busy, connection
    /// lost: try the transaction again), Conflict (a constraint said no), Corrupt, Invalid (ours to mend).
    [[nodiscard]] Result<Rows> rows(const QString &sql, const QVariantList &values = {});
    /// Runs one statement; the number of rows it changed. Errors as rows().
    [[nodiscard]] Result<qint64> change(const QString &sql, const QVariantList &values = {});

    /// Connects anew after PostgreSQL went away. Errors: Transient.
    [[nodiscard]] Done reopen();

    /// For the change watch: notifications and data_version.
    [[nodiscard]] QSqlDatabase handle() const;

private:
    friend class Transaction;
    Database(Address address, QString connectionName, WriteTurn turn);
    [[nodiscard]] Done configure();
    [[nodiscard]] Result<std::shared_ptr<QSqlQuery>> execute(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<std::shared_ptr<QSqlQuery>> prepared(const QString &sql);

    Address m_address;
    QString m_connectionName;
    WriteTurn m_turn;
    bool m_onNetworkShare = false;
    bool m_inTransaction = false;
    std::unique_ptr<SqliteSession> m_sqlite; ///< runs the statements, where it is SQLite
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
};

/// One commit. Rolled back when it goes away without one. Writers only: it takes SQLite's write lock at once, because a read lock that
/// becomes a write lock fails under contention without waiting (platform: 5 and 517).
class Transaction final {
public:
    /// Errors: Transient.
    [[nodiscard]] static Result<Transaction> begin(Database &database);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    [[nodiscard]] Result<Rows> rows(const QString &sql, const QVariantList &values = {}) { return m_database->rows(sql, values); }
    [[nodiscard]] Result<qint64> change(const QString &sql, const QVariantList &values = {}) { return m_database->change(sql, values); }
    [[nodiscard]] Database &database() { return *m_database; }

    /// Durable when it returns well. Errors: Transient; then nothing was stored.
    [[nodiscard]] Done commit();

private:
    Transaction(Database &database, std::unique_lock<std::mutex> turn);

    Database *m_database;
    std::unique_lock<std::mutex> m_turn;
};

[[nodiscard]] inline QVariant orNull(std::optional<Instant> at)
{
    return at ? QVariant(qlonglong(at->time_since_epoch().count())) : QVariant(QMetaType(QMetaType::LongLong));
}

[[nodiscard]] inline QVariant value(Instant at)
{
    return QVariant(qlonglong(at.time_since_epoch().count()));
}

} // namespace ringback::store
