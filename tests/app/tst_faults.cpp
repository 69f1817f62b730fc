#include "audit/trail.h"
#include "connectors/twilio/form.h"
#include "connectors/twilio/provider.h"
#include "engine/engine.h"
#include "practice/webhookclient.h"
#include "support/engineprocess.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "systemclock.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace ringback;
using test::EngineProcess;
using test::FakeTwilio;
using test::must;

namespace {

constexpr int patience = 60'000;

connectors::twilio::Form missedCall(int number)
{
    const QString caller = u"+121455501%1"_s.arg(20 + number, 2, 10, QLatin1Char('0'));
    return *connectors::twilio::decodeForm(
        test::voiceForm(u"CA%1"_s.arg(number, 32, 10, QLatin1Char('0')), u"no-answer"_s, {{u"From"_s, caller}, {u"Caller"_s, caller}}));
}

/// A PostgreSQL server of this test's own, which may be stopped: in a folder, on a socket there.
class PostgresServer final {
public:
    /// False where the server's programs are not installed.
    [[nodiscard]] bool make()
    {
        const QStringList versions = QDir(u"/usr/lib/postgresql"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        for (const QString &version : versions) {
            const QString programs = u"/usr/lib/postgresql/%1/bin"_s.arg(version);
            if (QFile::exists(programs + u"/initdb"_s))
                m_programs = programs;
        }
        if (m_programs.isEmpty())
            return false;
        // PostgreSQL does not run as root, which is who tests are in a container.
        if (asRoot() && QProcess::execute(u"chown"_s, {u"nobody"_s, m_folder.path()}) != 0)
            return false;
        return run(u"initdb"_s, {u"-D"_s, data(), u"-U"_s, u"app"_s, u"-A"_s, u"trust"_s, u"-E"_s, u"UTF8"_s, u"--no-locale"_s, u"-N"_s}) &&
               start();
    }
    ~PostgresServer()
    {
        if (m_runs)
            (void)stop();
    }

    [[nodiscard]] bool start()
    {
        m_runs = run(u"pg_ctl"_s, {u"-D"_s, data(), u"-w"_s, u"-l"_s, m_folder.filePath(u"log"_s), u"-o"_s,
                                   u"-k %1 -c listen_addresses=''"_s.arg(m_folder.path()), u"start"_s});
        return m_runs;
    }
    /// As a power cut: connections are gone, what is not committed too.
    [[nodiscard]] bool stop()
    {
        m_runs = false;
        return run(u"pg_ctl"_s, {u"-D"_s, data(), u"-m"_s, u"immediate"_s, u"-w"_s, u"stop"_s});
    }
    [[nodiscard]] QString address() const { return u"postgresql://app@/postgres?host=%1"_s.arg(m_folder.path()); }

private:
    [[nodiscard]] static bool asRoot() { return geteuid() == 0; }
    [[nodiscard]] QString data() const { return m_folder.filePath(u"data"_s); }
    [[nodiscard]] bool run(const QString &program, QStringList arguments) const
    {
        QString what = m_programs + u'/' + program;
        if (asRoot()) {
            arguments = QStringList{u"--reuid=nobody"_s, u"--regid=nogroup"_s, u"--clear-groups"_s, what} + arguments;
            what = u"setpriv"_s;
        }
        QProcess process;
        process.setWorkingDirectory(u"/"_s);
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(what, arguments);
        return process.waitForFinished(patience) && process.exitCode() == 0;
    }

    QTemporaryDir m_folder;
    QString m_programs;
    bool m_runs = false;
};

} // namespace

/// What the world does to a database under a real engine. Each time: nothing is acknowledged that is not stored, what went wrong is said in plain
/// words, it goes on by itself, and every call is followed up once.
class TestFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFullDisk();
    void aReadOnlyDisk();
    void aLockThatIsHeld();
    void aServerThatRestarts();
    void aClockThatIsSetBack_data() { test::addDatabaseRows(); }
    void aClockThatIsSetBack();

private:
    void furnish(EngineProcess &engine);
    void everyCallOnce(EngineProcess &engine, int calls);
    void flip(const QString &name, bool on);
    [[nodiscard]] QStringList brokenDisk() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeTwilio> m_twilio;
};

