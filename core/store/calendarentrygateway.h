#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// A callback in a calendar: what should be there, and what is.
struct CalendarEntryRow {
    enum class State { Waiting, Running, Done, Failed, Gone };

    calls::TaskId task;
    QString calendar;
    QString uid;
    bool wanted = true; ///< it should be there
    qint64 revision = 1; ///< of what should be there
    qint64 writtenRevision = 0; ///< of what is, or of what was asked for last, where nobody knows; 0 = nothing is there
    QString written; ///< JSON of what was written last; empty = nothing, or not known
    QString asked; ///< JSON of what the last request was to write; empty = to take it out, or there was none
    QString place; ///< path or id, as the calendar told
    QString tag;
    State state = State::Waiting;
    Instant dueAt;
    int attempts = 0; ///< since it last went well
    QString lastError; ///< `kind:code: words`; empty = none
    qint64 leaseNumber = 0;
    std::optional<Instant> leaseUntil;
    std::optional<Instant> doneAt;

    friend bool operator==(const CalendarEntryRow &, const CalendarEntryRow &) = default;
};

/// The outbox of each calendar: entries and their leases. Whatever writes to a running one names its owner and number and learns whether they still hold.
class CalendarEntryGateway final {
public:
    explicit CalendarEntryGateway(Database &database)
        : m_database(database)
    {}

    /// How far the audit trail has been turned into entries of the calendar; locked until the transaction ends. Empty = it is new.
    [[nodiscard]] Result<std::optional<qint64>> feed(Transaction &transaction, const QString &calendar) const;
    [[nodiscard]] Done setFeed(Transaction &transaction, const QString &calendar, qint64 sequence) const;

    /// Entries of the case's callbacks, in any calendar; on PostgreSQL locked until the transaction ends.
    [[nodiscard]] Result<QList<CalendarEntryRow>> ofCase(Transaction &transaction, const calls::FollowUpId &followUp) const;
    /// Cases with a live callback of that person, or with an entry that should be in the calendar: all that a calendar may have to be told of.
    [[nodiscard]] Result<QList<calls::FollowUpId>> casesOf(const QString &calendar, const QString &staff) const;
    /// False when there is one of that callback in that calendar.
    [[nodiscard]] Result<bool> insert(Transaction &transaction, const CalendarEntryRow &row) const;
    /// Something else should be there: `wanted`, `revision` and, unless a request is under way, state and due time of `row`. What a request that is
    /// under way brings is recorded against the new revision.
    [[nodiscard]] Result<bool> want(Transaction &transaction, const CalendarEntryRow &row) const;

    /// Takes due ones of the calendar, the oldest callbacks first. Nothing while the calendar is on hold: see holdUntil().
    [[nodiscard]] Result<QList<CalendarEntryRow>> claimDue(Transaction &transaction, const QString &calendar, const QString &engine,
                                                           Instant now, Instant leaseUntil, int limit) const;
    [[nodiscard]] Result<bool> extendLease(Transaction &transaction, const CalendarEntryRow &row, const QString &engine, Instant leaseUntil,
                                           Instant now) const;
    /// Puts back in line what an engine took that gave no sign of life: a request may have left.
    [[nodiscard]] Result<qint64> releaseLapsed(Transaction &transaction, Instant now) const;
    /// The intent, `asked` of `row` and one attempt more: committed before the request leaves. What is there is not known from now on. False when the
    /// lease is somebody else's.
    [[nodiscard]] Result<bool> startAttempt(Transaction &transaction, const CalendarEntryRow &row, const QString &engine) const;
    /// What became of it: what is there, state, due time and error of `row`. Where something else should be there by now than what was asked for
    /// (`revision`, `wanted`), it is due at once instead. False when the lease is somebody else's.
    [[nodiscard]] Result<bool> settle(Transaction &transaction, const CalendarEntryRow &row, const QString &engine, Instant now) const;
    /// A request of a lease that was lost has been answered: nobody knows what is there, so it is brought up to date once more.
    [[nodiscard]] Done doubt(Transaction &transaction, const CalendarEntryRow &row, Instant now) const;

    /// Entries whose last error is the account's wait for that, and all others of the calendar with them, until then; empty = none does.
    [[nodiscard]] Result<std::optional<Instant>> holdUntil(const QString &calendar) const;
    /// The account was mended, or may have been: those wait no longer. How many.
    [[nodiscard]] Result<int> endHold(Transaction &transaction, const QString &calendar, Instant now) const;
    /// A person's *try again*: failed ones of the calendar are due now, and the hold is over. How many.
    [[nodiscard]] Result<int> tryAgain(Transaction &transaction, const QString &calendar, Instant now) const;

    [[nodiscard]] Result<std::optional<CalendarEntryRow>> find(const calls::TaskId &task, const QString &calendar) const;
    [[nodiscard]] Result<std::optional<Instant>> nextDue(const QString &calendar) const;
    [[nodiscard]] Result<std::optional<Instant>> nextLapse() const;
    struct Count {
        int waiting = 0;
        int failed = 0;
    };
    [[nodiscard]] Result<Count> count(const QString &calendar) const;
    /// The calendar is no longer there, or is another: its entries and its feed are forgotten.
    [[nodiscard]] Done forget(Transaction &transaction, const QString &calendar) const;

private:
    Database &m_database;
};

} // namespace ringback::store
