#include "audit/trail.h"
#include "desk/blocklist.h"
#include "engine/intake.h"
#include "store/blocklistgateway.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;

class TestBlocklist : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void marksACaseAsSpam();
    void theNextCallIsScreened();
    void aCaseThatSomebodyHas();
    void isMarkedOnce();
    void takesItBack();
    void takesItBackForItsClaimer();
    void whenItIsTooLate_data();
    void whenItIsTooLate();
    void anotherEndStays();
    void whatWasBlockedBeforeStaysSo();
    void blocksAndUnblocks();
    void aListScreens_data();
    void aListScreens();
    void callsAScreenedCallBack();
    void joinsTheOpenCase();
    void wrongNames();

private:
    void call(const QString &sid, const test::Fields &more = {});
    void list(const QString &columns, const QString &values)
    {
        must(m_database->change(
            u"INSERT INTO blocked_numbers (number, mark, mark_before, mark_reason, marked_by, list_reason, changed_at, %1)"
            " VALUES ('+12145550123', '', '', '', '', '', 5, %2)"_s.arg(columns, values)));
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QString followUp() { return value(u"SELECT id FROM follow_ups ORDER BY id DESC LIMIT 1"_s); }
    [[nodiscard]] QString reasonsOf(const QString &sid)
    {
        return value(u"SELECT reasons FROM calls WHERE provider_call_id = '%1'"_s.arg(sid));
    }

    const QString m_caller = u"+12145550123"_s;
    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Blocklist> m_blocklist;
    engine::Office m_office;
};

void TestBlocklist::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_blocklist = std::make_unique<Blocklist>(*m_database, m_clock, m_ids);
}

void TestBlocklist::cleanup()
{
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    m_blocklist.reset();
    m_database.reset();
    m_place.reset();
}

void TestBlocklist::call(const QString &sid, const test::Fields &more)
{
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, more), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(m_office)), 1);
}

void TestBlocklist::marksACaseAsSpam()
{
    call(u"CA1"_s);
    const Answer<calls::FollowUp> closed = m_blocklist->markAsSpam(followUp(), u"sam"_s, u" warranty\nrobot "_s);
    QVERIFY(closed);
    QVERIFY(closed->state == calls::FollowUpState::Closed);
    QCOMPARE(value(u"SELECT state || ' ' || outcome || ' ' || next_step FROM follow_ups"_s), u"closed spam "_s);
    QCOMPARE(value(u"SELECT closed_at FROM follow_ups"_s), QString::number(toMs(m_clock.now())));
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"cancelled"_s);
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"spam"_s);
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), u"dropped dropped"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT number, mark, mark_reason, marked_by FROM blocked_numbers"_s),
             QStringList{u"+12145550123 blocked warranty robot staff:sam"_s});
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit WHERE actor = 'staff:sam' ORDER BY sequence"_s),
             (QStringList{u"number_blocked"_s, u"steps_stopped"_s, u"text_dropped"_s, u"lead_updated"_s, u"task_cancelled"_s,
                          u"follow_up_closed"_s}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE actor = 'staff:sam' AND case_id <> '%1'"_s.arg(followUp())), u"0"_s);
}

void TestBlocklist::theNextCallIsScreened()
{
    call(u"CA1"_s);
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"sam"_s));
    m_clock.advance(5h);
    call(u"CA2"_s);
    QCOMPARE(reasonsOf(u"CA2"_s), u"blocked_by_staff"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"1"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages"_s), u"1"_s);
    const QString detail = value(u"SELECT detail FROM audit WHERE action = 'call_screened'"_s);
    QVERIFY2(detail.contains(u"staff:sam") && detail.contains(u"2026-11-20T18:00:00"), qPrintable(detail));
}

void TestBlocklist::aCaseThatSomebodyHas()
{
    call(u"CA1"_s);
    Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s));
    const Answer<calls::FollowUp> theirs = m_blocklist->markAsSpam(followUp(), u"sam"_s);
    QVERIFY(!theirs);
    QVERIFY(theirs.error().why == Why::TakenBySomeone);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"0"_s);
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"dana"_s));
}

