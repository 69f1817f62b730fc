#pragma once

#include "base/clock.h"
#include "desk/setuprefusal.h"
#include "settings/calendarconnection.h"
#include "store/database.h"

#include <QString>

#include <optional>

/// What people do with calendars: an admin with everybody's, each person with their own.
namespace ringback::desk {

/// The accounts as the setup knows them, for the screens: values without secrets.
using settings::CalDavAccount;
using settings::CalendarAccount;
using settings::CalendarConnection;
using settings::calendarTypes;
using settings::GoogleCalendar;
using settings::IcsFeed;
using settings::MicrosoftCalendar;

/// A calendar as somebody wants it. Nothing else of the setup changes.
struct CalendarEdit {
    CalendarConnection connection; ///< a new one with an id of its own: freeId()
    std::optional<CalendarConnection> before; ///< as it was seen; empty for a new one
    bool freshSecrets = false; ///< new passwords were stored, or somebody signed in: programs fetch them, also when nothing else changed

    friend bool operator==(const CalendarEdit &, const CalendarEdit &) = default;
};

/// Each is one transaction with its audit row. Lives on the thread of its Database.
class CalendarWork final {
public:
    CalendarWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Adds it, or changes it where there was one before; it is read at once, and what it refused for its account is tried again. Everybody may with their
    /// own, who edits people with everybody's, but an owner's only who edits owners. Another account begins anew: what is entered in the old one stays there.
    [[nodiscard]] ConnectionAnswer<CalendarConnection> put(const CalendarEdit &edit, const QString &staff);
    /// What it said is forgotten; callbacks that are entered there stay there: who wants them out switches `writes` off first. As put().
    [[nodiscard]] ConnectionAnswer<CalendarConnection> remove(const QString &id, const QString &staff);
    /// Whether this person may change calendars of `whose`: to be asked before one is. Refusals: NoSuchPerson, NotAllowed, CannotStore.
    [[nodiscard]] ConnectionAnswer<void> mayChange(const QString &whose, const QString &staff) const;
    /// What the calendar refused for good is tried once more. How many entries. As put().
    [[nodiscard]] ConnectionAnswer<int> tryAgain(const QString &id, const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

} // namespace ringback::desk
