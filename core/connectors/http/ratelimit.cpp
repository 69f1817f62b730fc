#include "connectors/http/ratelimit.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>

namespace ringback::connectors {

RateLimit::RateLimit(int atMost, Milliseconds window)
    : m_atMost(atMost)
    , m_window(window)
{}

Instant RateLimit::takeTurn(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    Instant turn = std::max(now, m_pausedUntil);
    if (!m_turns.empty())
        turn = std::max(turn, m_turns.back());
    if (m_turns.size() == static_cast<size_t>(m_atMost))
        turn = std::max(turn, m_turns.front() + m_window);
    if (turn > now + longestWait) {
        m_turns.clear();
        m_pausedUntil = {};
        turn = now;
    }
    m_turns.push_back(turn);
    if (m_turns.size() > static_cast<size_t>(m_atMost))
        m_turns.pop_front();
    return turn;
}

void RateLimit::pauseUntil(Instant until, Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_pausedUntil = std::max(m_pausedUntil, std::min(until, now + longestWait));
}

std::shared_ptr<RateLimit> RateLimit::ofCredential(const QByteArray &credential, int atMost, Milliseconds window)
{
    static std::mutex mutex;
    static QHash<QByteArray, std::weak_ptr<RateLimit>> limits;
    const QByteArray digest = QCryptographicHash::hash(credential, QCryptographicHash::Sha256); // no second place that keeps the secret
    const std::scoped_lock lock(mutex);
    std::shared_ptr<RateLimit> limit = limits.value(digest).lock();
    if (!limit) {
        limit = std::make_shared<RateLimit>(atMost, window);
        limits.insert(digest, limit);
    }
    return limit;
}

} // namespace ringback::connectors
