#include "audit/trail.h"
#include "engine/intake.h"
#include "engine/runner.h"
#include "support/fakemailer.h"
#include "support/fakephone.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::connectors::NotFound;
using ringback::connectors::Refused;
using ringback::connectors::Sent;
using ringback::connectors::Unknown;
using ringback::test::FakePhone;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

// An engine's half that sends, with a connection and a phone provider of its own.
struct Station {
    Station(const test::TestDatabase &place, const Clock &clock, const QString &id)
        : database(place.open())
        , ids(qHash(id))
        , phone(std::make_shared<FakePhone>(id == "one"_L1 ? 1 : 1000))
        , mailer(std::make_shared<test::FakeMailer>())
        , runner(*database, clock, ids, id)
    {
        runner.setSenders(
            {{u"twilio-main"_s, Sender{phone, QUrl(u"https://hooks.example/status"_s)}}, {u"mail"_s, Sender{.mailer = mailer}}});
    }
    ~Station() { phone->release(); } // nothing may wait for an answer longer than the runner lives

    std::unique_ptr<store::Database> database;
    IdSource ids;
    std::shared_ptr<FakePhone> phone;
    std::shared_ptr<test::FakeMailer> mailer;
    Runner runner;
};

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

const Unknown timeOut{u"time-out"_s};

} // namespace

class TestRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void sends();
    void writesTheIntentBeforeTheRequestLeaves();
    void refusedForNow();
    void refusedForNowWithATimeOfItsOwn();
    void refusedForGood_data();
    void refusedForGood();
    void optedOutAtTheProvider();
    void unknownThenFound();
    void unknownThenNotFoundTwice();
    void oneNotFoundIsNotEnough();
    void nobodyCanTell();
    void crashBetweenIntentAndAnswer();
    void crashBeforeTheIntent();
    void crashAfterTheAnswer();
    void aPlaybookThatDoesNotReadBack();
    void twoShare();
    void aLeaseIsKeptAlive();
    void whoLostTheLeaseDoesNotWrite_data();
    void whoLostTheLeaseDoesNotWrite();
    void whoLostTheLeaseDoesNotWriteWhileTheOtherLooks();
    void whoLostTheLeaseWhileLooking();
    void quietHoursBeginBeforeSending();
    void lateInTheMorning();
    void optOutBeforeSending();
    void replyBeforeSending();
    void caseClosedBeforeSending();
    void factsBeforeSending_data();
    void factsBeforeSending();
    void byThePlaybookTheCaseWasOpenedUnder();
    void inTheOrderTheyWerePlanned();
    void waitsUntilTheOneBeforeIsDue();
    void noLongerTrue();
    void onlyWithASender();
    void oldestFirstAndSoManyAtOnce();
    void stopsTaking();
    void reportsThePulse();
    void anOutcomeThatCannotBeRecordedIsSetAside();
    void sleptThroughItsLeaseInTheCommit();
    void sleptThroughItsLeaseBeforeTheRequestLeft();
    void aLeaseThatLapsedIsNotExtended();
    void ownRequestThatOutlivedItsLease();
    void pausesAConnectionThatKeepsFailing();
    void aPausedConnectionProbes();
    void refusedRecipientsPauseNothing();
    void aLineKeepsItsPace();
    void enginesShareALinesPace();
    void aTextThatIsDroppedTakesNoPlace();
    void emails();
    void emailsNobodyCanTellAbout_data();
    void emailsNobodyCanTellAbout();
    void emailRefusedForNow();

private:
    // Missed calls, each of another caller, decided now. The texts wait.
    void planTexts(int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            ++m_callers;
            const test::Fields from{{u"From"_s, u"+1214555%1"_s.arg(1000 + m_callers)}};
            test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA%1"_s.arg(m_callers), u"no-answer"_s, from),
                               m_clock.now());
        }
        Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }
    // An e-mail in place of the text.
    void planEmail()
    {
        planTexts();
        m_office.setup.mail = settings::Mail{.fromAddress = u"office@summit.example"_s};
        change(
            u"UPDATE messages SET channel = 'email', email = 'maria@example.com', subject = 'We missed your call', connection = 'mail'"_s);
        change(u"UPDATE jobs SET connection = 'mail'"_s);
    }
    // Another message of the one case there is, due now.
    calls::Message planSecond()
    {
        calls::Message second =
            must(store::MessageGateway(*m_database).find(calls::MessageId::parse(value(u"SELECT id FROM messages"_s)).value())).value();
        second.id = m_ids.next<calls::MessageId>(m_clock.now());
        second.body = u"Would you like to book a time?"_s;
        second.createdAt = m_clock.now();
        second.state = calls::DeliveryState::Scheduled;
        {
            store::Transaction transaction = must(store::Transaction::begin(*m_database));
            must(store::MessageGateway(*m_database).insert(transaction, second, m_clock.now()));
            must(store::JobGateway(*m_database)
                     .insert(transaction, {.id = m_ids.next<calls::JobId>(m_clock.now()),
                                           .key = u"second"_s,
                                           .message = second.id,
                                           .connection = u"twilio-main"_s,
                                           .dueAt = m_clock.now(),
                                           .trueUntil = m_clock.now() + 1h,
                                           .line = second.line.e164()}));
            must(transaction.commit());
        }
        return second;
    }
    int turn(Station &station) { return must(station.runner.turn(m_office)); }
    // Until there is nothing to do at this time.
    void work(Station &station)
    {
        while (turn(station) > 0) {
        }
    }
    void change(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QString job() { return value(u"SELECT state || ' ' || attempts || ' ' || in_doubt FROM jobs"_s); }
    [[nodiscard]] Milliseconds dueIn() { return Milliseconds(value(u"SELECT due_at FROM jobs"_s).toLongLong() - toMs(m_clock.now())); }
    [[nodiscard]] QStringList attempts()
    {
        return rowsOf(*m_database, u"SELECT number, event, engine, code FROM attempts ORDER BY at, number"_s);
    }
    [[nodiscard]] QStringList texts() { return rowsOf(*m_database, u"SELECT state, error_code FROM messages"_s); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_callers = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
};

void TestRunner::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_callers = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
}

