#include "desk/peoplework.h"

#include "desk/officework.h"
#include "engine/office.h"
#include "engine/staffing.h"
#include "settings/setup.h"
#include "support/leadcase.h"
#include "support/testclock.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using test::must;
using test::rowsOf;
using test::valueOf;
using Why = PeopleRefusal::Why;

Q_DECLARE_METATYPE(ringback::desk::PeopleRefusal::Why)

/// What an admin does with people and teams, on both databases.
class TestPeopleWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addsChangesAndRemovesAPerson();
    void theTrailSaysWhatChangedAndKeepsPrivateThingsOut();
    void theSameAgainAddsNoVersion();
    void changesNothingElse();
    void idsAreMadeFromNames_data();
    void idsAreMadeFromNames();
    void anIdIsNobodyElsesEver();
    void turnsDown_data();
    void turnsDown();
    void namesTheFieldThatIsWrong_data();
    void namesTheFieldThatIsWrong();
    void ofTwoAdminsTheSecondIsTold();
    void theLastOwnerStaysOne();
    void nobodyRemovesOrSuspendsThemselves();
    void aPhoneIsOnePersons();
    void removingForgetsHowTheySignedInAndTheirCalendars();
    void whoLeavesLeavesTheirCallbacks();
    void whatSomebodyClaimedComesBackWhenTheyLeave_data();
    void whatSomebodyClaimedComesBackWhenTheyLeave();
    void aTeamTakesItsPeopleAndLines();
    void aTeamThatGoesTakesNobodyAlong();
    void ofTwoAdminsTheSecondIsToldOfTeamsAndLinesToo();
    void aLineAsksForSkills();

private:
    [[nodiscard]] settings::Setup setup()
    {
        const auto document = must(store::OfficeGateway(*m_database).setup());
        return must(settings::parseSetup(document->text));
    }
    [[nodiscard]] calls::Staff person(const QString &id) { return *setup().person(id); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }
    [[nodiscard]] QString lastDetail() { return valueOf(*m_database, u"SELECT detail FROM audit ORDER BY sequence DESC LIMIT 1"_s); }
    void write(const QString &sql)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql));
        must(transaction.commit());
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<PeopleWork> m_work;
};

// Pat owns the office, Alex is an admin, Dana and Sam call back.
void TestPeopleWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"alex"_s, .name = u"Alex Kim"_s, .role = calls::Role::Admin, .teams = {u"office"_s}});
        setup.calendars = {{.id = u"dana-feed"_s, .staff = u"dana"_s, .account = settings::IcsFeed{.addressSecret = u"dana-feed"_s}}};
    });
    m_work = std::make_unique<PeopleWork>(*m_database, m_clock);
}

void TestPeopleWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestPeopleWork::addsChangesAndRemovesAPerson()
{
    const calls::Staff maria{.id = {},
                             .name = u"  María   López "_s,
                             .teams = {u"dallas"_s},
                             .capacity = 6,
                             .perDay = 20,
                             .weight = 50,
                             .timeZone = "America/Denver",
                             .shifts = {{.days = {1, 2, 3, 4, 5}, .from = QTime(8, 0), .to = QTime(17, 0)}},
                             .languages = {u"en"_s, u"es"_s},
                             .skills = {u"insurance"_s},
                             .email = u"maria@example.com"_s,
                             .phone = test::number(u"+12145550161"_s),
                             .offDesk = calls::OffDesk::Text};
    const PeopleAnswer<calls::Staff> added = m_work->putPerson({.person = maria, .before = {}}, u"alex"_s);
    QVERIFY(added.has_value());
    QCOMPARE(added->id, u"maria"_s);
    QCOMPARE(added->name, u"María López"_s);
    QVERIFY(person(u"maria"_s) == *added);
    calls::Staff changed = *added;
    changed.shifts.first().to = QTime(16, 0);
    QVERIFY(m_work->putPerson({.person = changed, .before = *added}, u"alex"_s).has_value());
    QVERIFY(person(u"maria"_s) == changed);
    const PeopleAnswer<PeopleWork::Removed> removed = m_work->removePerson(u"maria"_s, u"alex"_s);
    QVERIFY(removed.has_value());
    QCOMPARE(removed->name, u"María López"_s);
    QVERIFY(setup().person(u"maria") == nullptr);
    QCOMPARE(audited(), (QStringList{u"staff:alex person_saved staff:maria"_s, u"staff:alex person_saved staff:maria"_s,
                                     u"staff:alex person_removed staff:maria"_s}));
}

