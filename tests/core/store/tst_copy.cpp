#include "audit/trail.h"
#include "store/copyoffice.h"
#include "store/dialect.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSqlRecord>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::TestDatabase;
using ringback::test::valueOf;

namespace {

void addAuditRow(Database &database, const QString &action)
{
    Transaction transaction = must(Transaction::begin(database));
    audit::Trail trail;
    trail.add({.at = Instant(Milliseconds(5)), .actor = u"engine"_s, .action = action, .caseId = {}, .subject = {}, .detail = {}});
    must(trail.appendTo(transaction));
    must(transaction.commit());
}

// Rows of every table, with NULLs, empty texts, large numbers and text that must not be mangled.
void furnish(Database &database)
{
    test::storeOffice(database, Instant(Milliseconds(1)));
    for (
        const QString &sql :
        {u"INSERT INTO office VALUES (1, 0, 1) ON CONFLICT (id) DO NOTHING"_s,
         u"INSERT INTO contacts VALUES ('c', '+12145550123', 'José \"Pepe\" O''Neill', '', 'new_lead', 'es', '', 1795219200123, 'jobber')"_s,
         u"INSERT INTO opt_outs VALUES ('+12145550124', 5, 'likely', '')"_s,
         u"INSERT INTO follow_ups (id, contact_id, line, playbook_version, state, missed_calls, opened_at, last_call_at, "
         u"outcome, reasons)"
         " VALUES ('f', 'c', 'l', 1, 'open', 2, 1, 2, '', 'texted')"_s,
         u"INSERT INTO calls (id, connection, provider_call_id, caller, caller_raw, caller_name, line, started_at, verdict, settles_to,"
         " provider_reason, attestation, listed_as_spam, listed_by, follow_up_id, reasons) VALUES"
         " ('k', 'main', 'CA1', '+12145550123', '', '', 'l', 1, 'missed', 'pending', 'no-answer', '', 0, '', 'f', 'texted')"_s,
         u"INSERT INTO leads VALUES ('le', 'f', 'c', 'tag', 'source', 'new', NULL, 1)"_s,
         u"INSERT INTO callback_tasks (id, follow_up_id, state, team, assigned_to, priority, note, created_at, due_at, claimed_by,"
         " completed_by, outcome) VALUES ('t', 'f', 'open', 'office', '', 1, '', 1, 2, '', '', '')"_s,
         u"INSERT INTO messages (id, contact_id, direction, line, peer, body, step, automated, state, connection, error_code, created_at, "
         u"due_at)"
         " VALUES ('m', 'c', 'out', 'l', 'p', 'Perdón 👋 we''ll call', 'text_back', 1, 'scheduled', 'main', '', 1, 1)"_s,
         u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, error) VALUES ('i', 'main', 'voice', "
         u"'e', 'a=b', 1, 1,"
         " 'done', '')"_s,
         u"INSERT INTO jobs VALUES ('j', 'text:1', 'm', 'main', 'l', 'waiting', 1, 2, 1, 1, 1, 0, '', 3, NULL, '', 7)"_s,
         u"INSERT INTO attempts VALUES ('j', 1, 'started', 1, 'engine', '')"_s,
         u"INSERT INTO attempts VALUES ('j', 1, 'unknown', 2, 'engine', '')"_s,
         u"INSERT INTO replies VALUES ('m', 'dana', 5, 1)"_s,
         u"INSERT INTO case_notes VALUES ('no', 'f', 'dana', 'Asked for “José”', 5)"_s,
         u"INSERT INTO drafts VALUES ('dana', 'f', 'On my w', 6)"_s,
         u"INSERT INTO viewers VALUES ('f', 'dana', 1, 6, 18)"_s,
         u"INSERT INTO line_paces VALUES ('l', 9)"_s,
         u"INSERT INTO storms VALUES ('s', 'over', 1, 'engine', NULL, 2, 'engine')"_s,
         u"INSERT INTO connection_pulses (connection, last_failure, refused_signatures, secret_missing) VALUES ('main', '', 0, 0)"_s,
         u"INSERT INTO voicemails VALUES ('k', 'https://vm.example/1', 14000, 'Call me: “día”', 7)"_s,
         u"INSERT INTO event_sources VALUES ('main', '{\"page\":1}', 4, 5, 6, '', NULL, 0)"_s,
         u"INSERT INTO credentials VALUES ('dana', 'pin', '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA', 5, 'staff:pat', 1)"_s,
         u"INSERT INTO sign_in_failures VALUES ('dana', 2, 5, NULL)"_s,
         u"INSERT INTO dials (id, number, follow_up_id, task_id, staff, way, connection, line, state, began_at, until_at, lease_owner,"
         " provider_call_id, error_code) VALUES ('d', '+12145550123', 'f', 't', 'dana', 'link', '', '', 'ringing', 5, 6, '', '', '')"_s,
         u"UPDATE playbooks SET saved_by = 'staff:pat', note = 'Más corto: \"10 s\"'"_s,
         u"INSERT INTO playbook_drafts VALUES ('pat', 1, '{ \"name\": \"Técho', 1795219200123)"_s,
         u"INSERT INTO bookings VALUES ('calendly', 'b', 'f', 'booked', 'José', '+12145550123', '', 9, 5, 6)"_s,
         u"INSERT INTO presences VALUES ('dana', 'person', 'busy', 5, 9)"_s,
         u"INSERT INTO routing_turns VALUES ('office', 'dana', 1000000)"_s,
         u"INSERT INTO unstaffed_queues VALUES ('office', 5, NULL)"_s,
         u"INSERT INTO staff_notices (id, effect_key, staff, task_id, kind, channel, address, connection, line, subject, body, state, "
         u"created_at,"
         " due_at, true_until_at, attempts, lease_owner, lease_number, provider_id, last_error) VALUES ('n', 'escalated:t:1', 'dana', 't',"
         " 'escalated', 'text', '+12145550188', 'main', 'l', '', 'Call back José', 'waiting', 1, 1, 9, 0, '', 0, '', '')"_s,
         u"INSERT INTO calendar_reads (calendar, staff, cursor, due_at, lease_owner, failures, last_error) VALUES ('home', 'dana', 'etag', "
         u"5, '',"
         " 0, '')"_s,
         u"INSERT INTO busy_times VALUES ('home', 5, 9, 'leave')"_s,
         u"INSERT INTO calendar_feeds VALUES ('home', 12)"_s,
         u"INSERT INTO calendar_entries (task_id, calendar, uid, wanted, revision, written_revision, written, asked, place, tag, state, "
         u"due_at,"
         " attempts, lease_owner, lease_number, last_error) VALUES ('t', 'home', 'u@callback.ringback', 1, 1, 0, '', '', '', '', "
         "'waiting', 5, 0,"
         " '', 0, '')"_s,
         u"INSERT INTO wirings VALUES ('main', '{}', 5, 'staff:dana')"_s,
         u"INSERT INTO blocked_numbers VALUES ('+12145550199', 'blocked', '', 'rude', 'staff:dana', 5, 'robots', 'robocalls', 4, 12, 1, 3, 4, 5)"_s,
         u"INSERT INTO number_complaints VALUES ('+12145550199', 1, 12)"_s,
         u"INSERT INTO lead_records VALUES ('jobber', 'r1', 'Maria', 'maria@example.com', 'prior_customer', 'es', '', '', 1, NULL, 5)"_s,
         u"INSERT INTO lead_record_numbers VALUES ('+12145550123', 'jobber', 'r1')"_s,
         u"INSERT INTO lead_record_emails VALUES ('maria@example.com', 'jobber', 'r1')"_s,
         u"INSERT INTO lead_reads VALUES ('jobber', 'records', 'page 2', 5, '', NULL, 0, '', 100, NULL, NULL, 0)"_s,
         u"INSERT INTO lead_feeds VALUES ('jobber', 12)"_s,
         u"INSERT INTO lead_links VALUES ('f', 'jobber', 'r1', '', '', '', '', 0, 0, '', '', 5)"_s,
         u"INSERT INTO lead_writes VALUES ('w', 'jobber:12', 'jobber', 'f', 'lead', '', 'lead:le', 12, 5, 'waiting', 5, 0, 0, NULL, 0, '', "
         u"0, NULL,"
         " '', '', '', NULL)"_s,
         u"INSERT INTO lead_wins VALUES ('jobber', 'inv1', 'r1', NULL, 'invoice', '', 840000, 9, '', 0, 9)"_s,
         u"INSERT INTO engines VALUES ('e', 1, 2, '')"_s})
        must(database.change(sql));
    Transaction transaction = must(Transaction::begin(database));
    for (int i = 0; i < 2'500; ++i) { // more than one statement takes
        must(transaction.change(u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, error)"
                                " VALUES (?, 'main', 'voice', ?, 'x=1', 1, 1, 'done', '')"_s,
                                {u"i%1"_s.arg(i), QString::number(i)}));
    }
    must(transaction.commit());
    addAuditRow(database, u"office_furnished"_s);
}

