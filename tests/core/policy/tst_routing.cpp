#include "base/id.h"
#include "policy/decide.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "support/testclock.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::ContactKind;
using calls::Role;
using ringback::test::instantOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);

calls::PhoneNumber number(const QString &e164)
{
    return calls::PhoneNumber::parse(e164).value();
}

calls::Staff person(const QString &id, const QStringList &teams, Role role = Role::Rep)
{
    return {.id = id, .name = id, .role = role, .teams = teams};
}

/// An office in which all are here, and whose turns come in the order dana, sam, maria. Pat owns the company; Lee looks after clients.
struct Situation {
    Wanted wanted{.lineTeam = u"office"_s};
    QList<Candidate> people;
    Turns turns;

    Situation()
    {
        calls::Staff sam = person(u"sam"_s, {u"office"_s, u"dallas"_s});
        sam.senior = true;
        sam.capacity = 6;
        calls::Staff maria = person(u"maria"_s, {u"office"_s});
        maria.languages = QStringList{u"en"_s, u"es"_s};
        maria.skills = QStringList{u"insurance"_s, u"hail"_s};
        for (const calls::Staff &staff :
             {person(u"pat"_s, {u"office"_s}, Role::Owner), person(u"dana"_s, {u"office"_s}), sam, maria, person(u"lee"_s, {u"clients"_s})})
            people.append({.staff = staff, .availability = {.readiness = Readiness::Here, .basis = Basis::Person, .until = {}}});
        turns.teams[u"office"_s] = {.at = 5 * turnLength,
                                    .next = {{u"dana"_s, 6 * turnLength}, {u"sam"_s, 7 * turnLength}, {u"maria"_s, 8 * turnLength}}};
    }

    Candidate &the(const QString &id)
    {
        return *std::find_if(people.begin(), people.end(), [&](const Candidate &one) { return one.staff.id == id; });
    }
    void all(Readiness readiness)
    {
        for (Candidate &one : people)
            one.availability.readiness = readiness;
    }
    void set(const QString &id, Readiness readiness) { the(id).availability.readiness = readiness; }
    void onlyHere(const QStringList &ids)
    {
        for (Candidate &one : people)
            one.availability.readiness = ids.contains(one.staff.id) ? Readiness::Here : Readiness::Away;
    }
};
using Change = std::function<void(Situation &)>;

playbook::Playbook playbookOfTheTest()
{
    playbook::Playbook book;
    book.callback.routes = {{u"default"_s, {.team = {}}},
                            {u"prior_customer"_s, {.team = {}, .senior = true, .priority = true, .note = {}}},
                            {u"client"_s, {.team = u"clients"_s}},
                            {u"candidate"_s, {.team = u"recruiters"_s}}}; // nobody is one of them
    return book;
}

const QString next = QString::fromUtf16(reason::assignedNextAvailable);
const QString nobody = QString::fromUtf16(reason::nobodyAvailable);
const QString owner = QString::fromUtf16(reason::ownerOfRecord);
const QString ownerGone = QString::fromUtf16(reason::ownerNotHere);
const QString returns = QString::fromUtf16(reason::returningOurCall);
const QString senior = QString::fromUtf16(reason::seniorFirst);
const QString skill = QString::fromUtf16(reason::hasTheSkill);
const QString language = QString::fromUtf16(reason::speaksTheirLanguage);

} // namespace

Q_DECLARE_METATYPE(Change)

class TestRouting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoGetsIt_data();
    void whoGetsIt();
    void whoWasThoughtOf();
    void turnsByWeight();
    void aWordForEachStanding();
    void toTheOwner_data();
    void toTheOwner();

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = {}, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }
    void rowsOfPresence();
    void rowsOfDesks();
    void rowsOfOwners();
    void rowsOfTeams();
    void rowsOfSkills();
    void rowsOfTurns();

    IdSource m_ids{1};
    const playbook::Playbook m_book = playbookOfTheTest();
};

namespace {

// `who` as "dana", or empty for nobody; `team` empty = of no team; `passedOver` as "sam full; lee away".
void row(const char *name, const Change &change, const char *who, const QStringList &reasons, const char *passedOver,
         const char *team = "office")
{
    QTest::newRow(name) << change << QString::fromLatin1(who) << QString::fromLatin1(team) << reasons << QString::fromLatin1(passedOver);
}

} // namespace

