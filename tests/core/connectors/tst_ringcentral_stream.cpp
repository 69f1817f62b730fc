#include "base/time.h"
#include "connectors/eventstream.h"
#include "connectors/ringcentral/frames.h"
#include "support/fakeringcentralsocket.h"
#include "support/ringcentraloffice.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeRingCentralSocket;
using ringback::test::RingCentralOffice;

namespace {

QJsonObject ringing(int sequence)
{
    const QJsonObject party{{u"id"_s, u"p-1"_s},
                            {u"direction"_s, u"Inbound"_s},
                            {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                            {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                            {u"status"_s, QJsonObject{{u"code"_s, u"Proceeding"_s}}}};
    return {{u"uuid"_s, u"u-%1"_s.arg(sequence)},
            {u"event"_s, u"/restapi/v1.0/account/1/telephony/sessions"_s},
            {u"timestamp"_s, u"2026-11-20T18:00:00.000Z"_s},
            {u"body"_s, QJsonObject{{u"sequence"_s, sequence},
                                    {u"telephonySessionId"_s, u"s-1"_s},
                                    {u"eventTime"_s, u"2026-11-20T18:00:00.000Z"_s},
                                    {u"parties"_s, QJsonArray{party}}}}};
}

QString keyOf(int sequence)
{
    return u"call|s-1|%1|p-1=proceeding/"_s.arg(sequence);
}

} // namespace

class TestRingCentralStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void bringsEvents();
    void goesOnAfterABreak();
    void saysWhatMayBeLostWhenItCannotGoOn();
    void doesNotTryToGoOnAfterTooLong();
    void noticesADeadLink();
    void keepsALivingLink();
    void isMadeAnewBeforeItsTimeIsOver();
    void spendsATokenOnce();
    void waitsLongerEachTime();
    void waitsOutTheLimit();
    void doesWithLessWhereItHasNoRightToAll();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void survivesNonsense_data();
    void survivesNonsense();
    void isOfNoOtherSubscription();
    void leavesTheTokenInSafety();
    void saysNothingWhenClosed();
    void mayBeDroppedAtAnyTime();

    void readsFrames_data();
    void readsFrames();

private:
    void open()
    {
        m_provider = m_office->open();
        m_stream = m_provider->stream();
        QVERIFY(m_stream);
        m_opened = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::opened);
        m_missed = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::missed);
        m_failed = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::failed);
        connect(m_stream.get(), &EventStream::arrived, this, [this](const calls::ProviderEvent &event) { m_keys.append(event.key); });
        m_stream->open();
    }
    void openAndWait()
    {
        open();
        QTRY_COMPARE(m_opened->size(), 1);
    }
    [[nodiscard]] Instant at(const QSignalSpy &spy, qsizetype i) const { return spy.at(i).first().value<Instant>(); }

    std::unique_ptr<RingCentralOffice> m_office;
    std::unique_ptr<FakeRingCentralSocket> m_socket;
    std::shared_ptr<RingCentralProvider> m_provider;
    std::shared_ptr<EventStream> m_stream;
    std::unique_ptr<QSignalSpy> m_opened;
    std::unique_ptr<QSignalSpy> m_missed;
    std::unique_ptr<QSignalSpy> m_failed;
    QStringList m_keys;
};

void TestRingCentralStream::init()
{
    qRegisterMetaType<ringback::Instant>("ringback::Instant");
    m_office = std::make_unique<RingCentralOffice>();
    m_office->times.firstPause = 1ms;
    m_office->times.longestPause = 10ms;
    m_socket = std::make_unique<FakeRingCentralSocket>(m_office->fake);
    m_keys.clear();
}

void TestRingCentralStream::cleanup()
{
    m_opened.reset();
    m_missed.reset();
    m_failed.reset();
    m_stream.reset();
    m_provider.reset();
    m_socket.reset();
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_office.reset();
}

