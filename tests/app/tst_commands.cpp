#include "connectors/twilio/form.h"
#include "store/jobgateway.h"
#include "store/migrations.h"
#include "support/engineprocess.h"
#include "support/faketwilio.h"
#include "support/leadcase.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using test::EngineProcess;
using test::FakeTwilio;

/// The command line as scripts rely on it: words, JSON, exit codes. One office is made in initTestCase and used by all.
class TestCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void importNamesTheSecrets();
    void importAgainChangesNothing();
    void exportGivesTheSetupBack();
    void aMissedCallFromWebhookToOutcome();
    void optOuts();
    void claimsTheOldest();
    void putsOffAndHandsOver();
    void reviews();
    void storm();
    void connections();
    void blocklist();
    void leads();
    void leadsTestAndChoices();
    void listsAreArraysWithIds_data();
    void listsAreArraysWithIds();
    void contactsAreImported();
    void anEditedAuditRowIsFound();
    void exitCodes_data();
    void exitCodes();
    void stopsOnSigterm();

private:
    void write(const QString &name, const QByteArray &text);

    QTemporaryDir m_folder;
    FakeTwilio m_twilio;
    std::unique_ptr<EngineProcess> m_engine;
};

void TestCommands::write(const QString &name, const QByteArray &text)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

void TestCommands::initTestCase()
{
    settings::Setup setup = test::exampleSetup();
    setup.connections.first().baseUrl = m_twilio.baseUrl().toString();
    setup.quietHours = settings::SwitchedOff{};
    write(u"setup.json"_s, settings::toJson(setup));
    m_engine = std::make_unique<EngineProcess>(m_folder.filePath(u"office.db"_s), FakeTwilio::authToken());
    QVERIFY2(m_engine->run({u"init"_s, u"--playbook"_s, u"roofing"_s, u"--company"_s, u"Summit Roofing"_s}) == 0,
             m_engine->errors().constData());
    QVERIFY2(m_engine->run({u"import"_s, m_folder.filePath(u"setup.json"_s)}) == 0, m_engine->errors().constData());
    QVERIFY2(m_engine->errors().contains("quiet hours are off"), "a warning");
}

void TestCommands::importNamesTheSecrets()
{
    settings::Setup setup = test::exampleSetup();
    setup.mail->passwordSecret = u"mail-password"_s;
    setup.mail->user = u"office"_s;
    write(u"mail.json"_s, settings::toJson(setup));
    EngineProcess other(m_folder.filePath(u"other.db"_s), {});
    QVERIFY2(other.run({u"import"_s, m_folder.filePath(u"mail.json"_s)}) == 0, other.errors().constData());
    const QByteArray said = other.output() + other.errors();
    QVERIFY2(said.contains("\"twilio-main-token\"") && said.contains("\"mail-password\""), said.constData());
}

void TestCommands::importAgainChangesNothing()
{
    QCOMPARE(m_engine->run({u"import"_s, m_folder.filePath(u"setup.json"_s)}), 0);
    QVERIFY(m_engine->output().contains("Nothing has changed"));
}

