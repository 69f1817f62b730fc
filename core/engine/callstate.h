#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "connectors/phoneprovider.h"

namespace ringback::engine {

/// What a call looks like before its first event.
[[nodiscard]] calls::Call beginCall(calls::CallId id, const QString &connection, const connectors::CallEvent &event, Instant arrivedAt);

/// The call after one more event. Events apply by rank, whatever order they arrive in: a missed or answered call stays what it is; an
/// unclear one may still be cleared up. `settle` is how long a verdict that may still change waits. What tells facts alone (a leg, a name, a
/// voicemail's transcript) is taken at any time.
[[nodiscard]] calls::Call absorb(calls::Call call, const connectors::CallEvent &event, Instant arrivedAt, Milliseconds settle);

/// A leg that rings or talks keeps a failed attempt from settling, but not for ever: the news of its end may have been lost.
inline constexpr Milliseconds legLostAfter = std::chrono::minutes(3);

/// What a call's provider word becomes when the caller left a voicemail: then the caller did not give up.
inline constexpr char16_t voicemailWord[] = u"voicemail";

/// Whether the caller hung up before anybody could come to the phone, by the provider's words. Others (busy, failed, voicemail) say that the caller
/// stayed.
[[nodiscard]] bool callerGaveUp(const calls::Call &call);

/// The call after its time to settle has come and nothing more was heard.
[[nodiscard]] calls::Call settled(calls::Call call);

} // namespace ringback::engine
