#include "store/gateways.h"
#include "store/peoplegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <functional>
#include <memory>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::BusyKind;
using calls::BusyTime;
using calls::CalendarView;
using calls::Presence;
using calls::PresenceWord;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::number;
using ringback::test::rowsOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);

} // namespace

class TestPeopleGateway : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void presences();
    void turns();
    void aTurnNeverGoesBack();
    void givenSince();
    void givenSinceUsesItsIndex();
    void calendars_data();
    void calendars();
    void whatTheCalendarsSay();
    void theMarkOfTheCalendars();
    void whatIsToBePlaced();
    void whatIsToBePlacedByTeam();
    void openTasks();
    void queuesThatWait();
    void unstaffedQueues();
    void assignedAt();

private:
    void write(const std::function<void(Transaction &)> &work)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    void change(const QString &sql, const QVariantList &values = {})
    {
        write([&](Transaction &transaction) { must(transaction.change(sql, values)); });
    }
    /// A callback of a caller of its own, after `change`.
    calls::CallbackTask task(const std::function<void(calls::CallbackTask &)> &change = nullptr)
    {
        const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(noon),
                                   .number = number(u"+1214555%1"_s.arg(100 + ++m_callers, 4, 10, QChar(u'0')))};
        std::optional<calls::CallbackTask> made;
        write([&](Transaction &transaction) {
            const calls::Contact contact = must(ContactGateway(*m_database).findOrAdd(transaction, fresh, noon));
            const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(noon),
                                           .contact = contact.id,
                                           .line = u"+12145550100"_s,
                                           .playbookVersion = 1,
                                           .openedAt = noon,
                                           .lastCallAt = noon};
            must(FollowUpGateway(*m_database).insert(transaction, followUp));
            made = calls::CallbackTask{.id = m_ids.next<calls::TaskId>(noon),
                                       .followUp = followUp.id,
                                       .team = u"office"_s,
                                       .createdAt = noon,
                                       .dueAt = noon + 30min};
            if (change)
                change(*made);
            if (made->state == calls::TaskState::Done) {
                made->completedBy = u"sam"_s;
                made->completedAt = noon;
                made->outcome = u"repair_booked"_s;
            }
            must(TaskGateway(*m_database).insert(transaction, *made));
        });
        return *made;
    }
    [[nodiscard]] QStringList placed(const std::optional<QStringList> &teams, const QStringList &holders, int limit = 10,
                                     const std::optional<PeopleGateway::Place> &after = std::nullopt)
    {
        QStringList ids;
        write([&](Transaction &transaction) {
            for (const PeopleGateway::Place &place :
                 must(PeopleGateway(*m_database).toPlace(transaction, teams, holders, noon, after, limit)))
                ids.append(place.id);
        });
        return ids;
    }
    void read(const QString &calendar, const QString &staff, std::optional<Instant> readAt, std::optional<Instant> knownTo)
    {
        change(u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error, read_at, known_from_at, "
               u"known_to_at)"
               " VALUES (?, ?, '', 0, '', 0, '', ?, 0, ?)"_s,
               {calendar, staff, orNull(readAt), orNull(knownTo)});
    }
    void busy(const QString &calendar, Instant from, Instant to, const QString &kind)
    {
        change(u"INSERT INTO busy_times (calendar, from_at, to_at, kind) VALUES (?, ?, ?, ?)"_s, {calendar, value(from), value(to), kind});
    }

    IdSource m_ids{7};
    int m_callers = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<PeopleGateway> m_people;
};

void TestPeopleGateway::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_callers = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_people = std::make_unique<PeopleGateway>(*m_database);
    test::storeOffice(*m_database, noon);
}

void TestPeopleGateway::cleanup()
{
    m_people.reset();
    m_database.reset();
    m_place.reset();
}

