#pragma once

#include "base/result.h"
#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"
#include "settings/connection.h"

#include <QJsonArray>
#include <QJsonObject>

/// Calls and texts as Twilio's lists have them (providers: phone-and-sms.md, 2.5): stored with what their verdict needs, and read again.
namespace ringback::connectors::twilio {

/// A finished call as an event of the kind CallLog, with its legs and its recordings as Twilio lists them.
[[nodiscard]] calls::ProviderEvent callRecord(const QJsonObject &call, const QJsonArray &legs, const QJsonArray &recordings);

/// A text as an event of the kind MessageLog, under the key that a webhook about the same has. Nothing: it says nothing yet.
[[nodiscard]] std::optional<calls::ProviderEvent> textRecord(const QJsonObject &message);

/// Whether somebody talked on one of these legs: then no recording is asked for.
[[nodiscard]] bool isAnsweredOn(const QJsonArray &legs);

/// A CallEvent. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateCallRecord(const QByteArray &payload, const settings::TwilioAccount &account);
/// A TextReceived or a TextStatus. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateTextRecord(const QByteArray &payload);

/// When an element of a list began; a date that is missing says nothing.
[[nodiscard]] std::optional<Instant> beganAt(const QJsonObject &record);

} // namespace ringback::connectors::twilio
