#include "board/bookings.h"

#include "board/takenids.h"
#include "engine/office.h"
#include "store/pulsegateway.h"

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;
using desk::BookingOwner;

namespace {

BookingPageCard cardOf(const settings::BookingPage &page, const QList<store::Pulse> &pulses)
{
    BookingPageCard card{.page = page, .path = bookingPath(page.id), .heardAt = {}, .refusedAt = {}};
    for (const store::Pulse &pulse : pulses) {
        if (pulse.connection != page.id)
            continue;
        card.heardAt = pulse.lastEventAt;
        card.refusedAt = pulse.lastRefusedAt;
        // The door notes both in one commit.
        card.refusedForClock = pulse.lastFailure == "clock"_L1 && pulse.lastFailureAt && pulse.lastFailureAt == pulse.lastRefusedAt;
    }
    return card;
}

} // namespace

const BookingPageCard *BookingPages::pageOf(desk::BookingPage::Type type) const
{
    const auto found = std::find_if(pages.cbegin(), pages.cend(), [&](const BookingPageCard &each) { return each.page.type == type; });
    return found == pages.cend() ? nullptr : &*found;
}

QString bookingPath(const QString &id)
{
    return u"/webhooks/booking/"_s + id;
}

Result<BookingPages> readBookingPages(store::Database &database, const settings::Setup &setup)
{
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(database).all();
    if (!pulses)
        return failure(pulses);
    BookingPages all;
    all.links.append({.whose = {}, .name = setup.company.name, .link = setup.company.bookingLink});
    for (const calls::Team &team : setup.teams)
        all.links.append({.whose = {.kind = BookingOwner::Kind::Team, .id = team.id}, .name = team.name, .link = team.bookingLink});
    for (const calls::Staff &person : setup.staff)
        all.links.append({.whose = {.kind = BookingOwner::Kind::Person, .id = person.id}, .name = person.name, .link = person.bookingLink});
    for (const settings::BookingPage &page : setup.bookingPages)
        all.pages.append(cardOf(page, *pulses));
    all.takenIds = takenIds(setup, *pulses);
    return all;
}

Result<BookingPages> readBookingPages(store::Database &database)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    return *office ? readBookingPages(database, (*office)->setup) : BookingPages();
}

} // namespace ringback::board
