#include "connectors/quo/signature.h"
#include "connectors/quo/system.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::quo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;

namespace {

// The vectors of phone-and-sms.md, 4.5.
const QByteArray key = "whsec_bWlzc2VkLWNhbGwtY29uc29sZS10ZXN0LWtleS0wMSE=";
const QByteArray otherKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const QByteArray timestamp = "1795226400";
const QByteArray missedId = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
const QByteArray missedSignature = "v1,OQ+kFnH89AUKJevYDlHHQkXDjAR+xktQRHeBMlNfNbs=";
const QByteArray missedBody =
    R"({"id":"EV0001","apiVersion":"2026-03-30","createdAt":"2026-11-21T02:00:00.000Z","type":"call.missed","data":{"resource":{"id":"AC0001","createdAt":"2026-11-21T01:59:40.000Z","updatedAt":"2026-11-21T02:00:00.000Z"},"context":{"orgId":"OR1","phoneNumberId":"PN1","conversationId":"CN1","phoneNumberType":"shared","userId":"US1","contacts":{"ids":[],"lookupStatus":"none"},"participants":{"workspace":["+12145550100"],"external":["+12145550123"],"resolution":"available"}},"links":{"quo":"https://my.quo.com/inbox/CN1"}}})";
const QByteArray completedBody =
    R"({"id":"EV0002","apiVersion":"2026-03-30","createdAt":"2026-11-21T02:00:00.000Z","type":"call.completed","data":{"resource":{"id":"AC0001","direction":"incoming","status":"unanswered","createdAt":"2026-11-21T01:59:40.000Z","answeredAt":null,"completedAt":"2026-11-21T02:00:00.000Z","updatedAt":"2026-11-21T02:00:00.000Z","duration":0,"hasVoicemail":true},"context":{"orgId":"OR1","phoneNumberId":"PN1","conversationId":"CN1","phoneNumberType":"shared","userId":"US1","contacts":{"ids":[],"lookupStatus":"none"},"participants":{"workspace":["+12145550100"],"external":["+12145550123"],"resolution":"available"}},"links":{"quo":"https://my.quo.com/inbox/CN1"}}})";
const QByteArray textBody =
    R"({"id":"EV0003","apiVersion":"2026-03-30","createdAt":"2026-11-21T02:00:00.000Z","type":"message.received","data":{"resource":{"id":"AC0003","direction":"incoming","text":"Sí, el techo gotea 🏠","media":[],"status":"received","createdAt":"2026-11-21T02:00:00.000Z"},"context":{"orgId":"OR1","phoneNumberId":"PN1","conversationId":"CN1","userId":"US1","contacts":{"ids":[],"lookupStatus":"none"},"senderIdentifier":"+12145550123","recipientIdentifiers":["+12145550100"]},"links":{"quo":"https://my.quo.com/inbox/CN1"}}})";
const QByteArray olderKey = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg=";
const QByteArray olderSignature = "hmac;1;1795226400000;ITW4IMRkSOO8HoV6iKN1Hps8Vz49BOD4HicURjPe5IY=";
const QByteArray olderBody =
    R"({"id":"EV0004","object":"event","apiVersion":"v4","createdAt":"2026-11-21T02:00:00.000Z","type":"call.completed","data":{"deepLink":"https://my.quo.com/inbox/PN1/c/CN1?at=AC0002","object":{"id":"AC0002","object":"call","direction":"incoming","status":"no-answer","answeredAt":null,"answeredBy":null,"initiatedBy":null,"createdAt":"2026-11-21T01:59:40.000Z","completedAt":"2026-11-21T02:00:00.000Z","updatedAt":"2026-11-21T02:00:00.000Z","duration":20,"participants":["+12145550123","+12145550100"],"phoneNumberId":"PN1","userId":"US1","contactIds":[],"forwardedFrom":null,"forwardedTo":null,"recordings":null}}})";

const Instant now = fromMs(1'795'226'400'000);

using Headers = QList<std::pair<QByteArray, QByteArray>>;
Headers dated(const QByteArray &id, const QByteArray &signature)
{
    return {{"Webhook-Id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", signature}};
}

} // namespace

class TestQuoSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVectors();
    void provesTheDatedKind_data();
    void provesTheDatedKind();
    void provesTheOlderKind_data();
    void provesTheOlderKind();
    void asksForTheTime_data();
    void asksForTheTime();
    void believesNobodyWithoutAKey();
    void receives_data();
    void receives();
    void eitherSignatureIsEnough();
    void isOneEvent();
};