void TestRouting::whoGetsIt_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("team");
    QTest::addColumn<QStringList>("reasons");
    QTest::addColumn<QString>("passedOver");
    rowsOfPresence();
    rowsOfDesks();
    rowsOfOwners();
    rowsOfTeams();
    rowsOfSkills();
    rowsOfTurns();
}

void TestRouting::rowsOfPresence()
{
    using enum Readiness;
    row(
        "all are here: whose turn it is", [](Situation &) {}, "dana", {next}, "sam not_their_turn; maria not_their_turn; pat owner");
    row(
        "the next one is away", [](Situation &s) { s.set(u"dana"_s, Away); }, "sam", {next}, "dana away");
    row(
        "the next one is on leave", [](Situation &s) { s.set(u"dana"_s, OnLeave); }, "sam", {next}, "dana on_leave");
    row(
        "the next one is off shift", [](Situation &s) { s.set(u"dana"_s, OffShift); }, "sam", {next}, "dana off_shift");
    row(
        "the next one is suspended", [](Situation &s) { s.set(u"dana"_s, Suspended); }, "sam", {next}, "dana suspended");
    row(
        "suspended, though nobody has looked at their presence", [](Situation &s) { s.the(u"dana"_s).staff.suspended = true; }, "sam",
        {next}, "dana suspended");
    row(
        "the next one is in a meeting", [](Situation &s) { s.set(u"dana"_s, Busy); }, "sam", {next}, "dana busy");
    row(
        "of the next one nobody knows", [](Situation &s) { s.set(u"dana"_s, NotKnown); }, "sam", {next}, "dana not_known_to_be_here");
    row(
        "of all but one nobody knows",
        [](Situation &s) {
            s.all(NotKnown);
            s.set(u"maria"_s, Here);
        },
        "maria", {next}, "dana not_known_to_be_here; sam not_known_to_be_here");
    row(
        "not known is asked before busy",
        [](Situation &s) {
            s.all(Busy);
            s.set(u"maria"_s, NotKnown);
        },
        "maria", {next}, "dana busy; sam busy");
    row(
        "an office that says nothing of anybody", [](Situation &s) { s.all(NotKnown); }, "dana", {next}, "sam not_their_turn; pat owner");
    row(
        "all are in a meeting", [](Situation &s) { s.all(Busy); }, "dana", {next}, "sam not_their_turn; pat owner");
    row(
        "the only one left is in a meeting",
        [](Situation &s) {
            s.all(Away);
            s.set(u"sam"_s, Busy);
        },
        "sam", {next}, "dana away; maria away; pat away");
    row(
        "all have gone home", [](Situation &s) { s.all(OffShift); }, "", {nobody}, "dana off_shift; sam off_shift; pat off_shift");
    row(
        "all are away in their way",
        [](Situation &s) {
            s.all(Away);
            s.set(u"dana"_s, OnLeave);
            s.the(u"sam"_s).staff.suspended = true;
        },
        "", {nobody}, "dana on_leave; sam suspended; maria away");
    row(
        "only the company's owner is here", [](Situation &s) { s.onlyHere({u"pat"_s}); }, "pat", {next}, "dana away");
    row(
        "the company's owner comes after somebody in a meeting",
        [](Situation &s) {
            s.onlyHere({u"pat"_s});
            s.set(u"dana"_s, Busy);
        },
        "dana", {next}, "pat owner");
    row(
        "an office of nobody", [](Situation &s) { s.people.clear(); }, "", {nobody}, "");
}

