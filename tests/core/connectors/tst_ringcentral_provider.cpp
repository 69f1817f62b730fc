#include "base/time.h"
#include "connectors/ringcentral/errors.h"
#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

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

TextRequest text(const QString &body = u"Sorry we missed you & your call 👍 1+1"_s)
{
    return {.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body};
}

} // namespace

class TestRingCentralProvider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWhatWasAsked();
    void classifies_data();
    void classifies();
    void refuses_data();
    void refuses();
    void doesNotKnow_data();
    void doesNotKnow();
    void isNotPutOffByWhatLiesInBetween();
    void cannotBeReached();
    void doesNotLeaveWhenItMayNotAnyMore();
    void doesNotSendTooLongATextAtAll();
    void waitsOutAPenalty();
    void staysWithinTheLimits();
    void obeysWhatTheHeadersSay();
    void tellsNoSecrets();
    void findsWhatItSent_data();
    void findsWhatItSent();
    void findsOnTheNextPage();
    void cannotTell_data();
    void cannotTell();
    void tellsOfOptOuts();
    void keepsIdsWhole();
    void opensOnlyWithItsSecrets();

private:
    [[nodiscard]] SendOutcome send(const TextRequest &request = text()) { return QCoro::waitFor(m_provider->sendText(request)); }
    [[nodiscard]] FindOutcome find(const QString &body = u"hello"_s)
    {
        const SentQuery query{
            .to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body, .notBefore = m_office->clock.now()};
        return QCoro::waitFor(m_provider->findSent(query));
    }

    std::unique_ptr<RingCentralOffice> m_office;
    std::shared_ptr<RingCentralProvider> m_provider;
};

void TestRingCentralProvider::init()
{
    m_office = std::make_unique<RingCentralOffice>();
    m_provider = m_office->open();
}

void TestRingCentralProvider::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_provider.reset();
    m_office.reset();
}

void TestRingCentralProvider::sendsWhatWasAsked()
{
    const SendOutcome outcome = send();
    QCOMPARE(m_office->fake.texts().size(), 1);
    const QJsonObject taken = m_office->fake.texts().first();
    const Sent expected{.providerMessageId = u"5000000000001"_s, .state = calls::DeliveryState::Accepted};
    QCOMPARE(as<Sent>(outcome), std::optional(expected));
    QCOMPARE(taken[u"subject"].toString(), text().body);
    QCOMPARE(taken[u"from"][u"phoneNumber"].toString(), u"+12145550100"_s);
    QCOMPARE(taken[u"to"][0][u"phoneNumber"].toString(), u"+12145550123"_s);
    const auto requests = m_office->fake.requests("/sms");
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests.first().target, "/restapi/v1.0/account/~/extension/~/sms"_ba);
    QCOMPARE(requests.first().authorization, "Bearer access-1"_ba);
}

void TestRingCentralProvider::classifies_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("kind"); // -1: not known
    using Class = Refused::Class;
    const auto rows = [](int status, std::initializer_list<const char *> codes, int kind) {
        for (const char *code : codes)
            QTest::addRow("%d %s", status, code) << status << QString::fromLatin1(code) << kind;
    };
    rows(429, {"CMN-301", "CMN-302", "CMN-303", "CMN-304", "CMN-310", "MSG-305", ""}, static_cast<int>(Class::ForNow));
    rows(401, {"OAU-213", "OAU-149", ""}, static_cast<int>(Class::Sender));
    rows(403, {"CMN-401", "CMN-402", "CMN-408", "MSG-304", "MSG-310", "MSG-338"}, static_cast<int>(Class::Sender));
    rows(400, {"MSG-240", "MSG-241", "MSG-242", "MSG-243", "MSG-244", "MSG-245"}, static_cast<int>(Class::Recipient));
    rows(400, {"CMN-101", "MSG-999"}, static_cast<int>(Class::Message));
    rows(503, {"MSG-290", "CMN-201", "CMN-203", "CMN-301"}, -1);
    rows(500, {""}, -1);
    rows(0, {"SMS-RC-413", "SMS-UP-413", "SMS-CAR-413"}, static_cast<int>(Class::OptedOut));
    rows(0,
         {"SMS-RC-410", "SMS-UP-410", "SMS-UP-414", "SMS-UP-431", "SMS-CAR-400", "SMS-CAR-411", "SMS-CAR-414", "SMS-CAR-430", "SMS-CAR-435",
          "SMS-CAR-461"},
         static_cast<int>(Class::Recipient));
    rows(0, {"SMS-RC-430", "SMS-UP-430", "SMS-UP-432", "SMS-UP-433", "SMS-CAR-432", "SMS-CAR-433"}, static_cast<int>(Class::Message));
    rows(0,
         {"SMS-RC-403", "SMS-CAR-450", "SMS-CAR-451", "SMS-CAR-452", "SMS-RC-500", "SMS-UP-500", "SMS-CAR-104", "SMS-CAR-412",
          "SMS-CAR-431"},
         static_cast<int>(Class::ForNow));
}

