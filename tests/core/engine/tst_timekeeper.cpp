#include "audit/trail.h"
#include "desk/desk.h"
#include "desk/stormswitch.h"
#include "engine/intake.h"
#include "engine/timekeeper.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::calls::EventKind;
using ringback::test::Fields;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::textForm;
using ringback::test::valueOf;
using ringback::test::voiceForm;

namespace {

enum class Event { Reply, Stop, LikelyOptOut, TheyReachUs, WeReachThem, Claim, Close };
enum class Order { EventBefore, EventFirst, StepFirst };

// To the caller of the tests, from our main line.
Fields outbound(const QString &status)
{
    Fields fields = {{u"Direction"_s, u"outbound-api"_s}, {u"From"_s, u"+12145550100"_s}, {u"To"_s, u"+12145550123"_s}};
    if (status == "completed"_L1)
        fields.append({u"CallDuration"_s, u"61"_s});
    return fields;
}

} // namespace

class TestTimekeeper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void laterSteps_data();
    void laterSteps();
    void laterMessagesAreWritten();
    void aStepIsTakenAtItsTime();
    void inTheQuietHours();
    void neverStale();
    void underThePlaybookOfItsCase();
    void whatEndsTheSequence_data();
    void whatEndsTheSequence();
    void escalatesToTheOwnerAndToTheListForPeople();
    void aClaimIsNotEscalated();
    void aForgottenClaimLapses();
    void theListForPeopleAlsoWhileClaimed();
    void spreadsWhatItEscalates();
    void aStormBeginsAndEndsByItself();
    void aStormThatWasSwitchedOnEndsAtItsTime();
    void whatWaitedInTheInboxIsNoStorm();
    void aBrokenPlaybookStopsNobodyElse();
    void needsNoTurnToWriteWhenNothingIsDue();
    void twoAtOnceDecideOnce();

private:
    bool put(calls::EventKind kind, const QByteArray &form) { return test::putIntoInbox(*m_database, m_ids, kind, form, m_clock.now()); }
    void missedCall(const QString &sid = u"CA1"_s, const QString &from = u"+12145550123"_s)
    {
        put(calls::EventKind::Voice, voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}));
        hear();
    }
    void hear()
    {
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    void keepTime()
    {
        int turns = 0;
        while (must(m_timekeeper->turn(m_office)) > 0)
            QVERIFY2(++turns < 100, "it spins");
    }
    void run(Milliseconds time)
    {
        m_clock.advance(time);
        hear();
        keepTime();
    }
    void change(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    // As after the runner sent what was due.
    void pretendMessagesLeft()
    {
        change(u"UPDATE messages SET state = 'sent', sent_at = ? WHERE state = 'scheduled'"_s, {toMs(m_clock.now())});
        change(u"UPDATE jobs SET state = 'done' WHERE state = 'waiting'"_s);
    }
    void happens(Event event);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] int count(const QString &table) { return value(u"SELECT COUNT(*) FROM "_s + table).toInt(); }
    [[nodiscard]] QStringList messages()
    {
        return rowsOf(*m_database, u"SELECT step, channel FROM messages WHERE direction = 'out' ORDER BY id"_s);
    }
    [[nodiscard]] QString task()
    {
        return value(u"SELECT state || ' ' || assigned_to || '/' || escalated_to || '/' || escalations FROM callback_tasks"_s);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<Timekeeper> m_timekeeper;
};

void TestTimekeeper::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s)); // noon in Dallas
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_office.setup.mail = settings::Mail{.host = u"mail.example.com"_s, .fromAddress = u"office@example.com"_s};
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    m_timekeeper = std::make_unique<Timekeeper>(*m_database, m_clock, m_ids);
}

