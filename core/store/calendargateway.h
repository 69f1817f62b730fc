#pragma once

#include "calls/people.h"
#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::store {

/// How far a calendar is read.
struct CalendarRead {
    QString calendar;
    QString staff;
    QString cursor; ///< the calendar's own, after what was asked for
    Instant dueAt;
    int failures = 0; ///< in a row
    QString lastError; ///< `code: words`; empty = none
    std::optional<Instant> readAt; ///< the last that went well
    std::optional<Instant> knownFrom; ///< what is busy is known whole between these
    std::optional<Instant> knownTo;
    std::optional<Instant> leaseUntil;

    friend bool operator==(const CalendarRead &, const CalendarRead &) = default;
};

/// Whether nothing but errors has come of it, so that somebody should know: what passes by itself (not reached, too many requests) only after so many
/// reads in a row, what somebody has to mend at once.
[[nodiscard]] bool isUnreadable(const CalendarRead &read);
inline constexpr int failuresToTell = 3;

/// Who reads which calendar now, under a lease: one engine at a time; and what is busy there.
class CalendarReadGateway final {
public:
    explicit CalendarReadGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<QList<CalendarRead>> all() const;
    [[nodiscard]] Result<std::optional<CalendarRead>> find(const QString &calendar) const;
    [[nodiscard]] Done begin(Transaction &transaction, const QString &calendar, const QString &staff, Instant now) const;
    /// Takes the lease. Nothing while somebody has it, and while it is not due.
    [[nodiscard]] Result<std::optional<CalendarRead>> claim(Transaction &transaction, const QString &calendar, const QString &engine,
                                                            Instant now, Instant leaseUntil) const;
    [[nodiscard]] Result<bool> extend(Transaction &transaction, const CalendarRead &read, const QString &engine, Instant leaseUntil) const;
    /// Gives the lease back with what was read. False when somebody else has it.
    [[nodiscard]] Result<bool> finish(Transaction &transaction, const CalendarRead &read, const QString &engine) const;
    /// Something about it was mended: it is read again, now. Who reads it at this moment goes on.
    [[nodiscard]] Done hasten(Transaction &transaction, const QString &calendar, Instant now) const;

    /// What is busy there is this and nothing else. Only what differs is written.
    [[nodiscard]] Done replaceBusy(Transaction &transaction, const QString &calendar, const QList<calls::BusyTime> &busy) const;
    /// Of one calendar, what ends after `from` and begins before `to`, by its beginning.
    [[nodiscard]] Result<QList<calls::BusyTime>> busy(const QString &calendar, Instant from, Instant to) const;
    /// The calendar is no longer there, or is another: what is known of it is forgotten.
    [[nodiscard]] Done forget(Transaction &transaction, const QString &calendar) const;

private:
    Database &m_database;
};

} // namespace ringback::store
