#include "audit/trail.h"
#include "desk/officework.h"
#include "desk/texting.h"
#include "engine/intake.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
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

class TestTexting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void optsOut();
    void optsOutSomebodyWeNeverHeardOf();
    void hadOptedOutBefore();
    void aLikelyOptOutIsSettled_data();
    void aLikelyOptOutIsSettled();
    void optsIn();
    void wrongNames_data();
    void wrongNames();
    void reviews_data();
    void reviews();
    void isReviewedOnce();
    void importsOptOuts();
    void anImportTakesBackWhatWaits();
    void importsNothingOfWhatIsNoSuchFile_data();
    void importsNothingOfWhatIsNoSuchFile();
    void listsEveryOptOutOfOneImport();

private:
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }

    const QString m_caller = u"+12145550123"_s;
    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Texting> m_texting;
};

// One missed call, whose text waits to be sent.
void TestTexting::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    const engine::Office office = test::storeOffice(*m_database, m_clock.now());
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(office)), 1);
    must(m_database->change(u"UPDATE follow_ups SET next_step = 'second_touch', next_step_at = 5"_s));
    m_texting = std::make_unique<Texting>(*m_database, m_clock, m_ids);
}

void TestTexting::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_texting.reset();
    m_database.reset();
    m_place.reset();
}

void TestTexting::optsOut()
{
    const Answer<bool> changed = m_texting->optOut(u"(214) 555-0123"_s, u"sam"_s);
    QVERIFY(changed);
    QVERIFY(*changed);
    QCOMPARE(rowsOf(*m_database, u"SELECT number, since_at, source, by_whom FROM opt_outs"_s),
             QStringList{u"+12145550123 %1 staff staff:sam"_s.arg(toMs(m_clock.now()))});
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), u"dropped dropped"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups WHERE state = 'open' AND next_step = '' AND next_step_at IS NULL"_s), u"1"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s),
             (QStringList{u"staff:sam steps_stopped"_s, u"staff:sam text_dropped"_s, u"staff:sam opted_out"_s}));
    QCOMPARE(value(u"SELECT case_id FROM audit WHERE action = 'opted_out'"_s), value(u"SELECT id FROM follow_ups"_s));
}

void TestTexting::optsOutSomebodyWeNeverHeardOf()
{
    QVERIFY(*m_texting->optOut(u"+12145550199"_s, u"sam"_s));
    QCOMPARE(value(u"SELECT number FROM opt_outs"_s), u"+12145550199"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM contacts"_s), u"1"_s);
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"scheduled"_s); // somebody else's
}

void TestTexting::hadOptedOutBefore()
{
    must(m_database->change(u"INSERT INTO opt_outs VALUES (?, 5, 'keyword', 'caller')"_s, {m_caller}));
    const Answer<bool> changed = m_texting->optOut(m_caller, u"sam"_s);
    QVERIFY(changed);
    QVERIFY(!*changed);
    QCOMPARE(value(u"SELECT source || since_at FROM opt_outs"_s), u"keyword5"_s);
}

void TestTexting::aLikelyOptOutIsSettled_data()
{
    QTest::addColumn<bool>("out");
    QTest::newRow("as one") << true;
    QTest::newRow("as none") << false;
}

void TestTexting::aLikelyOptOutIsSettled()
{
    QFETCH(bool, out);
    must(m_database->change(u"INSERT INTO opt_outs VALUES (?, 5, 'likely', 'caller')"_s, {m_caller}));
    const store::ContactGateway contacts(*m_database);
    QCOMPARE(must(contacts.likelyOptOuts(10)).size(), 1);
    QVERIFY(*(out ? m_texting->optOut(m_caller, u"sam"_s) : m_texting->optIn(m_caller, u"sam"_s)));
    QVERIFY(must(contacts.likelyOptOuts(10)).isEmpty());
    QCOMPARE(must(contacts.optOut(test::number(m_caller))).has_value(), out);
    QCOMPARE(value(u"SELECT state FROM messages"_s), out ? u"dropped"_s : u"scheduled"_s);
}

void TestTexting::optsIn()
{
    const Answer<bool> none = m_texting->optIn(m_caller, u"sam"_s);
    QVERIFY(none);
    QVERIFY(!*none);
    QVERIFY(*m_texting->optOut(m_caller, u"sam"_s));
    QVERIFY(*m_texting->optIn(m_caller, u"dana"_s));
    QCOMPARE(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"0"_s);
    QCOMPARE(value(u"SELECT actor || ' ' || detail FROM audit WHERE action = 'opted_in'"_s), u"staff:dana {\"was\":\"staff\"}"_s);
}

void TestTexting::wrongNames_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("staff");
    QTest::addColumn<int>("why");
    QTest::newRow("a person who is not in the office") << u"+12145550123"_s << u"eve"_s << static_cast<int>(Why::NoSuchPerson);
    QTest::newRow("what is no number") << u"call me"_s << u"sam"_s << static_cast<int>(Why::NoSuchNumber);
    QTest::newRow("nothing") << QString() << u"sam"_s << static_cast<int>(Why::NoSuchNumber);
}

void TestTexting::wrongNames()
{
    QFETCH(QString, number);
    QFETCH(QString, staff);
    QFETCH(int, why);
    QCOMPARE(static_cast<int>(m_texting->optOut(number, staff).error().why), why);
    QCOMPARE(static_cast<int>(m_texting->optIn(number, staff).error().why), why);
    QCOMPARE(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"0"_s);
}