void TestRunner::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_database.reset();
    m_place.reset();
}

void TestRunner::sends()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    QCOMPARE(turn(station), 1);
    QVERIFY(station.runner.hasLanded());
    m_clock.advance(300ms);
    QCOMPARE(turn(station), 1);
    QCOMPARE(turn(station), 0);

    QCOMPARE(station.phone->texts().size(), 1);
    const connectors::TextRequest request = station.phone->texts().first();
    QCOMPARE(request.to.e164(), u"+12145551001"_s);
    QCOMPARE(request.from.e164(), u"+12145550100"_s);
    QVERIFY(request.body.startsWith(u"Hi, this is Summit Roofing."_s));
    QCOMPARE(request.statusCallback, QUrl(u"https://hooks.example/status"_s));
    QCOMPARE(request.validity, std::chrono::seconds(30min));
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id FROM messages"_s), u"accepted SM00000000000000000000000000000001"_s);
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s).toLongLong(), toMs(m_clock.now()));
    QCOMPARE(attempts(), (QStringList{u"1 started one "_s, u"1 sent one "_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit ORDER BY sequence DESC LIMIT 2"_s),
             (QStringList{u"text_sent"_s, u"text_attempted"_s}));
}

void TestRunner::writesTheIntentBeforeTheRequestLeaves()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->hold();
    QCOMPARE(turn(station), 1);
    QCOMPARE(station.runner.inFlight(), 1);
    // Another connection sees it: it is committed.
    QCOMPARE(job(), u"running 1 1"_s);
    QCOMPARE(texts(), QStringList{u"sending "_s});
    QCOMPARE(attempts(), QStringList{u"1 started one "_s});
    QCOMPARE(turn(station), 0);
    station.phone->release();
    QCOMPARE(station.runner.inFlight(), 0);
    work(station);
    QCOMPARE(job(), u"done 1 0"_s);
}

void TestRunner::refusedForNow()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    const QList<Milliseconds> delays{30s, 2min, 10min};
    for (const Milliseconds delay : delays) {
        station.phone->answerNext(Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s});
        work(station);
        QVERIFY2(dueIn() >= delay && dueIn() <= delay + delay / 10, qPrintable(QString::number(dueIn().count())));
        QVERIFY(job().startsWith(u"waiting "_s) && job().endsWith(u" 0"_s));
        QCOMPARE(texts(), QStringList{u"scheduled 20429"_s});
        QCOMPARE(value(u"SELECT due_at FROM messages"_s), value(u"SELECT due_at FROM jobs"_s));
        m_clock.advance(dueIn() - 1ms);
        QCOMPARE(turn(station), 0);
        m_clock.advance(1ms);
    }
    work(station);
    QCOMPARE(job(), u"done 4 0"_s);
    QCOMPARE(texts(), QStringList{u"accepted "_s});
    QVERIFY(station.phone->looks().isEmpty()); // a refusal leaves no doubt
}

void TestRunner::refusedForNowWithATimeOfItsOwn()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s, .retryAfter = 300s});
    work(station);
    QVERIFY(dueIn() >= 300s);
}

void TestRunner::refusedForGood_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("the number cannot be texted") << static_cast<int>(Refused::Class::Recipient);
    QTest::newRow("the text is wrong") << static_cast<int>(Refused::Class::Message);
    QTest::newRow("our line is not registered") << static_cast<int>(Refused::Class::Sender);
}

void TestRunner::refusedForGood()
{
    QFETCH(int, kind);
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(Refused{.kind = static_cast<Refused::Class>(kind), .code = u"21211"_s});
    work(station);
    QCOMPARE(job(), u"failed 1 0"_s);
    QCOMPARE(texts(), QStringList{u"failed 21211"_s});
    QCOMPARE(value(u"SELECT COUNT(*) FROM opt_outs"_s), u"0"_s);
    m_clock.advance(24h);
    work(station);
    QCOMPARE(station.phone->texts().size(), 1);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s); // a person calls all the same
}

void TestRunner::optedOutAtTheProvider()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(Refused{.kind = Refused::Class::OptedOut, .code = u"21610"_s});
    work(station);
    QCOMPARE(job(), u"failed 1 0"_s);
    QCOMPARE(value(u"SELECT number || ' ' || source FROM opt_outs"_s), u"+12145551001 provider"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'opted_out'"_s), u"1"_s);
}

