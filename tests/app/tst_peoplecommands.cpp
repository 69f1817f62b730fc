#include "desk/signin.h"
#include "store/calendargateway.h"
#include "store/credentialgateway.h"
#include "support/engineprocess.h"
#include "support/office.h"
#include "support/testdatabase.h"
#include "systemclock.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace std::chrono_literals;
using test::EngineProcess;
using test::must;

/// The verbs about people as scripts rely on them: `calendars` and `sign-in`. Each test has an office of its own.
class TestPeopleCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void calendarsAreListed();
    void calendarsWithoutAnyAreNone();
    void calendarsAreTested();
    void calendarsAreTriedAgain();
    void signInsAreReset();
    void signInsBeginWithAnOwner();
    void secretsThatAreNotTaken_data();
    void secretsThatAreNotTaken();
    void waitsAreEnded();
    void rolesAreForPostgreSql();
    void exitCodes_data();
    void exitCodes();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"office.db"_s); }
    [[nodiscard]] std::unique_ptr<store::Database> database() const { return must(store::Database::open(store::Address{.file = file()})); }
    // The office with these calendars.
    void import(const QList<settings::CalendarConnection> &calendars);
    [[nodiscard]] static settings::CalendarConnection feed(const QString &staff)
    {
        return {.id = staff + u"-ics"_s, .staff = staff, .account = settings::IcsFeed{.addressSecret = staff + u"-ics-address"_s}};
    }
    [[nodiscard]] QJsonObject firstRow() const { return QJsonDocument::fromJson(m_engine->output()).array().at(0).toObject(); }

    app::SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<EngineProcess> m_engine;
};

void TestPeopleCommands::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<EngineProcess>(file(), QString());
    QVERIFY2(m_engine->run({u"init"_s, u"--playbook"_s, u"roofing"_s, u"--company"_s, u"Summit Roofing"_s}) == 0,
             m_engine->errors().constData());
    import({});
}

void TestPeopleCommands::cleanup()
{
    m_engine.reset();
    m_folder.reset();
}

void TestPeopleCommands::import(const QList<settings::CalendarConnection> &calendars)
{
    settings::Setup setup = test::exampleSetup();
    setup.calendars = calendars;
    const QString path = m_folder->filePath(u"setup.json"_s);
    QFile written(path);
    QVERIFY(written.open(QIODevice::WriteOnly));
    const QByteArray text = settings::toJson(setup);
    QCOMPARE(written.write(text), text.size());
    written.close();
    QVERIFY2(m_engine->run({u"import"_s, path}) == 0, m_engine->errors().constData());
}

