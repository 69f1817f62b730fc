#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "connectors/phoneprovider.h"
#include "engine/office.h"
#include "engine/runner.h"
#include "store/database.h"
#include "store/eventsourcegateway.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

namespace ringback::engine {

/// Reads the providers' own lists, so that a call whose webhook never came is found all the same: at the start, after a stream had a gap, after the
/// program slept, and every minute or so. What was read, how far and the provider's cursor are stored in one transaction. Several engines share the
/// lists of a database under leases: one reads, and where its lease runs out another does. Lives on the engine's thread.
class LogReader final : public QObject {
    Q_OBJECT

public:
    LogReader(store::Database &database, const Clock &clock, IdSource &ids, QString engineId);

    /// By connection id; `streamed` are those whose events come by a stream. Reads under way go on with what they have.
    void setSenders(const QHash<QString, Sender> &senders, const settings::Setup &setup, const QSet<QString> &streamed);

    /// Stores what reads have brought, and begins those that are due. How many events were new. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    /// When turn() has something to do.
    [[nodiscard]] std::optional<Instant> nextDue() const;
    /// Keeps the leases of reads under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);
    /// What happened since then may not have been pushed: it is read at once.
    void readFrom(const QString &connection, Instant since);

    [[nodiscard]] int inFlight() const { return static_cast<int>(m_flights.size() - m_landed.size()); }
    /// From now on turns only record.
    void stopTaking() { m_taking = false; }

    /// How often lists are read where the setup does not say: where events are pushed, and where they are all there is.
    static constexpr Milliseconds usually = std::chrono::seconds(60);
    static constexpr Milliseconds wherePolled = std::chrono::seconds(15);
    /// A call that ended less long ago is not worked on yet where calls are pushed too: its webhook may be on its way, and it was not lost.
    static constexpr Milliseconds onItsWay = std::chrono::seconds(20);
    /// Turns that are further apart: the program slept, or the clock was set.
    static constexpr Milliseconds slept = std::chrono::minutes(3);
    /// How far back is read at most, after a holiday.
    static constexpr Milliseconds farthestBack = std::chrono::days(7);
    /// A connection that pushed before its list was ever read: what came since is looked for, but not more than this.
    static constexpr Milliseconds farthestBackAtFirst = std::chrono::hours(24);

Q_SIGNALS:
    /// There is something for turn().
    void landed();

private:
    /// A list that can be read.
    struct List {
        std::shared_ptr<connectors::PhoneProvider> provider;
        Milliseconds every;
        bool isPushed = false; ///< events come by other ways too
        Instant lookAt; ///< when it may be due
        bool early = true; ///< to be read whether it is due or not
        std::optional<Instant> missedSince;
        QList<calls::PhoneNumber> lines; ///< whose calls it reports, and the numbers it sends from
    };
    struct Flight {
        store::EventSource source;
        Instant startedAt;
        Milliseconds every;
        bool isPushed = false;
    };
    struct Landed {
        QString connection;
        Result<connectors::Log> log;
    };

    [[nodiscard]] Result<int> record(const Landed &landed);
    [[nodiscard]] Result<int> storeEvents(store::Transaction &transaction, const Flight &flight, const connectors::Log &log, Instant now);
    [[nodiscard]] Done look(const Office &office, const QString &connection, List &list, Instant now);
    [[nodiscard]] Done begin(const QString &connection, Instant now);
    [[nodiscard]] connectors::LogQuery queryFor(const store::EventSource &source, const List &list, Instant now);
    QCoro::Task<> read(std::shared_ptr<connectors::PhoneProvider> provider, connectors::LogQuery query, QString connection);
    void land(const QString &connection, Result<connectors::Log> log);
    void noticeSleep(Instant now);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const QString m_engineId;
    QHash<QString, List> m_lists; ///< by connection
    QHash<QString, Flight> m_flights; ///< by connection, until recorded
    QList<Landed> m_landed;
    std::optional<Instant> m_lastTurn;
    bool m_taking = true;
};

} // namespace ringback::engine
