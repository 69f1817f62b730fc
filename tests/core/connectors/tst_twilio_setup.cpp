#include "connectors/twilio/provider.h"
#include "support/faketwilio.h"
#include "support/testclock.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;

namespace {

const QString publicUrl = u"https://hooks.example.com"_s;
const QString voiceUrl = u"https://hooks.example.com/webhooks/twilio/voice#rc=5&rp=all"_s;
const QString messageUrl = u"https://hooks.example.com/webhooks/twilio/message#rc=5&rp=all"_s;
const QString demo = u"https://demo.twilio.com/welcome/voice/"_s;

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

} // namespace

/// *Test this connection*, and sending webhooks to us.
class TestTwilioSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsNothingWrong();
    void findsWhatIsWrong_data();
    void findsWhatIsWrong();
    void registrations_data();
    void registrations();
    void ourOwnAddress();
    void keepsSecretsOutOfFindings();
    void wires_data();
    void wires();
    void wiresTheService();
    void putsBack();
    void leavesWhatOthersChanged();
    void putsBackAfterAnError();
    void believesNoLie();
    void refusesForeignUndo_data();
    void refusesForeignUndo();

private:
    void connectTo(const QUrl &baseUrl, const QString &token = FakeTwilio::authToken(), const QString &service = {});
    [[nodiscard]] QList<Finding> test(const TestQuery &query) { return QCoro::waitFor(m_provider->test(query)); }
    [[nodiscard]] TestQuery query() const { return {.lines = {m_line}, .textsFrom = {m_line}, .publicUrl = {}}; }
    [[nodiscard]] TestQuery online() const { return {.lines = {m_line}, .textsFrom = {m_line}, .publicUrl = publicUrl}; }
    [[nodiscard]] QMap<QString, QString> fields() const { return m_twilio->numbers().first().fields; }

    const calls::PhoneNumber m_line = number(u"+12145550100");
    test::TestClock m_clock;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<TwilioProvider> m_provider;
};

void TestTwilioSetup::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo(m_twilio->baseUrl());
}

void TestTwilioSetup::cleanup()
{
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    m_provider.reset();
    m_network.reset();
    m_twilio.reset();
}

void TestTwilioSetup::connectTo(const QUrl &baseUrl, const QString &token, const QString &service)
{
    const TwilioSettings settings{
        .accountSid = FakeTwilio::accountSid(), .authToken = token, .baseUrl = baseUrl, .timeout = 500ms, .messagingServiceSid = service};
    m_provider = std::make_unique<TwilioProvider>(settings, *m_network, m_clock);
}

// What a test finds, as `check problem`.
static QStringList said(const QList<Finding> &findings)
{
    static const QStringList names = {u"credentials"_s, u"number"_s, u"registration"_s, u"webhook"_s, u"subscription"_s,
                                      u"call_log"_s,    u"texts"_s,  u"clock"_s,        u"mailbox"_s};
    QStringList said;
    for (const Finding &finding : findings)
        said << names.at(static_cast<int>(finding.check)) + u' ' + finding.problem;
    return said;
}

void TestTwilioSetup::findsNothingWrong()
{
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    const QStringList expected = {
        u"credentials ok"_s, u"clock ok"_s, u"number ok"_s, u"registration not_known"_s, u"webhook no_public_address"_s, u"call_log ok"_s};
    QCOMPARE(said(test(query())), expected);
}

