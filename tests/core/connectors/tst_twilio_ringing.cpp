#include "connectors/twilio/provider.h"
#include "connectors/twilio/twiml.h"
#include "support/faketwilio.h"
#include "support/testclock.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;

namespace {

using Script = std::function<void(FakeTwilio &)>;

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

RingRequest request()
{
    return {.first = number(u"+12145550166"),
            .then = number(u"+12145550123"),
            .shows = number(u"+12145550100"),
            .statusCallback = QUrl(u"https://hooks.example.com/webhooks/twilio/voice"_s)};
}

template <class T>
std::optional<T> as(const RingOutcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

} // namespace

/// Click to call by Twilio: it rings the person, and the markup that goes along rings the caller.
class TestTwilioRinging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void asksForWhatWasClicked();
    void tellsWhatToDoThen();
    void escapesItsMarkup();
    void refuses_data();
    void refuses();
    void twilioItselfRefuses_data();
    void twilioItselfRefuses();
    void cannotBeReached();
    void saysWhenToTryAgain();
    void doesNotKnow_data();
    void doesNotKnow();
    void isPutOnTheWireOnce();
    void doesNotLeaveWhenItMayNotAnyMore();
    void keepsItsTokenToItself();
    void theFakeIsStrict_data();
    void theFakeIsStrict();

private:
    [[nodiscard]] RingOutcome ring(const RingRequest &request) { return QCoro::waitFor(m_provider->ring(request)); }
    [[nodiscard]] int asked() const
    {
        const QList<FakeTwilio::Request> requests = m_twilio->allRequests();
        return static_cast<int>(std::count_if(requests.begin(), requests.end(), [](const FakeTwilio::Request &each) {
            return each.method == "POST" && each.target.endsWith("/Calls.json");
        }));
    }
    void connectTo(const QUrl &baseUrl, const QString &token = FakeTwilio::authToken(), Milliseconds timeout = 5s);

    test::TestClock m_clock;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<TwilioProvider> m_provider;
    QStringList m_expectedProblems;
};

void TestTwilioRinging::init()
{
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_twilio->own({u"+12145550100"_s});
    m_twilio->aimAt("/Calls.json");
    m_network = std::make_unique<QNetworkAccessManager>();
    m_expectedProblems.clear();
    connectTo(m_twilio->baseUrl());
}

void TestTwilioRinging::cleanup()
{
    QCOMPARE(m_twilio->problems(), m_expectedProblems);
    m_provider.reset();
    m_network.reset();
    m_twilio.reset();
}

void TestTwilioRinging::connectTo(const QUrl &baseUrl, const QString &token, Milliseconds timeout)
{
    const TwilioSettings settings{.accountSid = FakeTwilio::accountSid(), .authToken = token, .baseUrl = baseUrl, .timeout = timeout};
    m_provider = std::make_unique<TwilioProvider>(settings, *m_network, m_clock);
}

void TestTwilioRinging::asksForWhatWasClicked()
{
    QVERIFY(m_provider->canRing());
    const RingOutcome outcome = ring(request());
    QCOMPARE(m_twilio->rings().size(), 1);
    const FakeTwilio::Ring taken = m_twilio->rings().first();
    QCOMPARE(as<Ringing>(outcome), std::optional(Ringing{taken.sid}));
    QCOMPARE(taken.to, u"+12145550166"_s); // whoever clicked; the caller comes after
    QCOMPARE(taken.from, u"+12145550100"_s);
    QCOMPARE(taken.timeout, 20); // before a voicemail takes it
    QCOMPARE(m_twilio->allRequests().first().target, "/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json"_ba);
}

void TestTwilioRinging::tellsWhatToDoThen()
{
    QVERIFY(as<Ringing>(ring(request())));
    QXmlStreamReader xml(m_twilio->rings().first().twiml);
    QVERIFY(xml.readNextStartElement() && xml.name() == u"Response");
    QVERIFY(xml.readNextStartElement() && xml.name() == u"Dial");
    QCOMPARE(xml.attributes().value(u"callerId"_s).toString(), u"+12145550100"_s);
    QVERIFY(xml.readNextStartElement() && xml.name() == u"Number");
    QCOMPARE(xml.attributes().value(u"statusCallback"_s).toString(), u"https://hooks.example.com/webhooks/twilio/voice"_s);
    QCOMPARE(xml.attributes().value(u"statusCallbackEvent"_s).toString(), u"ringing answered completed"_s);
    QCOMPARE(xml.readElementText(), u"+12145550123"_s);

    RingRequest withoutEvents = request(); // an office without a public address
    withoutEvents.statusCallback = {};
    QVERIFY(as<Ringing>(ring(withoutEvents)));
    QVERIFY(!m_twilio->rings().last().twiml.contains(u"statusCallback"_s));
}

