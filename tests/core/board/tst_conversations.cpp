#include "audit/trail.h"
#include "board/replies.h"
#include "desk/conversationwork.h"
#include "desk/replies.h"
#include "desk/replytext.h"
#include "engine/intake.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::board;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using desk::ConversationWork;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = desk::ReplyRefusal::Why;

namespace {

const QString none = u"01890a5d-ac96-774b-bcce-b302099a8057"_s;

QStringList names(const QList<CaseViewer> &viewers)
{
    QStringList names;
    for (const CaseViewer &viewer : viewers)
        names.append(viewer.isTyping ? viewer.name + u" types"_s : viewer.name);
    return names;
}

} // namespace

/// What people write in a conversation and who is at it, as the screens are told.
class TestConversations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void notesAreKept();
    void notesAreForUs();
    void notesAreBounded();
    void draftsSurvive();
    void draftsAreBounded();
    void whoIsLooking();
    void whoSaysNothingIsGone();
    void lookingLeavesNoTrace();
    void viewersAreFoundByIndex();
    void refusals();
    void scheduledTexts();
    void whoMayBeTexted_data();
    void whoMayBeTexted();

private:
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] CaseReplies seenBy(const QString &staff) { return must(readReplies(*m_database, m_case, staff, m_clock.now())); }
    [[nodiscard]] QStringList others(const QString &staff, const QString &followUp = {})
    {
        const QString shown = followUp.isEmpty() ? m_case : followUp;
        return names(must(readViewers(*m_database, test::exampleSetup(), shown, staff, m_clock.now())));
    }
    void missedCall(const QString &sid, const QString &from);

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    engine::Office m_office;
    QString m_case;
    std::unique_ptr<ConversationWork> m_work;
};

void TestConversations::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
    missedCall(u"CA1"_s, u"+12145550123"_s);
    m_case = value(u"SELECT id FROM follow_ups"_s);
    m_work = std::make_unique<ConversationWork>(*m_database, m_clock, m_ids);
}

void TestConversations::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestConversations::missedCall(const QString &sid, const QString &from)
{
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                       m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(m_office)), 1);
}