void TestRunner::unknownThenFound()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    const Instant asked = m_clock.now();
    station.phone->answerNext(timeOut);
    work(station);
    QCOMPARE(job(), u"waiting 1 1"_s);
    QCOMPARE(texts(), QStringList{u"sending "_s}); // neither sent nor failed
    QCOMPARE(dueIn(), Milliseconds(1s));

    station.phone->findNext(Sent{.providerMessageId = u"SMfound"_s, .state = calls::DeliveryState::Delivered});
    m_clock.advance(1s);
    work(station);
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id FROM messages"_s), u"delivered SMfound"_s);
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s).toLongLong(), toMs(asked));
    QCOMPARE(station.phone->texts().size(), 1);
    QCOMPARE(station.phone->looks().size(), 1);
    const connectors::SentQuery look = station.phone->looks().first();
    QCOMPARE(look.to.e164(), u"+12145551001"_s);
    QCOMPARE(look.body, station.phone->texts().first().body);
    QVERIFY(look.notBefore <= asked);
    QCOMPARE(attempts(), (QStringList{u"1 started one "_s, u"1 unknown one time-out"_s, u"1 found one "_s}));
}

void TestRunner::unknownThenNotFoundTwice()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(timeOut);
    work(station);
    m_clock.advance(1s);
    work(station);
    QCOMPARE(job(), u"waiting 1 1"_s); // the list may lag
    QCOMPARE(dueIn(), Milliseconds(14s)); // 15 s after the attempt
    m_clock.advance(14s);
    work(station);
    QCOMPARE(station.phone->looks().size(), 2);
    QCOMPARE(station.phone->texts().size(), 2); // sent again, and that one was taken
    QCOMPARE(job(), u"done 2 0"_s);
    QCOMPARE(texts(), QStringList{u"accepted "_s});
}

void TestRunner::oneNotFoundIsNotEnough()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(timeOut);
    work(station);
    m_clock.advance(1h); // the first look comes very late; it is the first all the same
    QCOMPARE(turn(station), 1);
    QCOMPARE(turn(station), 2); // records it, and looks again
    QCOMPARE(station.phone->looks().size(), 2);
    QCOMPARE(station.phone->texts().size(), 1);
}

void TestRunner::nobodyCanTell()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(timeOut);
    work(station);
    for (int look = 1; look <= 8; ++look) {
        QCOMPARE(job(), u"waiting 1 1"_s);
        station.phone->findNext(Unknown{u"http 500"_s});
        m_clock.advance(std::max<Milliseconds>(dueIn(), 0ms));
        work(station);
        QCOMPARE(station.phone->looks().size(), look);
    }
    QCOMPARE(job(), u"needs_review 1 1"_s);
    QCOMPARE(texts(), QStringList{u"needs_review http 500"_s});
    QCOMPARE(must(store::JobGateway(*m_database).toReview()), 1);
    m_clock.advance(48h);
    work(station);
    QCOMPARE(station.phone->texts().size(), 1); // a person decides
    QCOMPARE(station.phone->looks().size(), 8);
}

// The engine dies with its request under way. What is left is the database.
void TestRunner::crashBetweenIntentAndAnswer()
{
    planTexts();
    Station dead(*m_place, m_clock, u"one"_s);
    dead.phone->hold();
    turn(dead);
    QCOMPARE(dead.phone->texts().size(), 1);

    Station next(*m_place, m_clock, u"two"_s);
    QCOMPARE(turn(next), 0); // the lease holds
    m_clock.advance(10s);
    next.phone->findNext(Sent{.providerMessageId = u"SMfound"_s});
    work(next);
    QCOMPARE(next.phone->looks().size(), 1);
    QCOMPARE(next.phone->texts().size(), 0); // it looked first, and found it
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT provider_id FROM messages"_s), u"SMfound"_s);
}

void TestRunner::crashBeforeTheIntent()
{
    planTexts();
    {
        const std::unique_ptr<store::Database> database = m_place->open();
        store::Transaction transaction = must(store::Transaction::begin(*database));
        QCOMPARE(must(store::JobGateway(*database).claimDue(transaction, {.connection = u"twilio-main"_s,
                                                                          .engine = u"one"_s,
                                                                          .leaseUntil = m_clock.now() + 10s,
                                                                          .now = m_clock.now(),
                                                                          .limit = 9}))
                     .size(),
                 1); // and no commit
    }
    Station next(*m_place, m_clock, u"two"_s);
    work(next);
    QCOMPARE(next.phone->texts().size(), 1);
    QVERIFY(next.phone->looks().isEmpty());
    QCOMPARE(job(), u"done 1 0"_s);
}

// The provider answered, and the engine died before it wrote that down.
void TestRunner::crashAfterTheAnswer()
{
    planTexts();
    Station dead(*m_place, m_clock, u"one"_s);
    turn(dead);
    QVERIFY(dead.runner.hasLanded());
    m_clock.advance(10s);
    Station next(*m_place, m_clock, u"two"_s);
    next.phone->findNext(Sent{.providerMessageId = u"SM1"_s});
    work(next);
    QVERIFY(next.phone->texts().isEmpty());
    QCOMPARE(job(), u"done 1 0"_s);
}

// An older program's playbook, say: what was written under it must not keep everybody else's text.
void TestRunner::aPlaybookThatDoesNotReadBack()
{
    planTexts(2);
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const qint64 broken = must(store::OfficeGateway(*m_database).addPlaybook(transaction, u"roofing"_s, "{}", m_clock.now()));
    must(transaction.change(u"UPDATE follow_ups SET playbook_version = ? WHERE id = (SELECT MIN(id) FROM follow_ups)"_s, {broken}));
    must(transaction.commit());
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QCOMPARE(station.phone->texts().size(), 1);
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM jobs ORDER BY state"_s), (QStringList{u"done"_s, u"needs_review"_s}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'text_needs_review'"_s), u"1"_s);
}

