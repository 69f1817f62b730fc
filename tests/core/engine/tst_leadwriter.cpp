#include "audit/trail.h"
#include "desk/desk.h"
#include "store/gateways.h"
#include "store/leadindexgateway.h"
#include "support/leadstation.h"
#include "support/testclock.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::connectors::NotFound;
using ringback::connectors::NotWritten;
using ringback::connectors::Unknown;
using ringback::connectors::Written;
using ringback::test::FakeLeadBook;
using ringback::test::instantOf;
using ringback::test::LeadStation;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const QString caller = u"+12145550123"_s;

// Its time goes on by so much after so many questions: a program that is stopped and continued between two statements.
class SleepyClock final : public Clock {
public:
    explicit SleepyClock(const Clock &clock)
        : m_clock(clock)
    {}
    [[nodiscard]] Instant now() const override { return m_clock.now() + (m_awake-- > 0 ? Milliseconds(0) : m_sleep); }
    void sleepAfter(int questions, Milliseconds sleep)
    {
        m_awake = questions;
        m_sleep = sleep;
    }

private:
    const Clock &m_clock;
    mutable int m_awake = 0;
    Milliseconds m_sleep{0};
};

} // namespace

class TestLeadWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fromTheCallToTheTask();
    void theWordsAreOfTheMomentTheyLeave();
    void writesTheIntentBeforeTheRequestLeaves();
    void refusedForNow();
    void refusedForNowUntilTheSystemSays();
    void refusedForGood_data();
    void refusedForGood();
    void theAccountIsMended();
    void whatTheSystemHasNothingOfIsDropped();
    void aRecordThatIsGone();
    void deadForAnHour();
    void givesUpAfterDays();
    void lostAnswers_data();
    void lostAnswers();
    void lostRequests_data();
    void lostRequests();
    void oneNotFoundIsNotEnough();
    void nobodyCanTellForAWhile();
    void nobodyCanEverTell();
    void crashBetweenIntentAndAnswer();
    void crashBeforeTheRequest();
    void sleptThroughItsLeaseInTheCommit();
    void whoLostTheLeaseDoesNotWrite();
    void aLeaseIsKeptAlive();
    void twoEnginesShare();
    void knownByItsNumber();
    void knownByTheListKeptHere();
    void knownByAnEarlierCase();
    void twoCasesOfOneCallerMakeOneRecord();
    void severalMatchesWaitForAChoice();
    void noneOfThemWasChosen();
    void notKnownYet();
    void notKnownForAnHour();
    void theListIsWhole();
    void findFails();
    void findIsRefused();
    void aReplyAVoicemailAndAnotherCall();
    void undoOfACompletion();
    void undoneBeforeAnythingWasTold();
    void whatCameFromItIsNotWrittenBack();
    void aSystemWithoutTasksAndStatuses();
    void aHookHasNoRecords();
    void anOfficeWithoutLeadSystemsPaysNothing();
    void aNewSystemIsToldWhatIsOpen();
    void stopsTaking();
    void abandonedRequestsAreInDoubt();
    void anOutcomeThatCannotBeRecordedIsSetAside();
    void reportsThePulse();

private:
    void missedCall(const QString &sid = u"CA1"_s, const QString &from = caller)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                           m_clock.now());
        takeIn();
    }
    void reply(const QString &body)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Message, test::textForm(u"SM%1"_s.arg(++m_texts), body), m_clock.now());
        takeIn();
    }
    void takeIn()
    {
        Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }
    void complete(const QString &outcome)
    {
        desk::Desk desk(*m_database, m_clock, m_ids);
        const QString task = value(u"SELECT id FROM callback_tasks WHERE state IN ('open', 'claimed')"_s);
        QVERIFY(desk.complete(task, u"dana"_s, {.outcome = outcome}));
    }
    void undo()
    {
        desk::Desk desk(*m_database, m_clock, m_ids);
        QVERIFY(desk.undo(value(u"SELECT id FROM callback_tasks WHERE state = 'done'"_s), u"dana"_s));
    }
    void putIndex(const QList<calls::LeadRecord> &records, bool whole = false)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::LeadIndexGateway(*m_database).put(transaction, u"jobber"_s, records, m_clock.now()));
        must(transaction.change(u"INSERT INTO lead_reads VALUES ('jobber', 'records', '', 5, '', NULL, 0, '', 0, NULL, %1, 0)"_s.arg(
            whole ? u"7"_s : u"NULL"_s)));
        must(transaction.commit());
    }
    void choose(const QString &record)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const calls::FollowUpId followUp = calls::FollowUpId::parse(value(u"SELECT id FROM follow_ups"_s)).value();
        const store::LeadLinkGateway links(*m_database);
        store::LeadLinkRow link = must(links.find(followUp, u"jobber"_s)).value();
        link.link.record = record;
        link.chosenBy = u"staff:dana"_s;
        link.candidates.clear();
        must(links.put(transaction, link));
        QVERIFY(must(store::LeadWriteGateway(*m_database).resumeChosen(transaction, followUp, u"jobber"_s, m_clock.now())) > 0);
        must(transaction.commit());
    }
    void change(const QString &sql)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql));
        must(transaction.commit());
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList writes()
    {
        return rowsOf(*m_database, u"SELECT kind, state, attempts, in_doubt FROM lead_writes ORDER BY ordinal, id"_s);
    }
    [[nodiscard]] QString first() { return writes().value(0); }
    [[nodiscard]] QString error()
    {
        return value(u"SELECT error_kind || ' ' || error_code || ' ' || error_message FROM lead_writes ORDER BY ordinal, id LIMIT 1"_s);
    }
    [[nodiscard]] Milliseconds dueIn()
    {
        return Milliseconds(value(u"SELECT due_at FROM lead_writes ORDER BY ordinal, id LIMIT 1"_s).toLongLong() - toMs(m_clock.now()));
    }
    [[nodiscard]] QStringList log() const { return m_book->log; }
    [[nodiscard]] std::unique_ptr<LeadStation> station(const QString &id = u"one"_s, connectors::LeadAbilities can = test::allAbilities())
    {
        return std::make_unique<LeadStation>(*m_place, m_clock, id, m_book, can);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_texts = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::shared_ptr<FakeLeadBook> m_book;
    Office m_office;
};