void TestRouting::rowsOfDesks()
{
    row(
        "a full desk takes no more",
        [](Situation &s) {
            s.set(u"dana"_s, Readiness::Away);
            s.the(u"sam"_s).liveTasks = 6;
        },
        "maria", {next}, "sam full; dana away");
    row(
        "one below full does",
        [](Situation &s) {
            s.onlyHere({u"sam"_s});
            s.the(u"sam"_s).liveTasks = 5;
        },
        "sam", {next}, "dana away");
    row(
        "no limit is no limit",
        [](Situation &s) {
            s.onlyHere({u"dana"_s});
            s.the(u"dana"_s).liveTasks = 500;
        },
        "dana", {next}, "sam away");
    row(
        "enough for today",
        [](Situation &s) {
            s.the(u"dana"_s).staff.perDay = 4;
            s.the(u"dana"_s).givenToday = 4;
        },
        "sam", {next}, "dana full_for_today");
    row(
        "one more today",
        [](Situation &s) {
            s.the(u"dana"_s).staff.perDay = 4;
            s.the(u"dana"_s).givenToday = 3;
        },
        "dana", {next}, "sam not_their_turn");
    row(
        "all desks are full",
        [](Situation &s) {
            for (Candidate &one : s.people) {
                one.staff.capacity = 2;
                one.liveTasks = 2;
            }
        },
        "", {nobody}, "dana full; sam full; pat full");
    row(
        "full beats here: who is in a meeting gets it",
        [](Situation &s) {
            s.onlyHere({u"sam"_s});
            s.the(u"sam"_s).liveTasks = 6;
            s.set(u"dana"_s, Readiness::Busy);
        },
        "dana", {next}, "sam full");
    row(
        "two more on the desk change no turn", [](Situation &s) { s.the(u"dana"_s).liveTasks = 2; }, "dana", {next}, "sam not_their_turn");
    row(
        "three more do", [](Situation &s) { s.the(u"dana"_s).liveTasks = 3; }, "sam", {next}, "dana more_on_desk; maria not_their_turn");
    row(
        "more than those who are in a meeting do not count",
        [](Situation &s) {
            s.onlyHere({u"dana"_s});
            s.the(u"dana"_s).liveTasks = 9;
            s.set(u"sam"_s, Readiness::Busy);
        },
        "dana", {next}, "sam busy");
    row(
        "it was given to them before, and they did not take it", [](Situation &s) { s.wanted.except = QStringList{u"dana"_s}; }, "sam",
        {next}, "dana had_it");
    row(
        "all had it",
        [](Situation &s) {
            s.wanted.except = QStringList{u"pat"_s, u"dana"_s, u"sam"_s, u"maria"_s};
        },
        "", {nobody}, "dana had_it; pat had_it");
}

void TestRouting::rowsOfOwners()
{
    using enum Readiness;
    row(
        "who looks after them", [](Situation &s) { s.wanted.owner = u"maria"_s; }, "maria", {owner}, "dana not_their_turn");
    row(
        "who looks after them is not of the team", [](Situation &s) { s.wanted.owner = u"lee"_s; }, "lee", {owner}, "dana not_their_turn");
    row(
        "who looks after them owns the company", [](Situation &s) { s.wanted.owner = u"pat"_s; }, "pat", {owner}, "dana not_their_turn");
    row(
        "who looks after them is in a meeting",
        [](Situation &s) {
            s.wanted.owner = u"maria"_s;
            s.set(u"maria"_s, Busy);
        },
        "maria", {owner}, "dana not_their_turn");
    row(
        "who looks after them has more on the desk than others",
        [](Situation &s) {
            s.wanted.owner = u"maria"_s;
            s.the(u"maria"_s).liveTasks = 20;
        },
        "maria", {owner}, "dana not_their_turn");
    row(
        "who looks after them has a full desk",
        [](Situation &s) {
            s.wanted.owner = u"sam"_s;
            s.the(u"sam"_s).liveTasks = 6;
        },
        "dana", {ownerGone, next}, "sam full");
    row(
        "who looks after them has enough for today",
        [](Situation &s) {
            s.wanted.owner = u"sam"_s;
            s.the(u"sam"_s).staff.perDay = 1;
            s.the(u"sam"_s).givenToday = 1;
        },
        "dana", {ownerGone, next}, "sam full_for_today");
    row(
        "who looks after them is on leave",
        [](Situation &s) {
            s.wanted.owner = u"maria"_s;
            s.set(u"maria"_s, OnLeave);
        },
        "dana", {ownerGone, next}, "maria on_leave");
    row(
        "who looks after them is off shift, and not of the team",
        [](Situation &s) {
            s.wanted.owner = u"lee"_s;
            s.set(u"lee"_s, OffShift);
        },
        "dana", {ownerGone, next}, "lee not_in_team");
    row(
        "who looks after them is suspended",
        [](Situation &s) {
            s.wanted.owner = u"lee"_s;
            s.the(u"lee"_s).staff.suspended = true;
        },
        "dana", {ownerGone, next}, "lee suspended");
    row(
        "who looked after them has left the office", [](Situation &s) { s.wanted.owner = u"robin"_s; }, "dana", {next},
        "sam not_their_turn");
    row(
        "who looks after them had it and did not take it",
        [](Situation &s) {
            s.wanted.owner = u"maria"_s;
            s.wanted.except = QStringList{u"maria"_s};
        },
        "dana", {ownerGone, next}, "maria had_it");
    row(
        "nobody is there for who looks after them",
        [](Situation &s) {
            s.all(Away);
            s.wanted.owner = u"maria"_s;
        },
        "", {ownerGone, nobody}, "maria away");

    row(
        "who dialled them", [](Situation &s) { s.wanted.returnsTo = u"sam"_s; }, "sam", {returns}, "dana not_their_turn");
    row(
        "who dialled them has a full desk: no excuse",
        [](Situation &s) {
            s.wanted.returnsTo = u"sam"_s;
            s.the(u"sam"_s).liveTasks = 6;
        },
        "sam", {returns}, "dana not_their_turn");
    row(
        "who dialled them is in a meeting",
        [](Situation &s) {
            s.wanted.returnsTo = u"sam"_s;
            s.set(u"sam"_s, Busy);
        },
        "sam", {returns}, "dana not_their_turn");
    row(
        "who dialled them has gone home",
        [](Situation &s) {
            s.wanted.returnsTo = u"sam"_s;
            s.set(u"sam"_s, OffShift);
        },
        "dana", {next}, "sam off_shift");
    row(
        "who dialled them is suspended",
        [](Situation &s) {
            s.wanted.returnsTo = u"sam"_s;
            s.the(u"sam"_s).staff.suspended = true;
        },
        "dana", {next}, "sam suspended");
    row(
        "who dialled them comes before who looks after them",
        [](Situation &s) {
            s.wanted.returnsTo = u"dana"_s;
            s.wanted.owner = u"maria"_s;
        },
        "dana", {returns}, "maria not_their_turn");
    row(
        "who dialled them is away: who looks after them",
        [](Situation &s) {
            s.wanted.returnsTo = u"dana"_s;
            s.set(u"dana"_s, Away);
            s.wanted.owner = u"maria"_s;
        },
        "maria", {owner}, "dana away");
}

