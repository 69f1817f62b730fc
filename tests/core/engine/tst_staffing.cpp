#include "audit/trail.h"
#include "desk/desk.h"
#include "desk/presencework.h"
#include "engine/intake.h"
#include "engine/staffing.h"
#include "policy/availability.h"
#include "store/gateways.h"
#include "store/peoplegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PresenceWord;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using ringback::test::voiceForm;
using Source = calls::Presence::Source;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // of a Friday in Dallas

const QList<int> everyDay = {1, 2, 3, 4, 5, 6, 7};

} // namespace

class TestStaffing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void whoeverIsThereGetsItByTurn();
    void whoLeavesPassesItOn();
    void withNobodyThereItWaitsAndKeepsItsAge();
    void whoeverComesGetsTheOldestFirst();
    void claimedOnesStay();
    void whatWasEscalatedStays_data();
    void whatWasEscalatedStays();
    void theEndOfAShift();
    void leaveBegins();
    void aMeetingIsNoReason();
    void aConsoleThatGoesSilentIsNoReason();
    void whoIsNotOfTheOfficeAnyMore();
    void whatIsNotReadyWaits();
    void roomOnADesk();
    void tomorrowThereIsRoomAgain();
    void anOfficeThatUsesNoneOfIt();
    void manyInSeveralTurns();
    void oneThatCannotBeDecidedAboutStopsNobody();
    void notOftenerThanItShould();
    void needsNoTurnToWriteWhenNothingHasChanged();
    void twoAtOnceDecideOnce();
    void nobodyWatchesTheQueue();
    void theAlarmIsOverWhenTheQueueIsEmpty();
    void aShortAbsenceIsNoAlarm();
    void whatIsInTheHandsOfPeopleIsNoAlarm();