void TestLeadWriter::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_texts = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), test::addJobber);
    m_book = std::make_shared<FakeLeadBook>();
    must(station()->writer.turn(m_office)); // it is not new
}

void TestLeadWriter::cleanup()
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

void TestLeadWriter::fromTheCallToTheTask()
{
    const auto one = station();
    missedCall();
    m_clock.advance(1min);
    one->work(m_office);
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}));
    complete(u"no_interest"_s);
    one->work(m_office);
    QCOMPARE(log().mid(3), (QStringList{u"note P1 outcome"_s, u"closed P1 T1"_s, u"status P1 no_interest closed"_s}));
    for (const QString &write : writes())
        QVERIFY2(write.endsWith(u" done 1 0"_s), qPrintable(write));

    const connectors::LeadFacts facts = *m_book->facts.constFind(u"P1"_s);
    QCOMPARE(facts.number.e164(), caller);
    QCOMPARE(facts.tag, u"missed-call-automation"_s);
    QCOMPARE(facts.line, u"Main"_s);
    QCOMPARE(facts.lineSource, u"main line"_s);
    QCOMPARE(facts.missedCalls, 1);
    QCOMPARE(facts.zone, QByteArray("America/Chicago"));
    QCOMPARE(m_book->tasks.value(u"T1"_s).title, u"Call back: (214) 555-0123"_s);
    QCOMPARE(m_book->tasks.value(u"T1"_s).outcome, u"no_interest"_s);
    QVERIFY(!m_book->tasks.value(u"T1"_s).assignee.isEmpty());
    const QStringList texts = m_book->texts.values();
    QVERIFY2(texts.join(u'|').contains(u"Missed call on Fri, Nov 20, 12:00 PM to Main."_s), qPrintable(texts.join(u'|')));
    QVERIFY2(texts.join(u'|').contains(u"Text sent on Fri, Nov 20, 12:01 PM: Hi, this is Summit Roofing."_s), qPrintable(texts.join(u'|')));

    QCOMPARE(value(u"SELECT record_id || ' ' || lead_id || ' ' || is_ours || ' ' || task_id FROM lead_links"_s), u"P1 E1 1 "_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'lead_write_attempted'"_s), u"6"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'lead_write_done'"_s), u"6"_s);
}

void TestLeadWriter::theWordsAreOfTheMomentTheyLeave()
{
    const auto one = station();
    one->leads->answerNext(NotWritten{.kind = NotWritten::Class::ForNow, .code = u"503"_s});
    missedCall();
    one->work(m_office);
    m_clock.advance(20min);
    missedCall(u"CA2"_s);
    complete(u"no_interest"_s);
    m_clock.advance(1min);
    one->work(m_office);
    // The task was done before it could be written there: nobody is bothered with it.
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"note P1 text_sent"_s, u"note P1 missed_call"_s, u"note P1 outcome"_s,
                                 u"status P1 no_interest closed"_s}));
    QVERIFY2(m_book->texts.values().join(u'|').contains(u"2 missed calls, the first on Fri, Nov 20, 12:00 PM, to Main."_s),
             qPrintable(m_book->texts.values().join(u'|')));
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE state = 'dropped' AND error_code = 'not_wanted'"_s), u"2"_s);
}

void TestLeadWriter::writesTheIntentBeforeTheRequestLeaves()
{
    const auto one = station();
    m_book->add(u"+12145550199"_s);
    missedCall();
    one->leads->hold();
    one->turn(m_office); // the look-up
    QCOMPARE(first(), u"lead running 0 0"_s);
    one->leads->release();
    one->leads->hold();
    one->turn(m_office);
    QCOMPARE(one->writer.inFlight(), 1);
    QCOMPARE(first(), u"lead running 1 1"_s); // another connection sees it: it is committed
    one->leads->release();
    one->work(m_office);
    QCOMPARE(first(), u"lead done 1 0"_s);
}

void TestLeadWriter::refusedForNow()
{
    const auto one = station();
    missedCall();
    for (const Milliseconds delay : QList<Milliseconds>{30s, 2min, 10min, 1h}) {
        one->leads->answerNext(NotWritten{.kind = NotWritten::Class::ForNow, .code = u"503"_s, .message = u"Down for maintenance"_s});
        one->work(m_office);
        QVERIFY2(dueIn() >= delay && dueIn() <= delay + delay / 10, qPrintable(QString::number(dueIn().count())));
        QVERIFY(first().startsWith(u"lead waiting "_s) && first().endsWith(u" 0"_s));
        QCOMPARE(error(), u"for_now 503 Down for maintenance"_s);
        m_clock.advance(dueIn() - 1ms);
        QCOMPARE(one->turn(m_office), 0);
        m_clock.advance(1ms);
    }
    one->work(m_office);
    QCOMPARE(first(), u"lead done 5 0"_s);
    QCOMPARE(error(), u"  "_s);
    QCOMPARE(one->leads->looksAsked, 0); // a refusal leaves no doubt
}

