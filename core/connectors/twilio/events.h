#pragma once

#include "base/result.h"
#include "connectors/phoneprovider.h"
#include "connectors/twilio/form.h"

/// What Twilio's webhooks say, in the engine's words (providers: phone-and-sms.md, 2.2, 2.3, 2.7). Pure. Whoever calls has verified the
/// signature; the values are data all the same, so each is bounded.
namespace ringback::connectors::twilio {

using calls::EventKind;

/// A CallEvent, or Ignored. A leg that Twilio dials is a call out as far as the form tells: it may also be one that rings a phone of ours for
/// an inbound call, which only the office's numbers show. Errors: Invalid, naming the field that is missing or too long.
[[nodiscard]] Result<PhoneEvent> translateVoice(const Form &form);

/// A TextReceived. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateMessage(const Form &form);

/// A TextStatus, or Ignored. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateMessageStatus(const Form &form);

/// What makes two deliveries one event: the provider's id and what it said of it. Errors: Invalid, as the translation's.
[[nodiscard]] Result<QString> eventKey(EventKind kind, const Form &form);

/// The life of a text in our words; nothing for a word that we do not know.
[[nodiscard]] std::optional<calls::DeliveryState> deliveryState(QStringView status);

} // namespace ringback::connectors::twilio
