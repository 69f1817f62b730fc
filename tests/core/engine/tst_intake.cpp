#include "audit/trail.h"
#include "engine/intake.h"
#include "engine/wording.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "support/listedcall.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::calls::EventKind;
using ringback::test::Fields;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::receiptForm;
using ringback::test::rowsOf;
using ringback::test::textForm;
using ringback::test::valueOf;
using ringback::test::voiceForm;

class TestIntake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void aMissedCallBecomesACase();
    void theSameEventFiveTimes();
    void bothOrdersOfTheEvents();
    void aSecondCallWithinFourHours();
    void aSecondCallAfterFourHours();
    void threeCallsInAnHour();
    void aCallAfterTheCaseWasClosed();
    void screenedCalls_data();
    void screenedCalls();
    void answeredOrMissed_data();
    void answeredOrMissed();
    void unclearAfterItSettled();
    void settlesAFailedAttempt();
    void atNight();
    void stop();
    void stopInTheProvidersWords();
    void startAndHelp();
    void startWithoutStopIsAnAnswer();
    void aReplyStopsTheText();
    void aTextFromNowhere();
    void textsFromShortCodes();
    void textsFromOurselves_data();
    void textsFromOurselves();
    void receipts();
    void receiptsGoOnlyForward();
    void aReceiptThatOvertookItsText();
    void aReceiptForAStranger();
    void aPoisonedEventIsSetAside();
    void aStormIsSharedOutEvenly();
    void anEventOfAnotherConnectionIsSetAside();
    void oneThatTheDatabaseRefusesIsSetAside();
    void manyShareACommit();
    void nothingIsLeftHalfDone();
    void spreadsTheWork();
    void nextDue();
    void whoMetABusyLineIsTexted();
    void threeShortCalls();
    void callsOfOursOpenNoCase_data();
    void callsOfOursOpenNoCase();
    void legsToOurPhonesAreNoCalls_data();
    void legsToOurPhonesAreNoCalls();
    void whoReturnsOurCall();
    void whoReturnsOurCallToAnOpenCase();
    void answeredElsewhere_data();
    void answeredElsewhere();
    void whatMayMeanStop();
    void startClearsADoubt();
    void aLateCallIsNotCalledTexted();
    void aNightsBacklogLeavesOldestFirst();
    void aThirdCallWithoutATask();
    void aCallBringsAWaitingTaskBack();
    void aVoicemailIsKeptAndTold();
    void aVoicemailOfAShortCall();
    void proof();

private:
    bool put(calls::EventKind kind, const QByteArray &form) { return test::putIntoInbox(*m_database, m_ids, kind, form, m_clock.now()); }
    bool call(const QString &sid, const QString &status, const Fields &more = {})
    {
        return put(calls::EventKind::Voice, voiceForm(sid, status, more));
    }
    // Rang for so long, and nobody answered.
    void missedCall(const QString &sid, Milliseconds ring = 24s, const Fields &more = {})
    {
        call(sid, u"ringing"_s, more);
        m_clock.advance(ring);
        call(sid, u"no-answer"_s, more);
        work();
    }
    void work()
    {
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] int count(const QString &table) { return value(u"SELECT COUNT(*) FROM "_s + table).toInt(); }
    // As after the runner sent what was due.
    void pretendTextsLeft(const QString &providerId = u"SM1"_s)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(u"UPDATE messages SET state = 'accepted', provider_id = ?, sent_at = ? WHERE state = 'scheduled'"_s,
                                {providerId, toMs(m_clock.now())}));
        must(transaction.change(u"UPDATE jobs SET state = 'done' WHERE state = 'waiting'"_s));
        must(transaction.commit());
    }

    void change(const QString &sql)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql));
        must(transaction.commit());
    }

    // Of a call from our main line to the caller of the tests.
    const Fields ours = {{u"Direction"_s, u"outbound-api"_s}, {u"From"_s, u"+12145550100"_s}, {u"To"_s, u"+12145550123"_s}};
    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
};

void TestIntake::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
}

void TestIntake::cleanup()
{
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestIntake::aMissedCallBecomesACase()
{
    QVERIFY(call(u"CA1"_s, u"ringing"_s, {{u"CallerName"_s, u"SMITH JOHN"_s}}));
    QCOMPARE(must(m_intake->turn(m_office)), 1);
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"pending"_s);
    QCOMPARE(count(u"follow_ups"_s), 0);

    m_clock.advance(24s);
    QVERIFY(call(u"CA1"_s, u"no-answer"_s));
    QCOMPARE(must(m_intake->turn(m_office)), 1);
    QCOMPARE(value(u"SELECT verdict || ' ' || ring_ms || ' ' || provider_reason || ' ' || caller || ' ' || reasons FROM calls"_s),
             u"missed 24000 no-answer +12145550123 assigned_next_available,texted"_s);
    // The caller id's name stays with the call: nobody is greeted by it.
    QCOMPARE(value(u"SELECT number || ' ' || name || ' ' || kind FROM contacts"_s), u"+12145550123  new_lead"_s);
    QCOMPARE(value(u"SELECT state || ' ' || missed_calls || ' ' || line || ' ' || playbook_version FROM follow_ups"_s),
             u"open 1 +12145550100 1"_s);
    QCOMPARE(value(u"SELECT tag || '/' || source || '/' || status FROM leads"_s), u"missed-call-automation/main line/needs_callback"_s);
    QCOMPARE(value(u"SELECT state || ' ' || team || ' ' || assigned_to || ' ' || priority FROM callback_tasks"_s), u"open office dana 0"_s);
    QCOMPARE(value(u"SELECT due_at FROM callback_tasks"_s).toLongLong(), toMs(m_clock.now() + 30min));
    QCOMPARE(value(u"SELECT state || ' ' || step || ' ' || line || ' ' || peer || ' ' || connection FROM messages"_s),
             u"scheduled text_back +12145550100 +12145550123 twilio-main"_s);
    QVERIFY(value(u"SELECT body FROM messages"_s).startsWith(u"Hi, this is Summit Roofing."_s));
    QCOMPARE(value(u"SELECT state || ' ' || attempts || ' ' || in_doubt FROM jobs"_s), u"waiting 0 0"_s);
    QCOMPARE(value(u"SELECT due_at FROM jobs"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(value(u"SELECT true_until_at FROM jobs"_s).toLongLong(), toMs(m_clock.now() + 30min));
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls c JOIN follow_ups f ON c.follow_up_id = f.id"_s), u"1"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM inbox"_s), (QStringList{u"done"_s, u"done"_s}));
    QCOMPARE(must(m_intake->turn(m_office)), 0);
}

