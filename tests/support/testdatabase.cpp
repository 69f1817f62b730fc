#include "support/testdatabase.h"

#include "store/migrations.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTest>
#include <QUuid>

namespace ringback::test {

using namespace Qt::StringLiterals;

void addDatabaseRows()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::newRow("SQLite") << store::Dialect::Sqlite;
    if (postgresServer())
        QTest::newRow("PostgreSQL") << store::Dialect::PostgreSql;
}

std::optional<store::Address> postgresServer()
{
    const QString text = qEnvironmentVariable("RINGBACK_TEST_POSTGRES");
    if (text.isEmpty())
        return std::nullopt;
    return must(store::Address::parse(text));
}

TestDatabase::TestDatabase(store::Dialect dialect, State state)
{
    if (dialect == store::Dialect::Sqlite) {
        m_address.file = m_folder.filePath(u"office.db"_s);
    } else {
        qputenv("PGOPTIONS", "-c client_min_messages=warning"); // a table that exists already is no news
        m_address = postgresServer().value();
        m_address.database = u"t"_s + QUuid::createUuid().toString(QUuid::Id128);
        const std::unique_ptr<store::Database> server = must(store::Database::open(*postgresServer()));
        must(server->change(u"CREATE DATABASE "_s + m_address.database));
    }
    if (state == State::Migrated)
        must(store::migrate(*open(), Instant(Milliseconds(0))));
}

TestDatabase::~TestDatabase()
{
    if (m_address.dialect == store::Dialect::Sqlite)
        return;
    // FORCE: a test that failed may have left a connection.
    if (const Result<std::unique_ptr<store::Database>> server = store::Database::open(*postgresServer()))
        (void)(*server)->change(u"DROP DATABASE IF EXISTS %1 WITH (FORCE)"_s.arg(m_address.database));
}

std::unique_ptr<store::Database> TestDatabase::open(store::WriteTurn turn) const
{
    return must(store::Database::open(m_address, std::move(turn)));
}

QString valueOf(store::Database &database, const QString &sql, const QVariantList &values)
{
    return rowsOf(database, sql, values).value(0);
}

QStringList rowsOf(store::Database &database, const QString &sql, const QVariantList &values)
{
    QSqlQuery query(database.handle());
    query.setForwardOnly(true);
    bool worked = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    worked = worked && query.exec();
    if (!worked)
        qFatal("a test's statement failed: %s", qPrintable(query.lastError().text()));
    QStringList lines;
    while (query.next()) {
        QStringList columns;
        for (int column = 0; column < query.record().count(); ++column)
            columns.append(query.value(column).toString());
        lines.append(columns.join(u' '));
    }
    return lines;
}

} // namespace ringback::test