void TestTwilioSetup::findsWhatIsWrong_data()
{
    using Script = std::function<void(FakeTwilio &)>;
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("found");
    QTest::addColumn<bool>("isTheEnd");
    const auto row = [](const QString &found, const char *name, const Script &script, bool isTheEnd = false) {
        QTest::newRow(name) << script << found << isTheEnd;
    };
    const auto account = [](const Script &script) {
        return [script](FakeTwilio &twilio) {
            twilio.aimAt("Accounts/" + FakeTwilio::accountSid().toLatin1() + ".json");
            script(twilio);
        };
    };
    row(u"credentials wrong"_s, "a wrong token", account([](FakeTwilio &t) { t.refuseNext(20003, 401); }), true);
    row(u"credentials wrong"_s, "no such account", account([](FakeTwilio &t) { t.refuseNext(20404, 404); }), true);
    row(u"credentials no_right"_s, "no right", account([](FakeTwilio &t) { t.refuseNext(20003, 403); }), true);
    row(u"credentials rate_limited"_s, "too many requests", account([](FakeTwilio &t) { t.rateLimitNext(); }), true);
    row(u"credentials not_reached"_s, "an error of theirs", account([](FakeTwilio &t) { t.failNext(503); }), true);
    row(u"credentials not_reached"_s, "no answer", account([](FakeTwilio &t) { t.stallNext(); }), true);
    row(u"credentials not_reached"_s, "a captive portal", account([](FakeTwilio &t) { t.html200Next(); }), true);
    row(u"credentials not_reached"_s, "no account", account([](FakeTwilio &t) { t.answerNext(200, "{}"); }), true);
    row(
        u"credentials suspended"_s, "suspended", [](FakeTwilio &t) { t.setAccount(u"suspended"_s); }, true);
    row(
        u"credentials suspended"_s, "closed", [](FakeTwilio &t) { t.setAccount(u"closed"_s); }, true);
    row(u"credentials trial"_s, "a trial", [](FakeTwilio &t) { t.setAccount(u"active"_s, u"Trial"_s); });
    row(u"number not_in_account"_s, "another number", [](FakeTwilio &t) { t.add(FakeTwilio::Number{.number = u"+12145550199"_s}); });
    row(u"number cannot_text"_s, "no texts",
        [](FakeTwilio &t) { t.add(FakeTwilio::Number{.number = u"+12145550100"_s, .takesTexts = false}); });
    row(u"number no_calls"_s, "no calls",
        [](FakeTwilio &t) { t.add(FakeTwilio::Number{.number = u"+12145550100"_s, .takesCalls = false}); });
    row(u"call_log no_right"_s, "no right to the calls", [](FakeTwilio &t) {
        t.aimAt("/Calls.json");
        t.refuseNext(20003, 403);
    });
    row(u"call_log not_readable"_s, "no list of calls", [](FakeTwilio &t) {
        t.aimAt("/Calls.json");
        t.answerNext(200, "{}");
    });
    row(u"number not_in_account"_s, "no list of numbers", [](FakeTwilio &t) {
        t.aimAt("/IncomingPhoneNumbers.json");
        t.answerNext(200, "{}");
    });
}

void TestTwilioSetup::findsWhatIsWrong()
{
    QFETCH(std::function<void(FakeTwilio &)>, script);
    QFETCH(QString, found);
    QFETCH(bool, isTheEnd);
    script(*m_twilio);
    if (found.startsWith("credentials"_L1) || found.startsWith("call_log"_L1))
        m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    const QStringList all = said(test(query()));
    QVERIFY2(all.contains(found), qPrintable(all.join(u", "_s)));
    QCOMPARE(!all.contains(u"call_log ok"_s) && !found.startsWith("call_log"_L1),
             isTheEnd || QByteArray(QTest::currentDataTag()) == "no list of numbers");
}

void TestTwilioSetup::registrations_data()
{
    QTest::addColumn<QString>("sender");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("byService");
    QTest::addColumn<QString>("found"); // empty: nothing is said of it
    QTest::newRow("a number by itself") << u"+12145550100"_s << QString() << false << u"not_known"_s;
    QTest::newRow("a campaign") << u"+12145550100"_s << u"VERIFIED"_s << true << u"ok"_s;
    QTest::newRow("a campaign on its way") << u"+12145550100"_s << u"IN_PROGRESS"_s << true << u"pending"_s;
    QTest::newRow("a campaign refused") << u"+12145550100"_s << u"FAILED"_s << true << u"not_registered"_s;
    QTest::newRow("no campaign") << u"+12145550100"_s << QString() << true << u"not_registered"_s;
    QTest::newRow("toll-free") << u"+18335550100"_s << u"TWILIO_APPROVED"_s << false << u"ok"_s;
    QTest::newRow("toll-free on its way") << u"+18335550100"_s << u"IN_REVIEW"_s << false << u"pending"_s;
    QTest::newRow("toll-free refused") << u"+18335550100"_s << u"TWILIO_REJECTED"_s << false << u"not_registered"_s;
    QTest::newRow("toll-free, never asked for") << u"+18335550100"_s << QString() << false << u"not_registered"_s;
    QTest::newRow("abroad") << u"+442079460100"_s << QString() << false << QString();
}

