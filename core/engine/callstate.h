#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "connectors/phoneprovider.h"

namespace ringback::engine {

/// What a call looks like before its first event.
[[nodiscard]] calls::Call beginCall(calls::CallId id, const QString &connection, const connectors::CallEvent &event, Instant arrivedAt);

/// The call after one more event. Events apply by rank, whatever order they arrive in: a missed or answered call stays what it is; an
/// unclear one may still be cleared up. `settle` is how long a verdict that may still change waits.
[[nodiscard]] calls::Call absorb(calls::Call call, const connectors::CallEvent &event, Instant arrivedAt, Milliseconds settle);

/// The call after its time to settle has come and nothing more was heard.
[[nodiscard]] calls::Call settled(calls::Call call);

} // namespace ringback::engine
