#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/people.h"
#include "connectors/finding.h"
#include "connectors/http/loopbacksignin.h"
#include "connectors/outcome.h"
#include "connectors/surroundings.h"
#include "settings/calendarconnection.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <variant>

/// The small interface every calendar is brought to, so that the engine knows busy times and entries and no vendor. Facts:
/// providers/crm-ats-calendar.md, 9.
namespace ringback::connectors {

struct CalendarAbilities {
    bool reads = false;
    bool writes = false;
    bool trails = false; ///< what it says is minutes to hours old (a published feed)

    friend bool operator==(const CalendarAbilities &, const CalendarAbilities &) = default;
};

struct BusyQuery {
    Instant from;
    Instant to;
    QByteArray zone; ///< the person's, IANA: of floating times and all-day events
    QStringList leaveWords; ///< see CalendarConnection
    QStringList addresses = {}; ///< the person's own e-mail addresses: an event that they declined keeps nobody busy
    QByteArray cursor = {}; ///< what the last read gave back (an ETag); empty = none yet
    QString ownEntries = {}; ///< entries whose UID ends so are ours and keep nobody busy: `@callback.ringback`
};

/// What is not free. An answer that cannot be understood whole is an error, never an empty list: unreadable is unknown, and unknown is not free.
struct BusyTimes {
    bool unchanged = false; ///< as at the last read with that cursor; `busy` is empty
    QList<calls::BusyTime> busy; ///< within the query's times, sorted
    QByteArray cursor;
    std::optional<Milliseconds> readAgainIn; ///< as the publisher hints
    QStringList oddities; ///< what was read with a guess, for the log: `an unknown time zone`; no titles, no addresses
};

/// A callback as it stands in somebody's calendar.
struct CalendarEntry {
    QString uid; ///< of this callback in this calendar, the same at each attempt: letters, digits, `-`, then `@callback.ringback`
    Instant from;
    Instant to;
    QByteArray zone; ///< IANA
    QString title;
    QString text; ///< several lines
    QString url; ///< opens the record in the lead system; may be empty
    qint64 revision = 0; ///< grows with each change (SEQUENCE)
    std::optional<Milliseconds> alarmBefore = {};

    friend bool operator==(const CalendarEntry &, const CalendarEntry &) = default;
};

/// Where an entry lies, as the calendar told.
struct EntryPlace {
    QString id; ///< a path, or the vendor's id; empty = not known
    QString tag; ///< ETag; empty = not known
    std::optional<CalendarEntry> before =
        {}; ///< as it was written there last, where known: what people changed since stays where this and the new one agree

    friend bool operator==(const EntryPlace &, const EntryPlace &) = default;
};

struct EntryWritten {
    EntryPlace place;

    friend bool operator==(const EntryWritten &, const EntryWritten &) = default;
};

/// The calendar certainly did not take it.
struct EntryRefused {
    enum class Class {
        ForNow, ///< try again later
        Entry, ///< for good: this entry is wrong
        Account, ///< until somebody mends it: credentials, rights, no such calendar
        Full, ///< the calendar has no room (507)
    };
    Class kind = Class::ForNow;
    QString code;
    QString message; ///< the calendar's words; no secrets
    std::optional<Milliseconds> retryAfter;

    friend bool operator==(const EntryRefused &, const EntryRefused &) = default;
};

/// The entry is not there any more: somebody deleted it. It is not made again.
struct EntryGone {
    friend bool operator==(const EntryGone &, const EntryGone &) = default;
};

using EntryOutcome = std::variant<EntryWritten, EntryRefused, EntryGone, Unknown>;

/// One calendar of one person, with its credentials. Lives and is used on one thread. Every request has a time-out. What a calendar cannot do answers with
/// EntryRefused, Account, `unable`.
class Calendar {
public:
    virtual ~Calendar() = default;

    [[nodiscard]] virtual CalendarAbilities abilities() const = 0;
    /// Errors: Refused (credentials, no such calendar, the address was reset), Transient, Invalid (an answer that cannot be read).
    virtual QCoro::Task<Result<BusyTimes>> busy(BusyQuery query) = 0;
    /// Makes the entry, or changes the one at `place`. Safe to repeat after an Unknown: an entry with that UID is found and brought up to date, never
    /// doubled. What people changed in it (a moved time, a note) is overwritten only where ours changed.
    virtual QCoro::Task<EntryOutcome> put(CalendarEntry entry, EntryPlace place) = 0;
    /// EntryGone and EntryWritten both mean that it is not there.
    virtual QCoro::Task<EntryOutcome> remove(QString uid, EntryPlace place) = 0;
    /// Check::Credentials, Check::Calendar (`ok`, `no_such_calendar`, `not_readable`, `read_only`, `trails`: what it says may be hours old).
    virtual QCoro::Task<QList<Finding>> test() = 0;
    /// Gives up the requests under way: each answers with the next turns of the event loop.
    virtual void abandon() = 0;

protected:
    Calendar() = default;
    Calendar(const Calendar &) = default;
    Calendar &operator=(const Calendar &) = default;
};

/// What is known of a type of calendar before any is connected.
struct CalendarKind {
    QString type;
    CalendarAbilities abilities;
    std::function<std::shared_ptr<Calendar>(const settings::CalendarConnection &connection, const Surroundings &surroundings)> open;
    /// Where a user signs in; null = there is no such thing.
    std::function<LoopbackSignIn::Provider(const settings::CalendarConnection &connection)> signIn = nullptr;
    /// Takes what the browser brought to the system, and keeps the refresh token in the surroundings' secrets.
    std::function<QCoro::Task<Done>(settings::CalendarConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant)>
        finish = nullptr;
};

/// Null = there is no such type.
[[nodiscard]] const CalendarKind *calendarKind(const QString &type);

/// `@callback.ringback`
inline constexpr char16_t entryDomain[] = u"@callback.ringback";

} // namespace ringback::connectors
