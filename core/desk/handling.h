#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "calls/values.h"
#include "desk/desk.h"
#include "desk/handlingrefusal.h"
#include "store/database.h"

#include <QString>

#include <chrono>
#include <optional>

namespace ringback::desk {

/// What becomes of a callback that is not called now: it is put off to a time, or a colleague gets it; and which is to be called next. Each call is one
/// transaction with its audit rows. Lives on the thread of its Database.
class Handling final {
public:
    Handling(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// "Call back at 4:30": the claim ends, and the callback comes back to this person then; due time and escalation count from then. Its claimer may, or
    /// anyone while nobody has it or calls back then. Automated messages that stop on a claim stay stopped. Refusals: WaitsForSomebody, TooSoon, TooFar, PutOffTooOften, NoteTooLong, Click.
    [[nodiscard]] HandlingAnswer<calls::CallbackTask> snooze(const QString &task, const QString &staff, Instant until,
                                                             const QString &note = {});
    /// One that waits for its time waits no longer. Its claimer may, or anyone while nobody has it. Refusals: NotWaiting, Click.
    [[nodiscard]] HandlingAnswer<calls::CallbackTask> bringBack(const QString &task, const QString &staff);

    /// To whom, and what they are told.
    struct HandOver {
        QString to; ///< staff id
        QString note = {};
        std::optional<QString> from = {}; ///< who had it when the form was opened; `""` = nobody
        bool anyway = false; ///< also to somebody who is away, on leave or off shift: it waits for them until the playbook passes it on
    };
    /// A colleague gets it, as if they had been assigned to it now; attempts and due time stay, the escalation begins anew. Its claimer may, or anyone while
    /// nobody has it. Refusals: WentElsewhere, NoSuchColleague, ColleagueMayNot, ColleagueHasIt, ColleagueIsFull, ColleagueNotThere, NoteTooLong, Click.
    [[nodiscard]] HandlingAnswer<calls::CallbackTask> handOver(const QString &task, const QString &staff, const HandOver &handOver);

    /// What this person should call next, which they have yet to claim: of theirs the one that is due first, else of those that nobody has the first that
    /// routing would give them. Empty when nothing is there to do.
    [[nodiscard]] Answer<std::optional<calls::CallbackTask>> next(const QString &staff) const;

    static constexpr Milliseconds shortestSnooze = std::chrono::minutes(1);
    static constexpr Milliseconds longestSnooze = std::chrono::hours(24 * 30);
    static constexpr int mostSnoozes = 5; ///< of one callback; the next attempt counts anew
    static constexpr qsizetype longestNote = 500;
    /// The notes of a callback together: the newest come first, and of the oldest the end is cut.
    static constexpr qsizetype longestNotes = 2'000;

private:
    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