void TestTwilioRinging::escapesItsMarkup()
{
    const QString address = u"https://hooks.example.com/v?a=1&b=\"/><Hangup/><Number>+12145550199</Number>"_s;
    const QByteArray markup = bringTogether(number(u"+12145550123"), number(u"+12145550100"), address);
    QXmlStreamReader xml(markup);
    QStringList elements;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement)
            elements.append(xml.name().toString());
        if (xml.isStartElement() && xml.name() == u"Number")
            QCOMPARE(xml.attributes().value(u"statusCallback"_s).toString(), address); // whole, and only that
    }
    QVERIFY(!xml.hasError());
    QCOMPARE(elements, (QStringList{u"Response"_s, u"Dial"_s, u"Number"_s}));

    RingRequest asked = request(); // the same on the wire, form and all
    asked.statusCallback = QUrl(u"https://hooks.example.com/v?line=main%20office&lang=en+us"_s);
    QVERIFY(as<Ringing>(ring(asked)));
    QVERIFY(m_twilio->rings().last().twiml.contains(u"main%20office&amp;lang=en+us"_s));
}

void TestTwilioRinging::refuses_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<int>("kind");
    using Class = Refused::Class;
    const auto row = [](const char *name, int code, int httpStatus, Class kind) {
        QTest::newRow(name) << code << httpStatus << static_cast<int>(kind);
    };
    row("wrong number", 21211, 400, Class::Recipient);
    row("a number that is not to be called", 21202, 400, Class::Recipient);
    row("blocked by Twilio", 21216, 400, Class::Recipient);
    row("that country is not switched on", 21215, 400, Class::Sender);
    row("not ours to show", 21210, 400, Class::Sender);
    row("no money", 20005, 403, Class::Sender);
    row("no money, in another word", 10001, 400, Class::Sender);
    row("a trial", 21219, 400, Class::Sender);
    row("sign-in refused", 20003, 401, Class::Sender);
    row("as many calls as there may be", 10004, 400, Class::ForNow);
    row("asked too often", 20429, 429, Class::ForNow);
    row("a code of tomorrow", 21999, 400, Class::Message);
}

void TestTwilioRinging::refuses()
{
    QFETCH(int, code);
    QFETCH(int, httpStatus);
    QFETCH(int, kind);
    m_twilio->refuseNext(code, httpStatus, u"The words of Twilio"_s);
    const std::optional<Refused> refused = as<Refused>(ring(request()));
    QVERIFY(refused);
    QCOMPARE(static_cast<int>(refused->kind), kind);
    QCOMPARE(refused->code, QString::number(code));
    QCOMPARE(refused->message, u"The words of Twilio"_s);
    QVERIFY(m_twilio->rings().isEmpty());
}

void TestTwilioRinging::twilioItselfRefuses_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const Script &script, const QString &code) {
        QTest::newRow(name) << script << code;
    };
    row(
        "suspended", [](FakeTwilio &twilio) { twilio.setAccount(u"suspended"_s); }, u"20005"_s);
    row(
        "a trial", [](FakeTwilio &twilio) { twilio.setAccount(u"active"_s, u"Trial"_s); }, u"21219"_s);
    row(
        "the line is another account's", [](FakeTwilio &twilio) { twilio.own({u"+12145550102"_s}); }, u"21210"_s);
}

void TestTwilioRinging::twilioItselfRefuses()
{
    QFETCH(Script, script);
    QFETCH(QString, code);
    script(*m_twilio);
    const std::optional<Refused> refused = as<Refused>(ring(request()));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::Sender);
    QCOMPARE(refused->code, code);
    QVERIFY(m_twilio->rings().isEmpty());
}

