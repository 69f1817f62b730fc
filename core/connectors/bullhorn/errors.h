#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/leadsystem.h"

namespace ringback::connectors::bullhorn {

/// What Bullhorn says went wrong.
struct ApiError {
    QString code; ///< `errors.authentication.invalidRestToken`, or the name of a field
    QString message;

    /// Whether it was Bullhorn that spoke, and nothing in between.
    [[nodiscard]] bool isBullhorns() const { return !code.isEmpty() || !message.isEmpty(); }
};
[[nodiscard]] ApiError readError(const HttpAnswer &answer);

/// What an answer that is no success says of the write that met it (providers: crm-ats-calendar.md, 8): 500 and a lost answer leave it open.
[[nodiscard]] WriteOutcome judgeWrite(const HttpAnswer &answer);
/// The same of a read. NotFound: there is no such record, or no such field.
[[nodiscard]] Error judgeRead(const HttpAnswer &answer);
/// What a write is when something that had to be read before it could not be: nothing has left.
[[nodiscard]] NotWritten notWritten(const Error &error);

} // namespace ringback::connectors::bullhorn