void TestIntake::theSameEventFiveTimes()
{
    QVERIFY(call(u"CA1"_s, u"no-answer"_s));
    for (int again = 0; again < 4; ++again) {
        m_clock.advance(2s);
        QVERIFY(!call(u"CA1"_s, u"no-answer"_s));
        work();
    }
    for (const QString &table : {u"inbox"_s, u"calls"_s, u"follow_ups"_s, u"leads"_s, u"callback_tasks"_s, u"messages"_s, u"jobs"_s})
        QCOMPARE(count(table), 1);
    QCOMPARE(value(u"SELECT missed_calls FROM follow_ups"_s), u"1"_s);
}

void TestIntake::bothOrdersOfTheEvents()
{
    call(u"CA1"_s, u"no-answer"_s);
    work();
    call(u"CA1"_s, u"ringing"_s);
    work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"missed"_s);
    QCOMPARE(count(u"calls"_s), 1);
    QCOMPARE(count(u"messages"_s), 1);
}

void TestIntake::aSecondCallWithinFourHours()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft();
    const QString first = value(u"SELECT sent_at FROM messages"_s);
    m_clock.advance(3h + 59min);
    missedCall(u"CA2"_s, 12s, {{u"To"_s, u"+12145550102"_s}}); // across lines

    QCOMPARE(count(u"calls"_s), 2);
    QCOMPARE(value(u"SELECT missed_calls || ' ' || line FROM follow_ups"_s), u"2 +12145550102"_s);
    QCOMPARE(count(u"callback_tasks"_s), 1);
    QCOMPARE(count(u"leads"_s), 1);
    QCOMPARE(count(u"messages"_s), 1);
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s), first);
    QCOMPARE(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s), u"repeat_call,already_texted"_s);
}

void TestIntake::aSecondCallAfterFourHours()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft();
    m_clock.advance(4h);
    missedCall(u"CA2"_s, 12s);
    QCOMPARE(count(u"follow_ups"_s), 1);
    QCOMPARE(count(u"messages"_s), 2);
    QCOMPARE(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s), u"repeat_call,texted"_s);
}

void TestIntake::threeCallsInAnHour()
{
    missedCall(u"CA1"_s);
    m_clock.advance(20min);
    missedCall(u"CA2"_s);
    QCOMPARE(value(u"SELECT priority FROM callback_tasks"_s), u"0"_s);
    m_clock.advance(20min);
    missedCall(u"CA3"_s);
    QCOMPARE(value(u"SELECT priority FROM callback_tasks"_s), u"1"_s);
    QCOMPARE(value(u"SELECT missed_calls FROM follow_ups"_s), u"3"_s);
    QCOMPARE(count(u"messages"_s), 1); // and the first text is not moved
}

void TestIntake::aCallAfterTheCaseWasClosed()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(transaction.change(u"UPDATE follow_ups SET state = 'closed', closed_at = 1, outcome = 'spam'"_s));
    must(transaction.commit());
    m_clock.advance(1h);
    missedCall(u"CA2"_s);
    QCOMPARE(count(u"follow_ups"_s), 2);
    QCOMPARE(count(u"contacts"_s), 1);
    QCOMPARE(count(u"messages"_s), 1); // one text in four hours, whatever became of the case
}

void TestIntake::screenedCalls_data()
{
    QTest::addColumn<Fields>("more");
    QTest::addColumn<int>("ringSeconds");
    QTest::addColumn<QString>("reason");

    QTest::newRow("rang for 6 s") << Fields() << 6 << u"too_short"_s;
    QTest::newRow("withheld") << Fields{{u"From"_s, u"+266696687"_s}} << 24 << u"withheld_number"_s;
    QTest::newRow("a SIP address") << Fields{{u"From"_s, u"sip:x@y.example"_s}} << 24 << u"unusable_number"_s;
    QTest::newRow("one of our phones") << Fields{{u"From"_s, u"+12145550177"_s}} << 24 << u"own_number"_s;
    QTest::newRow("one of our lines") << Fields{{u"From"_s, u"+12145550102"_s}} << 24 << u"own_number"_s;
    QTest::newRow("a line that is not ours") << Fields{{u"To"_s, u"+12145550199"_s}} << 24 << u"no_line"_s;
    QTest::newRow("spam") << Fields{{u"AddOns"_s,
                                     u"{\"status\":\"successful\",\"results\":{\"nomorobo_spamscore\":{\"status\":\"successful\","
                                     "\"result\":{\"status\":\"success\",\"score\":1}}}}"_s}}
                          << 24 << u"listed_as_spam"_s;
}

void TestIntake::screenedCalls()
{
    QFETCH(Fields, more);
    QFETCH(int, ringSeconds);
    QFETCH(QString, reason);

    missedCall(u"CA1"_s, std::chrono::seconds(ringSeconds), more);
    QCOMPARE(value(u"SELECT verdict || ' ' || reasons FROM calls"_s), u"missed "_s + reason);
    for (const QString &table : {u"contacts"_s, u"follow_ups"_s, u"leads"_s, u"callback_tasks"_s, u"messages"_s, u"jobs"_s})
        QCOMPARE(count(table), 0);
    QCOMPARE(count(u"audit WHERE action = 'call_screened' AND detail LIKE '%%1%'"_s.arg(reason)), 1);
}