void TestPeopleCommands::calendarsAreListed()
{
    settings::CalendarConnection entered = feed(u"pat"_s); // nothing is read there, and nothing can be entered
    entered.reads = false;
    import({feed(u"dana"_s), feed(u"sam"_s), entered});
    {
        const std::unique_ptr<store::Database> office = database();
        const store::CalendarReadGateway reads(*office);
        store::Transaction transaction = must(store::Transaction::begin(*office));
        const Instant now = m_clock.now();
        must(reads.begin(transaction, u"dana-ics"_s, u"dana"_s, now));
        std::optional<store::CalendarRead> read = must(reads.claim(transaction, u"dana-ics"_s, u"one"_s, now, now + 1min));
        read->readAt = now - 3h;
        read->failures = 5;
        read->lastError = u"not_readable: a page to sign in"_s;
        QVERIFY(must(reads.finish(transaction, *read, u"one"_s)));
        must(transaction.commit());
    }
    const QJsonArray rows = m_engine->list(u"calendars"_s);
    QCOMPARE(rows.size(), 3);
    QHash<QString, QJsonObject> byWhose;
    for (const QJsonValue &row : rows)
        byWhose.insert(row[u"staff"_s].toString(), row.toObject());
    const QJsonObject dana = byWhose.value(u"dana"_s);
    QCOMPARE(dana[u"id"_s].toString(), u"dana-ics"_s);
    QCOMPARE(dana[u"type"_s].toString(), u"ics"_s);
    QCOMPARE(dana[u"state"_s].toString(), u"unreadable"_s);
    QCOMPARE(dana[u"problem"_s].toString(), u"not_readable"_s);
    QCOMPARE(dana[u"age"_s].toString(), u"3 h"_s);
    QVERIFY(!dana[u"last_read_at"_s].toString().isEmpty());
    QCOMPARE(dana[u"writes"_s].toBool(true), false);
    QCOMPARE(dana[u"entries_waiting"_s].toInt(-1), 0);
    QCOMPARE(dana[u"entries_failed"_s].toInt(-1), 0);
    QCOMPARE(dana[u"waits_for_account"_s].toBool(true), false);
    QCOMPARE(byWhose.value(u"sam"_s)[u"state"_s].toString(), u"not_read_yet"_s);
    QVERIFY(byWhose.value(u"sam"_s)[u"last_read_at"_s].isNull());
    QVERIFY(byWhose.value(u"sam"_s)[u"problem"_s].isNull());
    QCOMPARE(byWhose.value(u"pat"_s)[u"state"_s].toString(), u"not_read"_s);
    QCOMPARE(m_engine->run({u"calendars"_s}), 0);
    QVERIFY2(m_engine->output().contains("WHOSE") && m_engine->output().contains("unreadable"), m_engine->output().constData());
    QVERIFY2(!m_engine->output().contains("a page to sign in"), m_engine->output().constData()); // the table has codes
}

void TestPeopleCommands::calendarsWithoutAnyAreNone()
{
    QVERIFY(m_engine->list(u"calendars"_s).isEmpty());
    QCOMPARE(m_engine->run({u"calendars"_s, u"--json"_s}), 0);
    QVERIFY(QJsonDocument::fromJson(m_engine->output()).isArray());
}

// Without the secret it says so, and asks nobody.
void TestPeopleCommands::calendarsAreTested()
{
    import({feed(u"dana"_s)});
    QCOMPARE(m_engine->run({u"calendars"_s, u"test"_s, u"dana-ics"_s, u"--json"_s}), 1);
    QCOMPARE(firstRow()[u"id"_s].toString(), u"credentials"_s);
    QCOMPARE(firstRow()[u"level"_s].toString(), u"bad"_s);
    QCOMPARE(firstRow()[u"problem"_s].toString(), u"secret_missing"_s);
    QCOMPARE(m_engine->run({u"calendars"_s, u"test"_s, u"nowhere"_s}), 2);
    QVERIFY2(m_engine->errors().contains("no calendar of that id"), m_engine->errors().constData());
}

void TestPeopleCommands::calendarsAreTriedAgain()
{
    import({feed(u"dana"_s)});
    QCOMPARE(m_engine->run({u"calendars"_s, u"retry"_s, u"dana-ics"_s, u"--as"_s, u"dana"_s, u"--json"_s}), 0); // her own
    QCOMPARE(firstRow()[u"id"_s].toString(), u"dana-ics"_s);
    QCOMPARE(firstRow()[u"entries"_s].toInt(-1), 0);
    QCOMPARE(m_engine->run({u"calendars"_s, u"retry"_s, u"dana-ics"_s, u"--as"_s, u"pat"_s}), 0); // who edits people
    QCOMPARE(m_engine->run({u"calendars"_s, u"retry"_s, u"dana-ics"_s, u"--as"_s, u"sam"_s}), 3);
    QVERIFY2(m_engine->errors().contains("somebody else's calendar"), m_engine->errors().constData());
    QCOMPARE(m_engine->run({u"calendars"_s, u"retry"_s, u"dana-ics"_s, u"--as"_s, u"zoe"_s}), 2);
    QCOMPARE(m_engine->run({u"calendars"_s, u"retry"_s, u"nowhere"_s, u"--as"_s, u"pat"_s}), 2);
}