// With NULL told from nothing and from 0.
QStringList everything(Database &database, const QString &table)
{
    const QSqlRecord columns = database.handle().record(table);
    QStringList lines;
    for (const Row &row : must(database.rows(u"SELECT * FROM "_s + table))) {
        QStringList values;
        for (int column = 0; column < columns.count(); ++column)
            values.append(columns.fieldName(column) + u'=' + (row.isNull(column) ? u"NULL"_s : u"'%1'"_s.arg(row.text(column))));
        values.sort();
        lines.append(values.join(u' '));
    }
    lines.sort();
    return lines;
}

CopySteps stepsOf(
    std::function<void()> meanwhile = [] {}, Done verdict = {})
{
    return {.progress =
                [meanwhile](const QString &table, qint64) {
                    if (table == "audit"_L1)
                        meanwhile();
                },
            .verify =
                [verdict](Database &) {
                    return verdict;
                }};
}

} // namespace

class TestCopy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void noTableIsForgotten();
    void copiesEverything();
    void leavesAnOfficeAlone();
    void whatIsWrittenMeanwhileUndoesIt();
    void whatIsNotTheSameUndoesIt();

private:
    void expectUntouchedTarget();

    std::unique_ptr<TestDatabase> m_fromPlace;
    std::unique_ptr<TestDatabase> m_toPlace;
    std::unique_ptr<Database> m_from;
    std::unique_ptr<Database> m_to;
};

