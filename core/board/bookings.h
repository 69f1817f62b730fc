#pragma once

#include "base/result.h"
#include "board/bookingcards.h"
#include "settings/setup.h"
#include "store/database.h"

/// Booking pages as the store knows them.
namespace ringback::board {

/// Without the public address, which only the program knows. Errors: as the store.
[[nodiscard]] Result<BookingPages> readBookingPages(store::Database &database, const settings::Setup &setup);
/// The same with the office as it is stored now. Errors: as the store, Corrupt.
[[nodiscard]] Result<BookingPages> readBookingPages(store::Database &database);

} // namespace ringback::board