void TestRingCentralStream::bringsEvents()
{
    openAndWait();
    QCOMPARE(at(*m_opened, 0), m_office->clock.now() + 24h - 10min);
    QCOMPARE(m_socket->subscriptions().size(), 1);
    const QStringList filters = m_socket->subscriptions().first();
    QVERIFY(filters.contains(u"/restapi/v1.0/account/~/telephony/sessions"_s));
    QVERIFY(filters.contains(u"/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS"_s));
    m_socket->push(ringing(1));
    m_socket->push(ringing(2));
    QTRY_COMPARE(m_keys, (QStringList{keyOf(1), keyOf(2)}));
    QVERIFY(m_missed->isEmpty()); // the engine reads the list when it starts
    QVERIFY(m_provider->stream() == m_stream); // one is enough
}

void TestRingCentralStream::goesOnAfterABreak()
{
    openAndWait();
    m_socket->push(ringing(1));
    QTRY_COMPARE(m_keys.size(), 1);
    m_socket->drop();
    m_socket->push(ringing(2)); // while nobody listens
    QTRY_COMPARE(m_opened->size(), 2);
    QTRY_COMPARE(m_keys, (QStringList{keyOf(1), keyOf(2)}));
    QCOMPARE(m_failed->size(), 1);
    QVERIFY(m_missed->isEmpty());
    QCOMPARE(m_socket->subscriptions().size(), 1); // the subscription lives
    QVERIFY(m_socket->recoveries().last().startsWith(u"wsc-"_s));
    QCOMPARE(m_socket->recoveries().last(), u"wsc-3"_s); // the newest
}

void TestRingCentralStream::saysWhatMayBeLostWhenItCannotGoOn()
{
    openAndWait();
    m_office->advance(10min);
    m_socket->push(ringing(1));
    QTRY_COMPARE(m_keys.size(), 1);
    const Instant heard = m_office->clock.now();
    m_socket->setRecovery(false);
    m_office->advance(1min);
    m_socket->drop();
    QTRY_COMPARE(m_opened->size(), 2);
    QTRY_COMPARE(m_missed->size(), 1);
    QCOMPARE(at(*m_missed, 0), heard - 5min);
    QCOMPARE(m_socket->subscriptions().size(), 2);
}

void TestRingCentralStream::doesNotTryToGoOnAfterTooLong()
{
    openAndWait();
    const Instant heard = m_office->clock.now();
    m_office->advance(3min); // the machine slept
    m_socket->drop();
    QTRY_COMPARE(m_missed->size(), 1);
    QCOMPARE(at(*m_missed, 0), heard - 5min);
    QCOMPARE(m_socket->recoveries().last(), QString());
}

void TestRingCentralStream::noticesADeadLink()
{
    m_office->times.silence = 20ms;
    m_office->times.patience = 200ms;
    m_office->times.connecting = 200ms;
    openAndWait();
    m_socket->setSilent(true);
    QTRY_COMPARE(m_failed->size(), 1);
    QCOMPARE(m_failed->first().at(1).toString(), u"silent"_s);
    QVERIFY(m_socket->heartbeats() >= 1);
    m_socket->setSilent(false);
    QTRY_VERIFY(m_opened->size() >= 2);
}

void TestRingCentralStream::keepsALivingLink()
{
    m_office->times.silence = 5ms;
    openAndWait();
    QTRY_VERIFY(m_socket->heartbeats() >= 5);
    QCOMPARE(m_socket->connections(), 1);
    QVERIFY(m_failed->isEmpty());
}

