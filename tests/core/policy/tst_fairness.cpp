#include "policy/reasons.h"
#include "policy/routing.h"
#include "support/testclock.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::BusyKind;
using calls::BusyTime;
using calls::CalendarView;
using calls::Presence;
using calls::PresenceWord;
using ringback::test::instantOf;

namespace {

const QByteArray dallas = "America/Chicago";
const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // a Friday in Dallas

/// The same numbers on every machine, so not the distributions of the standard library.
class Dice {
public:
    explicit Dice(quint64 seed)
        : m_engine(seed)
    {}
    int below(int limit) { return static_cast<int>(m_engine() % static_cast<quint64>(limit)); }
    bool oneIn(int times) { return below(times) == 0; }

private:
    std::mt19937_64 m_engine;
};

calls::Shift shift(const QList<int> &days, int from, int to)
{
    return {.days = days, .from = QTime(from, 0), .to = QTime(to, 0)};
}

/// Somebody of a random office, and what the test knows of them without asking the code.
struct Somebody {
    calls::Staff staff;
    std::optional<Presence> said;
    std::optional<Presence> console;
    CalendarView calendar;
    int liveTasks = 0;
    int givenToday = 0;
    bool onShift = true;
    bool onLeave = false;
    bool inAMeeting = false;

    [[nodiscard]] bool mayBeGiven() const
    {
        if (staff.suspended || !onShift)
            return false;
        if (said)
            return said->word != PresenceWord::Away;
        return !onLeave && !(console && console->word == PresenceWord::Away);
    }
    [[nodiscard]] bool hasRoom() const
    {
        return (staff.capacity == 0 || liveTasks < staff.capacity) && (staff.perDay == 0 || givenToday < staff.perDay);
    }
    [[nodiscard]] bool isBusy() const
    {
        if (said)
            return said->word == PresenceWord::Busy;
        return inAMeeting || (console && console->word == PresenceWord::Busy);
    }
};

PresenceWord anyWord(Dice &dice)
{
    static constexpr std::array words{PresenceWord::Here, PresenceWord::Busy, PresenceWord::Away};
    return words.at(static_cast<size_t>(dice.below(3)));
}

Somebody anybody(Dice &dice, int number)
{
    static const QStringList teams{u"office"_s, u"dallas"_s, u"clients"_s};
    Somebody one;
    one.staff.id = u"p%1"_s.arg(number);
    one.staff.role = dice.oneIn(5) ? calls::Role::Owner : dice.oneIn(4) ? calls::Role::Admin : calls::Role::Rep;
    one.staff.senior = dice.oneIn(3);
    one.staff.suspended = dice.oneIn(8);
    for (const QString &team : teams) {
        if (dice.oneIn(2))
            one.staff.teams.append(team);
    }
    one.staff.capacity = dice.below(4);
    one.staff.perDay = dice.oneIn(2) ? 0 : 1 + dice.below(4);
    one.staff.weight = std::array{1, 50, 100, 200, 1000}.at(static_cast<size_t>(dice.below(5)));
    if (dice.oneIn(3))
        one.staff.languages = QStringList{u"es"_s};
    if (dice.oneIn(3))
        one.staff.skills = QStringList{u"hail"_s};
    one.liveTasks = dice.below(5);
    one.givenToday = dice.below(5);
    switch (dice.below(4)) {
    case 0:
        one.staff.shifts = {shift({5}, 8, 17)};
        break;
    case 1:
        one.staff.shifts = {shift({4}, 20, 13)}; // since last night
        break;
    case 2:
        one.staff.shifts = {shift({5}, 13, 22), shift({6}, 8, 17)};
        one.onShift = false;
        break;
    default:
        break;
    }
    if (dice.oneIn(3))
        one.said = Presence{.word = anyWord(dice), .source = Presence::Source::Person, .since = noon - 10min, .until = noon + 1h};
    if (dice.oneIn(2))
        one.console = Presence{.word = anyWord(dice), .source = Presence::Source::Console, .since = noon - 1h, .until = noon + 60s};
    if (dice.oneIn(2)) {
        one.calendar.state = dice.oneIn(4) ? CalendarView::State::Unknown : CalendarView::State::Known;
        one.onLeave = dice.oneIn(4);
        one.inAMeeting = dice.oneIn(3);
        if (one.onLeave)
            one.calendar.busy.append({.from = noon - 24h, .to = noon + 24h, .kind = BusyKind::Leave});
        if (one.inAMeeting)
            one.calendar.busy.append(
                {.from = noon - 10min, .to = noon + 10min, .kind = dice.oneIn(2) ? BusyKind::Busy : BusyKind::Tentative});
    }
    return one;
}

Candidate candidateOf(const Somebody &one)
{
    return {.staff = one.staff,
            .liveTasks = one.liveTasks,
            .lastAssignedAt = {},
            .givenToday = one.givenToday,
            .availability =
                availabilityOf({.staff = one.staff, .said = one.said, .console = one.console, .calendar = one.calendar}, dallas, noon)};
}

/// Somebody who comes and goes.
struct Worker {
    calls::Staff staff;
    bool isHere = true;
    QList<int> live; ///< when each callback on the desk is done: a call's number
    int got = 0;
    double due = 0; ///< what they could have got, by weight
};

QList<Worker> workers(const QList<int> &weights)
{
    QList<Worker> all;
    for (const int weight : weights) {
        Worker worker;
        worker.staff.id = u"w%1"_s.arg(all.size());
        worker.staff.weight = weight;
        worker.staff.teams = QStringList{u"office"_s};
        all.append(worker);
    }
    return all;
}

} // namespace

