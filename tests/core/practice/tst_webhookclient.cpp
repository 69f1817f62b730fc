#include "base/time.h"
#include "core/practice/checkingdoor.h"
#include "practice/webhookclient.h"
#include "practice/webhookforms.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <thread>

using namespace ringback;
using namespace ringback::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::CallEvent;
using connectors::CallSignal;
using test::CheckingDoor;

namespace {

const QString publicUrl = u"https://hooks.example.com"_s;
const QByteArray token = "0123456789abcdef0123456789abcdef";
const QByteArray voicePath = "/webhooks/twilio/voice";

MadeUpCall call()
{
    return MadeUpCall{.accountSid = u"AC00000000000000000000000000000001"_s,
                      .sid = u"CA00000000000000000000000000000001"_s,
                      .caller = u"+12145550123"_s,
                      .line = u"+12145550100"_s,
                      .callerName = u"PEÑA & SONS"_s,
                      .from = {u"DALLAS"_s, u"TX"_s, u"75201"_s}};
}

Instant moment()
{
    return fromMs(QDateTime(QDate(2026, 11, 21), QTime(1, 59, 13), Qt::UTC).toMSecsSinceEpoch());
}

} // namespace

class TestWebhookClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void postsWhatTwilioWould_data();
    void postsWhatTwilioWould();
    void keepsItsConnection();
    void connectsAnewWhenTheKeptConnectionWasClosed();
    void doesNotSendTwiceOnANewConnection();
    void tellsWhatTheDoorAnswered();
    void isRefusedWithAnotherToken();
    void failsWithoutADoor();
    void failsInTimeWhenTheDoorStalls();
    void abortEndsAWaitingRequest();
};

void TestWebhookClient::postsWhatTwilioWould_data()
{
    QTest::addColumn<connectors::twilio::Form>("form");
    QTest::addColumn<CallSignal>("signal");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("hasEnd");

    QTest::newRow("the call arrives") << ringing(call()) << CallSignal::Ringing << u"ringing"_s << false;
    QTest::newRow("nobody answered") << notAnswered(call(), moment()) << CallSignal::Missed << u"no-answer"_s << true;
    QTest::newRow("somebody talked") << talked(call(), u"CA00000000000000000000000000000002"_s, 75s) << CallSignal::Answered
                                     << u"completed"_s << false;
    QTest::newRow("an answered call ended") << hungUp(call(), 75s, moment()) << CallSignal::Over << u"completed"_s << true;
}

void TestWebhookClient::postsWhatTwilioWould()
{
    QFETCH(connectors::twilio::Form, form);
    CheckingDoor door(publicUrl, token);
    WebhookClient client(door.port(), publicUrl, token);
    const Result<int> status = client.post(voicePath, form);
    QVERIFY2(status, status ? "" : qPrintable(status.error().what));
    QCOMPARE(*status, 200);
    QCOMPARE(door.objections(), QStringList());

    const QList<CallEvent> events = door.events<CallEvent>();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().providerCallId, call().sid);
    QCOMPARE(events.first().caller, call().caller);
    QCOMPARE(events.first().line, call().line);
    QCOMPARE(events.first().callerName, call().callerName);
    QTEST(events.first().signal, "signal");
    QTEST(events.first().providerReason, "reason");
    QFETCH(bool, hasEnd);
    QCOMPARE(events.first().endedAt, hasEnd ? std::optional(moment()) : std::nullopt);
}

void TestWebhookClient::keepsItsConnection()
{
    CheckingDoor door({}, token);
    WebhookClient client(door.port(), {}, token); // signed for the Host header, as a door without a public URL checks
    QVERIFY(client.open());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.post(voicePath, ringing(call())).value_or(0), 200);
    const QList<CheckingDoor::Webhook> webhooks = door.webhooks();
    QCOMPARE(webhooks.size(), 3);
    QCOMPARE(webhooks.last().peer, webhooks.first().peer);
}

void TestWebhookClient::connectsAnewWhenTheKeptConnectionWasClosed()
{
    int heard = 0; // on the door's thread, one at a time
    CheckingDoor door(publicUrl, token);
    door.status = [&heard](const CheckingDoor::Webhook &) {
        return ++heard == 2 ? 0 : 200;
    };
    WebhookClient client(door.port(), publicUrl, token);
    QCOMPARE(client.post(voicePath, ringing(call())).value_or(0), 200);
    QCOMPARE(client.post(voicePath, ringing(call())).value_or(0), 200); // the second was dropped and went out a second time
    const QList<CheckingDoor::Webhook> webhooks = door.webhooks();
    QCOMPARE(webhooks.size(), 3);
    QVERIFY(webhooks.last().peer != webhooks.first().peer);
}

void TestWebhookClient::doesNotSendTwiceOnANewConnection()
{
    CheckingDoor door(publicUrl, token);
    door.status = [](const CheckingDoor::Webhook &) {
        return 0;
    };
    WebhookClient client(door.port(), publicUrl, token);
    const Result<int> status = client.post(voicePath, ringing(call()));
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::Transient);
    QCOMPARE(door.webhooks().size(), 1);
}

void TestWebhookClient::tellsWhatTheDoorAnswered()
{
    CheckingDoor door(publicUrl, token);
    door.status = [](const CheckingDoor::Webhook &) {
        return 503;
    };
    WebhookClient client(door.port(), publicUrl, token);
    QCOMPARE(client.post(voicePath, ringing(call())).value_or(0), 503);
}

void TestWebhookClient::isRefusedWithAnotherToken()
{
    CheckingDoor door(publicUrl, token);
    WebhookClient client(door.port(), publicUrl, "another");
    QCOMPARE(client.post(voicePath, ringing(call())).value_or(0), 400);
    QCOMPARE(door.objections().size(), 1);
}

void TestWebhookClient::failsWithoutADoor()
{
    CheckingDoor door(publicUrl, token);
    const quint16 port = door.port();
    door.stop();
    WebhookClient client(port, publicUrl, token);
    QVERIFY(!client.open());
    const Result<int> status = client.post(voicePath, ringing(call()));
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::Transient);
}

void TestWebhookClient::failsInTimeWhenTheDoorStalls()
{
    QTcpServer silent; // accepts by the system's queue, and never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    WebhookClient client(silent.serverPort(), publicUrl, token, 100ms);
    QElapsedTimer timer;
    timer.start();
    const Result<int> status = client.post(voicePath, ringing(call()));
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::Transient);
    QVERIFY2(timer.elapsed() >= 100 && timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void TestWebhookClient::abortEndsAWaitingRequest()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    WebhookClient client(silent.serverPort(), publicUrl, token, 60s);
    QElapsedTimer timer;
    timer.start();
    Result<int> status = 0;
    std::thread waiting([&] { status = client.post(voicePath, ringing(call())); });
    QVERIFY(silent.waitForNewConnection(5'000)); // on its way, or waiting already: abort() may come at any time
    client.abort();
    waiting.join();
    QVERIFY(!status);
    QVERIFY(!client.post(voicePath, ringing(call())));
    QVERIFY(timer.elapsed() < 10'000);
}

QTEST_GUILESS_MAIN(TestWebhookClient)
#include "tst_webhookclient.moc"