void TestLeadWriter::refusedForNowUntilTheSystemSays()
{
    const auto one = station();
    missedCall();
    one->leads->answerNext(NotWritten{.kind = NotWritten::Class::ForNow, .code = u"429"_s, .retryAfter = 300s});
    one->work(m_office);
    QVERIFY(dueIn() >= 300s);
}

void TestLeadWriter::refusedForGood_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("the write is wrong") << static_cast<int>(NotWritten::Class::Write) << u"write"_s;
    QTest::newRow("the sign-in was revoked") << static_cast<int>(NotWritten::Class::Account) << u"account"_s;
    QTest::newRow("the record is gone") << static_cast<int>(NotWritten::Class::Gone) << u"gone"_s;
}

void TestLeadWriter::refusedForGood()
{
    QFETCH(int, kind);
    QFETCH(QString, word);
    const auto one = station();
    missedCall();
    one->leads->answerNext(NotWritten{.kind = static_cast<NotWritten::Class>(kind), .code = u"422"_s, .message = u"Phone is invalid."_s});
    one->work(m_office);
    QCOMPARE(first(), u"lead failed 1 0"_s);
    QCOMPARE(error(), word + u" 422 Phone is invalid."_s);
    m_clock.advance(24h);
    one->work(m_office);
    QCOMPARE(one->leads->writesAsked, 1); // and nothing else of the case, which would have nothing to hang on
    QVERIFY(!must(one->writer.nextDue()));

    const calls::FollowUpId followUp = calls::FollowUpId::parse(value(u"SELECT id FROM follow_ups"_s)).value();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    QCOMPARE(must(store::LeadWriteGateway(*m_database).tryAgain(transaction, followUp, u"jobber"_s, m_clock.now())), 1);
    must(transaction.commit());
    one->work(m_office);
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}));
}

void TestLeadWriter::theAccountIsMended()
{
    const auto one = station();
    for (int i = 0; i < 3; ++i) {
        one->leads->answerNext(NotWritten{.kind = NotWritten::Class::Account, .code = u"revoked"_s});
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
    }
    one->work(m_office);
    const store::LeadWriteGateway gateway(*m_database);
    QCOMPARE(must(gateway.count(u"jobber"_s)).failed, 3);
    QCOMPARE(must(gateway.stuck(u"jobber"_s, 10)).size(), 3);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    QCOMPARE(must(gateway.tryAllAgain(transaction, u"jobber"_s, m_clock.now())), 3);
    must(transaction.commit());
    one->work(m_office);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 3);
    QCOMPARE(must(gateway.count(u"jobber"_s)).failed, 0);
}

void TestLeadWriter::whatTheSystemHasNothingOfIsDropped()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    one->leads->answerNext(NotWritten{.kind = NotWritten::Class::Unable, .code = u"no_such_field"_s});
    missedCall(u"CA2"_s);
    one->work(m_office);
    QCOMPARE(value(u"SELECT state || ' ' || error_kind FROM lead_writes WHERE subject LIKE 'follow_up:%'"_s), u"dropped unable"_s);
    reply(u"Call me"_s);
    one->work(m_office);
    QCOMPARE(log().last(), u"note P1 reply"_s);
}

// Deleted there, or merged away: a person says which record it is now, and what waited goes on with that.
void TestLeadWriter::aRecordThatIsGone()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    m_book->records[0].isGone = true;
    missedCall(u"CA2"_s);
    one->work(m_office);
    QCOMPARE(value(u"SELECT state || ' ' || error_kind || ' ' || error_message FROM lead_writes WHERE subject LIKE 'follow_up:%'"_s),
             u"failed gone This record was deleted."_s);
    m_book->add(caller);
    choose(u"P2"_s);
    one->work(m_office);
    QCOMPARE(log().last(), u"note P2 missed_call"_s);
}

void TestLeadWriter::deadForAnHour()
{
    const auto one = station();
    one->leads->setDead(true);
    const Instant began = m_clock.now();
    int callers = 0;
    while (m_clock.now() < began + 1h) {
        if (callers < 12) {
            missedCall(u"CA%1"_s.arg(callers), u"+1214555%1"_s.arg(1000 + callers));
            ++callers;
        }
        for (int i = 0; i < 10; ++i) {
            one->work(m_office);
            m_clock.advance(30s);
        }
    }
    QCOMPARE(m_book->records.size(), 0);
    QCOMPARE(one->phone->texts().size(), callers);
    QVERIFY2(one->leads->writesAsked + one->leads->findsAsked < 60, "a dead system is left alone");

    one->leads->setDead(false);
    for (int i = 0; i < 140 && must(store::LeadWriteGateway(*m_database).count(u"jobber"_s)).waiting > 0; ++i) {
        m_clock.advance(30s);
        one->work(m_office);
    }
    QCOMPARE(must(store::LeadWriteGateway(*m_database).count(u"jobber"_s)).waiting, 0);
    QCOMPARE(m_book->records.size(), callers); // all of them, none twice
    QCOMPARE(m_book->logOf(u"lead"_s).size(), callers);
    QCOMPARE(m_book->tasks.size(), callers);
    for (const calls::LeadRecord &record : std::as_const(m_book->records)) { // and each in its order
        QStringList ofRecord;
        for (const QString &line : log()) {
            if (line.section(u' ', 1, 1) == record.id)
                ofRecord.append(line.section(u' ', 0, 0));
        }
        QCOMPARE(ofRecord, (QStringList{u"lead"_s, u"task"_s, u"note"_s}));
    }
}

