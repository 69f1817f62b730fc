#include "connectors/ringcentral/errors.h"
#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QTest>

#include <functional>
#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeRingCentral;
using ringback::test::number;
using ringback::test::RingCentralOffice;

namespace {

RingRequest request()
{
    return {.first = number(u"+12145550166"), .then = number(u"+12145550123"), .shows = number(u"+12145550100")};
}

} // namespace

/// Click to call by RingCentral's RingOut: it rings the person, then the caller.
class TestRingCentralRinging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void asksForWhatWasClicked();
    void takesAnIdInEitherWay_data();
    void takesAnIdInEitherWay();
    void refuses_data();
    void refuses();
    void ringsNobodyAfterAll_data();
    void ringsNobodyAfterAll();
    void ringCentralItselfRefuses();
    void signInRefused();
    void aSpentTokenRingsOnce();
    void waitsOutAPenalty();
    void staysWithinTheLimits();
    void doesNotKnow_data();
    void doesNotKnow();
    void isNotPutOffByWhatLiesInBetween();
    void doesNotLeaveWhenItMayNotAnyMore();
    void tellsNoSecrets();
    void theFakeIsStrict_data();
    void theFakeIsStrict();

private:
    [[nodiscard]] RingOutcome ring(const RingRequest &asked = request()) { return QCoro::waitFor(m_provider->ring(asked)); }
    [[nodiscard]] qsizetype asked() const { return m_office->fake.requests("/ring-out").size(); }

    std::unique_ptr<RingCentralOffice> m_office;
    std::shared_ptr<RingCentralProvider> m_provider;
    QStringList m_expectedProblems;
};

void TestRingCentralRinging::init()
{
    m_office = std::make_unique<RingCentralOffice>();
    m_provider = m_office->open();
    m_expectedProblems.clear();
}

void TestRingCentralRinging::cleanup()
{
    QCOMPARE(m_office->fake.problems(), m_expectedProblems);
    m_provider.reset();
    m_office.reset();
}

void TestRingCentralRinging::asksForWhatWasClicked()
{
    QVERIFY(m_provider->canRing());
    QCOMPARE(as<Ringing>(ring()), std::optional(Ringing{u"Y3MxNzE2-1"_s}));
    const auto requests = m_office->fake.requests("/ring-out");
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests.first().method, "POST"_ba);
    QCOMPARE(requests.first().target, "/restapi/v1.0/account/~/extension/~/ring-out"_ba);
    QCOMPARE(requests.first().authorization, "Bearer access-1"_ba);
    const QJsonObject expected{{u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550166"_s}}}, // whoever clicked; rings first
                               {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                               {u"callerId"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                               {u"playPrompt"_s, true}}; // a voicemail presses no 1
    QCOMPARE(m_office->fake.rings(), QList<QJsonObject>{expected});
}

void TestRingCentralRinging::takesAnIdInEitherWay_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("id");
    QTest::newRow("a text") << R"({"id":"Y3M-7","status":{"callStatus":"InProgress"}})"_ba << u"Y3M-7"_s;
    QTest::newRow("a number, as the older address gives it") << R"({"id":9007199254740993})"_ba << u"9007199254740993"_s;
}

void TestRingCentralRinging::takesAnIdInEitherWay()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, id);
    m_office->fake.answerNext("/ring-out", 200, body);
    QCOMPARE(as<Ringing>(ring()), std::optional(Ringing{id}));
}

void TestRingCentralRinging::refuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<int>("kind");
    using Class = Refused::Class;
    const auto row = [](const char *name, int status, const QString &code, const QString &parameter, Class kind) {
        QTest::newRow(name) << status << code << parameter << static_cast<int>(kind);
    };
    row("wrong number", 400, u"CMN-101"_s, u"to.phoneNumber"_s, Class::Recipient);
    row("the person's own number is wrong", 400, u"CMN-101"_s, u"from.phoneNumber"_s, Class::Sender);
    row("not a number that this user may show", 400, u"CMN-101"_s, u"callerId.phoneNumber"_s, Class::Sender);
    row("the app may not", 403, u"CMN-401"_s, u""_s, Class::Sender);
    row("the user may not", 403, u"CMN-408"_s, u""_s, Class::Sender);
    row("another parameter", 400, u"CMN-101"_s, u"country.id"_s, Class::Message);
}

void TestRingCentralRinging::refuses()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(QString, parameter);
    QFETCH(int, kind);
    m_office->fake.refuseNext("/ring-out", status, code, parameter);
    const std::optional<Refused> refused = as<Refused>(ring());
    QVERIFY(refused);
    QCOMPARE(static_cast<int>(refused->kind), kind);
    QCOMPARE(refused->code, code);
    QCOMPARE(refused->message, u"refused by the test"_s);
    QVERIFY(m_office->fake.rings().isEmpty());
}

