#include "board/people.h"

#include "board/reader.h"
#include "desk/peoplework.h"
#include "engine/office.h"
#include "store/peoplegateway.h"
#include "support/leadcase.h"
#include "support/testclock.h"

#include <QJsonDocument>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::board;
using namespace Qt::StringLiterals;
using calls::Presence;
using calls::PresenceWord;
using test::instantOf;
using test::must;

/// The page of people and the routing trial, on both databases. It is noon of Friday, November 20, in Dallas.
class TestPeople : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void anOfficeThatUsesNoneOfIt();
    void whoIsHereAndWhoIsNot();
    void whatEachHasOnTheDesk();
    void howTheySignIn();
    void whatWaitsInEachQueue();
    void aTrialForNow();
    void aTrialForAnotherTime_data();
    void aTrialForAnotherTime();
    void aTrialKnowsNoCalendarOfNextMonth();
    void aTrialLeavesEverythingAsItIs();
    void whyIsReadFromTheTrail();
    void whatIsNotOursIsLeftOut();

private:
    [[nodiscard]] settings::Setup setup()
    {
        const auto document = must(store::OfficeGateway(*m_database).setup());
        return must(settings::parseSetup(document->text));
    }
    [[nodiscard]] People people() { return must(readPeople(*m_database, setup(), m_clock.now())); }
    [[nodiscard]] PersonCard card(const QString &id) { return *people().person(id); }
    void write(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    void say(const QString &staff, const Presence &presence)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::PeopleGateway(*m_database).put(transaction, staff, presence));
        must(transaction.commit());
    }
    calls::CallbackTask task(const QString &team, const QString &assignedTo, Milliseconds ago)
    {
        const Instant at = m_clock.now() - ago;
        const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, at, u"+121455501%1"_s.arg(++m_callers + 30));
        calls::CallbackTask made{.id = m_ids.next<calls::TaskId>(at),
                                 .followUp = followUp,
                                 .team = team,
                                 .assignedTo = assignedTo,
                                 .createdAt = at,
                                 .dueAt = at + std::chrono::minutes(30)};
        if (!assignedTo.isEmpty())
            made.assignedAt = at;
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::TaskGateway(*m_database).insert(transaction, made));
        must(transaction.commit());
        return made;
    }
    [[nodiscard]] TrialAnswer tried(Instant at, const QString &line = u"+12145550100"_s)
    {
        return must(tryRouting(*m_database, {.kind = calls::ContactKind::NewLead, .line = line, .at = at}, m_clock.now()));
    }
    [[nodiscard]] static Standing standingOf(const TrialAnswer &answer, const QString &staff)
    {
        for (const Considered &each : answer.assignment.considered) {
            if (each.staff == staff)
                return each.standing;
        }
        qFatal("%s was not thought of", qPrintable(staff));
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_callers = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

void TestPeople::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_callers = 0;
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s)); // as other functions may have left it
    // Dana works on weekdays from 8 to 5, Lee at night; Sam at any time.
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        for (calls::Staff &each : setup.staff) {
            if (each.id == "dana"_L1)
                each.shifts = {{.days = {1, 2, 3, 4, 5}, .from = QTime(8, 0), .to = QTime(17, 0)}};
        }
        setup.staff.append({.id = u"lee"_s,
                            .name = u"Lee Wong"_s,
                            .teams = {u"office"_s},
                            .capacity = 2,
                            .perDay = 5,
                            .shifts = {{.days = {1, 2, 3, 4, 5}, .from = QTime(22, 0), .to = QTime(6, 0)}}});
        setup.calendars = {{.id = u"dana-feed"_s, .staff = u"dana"_s, .account = settings::IcsFeed{.addressSecret = u"dana-feed"_s}}};
    });
}

void TestPeople::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestPeople::anOfficeThatUsesNoneOfIt()
{
    test::storeOffice(*m_database, m_clock.now());
    const People all = people();
    QCOMPARE(all.people.size(), 3);
    for (const PersonCard &each : all.people) {
        QCOMPARE(each.availability.readiness, Readiness::NotKnown);
        QCOMPARE(each.calendar, calls::CalendarView::State::None);
        QCOMPARE(each.signIn, SignInState::None);
    }
    QCOMPARE(all.team(u"office"_s)->people, 2);
    QCOMPARE(all.team(u"office"_s)->ready, 2);
    QCOMPARE(all.team(u"dallas"_s)->people, 1);
    QCOMPARE(all.lines.size(), 2);
    QVERIFY(all.person(u"zoe"_s) == nullptr);
}