void TestLeadWriter::givesUpAfterDays()
{
    const auto one = station();
    one->leads->setDead(true);
    missedCall();
    for (int i = 0; i < 80; ++i) {
        one->work(m_office);
        m_clock.advance(1h);
    }
    QVERIFY2(first().startsWith(u"lead failed "_s), qPrintable(first()));
    QCOMPARE(value(u"SELECT error_kind FROM lead_writes WHERE kind = 'lead'"_s), u"for_now"_s);
}

namespace kinds {
// What is done to a case, and which write of it is in question.
void rows()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("logged");
    QTest::addColumn<int>("before");
    QTest::newRow("the lead") << u"lead"_s << u"lead P1"_s << 0;
    QTest::newRow("the task") << u"task"_s << u"task P1 T1"_s << 1;
    QTest::newRow("a note") << u"note"_s << u"note P1 outcome"_s << 3;
    QTest::newRow("the task is closed") << u"task_closed"_s << u"closed P1 T1"_s << 4;
    QTest::newRow("the status") << u"status"_s << u"status P1 no_interest closed"_s << 5;
}
const QStringList all{u"lead P1"_s,         u"task P1 T1"_s,   u"note P1 text_sent"_s,
                      u"note P1 outcome"_s, u"closed P1 T1"_s, u"status P1 no_interest closed"_s};
} // namespace kinds

void TestLeadWriter::lostAnswers_data()
{
    kinds::rows();
}

// It was written and the answer was lost: it is looked for, and not written again.
void TestLeadWriter::lostAnswers()
{
    QFETCH(QString, kind);
    QFETCH(int, before);
    const auto one = station();
    if (before == 0)
        one->leads->loseNext();
    missedCall();
    if (before == 1) {
        one->turn(m_office); // looks
        one->turn(m_office); // writes the lead
        one->leads->loseNext();
    }
    one->work(m_office);
    if (before < 3) {
        m_clock.advance(2s);
        one->work(m_office);
    }
    if (before >= 3) {
        complete(u"no_interest"_s);
        for (int i = 3; i < before; ++i)
            one->turn(m_office);
        one->leads->loseNext();
        one->work(m_office);
        QCOMPARE(value(u"SELECT state || ' ' || in_doubt FROM lead_writes WHERE in_doubt = 1"_s), u"waiting 1"_s);
        QCOMPARE(value(u"SELECT kind FROM lead_writes WHERE in_doubt = 1"_s), kind);
        m_clock.advance(2s);
        one->work(m_office);
    } else {
        complete(u"no_interest"_s);
        one->work(m_office);
    }
    QCOMPARE(one->leads->looksAsked, 1);
    QCOMPARE(log(), kinds::all);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE state <> 'done'"_s), u"0"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'lead_write_found'"_s), u"1"_s);
    QCOMPARE(value(u"SELECT record_id || lead_id FROM lead_links"_s), u"P1E1"_s);
}

void TestLeadWriter::lostRequests_data()
{
    kinds::rows();
}

// It was not written, and nobody knew: after two looks it is.
void TestLeadWriter::lostRequests()
{
    QFETCH(QString, kind);
    QFETCH(int, before);
    const auto one = station();
    if (before == 0)
        one->leads->answerNext(Unknown{u"time-out"_s});
    missedCall();
    if (before == 1) {
        one->turn(m_office);
        one->turn(m_office);
        one->leads->answerNext(Unknown{u"time-out"_s});
    }
    one->work(m_office);
    if (before >= 3) {
        complete(u"no_interest"_s);
        for (int i = 3; i < before; ++i)
            one->turn(m_office);
        one->leads->answerNext(Unknown{u"time-out"_s});
        one->work(m_office);
    }
    QCOMPARE(value(u"SELECT kind || ' ' || state || ' ' || in_doubt FROM lead_writes WHERE in_doubt = 1"_s), kind + u" waiting 1"_s);
    m_clock.advance(2s);
    one->work(m_office);
    QCOMPARE(one->leads->looksAsked, 1);
    m_clock.advance(15s);
    one->work(m_office);
    if (before < 3)
        complete(u"no_interest"_s);
    one->work(m_office);
    QCOMPARE(one->leads->looksAsked, 2);
    if (before == 0) // the text does not wait so long for its lead
        QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(QSet<QString>(log().cbegin(), log().cend()), QSet<QString>(kinds::all.cbegin(), kinds::all.cend()));
    QCOMPARE(log().size(), kinds::all.size());
}

void TestLeadWriter::oneNotFoundIsNotEnough()
{
    const auto one = station();
    one->leads->loseNext();
    one->leads->lookNext(NotFound{}); // its list lags
    missedCall();
    one->work(m_office);
    m_clock.advance(2s);
    one->work(m_office);
    QCOMPARE(first(), u"lead waiting 1 1"_s);
    m_clock.advance(15s);
    one->work(m_office);
    QCOMPARE(first(), u"lead done 1 0"_s);
    QCOMPARE(m_book->records.size(), 1);
}

