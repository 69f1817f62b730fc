#include "base/time.h"
#include "connectors/twilio/provider.h"
#include "support/faketwilio.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;

namespace {

class StoppedClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return at; }
    Instant at = fromMs(QDateTime(QDate(2026, 11, 21), QTime(2, 0), Qt::UTC).toMSecsSinceEpoch());
};

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

TextRequest text(const QString &body = u"Sorry we missed you & your call 👍 1+1"_s)
{
    return TextRequest{.to = number(u"+12145550123"),
                       .from = number(u"+12145550100"),
                       .body = body,
                       .statusCallback = QUrl(u"https://hooks.example.com/twilio/msg-status?line=main%20office"_s),
                       .validity = 600s};
}

template <class T, class Outcome>
std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

} // namespace

class TestTwilioProvider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWhatWasAsked();
    void leavesOutWhatWasNotAsked();
    void standsBehindAPathPrefix();
    void reusesItsConnections();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void saysWhenToTryAgain_data();
    void saysWhenToTryAgain();
    void isRefusedForNowWithoutAConnection_data();
    void isRefusedForNowWithoutAConnection();
    void isRefusedForNowWhenTheHandshakeStalls();
    void doesNotKnow_data();
    void doesNotKnow();
    void putsATextOnTheWireOnce_data();
    void putsATextOnTheWireOnce();
    void doesNotLeaveWhenItMayNotAnyMore_data();
    void doesNotLeaveWhenItMayNotAnyMore();
    void manyAtOnce();
    void followsNoRedirect();
    void sendsItsCredentialsNowhereElse();
    void boundsTheWholeTime();
    void keepsItsTokenToItself();
    void findsWhatItSent_data();
    void findsWhatItSent();
    void asksForBothNumbersAndNoDate();
    void stopsAtOlderTexts();
    void turnsPages();
    void turnsOnlySoManyPages();
    void cannotTell_data();
    void cannotTell();
    void isStrictAboutRequests();

private:
    [[nodiscard]] SendOutcome send(const TextRequest &request) { return QCoro::waitFor(m_provider->sendText(request)); }
    [[nodiscard]] FindOutcome find(const SentQuery &query) { return QCoro::waitFor(m_provider->findSent(query)); }
    void connectTo(const QUrl &baseUrl, const QString &token = FakeTwilio::authToken(), Milliseconds timeout = 5s);
    [[nodiscard]] SentQuery query(const QString &body = u"hello"_s) const
    {
        return {.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body, .notBefore = m_clock.at};
    }

    StoppedClock m_clock;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<TwilioProvider> m_provider;
};

void TestTwilioProvider::init()
{
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.at);
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo(m_twilio->baseUrl());
}

void TestTwilioProvider::cleanup()
{
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    m_provider.reset();
    m_network.reset();
    m_twilio.reset();
}

void TestTwilioProvider::connectTo(const QUrl &baseUrl, const QString &token, Milliseconds timeout)
{
    const TwilioSettings settings{.accountSid = FakeTwilio::accountSid(), .authToken = token, .baseUrl = baseUrl, .timeout = timeout};
    m_provider = std::make_unique<TwilioProvider>(settings, *m_network, m_clock);
}

void TestTwilioProvider::sendsWhatWasAsked()
{
    const SendOutcome outcome = send(text());
    QCOMPARE(m_twilio->messages().size(), 1);
    const FakeTwilio::Message taken = m_twilio->messages().constFirst();
    const Sent expected{.providerMessageId = taken.sid, .state = calls::DeliveryState::Accepted};
    QCOMPARE(as<Sent>(outcome), std::optional(expected));
    QCOMPARE(taken.to, u"+12145550123"_s);
    QCOMPARE(taken.from, u"+12145550100"_s);
    QCOMPARE(taken.body, text().body);
    QCOMPARE(taken.statusCallback, u"https://hooks.example.com/twilio/msg-status?line=main%20office"_s);
    QCOMPARE(taken.validityPeriod, 600);
    QCOMPARE(m_twilio->requests().constFirst().target, "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json"_ba);
}