void TestPeople::whoIsHereAndWhoIsNot()
{
    const Instant now = m_clock.now();
    QCOMPARE(card(u"lee"_s).availability.readiness, Readiness::OffShift);
    QCOMPARE(*card(u"lee"_s).availability.until, instantOf(u"2026-11-21T04:00:00Z"_s)); // ten in the evening in Dallas
    say(u"sam"_s, {.word = PresenceWord::Away, .source = Presence::Source::Person, .since = now, .until = now + std::chrono::hours(1)});
    QCOMPARE(card(u"sam"_s).availability.readiness, Readiness::Away);
    QVERIFY(card(u"sam"_s).said.has_value());
    QCOMPARE(people().team(u"dallas"_s)->ready, 0);
    m_clock.advance(std::chrono::hours(1));
    QCOMPARE(card(u"sam"_s).availability.readiness, Readiness::NotKnown);
    QVERIFY(!card(u"sam"_s).said.has_value()); // it says nothing any more
    QCOMPARE(people().team(u"dallas"_s)->ready, 1);
    say(u"sam"_s, {.word = PresenceWord::Here,
                   .source = Presence::Source::Console,
                   .since = m_clock.now(),
                   .until = m_clock.now() + std::chrono::minutes(3)});
    QCOMPARE(card(u"sam"_s).availability.readiness, Readiness::Here);
    QVERIFY(!card(u"sam"_s).said.has_value()); // the console said it
    // Her calendar has not been read yet.
    QCOMPARE(card(u"dana"_s).calendar, calls::CalendarView::State::Unknown);
    QCOMPARE(card(u"dana"_s).availability.basis, Basis::UnreadableCalendar);
}

void TestPeople::whatEachHasOnTheDesk()
{
    using namespace std::chrono_literals;
    task(u"office"_s, u"sam"_s, 20min);
    task(u"office"_s, u"sam"_s, 10min);
    const calls::CallbackTask latest = task(u"office"_s, u"sam"_s, 5min);
    task(u"office"_s, u"sam"_s, 24h); // yesterday
    const PersonCard sam = card(u"sam"_s);
    QCOMPARE(sam.live, 4);
    QCOMPARE(sam.givenToday, 3);
    QCOMPARE(*sam.lastAt, latest.createdAt);
    QCOMPARE(card(u"dana"_s).live, 0);
    QVERIFY(!card(u"dana"_s).lastAt);
}

void TestPeople::howTheySignIn()
{
    write(u"INSERT INTO credentials (staff, kind, hash, set_at, set_by, must_change) VALUES ('dana', 'pin', 'x', 1, 'staff:pat', 0)"_s);
    write(u"INSERT INTO credentials (staff, kind, hash, set_at, set_by, must_change) VALUES ('sam', 'password', 'x', 1, 'staff:pat', 1)"_s);
    const Instant until = m_clock.now() + std::chrono::minutes(1);
    write(u"INSERT INTO sign_in_failures (staff, failures, last_at, locked_until_at) VALUES ('dana', 5, 1, ?)"_s, {store::value(until)});
    QCOMPARE(card(u"pat"_s).signIn, SignInState::None);
    QCOMPARE(card(u"sam"_s).signIn, SignInState::MustChange);
    QCOMPARE(card(u"dana"_s).signIn, SignInState::Locked);
    QCOMPARE(*card(u"dana"_s).lockedUntil, until);
    m_clock.advance(std::chrono::minutes(1));
    QCOMPARE(card(u"dana"_s).signIn, SignInState::Ready);
    QVERIFY(!card(u"dana"_s).lockedUntil);
}

void TestPeople::whatWaitsInEachQueue()
{
    using namespace std::chrono_literals;
    const calls::CallbackTask oldest = task(u"dallas"_s, {}, 14min);
    task(u"dallas"_s, {}, 3min);
    task(u"dallas"_s, u"sam"_s, 20min); // somebody has it
    task({}, {}, 1min);
    const calls::CallbackTask later = task(u"dallas"_s, {}, 30min);
    write(u"UPDATE callback_tasks SET ready_at = ? WHERE id = ?"_s, {store::value(m_clock.now() + 1h), later.id.text()});
    write(u"INSERT INTO unstaffed_queues (team, since_at) VALUES ('dallas', ?)"_s, {store::value(m_clock.now() - 12min)});
    const People all = people();
    const WaitingCallbacks dallas = all.team(u"dallas"_s)->waiting;
    QCOMPARE(dallas.count, 2);
    QCOMPARE(*dallas.oldest, oldest.createdAt);
    QCOMPARE(*dallas.unstaffedSince, m_clock.now() - 12min);
    QCOMPARE(all.team(u"office"_s)->waiting.count, 0);
    QVERIFY(!all.team(u"office"_s)->waiting.oldest);
    QCOMPARE(all.ofNoTeam.count, 1);
    QVERIFY(!all.ofNoTeam.unstaffedSince);
}

void TestPeople::aTrialForNow()
{
    const Instant now = m_clock.now();
    say(u"sam"_s, {.word = PresenceWord::Away, .source = Presence::Source::Person, .since = now, .until = now + std::chrono::hours(1)});
    const TrialAnswer answer = tried(now);
    QCOMPARE(answer.assignment.team, u"office"_s);
    QCOMPARE(answer.assignment.staff, u"dana"_s);
    QCOMPARE(standingOf(answer, u"dana"_s), Standing::Chosen);
    QCOMPARE(standingOf(answer, u"sam"_s), Standing::Away);
    QCOMPARE(standingOf(answer, u"lee"_s), Standing::OffShift);
    QCOMPARE(answer.question.at, now);
    // The crew desk has only Sam.
    QCOMPARE(tried(now, u"+12145550102"_s).assignment.staff, QString());
}

