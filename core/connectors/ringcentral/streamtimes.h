#pragma once

#include "base/clock.h"

namespace ringback::connectors::ringcentral {

/// When a stream does what (providers: phone-and-sms.md, 3.6, 3.7). Tests make them short.
struct StreamTimes {
    Milliseconds silence{60'000}; ///< then a heartbeat
    Milliseconds patience{10'000}; ///< for an answer to it, and to what we ask
    Milliseconds connecting{30'000}; ///< until the first frame
    Milliseconds firstPause{2'000}; ///< before connecting again; each next one is longer by as much
    Milliseconds longestPause{60'000};
    Milliseconds recovery{180'000}; ///< so long after a break RingCentral still has what we did not get
    Milliseconds beforeTheEnd{600'000}; ///< so long before its time is over, a connection is made anew
    Milliseconds look{600'000}; ///< how often a webhook's subscription is looked at
    Milliseconds subscriptionLife{604'800'000}; ///< a webhook's; renewed when half of it is over
    double jitter = 0.3; ///< pauses are longer by up to that part, by chance
};

/// What may have been lost goes so far further back than what was last heard.
inline constexpr Milliseconds lostMargin{300'000};

} // namespace ringback::connectors::ringcentral
