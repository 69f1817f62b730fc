#include "audit/trail.h"
#include "desk/conversationwork.h"
#include "desk/desk.h"
#include "desk/replies.h"
#include "desk/replytext.h"
#include "desk/texting.h"
#include "engine/intake.h"
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
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = ReplyRefusal::Why;

namespace {

// Of nobody and nothing.
const QString none = u"01890a5d-ac96-774b-bcce-b302099a8057"_s;

} // namespace

/// Texts that people write, as the desk takes them.
class TestReplies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void isPlannedLikeAnyOther();
    void inAClosedCaseToo();
    void refusals_data();
    void refusals();
    void texts_data();
    void texts();
    void sizes();
    void quietHours();
    void anywayIsOnlyForTheNight();
    void mayAnswerWhatMayBeAnOptOut();
    void theSameWordsAreOneClick();
    void canBeTakenBack();
    void cannotBeTakenBack_data();
    void cannotBeTakenBack();
    void anOptOutTakesThemBack();
    void closesAndClaimsNothing();
    void staysWhenTheCaseIsClosed();

private:
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QString followUp() { return value(u"SELECT id FROM follow_ups"_s); }
    [[nodiscard]] QString everything()
    {
        return value(u"SELECT (SELECT COUNT(*) FROM audit) || ' ' || (SELECT COUNT(*) FROM messages) || ' ' || (SELECT COUNT(*) FROM jobs)"
                     " || ' ' || (SELECT COUNT(*) FROM replies) || ' ' || (SELECT COUNT(*) FROM drafts)"_s);
    }
    [[nodiscard]] ReplyAnswer<PlannedText> send(const QString &text, std::optional<Instant> at = {}, bool anyway = false)
    {
        return m_replies->send({.followUp = followUp(), .text = text, .at = at, .anyway = anyway}, u"dana"_s);
    }

    const QString m_caller = u"+12145550123"_s;
    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Replies> m_replies;
};

// One missed call at noon, whose text waits to be sent.
void TestReplies::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    const engine::Office office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"gone"_s, .name = u"Rob Hill"_s, .suspended = true});
    });
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(office)), 1);
    m_replies = std::make_unique<Replies>(*m_database, m_clock, m_ids);
}

void TestReplies::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_replies.reset();
    m_database.reset();
    m_place.reset();
}

void TestReplies::isPlannedLikeAnyOther()
{
    ConversationWork work(*m_database, m_clock, m_ids);
    QVERIFY(work.saveDraft(followUp(), u"dana"_s, u"We can co"_s));
    QVERIFY(work.saveDraft(followUp(), u"sam"_s, u"Let me"_s));
    const Instant later = m_clock.now() + 2h;
    const ReplyAnswer<PlannedText> planned = send(u"  We can come on Monday.\r\nIs 9 fine?\n"_s, later);
    QVERIFY(planned);
    QCOMPARE(planned->at, later);
    QCOMPARE(planned->segments, 1);
    QCOMPARE(
        rowsOf(*m_database,
               u"SELECT direction, line, peer, body, step, automated, state, connection, channel, created_at, due_at,"
               " contact_id = (SELECT id FROM contacts) FROM messages WHERE id = ?"_s,
               {planned->message})
            .first()
            .replace(u"true"_s, u"1"_s),
        u"out +12145550100 +12145550123 We can come on Monday.\nIs 9 fine?  0 scheduled twilio-main text %1 %2 1"_s.arg(toMs(m_clock.now()))
            .arg(toMs(later)));
    QCOMPARE(rowsOf(*m_database,
                    u"SELECT effect_key, connection, line, state, due_at, true_until_at, attempts, in_doubt FROM jobs"
                    " WHERE message_id = ?"_s,
                    {planned->message}),
             QStringList{u"reply:%1 twilio-main +12145550100 waiting %2 %3 0 0"_s.arg(planned->message)
                             .arg(toMs(later))
                             .arg(toMs(later + Replies::trueFor))});
    QCOMPARE(rowsOf(*m_database, u"SELECT staff, planned_at, anyway FROM replies"_s), QStringList{u"dana %1 0"_s.arg(toMs(later))});
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id, subject FROM audit WHERE action = 'text_written'"_s),
             QStringList{u"staff:dana %1 message:%2"_s.arg(followUp(), planned->message)});
    const QString detail = value(u"SELECT detail FROM audit WHERE action = 'text_written'"_s);
    QVERIFY2(detail.contains(u"\"segments\":1"_s) && detail.contains(u"2026-11-20T20:00:00"_s) && !detail.contains(u"Monday"_s),
             qPrintable(detail));
    QVERIFY(!detail.contains(u"quiet"_s));
    // What she had half typed was this; what others type is theirs.
    QCOMPARE(rowsOf(*m_database, u"SELECT staff FROM drafts"_s), QStringList{u"sam"_s});
}

