#pragma once

#include "base/clock.h"
#include "calls/phonenumber.h"
#include "connectors/bookings/bookings.h"

#include <QJsonObject>
#include <QString>

#include <optional>

/// For this folder's own files: each kind of page, and members of what they send.
namespace ringback::connectors::bookings {

/// Whether the request is signed with that key. Forged where it is not, empty where it is.
[[nodiscard]] std::optional<Forged> calendlyForgery(const Webhook &webhook, const QByteArray &key, Instant now);
[[nodiscard]] std::optional<Forged> calComForgery(const Webhook &webhook, const QByteArray &key);

/// Whether it tells of a booking; other news of a page is none of ours.
[[nodiscard]] bool isCalendlyBooking(const QJsonObject &event);
[[nodiscard]] bool isCalComBooking(const QJsonObject &event);

[[nodiscard]] Result<Booking> readCalendly(const QJsonObject &event);
[[nodiscard]] Result<Booking> readCalCom(const QJsonObject &event);

/// HMAC-SHA256 of the text, against what a header says in hex. Takes as long whatever differs; nothing is signed with an empty key.
[[nodiscard]] bool isSigned(const QByteArray &key, const QByteArray &text, const QByteArray &hex);

[[nodiscard]] QString textIn(const QJsonObject &object, QLatin1String name);
/// ISO 8601 with a zone.
[[nodiscard]] std::optional<Instant> timeIn(const QJsonObject &object, QLatin1String name);
/// A whole phone number with its area code; a line of words that holds digits is none.
[[nodiscard]] std::optional<calls::PhoneNumber> numberOf(const QString &text);
/// Eight hex digits, or empty.
[[nodiscard]] QString tagIn(const QString &text);

} // namespace ringback::connectors::bookings
