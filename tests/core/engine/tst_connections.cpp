#include "connectors/phonesystem.h"
#include "engine/engine.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::FakeTwilio;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

const QString mainLine = u"+12145550100"_s;
const QString hailLine = u"+12145550102"_s;
const QString textNumber = u"+12145550150"_s;
const QString caller = u"+12145550123"_s;

} // namespace

/// An office with several connections: calls from one, texts through another, per line.
class TestConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void callsFromOneTextsThroughAnother();
    void linesThatShareASender();
    void aLineThatTextsNobody();

private:
    void open(const std::function<void(settings::Setup &)> &change);
    void arrives(const QString &connection, calls::EventKind kind, const QString &key, const QByteArray &payload);
    void missedCall(const QString &line);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_calls; ///< the account that calls come from
    std::unique_ptr<FakeTwilio> m_texts; ///< the account that texts leave by
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<engine::Engine> m_engine;
};

void TestConnections::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_calls = std::make_unique<FakeTwilio>();
    m_texts = std::make_unique<FakeTwilio>();
    m_texts->own({textNumber});
    m_network = std::make_unique<QNetworkAccessManager>();
}

void TestConnections::cleanup()
{
    QSignalSpy stopped(m_engine.get(), &engine::Engine::stopped);
    m_engine->stop();
    QVERIFY(!stopped.isEmpty() || stopped.wait(patience));
    m_engine.reset();
    m_network.reset();
    m_texts.reset();
    m_calls.reset();
    m_database.reset();
    m_place.reset();
}

void TestConnections::open(const std::function<void(settings::Setup &)> &change)
{
    test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) {
        setup.connections.first().baseUrl = m_calls->baseUrl().toString();
        setup.connections.append(
            {.id = u"texting"_s,
             .account = settings::TwilioAccount{.accountSid = FakeTwilio::accountSid(), .authTokenSecret = u"texting-token"_s},
             .baseUrl = m_texts->baseUrl().toString()});
        change(setup);
    });
    const QByteArray token = FakeTwilio::authToken().toLatin1();
    const auto secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"twilio-main-token"_s, token}, {u"texting-token"_s, token}});
    m_engine = std::make_unique<engine::Engine>(engine::Engine::Config{
        .database = m_place->address(),
        .writeTurn = nullptr,
        .clock = m_clock,
        .idSeed = 8,
        .id = u"engine"_s,
        .senders =
            [this, secrets](const settings::Connection &connection, const auto &...) {
                return engine::Sender{.provider = connectors::phoneSystem(connection.type())
                                                      .open(connection, {.network = *m_network, .clock = m_clock, .secrets = secrets})};
            },
    });
    m_engine->start();
}

void TestConnections::arrives(const QString &connection, calls::EventKind kind, const QString &key, const QByteArray &payload)
{
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    QVERIFY(must(store::InboxGateway(*m_database)
                     .append(transaction, {.id = m_ids.next<calls::InboxId>(m_clock.now()),
                                           .connection = connection,
                                           .kind = kind,
                                           .key = key,
                                           .payload = payload,
                                           .receivedAt = m_clock.now()})));
    must(transaction.commit());
    m_engine->wake();
}

void TestConnections::missedCall(const QString &line)
{
    arrives(u"twilio-main"_s, calls::EventKind::Voice, u"call"_s,
            test::voiceForm(u"CA1"_s, u"no-answer"_s, {{u"From"_s, caller}, {u"To"_s, line}, {u"Called"_s, line}}));
}

void TestConnections::callsFromOneTextsThroughAnother()
{
    open([](settings::Setup &setup) {
        setup.lines.first().textsConnection = u"texting"_s;
        setup.lines.first().textsFrom = test::number(textNumber);
    });
    missedCall(mainLine);
    QTRY_COMPARE_WITH_TIMEOUT(m_texts->messages().size(), 1, patience);
    QCOMPARE(m_texts->messages().first().from, textNumber);
    QCOMPARE(m_texts->messages().first().to, caller);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages"_s), u"accepted"_s, patience);

    arrives(u"texting"_s, calls::EventKind::MessageStatus, u"receipt"_s,
            test::receiptForm(m_texts->messages().first().sid, u"delivered"_s));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages"_s), u"delivered"_s, patience);
    arrives(u"texting"_s, calls::EventKind::Message, u"reply"_s,
            test::textForm(u"SM9"_s, u"My roof leaks"_s, {{u"From"_s, caller}, {u"To"_s, textNumber}}));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM follow_ups WHERE replied_at IS NOT NULL"_s), u"1"_s, patience);
    // Everything of the case speaks of the line that was dialled.
    QCOMPARE(rowsOf(*m_database, u"SELECT DISTINCT line FROM messages"_s), QStringList{mainLine});
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"1"_s);
    QCOMPARE(m_calls->requests().size(), 0);
}

void TestConnections::linesThatShareASender()
{
    open([](settings::Setup &setup) {
        for (calls::Line &line : setup.lines) {
            line.textsConnection = u"texting"_s;
            line.textsFrom = test::number(textNumber);
        }
    });
    missedCall(hailLine); // not the first of the two
    QTRY_COMPARE_WITH_TIMEOUT(m_texts->messages().size(), 1, patience);
    arrives(u"texting"_s, calls::EventKind::Message, u"reply"_s,
            test::textForm(u"SM9"_s, u"It was the hail"_s, {{u"From"_s, caller}, {u"To"_s, textNumber}}));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM messages WHERE direction = 'in'"_s), u"1"_s, patience);
    QCOMPARE(value(u"SELECT line FROM messages WHERE direction = 'in'"_s), hailLine);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"1"_s);
}

// A mailbox of Google Voice, say, without another number to text from.
void TestConnections::aLineThatTextsNobody()
{
    open([](settings::Setup &setup) { setup.lines.first().textsConnection.clear(); });
    missedCall(mainLine);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s, patience);
    QVERIFY2(value(u"SELECT reasons FROM follow_ups"_s).contains(u"no_sender"_s), qPrintable(value(u"SELECT reasons FROM follow_ups"_s)));
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages WHERE channel = 'text'"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