void TestReplies::inAClosedCaseToo()
{
    must(m_database->change(u"UPDATE follow_ups SET state = 'closed', closed_at = 5"_s));
    QVERIFY(send(u"Your invoice is in the mail."_s));
}

void TestReplies::refusals_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("staff");
    QTest::addColumn<bool>("knownCase");
    QTest::addColumn<qint64>("minutes");
    QTest::addColumn<int>("why");
    const auto row = [](const char *name, Why why, const QString &sql = {}, const QString &staff = u"dana"_s, bool knownCase = true,
                        Milliseconds later = 0min) {
        QTest::newRow(name) << sql << staff << knownCase << qint64(std::chrono::duration_cast<std::chrono::minutes>(later).count())
                            << int(why);
    };
    row("nobody of that name", Why::NoSuchPerson, {}, u"zoe"_s);
    row("suspended", Why::NotAllowed, {}, u"gone"_s);
    row("no such case", Why::NoSuchCase, {}, u"dana"_s, false);
    row("has opted out", Why::OptedOut, u"INSERT INTO opt_outs VALUES ('+12145550123', 5, 'keyword', 'caller')"_s);
    row("the provider blocks them", Why::OptedOut, u"INSERT INTO opt_outs VALUES ('+12145550123', 5, 'provider', 'provider')"_s);
    row("the line is gone", Why::NoSender, u"UPDATE follow_ups SET line = '+12145550109'"_s);
    row("a minute ago", Why::TimeInThePast, {}, u"dana"_s, true, -1min);
    row("next year", Why::TooFarAhead, {}, u"dana"_s, true, 90 * 24h + 1min);
}

void TestReplies::refusals()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, staff);
    QFETCH(const bool, knownCase);
    QFETCH(const qint64, minutes);
    QFETCH(const int, why);
    if (!sql.isEmpty())
        must(m_database->change(sql));
    const QString before = everything();
    const std::optional<Instant> at = minutes != 0 ? std::optional(m_clock.now() + std::chrono::minutes(minutes)) : std::nullopt;
    const ReplyAnswer<PlannedText> planned =
        m_replies->send({.followUp = knownCase ? followUp() : none, .text = u"Hello"_s, .at = at, .anyway = true}, staff);
    QVERIFY(!planned);
    QCOMPARE(int(planned.error().why), why);
    if (static_cast<Why>(why) == Why::OptedOut)
        QCOMPARE(planned.error().since, std::optional(fromMs(5)));
    QCOMPARE(everything(), before);
}

void TestReplies::texts_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("read");
    QTest::addColumn<int>("why"); // -1 = it is one
    QTest::addColumn<int>("count");
    const auto good = [](const char *name, const QString &typed, const QString &read) {
        QTest::newRow(name) << typed << read << -1 << 0;
    };
    const auto bad = [](const char *name, const QString &typed, Why why, int count) {
        QTest::newRow(name) << typed << QString() << int(why) << count;
    };
    good("as it is", u"On our way"_s, u"On our way"_s);
    good("blanks at the ends", u" \n On our way \t\n"_s, u"On our way"_s);
    good("lines of every kind", u"a\r\nb\rc\u2028d\u2029e\tf"_s, u"a\nb\nc\nd\ne f"_s);
    good("a family, joined", u"👨\u200D👩\u200D👧 ¿mañana?"_s, u"👨\u200D👩\u200D👧 ¿mañana?"_s);
    good("ten segments", QString(1530, u'a'), QString(1530, u'a'));
    bad("nothing", QString(), Why::NothingWritten, 0);
    bad("blanks", u" \r\n\t\u00A0"_s, Why::NothingWritten, 0);
    bad("eleven segments", QString(1531, u'a'), Why::TooLong, 11);
    bad("eleven segments for one curly quote", QString(670, u'a') + u'’', Why::TooLong, 11);
    bad("a bell", u"ab\acd"_s, Why::StrangeCharacters, 2);
    bad("a NUL", u"ab"_s + QChar(u'\0') + u'c', Why::StrangeCharacters, 2);
    bad("an escape", u"\u001B[1mHi"_s, Why::StrangeCharacters, 0);
    bad("turned around", u"abc\u202Ecba"_s, Why::StrangeCharacters, 3);
    bad("half of a pair", u"👋 "_s + QChar(0xD83D) + u'x', Why::StrangeCharacters, 3);
    bad("no character at all", u"x"_s + QChar(0xFFFF), Why::StrangeCharacters, 1);
}

