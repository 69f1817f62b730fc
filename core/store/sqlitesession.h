#pragma once

#include "base/result.h"
#include "store/database.h"

#include <QHash>
#include <QString>
#include <QVariantList>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace ringback::store {

/// Runs statements on a SQLite connection that Qt has opened, by SQLite's own interface. Qt's takes three times as long for a statement as SQLite needs
/// for it (decision 12), and the engine's day is made of small statements.
class SqliteSession final {
public:
    explicit SqliteSession(sqlite3 *connection)
        : m_connection(connection)
    {}
    ~SqliteSession();
    SqliteSession(const SqliteSession &) = delete;
    SqliteSession &operator=(const SqliteSession &) = delete;

    /// Errors: as Database::rows().
    [[nodiscard]] Result<Rows> rows(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<qint64> change(const QString &sql, const QVariantList &values);

private:
    [[nodiscard]] Result<sqlite3_stmt *> prepared(const QString &sql);
    /// Runs it to its end; what it gives goes to `rows`, if somebody wants it.
    [[nodiscard]] Done run(const QString &sql, const QVariantList &values, Rows *rows);
    [[nodiscard]] tl::unexpected<Error> error() const;

    sqlite3 *m_connection;
    QHash<QString, sqlite3_stmt *> m_prepared;
};

} // namespace ringback::store