void TestIntake::answeredOrMissed_data()
{
    QTest::addColumn<Fields>("dial");
    QTest::addColumn<QString>("verdict");

    QTest::newRow("the caller gave up while it rang") << Fields{{u"DialCallStatus"_s, u"canceled"_s}} << u"missed"_s;
    QTest::newRow("nobody picked up") << Fields{{u"DialCallStatus"_s, u"no-answer"_s}} << u"missed"_s;
    QTest::newRow("staff talked") << Fields{{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"61"_s}} << u"answered"_s;
}

// The parent's status is `completed` each time.
void TestIntake::answeredOrMissed()
{
    QFETCH(Fields, dial);
    QFETCH(QString, verdict);

    call(u"CA1"_s, u"ringing"_s);
    m_clock.advance(15s);
    call(u"CA1"_s, u"completed"_s, dial);
    call(u"CA1"_s, u"completed"_s);
    work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), verdict);
    QCOMPARE(count(u"follow_ups"_s), verdict == "missed"_L1 ? 1 : 0);
    QCOMPARE(count(u"messages"_s), verdict == "missed"_L1 ? 1 : 0);
}

void TestIntake::unclearAfterItSettled()
{
    call(u"CA1"_s, u"ringing"_s);
    m_clock.advance(15s);
    call(u"CA1"_s, u"completed"_s);
    work();
    m_clock.advance(4'999ms);
    work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"pending"_s);
    m_clock.advance(1ms);
    work();
    QCOMPARE(value(u"SELECT verdict || ' ' || reasons FROM calls"_s), u"unclear outcome_not_known"_s);
    QCOMPARE(count(u"follow_ups"_s), 0);

    call(u"CA1"_s, u"in-progress"_s, {{u"DialCallStatus"_s, u"no-answer"_s}}); // sent again after our door was shut
    work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"missed"_s);
    QCOMPARE(count(u"follow_ups"_s), 1);
}

void TestIntake::settlesAFailedAttempt()
{
    call(u"CA1"_s, u"ringing"_s);
    m_clock.advance(20s);
    call(u"CA1"_s, u"in-progress"_s, {{u"DialCallStatus"_s, u"no-answer"_s}});
    work();
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"pending"_s);
    m_clock.advance(5s);
    QCOMPARE(must(m_intake->turn(m_office)), 1);
    QCOMPARE(value(u"SELECT verdict FROM calls"_s), u"missed"_s);
    QCOMPARE(count(u"messages"_s), 1);
    QCOMPARE(must(m_intake->turn(m_office)), 0); // once
}

void TestIntake::atNight()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s)); // 10:45 PM in Dallas
    missedCall(u"CA1"_s);
    QCOMPARE(value(u"SELECT due_at FROM jobs"_s).toLongLong(), toMs(instantOf(u"2026-11-21T15:00:00Z"_s)));
    QVERIFY(value(u"SELECT body FROM messages"_s).contains(u"missed your call earlier"_s));
    QCOMPARE(value(u"SELECT reasons FROM calls"_s), u"assigned_next_available,quiet_hours"_s);
    m_clock.advance(1h); // a second call in the same night plans no second text
    missedCall(u"CA2"_s);
    QCOMPARE(count(u"messages"_s), 1);
}

void TestIntake::stop()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s));
    missedCall(u"CA1"_s);
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"Stop!"_s));
    work();
    QCOMPARE(value(u"SELECT number || ' ' || source FROM opt_outs"_s), u"+12145550123 keyword"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT direction, state FROM messages ORDER BY created_at"_s),
             (QStringList{u"out dropped"_s, u"in received"_s}));
    QCOMPARE(value(u"SELECT state FROM jobs"_s), u"dropped"_s);
    QCOMPARE(count(u"follow_ups WHERE replied_at IS NOT NULL"_s), 0); // STOP is no answer
    QCOMPARE(count(u"audit WHERE action = 'opted_out' AND actor = 'caller'"_s), 1);

    m_clock.advance(24h);
    missedCall(u"CA2"_s);
    QCOMPARE(count(u"messages WHERE direction = 'out'"_s), 1);
    QVERIFY(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s).contains(u"opted_out"_s));
    QCOMPARE(count(u"callback_tasks"_s), 1); // a person may still call

    put(calls::EventKind::Message, textForm(u"SMb"_s, u"STOP"_s));
    work();
    QCOMPARE(count(u"opt_outs"_s), 1);
}

void TestIntake::stopInTheProvidersWords()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"basta ya"_s, {{u"OptOutType"_s, u"STOP"_s}}));
    work();
    QCOMPARE(count(u"opt_outs"_s), 1);
    QCOMPARE(count(u"follow_ups"_s), 0);
}

void TestIntake::startAndHelp()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"STOP"_s));
    put(calls::EventKind::Message, textForm(u"SMb"_s, u"START"_s));
    put(calls::EventKind::Message, textForm(u"SMc"_s, u"Help"_s));
    work();
    QCOMPARE(count(u"opt_outs"_s), 0);
    QCOMPARE(count(u"follow_ups"_s), 0);
    QCOMPARE(count(u"messages"_s), 3); // kept, to be shown
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit WHERE actor = 'caller' ORDER BY sequence"_s),
             (QStringList{u"opted_out"_s, u"opted_in"_s, u"help_requested"_s}));
}

void TestIntake::startWithoutStopIsAnAnswer()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"Start"_s));
    work();
    QCOMPARE(count(u"follow_ups WHERE replied_at IS NOT NULL"_s), 1);
}