void TestTwilioProvider::leavesOutWhatWasNotAsked()
{
    TextRequest request = text();
    request.statusCallback = {};
    request.validity = 0s;
    QVERIFY(as<Sent>(send(request)));
    const QByteArray body = m_twilio->requests().constFirst().body;
    QVERIFY(!body.contains("StatusCallback"));
    QVERIFY(!body.contains("ValidityPeriod"));

    request.validity = 48h; // longer than Twilio holds anything
    QVERIFY(as<Sent>(send(request)));
    QCOMPARE(m_twilio->messages().constLast().validityPeriod, 36'000);
}

void TestTwilioProvider::standsBehindAPathPrefix()
{
    FakeTwilio behind("/proxy/twilio");
    behind.setNow(m_clock.at);
    for (const QString &ending : {u""_s, u"/"_s}) {
        connectTo(QUrl(behind.baseUrl().toString() + ending));
        QVERIFY(as<Sent>(send(text(u"hello"_s))));
        QVERIFY(as<Sent>(find(query())));
    }
    behind.limitPages(1); // the next page's address has no prefix
    QVERIFY(as<NotFound>(find(query(u"another"_s))));
}

void TestTwilioProvider::reusesItsConnections()
{
    for (int i = 0; i < 20; ++i)
        QVERIFY(as<Sent>(send(text(QString::number(i)))));
    QSet<QByteArray> peers;
    for (const FakeTwilio::Request &request : m_twilio->requests())
        peers.insert(request.peer);
    QCOMPARE(peers.size(), 1);
}

void TestTwilioProvider::classifiesRefusals_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, int code, int httpStatus, Refused::Class kind) {
        QTest::newRow(name) << code << httpStatus << static_cast<int>(kind);
    };
    row("not a mobile", 21614, 400, Refused::Class::Recipient);
    row("opted out", 21610, 400, Refused::Class::OptedOut);
    row("too long", 21617, 400, Refused::Class::Message);
    row("not our number", 21606, 400, Refused::Class::Sender);
    row("credentials", 20003, 401, Refused::Class::Sender);
    row("queue full", 21611, 400, Refused::Class::ForNow);
    row("a code of tomorrow", 29999, 400, Refused::Class::Message);
}

void TestTwilioProvider::classifiesRefusals()
{
    QFETCH(int, code);
    QFETCH(int, httpStatus);
    QFETCH(int, kind);
    m_twilio->refuseNext(code, httpStatus, u"The words of Twilio"_s);
    const std::optional<Refused> refused = as<Refused>(send(text()));
    QVERIFY(refused);
    QCOMPARE(static_cast<int>(refused->kind), kind);
    QCOMPARE(refused->code, QString::number(code));
    QCOMPARE(refused->message, u"The words of Twilio"_s);
    QVERIFY(!refused->retryAfter);
    QVERIFY(m_twilio->messages().isEmpty());
}

void TestTwilioProvider::saysWhenToTryAgain_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("milliseconds"); // -1: not said
    QTest::newRow("not said") << ""_ba << qint64(-1);
    QTest::newRow("seconds") << "7"_ba << qint64(7000);
    QTest::newRow("a date") << "Sat, 21 Nov 2026 02:00:30 GMT"_ba << qint64(30'000);
    QTest::newRow("a date that has passed") << "Sat, 21 Nov 2026 01:00:00 GMT"_ba << qint64(0);
    QTest::newRow("for ever") << "99999999999999999"_ba << qint64(86'400'000);
    QTest::newRow("less than nothing") << "-5"_ba << qint64(-1);
    QTest::newRow("soon") << "soon"_ba << qint64(-1);
}

void TestTwilioProvider::saysWhenToTryAgain()
{
    QFETCH(QByteArray, header);
    QFETCH(qint64, milliseconds);
    m_twilio->rateLimitNext(header);
    const std::optional<Refused> refused = as<Refused>(send(text()));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::ForNow);
    QCOMPARE(refused->code, u"20429"_s);
    QCOMPARE(qint64(refused->retryAfter.value_or(Milliseconds(-1)).count()), milliseconds);
}

