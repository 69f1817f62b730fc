#pragma once

#include "connectors/phoneprovider.h"
#include "settings/connection.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

/// What Quo's webhooks say, as events (providers: phone-and-sms.md, 4.2 to 4.4).
namespace ringback::connectors::quo {

/// A webhook of a kind that we read, by its body; those about contacts, recordings and summaries are not.
[[nodiscard]] bool isOfInterest(const QString &type);

/// The events that the dated webhook is asked for.
[[nodiscard]] QStringList wantedEvents();

/// Unique for what a webhook says, not for its delivery: a retry and the copies of several webhooks on one account are one event. The same as that of
/// the list's entry for the same text. A webhook that leaves out who called does not stand in the way of one that tells. Errors: Invalid.
[[nodiscard]] Result<QString> eventKey(const QJsonObject &envelope);

/// Reads a webhook of either generation. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateWebhook(const settings::QuoAccount &account, const QJsonObject &envelope);

/// A text from somebody, without who it is from and which line it came to: those stand elsewhere in each shape.
[[nodiscard]] TextReceived readText(const QString &id, const QJsonObject &message);

[[nodiscard]] std::optional<calls::DeliveryState> deliveryState(QStringView status);

} // namespace ringback::connectors::quo