void TestRouting::rowsOfTeams()
{
    row(
        "another line's team", [](Situation &s) { s.wanted.lineTeam = u"dallas"_s; }, "sam", {next}, "", "dallas");
    row(
        "nobody of the line's team is here",
        [](Situation &s) {
            s.wanted.lineTeam = u"dallas"_s;
            s.set(u"sam"_s, Readiness::Away);
        },
        "", {nobody}, "sam away", "dallas");
    row(
        "clients have a team of their own", [](Situation &s) { s.wanted.kind = ContactKind::Client; }, "lee", {next}, "", "clients");
    row(
        "which nobody is in: the line's",
        [](Situation &s) {
            s.wanted.kind = ContactKind::Client;
            s.people.removeLast();
        },
        "dana", {next}, "sam not_their_turn");
    row(
        "which only somebody suspended is in: the line's",
        [](Situation &s) {
            s.wanted.kind = ContactKind::Client;
            s.the(u"lee"_s).staff.suspended = true;
        },
        "dana", {next}, "sam not_their_turn");
    row(
        "which has gone home: it waits for them",
        [](Situation &s) {
            s.wanted.kind = ContactKind::Client;
            s.set(u"lee"_s, Readiness::OffShift);
        },
        "", {nobody}, "lee off_shift", "clients");
    row(
        "a team that nobody is in", [](Situation &s) { s.wanted.kind = ContactKind::Candidate; }, "dana", {next}, "sam not_their_turn");
    row(
        "a line's team that nobody is in: the queue", [](Situation &s) { s.wanted.lineTeam = u"houston"_s; }, "", {nobody}, "", "houston");
    row(
        "no team at all: everybody",
        [](Situation &s) {
            s.wanted.lineTeam.clear();
            s.onlyHere({u"lee"_s});
        },
        "lee", {next}, "dana away; pat away", "");
    row(
        "a callback keeps its team",
        [](Situation &s) {
            s.wanted.kind = ContactKind::Client;
            s.wanted.team = u"dallas"_s;
        },
        "sam", {next}, "", "dallas");
    row(
        "also one that has none",
        [](Situation &s) {
            s.wanted.kind = ContactKind::Client;
            s.wanted.team = QString();
        },
        "dana", {next}, "", "");
}