class TestFairness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyWhoIsNotThere();
    void comingAndGoing_data();
    void comingAndGoing();
    void backFromLeave();
    void withDesksThatFill();

private:
    [[nodiscard]] Rules rules() const { return {.playbook = m_book, .quietHours = {}, .officeZone = dallas, .officeLanguage = u"en"_s}; }
    // One call to whoever is there; the number of who got it, or -1.
    qsizetype route(QList<Worker> &office, Turns &turns, int call) const;

    playbook::Playbook m_book;
};

qsizetype TestFairness::route(QList<Worker> &office, Turns &turns, int call) const
{
    QList<Candidate> people;
    for (const Worker &worker : office)
        people.append({.staff = worker.staff,
                       .liveTasks = static_cast<int>(worker.live.size()),
                       .availability = {.readiness = worker.isHere ? Readiness::Here : Readiness::Away, .basis = {}, .until = {}}});
    const Assignment assignment = assign({.lineTeam = u"office"_s}, people, turns, rules());
    for (qsizetype i = 0; i < office.size(); ++i) {
        if (office.at(i).staff.id != assignment.staff)
            continue;
        take(turns, assignment.team, office.at(i).staff);
        ++office[i].got;
        office[i].live.append(call);
        return i;
    }
    return -1;
}

// Random offices: whoever gets a callback may have it, and where anybody may, somebody gets it.
void TestFairness::nobodyWhoIsNotThere()
{
    m_book.callback.routes = {{u"default"_s, {.team = {}}},
                              {u"prior_customer"_s, {.team = {}, .senior = true, .priority = true, .note = {}}},
                              {u"client"_s, {.team = u"clients"_s}}};
    int given = 0;
    int waiting = 0;
    int byOwner = 0;
    for (quint64 seed = 1; seed <= 20'000; ++seed) {
        Dice dice(seed);
        QHash<QString, Somebody> office;
        QList<Candidate> people;
        const int size = dice.below(8);
        for (int number = 0; number < size; ++number) {
            const Somebody one = anybody(dice, number);
            office.insert(one.staff.id, one);
            people.append(candidateOf(one));
        }
        Turns turns;
        for (const Somebody &one : std::as_const(office)) {
            if (dice.oneIn(2))
                turns.teams[u"office"_s].next.insert(one.staff.id, dice.below(3) * turnLength);
        }
        turns.teams[u"office"_s].at = dice.below(4) * turnLength;
        Wanted wanted;
        wanted.kind = std::array{calls::ContactKind::NewLead, calls::ContactKind::PriorCustomer, calls::ContactKind::Client}.at(
            static_cast<size_t>(dice.below(3)));
        wanted.lineTeam = std::array{u"office"_s, u"dallas"_s, QString()}.at(static_cast<size_t>(dice.below(3)));
        if (dice.oneIn(3))
            wanted.skills = QStringList{u"hail"_s};
        if (dice.oneIn(3))
            wanted.language = u"es"_s;
        if (dice.oneIn(3))
            wanted.owner = u"p%1"_s.arg(dice.below(8));
        if (dice.oneIn(5))
            wanted.returnsTo = u"p%1"_s.arg(dice.below(8));
        if (dice.oneIn(3))
            wanted.except = QStringList{u"p%1"_s.arg(dice.below(8))};

        const Assignment assignment = assign(wanted, people, turns, rules());
        const auto because = [&] {
            QStringList lines{u"seed %1: to '%2'"_s.arg(seed).arg(assignment.staff)};
            for (const Considered &each : assignment.considered)
                lines.append(each.staff + u' ' + word(each.standing) + u' ' + word(each.availability.readiness));
            return lines.join(u'\n').toUtf8();
        };
        const auto mayHave = [&](const Somebody &one) {
            return one.mayBeGiven() && one.hasRoom() && !wanted.except.contains(one.staff.id);
        };
        const auto isOfTheTeam = [&](const Somebody &one) {
            return assignment.team.isEmpty() || one.staff.teams.contains(assignment.team);
        };
        bool anybodyThere = false;
        bool anybodyFree = false; // neither in a meeting nor an owner
        for (const Somebody &one : std::as_const(office)) {
            anybodyThere = anybodyThere || (isOfTheTeam(one) && mayHave(one));
            anybodyFree = anybodyFree || (isOfTheTeam(one) && mayHave(one) && !one.isBusy() && one.staff.role != calls::Role::Owner);
        }
        if (assignment.staff.isEmpty()) {
            ++waiting;
            QVERIFY2(!anybodyThere, because());
            QVERIFY2(!office.contains(wanted.owner) || !mayHave(office.value(wanted.owner)), because());
            continue;
        }
        ++given;
        const Somebody &chosen = office[assignment.staff];
        QVERIFY2(chosen.mayBeGiven(), because());
        QVERIFY2(!wanted.except.contains(assignment.staff), because());
        if (!assignment.reasons.contains(u"returning_our_call"_s))
            QVERIFY2(chosen.hasRoom(), because());
        if (assignment.byTurn) {
            QVERIFY2(isOfTheTeam(chosen), because());
            QVERIFY2(!anybodyFree || (!chosen.isBusy() && chosen.staff.role != calls::Role::Owner), because());
            QVERIFY2(!office.contains(wanted.owner) || !mayHave(office.value(wanted.owner)), because());
        } else {
            ++byOwner;
        }
        for (const Somebody &one : std::as_const(office)) {
            const auto count = std::count_if(assignment.considered.cbegin(), assignment.considered.cend(),
                                             [&](const Considered &each) { return each.staff == one.staff.id; });
            QVERIFY2(count == 1 || (count == 0 && !isOfTheTeam(one)), because());
        }
    }
    QVERIFY2(given > 5'000 && waiting > 2'000 && byOwner > 1'000, // the dice fall on all sides
             qPrintable(u"%1 %2 %3"_s.arg(given).arg(waiting).arg(byOwner)));
}

