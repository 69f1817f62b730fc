#pragma once

#include "board/bookingcards.h"
#include "samples.h"

namespace ringback::samples {

/// Summit Roofing with a public address and no booking page.
inline board::BookingPages noBookingPages()
{
    using Kind = desk::BookingOwner::Kind;
    return {
        .links = {{.whose = {}, .name = QStringLiteral("Summit Roofing"), .link = {}},
                  {.whose = {.kind = Kind::Team, .id = QStringLiteral("dallas")}, .name = QStringLiteral("Dallas crew desk"), .link = {}},
                  {.whose = {.kind = Kind::Person, .id = QStringLiteral("dana")}, .name = QStringLiteral("Dana Reyes"), .link = {}},
                  {.whose = {.kind = Kind::Person, .id = QStringLiteral("sam")}, .name = QStringLiteral("Sam Ortiz"), .link = {}},
                  {.whose = {.kind = Kind::Person, .id = QStringLiteral("alex")}, .name = QStringLiteral("Alex Kim"), .link = {}}},
        .pages = {},
        .takenIds = {QStringLiteral("twilio")},
        .publicUrl = QStringLiteral("https://calls.example.com")};
}

/// The office's page at Calendly, which tells of bookings; Dana's at Cal.com, which does not yet; Sam's none; Alex's elsewhere.
inline board::BookingPages bookingPages(Instant now)
{
    board::BookingPages pages = noBookingPages();
    pages.links[0].link = QStringLiteral("https://calendly.com/summit-roofing");
    pages.links[2].link = QStringLiteral("https://cal.com/dana-reyes");
    pages.links[4].link = QStringLiteral("https://book.example/alex");
    pages.pages = {{.page = {.id = QStringLiteral("visits"),
                             .type = desk::BookingPage::Type::Calendly,
                             .signingSecret = QStringLiteral("visits-key"),
                             .outcome = {}},
                    .path = board::bookingPath(QStringLiteral("visits")),
                    .heardAt = now - std::chrono::minutes(2),
                    .refusedAt = {}}};
    pages.takenIds.append(QStringLiteral("visits"));
    return pages;
}

} // namespace ringback::samples