void TestRouting::rowsOfSkills()
{
    using enum Readiness;
    row(
        "seniors first for prior customers", [](Situation &s) { s.wanted.kind = ContactKind::PriorCustomer; }, "sam", {next, senior},
        "dana not_senior; maria not_senior");
    row(
        "no senior person is here",
        [](Situation &s) {
            s.wanted.kind = ContactKind::PriorCustomer;
            s.set(u"sam"_s, OnLeave);
        },
        "dana", {next}, "sam on_leave; maria not_their_turn");
    row(
        "the senior person is in a meeting: who is here",
        [](Situation &s) {
            s.wanted.kind = ContactKind::PriorCustomer;
            s.set(u"sam"_s, Busy);
        },
        "dana", {next}, "sam busy");
    row(
        "all are senior: nothing that decided",
        [](Situation &s) {
            s.wanted.kind = ContactKind::PriorCustomer;
            for (Candidate &one : s.people)
                one.staff.senior = true;
        },
        "dana", {next}, "sam not_their_turn");
    row(
        "the line's skills", [](Situation &s) { s.wanted.skills = QStringList{u"insurance"_s}; }, "maria", {next, skill},
        "dana other_skills; sam other_skills");
    row(
        "all of them",
        [](Situation &s) {
            s.wanted.skills = QStringList{u"insurance"_s, u"hail"_s};
            s.the(u"dana"_s).staff.skills = QStringList{u"insurance"_s};
        },
        "maria", {next, skill}, "dana other_skills");
    row(
        "skills that nobody has", [](Situation &s) { s.wanted.skills = QStringList{u"solar"_s}; }, "dana", {next}, "maria not_their_turn");
    row(
        "who has the skill is away",
        [](Situation &s) {
            s.wanted.skills = QStringList{u"insurance"_s};
            s.set(u"maria"_s, Away);
        },
        "dana", {next}, "maria away");
    row(
        "a caller who speaks Spanish", [](Situation &s) { s.wanted.language = u"es"_s; }, "maria", {next, language}, "dana other_language");
    row(
        "one who speaks the office's language: all do", [](Situation &s) { s.wanted.language = u"en"_s; }, "dana", {next},
        "maria not_their_turn");
    row(
        "somebody who speaks Spanish only",
        [](Situation &s) {
            s.wanted.language = u"en"_s;
            s.the(u"dana"_s).staff.languages = QStringList{u"es"_s};
        },
        "sam", {next, language}, "dana other_language");
    row(
        "a language nobody speaks", [](Situation &s) { s.wanted.language = u"fr"_s; }, "dana", {next}, "maria not_their_turn");
    row(
        "who speaks it has gone home",
        [](Situation &s) {
            s.wanted.language = u"es"_s;
            s.set(u"maria"_s, OffShift);
        },
        "dana", {next}, "maria off_shift");
    row(
        "who speaks it has three more on the desk: still",
        [](Situation &s) {
            s.wanted.language = u"es"_s;
            s.the(u"maria"_s).liveTasks = 3;
        },
        "maria", {next, language}, "dana other_language");
    row(
        "seniority before skill",
        [](Situation &s) {
            s.wanted.kind = ContactKind::PriorCustomer;
            s.wanted.skills = QStringList{u"insurance"_s};
        },
        "sam", {next, senior}, "maria not_senior");
    row(
        "skill before language",
        [](Situation &s) {
            s.wanted.skills = QStringList{u"solar"_s};
            s.the(u"dana"_s).staff.skills = QStringList{u"solar"_s};
            s.the(u"sam"_s).staff.skills = QStringList{u"solar"_s};
            s.the(u"sam"_s).staff.languages = QStringList{u"es"_s};
            s.wanted.language = u"es"_s;
        },
        "sam", {next, skill, language}, "dana other_language; maria other_skills");
}