void TestQuoSignature::theVectors()
{
    QCOMPARE(missedBody.size(), 518);
    QCOMPARE(completedBody.size(), 658);
    QCOMPARE(textBody.size(), 520);
    QCOMPARE(olderBody.size(), 611);
    QCOMPARE(signDated(key, missedId, 1'795'226'400, missedBody), missedSignature);
    QCOMPARE(signDated(key, "msg_2KWPBgLlAfxdpx2AI54pPJ85f4X", 1'795'226'400, completedBody),
             "v1,ASDtyWVDOy6vUuUFLbNDTwYliXNce4NMIfoUbySx1IU="_ba);
    QCOMPARE(signDated(key, "msg_2KWPBgLlAfxdpx2AI54pPJ85f4Y", 1'795'226'400, textBody),
             "v1,vmBdwHAoldk3a0ZxizdTEksSdZXQy+Gjw53OjAEPjZg="_ba);
    // of the Standard Webhooks project itself
    QCOMPARE(signDated(otherKey, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})"),
             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="_ba);
    QCOMPARE(signOlder(olderKey, 1'795'226'400'000, olderBody), olderSignature);
}

void TestQuoSignature::provesTheDatedKind_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("signatures");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Proof>("proof");
    const QByteArray other = signDated(otherKey, missedId, 1'795'226'400, missedBody);
    QTest::newRow("right") << key << missedSignature << missedBody << Proof::Right;
    QTest::newRow("one of several") << key << other + ' ' + missedSignature << missedBody << Proof::Right;
    QTest::newRow("the first of several") << key << missedSignature + ' ' + other << missedBody << Proof::Right;
    QTest::newRow("our older key, while it is rotated") << otherKey + '\n' + key << missedSignature << missedBody << Proof::Right;
    QTest::newRow("the key without its prefix") << key.mid(6) << missedSignature << missedBody << Proof::Right;
    QTest::newRow("another key") << otherKey << missedSignature << missedBody << Proof::Wrong;
    QTest::newRow("another body") << key << missedSignature << completedBody << Proof::Wrong;
    QTest::newRow("a blank more") << key << missedSignature << missedBody + ' ' << Proof::Wrong;
    QTest::newRow("another version") << key << "v2"_ba + missedSignature.mid(2) << missedBody << Proof::Wrong;
    QTest::newRow("without a version") << key << missedSignature.mid(3) << missedBody << Proof::Wrong;
    QTest::newRow("a part of it") << key << missedSignature.left(20) << missedBody << Proof::Wrong;
    QTest::newRow("separated by commas") << key << other + ',' + missedSignature << missedBody << Proof::Wrong;
    QTest::newRow("none") << key << ""_ba << missedBody << Proof::Wrong;
}

void TestQuoSignature::provesTheDatedKind()
{
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, signatures);
    QFETCH(QByteArray, body);
    QFETCH(Proof, proof);
    QCOMPARE(proveDated(keys, {missedId, timestamp, signatures}, body, now), proof);
    if (proof == Proof::Right) {
        QCOMPARE(proveDated(keys, {missedId + 'x', timestamp, signatures}, body, now), Proof::Wrong);
        QCOMPARE(proveDated(keys, {missedId, "1795226401", signatures}, body, now), Proof::Wrong);
        QCOMPARE(proveDated(keys, {missedId, "today", signatures}, body, now), Proof::Wrong);
    }
}

void TestQuoSignature::provesTheOlderKind_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("signatures");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Proof>("proof");
    const QByteArray other = signOlder(otherKey.mid(6), 1'795'226'400'000, olderBody);
    const QByteArray spaced = R"({ "a" : "one \"two\" \\ ", "b" :[1, 2]})"
                              "\n";
    const QByteArray compact = R"({"a":"one \"two\" \\ ","b":[1,2]})";
    QTest::newRow("right") << olderKey << olderSignature << olderBody << Proof::Right;
    QTest::newRow("one of several") << olderKey << other + ',' + olderSignature << olderBody << Proof::Right;
    QTest::newRow("one of several, with a blank") << olderKey << other + ", " + olderSignature << olderBody << Proof::Right;
    QTest::newRow("signed without blanks") << olderKey << signOlder(olderKey, 1'795'226'400'000, compact) << spaced << Proof::Right;
    QTest::newRow("signed with blanks") << olderKey << signOlder(olderKey, 1'795'226'400'000, spaced) << spaced << Proof::Right;
    QTest::newRow("blanks in a text are part of it")
        << olderKey << signOlder(olderKey, 1'795'226'400'000, R"({"a":"onetwo"})") << R"({"a":"one two"})"_ba << Proof::Wrong;
    QTest::newRow("another key") << key << olderSignature << olderBody << Proof::Wrong;
    QTest::newRow("another body") << olderKey << olderSignature << missedBody << Proof::Wrong;
    QTest::newRow("another scheme") << olderKey << "hmac;2"_ba + olderSignature.mid(6) << olderBody << Proof::Wrong;
    QTest::newRow("too few parts") << olderKey << olderSignature.mid(5) << olderBody << Proof::Wrong;
    QTest::newRow("none") << olderKey << ""_ba << olderBody << Proof::Wrong;
}

