#include "audit/trail.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "support/leadstation.h"
#include "support/testclock.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::connectors::NotWritten;
using ringback::test::FakeLeadBook;
using ringback::test::instantOf;
using ringback::test::LeadStation;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

/// The first text of a case waits for its lead, and never long: invariant 2.
class TestHeadStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void leadBeforeText();
    void leavesAsSoonAsTheLeadIsWritten();
    void waitsTheHeadStartAtMost();
    void aSlowSystemCostsTheHeadStart();
    void nothingToWaitFor_data();
    void nothingToWaitFor();
    void aBreakerThatIsOpenCostsNothing();
    void everySystemIsTried();
    void onlyTheFirstTextWaits();
    void notBeforeItsTime();
    void noLeadSystemNoWait();
    void noHeadStartNoWait();
    void aTextThatIsTakenBackWaitsNoLonger();
    void anHourOfADeadSystem();
    void theEngineDiesBetween();

private:
    void missedCall(const QString &sid = u"CA1"_s, const QString &from = u"+12145550123"_s)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                           m_clock.now());
        Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] Milliseconds textDueIn()
    {
        return Milliseconds(value(u"SELECT due_at FROM jobs WHERE state = 'waiting'"_s).toLongLong() - toMs(m_clock.now()));
    }
    [[nodiscard]] std::unique_ptr<LeadStation> station(const QString &id = u"one"_s, connectors::LeadAbilities can = test::allAbilities())
    {
        return std::make_unique<LeadStation>(*m_place, m_clock, id, m_book, can);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::shared_ptr<FakeLeadBook> m_book;
    Office m_office;
};

void TestHeadStart::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), test::addJobber);
    m_book = std::make_shared<FakeLeadBook>();
    must(station()->writer.turn(m_office)); // it is not new
}

void TestHeadStart::cleanup()
{
    if (m_book)
        QCOMPARE(m_book->problems, QStringList());
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_book.reset();
    m_database.reset();
    m_place.reset();
}

void TestHeadStart::leadBeforeText()
{
    missedCall();
    const auto one = station();
    one->leads->hold();
    one->work(m_office); // who has the number?
    one->leads->release();
    one->leads->hold();
    one->work(m_office); // the lead is on its way, and not yet there
    QCOMPARE(one->leads->writesAsked, 1);
    QCOMPARE(one->phone->texts().size(), 0);
    one->leads->release();
    one->turn(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
}

void TestHeadStart::leavesAsSoonAsTheLeadIsWritten()
{
    missedCall();
    QCOMPARE(textDueIn(), Milliseconds(20s));
    QCOMPARE(value(u"SELECT due_at FROM messages"_s), value(u"SELECT due_at FROM jobs"_s));
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_scheduled'"_s).contains(u"\"waits_for_lead_until\":\"2026-11-20T18:00:20"_s));
    const auto one = station();
    one->leads->hold();
    one->work(m_office);
    m_clock.advance(3s);
    one->leads->release();
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s), QString::number(toMs(m_clock.now())));
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE after_lead_at IS NOT NULL"_s), u"0"_s);
}

void TestHeadStart::waitsTheHeadStartAtMost()
{
    missedCall();
    LeadStation one(*m_place, m_clock, u"one"_s, m_book);
    one.leads->hold();
    one.work(m_office);
    for (int i = 0; i < 19; ++i) {
        m_clock.advance(1s);
        must(one.writer.heartbeat(m_office));
        one.work(m_office);
    }
    QCOMPARE(one.phone->texts().size(), 0);
    QCOMPARE(must(one.runner.nextDue()), std::optional(m_clock.now() + 1s));
    m_clock.advance(1s);
    one.work(m_office);
    QCOMPARE(one.phone->texts().size(), 1);
}

// Its answer comes after the text has left: nothing is sent twice, and the lead is there.
void TestHeadStart::aSlowSystemCostsTheHeadStart()
{
    missedCall();
    const auto one = station();
    one->turn(m_office); // looks
    one->leads->hold();
    one->work(m_office);
    for (int i = 0; i < 8; ++i) {
        m_clock.advance(3s);
        must(one->writer.heartbeat(m_office));
        one->work(m_office);
    }
    QCOMPARE(one->phone->texts().size(), 1);
    one->leads->release();
    one->work(m_office);
    m_clock.advance(1min);
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
    QCOMPARE(m_book->log, (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}));
}