private:
    void office(const std::function<void(settings::Setup &)> &change)
    {
        settings::Setup setup = m_office.setup;
        change(setup);
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::OfficeGateway(*m_database).addSetup(transaction, settings::toJson(setup), m_clock.now()));
        must(transaction.commit());
        m_office = must(engine::loadOffice(*m_database)).value();
    }
    void missedCall(int caller)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice,
                           voiceForm(u"CA%1"_s.arg(caller), u"no-answer"_s, {{u"From"_s, from(caller)}}), m_clock.now());
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    /// A callback as it lies in the database, after `change`; the caller's number.
    calls::CallbackTask task(int caller, const std::function<void(calls::CallbackTask &)> &change = nullptr)
    {
        const Instant now = m_clock.now();
        const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(now), .number = test::number(from(caller))};
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const calls::Contact contact = must(store::ContactGateway(*m_database).findOrAdd(transaction, fresh, now));
        const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(now),
                                       .contact = contact.id,
                                       .line = u"+12145550100"_s,
                                       .playbookVersion = m_office.playbookVersion,
                                       .openedAt = now,
                                       .lastCallAt = now};
        must(store::FollowUpGateway(*m_database).insert(transaction, followUp));
        calls::CallbackTask made{
            .id = m_ids.next<calls::TaskId>(now), .followUp = followUp.id, .team = u"office"_s, .createdAt = now, .dueAt = now + 30min};
        if (change)
            change(made);
        must(store::TaskGateway(*m_database).insert(transaction, made));
        must(transaction.commit());
        return made;
    }
    /// 0, 2, 77 and 78 are numbers of the office.
    [[nodiscard]] static QString from(int caller) { return u"+1214555%1"_s.arg(100 + caller, 4, 10, QChar(u'0')); }
    void say(const QString &staff, PresenceWord word, std::optional<Instant> until = std::nullopt, Source source = Source::Person)
    {
        QVERIFY(desk::PresenceWork(*m_database, m_clock).say(staff, word, until, source));
    }
    /// What the engine does when it is woken; how many changes.
    int look()
    {
        int all = 0;
        for (int turns = 0; turns < 100; ++turns) {
            const int count = must(m_staffing->turn(m_office));
            all += count;
            const std::optional<Instant> due = must(m_staffing->nextDue());
            if (count == 0 && !(due && *due <= m_clock.now()))
                return all;
        }
        qFatal("it spins");
    }
    int lookAfter(Milliseconds time)
    {
        m_clock.advance(time);
        return look();
    }
    void change(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    void busy(const QString &staff, Instant from, Instant to, const QString &kind)
    {
        const QString calendar = staff + u"-cal"_s;
        change(u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error, read_at, known_from_at, "
               u"known_to_at)"
               " VALUES (?, ?, '', 0, '', 0, '', ?, 0, ?)"_s,
               {calendar, staff, toMs(m_clock.now()), toMs(m_clock.now() + 100h)});
        change(u"INSERT INTO busy_times (calendar, from_at, to_at, kind) VALUES (?, ?, ?, ?)"_s, {calendar, toMs(from), toMs(to), kind});
        office([&](settings::Setup &setup) {
            setup.calendars.append(
                {.id = calendar,
                 .staff = staff,
                 .account = settings::CalDavAccount{
                     .address = u"https://cal.example.com/"_s, .user = staff, .passwordSecret = calendar, .calendar = {}}});
        });
    }
    /// By caller: `123 dana`.
    [[nodiscard]] QStringList holders()
    {
        return rowsOf(*m_database, u"SELECT substr(contacts.number, 9), CASE WHEN callback_tasks.state = 'claimed' THEN '(' || claimed_by "
                                   u"|| ')' ELSE assigned_to END"
                                   " FROM callback_tasks JOIN follow_ups ON follow_ups.id = callback_tasks.follow_up_id"
                                   " JOIN contacts ON contacts.id = follow_ups.contact_id WHERE callback_tasks.state IN ('open', 'claimed')"
                                   " ORDER BY contacts.number"_s);
    }
    [[nodiscard]] QStringList audited(const QString &action)
    {
        return rowsOf(*m_database, u"SELECT detail FROM audit WHERE action = ? ORDER BY sequence"_s, {action});
    }
    [[nodiscard]] static QJsonObject json(const QString &text) { return QJsonDocument::fromJson(text.toUtf8()).object(); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<Staffing> m_staffing;
};

void TestStaffing::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(noon);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        for (calls::Staff &person : setup.staff)
            person.capacity = 0;
    });
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    m_staffing = std::make_unique<Staffing>(*m_database, m_clock, m_ids);
}

void TestStaffing::cleanup()
{
    if (m_database)
        QVERIFY(!must(audit::verify(*m_database)).firstBad);
    m_staffing.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestStaffing::whoeverIsThereGetsItByTurn()
{
    for (int caller = 3; caller < 7; ++caller)
        missedCall(caller);
    QCOMPARE(holders().filter(u" dana"_s).size(), 2);
    QCOMPARE(holders().filter(u" sam"_s).size(), 2);
    const policy::Turns turns = must(store::PeopleGateway(*m_database).turns());
    QVERIFY(turns.teams.value(u"office"_s).next.value(u"dana"_s) > 0);
    QVERIFY(turns.teams.value(u"office"_s).next.value(u"sam"_s) > 0);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM callback_tasks WHERE assigned_at IS NULL"_s), u"0"_s);

    say(u"dana"_s, PresenceWord::Away);
    missedCall(8);
    QCOMPARE(holders().last(), u"0108 sam"_s);
    const QJsonObject detail = json(audited(u"task_created"_s).last());
    QVERIFY(detail.value(u"reasons"_s).toArray().contains(u"assigned_next_available"_s));
    const QJsonArray considered = detail.value(u"considered"_s).toArray();
    QCOMPARE(considered.first().toObject().value(u"staff"_s).toString(), u"sam"_s);
    QCOMPARE(considered.first().toObject().value(u"standing"_s).toString(), u"chosen"_s);
    QCOMPARE(considered.first().toObject().value(u"live"_s).toInt(), 2);
    QCOMPARE(considered.first().toObject().value(u"today"_s).toInt(), 2);
    QCOMPARE(considered.first().toObject().value(u"last"_s).toString(), u"2026-11-20T18:00:00.000Z"_s);
    QCOMPARE(considered.last().toObject().value(u"staff"_s).toString(), u"dana"_s);
    QCOMPARE(considered.last().toObject().value(u"standing"_s).toString(), u"away"_s);
    QCOMPARE(considered.last().toObject().value(u"basis"_s).toString(), u"person"_s);
}

void TestStaffing::whoLeavesPassesItOn()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    QCOMPARE(look(), 0);
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(lookAfter(5s), 1);
    QCOMPARE(holders(), QStringList{u"0101 sam"_s});
    QCOMPARE(valueOf(*m_database, u"SELECT assigned_at FROM callback_tasks"_s), QString::number(toMs(m_clock.now())));
    const QJsonObject detail = json(audited(u"task_rerouted"_s).value(0));
    QCOMPARE(detail.value(u"was_assigned_to"_s).toString(), u"dana"_s);
    QCOMPARE(detail.value(u"assigned_to"_s).toString(), u"sam"_s);
    QVERIFY(detail.value(u"considered"_s).toArray().size() >= 2);
    QVERIFY(!detail.value(u"reasons"_s).toArray().isEmpty());
}