void TestLeadWriter::nobodyCanTellForAWhile()
{
    const auto one = station();
    one->leads->loseNext();
    for (int i = 0; i < 3; ++i)
        one->leads->lookNext(Unknown{u"503"_s});
    missedCall();
    one->work(m_office);
    for (int i = 0; i < 20; ++i) {
        m_clock.advance(1min);
        one->work(m_office);
    }
    QCOMPARE(first(), u"lead done 1 0"_s);
    QCOMPARE(one->leads->looksAsked, 4);
    QCOMPARE(m_book->records.size(), 1);
}

// A system that lists no notes: one is missing rather than there twice, a person may send it, and what comes after it goes on.
void TestLeadWriter::nobodyCanEverTell()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    one->leads->loseNext();
    for (int i = 0; i < LeadWriter::maxLooks; ++i)
        one->leads->lookNext(Unknown{u"it lists none"_s});
    reply(u"My roof is leaking"_s);
    one->work(m_office);
    for (int i = 0; i < 60 && value(u"SELECT COUNT(*) FROM lead_writes WHERE state = 'failed'"_s) == "0"_L1; ++i) {
        m_clock.advance(10min);
        one->work(m_office);
    }
    QCOMPARE(value(u"SELECT kind || ' ' || error_kind || ' ' || error_code FROM lead_writes WHERE state = 'failed'"_s),
             u"note unknown it lists none"_s);
    QCOMPARE(one->leads->looksAsked, LeadWriter::maxLooks);
    reply(u"Hello?"_s);
    m_clock.advance(10min); // it was left alone for so many failures
    one->work(m_office);
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE state NOT IN ('done', 'failed')"_s), u"0"_s);
}

void TestLeadWriter::crashBetweenIntentAndAnswer()
{
    missedCall();
    {
        const auto one = station();
        one->turn(m_office); // looks
        one->leads->hold();
        one->turn(m_office);
        QCOMPARE(first(), u"lead running 1 1"_s);
        QCOMPARE(m_book->records.size(), 1);
    }
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(first(), u"lead running 1 1"_s); // its lease holds
    m_clock.advance(10s);
    m_book->underWay.clear();
    two->work(m_office);
    QCOMPARE(two->leads->looksAsked, 1);
    QCOMPARE(first(), u"lead done 1 0"_s);
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}));
}

void TestLeadWriter::crashBeforeTheRequest()
{
    missedCall();
    {
        const auto one = station();
        one->leads->hold();
        one->turn(m_office); // looks, and is killed then
    }
    m_clock.advance(10s);
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(two->leads->looksAsked, 0);
    QCOMPARE(log().first(), u"lead P1"_s);
}

