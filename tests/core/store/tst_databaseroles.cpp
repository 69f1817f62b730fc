#include "board/reader.h"
#include "board/signins.h"
#include "desk/connectionwork.h"
#include "desk/conversationwork.h"
#include "desk/desk.h"
#include "desk/leadwork.h"
#include "desk/playbookwork.h"
#include "desk/replies.h"
#include "desk/signin.h"
#include "desk/stormswitch.h"
#include "desk/texting.h"
#include "engine/intake.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/migrations.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QCoreApplication>
#include <QTest>

using namespace ringback;
using namespace Qt::StringLiterals;
using test::must;
using test::valueOf;

/// PostgreSQL's own roles, with real logins: what a program may do whose database password is a rep's, an admin's, an owner's or an engine's.
class TestDatabaseRoles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void sqliteHasNone();
    void grantedAgainChangesNothing();
    void eachStartsItsConsole_data();
    void eachStartsItsConsole();
    void nobodyChangesTheTrail_data() { logins(); }
    void nobodyChangesTheTrail();
    void whatEachMay_data();
    void whatEachMay();
    void aRepWorks();
    void aRepsLoginChangesNoSignIn();
    void aLoginNamedAfterAPersonSetsTheirOwn();
    void anAdminResets();
    void anAdminChangesTheRules();
    void anOwnerConnects();

