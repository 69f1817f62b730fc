#include "desk/replies.h"
#include "support/engineprogram.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeTwilio;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 20'000; // ms; never reached when all is well

} // namespace

/// What a person types, from the click to the caller's phone company: the whole engine, and Twilio over a socket.
class TestRepliesEndToEnd final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void leavesOnce();
    void leavesAtItsTime();
    void doesNotLeaveWhenTakenBack();
    void doesNotLeaveAfterStop();
    void theLastCheckKnowsOptOutsToo();
    void aDoubtThatCameSinceHoldsIt();
    void isNotHeldUpByWhatIsPlannedForLater();
    void leavesInOrder();
    void aLostAnswerIsLookedFor();
    void aNightThatCameMeanwhileStopsIt();
    void anywayLeavesAtNight();

private:
    void missedCall();
    void nightFalls(const QString &at);
    void arrives(calls::EventKind kind, const QByteArray &payload);
    void advance(Milliseconds by);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QString stateOf(const QString &message)
    {
        return valueOf(*m_database, u"SELECT state FROM messages WHERE id = ?"_s, {message});
    }
    [[nodiscard]] QStringList bodies() const
    {
        QStringList bodies;
        for (const FakeTwilio::Message &message : m_twilio->messages())
            bodies.append(message.body);
        return bodies;
    }
    [[nodiscard]] QString send(const QString &text, std::optional<Instant> at = {}, bool anyway = false);

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<EngineProgram> m_program;
    std::unique_ptr<desk::Replies> m_replies;
};

// One missed call, whose text has left.
void TestRepliesEndToEnd::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    test::storeOffice(*m_database, m_clock.now(),
                      [&](settings::Setup &setup) { setup.connections.first().baseUrl = m_twilio->baseUrl().toString(); });
    const auto secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()}});
    m_program = std::make_unique<EngineProgram>(m_place->address(), m_clock, secrets);
    m_replies = std::make_unique<desk::Replies>(*m_database, m_clock, m_ids);
    missedCall();
}

void TestRepliesEndToEnd::cleanup()
{
    m_program.reset();
    QCOMPARE(m_twilio->problems(), QStringList());
    m_replies.reset();
    m_twilio.reset();
    m_database.reset();
    m_place.reset();
}

void TestRepliesEndToEnd::missedCall()
{
    arrives(calls::EventKind::Voice, test::voiceForm(u"CA00000000000000000000000000000001"_s, u"no-answer"_s));
    for (int waited = 0; waited < 60 && !m_twilio->waitForMessages(1, 100ms); ++waited)
        advance(1s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM messages WHERE sent_at IS NOT NULL"_s), u"1"_s, patience);
}

// And the playbook has nothing more to say.
void TestRepliesEndToEnd::nightFalls(const QString &at)
{
    must(m_database->change(u"UPDATE follow_ups SET next_step = '', next_step_at = NULL"_s));
    m_clock.set(instantOf(at));
    advance(0ms);
}

void TestRepliesEndToEnd::arrives(calls::EventKind kind, const QByteArray &payload)
{
    QVERIFY(test::putIntoInbox(*m_database, m_ids, kind, payload, m_clock.now()));
    m_program->wake();
}

void TestRepliesEndToEnd::advance(Milliseconds by)
{
    m_clock.advance(by);
    m_twilio->setNow(m_clock.now());
    m_program->wake();
}

QString TestRepliesEndToEnd::send(const QString &text, std::optional<Instant> at, bool anyway)
{
    const desk::TypedText typed{.followUp = value(u"SELECT id FROM follow_ups"_s), .text = text, .at = at, .anyway = anyway};
    const desk::ReplyAnswer<desk::PlannedText> planned = m_replies->send(typed, u"dana"_s);
    if (!planned)
        qFatal("a text was refused: %d %s", int(planned.error().why), qPrintable(planned.error().detail));
    m_program->wake();
    return planned->message;
}

void TestRepliesEndToEnd::leavesOnce()
{
    const QString message = send(u"We can come on Monday."_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"accepted"_s, patience);
    const FakeTwilio::Message sent = m_twilio->messages().last();
    QCOMPARE(sent.body, u"We can come on Monday."_s);
    QCOMPARE(sent.to, u"+12145550123"_s);
    QCOMPARE(sent.from, u"+12145550100"_s);
    arrives(calls::EventKind::MessageStatus, test::receiptForm(sent.sid, u"delivered"_s));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"delivered"_s, patience);
    advance(1h);
    const QString other = send(u"Is 9 fine?"_s); // what is due has its turn, and the first does not leave again
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(other), u"accepted"_s, patience);
    QCOMPARE(bodies().count(u"We can come on Monday."_s), 1);
    QCOMPARE(value(u"SELECT state FROM callback_tasks"_s), u"open"_s);
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"open"_s);
}

