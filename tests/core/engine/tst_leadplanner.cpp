#include "audit/trail.h"
#include "engine/leadnotes.h"
#include "engine/leadplanner.h"
#include "store/gateways.h"
#include "support/leadstation.h"
#include "support/testclock.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const QString taskId = u"0193a000-0000-7000-8000-000000000001"_s;

// `kind note subject`, or `kind subject`.
QString brief(const PlannedWrite &write)
{
    const QString kind = write.note ? word(write.kind) + u' ' + word(*write.note) : word(write.kind);
    return kind + u' ' + QString(write.subject).replace(taskId, u"T"_s);
}

} // namespace

class TestLeadPlanner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void whatARowAsksFor_data();
    void whatARowAsksFor();
    void onceForARow();
    void twoPlannersOneWrite();
    void aClickChangesTheStatusOnce();
    void aTextThatTwoEnginesRecorded();
    void aVoicemailBeforeTheVerdict();
    void onlyCasesWithALead();
    void eachSystemHasItsOwn();
    void aNewSystemBeginsAtTheEnd();
    void whatIsNoNewsCostsNoTransaction();
    void moreThanATurnTakes();
    void whatWasRolledBackIsPlannedAgain();
    void sentencesInBothLanguages();

private:
    void missedCall(const QString &sid = u"CA1"_s, const QString &from = u"+12145550123"_s)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                           m_clock.now());
        Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }
    void prove(const QList<audit::Entry> &entries)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        audit::Trail trail;
        for (const audit::Entry &entry : entries)
            trail.add(entry);
        must(trail.appendTo(transaction));
        must(transaction.commit());
    }
    [[nodiscard]] audit::Entry entry(const QString &action, const QString &subject, const QString &caseId = {})
    {
        return {.at = m_clock.now(),
                .actor = u"engine"_s,
                .action = action,
                .caseId = caseId.isEmpty() ? value(u"SELECT MAX(id) FROM follow_ups"_s) : caseId,
                .subject = subject,
                .detail = {}};
    }
    int plan(LeadPlanner &planner)
    {
        if (!must(planner.hasNews(m_office)))
            return 0;
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        const int planned = must(planner.plan(transaction, m_office, m_clock.now()));
        must(transaction.commit());
        return planned;
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList kinds() { return rowsOf(*m_database, u"SELECT kind, note FROM lead_writes ORDER BY ordinal, id"_s); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<LeadPlanner> m_planner;
    LeadAccesses m_accesses;
    Office m_office;
};

void TestLeadPlanner::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), test::addJobber);
    m_accesses = {{u"jobber"_s, {.system = nullptr, .abilities = test::allAbilities()}}};
    m_planner = std::make_unique<LeadPlanner>(*m_database, m_ids);
    m_planner->setAccesses(m_accesses);
    QCOMPARE(plan(*m_planner), 0); // it is not new
}

void TestLeadPlanner::cleanup()
{
    m_planner.reset();
    m_database.reset();
    m_place.reset();
}

