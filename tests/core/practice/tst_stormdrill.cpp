#include "core/practice/checkingdoor.h"
#include "practice/stormdrill.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::practice;
using namespace Qt::StringLiterals;
using test::CheckingDoor;

namespace {

const QString publicUrl = u"https://hooks.example.com"_s;
const QByteArray token = "0123456789abcdef0123456789abcdef";
const QStringList lines = {u"+12145550100"_s, u"+14695550100"_s};

StormTarget target(const CheckingDoor &door)
{
    return {.doorPort = door.port(),
            .publicUrl = publicUrl,
            .authToken = token,
            .accountSid = u"AC00000000000000000000000000000001"_s,
            .lines = lines};
}

// What the plan says must come of it when every call is taken.
QSet<QString> eligible(const QList<PlannedCall> &plan)
{
    QSet<QString> numbers;
    for (const PlannedCall &call : plan) {
        if (!call.isShort)
            numbers.insert(call.caller);
    }
    return numbers;
}

} // namespace

class TestStormDrill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plansTheSameCallersFromTheSameSeed();
    void plansTheAskedShares_data();
    void plansTheAskedShares();
    void hasNumbersForABigStorm();
    void postsWhatWasPlanned_data();
    void postsWhatWasPlanned();
    void expectsNothingOfRefusedCalls();
    void endsNoCallWhoseRingingWasRefused();
    void countsWhatACrowdedDoorTurnsAway();
    void survivesADoorThatIsNotThere();
};

void TestStormDrill::plansTheSameCallersFromTheSameSeed()
{
    const StormPlan plan{.calls = 500, .seed = 42};
    QCOMPARE(planStorm(plan, lines), planStorm(plan, lines));
    StormPlan other = plan;
    other.seed = 43;
    QVERIFY(planStorm(other, lines) != planStorm(plan, lines));
}

void TestStormDrill::plansTheAskedShares_data()
{
    QTest::addColumn<int>("repeatPercent");
    QTest::addColumn<int>("shortPercent");
    QTest::newRow("none repeat, none are short") << 0 << 0;
    QTest::newRow("some of both") << 20 << 10;
    QTest::newRow("all are short") << 0 << 100;
    QTest::newRow("one caller alone") << 100 << 0;
}

void TestStormDrill::plansTheAskedShares()
{
    QFETCH(int, repeatPercent);
    QFETCH(int, shortPercent);
    constexpr int calls = 5'000;
    const QList<PlannedCall> plan =
        planStorm({.calls = calls, .repeatPercent = repeatPercent, .shortPercent = shortPercent, .seed = 5}, lines);
    QCOMPARE(plan.size(), calls);
    QSet<QString> callers;
    int isShort = 0;
    for (const PlannedCall &call : plan) {
        callers.insert(call.caller);
        isShort += call.isShort ? 1 : 0;
    }
    const auto percent = [](qsizetype part) {
        return 100.0 * static_cast<double>(part) / calls;
    };
    QVERIFY(std::abs(percent(isShort) - shortPercent) < 2);
    QVERIFY(std::abs(percent(calls - callers.size()) - repeatPercent) < 2);
}