void TestTimekeeper::cleanup()
{
    m_timekeeper.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestTimekeeper::happens(Event event)
{
    desk::Desk desk(*m_database, m_clock, m_ids);
    switch (event) {
    case Event::Reply:
        put(calls::EventKind::Message, textForm(u"SMa"_s, u"Call me at five"_s));
        break;
    case Event::Stop:
        put(calls::EventKind::Message, textForm(u"SMa"_s, u"STOP"_s));
        break;
    case Event::LikelyOptOut:
        put(calls::EventKind::Message, textForm(u"SMa"_s, u"please stop texting me"_s));
        break;
    case Event::TheyReachUs:
        put(calls::EventKind::Voice,
            voiceForm(u"CA9"_s, u"completed"_s, {{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"61"_s}}));
        break;
    case Event::WeReachThem:
        put(calls::EventKind::Voice, voiceForm(u"CA9"_s, u"completed"_s, outbound(u"completed"_s)));
        break;
    case Event::Claim:
        QVERIFY(desk.claim(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s));
        break;
    case Event::Close:
        QVERIFY(desk.complete(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s, {.outcome = u"no_interest"_s}));
        break;
    }
    hear();
}

void TestTimekeeper::laterSteps_data()
{
    QTest::addColumn<bool>("hasAddress");
    QTest::addColumn<bool>("hasMailServer");
    QTest::addColumn<QStringList>("after90Minutes");
    QTest::addColumn<QStringList>("after24Hours");

    const QStringList texts = {u"text_back text"_s, u"second_touch text"_s};
    const QStringList mails = {u"text_back text"_s, u"second_touch_email email"_s};
    QTest::newRow("a text, and nothing on the next day") << false << true << texts << texts;
    QTest::newRow("an address is on file: an e-mail, and another on the next day")
        << true << true << mails << mails + QStringList{u"next_day_email email"_s};
    QTest::newRow("an address, and no mail server") << true << false << texts << texts;
}

void TestTimekeeper::laterSteps()
{
    QFETCH(bool, hasAddress);
    QFETCH(bool, hasMailServer);
    QFETCH(QStringList, after90Minutes);
    QFETCH(QStringList, after24Hours);

    if (!hasMailServer)
        m_office.setup.mail.reset();
    missedCall();
    if (hasAddress)
        change(u"UPDATE contacts SET email = 'casey@example.com'"_s);
    pretendMessagesLeft();
    run(90min);
    QCOMPARE(messages(), after90Minutes);
    pretendMessagesLeft();
    run(22h + 30min);
    QCOMPARE(messages(), after24Hours);
    pretendMessagesLeft();
    run(24h * 30);
    QCOMPARE(messages(), after24Hours); // from here on only people
    QCOMPARE(value(u"SELECT next_step FROM follow_ups"_s), QString());
    QCOMPARE(count(u"follow_ups WHERE next_step_at IS NOT NULL"_s), 0);
}

void TestTimekeeper::laterMessagesAreWritten()
{
    missedCall();
    missedCall(u"CA2"_s, u"+12145550124"_s);
    change(u"UPDATE contacts SET email = 'casey@example.com', language = 'es' WHERE number = '+12145550124'"_s);
    pretendMessagesLeft();
    run(90min);
    const QString text = value(u"SELECT body FROM messages WHERE step = 'second_touch'"_s);
    QVERIFY(text.contains(u"https://book.example/summit"_s));
    QVERIFY(text.contains(u"Summit Roofing"_s));
    QCOMPARE(value(u"SELECT email || '/' || subject || '/' || peer FROM messages WHERE channel = 'email'"_s),
             u"casey@example.com/Su llamada a Summit Roofing/+12145550124"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT connection, line FROM jobs WHERE effect_key LIKE 'step:%' ORDER BY connection"_s),
             (QStringList{u"mail "_s, u"twilio-main +12145550100"_s}));
    QCOMPARE(count(u"jobs WHERE effect_key LIKE 'step:%' AND due_at = "_s + QString::number(toMs(m_clock.now()))), 2);
    QCOMPARE(value(u"SELECT true_until_at FROM jobs WHERE connection = 'mail'"_s).toLongLong(), toMs(m_clock.now() + 12h));
    QCOMPARE(count(u"audit WHERE action = 'step_taken'"_s), 2);
    QCOMPARE(count(u"audit WHERE action = 'email_scheduled'"_s), 1);
}

void TestTimekeeper::aStepIsTakenAtItsTime()
{
    QCOMPARE(must(m_timekeeper->nextDue()), std::nullopt);
    missedCall();
    QCOMPARE(must(m_timekeeper->nextDue()), m_clock.now() + 10min); // somebody else gets the task
    change(u"UPDATE callback_tasks SET check_at = NULL"_s);
    QCOMPARE(must(m_timekeeper->nextDue()), m_clock.now() + 90min);
    run(90min - 1ms);
    QCOMPARE(messages(), QStringList{u"text_back text"_s});
    run(1ms);
    QCOMPARE(messages(), (QStringList{u"text_back text"_s, u"second_touch text"_s}));
    // A repeat call begins no second sequence.
    missedCall(u"CA2"_s);
    run(90min);
    QCOMPARE(count(u"messages WHERE step = 'second_touch'"_s), 1);
}

void TestTimekeeper::inTheQuietHours()
{
    m_clock.set(instantOf(u"2026-11-21T02:15:00Z"_s)); // 8:15 PM in Dallas; 90 minutes later they sleep
    missedCall();
    pretendMessagesLeft();
    run(90min);
    QCOMPARE(value(u"SELECT due_at FROM jobs WHERE effect_key LIKE 'step:%'"_s).toLongLong(), toMs(instantOf(u"2026-11-21T15:00:00Z"_s)));
}

// The engine was off for days: what was meant for then is not said now.
void TestTimekeeper::neverStale()
{
    missedCall();
    change(u"UPDATE contacts SET email = 'casey@example.com'"_s);
    pretendMessagesLeft();
    run(24h * 3);
    QCOMPARE(messages(), QStringList{u"text_back text"_s});
    QCOMPARE(count(u"audit WHERE action = 'step_skipped' AND detail LIKE '%no_longer_true%'"_s), 2);
}

void TestTimekeeper::underThePlaybookOfItsCase()
{
    missedCall();
    pretendMessagesLeft();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const QByteArray shorter = must(playbook::presetDocument(u"recruiting"_s));
    must(store::OfficeGateway(*m_database).addPlaybook(transaction, u"recruiting"_s, shorter, m_clock.now()));
    must(transaction.commit());
    m_office = must(loadOffice(*m_database)).value();
    QCOMPARE(m_office.playbookVersion, 2);
    run(90min);
    QCOMPARE(count(u"messages WHERE step = 'second_touch' AND body LIKE '%roof%'"_s), 1);
}

void TestTimekeeper::whatEndsTheSequence_data()
{
    QTest::addColumn<int>("event");
    QTest::addColumn<int>("order");
    const auto rows = [](const char *name, Event event) {
        QTest::addRow("%s", name) << static_cast<int>(event) << static_cast<int>(Order::EventBefore);
        QTest::addRow("%s, in the same second", name) << static_cast<int>(event) << static_cast<int>(Order::EventFirst);
        QTest::addRow("%s, in the same second, after the step", name) << static_cast<int>(event) << static_cast<int>(Order::StepFirst);
    };
    rows("a reply", Event::Reply);
    rows("STOP", Event::Stop);
    rows("what may mean it", Event::LikelyOptOut);
    rows("the caller rang again and was answered", Event::TheyReachUs);
    rows("our call was answered", Event::WeReachThem);
    rows("somebody claims", Event::Claim);
    rows("the case is closed", Event::Close);
}

void TestTimekeeper::whatEndsTheSequence()
{
    QFETCH(int, event);
    QFETCH(int, order);

    missedCall();
    pretendMessagesLeft();
    m_clock.advance(80min);
    if (static_cast<Order>(order) == Order::EventBefore)
        happens(static_cast<Event>(event));
    m_clock.advance(10min);
    if (static_cast<Order>(order) == Order::StepFirst)
        keepTime();
    if (static_cast<Order>(order) != Order::EventBefore)
        happens(static_cast<Event>(event));
    keepTime();

    const QString second = u" WHERE step = 'second_touch'"_s;
    if (static_cast<Order>(order) == Order::StepFirst) {
        QCOMPARE(value(u"SELECT state FROM messages"_s + second), u"dropped"_s);
        QCOMPARE(value(u"SELECT state FROM jobs WHERE effect_key LIKE 'step:%'"_s), u"dropped"_s);
    } else {
        QCOMPARE(count(u"messages"_s + second), 0);
    }
    run(24h * 2);
    QCOMPARE(count(u"messages WHERE direction = 'out' AND state = 'scheduled'"_s), 0);
    QCOMPARE(count(u"follow_ups WHERE next_step_at IS NOT NULL"_s), 0);
}

void TestTimekeeper::escalatesToTheOwnerAndToTheListForPeople()
{
    missedCall();
    QCOMPARE(task(), u"open dana//0"_s);
    run(10min - 1ms);
    QCOMPARE(task(), u"open dana//0"_s);
    run(1ms);
    QCOMPARE(task(), u"open sam/next_person/1"_s);
    run(10min);
    QCOMPARE(task(), u"open /team/2"_s);
    run(25min);
    QCOMPARE(task(), u"open pat/owner/3"_s);
    run(75min);
    QCOMPARE(task(), u"open pat/human_queue/4"_s);
    QCOMPARE(count(u"callback_tasks WHERE check_at IS NOT NULL"_s), 0); // nothing happens by itself any more
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id FROM audit WHERE action = 'task_escalated' ORDER BY sequence"_s),
             QStringList(4, u"engine "_s + value(u"SELECT id FROM follow_ups"_s)));
}