void TestRunner::twoShare()
{
    constexpr int texts = Runner::requestsAtOnce + 2; // more than one of them takes
    planTexts(texts);
    Station one(*m_place, m_clock, u"one"_s);
    Station two(*m_place, m_clock, u"two"_s);
    while (turn(one) + turn(two) > 0) {
    }
    QCOMPARE(one.phone->texts().size() + two.phone->texts().size(), texts);
    QVERIFY(!one.phone->texts().isEmpty());
    QVERIFY(!two.phone->texts().isEmpty());
    QStringList told;
    for (const connectors::TextRequest &text : one.phone->texts() + two.phone->texts())
        told.append(text.to.e164());
    QCOMPARE(told.removeDuplicates(), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s), QString::number(texts));
}

void TestRunner::aLeaseIsKeptAlive()
{
    planTexts();
    Station one(*m_place, m_clock, u"one"_s);
    Station two(*m_place, m_clock, u"two"_s);
    one.phone->hold();
    turn(one);
    for (int beat = 0; beat < 10; ++beat) {
        m_clock.advance(2s);
        must(one.runner.heartbeat(m_office));
        QCOMPARE(turn(two), 0);
    }
    one.phone->release();
    work(one);
    QCOMPARE(job(), u"done 1 0"_s);
    QVERIFY(two.phone->looks().isEmpty());
}

void TestRunner::whoLostTheLeaseDoesNotWrite_data()
{
    QTest::addColumn<int>("answer");
    QTest::newRow("sent") << 0;
    QTest::newRow("refused for now") << 1;
    QTest::newRow("refused for good") << 2;
    QTest::newRow("unknown") << 3;
}

// An engine sleeps past its lease, another takes over and finds the text, and then the first one's answer arrives.
void TestRunner::whoLostTheLeaseDoesNotWrite()
{
    QFETCH(int, answer);
    const QList<connectors::SendOutcome> answers{Sent{.providerMessageId = u"SMlate"_s},
                                                 Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s},
                                                 Refused{.kind = Refused::Class::Recipient, .code = u"21211"_s}, timeOut};
    planTexts();
    Station asleep(*m_place, m_clock, u"one"_s);
    asleep.phone->answerNext(answers.at(answer));
    asleep.phone->hold();
    turn(asleep);
    m_clock.advance(11s);
    Station awake(*m_place, m_clock, u"two"_s);
    awake.phone->findNext(Sent{.providerMessageId = u"SMfound"_s});
    work(awake);
    QCOMPARE(job(), u"done 1 0"_s);
    const QString before = value(u"SELECT state || ' ' || provider_id || ' ' || due_at || ' ' || sent_at FROM messages"_s);

    asleep.phone->release();
    work(asleep);
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id || ' ' || due_at || ' ' || sent_at FROM messages"_s), before);
    m_clock.advance(2h);
    work(asleep);
    work(awake);
    QCOMPARE(asleep.phone->texts().size() + awake.phone->texts().size(), 1);
}

// The other has the job in hand when the first one's answer arrives.
void TestRunner::whoLostTheLeaseDoesNotWriteWhileTheOtherLooks()
{
    planTexts();
    Station asleep(*m_place, m_clock, u"one"_s);
    asleep.phone->answerNext(Refused{.kind = Refused::Class::Recipient, .code = u"21211"_s});
    asleep.phone->hold();
    turn(asleep);
    m_clock.advance(11s);
    Station awake(*m_place, m_clock, u"two"_s);
    awake.phone->findNext(Sent{.providerMessageId = u"SMfound"_s});
    awake.phone->hold();
    turn(awake);
    QCOMPARE(awake.phone->held(), 1);

    asleep.phone->release();
    work(asleep);
    QCOMPARE(value(u"SELECT state || ' ' || lease_owner FROM jobs"_s), u"running two"_s);
    QCOMPARE(texts(), QStringList{u"sending "_s});
    awake.phone->release();
    work(awake);
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id FROM messages"_s), u"accepted SMfound"_s);
}

// The same while it looks for the second time: it does not find what the other engine finds a moment later.
void TestRunner::whoLostTheLeaseWhileLooking()
{
    planTexts();
    Station asleep(*m_place, m_clock, u"one"_s);
    asleep.phone->answerNext(timeOut);
    work(asleep);
    m_clock.advance(1s);
    work(asleep);
    m_clock.advance(14s);
    asleep.phone->hold();
    turn(asleep);
    QCOMPARE(asleep.phone->held(), 1);
    m_clock.advance(11s);
    Station awake(*m_place, m_clock, u"two"_s);
    awake.phone->findNext(Sent{.providerMessageId = u"SMfound"_s});
    work(awake);

    asleep.phone->release();
    work(asleep);
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id FROM messages"_s), u"accepted SMfound"_s);
    QCOMPARE(asleep.phone->texts().size() + awake.phone->texts().size(), 1);
}

void TestRunner::quietHoursBeginBeforeSending()
{
    m_clock.set(instantOf(u"2026-11-21T02:59:50Z"_s)); // 8:59:50 PM in Dallas
    planTexts();
    m_clock.advance(10s);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QCOMPARE(value(u"SELECT due_at FROM jobs"_s).toLongLong(), toMs(instantOf(u"2026-11-21T15:00:00Z"_s)));
    QCOMPARE(value(u"SELECT due_at FROM messages"_s).toLongLong(), toMs(instantOf(u"2026-11-21T15:00:00Z"_s)));
    QCOMPARE(job(), u"waiting 0 0"_s);
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_scheduled' ORDER BY sequence DESC LIMIT 1"_s).contains(u"quiet_hours"_s));

    m_clock.set(instantOf(u"2026-11-21T15:00:00Z"_s));
    work(station);
    QCOMPARE(station.phone->texts().size(), 1);
    QVERIFY(station.phone->texts().first().body.contains(u"missed your call earlier"_s));
    QCOMPARE(value(u"SELECT body FROM messages"_s), station.phone->texts().first().body); // what was sent is what is shown
}