void TestLeadWriter::sleptThroughItsLeaseInTheCommit()
{
    missedCall();
    SleepyClock sleepy(m_clock);
    sleepy.sleepAfter(1'000, 0s);
    LeadStation slow(*m_place, sleepy, u"slow"_s, m_book);
    slow.turn(m_office); // the look-up
    sleepy.sleepAfter(1, 60s); // the turn's own time is asked first
    QVERIFY(must(slow.writer.turn(m_office)) > 0);
    QCOMPARE(slow.leads->writesAsked, 0);
    sleepy.sleepAfter(1'000'000, 0s);
    m_clock.advance(60s);
    slow.work(m_office);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
}

void TestLeadWriter::whoLostTheLeaseDoesNotWrite()
{
    missedCall();
    const auto one = station();
    one->turn(m_office); // looks
    one->leads->hold();
    one->turn(m_office);
    m_clock.advance(11s); // asleep
    m_book->underWay.clear();
    const auto two = station(u"two"_s);
    must(two->writer.turn(m_office));
    must(two->writer.turn(m_office));
    QCOMPARE(first(), u"lead done 1 0"_s); // found
    const QString link = value(u"SELECT record_id || ' ' || updated_at FROM lead_links"_s);
    m_clock.advance(1s);
    one->leads->release();
    must(one->writer.turn(m_office));
    QCOMPARE(first(), u"lead done 1 0"_s);
    QCOMPARE(value(u"SELECT record_id || ' ' || updated_at FROM lead_links"_s), link);
    QCOMPARE(m_book->records.size(), 1);
}

void TestLeadWriter::aLeaseIsKeptAlive()
{
    missedCall();
    const auto one = station();
    one->leads->hold();
    one->turn(m_office);
    for (int i = 0; i < 6; ++i) {
        m_clock.advance(4s);
        must(one->writer.heartbeat(m_office));
        const auto two = station(u"two"_s);
        must(two->writer.turn(m_office));
        QCOMPARE(two->leads->findsAsked, 0);
    }
    one->leads->release();
    one->work(m_office);
    QCOMPARE(first(), u"lead done 1 0"_s);
}

void TestLeadWriter::twoEnginesShare()
{
    const auto one = station();
    const auto two = station(u"two"_s);
    for (int i = 0; i < 20; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555%1"_s.arg(1000 + i));
    one->leads->hold();
    two->leads->hold();
    must(one->writer.turn(m_office));
    must(two->writer.turn(m_office));
    QCOMPARE(one->writer.inFlight(), LeadWriter::requestsAtOnce);
    QCOMPARE(two->writer.inFlight(), LeadWriter::requestsAtOnce);
    one->leads->release();
    two->leads->release();
    while (one->turn(m_office) + two->turn(m_office) > 0) {
    }
    QCOMPARE(m_book->records.size(), 20);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 20);
    QCOMPARE(m_book->logOf(u"task"_s).size(), 20);
    QCOMPARE(m_book->logOf(u"note"_s).size(), 20);
    QCOMPARE(one->leads->looksAsked + two->leads->looksAsked, 0);
    QVERIFY(one->leads->writesAsked > 10 && two->leads->writesAsked > 10);
}

void TestLeadWriter::knownByItsNumber()
{
    m_book->add(caller, u"Maria Lopez"_s);
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(one->leads->findsAsked, 1);
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(log().first(), u"lead P1"_s);
    QCOMPARE(value(u"SELECT is_ours FROM lead_links"_s), u"0"_s);
    QCOMPARE(value(u"SELECT url FROM lead_links"_s), u"https://leads.example/P1"_s);
    // Whom the system knows, the lead book knows from now on.
    QCOMPARE(value(u"SELECT name FROM contacts"_s), u"Maria Lopez"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'caller_recognised'"_s), u"1"_s);
    QCOMPARE(m_book->facts.constFind(u"P1"_s)->name, u"Maria Lopez"_s);
}

void TestLeadWriter::knownByTheListKeptHere()
{
    const calls::LeadRecord record = m_book->add(caller, u"Maria Lopez"_s);
    putIndex({record});
    connectors::LeadAbilities listed = test::allAbilities();
    listed.findsByNumber = listed.findsByEmail = false;
    const auto one = station(u"one"_s, listed);
    missedCall();
    one->work(m_office);
    QCOMPARE(one->leads->findsAsked, 0);
    QCOMPARE(log().first(), u"lead P1"_s);
    QCOMPARE(m_book->records.size(), 1);
}

void TestLeadWriter::knownByAnEarlierCase()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    complete(u"no_interest"_s);
    one->work(m_office);
    m_clock.advance(48h);
    missedCall(u"CA2"_s);
    one->work(m_office);
    QCOMPARE(one->leads->findsAsked, 1);
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(m_book->logOf(u"lead"_s), (QStringList{u"lead P1"_s, u"lead P1"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT lead_id FROM lead_links ORDER BY follow_up_id"_s), (QStringList{u"E1"_s, u"E2"_s}));
}

// The first case is over before the system was back.
void TestLeadWriter::twoCasesOfOneCallerMakeOneRecord()
{
    const auto one = station();
    const auto two = station(u"two"_s);
    one->leads->hold();
    two->leads->hold();
    missedCall();
    complete(u"no_interest"_s);
    m_clock.advance(5h);
    missedCall(u"CA2"_s);
    must(one->writer.turn(m_office));
    must(two->writer.turn(m_office));
    QCOMPARE(one->leads->findsAsked + two->leads->findsAsked, 1);
    one->leads->release();
    two->leads->release();
    while (one->turn(m_office) + two->turn(m_office) > 0) {
    }
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 2);
}

void TestLeadWriter::severalMatchesWaitForAChoice()
{
    m_book->add(caller, u"Maria Lopez"_s).isOpen = false;
    m_book->add(caller, u"Juan Lopez"_s).changedAt = m_clock.now() - 48h;
    m_book->add(caller, u"Ana Lopez"_s).changedAt = m_clock.now() - 24h;
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(first(), u"lead needs_choice 0 0"_s);
    QCOMPARE(log(), QStringList());
    QCOMPARE(one->phone->texts().size(), 1); // which waits for nobody's choice
    QCOMPARE(value(u"SELECT name FROM contacts"_s), QString());
    const QList<store::LeadLinkRow> links =
        must(store::LeadLinkGateway(*m_database).ofCase(calls::FollowUpId::parse(value(u"SELECT id FROM follow_ups"_s)).value()));
    QCOMPARE(links.size(), 1);
    QStringList names;
    for (const calls::LeadRecord &record : links.first().candidates)
        names.append(record.name);
    QCOMPARE(names, (QStringList{u"Ana Lopez"_s, u"Juan Lopez"_s, u"Maria Lopez"_s}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'lead_choice_needed'"_s), u"1"_s);

    m_clock.advance(1h);
    one->work(m_office);
    QCOMPARE(first(), u"lead needs_choice 0 0"_s);
    choose(u"P2"_s);
    one->work(m_office);
    QCOMPARE(log(), (QStringList{u"lead P2"_s, u"task P2 T1"_s, u"note P2 text_sent"_s}));
    QCOMPARE(m_book->records.size(), 3);
}

void TestLeadWriter::noneOfThemWasChosen()
{
    m_book->add(caller, u"Maria Lopez"_s);
    m_book->add(caller, u"Juan Lopez"_s);
    const auto one = station();
    missedCall();
    one->work(m_office);
    choose(QString());
    one->work(m_office);
    QCOMPARE(m_book->records.size(), 3);
    QCOMPARE(log().first(), u"lead P3"_s);
    QCOMPARE(one->leads->findsAsked, 1);
}

void TestLeadWriter::notKnownYet()
{
    connectors::LeadAbilities listed = test::allAbilities();
    listed.findsByNumber = listed.findsByEmail = false;
    const auto one = station(u"one"_s, listed);
    missedCall();
    one->work(m_office);
    QCOMPARE(first(), u"lead waiting 0 0"_s);
    QCOMPARE(error(), u"for_now not_known_yet "_s);
    QCOMPARE(dueIn(), Milliseconds(1min));
    QCOMPARE(one->phone->texts().size(), 1);
    m_clock.advance(10min);
    one->work(m_office);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'lead_not_known_yet'"_s), u"1"_s);
    putIndex({m_book->add(caller, u"Maria Lopez"_s)}); // the first pass has come as far as this
    m_clock.advance(1min);
    one->work(m_office);
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(log().first(), u"lead P1"_s);
    QCOMPARE(value(u"SELECT may_be_double FROM lead_links"_s), u"0"_s);
}

void TestLeadWriter::notKnownForAnHour()
{
    connectors::LeadAbilities listed = test::allAbilities();
    listed.findsByNumber = listed.findsByEmail = false;
    const auto one = station(u"one"_s, listed);
    missedCall();
    for (int i = 0; i < 59; ++i) {
        one->work(m_office);
        m_clock.advance(1min);
    }
    one->work(m_office);
    QCOMPARE(m_book->records.size(), 0);
    m_clock.advance(1min);
    one->leads->loseNext();
    one->work(m_office);
    m_clock.advance(2s);
    one->work(m_office);
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(value(u"SELECT may_be_double FROM lead_links"_s), u"1"_s);
}

void TestLeadWriter::theListIsWhole()
{
    putIndex({}, true);
    connectors::LeadAbilities listed = test::allAbilities();
    listed.findsByNumber = listed.findsByEmail = false;
    const auto one = station(u"one"_s, listed);
    missedCall();
    one->work(m_office);
    QCOMPARE(m_book->records.size(), 1);
    QCOMPARE(value(u"SELECT may_be_double FROM lead_links"_s), u"0"_s);
}

void TestLeadWriter::findFails()
{
    const auto one = station();
    one->leads->findNext(failure(ErrorKind::Transient, u"time-out"_s));
    missedCall();
    one->work(m_office);
    QCOMPARE(first(), u"lead waiting 0 0"_s);
    QVERIFY(dueIn() >= 30s);
    QCOMPARE(m_book->records.size(), 0);
    m_clock.advance(dueIn());
    one->work(m_office);
    QCOMPARE(first(), u"lead done 1 0"_s);
}

void TestLeadWriter::findIsRefused()
{
    const auto one = station();
    one->leads->findNext(failure(ErrorKind::Refused, u"revoked: sign in again"_s));
    missedCall();
    one->work(m_office);
    QCOMPARE(first(), u"lead failed 0 0"_s);
    QCOMPARE(error(), u"account revoked revoked: sign in again"_s);
    QCOMPARE(one->phone->texts().size(), 1);
}

void TestLeadWriter::aReplyAVoicemailAndAnotherCall()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    reply(u"It leaks {{badly}}"_s);
    m_clock.advance(1s);
    missedCall(u"CA2"_s);
    m_clock.advance(1s);
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice,
                       test::voiceForm(u"CA2"_s, u"completed"_s, {{u"RecordingSid"_s, u"RE1"_s}, {u"RecordingDuration"_s, u"14"_s}}),
                       m_clock.now());
    takeIn();
    one->work(m_office);
    QCOMPARE(log().mid(3), (QStringList{u"note P1 reply"_s, u"note P1 missed_call"_s, u"note P1 voicemail"_s}));
    const QString all = m_book->texts.values().join(u'|');
    QVERIFY2(all.contains(u"Called again on Fri, Nov 20, 12:00 PM: 2 missed calls by now."_s), qPrintable(all));
    QVERIFY2(all.contains(u"The caller wrote on Fri, Nov 20, 12:00 PM: It leaks {{badly}}"_s), qPrintable(all));
    QVERIFY2(all.contains(u"Voicemail on Fri, Nov 20, 12:00 PM, 14 seconds."_s), qPrintable(all));
}

void TestLeadWriter::undoOfACompletion()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    complete(u"no_interest"_s);
    one->work(m_office);
    m_clock.advance(5s);
    undo();
    one->work(m_office);
    QCOMPARE(log().mid(6), (QStringList{u"status P1 needs_callback"_s, u"note P1 outcome"_s, u"task P1 T2"_s}));
    QVERIFY(m_book->tasks.value(u"T1"_s).isClosed);
    QVERIFY(!m_book->tasks.value(u"T2"_s).isClosed);
    complete(u"no_interest"_s);
    one->work(m_office);
    QCOMPARE(log().mid(9), (QStringList{u"note P1 outcome"_s, u"closed P1 T2"_s, u"status P1 no_interest closed"_s}));
}

void TestLeadWriter::undoneBeforeAnythingWasTold()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    complete(u"no_interest"_s);
    m_clock.advance(5s);
    undo();
    one->work(m_office);
    QCOMPARE(log().mid(3), QStringList{u"status P1 needs_callback"_s}); // once, and it is true
    QVERIFY(!m_book->tasks.value(u"T1"_s).isClosed);
    QCOMPARE(m_book->tasks.size(), 1);
}

void TestLeadWriter::whatCameFromItIsNotWrittenBack()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    const QString caseId = value(u"SELECT id FROM follow_ups"_s);
    const QString taskId = value(u"SELECT id FROM callback_tasks"_s);
    audit::Trail trail;
    for (const QString &action : {u"task_completed"_s, u"lead_updated"_s, u"follow_up_closed"_s})
        trail.add({.at = m_clock.now(),
                   .actor = u"lead_system:jobber"_s,
                   .action = action,
                   .caseId = caseId,
                   .subject = u"task:"_s + taskId,
                   .detail = {}});
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(trail.appendTo(transaction));
    must(transaction.commit());
    one->work(m_office);
    QCOMPARE(log().size(), 3);
    QCOMPARE(writes().size(), 3);
}