void TestTimekeeper::aClaimIsNotEscalated()
{
    missedCall();
    m_clock.advance(5min);
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s));
    run(29min);
    QCOMPARE(task(), u"claimed dana//0"_s);
}

void TestTimekeeper::aForgottenClaimLapses()
{
    missedCall();
    m_clock.advance(5min);
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s));
    run(30min - 1ms);
    QCOMPARE(count(u"callback_tasks WHERE state = 'claimed'"_s), 1);
    run(1ms);
    QCOMPARE(value(u"SELECT state || ' ' || claimed_by || '/' || returned_from FROM callback_tasks"_s), u"open /dana"_s);
    QCOMPARE(count(u"audit WHERE action = 'claim_lapsed' AND actor = 'engine' AND detail LIKE '%dana%'"_s), 1);
}

void TestTimekeeper::theListForPeopleAlsoWhileClaimed()
{
    missedCall();
    run(119min);
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(value(u"SELECT id FROM callback_tasks"_s), u"sam"_s));
    run(1min);
    QCOMPARE(value(u"SELECT state || ' ' || claimed_by || ' ' || escalated_to FROM callback_tasks"_s), u"claimed sam human_queue"_s);
}

// In one turn: each sees what the one before was given.
void TestTimekeeper::spreadsWhatItEscalates()
{
    for (int i = 0; i < 4; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555013%1"_s.arg(i));
    change(u"UPDATE callback_tasks SET assigned_to = 'pat'"_s);
    run(10min);
    QCOMPARE(rowsOf(*m_database, u"SELECT assigned_to, COUNT(*) FROM callback_tasks GROUP BY assigned_to ORDER BY assigned_to"_s),
             (QStringList{u"dana 2"_s, u"sam 2"_s}));
}

void TestTimekeeper::aStormBeginsAndEndsByItself()
{
    for (int i = 0; i < 11; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555%1"_s.arg(1000 + i));
    QCOMPARE(count(u"storms"_s), 0);
    missedCall(u"CAn"_s, u"+12145551099"_s);
    QCOMPARE(value(u"SELECT state || ' ' || begun_by FROM storms"_s), u"on engine"_s);
    QCOMPARE(count(u"messages WHERE body LIKE '%All our lines were busy%'"_s), 1); // the one that made it a storm, too
    missedCall(u"CAo"_s, u"+12145551098"_s);
    QCOMPARE(count(u"messages WHERE body LIKE '%All our lines were busy%'"_s), 2);
    QCOMPARE(count(u"storms"_s), 1);
    QCOMPARE(count(u"audit WHERE action = 'storm_began'"_s), 1);

    run(14min + 59s);
    QCOMPARE(value(u"SELECT state FROM storms"_s), u"on"_s);
    run(1min);
    QCOMPARE(value(u"SELECT state || ' ' || ended_by FROM storms"_s), u"over engine"_s);
    QCOMPARE(count(u"audit WHERE action = 'storm_ended'"_s), 1);
    missedCall(u"CAp"_s, u"+12145551097"_s);
    QCOMPARE(count(u"messages WHERE body LIKE '%All our lines were busy%'"_s), 2);
}

void TestTimekeeper::aStormThatWasSwitchedOnEndsAtItsTime()
{
    const Instant end = m_clock.now() + 2h;
    QVERIFY(desk::StormSwitch(*m_database, m_clock, m_ids).begin(u"pat"_s, end));
    QCOMPARE(must(m_timekeeper->nextDue()), end);
    run(2h - 1ms);
    QCOMPARE(value(u"SELECT state FROM storms"_s), u"on"_s);
    run(1ms);
    QCOMPARE(value(u"SELECT state || ' ' || ended_by FROM storms"_s), u"over engine"_s);
    QCOMPARE(must(m_timekeeper->nextDue()), std::nullopt);
}

void TestTimekeeper::whatWaitedInTheInboxIsNoStorm()
{
    for (int i = 0; i < 20; ++i)
        put(calls::EventKind::Voice, voiceForm(u"CA%1"_s.arg(i), u"no-answer"_s, {{u"From"_s, u"+1214555%1"_s.arg(1000 + i)}}));
    m_clock.advance(15min);
    hear();
    QCOMPARE(count(u"follow_ups"_s), 20);
    QCOMPARE(count(u"storms"_s), 0);
}

void TestTimekeeper::aBrokenPlaybookStopsNobodyElse()
{
    for (int i = 0; i < 3; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555013%1"_s.arg(i));
    pretendMessagesLeft();
    change(u"INSERT INTO playbooks (version, id, document, created_at) VALUES (2, 'roofing', '{', 0)"_s);
    change(u"UPDATE follow_ups SET playbook_version = 2 WHERE contact_id = (SELECT id FROM contacts WHERE number = '+12145550131')"_s);
    run(90min);
    QCOMPARE(rowsOf(*m_database, u"SELECT peer FROM messages WHERE step = 'second_touch' ORDER BY peer"_s),
             (QStringList{u"+12145550130"_s, u"+12145550132"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT escalated_to, COUNT(*) FROM callback_tasks GROUP BY escalated_to ORDER BY escalated_to"_s),
             (QStringList{u" 1"_s, u"owner 2"_s}));
    QCOMPARE(count(u"audit WHERE action = 'steps_set_aside'"_s), 1);
    QCOMPARE(count(u"audit WHERE action = 'task_set_aside'"_s), 1);
    QCOMPARE(count(u"callback_tasks WHERE state = 'open'"_s), 3); // people see to it
    QVERIFY(must(m_timekeeper->nextDue()) > m_clock.now());
    missedCall(u"CA9"_s, u"+12145550131"_s); // and what comes in goes on
    QCOMPARE(count(u"follow_ups WHERE missed_calls = 2"_s), 1);
}

void TestTimekeeper::needsNoTurnToWriteWhenNothingIsDue()
{
    missedCall();
    const std::unique_ptr<store::Database> other = m_place->open();
    const store::Transaction writing = must(store::Transaction::begin(*other));
    QCOMPARE(must(m_timekeeper->turn(m_office)), 0); // else SQLite would keep it waiting
}

void TestTimekeeper::twoAtOnceDecideOnce()
{
    constexpr int cases = 100;
    for (int i = 0; i < cases; ++i)
        put(calls::EventKind::Voice, voiceForm(u"CA%1"_s.arg(i), u"no-answer"_s, {{u"From"_s, u"+1214555%1"_s.arg(1000 + i)}}));
    hear();
    pretendMessagesLeft();
    m_clock.advance(90min);
    const auto work = [this](quint64 seed) {
        const std::unique_ptr<store::Database> database = m_place->open();
        IdSource ids(seed);
        Timekeeper timekeeper(*database, m_clock, ids);
        const Office office = must(loadOffice(*database)).value();
        for (;;) {
            const std::optional<Instant> due = must(timekeeper.nextDue());
            if (!due || *due > m_clock.now())
                return;
            must(timekeeper.turn(office));
        }
    };
    std::thread first(work, 11);
    std::thread second(work, 12);
    first.join();
    second.join();
    QCOMPARE(count(u"messages WHERE step = 'second_touch'"_s), cases);
    QCOMPARE(value(u"SELECT COUNT(DISTINCT follow_up_id) FROM messages WHERE step = 'second_touch'"_s).toInt(), cases);
    QCOMPARE(count(u"audit WHERE action = 'step_taken'"_s), cases);
    QCOMPARE(count(u"audit WHERE action = 'task_escalated'"_s), cases);
    QCOMPARE(count(u"callback_tasks WHERE escalated_to = 'owner'"_s), cases);
    QCOMPARE(count(u"audit WHERE action LIKE '%set_aside%'"_s), 0); // who comes second finds nothing to do, and no error either
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
}

QTEST_GUILESS_MAIN(TestTimekeeper)
#include "tst_timekeeper.moc"
