#pragma once

#include "board/bookingcards.h"
#include "desk/setuprefusal.h"
#include "widgets/phrases.h"

#include <QString>

#include <optional>

/// What the screens say of the pages where callers book a time by themselves.
namespace ringback::ui {

/// Calendly, Cal.com, or any other page.
using BookingKind = std::optional<desk::BookingPage::Type>;

/// "Calendly", "Another page"
[[nodiscard]] QString bookingKindName(BookingKind kind);
/// "The whole office", "Team Dallas crew desk", "Dana Reyes"
[[nodiscard]] QString ownerName(const board::BookingLink &link);
/// Where the address and the key are to be entered.
[[nodiscard]] QString whereToPaste(desk::BookingPage::Type type);
/// Whether bookings there are heard of.
[[nodiscard]] Mark bookingLinkMark(const QString &link, const board::BookingPages &pages);
/// How an account is doing, most pressing first.
[[nodiscard]] QList<Mark> bookingPageMarks(const board::BookingPageCard &card, const QString &publicUrl, const Telling &telling);
/// Below a field: why callers are not to be texted this link.
[[nodiscard]] QString linkFaultSentence(desk::LinkFault fault);
[[nodiscard]] QString bookingRefusalSentence(const desk::ConnectionRefusal &refusal);

} // namespace ringback::ui
