#pragma once

#include "base/result.h"
#include "connectors/phoneprovider.h"

#include <QJsonObject>

/// What a notification about a telephony session says (providers: phone-and-sms.md, 3.3, 3.4). Pure. The verdict is over the whole session, so a
/// party that missed the call is no more than MissedSoFar: another phone may have it.
namespace ringback::connectors::ringcentral {

/// A CallEvent, or Ignored. `body` is the notification's. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateSession(const QJsonObject &body);

/// What makes two notifications one: the session, its sequence, and what it says of whom. Errors: Invalid.
[[nodiscard]] Result<QString> sessionKey(const QJsonObject &body);

} // namespace ringback::connectors::ringcentral