void TestHeadStart::nothingToWaitFor_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("refused for now") << u"for_now"_s;
    QTest::newRow("the sign-in was revoked") << u"account"_s;
    QTest::newRow("the write is wrong") << u"write"_s;
    QTest::newRow("it has nothing of the kind") << u"unable"_s;
    QTest::newRow("the answer was lost") << u"unknown"_s;
    QTest::newRow("it cannot be looked up") << u"find"_s;
    QTest::newRow("several have the number") << u"several"_s;
    QTest::newRow("nobody knows yet whether it has the caller") << u"not_known_yet"_s;
    QTest::newRow("a secret is missing") << u"secret"_s;
}

// Whatever became of the attempt: the text leaves with it.
void TestHeadStart::nothingToWaitFor()
{
    QFETCH(QString, what);
    connectors::LeadAbilities abilities = test::allAbilities();
    if (what == "not_known_yet"_L1)
        abilities.findsByNumber = abilities.findsByEmail = false;
    const auto one = station(u"one"_s, abilities);
    using Class = NotWritten::Class;
    if (what == "for_now"_L1)
        one->leads->answerNext(NotWritten{.kind = Class::ForNow, .code = u"503"_s});
    else if (what == "account"_L1)
        one->leads->answerNext(NotWritten{.kind = Class::Account, .code = u"revoked"_s});
    else if (what == "write"_L1)
        one->leads->answerNext(NotWritten{.kind = Class::Write, .code = u"422"_s});
    else if (what == "unable"_L1)
        one->leads->answerNext(NotWritten{.kind = Class::Unable});
    else if (what == "unknown"_L1)
        one->leads->loseNext();
    else if (what == "find"_L1)
        one->leads->findNext(failure(ErrorKind::Transient, u"time-out"_s));
    else if (what == "several"_L1)
        m_book->add(u"+12145550123"_s), m_book->add(u"+12145550123"_s);
    else if (what == "secret"_L1)
        one->writer.setAccesses({{u"jobber"_s, {.system = nullptr, .abilities = abilities}}});
    missedCall();
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s), QString::number(toMs(m_clock.now())));
    QVERIFY(one->leads->writesAsked <= 1);
}

void TestHeadStart::aBreakerThatIsOpenCostsNothing()
{
    const auto one = station();
    one->leads->setDead(true);
    for (int i = 0; i < CircuitBreaker::failuresToOpen; ++i) {
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
        one->work(m_office);
    }
    const int asked = one->leads->findsAsked;
    missedCall(u"CA9"_s, u"+12145550129"_s);
    one->turn(m_office);
    QCOMPARE(one->phone->texts().size(), CircuitBreaker::failuresToOpen + 1);
    QCOMPARE(one->leads->findsAsked, asked);
}

// Of two systems the slow one is waited for, at most the head start.
void TestHeadStart::everySystemIsTried()
{
    settings::LeadConnection second = m_office.setup.leadSystems.first();
    second.id = u"sheet"_s;
    m_office.setup.leadSystems.append(second);
    const auto one = station();
    const auto book = std::make_shared<FakeLeadBook>();
    const auto sheet = std::make_shared<test::FakeLeads>(book);
    one->writer.setAccesses({{u"jobber"_s, {.system = one->leads, .abilities = test::allAbilities()}},
                             {u"sheet"_s, {.system = sheet, .abilities = test::allAbilities()}}});
    must(one->writer.turn(m_office)); // it is not new
    missedCall();
    sheet->hold();
    one->work(m_office);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
    QCOMPARE(one->phone->texts().size(), 0);
    m_clock.advance(2s);
    sheet->release();
    one->work(m_office);
    QCOMPARE(book->logOf(u"lead"_s).size(), 1);
    QCOMPARE(one->phone->texts().size(), 1);
    QCOMPARE(book->problems, QStringList());
}

void TestHeadStart::onlyTheFirstTextWaits()
{
    missedCall();
    const auto one = station();
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
    // What people write, and later steps, have nothing to wait for.
    audit::Trail trail;
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        Casework work(transaction, trail, m_ids, m_office, m_clock.now());
        const calls::Contact contact = must(store::ContactGateway(*m_database).find(test::number(u"+12145550123"_s))).value();
        must(work.schedule({.key = u"later"_s,
                            .followUp = calls::FollowUpId::parse(value(u"SELECT id FROM follow_ups"_s)).value(),
                            .contact = contact,
                            .playbook = m_office.playbook,
                            .step = u"text_back"_s,
                            .templateId = m_office.playbook.templates.first().id,
                            .language = u"en"_s,
                            .line = test::number(u"+12145550100"_s),
                            .connection = u"twilio-main"_s,
                            .staff = {},
                            .dueAt = m_clock.now() + 5min,
                            .trueUntil = m_clock.now() + 1h}));
        must(trail.appendTo(transaction));
        must(transaction.commit());
    }
    QCOMPARE(textDueIn(), Milliseconds(5min));
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE after_lead_at IS NOT NULL"_s), u"0"_s);
}