void TestReplies::texts()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, read);
    QFETCH(const int, why);
    QFETCH(const int, count);
    const QString before = everything();
    const ReplyAnswer<PlannedText> planned = send(typed);
    QCOMPARE(planned.has_value(), why < 0);
    if (planned) {
        QCOMPARE(value(u"SELECT body FROM messages WHERE automated = 0"_s), read);
        return;
    }
    QCOMPARE(int(planned.error().why), why);
    QCOMPARE(planned.error().count, count);
    QCOMPARE(everything(), before);
}

void TestReplies::sizes()
{
    QCOMPARE(sizeOf(QString()), (TextSize{.segments = 0, .left = 160, .isPlain = true}));
    QCOMPARE(sizeOf(u"Don't"_s), (TextSize{.segments = 1, .left = 155, .isPlain = true}));
    QCOMPARE(sizeOf(u"Don’t"_s), (TextSize{.segments = 1, .left = 65, .isPlain = false}));
}

// 10:45 PM in Dallas; Texas and the playbook let go in the morning.
void TestReplies::quietHours()
{
    m_clock.set(instantOf(u"2026-11-21T04:45:00Z"_s));
    const QString before = everything();
    const ReplyAnswer<PlannedText> refused = send(u"Call you tomorrow"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().why, Why::QuietHours);
    QVERIFY(refused.error().since.has_value());
    const Instant morning = *refused.error().since;
    QCOMPARE(morning, instantOf(u"2026-11-21T15:00:00Z"_s));
    QCOMPARE(everything(), before);
    // An hour that is one of them, too.
    QCOMPARE(send(u"Call you tomorrow"_s, morning - 1min).error().why, Why::QuietHours);

    QVERIFY(send(u"Call you tomorrow"_s, morning));
    QVERIFY(!value(u"SELECT detail FROM audit WHERE action = 'text_written'"_s).contains(u"quiet"_s));
    const ReplyAnswer<PlannedText> now = send(u"Yes, we are on our way"_s, {}, true);
    QVERIFY(now);
    QCOMPARE(now->at, m_clock.now());
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'text_written' ORDER BY sequence DESC LIMIT 1"_s)
                .contains(u"\"despite_quiet_hours_until\":\"2026-11-21T15:00:00"_s));
    QCOMPARE(rowsOf(*m_database, u"SELECT anyway FROM replies ORDER BY planned_at"_s), (QStringList{u"1"_s, u"0"_s}));
}

// Said at noon it says nothing of a night that comes while the text is held up.
void TestReplies::anywayIsOnlyForTheNight()
{
    QVERIFY(send(u"On our way"_s, {}, true));
    QCOMPARE(value(u"SELECT anyway FROM replies"_s), u"0"_s);
    QVERIFY(!value(u"SELECT detail FROM audit WHERE action = 'text_written'"_s).contains(u"quiet"_s));
}

void TestReplies::mayAnswerWhatMayBeAnOptOut()
{
    must(m_database->change(u"INSERT INTO opt_outs VALUES (?, 5, 'likely', 'caller')"_s, {m_caller}));
    QVERIFY(send(u"Do you want us to stop texting?"_s));
}

void TestReplies::theSameWordsAreOneClick()
{
    const Instant first = m_clock.now();
    const ReplyAnswer<PlannedText> planned = send(u"On our way"_s);
    QVERIFY(planned);
    m_clock.advance(2s);
    const QString before = everything();
    const ReplyAnswer<PlannedText> again = m_replies->send({.followUp = followUp(), .text = u"On our way "_s}, u"sam"_s);
    QVERIFY(!again);
    QCOMPARE(again.error().why, Why::SameWords);
    QCOMPARE(again.error().since, std::optional(first));
    QCOMPARE(everything(), before);
    QVERIFY(send(u"On our way!"_s));
    QCOMPARE(send(u"On our way"_s, m_clock.now() + 9min).error().why, Why::SameWords);
    QVERIFY(send(u"On our way"_s, m_clock.now() + 11min));
    must(m_database->change(u"UPDATE messages SET state = 'failed' WHERE body = 'On our way'"_s)); // once more is what one would do
    QVERIFY(send(u"On our way"_s));
}

