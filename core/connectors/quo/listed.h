#pragma once

#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"
#include "settings/connection.h"

#include <QJsonObject>
#include <QString>

#include <optional>

/// What stands in Quo's lists of calls and texts, as events (providers: phone-and-sms.md, 4.7 and 4.8).
namespace ringback::connectors::quo {

/// Whether a call of the list may still change: it goes on, or its voicemail is still being written down.
[[nodiscard]] bool isOpenCall(const QJsonObject &call);
/// Whether the fate of a text of the list is open.
[[nodiscard]] bool isOpenText(const QJsonObject &message);

/// An entry of the list of calls, as an event to store; `line` is our number, where it is known. Nothing while the call goes on.
[[nodiscard]] std::optional<calls::ProviderEvent> storedCall(const QJsonObject &call, const QString &line);
/// An entry of the list of texts, with the key that its webhook has. Nothing for texts of ours whose fate is open.
[[nodiscard]] std::optional<calls::ProviderEvent> storedText(const QJsonObject &message);

/// Read back what those two stored. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateCallLog(const settings::QuoAccount &account, const QJsonObject &stored);
[[nodiscard]] Result<PhoneEvent> translateMessageLog(const QJsonObject &stored);

} // namespace ringback::connectors::quo
