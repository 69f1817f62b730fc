#include "board/connections.h"
#include "desk/connectionwork.h"
#include "desk/officework.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/wiringgateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = ConnectionRefusal::Why;

class TestConnectionWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addsWithALineOfItsOwn();
    void takesALineOver();
    void changesNothingElse();
    void theSameAgainAddsNoVersion();
    void freshSecretsReachThePrograms();
    void removesWithItsLines();
    void turnsDown_data();
    void turnsDown();
    void namesTheFieldThatIsWrong();
    void ofTwoChangesTheSecondIsTold();
    void twoAtOnceLoseNothing();
    void anImportWaitsForAnAdmin();
    void wiringsArePutBackFromTheEnd();
    void whatThePageShows();
    void ids();

private:
    [[nodiscard]] settings::Setup setup()
    {
        const auto document = must(store::OfficeGateway(*m_database).setup());
        return must(settings::parseSetup(document->text));
    }
    [[nodiscard]] QString versions() { return valueOf(*m_database, u"SELECT COUNT(*) FROM setups"_s); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }
    [[nodiscard]] static Connection quo()
    {
        return {.id = u"quo"_s, .account = QuoAccount{.apiKeySecret = u"quo-api-key"_s, .webhookSecret = {}, .olderWebhookSecret = {}}};
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<ConnectionWork> m_work;
};

void TestConnectionWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now());
    m_work = std::make_unique<ConnectionWork>(*m_database, m_clock);
}

void TestConnectionWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestConnectionWork::addsWithALineOfItsOwn()
{
    const calls::PhoneNumber fresh = test::number(u"+12145550160"_s);
    const ConnectionAnswer<Connection> added = m_work->put(
        {.connection = quo(),
         .before = {},
         .lines =
             {{.number = fresh, .label = u"Yard signs"_s, .calls = true, .texts = true, .textsFrom = test::number(u"+12145550161"_s)}}},
        u"pat"_s);
    QVERIFY(added.has_value());
    const settings::Setup after = setup();
    QVERIFY(after.connection(u"quo") != nullptr && *after.connection(u"quo") == quo());
    const calls::Line *const line = after.line(fresh);
    QVERIFY(line != nullptr);
    QCOMPARE(line->label, u"Yard signs"_s);
    QCOMPARE(line->callsConnection, u"quo"_s);
    QCOMPARE(line->textsConnection, u"quo"_s);
    QCOMPARE(line->sender().e164(), u"+12145550161"_s);
    QCOMPARE(audited(), (QStringList{u"staff:pat connection_added connection:quo"_s}));
}

void TestConnectionWork::takesALineOver()
{
    const calls::PhoneNumber hail = test::number(u"+12145550102"_s);
    QVERIFY(
        m_work->put({.connection = quo(), .before = {}, .lines = {{.number = hail, .label = {}, .calls = true}}}, u"pat"_s).has_value());
    QCOMPARE(setup().line(hail)->callsConnection, u"quo"_s);
    QCOMPARE(setup().line(hail)->textsConnection, u"twilio-main"_s); // texts go on through the other
    QCOMPARE(setup().line(hail)->label, u"Hail campaign"_s);
    const Connection twilio = setup().connections.first();
    // The other system's dialog: this line no longer texts through it.
    QVERIFY(m_work->put({.connection = twilio, .before = twilio, .lines = {{.number = hail, .label = {}}}}, u"pat"_s).has_value());
    QCOMPARE(setup().line(hail)->textsConnection, QString());
    QCOMPARE(setup().line(hail)->callsConnection, u"quo"_s);
}

void TestConnectionWork::changesNothingElse()
{
    settings::Setup expected = setup();
    Connection &twilio = expected.connections.first();
    const Connection before = twilio;
    std::get<TwilioAccount>(twilio.account).accountSid = u"AC00000000000000000000000000000002"_s;
    twilio.pollEvery = std::chrono::seconds(20);
    QVERIFY(m_work->put({.connection = twilio, .before = before, .lines = {}}, u"pat"_s).has_value());
    QVERIFY(setup() == expected); // teams, staff, mail, quiet hours and lines as they were
    QCOMPARE(versions(), u"2"_s);
}

