#include "store/sqlitesession.h"

#include "store/trouble.h"

#include <QVarLengthArray>

#include <sqlite3.h>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

// The bytes have to live until the statement has run.
using BoundBytes = QVarLengthArray<QByteArray, 24>;

int bind(sqlite3_stmt *statement, int at, const QVariant &value, BoundBytes &bytes)
{
    if (value.isNull())
        return sqlite3_bind_null(statement, at);
    switch (value.typeId()) {
    case QMetaType::QString:
        if (static_cast<const QString *>(value.constData())->isNull()) // as QtSql has it on PostgreSQL
            return sqlite3_bind_null(statement, at);
        bytes.append(static_cast<const QString *>(value.constData())->toUtf8());
        return sqlite3_bind_text64(statement, at, bytes.last().constData(), static_cast<sqlite3_uint64>(bytes.last().size()), SQLITE_STATIC,
                                   SQLITE_UTF8);
    case QMetaType::QByteArray:
        bytes.append(value.toByteArray());
        return sqlite3_bind_blob64(statement, at, bytes.last().constData(), static_cast<sqlite3_uint64>(bytes.last().size()),
                                   SQLITE_STATIC);
    case QMetaType::Double:
        return sqlite3_bind_double(statement, at, value.toDouble());
    default: {
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        return isNumber ? sqlite3_bind_int64(statement, at, number) : SQLITE_MISMATCH;
    }
    }
}

QVariant column(sqlite3_stmt *statement, int at)
{
    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
        return QVariant(qlonglong(sqlite3_column_int64(statement, at)));
    case SQLITE_FLOAT:
        return QVariant(sqlite3_column_double(statement, at));
    case SQLITE_TEXT: // the text before its size: it may be converted
        if (const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, at)))
            return QVariant(QString::fromUtf8(text, sqlite3_column_bytes(statement, at)));
        return {};
    case SQLITE_BLOB:
        if (const auto *blob = static_cast<const char *>(sqlite3_column_blob(statement, at)))
            return QVariant(QByteArray(blob, sqlite3_column_bytes(statement, at)));
        return QVariant(QByteArray(""));
    default:
        return {};
    }
}

} // namespace

SqliteSession::~SqliteSession()
{
    for (sqlite3_stmt *const statement : std::as_const(m_prepared))
        sqlite3_finalize(statement);
}

Result<Rows> SqliteSession::rows(const QString &sql, const QVariantList &values)
{
    Rows rows;
    if (const Done run = this->run(sql, values, &rows); !run)
        return failure(run);
    return rows;
}

Result<qint64> SqliteSession::change(const QString &sql, const QVariantList &values)
{
    if (const Done run = this->run(sql, values, nullptr); !run)
        return failure(run);
    return sqlite3_changes(m_connection);
}

Result<sqlite3_stmt *> SqliteSession::prepared(const QString &sql)
{
    if (const auto found = m_prepared.constFind(sql); found != m_prepared.constEnd())
        return *found;
    const QByteArray text = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    const char *rest = nullptr;
    if (sqlite3_prepare_v3(m_connection, text.constData(), static_cast<int>(text.size() + 1), SQLITE_PREPARE_PERSISTENT, &statement,
                           &rest) != SQLITE_OK)
        return error();
    if (!statement || !QByteArray(rest).trimmed().isEmpty()) {
        sqlite3_finalize(statement);
        return failure(ErrorKind::Invalid, u"not one statement"_s);
    }
    m_prepared.insert(sql, statement);
    return statement;
}

Done SqliteSession::run(const QString &sql, const QVariantList &values, Rows *rows)
{
    const Result<sqlite3_stmt *> found = prepared(sql);
    if (!found)
        return failure(found);
    sqlite3_stmt *const statement = *found;
    if (sqlite3_bind_parameter_count(statement) != values.size())
        return failure(ErrorKind::Invalid,
                       u"a statement with %1 places got %2 values"_s.arg(sqlite3_bind_parameter_count(statement)).arg(values.size()));
    BoundBytes bytes;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (bind(statement, static_cast<int>(i) + 1, values.at(i), bytes) != SQLITE_OK)
            return failure(ErrorKind::Invalid, u"a value that SQLite cannot hold"_s);
    }
    int state = SQLITE_ROW;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!rows)
            continue;
        const int columns = sqlite3_column_count(statement);
        QVariantList row;
        row.reserve(columns);
        for (int at = 0; at < columns; ++at)
            row.append(column(statement, at));
        rows->append(Row(std::move(row)));
    }
    Done done;
    if (state != SQLITE_DONE)
        done = error();
    sqlite3_reset(statement); // an open answer would make COMMIT fail
    return done;
}

tl::unexpected<Error> SqliteSession::error() const
{
    return sqliteFailure(sqlite3_extended_errcode(m_connection));
}

} // namespace ringback::store