void TestRouting::rowsOfTurns()
{
    row(
        "who was never given one has the team's turn", [](Situation &s) { s.turns.teams[u"office"_s].next.remove(u"maria"_s); }, "maria",
        {next}, "dana not_their_turn");
    row(
        "nobody ever was: who waited longest",
        [](Situation &s) {
            s.turns = {};
            s.the(u"dana"_s).lastAssignedAt = noon - 5min;
            s.the(u"sam"_s).lastAssignedAt = noon - 10min;
            s.the(u"maria"_s).lastAssignedAt = noon - 7min;
        },
        "sam", {next}, "dana not_their_turn");
    row(
        "nor waited: who never had one before others",
        [](Situation &s) {
            s.turns = {};
            s.the(u"dana"_s).lastAssignedAt = noon - 5min;
            s.the(u"maria"_s).lastAssignedAt = noon - 7min;
        },
        "sam", {next}, "dana not_their_turn");
    row(
        "quite alike: by id", [](Situation &s) { s.turns = {}; }, "dana", {next}, "sam not_their_turn");
    row(
        "each team has its turns",
        [](Situation &s) {
            s.turns.teams[u"dallas"_s] = {.at = 0, .next = {{u"sam"_s, turnLength}}};
            s.wanted.lineTeam = u"dallas"_s;
            s.the(u"maria"_s).staff.teams.append(u"dallas"_s);
        },
        "maria", {next}, "sam not_their_turn", "dallas");
    row(
        "the turn counts, not the emptier desk",
        [](Situation &s) {
            s.the(u"dana"_s).liveTasks = 2;
            s.the(u"dana"_s).lastAssignedAt = noon - 1min;
        },
        "dana", {next}, "sam not_their_turn");
}

void TestRouting::whoGetsIt()
{
    QFETCH(Change, change);
    QFETCH(QString, who);
    QFETCH(QString, team);
    QFETCH(QStringList, reasons);
    QFETCH(QString, passedOver);

    Situation office;
    change(office);
    const Assignment assignment = assign(office.wanted, office.people, office.turns, rules());
    QCOMPARE(assignment.staff, who);
    QCOMPARE(assignment.team, team);
    QCOMPARE(assignment.reasons, reasons);
    QCOMPARE(assignment.byTurn, reasons.contains(next));
    for (const QString &one : passedOver.split(u"; "_s, Qt::SkipEmptyParts)) {
        const auto found = std::find_if(assignment.considered.cbegin(), assignment.considered.cend(),
                                        [&](const Considered &each) { return each.staff == one.section(u' ', 0, 0); });
        QVERIFY2(found != assignment.considered.cend(), qPrintable(one));
        QCOMPARE(one.section(u' ', 0, 0) + u' ' + word(found->standing), one);
    }
    const auto chosen = std::count_if(assignment.considered.cbegin(), assignment.considered.cend(),
                                      [](const Considered &each) { return each.standing == Standing::Chosen; });
    QCOMPARE(chosen, who.isEmpty() ? 0 : 1);

    // Who is listed in another order is no other person.
    std::reverse(office.people.begin(), office.people.end());
    QCOMPARE(assign(office.wanted, office.people, office.turns, rules()).staff, who);

    // A missed call is decided alike.
    if (!office.wanted.except.isEmpty() || office.wanted.team)
        return;
    const calls::Call call{
        .id = m_ids.next<calls::CallId>(noon), .caller = number(u"+12145550123"_s), .ringTime = 24s, .verdict = calls::Verdict::Missed};
    CallFacts facts{.call = call, .line = calls::Line{.number = number(u"+12145550100"_s)}, .candidates = office.people};
    facts.line->team = office.wanted.lineTeam;
    facts.line->skills = office.wanted.skills;
    facts.contact = calls::Contact{.id = m_ids.next<calls::ContactId>(noon),
                                   .number = number(u"+12145550123"_s),
                                   .kind = office.wanted.kind,
                                   .language = office.wanted.language};
    facts.turns = office.turns;
    facts.owner = office.wanted.owner;
    if (!office.wanted.returnsTo.isEmpty())
        facts.ourCall = OurCall{.at = noon - 1h, .staff = office.wanted.returnsTo};
    const Decision decision = decide(facts, rules(), noon);
    for (const Action &action : decision.actions) {
        if (const auto *task = std::get_if<CreateTask>(&action)) {
            QCOMPARE(task->assignedTo, who);
            QCOMPARE(task->team, team);
            QCOMPARE(task->byTurn, assignment.byTurn);
            QCOMPARE(task->considered.size(), assignment.considered.size());
        }
    }
    for (const QString &reason : reasons)
        QCOMPARE(decision.reasons.count(reason), 1);
}