void TestRepliesEndToEnd::leavesAtItsTime()
{
    const QString message = send(u"Still there?"_s, m_clock.now() + 2h);
    advance(2h - 1s);
    const QString marker = send(u"A moment, please"_s); // when it has left, the engine has looked
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(marker), u"accepted"_s, patience);
    QCOMPARE(stateOf(message), u"scheduled"_s);
    QVERIFY(!bodies().contains(u"Still there?"_s));
    advance(1s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"accepted"_s, patience);
    QCOMPARE(bodies().count(u"Still there?"_s), 1);
}

void TestRepliesEndToEnd::doesNotLeaveWhenTakenBack()
{
    const QString message = send(u"Still there?"_s, m_clock.now() + 2h);
    QVERIFY(m_replies->cancel(message, u"sam"_s));
    advance(2h + 1s);
    const QString marker = send(u"A moment, please"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(marker), u"accepted"_s, patience);
    QCOMPARE(stateOf(message), u"dropped"_s);
    QVERIFY(!bodies().contains(u"Still there?"_s));
    QCOMPARE(m_replies->cancel(marker, u"sam"_s).error().why, desk::ReplyRefusal::Why::AlreadyLeft);
}

void TestRepliesEndToEnd::doesNotLeaveAfterStop()
{
    const QString message = send(u"Still there?"_s, m_clock.now() + 2h);
    arrives(calls::EventKind::Message, test::textForm(u"SM00000000000000000000000000000077"_s, u"STOP"_s));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"dropped"_s, patience);
    const auto refused = m_replies->send({.followUp = value(u"SELECT id FROM follow_ups"_s), .text = u"Sorry!"_s}, u"dana"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().why, desk::ReplyRefusal::Why::OptedOut);
    advance(3h);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM jobs WHERE state IN ('waiting', 'running')"_s), u"0"_s, patience);
    QVERIFY(!bodies().contains(u"Still there?"_s));
}

// Another program wrote the opt-out, and left the text where it was.
void TestRepliesEndToEnd::theLastCheckKnowsOptOutsToo()
{
    const QString message = send(u"Still there?"_s, m_clock.now() + 2h);
    must(m_database->change(u"INSERT INTO opt_outs VALUES ('+12145550123', ?, 'import', '')"_s, {toMs(m_clock.now())}));
    advance(2h + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"dropped"_s, patience);
    QVERIFY(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'text_dropped' AND subject = ?"_s, {u"message:"_s + message})
                .contains(u"opted_out"_s));
    QVERIFY(!bodies().contains(u"Still there?"_s));
}

// "Please stop" after a text was planned: whoever planned it has not read that. What is written after it leaves.
void TestRepliesEndToEnd::aDoubtThatCameSinceHoldsIt()
{
    const QString message = send(u"Still there?"_s, m_clock.now() + 2h);
    advance(1min);
    arrives(calls::EventKind::Message, test::textForm(u"SM00000000000000000000000000000077"_s, u"please stop texting me"_s));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT source FROM opt_outs"_s), u"likely"_s, patience);
    const QString answer = send(u"Do you want no more texts?"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(answer), u"accepted"_s, patience);
    advance(2h);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT last_error FROM jobs WHERE effect_key = 'reply:%1'"_s.arg(message)), u"likely_opted_out"_s,
                              patience);
    must(m_database->change(u"DELETE FROM opt_outs"_s)); // a person has read it
    advance(10min);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"accepted"_s, patience);
}