void TestLeadPlanner::whatARowAsksFor_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("lacks"); // of abilities
    QTest::addColumn<QStringList>("writes");
    const QString task = u"task:"_s + taskId;
    const auto row = [](const char *name, const QString &action, const QString &subject, const QString &lacks, const QStringList &writes) {
        QTest::newRow(name) << action << subject << lacks << writes;
    };
    row("a lead", u"lead_written"_s, u"lead:L"_s, {}, {u"lead lead:L"_s});
    row("a callback", u"task_created"_s, task, {}, {u"task task:T"_s});
    row("a callback where there are no tasks", u"task_created"_s, task, u"tasks"_s, {u"note missed_call callback:T"_s});
    row("a callback where there are no notes either", u"task_created"_s, task, u"tasks notes"_s, {});
    row("another call", u"follow_up_joined"_s, u"follow_up:F"_s, {}, {u"note missed_call follow_up:F"_s});
    row("a text has left", u"text_sent"_s, u"message:M"_s, {}, {u"note text_sent message:M"_s});
    row("a text had left", u"text_found"_s, u"message:M"_s, {}, {u"note text_sent message:M"_s});
    row("an e-mail has left", u"email_sent"_s, u"message:M"_s, {}, {u"note text_sent message:M"_s});
    row("a text is only planned", u"text_scheduled"_s, u"message:M"_s, {}, {});
    row("a reply", u"text_received"_s, u"message:M"_s, {}, {u"note reply message:M"_s});
    row("a voicemail", u"voicemail_received"_s, u"call:C"_s, {}, {u"note voicemail call:C"_s});
    row("a voicemail where there are no notes", u"voicemail_received"_s, u"call:C"_s, u"notes"_s, {});
    row("another status", u"lead_updated"_s, u"lead:L"_s, {}, {u"status lead:L"_s});
    row("another status where there are none", u"lead_updated"_s, u"lead:L"_s, u"status"_s, {u"note outcome status:"_s});
    row("the case is closed", u"follow_up_closed"_s, u"follow_up:F"_s, {}, {u"status follow_up:F"_s});
    row("it is open again", u"follow_up_reopened"_s, u"follow_up:F"_s, {}, {u"status follow_up:F"_s});
    row("a callback is done", u"task_completed"_s, task, {}, {u"note outcome task:T"_s, u"task_closed task:T"_s});
    row("a callback is done where none can be closed", u"task_completed"_s, task, u"closing"_s, {u"note outcome task:T"_s});
    row("a callback is no longer needed", u"task_cancelled"_s, task, {}, {u"task_closed task:T"_s});
    row("a completion is taken back", u"completion_undone"_s, task, {}, {u"note outcome undone:T"_s, u"task task:T"_s});
    row("taken back where nothing was closed", u"completion_undone"_s, task, u"closing"_s, {u"note outcome undone:T"_s});
    row("a callback comes back", u"task_restored"_s, task, {}, {u"task task:T"_s});
    row("a claim is nobody's business", u"task_claimed"_s, task, {}, {});
    row("our own writes are no news", u"lead_write_done"_s, u"lead_write:W"_s, {}, {});
}

void TestLeadPlanner::whatARowAsksFor()
{
    QFETCH(QString, action);
    QFETCH(QString, subject);
    QFETCH(QString, lacks);
    QFETCH(QStringList, writes);
    connectors::LeadAbilities abilities = test::allAbilities();
    abilities.writesTasks = !lacks.contains(u"tasks"_s);
    abilities.writesNotes = !lacks.contains(u"notes"_s);
    abilities.setsStatus = !lacks.contains(u"status"_s);
    abilities.closesTasks = !lacks.contains(u"closing"_s);
    store::AuditRow row{.sequence = 12, .at = m_clock.now(), .actor = u"engine"_s, .action = action, .caseId = u"F"_s, .subject = subject};
    QStringList planned;
    for (const PlannedWrite &write : writesFor(row, abilities, u"jobber"_s))
        planned.append(brief(write));
    QCOMPARE(planned, writes);
    QCOMPARE(asksForWrites(action), !writes.isEmpty() || lacks.contains(u"notes"_s));

    // What it told us itself it knows; another system does not.
    row.actor = u"lead_system:jobber"_s;
    QCOMPARE(writesFor(row, abilities, u"jobber"_s).isEmpty(), action != "task_created"_L1 || writes.isEmpty());
    QCOMPARE(writesFor(row, abilities, u"sheet"_s).size(), writes.size());
}

void TestLeadPlanner::onceForARow()
{
    missedCall();
    QCOMPARE(plan(*m_planner), 2);
    QCOMPARE(plan(*m_planner), 0);
    QCOMPARE(kinds(), (QStringList{u"lead "_s, u"task "_s}));
    // An engine that starts anew, on the same trail; and one whose place in it was lost.
    LeadPlanner again(*m_database, m_ids);
    again.setAccesses(m_accesses);
    QCOMPARE(plan(again), 0);
    must(m_database->change(u"UPDATE lead_feeds SET sequence = 0"_s));
    again.startOver();
    QCOMPARE(plan(again), 0);
    QCOMPARE(kinds().size(), 2);
}

