#include "store/database.h"

#include "store/dialect.h"
#include "store/sqlitesession.h"
#include "store/trouble.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QSqlDriver>
#include <QSqlRecord>
#include <QStorageInfo>
#include <QUrl>
#include <QUrlQuery>
#include <QUuid>

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

constexpr int busyTimeoutMs = 10'000; // another process may hold the write lock for seconds (platform.md, 3)

// A program that was stopped inside a transaction (a laptop asleep, a machine off the network) holds the end of the audit trail, for which every
// other writer waits. Our transactions say something every few milliseconds, a long copy every few seconds.
constexpr int idleInTransactionSeconds = 60;

bool isNetworkShare(const QString &file)
{
    static const QList<QByteArray> shares = {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "davfs"};
    return shares.contains(QStorageInfo(QFileInfo(file).absolutePath()).fileSystemType());
}

const QStringList &sslModes()
{
    static const QStringList modes = {u"disable"_s, u"allow"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s, u"verify-full"_s};
    return modes;
}

// A socket or the loopback interface, which nobody else can listen to. Of several hosts, all of them.
bool isThisMachine(const QString &hosts)
{
    const QStringList all = hosts.split(u',');
    return std::all_of(all.cbegin(), all.cend(), [](const QString &host) {
        QString plain = host.trimmed();
        if (plain.startsWith(u'[') && plain.endsWith(u']'))
            plain = plain.mid(1, plain.size() - 2);
        const QHostAddress address(plain);
        return plain.isEmpty() || plain.startsWith(u'/') || plain.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || address.isLoopback();
    });
}

// As libpq reads values in quotes.
QString quoted(QString value)
{
    return u'\'' + value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s) + u'\'';
}

// What Qt hands on to libpq as it is.
QString optionsOf(const Address &address)
{
    QString options = u"connect_timeout=10"_s;
    if (const QString mode = address.effectiveSslMode(); !mode.isEmpty())
        options += u";sslmode="_s + mode;
    if (!address.sslRootCertificate.isEmpty())
        options += u";sslrootcert="_s + quoted(address.sslRootCertificate);
    return options;
}

// A database holds callers' names and numbers; SQLite gives its side files the rights of the main one.
Done makeForOwnerAlone(const QString &name)
{
    if (QFileInfo::exists(name))
        return {};
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failure(ErrorKind::Refused, u"%1 cannot be made: %2"_s.arg(name, file.errorString()));
    return {};
}

} // namespace

Result<Address> Address::parse(const QString &text)
{
    if (text.trimmed().isEmpty())
        return failure(ErrorKind::Invalid, u"no database was named"_s);
    if (!text.startsWith("postgresql://"_L1) && !text.startsWith("postgres://"_L1))
        return Address{.file = QFileInfo(text).absoluteFilePath()};
    const QUrl url(text);
    const QUrlQuery query(url);
    Address address{.dialect = Dialect::PostgreSql};
    address.host = query.hasQueryItem(u"host"_s) ? query.queryItemValue(u"host"_s, QUrl::FullyDecoded) : url.host();
    address.port = url.port(5432);
    address.database = url.path().mid(1);
    address.user = url.userName();
    address.password = url.password();
    address.sslMode = query.queryItemValue(u"sslmode"_s, QUrl::FullyDecoded);
    address.sslRootCertificate = query.queryItemValue(u"sslrootcert"_s, QUrl::FullyDecoded);
    if (query.hasQueryItem(u"sslmode"_s) && !sslModes().contains(address.sslMode))
        return failure(ErrorKind::Invalid, u"sslmode is one of: %1"_s.arg(sslModes().join(u", "_s)));
    // Qt's driver takes what follows a semicolon for another option.
    if (address.sslRootCertificate.contains(u';'))
        return failure(ErrorKind::Invalid, u"the name of the file in sslrootcert must not have a semicolon in it"_s);
    if (!url.isValid() || address.database.isEmpty())
        return failure(ErrorKind::Invalid, u"a PostgreSQL address looks like postgresql://user@host:5432/database"_s);
    return address;
}

