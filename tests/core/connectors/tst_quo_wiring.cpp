#include "connectors/quo/events.h"
#include "connectors/quo/provider.h"
#include "support/fakequo.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::quo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeQuo;

namespace {

const QString publicUrl = u"https://hooks.example.com"_s;
const QString ourUrl = publicUrl + u"/webhooks/quo/quo-main"_s;

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

QString word(const Finding &finding)
{
    static const QStringList checks{u"Credentials"_s, u"Number"_s, u"Registration"_s, u"Webhook"_s, u"Subscription"_s,
                                    u"CallLog"_s,     u"Texts"_s,  u"Clock"_s,        u"Mailbox"_s};
    return checks.at(static_cast<int>(finding.check)) + u' ' + finding.problem;
}

// Keeps nothing: the keychain is locked.
class NoSecrets final : public Secrets {
public:
    [[nodiscard]] QByteArray value(const QString &) const override { return {}; }
    QCoro::Task<Done> keep(QString, QByteArray) override
    {
        Done locked = failure(ErrorKind::Refused, u"the keychain is locked"_s);
        co_return locked;
    }
};

} // namespace

class TestQuoWiring : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesItsWebhook();
    void changesTheOneThatIsThere();
    void takesAnotherKeyWhereOursIsLost();
    void putsBackWhatFailed();
    void putsBackWhatItDoesNotKnowOf();
    void wiresNothingWithoutAnAddress();
    void unwiresWhatIsGone();
    void tests_data();
    void tests();
    void testsTheClock();

private:
    [[nodiscard]] TestQuery query() const
    {
        return {.lines = {number(u"+12145550100")}, .textsFrom = {number(u"+12145550100")}, .publicUrl = publicUrl};
    }
    void connectWith(std::shared_ptr<Secrets> secrets, const QByteArray &key = FakeQuo::apiKey());
    [[nodiscard]] QJsonObject hook() const { return m_quo->hooks().value(0); }

    test::TestClock m_clock{fromMs(QDateTime::currentMSecsSinceEpoch())};
    std::shared_ptr<test::TestSecrets> m_secrets;
    std::unique_ptr<FakeQuo> m_quo;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QuoProvider> m_provider;
};

void TestQuoWiring::init()
{
    m_quo = std::make_unique<FakeQuo>();
    m_network = std::make_unique<QNetworkAccessManager>();
    m_secrets = std::make_shared<test::TestSecrets>();
    connectWith(m_secrets);
}

void TestQuoWiring::cleanup()
{
    m_provider.reset();
    m_network.reset();
    m_quo.reset();
}

void TestQuoWiring::connectWith(std::shared_ptr<Secrets> secrets, const QByteArray &key)
{
    const QuoSettings settings{
        .apiKey = key, .connection = u"quo-main"_s, .webhookKeyName = u"hook"_s, .baseUrl = m_quo->baseUrl(), .timeout = 500ms};
    m_provider = std::make_unique<QuoProvider>(
        settings, Surroundings{.network = *m_network, .clock = m_clock, .secrets = std::move(secrets), .publicUrl = publicUrl});
}

