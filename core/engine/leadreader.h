#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "engine/leadaccess.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"

#include <QMap>
#include <QObject>

#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace ringback::engine {

/// Reads what lead systems have: the people they know, into the records kept here, from the first one to the last and then what changes; which callbacks
/// were finished there; and what was earned. Each is read by one engine at a time under a lease, and goes on where the last one stopped. What was read and
/// how far is stored in one transaction. Lives on the engine's thread.
class LeadReader final : public QObject {
    Q_OBJECT

public:
    LeadReader(store::Database &database, const Clock &clock, IdSource &ids, QString engineId);

    /// Reads under way go on with the systems they have.
    void setAccesses(const LeadAccesses &accesses, const settings::Setup &setup);

    /// Stores what reads have brought, and begins those that are due. How many were stored. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    /// When turn() has something to do.
    [[nodiscard]] std::optional<Instant> nextDue() const;
    /// Keeps the leases of reads under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return static_cast<int>(m_flights.size() - m_landed.size()); }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }
    /// Gives up the reads under way; the next engine reads the same again.
    void abandon();

    /// How often changed records are read where the setup does not say. The first pass goes on page after page.
    static constexpr Milliseconds recordsEvery = std::chrono::seconds(60);
    /// How often it is looked whether callbacks were finished there, while any is open.
    static constexpr Milliseconds tasksEvery = std::chrono::seconds(30);
    static constexpr Milliseconds winsEvery = std::chrono::minutes(15);
    /// What is won with a caller so long after the call is this program's doing.
    static constexpr Milliseconds winsWithin = std::chrono::days(180);
    /// How often it is looked whether somebody lets a stopped first pass go on.
    static constexpr Milliseconds pausedLook = std::chrono::seconds(5);
    /// Open callbacks that are looked at, at most.
    static constexpr int tasksInSight = 1'000;

Q_SIGNALS:
    /// There is something for turn().
    void landed();

private:
    using Key = std::pair<QString, store::LeadReadKind>; ///< the connection, and what of it
    /// What can be read.
    struct List {
        std::shared_ptr<connectors::LeadSystem> system;
        settings::LeadConnection connection;
        Milliseconds every;
        Instant lookAt; ///< when it may be due
    };
    struct Wins {
        QList<calls::Win> wins;
        QString after; ///< where the next page begins; empty = that was the last
    };
    using Brought = Result<std::variant<connectors::LeadChanges, connectors::LeadTasks, Wins>>;
    struct Flight {
        std::shared_ptr<connectors::LeadSystem> system;
        settings::LeadConnection connection;
        Milliseconds every;
        store::LeadRead read;
        Instant startedAt;
        QList<store::LeadLinkRow> links; ///< what is asked about: open tasks, or records
        QString after; ///< of wins
    };
    struct Landed {
        Key key;
        Brought brought;
    };

    [[nodiscard]] Done look(const Office &office, const Key &key, List &list, Instant now);
    [[nodiscard]] Done begin(const Key &key, Instant now);
    /// False when there is nothing to ask about.
    [[nodiscard]] Result<bool> prepare(Flight &flight, Instant now);
    void takeOff(const Key &key, const Flight &flight);
    QCoro::Task<> readRecords(std::shared_ptr<connectors::LeadSystem> system, QString cursor, Key key);
    QCoro::Task<> readTasks(std::shared_ptr<connectors::LeadSystem> system, QStringList tasks, QString cursor, Key key);
    QCoro::Task<> readWins(std::shared_ptr<connectors::LeadSystem> system, connectors::WinQuery query, QString after, Key key);
    void land(const Key &key, Brought brought);

    // leadreads.cpp
    [[nodiscard]] Result<bool> record(const Office &office, const Landed &landed);
    [[nodiscard]] Result<bool> finish(const Office &office, const Landed &landed, const Flight &flight);
    [[nodiscard]] Done store(store::Transaction &transaction, audit::Trail &trail, const Office &office, const Flight &flight,
                             const QList<calls::LeadRecord> &records, Instant now);
    [[nodiscard]] Done store(store::Transaction &transaction, audit::Trail &trail, const Flight &flight, const Wins &wins, Instant now);

    // leadcallbacks.cpp
    [[nodiscard]] Result<QString> settle(const Office &office, const Flight &flight, const connectors::LeadTasks &tasks);
    [[nodiscard]] Done close(const Office &office, const Flight &flight, const store::LeadLinkRow &link,
                             const connectors::LeadTaskState &state);
    [[nodiscard]] Done forgetTask(const Flight &flight, const store::LeadLinkRow &link);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const QString m_engineId;
    QMap<Key, List> m_lists;
    QMap<Key, Flight> m_flights; ///< until recorded
    QList<Landed> m_landed;
    bool m_taking = true;
};

} // namespace ringback::engine