void TestPeopleWork::theTrailSaysWhatChangedAndKeepsPrivateThingsOut()
{
    const calls::Staff before = person(u"dana"_s);
    calls::Staff after = before;
    after.role = calls::Role::Admin;
    after.email = u"dana@example.com"_s;
    after.phone = test::number(u"+12145550162"_s);
    QVERIFY(m_work->putPerson({.person = after, .before = before}, u"pat"_s).has_value());
    QCOMPARE(lastDetail(), uR"({"changed":["role","email","phone"],"is":{"role":"admin"},"version":2,"was":{"role":"rep"}})"_s);
}

void TestPeopleWork::theSameAgainAddsNoVersion()
{
    const calls::Staff dana = person(u"dana"_s);
    QVERIFY(m_work->putPerson({.person = dana, .before = dana}, u"pat"_s).has_value());
    const calls::Team office = *setup().team(u"office");
    QVERIFY(m_work->putTeam({.team = office, .before = office}, u"pat"_s).has_value());
    const calls::Line line = setup().lines.first();
    const LineEdit same{
        .number = line.number.e164(), .team = line.team, .skills = line.skills, .teamBefore = line.team, .skillsBefore = line.skills};
    QVERIFY(m_work->setLine(same, u"pat"_s).has_value());
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM setups"_s), u"1"_s);
}

void TestPeopleWork::changesNothingElse()
{
    settings::Setup expected = setup();
    const calls::Staff before = *expected.person(u"sam");
    for (calls::Staff &each : expected.staff)
        each.capacity = each.id == "sam"_L1 ? 9 : each.capacity;
    QVERIFY(m_work->putPerson({.person = *expected.person(u"sam"), .before = before}, u"alex"_s).has_value());
    QVERIFY(setup() == expected);
}

void TestPeopleWork::idsAreMadeFromNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::newRow("the first name") << u"Lee Wong"_s << u"lee"_s;
    QTest::newRow("with the last one where that is taken") << u"Dana Scott"_s << u"dana-scott"_s;
    QTest::newRow("letters with marks") << u"Ángel Núñez"_s << u"angel"_s;
    QTest::newRow("no letters of ours") << u"李 明"_s << u"person"_s;
    QTest::newRow("a number where one name is all") << u"Sam"_s << u"sam-2"_s;
    QTest::newRow("very long") << QString(70, u'a') << QString(40, u'a');
}

void TestPeopleWork::idsAreMadeFromNames()
{
    QFETCH(QString, name);
    QFETCH(QString, id);
    const PeopleAnswer<calls::Staff> added = m_work->putPerson({.person = {.id = {}, .name = name}, .before = {}}, u"alex"_s);
    QVERIFY(added.has_value());
    QCOMPARE(added->id, id);
}

// What she did is signed `staff:zoe` for good.
void TestPeopleWork::anIdIsNobodyElsesEver()
{
    const calls::Staff zoe{.id = {}, .name = u"Zoe"_s};
    QCOMPARE(m_work->putPerson({.person = zoe, .before = {}}, u"alex"_s)->id, u"zoe"_s);
    QVERIFY(m_work->removePerson(u"zoe"_s, u"alex"_s).has_value());
    QCOMPARE(m_work->putPerson({.person = zoe, .before = {}}, u"alex"_s)->id, u"zoe-2"_s);
}

