#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "calls/values.h"
#include "connectors/phonesystem.h"
#include "settings/calendarconnection.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// Pages where callers book a time by themselves, which tell of it by a signed webhook. Facts: providers/crm-ats-calendar.md, 10. Pure.
namespace ringback::connectors::bookings {

/// What became of one booking.
struct Booking {
    QString id; ///< the page's own
    QString replaces; ///< the id of the one that was moved here; empty = none
    bool isCancelled = false;
    bool isMoved = false; ///< cancelled only because another one takes its place
    Instant startsAt;
    Instant changedAt; ///< by the page's clock
    QString name;
    QString email;
    std::optional<calls::PhoneNumber> number;
    QString tag; ///< tagOf() the case, where the caller came by a link of ours; empty = not known

    friend bool operator==(const Booking &, const Booking &) = default;
};

/// How far Calendly's clock and ours may differ, and how long a webhook may take: what is older may be somebody's copy.
inline constexpr Milliseconds clockTolerance = std::chrono::minutes(3);

/// Judges a request at `/webhooks/booking/<page>`. `key`: the page's signing key.
[[nodiscard]] WebhookJudgement receive(const settings::BookingPage &page, const QByteArray &key, const Webhook &webhook, Instant now);

/// Reads a stored event. Errors: Invalid.
[[nodiscard]] Result<Booking> read(const settings::BookingPage &page, const QByteArray &payload);

/// What stands in a link for a case: the last eight characters of its id, which are random, as a link in a text must be short.
[[nodiscard]] QString tagOf(const calls::FollowUpId &followUp);
/// A page's address with the case's tag, where it is one of Calendly or Cal.com, which give it back with the booking; else as it is.
[[nodiscard]] QString taggedLink(const QString &link, const calls::FollowUpId &followUp);

} // namespace ringback::connectors::bookings
