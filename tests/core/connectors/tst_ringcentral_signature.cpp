#include "connectors/phonesystem.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;

namespace {

const QByteArray token = "2cV8vX1f-our-random-token";
const QByteArray notification =
    R"({"uuid":"7c0d","event":"/restapi/v1.0/account/1/telephony/sessions","timestamp":"2026-11-21T02:00:01.120Z","subscriptionId":"a1","ownerId":"2",)"
    R"("body":{"sequence":4,"sessionId":"1001","telephonySessionId":"s-a0d17bc","eventTime":"2026-11-21T02:00:00.950Z","parties":[{"id":"p-1",)"
    R"("direction":"Inbound","from":{"phoneNumber":"+12145550123"},"to":{"phoneNumber":"+12145550100"},"status":{"code":"Proceeding"}}]}})";

} // namespace

class TestRingCentralSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsInWhatBringsTheToken();
    void keepsOutTheRest_data();
    void keepsOutTheRest();
    void passesOnWhatIsNotItsOwn();
    void answersTheHandshake();
    void refusesAHandshakeThatCannotBeEchoed_data();
    void refusesAHandshakeThatCannotBeEchoed();
    void saysWhatCannotBeRead_data();
    void saysWhatCannotBeRead();

private:
    [[nodiscard]] WebhookJudgement judge(const QList<std::pair<QByteArray, QByteArray>> &headers, const QByteArray &body,
                                         const QByteArray &target = "/webhooks/ringcentral/rc") const
    {
        const Webhook webhook{.method = "POST", .target = target, .headers = headers, .body = body};
        return phoneSystem(u"ringcentral"_s)
            .receive(webhook, {.connection = connection, .secrets = secrets, .lines = lines, .publicUrl = {}, .now = clock.now()});
    }

    settings::Connection connection{.id = u"rc"_s,
                                    .account = settings::RingCentralAccount{.clientId = u"client"_s,
                                                                            .credentialSecret = u"jwt"_s,
                                                                            .receive = settings::RingCentralAccount::Receive::Webhook,
                                                                            .verificationSecret = u"verification"_s}};
    test::TestSecrets secrets{{u"verification"_s, token}};
    QList<calls::Line> lines;
    test::TestClock clock;
};

void TestRingCentralSignature::letsInWhatBringsTheToken()
{
    const WebhookJudgement judgement = judge({{"verification-token", token}}, notification);
    const auto *received = std::get_if<Received>(&judgement);
    QVERIFY(received);
    QCOMPARE(received->events.size(), 1);
    QCOMPARE(received->events.first().key, u"call|s-a0d17bc|4|p-1=proceeding/"_s);
    QCOMPARE(received->answer.status, 200);
    QVERIFY(received->answer.body.size() < 1024);
    QVERIFY(std::holds_alternative<Received>(judge({{"Verification-Token", token}}, notification)));
}

void TestRingCentralSignature::keepsOutTheRest_data()
{
    QTest::addColumn<QByteArray>("brought");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("another") << QByteArray("2cV8vX1f-our-random-tokem");
    QTest::newRow("its beginning") << token.left(8);
    QTest::newRow("more than it") << token + 'x';
    QTest::newRow("in capitals") << token.toUpper();
}

void TestRingCentralSignature::keepsOutTheRest()
{
    QFETCH(QByteArray, brought);
    QVERIFY(std::holds_alternative<Forged>(judge({{"verification-token", brought}}, notification)));
    secrets.values.clear(); // an empty secret lets nobody in
    QVERIFY(std::holds_alternative<Forged>(judge({{"verification-token", brought}}, notification)));
    secrets.values.insert(u"verification"_s, token);
}

void TestRingCentralSignature::passesOnWhatIsNotItsOwn()
{
    QVERIFY(std::holds_alternative<NotMine>(judge({{"verification-token", "another"}}, notification, "/webhooks/ringcentral/second")));
    QVERIFY(std::holds_alternative<Received>(judge({{"verification-token", token}}, notification, "/webhooks/ringcentral/second")));
}

void TestRingCentralSignature::answersTheHandshake()
{
    const WebhookJudgement judgement = judge({{"validation-token", "c1a3-77"}}, {});
    const auto *received = std::get_if<Received>(&judgement);
    QVERIFY(received);
    QVERIFY(received->events.isEmpty());
    QCOMPARE(received->answer.status, 200);
    const QList<std::pair<QByteArray, QByteArray>> expected{{"Validation-Token", "c1a3-77"}};
    QCOMPARE(received->answer.headers, expected);
    // An event does not slip in with it.
    const WebhookJudgement both = judge({{"validation-token", "c1a3-77"}, {"verification-token", "another"}}, notification);
    QVERIFY(std::get_if<Received>(&both) && std::get<Received>(both).events.isEmpty());
}

void TestRingCentralSignature::refusesAHandshakeThatCannotBeEchoed_data()
{
    QTest::addColumn<QByteArray>("brought");
    QTest::newRow("another header in it") << QByteArray("a\r\nSet-Cookie: b");
    QTest::newRow("very long") << QByteArray(2000, 'x');
    QTest::newRow("not ASCII") << QByteArray("\xc3\xa4");
}

void TestRingCentralSignature::refusesAHandshakeThatCannotBeEchoed()
{
    QFETCH(QByteArray, brought);
    QVERIFY(std::holds_alternative<Malformed>(judge({{"validation-token", brought}}, {})));
}

void TestRingCentralSignature::saysWhatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a form") << QByteArray("CallSid=CA1");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("a session without an id") << QByteArray(R"({"event":"/restapi/v1.0/account/1/telephony/sessions","body":{}})");
}

void TestRingCentralSignature::saysWhatCannotBeRead()
{
    QFETCH(QByteArray, body);
    QVERIFY(std::holds_alternative<Malformed>(judge({{"verification-token", token}}, body)));
}

QTEST_GUILESS_MAIN(TestRingCentralSignature)
#include "tst_ringcentral_signature.moc"