// 200, and in the same breath that no phone will ring.
void TestRingCentralRinging::ringsNobodyAfterAll_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("kind"); // -1: it rings
    using Class = Refused::Class;
    QTest::newRow("no money") << u"NotEnoughFunds"_s << static_cast<int>(Class::Sender);
    QTest::newRow("no calls abroad") << u"InternationalDisabled"_s << static_cast<int>(Class::Sender);
    QTest::newRow("blocked") << u"DestinationBlocked"_s << static_cast<int>(Class::Recipient);
    QTest::newRow("nobody has that number") << u"NoSuchUser"_s << static_cast<int>(Class::Recipient);
    QTest::newRow("it rings") << u"InProgress"_s << -1;
    QTest::newRow("answered already") << u"Success"_s << -1;
    QTest::newRow("a word that says nothing of that") << u"Invalid"_s << -1; // perhaps a phone rings: the caller stays reserved
}

void TestRingCentralRinging::ringsNobodyAfterAll()
{
    QFETCH(QString, word);
    QFETCH(int, kind);
    m_office->fake.sayOfFirstLeg(word);
    const RingOutcome outcome = ring();
    QCOMPARE(as<Ringing>(outcome).has_value(), kind == -1);
    if (kind == -1)
        return;
    QCOMPARE(static_cast<int>(as<Refused>(outcome)->kind), kind);
    QCOMPARE(as<Refused>(outcome)->code, word);
}

void TestRingCentralRinging::ringCentralItselfRefuses()
{
    RingRequest other = request();
    other.shows = number(u"+12145550102"); // not this user's
    const std::optional<Refused> notShown = as<Refused>(ring(other));
    QVERIFY(notShown);
    QCOMPARE(notShown->kind, Refused::Class::Sender);
    m_office->fake.withoutRingOut();
    const std::optional<Refused> noRight = as<Refused>(ring());
    QVERIFY(noRight);
    QCOMPARE(noRight->kind, Refused::Class::Sender);
    QCOMPARE(noRight->code, u"CMN-401"_s);
    QVERIFY(m_office->fake.rings().isEmpty());
}

void TestRingCentralRinging::signInRefused()
{
    m_office->fake.refuseJwt();
    const std::optional<Refused> refused = as<Refused>(ring());
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::Sender);
    QCOMPARE(refused->code, u"OAU-251"_s);
    QCOMPARE(asked(), 0);
}

// The one case where the request goes out again: the first was turned away at the door.
void TestRingCentralRinging::aSpentTokenRingsOnce()
{
    QVERIFY(as<Ringing>(ring()));
    m_office->fake.revokeTokens();
    QVERIFY(as<Ringing>(ring()));
    QCOMPARE(asked(), 3);
    QCOMPARE(m_office->fake.rings().size(), 2);
}

void TestRingCentralRinging::waitsOutAPenalty()
{
    m_office->fake.rateLimitNext("/ring-out", "45");
    const std::optional<Refused> first = as<Refused>(ring());
    QVERIFY(first && first->kind == Refused::Class::ForNow);
    QCOMPARE(first->code, u"CMN-301"_s);
    QCOMPARE(first->retryAfter, std::optional<Milliseconds>(45s));
    m_office->advance(44s);
    QVERIFY(as<Refused>(ring())); // a request now would begin the penalty anew
    QCOMPARE(asked(), 1);
    m_office->advance(1s);
    QVERIFY(as<Ringing>(ring()));
}

void TestRingCentralRinging::staysWithinTheLimits()
{
    for (int i = 0; i < 10; ++i)
        QVERIFY(as<Ringing>(ring()));
    const std::optional<Refused> refused = as<Refused>(ring());
    QVERIFY(refused && refused->kind == Refused::Class::ForNow);
    QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(60s));
    QCOMPARE(asked(), 10);
}

void TestRingCentralRinging::doesNotKnow_data()
{
    using Script = std::function<void(FakeRingCentral &)>;
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("rings");
    const auto row = [](const char *name, const Script &script, int rings) {
        QTest::newRow(name) << script << rings;
    };
    row(
        "it rings, and the connection breaks", [](FakeRingCentral &fake) { fake.takeAndDropNext("/ring-out"); }, 1);
    row(
        "it rings, and says 500", [](FakeRingCentral &fake) { fake.takeAndFailNext("/ring-out", 500); }, 1);
    row(
        "it rings, and says 503", [](FakeRingCentral &fake) { fake.takeAndFailNext("/ring-out", 503); }, 1);
    row(
        "no answer in time", [](FakeRingCentral &fake) { fake.stallNext("/ring-out"); }, 0);
    row(
        "the connection breaks", [](FakeRingCentral &fake) { fake.dropNext("/ring-out"); }, 0);
}

void TestRingCentralRinging::doesNotKnow()
{
    QFETCH(std::function<void(FakeRingCentral &)>, script);
    QFETCH(int, rings);
    script(m_office->fake);
    m_provider = m_office->open(RingCentralOffice::account(), 300ms);
    QVERIFY(as<Unknown>(ring()));
    QCOMPARE(m_office->fake.rings().size(), rings);
    QCOMPARE(asked(), 1); // never a second time by itself
}