void TestTwilioSetup::registrations()
{
    QFETCH(QString, sender);
    QFETCH(QString, status);
    QFETCH(bool, byService);
    QFETCH(QString, found);
    connectTo(m_twilio->baseUrl(), FakeTwilio::authToken(), byService ? FakeTwilio::serviceSid() : QString());
    m_twilio->add(FakeTwilio::Number{.number = sender});
    m_twilio->setService(true, status);
    m_twilio->setVerification(status);
    QStringList states;
    for (const Finding &finding : test({.lines = {}, .textsFrom = {number(sender)}, .publicUrl = {}})) {
        if (finding.check == Check::Registration)
            states << finding.problem;
    }
    QCOMPARE(states, found.isEmpty() ? QStringList() : QStringList{found});
}

// Whether we answer at our own address, asked of another server that is not us, and of none.
void TestTwilioSetup::ourOwnAddress()
{
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    ingress::HttpListener door([](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) {
        reply({.status = request.path() == "/healthz" ? 200 : 404, .body = "ok\n"});
    });
    const Result<quint16> port = door.start(u"127.0.0.1"_s, 0);
    QVERIFY(port);
    TestQuery question = query();
    question.publicUrl = u"http://127.0.0.1:%1"_s.arg(*port);
    QStringList found = said(test(question));
    QVERIFY(found.contains(u"webhook ok"_s) && found.contains(u"webhook not_set"_s));
    question.publicUrl = m_twilio->baseUrl().toString();
    QVERIFY(said(test(question)).contains(u"webhook answers_otherwise"_s));
    door.stop();
    question.publicUrl = u"http://127.0.0.1:%1"_s.arg(*port);
    QVERIFY(said(test(question)).contains(u"webhook not_reachable"_s));

    question.publicUrl = publicUrl; // where a number points, without our asking there
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550101"_s, .fields = {{u"voice_url"_s, u"https://old.example.com/v"_s}}});
    question.lines.append(number(u"+12145550101"));
    question.publicUrl = u"http://127.0.0.1:1"_s;
    QVERIFY(said(test(question)).contains(u"webhook points_elsewhere"_s));

    m_clock.advance(6min);
    QVERIFY(said(test(query())).contains(u"clock wrong"_s));
}

void TestTwilioSetup::keepsSecretsOutOfFindings()
{
    const QString token = u"5ecretsecretsecretsecretsecret00"_s;
    connectTo(m_twilio->baseUrl(), token);
    for (const Finding &finding : test(query()))
        QVERIFY(!finding.detail.contains(token) && !finding.subject.contains(token));
    connectTo(m_twilio->baseUrl()); // whose answer has the token in it
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    for (const Finding &finding : test(query()))
        QVERIFY(!finding.detail.contains(FakeTwilio::authToken()));
}

