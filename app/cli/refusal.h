#pragma once

#include "base/clock.h"
#include "desk/outcome.h"
#include "store/database.h"

namespace ringback::app::cli {

/// Says why the desk turned it down. The exit code.
[[nodiscard]] int refusal(store::Database &database, const desk::Refusal &why);

/// The office's time zone; this computer's where there is no office.
[[nodiscard]] QByteArray officeZone(store::Database &database);

/// A time in the office's zone, the way people write it.
[[nodiscard]] QString localTime(store::Database &database, Instant at);

/// `2026-11-24 15:30` in the office's zone, `15:30` for the next such time there, or ISO 8601 with a zone. Empty when it is none of these.
[[nodiscard]] std::optional<Instant> readTime(const QString &text, const QByteArray &zone, Instant now);

} // namespace ringback::app::cli
