#pragma once

#include "calls/phonenumber.h"

#include <QByteArray>
#include <QList>
#include <QTime>

#include <array>
#include <optional>

namespace ringback::policy {

/// When texts may leave on one day of the week, by local time; a text may leave at `from`, none at `until`.
struct OpenHours {
    QTime from;
    QTime until;

    friend bool operator==(const OpenHours &, const OpenHours &) = default;
};

/// From Monday; empty = not on that day.
using WeekHours = std::array<std::optional<OpenHours>, 7>;

/// The states of the United States (postal codes) a number belongs to by its area code, nearly always one. Empty for toll-free numbers, area codes that
/// are not known and other countries. Data: resources/states/area_codes.csv.
[[nodiscard]] QList<QByteArray> statesOf(const calls::PhoneNumber &number);

/// The hours of a state that is stricter than federal law; null for the others. Data: resources/states/text_hours.csv.
[[nodiscard]] const WeekHours *hoursOf(const QByteArray &state);

} // namespace ringback::policy