void TestRouting::whoWasThoughtOf()
{
    Situation office;
    office.the(u"sam"_s).liveTasks = 6;
    office.the(u"sam"_s).lastAssignedAt = noon - 8min;
    office.the(u"sam"_s).givenToday = 9;
    office.the(u"sam"_s).availability.until = noon + 90min;
    office.set(u"dana"_s, Readiness::OnLeave);
    const Assignment assignment = assign(office.wanted, office.people, office.turns, rules());
    QStringList order;
    for (const Considered &one : assignment.considered)
        order.append(one.staff + u' ' + word(one.standing));
    QCOMPARE(order, (QStringList{u"maria chosen"_s, u"pat owner"_s, u"sam full"_s,
                                 u"dana on_leave"_s})); // the closest first; Lee is not of the team
    QCOMPARE(assignment.considered.at(2), (Considered{.staff = u"sam"_s,
                                                      .standing = Standing::Full,
                                                      .availability = office.the(u"sam"_s).availability,
                                                      .liveTasks = 6,
                                                      .capacity = 6,
                                                      .givenToday = 9,
                                                      .lastAssignedAt = noon - 8min}));
}

// Who works half a day has half as many turns, and turns of one do not stand together.
void TestRouting::turnsByWeight()
{
    Situation office;
    office.people.removeIf([](const Candidate &one) { return one.staff.id == "pat"_L1 || one.staff.id == "lee"_L1; });
    office.turns = {};
    office.the(u"dana"_s).staff.weight = 200;
    office.the(u"maria"_s).staff.weight = 50;
    QString order;
    for (int call = 0; call < 14; ++call) {
        const Assignment assignment = assign(office.wanted, office.people, office.turns, rules());
        take(office.turns, assignment.team, office.the(assignment.staff).staff);
        order += assignment.staff.at(0);
    }
    QCOMPARE(order.count(u'd'), 8);
    QCOMPARE(order.count(u's'), 4);
    QCOMPARE(order.count(u'm'), 2);
    QVERIFY2(!order.contains(u"ddd"_s), qPrintable(order));
    QVERIFY2(order.lastIndexOf(u'm') - order.indexOf(u'm') == 7, qPrintable(order));
}

void TestRouting::aWordForEachStanding()
{
    QStringList words;
    for (int standing = 0; standing <= static_cast<int>(Standing::NotTheirTurn); ++standing)
        words.append(word(static_cast<Standing>(standing)));
    QCOMPARE(QSet<QString>(words.cbegin(), words.cend()).size(), 17);
    QCOMPARE(word(Standing::Chosen), u"chosen"_s);
    QCOMPARE(word(Standing::NotTheirTurn), u"not_their_turn"_s);
    QCOMPARE(word(Readiness::Suspended), u"suspended"_s);
    QCOMPARE(word(Basis::Nothing), u"nothing"_s);
}

void TestRouting::toTheOwner_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("who");
    const auto row = [](const char *name, const Change &change, const QString &who) {
        QTest::newRow(name) << change << who;
    };
    const auto second = [](Situation &s) {
        s.people.append(
            {.staff = person(u"ann"_s, {}, Role::Owner), .availability = {.readiness = Readiness::Here, .basis = {}, .until = {}}});
    };
    row(
        "the owner", [](Situation &) {}, u"pat"_s);
    row(
        "with a full desk",
        [](Situation &s) {
            s.the(u"pat"_s).staff.capacity = 1;
            s.the(u"pat"_s).liveTasks = 1;
        },
        u"pat"_s);
    row(
        "who has gone home: somebody has to hear", [](Situation &s) { s.set(u"pat"_s, Readiness::OffShift); }, u"pat"_s);
    row(
        "the one of two who is there",
        [second](Situation &s) {
            second(s);
            s.set(u"ann"_s, Readiness::OnLeave);
            s.the(u"pat"_s).liveTasks = 4;
        },
        u"pat"_s);
    row(
        "the one of two with less to do",
        [second](Situation &s) {
            second(s);
            s.the(u"pat"_s).liveTasks = 4;
        },
        u"ann"_s);
    row(
        "not one who is suspended", [](Situation &s) { s.the(u"pat"_s).staff.suspended = true; }, QString());
    row(
        "an office without one", [](Situation &s) { s.people.removeFirst(); }, QString());
}

void TestRouting::toTheOwner()
{
    QFETCH(Change, change);
    Situation office;
    change(office);
    const Assignment assignment = assignToOwner(u"office"_s, office.people);
    QTEST(assignment.staff, "who");
    QVERIFY(!assignment.byTurn);
    QCOMPARE(isToBeHad(office.people, u"dana"_s), true);
    QCOMPARE(isToBeHad(office.people, u"robin"_s), false);
}

QTEST_GUILESS_MAIN(TestRouting)
#include "tst_routing.moc"
