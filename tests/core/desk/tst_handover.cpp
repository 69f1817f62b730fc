#include "support/handlingrig.h"

#include <QTest>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::PresenceWord;
using calls::TaskState;
using test::must;
using test::rowsOf;
using Task = HandlingAnswer<CallbackTask>;
using Why = HandlingRefusal::Why;

namespace {

calls::Staff &person(settings::Setup &setup, const QString &id)
{
    return *std::find_if(setup.staff.begin(), setup.staff.end(), [&](const calls::Staff &one) { return one.id == id; });
}

void workAtNightOnly(calls::Staff &staff)
{
    staff.shifts = {{.days = {1, 2, 3, 4, 5, 6, 7}, .from = QTime(20, 0), .to = QTime(23, 0)}};
}

} // namespace

/// Callbacks that go from one person to another, and who calls which next.
class TestHandOver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void toAColleague();
    void ofOneThatNobodyHas();
    void notWhatSomebodyElseHas();
    void refusals_data();
    void refusals();
    void anyway_data();
    void anyway();
    void toSomebodyWhoIsBusy();
    void waitsForThemUntilThePlaybookPassesItOn();
    void doesNotWaitForWhoIsNotAskedAnyMore();
    void isRoutedAsAnyOtherOnceTheyWereThere();
    void stillWaitsForItsTime();
    void attemptsStay();
    void stopsWhatAClaimStops();
    void isToldOffTheDesk();
    void isToldAgainWhenItComesBack();
    void itWentElsewhere();
    void twoAtOnce();

    void nextIsTheirsThatIsDueFirst();
    void nextIsWhatTheyMayGet();
    void nextLeavesOthersTheirs();
    void nextOfNothing();
    void nextNeedsTheRight();

private:
    [[nodiscard]] Handling &handling() { return m_rig->handling; }
    [[nodiscard]] QString next(const QString &staff)
    {
        const Answer<std::optional<CallbackTask>> answer = handling().next(staff);
        return !answer ? u"refused"_s : *answer ? (*answer)->id.text() : QString();
    }

    std::unique_ptr<test::HandlingRig> m_rig;
    QString m_task; ///< of one missed call: Dana's
};

void TestHandOver::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_rig = std::make_unique<test::HandlingRig>(dialect, [](settings::Setup &setup) {
        setup.staff.append({.id = u"ana"_s, .name = u"Ana Cruz"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"rob"_s, .name = u"Rob Hill"_s, .role = calls::Role::Rep, .suspended = true});
    });
    m_task = m_rig->missCall();
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
}

