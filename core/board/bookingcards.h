#pragma once

#include "base/clock.h"
#include "desk/bookingwork.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens say of the pages where callers book a time by themselves.
namespace ringback::board {

/// Whose link, and where it leads.
struct BookingLink {
    desk::BookingOwner whose;
    QString name; ///< of the team or the person; of the office the company's
    QString link; ///< empty = none

    friend bool operator==(const BookingLink &, const BookingLink &) = default;
};

/// An account whose webhooks tell us of bookings.
struct BookingPageCard {
    desk::BookingPage page;
    QString path; ///< where its webhooks are to be sent, below our public address
    std::optional<Instant> heardAt; ///< the last post that was signed with its key
    std::optional<Instant> refusedAt; ///< the last that was not
    bool refusedForClock = false; ///< that one was signed, but too long ago or too far ahead

    /// The last that came was turned away.
    [[nodiscard]] bool isRefused() const { return refusedAt && (!heardAt || *heardAt < *refusedAt); }

    friend bool operator==(const BookingPageCard &, const BookingPageCard &) = default;
};

struct BookingPages {
    QList<BookingLink> links; ///< the office's, then the teams', then the people's, in the order of the setup; also of those who have none
    QList<BookingPageCard> pages; ///< in the order of the setup
    QStringList takenIds; ///< no new one may have them
    QString publicUrl; ///< what this computer is called by; empty = nothing

    /// The first of that type; null = bookings there are not heard of.
    [[nodiscard]] const BookingPageCard *pageOf(desk::BookingPage::Type type) const;

    friend bool operator==(const BookingPages &, const BookingPages &) = default;
};

/// Where webhooks of the account with that id are to be sent, below our public address.
[[nodiscard]] QString bookingPath(const QString &id);

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::BookingPages)
