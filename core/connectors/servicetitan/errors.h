#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/leadsystem.h"

#include <QMap>

#include <optional>

namespace ringback::connectors::servicetitan {

/// What ServiceTitan says went wrong.
struct ApiError {
    QString title;
    QString traceId; ///< for their support
    QMap<QString, QString> fields; ///< what is wrong with which field of the request
    bool isTheirs = false; ///< ServiceTitan spoke, and nothing in between

    [[nodiscard]] QString message() const;
};
[[nodiscard]] ApiError readError(const HttpAnswer &answer);

/// What an answer other than a good one says of a write: NotWritten, or Unknown where it may have been carried out (providers:
/// crm-ats-calendar.md, 4).
[[nodiscard]] WriteOutcome refusal(const HttpAnswer &answer);
/// What a failed reading says of the write it was needed for.
[[nodiscard]] WriteOutcome refusal(const Error &error);
/// Errors: Refused (`revoked`, `no_right`), NotFound, Transient, Invalid.
[[nodiscard]] Error readingFailed(const HttpAnswer &answer, const QByteArray &path);

/// The slot whose choice a field of a request holds: what to mend when ServiceTitan does not take it. Empty = none's.
[[nodiscard]] QString slotOfField(const QString &field);

} // namespace ringback::connectors::servicetitan