void TestPeopleCommands::signInsAreReset()
{
    QVERIFY(m_engine->list(u"sign-in"_s).isEmpty());
    QCOMPARE(m_engine->run({u"sign-in"_s, u"reset"_s, u"pat"_s}, "quarry ladder moss\n"), 0);
    QVERIFY2(m_engine->output().startsWith("pat can sign in"), m_engine->output().constData());
    QCOMPARE(m_engine->run({u"sign-in"_s, u"reset"_s, u"dana"_s, u"--pin"_s}, "582914\r\n"), 0);
    const QJsonArray rows = m_engine->list(u"sign-in"_s);
    QCOMPARE(rows.size(), 2);
    QHash<QString, QJsonObject> byId;
    for (const QJsonValue &row : rows)
        byId.insert(row[u"id"_s].toString(), row.toObject());
    QCOMPARE(byId.value(u"pat"_s)[u"kind"_s].toString(), u"password"_s);
    QCOMPARE(byId.value(u"dana"_s)[u"kind"_s].toString(), u"pin"_s);
    QCOMPARE(byId.value(u"pat"_s)[u"set_by"_s].toString(), u"command"_s);
    QCOMPARE(byId.value(u"pat"_s)[u"failures"_s].toInt(-1), 0);
    QVERIFY(byId.value(u"pat"_s)[u"locked_until"_s].isNull());
    QVERIFY(!byId.value(u"pat"_s)[u"set_at"_s].toString().isEmpty());
    // What was typed opens the console, and is nowhere to be read.
    const std::unique_ptr<store::Database> office = database();
    const desk::Secret typed(u"quarry ladder moss"_s);
    QVERIFY(desk::SignIn(*office, m_clock).check(u"pat"_s, typed));
    QVERIFY(!m_engine->output().contains("quarry"));
    QCOMPARE(m_engine->run({u"audit"_s, u"--json"_s}), 0);
    QVERIFY(!m_engine->output().contains("quarry") && !m_engine->output().contains("582914"));
    QCOMPARE(m_engine->run({u"verify"_s}), 0);
}

void TestPeopleCommands::signInsBeginWithAnOwner()
{
    QCOMPARE(m_engine->run({u"sign-in"_s, u"reset"_s, u"dana"_s}, "quarry ladder moss\n"), 3);
    QVERIFY2(m_engine->errors().contains("Begin with an owner"), m_engine->errors().constData());
    QVERIFY(m_engine->list(u"sign-in"_s).isEmpty());
}

void TestPeopleCommands::secretsThatAreNotTaken_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<bool>("pin");
    QTest::addColumn<QByteArray>("why");

    QTest::newRow("nothing") << QByteArray() << false << QByteArray("too short");
    QTest::newRow("a short password") << QByteArray("moss\n") << false << QByteArray("too short");
    QTest::newRow("a short PIN") << QByteArray("5829\n") << true << QByteArray("too short");
    QTest::newRow("a long PIN") << QByteArray("58291475829147\n") << true << QByteArray("too long");
    QTest::newRow("a common password") << QByteArray("password123\n") << false << QByteArray("anybody would try");
    QTest::newRow("digits in a row") << QByteArray("123456\n") << true << QByteArray("anybody would try");
    QTest::newRow("the company's name") << QByteArray("SummitRoofing\n") << false << QByteArray("name");
    QTest::newRow("a PIN of letters") << QByteArray("ladder\n") << true << QByteArray("digits only");
}

void TestPeopleCommands::secretsThatAreNotTaken()
{
    QFETCH(const QByteArray, typed);
    QFETCH(const bool, pin);
    QFETCH(const QByteArray, why);
    const QStringList reset{u"sign-in"_s, u"reset"_s, u"pat"_s};
    QCOMPARE(m_engine->run(pin ? reset + QStringList{u"--pin"_s} : reset, typed), 2);
    QVERIFY2(m_engine->errors().contains(why), m_engine->errors().constData());
    QVERIFY2(typed.trimmed().isEmpty() || !m_engine->errors().contains(typed.trimmed()), "what was typed is not repeated");
    QVERIFY(m_engine->list(u"sign-in"_s).isEmpty());
}