void TestPeopleWork::turnsDown_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("whom");
    QTest::addColumn<calls::Role>("role");
    QTest::addColumn<int>("expected"); // -1 = it is done
    const auto row = [](const char *name, const QString &who, const QString &whom, calls::Role role, std::optional<Why> why) {
        QTest::newRow(name) << who << whom << role << (why ? int(*why) : -1);
    };
    using enum calls::Role;
    row("nobody", u"zoe"_s, u"dana"_s, Rep, Why::NoSuchPerson);
    row("a rep edits another", u"sam"_s, u"dana"_s, Rep, Why::NotAllowed);
    row("a rep edits themselves", u"dana"_s, u"dana"_s, Rep, Why::NotAllowed);
    row("an admin edits a rep", u"alex"_s, u"dana"_s, Rep, {});
    row("an admin makes an admin", u"alex"_s, u"dana"_s, Admin, {});
    row("an admin makes an owner", u"alex"_s, u"dana"_s, Owner, Why::OnlyOwners);
    row("an admin becomes an owner", u"alex"_s, u"alex"_s, Owner, Why::OnlyOwners);
    row("an admin unmakes an owner", u"alex"_s, u"pat"_s, Rep, Why::OnlyOwners);
    row("an admin edits an owner", u"alex"_s, u"pat"_s, Owner, Why::OnlyOwners);
    row("an owner makes an owner", u"pat"_s, u"dana"_s, Owner, {});
    row("an owner edits an owner", u"pat"_s, u"pat"_s, Owner, {});
    row("who has left", u"pat"_s, u"zoe"_s, Rep, Why::NotThere);
}

void TestPeopleWork::turnsDown()
{
    QFETCH(QString, who);
    QFETCH(QString, whom);
    QFETCH(calls::Role, role);
    QFETCH(int, expected);
    const settings::Setup asItWas = setup();
    const calls::Staff *const there = asItWas.person(whom);
    const calls::Staff before = there != nullptr ? *there : calls::Staff{.id = whom, .name = whom};
    calls::Staff after = before;
    after.role = role;
    after.capacity = 3;
    const PeopleAnswer<calls::Staff> put = m_work->putPerson({.person = after, .before = before}, who);
    QCOMPARE(put ? -1 : int(put.error().why), expected);
    QCOMPARE(setup() == asItWas, expected != -1);
    QCOMPARE(audited().isEmpty(), expected != -1);
}

void TestPeopleWork::namesTheFieldThatIsWrong_data()
{
    QTest::addColumn<calls::Staff>("person");
    QTest::addColumn<QString>("field");
    QTest::newRow("no name") << calls::Staff{.id = {}, .name = u"  "_s} << u"name"_s;
    QTest::newRow("a name too long") << calls::Staff{.id = {}, .name = QString(81, u'a')} << u"name"_s;
    QTest::newRow("no such team") << calls::Staff{.id = {}, .name = u"Lee"_s, .teams = {u"austin"_s}} << u"teams"_s;
    QTest::newRow("no such zone") << calls::Staff{.id = {}, .name = u"Lee"_s, .timeZone = "Texas/Dallas"} << u"time_zone"_s;
    QTest::newRow("an address that is none") << calls::Staff{.id = {}, .name = u"Lee"_s, .email = u"lee at home"_s} << u"email"_s;
    QTest::newRow("nowhere to write to") << calls::Staff{.id = {}, .name = u"Lee"_s, .offDesk = calls::OffDesk::Email} << u"email"_s;
    QTest::newRow("no phone to text") << calls::Staff{.id = {}, .name = u"Lee"_s, .offDesk = calls::OffDesk::Text} << u"phone"_s;
    QTest::newRow("a page that is none") << calls::Staff{.id = {}, .name = u"Lee"_s, .bookingLink = u"my page"_s} << u"booking_link"_s;
    QTest::newRow("a skill of two words") << calls::Staff{.id = {}, .name = u"Lee"_s, .skills = {u"two words"_s}} << u"skills"_s;
    QTest::newRow("no day") << calls::Staff{.id = {}, .name = u"Lee"_s, .shifts = {{.days = {}, .from = QTime(8, 0), .to = QTime(9, 0)}}}
                            << u"shifts"_s;
}