void TestRingCentralStream::isMadeAnewBeforeItsTimeIsOver()
{
    m_socket->setAbsoluteTimeout(2); // s
    m_office->times.beforeTheEnd = 1'950ms;
    openAndWait();
    QCOMPARE(at(*m_opened, 0), m_office->clock.now() + 1s); // at least half of its time is used
    m_socket->setAbsoluteTimeout(86'400);
    QTRY_COMPARE(m_opened->size(), 2);
    QVERIFY(m_failed->isEmpty()); // it was planned
    QVERIFY(m_missed->isEmpty());
    QVERIFY(m_socket->recoveries().last().startsWith(u"wsc-"_s));
    m_socket->push(ringing(1));
    QTRY_COMPARE(m_keys.size(), 1);
    QCOMPARE(m_socket->open(), 1);
}

void TestRingCentralStream::spendsATokenOnce()
{
    openAndWait();
    m_socket->drop();
    QTRY_COMPARE(m_opened->size(), 2);
    QCOMPARE(m_socket->refused(), 0);
    QCOMPARE(m_office->fake.requests("/oauth/wstoken").size(), 2);
    QVERIFY(!m_office->fake.spendSocketToken("ws-token-2")); // neither is left
    QVERIFY(!m_office->fake.spendSocketToken("ws-token-3"));
}

void TestRingCentralStream::waitsLongerEachTime()
{
    m_socket->refuseConnections(true);
    m_office->times.jitter = 0;
    m_office->times.firstPause = 40ms;
    m_office->times.longestPause = 1h;
    QElapsedTimer timer;
    timer.start();
    open();
    QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 3, 15'000);
    QVERIFY(timer.elapsed() >= 40 + 80);
    m_socket->refuseConnections(false);
    QTRY_COMPARE(m_opened->size(), 1);
    QVERIFY(timer.elapsed() >= 40 + 80 + 120);
}

void TestRingCentralStream::waitsOutTheLimit()
{
    m_socket->refuseConnections(true);
    open();
    // One request was for the access token, four for sockets; then the limit of five a minute.
    QTRY_VERIFY(!m_failed->isEmpty() && m_failed->last().first().toString() == u"rate_limited"_s);
    QCOMPARE(m_office->fake.requests("/oauth/").size(), 5);
}

void TestRingCentralStream::doesWithLessWhereItHasNoRightToAll()
{
    m_socket->refuseSubscriptions(403, u"CMN-401"_s);
    openAndWait();
    QCOMPARE(m_socket->subscriptions().size(), 2);
    QVERIFY(!m_socket->subscriptions().last().join(u' ').contains(u"/sms/consents"_s));
    QCOMPARE(m_socket->connections(), 1);
}

void TestRingCentralStream::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("problem");
    QTest::newRow("no right to WebSockets") << "/oauth/wstoken"_ba << 403 << R"({"errorCode":"CMN-401"})"_ba << u"no_right"_s;
    QTest::newRow("it is down") << "/oauth/wstoken"_ba << 503 << ""_ba << u"not_reached"_s;
    QTest::newRow("too many") << "/oauth/wstoken"_ba << 429 << R"({"errorCode":"CMN-301"})"_ba << u"rate_limited"_s;
    QTest::newRow("HTML") << "/oauth/wstoken"_ba << 200 << "<html></html>"_ba << u"not_reached"_s;
    QTest::newRow("nowhere to go") << "/oauth/wstoken"_ba << 200 << R"({"ws_access_token":"a","uri":""})"_ba << u"not_reached"_s;
    QTest::newRow("the credential") << "/oauth/token"_ba << 400 << R"({"error":"invalid_grant","errors":[{"errorCode":"OAU-251"}]})"_ba
                                    << u"wrong"_s;
}

void TestRingCentralStream::saysWhatIsWrong()
{
    QFETCH(QByteArray, part);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, problem);
    m_office->times.firstPause = 1h;
    m_office->times.longestPause = 1h;
    m_office->fake.answerNext(part, status, body);
    open();
    QTRY_COMPARE(m_failed->size(), 1);
    QCOMPARE(m_failed->first().first().toString(), problem);
}