void TestHandOver::cleanup()
{
    if (m_rig) {
        const audit::Verification verification = must(audit::verify(*m_rig->database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_rig.reset();
}

void TestHandOver::toAColleague()
{
    m_rig->pass(10min); // the first step of the escalation: Sam has it
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    m_rig->clock.advance(25min); // the others would be due by now
    const CallbackTask before = m_rig->task(m_task);
    const Task over = handling().handOver(m_task, u"sam"_s, {.to = u"ana"_s, .note = u"he asks for you"_s, .from = u"sam"_s});
    QVERIFY(over);
    const CallbackTask task = m_rig->task(m_task);
    QCOMPARE(*over, task);
    QCOMPARE(task.state, TaskState::Open);
    QCOMPARE(task.claimedBy, QString());
    QVERIFY(!task.claimedAt);
    QCOMPARE(task.assignedTo, u"ana"_s);
    QCOMPARE(task.assignedAt, m_rig->clock.now());
    QCOMPARE(task.note, u"he asks for you"_s);
    QCOMPARE(task.team, before.team);
    QCOMPARE(task.dueAt, before.dueAt); // the caller waits no less
    QCOMPARE(task.escalations, 0);
    QCOMPARE(task.escalatedTo, QString());
    QCOMPARE(task.checkAt, m_rig->clock.now() + 10min);
    QCOMPARE(m_rig->audited(), (QStringList{u"staff:sam task_claimed"_s, u"staff:sam task_handed_over"_s}));
    QCOMPARE(m_rig->value(u"SELECT detail FROM audit WHERE action = 'task_handed_over'"_s),
             u"{\"anyway\":false,\"assigned_to\":\"ana\",\"was_assigned_to\":\"sam\",\"with_note\":true}"_s);
    QCOMPARE(m_rig->value(u"SELECT case_id FROM audit WHERE action = 'task_handed_over'"_s), task.followUp.text());
    m_rig->pass(1min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"ana"_s); // it is not passed on at once
}

void TestHandOver::ofOneThatNobodyHas()
{
    QVERIFY(handling().handOver(m_task, u"ana"_s, {.to = u"pat"_s})); // Dana's
    QVERIFY(handling().handOver(m_task, u"ana"_s, {.to = u"ana"_s})); // to oneself: to take it is no claim yet
    QCOMPARE(m_rig->task(m_task).assignedTo, u"ana"_s);
    QCOMPARE(m_rig->task(m_task).state, TaskState::Open);
}

void TestHandOver::notWhatSomebodyElseHas()
{
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    const Instant since = m_rig->clock.now();
    QCOMPARE(handling().handOver(m_task, u"dana"_s, {.to = u"pat"_s}).error(),
             (HandlingRefusal{.why = Why::Click, .click = {.why = Refusal::Why::TakenBySomeone, .who = u"Sam Ortiz"_s, .since = since}}));
    QVERIFY(m_rig->desk.complete(m_task, u"sam"_s, {.outcome = u"spam"_s}));
    QCOMPARE(handling().handOver(m_task, u"sam"_s, {.to = u"dana"_s}).error().click.why, Refusal::Why::AlreadyDone);
}

void TestHandOver::refusals_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("room"); // of Sam's desk
    QTest::addColumn<int>("why");
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("count");
    QTest::newRow("somebody who is not in the office") << u"zoe"_s << QString() << int(Why::NoSuchColleague) << QString() << 0;
    QTest::newRow("nobody") << QString() << QString() << int(Why::NoSuchColleague) << QString() << 0;
    QTest::newRow("somebody who is suspended") << u"rob"_s << QString() << int(Why::ColleagueMayNot) << u"Rob Hill"_s << 0;
    QTest::newRow("who has it") << u"dana"_s << QString() << int(Why::ColleagueHasIt) << u"Dana Reyes"_s << 0;
    QTest::newRow("who has as many as he takes") << u"sam"_s << u"desk"_s << int(Why::ColleagueIsFull) << u"Sam Ortiz"_s << 2;
    QTest::newRow("who got as many as he takes in a day") << u"sam"_s << u"day"_s << int(Why::ColleagueIsFull) << u"Sam Ortiz"_s << 1;
}

void TestHandOver::refusals()
{
    QFETCH(const QString, to);
    QFETCH(const QString, room);
    QFETCH(const int, why);
    QFETCH(const QString, who);
    QFETCH(const int, count);
    for (int caller = 130; caller < (room.isEmpty() ? 130 : 132); ++caller) {
        const QString other = m_rig->missCall(caller);
        if (m_rig->task(other).assignedTo != "sam"_L1)
            QVERIFY(handling().handOver(other, u"ana"_s, {.to = u"sam"_s}));
    }
    m_rig->put([&](settings::Setup &setup) {
        person(setup, u"sam"_s).capacity = room == "desk"_L1 ? 2 : 0;
        person(setup, u"sam"_s).perDay = room == "day"_L1 ? 1 : 0;
    });
    const CallbackTask before = m_rig->task(m_task);
    for (const bool anyway : {false, true}) { // it overrules only that somebody is not there
        const Task over = handling().handOver(m_task, u"ana"_s, {.to = to, .anyway = anyway});
        QVERIFY(!over);
        QCOMPARE(over.error(), (HandlingRefusal{.why = static_cast<Why>(why), .who = who, .count = count}));
    }
    const Task tooLong = handling().handOver(m_task, u"ana"_s, {.to = u"pat"_s, .note = QString(Handling::longestNote + 1, u'x')});
    QCOMPARE(tooLong.error().why, Why::NoteTooLong);
    QCOMPARE(m_rig->task(m_task), before);
}

void TestHandOver::anyway_data()
{
    QTest::addColumn<bool>("offShift");
    QTest::addColumn<int>("readiness");
    QTest::addColumn<QString>("until");
    QTest::newRow("away by their own word") << false << int(policy::Readiness::Away) << QString();
    QTest::newRow("off shift") << true << int(policy::Readiness::OffShift) << u"2026-11-21T02:00:00Z"_s;
}

void TestHandOver::anyway()
{
    QFETCH(const bool, offShift);
    QFETCH(const int, readiness);
    QFETCH(const QString, until);
    if (offShift)
        m_rig->put([](settings::Setup &setup) { workAtNightOnly(person(setup, u"sam"_s)); });
    else
        m_rig->say(u"sam"_s, PresenceWord::Away);
    const Task refused = handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s});
    QVERIFY(!refused);
    QCOMPARE(refused.error().why, Why::ColleagueNotThere);
    QCOMPARE(refused.error().who, u"Sam Ortiz"_s);
    QCOMPARE(int(refused.error().readiness), readiness);
    QCOMPARE(refused.error().at, until.isEmpty() ? std::nullopt : std::optional(test::instantOf(until)));
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s, .anyway = true}));
    QCOMPARE(m_rig->task(m_task).assignedTo, u"sam"_s);
    QVERIFY(m_rig->value(u"SELECT detail FROM audit WHERE action = 'task_handed_over'"_s).contains(u"\"anyway\":true"_s));
}

