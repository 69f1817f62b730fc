#pragma once

#include "base/clock.h"
#include "desk/bookinglink.h"
#include "desk/setuprefusal.h"
#include "store/database.h"

#include <QString>

#include <optional>

/// What an owner does with the pages where callers book a time by themselves.
namespace ringback::desk {

/// Whose link it is.
struct BookingOwner {
    enum class Kind { Office, Team, Person };

    Kind kind = Kind::Office;
    QString id = {}; ///< of the team or the person

    friend bool operator==(const BookingOwner &, const BookingOwner &) = default;
};

/// The link that callers are texted.
struct BookingLinkEdit {
    BookingOwner whose;
    QString link; ///< empty = none any more
    QString before; ///< as it was seen

    friend bool operator==(const BookingLinkEdit &, const BookingLinkEdit &) = default;
};

/// The account whose webhooks tell us of bookings.
struct BookingPageEdit {
    BookingPage page; ///< a new one with an id of its own: freeId()
    std::optional<BookingPage> before; ///< as it was seen; empty for a new one
    bool freshSecrets = false; ///< a new key was stored: programs fetch it, also when nothing else changed

    friend bool operator==(const BookingPageEdit &, const BookingPageEdit &) = default;
};

/// What one form asks for: either, or both at once.
struct BookingEdit {
    std::optional<BookingLinkEdit> link;
    std::optional<BookingPageEdit> page;

    friend bool operator==(const BookingEdit &, const BookingEdit &) = default;
};

/// Each is one transaction with its audit rows and a new version of the setup, read and written in that transaction. Owners only, as with all
/// connections (calls::Right::EditConnections). Lives on the thread of its Database.
class BookingWork final {
public:
    BookingWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    [[nodiscard]] ConnectionAnswer<void> put(const BookingEdit &edit, const QString &staff);
    /// Nothing it posts is let in any more. Links stay: callers can go on booking, which somebody then ends by hand.
    [[nodiscard]] ConnectionAnswer<void> removePage(const QString &id, const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

} // namespace ringback::desk