void TestRingCentralRinging::isNotPutOffByWhatLiesInBetween()
{
    m_office->fake.answerNext("/ring-out", 200, "<html>Welcome to the hotel</html>", "text/html");
    QVERIFY(as<Unknown>(ring()));
    m_office->fake.answerNext("/ring-out", 200, R"({"uri":"https://example.com"})");
    QVERIFY(as<Unknown>(ring()));
    m_office->fake.answerNext("/ring-out", 403, "<html>Blocked by the firewall</html>", "text/html");
    const std::optional<Refused> refused = as<Refused>(ring());
    QVERIFY(refused && refused->kind == Refused::Class::ForNow); // not RingCentral's way to say no
    QVERIFY(m_office->fake.rings().isEmpty());
}

void TestRingCentralRinging::doesNotLeaveWhenItMayNotAnyMore()
{
    RingRequest late = request();
    late.mayLeave = [] {
        return false;
    };
    QCOMPARE(as<Refused>(ring(late)).value_or(Refused{}).code, QString::fromUtf16(notLeft));
    QCOMPARE(asked(), 0);
}

void TestRingCentralRinging::tellsNoSecrets()
{
    const QStringList secrets = {QString::fromLatin1(FakeRingCentral::jwt()), QString::fromLatin1(FakeRingCentral::clientSecret()),
                                 u"access-1"_s};
    QStringList told;
    const auto listen = [&told](const RingOutcome &outcome) {
        if (const std::optional<Refused> refused = as<Refused>(outcome))
            told << refused->code << refused->message;
        if (const std::optional<Unknown> unknown = as<Unknown>(outcome))
            told << unknown->why;
    };
    m_office->fake.refuseNext("/ring-out", 403, u"CMN-401"_s);
    listen(ring());
    m_office->fake.takeAndFailNext("/ring-out", 500);
    listen(ring());
    m_office->fake.dropNext("/ring-out");
    listen(ring());
    m_office->fake.refuseJwt();
    m_office->fake.revokeTokens();
    m_provider = m_office->open();
    listen(ring());
    QVERIFY(told.size() >= 6);
    for (const QString &word : std::as_const(told)) {
        for (const QString &secret : secrets)
            QVERIFY2(!word.contains(secret), qPrintable(word));
        QVERIFY2(!word.contains(u"555"_s), qPrintable(word)); // no number either
    }
    for (const auto &sent : m_office->fake.requests("/ring-out"))
        QVERIFY(!sent.body.contains("access-") && !sent.target.contains("access-"));
}

// What the tests above believe.
void TestRingCentralRinging::theFakeIsStrict_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<QString>("problem");
    const QByteArray good = R"({"from":{"phoneNumber":"+12145550166"},"to":{"phoneNumber":"+12145550123"}})";
    const auto row = [](const char *name, const QByteArray &body, int status, const QString &parameter, const QString &problem = {}) {
        QTest::newRow(name) << body << status << parameter << problem;
    };
    row("a call", good, 200, u""_s);
    row("a bare number", QByteArray(good).replace(R"({"phoneNumber":"+12145550123"})", R"("+12145550123")"), 400, u""_s, u"body/to: "_s);
    row("to nobody", R"({"from":{"phoneNumber":"+12145550166"}})", 400, u""_s, u"body/to: is missing"_s);
    row("an unknown property", QByteArray(good).replace("\"to\"", "\"prompt\":true,\"to\""), 400, u""_s, u"body/prompt: "_s);
    row("a number without a plus", QByteArray(good).replace("+12145550123", "(214) 555-0123"), 400, u"to.phoneNumber"_s);
    row("a number that is not this user's", QByteArray(good).chopped(1) + R"(,"callerId":{"phoneNumber":"+12145550199"}})", 400,
        u"callerId.phoneNumber"_s);
}

void TestRingCentralRinging::theFakeIsStrict()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, parameter);
    QFETCH(QString, problem);
    QVERIFY(as<Ringing>(ring())); // signs in
    QNetworkRequest asked(QUrl(m_office->fake.baseUrl().toString() + u"/restapi/v1.0/account/~/extension/~/ring-out"_s));
    asked.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    asked.setRawHeader("Authorization", "Bearer access-1");
    const std::unique_ptr<QNetworkReply> reply(m_office->network.post(asked, body));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
    const QJsonObject said = QJsonDocument::fromJson(reply->readAll()).object();
    QCOMPARE(said[u"errors"][0][u"parameterName"].toString(), parameter);
    QCOMPARE(m_office->fake.rings().size(), status == 200 ? 2 : 1);
    QCOMPARE(m_office->fake.problems().join(u'\n').contains(problem), true);
    m_expectedProblems = problem.isEmpty() ? QStringList() : m_office->fake.problems();
}

QTEST_GUILESS_MAIN(TestRingCentralRinging)
#include "tst_ringcentral_ringing.moc"