void TestLeadWriter::aSystemWithoutTasksAndStatuses()
{
    connectors::LeadAbilities notesOnly = test::allAbilities();
    notesOnly.writesTasks = notesOnly.closesTasks = notesOnly.setsStatus = false;
    const auto one = station(u"one"_s, notesOnly);
    missedCall();
    one->work(m_office);
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"note P1 missed_call"_s, u"note P1 text_sent"_s}));
    QVERIFY(m_book->texts.values().join(u'|').contains(u"Callback due by Fri, Nov 20, 12:30 PM, for "_s));
    complete(u"no_interest"_s);
    one->work(m_office);
    QCOMPARE(log().mid(3), QStringList{u"note P1 outcome"_s}); // which says the status too
    QVERIFY2(m_book->texts.values().join(u'|').contains(u"Status: "_s), qPrintable(m_book->texts.values().join(u'|')));
}

void TestLeadWriter::aHookHasNoRecords()
{
    const connectors::LeadAbilities hook{.writesNotes = true, .setsStatus = true, .writesTasks = true, .closesTasks = true};
    const auto one = station(u"one"_s, hook);
    one->leads->answerNext(NotWritten{.kind = NotWritten::Class::Unable}); // the office wants to hear of tasks only
    one->leads->answerNext(Written{}); // the task
    one->leads->answerNext(Written{}); // the text
    missedCall();
    one->work(m_office);
    QCOMPARE(one->leads->findsAsked, 0);
    QCOMPARE(writes(), (QStringList{u"lead dropped 1 0"_s, u"task done 1 0"_s, u"note done 1 0"_s}));
}