void TestTwilioRinging::cannotBeReached()
{
    const QUrl nobody = m_twilio->baseUrl();
    m_twilio->stop();
    connectTo(nobody);
    const std::optional<Refused> refused = as<Refused>(ring(request()));
    QVERIFY(refused); // nothing has left, so no phone rings
    QCOMPARE(refused->kind, Refused::Class::ForNow);
}

void TestTwilioRinging::saysWhenToTryAgain()
{
    m_twilio->rateLimitNext("7");
    const std::optional<Refused> refused = as<Refused>(ring(request()));
    QVERIFY(refused);
    QCOMPARE(refused->code, u"20429"_s);
    QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(7s));
    QCOMPARE(asked(), 1); // whoever clicked may click again; nothing does so for them
}

void TestTwilioRinging::doesNotKnow_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("rings");
    const auto row = [](const char *name, const Script &script, int rings) {
        QTest::newRow(name) << script << rings;
    };
    row(
        "it rings, and says 500", [](FakeTwilio &twilio) { twilio.answer500AfterTakingNext(); }, 1);
    row(
        "it rings, and the connection breaks", [](FakeTwilio &twilio) { twilio.dropAnswerAfterTakingNext(); }, 1);
    row(
        "it rings, and does not answer in time", [](FakeTwilio &twilio) { twilio.stallAfterTakingNext(); }, 1);
    row(
        "no answer in time", [](FakeTwilio &twilio) { twilio.stallNext(); }, 0);
    row(
        "the connection breaks", [](FakeTwilio &twilio) { twilio.dropNext(); }, 0);
    row(
        "not available, with a code of Twilio's", [](FakeTwilio &twilio) { twilio.refuseNext(20503, 503); }, 0);
    row(
        "a captive portal", [](FakeTwilio &twilio) { twilio.html200Next(); }, 0);
    row(
        "no id", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"status":"queued"})"); }, 0);
    row(
        "the id of a text", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"sid":"SM00000000000000000000000000000001"})"); }, 0);
    row(
        "an empty answer", [](FakeTwilio &twilio) { twilio.answerNext(201, ""); }, 0);
}

void TestTwilioRinging::doesNotKnow()
{
    QFETCH(Script, script);
    QFETCH(int, rings);
    connectTo(m_twilio->baseUrl(), FakeTwilio::authToken(), 300ms);
    script(*m_twilio);
    QVERIFY(as<Unknown>(ring(request())));
    QCOMPARE(m_twilio->rings().size(), rings);
    QCOMPARE(asked(), 1); // never a second time by itself
}

// Qt sends a request again when a connection that was kept open breaks; two phones would ring twice.
void TestTwilioRinging::isPutOnTheWireOnce()
{
    QVERIFY(as<Ringing>(ring(request())));
    for (int i = 0; i < 8; ++i)
        m_twilio->dropAnswerAfterTakingNext();
    QVERIFY(as<Unknown>(ring(request())));
    QCOMPARE(m_twilio->rings().size(), 2);
}

void TestTwilioRinging::doesNotLeaveWhenItMayNotAnyMore()
{
    RingRequest late = request();
    int times = 0;
    late.mayLeave = [&times] {
        ++times;
        return false;
    };
    QCOMPARE(as<Refused>(ring(late)).value_or(Refused{}).code, QString::fromUtf16(notLeft));
    QCOMPARE(times, 1);
    QCOMPARE(asked(), 0);
}

void TestTwilioRinging::keepsItsTokenToItself()
{
    const QString token = u"5ecretsecretsecretsecretsecret00"_s; // not the fake's
    connectTo(m_twilio->baseUrl(), token);
    const std::optional<Refused> refused = as<Refused>(ring(request()));
    QVERIFY(refused);
    QCOMPARE(refused->code, u"20003"_s);
    connectTo(m_twilio->baseUrl());
    m_twilio->refuseNext(21211, 400, QString(240, u'x') + FakeTwilio::authToken());
    QVERIFY(!as<Refused>(ring(request()))->message.contains(FakeTwilio::authToken().left(8)));
    m_twilio->failNext(500);
    QVERIFY(!as<Unknown>(ring(request()))->why.contains(FakeTwilio::accountSid()));
    for (const FakeTwilio::Request &each : m_twilio->allRequests())
        QVERIFY(!each.target.contains(token.toLatin1()) && !each.body.contains(token.toLatin1()));
}

