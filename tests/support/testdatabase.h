#pragma once

#include "store/database.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace ringback::test {

/// What a test cannot go on without; ends the program with the error's words.
template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("a test's groundwork failed: %s", qPrintable(result.error().what));
    return std::move(*result);
}
inline void must(const Done &done)
{
    if (!done)
        qFatal("a test's groundwork failed: %s", qPrintable(done.error().what));
}

/// For initTestCase_data(): the global rows `SQLite` and, where RINGBACK_TEST_POSTGRES names a server, `PostgreSQL`. Their column is
/// `dialect`.
void addDatabaseRows();

/// The server of RINGBACK_TEST_POSTGRES; nothing when there is none.
[[nodiscard]] std::optional<store::Address> postgresServer();

/// A database of its own for one test function, which is gone with it: a file in a folder, or a database with a name that no other test program on
/// the server has.
class TestDatabase final {
public:
    enum class State { Empty, Migrated };

    explicit TestDatabase(store::Dialect dialect, State state = State::Migrated);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    [[nodiscard]] const store::Address &address() const { return m_address; }
    /// A connection for the calling thread.
    [[nodiscard]] std::unique_ptr<store::Database> open(store::WriteTurn turn = nullptr) const;
    /// A file beside the database; gone with it.
    [[nodiscard]] QString beside(const QString &name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    store::Address m_address;
};

/// What a statement that gives one value gives, as text.
[[nodiscard]] QString valueOf(store::Database &database, const QString &sql, const QVariantList &values = {});
/// Each row's columns joined by blanks.
[[nodiscard]] QStringList rowsOf(store::Database &database, const QString &sql, const QVariantList &values = {});

} // namespace ringback::test
