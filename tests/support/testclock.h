#pragma once

#include "base/clock.h"
#include "base/time.h"

#include <QDateTime>
#include <QString>

#include <atomic>

namespace ringback::test {

/// `2026-11-21T02:00:13Z` as an Instant.
[[nodiscard]] inline Instant instantOf(const QString &iso)
{
    const QDateTime at = QDateTime::fromString(iso, Qt::ISODateWithMs);
    Q_ASSERT_X(at.isValid() && at.timeSpec() != Qt::LocalTime, "instantOf", "an ISO time with a zone");
    return fromMs(at.toMSecsSinceEpoch());
}

/// A clock that stands until it is set. Any thread may ask it.
class TestClock final : public Clock {
public:
    /// Noon of a Friday in Dallas, far from quiet hours in every American zone.
    TestClock()
        : TestClock(instantOf(QStringLiteral("2026-11-20T18:00:00Z")))
    {}
    explicit TestClock(Instant at)
        : m_ms(toMs(at))
    {}

    [[nodiscard]] Instant now() const override { return fromMs(m_ms.load()); }
    void set(Instant at) { m_ms = toMs(at); }
    void advance(Milliseconds by) { m_ms += by.count(); }

private:
    std::atomic<qint64> m_ms;
};

} // namespace ringback::test