void TestTexting::reviews_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("states"); // of the message and its job
    QTest::addColumn<QString>("word");
    QTest::newRow("send it again") << static_cast<int>(ReviewChoice::SendAgain) << u"scheduled waiting"_s << u"send_again"_s;
    QTest::newRow("it was sent") << static_cast<int>(ReviewChoice::WasSent) << u"sent done"_s << u"was_sent"_s;
    QTest::newRow("drop it") << static_cast<int>(ReviewChoice::Drop) << u"dropped dropped"_s << u"drop"_s;
}

void TestTexting::reviews()
{
    QFETCH(int, choice);
    QFETCH(QString, states);
    QFETCH(QString, word);
    const QString message = value(u"SELECT id FROM messages"_s);
    const auto decide = [&] {
        return m_texting->review(message, u"sam"_s, static_cast<ReviewChoice>(choice));
    };
    QCOMPARE(decide().error().why, Why::NothingToReview); // it waits like others
    must(m_database->change(u"UPDATE jobs SET state = 'needs_review', in_doubt = 1, in_doubt_since_at = 7, attempts = 1"_s));
    must(m_database->change(u"UPDATE messages SET state = 'needs_review'"_s));
    QCOMPARE(must(store::JobGateway(*m_database).toReviewList(10)).size(), 1);
    QVERIFY(decide());
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), states);
    QVERIFY(must(store::JobGateway(*m_database).toReviewList(10)).isEmpty());
    QCOMPARE(value(u"SELECT actor || ' ' || subject || ' ' || detail FROM audit WHERE action = 'text_reviewed'"_s),
             u"staff:sam message:%1 {\"choice\":\"%2\"}"_s.arg(message, word));
}

void TestTexting::isReviewedOnce()
{
    must(m_database->change(u"UPDATE jobs SET state = 'needs_review', in_doubt = 1"_s));
    const QString message = value(u"SELECT id FROM messages"_s);
    QVERIFY(m_texting->review(message, u"sam"_s, ReviewChoice::WasSent));
    QCOMPARE(m_texting->review(message, u"dana"_s, ReviewChoice::SendAgain).error().why, Why::NothingToReview);
    QCOMPARE(m_texting->review(u"x"_s, u"dana"_s, ReviewChoice::SendAgain).error().why, Why::NothingToReview);
    QCOMPARE(value(u"SELECT state FROM jobs"_s), u"done"_s);
}

void TestTexting::importsOptOuts()
{
    must(m_database->change(
        u"INSERT INTO opt_outs VALUES ('+12145550141', 5, 'keyword', 'caller'), ('+12145550142', 5, 'likely', 'caller')"_s));
    const QByteArray file = "Name,Phone\nA,214-555-0141\nB,(214) 555-0142\n\nC,+1 214 555 0143\nD,12\nE,\n";
    const OptOutImport report = must(importOptOuts(*m_database, m_ids, file, m_clock.now()));
    QCOMPARE(report.added, 2); // the likely one is certain now
    QCOMPARE(report.known, 1);
    QCOMPARE(report.refused.size(), 2);
    QCOMPARE(report.refused.at(0).why, u"the phone number cannot be read"_s);
    QCOMPARE(report.refused.at(1).why, u"there is no phone number"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT number, source FROM opt_outs ORDER BY number"_s),
             (QStringList{u"+12145550141 keyword"_s, u"+12145550142 import"_s, u"+12145550143 import"_s}));
    QCOMPARE(must(importOptOuts(*m_database, m_ids, "phone\n", m_clock.now())).added, 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"3"_s); // an import removes none
}

void TestTexting::anImportTakesBackWhatWaits()
{
    must(importOptOuts(*m_database, m_ids, "phone\n2145550141\n2145550123\n", m_clock.now()));
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id"_s), u"dropped dropped"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups WHERE state = 'open' AND next_step = '' AND next_step_at IS NULL"_s), u"1"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit WHERE actor = 'command' ORDER BY sequence"_s),
             (QStringList{u"steps_stopped"_s, u"text_dropped"_s, u"opt_outs_imported"_s}));
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'opt_outs_imported'"_s).contains(u"\"texts_dropped\":1"_s));
}

void TestTexting::importsNothingOfWhatIsNoSuchFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("no column of numbers") << QByteArray("name\nA\n");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\xff");
    QTest::newRow("a quotation mark that is not closed") << QByteArray("phone\n214-555-0141\n\"214-555-0142\n");
}

void TestTexting::importsNothingOfWhatIsNoSuchFile()
{
    QFETCH(QByteArray, file);
    const Result<OptOutImport> report = importOptOuts(*m_database, m_ids, file, m_clock.now());
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Invalid);
    QCOMPARE(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"0"_s);
}

// All of an import have one time; pages must not lose those that share it.
void TestTexting::listsEveryOptOutOfOneImport()
{
    must(importOptOuts(*m_database, m_ids, "phone\n2145550141\n2145550142\n2145550143\n2145550144\n2145550145\n", m_clock.now()));
    const store::ContactGateway contacts(*m_database);
    QStringList numbers;
    std::optional<store::OptOut> last;
    for (;;) {
        const QList<store::OptOut> page = must(contacts.optOuts(last, 2));
        if (page.isEmpty())
            break;
        for (const store::OptOut &optOut : page)
            numbers.append(optOut.number.e164());
        last = page.last();
    }
    QCOMPARE(numbers.size(), 5);
    numbers.removeDuplicates();
    QCOMPARE(numbers.size(), 5);
}

QTEST_GUILESS_MAIN(TestTexting)
#include "tst_texting.moc"