void TestQuoWiring::makesItsWebhook()
{
    m_quo->addHook({{u"url"_s, u"https://crm.example.com/webhooks/quo/other"_s}, {u"events"_s, QJsonArray{u"call.missed"_s}}});
    const QList<QJsonObject> before = m_quo->hooks();
    Result<QList<WiringPoint>> points = QCoro::waitFor(m_provider->wiring(query()));
    QVERIFY(points);
    QCOMPARE(points->size(), 1);
    QCOMPARE(points->constFirst().now, QString());
    QCOMPARE(points->constFirst().wanted, ourUrl);

    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(query()));
    QVERIFY2(wired, wired ? "" : qPrintable(wired.error().what));
    QCOMPARE(m_quo->hooks().size(), 2);
    const QJsonObject made = m_quo->hooks().at(1);
    QCOMPARE(made.value(u"url"_s).toString(), ourUrl);
    QCOMPARE(made.value(u"events"_s).toArray(), QJsonArray::fromStringList(wantedEvents()));
    QCOMPARE(m_secrets->values.value(u"hook"_s), FakeQuo::webhookKey());
    QCOMPARE(wired->points.constLast().now, u"hook"_s); // where the key is
    QVERIFY(!wired->undo.contains("whsec_"));
    points = QCoro::waitFor(m_provider->wiring(query()));
    QVERIFY(points->constFirst().isOurs());

    points = QCoro::waitFor(m_provider->unwire(wired->undo));
    QVERIFY(points);
    QCOMPARE(points->constFirst().now, QString());
    QCOMPARE(m_quo->hooks(), before); // others' are left alone
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoWiring::changesTheOneThatIsThere()
{
    m_secrets->values.insert(u"hook"_s, "whsec_AAAA");
    m_quo->addHook({{u"url"_s, u"https://old.example.com/webhooks/quo/quo-main"_s},
                    {u"events"_s, QJsonArray{u"call.missed"_s, u"contact.updated"_s}},
                    {u"status"_s, u"disabled"_s},
                    {u"resourceIds"_s, QJsonArray{u"PN2"_s}}});
    const QJsonObject before = hook();
    const Result<QList<WiringPoint>> points = QCoro::waitFor(m_provider->wiring(query()));
    QVERIFY(
        points->constFirst().now.startsWith(u"https://old.example.com/webhooks/quo/quo-main\nstatus: disabled\nwithout call.ringing"_s));
    QVERIFY(points->constFirst().now.endsWith(u"\nnot for all lines"_s));

    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(query()));
    QVERIFY2(wired, wired ? "" : qPrintable(wired.error().what));
    QCOMPARE(m_quo->hooks().size(), 1);
    QCOMPARE(hook().value(u"url"_s).toString(), ourUrl);
    QCOMPARE(hook().value(u"status"_s).toString(), u"enabled"_s);
    QCOMPARE(hook().value(u"resourceIds"_s).toArray(), QJsonArray{u"*"_s});
    QVERIFY(hook().value(u"events"_s).toArray().contains(u"contact.updated"_s)); // somebody wanted it
    QVERIFY(hook().value(u"events"_s).toArray().contains(u"call.voicemail.completed"_s));
    QCOMPARE(m_secrets->values.value(u"hook"_s), "whsec_AAAA"_ba); // unchanged, and still ours
    QVERIFY(QCoro::waitFor(m_provider->unwire(wired->undo)));
    QCOMPARE(hook(), before);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoWiring::takesAnotherKeyWhereOursIsLost()
{
    m_quo->addHook({{u"url"_s, ourUrl}, {u"events"_s, QJsonArray::fromStringList(wantedEvents())}});
    QVERIFY(QCoro::waitFor(m_provider->wire(query())));
    QCOMPARE(m_secrets->values.value(u"hook"_s), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_ba);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoWiring::putsBackWhatFailed()
{
    connectWith(std::make_shared<NoSecrets>());
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(query()));
    QVERIFY(!wired);
    QCOMPARE(wired.error().what, u"the keychain is locked"_s);
    QVERIFY(m_quo->hooks().isEmpty()); // else Quo would send us what we cannot prove

    m_quo->addHook({{u"url"_s, ourUrl}, {u"events"_s, QJsonArray{u"call.missed"_s}}, {u"status"_s, u"disabled"_s}});
    const QJsonObject before = hook();
    QVERIFY(!QCoro::waitFor(m_provider->wire(query())));
    QCOMPARE(hook(), before);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoWiring::putsBackWhatItDoesNotKnowOf()
{
    m_quo->letNextPass(); // the list of webhooks
    m_quo->letNextPass(); // the lines
    m_quo->dropAnswerAfterTakingNext();
    QVERIFY(!QCoro::waitFor(m_provider->wire(query())));
    QVERIFY(m_quo->hooks().isEmpty());
    QVERIFY(m_secrets->values.isEmpty());

    m_quo->letNextPass();
    m_quo->letNextPass();
    m_quo->refuseNext(403, u"0202403"_s);
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(query()));
    QVERIFY(!wired);
    QCOMPARE(wired.error().kind, ErrorKind::Refused);
}

void TestQuoWiring::wiresNothingWithoutAnAddress()
{
    TestQuery nowhere = query();
    nowhere.publicUrl.clear();
    QVERIFY(!QCoro::waitFor(m_provider->wire(nowhere)));
    QVERIFY(m_quo->requests().isEmpty());
}

void TestQuoWiring::unwiresWhatIsGone()
{
    QVERIFY(QCoro::waitFor(m_provider->unwire(R"({"made":"77"})")));
    for (const QByteArray &odd : {""_ba, "{}"_ba, R"({"made":"../../v1/messages"})"_ba, R"({"changed":"77","former":{}})"_ba})
        QVERIFY(!QCoro::waitFor(m_provider->unwire(odd)));
}