void TestFairness::comingAndGoing_data()
{
    QTest::addColumn<QList<int>>("weights");
    QTest::addColumn<int>("stays"); // about so many calls, then leaves for as many
    QTest::addColumn<int>("seed");

    const QList<int> alike{100, 100, 100, 100, 100, 100};
    const QList<int> mixed{100, 100, 50, 200, 80, 150, 100};
    for (int seed = 1; seed <= 3; ++seed) {
        for (const int stays : {10, 30, 100, 300}) {
            QTest::addRow("alike, %d calls at a time, seed %d", stays, seed) << alike << stays << seed;
            QTest::addRow("of different weights, %d calls at a time, seed %d", stays, seed) << mixed << stays << seed;
        }
    }
}

// Of the calls that came while somebody was there each has the share that their weight gives them.
void TestFairness::comingAndGoing()
{
    QFETCH(QList<int>, weights);
    QFETCH(int, stays);
    QFETCH(int, seed);
    Dice dice(static_cast<quint64>(seed));
    QList<Worker> office = workers(weights);
    Turns turns;
    for (int call = 0; call < 10'000; ++call) {
        int here = 0;
        for (Worker &worker : office) {
            if (dice.oneIn(stays))
                worker.isHere = !worker.isHere;
            here += worker.isHere ? worker.staff.weight : 0;
            worker.live.clear(); // dealt with at once
        }
        for (Worker &worker : office)
            worker.due += worker.isHere ? double(worker.staff.weight) / here : 0;
        const qsizetype who = route(office, turns, call);
        QCOMPARE(who >= 0, here > 0);
        QVERIFY(who < 0 || office.at(who).isHere);
    }
    for (const Worker &worker : office) {
        const QByteArray share = QByteArray::number(worker.got) + " of " + QByteArray::number(worker.due);
        QVERIFY2(std::abs(worker.got - worker.due) <= 0.05 * worker.due, share.constData());
    }
}