// A lead that is written at night does not bring its text forward.
void TestHeadStart::notBeforeItsTime()
{
    m_clock.set(instantOf(u"2026-11-21T05:00:00Z"_s)); // 11 at night in Dallas
    missedCall();
    const qint64 morning = value(u"SELECT after_lead_at FROM jobs"_s).toLongLong();
    QVERIFY(morning > toMs(m_clock.now() + 8h));
    QCOMPARE(value(u"SELECT due_at FROM jobs"_s).toLongLong(), morning + 20'000);
    const auto one = station();
    one->work(m_office);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
    QCOMPARE(one->phone->texts().size(), 0);
    QCOMPARE(value(u"SELECT due_at FROM jobs"_s).toLongLong(), morning);
    m_clock.set(fromMs(morning));
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 1);
}

void TestHeadStart::noLeadSystemNoWait()
{
    m_office.setup.leadSystems.clear();
    missedCall();
    QCOMPARE(textDueIn(), Milliseconds(0));
}

void TestHeadStart::noHeadStartNoWait()
{
    m_office.playbook.crmHeadStart = 0s;
    missedCall();
    QCOMPARE(textDueIn(), Milliseconds(0));
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE after_lead_at IS NOT NULL"_s), u"0"_s);
}

void TestHeadStart::aTextThatIsTakenBackWaitsNoLonger()
{
    missedCall();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    audit::Trail trail;
    Casework work(transaction, trail, m_ids, m_office, m_clock.now());
    QCOMPARE(must(work.dropScheduled(test::number(u"+12145550123"_s), u"opted_out"_s)), 1);
    must(trail.appendTo(transaction));
    must(transaction.commit());
    const auto one = station();
    one->work(m_office);
    QCOMPARE(one->phone->texts().size(), 0);
    QCOMPARE(value(u"SELECT state FROM jobs"_s), u"dropped"_s);
    QCOMPARE(must(store::JobGateway(*m_database).awaitingLead(10)).size(), 0);
}

// Every text in time: the first few wait for the head start, and from when the system is left alone on none does.
void TestHeadStart::anHourOfADeadSystem()
{
    const auto one = station();
    one->leads->hold(); // it does not even say that it is dead
    QList<Instant> calledAt;
    for (int i = 0; i < 60; ++i) {
        if (i == 20) { // and later it does
            one->leads->setDead(true);
            one->leads->release();
        }
        calledAt.append(m_clock.now());
        missedCall(u"CA%1"_s.arg(i), u"+1214555%1"_s.arg(1000 + i));
        for (int second = 0; second < 60; second += 5) {
            must(one->writer.heartbeat(m_office));
            one->work(m_office);
            m_clock.advance(5s);
        }
    }
    QCOMPARE(one->phone->texts().size(), 60);
    const QStringList sent = rowsOf(*m_database, u"SELECT sent_at FROM messages ORDER BY id"_s);
    int waited = 0;
    for (int i = 0; i < 60; ++i) {
        const Milliseconds took(sent.at(i).toLongLong() - toMs(calledAt.at(i)));
        QVERIFY2(took >= 0ms && took <= 20s, qPrintable(u"text %1 took %2 ms"_s.arg(i).arg(took.count())));
        waited += took > 0ms ? 1 : 0;
    }
    QVERIFY2(waited >= 20 && waited <= 30, qPrintable(QString::number(waited)));
}

void TestHeadStart::theEngineDiesBetween()
{
    missedCall();
    {
        const auto one = station();
        one->turn(m_office); // looks
        one->leads->hold();
        one->turn(m_office);
    }
    m_book->underWay.clear();
    m_clock.advance(5s);
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(two->phone->texts().size(), 0); // the lead is in the other's hands
    m_clock.advance(5s);
    two->work(m_office); // its lease is over
    QCOMPARE(two->phone->texts().size(), 1);
    m_clock.advance(30s);
    two->work(m_office);
    QCOMPARE(two->phone->texts().size(), 1);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TestHeadStart)
#include "tst_headstart.moc"
