#include "base/id.h"

#include <QRandomGenerator>

namespace ringback {

quint64 IdSource::systemSeed()
{
    return QRandomGenerator::system()->generate64();
}

// RFC 9562, 5.7 and 6.2 method 1: 48 bits of Unix milliseconds, a 12-bit counter in rand_a, 62 random bits.
QString IdSource::nextText(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    const qint64 ms = now.time_since_epoch().count();
    if (ms > m_lastMs) {
        m_lastMs = ms;
        m_counter = static_cast<quint32>(m_random() & 0x7ff); // leaves room to count up
    } else if (++m_counter > 0xfff) {
        ++m_lastMs; // the counter of this millisecond is used up, or the clock was set back: run ahead of it
        m_counter = 0;
    }
    const quint64 high = (static_cast<quint64>(m_lastMs) << 16) | 0x7000u | m_counter;
    const quint64 low = (m_random() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;

    static constexpr char digits[] = "0123456789abcdef";
    char text[36];
    int at = 0;
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20)
            text[at++] = '-';
        const quint64 half = nibble < 16 ? high : low;
        text[at++] = digits[(half >> (60 - 4 * (nibble % 16))) & 0xf];
    }
    return QString::fromLatin1(text, at);
}

} // namespace ringback