void TestTwilioSetup::wires_data()
{
    using Map = QMap<QString, QString>;
    QTest::addColumn<Map>("before");
    QTest::addColumn<bool>("rings");
    QTest::addColumn<Map>("after");
    const Map ours = {{u"voice_url"_s, voiceUrl}, {u"status_callback"_s, voiceUrl}, {u"sms_url"_s, messageUrl}};
    const auto but = [](Map map, const QString &key, const QString &value) {
        map.insert(key, value);
        return map;
    };
    const QString old = u"https://old.example.com/voice"_s;
    QTest::newRow("a new number") << Map{{u"voice_url"_s, demo}, {u"sms_url"_s, u"https://demo.twilio.com/welcome/sms/reply/"_s}} << false
                                  << ours;
    QTest::newRow("nothing set") << Map{} << false << ours;
    QTest::newRow("somebody else takes its calls") << Map{{u"voice_url"_s, old}} << false << but(ours, u"voice_url"_s, old);
    QTest::newRow("somebody else takes its calls, and we ring phones") << Map{{u"voice_url"_s, old}} << true << ours;
    QTest::newRow("an application takes its calls")
        << Map{{u"voice_application_sid"_s, u"AP00000000000000000000000000000001"_s}} << false
        << but(but(ours, u"voice_application_sid"_s, u"AP00000000000000000000000000000001"_s), u"voice_url"_s, {});
    QTest::newRow("an application takes its calls, and we ring phones")
        << Map{{u"voice_application_sid"_s, u"AP00000000000000000000000000000001"_s}} << true << but(ours, u"voice_application_sid"_s, {});
    QTest::newRow("a trunk takes its calls") << Map{{u"trunk_sid"_s, u"TK00000000000000000000000000000001"_s}} << false
                                             << but(but(ours, u"voice_url"_s, {}), u"trunk_sid"_s, u"TK00000000000000000000000000000001"_s);
    QTest::newRow("by GET") << Map{{u"sms_url"_s, u"https://hooks.example.com/webhooks/twilio/message"_s}, {u"sms_method"_s, u"GET"_s}}
                            << false << ours;
    QTest::newRow("ours already, as somebody has typed it")
        << Map{{u"voice_url"_s, u"https://hooks.example.com/webhooks/twilio/voice"_s}} << false
        << but(ours, u"voice_url"_s, u"https://hooks.example.com/webhooks/twilio/voice"_s);
    QTest::newRow("ours already") << ours << true << ours;
}

void TestTwilioSetup::wires()
{
    using Map = QMap<QString, QString>;
    QFETCH(Map, before);
    QFETCH(bool, rings);
    QFETCH(Map, after);
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s, .fields = before});
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550199"_s, .fields = {{u"voice_url"_s, demo}}}); // not chosen
    TestQuery chosen = online();
    if (rings)
        chosen.rings = {m_line};
    const Result<QList<WiringPoint>> look = QCoro::waitFor(m_provider->wiring(chosen));
    QVERIFY(look);
    QCOMPARE(look->size(), 1);
    QCOMPARE(look->first().subject, u"(214) 555-0100"_s);
    QVERIFY(fields() == before); // only looked
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(chosen));
    QVERIFY(wired);
    QCOMPARE(wired->points, *look);
    for (auto field = after.begin(); field != after.end(); ++field)
        QCOMPARE(fields().value(field.key()), *field);
    for (const QString &method : {u"voice_method"_s, u"sms_method"_s, u"status_callback_method"_s})
        QVERIFY(fields().value(method, u"POST"_s) == "POST"_L1);
    QCOMPARE(m_twilio->numbers().last().fields, (Map{{u"voice_url"_s, demo}}));
    const Result<QList<WiringPoint>> now = QCoro::waitFor(m_provider->wiring(chosen));
    QVERIFY(now && now->first().isOurs());
    QCOMPARE(look->first().isOurs(), wired->undo == "[]");

    const Result<QList<WiringPoint>> back = QCoro::waitFor(m_provider->unwire(wired->undo));
    QVERIFY(back);
    for (const QString &field : after.keys())
        QCOMPARE(fields().value(field), before.value(field));
    QCOMPARE(fields().value(u"sms_method"_s, u"POST"_s), before.value(u"sms_method"_s, u"POST"_s));
}

void TestTwilioSetup::wiresTheService()
{
    connectTo(m_twilio->baseUrl(), FakeTwilio::authToken(), FakeTwilio::serviceSid());
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s, .fields = {{u"sms_url"_s, u"https://old.example.com/sms"_s}}});
    m_twilio->setService(false, u"VERIFIED"_s);
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(online()));
    QVERIFY(wired);
    QCOMPARE(wired->points.size(), 2);
    QCOMPARE(wired->points.last().id, FakeTwilio::serviceSid());
    QCOMPARE(m_twilio->inboundRequestUrl(), messageUrl);
    QCOMPARE(fields().value(u"sms_url"_s), u"https://old.example.com/sms"_s); // no text comes by it
    QVERIFY(QCoro::waitFor(m_provider->unwire(wired->undo)));
    QCOMPARE(m_twilio->inboundRequestUrl(), QString());

    m_twilio->setService(true, u"VERIFIED"_s); // it leaves texts to the numbers
    QVERIFY(QCoro::waitFor(m_provider->wire(online())));
    QCOMPARE(m_twilio->inboundRequestUrl(), QString());
    QCOMPARE(fields().value(u"sms_url"_s), messageUrl);
}

