#pragma once

#include "settings/calendarconnection.h"

#include <QString>

#include <optional>

/// Links of pages where callers book a time by themselves: pure.
namespace ringback::desk {

using settings::BookingPage;

/// Whose page it is by its address; empty for any other, also for a Cal.com server of somebody's own.
[[nodiscard]] std::optional<BookingPage::Type> bookingTypeOf(const QString &link);

enum class LinkFault {
    NotAnAddress,
    NotSecure, ///< without https anybody on the way could read what callers enter
    TooLong,
    OtherSite, ///< not at Calendly, although it is to be a page there
    NoPage, ///< the site's own front page: nobody's times
};

inline constexpr qsizetype longestLink = 200; // of the schema

/// Why callers are not to be texted this link; empty = they can be. `type` is whose page it is meant to be, empty for any other.
[[nodiscard]] std::optional<LinkFault> faultOf(const QString &link, std::optional<BookingPage::Type> type);

} // namespace ringback::desk