private:
    static void logins()
    {
        QTest::addColumn<QString>("role");
        for (const char *role : {"rep", "admin", "owner", "engine"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }
    [[nodiscard]] QString login(const QString &role) const
    {
        return u"ringback_test_%1_%2"_s.arg(role).arg(QCoreApplication::applicationPid());
    }
    [[nodiscard]] std::unique_ptr<store::Database> as(const QString &role) const
    {
        store::Address address = m_place->address();
        address.user = login(role);
        return must(store::Database::open(address));
    }
    [[nodiscard]] static QString tried(store::Database &database, const QString &sql)
    {
        const Result<qint64> done = database.change(sql);
        return done ? u"done"_s : done.error().kind == ErrorKind::Refused ? u"refused"_s : done.error().what;
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

void TestDatabaseRoles::initTestCase()
{
    if (!test::postgresServer())
        return;
    m_place = std::make_unique<test::TestDatabase>(store::Dialect::PostgreSql);
    m_database = m_place->open();
    QCOMPARE(must(store::databaseRoles(*m_database)), store::DatabaseRoles::Granted);
    for (const QString &role : {u"rep"_s, u"admin"_s, u"owner"_s, u"engine"_s})
        must(m_database->change(u"CREATE ROLE %1 LOGIN IN ROLE ringback_%2"_s.arg(login(role), role)));
    const engine::Office office = test::storeOffice(*m_database, m_clock.now(), [this](settings::Setup &setup) {
        setup.staff.append({.id = u"ana"_s, .name = u"Ana Cruz"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = login(u"rep"_s), .name = u"Rosa Lima"_s});
    });
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    engine::Intake intake(*m_database, m_clock, m_ids);
    QCOMPARE(must(intake.turn(office)), 1);
    desk::SignIn signIn(*m_database, m_clock, desk::HashCost::least());
    QVERIFY(signIn.makeOwner(u"pat"_s, {}, {.typed = u"seven green bottles"_s}).has_value());
    QVERIFY(signIn.recover(u"dana"_s, {.typed = u"a rook on the chimney"_s}).has_value());
    QVERIFY(signIn.reset(u"pat"_s, login(u"rep"_s), {.typed = u"chosen by somebody else"_s}).has_value());
}

void TestDatabaseRoles::cleanupTestCase()
{
    if (m_database) {
        for (const QString &role : {u"rep"_s, u"admin"_s, u"owner"_s, u"engine"_s})
            must(m_database->change(u"DROP ROLE "_s + login(role)));
    }
    m_database.reset();
    m_place.reset();
}

void TestDatabaseRoles::sqliteHasNone()
{
    const test::TestDatabase place(store::Dialect::Sqlite);
    const std::unique_ptr<store::Database> database = place.open();
    QCOMPARE(must(store::databaseRoles(*database)), store::DatabaseRoles::NotHere);
    QCOMPARE(must(store::grantRoles(*database)), store::DatabaseRoles::NotHere);
}

#define NEEDS_POSTGRES                                                                                                                     \
    if (!m_database)                                                                                                                       \
    QSKIP("RINGBACK_TEST_POSTGRES names no server")

void TestDatabaseRoles::grantedAgainChangesNothing()
{
    NEEDS_POSTGRES;
    const QString grants =
        u"SELECT string_agg(relname || relacl::text, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relacl IS NOT NULL"_s;
    const QString before = valueOf(*m_database, grants);
    QCOMPARE(must(store::grantRoles(*m_database)), store::DatabaseRoles::Granted);
    QCOMPARE(valueOf(*m_database, grants), before);
    must(m_database->change(u"REVOKE INSERT ON setups FROM ringback_admin"_s));
    QCOMPARE(must(store::databaseRoles(*m_database)), store::DatabaseRoles::NotGranted);
    QCOMPARE(must(store::grantRoles(*m_database)), store::DatabaseRoles::Granted);
}

void TestDatabaseRoles::eachStartsItsConsole_data()
{
    logins();
}

// A login that may make no tables opens the office all the same.
void TestDatabaseRoles::eachStartsItsConsole()
{
    NEEDS_POSTGRES;
    QFETCH(const QString, role);
    const std::unique_ptr<store::Database> database = as(role);
    must(store::migrate(*database, m_clock.now()));
    board::Reader reader(*database, m_clock);
    QCOMPARE(must(reader.office()).company, test::exampleSetup().company.name);
    const QList<board::BoardRow> rows = must(reader.board());
    QCOMPARE(rows.size(), 1);
    reader.setShowsMoney(role == u"owner"_s || role == u"engine"_s);
    QCOMPARE(must(reader.conversation(rows.first().id)).calls.size(), 1);
    QVERIFY(must(reader.health()).textsWaiting >= 0);
    QCOMPARE(board::readSignIns(*database).has_value(), role != u"engine"_s); // engines know no sign-ins
}

void TestDatabaseRoles::nobodyChangesTheTrail()
{
    NEEDS_POSTGRES;
    QFETCH(const QString, role);
    const std::unique_ptr<store::Database> database = as(role);
    const QString before = valueOf(*m_database, u"SELECT COUNT(*) || MAX(hash) FROM audit"_s);
    for (const QString &sql : {u"DELETE FROM audit"_s, u"UPDATE audit SET actor = 'nobody'"_s, u"TRUNCATE audit"_s, u"DROP TABLE audit"_s,
                               u"DELETE FROM audit_head"_s, u"DELETE FROM setups"_s, u"UPDATE setups SET document = '{}'"_s,
                               u"DELETE FROM schema_migrations"_s, u"ALTER TABLE credentials ADD COLUMN plain TEXT"_s})
        QCOMPARE(sql + u": "_s + tried(*database, sql), sql + u": refused"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) || MAX(hash) FROM audit"_s), before);
}

void TestDatabaseRoles::whatEachMay_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("who"); // of rep, admin, owner, engine
    const auto row = [](const char *name, const QString &sql, const QString &who) {
        QTest::newRow(name) << sql << who;
    };
    row("read cases", u"SELECT id FROM follow_ups"_s, u"rep admin owner engine"_s);
    row("change tasks", u"UPDATE callback_tasks SET note = note"_s, u"rep admin owner engine"_s);
    row("remove tasks", u"DELETE FROM callback_tasks WHERE id = 'none'"_s, u"engine"_s);
    row("a new setup",
        u"INSERT INTO setups (version, document, created_at) SELECT 900, document, created_at FROM setups WHERE version = 900"_s,
        u"admin owner"_s);
    row("a new playbook", u"INSERT INTO playbooks SELECT * FROM playbooks WHERE version = 900"_s, u"admin owner"_s);
    row("a draft of one", u"DELETE FROM playbook_drafts WHERE staff = 'none'"_s, u"admin owner"_s);
    row("a version that was", u"UPDATE playbooks SET note = note"_s, {});
    row("new sign-ins", u"INSERT INTO credentials SELECT * FROM credentials WHERE staff = 'none'"_s, u"admin owner"_s);
    row("remove sign-ins", u"DELETE FROM credentials WHERE staff = 'none'"_s, u"admin owner"_s);
    row("give a sign-in to somebody else", u"UPDATE credentials SET staff = 'sam' WHERE staff = 'none'"_s, u"admin owner"_s);
    row("write a note", u"INSERT INTO case_notes SELECT * FROM case_notes WHERE id = 'none'"_s, u"rep admin owner engine"_s);
    row("change a note", u"UPDATE case_notes SET body = 'other' WHERE id = 'none'"_s, u"engine"_s);
    row("say who wrote a text", u"UPDATE replies SET staff = 'sam' WHERE staff = 'none'"_s, u"engine"_s);
    row("drop a draft", u"DELETE FROM drafts WHERE staff = 'none'"_s, u"rep admin owner engine"_s);
    row("leave a case", u"DELETE FROM viewers WHERE staff = 'none'"_s, u"rep admin owner engine"_s);
    row("read sign-ins", u"SELECT staff FROM credentials"_s, u"rep admin owner"_s);
    row("what cases earned", u"SELECT amount_cents FROM lead_wins"_s, u"owner engine"_s);
    row("webhooks' undo", u"DELETE FROM wirings WHERE connection = 'none'"_s, u"owner"_s);
    row("the inbox", u"UPDATE inbox SET id = id WHERE id = 'none'"_s, u"engine"_s);
    row("tables", u"CREATE TABLE mine (id TEXT)"_s, {});
}

void TestDatabaseRoles::whatEachMay()
{
    NEEDS_POSTGRES;
    QFETCH(const QString, sql);
    QFETCH(const QString, who);
    QStringList may;
    for (const QString &role : {u"rep"_s, u"admin"_s, u"owner"_s, u"engine"_s}) {
        const QString answer = tried(*as(role), sql);
        QVERIFY2(answer == u"done"_s || answer == u"refused"_s, qPrintable(answer));
        if (answer == u"done"_s)
            may.append(role);
    }
    QCOMPARE(may.join(u' '), who);
}

// All that a rep does at a console, with a rep's login.
void TestDatabaseRoles::aRepWorks()
{
    NEEDS_POSTGRES;
    const std::unique_ptr<store::Database> database = as(u"rep"_s);
    desk::SignIn signIn(*database, m_clock, desk::HashCost::least());
    QVERIFY(!signIn.check(u"dana"_s, desk::Secret(u"guess"_s)).has_value());
    QVERIFY(signIn.check(u"dana"_s, desk::Secret(u"a rook on the chimney"_s)).has_value());
    const QString task = valueOf(*m_database, u"SELECT id FROM callback_tasks"_s);
    desk::Desk desk(*database, m_clock, m_ids);
    const desk::Answer<calls::CallbackTask> claimed = desk.claim(task, u"dana"_s);
    QVERIFY2(claimed, claimed ? "" : qPrintable(claimed.error().detail));
    const desk::Answer<calls::CallbackTask> completed =
        desk.complete(task, u"dana"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = m_clock.now() + std::chrono::hours(24)});
    QVERIFY2(completed, completed ? "" : qPrintable(completed.error().detail));
    QVERIFY(desk.undo(task, u"dana"_s).has_value());
    QVERIFY(desk.release(task, u"dana"_s).has_value());
    desk::Texting texting(*database, m_clock, m_ids);
    QVERIFY(texting.optOut(u"+12145550141"_s, u"dana"_s).has_value());
    QVERIFY(texting.optIn(u"+12145550141"_s, u"dana"_s).has_value());
    const QString followUp = valueOf(*m_database, u"SELECT id FROM follow_ups"_s);
    desk::ConversationWork work(*database, m_clock, m_ids);
    QVERIFY(work.note(followUp, u"dana"_s, u"Asked for Pat"_s).has_value());
    QVERIFY(work.looking(followUp, u"dana"_s, true).has_value());
    QVERIFY(work.left(followUp, u"dana"_s).has_value());
    QVERIFY(work.saveDraft(followUp, u"dana"_s, u"On our w"_s).has_value());
    desk::Replies replies(*database, m_clock, m_ids);
    const desk::TypedText typed{.followUp = followUp, .text = u"On our way"_s};
    const desk::ReplyAnswer<desk::PlannedText> planned = replies.send(typed, u"dana"_s);
    QVERIFY2(planned, planned ? "" : qPrintable(planned.error().detail));
    QVERIFY(replies.cancel(planned->message, u"dana"_s).has_value());
    desk::StormSwitch storm(*database, m_clock, m_ids);
    QVERIFY(storm.begin(u"dana"_s, std::nullopt).has_value());
    QVERIFY(storm.end(u"dana"_s).has_value());
    QVERIFY(!must(audit::verify(*m_database)).firstBad);
}

// The hash of a rep's own is better made by now, which a rep's login cannot store: they are let in all the same.
void TestDatabaseRoles::aRepsLoginChangesNoSignIn()
{
    NEEDS_POSTGRES;
    using Why = desk::SignInRefusal::Why;
    const std::unique_ptr<store::Database> database = as(u"rep"_s);
    desk::HashCost better = desk::HashCost::least();
    better.operations += 1;
    desk::SignIn signIn(*database, m_clock, better);
    const QString before = valueOf(*m_database, u"SELECT hash FROM credentials WHERE staff = 'dana'"_s);
    QVERIFY(signIn.check(u"dana"_s, desk::Secret(u"a rook on the chimney"_s)).has_value());
    QCOMPARE(signIn.setOwn(u"dana"_s, desk::Secret(u"a rook on the chimney"_s), {.typed = u"another fine mess here"_s}).error().why,
             Why::NotHere);
    // Even one who says that they are the owner.
    QCOMPARE(signIn.reset(u"pat"_s, u"dana"_s, {.typed = u"another fine mess here"_s}).error().why, Why::NotHere);
    QCOMPARE(signIn.recover(u"pat"_s, {.typed = u"another fine mess here"_s}).error().why, Why::NotHere);
    QCOMPARE(valueOf(*m_database, u"SELECT hash FROM credentials WHERE staff = 'dana'"_s), before);
}

// Rosa's login is called as she is in the setup.
void TestDatabaseRoles::aLoginNamedAfterAPersonSetsTheirOwn()
{
    NEEDS_POSTGRES;
    using Why = desk::SignInRefusal::Why;
    const QString rosa = login(u"rep"_s);
    const std::unique_ptr<store::Database> database = as(u"rep"_s);
    desk::SignIn signIn(*database, m_clock, desk::HashCost::least());
    QCOMPARE(signIn.check(rosa, desk::Secret(u"chosen by somebody else"_s))->mustChange, true);
    QVERIFY(signIn.setOwn(rosa, desk::Secret(u"chosen by somebody else"_s), {.typed = u"nobody knows but me"_s}).has_value());
    QCOMPARE(signIn.check(rosa, desk::Secret(u"nobody knows but me"_s))->mustChange, false);
    QCOMPARE(signIn.setOwn(u"dana"_s, desk::Secret(u"a rook on the chimney"_s), {.typed = u"another fine mess here"_s}).error().why,
             Why::NotHere);
    // Whatever program it is.
    const QString others = u"SELECT string_agg(hash, ' ' ORDER BY staff) FROM credentials WHERE staff <> '%1'"_s.arg(rosa);
    const QString before = valueOf(*m_database, others);
    QCOMPARE(must(database->change(u"UPDATE credentials SET must_change = 0"_s)), 1);
    QCOMPARE(must(database->change(u"UPDATE credentials SET hash = 'known' WHERE staff = 'dana'"_s)), 0);
    QCOMPARE(valueOf(*m_database, others), before);
    // And everybody's are seen: with none, a console would let everybody in.
    QCOMPARE(valueOf(*database, u"SELECT COUNT(*) FROM credentials"_s), valueOf(*m_database, u"SELECT COUNT(*) FROM credentials"_s));
}

void TestDatabaseRoles::anAdminResets()
{
    NEEDS_POSTGRES;
    const std::unique_ptr<store::Database> database = as(u"admin"_s);
    desk::SignIn signIn(*database, m_clock, desk::HashCost::least());
    QVERIFY(signIn.reset(u"ana"_s, u"sam"_s, {.typed = u"another fine mess here"_s}).has_value());
    QVERIFY(signIn.setOwn(u"sam"_s, desk::Secret(u"another fine mess here"_s), {.typed = u"nobody knows but me"_s}).has_value());
}

// Only who may change the rules: a rep's login changes none, also of one who says that they are the owner.
void TestDatabaseRoles::anAdminChangesTheRules()
{
    NEEDS_POSTGRES;
    using Why = desk::PlaybookRefusal::Why;
    playbook::Playbook book = test::roofing();
    book.dedupWindow = std::chrono::hours(2);
    const std::unique_ptr<store::Database> reps = as(u"rep"_s);
    desk::PlaybookWork asRep(*reps, m_clock);
    QCOMPARE(asRep.makeLive({.playbook = book, .before = 1}, u"pat"_s).error().why, Why::CannotStore);
    QCOMPARE(asRep.saveDraft({.playbook = book, .before = 1}, u"pat"_s).error().why, Why::CannotStore);
    QVERIFY(asRep.versions(u"dana"_s).has_value());
    const std::unique_ptr<store::Database> admins = as(u"admin"_s);
    desk::PlaybookWork work(*admins, m_clock);
    const auto drafted = work.saveDraft({.playbook = book, .before = 1}, u"ana"_s);
    QVERIFY2(drafted, drafted ? "" : qPrintable(drafted.error().detail));
    const auto made = work.makeLive({.playbook = book, .before = 1}, u"ana"_s);
    QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    QVERIFY(work.rollBack(1, 2, {}, u"ana"_s).has_value());
}

void TestDatabaseRoles::anOwnerConnects()
{
    NEEDS_POSTGRES;
    const std::unique_ptr<store::Database> database = as(u"owner"_s);
    desk::ConnectionWork work(*database, m_clock);
    const desk::Connection quo{.id = u"quo"_s, .account = desk::QuoAccount{.apiKeySecret = u"quo-api-key"_s}};
    const desk::ConnectionAnswer<desk::Connection> put = work.put({.connection = quo, .before = {}, .lines = {}}, u"pat"_s);
    QVERIFY2(put, put ? "" : qPrintable(put.error().detail));
    QVERIFY(work.keepWiring(u"quo"_s, "{}", u"pat"_s).has_value());
    const desk::ConnectionAnswer<desk::Connection> removed = work.remove(u"quo"_s, u"pat"_s);
    QVERIFY2(removed, removed ? "" : qPrintable(removed.error().detail));
    desk::LeadWork leads(*database, m_clock);
    const desk::LeadConnection sheet{.id = u"sheet"_s, .account = desk::OutgoingHook{.addressSecret = u"sheet-url"_s}};
    const auto lead = leads.put({.connection = sheet, .before = {}}, u"pat"_s);
    QVERIFY2(lead, lead ? "" : qPrintable(lead.error().detail));
    const auto gone = leads.remove(u"sheet"_s, u"pat"_s);
    QVERIFY2(gone, gone ? "" : qPrintable(gone.error().detail));
}

QTEST_GUILESS_MAIN(TestDatabaseRoles)

#include "tst_databaseroles.moc"
