#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

#include <QString>

#include <memory>

namespace ringback::app {

/// Where an office's database is when nobody says otherwise: the user's data folder. Practice has one of its own.
[[nodiscard]] QString officeFile();
[[nodiscard]] QString practiceFile();

/// Opens a database and brings it up to date. Errors: as the store.
[[nodiscard]] Result<std::unique_ptr<store::Database>> openOffice(const store::Address &address, const Clock &clock,
                                                                  store::WriteTurn turn = nullptr);

} // namespace ringback::app