void TestPeople::aTrialForAnotherTime_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("who"); // those who may be given it
    QTest::newRow("after Sam is back") << u"2026-11-20T19:00:00Z"_s << u"dana sam"_s;
    QTest::newRow("before that") << u"2026-11-20T18:59:00Z"_s << u"dana"_s;
    QTest::newRow("after work") << u"2026-11-20T23:00:00Z"_s << u"sam"_s;
    QTest::newRow("at night") << u"2026-11-21T05:00:00Z"_s << u"sam lee"_s;
    QTest::newRow("past midnight, still in the shift that began on Friday") << u"2026-11-21T11:59:00Z"_s << u"sam lee"_s;
    QTest::newRow("on Saturday night") << u"2026-11-22T05:00:00Z"_s << u"sam"_s;
}

void TestPeople::aTrialForAnotherTime()
{
    QFETCH(QString, at);
    QFETCH(QString, who);
    const Instant now = m_clock.now();
    say(u"sam"_s, {.word = PresenceWord::Away, .source = Presence::Source::Person, .since = now, .until = now + std::chrono::hours(1)});
    QStringList ready;
    for (const policy::Candidate &each : must(candidatesAt(*m_database, setup(), instantOf(at), now))) {
        if (each.staff.id != "pat"_L1 && mayBeGiven(each.availability.readiness))
            ready.append(each.staff.id);
    }
    QCOMPARE(ready.join(u' '), who);
    const QString given = tried(instantOf(at)).assignment.staff;
    QVERIFY2(ready.contains(given), qPrintable(given));
}

void TestPeople::aTrialKnowsNoCalendarOfNextMonth()
{
    const Instant now = m_clock.now();
    write(u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error, read_at, known_from_at, "
          u"known_to_at)"
          " VALUES ('dana-feed', 'dana', '', ?, '', 0, '', ?, ?, ?)"_s,
          {store::value(now), store::value(now), store::value(now), store::value(now + store::PeopleGateway::ahead)});
    const auto basisAt = [&](Instant at) {
        for (const policy::Candidate &each : must(candidatesAt(*m_database, setup(), at, now))) {
            if (each.staff.id == "dana"_L1)
                return each.availability.basis;
        }
        return Basis::Nothing;
    };
    QCOMPARE(card(u"dana"_s).calendar, calls::CalendarView::State::Known);
    QVERIFY(basisAt(now) != Basis::UnreadableCalendar);
    QCOMPARE(basisAt(now + std::chrono::hours(24 * 28)), Basis::UnreadableCalendar); // a Friday too
}

void TestPeople::aTrialLeavesEverythingAsItIs()
{
    const auto state = [this] {
        return test::rowsOf(*m_database, u"SELECT sequence, hash FROM audit_head"_s) +
               test::rowsOf(*m_database, u"SELECT team, staff, turn FROM routing_turns"_s) +
               test::rowsOf(*m_database, u"SELECT id FROM callback_tasks"_s);
    };
    const QStringList before = state();
    const QString first = tried(m_clock.now()).assignment.staff;
    QCOMPARE(tried(m_clock.now()).assignment.staff, first); // nobody's turn was taken
    QCOMPARE(state(), before);
}

void TestPeople::whyIsReadFromTheTrail()
{
    const QJsonArray detail = QJsonDocument::fromJson(R"([
        {"staff": "dana", "standing": "chosen", "readiness": "here", "basis": "console", "until": "2026-11-20T21:30:00.000Z",
         "live": 2, "capacity": 6, "today": 5, "last": "2026-11-20T17:52:00.000Z"},
        {"staff": "sam", "standing": "off_shift", "readiness": "off_shift", "basis": "shift", "live": 0, "capacity": 0, "today": 0}])")
                                  .array();
    const QList<Considered> all = consideredOf(detail);
    QCOMPARE(all.size(), 2);
    QVERIFY(
        all.first() ==
        (Considered{.staff = u"dana"_s,
                    .standing = Standing::Chosen,
                    .availability = {.readiness = Readiness::Here, .basis = Basis::Console, .until = instantOf(u"2026-11-20T21:30:00Z"_s)},
                    .liveTasks = 2,
                    .capacity = 6,
                    .givenToday = 5,
                    .lastAssignedAt = instantOf(u"2026-11-20T17:52:00Z"_s)}));
    QCOMPARE(all.last().standing, Standing::OffShift);
    QVERIFY(!all.last().availability.until);
}

void TestPeople::whatIsNotOursIsLeftOut()
{
    const QJsonArray detail = QJsonDocument::fromJson(R"([
        1, {}, {"staff": "dana", "standing": "asleep", "readiness": "here", "basis": "console"},
        {"staff": "", "standing": "chosen", "readiness": "here", "basis": "console"},
        {"staff": "sam", "standing": "chosen", "readiness": "here", "basis": "console", "until": "soon"}])")
                                  .array();
    const QList<Considered> all = consideredOf(detail);
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().staff, u"sam"_s);
    QVERIFY(!all.first().availability.until);
}

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"