void TestHandOver::toSomebodyWhoIsBusy()
{
    m_rig->say(u"sam"_s, PresenceWord::Busy);
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    QCOMPARE(m_rig->task(m_task).escalatedTo, QString());
}

void TestHandOver::waitsForThemUntilThePlaybookPassesItOn()
{
    m_rig->say(u"sam"_s, PresenceWord::Away);
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s, .anyway = true}));
    m_rig->pass(9min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"sam"_s);
    m_rig->pass(1min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
    QCOMPARE(m_rig->task(m_task).escalatedTo, u"next_person"_s);
}

void TestHandOver::doesNotWaitForWhoIsNotAskedAnyMore()
{
    m_rig->say(u"sam"_s, PresenceWord::Away);
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s, .anyway = true}));
    m_rig->put([](settings::Setup &setup) { person(setup, u"sam"_s).suspended = true; });
    m_rig->pass(1min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
    QCOMPARE(m_rig->task(m_task).escalatedTo, QString());
}

void TestHandOver::isRoutedAsAnyOtherOnceTheyWereThere()
{
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    m_rig->say(u"sam"_s, PresenceWord::Away);
    m_rig->pass(1min);
    QCOMPARE(m_rig->task(m_task).assignedTo, u"dana"_s);
}

void TestHandOver::stillWaitsForItsTime()
{
    const Instant until = m_rig->clock.now() + 4h;
    QVERIFY(handling().snooze(m_task, u"dana"_s, until));
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    QCOMPARE(m_rig->task(m_task).readyAt, until);
    QCOMPARE(m_rig->task(m_task).checkAt, until + 10min);
    QCOMPARE(handling().snooze(m_task, u"dana"_s, until).error(),
             (HandlingRefusal{.why = Why::WaitsForSomebody, .who = u"Sam Ortiz"_s, .at = until}));
}

void TestHandOver::attemptsStay()
{
    QVERIFY(m_rig->desk.complete(m_task, u"dana"_s, {.outcome = u"no_answer"_s}));
    const QString second = m_rig->value(u"SELECT id FROM callback_tasks WHERE state = 'open'"_s);
    const Task over = handling().handOver(second, u"dana"_s, {.to = u"sam"_s});
    QVERIFY(over);
    QCOMPARE(over->attempt, 2);
}

void TestHandOver::stopsWhatAClaimStops()
{
    const auto nextStep = [this] {
        return m_rig->value(u"SELECT next_step FROM follow_ups"_s);
    };
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    QCOMPARE(nextStep(), u"second_touch"_s); // nobody had it in hand
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s));
    QVERIFY(handling().handOver(m_task, u"sam"_s, {.to = u"dana"_s}));
    QCOMPARE(nextStep(), QString());
}

void TestHandOver::isToldOffTheDesk()
{
    m_rig->put([](settings::Setup &setup) {
        calls::Staff &sam = person(setup, u"sam"_s);
        sam.offDesk = calls::OffDesk::Text;
        sam.phone = test::number(u"+12145550188"_s);
    });
    QVERIFY(m_rig->desk.claim(m_task, u"dana"_s));
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    QCOMPARE(rowsOf(*m_rig->database, u"SELECT staff, kind FROM staff_notices"_s), QStringList{u"sam assigned"_s});
}

// Sam had it, was told, and lost it; who hands it to him again wants him to hear of it.
void TestHandOver::isToldAgainWhenItComesBack()
{
    isToldOffTheDesk();
    m_rig->clock.advance(1min);
    QVERIFY(m_rig->desk.claim(m_task, u"dana"_s)); // it stays assigned to him meanwhile
    QVERIFY(handling().handOver(m_task, u"dana"_s, {.to = u"sam"_s}));
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM staff_notices WHERE staff = 'sam'"_s), u"2"_s);
    QCOMPARE(m_rig->task(m_task).assignedAt, m_rig->clock.now());
}

void TestHandOver::itWentElsewhere()
{
    QCOMPARE(handling().handOver(m_task, u"ana"_s, {.to = u"pat"_s, .from = u"sam"_s}).error(),
             (HandlingRefusal{.why = Why::WentElsewhere, .who = u"Dana Reyes"_s}));
    m_rig->sql(u"UPDATE callback_tasks SET assigned_to = ''"_s);
    QCOMPARE(handling().handOver(m_task, u"ana"_s, {.to = u"pat"_s, .from = u"dana"_s}).error(),
             (HandlingRefusal{.why = Why::WentElsewhere}));
    QVERIFY(handling().handOver(m_task, u"ana"_s, {.to = u"pat"_s, .from = u""_s}));
}