void TestRunner::lateInTheMorning()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s));
    planTexts();
    m_clock.set(instantOf(u"2026-11-21T15:20:00Z"_s)); // the engine was started at 9:20
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts()
                .value(0, {.to = test::number(u"+12145550000"_s), .from = test::number(u"+12145550000"_s)})
                .body.contains(u"missed your call earlier"_s));
}

void TestRunner::optOutBeforeSending()
{
    planTexts();
    change(u"INSERT INTO opt_outs (number, since_at, source, by_whom) VALUES ('+12145551001', 1, 'staff', 'pat')"_s);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QCOMPARE(job(), u"dropped 0 0"_s);
    QCOMPARE(texts(), QStringList{u"dropped "_s});
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_dropped'"_s).contains(u"opted_out"_s));
}

void TestRunner::replyBeforeSending()
{
    planTexts();
    change(u"UPDATE follow_ups SET replied_at = ?"_s, {toMs(m_clock.now())});
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_dropped'"_s).contains(u"replied"_s));
}

void TestRunner::caseClosedBeforeSending()
{
    planTexts();
    change(u"UPDATE follow_ups SET state = 'closed', closed_at = 1, outcome = 'spam'"_s);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QCOMPARE(job(), u"dropped 0 0"_s);
}

void TestRunner::factsBeforeSending_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("job");
    QTest::addColumn<QString>("reason");
    const QString dropped = u"dropped 0 0"_s;
    const QString held = u"waiting 0 0"_s;
    const QString sent = u"done 1 0"_s;
    QTest::newRow("nothing happened") << u"UPDATE follow_ups SET replied_at = NULL"_s << sent << u""_s;
    QTest::newRow("somebody spoke with the caller") << u"UPDATE follow_ups SET reached_at = %1"_s << dropped << u"reached"_s;
    QTest::newRow("somebody spoke with the caller before") << u"UPDATE follow_ups SET reached_at = 1"_s << sent << u""_s;
    QTest::newRow("somebody works on it") << u"UPDATE callback_tasks SET state = 'claimed', claimed_by = 'dana', claimed_at = %1"_s
                                          << dropped << u"claimed"_s;
    QTest::newRow("the caller wrote what may be an opt-out")
        << u"INSERT INTO opt_outs (number, since_at, source, by_whom) VALUES ('+12145551001', %1, 'likely', '')"_s << held
        << u"likely_opted_out"_s;
}

void TestRunner::factsBeforeSending()
{
    QFETCH(QString, sql);
    QFETCH(QString, job);
    QFETCH(QString, reason);
    planTexts();
    change(u"UPDATE messages SET step = 'second_touch'"_s); // stops on everything there is
    change(sql.contains(u'%') ? sql.arg(toMs(m_clock.now())) : sql);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QCOMPARE(this->job(), job);
    QCOMPARE(station.phone->texts().size(), reason.isEmpty() ? 1 : 0);
    const QStringList why = rowsOf(
        *m_database, u"SELECT detail FROM audit WHERE action IN ('text_dropped', 'text_scheduled') ORDER BY sequence DESC LIMIT 1"_s);
    QVERIFY2(reason.isEmpty() || why.first().contains(reason), qPrintable(why.join(u'\n')));
}

// The office has changed its playbook since: the case goes on as it began.
void TestRunner::byThePlaybookTheCaseWasOpenedUnder()
{
    planTexts();
    m_office.playbook.steps.first().stopsOn.clear();
    m_office.playbookVersion += 1;
    change(u"UPDATE follow_ups SET replied_at = ?"_s, {toMs(m_clock.now())});
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QCOMPARE(job(), u"dropped 0 0"_s);
    QVERIFY(station.phone->texts().isEmpty());
}

void TestRunner::inTheOrderTheyWerePlanned()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s});
    work(station);
    // A second message of the case is due while the first waits to be tried again.
    m_clock.advance(1s);
    const calls::Message second = planSecond();
    work(station);
    QCOMPARE(station.phone->texts().size(), 1);
    QVERIFY(
        value(u"SELECT detail FROM audit WHERE action = 'text_scheduled' ORDER BY sequence DESC LIMIT 1"_s).contains(u"earlier_message"_s));
    for (int i = 0; i < 10; ++i) {
        m_clock.advance(30s);
        work(station);
    }
    QCOMPARE(station.phone->texts().size(), 3);
    QCOMPARE(station.phone->texts().at(1).body, station.phone->texts().at(0).body);
    QCOMPARE(station.phone->texts().at(2).body, second.body);
}

