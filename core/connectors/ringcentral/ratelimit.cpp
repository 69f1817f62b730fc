#include "connectors/ringcentral/ratelimit.h"

#include "connectors/http/httpclient.h"

#include <algorithm>

namespace ringback::connectors::ringcentral {

Milliseconds RateLimit::wait(Group group) const
{
    const Count &count = m_counts.at(static_cast<size_t>(group));
    const Instant now = m_clock.now();
    Milliseconds wait{0};
    if (count.notBefore)
        wait = std::max(wait, *count.notBefore - now);
    const auto inWindow = [now](Instant at) {
        return at > now - window;
    };
    const auto recent = static_cast<size_t>(std::count_if(count.sent.cbegin(), count.sent.cend(), inWindow));
    if (recent >= allowed(group)) {
        const Instant makesRoom = count.sent.at(count.sent.size() - allowed(group));
        wait = std::max(wait, makesRoom + window - now);
    }
    return wait;
}

void RateLimit::count(Group group)
{
    Count &count = m_counts.at(static_cast<size_t>(group));
    count.sent.push_back(m_clock.now());
    while (count.sent.size() > allowed(group))
        count.sent.pop_front();
}

void RateLimit::learn(Group group, const HttpAnswer &answer)
{
    Count &count = m_counts.at(static_cast<size_t>(group));
    bool isNumber = false;
    const int left = answer.header("x-rate-limit-remaining").toInt(&isNumber);
    if (isNumber)
        count.left = std::max(left, 0);
    if (answer.status == 429) {
        // A pause of nothing would begin the penalty anew.
        const Milliseconds pause = std::max<Milliseconds>(answer.retryAfter.value_or(shortestPenalty), std::chrono::seconds(1));
        count.notBefore = m_clock.now() + pause;
        count.left = 0;
    } else if (isNumber && left <= 0) { // another program uses the same credential
        const qint64 seconds = std::clamp<qint64>(answer.header("x-rate-limit-window").toLongLong(), 1, 3600);
        count.notBefore = m_clock.now() + std::chrono::seconds(seconds);
    }
}

std::optional<int> RateLimit::left(Group group) const
{
    return m_counts.at(static_cast<size_t>(group)).left;
}

} // namespace ringback::connectors::ringcentral
