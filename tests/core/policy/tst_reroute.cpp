#include "base/id.h"
#include "policy/followthrough.h"
#include "policy/routing.h"
#include "support/office.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::TaskState;
using ringback::test::instantOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // a Friday in Dallas

/// A callback of Dana's, five minutes old; Pat owns the company, Sam is senior.
struct Situation {
    calls::CallbackTask task;
    QList<Candidate> people;
    Turns turns;
    QStringList skills;
    QString language;
    QString owner;

    Candidate &the(const QString &id)
    {
        return *std::find_if(people.begin(), people.end(), [&](const Candidate &one) { return one.staff.id == id; });
    }
    void set(const QString &id, Readiness readiness) { the(id).availability.readiness = readiness; }
    void all(Readiness readiness)
    {
        for (Candidate &one : people)
            one.availability.readiness = readiness;
    }
    void queued() { task.assignedTo.clear(); }
};
using Change = std::function<void(Situation &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestReroute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoHasItThen_data();
    void whoHasItThen();
    void restStays();
    void escalation_data();
    void escalation();

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = {}, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }
    [[nodiscard]] Situation situation()
    {
        Situation office{.task = {.id = m_ids.next<calls::TaskId>(noon),
                                  .followUp = m_ids.next<calls::FollowUpId>(noon),
                                  .team = u"office"_s,
                                  .assignedTo = u"dana"_s,
                                  .createdAt = noon - 5min,
                                  .dueAt = noon + 25min,
                                  .assignedAt = noon - 5min}};
        office.task.checkAt = nextCheck(office.task, m_book.callback);
        for (const QString &id : {u"pat"_s, u"dana"_s, u"sam"_s}) {
            Candidate candidate{.staff = *m_setup.person(id)};
            candidate.staff.teams = QStringList{u"office"_s};
            candidate.availability.readiness = Readiness::Here;
            office.people.append(candidate);
        }
        return office;
    }
    [[nodiscard]] static TaskFacts facts(const Situation &office)
    {
        return {.task = office.task,
                .candidates = office.people,
                .turns = office.turns,
                .skills = office.skills,
                .language = office.language,
                .owner = office.owner};
    }

    IdSource m_ids{1};
    const settings::Setup m_setup = test::exampleSetup();
    const playbook::Playbook m_book = test::roofing();
};