void TestIntake::aReplyStopsTheText()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s));
    missedCall(u"CA1"_s);
    m_clock.advance(1min);
    QVERIFY(put(calls::EventKind::Message, textForm(u"SMa"_s, u"stop by at 5"_s)));
    QVERIFY(!put(calls::EventKind::Message, textForm(u"SMa"_s, u"stop by at 5"_s)));
    work();
    QCOMPARE(count(u"opt_outs"_s), 0);
    QCOMPARE(value(u"SELECT replied_at FROM follow_ups"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(rowsOf(*m_database, u"SELECT direction, state, automated FROM messages ORDER BY created_at"_s),
             (QStringList{u"out dropped 1"_s, u"in received 0"_s}));
    QCOMPARE(value(u"SELECT state FROM jobs"_s), u"dropped"_s);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s); // somebody still has to answer
}

void TestIntake::aTextFromNowhere()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"Do you fix gutters?"_s, {{u"To"_s, u"+12145550102"_s}}));
    work();
    QCOMPARE(value(u"SELECT missed_calls || ' ' || reasons FROM follow_ups"_s), u"0 texted_us,assigned_next_available"_s);
    QCOMPARE(value(u"SELECT source FROM leads"_s), u"hail campaign"_s);
    QCOMPARE(value(u"SELECT assigned_to FROM callback_tasks"_s), u"sam"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT direction, body FROM messages"_s), QStringList{u"in Do you fix gutters?"_s});
}

void TestIntake::textsFromShortCodes()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"STOP"_s, {{u"From"_s, u"22345"_s}}));
    work();
    QCOMPARE(count(u"messages"_s), 0);
    QCOMPARE(count(u"contacts"_s), 0);
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"done"_s);
}

void TestIntake::textsFromOurselves_data()
{
    QTest::addColumn<QString>("from");
    QTest::newRow("one of our phones") << u"+12145550177"_s;
    QTest::newRow("one of our lines") << u"+12145550102"_s;
}

// A case of theirs would end in a confirmation to ourselves.
void TestIntake::textsFromOurselves()
{
    QFETCH(QString, from);
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"who takes the lead on Elm Street?"_s, {{u"From"_s, from}}));
    put(calls::EventKind::Message, textForm(u"SMb"_s, u"stop texting me, will you"_s, {{u"From"_s, from}}));
    put(calls::EventKind::Message, textForm(u"SMc"_s, u"Start"_s, {{u"From"_s, from}})); // no keyword from who has not opted out
    work();
    QCOMPARE(count(u"follow_ups"_s) + count(u"callback_tasks"_s) + count(u"messages"_s) + count(u"jobs"_s) + count(u"opt_outs"_s), 0);
    QCOMPARE(count(u"audit WHERE action = 'text_ignored' AND detail = '{\"reasons\":[\"own_number\"]}'"_s), 3);
    QCOMPARE(count(u"inbox WHERE state = 'done'"_s), 3);

    put(calls::EventKind::Message, textForm(u"SMd"_s, u"STOP"_s, {{u"From"_s, from}}));
    work();
    QCOMPARE(value(u"SELECT number || ' ' || source FROM opt_outs"_s), from + u" keyword"_s);
    QCOMPARE(count(u"follow_ups"_s), 0);
}

void TestIntake::receipts()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft(u"SM7"_s);
    put(calls::EventKind::MessageStatus, receiptForm(u"SM7"_s, u"sent"_s));
    work();
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"sent"_s);
    m_clock.advance(3s);
    put(calls::EventKind::MessageStatus, receiptForm(u"SM7"_s, u"undelivered"_s, {{u"ErrorCode"_s, u"30003"_s}}));
    work();
    QCOMPARE(value(u"SELECT state || ' ' || error_code FROM messages"_s), u"undelivered 30003"_s);
    QCOMPARE(value(u"SELECT done_at FROM messages"_s).toLongLong(), toMs(m_clock.now()));
}

void TestIntake::receiptsGoOnlyForward()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft(u"SM7"_s);
    for (const QString &status : {u"delivered"_s, u"sent"_s, u"queued"_s, u"failed"_s}) {
        put(calls::EventKind::MessageStatus, receiptForm(u"SM7"_s, status));
        work();
        QCOMPARE(value(u"SELECT state FROM messages"_s), u"delivered"_s);
    }
    QCOMPARE(count(u"inbox WHERE state = 'new'"_s), 0);
    QCOMPARE(count(u"audit WHERE action = 'text_status'"_s), 1);
}

void TestIntake::aReceiptThatOvertookItsText()
{
    missedCall(u"CA1"_s);
    put(calls::EventKind::MessageStatus, receiptForm(u"SM7"_s, u"delivered"_s));
    QCOMPARE(must(m_intake->turn(m_office)), 1);
    QCOMPARE(must(m_intake->turn(m_office)), 0); // not due: it does not keep the engine busy
    QCOMPARE(must(m_intake->nextDue()), m_clock.now() + 1s);
    QCOMPARE(count(u"inbox WHERE state = 'new'"_s), 1);
    pretendTextsLeft(u"SM7"_s);
    m_clock.advance(1s);
    work();
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"delivered"_s);
    QCOMPARE(count(u"inbox WHERE state = 'new'"_s), 0);
}

void TestIntake::aReceiptForAStranger()
{
    put(calls::EventKind::MessageStatus, receiptForm(u"SM7"_s, u"delivered"_s));
    for (int second = 0; second < 120; ++second) {
        work();
        QCOMPARE(value(u"SELECT state FROM inbox"_s), u"new"_s);
        m_clock.advance(1s);
    }
    work();
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"failed"_s);
    QVERIFY(!value(u"SELECT error FROM inbox"_s).isEmpty());
}