void TestQuoSignature::provesTheOlderKind()
{
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, signatures);
    QFETCH(QByteArray, body);
    QFETCH(Proof, proof);
    QCOMPARE(proveOlder(keys, signatures, body, now), proof);
}

void TestQuoSignature::asksForTheTime_data()
{
    QTest::addColumn<qint64>("off"); // milliseconds
    QTest::addColumn<Proof>("proof");
    QTest::newRow("five minutes late") << qint64(300'000) << Proof::Right;
    QTest::newRow("later") << qint64(300'001) << Proof::WrongTime;
    QTest::newRow("five minutes early") << qint64(-300'000) << Proof::Right;
    QTest::newRow("earlier") << qint64(-300'001) << Proof::WrongTime;
    QTest::newRow("an hour off, as summer time does it") << qint64(3'600'000) << Proof::WrongTime;
}

void TestQuoSignature::asksForTheTime()
{
    QFETCH(qint64, off);
    QFETCH(Proof, proof);
    const Instant then = now + Milliseconds(off);
    QCOMPARE(proveDated(key, {missedId, timestamp, missedSignature}, missedBody, then), proof);
    QCOMPARE(proveOlder(olderKey, olderSignature, olderBody, then), proof);
    // A wrong clock is said of nobody who could not sign.
    QCOMPARE(proveDated(otherKey, {missedId, timestamp, missedSignature}, missedBody, then), Proof::Wrong);
    QCOMPARE(proveOlder(key, olderSignature, olderBody, then), Proof::Wrong);
    // A new signature beside a stale one.
    const QByteArray both = signOlder(olderKey, 1, olderBody) + ',' + olderSignature;
    QCOMPARE(proveOlder(olderKey, both, olderBody, now), Proof::Right);
}

void TestQuoSignature::believesNobodyWithoutAKey()
{
    for (const QByteArray &none : {""_ba, " "_ba, "whsec_"_ba, "whsec_!!!"_ba}) {
        const QByteArray withNothing = signDated("", missedId, 1'795'226'400, missedBody);
        QCOMPARE(proveDated(none, {missedId, timestamp, withNothing}, missedBody, now), Proof::Wrong);
        QCOMPARE(proveOlder(none, signOlder("", 1'795'226'400'000, missedBody), missedBody, now), Proof::Wrong);
    }
}

void TestQuoSignature::receives_data()
{
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Milliseconds>("late");
    QTest::addColumn<QString>("said"); // an event's key, or the judgement
    const QByteArray odd = R"({"type":"contact.updated","data":{"resource":{"id":"CT1"}}})";
    const QByteArray noCall = R"({"type":"call.missed","data":{"resource":{}}})";
    const auto sign = [](const QByteArray &body) {
        return dated("msg_1", signDated(key, "msg_1", 1'795'226'400, body));
    };
    QTest::newRow("dated") << dated(missedId, missedSignature) << missedBody << 0ms << u"call|AC0001|missed|"_s;
    QTest::newRow("older") << Headers{{"OpenPhone-Signature", olderSignature}} << olderBody << 0ms << u"call|AC0002|completed|no-answer"_s;
    QTest::newRow("nothing that we read") << sign(odd) << odd << 0ms << u"nothing"_s;
    QTest::newRow("forged") << dated(missedId, "v1,AAAA") << missedBody << 0ms << u"forged"_s;
    QTest::newRow("not signed") << Headers{} << missedBody << 0ms << u"forged"_s;
    QTest::newRow("our clock is wrong") << dated(missedId, missedSignature) << missedBody << Milliseconds(1h) << u"forged clock"_s;
    QTest::newRow("our clock is wrong, older") << Headers{{"openphone-signature", olderSignature}} << olderBody << Milliseconds(1h)
                                               << u"forged clock"_s;
    QTest::newRow("a call without an id") << sign(noCall) << noCall << 0ms << u"malformed"_s;
    for (const QByteArray &body : {"[]"_ba, "{"_ba, "{}"_ba, "\xFF"_ba, R"({"type":7})"_ba, QByteArray("{\"type\":\"x\0\"}", 12)})
        QTest::addRow("no event: %s", body.toPercentEncoding().constData()) << sign(body) << body << 0ms << u"malformed"_s;
}

void TestQuoSignature::receives()
{
    QFETCH(Headers, headers);
    QFETCH(QByteArray, body);
    QFETCH(Milliseconds, late);
    QFETCH(QString, said);
    const settings::Connection connection{
        .id = u"quo-main"_s,
        .account = settings::QuoAccount{.apiKeySecret = u"api"_s, .webhookSecret = u"hook"_s, .olderWebhookSecret = u"older"_s}};
    const test::TestSecrets secrets{{u"hook"_s, key}, {u"older"_s, olderKey}};
    const QuoSystem system;
    const Access access{.connection = connection, .secrets = secrets, .lines = {}, .publicUrl = {}, .now = now + late};
    const Webhook webhook{.method = "POST", .target = "/webhooks/quo/quo-main", .headers = headers, .body = body};
    const WebhookJudgement judgement = system.receive(webhook, access);
    QString is = u"malformed"_s;
    if (const auto *forged = std::get_if<Forged>(&judgement)) {
        is = (u"forged "_s + forged->why).trimmed();
    } else if (const auto *received = std::get_if<Received>(&judgement)) {
        QCOMPARE(received->answer.status, 200);
        is = received->events.isEmpty() ? u"nothing"_s : received->events.constFirst().key;
        if (!received->events.isEmpty()) {
            QCOMPARE(received->events.constFirst().payload, body);
            QVERIFY(received->events.constFirst().kind == calls::EventKind::Event);
            QVERIFY(system.translate(connection, calls::EventKind::Event, body));
        }
    }
    QCOMPARE(is, said);

    Webhook elsewhere = webhook;
    elsewhere.target = "/webhooks/quo/another";
    QVERIFY(std::holds_alternative<NotMine>(system.receive(elsewhere, access)));
}

void TestQuoSignature::eitherSignatureIsEnough()
{
    const settings::Connection connection{.id = u"quo-main"_s, .account = settings::QuoAccount{.olderWebhookSecret = u"older"_s}};
    // Without a name for it, the key is where the program itself has put it.
    test::TestSecrets secrets{{u"quo-main-webhook-key"_s, otherKey}, {u"older"_s, olderKey}};
    const QuoSystem system;
    const Access access{.connection = connection, .secrets = secrets, .lines = {}, .publicUrl = {}, .now = now};
    Headers headers = dated("msg_1", signDated(key, "msg_1", 1'795'226'400, olderBody));
    const Webhook wrong{.method = "POST", .target = "/webhooks/quo/quo-main", .headers = headers, .body = olderBody};
    QVERIFY(std::holds_alternative<Forged>(system.receive(wrong, access)));
    Webhook both = wrong;
    both.headers.append({"openphone-signature", olderSignature});
    QVERIFY(std::holds_alternative<Received>(system.receive(both, access)));
    secrets.values.insert(u"quo-main-webhook-key"_s, key);
    QVERIFY(std::holds_alternative<Received>(system.receive(wrong, access)));
}

// A retry, and the copy of a second webhook on the same account.
void TestQuoSignature::isOneEvent()
{
    const settings::Connection connection{.id = u"quo-main"_s, .account = settings::QuoAccount{.webhookSecret = u"hook"_s}};
    const test::TestSecrets secrets{{u"hook"_s, key}};
    const Access access{.connection = connection, .secrets = secrets, .lines = {}, .publicUrl = {}, .now = now};
    QSet<QString> keys;
    for (const QByteArray &id : {"msg_1"_ba, "msg_2"_ba}) {
        for (const QByteArray &event : {"EV0001"_ba, "EV0009"_ba}) {
            QByteArray body = missedBody;
            body.replace("EV0001", event);
            const Webhook webhook{.method = "POST",
                                  .target = "/webhooks/quo/quo-main",
                                  .headers = dated(id, signDated(key, id, 1'795'226'400, body)),
                                  .body = body};
            const WebhookJudgement judgement = QuoSystem().receive(webhook, access);
            QVERIFY(std::holds_alternative<Received>(judgement));
            keys.insert(std::get<Received>(judgement).events.constFirst().key);
        }
    }
    QCOMPARE(keys.size(), 1);
}

QTEST_GUILESS_MAIN(TestQuoSignature)
#include "tst_quo_signature.moc"