void TestPeopleWork::namesTheFieldThatIsWrong()
{
    QFETCH(calls::Staff, person);
    QFETCH(QString, field);
    const PeopleAnswer<calls::Staff> put = m_work->putPerson({.person = person, .before = {}}, u"pat"_s);
    QVERIFY(!put.has_value());
    QCOMPARE(put.error().why, Why::Invalid);
    QCOMPARE(put.error().field, field);
    QVERIFY(audited().isEmpty());
}

void TestPeopleWork::ofTwoAdminsTheSecondIsTold()
{
    const calls::Staff seen = person(u"dana"_s);
    calls::Staff first = seen;
    first.capacity = 4;
    calls::Staff second = seen;
    second.capacity = 5;
    QVERIFY(m_work->putPerson({.person = first, .before = seen}, u"pat"_s).has_value());
    QCOMPARE(m_work->putPerson({.person = second, .before = seen}, u"alex"_s).error().why, Why::ChangedMeanwhile);
    QCOMPARE(person(u"dana"_s).capacity, 4);
}

void TestPeopleWork::theLastOwnerStaysOne()
{
    const calls::Staff pat = person(u"pat"_s);
    calls::Staff rep = pat;
    rep.role = calls::Role::Rep;
    QCOMPARE(m_work->putPerson({.person = rep, .before = pat}, u"pat"_s).error().why, Why::LastOwner);
    const calls::Staff dana = person(u"dana"_s);
    calls::Staff owner = dana;
    owner.role = calls::Role::Owner;
    QVERIFY(m_work->putPerson({.person = owner, .before = dana}, u"pat"_s).has_value());
    // A suspended one does not count.
    calls::Staff suspended = owner;
    suspended.suspended = true;
    QVERIFY(m_work->putPerson({.person = suspended, .before = owner}, u"pat"_s).has_value());
    QCOMPARE(m_work->putPerson({.person = rep, .before = pat}, u"pat"_s).error().why, Why::LastOwner);
    QVERIFY(m_work->putPerson({.person = owner, .before = suspended}, u"pat"_s).has_value());
    QVERIFY(m_work->putPerson({.person = rep, .before = pat}, u"pat"_s).has_value());
    QCOMPARE(m_work->removePerson(u"dana"_s, u"alex"_s).error().why, Why::OnlyOwners);
}

void TestPeopleWork::nobodyRemovesOrSuspendsThemselves()
{
    QCOMPARE(m_work->removePerson(u"alex"_s, u"alex"_s).error().why, Why::Yourself);
    const calls::Staff alex = person(u"alex"_s);
    calls::Staff suspended = alex;
    suspended.suspended = true;
    QCOMPARE(m_work->putPerson({.person = suspended, .before = alex}, u"alex"_s).error().why, Why::Yourself);
    // Another does; who is suspended then does nothing any more.
    QVERIFY(m_work->putPerson({.person = suspended, .before = alex}, u"pat"_s).has_value());
    QCOMPARE(m_work->removePerson(u"dana"_s, u"alex"_s).error().why, Why::NotAllowed);
}

void TestPeopleWork::aPhoneIsOnePersons()
{
    const calls::Staff dana = person(u"dana"_s);
    calls::Staff withPhone = dana;
    withPhone.phone = test::number(u"+12145550162"_s);
    QVERIFY(m_work->putPerson({.person = withPhone, .before = dana}, u"pat"_s).has_value());
    const calls::Staff lee{.id = {}, .name = u"Lee"_s, .phone = withPhone.phone};
    const PeopleAnswer<calls::Staff> taken = m_work->putPerson({.person = lee, .before = {}}, u"pat"_s);
    QCOMPARE(taken.error().why, Why::PhoneTaken);
    QCOMPARE(taken.error().field, u"Dana Reyes"_s);
    calls::Staff withLine = withPhone;
    withLine.phone = setup().lines.first().number;
    QCOMPARE(m_work->putPerson({.person = withLine, .before = withPhone}, u"pat"_s).error().why, Why::PhoneIsOurs);
}