void TestIntake::aPoisonedEventIsSetAside()
{
    call(u"CA1"_s, u"no-answer"_s);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const store::InboxEvent poison{.id = m_ids.next<calls::InboxId>(m_clock.now()),
                                   .connection = u"twilio-main"_s,
                                   .kind = calls::EventKind::Voice,
                                   .key = u"poison"_s,
                                   .payload = "CallStatus=%zz",
                                   .receivedAt = m_clock.now()};
    QVERIFY(must(store::InboxGateway(*m_database).append(transaction, poison)));
    must(transaction.commit());
    call(u"CA2"_s, u"no-answer"_s, {{u"From"_s, u"+12145550124"_s}});
    work();
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM inbox ORDER BY id"_s), (QStringList{u"done"_s, u"failed"_s, u"done"_s}));
    QCOMPARE(value(u"SELECT payload FROM inbox WHERE state = 'failed'"_s), u"CallStatus=%zz"_s); // kept
    QCOMPARE(count(u"follow_ups"_s), 2);
    QCOMPARE(count(u"audit WHERE action = 'event_set_aside'"_s), 1);
}

// The desks are not counted anew for each of the turns of a storm, and the work is shared out evenly all the same.
void TestIntake::aStormIsSharedOutEvenly()
{
    constexpr int storm = 3 * Intake::eventsPerTurn;
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        for (calls::Staff &person : setup.staff)
            person.capacity = 0;
    });
    for (int i = 0; i < storm; ++i)
        call(u"CA%1"_s.arg(i), u"no-answer"_s, {{u"From"_s, u"+1214555"_s + QString::number(1000 + i)}});
    work();
    const QStringList loads = rowsOf(*m_database, u"SELECT COUNT(*) FROM callback_tasks WHERE assigned_to <> '' GROUP BY assigned_to"_s);
    QCOMPARE(loads.size(), 2); // Dana and Sam are in the line's team
    QCOMPARE(loads.first().toInt() + loads.last().toInt(), storm);
    QVERIFY2(std::abs(loads.first().toInt() - loads.last().toInt()) <= 1, qPrintable(loads.join(u' ')));
}

void TestIntake::anEventOfAnotherConnectionIsSetAside()
{
    call(u"CA1"_s, u"no-answer"_s);
    m_office.setup.connections.clear();
    work();
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"failed"_s);
    QCOMPARE(count(u"calls"_s), 0);
}

// The text's id is taken: a constraint says no, and the whole transaction with it.
void TestIntake::oneThatTheDatabaseRefusesIsSetAside()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft(u"SM7"_s);
    call(u"CA2"_s, u"no-answer"_s, {{u"From"_s, u"+12145550124"_s}}); // the ones before it are not to blame
    put(calls::EventKind::Message, textForm(u"SM7"_s, u"hello"_s));
    call(u"CA3"_s, u"no-answer"_s, {{u"From"_s, u"+12145550125"_s}});
    work();
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM inbox ORDER BY id"_s),
             (QStringList{u"done"_s, u"done"_s, u"done"_s, u"failed"_s, u"done"_s}));
    QCOMPARE(count(u"follow_ups"_s), 3);
    QCOMPARE(count(u"follow_ups WHERE replied_at IS NOT NULL"_s), 0); // nothing of it was left behind
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
}

void TestIntake::manyShareACommit()
{
    for (int i = 0; i < 100; ++i)
        call(u"CA%1"_s.arg(i), u"no-answer"_s, {{u"From"_s, u"+1214555%1"_s.arg(1000 + i)}});
    QCOMPARE(must(m_intake->turn(m_office)), Intake::eventsPerTurn);
    QCOMPARE(must(m_intake->turn(m_office)), 100 - Intake::eventsPerTurn);
    QCOMPARE(count(u"leads"_s), 100);
    QCOMPARE(count(u"jobs"_s), 100);
}

// Invariant 2, and one commit per change: whatever was not committed is not there, and what is there is whole.
void TestIntake::nothingIsLeftHalfDone()
{
    call(u"CA1"_s, u"no-answer"_s);
    {
        // The table that is written last is away: as good as a crash before the commit.
        must(m_database->change(u"ALTER TABLE audit_head RENAME TO gone"_s));
        QVERIFY(!m_intake->turn(m_office));
        must(m_database->change(u"ALTER TABLE gone RENAME TO audit_head"_s));
    }
    for (const QString &table : {u"calls"_s, u"contacts"_s, u"follow_ups"_s, u"leads"_s, u"callback_tasks"_s, u"messages"_s, u"jobs"_s})
        QCOMPARE(count(table), 0);
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"new"_s);

    m_database = m_place->open(); // another program takes over
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    work();
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs j JOIN messages m ON m.id = j.message_id JOIN leads l ON l.follow_up_id = m.follow_up_id"_s),
             u"1"_s);
}

void TestIntake::spreadsTheWork()
{
    for (int i = 0; i < 4; ++i)
        call(u"CA%1"_s.arg(i), u"no-answer"_s, {{u"From"_s, u"+1214555%1"_s.arg(1000 + i)}});
    work(); // in one turn: each sees what the one before was given
    QCOMPARE(rowsOf(*m_database, u"SELECT assigned_to, COUNT(*) FROM callback_tasks GROUP BY assigned_to ORDER BY assigned_to"_s),
             (QStringList{u"dana 2"_s, u"sam 2"_s}));
}

void TestIntake::nextDue()
{
    QCOMPARE(must(m_intake->nextDue()), std::nullopt);
    call(u"CA1"_s, u"completed"_s);
    QCOMPARE(must(m_intake->nextDue()), m_clock.now());
    work();
    QCOMPARE(must(m_intake->nextDue()), m_clock.now() + 5s);
    m_clock.advance(5s);
    work();
    QCOMPARE(must(m_intake->nextDue()), std::nullopt);
}

// Too short is who gave up; whoever is turned away after a second because every phone is busy wanted to talk.
void TestIntake::whoMetABusyLineIsTexted()
{
    QVERIFY(call(u"CA1"_s, u"ringing"_s));
    m_clock.advance(1s);
    QVERIFY(call(u"CA1"_s, u"completed"_s, {{u"DialCallStatus"_s, u"busy"_s}}));
    work();
    QCOMPARE(value(u"SELECT ring_ms FROM calls"_s), u"1000"_s);
    QCOMPARE(count(u"messages"_s), 1);
}