void TestTwilioProvider::isRefusedForNowWithoutAConnection_data()
{
    QTest::addColumn<QString>("baseUrl");
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    QTest::newRow("nobody listens") << u"http://127.0.0.1:%1"_s.arg(closed.serverPort());
    QTest::newRow("no such host") << u"http://twilio.invalid"_s;
    QTest::newRow("no TLS there") << u"https fake"_s;
}

void TestTwilioProvider::isRefusedForNowWithoutAConnection()
{
    QFETCH(QString, baseUrl);
    if (baseUrl == u"https fake")
        baseUrl = u"https://127.0.0.1:%1"_s.arg(m_twilio->baseUrl().port());
    connectTo(QUrl(baseUrl));
    const std::optional<Refused> refused = as<Refused>(send(text()));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::ForNow);
    QVERIFY(m_twilio->messages().isEmpty());
}

void TestTwilioProvider::isRefusedForNowWhenTheHandshakeStalls()
{
    // The time-out comes before the first byte of the text has left, so this is no doubt.
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    connectTo(QUrl(u"https://127.0.0.1:%1"_s.arg(silent.serverPort())), FakeTwilio::authToken(), 200ms);
    const std::optional<Refused> refused = as<Refused>(send(text()));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::ForNow);
}

void TestTwilioProvider::doesNotKnow_data()
{
    using Script = std::function<void(FakeTwilio &)>;
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("taken");
    const auto row = [](const char *name, const Script &script, int taken) {
        QTest::newRow(name) << script << taken;
    };
    row(
        "a server error after it was taken", [](FakeTwilio &twilio) { twilio.answer500AfterTakingNext(); }, 1);
    row(
        "a bad gateway", [](FakeTwilio &twilio) { twilio.failNext(502); }, 0);
    row(
        "not available, with a code of Twilio's", [](FakeTwilio &twilio) { twilio.refuseNext(20503, 503); }, 0);
    row(
        "no answer in time", [](FakeTwilio &twilio) { twilio.stallNext(); }, 0);
    row(
        "no answer in time, and taken", [](FakeTwilio &twilio) { twilio.stallAfterTakingNext(); }, 1);
    row(
        "a captive portal", [](FakeTwilio &twilio) { twilio.html200Next(); }, 0);
    row(
        "JSON of another kind", [](FakeTwilio &twilio) { twilio.answerNext(201, "[1,2]"); }, 0);
    row(
        "no id", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"status":"queued"})"); }, 0);
    row(
        "the id of a call", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"sid":"CA00000000000000000000000000000001"})"); }, 0);
    row(
        "an id too short", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"sid":"SM0001"})"); }, 0);
    row(
        "an id of other letters", [](FakeTwilio &twilio) { twilio.answerNext(201, R"({"sid":"SMzz000000000000000000000000000001"})"); }, 0);
    row(
        "an empty answer", [](FakeTwilio &twilio) { twilio.answerNext(201, ""); }, 0);
    row(
        "a flood", [](FakeTwilio &twilio) { twilio.answerNext(201, QByteArray(6'000'000, ' ')); }, 0);
}

void TestTwilioProvider::doesNotKnow()
{
    QFETCH(std::function<void(FakeTwilio &)>, script);
    QFETCH(int, taken);
    connectTo(m_twilio->baseUrl(), FakeTwilio::authToken(), 300ms);
    script(*m_twilio);
    const SendOutcome outcome = send(text(u"hello"_s));
    QVERIFY(as<Unknown>(outcome));
    QCOMPARE(m_twilio->messages().size(), taken);
    QCOMPARE(m_twilio->requests().size(), 1);
    // And then it looks.
    connectTo(m_twilio->baseUrl());
    QCOMPARE(as<Sent>(find(query())).has_value(), taken == 1);
}

void TestTwilioProvider::putsATextOnTheWireOnce_data()
{
    QTest::addColumn<bool>("onAnOldConnection");
    QTest::newRow("on a new connection") << false;
    QTest::newRow("on a connection kept open") << true;
}

void TestTwilioProvider::putsATextOnTheWireOnce()
{
    QFETCH(bool, onAnOldConnection);
    if (onAnOldConnection)
        QVERIFY(as<Sent>(send(text(u"the one before"_s))));
    const qsizetype before = m_twilio->messages().size();
    for (int i = 0; i < 8; ++i)
        m_twilio->dropAnswerAfterTakingNext();
    QVERIFY(as<Unknown>(send(text())));
    QCOMPARE(m_twilio->messages().size(), before + 1);
}