void TestPeopleCommands::waitsAreEnded()
{
    QCOMPARE(m_engine->run({u"sign-in"_s, u"reset"_s, u"pat"_s}, "quarry ladder moss\n"), 0);
    {
        const std::unique_ptr<store::Database> office = database();
        const store::CredentialGateway credentials(*office);
        store::Transaction transaction = must(store::Transaction::begin(*office));
        for (int i = 0; i < 6; ++i)
            (void)must(credentials.beginAttempt(transaction, u"pat"_s, m_clock.now(), 24h));
        must(credentials.lockUntil(transaction, u"pat"_s, m_clock.now() + 1h));
        must(transaction.commit());
    }
    const QJsonObject waiting = m_engine->list(u"sign-in"_s).at(0).toObject();
    QCOMPARE(waiting[u"failures"_s].toInt(), 6);
    QVERIFY(!waiting[u"locked_until"_s].toString().isEmpty());
    QCOMPARE(m_engine->run({u"sign-in"_s, u"unlock"_s, u"pat"_s}), 0);
    QVERIFY2(m_engine->output().contains("try again now"), m_engine->output().constData());
    const QJsonObject ended = m_engine->list(u"sign-in"_s).at(0).toObject();
    QCOMPARE(ended[u"failures"_s].toInt(-1), 0);
    QVERIFY(ended[u"locked_until"_s].isNull());
    QCOMPARE(m_engine->run({u"sign-in"_s, u"unlock"_s, u"pat"_s}), 0);
    QVERIFY2(m_engine->output().contains("Nothing has changed"), m_engine->output().constData());
}

void TestPeopleCommands::rolesAreForPostgreSql()
{
    QCOMPARE(m_engine->run({u"sign-in"_s, u"roles"_s}), 3);
    QVERIFY2(m_engine->errors().contains("SQLite has no roles"), m_engine->errors().constData());
}

void TestPeopleCommands::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("calendars: no such verb") << QStringList{u"calendars"_s, u"dance"_s};
    QTest::newRow("calendars: no such option") << QStringList{u"calendars"_s, u"--loud"_s};
    QTest::newRow("calendars test: which?") << QStringList{u"calendars"_s, u"test"_s};
    QTest::newRow("calendars retry: which?") << QStringList{u"calendars"_s, u"retry"_s, u"--as"_s, u"pat"_s};
    QTest::newRow("sign-in: no such verb") << QStringList{u"sign-in"_s, u"dance"_s};
    QTest::newRow("sign-in reset: whose?") << QStringList{u"sign-in"_s, u"reset"_s};
    QTest::newRow("sign-in reset: nobody of that id") << QStringList{u"sign-in"_s, u"reset"_s, u"zoe"_s};
    QTest::newRow("sign-in reset: a password in an argument") << QStringList{u"sign-in"_s, u"reset"_s, u"pat"_s, u"quarry ladder moss"_s};
    QTest::newRow("sign-in unlock: nobody of that id") << QStringList{u"sign-in"_s, u"unlock"_s, u"zoe"_s};
    QTest::newRow("sign-in unlock: whose?") << QStringList{u"sign-in"_s, u"unlock"_s};
}

void TestPeopleCommands::exitCodes()
{
    QFETCH(const QStringList, arguments);
    QCOMPARE(m_engine->run(arguments, "quarry ladder moss\n"), 2);
    QVERIFY(!m_engine->errors().isEmpty());
    QVERIFY(m_engine->list(u"sign-in"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TestPeopleCommands)
#include "tst_peoplecommands.moc"
