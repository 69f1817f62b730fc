#include "connectors/twilio/provider.h"
#include "engine/engine.h"
#include "store/pulsegateway.h"
#include "support/fakeleads.h"
#include "support/fakephone.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::valueOf;
namespace twilio = ringback::connectors::twilio;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

// A program with an engine on a thread, as `app` puts it together.
class Program {
public:
    Program(const store::Address &database, const Clock &clock, const FakeTwilio &provider, const QString &id)
        : m_network(new QNetworkAccessManager)
        , m_engine(new Engine({.database = database,
                               .writeTurn = nullptr,
                               .clock = clock,
                               .idSeed = qHash(id),
                               .id = id,
                               .senders =
                                   [this, &clock, baseUrl = provider.baseUrl()](const settings::Connection &connection, const auto &...) {
                                       twilio::TwilioSettings settings{.accountSid =
                                                                           std::get<settings::TwilioAccount>(connection.account).accountSid,
                                                                       .authToken = FakeTwilio::authToken(),
                                                                       .baseUrl = baseUrl};
                                       return Sender{std::make_shared<twilio::TwilioProvider>(settings, *m_network, clock), QUrl()};
                                   },
                               .listeningOn = QString()}))
        , m_stopped(m_engine, &Engine::stopped)
    {
        m_network->moveToThread(&m_thread);
        m_engine->moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(m_engine, &Engine::start, Qt::QueuedConnection);
    }
    ~Program()
    {
        stop();
        m_thread.quit();
        m_thread.wait();
        delete m_engine;
        delete m_network;
    }

    bool stop()
    {
        if (m_stopped.isEmpty())
            QMetaObject::invokeMethod(m_engine, &Engine::stop, Qt::QueuedConnection);
        return !m_stopped.isEmpty() || m_stopped.wait(patience);
    }
    void wake() { m_engine->wake(); }

private:
    QThread m_thread;
    QNetworkAccessManager *m_network; // both belong to the thread, and go after it
    Engine *m_engine;
    QSignalSpy m_stopped;
};

// An engine in this thread, whose connections are fakes; how often each was opened.
class Bench {
public:
    Bench(const store::Address &database, const Clock &clock)
        : m_engine({.database = database,
                    .writeTurn = nullptr,
                    .clock = clock,
                    .idSeed = 5,
                    .id = u"bench"_s,
                    .senders =
                        [this](const settings::Connection &connection, const auto &...) {
                            ++opened[connection.id];
                            const std::shared_ptr<test::FakePhone> phone = std::make_shared<test::FakePhone>();
                            streams.insert(connection.id, std::make_shared<test::FakeStream>());
                            phone->setStream(streams.value(connection.id));
                            phone->listNothing();
                            phones.insert(connection.id, phone);
                            return Sender{phone, QUrl()};
                        },
                    .secretsMark = [this](const settings::Connection &connection) { return marks.value(connection.id); },
                    .leadSystems =
                        [this](const settings::LeadConnection &connection, const auto &...) {
                            ++opened[connection.id];
                            leads = std::make_shared<test::FakeLeads>(book);
                            return leads;
                        },
                    .leadSecretsMark = [this](const settings::LeadConnection &connection) { return marks.value(connection.id); },
                    .leadAbilities =
                        [](const auto &...) {
                            return test::allAbilities();
                        }})
        , stopped(&m_engine, &Engine::stopped)
    {
        m_engine.start();
    }
    ~Bench()
    {
        if (stopped.isEmpty())
            stop();
    }
    void stop()
    {
        m_engine.stop();
        if (stopped.isEmpty())
            stopped.wait(patience);
    }
    void wake() { m_engine.wake(); }
    void secretsChanged() { m_engine.remakeSenders(); }

