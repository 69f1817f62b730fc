#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace ringback::app {

/// What one round of looking after an office's data found.
struct UpkeepRound {
    QString problem; ///< in plain words; empty = all is well
    bool damaged = false; ///< the database must not be written to any more
};

/// The daily backup of an office in a file, if it is due and no other program is at it, and what is wrong with the data or this computer's clock.
/// Practice offices are nobody's loss.
[[nodiscard]] UpkeepRound lookAfter(store::Database &database, Instant now);

/// Reads a file's pages once a day, before anything is written: for a few seconds at most, the daily backup reads the rest. Errors: Corrupt, as the
/// store.
[[nodiscard]] Done checkAtStart(store::Database &database, Instant now);

/// The error, and where the newest good backup is when the database is damaged.
[[nodiscard]] Error withAdvice(const Error &error, const store::Address &address);

/// Looks after the data while a program with the engine runs, on the thread it is moved to.
class Upkeep final : public QObject {
    Q_OBJECT

public:
    Upkeep(store::Address address, store::WriteTurn turn, const Clock &clock);
    ~Upkeep() override;

    /// After the start, when a program has better things to do.
    static constexpr Milliseconds firstLook{60'000};
    static constexpr Milliseconds interval{600'000};

public Q_SLOTS:
    void start();
    void stop();

Q_SIGNALS:
    /// Empty when it is over.
    void problem(const QString &what);
    void damaged(const QString &what);

private:
    void look();

    const store::Address m_address;
    const store::WriteTurn m_turn;
    const Clock &m_clock;
    std::unique_ptr<store::Database> m_database;
    QTimer m_timer;
};

} // namespace ringback::app