void TestRingCentralProvider::classifies()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(int, kind);
    const std::optional<Refused::Class> said = classify(status, code);
    QCOMPARE(said ? static_cast<int>(*said) : -1, kind);
}

void TestRingCentralProvider::refuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<int>("kind");
    using Class = Refused::Class;
    QTest::newRow("the number is not this extension's") << 403 << u"MSG-304"_s << u""_s << static_cast<int>(Class::Sender);
    QTest::newRow("no right") << 403 << u"CMN-401"_s << u""_s << static_cast<int>(Class::Sender);
    QTest::newRow("the recipient is blocked") << 400 << u"MSG-242"_s << u""_s << static_cast<int>(Class::Recipient);
    QTest::newRow("a parameter") << 400 << u"CMN-101"_s << u"text"_s << static_cast<int>(Class::Message);
    QTest::newRow("the recipient is no number") << 400 << u"CMN-101"_s << u"to[0].phoneNumber"_s << static_cast<int>(Class::Recipient);
    QTest::newRow("the sender is no number") << 400 << u"CMN-101"_s << u"from.phoneNumber"_s << static_cast<int>(Class::Sender);
}

void TestRingCentralProvider::refuses()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(QString, parameter);
    QFETCH(int, kind);
    m_office->fake.refuseNext("/sms", status, code, parameter);
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused);
    QCOMPARE(static_cast<int>(refused->kind), kind);
    QCOMPARE(refused->code, code);
    QCOMPARE(refused->message, u"refused by the test"_s);
}

void TestRingCentralProvider::doesNotKnow_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("took it, and the connection broke") << 0;
    QTest::newRow("took it, and says 500") << 1;
    QTest::newRow("took it, and says 503") << 2;
    QTest::newRow("takes it, and does not answer in time") << 3;
}

void TestRingCentralProvider::doesNotKnow()
{
    QFETCH(int, what);
    if (what == 0)
        m_office->fake.takeAndDropNext("/sms");
    else if (what == 3)
        m_office->fake.stallNext("/sms");
    else
        m_office->fake.takeAndFailNext("/sms", what == 1 ? 500 : 503);
    if (what == 3)
        m_provider = m_office->open(RingCentralOffice::account(), 200ms);
    QVERIFY(as<Unknown>(send()));
    m_office->fake.release();
    QCOMPARE(m_office->fake.texts().size(), 1);
    QCOMPARE(m_office->fake.requests("/sms").size(), 1); // once on the wire
    m_provider = m_office->open();
    const Sent expected{.providerMessageId = u"5000000000001"_s, .state = calls::DeliveryState::Accepted};
    QCOMPARE(as<Sent>(find(text().body)), std::optional(expected));
}

void TestRingCentralProvider::isNotPutOffByWhatLiesInBetween()
{
    QVERIFY(as<Sent>(send()));
    m_office->fake.answerNext("/sms", 200, "<html>Welcome to the hotel</html>", "text/html");
    QVERIFY(as<Unknown>(send()));
    m_office->fake.answerNext("/sms", 200, R"({"id":"soon"})");
    QVERIFY(as<Unknown>(send()));
    m_office->fake.answerNext("/sms", 403, "<html>Blocked by the firewall</html>", "text/html");
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused && refused->kind == Refused::Class::ForNow); // not RingCentral's way to say no
    m_office->fake.answerNext("/sms", 307, {}, "text/plain", {{"Location", "https://example.com/"}});
    QVERIFY(as<Unknown>(send()));
    QCOMPARE(m_office->fake.texts().size(), 1);
}

void TestRingCentralProvider::cannotBeReached()
{
    QTcpServer nobody;
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    m_office->base = "http://127.0.0.1:" + QByteArray::number(nobody.serverPort());
    nobody.close();
    m_provider = m_office->open();
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused && refused->kind == Refused::Class::ForNow); // there was not even a token
    QVERIFY(as<Unknown>(find()));
}

void TestRingCentralProvider::doesNotLeaveWhenItMayNotAnyMore()
{
    TextRequest request = text();
    request.mayLeave = [] {
        return false;
    };
    const std::optional<Refused> refused = as<Refused>(send(request));
    QVERIFY(refused);
    QCOMPARE(refused->code, QString::fromUtf16(notLeft));
    QVERIFY(m_office->fake.texts().isEmpty());
}