void TestPeopleWork::removingForgetsHowTheySignedInAndTheirCalendars()
{
    for (const QString &who : {u"dana"_s, u"sam"_s}) {
        write(u"INSERT INTO presences (staff, source, word, since_at) VALUES ('%1', 'person', 'here', 1)"_s.arg(who));
        write(u"INSERT INTO routing_turns (team, staff, turn) VALUES ('office', '%1', 7)"_s.arg(who));
        write(
            u"INSERT INTO credentials (staff, kind, hash, set_at, set_by, must_change) VALUES ('%1', 'pin', 'x', 1, 'staff:pat', 0)"_s.arg(
                who));
        write(u"INSERT INTO sign_in_failures (staff, failures, last_at) VALUES ('%1', 3, 1)"_s.arg(who));
    }
    QVERIFY(m_work->removePerson(u"dana"_s, u"alex"_s).has_value());
    QVERIFY(setup().calendars.isEmpty());
    for (const QString &table : {u"presences"_s, u"routing_turns"_s, u"credentials"_s, u"sign_in_failures"_s})
        QCOMPARE(rowsOf(*m_database, u"SELECT staff FROM %1"_s.arg(table)), (QStringList{u"sam"_s}));
}

void TestPeopleWork::whoLeavesLeavesTheirCallbacks()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(m_clock.now()),
                                   .followUp = followUp,
                                   .team = u"office"_s,
                                   .assignedTo = u"dana"_s,
                                   .createdAt = m_clock.now(),
                                   .dueAt = m_clock.now()};
    must(store::TaskGateway(*m_database).insert(transaction, task));
    must(transaction.commit());
    const PeopleAnswer<PeopleWork::Removed> removed = m_work->removePerson(u"dana"_s, u"alex"_s);
    QVERIFY(removed.has_value());
    QCOMPARE(removed->callbacks, 1);
}

void TestPeopleWork::whatSomebodyClaimedComesBackWhenTheyLeave_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("actor");
    QTest::newRow("removed") << u"removed"_s << u"staff:alex"_s;
    QTest::newRow("suspended") << u"suspended"_s << u"staff:alex"_s;
    QTest::newRow("left out of a setup file") << u"imported"_s << u"staff:pat"_s;
}

void TestPeopleWork::whatSomebodyClaimedComesBackWhenTheyLeave()
{
    QFETCH(QString, how);
    QFETCH(QString, actor);
    const Instant now = m_clock.now();
    QList<calls::CallbackTask> tasks;
    for (const QString &whose : {u"dana"_s, u"sam"_s, u"dana"_s}) {
        const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, now, u"+1214555014%1"_s.arg(tasks.size()));
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(now),
                                       .followUp = followUp,
                                       .state = calls::TaskState::Claimed,
                                       .team = u"office"_s,
                                       .assignedTo = whose,
                                       .createdAt = now,
                                       .dueAt = now,
                                       .claimedBy = whose,
                                       .claimedAt = now,
                                       .checkAt = now + std::chrono::hours(2)};
        must(store::TaskGateway(*m_database).insert(transaction, task));
        must(transaction.commit());
        tasks.append(task);
    }
    const auto stored = [this](const calls::CallbackTask &task) {
        return must(store::TaskGateway(*m_database).find(task.id)).value();
    };
    // What is changed of her without that takes nothing away.
    calls::Staff dana = person(u"dana"_s);
    dana.capacity = 3;
    QVERIFY(m_work->putPerson({.person = dana, .before = person(u"dana"_s)}, u"alex"_s).has_value());
    QCOMPARE(stored(tasks.first()), tasks.first());

    settings::Setup without = setup();
    without.staff.removeOne(dana);
    without.calendars.clear();
    dana.suspended = true;
    if (how == u"removed"_s)
        QCOMPARE(m_work->removePerson(u"dana"_s, u"alex"_s)->callbacks, 2);
    else if (how == u"suspended"_s)
        QVERIFY(m_work->putPerson({.person = dana, .before = person(u"dana"_s)}, u"alex"_s).has_value());
    else
        QVERIFY(must(desk::importSetup(*m_database, settings::toJson(without), false, now, u"pat"_s)).changed);

    QCOMPARE(stored(tasks.at(1)), tasks.at(1)); // somebody else's
    for (const qsizetype i : {0, 2}) {
        const calls::CallbackTask back = stored(tasks.at(i));
        QCOMPARE(back.state, calls::TaskState::Open);
        QCOMPARE(back.claimedBy, QString());
        QCOMPARE(back.assignedTo, QString());
        QCOMPARE(back.returnedFrom, u"dana"_s);
        QVERIFY(!back.claimedAt);
        QVERIFY(back.checkAt != tasks.at(i).checkAt); // not when the claim would have run out
        QCOMPARE(rowsOf(*m_database, u"SELECT actor, action, detail FROM audit WHERE subject = ?"_s, {u"task:"_s + back.id.text()}),
                 QStringList{actor + u" task_released {\"claimed_by\":\"dana\"}"_s});
    }
    // And whoever is there gets them at once.
    engine::Staffing staffing(*m_database, m_clock, m_ids);
    must(staffing.turn(must(engine::loadOffice(*m_database)).value()));
    for (const qsizetype i : {0, 2})
        QVERIFY2(QStringList({u"sam"_s, u"alex"_s}).contains(stored(tasks.at(i)).assignedTo), qPrintable(stored(tasks.at(i)).assignedTo));
}