void TestConnectionWork::theSameAgainAddsNoVersion()
{
    const Connection twilio = setup().connections.first();
    QVERIFY(m_work->put({.connection = twilio, .before = twilio, .lines = {}}, u"pat"_s).has_value());
    QCOMPARE(versions(), u"1"_s);
    QVERIFY(audited().isEmpty());
}

void TestConnectionWork::freshSecretsReachThePrograms()
{
    const Connection twilio = setup().connections.first();
    QVERIFY(m_work->put({.connection = twilio, .before = twilio, .lines = {}, .freshSecrets = true}, u"pat"_s).has_value());
    QCOMPARE(versions(), u"2"_s); // programs fetch secrets when they see a new version
    QCOMPARE(audited(), (QStringList{u"staff:pat connection_changed connection:twilio-main"_s}));
}

void TestConnectionWork::removesWithItsLines()
{
    const calls::PhoneNumber hail = test::number(u"+12145550102"_s);
    QVERIFY(
        m_work->put({.connection = quo(), .before = {}, .lines = {{.number = hail, .label = {}, .calls = true}}}, u"pat"_s).has_value());
    QCOMPARE(must<int>(m_work->keepWiring(u"twilio-main"_s, "{}", u"pat"_s).map_error([](const auto &) { return Error(); })), 1);
    QVERIFY(m_work->remove(u"twilio-main"_s, u"pat"_s).has_value());
    const settings::Setup after = setup();
    QCOMPARE(after.connections, QList<Connection>{quo()});
    QCOMPARE(after.lines.size(), 1); // the main line's calls came from it alone
    QCOMPARE(after.lines.first().number, hail);
    QCOMPARE(after.lines.first().textsConnection, QString());
    QVERIFY(must(store::WiringGateway(*m_database).all()).isEmpty());
    QCOMPARE(audited().last(), u"staff:pat connection_removed connection:twilio-main"_s);
}

void TestConnectionWork::turnsDown_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<ConnectionEdit>("edit");
    QTest::addColumn<Why>("why");
    const Connection twilio = test::exampleSetup().connections.first();
    const calls::PhoneNumber main = test::number(u"+12145550100"_s);
    const Connection hook{.id = u"generic"_s, .account = GenericHook{.proofSecret = u"generic-proof"_s}};
    Connection gone = quo();
    gone.id = u"gone"_s;
    QTest::newRow("nobody") << u"zoe"_s << ConnectionEdit{.connection = quo(), .before = {}, .lines = {}} << Why::NoSuchPerson;
    QTest::newRow("a rep") << u"dana"_s << ConnectionEdit{.connection = quo(), .before = {}, .lines = {}} << Why::NotAllowed;
    QTest::newRow("removed meanwhile") << u"pat"_s << ConnectionEdit{.connection = gone, .before = gone, .lines = {}}
                                       << Why::NoSuchConnection;
    QTest::newRow("the id is taken") << u"pat"_s << ConnectionEdit{.connection = twilio, .before = {}, .lines = {}}
                                     << Why::ChangedMeanwhile;
    QTest::newRow("a line without calls") << u"pat"_s
                                          << ConnectionEdit{.connection = twilio,
                                                            .before = twilio,
                                                            .lines = {{.number = main, .label = {}, .texts = true}}}
                                          << Why::LineNeedsCalls;
    QTest::newRow("a new line without calls")
        << u"pat"_s
        << ConnectionEdit{.connection = twilio,
                          .before = twilio,
                          .lines = {{.number = test::number(u"+12145550160"_s), .label = {}, .texts = true}}}
        << Why::LineNeedsCalls;
    QTest::newRow("texts through what cannot text")
        << u"pat"_s
        << ConnectionEdit{.connection = hook, .before = {}, .lines = {{.number = main, .label = {}, .calls = true, .texts = true}}}
        << Why::CannotText;
    QTest::newRow("no key named") << u"pat"_s
                                  << ConnectionEdit{.connection = {.id = u"quo"_s, .account = QuoAccount{}}, .before = {}, .lines = {}}
                                  << Why::Invalid;
}