void TestRingCentralProvider::doesNotSendTooLongATextAtAll()
{
    const std::optional<Refused> refused = as<Refused>(send(text(QString(1001, u'x'))));
    QVERIFY(refused && refused->kind == Refused::Class::Message);
    QVERIFY(m_office->fake.requests().isEmpty());
    QVERIFY(as<Sent>(send(text(QString(1000, u'x')))));
}

void TestRingCentralProvider::waitsOutAPenalty()
{
    m_office->fake.rateLimitNext("/sms", "45");
    const std::optional<Refused> first = as<Refused>(send());
    QVERIFY(first && first->kind == Refused::Class::ForNow);
    QCOMPARE(first->code, u"CMN-301"_s);
    QCOMPARE(first->retryAfter, std::optional<Milliseconds>(45s));
    m_office->advance(44s);
    const std::optional<Refused> second = as<Refused>(send()); // a request now would begin it anew
    QVERIFY(second);
    QCOMPARE(second->retryAfter, std::optional<Milliseconds>(1s));
    QCOMPARE(m_office->fake.requests("/sms").size(), 1);
    QVERIFY(as<NotFound>(find())); // another group
    m_office->advance(1s);
    QVERIFY(as<Sent>(send()));

    m_office->fake.rateLimitNext("/sms"); // without saying how long
    const std::optional<Refused> third = as<Refused>(send());
    QVERIFY(third);
    QCOMPARE(third->retryAfter, std::optional<Milliseconds>(RateLimit::shortestPenalty));
}

void TestRingCentralProvider::staysWithinTheLimits()
{
    for (int i = 0; i < 40; ++i)
        QVERIFY(as<Sent>(send()));
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused && refused->kind == Refused::Class::ForNow);
    QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(60s));
    QCOMPARE(m_office->fake.requests("/sms").size(), 40);
    m_office->advance(60s);
    QVERIFY(as<Sent>(send()));
}

void TestRingCentralProvider::obeysWhatTheHeadersSay()
{
    // Another program uses up the same credential.
    m_office->fake.answerNext("/sms", 400, R"({"errorCode":"MSG-242"})", "application/json",
                              {{"X-Rate-Limit-Group", "medium"}, {"X-Rate-Limit-Remaining", "0"}, {"X-Rate-Limit-Window", "20"}});
    QVERIFY(as<Refused>(send()));
    const std::optional<Refused> held = as<Refused>(send());
    QVERIFY(held);
    QCOMPARE(held->retryAfter, std::optional<Milliseconds>(20s));
    QCOMPARE(m_office->fake.requests("/sms").size(), 1);
}

void TestRingCentralProvider::tellsNoSecrets()
{
    m_office->fake.refuseJwt();
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused);
    const QString said = refused->code + refused->message;
    QVERIFY(!said.contains(QString::fromLatin1(FakeRingCentral::jwt())));
    QVERIFY(!said.contains(QString::fromLatin1(FakeRingCentral::clientSecret())));
}

void TestRingCentralProvider::findsWhatItSent_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("direction");
    QTest::addColumn<int>("secondsAgo");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const QString &subject, bool found, const QString &from = u"+12145550100"_s,
                        const QString &to = u"+12145550123"_s, const QString &direction = u"Outbound"_s, int secondsAgo = 0) {
        QTest::newRow(name) << subject << from << to << direction << secondsAgo << found;
    };
    row("it", u"hello"_s, true);
    row("it, with a developer's words before it", u"Test SMS using a RingCentral Developer account - hello"_s, true);
    row("it, without a plus", u"hello"_s, true, u"12145550100"_s);
    row("another text", u"hello you"_s, false);
    row("from another line", u"hello"_s, false, u"+12145550101"_s);
    row("to somebody else", u"hello"_s, false, u"+12145550100"_s, u"+12145550124"_s);
    row("from the other side", u"hello"_s, false, u"+12145550100"_s, u"+12145550123"_s, u"Inbound"_s);
    row("the same, before", u"hello"_s, false, u"+12145550100"_s, u"+12145550123"_s, u"Outbound"_s, 2);
}

void TestRingCentralProvider::findsWhatItSent()
{
    QFETCH(QString, subject);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, direction);
    QFETCH(int, secondsAgo);
    QFETCH(bool, found);
    const qint64 id = m_office->fake.addMessage({{u"subject"_s, subject},
                                                 {u"direction"_s, direction},
                                                 {u"messageStatus"_s, direction == u"Inbound" ? u"Received"_s : u"Delivered"_s},
                                                 {u"from"_s, QJsonObject{{u"phoneNumber"_s, from}}},
                                                 {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, to}}}},
                                                 {u"creationTime"_s, toIso(m_office->clock.now() - std::chrono::seconds(secondsAgo))}});
    const FindOutcome outcome = find();
    const Sent expected{.providerMessageId = QString::number(id), .state = calls::DeliveryState::Delivered};
    if (found)
        QCOMPARE(as<Sent>(outcome), std::optional(expected));
    else
        QVERIFY(as<NotFound>(outcome));
}