void TestRingCentralStream::survivesNonsense_data()
{
    QTest::addColumn<QString>("frame");
    QTest::newRow("nothing") << u""_s;
    QTest::newRow("no JSON") << u"hello"_s;
    QTest::newRow("an object") << u"{}"_s;
    QTest::newRow("an empty list") << u"[]"_s;
    QTest::newRow("numbers") << u"[1,2]"_s;
    QTest::newRow("several parts") << u"[{\"type\":\"ClientRequest\",\"messageId\":\"x\",\"status\":207},--Boundary\r\nContent-Type: …"_s;
    QTest::newRow("a notification without a body") << uR"([{"type":"ServerNotification"}])"_s;
    QTest::newRow("a session without an id")
        << uR"([{"type":"ServerNotification"},{"event":"/restapi/v1.0/account/1/telephony/sessions","body":{}}])"_s;
    QTest::newRow("an answer to nobody") << uR"([{"type":"ClientRequest","messageId":"unknown","status":500},{}])"_s;
    QTest::newRow("deep") << QString(5'000, u'[');
}

void TestRingCentralStream::survivesNonsense()
{
    QFETCH(QString, frame);
    openAndWait();
    m_socket->pushRaw(frame);
    m_socket->push(ringing(1));
    QTRY_COMPARE(m_keys.size(), 1);
    QCOMPARE(m_socket->connections(), 1);
}

void TestRingCentralStream::isOfNoOtherSubscription()
{
    openAndWait();
    QJsonObject other = ringing(1);
    other.insert(u"subscriptionId"_s, u"another"_s);
    m_socket->push(other);
    m_socket->push(ringing(2));
    QTRY_COMPARE(m_keys, (QStringList{keyOf(2)}));
}

// What RingCentral answers is believed as far as TLS goes, and no token goes without it.
void TestRingCentralStream::leavesTheTokenInSafety()
{
    m_office->times.firstPause = 1h;
    m_office->times.longestPause = 1h;
    m_office->fake.answerNext("/oauth/wstoken", 200, R"({"ws_access_token":"a","expires_in":600,"uri":"http://127.0.0.1:1/"})");
    open();
    QTRY_COMPARE(m_failed->size(), 1);
    QCOMPARE(m_socket->connections() + m_socket->refused(), 0);
}

void TestRingCentralStream::saysNothingWhenClosed()
{
    openAndWait();
    m_stream->close();
    QTRY_COMPARE(m_socket->open(), 0);
    m_socket->push(ringing(1));
    QTest::qWait(0);
    QVERIFY(m_keys.isEmpty());
    QVERIFY(m_failed->isEmpty());
    QCOMPARE(m_office->fake.requests("/oauth/wstoken").size(), 1);
    m_stream->open(); // and again
    QTRY_COMPARE(m_opened->size(), 2);
}

void TestRingCentralStream::mayBeDroppedAtAnyTime()
{
    m_office->fake.stallNext("/oauth/wstoken");
    open();
    QTRY_COMPARE(m_office->fake.stalled(), 1);
    m_opened.reset();
    m_missed.reset();
    m_failed.reset();
    m_stream.reset();
    m_provider.reset();
    m_office->fake.release(); // the answer finds nobody
    QTRY_COMPARE(m_office->fake.stalled(), 0);
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_socket->connections(), 1);
}

void TestRingCentralStream::readsFrames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("token");
    QTest::newRow("details") << uR"([{"type":"ConnectionDetails","status":200,"wsc":{"token":"t","sequence":7}},{}])"_s
                             << u"ConnectionDetails"_s << u"t"_s;
    QTest::newRow("in several parts, with braces in a text")
        << uR"([{"type":"ClientRequest","messageId":"}\"{","wsc":{"token":"u","sequence":8}},--Boundary)"_s << u"ClientRequest"_s << u"u"_s;
    QTest::newRow("cut off") << uR"([{"type":"ClientRequest","messageId":"1")"_s << QString() << QString();
    QTest::newRow("beyond all bounds") << u"[{\"type\":\"x\"},{\"a\":\"%1\"}]"_s.arg(QString(maxFrameBytes, u'x')) << QString()
                                       << QString();
}

void TestRingCentralStream::readsFrames()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    QFETCH(QString, token);
    const Result<Frame> frame = readFrame(text);
    QCOMPARE(frame.has_value(), !type.isEmpty());
    if (frame) {
        QCOMPARE(frame->type, type);
        QCOMPARE(frame->recoveryToken, token);
    }
}

QTEST_GUILESS_MAIN(TestRingCentralStream)
#include "tst_ringcentral_stream.moc"
