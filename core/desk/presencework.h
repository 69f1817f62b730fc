#pragma once

#include "base/clock.h"
#include "calls/people.h"
#include "desk/desk.h"
#include "store/database.h"

#include <QString>

#include <optional>

namespace ringback::desk {

/// Who says that somebody is here, busy or away. Each call is one transaction, with its audit row where a person would want one: what people say, and
/// when a console's word changes; not that it still runs. Lives on the thread of its Database.
class PresenceWork final {
public:
    PresenceWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Of oneself: by hand, until then or until it is taken back; or by the console that one is signed in to, which says so again while it runs and
    /// otherwise for consoleHolds. Refusals: NoSuchPerson, NotAllowed, TimeInThePast, CannotStore.
    [[nodiscard]] Answer<calls::Presence> say(const QString &staff, calls::PresenceWord word, std::optional<Instant> until,
                                              calls::Presence::Source source);
    static constexpr Milliseconds consoleHolds = std::chrono::minutes(3); ///< three of its signs of life

    /// Of somebody else: "Dana went home". Who may edit people. Refusals: as say().
    [[nodiscard]] Answer<calls::Presence> sayFor(const QString &staff, calls::PresenceWord word, std::optional<Instant> until,
                                                 const QString &by);

    /// What was said by hand holds no longer; shifts, console and calendar say the rest. False when nothing was said.
    [[nodiscard]] Answer<bool> takeBack(const QString &staff);
    [[nodiscard]] Answer<bool> takeBackFor(const QString &staff, const QString &by);

private:
    [[nodiscard]] Answer<void> mayChange(const QString &staff, const QString &by) const;
    [[nodiscard]] Answer<calls::Presence> put(const QString &staff, calls::Presence presence, const QString &by);

    store::Database &m_database;
    const Clock &m_clock;
};

} // namespace ringback::desk
