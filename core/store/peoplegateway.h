#pragma once

#include "base/clock.h"
#include "calls/people.h"
#include "policy/candidates.h"
#include "settings/calendarconnection.h"
#include "store/database.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// What was said of one person's being there, by one source.
struct StaffPresence {
    QString staff;
    calls::Presence presence;

    friend bool operator==(const StaffPresence &, const StaffPresence &) = default;
};

/// A queue in which callbacks wait and that nobody watches.
struct UnstaffedQueue {
    QString team; ///< empty = callbacks of no team
    Instant since;
    std::optional<Instant> toldAt; ///< when the alarm went off

    friend bool operator==(const UnstaffedQueue &, const UnstaffedQueue &) = default;
};

/// Who is here, whose turn it is, and what waits for somebody.
class PeopleGateway final {
public:
    explicit PeopleGateway(Database &database)
        : m_database(database)
    {}

    /// By person and source.
    [[nodiscard]] Result<QList<StaffPresence>> presences() const;
    [[nodiscard]] Result<std::optional<calls::Presence>> presence(const QString &staff, calls::Presence::Source source) const;
    /// In place of what that source said before.
    [[nodiscard]] Done put(Transaction &transaction, const QString &staff, const calls::Presence &presence) const;
    /// False when that source had said nothing.
    [[nodiscard]] Result<bool> clear(Transaction &transaction, const QString &staff, calls::Presence::Source source) const;

    /// The round-robin of every team.
    [[nodiscard]] Result<policy::Turns> turns() const;
    /// What has changed between the two. A turn only ever moves on: of two engines that were at it the one that is further.
    [[nodiscard]] Done putTurns(Transaction &transaction, const policy::Turns &before, const policy::Turns &after) const;

    /// What each person was given since then and still has, or had when it was finished.
    struct Given {
        int count = 0;
        std::optional<Instant> lastAt;
    };
    [[nodiscard]] Result<QHash<QString, Given>> givenSince(Instant since) const;

    /// What the calendars say of each person who has one that is read, from now on for `ahead`. One that has not been read lately enough is unknown;
    /// what it said last is still told.
    [[nodiscard]] Result<QHash<QString, calls::CalendarView>> calendarViews(const QList<settings::CalendarConnection> &calendars,
                                                                            Instant now) const;
    static constexpr Milliseconds ahead = std::chrono::days(14);
    /// Another text whenever a calendar may say something else than before.
    [[nodiscard]] Result<QString> calendarMark() const;

    /// Open callbacks that are ready and that nobody has: those in the queue of one of `teams` (empty = of any), and those of `holders`; the oldest
    /// first, after `after`. Not what was escalated to a team, the owner or the human queue. On PostgreSQL locked for this transaction.
    struct Place {
        Instant since;
        QString id;
    };
    [[nodiscard]] Result<QList<Place>> toPlace(Transaction &transaction, const std::optional<QStringList> &teams,
                                               const QStringList &holders, Instant now, const std::optional<Place> &after, int limit) const;
    /// Whether any callback is open, and when the next one of those that wait for their time is ready.
    struct Open {
        bool any = false;
        std::optional<Instant> readyAt;
    };
    [[nodiscard]] Result<Open> openTasks(Instant now) const;
    struct Claim {
        calls::TaskId task;
        QString staff;
    };
    /// All callbacks that somebody has claimed.
    [[nodiscard]] Result<QList<Claim>> claims() const;
    /// Everybody who has an open callback, also who is not of the office any more.
    [[nodiscard]] Result<QStringList> holders() const;
    /// A queue with callbacks that are ready and that nobody has; not those of the human queue, which people keep by hand.
    struct Waiting {
        QString team; ///< empty = those of no team
        int count = 0;
        Instant oldest;
    };
    [[nodiscard]] Result<QList<Waiting>> waiting(Instant now) const;

    [[nodiscard]] Result<QList<UnstaffedQueue>> unstaffed() const;
    /// False when it was known.
    [[nodiscard]] Result<bool> addUnstaffed(Transaction &transaction, const QString &team, Instant now) const;
    /// False when somebody has told it already, or it is staffed again.
    [[nodiscard]] Result<bool> tellUnstaffed(Transaction &transaction, const QString &team, Instant now) const;
    /// Whether the alarm had gone off; empty when the queue was not known as unstaffed.
    [[nodiscard]] Result<std::optional<bool>> removeUnstaffed(Transaction &transaction, const QString &team) const;

private:
    Database &m_database;
};

/// Longer than this after its last good read a calendar is unknown.
[[nodiscard]] Milliseconds calendarTrustedFor(const settings::CalendarConnection &calendar);

} // namespace ringback::store
