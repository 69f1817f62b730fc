#include "connectors/http/turns.h"

#include <QCoro/QCoroTimer>
#include <QTimer>

namespace ringback::connectors {

Turns::Turns(std::shared_ptr<RateLimit> limit, const Clock &clock)
    : m_limit(std::move(limit))
    , m_clock(clock)
{}

QCoro::Task<bool> Turns::wait()
{
    const int abandoned = m_abandoned;
    const Instant now = m_clock.now();
    const Instant turn = m_limit ? m_limit->takeTurn(now) : now;
    if (turn > now) {
        QTimer timer;
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer); // others may be early, which services count
        timer.start(turn - now);
        m_waiting.insert(&timer);
        co_await timer;
        m_waiting.remove(&timer);
    }
    co_return m_abandoned == abandoned;
}

void Turns::pause(Milliseconds length)
{
    if (m_limit)
        m_limit->pauseUntil(m_clock.now() + length, m_clock.now());
}

void Turns::abandon()
{
    ++m_abandoned;
    for (QTimer *const timer : QSet<QTimer *>(m_waiting))
        timer->start(0);
}

} // namespace ringback::connectors