// Two consoles: the second is told, and nothing is written twice.
void TestBlocklist::isMarkedOnce()
{
    call(u"CA1"_s);
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"sam"_s));
    const std::unique_ptr<store::Database> elsewhere = m_place->open();
    const Answer<calls::FollowUp> second = Blocklist(*elsewhere, m_clock, m_ids).markAsSpam(followUp(), u"dana"_s);
    QVERIFY(!second);
    QVERIFY(second.error().why == Why::AlreadyDone);
    QCOMPARE(value(u"SELECT marked_by FROM blocked_numbers"_s), u"staff:sam"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'number_blocked'"_s), u"1"_s);
}

void TestBlocklist::takesItBack()
{
    call(u"CA1"_s);
    const QString task = value(u"SELECT state || assigned_to || check_at FROM callback_tasks"_s);
    const QString status = value(u"SELECT status FROM leads"_s);
    QVERIFY(*m_blocklist->block(u"+12145550188"_s, u"sam"_s, {})); // of the same moment, and stays
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"sam"_s));
    m_clock.advance(9s);
    const Answer<calls::FollowUp> open = m_blocklist->notSpam(followUp(), u"sam"_s);
    QVERIFY(open);
    QCOMPARE(value(u"SELECT state || outcome FROM follow_ups"_s), u"open"_s);
    QCOMPARE(value(u"SELECT state || assigned_to || check_at FROM callback_tasks"_s), task);
    QCOMPARE(value(u"SELECT status FROM leads"_s), status);
    QCOMPARE(rowsOf(*m_database, u"SELECT number, mark FROM blocked_numbers ORDER BY number"_s),
             (QStringList{u"+12145550123 "_s, u"+12145550188 blocked"_s}));
    call(u"CA2"_s);
    QCOMPARE(value(u"SELECT missed_calls FROM follow_ups"_s), u"2"_s);
}

void TestBlocklist::takesItBackForItsClaimer()
{
    call(u"CA1"_s);
    Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s));
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"dana"_s));
    QVERIFY(m_blocklist->notSpam(followUp(), u"dana"_s));
    QCOMPARE(value(u"SELECT state || ' ' || claimed_by FROM callback_tasks"_s), u"claimed dana"_s);
}

void TestBlocklist::whenItIsTooLate_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"ten seconds are over", "somebody else's", "it was allowed since", "it was allowed at once",
                             "it was blocked again since", "another case is open", "twice"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestBlocklist::whenItIsTooLate()
{
    QFETCH(QString, what);
    call(u"CA1"_s);
    const QString id = followUp();
    QVERIFY(m_blocklist->markAsSpam(id, u"sam"_s));
    QString who = u"sam"_s;
    if (what.startsWith(u"ten"))
        m_clock.advance(Desk::undoWindow + 1ms);
    else if (what.startsWith(u"somebody"))
        who = u"dana"_s;
    else if (what == u"it was allowed since")
        QVERIFY(*m_blocklist->unblock(m_caller, u"dana"_s));
    else if (what == u"it was allowed at once") // by the same person, in the same millisecond
        QVERIFY(*m_blocklist->unblock(m_caller, who));
    else if (what.startsWith(u"it was blocked again")) {
        QVERIFY(*m_blocklist->unblock(m_caller, who));
        m_clock.advance(1s);
        QVERIFY(*m_blocklist->block(m_caller, who, {}));
    } else if (what == u"twice")
        QVERIFY(m_blocklist->notSpam(id, who));
    else
        must(m_database->change(u"INSERT INTO follow_ups SELECT '01a1fd79-f66d-7060-aee4-83fe19994c37', contact_id, line, "
                                u"playbook_version, 'open', missed_calls, opened_at,"
                                " last_call_at, replied_at, NULL, '', reasons, reached_at, next_step, next_step_at FROM follow_ups"_s));
    const Answer<calls::FollowUp> refused = m_blocklist->notSpam(id, who);
    QVERIFY(!refused);
    QVERIFY(refused.error().why == Why::TooLate);
}