void TestHandOver::twoAtOnce()
{
    for (int round = 0; round < 10; ++round) {
        const QString task = m_rig->missCall(130 + round);
        const QString holder = m_rig->task(task).assignedTo;
        const auto [toAna, toPat] =
            m_rig->atOnce([&](Handling &theirs) { return theirs.handOver(task, u"dana"_s, {.to = u"ana"_s, .from = holder}); },
                          [&](Handling &theirs) { return theirs.handOver(task, u"sam"_s, {.to = u"pat"_s, .from = holder}); });
        QVERIFY(toAna.has_value() != toPat.has_value());
        const QString winner = toAna ? u"Ana Cruz"_s : u"Pat Lee"_s;
        QCOMPARE((toAna ? toPat.error() : toAna.error()), (HandlingRefusal{.why = Why::WentElsewhere, .who = winner}));
        m_rig->clock.advance(1s);
    }
    QCOMPARE(m_rig->value(u"SELECT COUNT(*) FROM audit WHERE action = 'task_handed_over'"_s), u"10"_s);
}

void TestHandOver::nextIsTheirsThatIsDueFirst()
{
    const QString second = m_rig->missCall(130);
    const QString third = m_rig->missCall(131);
    m_rig->sql(u"UPDATE callback_tasks SET assigned_to = 'dana'"_s);
    m_rig->sql(u"UPDATE callback_tasks SET due_at = due_at - 1 WHERE id = ?"_s, {second});
    QCOMPARE(next(u"dana"_s), second);
    QVERIFY(handling().snooze(second, u"dana"_s, m_rig->clock.now() + 1h));
    QCOMPARE(next(u"dana"_s), m_task);
    QVERIFY(m_rig->desk.claim(m_task, u"sam"_s)); // it is his now
    QCOMPARE(next(u"dana"_s), third);
    QCOMPARE(next(u"sam"_s), m_task);
    QCOMPARE(m_rig->task(third).state, TaskState::Open); // it is not claimed
}

void TestHandOver::nextIsWhatTheyMayGet()
{
    const QString urgent = m_rig->missCall(130);
    const QString dallas = m_rig->missCall(131);
    const QString left = m_rig->missCall(132);
    m_rig->sql(u"UPDATE callback_tasks SET assigned_to = ''"_s);
    m_rig->sql(u"UPDATE callback_tasks SET priority = 1 WHERE id = ?"_s, {urgent});
    m_rig->sql(u"UPDATE callback_tasks SET team = 'dallas', priority = 1 WHERE id = ?"_s, {dallas});
    m_rig->sql(u"UPDATE callback_tasks SET returned_from = 'dana', priority = 1, ready_at = 1 WHERE id = ?"_s, {left});
    QStringList order;
    for (QString id = next(u"dana"_s); !id.isEmpty() && order.size() < 5; id = next(u"dana"_s)) {
        order.append(id);
        m_rig->sql(u"UPDATE callback_tasks SET assigned_to = 'sam' WHERE id = ?"_s, {id});
    }
    QCOMPARE(order, (QStringList{urgent, m_task, dallas, left})); // Dana is of the office's team only
}

void TestHandOver::nextLeavesOthersTheirs()
{
    QCOMPARE(next(u"sam"_s), QString());
    m_rig->sql(u"UPDATE callback_tasks SET assigned_to = '', ready_at = ?"_s, {qlonglong(toMs(m_rig->clock.now() + 1h))});
    QCOMPARE(next(u"sam"_s), QString()); // it waits for its time
    m_rig->clock.advance(1h);
    QCOMPARE(next(u"sam"_s), m_task);
    QCOMPARE(next(u"pat"_s), m_task); // of no team: it is better that they take it than nobody
}

void TestHandOver::nextOfNothing()
{
    QVERIFY(m_rig->desk.complete(m_task, u"dana"_s, {.outcome = u"spam"_s}));
    const Answer<std::optional<CallbackTask>> answer = handling().next(u"dana"_s);
    QVERIFY(answer && !*answer);
}

void TestHandOver::nextNeedsTheRight()
{
    QCOMPARE(handling().next(u"rob"_s).error().why, Refusal::Why::NotAllowed);
    QCOMPARE(handling().next(u"zoe"_s).error().why, Refusal::Why::NoSuchPerson);
}

QTEST_GUILESS_MAIN(TestHandOver)

#include "tst_handover.moc"