void TestConnectionWork::turnsDown()
{
    QFETCH(QString, who);
    QFETCH(ConnectionEdit, edit);
    QFETCH(Why, why);
    const settings::Setup before = setup();
    const ConnectionAnswer<Connection> answer = m_work->put(edit, who);
    QVERIFY(!answer);
    QCOMPARE(answer.error().why, why);
    QVERIFY(setup() == before);
    QCOMPARE(versions(), u"1"_s);
    QVERIFY(audited().isEmpty());
    if (why == Why::NoSuchPerson || why == Why::NotAllowed) {
        QCOMPARE(m_work->remove(u"twilio-main"_s, who).error().why, why);
        QCOMPARE(m_work->keepWiring(u"twilio-main"_s, "{}", who).error().why, why);
        QCOMPARE(m_work->forgetWiring(u"twilio-main"_s, who).error().why, why);
    }
}

void TestConnectionWork::namesTheFieldThatIsWrong()
{
    const ConnectionAnswer<Connection> noKey =
        m_work->put({.connection = {.id = u"quo"_s, .account = QuoAccount{}}, .before = {}, .lines = {}}, u"pat"_s);
    QCOMPARE(noKey.error().field, u"api_key_secret"_s);
    Connection hook{.id = u"zap"_s, .account = GenericHook{.proofSecret = u"zap-proof"_s}};
    std::get<GenericHook>(hook.account).fields.insert(u"from"_s, u"data.from"_s);
    QCOMPARE(m_work->put({.connection = hook, .before = {}, .lines = {}}, u"pat"_s).error().field, u"fields"_s);
    // Texts of one line from another line's number: the finding is about the line.
    const Connection twilio = setup().connections.first();
    const calls::PhoneNumber main = test::number(u"+12145550100"_s);
    const ConnectionAnswer<Connection> mixed =
        m_work->put({.connection = twilio,
                     .before = twilio,
                     .lines = {{.number = main, .label = {}, .calls = true, .texts = true, .textsFrom = test::number(u"+12145550102"_s)}}},
                    u"pat"_s);
    QCOMPARE(mixed.error().why, Why::Invalid);
    QCOMPARE(mixed.error().field, main.e164());
}

void TestConnectionWork::ofTwoChangesTheSecondIsTold()
{
    const Connection seen = setup().connections.first();
    Connection mine = seen;
    mine.pollEvery = std::chrono::seconds(30);
    Connection yours = seen;
    yours.pollEvery = std::chrono::seconds(90);
    QVERIFY(m_work->put({.connection = mine, .before = seen, .lines = {}}, u"pat"_s).has_value());
    const ConnectionAnswer<Connection> second = m_work->put({.connection = yours, .before = seen, .lines = {}}, u"pat"_s);
    QCOMPARE(second.error().why, Why::ChangedMeanwhile);
    QCOMPARE(setup().connections.first(), mine);
}

// Two admins add a system each in the same moment: both are there, or one is told to try again and can.
void TestConnectionWork::twoAtOnceLoseNothing()
{
    std::barrier together(2);
    std::array<bool, 2> stored{};
    const auto admin = [&](int which) {
        const auto database = m_place->open();
        ConnectionWork work(*database, m_clock);
        Connection mine = quo();
        mine.id = u"quo-%1"_s.arg(which);
        together.arrive_and_wait();
        stored.at(static_cast<size_t>(which)) = work.put({.connection = mine, .before = {}, .lines = {}}, u"pat"_s).has_value();
    };
    std::thread first(admin, 0);
    std::thread second(admin, 1);
    first.join();
    second.join();
    QVERIFY(stored.at(0) || stored.at(1));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(setup().connection(u"quo-%1"_s.arg(i)) != nullptr, stored.at(static_cast<size_t>(i)));
}