void TestStaffing::withNobodyThereItWaitsAndKeepsItsAge()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away);
    m_clock.advance(20min);
    QVERIFY(look() > 0);
    QCOMPARE(holders(), QStringList{u"0101 "_s});
    QCOMPARE(valueOf(*m_database, u"SELECT created_at FROM callback_tasks"_s), QString::number(toMs(noon)));
    QCOMPARE(valueOf(*m_database, u"SELECT assigned_at IS NULL FROM callback_tasks"_s), valueOf(*m_database, u"SELECT 1 = 1"_s));
}

void TestStaffing::whoeverComesGetsTheOldestFirst()
{
    office([](settings::Setup &setup) { setup.staff[1].capacity = 2; });
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away);
    task(3);
    m_clock.advance(1min);
    task(2);
    m_clock.advance(1min);
    task(1);
    look();
    QCOMPARE(holders(), (QStringList{u"0101 "_s, u"0102 "_s, u"0103 "_s}));
    say(u"dana"_s, PresenceWord::Here);
    QVERIFY(lookAfter(5s) >= 2);
    QCOMPARE(holders(), (QStringList{u"0101 "_s, u"0102 dana"_s, u"0103 dana"_s})); // and Dana's desk is full
}

void TestStaffing::claimedOnesStay()
{
    const calls::CallbackTask danas = task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(danas.id.text(), u"dana"_s));
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(look(), 0);
    QCOMPARE(holders(), QStringList{u"0101 (dana)"_s});
}

void TestStaffing::whatWasEscalatedStays_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("holder");
    QTest::newRow("to the next person: routed like any other") << u"next_person"_s << u"sam"_s;
    QTest::newRow("to the team") << u"team"_s << u"dana"_s;
    QTest::newRow("to the owner") << u"owner"_s << u"dana"_s;
    QTest::newRow("to the list that people keep") << u"human_queue"_s << u"dana"_s;
}

void TestStaffing::whatWasEscalatedStays()
{
    QFETCH(QString, to);
    QFETCH(QString, holder);
    task(1, [&](calls::CallbackTask &each) {
        each.assignedTo = u"dana"_s;
        each.escalatedTo = to;
    });
    say(u"dana"_s, PresenceWord::Away);
    look();
    QCOMPARE(holders(), QStringList{u"0101 "_s + holder});
}

void TestStaffing::theEndOfAShift()
{
    office([](settings::Setup &setup) { setup.staff[1].shifts = {{.days = everyDay, .from = QTime(8, 0), .to = QTime(17, 0)}}; });
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    look();
    const Instant five = instantOf(u"2026-11-20T23:00:00Z"_s);
    QCOMPARE(must(m_staffing->nextDue()), std::optional(five - policy::soon)); // a meeting then would count from here on
    m_clock.set(five - policy::soon);
    QCOMPARE(look(), 0);
    QCOMPARE(must(m_staffing->nextDue()), std::optional(five));
    m_clock.set(five);
    QCOMPARE(look(), 1);
    QCOMPARE(holders(), QStringList{u"0101 sam"_s});
}