void TestPeopleWork::aTeamTakesItsPeopleAndLines()
{
    const TeamEdit austin{.team = {.id = {}, .name = u"Austin crew desk"_s, .bookingLink = u"https://book.example/austin"_s},
                          .before = {},
                          .members = QStringList{u"dana"_s, u"sam"_s},
                          .lines = QStringList{u"+12145550102"_s}};
    const PeopleAnswer<calls::Team> added = m_work->putTeam(austin, u"alex"_s);
    QVERIFY(added.has_value());
    QCOMPARE(added->id, u"austin-crew-desk"_s);
    QCOMPARE(person(u"dana"_s).teams, (QStringList{u"office"_s, u"austin-crew-desk"_s}));
    QCOMPARE(setup().lines.at(1).team, u"austin-crew-desk"_s);
    QCOMPARE(setup().lines.at(0).team, u"office"_s);
    TeamEdit fewer{.team = *added,
                   .before = *added,
                   .members = QStringList{u"sam"_s},
                   .lines = QStringList{},
                   .membersBefore = {u"sam"_s, u"dana"_s}, // in whatever order
                   .linesBefore = {u"+12145550102"_s}};
    fewer.team.name = u"Austin"_s;
    QVERIFY(m_work->putTeam(fewer, u"alex"_s).has_value());
    QCOMPARE(person(u"dana"_s).teams, (QStringList{u"office"_s}));
    QCOMPARE(setup().lines.at(1).team, QString());
    QCOMPARE(setup().team(u"austin-crew-desk")->name, u"Austin"_s);
    const QStringList trail = audited();
    QCOMPARE(trail.size(), 7);
    QVERIFY(trail.contains(u"staff:alex person_saved staff:dana"_s));
    QVERIFY(trail.contains(u"staff:alex line_saved line:+12145550102"_s));
    // An owner joins a team by an owner's word.
    fewer.before = *setup().team(u"austin-crew-desk");
    fewer.team = *fewer.before;
    fewer.members = QStringList{u"pat"_s};
    fewer.membersBefore = {u"sam"_s};
    fewer.linesBefore.clear();
    QCOMPARE(m_work->putTeam(fewer, u"alex"_s).error().why, Why::OnlyOwners);
    QVERIFY(m_work->putTeam(fewer, u"pat"_s).has_value());
    QCOMPARE(m_work->putTeam(fewer, u"sam"_s).error().why, Why::NotAllowed);
}