// One short call is a robot or a pocket; three in an hour are somebody in need.
void TestIntake::threeShortCalls()
{
    missedCall(u"CA1"_s, 4s);
    m_clock.advance(20min);
    missedCall(u"CA2"_s, 4s);
    QCOMPARE(count(u"contacts"_s), 0);
    m_clock.advance(38min);
    missedCall(u"CA3"_s, 4s);
    QCOMPARE(count(u"follow_ups WHERE state = 'open'"_s), 1);
    QCOMPARE(count(u"callback_tasks"_s), 1);
    QCOMPARE(count(u"messages"_s), 0);
    QVERIFY(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA3'"_s).contains(u"repeated_short_calls"_s));
    QCOMPARE(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s), u"too_short"_s);

    const Fields other = {{u"From"_s, u"+12145550124"_s}}; // three in more than an hour
    missedCall(u"CA4"_s, 4s, other);
    m_clock.advance(30min);
    missedCall(u"CA5"_s, 4s, other);
    m_clock.advance(31min);
    missedCall(u"CA6"_s, 4s, other);
    QCOMPARE(count(u"follow_ups"_s), 1);
}

void TestIntake::callsOfOursOpenNoCase_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("action");
    QTest::newRow("not answered") << u"no-answer"_s << u"missed"_s << u"our_call_not_answered"_s;
    QTest::newRow("answered") << u"completed"_s << u"answered"_s << u"our_call_answered"_s;
}

void TestIntake::callsOfOursOpenNoCase()
{
    QFETCH(QString, status);
    QFETCH(QString, verdict);
    QFETCH(QString, action);
    call(u"CA1"_s, u"ringing"_s, ours);
    m_clock.advance(20s);
    call(u"CA1"_s, status, ours);
    work();
    QCOMPARE(value(u"SELECT direction || ' ' || verdict || ' ' || caller || ' ' || line FROM calls"_s),
             u"out %1 +12145550123 +12145550100"_s.arg(verdict));
    for (const QString &table : {u"contacts"_s, u"follow_ups"_s, u"callback_tasks"_s, u"messages"_s})
        QCOMPARE(count(table), 0);
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit ORDER BY sequence"_s), (QStringList{u"our_call_ringing"_s, action}));
}

void TestIntake::legsToOurPhonesAreNoCalls_data()
{
    QTest::addColumn<Fields>("fields");
    const auto dialled = [](const QString &from, const QString &to) {
        return Fields{{u"Direction"_s, u"outbound-dial"_s}, {u"ParentCallSid"_s, u"CA9"_s}, {u"From"_s, from}, {u"To"_s, to}};
    };
    QTest::newRow("the caller's number is shown") << dialled(u"+12145550123"_s, u"+12145550177"_s);
    QTest::newRow("our line's number is shown") << dialled(u"+12145550100"_s, u"+12145550177"_s);
    QTest::newRow("a phone that the line forwards to") << dialled(u"+12145550100"_s, u"+12145550188"_s);
    QTest::newRow("a SIP phone") << dialled(u"+12145550100"_s, u"sip:dana@office.example"_s);
}

void TestIntake::legsToOurPhonesAreNoCalls()
{
    QFETCH(Fields, fields);
    m_office.setup.lines.first().forwardTo = {test::number(u"+12145550188"_s)};
    call(u"CA1"_s, u"completed"_s, fields);
    work();
    QCOMPARE(count(u"calls"_s), 0);
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"done"_s);
}