void TestPeopleGateway::presences()
{
    const Presence hand{.word = PresenceWord::Busy, .source = Presence::Source::Person, .since = noon, .until = std::nullopt};
    Presence console{.word = PresenceWord::Here, .source = Presence::Source::Console, .since = noon, .until = noon + 3min};
    write([&](Transaction &transaction) {
        must(m_people->put(transaction, u"dana"_s, hand));
        must(m_people->put(transaction, u"dana"_s, console));
        console.until = noon + 4min;
        must(m_people->put(transaction, u"dana"_s, console));
    });
    QCOMPARE(must(m_people->presences()), (QList<StaffPresence>{{u"dana"_s, console}, {u"dana"_s, hand}}));
    QCOMPARE(must(m_people->presence(u"dana"_s, Presence::Source::Person)), std::optional(hand));
    QCOMPARE(must(m_people->presence(u"sam"_s, Presence::Source::Person)), std::nullopt);
    write([&](Transaction &transaction) {
        QVERIFY(must(m_people->clear(transaction, u"dana"_s, Presence::Source::Person)));
        QVERIFY(!must(m_people->clear(transaction, u"dana"_s, Presence::Source::Person)));
    });
    QCOMPARE(must(m_people->presences()), (QList<StaffPresence>{{u"dana"_s, console}}));
}

void TestPeopleGateway::turns()
{
    QCOMPARE(must(m_people->turns()), policy::Turns());
    policy::Turns turns;
    turns.teams[u"office"_s] = {.at = 5, .next = {{u"dana"_s, 7}, {u"sam"_s, 6}}};
    turns.teams[QString()] = {.at = 1, .next = {{u"pat"_s, 2}}};
    write([&](Transaction &transaction) { must(m_people->putTurns(transaction, {}, turns)); });
    QCOMPARE(must(m_people->turns()), turns);
    const policy::Turns before = turns;
    turns.teams[u"office"_s].next[u"sam"_s] = 9;
    turns.teams[u"office"_s].at = 6;
    write([&](Transaction &transaction) { must(m_people->putTurns(transaction, before, turns)); });
    QCOMPARE(must(m_people->turns()), turns);
}

// Two engines read the same, and one is further when the other stores.
void TestPeopleGateway::aTurnNeverGoesBack()
{
    policy::Turns further;
    further.teams[u"office"_s] = {.at = 4, .next = {{u"dana"_s, 9}, {u"sam"_s, 2}}};
    policy::Turns other;
    other.teams[u"office"_s] = {.at = 3, .next = {{u"dana"_s, 4}, {u"sam"_s, 5}}};
    write([&](Transaction &transaction) { must(m_people->putTurns(transaction, {}, further)); });
    write([&](Transaction &transaction) { must(m_people->putTurns(transaction, {}, other)); });
    policy::Turns both;
    both.teams[u"office"_s] = {.at = 4, .next = {{u"dana"_s, 9}, {u"sam"_s, 5}}};
    QCOMPARE(must(m_people->turns()), both);
}

void TestPeopleGateway::givenSince()
{
    const auto given = [&](const QString &staff, std::optional<Instant> at, calls::TaskState state = calls::TaskState::Open) {
        task([&](calls::CallbackTask &each) {
            each.assignedTo = staff;
            each.assignedAt = at;
            each.state = state;
        });
    };
    given(u"dana"_s, noon - 13h);
    given(u"dana"_s, noon - 1h);
    given(u"dana"_s, noon - 2h, calls::TaskState::Done);
    given(u"sam"_s, noon);
    given(u"sam"_s, std::nullopt);
    QHash<QString, PeopleGateway::Given> today = must(m_people->givenSince(noon - 12h));
    QCOMPARE(today.value(u"dana"_s).count, 2);
    QCOMPARE(today.value(u"dana"_s).lastAt, std::optional(noon - 1h));
    QCOMPARE(today.value(u"sam"_s).count, 1);
    QCOMPARE(must(m_people->givenSince(noon)).value(u"sam"_s).count, 1); // from midnight on, midnight too
    QCOMPARE(must(m_people->givenSince(noon + 1ms)).size(), 0);
}

void TestPeopleGateway::givenSinceUsesItsIndex()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    if (dialect != Dialect::Sqlite)
        QSKIP("PostgreSQL plans by what is in the table");
    const QStringList plan = rowsOf(*m_database, u"EXPLAIN QUERY PLAN SELECT assigned_to, COUNT(*), MAX(assigned_at) FROM callback_tasks"
                                                 " WHERE assigned_at IS NOT NULL AND assigned_at >= 5 GROUP BY assigned_to"_s);
    QVERIFY2(plan.join(u' ').contains(u"COVERING INDEX callback_tasks_assigned"_s), qPrintable(plan.join(u'\n')));
}