// What the tests above believe.
void TestTwilioRinging::theFakeIsStrict_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("problem");
    const QByteArray people = "To=%2B12145550166&From=%2B12145550100";
    const auto twiml = [&people](const QByteArray &text) {
        return people + "&Twiml=" + text.toPercentEncoding();
    };
    const auto row = [](const char *name, const QByteArray &body, int code, const QString &problem = {}) {
        QTest::newRow(name) << body << code << problem;
    };
    const QByteArray good = R"(<Response><Dial callerId="+12145550100"><Number>+12145550123</Number></Dial></Response>)";
    row("a call", twiml(good) + "&Timeout=600", 0);
    row("an unknown field", twiml(good) + "&Body=hello", 20001);
    row("a field twice", twiml(good) + "&To=%2B12145550167", 20001);
    row("a plus that is not encoded", "To=+12145550166&From=%2B12145550100&Twiml=" + good.toPercentEncoding(), 21211);
    row("to nobody", "From=%2B12145550100&Twiml=" + good.toPercentEncoding(), 21201);
    row("from nobody", "To=%2B12145550166&Twiml=" + good.toPercentEncoding(), 21213);
    row("nothing to do", people, 21205);
    row("it rings too long", twiml(good) + "&Timeout=601", 21208);
    row("it rings for ever", twiml(good) + "&Timeout=long", 21208);
    row("markup that is none", twiml("<Response><Dial>"), 21200, u"Twiml: 13214: callerId is no number of the account"_s);
    row("markup that ends too early", twiml(good.chopped(3)), 21200, u"Twiml: 12100: Premature end of document."_s);
    row("an attribute that there is not", twiml(QByteArray(good).replace("callerId", "callerID")), 21200,
        u"Twiml: Dial has no attribute callerID"_s);
    row("somebody else's number shown", twiml(QByteArray(good).replace("0100", "0102")), 21200,
        u"Twiml: 13214: callerId is no number of the account"_s);
    row("no number", twiml(QByteArray(good).replace("+12145550123", "the roofer")), 21200, u"Twiml: 13224: what is dialled is no number"_s);
    row("nobody dialled", twiml(R"(<Response><Dial callerId="+12145550100"></Dial></Response>)"), 21200, u"Twiml: nobody is dialled"_s);
    row("an event that there is not", twiml(QByteArray(good).replace("<Number>", R"(<Number statusCallbackEvent="missed">)")), 21200,
        u"Twiml: statusCallbackEvent names no event"_s);
    row("too long", twiml(QByteArray(good).replace("<Number>", "<Number>" + QByteArray(4000, ' '))), 21200,
        u"Twiml: longer than 4000 characters"_s);
}

void TestTwilioRinging::theFakeIsStrict()
{
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    QFETCH(QString, problem);
    QNetworkRequest asked(QUrl(m_twilio->baseUrl().toString() + u"/2010-04-01/Accounts/"_s + FakeTwilio::accountSid() + u"/Calls.json"_s));
    asked.setHeader(QNetworkRequest::ContentTypeHeader, "application/x-www-form-urlencoded"_ba);
    const QByteArray credentials = (FakeTwilio::accountSid() + u':' + FakeTwilio::authToken()).toLatin1().toBase64();
    asked.setRawHeader("Authorization", "Basic " + credentials);
    const std::unique_ptr<QNetworkReply> reply(m_network->post(asked, body));
    QTRY_VERIFY(reply->isFinished());
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QJsonObject said = QJsonDocument::fromJson(reply->readAll()).object();
    QCOMPARE(said.value("code"_L1).toInt(), code);
    QCOMPARE(status, code == 0 ? 201 : 400);
    QCOMPARE(said.value("status"_L1), code == 0 ? QJsonValue(u"queued"_s) : QJsonValue(400));
    QCOMPARE(m_twilio->rings().size(), code == 0 ? 1 : 0);
    if (!problem.isEmpty())
        m_expectedProblems = {problem};
}

QTEST_GUILESS_MAIN(TestTwilioRinging)
#include "tst_twilio_ringing.moc"