// The first is held until the morning: nobody looks every half a minute of the night whether it has left.
void TestRunner::waitsUntilTheOneBeforeIsDue()
{
    planTexts();
    const Instant morning = m_clock.now() + 8h;
    change(u"UPDATE jobs SET due_at = ?"_s, {toMs(morning)});
    change(u"UPDATE messages SET due_at = ?"_s, {toMs(morning)});
    m_clock.advance(1s);
    const calls::Message second = planSecond();
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QCOMPARE(rowsOf(*m_database, u"SELECT due_at FROM jobs UNION ALL SELECT due_at FROM messages"_s),
             QStringList(4, QString::number(toMs(morning))));
    QVERIFY(station.phone->texts().isEmpty());

    change(u"UPDATE jobs SET true_until_at = ?"_s, {toMs(morning + 1h)});
    m_clock.set(morning);
    work(station);
    m_clock.advance(30s);
    work(station);
    QCOMPARE(station.phone->texts().size(), 2);
    QCOMPARE(station.phone->texts().last().body, second.body);
}

void TestRunner::noLongerTrue()
{
    planTexts();
    m_clock.advance(30min + 1ms);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_dropped'"_s).contains(u"no_longer_true"_s));
}

void TestRunner::onlyWithASender()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    const std::shared_ptr<FakePhone> phone = station.phone;
    station.runner.setSenders({{u"another"_s, Sender{phone, {}}}});
    QCOMPARE(turn(station), 0);
    QCOMPARE(job(), u"waiting 0 0"_s); // for an engine that has the credentials
}

void TestRunner::oldestFirstAndSoManyAtOnce()
{
    for (int i = 0; i < Runner::requestsAtOnce + 4; ++i) {
        planTexts();
        m_clock.advance(1s);
    }
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->hold();
    QCOMPARE(turn(station), Runner::requestsAtOnce);
    QCOMPARE(turn(station), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'waiting'"_s).toInt(), 4);
    station.phone->release();
    work(station);
    QStringList told;
    for (const connectors::TextRequest &text : station.phone->texts())
        told.append(text.to.e164());
    QStringList sorted = told;
    sorted.sort();
    QCOMPARE(told, sorted);
    QCOMPARE(told.size(), Runner::requestsAtOnce + 4);
}

void TestRunner::stopsTaking()
{
    planTexts(Runner::requestsAtOnce + 1);
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->hold();
    turn(station);
    station.runner.stopTaking();
    station.phone->release();
    work(station);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s).toInt(), Runner::requestsAtOnce);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'waiting'"_s), u"1"_s);
}

void TestRunner::reportsThePulse()
{
    planTexts(2);
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->answerNext(Refused{.kind = Refused::Class::Sender, .code = u"20003"_s});
    station.phone->answerNext(Refused{.kind = Refused::Class::Sender, .code = u"20003"_s});
    work(station);
    QCOMPARE(value(u"SELECT last_failure FROM connection_pulses"_s), u"20003"_s);
    planTexts();
    work(station);
    QCOMPARE(value(u"SELECT last_failure FROM connection_pulses"_s), QString());
    QCOMPARE(value(u"SELECT last_success_at FROM connection_pulses"_s).toLongLong(), toMs(m_clock.now()));
}

// Two texts under one provider id: the second cannot be written down. It goes to a person, and the text after it leaves all the same.
void TestRunner::anOutcomeThatCannotBeRecordedIsSetAside()
{
    Station station(*m_place, m_clock, u"one"_s);
    planTexts(3);
    const connectors::Sent same{.providerMessageId = u"SM1"_s};
    station.phone->answerNext(same);
    station.phone->answerNext(same);
    station.phone->answerNext(connectors::Sent{.providerMessageId = u"SM3"_s});
    work(station);
    QCOMPARE(station.phone->texts().size(), 3);
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM messages ORDER BY id"_s),
             (QStringList{u"accepted"_s, u"needs_review"_s, u"accepted"_s}));
    QCOMPARE(rowsOf(*m_database, u"SELECT state FROM jobs ORDER BY id"_s), (QStringList{u"done"_s, u"needs_review"_s, u"done"_s}));
}

// The program is stopped while it commits the intent, and continued when its lease is over.
void TestRunner::sleptThroughItsLeaseInTheCommit()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    SleepyClock clock(m_clock);
    Runner sleepy(*station.database, clock, station.ids, u"sleepy"_s);
    sleepy.setSenders({{u"twilio-main"_s, Sender{station.phone, {}}}});
    clock.sleepAfter(1, 10s);
    QCOMPARE(must(sleepy.turn(m_office)), 1);
    QVERIFY(station.phone->texts().isEmpty());
    QCOMPARE(job(), u"running 1 1"_s);
    sleepy.stopTaking();
    clock.sleepAfter(1'000, 0s);
    m_clock.advance(10s);
    QCOMPARE(must(sleepy.turn(m_office)), 1);
    QCOMPARE(attempts(), (QStringList{u"1 started sleepy "_s, u"1 not_left sleepy "_s}));
    QCOMPARE(job(), u"waiting 1 0"_s); // nothing left, so nothing is in doubt
    QCOMPARE(texts(), QStringList{u"scheduled "_s});
    work(station);
    QCOMPARE(job(), u"done 2 0"_s);
    QVERIFY(station.phone->looks().isEmpty());
}

// The same a moment later: another engine has taken over and sent it.
void TestRunner::sleptThroughItsLeaseBeforeTheRequestLeft()
{
    planTexts();
    Station asleep(*m_place, m_clock, u"one"_s);
    asleep.phone->holdAtTheDoor();
    turn(asleep);
    m_clock.advance(10s);
    Station awake(*m_place, m_clock, u"two"_s);
    work(awake);
    m_clock.advance(5s);
    work(awake);
    QCOMPARE(awake.phone->texts().size(), 1);
    QCOMPARE(job(), u"done 2 0"_s);
    asleep.phone->release();
    work(asleep);
    QVERIFY(asleep.phone->texts().isEmpty());
    QCOMPARE(job(), u"done 2 0"_s);
    QCOMPARE(value(u"SELECT state || ' ' || provider_id FROM messages"_s), u"accepted SM000000000000000000000000000003e8"_s);
    QVERIFY(attempts().contains(u"1 not_left one "_s));
}