// We called, they were not at the phone, and now they call back: to the one who called, in other words.
void TestIntake::whoReturnsOurCall()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft();
    change(u"UPDATE callback_tasks SET state = 'done', completed_by = 'sam', completed_at = 1, outcome = 'no_interest'"_s);
    change(u"UPDATE follow_ups SET state = 'closed', closed_at = 1, outcome = 'no_interest'"_s);
    m_clock.advance(24h * 2);
    call(u"CA2"_s, u"no-answer"_s, ours);
    m_clock.advance(23h + 59min);
    missedCall(u"CA3"_s, 24s);
    QCOMPARE(value(u"SELECT assigned_to || ' ' || priority FROM callback_tasks WHERE state = 'open'"_s), u"sam 1"_s);
    QVERIFY(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA3'"_s).contains(u"returning_our_call"_s));
    const playbook::Step *const step = m_office.playbook.step(u"text_back");
    QVERIFY(step->templates.contains(u"returning"_s));
    const calls::Contact caller = must(store::ContactGateway(*m_database).find(test::number(u"+12145550123"_s))).value();
    const QString words = step->templates.value(u"returning"_s);
    QCOMPARE(value(u"SELECT body FROM messages ORDER BY id DESC LIMIT 1"_s),
             must(writeText(m_office, words, u"en"_s, caller, test::number(u"+12145550100"_s), u"sam"_s)));

    m_clock.advance(24h * 2); // too long ago to be why they call
    change(u"UPDATE follow_ups SET state = 'closed', closed_at = 1, outcome = 'spam' WHERE state = 'open'"_s);
    missedCall(u"CA4"_s, 24s);
    QVERIFY(!value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA4'"_s).contains(u"returning_our_call"_s));
}

// Crossed wires: our call still rings while theirs comes in.
void TestIntake::whoReturnsOurCallToAnOpenCase()
{
    missedCall(u"CA1"_s);
    change(u"UPDATE calls SET staff = 'sam'"_s);
    call(u"CA2"_s, u"ringing"_s, ours);
    work();
    change(u"UPDATE calls SET staff = 'sam' WHERE direction = 'out'"_s);
    QCOMPARE(value(u"SELECT assigned_to || ' ' || priority FROM callback_tasks"_s), u"dana 0"_s);
    missedCall(u"CA3"_s);
    QCOMPARE(value(u"SELECT assigned_to || ' ' || priority FROM callback_tasks"_s), u"sam 1"_s);
    QCOMPARE(value(u"SELECT missed_calls FROM follow_ups"_s), u"2"_s);

    change(u"UPDATE callback_tasks SET state = 'claimed', claimed_by = 'dana', claimed_at = 1, assigned_to = 'dana', priority = 0"_s);
    missedCall(u"CA4"_s); // whoever has it keeps it
    QCOMPARE(value(u"SELECT state || ' ' || claimed_by || ' ' || assigned_to FROM callback_tasks"_s), u"claimed dana dana"_s);
}

void TestIntake::answeredElsewhere_data()
{
    QTest::addColumn<bool>("byUs");
    QTest::addColumn<bool>("claimed");
    QTest::newRow("the caller rang again and was answered") << false << false;
    QTest::newRow("our call was answered") << true << false;
    QTest::newRow("the caller rang again and was answered, while somebody has it claimed") << false << true;
    QTest::newRow("our call was answered, while somebody has it claimed") << true << true;
}

void TestIntake::answeredElsewhere()
{
    QFETCH(bool, byUs);
    QFETCH(bool, claimed);
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s)); // at night: the text still waits
    missedCall(u"CA1"_s);
    if (claimed)
        change(u"UPDATE callback_tasks SET state = 'claimed', claimed_by = 'dana', claimed_at = 1"_s);
    m_clock.advance(1min);
    const Fields talk = {{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"61"_s}};
    call(u"CA2"_s, u"completed"_s, byUs ? ours + Fields{{u"CallDuration"_s, u"61"_s}} : talk);
    call(u"CA2"_s, u"completed"_s, byUs ? ours : Fields()); // and once more at the end
    work();

    const QString why = byUs ? u"we_called"_s : u"answered_later"_s;
    QCOMPARE(value(u"SELECT reached_at FROM follow_ups"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(value(u"SELECT reasons FROM follow_ups"_s), why);
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"dropped"_s);
    QCOMPARE(count(u"follow_ups WHERE next_step_at IS NOT NULL"_s), 0);
    QCOMPARE(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s), u"answered,"_s + why);
    QCOMPARE(count(u"calls WHERE follow_up_id IS NOT NULL"_s), 2);
    if (claimed) { // who has it completes it
        QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
        QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"claimed"_s);
        QCOMPARE(count(u"audit WHERE action = 'caller_reached'"_s), 1);
        return;
    }
    QCOMPARE(value(u"SELECT state || ' ' || outcome FROM follow_ups"_s), u"closed reached"_s);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"cancelled"_s);
    QCOMPARE(count(u"callback_tasks WHERE check_at IS NOT NULL"_s), 0);
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"contacted"_s);
    QCOMPARE(count(u"audit WHERE action = 'follow_up_closed' AND detail LIKE '%%1%'"_s.arg(why)), 1);
}

void TestIntake::whatMayMeanStop()
{
    missedCall(u"CA1"_s);
    pretendTextsLeft();
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"please stop texting me"_s));
    work();
    QCOMPARE(value(u"SELECT source || ' ' || by_whom FROM opt_outs"_s), u"likely caller"_s);
    QCOMPARE(value(u"SELECT state || ' ' || priority FROM callback_tasks"_s), u"open 1"_s); // a person reads it, and soon
    QCOMPARE(count(u"audit WHERE action = 'opt_out_likely' AND actor = 'caller'"_s), 1);
    QCOMPARE(count(u"messages WHERE direction = 'in'"_s), 1);
    m_clock.advance(5h);
    missedCall(u"CA2"_s);
    QCOMPARE(count(u"messages WHERE direction = 'out'"_s), 1);
    QVERIFY(value(u"SELECT reasons FROM calls WHERE provider_call_id = 'CA2'"_s).contains(u"likely_opted_out"_s));

    put(calls::EventKind::Message, textForm(u"SMb"_s, u"don't text me"_s, {{u"From"_s, u"+12145550124"_s}})); // from nowhere
    work();
    QCOMPARE(count(u"callback_tasks WHERE priority = 1"_s), 2);
    QCOMPARE(count(u"opt_outs"_s), 2);
    put(calls::EventKind::Message, textForm(u"SMc"_s, u"STOP"_s)); // now it is certain
    work();
    QCOMPARE(value(u"SELECT source FROM opt_outs WHERE number = '+12145550123'"_s), u"keyword"_s);
    put(calls::EventKind::Message, textForm(u"SMd"_s, u"stop texting me"_s)); // and stays so
    work();
    QCOMPARE(value(u"SELECT source FROM opt_outs WHERE number = '+12145550123'"_s), u"keyword"_s);
}

void TestIntake::startClearsADoubt()
{
    put(calls::EventKind::Message, textForm(u"SMa"_s, u"please stop texting me"_s));
    put(calls::EventKind::Message, textForm(u"SMb"_s, u"START"_s));
    work();
    QCOMPARE(count(u"opt_outs"_s), 0);
    QCOMPARE(count(u"audit WHERE action = 'opted_in'"_s), 1);
}

// Its text would no longer be true when it can leave.
void TestIntake::aLateCallIsNotCalledTexted()
{
    call(u"CA1"_s, u"no-answer"_s, {{u"Timestamp"_s, u"Fri, 20 Nov 2026 18:00:00 +0000"_s}});
    m_clock.advance(2h); // the engine was off
    work();
    QCOMPARE(count(u"follow_ups WHERE state = 'open'"_s), 1);
    QCOMPARE(count(u"callback_tasks"_s), 1);
    const QStringList reasons = value(u"SELECT reasons FROM calls"_s).split(u',');
    QVERIFY2(!reasons.contains(u"texted"_s), qPrintable(reasons.join(u' ')));
}

void TestIntake::aNightsBacklogLeavesOldestFirst()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s));
    const QStringList callers = {u"+12145550131"_s, u"+12145550129"_s, u"+12145550130"_s};
    for (const QString &caller : callers) {
        missedCall(u"CA"_s + caller, 24s, {{u"From"_s, caller}});
        m_clock.advance(1h);
    }
    m_clock.set(instantOf(u"2026-11-21T15:00:00Z"_s));
    QCOMPARE(
        rowsOf(*m_database,
               u"SELECT peer FROM jobs JOIN messages ON messages.id = message_id WHERE jobs.due_at = ? ORDER BY jobs.due_at, jobs.id"_s,
               {toMs(m_clock.now())}),
        callers);
}