void TestReroute::whoHasItThen_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("who"); // "stays" = it is left alone
    QTest::addColumn<QStringList>("reasons");

    using enum Readiness;
    const QStringList stays;
    const QString left = u"assignee_left"_s;
    const QString came = u"somebody_came"_s;
    const QString next = u"assigned_next_available"_s;
    const QString nobody = u"nobody_available"_s;
    const auto row = [](const char *name, const Change &change, const QString &who, const QStringList &reasons) {
        QTest::newRow(name) << change << who << reasons;
    };
    row(
        "its person is here", [](Situation &) {}, u"stays"_s, stays);
    row(
        "its person is in a meeting", [](Situation &s) { s.set(u"dana"_s, Busy); }, u"stays"_s, stays);
    row(
        "of its person nobody knows", [](Situation &s) { s.set(u"dana"_s, NotKnown); }, u"stays"_s, stays);
    row(
        "its person's desk is full",
        [](Situation &s) {
            s.the(u"dana"_s).staff.capacity = 1;
            s.the(u"dana"_s).liveTasks = 3;
        },
        u"stays"_s, stays);
    row("its person went away", [](Situation &s) { s.set(u"dana"_s, Away); }, u"sam"_s, {left, next});
    row("its person is on leave", [](Situation &s) { s.set(u"dana"_s, OnLeave); }, u"sam"_s, {left, next});
    row("its person's shift is over", [](Situation &s) { s.set(u"dana"_s, OffShift); }, u"sam"_s, {left, next});
    row("its person was suspended", [](Situation &s) { s.the(u"dana"_s).staff.suspended = true; }, u"sam"_s, {left, next});
    row("its person has left the office", [](Situation &s) { s.people.removeAt(1); }, u"sam"_s, {left, next});
    row("its person went away, and nobody else is there", [](Situation &s) { s.all(Away); }, QString(), {left, nobody});
    row("its person went away, and all desks are full",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.set(u"pat"_s, Away);
            s.the(u"sam"_s).liveTasks = 6;
        },
        QString(), {left, nobody});
    row("its person went away, who looks after the caller is here",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.owner = u"pat"_s;
        },
        u"pat"_s, {left, u"owner_of_record"_s});
    row("its person looks after the caller, and went away",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.owner = u"dana"_s;
        },
        u"sam"_s, {left, u"owner_not_here"_s, next});
    row("the next one speaks the caller's language",
        [](Situation &s) {
            s.people.append(s.the(u"sam"_s));
            s.people.last().staff.id = u"maria"_s;
            s.people.last().staff.languages = QStringList{u"es"_s};
            s.set(u"dana"_s, Away);
            s.language = u"es"_s;
        },
        u"maria"_s, {left, next, u"speaks_their_language"_s});

    row("in the queue, and somebody is there", [](Situation &s) { s.queued(); }, u"dana"_s, {came, next});
    row("in the queue, and somebody came back",
        [](Situation &s) {
            s.queued();
            s.all(OffShift);
            s.set(u"sam"_s, Here);
        },
        u"sam"_s, {came, next});
    row("in the queue, and somebody sits in a meeting",
        [](Situation &s) {
            s.queued();
            s.all(OffShift);
            s.set(u"sam"_s, Busy);
        },
        u"sam"_s, {came, next});
    row(
        "in the queue, and nobody is there",
        [](Situation &s) {
            s.queued();
            s.all(OffShift);
        },
        u"stays"_s, stays);
    row(
        "in the queue of a team that nobody is in",
        [](Situation &s) {
            s.queued();
            s.task.team = u"houston"_s;
        },
        u"stays"_s, stays);
    row("left alone by one: to another",
        [](Situation &s) {
            s.queued();
            s.task.returnedFrom = u"dana"_s;
        },
        u"sam"_s, {came, next});
    row("left alone by the only one who is there: better than by nobody",
        [](Situation &s) {
            s.queued();
            s.all(Away);
            s.set(u"dana"_s, Here);
            s.task.returnedFrom = u"dana"_s;
        },
        u"dana"_s, {came, next});

    row(
        "claimed",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.task.state = TaskState::Claimed;
            s.task.claimedBy = u"dana"_s;
            s.task.claimedAt = noon;
        },
        u"stays"_s, stays);
    row(
        "done",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.task.state = TaskState::Done;
        },
        u"stays"_s, stays);
    row(
        "it waits for its time",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.task.readyAt = noon + 1ms;
        },
        u"stays"_s, stays);
    row("its time has come",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.task.readyAt = noon;
        },
        u"sam"_s, {left, next});
    row("it went to the next person, who left",
        [](Situation &s) {
            s.set(u"dana"_s, Away);
            s.task.escalatedTo = u"next_person"_s;
            s.task.escalations = 1;
        },
        u"sam"_s, {left, next});
    for (const QString &to : {u"team"_s, u"owner"_s, u"human_queue"_s}) {
        row(
            qPrintable(u"it went to the %1: stays there"_s.arg(to)),
            [to](Situation &s) {
                s.set(u"dana"_s, Away);
                s.task.escalatedTo = to;
            },
            u"stays"_s, stays);
        row(
            qPrintable(u"it went to the %1, and nobody has it: stays there"_s.arg(to)),
            [to](Situation &s) {
                s.queued();
                s.task.escalatedTo = to;
            },
            u"stays"_s, stays);
    }
}