void TestLeadPlanner::twoPlannersOneWrite()
{
    LeadPlanner other(*m_database, m_ids);
    other.setAccesses(m_accesses);
    QCOMPARE(plan(other), 0);
    for (int i = 0; i < 5; ++i) {
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
        QVERIFY(must(m_planner->hasNews(m_office)) && must(other.hasNews(m_office)));
        QCOMPARE(plan(i % 2 == 0 ? *m_planner : other), 2);
        QCOMPARE(plan(i % 2 == 0 ? other : *m_planner), 0);
    }
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_writes"_s), u"10"_s);
}

void TestLeadPlanner::aClickChangesTheStatusOnce()
{
    missedCall();
    plan(*m_planner);
    const QString task = u"task:"_s + value(u"SELECT id FROM callback_tasks"_s);
    prove({entry(u"task_completed"_s, task), entry(u"follow_up_closed"_s, task), entry(u"lead_updated"_s, task)});
    QCOMPARE(plan(*m_planner), 3);
    QCOMPARE(kinds().mid(2), (QStringList{u"note outcome"_s, u"task_closed "_s, u"status "_s}));
    m_clock.advance(1s);
    prove({entry(u"lead_updated"_s, task)});
    QCOMPARE(plan(*m_planner), 1);
}

void TestLeadPlanner::aTextThatTwoEnginesRecorded()
{
    missedCall();
    plan(*m_planner);
    const QString message = u"message:"_s + value(u"SELECT id FROM messages"_s);
    prove({entry(u"text_sent"_s, message), entry(u"text_found"_s, message)});
    QCOMPARE(plan(*m_planner), 1);
}

void TestLeadPlanner::aVoicemailBeforeTheVerdict()
{
    missedCall();
    plan(*m_planner);
    const QString call = value(u"SELECT id FROM calls"_s);
    prove({entry(u"voicemail_received"_s, u"call:"_s + call, call)}); // the trail knew no case then
    QCOMPARE(plan(*m_planner), 1);
    QCOMPARE(kinds().last(), u"note voicemail"_s);
}

void TestLeadPlanner::onlyCasesWithALead()
{
    missedCall();
    plan(*m_planner);
    must(m_database->change(u"DELETE FROM leads"_s));
    m_planner->startOver();
    prove({entry(u"text_received"_s, u"message:M"_s), entry(u"text_received"_s, u"message:M"_s, u"no id at all"_s)});
    QCOMPARE(plan(*m_planner), 0);
}