    QHash<QString, int> opened;
    QHash<QString, QByteArray> marks;
    QHash<QString, std::shared_ptr<test::FakePhone>> phones;
    QHash<QString, std::shared_ptr<test::FakeStream>> streams;
    std::shared_ptr<test::FakeLeadBook> book = std::make_shared<test::FakeLeadBook>();
    std::shared_ptr<test::FakeLeads> leads; ///< the last that was opened

private:
    Engine m_engine;

public:
    QSignalSpy stopped;
};

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fromTheInboxToTheText();
    void showsThatItLives();
    void waitsForAnOffice();
    void stopsInTimeAndLeavesTheDoubtToTheNext();
    void stopsInTimeAndTheNextSendsWhatNeverLeft();
    void unchangedConnectionsStayOpen();
    void fromAStreamAndAListToTheText();
    void stopsWhileAListIsRead();
    void theLeadThenTheText();
    void unchangedLeadSystemsStayOpen();
    void stopsWhileALeadIsWritten();

private:
    static void addJobber(settings::Setup &setup)
    {
        setup.leadSystems = {{.id = u"jobber"_s,
                              .account = settings::JobberAccount{.clientId = u"c"_s, .clientSecret = u"s"_s, .credentialSecret = u"r"_s}}};
    }
    void missedCall(const QString &sid = u"CA1"_s)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s), m_clock.now());
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QString job() { return value(u"SELECT state || ' ' || attempts || ' ' || in_doubt FROM jobs"_s); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
};

void TestEngine::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
}

void TestEngine::cleanup()
{
    m_twilio.reset();
    m_database.reset();
    m_place.reset();
}