void TestRepliesEndToEnd::isNotHeldUpByWhatIsPlannedForLater()
{
    const QString tomorrow = send(u"See you at 10"_s, m_clock.now() + 24h);
    advance(1s);
    const QString now = send(u"On our way"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(now), u"accepted"_s, patience);
    QCOMPARE(stateOf(tomorrow), u"scheduled"_s);
    // The playbook's own are not held up either.
    advance(1s);
    must(m_database->change(u"UPDATE follow_ups SET next_step_at = ?"_s, {toMs(m_clock.now())}));
    const int before = bodies().size();
    advance(1s);
    QTRY_COMPARE_WITH_TIMEOUT(bodies().size(), before + 1, patience);
    QVERIFY(value(u"SELECT step FROM messages WHERE automated = 1 AND sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1"_s) !=
            "text_back"_L1);
    QCOMPARE(stateOf(tomorrow), u"scheduled"_s);
}

void TestRepliesEndToEnd::leavesInOrder()
{
    m_twilio->rateLimitNext();
    const QString first = send(u"On our way."_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT last_error FROM jobs WHERE effect_key = 'reply:%1'"_s.arg(first)), u"20429"_s, patience);
    advance(1s);
    const QString second = send(u"In a red truck."_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT last_error FROM jobs WHERE effect_key = 'reply:%1'"_s.arg(second)), u"earlier_message"_s,
                              patience);
    for (int i = 0; i < 10 && stateOf(second) != "accepted"_L1; ++i) {
        advance(1min);
        (void)QTest::qWaitFor([&] { return stateOf(second) == "accepted"_L1; }, 500);
    }
    QCOMPARE(bodies().mid(1), (QStringList{u"On our way."_s, u"In a red truck."_s}));
}

void TestRepliesEndToEnd::aLostAnswerIsLookedFor()
{
    m_twilio->dropAnswerAfterTakingNext();
    const QString message = send(u"On our way."_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT looks FROM jobs WHERE effect_key = 'reply:%1' AND in_doubt = 1"_s.arg(message)), u"0"_s,
                              patience);
    for (int i = 0; i < 10 && stateOf(message) != "accepted"_L1; ++i) {
        advance(1min);
        (void)QTest::qWaitFor([&] { return stateOf(message) == "accepted"_L1; }, 500);
    }
    QVERIFY(!value(u"SELECT sent_at FROM messages WHERE id = '%1'"_s.arg(message)).isEmpty());
    QCOMPARE(bodies().count(u"On our way."_s), 1);
}

// Typed in the afternoon; the phone company is away until the night.
void TestRepliesEndToEnd::aNightThatCameMeanwhileStopsIt()
{
    nightFalls(u"2026-11-21T02:50:00Z"_s); // 8:50 PM in Dallas
    m_twilio->rateLimitNext("900");
    const QString message = send(u"On our way."_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT last_error FROM jobs WHERE effect_key = 'reply:%1'"_s.arg(message)), u"20429"_s, patience);
    advance(20min);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT last_error FROM jobs WHERE effect_key = 'reply:%1'"_s.arg(message)), u"quiet_hours"_s,
                              patience);
    m_clock.set(instantOf(u"2026-11-21T16:00:00Z"_s));
    advance(0ms);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(message), u"dropped"_s, patience); // no longer true
    QVERIFY(!bodies().contains(u"On our way."_s));
}

void TestRepliesEndToEnd::anywayLeavesAtNight()
{
    nightFalls(u"2026-11-21T04:45:00Z"_s);
    m_twilio->rateLimitNext();
    const QString message = send(u"We are at the door."_s, {}, true);
    for (int i = 0; i < 30 && stateOf(message) != "accepted"_L1; ++i) {
        advance(1min);
        (void)QTest::qWaitFor([&] { return stateOf(message) == "accepted"_L1; }, 500);
    }
    QCOMPARE(bodies().last(), u"We are at the door."_s);
}

QTEST_GUILESS_MAIN(TestRepliesEndToEnd)

#include "tst_replies_end_to_end.moc"
