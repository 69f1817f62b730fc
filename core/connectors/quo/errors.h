#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/phoneprovider.h"

#include <optional>

namespace ringback::connectors::quo {

/// What Quo says went wrong, in whichever of its three ways it says so.
struct ApiError {
    QString code; ///< `0206400`; empty = it gave none
    QString message;

    /// Whether it was Quo that spoke, and nothing in between.
    [[nodiscard]] bool isQuos() const { return !code.isEmpty() || !message.isEmpty(); }
};
[[nodiscard]] ApiError readError(const HttpAnswer &answer);

/// What an error says of the text that met it (providers: phone-and-sms.md, 4.9). The code decides, then the status. Nothing: it is not known whether
/// Quo took the text, which is so for every 5xx.
[[nodiscard]] std::optional<Refused::Class> classify(int httpStatus, const QString &code);

/// The carriers take no more of this sender's texts today.
inline constexpr char16_t dayIsFull[] = u"0204403";
/// How long that goes on: their day ends at midnight in California.
[[nodiscard]] Milliseconds untilNextDay(Instant now);

} // namespace ringback::connectors::quo
