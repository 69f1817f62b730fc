#pragma once

#include "connectors/greenhouse/api.h"
#include "connectors/leadsystem.h"

namespace ringback::connectors::greenhouse {

/// What an answer that is not the hoped-for one says of the write that met it (providers: crm-ats-calendar.md, 6). A 404 is Gone; whether that is
/// only because Greenhouse shows new records late is for whoever knows when it was made.
[[nodiscard]] WriteOutcome writingFailed(const Reply &reply);

/// Of a read. Errors: Refused (`revoked`, `no_right`), Transient, Invalid.
[[nodiscard]] Error readingFailed(const Reply &reply, const QByteArray &target);

/// A read that a write needed first has failed: nothing has been written.
[[nodiscard]] NotWritten notRead(const Error &error);

} // namespace ringback::connectors::greenhouse