void TestTwilioSetup::putsBack()
{
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s, .fields = {{u"voice_url"_s, demo}}});
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(online()));
    QVERIFY(wired);
    const Result<QList<WiringPoint>> back = QCoro::waitFor(m_provider->unwire(wired->undo));
    QVERIFY(back);
    QCOMPARE(back->first().now, demo + u"\n-\n-"_s);
    const qsizetype asked = m_twilio->allRequests().size();
    QVERIFY(QCoro::waitFor(m_provider->unwire(wired->undo))); // twice is once
    for (qsizetype i = asked; i < m_twilio->allRequests().size(); ++i)
        QCOMPARE(m_twilio->allRequests().at(i).method, "GET"_ba);
}

void TestTwilioSetup::leavesWhatOthersChanged()
{
    const QString sid = m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s, .fields = {{u"voice_url"_s, demo}}});
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(online()));
    QVERIFY(wired);
    const QByteArray undo =
        QByteArray(wired->undo).replace("https://hooks.example.com", "https://before.example.com"); // we are not what was set
    QVERIFY(QCoro::waitFor(m_provider->unwire(undo)));
    QCOMPARE(fields().value(u"voice_url"_s), voiceUrl);
}

void TestTwilioSetup::putsBackAfterAnError()
{
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s, .fields = {{u"voice_url"_s, demo}}});
    const QString second = m_twilio->add(FakeTwilio::Number{.number = u"+12145550101"_s, .fields = {{u"voice_url"_s, demo}}});
    m_twilio->aimAt("POST /2010-04-01/Accounts/" + FakeTwilio::accountSid().toLatin1() + "/IncomingPhoneNumbers/" + second.toLatin1());
    m_twilio->refuseNext(20003, 403);
    TestQuery chosen = online();
    chosen.lines.append(number(u"+12145550101"));
    const Result<Wired> wired = QCoro::waitFor(m_provider->wire(chosen));
    QVERIFY(!wired);
    QCOMPARE(wired.error().kind, ErrorKind::Refused);
    for (const FakeTwilio::Number &each : m_twilio->numbers()) {
        QCOMPARE(each.fields.value(u"voice_url"_s), demo);
        QCOMPARE(each.fields.value(u"sms_url"_s), QString());
    }
    chosen.publicUrl.clear();
    QCOMPARE(QCoro::waitFor(m_provider->wire(chosen)).error().kind, ErrorKind::Refused);
}

// It says yes and changes nothing.
void TestTwilioSetup::believesNoLie()
{
    const QString sid = m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    m_twilio->aimAt("POST /2010-04-01/");
    m_twilio->answerNext(200, R"({"sid":")" + sid.toLatin1() + R"(","voice_url":"https://old.example.com"})");
    QCOMPARE(QCoro::waitFor(m_provider->wire(online())).error().kind, ErrorKind::Invalid);
}

void TestTwilioSetup::refusesForeignUndo_data()
{
    QTest::addColumn<QByteArray>("undo");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("an object") << "{}"_ba;
    QTest::newRow("a call") << R"([{"sid":"CA00000000000000000000000000000001","was":{"Status":"completed"}}])"_ba;
    QTest::newRow("a path") << R"([{"sid":"../../Accounts","was":{"Status":"closed"}}])"_ba;
}

void TestTwilioSetup::refusesForeignUndo()
{
    QFETCH(QByteArray, undo);
    const Result<QList<WiringPoint>> back = QCoro::waitFor(m_provider->unwire(undo));
    QVERIFY(!back);
    QCOMPARE(back.error().kind, ErrorKind::Invalid);
    QVERIFY(m_twilio->allRequests().isEmpty());
}

QTEST_GUILESS_MAIN(TestTwilioSetup)
#include "tst_twilio_setup.moc"
