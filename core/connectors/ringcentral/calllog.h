#pragma once

#include "base/result.h"
#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"

#include <QJsonArray>

/// Calls as the call log has them (providers: phone-and-sms.md, 3.4, 3.5). Pure. The same call may stand there several times, once for each extension
/// that it rang at: its records are judged together.
namespace ringback::connectors::ringcentral {

/// One event for each finished call among the records, the oldest first; what is no call, or goes on, is left out.
[[nodiscard]] QList<calls::ProviderEvent> callsAmong(const QJsonArray &records);

/// A CallEvent, or Ignored. `records` are those of one call. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateCallRecords(const QJsonArray &records);

} // namespace ringback::connectors::ringcentral