void TestReplies::canBeTakenBack()
{
    const ReplyAnswer<PlannedText> planned = send(u"See you at 9"_s, m_clock.now() + 24h);
    QVERIFY(planned);
    m_clock.advance(1min);
    const ReplyAnswer<QString> back = m_replies->cancel(planned->message, u"sam"_s);
    QVERIFY(back);
    QCOMPARE(*back, u"See you at 9"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT m.state, m.done_at, j.state FROM messages m JOIN jobs j ON j.message_id = m.id WHERE m.id = ?"_s,
                    {planned->message}),
             QStringList{u"dropped %1 dropped"_s.arg(toMs(m_clock.now()))});
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id, subject FROM audit WHERE action = 'text_taken_back'"_s),
             QStringList{u"staff:sam %1 message:%2"_s.arg(followUp(), planned->message)});
    const QString before = everything();
    QCOMPARE(m_replies->cancel(planned->message, u"sam"_s).error().why, Why::AlreadyLeft);
    QCOMPARE(everything(), before);
    QVERIFY(send(u"See you at 9"_s, m_clock.now() + 24h)); // what was taken back may be said again
}

void TestReplies::cannotBeTakenBack_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("staff");
    QTest::addColumn<int>("why");
    QTest::newRow("an engine has it in hand")
        << u"UPDATE jobs SET state = 'running', lease_owner = 'e', lease_until_at = 9 WHERE effect_key LIKE 'reply:%'"_s << u"dana"_s
        << int(Why::AlreadyLeft);
    QTest::newRow("it may have left") << u"UPDATE jobs SET in_doubt = 1 WHERE effect_key LIKE 'reply:%'"_s << u"dana"_s
                                      << int(Why::AlreadyLeft);
    QTest::newRow("it is sent") << u"UPDATE jobs SET state = 'done' WHERE effect_key LIKE 'reply:%'"_s << u"dana"_s
                                << int(Why::AlreadyLeft);
    QTest::newRow("nobody wrote it") << u"DELETE FROM replies"_s << u"dana"_s << int(Why::NoSuchText);
    QTest::newRow("by somebody who may not") << QString() << u"gone"_s << int(Why::NotAllowed);
    QTest::newRow("by nobody") << QString() << u"zoe"_s << int(Why::NoSuchPerson);
}

void TestReplies::cannotBeTakenBack()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, staff);
    QFETCH(const int, why);
    const ReplyAnswer<PlannedText> planned = send(u"See you at 9"_s, m_clock.now() + 24h);
    QVERIFY(planned);
    if (!sql.isEmpty())
        must(m_database->change(sql));
    const QString before = everything();
    QCOMPARE(int(m_replies->cancel(planned->message, staff).error().why), why);
    QCOMPARE(everything(), before);
    QCOMPARE(valueOf(*m_database, u"SELECT state FROM messages WHERE id = ?"_s, {planned->message}), u"scheduled"_s);
    QCOMPARE(m_replies->cancel(none, u"dana"_s).error().why, Why::NoSuchText);
}

void TestReplies::anOptOutTakesThemBack()
{
    QVERIFY(send(u"See you at 9"_s, m_clock.now() + 24h));
    QVERIFY(*Texting(*m_database, m_clock, m_ids).optOut(m_caller, u"sam"_s));
    QCOMPARE(value(u"SELECT m.state || ' ' || j.state FROM messages m JOIN jobs j ON j.message_id = m.id WHERE m.automated = 0"_s),
             u"dropped dropped"_s);
}

// A typed text is no callback.
void TestReplies::closesAndClaimsNothing()
{
    const QString state = u"SELECT f.state || t.state || t.claimed_by || COALESCE(f.reached_at, 0) || COALESCE(f.replied_at, 0) ||"
                          " f.next_step FROM follow_ups f JOIN callback_tasks t ON t.follow_up_id = f.id"_s;
    const QString before = value(state);
    const QString text = u"SELECT state FROM messages WHERE automated = 1"_s;
    QCOMPARE(value(text), u"scheduled"_s);
    QVERIFY(send(u"On our way"_s));
    QCOMPARE(value(state), before);
    QCOMPARE(value(text), u"scheduled"_s); // what the playbook planned goes on as the playbook says
}

void TestReplies::staysWhenTheCaseIsClosed()
{
    QVERIFY(send(u"See you at 9"_s, m_clock.now() + 24h));
    const QString task = value(u"SELECT id FROM callback_tasks"_s);
    Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(task, u"sam"_s));
    QVERIFY(desk.complete(task, u"sam"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = m_clock.now() + 24h}));
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"closed"_s);
    QCOMPARE(value(u"SELECT state FROM messages WHERE automated = 0"_s), u"scheduled"_s);
    QCOMPARE(value(u"SELECT state FROM messages WHERE step = 'text_back'"_s), u"dropped"_s);
}

QTEST_GUILESS_MAIN(TestReplies)

#include "tst_replies.moc"