void TestTwilioProvider::doesNotLeaveWhenItMayNotAnyMore_data()
{
    QTest::addColumn<bool>("isConnected");
    QTest::newRow("on a new connection") << false;
    QTest::newRow("on a connection kept open") << true;
}

void TestTwilioProvider::doesNotLeaveWhenItMayNotAnyMore()
{
    QFETCH(bool, isConnected);
    if (isConnected)
        QVERIFY(as<Sent>(send(text())));
    TextRequest request = text();
    int asked = 0;
    request.mayLeave = [&asked] {
        ++asked;
        return false;
    };
    const SendOutcome outcome = send(request);
    QCOMPARE(as<Refused>(outcome).value_or(Refused{}).code, QString::fromUtf16(connectors::notLeft));
    QCOMPARE(asked, 1);
    QCOMPARE(m_twilio->messages().size(), isConnected ? 1 : 0);
    request.mayLeave = [] {
        return true;
    };
    QVERIFY(as<Sent>(send(request)));
    QCOMPARE(m_twilio->messages().size(), isConnected ? 2 : 1);
}

// More than Qt keeps connections for to one host: none of them waits for another, its time-out running.
void TestTwilioProvider::manyAtOnce()
{
    constexpr int many = 18;
    int answered = 0;
    for (int i = 0; i < many; ++i) {
        m_twilio->stallNext();
        QCoro::connect(m_provider->sendText(text()), this, [&answered](const SendOutcome &) { ++answered; });
    }
    QTRY_COMPARE(m_twilio->requests().size(), many);
    m_twilio->release();
    QTRY_COMPARE(answered, many);
}

void TestTwilioProvider::followsNoRedirect()
{
    FakeTwilio other;
    const QUrl there(other.baseUrl().toString() + u"/2010-04-01/Accounts/"_s + FakeTwilio::accountSid() + u"/Messages.json"_s);
    m_twilio->redirectNext(there);
    QVERIFY(as<Unknown>(send(text())));
    m_twilio->redirectNext(there);
    QVERIFY(as<Unknown>(find(query())));
    QVERIFY(other.requests().isEmpty());
    QCOMPARE(m_twilio->requests().size(), 2);
}

void TestTwilioProvider::sendsItsCredentialsNowhereElse()
{
    FakeTwilio other;
    const QByteArray there =
        "@127.0.0.1:" + QByteArray::number(other.baseUrl().port()) + "/2010-04-01/Accounts/x"; // after our host: a password
    m_twilio->answerNext(200, R"({"messages":[],"next_page_uri":")" + there + R"("})");
    QVERIFY(as<Unknown>(find(query())));
    QVERIFY(other.requests().isEmpty());
}

void TestTwilioProvider::boundsTheWholeTime()
{
    // An answer that trickles would renew Qt's own time-out with each byte.
    QTcpServer trickle;
    QVERIFY(trickle.listen(QHostAddress::LocalHost));
    QTimer drip;
    connect(&trickle, &QTcpServer::newConnection, &trickle, [&] {
        QTcpSocket *socket = trickle.nextPendingConnection();
        connect(&drip, &QTimer::timeout, socket, [socket] { socket->write("H"); });
        socket->write("HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n");
    });
    drip.start(20);
    connectTo(QUrl(u"http://127.0.0.1:%1"_s.arg(trickle.serverPort())), FakeTwilio::authToken(), 300ms);
    QElapsedTimer since;
    since.start();
    QVERIFY(as<Unknown>(send(text())));
    QVERIFY(since.elapsed() < 5000);
}