void TestStaffing::leaveBegins()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    busy(u"dana"_s, noon + 1h, noon + 30h, u"leave"_s);
    QCOMPARE(look(), 0);
    const std::optional<Instant> due = must(m_staffing->nextDue());
    QCOMPARE(due, std::optional(noon + 1h - policy::soon));
    m_clock.set(*due);
    QCOMPARE(look(), 1);
    QCOMPARE(holders(), QStringList{u"0101 sam"_s});
}

void TestStaffing::aMeetingIsNoReason()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    busy(u"dana"_s, noon - 1h, noon + 1h, u"busy"_s);
    QCOMPARE(look(), 0);
    missedCall(3);
    QCOMPARE(holders(), (QStringList{u"0101 dana"_s, u"0103 sam"_s}));
}

// It may have been shut down, or the machine sleeps: nobody said that anybody left. The escalation finds out.
void TestStaffing::aConsoleThatGoesSilentIsNoReason()
{
    say(u"dana"_s, PresenceWord::Here, std::nullopt, Source::Console);
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    look();
    for (int minutes = 0; minutes < 10; ++minutes)
        QCOMPARE(lookAfter(1min), 0);
    QCOMPARE(holders(), QStringList{u"0101 dana"_s});
    say(u"dana"_s, PresenceWord::Away, std::nullopt, Source::Console); // now it says so
    QCOMPARE(lookAfter(5s), 1);
    QCOMPARE(holders(), QStringList{u"0101 sam"_s});
}

void TestStaffing::whoIsNotOfTheOfficeAnyMore()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    task(2, [](calls::CallbackTask &each) { each.assignedTo = u"sam"_s; });
    look();
    office([](settings::Setup &setup) {
        setup.staff[2].suspended = true;
        setup.staff[1].id = u"dee"_s; // Dana left, and Dee came
    });
    QCOMPARE(lookAfter(5s), 2);
    QCOMPARE(holders(), (QStringList{u"0101 dee"_s, u"0102 dee"_s}));
}

void TestStaffing::whatIsNotReadyWaits()
{
    task(1, [](calls::CallbackTask &each) {
        each.assignedTo = u"dana"_s;
        each.readyAt = noon + 3h;
    });
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(look(), 0);
    QCOMPARE(must(m_staffing->nextDue()), std::optional(noon + 3h));
    m_clock.set(noon + 3h);
    QCOMPARE(look(), 1);
    QCOMPARE(holders(), QStringList{u"0101 sam"_s});
}

void TestStaffing::roomOnADesk()
{
    office([](settings::Setup &setup) {
        setup.staff[1].capacity = 1;
        setup.staff[2].capacity = 1;
    });
    const calls::CallbackTask first = task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    task(2, [](calls::CallbackTask &each) { each.assignedTo = u"sam"_s; });
    m_clock.advance(1min);
    missedCall(3);
    look();
    QCOMPARE(holders(), (QStringList{u"0101 dana"_s, u"0102 sam"_s, u"0103 "_s}));
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).complete(first.id.text(), u"dana"_s, {.outcome = u"no_interest"_s}));
    QVERIFY(lookAfter(5s) > 0);
    QCOMPARE(holders(), (QStringList{u"0102 sam"_s, u"0103 dana"_s}));
}

void TestStaffing::tomorrowThereIsRoomAgain()
{
    office([](settings::Setup &setup) { setup.staff[1].perDay = 1; });
    say(u"sam"_s, PresenceWord::Away);
    missedCall(3);
    missedCall(4);
    look();
    QCOMPARE(holders(), (QStringList{u"0103 dana"_s, u"0104 "_s}));
    const Instant midnight = instantOf(u"2026-11-21T06:00:00Z"_s); // in Dallas
    for (;;) { // the time between may have looks of its own
        const std::optional<Instant> due = must(m_staffing->nextDue());
        QVERIFY(due && *due <= midnight);
        m_clock.set(*due);
        look();
        if (*due == midnight)
            break;
        QCOMPARE(holders().last(), u"0104 "_s);
    }
    QCOMPARE(holders(), (QStringList{u"0103 dana"_s, u"0104 dana"_s}));
}