void TestEngine::fromTheInboxToTheText()
{
    test::storeOffice(*m_database, m_clock.now());
    Program program(m_place->address(), m_clock, *m_twilio, u"one"_s);
    missedCall(); // as another program would: nobody wakes the engine but the database
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
    const FakeTwilio::Message text = m_twilio->messages().first();
    QCOMPARE(text.to, u"+12145550123"_s);
    QCOMPARE(text.from, u"+12145550100"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages"_s), u"accepted"_s, patience);
    QCOMPARE(value(u"SELECT provider_id FROM messages"_s), text.sid);
    QCOMPARE(value(u"SELECT body FROM messages"_s), text.body);
    QCOMPARE(job(), u"done 1 0"_s);
    QVERIFY(program.stop());
    QCOMPARE(m_twilio->messages().size(), 1);
}

void TestEngine::showsThatItLives()
{
    test::storeOffice(*m_database, m_clock.now());
    Program program(m_place->address(), m_clock, *m_twilio, u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT id FROM engines"_s), u"one"_s, patience);
    QVERIFY(program.stop());
    QCOMPARE(value(u"SELECT COUNT(*) FROM engines"_s), u"0"_s);
}

void TestEngine::waitsForAnOffice()
{
    missedCall();
    Program program(m_place->address(), m_clock, *m_twilio, u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM engines"_s), u"1"_s, patience);
    QCOMPARE(value(u"SELECT state FROM inbox"_s), u"new"_s);
    test::storeOffice(*m_database, m_clock.now());
    QTRY_COMPARE_WITH_TIMEOUT(m_twilio->messages().size(), 1, patience);
}

// Twilio took the text and does not answer; the program is closed.
void TestEngine::stopsInTimeAndLeavesTheDoubtToTheNext()
{
    test::storeOffice(*m_database, m_clock.now());
    {
        Program program(m_place->address(), m_clock, *m_twilio, u"one"_s);
        m_twilio->stallAfterTakingNext();
        missedCall();
        QTRY_COMPARE_WITH_TIMEOUT(m_twilio->stalled(), 1, patience);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(program.stop());
        QVERIFY2(timer.elapsed() < Engine::drainTime.count() + 2'000, qPrintable(QString::number(timer.elapsed())));
    }
    QCOMPARE(job(), u"waiting 1 1"_s); // in doubt, and free for the next engine
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"sending"_s);

    m_twilio->release();
    m_clock.advance(11s);
    Program next(m_place->address(), m_clock, *m_twilio, u"two"_s);
    QTRY_COMPARE_WITH_TIMEOUT(job(), u"done 1 0"_s, patience);
    QCOMPARE(m_twilio->messages().size(), 1);
    QCOMPARE(value(u"SELECT provider_id FROM messages"_s), m_twilio->messages().first().sid);
}

// The request never got anywhere: looked for twice, then sent.
void TestEngine::stopsInTimeAndTheNextSendsWhatNeverLeft()
{
    test::storeOffice(*m_database, m_clock.now());
    {
        Program program(m_place->address(), m_clock, *m_twilio, u"one"_s);
        m_twilio->stallNext();
        missedCall();
        QTRY_COMPARE_WITH_TIMEOUT(m_twilio->stalled(), 1, patience);
        QVERIFY(program.stop());
    }
    m_twilio->stop(); // with its connections; another stands in its place
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_clock.advance(11s);
    Program next(m_place->address(), m_clock, *m_twilio, u"two"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT looks FROM jobs"_s), u"1"_s, patience);
    QCOMPARE(m_twilio->messages().size(), 0);
    m_clock.advance(5s);
    next.wake();
    QTRY_COMPARE_WITH_TIMEOUT(job(), u"done 2 0"_s, patience);
    QCOMPARE(m_twilio->messages().size(), 1);
}

// A stream that opens anew may miss something.
void TestEngine::unchangedConnectionsStayOpen()
{
    const auto twoConnections = [](settings::Setup &setup) {
        settings::Connection second = setup.connections.first();
        second.id = u"second"_s;
        std::get<settings::TwilioAccount>(second.account).accountSid = u"AC00000000000000000000000000000002"_s;
        setup.connections.append(second);
    };
    test::storeOffice(*m_database, m_clock.now(), twoConnections);
    Bench bench(m_place->address(), m_clock);
    QCOMPARE(bench.opened, (QHash<QString, int>{{u"twilio-main"_s, 1}, {u"second"_s, 1}}));
    const auto stream = bench.streams.value(u"twilio-main"_s);
    QCOMPARE(stream->opens, 1);

    const auto storeSetup = [&](const std::function<void(settings::Setup &)> &change) {
        settings::Setup setup = test::exampleSetup();
        twoConnections(setup);
        change(setup);
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::OfficeGateway(*m_database).addSetup(transaction, settings::toJson(setup), m_clock.now()));
        must(transaction.commit());
    };
    storeSetup([](settings::Setup &setup) { setup.connections.last().pollEvery = 30s; });
    QTRY_COMPARE_WITH_TIMEOUT(bench.opened.value(u"second"_s), 2, patience);
    QCOMPARE(bench.opened.value(u"twilio-main"_s), 1);
    QCOMPARE(stream->closes, 0);

    bench.marks.insert(u"second"_s, "another password");
    bench.secretsChanged();
    QCOMPARE(bench.opened, (QHash<QString, int>{{u"twilio-main"_s, 1}, {u"second"_s, 3}}));
    bench.secretsChanged();
    QCOMPARE(bench.opened, (QHash<QString, int>{{u"twilio-main"_s, 1}, {u"second"_s, 3}}));
    bench.marks.insert(u"twilio-main"_s, "another password");
    bench.secretsChanged();
    QCOMPARE(bench.opened, (QHash<QString, int>{{u"twilio-main"_s, 2}, {u"second"_s, 3}}));
    QCOMPARE(stream->closes, 1);

    storeSetup([](settings::Setup &setup) { setup.connections.removeLast(); });
    const auto second = bench.streams.value(u"second"_s);
    QTRY_COMPARE_WITH_TIMEOUT(second->closes, 1, patience);
}

void TestEngine::fromAStreamAndAListToTheText()
{
    test::storeOffice(*m_database, m_clock.now());
    Bench bench(m_place->address(), m_clock);
    const auto phone = bench.phones.value(u"twilio-main"_s);
    QTRY_COMPARE_WITH_TIMEOUT(phone->reads().size(), 1, patience); // at the start
    const auto stream = bench.streams.value(u"twilio-main"_s);
    const auto voice = [&](const QString &sid, const QString &from) {
        return calls::ProviderEvent{.kind = calls::EventKind::Voice,
                                    .key = sid,
                                    .payload = test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                                    .at = m_clock.now()};
    };
    Q_EMIT stream->opened(m_clock.now() + 24h);
    Q_EMIT stream->arrived(voice(u"CA1"_s, u"+12145550123"_s));
    QTRY_COMPARE_WITH_TIMEOUT(phone->texts().size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT stream_until_at FROM connection_pulses"_s).toLongLong(), toMs(m_clock.now() + 24h), patience);

    phone->list(voice(u"CA2"_s, u"+12145550124"_s)); // as an event in a list, which this type reads
    Q_EMIT stream->missed(m_clock.now() - 1min);
    QTRY_COMPARE_WITH_TIMEOUT(phone->texts().size(), 2, patience);
    QCOMPARE(phone->reads().size(), 2);
    bench.stop();
    QCOMPARE(stream->closes, 1);
}

void TestEngine::stopsWhileAListIsRead()
{
    test::storeOffice(*m_database, m_clock.now());
    Bench bench(m_place->address(), m_clock);
    const auto phone = bench.phones.value(u"twilio-main"_s);
    QTRY_COMPARE_WITH_TIMEOUT(phone->reads().size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT cursor FROM event_sources"_s), u"page-1"_s, patience);
    phone->hold();
    Q_EMIT bench.streams.value(u"twilio-main"_s)->missed(m_clock.now());
    QTRY_COMPARE_WITH_TIMEOUT(phone->reads().size(), 2, patience);
    QElapsedTimer timer;
    timer.start();
    bench.stop();
    QCOMPARE(bench.stopped.size(), 1);
    QVERIFY2(timer.elapsed() < Engine::drainTime.count() + 2'500, qPrintable(QString::number(timer.elapsed())));
}

void TestEngine::theLeadThenTheText()
{
    test::storeOffice(*m_database, m_clock.now(), addJobber);
    Bench bench(m_place->address(), m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(bench.leads, patience);
    bench.leads->hold();
    missedCall();
    QTRY_COMPARE_WITH_TIMEOUT(bench.leads->held(), 1, patience); // who has the number?
    QCOMPARE(bench.phones.value(u"twilio-main"_s)->texts().size(), 0);
    bench.leads->release();
    QTRY_COMPARE_WITH_TIMEOUT(bench.phones.value(u"twilio-main"_s)->texts().size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(bench.book->log, (QStringList{u"lead P1"_s, u"task P1 T1"_s, u"note P1 text_sent"_s}), patience);
    QCOMPARE(bench.book->problems, QStringList());
    // The head start was not waited for: the clock stands.
    QCOMPARE(value(u"SELECT sent_at FROM messages"_s), QString::number(toMs(m_clock.now())));
    QCOMPARE(value(u"SELECT secret_missing FROM connection_pulses WHERE connection = 'jobber'"_s), u"0"_s);
}

// A token and what is left of a rate are kept with it.
void TestEngine::unchangedLeadSystemsStayOpen()
{
    test::storeOffice(*m_database, m_clock.now(), addJobber);
    Bench bench(m_place->address(), m_clock);
    QTRY_COMPARE_WITH_TIMEOUT(bench.opened.value(u"jobber"_s), 1, patience);
    bench.secretsChanged();
    QCOMPARE(bench.opened.value(u"jobber"_s), 1);
    bench.marks.insert(u"jobber"_s, "another token");
    bench.secretsChanged();
    QCOMPARE(bench.opened.value(u"jobber"_s), 2);
}

void TestEngine::stopsWhileALeadIsWritten()
{
    test::storeOffice(*m_database, m_clock.now(), addJobber);
    Bench bench(m_place->address(), m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(bench.leads, patience);
    missedCall();
    QTRY_VERIFY_WITH_TIMEOUT(bench.book->log.size() >= 3, patience);
    bench.leads->hold();
    missedCall(u"CA2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.leads->held(), 1, patience);
    bench.stop();
    QCOMPARE(bench.stopped.size(), 1);
    QCOMPARE(value(u"SELECT state || ' ' || in_doubt FROM lead_writes WHERE state <> 'done'"_s), u"waiting 1"_s);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