void TestRingCentralProvider::findsOnTheNextPage()
{
    QVERIFY(as<Sent>(send(text(u"hello"_s))));
    for (int i = 0; i < 150; ++i)
        m_office->fake.addMessage({{u"subject"_s, u"other"_s},
                                   {u"direction"_s, u"Outbound"_s},
                                   {u"messageStatus"_s, u"Sent"_s},
                                   {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                                   {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}}}});
    QVERIFY(as<Sent>(find()));
    QCOMPARE(m_office->fake.requests("/message-store").size(), 2);
}

void TestRingCentralProvider::cannotTell_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("an error") << 500 << ""_ba;
    QTest::newRow("no right") << 403 << R"({"errorCode":"CMN-401"})"_ba;
    QTest::newRow("HTML") << 200 << "<html></html>"_ba;
    QTest::newRow("no list") << 200 << R"({"records":"none"})"_ba;
    QTest::newRow("a text like it, without a date")
        << 200
        << R"({"records":[{"id":7,"direction":"Outbound","subject":"hello",)"
           R"("from":{"phoneNumber":"+12145550100"},"to":[{"phoneNumber":"+12145550123"}]}]})"_ba;
}

void TestRingCentralProvider::cannotTell()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_office->fake.answerNext("/message-store", status, body);
    QVERIFY(as<Unknown>(find()));
}

void TestRingCentralProvider::tellsOfOptOuts()
{
    QVERIFY(QCoro::waitFor(m_provider->tellOptOut(number(u"+12145550123"), number(u"+12145550100"), true)));
    QCOMPARE(m_office->fake.consents().size(), 1);
    const QJsonObject record = m_office->fake.consents().first();
    QCOMPARE(record[u"from"].toString(), u"+12145550100"_s); // ours
    QCOMPARE(record[u"to"].toString(), u"+12145550123"_s);
    QCOMPARE(record[u"optStatus"].toString(), u"OptOut"_s);
    QVERIFY(QCoro::waitFor(m_provider->tellOptOut(number(u"+12145550123"), number(u"+12145550100"), false)));
    QCOMPARE(m_office->fake.consents().last()[u"optStatus"].toString(), u"OptIn"_s);

    m_office->fake.answerNext("/sms/consents", 200, R"({"failedRecords":[{}]})");
    QVERIFY(!QCoro::waitFor(m_provider->tellOptOut(number(u"+12145550123"), number(u"+12145550100"), true)));
    m_office->fake.refuseNext("/sms/consents", 403, u"CMN-401"_s);
    const Done refused = QCoro::waitFor(m_provider->tellOptOut(number(u"+12145550123"), number(u"+12145550100"), true));
    QVERIFY(!refused && refused.error().kind == ErrorKind::Refused);
    QVERIFY(!refused.error().what.contains(u"555"_s));
}

void TestRingCentralProvider::keepsIdsWhole()
{
    m_office->fake.answerNext("/sms", 200, R"({"id":9007199254740993,"messageStatus":"Sent"})");
    const Sent expected{.providerMessageId = u"9007199254740993"_s, .state = calls::DeliveryState::Sent};
    QCOMPARE(as<Sent>(send()), std::optional(expected));
}

void TestRingCentralProvider::opensOnlyWithItsSecrets()
{
    settings::Connection connection{
        .id = u"rc"_s, .account = RingCentralOffice::account(), .baseUrl = m_office->fake.baseUrl().toString() + u'/'};
    const Surroundings surroundings{.network = m_office->network, .clock = m_office->clock, .secrets = m_office->secrets};
    const PhoneSystem &system = phoneSystem(u"ringcentral"_s);
    const std::shared_ptr<PhoneProvider> provider = system.open(connection, surroundings);
    QVERIFY(provider);
    QVERIFY(as<Sent>(QCoro::waitFor(provider->sendText(text()))));
    for (const QString &name : {u"rc-secret"_s, u"rc-credential"_s}) {
        const QByteArray value = m_office->secrets->values.take(name);
        QVERIFY2(!system.open(connection, surroundings), qPrintable(name));
        m_office->secrets->values.insert(name, value);
    }
    m_office->secrets->values.remove(u"rc-verification"_s);
    QVERIFY(system.open(connection, surroundings)); // only webhooks need it
    std::get<settings::RingCentralAccount>(connection.account).receive = settings::RingCentralAccount::Receive::Webhook;
    QVERIFY(!system.open(connection, surroundings));
}

QTEST_GUILESS_MAIN(TestRingCentralProvider)
#include "tst_ringcentral_provider.moc"