void TestReroute::whoHasItThen()
{
    QFETCH(Change, change);
    QFETCH(QString, who);
    QFETCH(QStringList, reasons);
    Situation office = situation();
    change(office);
    const std::optional<TaskDecision> decision = reroute(facts(office), rules(), noon);
    QCOMPARE(decision.has_value(), who != "stays"_L1);
    if (!decision)
        return;
    QCOMPARE(decision->task.assignedTo, who);
    QCOMPARE(decision->reasons, reasons);
    QCOMPARE(decision->byTurn, reasons.contains(u"assigned_next_available"_s));
    QVERIFY(!decision->considered.isEmpty());
    QCOMPARE(decision->task.assignedAt, who.isEmpty() ? std::nullopt : std::optional(noon));
    // Decided once: as long as nothing changes it stays so.
    office.task = decision->task;
    QVERIFY(!reroute(facts(office), rules(), noon));
}

// Its age, its time and all else stay.
void TestReroute::restStays()
{
    Situation office = situation();
    office.set(u"dana"_s, Readiness::Away);
    office.task.priority = true;
    office.task.note = u"prior customer"_s;
    calls::CallbackTask expected = office.task;
    expected.assignedTo = u"sam"_s;
    expected.assignedAt = noon;
    QCOMPARE(reroute(facts(office), rules(), noon)->task, expected);
}

void TestReroute::escalation_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("before"); // steps taken
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("who");
    QTest::addColumn<bool>("byTurn");

    using enum Readiness;
    const auto row = [](const char *name, int minutes, int before, const Change &change, const QString &who, bool byTurn) {
        QTest::newRow(name) << minutes << before << change << who << byTurn;
    };
    row(
        "the next person", 10, 0, [](Situation &) {}, u"sam"_s, true);
    row(
        "the next person is away: the owner", 10, 0, [](Situation &s) { s.set(u"sam"_s, Away); }, u"pat"_s, true);
    row(
        "no next person: it stays", 10, 0,
        [](Situation &s) {
            s.set(u"sam"_s, Away);
            s.set(u"pat"_s, OffShift);
        },
        u"dana"_s, false);
    row(
        "the next person is who looks after them, back again", 10, 0, [](Situation &s) { s.owner = u"pat"_s; }, u"pat"_s, false);
    row(
        "the whole team", 20, 1, [](Situation &) {}, QString(), false);
    row(
        "the owner, who has gone home", 45, 2, [](Situation &s) { s.set(u"pat"_s, OffShift); }, u"pat"_s, false);
    row(
        "the owner with a full desk", 45, 2,
        [](Situation &s) {
            s.the(u"pat"_s).staff.capacity = 1;
            s.the(u"pat"_s).liveTasks = 7;
        },
        u"pat"_s, false);
    row(
        "a suspended owner", 45, 2, [](Situation &s) { s.the(u"pat"_s).staff.suspended = true; }, QString(), false);
}

void TestReroute::escalation()
{
    QFETCH(int, minutes);
    QFETCH(int, before);
    QFETCH(Change, change);
    QFETCH(QString, who);
    QFETCH(bool, byTurn);
    Situation office = situation();
    office.task.createdAt = noon;
    office.task.escalations = before;
    change(office);
    const Instant now = noon + std::chrono::minutes(minutes);
    const TaskDecision decision = decideTask(facts(office), rules(), now);
    QCOMPARE(decision.task.assignedTo, who);
    QCOMPARE(decision.byTurn, byTurn);
    QCOMPARE(decision.task.escalations, before + 1);
    const bool moved = who != office.task.assignedTo;
    QCOMPARE(decision.considered.isEmpty(), who.isEmpty() ? !office.the(u"pat"_s).staff.suspended : !moved);
    QCOMPARE(decision.task.assignedAt, !moved ? office.task.assignedAt : who.isEmpty() ? std::nullopt : std::optional(now));
}

QTEST_GUILESS_MAIN(TestReroute)
#include "tst_reroute.moc"