void TestTwilioProvider::keepsItsTokenToItself()
{
    const QString token = u"5ecretsecretsecretsecretsecret00"_s;
    connectTo(m_twilio->baseUrl(), token); // not the fake's
    const std::optional<Refused> refused = as<Refused>(send(text()));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::Sender);
    QCOMPARE(refused->code, u"20003"_s);

    connectTo(m_twilio->baseUrl());
    m_twilio->refuseNext(21610, 400, QString(240, u'x') + FakeTwilio::authToken());
    QVERIFY(!as<Refused>(send(text()))->message.contains(FakeTwilio::authToken().left(8)));
    m_twilio->failNext(500);
    QVERIFY(!as<Unknown>(send(text()))->why.contains(FakeTwilio::accountSid()));
    for (const FakeTwilio::Request &request : m_twilio->requests())
        QVERIFY(!request.target.contains(token.toLatin1()) && !request.body.contains(token.toLatin1()));
}

void TestTwilioProvider::findsWhatItSent_data()
{
    QTest::addColumn<FakeTwilio::Message>("message");
    QTest::addColumn<int>("state"); // -1: not found
    const Instant now = m_clock.at;
    const FakeTwilio::Message sent{.to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = u"hello"_s, .dateCreated = now};
    const auto row = [&sent](const char *name, auto change, int state) {
        FakeTwilio::Message message = sent;
        change(message);
        QTest::newRow(name) << message << state;
    };
    const int accepted = static_cast<int>(calls::DeliveryState::Accepted);
    row(
        "queued", [](auto &) {}, accepted);
    row(
        "delivered", [](auto &m) { m.status = u"delivered"_s; }, static_cast<int>(calls::DeliveryState::Delivered));
    row(
        "failed since", [](auto &m) { m.status = u"failed"_s, m.errorCode = 30003; }, static_cast<int>(calls::DeliveryState::Failed));
    row(
        "a status of tomorrow", [](auto &m) { m.status = u"teleported"_s; }, accepted);
    row(
        "after midnight", [now](auto &m) { m.dateCreated = now + 23h; }, accepted);
    row(
        "in the same second", [now](auto &m) { m.dateCreated = now + 999ms; }, accepted);
    row(
        "the same text, an earlier attempt", [now](auto &m) { m.dateCreated = now - 1s; }, -1);
    row(
        "the same text, yesterday", [now](auto &m) { m.dateCreated = now - 24h; }, -1);
    row(
        "another text", [](auto &m) { m.body = u"Hello"_s; }, -1);
    row(
        "a longer text", [](auto &m) { m.body = u"hello "_s; }, -1);
    row(
        "to somebody else", [](auto &m) { m.to = u"+12145550124"_s; }, -1);
    row(
        "from another line", [](auto &m) { m.from = u"+12145550101"_s; }, -1);
    row(
        "from the caller", [](auto &m) { m.direction = u"inbound"_s; }, -1);
    row(
        "a reply of Twilio's own", [](auto &m) { m.direction = u"outbound-reply"_s; }, -1);
}

void TestTwilioProvider::findsWhatItSent()
{
    QFETCH(FakeTwilio::Message, message);
    QFETCH(int, state);
    if (message.status == "teleported"_L1)
        m_twilio->mayLie();
    const QString sid = m_twilio->add(message);
    SentQuery question = query();
    question.notBefore += 500ms; // Twilio's dates have whole seconds only
    const FindOutcome outcome = find(question);
    if (state < 0) {
        QVERIFY(as<NotFound>(outcome));
        return;
    }
    const Sent expected{.providerMessageId = sid, .state = static_cast<calls::DeliveryState>(state)};
    QCOMPARE(as<Sent>(outcome), std::optional(expected));
}

void TestTwilioProvider::asksForBothNumbersAndNoDate()
{
    QVERIFY(as<NotFound>(find(query())));
    QCOMPARE(m_twilio->requests().constFirst().target, "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json"
                                                       "?To=%2B12145550123&From=%2B12145550100&PageSize=100"_ba);
}

void TestTwilioProvider::stopsAtOlderTexts()
{
    for (int i = 0; i < 7; ++i)
        m_twilio->add({.to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = QString::number(i), .dateCreated = m_clock.at - 24h});
    m_twilio->limitPages(2);
    QVERIFY(as<NotFound>(find(query())));
    QCOMPARE(m_twilio->requests().size(), 1);
}

