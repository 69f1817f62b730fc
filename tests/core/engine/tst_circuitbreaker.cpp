#include "engine/circuitbreaker.h"

#include <QTest>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Instant noon{Milliseconds(1'795'000'000'000)};

} // namespace

class TestCircuitBreaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pauses_data();
    void pauses();
    void changes();
};

// What happens, a letter a second: `f` a request fails, `s` one succeeds, `.` nothing, `>` the pause ends.
void TestCircuitBreaker::pauses_data()
{
    QTest::addColumn<QString>("story");
    QTest::addColumn<int>("allowed");
    QTest::addColumn<int>("pausedFor"); // seconds from the last thing on; -1 = not paused
    QTest::newRow("at first all may leave") << u""_s << 6 << -1;
    QTest::newRow("four failures are bad luck") << u"ffff"_s << 6 << -1;
    QTest::newRow("five in a row open it") << u"fffff"_s << 0 << 30;
    QTest::newRow("a success between begins the count anew") << u"ffffsffff"_s << 6 << -1;
    QTest::newRow("what was under way and fails says nothing new") << u"ffffffff"_s << 0 << 27;
    QTest::newRow("what was under way and succeeds closes it") << u"fffffs"_s << 6 << -1;
    QTest::newRow("after the pause one probe") << u"fffff>"_s << 1 << 0;
    QTest::newRow("the probe fails") << u"fffff>f"_s << 0 << 120;
    QTest::newRow("the second probe fails") << u"fffff>f>f"_s << 0 << 600;
    QTest::newRow("and any later one") << u"fffff>f>f>f>f"_s << 0 << 600;
    QTest::newRow("the probe succeeds") << u"fffff>s"_s << 6 << -1;
    QTest::newRow("a new row of failures begins with the short pause") << u"fffff>f>sfffff"_s << 0 << 30;
}

void TestCircuitBreaker::pauses()
{
    QFETCH(QString, story);
    QFETCH(int, allowed);
    QFETCH(int, pausedFor);
    CircuitBreaker breaker;
    Instant now = noon;
    for (const QChar event : story) {
        now += 1s;
        if (event == u'>')
            now = breaker.pausedUntil().value();
        else if (event == u'f')
            breaker.failed(now);
        else
            breaker.succeeded();
    }
    QCOMPARE(breaker.allowed(6, now), allowed);
    QCOMPARE(breaker.pausedUntil(), pausedFor < 0 ? std::nullopt : std::optional(now + std::chrono::seconds(pausedFor)));
}

void TestCircuitBreaker::changes()
{
    using Change = CircuitBreaker::Change;
    CircuitBreaker breaker;
    for (int i = 1; i < CircuitBreaker::failuresToOpen; ++i)
        QCOMPARE(breaker.failed(noon), Change::None);
    QCOMPARE(breaker.failed(noon), Change::Paused);
    QCOMPARE(breaker.failed(noon), Change::None);
    QCOMPARE(breaker.allowed(6, noon + 30s - 1ms), 0);
    QCOMPARE(breaker.allowed(6, noon + 30s), 1);
    QCOMPARE(breaker.allowed(0, noon + 30s), 0);
    QCOMPARE(breaker.failed(noon + 30s), Change::Paused);
    QCOMPARE(breaker.succeeded(), Change::Resumed);
    QCOMPARE(breaker.succeeded(), Change::None);
}

QTEST_GUILESS_MAIN(TestCircuitBreaker)
#include "tst_circuitbreaker.moc"