// A form that was opened before somebody else's change overwrites nothing.
void TestPeopleWork::ofTwoAdminsTheSecondIsToldOfTeamsAndLinesToo()
{
    const calls::Team office = *setup().team(u"office");
    const TeamEdit seen{.team = office,
                        .before = office,
                        .members = QStringList{u"dana"_s},
                        .lines = QStringList{},
                        .membersBefore = {u"dana"_s, u"sam"_s, u"alex"_s},
                        .linesBefore = {u"+12145550100"_s}};
    const auto joins = [&](const QString &id) {
        calls::Staff person = this->person(id);
        person.teams.append(u"dallas"_s);
        person.teams.removeOne(u"office"_s);
        return m_work->putPerson({.person = person, .before = this->person(id)}, u"pat"_s).has_value();
    };
    QVERIFY(joins(u"alex"_s)); // since then
    QCOMPARE(m_work->putTeam(seen, u"alex"_s).error().why, Why::ChangedMeanwhile);
    TeamEdit again = seen;
    again.membersBefore = {u"dana"_s, u"sam"_s};
    again.linesBefore.clear();
    QCOMPARE(m_work->putTeam(again, u"alex"_s).error().why, Why::ChangedMeanwhile);
    QCOMPARE(setup().lines.at(0).team, u"office"_s);
    QCOMPARE(person(u"sam"_s).teams, (QStringList{u"office"_s, u"dallas"_s}));
    again.linesBefore = {u"+12145550100"_s};
    QVERIFY(m_work->putTeam(again, u"alex"_s).has_value());
    QCOMPARE(person(u"sam"_s).teams, (QStringList{u"dallas"_s}));
    // Whoever changes the name alone has looked at nothing else.
    calls::Team renamed = office;
    renamed.name = u"Front desk"_s;
    QVERIFY(m_work->putTeam({.team = renamed, .before = office}, u"alex"_s).has_value());

    const LineEdit line{
        .number = u"+12145550102"_s, .team = u"office"_s, .skills = {u"insurance"_s}, .teamBefore = u"dallas"_s, .skillsBefore = {}};
    LineEdit other = line;
    other.skills = {u"storm"_s};
    QVERIFY(m_work->setLine(line, u"pat"_s).has_value());
    QCOMPARE(m_work->setLine(other, u"alex"_s).error().why, Why::ChangedMeanwhile);
    other.teamBefore = u"office"_s;
    QCOMPARE(m_work->setLine(other, u"alex"_s).error().why, Why::ChangedMeanwhile); // the skills are others
    QCOMPARE(setup().lines.at(1).skills, (QStringList{u"insurance"_s}));
    other.skillsBefore = {u"insurance"_s};
    QVERIFY(m_work->setLine(other, u"alex"_s).has_value());
}

void TestPeopleWork::aTeamThatGoesTakesNobodyAlong()
{
    QVERIFY(m_work->removeTeam(u"office"_s, u"alex"_s).has_value());
    QVERIFY(setup().team(u"office") == nullptr);
    QCOMPARE(person(u"sam"_s).teams, (QStringList{u"dallas"_s}));
    QCOMPARE(setup().lines.at(0).team, QString());
    QCOMPARE(setup().lines.at(1).team, u"dallas"_s);
    QCOMPARE(m_work->removeTeam(u"office"_s, u"alex"_s).error().why, Why::NotThere);
    QCOMPARE(audited(), (QStringList{u"staff:alex team_removed team:office"_s}));
}

void TestPeopleWork::aLineAsksForSkills()
{
    const LineEdit asks{
        .number = u"+12145550102"_s, .team = u"office"_s, .skills = {u"insurance"_s}, .teamBefore = u"dallas"_s, .skillsBefore = {}};
    QVERIFY(m_work->setLine(asks, u"alex"_s).has_value());
    QCOMPARE(setup().lines.at(1).skills, (QStringList{u"insurance"_s}));
    QCOMPARE(setup().lines.at(1).team, u"office"_s);
    LineEdit other{.number = u"+12145550102"_s, .team = {}, .skills = {}, .teamBefore = u"office"_s, .skillsBefore = {u"insurance"_s}};
    QCOMPARE(m_work->setLine(other, u"dana"_s).error().why, Why::NotAllowed);
    other.team = u"austin"_s;
    QCOMPARE(m_work->setLine(other, u"alex"_s).error().field, u"team"_s);
    other.number = u"+12145550199"_s;
    QCOMPARE(m_work->setLine(other, u"alex"_s).error().why, Why::NotThere);
}

QTEST_GUILESS_MAIN(TestPeopleWork)
#include "tst_peoplework.moc"