QString Address::effectiveSslMode() const
{
    // What libpq would take from the environment counts as said.
    if (!sslMode.isEmpty() || dialect == Dialect::Sqlite || qEnvironmentVariableIsSet("PGSSLMODE"))
        return sslMode;
    return isThisMachine(host.isEmpty() ? qEnvironmentVariable("PGHOST") : host) ? QString() : u"require"_s;
}

QString Address::display() const
{
    if (dialect == Dialect::Sqlite)
        return file;
    return u"postgresql://%1@%2:%3/%4"_s.arg(user, host).arg(port).arg(database);
}

Database::Database(Address address, QString connectionName, WriteTurn turn)
    : m_address(std::move(address))
    , m_connectionName(std::move(connectionName))
    , m_turn(std::move(turn))
{}

Database::~Database()
{
    m_prepared.clear(); // queries must go before their connection
    m_sqlite.reset();
    {
        QSqlDatabase database = handle();
        database.close();
    }
    QSqlDatabase::removeDatabase(m_connectionName);
}

QSqlDatabase Database::handle() const
{
    return QSqlDatabase::database(m_connectionName, false);
}

Result<std::unique_ptr<Database>> Database::open(const Address &address, WriteTurn turn)
{
    const bool sqlite = address.dialect == Dialect::Sqlite;
    const QString driver = sqlite ? u"QSQLITE"_s : u"QPSQL"_s;
    if (!QSqlDatabase::isDriverAvailable(driver))
        return failure(ErrorKind::Refused, u"Qt's database driver %1 is not installed"_s.arg(driver));
    if (sqlite && !QDir().mkpath(QFileInfo(address.file).absolutePath()))
        return failure(ErrorKind::Refused, u"the folder of the database cannot be made"_s);

    if (sqlite) {
        if (const Done made = makeForOwnerAlone(address.file); !made)
            return failure(made);
    }
    std::unique_ptr<Database> database(new Database(address, QUuid::createUuid().toString(QUuid::WithoutBraces), std::move(turn)));
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(driver, database->m_connectionName);
        if (sqlite) {
            connection.setDatabaseName(address.file);
            connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs));
        } else {
            connection.setHostName(address.host);
            connection.setPort(address.port);
            connection.setDatabaseName(address.database);
            connection.setUserName(address.user);
            connection.setPassword(address.password);
            connection.setConnectOptions(optionsOf(address));
        }
    }
    if (const Done opened = database->reopen(); !opened)
        return failure(opened);
    return database;
}

Done Database::reopen()
{
    m_prepared.clear();
    m_sqlite.reset();
    QSqlDatabase connection = handle();
    connection.close();
    if (!connection.open())
        return failureOf(m_address.dialect, connection.lastError());
    return configure();
}

Done Database::configure()
{
    if (m_address.dialect == Dialect::PostgreSql) {
        for (const QString &setting : {u"SET client_min_messages = warning"_s, // "already exists, skipping" is no news to our readers
                                       u"SET idle_in_transaction_session_timeout = '%1s'"_s.arg(idleInTransactionSeconds)}) {
            if (const Result<Rows> set = rows(setting); !set)
                return failure(set);
        }
        return {};
    }
    m_sqlite = std::make_unique<SqliteSession>(*static_cast<sqlite3 *const *>(handle().driver()->handle().constData()));
    m_onNetworkShare = isNetworkShare(m_address.file);
    const QString journal = m_onNetworkShare ? u"PRAGMA journal_mode = DELETE"_s : u"PRAGMA journal_mode = WAL"_s;
    for (const QString &pragma : {journal, u"PRAGMA synchronous = FULL"_s, u"PRAGMA foreign_keys = ON"_s,
                                  // The same few pages change with every call: copied back four times less often.
                                  u"PRAGMA wal_autocheckpoint = 4000"_s}) {
        if (const Result<Rows> set = rows(pragma); !set)
            return failure(set);
    }
    return {};
}

