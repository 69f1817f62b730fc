#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/leadsystem.h"

#include <optional>

namespace ringback::connectors::lever {

/// What Lever says went wrong.
struct ApiError {
    QString code; ///< `ResourceNotFound`
    QString message;

    /// Whether it was Lever that spoke, and nothing in between.
    [[nodiscard]] bool isLevers() const { return !code.isEmpty(); }
};
[[nodiscard]] ApiError readError(const HttpAnswer &answer);

/// Why a request that writes was not carried out, or may not have been (providers: crm-ats-calendar.md, 7).
using Trouble = std::variant<NotWritten, Unknown>;
/// Nothing = it was. Words of the answer still hold what they hold: withoutSecrets() is the caller's.
[[nodiscard]] std::optional<Trouble> troubleOf(const HttpAnswer &answer);

/// A request that only reads was not answered with what was asked for. Errors as LeadSystem::find().
[[nodiscard]] Error readingFailed(const HttpAnswer &answer, const QString &name);

/// A look-up before writing failed: nothing is written.
[[nodiscard]] NotWritten notWritten(const Error &error);

} // namespace ringback::connectors::lever