// Nobody says anything, and nobody works shifts: it is as it was.
void TestStaffing::anOfficeThatUsesNoneOfIt()
{
    missedCall(3);
    missedCall(4);
    const QStringList before = holders();
    QCOMPARE(look(), 0);
    QCOMPARE(lookAfter(1h), 0);
    QCOMPARE(must(m_staffing->nextDue()), std::nullopt);
    QCOMPARE(holders(), before);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM unstaffed_queues"_s), u"0"_s);
}

void TestStaffing::manyInSeveralTurns()
{
    constexpr int many = Staffing::rowsPerTurn * 2 + 10;
    for (int caller = 0; caller < many; ++caller) {
        task(caller, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
        m_clock.advance(1s);
    }
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(must(m_staffing->turn(m_office)), Staffing::rowsPerTurn);
    QVERIFY(must(m_staffing->nextDue()) <= m_clock.now());
    QCOMPARE(holders().filter(u" sam"_s).size(), Staffing::rowsPerTurn);
    QCOMPARE(holders().first(), u"0100 sam"_s); // the oldest
    QCOMPARE(look(), many - Staffing::rowsPerTurn);
    QCOMPARE(holders().filter(u" sam"_s).size(), many);
    QCOMPARE(audited(u"task_rerouted"_s).size(), many);
}

void TestStaffing::oneThatCannotBeDecidedAboutStopsNobody()
{
    const calls::CallbackTask broken = task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    task(2, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    change(u"INSERT INTO playbooks (version, id, document, created_at) VALUES (2, 'roofing', '{', 0)"_s);
    change(
        u"INSERT INTO playbooks (version, id, document, created_at) SELECT 3, id, document, created_at FROM playbooks WHERE version = 1"_s);
    change(u"UPDATE follow_ups SET playbook_version = 2 WHERE id = ?"_s, {broken.followUp.text()});
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(look(), 1);
    QCOMPARE(holders(), (QStringList{u"0101 dana"_s, u"0102 sam"_s}));
    say(u"dana"_s, PresenceWord::Away, m_clock.now() + 1h);
    lookAfter(5s);
    QCOMPARE(audited(u"task_not_rerouted"_s).size(), 1); // said once
}

void TestStaffing::notOftenerThanItShould()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    look();
    m_clock.advance(1s);
    say(u"dana"_s, PresenceWord::Away);
    QCOMPARE(look(), 0);
    QCOMPARE(must(m_staffing->nextDue()), std::optional(noon + Staffing::between));
    m_clock.set(noon + Staffing::between);
    QCOMPARE(look(), 1);
}

void TestStaffing::needsNoTurnToWriteWhenNothingHasChanged()
{
    task(1, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    look();
    m_clock.advance(1h);
    const std::unique_ptr<store::Database> other = m_place->open();
    const store::Transaction held = must(store::Transaction::begin(*other));
    QCOMPARE(must(m_staffing->turn(m_office)), 0);
}

void TestStaffing::twoAtOnceDecideOnce()
{
    for (int caller = 0; caller < 30; ++caller)
        task(caller, [](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    say(u"dana"_s, PresenceWord::Away);
    std::vector<std::thread> engines;
    std::atomic<int> count = 0;
    for (quint64 i = 0; i < 2; ++i) {
        engines.emplace_back([&, i] {
            const std::unique_ptr<store::Database> database = m_place->open();
            IdSource ids(100 + i);
            Staffing staffing(*database, m_clock, ids);
            for (int tries = 0; tries < 100; ++tries) {
                const Result<int> placed = staffing.turn(m_office);
                if (!placed)
                    continue; // the other writes
                count += *placed;
                if (*placed == 0)
                    return;
            }
        });
    }
    for (std::thread &each : engines)
        each.join();
    QCOMPARE(holders().filter(u" sam"_s).size(), 30);
    QCOMPARE(audited(u"task_rerouted"_s).size(), 30);
    QCOMPARE(count, 30);
}

void TestStaffing::nobodyWatchesTheQueue()
{
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away);
    missedCall(3);
    look();
    QCOMPARE(holders(), QStringList{u"0103 "_s});
    QCOMPARE(audited(u"queue_unstaffed"_s), QStringList());
    QCOMPARE(must(m_staffing->nextDue()), std::optional(noon + Staffing::alarmAfter));
    QCOMPARE(lookAfter(Staffing::alarmAfter - 1ms), 0);
    missedCall(4);
    look();
    QVERIFY(lookAfter(5s) > 0);
    QCOMPARE(audited(u"queue_unstaffed"_s),
             QStringList{
                 u"{\"oldest\":\"2026-11-20T18:00:00.000Z\",\"since\":\"2026-11-20T18:00:00.000Z\",\"team\":\"office\",\"waiting\":2}"_s});
    QCOMPARE(valueOf(*m_database, u"SELECT subject || actor FROM audit WHERE action = 'queue_unstaffed'"_s), u"queue:officeengine"_s);
    missedCall(5);
    lookAfter(1h);
    Staffing another(*m_database, m_clock, m_ids); // an engine that has just been started
    QCOMPARE(must(another.turn(m_office)), 0);
    QCOMPARE(audited(u"queue_unstaffed"_s).size(), 1); // once

    say(u"sam"_s, PresenceWord::Here);
    lookAfter(5s);
    QCOMPARE(holders(), (QStringList{u"0103 sam"_s, u"0104 sam"_s, u"0105 sam"_s}));
    QCOMPARE(audited(u"queue_staffed"_s).size(), 1);
    QCOMPARE(json(audited(u"queue_staffed"_s).first()).value(u"why"_s).toString(), u"somebody_came"_s);
    QCOMPARE(must(store::PeopleGateway(*m_database).unstaffed()).size(), 0);
}

void TestStaffing::theAlarmIsOverWhenTheQueueIsEmpty()
{
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away);
    const calls::CallbackTask only = task(1);
    look();
    lookAfter(Staffing::alarmAfter);
    QCOMPARE(audited(u"queue_unstaffed"_s).size(), 1);
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).complete(only.id.text(), u"pat"_s, {.outcome = u"no_interest"_s}));
    lookAfter(5s);
    QCOMPARE(json(audited(u"queue_staffed"_s).value(0)).value(u"why"_s).toString(), u"empty"_s);
    QCOMPARE(must(store::PeopleGateway(*m_database).unstaffed()).size(), 0);
    QCOMPARE(must(m_staffing->turn(m_office)), 0);
    QCOMPARE(must(m_staffing->nextDue()), std::nullopt);
}

void TestStaffing::aShortAbsenceIsNoAlarm()
{
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away, noon + 1min);
    task(1);
    look();
    QCOMPARE(must(store::PeopleGateway(*m_database).unstaffed()).size(), 1);
    m_clock.set(noon + 1min);
    QVERIFY(look() > 0);
    QCOMPARE(holders(), QStringList{u"0101 dana"_s});
    lookAfter(10min);
    QCOMPARE(must(store::PeopleGateway(*m_database).unstaffed()).size(), 0);
    QCOMPARE(audited(u"queue_unstaffed"_s).size() + audited(u"queue_staffed"_s).size(), 0);
}

void TestStaffing::whatIsInTheHandsOfPeopleIsNoAlarm()
{
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Away);
    task(1, [](calls::CallbackTask &each) { each.escalatedTo = u"human_queue"_s; });
    task(2, [](calls::CallbackTask &each) { each.readyAt = noon + 10h; });
    look();
    lookAfter(1h);
    QCOMPARE(must(store::PeopleGateway(*m_database).unstaffed()).size(), 0);
}

QTEST_GUILESS_MAIN(TestStaffing)
#include "tst_staffing.moc"
