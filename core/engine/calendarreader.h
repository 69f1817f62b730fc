#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "engine/calendaraccess.h"
#include "engine/office.h"
#include "store/calendargateway.h"
#include "store/database.h"

#include <QMap>
#include <QObject>

#include <optional>

namespace ringback::engine {

/// Reads what is busy in the calendars of the staff, each by one engine at a time under a lease. What cannot be read leaves what was known as it was; how
/// old that may be is not decided here. Lives on the engine's thread.
class CalendarReader final : public QObject {
    Q_OBJECT

public:
    CalendarReader(store::Database &database, const Clock &clock, QString engineId);

    /// Reads under way go on with the calendars they have. One that was opened anew is read at once: its sign-in may have been mended.
    void setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup);

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

    /// How often, where the setup does not say; a published feed goes by its publisher's hint, within bounds.
    static constexpr Milliseconds usually = std::chrono::minutes(2);
    static constexpr Milliseconds feedUsually = std::chrono::minutes(15);
    static constexpr Milliseconds shortestHint = std::chrono::minutes(5);
    static constexpr Milliseconds longestHint = std::chrono::hours(6);
    /// A meeting that has begun matters, and what is planned for the next two weeks.
    static constexpr Milliseconds lookBack = std::chrono::hours(1);
    static constexpr Milliseconds lookAhead = std::chrono::days(14);
    /// So much further is asked for, so that "unchanged" says something of the two weeks for some days; then all is read anew.
    static constexpr Milliseconds spare = std::chrono::days(7);
    /// More stretches than anybody's calendar has in that time: it is not understood.
    static constexpr qsizetype mostBusy = 20'000;
    /// How often it is looked whether another engine has read, or somebody asks for a read.
    static constexpr Milliseconds look = std::chrono::seconds(30);

Q_SIGNALS:
    /// There is something for turn().
    void landed();

private:
    /// What can be read.
    struct List {
        std::shared_ptr<connectors::Calendar> calendar;
        connectors::CalendarAbilities abilities;
        settings::CalendarConnection connection;
        QByteArray zone; ///< the person's
        QStringList addresses;
        bool isFresh = false; ///< opened anew: what kept it from being read may have been mended
        Instant lookAt; ///< when it may be due
    };
    struct Flight {
        List list;
        store::CalendarRead read;
        connectors::BusyQuery query;
        Instant startedAt;
    };
    struct Landed {
        QString calendar;
        Result<connectors::BusyTimes> brought;
    };

    [[nodiscard]] Done lookAt(const Office &office, const QString &id, List &list, Instant now);
    [[nodiscard]] Done begin(const QString &id, const List &list, Instant now);
    QCoro::Task<> read(std::shared_ptr<connectors::Calendar> calendar, connectors::BusyQuery query, QString id);
    [[nodiscard]] Result<bool> record(const Landed &landed);
    [[nodiscard]] Result<bool> finish(const Landed &landed, const Flight &flight);

    store::Database &m_database;
    const Clock &m_clock;
    const QString m_engineId;
    QMap<QString, List> m_lists;
    QMap<QString, Flight> m_flights; ///< until recorded
    QList<Landed> m_landed;
    bool m_hasBegun = false; ///< the calendars of the program's start are known
    bool m_taking = true;
};

} // namespace ringback::engine
