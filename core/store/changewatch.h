#pragma once

#include "store/database.h"

#include <QObject>
#include <QTimer>

namespace ringback::store {

/// Says when another connection has committed something: PostgreSQL by LISTEN, SQLite by looking at PRAGMA data_version every pollInterval
/// (2.5 µs a look). Own commits are not reported on SQLite; they may be on PostgreSQL. Lives on the Database's thread, which runs an
/// event loop.
class ChangeWatch final : public QObject {
    Q_OBJECT

public:
    explicit ChangeWatch(Database &database, QObject *parent = nullptr);

    /// Errors: Transient.
    [[nodiscard]] Done start();
    /// Listens anew after the database was reopened: PostgreSQL forgets who listened. Errors: Transient.
    [[nodiscard]] Done listenAgain();

    static constexpr std::chrono::milliseconds pollInterval{100};

Q_SIGNALS:
    void changed();

private:
    void look();

    Database &m_database;
    QTimer m_timer;
    qint64 m_dataVersion = -1;
};

} // namespace ringback::store