void TestFaults::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_twilio = std::make_unique<FakeTwilio>();
}

void TestFaults::furnish(EngineProcess &engine)
{
    settings::Setup setup = test::exampleSetup();
    setup.connections.first().baseUrl = m_twilio->baseUrl().toString();
    setup.quietHours = settings::SwitchedOff{};
    QFile file(m_folder->filePath(u"setup.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(settings::toJson(setup)) > 0);
    file.close();
    QVERIFY2(engine.run({u"import"_s, file.fileName()}) == 0, engine.errors().constData());
}

void TestFaults::everyCallOnce(EngineProcess &engine, int calls)
{
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), calls, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!engine.list(u"messages"_s).isEmpty() && !engine.output().contains("\"scheduled\"") &&
                                 !engine.output().contains("\"sending\""),
                             patience);
    QCOMPARE(engine.stop(), 0);
    QCOMPARE(m_twilio->messages().size(), calls);
    QCOMPARE(engine.list(u"calls"_s).size(), calls);
    QCOMPARE(engine.list(u"tasks"_s).size(), calls);
    QCOMPARE(engine.list(u"messages"_s).size(), calls);
    QCOMPARE(engine.run({u"verify"_s}), 0);
}

void TestFaults::flip(const QString &name, bool on)
{
    QFile file(m_folder->filePath(name));
    QVERIFY(on ? file.open(QIODevice::WriteOnly) : file.remove());
}

QStringList TestFaults::brokenDisk() const
{
    return {u"LD_PRELOAD="_s + QString::fromUtf16(BROKENDISK_LIBRARY), u"DISK_FULL="_s + m_folder->filePath(u"full"_s),
            u"DISK_READONLY="_s + m_folder->filePath(u"readonly"_s),
            u"ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"_s}; // a sanitizer wants to be loaded first
}

void TestFaults::aFullDisk()
{
    EngineProcess engine(m_folder->filePath(u"office.db"_s), FakeTwilio::authToken());
    furnish(engine);
    QVERIFY(engine.serve(brokenDisk()));
    QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(1)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
    flip(u"full"_s, true);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(2)), 503);
    QVERIFY(engine.isRunning());
    flip(u"full"_s, false);
    QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(2)), 200);
    everyCallOnce(engine, 2);
}

void TestFaults::aReadOnlyDisk()
{
    EngineProcess engine(m_folder->filePath(u"office.db"_s), FakeTwilio::authToken());
    furnish(engine);
    flip(u"readonly"_s, true);
    for (const QString &variable : brokenDisk())
        qputenv(variable.section(u'=', 0, 0).toUtf8().constData(), variable.section(u'=', 1).toUtf8());
    const int status = engine.run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    for (const QString &variable : brokenDisk())
        qunsetenv(variable.section(u'=', 0, 0).toUtf8().constData());
    QCOMPARE(status, 4);
    QVERIFY2(engine.errors().contains("The database cannot be written"), engine.errors().constData());
    QCOMPARE(engine.run({u"verify"_s}), 0);
}

// Longer than the engine waits (ten seconds).
void TestFaults::aLockThatIsHeld()
{
    EngineProcess engine(m_folder->filePath(u"office.db"_s), FakeTwilio::authToken());
    furnish(engine);
    QVERIFY(engine.serve());
    {
        const std::unique_ptr<store::Database> other = must(store::Database::open({.file = m_folder->filePath(u"office.db"_s)}));
        const store::Transaction held = must(store::Transaction::begin(*other));
        practice::WebhookClient client(engine.port(), {}, FakeTwilio::authToken().toUtf8(), std::chrono::seconds(30));
        QCOMPARE(must(client.post("/webhooks/twilio/voice", missedCall(1))), 503);
        QVERIFY(engine.isRunning());
    }
    QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(1)), 200);
    everyCallOnce(engine, 1);
}

