#pragma once

#include "connectors/phoneprovider.h"

#include <optional>

namespace ringback::connectors::ringcentral {

/// What an error of RingCentral's says of the text, or the call, that met it (providers: phone-and-sms.md, 3.10). `code` is RingCentral's
/// (`MSG-304`), `parameter` what of the request it names; `httpStatus` 0 for the code of a delivery. Nothing: it is not known whether it was taken,
/// which is so for every 5xx.
[[nodiscard]] std::optional<Refused::Class> classify(int httpStatus, const QString &code, const QString &parameter = {});

} // namespace ringback::connectors::ringcentral
