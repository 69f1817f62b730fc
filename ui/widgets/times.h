#pragma once

#include "base/clock.h"
#include "widgets/theme.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// Times as people in the office read them: on the office's clock, whatever zone this computer is in.
namespace ringback::ui {

/// `2:14 PM`.
[[nodiscard]] QString clockTime(Instant at, const QByteArray &zone);
/// `2:14 PM`, `yesterday 9:05 PM`, `tomorrow 8:00 AM`, `Tue 9:05 PM`, `Nov 3, 9:05 PM`: never more than it takes to be clear.
[[nodiscard]] QString dayAndTime(Instant at, Instant now, const QByteArray &zone);
/// `today`, `Nov 3`, `Nov 3, 2024`: of what began on a day.
[[nodiscard]] QString dayAlone(Instant at, Instant now, const QByteArray &zone);
/// How long something has waited, ticking: `0:42`, `12:05`, `1:04:09`, then `2 d 3 h`.
[[nodiscard]] QString waited(Milliseconds age);
/// `just now`, `2 min ago`, `3 h ago`, `5 d ago`.
[[nodiscard]] QString ago(Milliseconds age);
/// `due in 12 min`, `due now`, `8 min overdue`.
[[nodiscard]] QString dueIn(Instant due, Instant now);

/// Whether somebody should hurry: Warn from 70 % of the time between `since` and `due`, Bad past it, else Neutral.
[[nodiscard]] Tone urgency(Instant since, std::optional<Instant> due, Instant now);

} // namespace ringback::ui