// Blocked in the moment in which the case ended for another reason: that end is not this one's to take back.
void TestBlocklist::anotherEndStays()
{
    call(u"CA1"_s);
    Desk desk(*m_database, m_clock, m_ids);
    const QString task = value(u"SELECT id FROM callback_tasks"_s);
    QVERIFY(desk.claim(task, u"sam"_s));
    QVERIFY(desk.complete(task, u"sam"_s, {.outcome = u"repair_booked"_s, .value = Money{100}, .at = {}}));
    QVERIFY(*m_blocklist->block(m_caller, u"sam"_s, {}));
    const Answer<calls::FollowUp> refused = m_blocklist->notSpam(followUp(), u"sam"_s);
    QVERIFY(!refused);
    QVERIFY(refused.error().why == Why::TooLate);
    QCOMPARE(value(u"SELECT state || ' ' || outcome FROM follow_ups"_s), u"closed repair_booked"_s);
}

void TestBlocklist::whatWasBlockedBeforeStaysSo()
{
    call(u"CA1"_s);
    QVERIFY(*m_blocklist->block(m_caller, {}, u"known robot"_s));
    m_clock.advance(1s);
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"sam"_s));
    QVERIFY(m_blocklist->notSpam(followUp(), u"sam"_s));
    QCOMPARE(value(u"SELECT mark FROM blocked_numbers"_s), u"blocked"_s);
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
}

void TestBlocklist::blocksAndUnblocks()
{
    QVERIFY(*m_blocklist->block(u"(214) 555-0123"_s, {}, u"x"_s + QString(300, u'y')));
    QVERIFY(!*m_blocklist->block(m_caller, u"sam"_s, u"again"_s));
    QCOMPARE(value(u"SELECT LENGTH(mark_reason) || marked_by FROM blocked_numbers"_s), u"200command"_s);
    QVERIFY(*m_blocklist->unblock(m_caller, u"sam"_s));
    QVERIFY(!*m_blocklist->unblock(m_caller, u"sam"_s));
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE action LIKE 'number%' ORDER BY sequence"_s),
             (QStringList{u"command number_blocked number:+12145550123"_s, u"staff:sam number_unblocked number:+12145550123"_s}));
    call(u"CA1"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"1"_s);
    QVERIFY(*m_blocklist->block(m_caller, u"sam"_s, {})); // of an open case: nothing more leaves, people go on
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"dropped"_s);
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
}

void TestBlocklist::aListScreens_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("contact"); ///< kind and name; empty = a stranger
    QTest::addColumn<QString>("screened");
    QTest::addColumn<QString>("tells");
    const QString listed = u"list, listed_at, complaints"_s;
    const QString counted = u"list, complaints, first_complaint_at"_s;
    QTest::newRow("a list") << listed << u"'robots', 1000, 0"_s << QString() << u"blocked_by_list"_s << u"robots"_s;
    QTest::newRow("three complaints") << counted << u"'', 3, 1000"_s << QString() << u"many_complaints"_s << u"\"complaints\":3"_s;
    QTest::newRow("two complaints") << counted << u"'', 2, 1000"_s << QString() << QString() << QString();
    QTest::newRow("a list, of a customer") << listed << u"'robots', 1000, 0"_s << u"prior_customer"_s << QString() << QString();
    QTest::newRow("complaints, of a client") << counted << u"'', 9, 1000"_s << u"client"_s << QString() << QString();
    QTest::newRow("a list, of somebody with a name") << listed << u"'robots', 1000, 0"_s << u"new_lead Ann"_s << QString() << QString();
    QTest::newRow("a list, of a number that called before")
        << listed << u"'robots', 1000, 0"_s << u"new_lead"_s << u"blocked_by_list"_s << QString();
}