// Two weeks away: neither a flood to make up for it nor a drought to pay for it.
void TestFairness::backFromLeave()
{
    for (int away = 2'900; away < 2'920; ++away) {
        QList<Worker> office = workers({100, 100, 50, 200, 150});
        Turns turns;
        for (int call = 0; call < 10'000; ++call) {
            for (Worker &worker : office)
                worker.live.clear();
            office[0].isHere = call < away || call >= 6'000;
            const qsizetype who = route(office, turns, call);
            if (call < 6'000)
                continue;
            office[0].due += 100.0 / 600;
            if (call == 6'000)
                office[0].got = who == 0 ? 1 : 0;
            // One of six calls is theirs; never more than two off, from the first one on.
            QVERIFY2(std::abs(office.at(0).got - office.at(0).due) <= 2, qPrintable(QString::number(call)));
        }
        QVERIFY(std::abs(office.at(0).got - office.at(0).due) <= 0.05 * office.at(0).due);
    }
}

// All at once: desks that fill and empty, people who come and go. No desk runs over, nobody waits where somebody has room, and the
// shares hold, less closely: a desk that a callback fills has ended its own share.
void TestFairness::withDesksThatFill()
{
    Dice dice(7);
    QList<Worker> office = workers({100, 100, 50, 200, 80, 150});
    for (Worker &worker : office)
        worker.staff.capacity = 4 + worker.staff.weight / 50;
    Turns turns;
    int full = 0;
    for (int call = 0; call < 10'000; ++call) {
        int able = 0;
        for (Worker &worker : office) {
            if (dice.oneIn(40))
                worker.isHere = !worker.isHere;
            // Each works off what is on the desk as fast as their weight says, busier at some times than at others.
            const bool rush = call / 250 % 4 == 3;
            worker.live.removeIf([&](int since) { return call - since > (rush ? 45 : 12) * 100 / worker.staff.weight; });
        }
        int least = std::numeric_limits<int>::max();
        for (const Worker &worker : std::as_const(office)) {
            if (worker.isHere && worker.live.size() < worker.staff.capacity)
                least = std::min(least, static_cast<int>(worker.live.size()));
        }
        const auto isAble = [&](const Worker &worker) {
            return worker.isHere && worker.live.size() < worker.staff.capacity && worker.live.size() < least + crowdedBy;
        };
        for (const Worker &worker : std::as_const(office))
            able += isAble(worker) ? worker.staff.weight : 0;
        for (Worker &worker : office)
            worker.due += isAble(worker) ? double(worker.staff.weight) / able : 0;
        const QList<Worker> before = office;
        const qsizetype who = route(office, turns, call);
        QCOMPARE(who >= 0, able > 0);
        full += who < 0 ? 1 : 0;
        QVERIFY(who < 0 || isAble(before.at(who)));
    }
    QVERIFY2(full > 100 && full < 5'000, qPrintable(QString::number(full)));
    for (const Worker &worker : std::as_const(office)) {
        const QByteArray share = QByteArray::number(worker.got) + " of " + QByteArray::number(worker.due);
        QVERIFY2(std::abs(worker.got - worker.due) <= 0.08 * worker.due, share.constData());
    }
}

QTEST_GUILESS_MAIN(TestFairness)
#include "tst_fairness.moc"