void TestCopy::initTestCase_data()
{
    QTest::addColumn<Dialect>("from");
    QTest::addColumn<Dialect>("to");
    QTest::newRow("file to file") << Dialect::Sqlite << Dialect::Sqlite;
    if (test::postgresServer()) {
        QTest::newRow("file to PostgreSQL") << Dialect::Sqlite << Dialect::PostgreSql;
        QTest::newRow("PostgreSQL to file") << Dialect::PostgreSql << Dialect::Sqlite;
    }
}

void TestCopy::init()
{
    QFETCH_GLOBAL(const Dialect, from);
    QFETCH_GLOBAL(const Dialect, to);
    m_fromPlace = std::make_unique<TestDatabase>(from);
    m_toPlace = std::make_unique<TestDatabase>(to);
    m_from = m_fromPlace->open();
    m_to = m_toPlace->open();
    furnish(*m_from);
}

void TestCopy::cleanup()
{
    m_from.reset();
    m_to.reset();
    m_fromPlace.reset();
    m_toPlace.reset();
}

void TestCopy::expectUntouchedTarget()
{
    const std::unique_ptr<Database> other = m_toPlace->open();
    for (const QString &table : officeTables())
        QCOMPARE(valueOf(*other, u"SELECT COUNT(*) FROM "_s + table), table == "audit_head"_L1 ? u"1"_s : u"0"_s);
    QCOMPARE(valueOf(*other, u"SELECT sequence FROM audit_head"_s), u"0"_s);
}

void TestCopy::noTableIsForgotten()
{
    QStringList known = officeTables() + tablesOfThePlace();
    known.sort();
    QStringList there = rowsOf(*m_from, m_from->dialect() == Dialect::Sqlite
                                            ? u"SELECT name FROM sqlite_master WHERE type = 'table'"_s
                                            : u"SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"_s);
    there.sort();
    QCOMPARE(known, there);
}

void TestCopy::copiesEverything()
{
    const CopiedOffice copied = must(copyOffice(*m_from, *m_to, stepsOf()));
    QCOMPARE(copied.tables.size(), officeTables().size());
    for (const CopiedTable &table : copied.tables) {
        QVERIFY2(table.rows > 0, qPrintable(table.name)); // else this test says nothing about it
        QCOMPARE(everything(*m_to, table.name), everything(*m_from, table.name));
    }
    QCOMPARE(must(audit::verify(*m_to)).firstBad, std::nullopt);
    QCOMPARE(valueOf(*m_to, u"SELECT COUNT(*) FROM engines"_s), u"0"_s);
    QCOMPARE(valueOf(*m_to, u"SELECT COUNT(*) FROM leads WHERE value_cents IS NULL"_s), u"1"_s);
    addAuditRow(*m_to, u"goes on"_s);
    QCOMPARE(must(audit::verify(*m_to)).firstBad, std::nullopt);
}

void TestCopy::leavesAnOfficeAlone()
{
    must(m_to->change(u"INSERT INTO contacts VALUES ('x', '+12145550199', 'Else', '', 'new_lead', '', '', 1, '')"_s));
    const Result<CopiedOffice> refused = copyOffice(*m_from, *m_to, stepsOf());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    QCOMPARE(rowsOf(*m_to, u"SELECT id FROM contacts"_s), QStringList{u"x"_s});
    QCOMPARE(valueOf(*m_to, u"SELECT COUNT(*) FROM audit"_s), u"0"_s);
}

void TestCopy::whatIsWrittenMeanwhileUndoesIt()
{
    const std::unique_ptr<Database> other = m_fromPlace->open();
    const Result<CopiedOffice> refused = copyOffice(*m_from, *m_to, stepsOf([&] { addAuditRow(*other, u"meanwhile"_s); }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    expectUntouchedTarget();
}

void TestCopy::whatIsNotTheSameUndoesIt()
{
    const Result<CopiedOffice> refused = copyOffice(*m_from, *m_to, stepsOf([] {}, failure(ErrorKind::Corrupt, u"not the same"_s)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Corrupt);
    expectUntouchedTarget();
}

QTEST_GUILESS_MAIN(TestCopy)
#include "tst_copy.moc"