void TestIntake::aThirdCallWithoutATask()
{
    missedCall(u"CA1"_s);
    m_clock.advance(10min);
    missedCall(u"CA2"_s);
    change(u"UPDATE callback_tasks SET state = 'done', completed_by = 'sam', completed_at = 1, outcome = 'left_voicemail'"_s);
    m_clock.advance(10min);
    missedCall(u"CA3"_s);
    QCOMPARE(value(u"SELECT priority FROM callback_tasks WHERE state = 'open'"_s), u"1"_s);
}

// They do not wait until four o'clock, so neither does the task.
void TestIntake::aCallBringsAWaitingTaskBack()
{
    missedCall(u"CA1"_s);
    change(u"UPDATE callback_tasks SET ready_at = %1, check_at = %1"_s.arg(toMs(m_clock.now() + 4h)));
    m_clock.advance(5min);
    missedCall(u"CA2"_s);
    m_clock.advance(5min);
    missedCall(u"CA3"_s);
    QCOMPARE(value(u"SELECT priority || ' ' || ready_at FROM callback_tasks"_s), u"1 %1"_s.arg(toMs(m_clock.now())));
    QCOMPARE(value(u"SELECT check_at FROM callback_tasks"_s).toLongLong(), toMs(m_clock.now() + 10min));
}

// It comes after the call was judged, and its words later still.
void TestIntake::aVoicemailIsKeptAndTold()
{
    Intake intake(*m_database, m_clock, m_ids, test::translateListed);
    const auto listed = [&](const QString &key, std::optional<Milliseconds> length, const QString &transcript) {
        calls::ProviderEvent event = test::eventOf(
            {.id = u"CA1"_s, .startedAt = m_clock.now() - 40s, .endedAt = m_clock.now(), .voicemail = length, .transcript = transcript});
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::InboxGateway(*m_database)
                 .append(transaction, {.id = m_ids.next<calls::InboxId>(m_clock.now()),
                                       .connection = u"twilio-main"_s,
                                       .kind = event.kind,
                                       .key = key,
                                       .payload = event.payload,
                                       .receivedAt = m_clock.now()}));
        must(transaction.commit());
        while (must(intake.turn(m_office)) > 0) {
        }
    };
    missedCall(u"CA1"_s);
    const QString case1 = value(u"SELECT id FROM follow_ups"_s);
    const int texts = count(u"messages"_s);
    m_clock.advance(1min);
    listed(u"log:1"_s, 14s, {});
    listed(u"log:2"_s, 14s, {}); // nothing new
    listed(u"log:3"_s, 14s, u"The roof leaks."_s);
    listed(u"log:4"_s, 14s, {}); // what is known stays
    listed(u"log:5"_s, 14s, u"The roof leaks."_s);
    QCOMPARE(value(u"SELECT length_ms || ' ' || transcript FROM voicemails"_s), u"14000 The roof leaks."_s);
    QCOMPARE(value(u"SELECT verdict || ' ' || provider_reason FROM calls"_s), u"missed voicemail"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id, detail FROM audit WHERE action = 'voicemail_received' ORDER BY sequence"_s),
             (QStringList{u"provider:twilio-main "_s + case1 + u" {\"length_ms\":14000,\"transcript\":false}"_s,
                          u"provider:twilio-main "_s + case1 + u" {\"length_ms\":14000,\"transcript\":true}"_s}));
    QCOMPARE(count(u"follow_ups"_s), 1);
    QCOMPARE(count(u"messages"_s), texts);
    QVERIFY(!must(audit::verify(*m_database)).firstBad);
}

// Two seconds of ringing and a message: no give-up. It is judged again once, and the storm counts it once.
void TestIntake::aVoicemailOfAShortCall()
{
    missedCall(u"CA1"_s, 2s);
    QCOMPARE(value(u"SELECT reasons FROM calls"_s), u"too_short"_s);
    QCOMPARE(count(u"follow_ups"_s), 0);
    Intake intake(*m_database, m_clock, m_ids, [](const settings::Setup &, const store::InboxEvent &) {
        connectors::CallEvent event;
        event.providerCallId = u"CA1"_s;
        event.caller = u"+12145550123"_s;
        event.line = u"+12145550100"_s;
        event.signal = connectors::CallSignal::Detail;
        event.voicemail = calls::Voicemail{};
        Result<connectors::PhoneEvent> translated = connectors::PhoneEvent(event);
        return translated;
    });
    for (const QString &status : {u"busy"_s, u"failed"_s}) { // two events of any content
        call(u"CA1"_s, status);
        QCOMPARE(must(intake.turn(m_office)), 1);
    }
    QCOMPARE(count(u"follow_ups"_s), 1);
    QCOMPARE(count(u"messages"_s), 1);
    QCOMPARE(count(u"voicemails"_s), 1);
    QCOMPARE(count(u"audit WHERE action = 'call_missed'"_s), 1);
    QCOMPARE(count(u"audit WHERE action = 'voicemail_received'"_s), 1);
    QCOMPARE(value(u"SELECT case_id FROM audit WHERE action = 'voicemail_received'"_s), value(u"SELECT id FROM follow_ups"_s));
}

void TestIntake::proof()
{
    missedCall(u"CA1"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit ORDER BY sequence"_s),
             (QStringList{u"call_ringing"_s, u"call_missed"_s, u"follow_up_opened"_s, u"lead_written"_s, u"task_created"_s,
                          u"text_scheduled"_s}));
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    QCOMPARE(verification.rows, 6);
}

QTEST_GUILESS_MAIN(TestIntake)
#include "tst_intake.moc"
