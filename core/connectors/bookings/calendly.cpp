#include "base/time.h"
#include "connectors/bookings/fields.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::connectors::bookings {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostSignatures = 8; // two while a key is changed; each costs an HMAC

// `https://api.calendly.com/scheduled_events/…/invitees/<id>`
QString idIn(const QJsonObject &invitee, QLatin1String name)
{
    return textIn(invitee, name).section(u'/', -1);
}

// Pages ask for it as a number to remind at, as where to call, or as a question of their own.
std::optional<calls::PhoneNumber> phoneOf(const QJsonObject &invitee)
{
    if (const auto number = numberOf(textIn(invitee, "text_reminder_number"_L1)))
        return number;
    const QJsonObject location = invitee.value("scheduled_event"_L1).toObject().value("location"_L1).toObject();
    if (const auto number = numberOf(textIn(location, "location"_L1)); number && textIn(location, "type"_L1) == "outbound_call"_L1)
        return number;
    const QJsonArray answers = invitee.value("questions_and_answers"_L1).toArray();
    for (const QJsonValue each : answers) {
        if (const auto number = numberOf(textIn(each.toObject(), "answer"_L1)))
            return number;
    }
    return std::nullopt;
}

} // namespace

// `t=1795446000,v1=<hex>` of `<t>.<body>`
std::optional<Forged> calendlyForgery(const Webhook &webhook, const QByteArray &key, Instant now)
{
    QByteArray time;
    QList<QByteArray> signatures;
    for (const QByteArray &part : webhook.header("Calendly-Webhook-Signature").split(',')) {
        const QByteArray word = part.trimmed();
        if (word.startsWith("t="))
            time = word.mid(2);
        else if (word.startsWith("v1=") && signatures.size() < mostSignatures)
            signatures.append(word.mid(3));
    }
    bool isNumber = false;
    const qint64 seconds = time.size() <= 12 ? time.toLongLong(&isNumber) : 0;
    if (!isNumber)
        return Forged{};
    const bool isRight = std::any_of(signatures.cbegin(), signatures.cend(),
                                     [&](const QByteArray &signature) { return isSigned(key, time + '.' + webhook.body, signature); });
    if (!isRight)
        return Forged{};
    if (std::chrono::abs(now - fromMs(seconds * 1000)) > clockTolerance)
        return Forged{.why = u"clock"_s};
    return std::nullopt;
}

bool isCalendlyBooking(const QJsonObject &event)
{
    const QString what = event.value("event"_L1).toString();
    return what == "invitee.created"_L1 || what == "invitee.canceled"_L1;
}

Result<Booking> readCalendly(const QJsonObject &event)
{
    const QJsonObject invitee = event.value("payload"_L1).toObject();
    const std::optional<Instant> startsAt = timeIn(invitee.value("scheduled_event"_L1).toObject(), "start_time"_L1);
    const std::optional<Instant> changedAt = timeIn(event, "created_at"_L1);
    const bool isCancelled = event.value("event"_L1).toString() == "invitee.canceled"_L1;
    Booking booking{.id = idIn(invitee, "uri"_L1),
                    .replaces = isCancelled ? QString() : idIn(invitee, "old_invitee"_L1),
                    .isCancelled = isCancelled,
                    .isMoved = isCancelled && invitee.value("rescheduled"_L1).toBool(),
                    .name = textIn(invitee, "name"_L1),
                    .email = textIn(invitee, "email"_L1),
                    .number = phoneOf(invitee),
                    .tag = tagIn(textIn(invitee.value("tracking"_L1).toObject(), "utm_content"_L1))};
    if (booking.id.isEmpty() || !startsAt || !changedAt)
        return failure(ErrorKind::Invalid, u"a booking without its id or its time"_s);
    booking.startsAt = *startsAt;
    booking.changedAt = *changedAt;
    return booking;
}

} // namespace ringback::connectors::bookings