void TestCommands::exportGivesTheSetupBack()
{
    QCOMPARE(m_engine->run({u"export"_s}), 0);
    QFile file(m_folder.filePath(u"setup.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()), QJsonDocument::fromJson(file.readAll()));
}

void TestCommands::aMissedCallFromWebhookToOutcome()
{
    QVERIFY(m_engine->serve());
    const connectors::twilio::Form call =
        *connectors::twilio::decodeForm(test::voiceForm(u"CA00000000000000000000000000000009"_s, u"no-answer"_s));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_engine->post("/webhooks/twilio/voice", call), 200);
    QVERIFY(m_twilio.waitForMessages(1, std::chrono::milliseconds(10'000)));
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->list(u"messages"_s).at(0).toObject()[u"state"_s].toString(), u"accepted"_s, 10'000);
    QCOMPARE(m_engine->list(u"calls"_s).size(), 1);
    QCOMPARE(m_twilio.messages().size(), 1);
    const QString task = m_engine->list(u"tasks"_s).at(0).toObject()[u"id"_s].toString();

    QCOMPARE(m_engine->run({u"claim"_s, task, u"--as"_s, u"dana"_s}), 0);
    QCOMPARE(m_engine->run({u"claim"_s, task, u"--as"_s, u"sam"_s}), 3);
    QVERIFY2(m_engine->errors().contains("Dana Reyes has this task since"), m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"complete"_s, task, u"--as"_s, u"sam"_s, u"--outcome"_s, u"no_interest"_s}), 3);
    QCOMPARE(m_engine->run({u"release"_s, task, u"--as"_s, u"dana"_s}), 0);
    QCOMPARE(m_engine->run({u"claim"_s, task, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(m_engine->run({u"complete"_s, task, u"--as"_s, u"sam"_s, u"--outcome"_s, u"no_answer"_s}), 0);
    QCOMPARE(m_engine->list(u"tasks"_s).at(0).toObject()[u"attempt"_s].toInt(), 2);
    QCOMPARE(m_engine->run({u"undo"_s, task, u"--as"_s, u"dana"_s}), 3);
    QCOMPARE(m_engine->run({u"undo"_s, task, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(m_engine->list(u"tasks"_s).at(0).toObject()[u"state"_s].toString(), u"cancelled"_s);
    QCOMPARE(m_engine->run({u"undo"_s, task, u"--as"_s, u"sam"_s}), 3);
    QCOMPARE(m_engine->run({u"complete"_s, task, u"--as"_s, u"sam"_s, u"--outcome"_s, u"estimate_scheduled"_s, u"--value"_s, u"1120000"_s,
                            u"--at"_s, u"2099-11-24 15:30"_s, u"--json"_s}),
             0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).array().at(0).toObject()[u"appointment_at"_s].toString(),
             u"2099-11-24T21:30:00.000Z"_s); // the office is in Chicago's zone
    QCOMPARE(m_engine->run({u"complete"_s, task, u"--as"_s, u"sam"_s, u"--outcome"_s, u"estimate_scheduled"_s}), 3);
    const QJsonObject followUp = m_engine->list(u"follow-ups"_s).at(0).toObject();
    QCOMPARE(followUp[u"state"_s].toString(), u"closed"_s);
    QCOMPARE(followUp[u"lead"_s].toObject()[u"tag"_s].toString(), u"missed-call-automation"_s);
    QCOMPARE(followUp[u"lead"_s].toObject()[u"value_cents"_s].toInteger(), 1'120'000);
    QVERIFY2(m_twilio.waitForMessages(2, std::chrono::milliseconds(20'000)), "the confirmation, when the undo is over");
    QVERIFY(m_twilio.messages().at(1).body.contains(u"is set: Tue, Nov 24, 3:30 PM"_s));
    QCOMPARE(m_engine->run({u"verify"_s}), 0);
}

void TestCommands::optOuts()
{
    write(u"stop.csv"_s, "phone\n214-555-0151\n12\n");
    QCOMPARE(m_engine->run({u"import-opt-outs"_s, m_folder.filePath(u"stop.csv"_s)}), 0);
    QVERIFY2(m_engine->output().contains("1 added, 0 known, 1 refused."), m_engine->output().constData());
    QVERIFY2(m_engine->output().contains("row 3: the phone number cannot be read"), m_engine->output().constData());
    QCOMPARE(m_engine->run({u"opt-out"_s, u"(214) 555-0152"_s, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(m_engine->run({u"opt-out"_s, u"+12145550153"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"changed"_s].toBool(), true);
    QCOMPARE(m_engine->run({u"opt-in"_s, u"214-555-0153"_s, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(m_engine->run({u"opt-in"_s, u"214-555-0153"_s, u"--as"_s, u"sam"_s, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"changed"_s].toBool(), false);
    const QJsonArray rows = m_engine->list(u"opt-outs"_s);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.at(0).toObject()[u"id"_s].toString(), u"+12145550152"_s);
    QCOMPARE(rows.at(0).toObject()[u"by"_s].toString(), u"staff:sam"_s);
    QCOMPARE(rows.at(1).toObject()[u"source"_s].toString(), u"import"_s);
    QCOMPARE(rows.at(1).toObject()[u"likely"_s].toBool(true), false);
}

void TestCommands::claimsTheOldest()
{
    for (const QString &digit : {u"1"_s, u"2"_s}) {
        const QByteArray form =
            test::voiceForm(u"CA0000000000000000000000000000002"_s + digit, u"no-answer"_s, {{u"From"_s, u"+1214555016"_s + digit}});
        QCOMPARE(m_engine->post("/webhooks/twilio/voice", *connectors::twilio::decodeForm(form)), 200);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->list(u"follow-ups"_s).size(), 3, 10'000);
    QCOMPARE(m_engine->run({u"claim"_s, u"--oldest"_s, u"5"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    const QJsonArray claimed = QJsonDocument::fromJson(m_engine->output()).array();
    QCOMPARE(claimed.size(), 2);
    for (const QJsonValue &task : claimed) {
        QCOMPARE(task.toObject()[u"claimed_by"_s].toString(), u"dana"_s);
        QCOMPARE(m_engine->run({u"release"_s, task.toObject()[u"id"_s].toString(), u"--as"_s, u"dana"_s}), 0);
    }
    QCOMPARE(m_engine->run({u"claim"_s, u"--oldest=1"_s, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(m_engine->run({u"claim"_s, u"--oldest"_s, u"21"_s, u"--as"_s, u"sam"_s}), 2);
}

void TestCommands::putsOffAndHandsOver()
{
    QCOMPARE(m_engine->run({u"claim"_s, u"--oldest"_s, u"1"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    const QString task = QJsonDocument::fromJson(m_engine->output()).array().at(0).toObject()[u"id"_s].toString();
    QVERIFY(!task.isEmpty());
    const auto told = [this] {
        return QJsonDocument::fromJson(m_engine->output()).array().at(0).toObject();
    };
    const QString until = QDateTime::currentDateTimeUtc().addSecs(3600).toString(u"yyyy-MM-ddTHH:mm:00.000Z"_s);
    QCOMPARE(m_engine->run({u"snooze"_s, task, u"--until"_s, until, u"--as"_s, u"sam"_s}), 3);
    QVERIFY2(m_engine->errors().contains("Dana Reyes has this task"), m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"snooze"_s, task, u"--until"_s, u"soon"_s, u"--as"_s, u"dana"_s}), 2);
    QCOMPARE(m_engine->run({u"snooze"_s, task, u"--until"_s, u"2020-01-01 10:00"_s, u"--as"_s, u"dana"_s}), 2);
    QVERIFY2(m_engine->errors().contains("too soon"), m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"snooze"_s, task, u"--until"_s, until, u"--note"_s, u"green tiles"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    QCOMPARE(told()[u"state"_s].toString(), u"open"_s);
    QCOMPARE(told()[u"assigned_to"_s].toString(), u"dana"_s);
    QCOMPARE(told()[u"ready_at"_s].toString(), until);
    QCOMPARE(told()[u"note"_s].toString(), u"green tiles"_s);
    QCOMPARE(m_engine->run({u"snooze"_s, task, u"--until"_s, until, u"--as"_s, u"sam"_s}), 3);
    QVERIFY2(m_engine->errors().contains("Dana Reyes calls back at"), m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"bring-back"_s, task, u"--as"_s, u"dana"_s}), 0);
    QCOMPARE(m_engine->run({u"bring-back"_s, task, u"--as"_s, u"dana"_s}), 3);
    QCOMPARE(m_engine->run({u"hand-over"_s, task, u"--to"_s, u"eve"_s, u"--as"_s, u"dana"_s}), 2);
    QCOMPARE(m_engine->run({u"hand-over"_s, task, u"--to"_s, u"dana"_s, u"--as"_s, u"dana"_s}), 3);
    QCOMPARE(m_engine->run({u"hand-over"_s, task, u"--to"_s, u"pat"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    QCOMPARE(told()[u"assigned_to"_s].toString(), u"pat"_s);
}

// Texts nobody can tell about, in an office of their own.
void TestCommands::reviews()
{
    const QString file = m_folder.filePath(u"reviews.db"_s);
    IdSource ids(3);
    {
        const std::unique_ptr<store::Database> database = *store::Database::open(store::Address{.file = file});
        test::must(store::migrate(*database, Instant()));
        test::storeOffice(*database, Instant());
        const calls::Contact contact{.id = ids.next<calls::ContactId>(Instant()), .number = test::number(u"+12145550123"_s)};
        const calls::Message message{.id = ids.next<calls::MessageId>(Instant()),
                                     .contact = contact.id,
                                     .line = test::number(u"+12145550100"_s),
                                     .peer = contact.number,
                                     .body = u"Sorry we missed your call"_s,
                                     .state = calls::DeliveryState::NeedsReview,
                                     .connection = u"twilio-main"_s};
        store::Transaction transaction = test::must(store::Transaction::begin(*database));
        test::must(store::ContactGateway(*database).findOrAdd(transaction, contact, Instant()));
        test::must(store::MessageGateway(*database).insert(transaction, message, Instant()));
        test::must(store::JobGateway(*database).insert(transaction, {.id = ids.next<calls::JobId>(Instant()),
                                                                     .key = u"text:1"_s,
                                                                     .message = message.id,
                                                                     .connection = message.connection,
                                                                     .line = message.line.e164()}));
        test::must(transaction.change(
            u"UPDATE jobs SET state = 'needs_review', in_doubt = 1, in_doubt_since_at = 60000, attempts = 2, last_error = 'timeout'"_s));
        test::must(transaction.commit());
    }
    EngineProcess office(file, FakeTwilio::authToken());
    const QJsonArray rows = office.list(u"reviews"_s);
    QCOMPARE(rows.size(), 1);
    const QJsonObject row = rows.at(0).toObject();
    QCOMPARE(row[u"to"_s].toString(), u"+12145550123"_s);
    QCOMPARE(row[u"attempts"_s].toInt(), 2);
    QCOMPARE(row[u"last_attempt_at"_s].toString(), u"1970-01-01T00:01:00.000Z"_s);
    QCOMPARE(row[u"last_error"_s].toString(), u"timeout"_s);
    QCOMPARE(office.run({u"status"_s}), 0);
    QVERIFY2(office.output().contains("whether 1 texts left"), office.output().constData());
    const QString id = row[u"id"_s].toString();
    QCOMPARE(office.run({u"review"_s, id, u"--as"_s, u"sam"_s}), 2);
    QCOMPARE(office.run({u"review"_s, id, u"--drop"_s, u"--was-sent"_s, u"--as"_s, u"sam"_s}), 2);
    QCOMPARE(office.run({u"review"_s, id, u"--was-sent"_s, u"--as"_s, u"sam"_s}), 0);
    QCOMPARE(office.run({u"review"_s, id, u"--send-again"_s, u"--as"_s, u"sam"_s}), 3);
    QVERIFY(office.list(u"reviews"_s).isEmpty());
    QCOMPARE(office.list(u"messages"_s).at(0).toObject()[u"state"_s].toString(), u"sent"_s);
}

void TestCommands::storm()
{
    const auto current = [&] {
        return m_engine->run({u"storm"_s, u"--json"_s}) == 0 ? QJsonDocument::fromJson(m_engine->output()).object()[u"storm"_s]
                                                             : QJsonValue(QJsonValue::Undefined);
    };
    QVERIFY(current().isNull());
    QCOMPARE(m_engine->run({u"storm"_s, u"--on"_s, u"--until"_s, u"2099-01-01 18:30"_s, u"--as"_s, u"sam"_s}), 0);
    QVERIFY2(m_engine->output().startsWith("On since"), m_engine->output().constData());
    QCOMPARE(current().toObject()[u"begun_by"_s].toString(), u"staff:sam"_s);
    QCOMPARE(current().toObject()[u"until"_s].toString(), u"2099-01-02T00:30:00.000Z"_s);
    QCOMPARE(m_engine->run({u"status"_s, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"storm"_s], current());
    QCOMPARE(m_engine->run({u"storm"_s, u"--on"_s, u"--off"_s, u"--as"_s, u"sam"_s}), 2);
    QCOMPARE(m_engine->run({u"storm"_s, u"--on"_s, u"--until"_s, u"soon"_s, u"--as"_s, u"sam"_s}), 2);
    QCOMPARE(m_engine->run({u"storm"_s, u"--on"_s, u"--until"_s, u"2001-01-01 18:30"_s, u"--as"_s, u"sam"_s}), 2);
    QCOMPARE(m_engine->run({u"storm"_s, u"--off"_s, u"--as"_s, u"dana"_s}), 0);
    QVERIFY(current().isNull());
}

void TestCommands::connections()
{
    const QJsonArray rows = m_engine->list(u"connections"_s);
    QCOMPARE(rows.size(), 1);
    const QJsonObject twilio = rows.at(0).toObject();
    QCOMPARE(twilio[u"id"_s].toString(), u"twilio-main"_s);
    QCOMPARE(twilio[u"type"_s].toString(), u"twilio"_s);
    QVERIFY(twilio[u"calls"_s].toArray().contains(u"+12145550100"_s));
    QVERIFY(!twilio[u"last_event_at"_s].isNull()); // the call of a test before
    QVERIFY(twilio[u"wired_at"_s].isNull());
    // A test tells of the fake what it would of Twilio; something is amiss with it, or nothing.
    const int tested = m_engine->run({u"connections"_s, u"test"_s, u"twilio-main"_s, u"--json"_s});
    const QJsonArray findings = QJsonDocument::fromJson(m_engine->output()).array();
    QVERIFY(!findings.isEmpty());
    bool isBad = false;
    for (const QJsonValue &finding : findings) {
        QVERIFY(!finding.toObject()[u"problem"_s].toString().isEmpty());
        isBad = isBad || finding.toObject()[u"level"_s].toString() == u"bad";
    }
    QCOMPARE(tested, isBad ? 1 : 0);
    QCOMPARE(findings.at(0).toObject()[u"id"_s].toString(), u"credentials"_s);
    QCOMPARE(m_engine->run({u"connections"_s, u"test"_s, u"nowhere"_s}), 2);
    QCOMPARE(m_engine->run({u"connections"_s, u"wire"_s, u"twilio-main"_s}), 2); // where to?
    QCOMPARE(m_engine->run(
                 {u"connections"_s, u"wire"_s, u"twilio-main"_s, u"--public-url"_s, u"https://calls.example.com"_s, u"--as"_s, u"dana"_s}),
             3); // only owners
    QCOMPARE(m_engine->run({u"connections"_s, u"wire"_s, u"twilio-main"_s, u"--undo"_s, u"--as"_s, u"pat"_s}), 3); // nothing was changed
}

void TestCommands::blocklist()
{
    QVERIFY(m_engine->list(u"blocklist"_s).isEmpty());
    write(u"robots.csv"_s, "number,reason\n214-555-0191,robocall\n12,\n");
    QCOMPARE(m_engine->run({u"blocklist"_s, u"import"_s, m_folder.filePath(u"robots.csv"_s), u"--name"_s, u"robots"_s}), 0);
    const QJsonArray rows = m_engine->list(u"blocklist"_s);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.at(0).toObject()[u"id"_s].toString(), u"+12145550191"_s);
    QCOMPARE(m_engine->run({u"blocklist"_s, u"import"_s, u"/nowhere/robots.csv"_s}), 4);
}

// Cases that wait for somebody, in an office of their own.
void TestCommands::leads()
{
    const QString file = m_folder.filePath(u"leads.db"_s);
    IdSource ids(5);
    QString stuck;
    {
        const std::unique_ptr<store::Database> database = *store::Database::open(store::Address{.file = file});
        test::must(store::migrate(*database, Instant()));
        test::storeLeadOffice(*database, Instant());
        const calls::FollowUpId asks = test::addCase(*database, ids, Instant());
        test::askForChoice(*database, ids, Instant(), asks);
        stuck = asks.text();
        test::addWrite(*database, ids, Instant(), asks, u"zapier"_s, 3,
                       {.state = calls::LeadWriteState::Failed, .kind = u"account"_s, .code = u"410"_s, .message = u"Gone"_s});
    }
    EngineProcess office(file, FakeTwilio::authToken());
    const QJsonArray systems = office.list(u"leads"_s);
    QCOMPARE(systems.size(), 2);
    QCOMPARE(systems.at(0).toObject()[u"id"_s].toString(), u"jobber"_s);
    QCOMPARE(systems.at(0).toObject()[u"to_choose"_s].toInt(), 1);
    QVERIFY(systems.at(0).toObject()[u"list"_s].isNull());
    QCOMPARE(systems.at(1).toObject()[u"failed"_s].toInt(), 1);
    const auto pending = [&] {
        return office.run({u"leads"_s, u"pending"_s, u"--json"_s}) == 0 ? QJsonDocument::fromJson(office.output()).array() : QJsonArray();
    };
    QCOMPARE(pending().size(), 2);
    const QJsonObject toChoose = pending().at(0).toObject();
    QCOMPARE(toChoose[u"id"_s].toString(), stuck);
    QCOMPARE(toChoose[u"state"_s].toString(), u"to_choose"_s);
    QCOMPARE(toChoose[u"candidates"_s].toArray().size(), 3);
    QCOMPARE(pending().at(1).toObject()[u"why"_s].toString(), u"account:410"_s);
    QCOMPARE(pending().at(1).toObject()[u"message"_s].toString(), u"Gone"_s);

    QCOMPARE(office.run({u"leads"_s, u"retry"_s, stuck, u"zapier"_s}), 2); // who?
    QCOMPARE(office.run({u"leads"_s, u"retry"_s, stuck, u"zapier"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(office.output()).array().at(0).toObject()[u"writes"_s].toInt(), 1);
    QCOMPARE(office.run({u"leads"_s, u"retry"_s, stuck, u"zapier"_s, u"--as"_s, u"dana"_s}), 3);
    QVERIFY2(office.errors().contains("nothing to try again"), office.errors().constData());
    QCOMPARE(office.run({u"leads"_s, u"choose"_s, stuck, u"jobber"_s, u"c-9"_s, u"--as"_s, u"dana"_s}), 2);
    QCOMPARE(office.run({u"leads"_s, u"choose"_s, stuck, u"jobber"_s, u"new"_s, u"--as"_s, u"dana"_s}), 0);
    QCOMPARE(office.run({u"leads"_s, u"choose"_s, stuck, u"jobber"_s, u"c-1"_s, u"--as"_s, u"sam"_s}), 3);
    QVERIFY2(office.errors().contains("Dana Reyes has chosen"), office.errors().constData());
    QVERIFY(pending().isEmpty());
    QCOMPARE(office.run({u"leads"_s, u"pending"_s}), 0);
    QCOMPARE(office.run({u"verify"_s}), 0);
}

// Without the secrets: each says so, and asks nobody.
void TestCommands::leadsTestAndChoices()
{
    EngineProcess office(m_folder.filePath(u"leads.db"_s), FakeTwilio::authToken());
    QCOMPARE(office.run({u"leads"_s, u"test"_s, u"zapier"_s, u"--json"_s}), 1);
    const QJsonObject finding = QJsonDocument::fromJson(office.output()).array().at(0).toObject();
    QCOMPARE(finding[u"id"_s].toString(), u"credentials"_s);
    QCOMPARE(finding[u"problem"_s].toString(), u"secret_missing"_s);
    QCOMPARE(office.run({u"leads"_s, u"test"_s, u"nowhere"_s}), 2);
    QCOMPARE(office.run({u"leads"_s, u"choices"_s, u"nowhere"_s}), 2);
    QCOMPARE(office.run({u"leads"_s, u"choices"_s, u"zapier"_s}), 1);
    QVERIFY2(office.errors().contains("keychain"), office.errors().constData());
}

void TestCommands::listsAreArraysWithIds_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb : {"calls", "follow-ups", "tasks", "messages", "audit", "opt-outs", "connections", "blocklist"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TestCommands::listsAreArraysWithIds()
{
    QFETCH(const QString, verb);
    const QJsonArray rows = m_engine->list(verb);
    QVERIFY(!rows.isEmpty());
    for (const QJsonValue &row : rows)
        QVERIFY(!row.toObject()[u"id"_s].toString().isEmpty());
    QCOMPARE(m_engine->run({verb}), 0);
    QVERIFY(m_engine->output().count('\n') >= 2); // a heading and a row
}

void TestCommands::contactsAreImported()
{
    write(u"customers.csv"_s, "name,phone,email,kind\n\"Alvarez, Maria\",(214) 555-0142,maria@example.com,prior customer\nNobody,12,,\n");
    QCOMPARE(m_engine->run({u"import-contacts"_s, m_folder.filePath(u"customers.csv"_s)}), 0);
    QVERIFY2(m_engine->output().contains("1 added, 0 changed, 0 unchanged, 1 refused."), m_engine->output().constData());
    QVERIFY2(m_engine->output().contains("row 3: the phone number cannot be read"), m_engine->output().constData());
    write(u"customers.csv"_s, "phone,name\n214-555-0142,Maria Alvarez\n");
    QCOMPARE(m_engine->run({u"import-contacts"_s, m_folder.filePath(u"customers.csv"_s)}), 0);
    QVERIFY2(m_engine->output().contains("0 added, 1 changed"), m_engine->output().constData());
}

void TestCommands::anEditedAuditRowIsFound()
{
    // In a copy: the other tests go on with a whole trail.
    EngineProcess copy(m_folder.filePath(u"copy.db"_s), FakeTwilio::authToken());
    QCOMPARE(copy.run({u"init"_s, u"--playbook"_s, u"recruiting"_s, u"--company"_s, u"Desk"_s}), 0);
    QCOMPARE(copy.run({u"verify"_s}), 0);
    {
        const std::unique_ptr<store::Database> database = *store::Database::open(store::Address{.file = m_folder.filePath(u"copy.db"_s)});
        QVERIFY(database->change(u"UPDATE audit SET actor = 'nobody' WHERE sequence = 2"_s));
    }
    QCOMPARE(copy.run({u"verify"_s}), 1);
    QVERIFY2(copy.output().startsWith("Row 2 is bad"), copy.output().constData());
}

void TestCommands::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const QString nobody = u"01a1fd61-63b1-7364-8e4b-dedc024c2d7d"_s;
    QTest::newRow("no such verb") << QStringList{u"dance"_s} << 2;
    QTest::newRow("no such option") << QStringList{u"calls"_s, u"--loud"_s} << 2;
    QTest::newRow("a task is missing") << QStringList{u"claim"_s, u"--as"_s, u"dana"_s} << 2;
    QTest::newRow("no such task") << QStringList{u"claim"_s, nobody, u"--as"_s, u"dana"_s} << 2;
    QTest::newRow("no such person") << QStringList{u"claim"_s, nobody, u"--as"_s, u"zoe"_s} << 2;
    QTest::newRow("a value that is no number") << QStringList{u"complete"_s,  nobody,         u"--as"_s,    u"dana"_s,
                                                              u"--outcome"_s, u"no_answer"_s, u"--value"_s, u"lots"_s}
                                               << 2;
    QTest::newRow("a playbook nobody ships") << QStringList{u"init"_s, u"--playbook"_s, u"plumbing"_s, u"--company"_s, u"X"_s} << 2;
    QTest::newRow("a file that is not there") << QStringList{u"import"_s, u"/nowhere/setup.json"_s} << 4;
    QTest::newRow("an office that is there already") << QStringList{u"init"_s, u"--playbook"_s, u"roofing"_s, u"--company"_s, u"X"_s} << 4;
    QTest::newRow("nobody does it") << QStringList{u"opt-out"_s, u"+12145550123"_s} << 2;
    QTest::newRow("a number that is none") << QStringList{u"opt-out"_s, u"soon"_s, u"--as"_s, u"sam"_s} << 2;
    QTest::newRow("a time that is none") << QStringList{u"complete"_s,  nobody,          u"--as"_s, u"dana"_s,
                                                        u"--outcome"_s, u"call_later"_s, u"--at"_s, u"later"_s}
                                         << 2;
    QTest::newRow("an address that is none") << QStringList{u"serve"_s, u"--listen"_s, u"here"_s} << 2;
}

void TestCommands::exitCodes()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);
    QCOMPARE(m_engine->run(arguments), code);
    QVERIFY(!m_engine->errors().isEmpty());
}

void TestCommands::stopsOnSigterm()
{
    QVERIFY(m_engine->isRunning());
    QCOMPARE(m_engine->stop(), 0);
    QCOMPARE(m_engine->run({u"status"_s, u"--json"_s}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_engine->output()).object()[u"engine_running"_s].toBool(), false);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