void TestRunner::aLeaseThatLapsedIsNotExtended()
{
    planTexts();
    Station asleep(*m_place, m_clock, u"one"_s);
    asleep.phone->holdAtTheDoor();
    turn(asleep);
    m_clock.advance(10s);
    must(asleep.runner.heartbeat(m_office)); // the first thing an engine does that was stopped and continued
    asleep.phone->release();
    QVERIFY(asleep.phone->texts().isEmpty());
    work(asleep);
    QCOMPARE(job(), u"done 2 0"_s); // taken again, and sent
    QCOMPARE(asleep.phone->texts().size(), 1);
}

void TestRunner::ownRequestThatOutlivedItsLease()
{
    planTexts();
    Station station(*m_place, m_clock, u"one"_s);
    station.phone->hold();
    turn(station);
    m_clock.advance(11s);
    work(station);
    QVERIFY(station.phone->looks().isEmpty()); // its own request may still arrive
    m_clock.advance(1s);
    work(station);
    QVERIFY(station.phone->looks().isEmpty());
    station.phone->findNext(Sent{.providerMessageId = u"SMfound"_s});
    station.phone->release();
    m_clock.advance(1s);
    work(station);
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(value(u"SELECT provider_id FROM messages"_s), u"SMfound"_s);
    QCOMPARE(station.phone->texts().size(), 1);
}

void TestRunner::pausesAConnectionThatKeepsFailing()
{
    planTexts(Runner::requestsAtOnce + 3);
    Station station(*m_place, m_clock, u"one"_s);
    for (int i = 0; i < 5; ++i)
        station.phone->answerNext(i % 2 == 0 ? connectors::SendOutcome(timeOut)
                                             : Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s});
    station.phone->hold();
    QCOMPARE(turn(station), Runner::requestsAtOnce);
    station.phone->release();
    work(station);
    // The others were under way and got through: the connection works after all.
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s).toInt(), Runner::requestsAtOnce - 2);
    QCOMPARE(rowsOf(*m_database, u"SELECT action, subject FROM audit WHERE action LIKE 'connection%' ORDER BY sequence"_s),
             (QStringList{u"connection_paused connection:twilio-main"_s, u"connection_resumed connection:twilio-main"_s}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM connection_pulses WHERE paused_until_at IS NOT NULL"_s), u"0"_s);
}

void TestRunner::aPausedConnectionProbes()
{
    planTexts(Runner::requestsAtOnce + 3);
    Station station(*m_place, m_clock, u"one"_s);
    for (int i = 0; i < Runner::requestsAtOnce; ++i)
        station.phone->answerNext(Refused{.kind = Refused::Class::Sender, .code = u"20003"_s});
    work(station);
    QCOMPARE(station.phone->texts().size(), Runner::requestsAtOnce);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND attempts = 0"_s), u"3"_s); // no attempts are used up
    QCOMPARE(value(u"SELECT paused_until_at FROM connection_pulses"_s).toLongLong(), toMs(m_clock.now() + 30s));
    QCOMPARE(must(station.runner.nextDue()), m_clock.now() + 30s); // nothing to look after until then
    m_clock.advance(30s - 1ms);
    QCOMPARE(turn(station), 0);

    m_clock.advance(1ms);
    station.phone->answerNext(Refused{.kind = Refused::Class::ForNow, .code = u"20429"_s});
    work(station);
    QCOMPARE(station.phone->texts().size(), Runner::requestsAtOnce + 1); // one probe
    QCOMPARE(value(u"SELECT paused_until_at FROM connection_pulses"_s).toLongLong(), toMs(m_clock.now() + 2min));
    m_clock.advance(2min);
    station.phone->hold();
    QCOMPARE(turn(station), 1);
    QCOMPARE(turn(station), 0);
    QVERIFY(must(station.runner.nextDue()) > m_clock.now()); // the probe's answer wakes it, not the clock
    station.phone->release();
    work(station);
    QCOMPARE(value(u"SELECT COUNT(*) FROM jobs WHERE state = 'done'"_s), u"3"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM connection_pulses WHERE paused_until_at IS NOT NULL"_s), u"0"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit WHERE action LIKE 'connection%' ORDER BY sequence"_s),
             (QStringList{u"connection_paused"_s, u"connection_paused"_s, u"connection_resumed"_s}));
}

void TestRunner::refusedRecipientsPauseNothing()
{
    planTexts(10);
    Station station(*m_place, m_clock, u"one"_s);
    for (int i = 0; i < 10; ++i)
        station.phone->answerNext(Refused{.kind = Refused::Class::Recipient, .code = u"21211"_s});
    work(station);
    QCOMPARE(station.phone->texts().size(), 10);
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'connection_paused'"_s), u"0"_s);
    QCOMPARE(value(u"SELECT last_failure FROM connection_pulses"_s), QString()); // it works; the numbers do not
}