// Calls come in while it is down: each is refused until it is stored, and followed up once.
void TestFaults::aServerThatRestarts()
{
    PostgresServer server;
    if (!server.make())
        QSKIP("PostgreSQL's server programs (initdb, pg_ctl) are not installed, or cannot be run as nobody");
    qputenv("PGOPTIONS", "-c client_min_messages=warning");
    EngineProcess engine(server.address(), FakeTwilio::authToken());
    furnish(engine);
    QVERIFY(engine.serve());
    int calls = 0;
    QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(++calls)), 200);
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
    for (int restart = 0; restart < 2; ++restart) {
        QVERIFY(server.stop());
        ++calls;
        QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(calls)), 503);
        QCOMPARE(engine.post("/webhooks/twilio/voice", missedCall(calls)), 503);
        QVERIFY(server.start());
        // As the provider tries again.
        QTRY_COMPARE_WITH_TIMEOUT(engine.post("/webhooks/twilio/voice", missedCall(calls)), 200, patience);
        QElapsedTimer sinceStored;
        sinceStored.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), calls, patience);
        QVERIFY2(sinceStored.elapsed() < 10'000, "the engine slept on after the server was back");
    }
    // Another program's commit wakes it: it listens again. Left to its own timer it would take up to a minute.
    {
        const std::unique_ptr<store::Database> other = must(store::Database::open(must(store::Address::parse(server.address()))));
        IdSource ids(7);
        ++calls;
        QVERIFY(test::putIntoInbox(*other, ids, calls::EventKind::Voice, connectors::twilio::encodeForm(missedCall(calls)),
                                   app::SystemClock().now()));
        QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), calls, 10'000);
    }
    everyCallOnce(engine, calls);
}

// By an hour, under an engine that works.
void TestFaults::aClockThatIsSetBack()
{
    QFETCH(const store::Dialect, dialect);
    const test::TestDatabase place(dialect);
    test::TestClock clock;
    const std::unique_ptr<store::Database> database = place.open();
    test::storeOffice(*database, clock.now());
    QNetworkAccessManager network;
    engine::Engine engine(
        {.database = place.address(),
         .writeTurn = nullptr,
         .clock = clock,
         .idSeed = 7,
         .id = u"engine"_s,
         .senders =
             [&](const settings::Connection &connection, const auto &...) {
                 const connectors::twilio::TwilioSettings settings{.accountSid =
                                                                       std::get<settings::TwilioAccount>(connection.account).accountSid,
                                                                   .authToken = FakeTwilio::authToken(),
                                                                   .baseUrl = m_twilio->baseUrl()};
                 return engine::Sender{std::make_shared<connectors::twilio::TwilioProvider>(settings, network, clock), QUrl()};
             },
         .listeningOn = QString()});
    engine.start();
    IdSource ids(8);
    const auto call = [&](const QString &sid, const QString &caller) {
        test::putIntoInbox(*database, ids, calls::EventKind::Voice,
                           test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, caller}, {u"Caller"_s, caller}}), clock.now());
        engine.wake();
    };
    const auto decided = [&] {
        return test::valueOf(*database, u"SELECT COUNT(*) FROM inbox WHERE state = 'done'"_s).toInt();
    };
    const auto accepted = [&] {
        return test::valueOf(*database, u"SELECT COUNT(*) FROM messages WHERE state = 'accepted'"_s).toInt();
    };
    call(u"CA1"_s, u"+12145550123"_s);
    QTRY_COMPARE_WITH_TIMEOUT(accepted(), 1, patience);

    clock.advance(-std::chrono::hours(1));
    call(u"CA2"_s, u"+12145550123"_s); // the same caller again: texted in what is now the future
    call(u"CA3"_s, u"+12145550124"_s);
    QTRY_COMPARE_WITH_TIMEOUT(decided(), 3, patience);
    QTRY_COMPARE_WITH_TIMEOUT(accepted(), 2, patience);

    clock.advance(std::chrono::hours(1));
    call(u"CA4"_s, u"+12145550124"_s);
    QTRY_COMPARE_WITH_TIMEOUT(decided(), 4, patience);
    QCOMPARE(accepted(), 2);
    QCOMPARE(m_twilio->messages().size(), 2);
    QCOMPARE(test::valueOf(*database, u"SELECT COUNT(*) FROM follow_ups"_s), u"2"_s);
    QVERIFY(!must(audit::verify(*database)).firstBad);
    engine.stop();
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
