#include "connectors/bookings/fields.h"

#include <QJsonArray>

namespace ringback::connectors::bookings {

using namespace Qt::StringLiterals;

namespace {

QString wordOf(const QJsonObject &event)
{
    return event.value("triggerEvent"_L1).toString();
}

// What the caller filled in, by the field's own identifier.
QString response(const QJsonObject &booking, QLatin1String field)
{
    return textIn(booking.value("responses"_L1).toObject().value(field).toObject(), "value"_L1);
}

std::optional<calls::PhoneNumber> phoneOf(const QJsonObject &booking, const QJsonObject &attendee)
{
    for (const auto field : {"attendeePhoneNumber"_L1, "smsReminderNumber"_L1, "phone"_L1}) {
        if (const auto number = numberOf(response(booking, field)))
            return number;
    }
    return numberOf(textIn(attendee, "phoneNumber"_L1));
}

} // namespace

std::optional<Forged> calComForgery(const Webhook &webhook, const QByteArray &key)
{
    if (isSigned(key, webhook.body, webhook.header("X-Cal-Signature-256")))
        return std::nullopt;
    return Forged{};
}

bool isCalComBooking(const QJsonObject &event)
{
    const QString what = wordOf(event);
    return what == "BOOKING_CREATED"_L1 || what == "BOOKING_RESCHEDULED"_L1 || what == "BOOKING_CANCELLED"_L1 ||
           what == "BOOKING_REJECTED"_L1;
}

Result<Booking> readCalCom(const QJsonObject &event)
{
    const QJsonObject payload = event.value("payload"_L1).toObject();
    const QJsonObject attendee = payload.value("attendees"_L1).toArray().at(0).toObject();
    const std::optional<Instant> startsAt = timeIn(payload, "startTime"_L1);
    const std::optional<Instant> changedAt = timeIn(event, "createdAt"_L1);
    const QString what = wordOf(event);
    Booking booking{.id = textIn(payload, "uid"_L1),
                    .replaces = what == "BOOKING_RESCHEDULED"_L1 ? textIn(payload, "rescheduleUid"_L1) : QString(),
                    .isCancelled = what == "BOOKING_CANCELLED"_L1 || what == "BOOKING_REJECTED"_L1,
                    .name = textIn(attendee, "name"_L1),
                    .email = textIn(attendee, "email"_L1),
                    .number = phoneOf(payload, attendee),
                    .tag = tagIn(textIn(payload.value("metadata"_L1).toObject(), "follow_up"_L1))};
    if (booking.id.isEmpty() || !startsAt || !changedAt)
        return failure(ErrorKind::Invalid, u"a booking without its id or its time"_s);
    booking.startsAt = *startsAt;
    booking.changedAt = *changedAt;
    return booking;
}

} // namespace ringback::connectors::bookings