void TestBlocklist::aListScreens()
{
    QFETCH(QString, columns);
    QFETCH(QString, values);
    QFETCH(QString, contact);
    QFETCH(QString, screened);
    QFETCH(QString, tells);
    list(columns, values);
    if (!contact.isEmpty())
        must(m_database->change(u"INSERT INTO contacts (id, number, name, email, kind, language, time_zone, created_at)"
                                " VALUES ('01a1fd79-f66d-7060-aee4-83fe19994c37', '+12145550123', ?, '', ?, '', '', 1)"_s,
                                {contact.section(u' ', 1) + u""_s, contact.section(u' ', 0, 0)}));
    call(u"CA1"_s, {{u"StirVerstat"_s, u"TN-Validation-Failed-C"_s}});
    if (screened.isEmpty()) {
        QVERIFY2(value(u"SELECT COUNT(*) FROM follow_ups"_s) == u"1", qPrintable(reasonsOf(u"CA1"_s)));
        QCOMPARE(reasonsOf(u"CA1"_s).contains(u"known_though_listed"), !contact.isEmpty());
        return;
    }
    QCOMPARE(reasonsOf(u"CA1"_s), screened);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"0"_s);
    const QString detail = value(u"SELECT detail FROM audit WHERE action = 'call_screened'"_s);
    QVERIFY2(detail.contains(tells), qPrintable(detail));
    QVERIFY2(detail.contains(u"1970-01-01T00:00:01") || tells.isEmpty(), qPrintable(detail));
}

void TestBlocklist::callsAScreenedCallBack()
{
    list(u"list, listed_at, complaints"_s, u"'robots', 1000, 0"_s);
    call(u"CA1"_s);
    const QString id = value(u"SELECT id FROM calls"_s);
    const Answer<calls::FollowUp> opened = m_blocklist->callBack(id, u"sam"_s);
    QVERIFY(opened);
    QCOMPARE(value(u"SELECT follow_up_id FROM calls"_s), opened->id.text());
    QCOMPARE(value(u"SELECT state || ' ' || assigned_to FROM callback_tasks"_s), u"open sam"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages"_s), u"0"_s);
    QCOMPARE(value(u"SELECT mark || list FROM blocked_numbers"_s), u"allowedrobots"_s);
    const Answer<calls::FollowUp> again = m_blocklist->callBack(id, u"dana"_s);
    QVERIFY(!again);
    QVERIFY(again.error().why == Why::AlreadyDone || again.error().why == Why::NoSuchTask);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s);
    call(u"CA2"_s);
    QVERIFY(reasonsOf(u"CA2"_s).contains(u"allowed_by_staff"));
}

void TestBlocklist::joinsTheOpenCase()
{
    call(u"CA1"_s);
    QVERIFY(*m_blocklist->block(m_caller, u"sam"_s, {}));
    call(u"CA2"_s);
    QCOMPARE(reasonsOf(u"CA2"_s), u"blocked_by_staff"_s);
    QVERIFY(m_blocklist->callBack(value(u"SELECT id FROM calls WHERE provider_call_id = 'CA2'"_s), u"sam"_s));
    QCOMPARE(value(u"SELECT missed_calls FROM follow_ups"_s), u"2"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s);
}

void TestBlocklist::wrongNames()
{
    call(u"CA1"_s);
    QVERIFY(m_blocklist->markAsSpam(followUp(), u"eve"_s).error().why == Why::NoSuchPerson);
    QVERIFY(m_blocklist->markAsSpam(u"x"_s, u"sam"_s).error().why == Why::NoSuchTask);
    QVERIFY(m_blocklist->block(u"five"_s, u"sam"_s, {}).error().why == Why::NoSuchNumber);
    QVERIFY(m_blocklist->unblock(m_caller, u"eve"_s).error().why == Why::NoSuchPerson);
    QVERIFY(!m_blocklist->callBack(value(u"SELECT id FROM calls"_s), u"sam"_s)); // was not screened
    QVERIFY(!m_blocklist->callBack(u"x"_s, u"sam"_s));
    // Left out, but not as spam: there is nothing to take back of that.
    must(m_database->change(u"UPDATE calls SET follow_up_id = NULL, reasons = 'too_short'"_s));
    QVERIFY(m_blocklist->callBack(value(u"SELECT id FROM calls"_s), u"sam"_s).error().why == Why::NoSuchTask);
    QCOMPARE(value(u"SELECT COUNT(*) FROM blocked_numbers"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestBlocklist)
#include "tst_blocklist.moc"