// A file is imported in the moment in which an admin adds a system: each is a version of its own, one after the other, and neither fails.
void TestConnectionWork::anImportWaitsForAnAdmin()
{
    settings::Setup file = setup();
    for (int round = 0; round < 10; ++round) {
        file.company.name = u"Summit %1"_s.arg(round);
        const QString before = versions();
        std::barrier together(2);
        QString importing;
        QString adding;
        std::thread first([&] {
            const auto database = m_place->open();
            together.arrive_and_wait();
            if (const Result<SetupImport> imported = importSetup(*database, settings::toJson(file), false, m_clock.now()); !imported)
                importing = imported.error().what;
        });
        std::thread second([&] {
            const auto database = m_place->open();
            ConnectionWork work(*database, m_clock);
            Connection mine = quo();
            mine.id = u"quo-%1"_s.arg(round);
            together.arrive_and_wait();
            if (const ConnectionAnswer<Connection> put = work.put({.connection = mine, .before = {}, .lines = {}}, u"pat"_s); !put)
                adding = put.error().detail.isEmpty() ? u"refused"_s : put.error().detail;
        });
        first.join();
        second.join();
        QCOMPARE(importing, QString());
        QCOMPARE(adding, QString());
        QCOMPARE(versions().toInt(), before.toInt() + 2);
    }
}

void TestConnectionWork::wiringsArePutBackFromTheEnd()
{
    const QString id = u"twilio-main"_s;
    const QByteArray first = "{\"was\":\"https://old.example/ä\"}";
    const QByteArray second = "{\"was\":\"ours\"}";
    QCOMPARE(m_work->forgetWiring(id, u"pat"_s).error().why, Why::NoSuchConnection);
    QCOMPARE(m_work->keepWiring(u"nope"_s, "{}", u"pat"_s).error().why, Why::NoSuchConnection);
    QVERIFY(m_work->keepWiring(id, first, u"pat"_s).has_value());
    m_clock.advance(std::chrono::seconds(5));
    QCOMPARE(m_work->keepWiring(id, second, u"pat"_s).value_or(0), 2);
    const store::WiringGateway wirings(*m_database);
    QCOMPARE(must(wirings.find(id))->undos, (QByteArrayList{first, second}));
    QCOMPARE(must(wirings.find(id))->changedAt, m_clock.now());
    QCOMPARE(m_work->forgetWiring(id, u"pat"_s).value_or(-1), 1);
    QCOMPARE(must(wirings.find(id))->undos, QByteArrayList{first});
    QCOMPARE(m_work->forgetWiring(id, u"pat"_s).value_or(-1), 0);
    QVERIFY(!must(wirings.find(id)));
    QCOMPARE(audited(),
             (QStringList{u"staff:pat connection_wired connection:twilio-main"_s, u"staff:pat connection_wired connection:twilio-main"_s,
                          u"staff:pat connection_put_back connection:twilio-main"_s,
                          u"staff:pat connection_put_back connection:twilio-main"_s}));
}

void TestConnectionWork::whatThePageShows()
{
    QVERIFY(m_work->keepWiring(u"twilio-main"_s, "{}", u"pat"_s).has_value());
    const board::PhoneSystems systems = must(board::readPhoneSystems(*m_database));
    QCOMPARE(systems.connections.size(), 1);
    QCOMPARE(systems.connections.first().wiredAt, std::optional(m_clock.now()));
    QCOMPARE(systems.connections.first().wiredBy, u"Pat Lee"_s);
    QCOMPARE(systems.connections.first().webhookPath, u"/webhooks/twilio/voice"_s);
    QCOMPARE(systems.lines.size(), 2);
    QCOMPARE(systems.lines.first().callsBy, u"twilio-main"_s);
    QCOMPARE(systems.takenIds, QStringList{u"twilio-main"_s});
}

void TestConnectionWork::ids()
{
    QCOMPARE(freeId(u"google_voice"_s, {}), u"google-voice"_s);
    QCOMPARE(freeId(u"quo"_s, {u"quo"_s, u"quo-2"_s}), u"quo-3"_s);
    QCOMPARE(secretName(u"quo-3"_s, u"api_key"_s), u"quo-3-api-key"_s);
}

QTEST_GUILESS_MAIN(TestConnectionWork)
#include "tst_connectionwork.moc"