void TestPeopleGateway::calendars_data()
{
    QTest::addColumn<bool>("feed");
    QTest::addColumn<int>("pollSeconds");
    QTest::addColumn<QString>("readBy"); // empty = never read
    QTest::addColumn<int>("minutesAgo");
    QTest::addColumn<int>("knownForMinutes");
    QTest::addColumn<CalendarView::State>("state");
    using State = CalendarView::State;

    QTest::newRow("never read") << false << 0 << QString() << 0 << 0 << State::Unknown;
    QTest::newRow("just read") << false << 0 << u"dana"_s << 0 << 9999 << State::Known;
    QTest::newRow("an hour ago") << false << 0 << u"dana"_s << 60 << 9999 << State::Known;
    QTest::newRow("more than an hour ago") << false << 0 << u"dana"_s << 61 << 9999 << State::Unknown;
    QTest::newRow("read rarely, so trusted longer") << false << 1800 << u"dana"_s << 119 << 9999 << State::Known;
    QTest::newRow("four polls have failed") << false << 1800 << u"dana"_s << 121 << 9999 << State::Unknown;
    QTest::newRow("a feed trails anyway") << true << 0 << u"dana"_s << 24 * 60 << 9999 << State::Known;
    QTest::newRow("a feed of the day before") << true << 0 << u"dana"_s << 24 * 60 + 1 << 9999 << State::Unknown;
    QTest::newRow("what is known of it is over") << false << 0 << u"dana"_s << 5 << -1 << State::Unknown;
    QTest::newRow("it was another person's") << false << 0 << u"sam"_s << 5 << 9999 << State::Unknown;
}

void TestPeopleGateway::calendars()
{
    QFETCH(bool, feed);
    QFETCH(int, pollSeconds);
    QFETCH(QString, readBy);
    QFETCH(int, minutesAgo);
    QFETCH(int, knownForMinutes);
    QFETCH(CalendarView::State, state);
    settings::CalendarConnection calendar{.id = u"dana-cal"_s, .staff = u"dana"_s, .account = settings::CalDavAccount{}};
    if (feed)
        calendar.account = settings::IcsFeed{};
    calendar.pollEvery = std::chrono::seconds(pollSeconds);
    if (!readBy.isEmpty())
        read(calendar.id, readBy, noon - std::chrono::minutes(minutesAgo), noon + std::chrono::minutes(knownForMinutes));
    const QHash<QString, CalendarView> views = must(m_people->calendarViews({calendar}, noon));
    QCOMPARE(views.size(), 1);
    QCOMPARE(views.value(u"dana"_s).state, state);
    calendar.reads = false; // it is only written to
    QCOMPARE(must(m_people->calendarViews({calendar}, noon)).size(), 0);
}

void TestPeopleGateway::whatTheCalendarsSay()
{
    const auto calendar = [](const QString &id, const QString &staff) {
        return settings::CalendarConnection{.id = id, .staff = staff, .account = settings::CalDavAccount{}};
    };
    const QList<settings::CalendarConnection> all = {calendar(u"work"_s, u"dana"_s), calendar(u"home"_s, u"dana"_s),
                                                     calendar(u"sams"_s, u"sam"_s)};
    read(u"work"_s, u"dana"_s, noon - 1min, noon + 48h);
    read(u"home"_s, u"dana"_s, noon - 3min, noon + 48h);
    read(u"gone"_s, u"dana"_s, noon, noon + 48h);
    busy(u"work"_s, noon + 3h, noon + 4h, u"tentative"_s);
    busy(u"work"_s, noon - 2h, noon - 1h, u"busy"_s); // over
    busy(u"work"_s, noon - 1h, noon, u"busy"_s); // just over
    busy(u"home"_s, noon + 1h, noon + 5h, u"leave"_s);
    busy(u"home"_s, noon + PeopleGateway::ahead, noon + PeopleGateway::ahead + 1h, u"busy"_s); // too far away
    busy(u"gone"_s, noon, noon + 1h, u"busy"_s); // of a calendar that is not connected any more
    QHash<QString, CalendarView> views = must(m_people->calendarViews(all, noon));
    const CalendarView danas{.state = CalendarView::State::Known,
                             .busy = {{noon + 1h, noon + 5h, BusyKind::Leave}, {noon + 3h, noon + 4h, BusyKind::Tentative}},
                             .readAt = noon - 3min};
    QCOMPARE(views.value(u"dana"_s), danas);
    QCOMPARE(views.value(u"sam"_s), (CalendarView{.state = CalendarView::State::Unknown, .busy = {}, .readAt = {}}));
    QVERIFY(!views.contains(u"pat"_s));

    // One that cannot be read makes all of it unknown; what was known stays.
    change(u"UPDATE calendar_reads SET read_at = ? WHERE calendar = 'home'"_s, {value(noon - 2h)});
    views = must(m_people->calendarViews(all, noon));
    QCOMPARE(views.value(u"dana"_s).state, CalendarView::State::Unknown);
    QCOMPARE(views.value(u"dana"_s).busy, danas.busy);
    QCOMPARE(views.value(u"dana"_s).readAt, std::optional(noon - 2h));
}

