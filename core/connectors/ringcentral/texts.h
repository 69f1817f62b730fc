#pragma once

#include "base/result.h"
#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"

#include <QJsonObject>

#include <optional>

/// Texts, as notifications and the message store have them, and the account's record of opt-outs (providers: phone-and-sms.md, 3.8, 3.9). Pure.
namespace ringback::connectors::ringcentral {

/// A TextReceived, a TextStatus, or Ignored. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateMessage(const QJsonObject &message);

/// The same for the notification of a text and for its entry in the store; of texts of ours, one for each state. Errors: Invalid.
[[nodiscard]] Result<QString> messageKey(const QJsonObject &message);

/// An entry of the message store, for storing; nothing for what is no text. Errors: Invalid.
[[nodiscard]] Result<std::optional<calls::ProviderEvent>> messageEvent(const QJsonObject &message);

/// An OptOutChanged. `record` is one of a notification's. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateConsent(const QJsonObject &record);
[[nodiscard]] Result<QString> consentKey(const QJsonObject &record);

/// The life of a text in our words; nothing for a word that we do not know.
[[nodiscard]] std::optional<calls::DeliveryState> deliveryState(const QString &status);

} // namespace ringback::connectors::ringcentral