void TestLeadWriter::anOfficeWithoutLeadSystemsPaysNothing()
{
    const auto one = station();
    m_office.setup.leadSystems.clear();
    one->writer.setAccesses({});
    missedCall();
    // Whoever holds the write lock would keep a transaction from beginning.
    const std::unique_ptr<store::Database> other = m_place->open();
    store::Transaction busy = must(store::Transaction::begin(*other));
    QCOMPARE(must(one->writer.turn(m_office)), 0);
    QVERIFY(!must(one->writer.nextDue()));
    QCOMPARE(writes(), QStringList());
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE after_lead_at IS NOT NULL"_s), u"0"_s);
}

void TestLeadWriter::aNewSystemIsToldWhatIsOpen()
{
    change(u"DELETE FROM lead_feeds"_s);
    missedCall(u"CA1"_s, u"+12145550131"_s);
    complete(u"no_interest"_s);
    missedCall(u"CA2"_s, u"+12145550132"_s);
    const auto one = station();
    const auto two = station(u"two"_s);
    must(one->writer.turn(m_office));
    must(two->writer.turn(m_office));
    while (one->turn(m_office) + two->turn(m_office) > 0) {
    }
    QCOMPARE(log(), (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}));
    QCOMPARE(m_book->facts.constFind(u"P1"_s)->number.e164(), u"+12145550132"_s);
}

void TestLeadWriter::stopsTaking()
{
    missedCall();
    const auto one = station();
    one->leads->hold();
    one->turn(m_office); // looks
    one->writer.stopTaking();
    one->leads->release();
    one->work(m_office);
    QCOMPARE(first(), u"lead waiting 0 0"_s); // for the next engine, which need not wait for a lease
    QCOMPARE(one->leads->writesAsked, 0);
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(log().size(), 3);
}

void TestLeadWriter::abandonedRequestsAreInDoubt()
{
    missedCall();
    const auto one = station();
    one->turn(m_office);
    one->leads->hold();
    one->turn(m_office);
    one->writer.stopTaking();
    one->writer.abandon();
    QCOMPARE(one->writer.inFlight(), 0);
    one->work(m_office);
    QCOMPARE(first(), u"lead waiting 1 1"_s);
    m_clock.advance(2s);
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(two->leads->looksAsked, 1);
    QCOMPARE(m_book->records.size(), 1);
}

void TestLeadWriter::anOutcomeThatCannotBeRecordedIsSetAside()
{
    missedCall(u"CA1"_s, u"+12145550131"_s);
    missedCall(u"CA2"_s, u"+12145550132"_s);
    const auto one = station();
    one->leads->hold();
    one->turn(m_office);
    QCOMPARE(one->writer.inFlight(), 2);
    change(u"UPDATE contacts SET number = 'not one' WHERE number = '+12145550131'"_s);
    one->leads->release();
    while (must(one->writer.turn(m_office)) > 0) {
    }
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes WHERE kind = 'lead' AND state = 'failed' AND error_code = 'not_recorded'"_s), u"1"_s);
    QCOMPARE(m_book->logOf(u"lead"_s).size(), 1);
}

void TestLeadWriter::reportsThePulse()
{
    const auto one = station();
    one->leads->setDead(true);
    for (int i = 0; i < 6; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
    one->work(m_office);
    QCOMPARE(value(u"SELECT COUNT(*) FROM connection_pulses WHERE connection = 'jobber' AND paused_until_at IS NOT NULL"_s), u"1"_s);
    QCOMPARE(value(u"SELECT last_failure FROM connection_pulses WHERE connection = 'jobber'"_s), u"time-out"_s);
    one->leads->setDead(false);
    m_clock.advance(34s); // the pause, and the jitter of the next try
    one->work(m_office);
    QCOMPARE(value(u"SELECT COUNT(*) FROM connection_pulses WHERE connection = 'jobber' AND paused_until_at IS NULL"_s), u"1"_s);
    QCOMPARE(value(u"SELECT last_success_at FROM connection_pulses WHERE connection = 'jobber'"_s), QString::number(toMs(m_clock.now())));
}

QTEST_GUILESS_MAIN(TestLeadWriter)
#include "tst_leadwriter.moc"