void TestPeopleGateway::theMarkOfTheCalendars()
{
    const QString empty = must(m_people->calendarMark());
    read(u"work"_s, u"dana"_s, std::nullopt, std::nullopt);
    QCOMPARE(must(m_people->calendarMark()), empty);
    change(u"UPDATE calendar_reads SET read_at = ?"_s, {value(noon)});
    const QString once = must(m_people->calendarMark());
    QVERIFY(once != empty);
    read(u"home"_s, u"dana"_s, noon - 1h, noon);
    QVERIFY(must(m_people->calendarMark()) != once);
}

void TestPeopleGateway::whatIsToBePlaced()
{
    const auto at = [](Instant when, const QString &holder, const QString &escalatedTo = {}) {
        return [=](calls::CallbackTask &each) {
            each.createdAt = when;
            each.assignedTo = holder;
            each.escalatedTo = escalatedTo;
        };
    };
    const QString young = task(at(noon - 1min, {})).id.text();
    const QString old = task(at(noon - 1h, {})).id.text();
    const QString danas = task(at(noon - 30min, u"dana"_s)).id.text();
    const QString sams = task(at(noon - 40min, u"sam"_s)).id.text();
    const QString second = task(at(noon - 50min, {}, u"next_person"_s)).id.text();
    task(at(noon - 2h, {}, u"team"_s));
    task(at(noon - 2h, {}, u"human_queue"_s));
    task(at(noon - 2h, u"pat"_s, u"owner"_s));
    const calls::CallbackTask retry = task([](calls::CallbackTask &each) {
        each.createdAt = noon - 20h;
        each.readyAt = noon - 10min;
    });
    task([](calls::CallbackTask &each) {
        each.createdAt = noon - 20h;
        each.readyAt = noon + 1ms;
    });
    task([](calls::CallbackTask &each) {
        each.createdAt = noon - 20h;
        each.state = calls::TaskState::Claimed;
        each.claimedBy = u"dana"_s;
        each.claimedAt = noon;
    });
    QCOMPARE(placed(std::nullopt, {u"dana"_s, u"pat"_s}), (QStringList{old, second, danas, retry.id.text(), young}));
    QCOMPARE(placed(std::nullopt, {u"dana"_s, u"sam"_s}, 3), (QStringList{old, second, sams}));
    QCOMPARE(placed(std::nullopt, {u"dana"_s, u"sam"_s}, 3, PeopleGateway::Place{.since = noon - 40min, .id = sams}),
             (QStringList{danas, retry.id.text(), young}));
    QCOMPARE(placed(std::nullopt, {}), (QStringList{old, second, retry.id.text(), young}));
}

void TestPeopleGateway::whatIsToBePlacedByTeam()
{
    const auto of = [](const QString &team, const QString &holder) {
        return [=](calls::CallbackTask &each) {
            each.team = team;
            each.assignedTo = holder;
        };
    };
    const QString office = task(of(u"office"_s, {})).id.text();
    const QString dallas = task(of(u"dallas"_s, {})).id.text();
    const QString nobodys = task(of({}, {})).id.text();
    const QString danas = task(of(u"dallas"_s, u"dana"_s)).id.text();
    QCOMPARE(placed(QStringList{u"office"_s, QString()}, {}), (QStringList{office, nobodys}));
    QCOMPARE(placed(QStringList{u"office"_s}, {u"dana"_s}), (QStringList{office, danas}));
    QCOMPARE(placed(QStringList(), {u"dana"_s}), QStringList{danas});
    QCOMPARE(placed(QStringList(), {}), QStringList());
    QCOMPARE(placed(std::nullopt, {}), (QStringList{office, dallas, nobodys}));
}