void TestQuoWiring::tests_data()
{
    QTest::addColumn<std::function<void(FakeQuo &, TestQuery &)>>("prepare");
    QTest::addColumn<QStringList>("bad"); // all that is not `ok`
    using Prepare = std::function<void(FakeQuo &, TestQuery &)>;
    const QStringList notSet{u"Webhook not_set"_s};
    const auto row = [](const char *name, const Prepare &prepare, const QStringList &bad) {
        QTest::newRow(name) << prepare << bad;
    };
    const auto withHook = [](FakeQuo &quo, const QJsonObject &more) {
        QJsonObject hook{{u"url"_s, ourUrl}, {u"events"_s, QJsonArray::fromStringList(wantedEvents())}};
        for (auto it = more.begin(); it != more.end(); ++it)
            hook.insert(it.key(), it.value());
        quo.addHook(hook);
    };
    const Prepare noAddress = [](FakeQuo &, TestQuery &query) {
        query.publicUrl.clear();
    };
    row("all is well, but there is no public address", noAddress, {u"Webhook no_public_address"_s});
    row("the key is wrong", [](FakeQuo &quo, TestQuery &) { quo.refuseNext(401, u"0200401"_s); }, {u"Credentials wrong"_s});
    row("the subscription has expired", [](FakeQuo &quo, TestQuery &) { quo.refuseNextAsItReallyDoes(402, u"0201402"_s, u"x"_s); },
        {u"Credentials suspended"_s});
    row("no right", [](FakeQuo &quo, TestQuery &) { quo.refuseNext(403, u"0202403"_s); }, {u"Credentials no_right"_s});
    row("too fast", [](FakeQuo &quo, TestQuery &) { quo.rateLimitNext(); }, {u"Credentials rate_limited"_s});
    row("dead", [](FakeQuo &quo, TestQuery &) { quo.stop(); }, {u"Credentials not_reached"_s});
    row("slow", [](FakeQuo &quo, TestQuery &) { quo.stallNext(); }, {u"Credentials not_reached"_s});
    row("a captive portal", [](FakeQuo &quo, TestQuery &) { quo.answerNext(200, "<html>", "text/html"); }, {u"Credentials not_reached"_s});
    row("a number of another workspace",
        [=](FakeQuo &quo, TestQuery &query) {
            noAddress(quo, query);
            query.textsFrom.append(number(u"+12145550199"));
        },
        {u"Number not_in_account"_s, u"Webhook no_public_address"_s});
    row("no lines",
        [=](FakeQuo &quo, TestQuery &query) {
            noAddress(quo, query);
            query.lines.clear();
            query.textsFrom.clear();
        },
        {u"Number no_lines"_s, u"Webhook no_public_address"_s});
    row("not registered for texts",
        [=](FakeQuo &quo, TestQuery &query) {
            noAddress(quo, query);
            quo.restrictTexting(u"+12145550100"_s);
        },
        {u"Registration not_registered"_s, u"Webhook no_public_address"_s});
    row("only the older surface",
        [=](FakeQuo &quo, TestQuery &query) {
            noAddress(quo, query);
            quo.onlyOldSurface();
        },
        {u"CallLog no_right"_s, u"Texts no_right"_s, u"Webhook no_public_address"_s});
    // The address does not answer in a test, which is said beside it.
    const QString unreached = u"Webhook not_reachable"_s;
    row(
        "no webhook", [](FakeQuo &, TestQuery &query) { query.publicUrl = u"http://127.0.0.1:1"_s; }, notSet + QStringList{unreached});
    row("a webhook at another address",
        [=](FakeQuo &quo, TestQuery &query) {
            query.publicUrl = u"http://127.0.0.1:1"_s;
            withHook(quo, {});
        },
        {u"Webhook points_elsewhere"_s, unreached});
    row(
        "switched off",
        [=](FakeQuo &quo, TestQuery &query) {
            query.publicUrl = u"http://127.0.0.1:1"_s;
            withHook(quo, {{u"url"_s, u"http://127.0.0.1:1/webhooks/quo/quo-main"_s}, {u"status"_s, u"disabled"_s}});
        },
        notSet + QStringList{unreached});
    row(
        "without its key",
        [=](FakeQuo &quo, TestQuery &query) {
            query.publicUrl = u"http://127.0.0.1:1"_s;
            withHook(quo, {{u"url"_s, u"http://127.0.0.1:1/webhooks/quo/quo-main"_s}});
        },
        notSet + QStringList{unreached});
}

void TestQuoWiring::tests()
{
    QFETCH(std::function<void(FakeQuo &, TestQuery &)>, prepare);
    QFETCH(QStringList, bad);
    TestQuery asked = query();
    prepare(*m_quo, asked);
    QStringList found;
    for (const Finding &finding : QCoro::waitFor(m_provider->test(asked))) {
        QVERIFY(!finding.detail.contains(QString::fromLatin1(FakeQuo::apiKey())));
        QCOMPARE(finding.problem == u"ok", finding.level == Finding::Level::Good);
        if (finding.level != Finding::Level::Good)
            found.append(word(finding));
    }
    QCOMPARE(found, bad);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoWiring::testsTheClock()
{
    m_clock.set(test::instantOf(u"2026-11-21T02:00:00Z"_s));
    const auto clock = [this](const QByteArray &date) {
        m_quo->sayDate(date);
        for (const Finding &finding : QCoro::waitFor(m_provider->test(query()))) {
            if (finding.check == Check::Clock)
                return finding.problem;
        }
        return u"not said"_s;
    };
    QCOMPARE(clock({}), u"not said"_s);
    QCOMPARE(clock("Sat, 21 Nov 2026 02:05:00 GMT"), u"ok"_s);
    QCOMPARE(clock("Sat, 21 Nov 2026 02:05:01 GMT"), u"wrong"_s);
    QCOMPARE(clock("Sat, 21 Nov 2026 01:00:00 GMT"), u"wrong"_s);
}

QTEST_GUILESS_MAIN(TestQuoWiring)
#include "tst_quo_wiring.moc"