Result<std::shared_ptr<QSqlQuery>> Database::prepared(const QString &sql)
{
    if (const auto found = m_prepared.constFind(sql); found != m_prepared.constEnd())
        return *found;
    auto query = std::make_shared<QSqlQuery>(handle());
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return failureOf(m_address.dialect, query->lastError());
    m_prepared.insert(sql, query);
    return query;
}

Result<std::shared_ptr<QSqlQuery>> Database::execute(const QString &sql, const QVariantList &values)
{
    // PostgreSQL prepares queries and changes of rows only, not BEGIN, NOTIFY or CREATE TABLE.
    static const QStringList preparable = {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s, u"WITH"_s};
    if (!m_prepared.contains(sql) && !preparable.contains(sql.trimmed().section(u' ', 0, 0))) {
        auto query = std::make_shared<QSqlQuery>(handle());
        if (!query->exec(sql))
            return failureOf(m_address.dialect, query->lastError());
        return query;
    }
    const Result<std::shared_ptr<QSqlQuery>> query = prepared(sql);
    if (!query)
        return query;
    for (qsizetype i = 0; i < values.size(); ++i)
        (*query)->bindValue(static_cast<int>(i), values.at(i));
    if (!(*query)->exec()) {
        const QSqlError error = (*query)->lastError();
        (*query)->finish();
        return failureOf(m_address.dialect, error);
    }
    return query;
}

Result<Rows> Database::rows(const QString &sql, const QVariantList &values)
{
    if (m_sqlite)
        return m_sqlite->rows(sql, values);
    const Result<std::shared_ptr<QSqlQuery>> query = execute(sql, values);
    if (!query)
        return failure(query);
    Rows rows;
    QSqlQuery &answer = **query;
    const int columns = answer.record().count();
    while (answer.next()) {
        QVariantList row;
        row.reserve(columns);
        for (int column = 0; column < columns; ++column)
            row.append(answer.value(column));
        rows.append(Row(std::move(row)));
    }
    const QSqlError error = answer.lastError();
    answer.finish(); // an open answer would make COMMIT fail on SQLite
    if (error.isValid())
        return failureOf(m_address.dialect, error);
    return rows;
}

Result<qint64> Database::change(const QString &sql, const QVariantList &values)
{
    if (m_sqlite)
        return m_sqlite->change(sql, values);
    const Result<std::shared_ptr<QSqlQuery>> query = execute(sql, values);
    if (!query)
        return failure(query);
    const qint64 changed = (*query)->numRowsAffected();
    (*query)->finish();
    return changed;
}

Result<Transaction> Transaction::begin(Database &database)
{
    Q_ASSERT_X(!database.m_inTransaction, "store", "transactions do not nest");
    std::unique_lock<std::mutex> turn;
    if (database.m_turn)
        turn = std::unique_lock(*database.m_turn);
    if (const Result<qint64> begun = database.change(dialect::beginWrite(database.dialect())); !begun)
        return failure(begun);
    return Transaction(database, std::move(turn));
}

Transaction::Transaction(Database &database, std::unique_lock<std::mutex> turn)
    : m_database(&database)
    , m_turn(std::move(turn))
{
    m_database->m_inTransaction = true;
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
    , m_turn(std::move(other.m_turn))
{}

Transaction::~Transaction()
{
    if (!m_database)
        return;
    m_database->m_inTransaction = false;
    // When even this fails the connection is gone, and the server has rolled back by itself.
    [[maybe_unused]] const Result<qint64> rolledBack = m_database->change(u"ROLLBACK"_s);
}

Done Transaction::commit()
{
    Database &database = *m_database;
    if (const QString notify = dialect::notify(database.dialect()); !notify.isEmpty()) {
        if (const Result<qint64> notified = database.change(notify); !notified)
            return failure(notified);
    }
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; statements that failed have said so before.
    if (const Result<qint64> committed = database.change(u"COMMIT"_s); !committed)
        return failure(committed);
    database.m_inTransaction = false;
    m_database = nullptr;
    if (m_turn.owns_lock())
        m_turn.unlock();
    return {};
}

} // namespace ringback::store