void TestRunner::aLineKeepsItsPace()
{
    constexpr int backlog = 25;
    m_office.setup.lines[0].textsPerSecond = 1;
    planTexts(backlog + 3);
    // The last three call another line.
    change(u"UPDATE jobs SET line = '+12145550199' WHERE id IN (SELECT id FROM jobs ORDER BY id DESC LIMIT 3)"_s);
    Station station(*m_place, m_clock, u"one"_s);
    int turns = 0;
    const Instant began = m_clock.now();
    while (value(u"SELECT COUNT(*) FROM jobs WHERE state <> 'done'"_s) != u"0"_s && ++turns < 10 * backlog) {
        if (!station.runner.hasLanded()) // which wakes the engine at once
            m_clock.set(std::max(m_clock.now(), must(station.runner.nextDue()).value()));
        turn(station);
        if (turns == 1)
            QCOMPARE(station.phone->texts().size(), 4); // the other line does not wait for this one
    }
    QVERIFY2(turns <= 2 * backlog + 1, qPrintable(QString::number(turns))); // taken and recorded, and nothing in between
    QCOMPARE(m_clock.now() - began, Milliseconds(std::chrono::seconds(backlog - 1)));
    QCOMPARE(rowsOf(*m_database,
                    u"SELECT MIN(gap) FROM (SELECT a.sent_at - (SELECT MAX(b.sent_at) FROM messages b WHERE b.sent_at < a.sent_at"
                    " AND b.id IN (SELECT message_id FROM jobs WHERE line = '+12145550100')) AS gap FROM messages a"
                    " WHERE a.id IN (SELECT message_id FROM jobs WHERE line = '+12145550100')) AS gaps"_s),
             QStringList{u"1000"_s});
    QStringList told;
    for (const connectors::TextRequest &text : station.phone->texts().mid(4))
        told.append(text.to.e164());
    QStringList sorted = told;
    sorted.sort();
    QCOMPARE(told, sorted); // oldest first
}

void TestRunner::enginesShareALinesPace()
{
    m_office.setup.lines[0].textsPerSecond = 2;
    planTexts(6);
    Station one(*m_place, m_clock, u"one"_s);
    Station two(*m_place, m_clock, u"two"_s);
    for (int sent = 1; sent <= 6; ++sent) {
        turn(one);
        turn(two);
        turn(one);
        turn(two);
        QCOMPARE(one.phone->texts().size() + two.phone->texts().size(), sent);
        m_clock.advance(499ms);
        QCOMPARE(turn(one) + turn(two), 0);
        m_clock.advance(1ms);
    }
}

void TestRunner::aTextThatIsDroppedTakesNoPlace()
{
    m_office.setup.lines[0].textsPerSecond = 1;
    planTexts(4);
    change(u"INSERT INTO opt_outs (number, since_at, source, by_whom) VALUES ('+12145551001', 1, 'staff', 'pat')"_s);
    change(u"INSERT INTO opt_outs (number, since_at, source, by_whom) VALUES ('+12145551002', 1, 'staff', 'pat')"_s);
    Station station(*m_place, m_clock, u"one"_s);
    work(station);
    QCOMPARE(station.phone->texts().size(), 1);
    QCOMPARE(station.phone->texts().first().to.e164(), u"+12145551003"_s);
}

void TestRunner::emails()
{
    planEmail();
    Station station(*m_place, m_clock, u"one"_s);
    QCOMPARE(turn(station), 1);
    const connectors::MailRequest mail{.to = u"maria@example.com"_s,
                                       .subject = u"We missed your call"_s,
                                       .body = value(u"SELECT body FROM messages"_s),
                                       .messageId = value(u"SELECT id FROM messages"_s) + u"@summit.example"_s};
    QCOMPARE(station.mailer->mails(), QList{mail});
    work(station);
    QVERIFY(station.phone->texts().isEmpty());
    QCOMPARE(job(), u"done 1 0"_s);
    QCOMPARE(texts(), QStringList{u"sent "_s});
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit ORDER BY sequence DESC LIMIT 2"_s),
             (QStringList{u"email_sent"_s, u"email_attempted"_s}));
}

void TestRunner::emailsNobodyCanTellAbout_data()
{
    QTest::addColumn<bool>("crashed");
    QTest::newRow("the connection broke before the answer") << false;
    QTest::newRow("the engine died before the answer") << true;
}

void TestRunner::emailsNobodyCanTellAbout()
{
    QFETCH(bool, crashed);
    planEmail();
    Station station(*m_place, m_clock, u"one"_s);
    if (crashed)
        change(u"UPDATE jobs SET in_doubt = 1, in_doubt_since_at = 1, attempts = 1"_s);
    else
        station.mailer->answerNext(timeOut);
    work(station);
    QCOMPARE(job(), u"needs_review 1 1"_s); // no mail server can be asked
    QVERIFY(texts().first().startsWith(u"needs_review "_s));
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE action = 'email_needs_review'"_s), u"1"_s);
    m_clock.advance(48h);
    work(station);
    QCOMPARE(station.mailer->mails().size(), crashed ? 0 : 1);
}

void TestRunner::emailRefusedForNow()
{
    planEmail();
    Station station(*m_place, m_clock, u"one"_s);
    station.mailer->answerNext(Refused{.kind = Refused::Class::ForNow, .code = u"451"_s});
    work(station);
    QVERIFY(dueIn() >= 30s);
    m_clock.advance(dueIn());
    work(station);
    QCOMPARE(station.mailer->mails().size(), 2);
    QCOMPARE(station.mailer->mails().first(), station.mailer->mails().last()); // receivers see one mail as one
    QCOMPARE(job(), u"done 2 0"_s);
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
