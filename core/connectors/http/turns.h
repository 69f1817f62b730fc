#pragma once

#include "base/clock.h"
#include "connectors/http/ratelimit.h"

#include <QCoro/QCoroTask>
#include <QSet>

#include <memory>

class QTimer;

namespace ringback::connectors {

/// Waiting in line for a turn of a RateLimit, in one connector. Lives on one thread; whoever waits ends before it does.
class Turns final {
public:
    /// Without a limit nobody waits.
    Turns(std::shared_ptr<RateLimit> limit, const Clock &clock);
    Turns(const Turns &) = delete;
    Turns &operator=(const Turns &) = delete;

    /// False: given up meanwhile.
    QCoro::Task<bool> wait();
    /// No turn for so long, a minute at most.
    void pause(Milliseconds length);
    /// Who waits now waits no longer.
    void abandon();

private:
    const std::shared_ptr<RateLimit> m_limit;
    const Clock &m_clock;
    QSet<QTimer *> m_waiting;
    int m_abandoned = 0; ///< how often
};

} // namespace ringback::connectors