void TestTwilioProvider::turnsPages()
{
    const QString sid = m_twilio->add({.to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = u"hello"_s, .dateCreated = m_clock.at});
    for (int i = 0; i < 7; ++i)
        m_twilio->add({.to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = QString::number(i), .dateCreated = m_clock.at + 1min});
    m_twilio->limitPages(2);
    QCOMPARE(as<Sent>(find(query())).value_or(Sent{}).providerMessageId, sid);
    QCOMPARE(m_twilio->requests().size(), 4);
}

void TestTwilioProvider::turnsOnlySoManyPages()
{
    for (int i = 0; i < 30; ++i)
        m_twilio->add({.to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = QString::number(i), .dateCreated = m_clock.at});
    m_twilio->limitPages(1);
    QVERIFY(as<Unknown>(find(query()))); // it may be on the pages not seen
    QCOMPARE(m_twilio->requests().size(), 10);
}

void TestTwilioProvider::cannotTell_data()
{
    using Script = std::function<void(FakeTwilio &)>;
    QTest::addColumn<Script>("script");
    const auto row = [](const char *name, const Script &script) {
        QTest::newRow(name) << script;
    };
    const auto list = [](const QByteArray &messages, const QByteArray &next = "null") {
        return R"({"messages":[)" + messages + R"(],"next_page_uri":)" + next + '}';
    };
    const QByteArray like = R"("direction":"outbound-api","body":"hello","to":"+12145550123","from":"+12145550100")"_ba;
    row("a server error", [](FakeTwilio &twilio) { twilio.failNext(500); });
    row("too many requests", [](FakeTwilio &twilio) { twilio.rateLimitNext("1"); });
    row("credentials", [](FakeTwilio &twilio) { twilio.refuseNext(20003, 401); });
    row("no answer", [](FakeTwilio &twilio) { twilio.stallNext(); });
    row("a captive portal", [](FakeTwilio &twilio) { twilio.html200Next(); });
    row("no list", [](FakeTwilio &twilio) { twilio.answerNext(200, R"({"next_page_uri":null})"); });
    row("no word of the next page", [](FakeTwilio &twilio) { twilio.answerNext(200, R"({"messages":[]})"); });
    row("a next page elsewhere",
        [list](FakeTwilio &twilio) { twilio.answerNext(200, list("", R"("https://evil.example/2010-04-01/Accounts/")")); });
    row("a next page at another place", [list](FakeTwilio &twilio) { twilio.answerNext(200, list("", R"("@evil.example/")")); });
    row("one like it without a date", [list, like](FakeTwilio &twilio) {
        twilio.answerNext(200, list(R"({"sid":"SM00000000000000000000000000000001","date_created":null,)" + like + '}'));
    });
    row("one like it without an id", [list, like](FakeTwilio &twilio) {
        twilio.answerNext(200, list(R"({"date_created":"Sat, 21 Nov 2026 02:00:13 +0000",)" + like + '}'));
    });
}

void TestTwilioProvider::cannotTell()
{
    QFETCH(std::function<void(FakeTwilio &)>, script);
    connectTo(m_twilio->baseUrl(), FakeTwilio::authToken(), 300ms);
    script(*m_twilio);
    QVERIFY(as<Unknown>(find(query())));
}

// The fake itself: what it lets through, the tests above believe.
void TestTwilioProvider::isStrictAboutRequests()
{
    TextRequest request = text();
    request.body = QString(1601, u'x');
    QCOMPARE(as<Refused>(send(request))->code, u"21617"_s);
    request.body.clear();
    QCOMPARE(as<Refused>(send(request))->code, u"21602"_s);
    request = text();
    request.statusCallback = QUrl(u"/relative"_s);
    QCOMPARE(as<Refused>(send(request))->code, u"21609"_s);
    m_twilio->optOut(u"+12145550123"_s);
    QCOMPARE(as<Refused>(send(text()))->kind, Refused::Class::OptedOut);
    m_twilio->own({u"+12145550199"_s});
    QCOMPARE(as<Refused>(send(text()))->kind, Refused::Class::Sender);
    QVERIFY(m_twilio->messages().isEmpty());
}

QTEST_GUILESS_MAIN(TestTwilioProvider)
#include "tst_twilio_provider.moc"