void TestPeopleGateway::openTasks()
{
    QVERIFY(!must(m_people->openTasks(noon)).any);
    task([](calls::CallbackTask &each) { each.state = calls::TaskState::Done; });
    QVERIFY(!must(m_people->openTasks(noon)).any);
    task([](calls::CallbackTask &each) { each.readyAt = noon; });
    task([](calls::CallbackTask &each) { each.readyAt = noon + 2h; });
    QVERIFY(must(m_people->openTasks(noon)).any);
    QCOMPARE(must(m_people->openTasks(noon)).readyAt, std::optional(noon + 2h));
    QCOMPARE(must(m_people->openTasks(noon + 2h)).readyAt, std::nullopt);
}

void TestPeopleGateway::queuesThatWait()
{
    const auto waiting = [&] {
        QStringList lines;
        for (const PeopleGateway::Waiting &queue : must(m_people->waiting(noon)))
            lines.append(u"%1 %2 %3"_s.arg(queue.team).arg(queue.count).arg((noon - queue.oldest) / 1min));
        return lines;
    };
    task([](calls::CallbackTask &each) { each.assignedTo = u"dana"_s; });
    task([](calls::CallbackTask &each) { each.assignedTo = u"lee"_s; });
    task([](calls::CallbackTask &each) { each.readyAt = noon + 1h; });
    task([](calls::CallbackTask &each) { each.escalatedTo = u"human_queue"_s; });
    QCOMPARE(waiting(), QStringList());
    task([](calls::CallbackTask &each) {
        each.escalatedTo = u"team"_s;
        each.createdAt = noon - 7min;
    });
    task([](calls::CallbackTask &each) { each.team = u"dallas"_s; });
    task([](calls::CallbackTask &each) { each.team.clear(); });
    task([](calls::CallbackTask &each) {
        each.createdAt = noon - 20h;
        each.readyAt = noon - 1min;
    });
    QCOMPARE(waiting(), (QStringList{u" 1 0"_s, u"dallas 1 0"_s, u"office 2 7"_s}));
    QCOMPARE(must(m_people->holders()), (QStringList{u"dana"_s, u"lee"_s}));
}

void TestPeopleGateway::unstaffedQueues()
{
    write([&](Transaction &transaction) {
        QVERIFY(must(m_people->addUnstaffed(transaction, u"office"_s, noon)));
        QVERIFY(!must(m_people->addUnstaffed(transaction, u"office"_s, noon + 1h)));
        QVERIFY(must(m_people->addUnstaffed(transaction, QString(), noon + 1min)));
    });
    QCOMPARE(must(m_people->unstaffed()), (QList<UnstaffedQueue>{{QString(), noon + 1min, {}}, {u"office"_s, noon, {}}}));
    write([&](Transaction &transaction) {
        QVERIFY(must(m_people->tellUnstaffed(transaction, u"office"_s, noon + 2min)));
        QVERIFY(!must(m_people->tellUnstaffed(transaction, u"office"_s, noon + 3min)));
        QVERIFY(!must(m_people->tellUnstaffed(transaction, u"dallas"_s, noon + 3min)));
    });
    QCOMPARE(must(m_people->unstaffed()).last().toldAt, std::optional(noon + 2min));
    write([&](Transaction &transaction) {
        QCOMPARE(must(m_people->removeUnstaffed(transaction, u"office"_s)), std::optional(true));
        QCOMPARE(must(m_people->removeUnstaffed(transaction, QString())), std::optional(false));
        QCOMPARE(must(m_people->removeUnstaffed(transaction, u"office"_s)), std::nullopt);
    });
    QCOMPARE(must(m_people->unstaffed()).size(), 0);
}

void TestPeopleGateway::assignedAt()
{
    const TaskGateway tasks(*m_database);
    const calls::CallbackTask given = task([](calls::CallbackTask &each) {
        each.assignedTo = u"dana"_s;
        each.assignedAt = noon + 5min;
    });
    QCOMPARE(must(tasks.find(given.id)), std::optional(given));
    calls::CallbackTask back = given;
    back.assignedTo.clear();
    back.assignedAt.reset();
    write([&](Transaction &transaction) { QVERIFY(must(tasks.change(transaction, given, back))); });
    QCOMPARE(must(tasks.find(given.id)), std::optional(back));
}

QTEST_GUILESS_MAIN(TestPeopleGateway)
#include "tst_peoplegateway.moc"