void TestConversations::notesAreKept()
{
    const Instant first = m_clock.now();
    const desk::ReplyAnswer<QString> id = m_work->note(m_case, u"dana"_s, u" Wants José, not us.\r\nCall after 3 "_s);
    QVERIFY(id);
    m_clock.advance(1min);
    QVERIFY(m_work->note(m_case, u"sam"_s, u"Done"_s));
    const QList<PrivateNote> notes = seenBy(u"pat"_s).notes;
    QCOMPARE(notes.size(), 2);
    QCOMPARE(notes.first(), (PrivateNote{.id = *id, .text = u"Wants José, not us.\nCall after 3"_s, .by = u"Dana Reyes"_s, .at = first}));
    QCOMPARE(notes.last().by, u"Sam Ortiz"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id FROM audit WHERE action = 'note_added' ORDER BY sequence"_s),
             (QStringList{u"staff:dana "_s + m_case, u"staff:sam "_s + m_case}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE detail LIKE '%José%'"_s), u"0"_s);
    missedCall(u"CA2"_s, u"+12145550124"_s);
    const QString other = valueOf(*m_database, u"SELECT id FROM follow_ups WHERE id <> ?"_s, {m_case});
    QVERIFY(must(readReplies(*m_database, other, u"pat"_s, m_clock.now())).notes.isEmpty());
}

void TestConversations::notesAreForUs()
{
    const QString count = u"SELECT (SELECT COUNT(*) FROM messages) || ' ' || (SELECT COUNT(*) FROM jobs) || ' ' ||"
                          " (SELECT COUNT(*) FROM lead_writes) || ' ' || (SELECT COUNT(*) FROM staff_notices)"_s;
    const QString before = value(count);
    QVERIFY(m_work->note(m_case, u"dana"_s, u"Rude on the phone"_s));
    QCOMPARE(value(count), before);
}

void TestConversations::notesAreBounded()
{
    QVERIFY(m_work->note(m_case, u"dana"_s, QString(desk::mostOfNote, u'é')));
    const desk::ReplyAnswer<QString> longer = m_work->note(m_case, u"dana"_s, QString(desk::mostOfNote + 1, u'é'));
    QCOMPARE(longer.error().why, Why::TooLong);
    QCOMPARE(longer.error().count, desk::mostOfNote + 1);
    QCOMPARE(longer.error().most, desk::mostOfNote);
    QCOMPARE(m_work->note(m_case, u"dana"_s, u" \n"_s).error().why, Why::NothingWritten);
    QCOMPARE(m_work->note(m_case, u"dana"_s, u"a\u202Eb"_s).error().why, Why::StrangeCharacters);
    QCOMPARE(seenBy(u"dana"_s).notes.size(), 1);
}

// The program ends without a word, and another one starts.
void TestConversations::draftsSurvive()
{
    const QString typed = u" We can come on M "_s; // as it stands, with its blanks
    QVERIFY(m_work->saveDraft(m_case, u"dana"_s, u"We ca"_s));
    m_clock.advance(2s);
    QVERIFY(m_work->saveDraft(m_case, u"dana"_s, typed + QChar(u'\0')));
    m_work.reset();
    m_database = m_place->open();
    ConversationWork again(*m_database, m_clock, m_ids);
    const desk::ReplyAnswer<QString> kept = again.draft(m_case, u"dana"_s);
    QVERIFY(kept);
    QCOMPARE(*kept, typed);
    QCOMPARE(seenBy(u"dana"_s).draft, std::optional(KeptDraft{.followUp = m_case, .text = typed, .savedAt = m_clock.now()}));
    QVERIFY(!seenBy(u"sam"_s).draft);
    QCOMPARE(*again.draft(m_case, u"sam"_s), QString());
    QCOMPARE(must(readDrafts(*m_database, u"dana"_s)).size(), 1);
    QVERIFY(must(readDrafts(*m_database, u"sam"_s)).isEmpty());
    QCOMPARE(value(u"SELECT COUNT(*) FROM audit WHERE actor = 'staff:dana'"_s), u"0"_s);

    QVERIFY(again.saveDraft(m_case, u"dana"_s, u"  "_s)); // all taken out again
    QVERIFY(!seenBy(u"dana"_s).draft);
    QVERIFY(again.saveDraft(m_case, u"dana"_s, u"x"_s));
    QVERIFY(*again.dropDraft(m_case, u"dana"_s));
    QVERIFY(!*again.dropDraft(m_case, u"dana"_s));
    QVERIFY(!seenBy(u"dana"_s).draft);
}

void TestConversations::draftsAreBounded()
{
    QVERIFY(m_work->saveDraft(m_case, u"dana"_s, QString(desk::mostOfDraft, u'x')));
    QCOMPARE(m_work->saveDraft(m_case, u"dana"_s, QString(desk::mostOfDraft + 1, u'x')).error().why, Why::TooLong);
    QCOMPARE(m_work->draft(m_case, u"dana"_s)->size(), desk::mostOfDraft); // what was kept stays
    QVERIFY(m_work->saveDraft(m_case, u"sam"_s, u"his"_s));
    // Two hundred cases, and something typed in each.
    must(
        m_database->change(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO follow_ups (id,"
                           " contact_id, line, playbook_version, state, missed_calls, opened_at, last_call_at, closed_at, outcome, reasons)"
                           " SELECT 'f' || i, c.id, 'l', 1, 'closed', 1, 1, 1, 1, '', '' FROM n, contacts c"_s));
    must(m_database->change(u"INSERT INTO drafts (staff, follow_up_id, body, saved_at) SELECT 'dana', id, 'half', 1 FROM follow_ups"
                            " WHERE state = 'closed'"_s));
    m_clock.advance(1s);
    QVERIFY(m_work->saveDraft(m_case, u"dana"_s, u"the newest"_s));
    QCOMPARE(value(u"SELECT COUNT(*) FROM drafts WHERE staff = 'dana'"_s), QString::number(ConversationWork::mostDrafts));
    QCOMPARE(*m_work->draft(m_case, u"dana"_s), u"the newest"_s);
    QCOMPARE(*m_work->draft(m_case, u"sam"_s), u"his"_s);
}

void TestConversations::whoIsLooking()
{
    QVERIFY(m_work->looking(m_case, u"dana"_s, false));
    m_clock.advance(1s);
    QVERIFY(m_work->looking(m_case, u"sam"_s, true));
    QCOMPARE(others(u"pat"_s), (QStringList{u"Dana Reyes"_s, u"Sam Ortiz types"_s}));
    QCOMPARE(others(u"dana"_s), QStringList{u"Sam Ortiz types"_s}); // of oneself one knows
    QCOMPARE(names(seenBy(u"sam"_s).others), QStringList{u"Dana Reyes"_s});
    QVERIFY(m_work->looking(m_case, u"sam"_s, false));
    QCOMPARE(others(u"dana"_s), QStringList{u"Sam Ortiz"_s});
    QVERIFY(*m_work->left(m_case, u"sam"_s));
    QVERIFY(!*m_work->left(m_case, u"sam"_s));
    QVERIFY(others(u"dana"_s).isEmpty());
    missedCall(u"CA2"_s, u"+12145550124"_s);
    QVERIFY(others(u"pat"_s, valueOf(*m_database, u"SELECT id FROM follow_ups WHERE id <> ?"_s, {m_case})).isEmpty());
}

void TestConversations::whoSaysNothingIsGone()
{
    const Instant came = m_clock.now();
    QVERIFY(m_work->looking(m_case, u"dana"_s, true));
    m_clock.advance(11s);
    QVERIFY(m_work->looking(m_case, u"dana"_s, true)); // says so again
    m_clock.advance(ConversationWork::lookingFor - 1ms);
    QCOMPARE(others(u"sam"_s), QStringList{u"Dana Reyes types"_s});
    QCOMPARE(seenBy(u"sam"_s).others.first().since, came);
    m_clock.advance(1ms);
    QVERIFY(others(u"sam"_s).isEmpty());
    QVERIFY(ConversationWork::lookingFor == 12s && ConversationWork::sayAgain * 2 < ConversationWork::lookingFor);

    // Back after a while they have come anew; and where they were before leaves no row behind.
    missedCall(u"CA2"_s, u"+12145550124"_s);
    const QString other = valueOf(*m_database, u"SELECT id FROM follow_ups WHERE id <> ?"_s, {m_case});
    QVERIFY(m_work->looking(other, u"dana"_s, false));
    QCOMPARE(value(u"SELECT COUNT(*) FROM viewers"_s), u"1"_s);
    QVERIFY(m_work->looking(m_case, u"dana"_s, false));
    QCOMPARE(value(u"SELECT COUNT(*) FROM viewers"_s), u"2"_s); // two windows
    QCOMPARE(seenBy(u"sam"_s).others.first().since, m_clock.now());
}

// At each key, from every console: the feed must not hear of it.
void TestConversations::lookingLeavesNoTrace()
{
    const QString before = value(u"SELECT COUNT(*) || MAX(hash) FROM audit"_s);
    for (int i = 0; i < 50; ++i) {
        m_clock.advance(200ms);
        QVERIFY(m_work->looking(m_case, u"dana"_s, i % 2 == 0));
        QVERIFY(m_work->saveDraft(m_case, u"dana"_s, QString(i + 1, u'x')));
    }
    QCOMPARE(value(u"SELECT COUNT(*) || MAX(hash) FROM audit"_s), before);
    QCOMPARE(value(u"SELECT COUNT(*) FROM viewers"_s), u"1"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM drafts"_s), u"1"_s);
}

void TestConversations::viewersAreFoundByIndex()
{
    if (m_database->dialect() != store::Dialect::Sqlite)
        return;
    for (const QString &sql : {u"SELECT staff FROM viewers WHERE follow_up_id = 'f' AND until_at > 5"_s,
                               u"DELETE FROM viewers WHERE staff = 'dana' AND until_at <= 5"_s,
                               u"SELECT id FROM case_notes WHERE follow_up_id = 'f' ORDER BY id"_s,
                               u"SELECT body FROM drafts WHERE staff = 'dana' AND follow_up_id = 'f'"_s}) {
        const QString plan = rowsOf(*m_database, u"EXPLAIN QUERY PLAN "_s + sql).join(u'\n');
        QVERIFY2(plan.contains(u"SEARCH"_s) && !plan.contains(u"SCAN"_s) && !plan.contains(u"TEMP B-TREE"_s), qPrintable(plan));
    }
}

void TestConversations::refusals()
{
    QCOMPARE(m_work->note(none, u"dana"_s, u"x"_s).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->saveDraft(none, u"dana"_s, u"x"_s).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->draft(none, u"dana"_s).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->dropDraft(none, u"dana"_s).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->looking(none, u"dana"_s, true).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->left(u"no id"_s, u"dana"_s).error().why, Why::NoSuchCase);
    QCOMPARE(m_work->looking(m_case, u"zoe"_s, true).error().why, Why::NoSuchPerson);
    QCOMPARE(value(u"SELECT COUNT(*) FROM viewers"_s), u"0"_s);
    QCOMPARE(readReplies(*m_database, none, u"dana"_s, m_clock.now()).error().kind, ErrorKind::NotFound);
    QCOMPARE(readViewers(*m_database, test::exampleSetup(), u"no id"_s, u"dana"_s, m_clock.now()).error().kind, ErrorKind::NotFound);
}

void TestConversations::scheduledTexts()
{
    desk::Replies replies(*m_database, m_clock, m_ids);
    const Instant written = m_clock.now();
    const auto later = replies.send({.followUp = m_case, .text = u"See you at 9"_s, .at = written + 24h}, u"dana"_s);
    const auto sooner = replies.send({.followUp = m_case, .text = u"Is 9 fine?"_s, .at = written + 1h}, u"sam"_s);
    QVERIFY(later && sooner);
    must(m_database->change(u"UPDATE messages SET due_at = due_at + 30000 WHERE body = 'See you at 9'"_s)); // as it is tried again
    CaseReplies seen = seenBy(u"pat"_s);
    QCOMPARE(seen.scheduled.size(), 2); // what the playbook planned is none of them
    QCOMPARE(seen.scheduled.first().text, u"Is 9 fine?"_s);
    QCOMPARE(seen.scheduled.last(), (ScheduledReply{.message = later->message,
                                                    .text = u"See you at 9"_s,
                                                    .by = u"Dana Reyes"_s,
                                                    .writtenAt = written,
                                                    .at = written + 24h,
                                                    .dueAt = written + 24h + 30s}));
    QCOMPARE(seen.writers, (QHash<QString, QString>{{later->message, u"Dana Reyes"_s}, {sooner->message, u"Sam Ortiz"_s}}));
    QVERIFY(replies.cancel(seen.scheduled.first().message, u"dana"_s));
    seen = seenBy(u"pat"_s);
    QCOMPARE(seen.scheduled.size(), 1);
    QCOMPARE(seen.writers.size(), 2);
}

void TestConversations::whoMayBeTexted_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("now");
    QTest::addColumn<bool>("hasSender");
    QTest::addColumn<bool>("optedOut");
    QTest::addColumn<bool>("likely");
    QTest::addColumn<QString>("quietUntil");
    const QString noon = u"2026-11-20T18:00:00Z"_s;
    QTest::newRow("at noon") << QString() << noon << true << false << false << QString();
    QTest::newRow("at night") << QString() << u"2026-11-21T04:45:00Z"_s << true << false << false << u"2026-11-21T15:00:00Z"_s;
    QTest::newRow("opted out") << u"INSERT INTO opt_outs VALUES ('+12145550123', 5, 'keyword', '')"_s << noon << true << true << false
                               << QString();
    QTest::newRow("perhaps opted out") << u"INSERT INTO opt_outs VALUES ('+12145550123', 5, 'likely', '')"_s << noon << true << false
                                       << true << QString();
    QTest::newRow("the line is gone") << u"UPDATE follow_ups SET line = '+12145550109'"_s << noon << false << false << false << QString();
}

void TestConversations::whoMayBeTexted()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, now);
    QFETCH(const bool, hasSender);
    QFETCH(const bool, optedOut);
    QFETCH(const bool, likely);
    QFETCH(const QString, quietUntil);
    if (!sql.isEmpty())
        must(m_database->change(sql));
    m_clock.set(instantOf(now));
    const CaseReplies seen = seenBy(u"dana"_s);
    QCOMPARE(seen.hasSender, hasSender);
    QCOMPARE(seen.optedOutSince, optedOut ? std::optional(fromMs(5)) : std::nullopt);
    QCOMPARE(seen.mayHaveOptedOut, likely);
    QCOMPARE(seen.quietUntil, quietUntil.isEmpty() ? std::nullopt : std::optional(instantOf(quietUntil)));
}

QTEST_GUILESS_MAIN(TestConversations)

#include "tst_conversations.moc"