void TestStormDrill::hasNumbersForABigStorm()
{
    static const QRegularExpression madeUp(u"^\\+1[2-9][0-8][0-9]55501[0-9]{2}$"_s);
    const QList<PlannedCall> plan = planStorm({.calls = 60'000, .repeatPercent = 0, .shortPercent = 0, .seed = 1}, lines);
    QSet<QString> callers;
    for (const PlannedCall &call : plan) {
        QVERIFY2(madeUp.match(call.caller).hasMatch(), qPrintable(call.caller));
        QVERIFY2(call.caller.mid(3, 2) != u"11", qPrintable(call.caller));
        QVERIFY(!lines.contains(call.caller) && lines.contains(call.line));
        callers.insert(call.caller);
    }
    QCOMPARE(callers.size(), 60'000);
}

void TestStormDrill::postsWhatWasPlanned_data()
{
    QTest::addColumn<StormPlan>("plan");
    QTest::newRow("many at once") << StormPlan{.calls = 600, .concurrency = 16, .repeatPercent = 20, .shortPercent = 15, .seed = 9};
    QTest::newRow("one after the other") << StormPlan{.calls = 60, .concurrency = 1, .repeatPercent = 50, .shortPercent = 50, .seed = 9};
    QTest::newRow("more threads than calls") << StormPlan{.calls = 3, .concurrency = 64, .repeatPercent = 0, .shortPercent = 0, .seed = 9};
    QTest::newRow("no calls") << StormPlan{.calls = 0};
}

void TestStormDrill::postsWhatWasPlanned()
{
    QFETCH(StormPlan, plan);
    CheckingDoor door(publicUrl, token);
    const StormResult result = runStorm(plan, target(door));
    const QList<PlannedCall> planned = planStorm(plan, lines);
    const auto shorts = std::count_if(planned.begin(), planned.end(), [](const PlannedCall &call) { return call.isShort; });

    QCOMPARE(door.objections(), QStringList());
    QCOMPARE(result.acknowledged, plan.calls);
    QCOMPARE(result.refused, 0);
    QCOMPARE(result.unanswered, 0);
    QCOMPARE(static_cast<qsizetype>(result.acknowledgements.size()), plan.calls + shorts);
    QCOMPARE(QSet<QString>(result.expectTexted.begin(), result.expectTexted.end()), eligible(planned));
    QCOMPARE(result.expectTexted.size(), eligible(planned).size());
    QVERIFY(result.startedAt <= result.endedAt);
    for (const QString &number : result.expectTexted) {
        QVERIFY(result.firstEligiblePostAt.contains(number));
        QVERIFY(result.firstEligiblePostAt.value(number) >= result.startedAt);
        QVERIFY(result.firstEligiblePostAt.value(number) <= result.endedAt);
    }
    QVERIFY(std::all_of(result.acknowledgements.begin(), result.acknowledgements.end(), [](auto time) { return time.count() > 0; }));

    // The door heard the same: each call once, short ones ringing first.
    QHash<QString, QList<CallSignal>> signalsOf;
    QHash<QString, QString> callerOf;
    const QList<CallEvent> events = door.events<CallEvent>();
    for (const CallEvent &event : events) {
        signalsOf[event.providerCallId].append(event.signal);
        callerOf[event.providerCallId] = event.caller;
    }
    QStringList heard = callerOf.values();
    QStringList expected;
    for (const PlannedCall &call : planned)
        expected.append(call.caller);
    heard.sort();
    expected.sort();
    QCOMPARE(heard, expected);
    const QList<CallSignal> tooShort = {CallSignal::Ringing, CallSignal::Missed};
    QCOMPARE(std::count(signalsOf.cbegin(), signalsOf.cend(), tooShort), shorts);
    QCOMPARE(std::count(signalsOf.cbegin(), signalsOf.cend(), QList<CallSignal>{CallSignal::Missed}), plan.calls - shorts);
}

void TestStormDrill::expectsNothingOfRefusedCalls()
{
    CheckingDoor door(publicUrl, token);
    door.status = [](const CheckingDoor::Webhook &webhook) {
        return webhook.form.value(u"From").endsWith(u'7') ? 503 : 200;
    };
    const StormPlan plan{.calls = 400, .concurrency = 8, .repeatPercent = 20, .shortPercent = 0, .seed = 2};
    const StormResult result = runStorm(plan, target(door));
    QVERIFY(result.refused > 0);
    QCOMPARE(result.acknowledged + result.refused, plan.calls);
    QCOMPARE(static_cast<int>(result.acknowledgements.size()), result.acknowledged);
    QVERIFY(
        std::none_of(result.expectTexted.begin(), result.expectTexted.end(), [](const QString &number) { return number.endsWith(u'7'); }));
}

void TestStormDrill::endsNoCallWhoseRingingWasRefused()
{
    CheckingDoor door(publicUrl, token);
    door.status = [](const CheckingDoor::Webhook &webhook) {
        return webhook.form.value(u"CallStatus") == u"ringing" ? 503 : 200;
    };
    const StormPlan plan{.calls = 50, .concurrency = 4, .repeatPercent = 0, .shortPercent = 100, .seed = 2};
    const StormResult result = runStorm(plan, target(door));
    QCOMPARE(result.refused, plan.calls);
    QCOMPARE(door.webhooks().size(), plan.calls); // without its ringing such a call would look like one to text for
}

void TestStormDrill::countsWhatACrowdedDoorTurnsAway()
{
    CheckingDoor door(publicUrl, token);
    const StormPlan plan{.calls = 900, .concurrency = 300, .repeatPercent = 0, .shortPercent = 0, .seed = 9}; // it keeps 256 connections
    const StormResult result = runStorm(plan, target(door));
    QCOMPARE(result.acknowledged + result.refused + result.unanswered, plan.calls);
    QCOMPARE(result.expectTexted.size(), result.acknowledged);
    QVERIFY(result.acknowledged >= 256);
}

void TestStormDrill::survivesADoorThatIsNotThere()
{
    CheckingDoor door(publicUrl, token);
    const StormTarget gone = target(door);
    door.stop();
    const StormResult result = runStorm({.calls = 40, .concurrency = 4, .seed = 1}, gone);
    QCOMPARE(result.unanswered, 40);
    QVERIFY(result.acknowledgements.empty());
    QVERIFY(result.expectTexted.isEmpty());
}

QTEST_GUILESS_MAIN(TestStormDrill)
#include "tst_stormdrill.moc"
