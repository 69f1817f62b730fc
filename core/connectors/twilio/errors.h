#pragma once

#include "connectors/phoneprovider.h"

#include <optional>

namespace ringback::connectors::twilio {

/// What an error of Twilio's says of the text, or the call, that met it (providers: phone-and-sms.md, 2.10). `code` is Twilio's, 0 when the
/// answer had none; `httpStatus` 0 for the code of a delivery receipt. The code decides, then the status. Nothing: it is not known whether
/// Twilio took it, which is so for every 5xx, whatever code came with it.
[[nodiscard]] std::optional<Refused::Class> classify(int httpStatus, int code);

} // namespace ringback::connectors::twilio