void TestLeadPlanner::eachSystemHasItsOwn()
{
    settings::LeadConnection second = m_office.setup.leadSystems.first();
    second.id = u"sheet"_s;
    m_office.setup.leadSystems.append(second);
    connectors::LeadAbilities notesOnly{.writesNotes = true};
    m_accesses.insert(second.id, {.system = nullptr, .abilities = notesOnly});
    m_planner->setAccesses(m_accesses);
    QCOMPARE(plan(*m_planner), 0);
    missedCall();
    QCOMPARE(plan(*m_planner), 4);
    QCOMPARE(rowsOf(*m_database, u"SELECT connection, kind FROM lead_writes ORDER BY connection, ordinal"_s),
             (QStringList{u"jobber lead"_s, u"jobber task"_s, u"sheet lead"_s, u"sheet note"_s}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM lead_feeds"_s), u"2"_s);
}

void TestLeadPlanner::aNewSystemBeginsAtTheEnd()
{
    must(m_database->change(u"DELETE FROM lead_feeds"_s));
    m_planner->startOver();
    missedCall(u"CA1"_s, u"+12145550131"_s);
    must(m_database->change(u"UPDATE follow_ups SET state = 'closed', closed_at = 5"_s));
    missedCall(u"CA2"_s, u"+12145550132"_s);
    missedCall(u"CA3"_s, u"+12145550132"_s); // joins
    QCOMPARE(plan(*m_planner), 2);
    QCOMPARE(kinds(), (QStringList{u"lead "_s, u"task "_s})); // of the open one, without its history
    missedCall(u"CA4"_s, u"+12145550132"_s);
    QCOMPARE(plan(*m_planner), 1);
    QCOMPARE(value(u"SELECT sequence FROM lead_feeds"_s), value(u"SELECT MAX(sequence) FROM audit"_s));
}

void TestLeadPlanner::whatIsNoNewsCostsNoTransaction()
{
    missedCall();
    plan(*m_planner);
    prove({entry(u"task_claimed"_s, u"task:T"_s), entry(u"lead_write_done"_s, u"lead_write:W"_s)});
    QVERIFY(!must(m_planner->hasNews(m_office)));
    m_office.setup.leadSystems.clear();
    prove({entry(u"text_received"_s, u"message:M"_s)});
    QVERIFY(!must(m_planner->hasNews(m_office)));
}

void TestLeadPlanner::moreThanATurnTakes()
{
    missedCall();
    QList<audit::Entry> entries;
    for (int i = 0; i < LeadPlanner::rowsPerTurn + 20; ++i)
        entries.append(entry(u"text_received"_s, u"message:M%1"_s.arg(i)));
    prove(entries);
    int planned = 0;
    int turns = 0;
    do {
        planned += plan(*m_planner);
        ++turns;
    } while (m_planner->hasMore());
    QCOMPARE(turns, 2);
    QCOMPARE(planned, 2 + LeadPlanner::rowsPerTurn + 20);
}

void TestLeadPlanner::whatWasRolledBackIsPlannedAgain()
{
    missedCall();
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        QCOMPARE(must(m_planner->plan(transaction, m_office, m_clock.now())), 2);
    }
    m_planner->startOver();
    QCOMPARE(plan(*m_planner), 2);
}

void TestLeadPlanner::sentencesInBothLanguages()
{
    static const QRegularExpression field(u"\\{\\{(\\w+)\\}\\}"_s);
    QMap<QString, QMap<QString, QStringList>> fields;
    for (const QString &language : {u"en"_s, u"es"_s}) {
        QFile file(u":/lead_notes/%1.json"_s.arg(language));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject sentences = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(sentences.keys(), [] {
            QStringList keys = LeadNotes::keys();
            keys.sort();
            return keys;
        }());
        for (auto sentence = sentences.constBegin(); sentence != sentences.constEnd(); ++sentence) {
            QStringList &names = fields[language][sentence.key()];
            for (const QRegularExpressionMatch &match : field.globalMatch(sentence.value().toString()))
                names.append(match.captured(1));
            names.sort();
        }
    }
    QCOMPARE(fields.value(u"es"_s), fields.value(u"en"_s));

    settings::Setup setup = m_office.setup;
    setup.company.language = u"es"_s;
    const LeadNotes notes(setup, m_office.playbook);
    missedCall();
    const calls::FollowUp followUp = must(store::FollowUpGateway(*m_database).open(1)).first();
    const calls::Lead lead = must(store::LeadGateway(*m_database).ofFollowUp(followUp.id)).value();
    QCOMPARE(notes.lead(followUp, lead, m_clock.now()).section(u'\n', 0, 0), u"Llamada perdida el vie 20 de nov, 12:00 a Main."_s);
    calls::CallbackTask task{.id = calls::TaskId::parse(taskId).value(),
                             .followUp = followUp.id,
                             .state = calls::TaskState::Done,
                             .completedBy = u"dana"_s,
                             .completedAt = m_clock.now(),
                             .outcome = u"no_interest"_s,
                             .value = Money{.cents = 840'050}};
    const QStringList lines = notes.ended(task, lead).split(u'\n');
    QVERIFY2(lines.first().startsWith(u"Llamada devuelta el vie 20 de nov, 12:00 por Dana Reyes: "_s), qPrintable(lines.first()));
    QCOMPARE(lines.value(1), u"Valor: $8,400.50."_s);
    // What callers write is cut, not refused.
    calls::Message message{.id = m_ids.next<calls::MessageId>(m_clock.now()),
                           .contact = followUp.contact,
                           .direction = calls::Direction::In,
                           .line = test::number(u"+12145550100"_s),
                           .peer = test::number(u"+12145550123"_s),
                           .body = QString(5'000, u'x'),
                           .createdAt = m_clock.now()};
    QVERIFY(notes.message(message).size() > 1'000 && notes.message(message).size() < 1'600);
    message.body = u"line one\nline two {{first_name}}"_s;
    QVERIFY(notes.message(message).endsWith(u"line one line two {{first_name}}"_s));
}

QTEST_GUILESS_MAIN(TestLeadPlanner)
#include "tst_leadplanner.moc"
