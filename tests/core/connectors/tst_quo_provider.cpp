#include "connectors/quo/errors.h"
#include "connectors/quo/provider.h"
#include "connectors/quo/system.h"
#include "support/fakequo.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>
#include <QTimer>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::quo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeQuo;
using ringback::test::instantOf;
using Class = Refused::Class;

namespace {

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

template <class T, class Outcome>
std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

QStringList keysOf(const Log &log)
{
    QStringList keys;
    for (const calls::ProviderEvent &event : log.events)
        keys.append(event.key);
    return keys;
}

} // namespace

class TestQuoProvider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWhatWasAsked();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void waitsForTheNextDay();
    void doesNotKnow_data();
    void doesNotKnow();
    void isRefusedForNowWithoutAConnection();
    void doesNotLeaveWhenItMayNotAnyMore();
    void keepsItsKeyToItself();
    void keepsToTheRate();
    void givesUpWhileItWaits();
    void findsWhatItSent_data();
    void findsWhatItSent();
    void findsAcrossPages();
    void cannotTell_data();
    void cannotTell();
    void readsTheLists();
    void readsAgainWhatWasOpen();
    void readsNothingByHalves_data();
    void readsNothingByHalves();
    void readsOnWhenItWasTooFast();

private:
    [[nodiscard]] SendOutcome send(const QString &body = u"Sorry we missed you & your call 👍 1+1"_s)
    {
        return QCoro::waitFor(m_provider->sendText({.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body}));
    }
    [[nodiscard]] FindOutcome find(const QString &body = u"hello"_s)
    {
        return QCoro::waitFor(m_provider->findSent(
            {.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body, .notBefore = m_clock.now()}));
    }
    [[nodiscard]] Result<Log> read(const QString &cursor = u"{}"_s)
    {
        return QCoro::waitFor(m_provider->readLog({.since = m_clock.now(), .now = m_clock.now(), .cursor = cursor}));
    }
    void connectTo(const QUrl &baseUrl, const QByteArray &key = FakeQuo::apiKey(), Milliseconds timeout = 5s,
                   std::shared_ptr<RateLimit> limit = nullptr);

    test::TestClock m_clock;
    std::shared_ptr<test::TestSecrets> m_secrets;
    std::unique_ptr<FakeQuo> m_quo;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QuoProvider> m_provider;
};

void TestQuoProvider::init()
{
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_quo = std::make_unique<FakeQuo>();
    m_quo->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    m_secrets = std::make_shared<test::TestSecrets>();
    connectTo(m_quo->baseUrl());
}

void TestQuoProvider::cleanup()
{
    m_provider.reset();
    m_network.reset();
    m_quo.reset();
}

void TestQuoProvider::connectTo(const QUrl &baseUrl, const QByteArray &key, Milliseconds timeout, std::shared_ptr<RateLimit> limit)
{
    const QuoSettings settings{
        .apiKey = key, .connection = u"quo-main"_s, .webhookKeyName = u"hook"_s, .baseUrl = baseUrl, .timeout = timeout, .limit = limit};
    m_provider = std::make_unique<QuoProvider>(settings, Surroundings{.network = *m_network, .clock = m_clock, .secrets = m_secrets});
}

void TestQuoProvider::sendsWhatWasAsked()
{
    const SendOutcome outcome = send();
    QCOMPARE(m_quo->texts().size(), 1);
    const QJsonObject taken = m_quo->texts().constFirst();
    const Sent expected{.providerMessageId = taken.value(u"id"_s).toString(), .state = calls::DeliveryState::Accepted};
    QCOMPARE(as<Sent>(outcome), std::optional(expected));
    QCOMPARE(taken.value(u"to"_s).toArray(), QJsonArray{u"+12145550123"_s});
    QCOMPARE(taken.value(u"from"_s).toString(), u"+12145550100"_s);
    QCOMPARE(taken.value(u"text"_s).toString(), u"Sorry we missed you & your call 👍 1+1"_s);
    QCOMPARE(m_quo->requests().constFirst().target, "/v1/messages"_ba); // the only surface that sends
    QCOMPARE(m_quo->requests().constFirst().version, ""_ba);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoProvider::classifiesRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Class>("kind");
    QTest::newRow("registration not approved") << 400 << u"0206400"_s << Class::Sender;
    QTest::newRow("key") << 401 << u"0200401"_s << Class::Sender;
    QTest::newRow("subscription expired") << 402 << u"0201402"_s << Class::Sender;
    QTest::newRow("no credit") << 402 << u"0200402"_s << Class::Sender;
    QTest::newRow("user not of the line") << 403 << u"0202403"_s << Class::Sender;
    QTest::newRow("carrier's cap") << 403 << u"0204403"_s << Class::ForNow;
    QTest::newRow("no such line") << 404 << u"0200404"_s << Class::Sender;
    QTest::newRow("a bad field") << 400 << u"0200400"_s << Class::Message;
    QTest::newRow("final") << 422 << u""_s << Class::Message;
    QTest::newRow("too fast") << 429 << u""_s << Class::ForNow;
    QTest::newRow("a code of tomorrow") << 403 << u"0299403"_s << Class::Sender;
    QTest::newRow("a proxy's wish") << 407 << u"0299407"_s << Class::ForNow;
}

void TestQuoProvider::classifiesRefusals()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(Class, kind);
    for (const bool asDescribed : {true, false}) { // what is described is not what is sent
        if (asDescribed)
            m_quo->refuseNext(status, code, u"The words of Quo"_s);
        else
            m_quo->refuseNextAsItReallyDoes(status, code, u"The words of Quo"_s);
        const std::optional<Refused> refused = as<Refused>(send());
        QVERIFY(refused);
        QCOMPARE(refused->kind, kind);
        QCOMPARE(refused->code, code);
        QCOMPARE(refused->message, u"The words of Quo"_s);
    }
    QVERIFY(m_quo->texts().isEmpty());
}

void TestQuoProvider::waitsForTheNextDay()
{
    m_quo->refuseNext(403, u"0204403"_s);
    m_clock.set(instantOf(u"2026-11-21T02:00:00Z"_s)); // 18:00 in California
    QCOMPARE(as<Refused>(send())->retryAfter, Milliseconds(6h));
    QCOMPARE(untilNextDay(instantOf(u"2026-11-21T08:00:00Z"_s)), Milliseconds(24h));
    QCOMPARE(untilNextDay(instantOf(u"2026-11-01T07:00:00Z"_s)), Milliseconds(25h)); // the day that summer time ends
}

void TestQuoProvider::doesNotKnow_data()
{
    QTest::addColumn<std::function<void(FakeQuo &)>>("behave");
    QTest::addColumn<int>("taken");
    using Behave = std::function<void(FakeQuo &)>;
    QTest::newRow("500 after taking it") << Behave([](FakeQuo &quo) { quo.answer500AfterTakingNext(); }) << 1;
    QTest::newRow("500, and not taken") << Behave([](FakeQuo &quo) { quo.refuseNext(500, u"0201500"_s); }) << 0;
    QTest::newRow("500 with another code") << Behave([](FakeQuo &quo) { quo.refuseNext(502, u"0206400"_s); }) << 0;
    QTest::newRow("the answer was lost") << Behave([](FakeQuo &quo) { quo.dropAnswerAfterTakingNext(); }) << 1;
    QTest::newRow("the connection died") << Behave([](FakeQuo &quo) { quo.dropNext(); }) << 0;
    QTest::newRow("no answer") << Behave([](FakeQuo &quo) { quo.stallNext(); }) << 0;
    QTest::newRow("a captive portal") << Behave([](FakeQuo &quo) { quo.answerNext(200, "<html>Welcome</html>", "text/html"); }) << 0;
    QTest::newRow("taken, without an id") << Behave([](FakeQuo &quo) { quo.answerNext(202, R"({"data":{"status":"queued"}})"); }) << 0;
    QTest::newRow("taken, with an odd id") << Behave([](FakeQuo &quo) { quo.answerNext(202, R"({"data":{"id":"XX/../1"}})"); }) << 0;
    QTest::newRow("taken, with no JSON") << Behave([](FakeQuo &quo) { quo.answerNext(202, "{"); }) << 0;
    QTest::newRow("a redirect") << Behave([](FakeQuo &quo) { quo.answerNext(302, ""); }) << 0;
}

void TestQuoProvider::doesNotKnow()
{
    QFETCH(std::function<void(FakeQuo &)>, behave);
    QFETCH(int, taken);
    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 300ms);
    behave(*m_quo);
    QVERIFY(as<Unknown>(send()));
    QCOMPARE(m_quo->texts().size(), taken);
    QCOMPARE(m_quo->requests().size(), 1); // put on the wire once
}

void TestQuoProvider::isRefusedForNowWithoutAConnection()
{
    const QUrl nobody = m_quo->baseUrl();
    m_quo->stop();
    connectTo(nobody);
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::ForNow);

    FakeQuo other; // a proxy that says no in its own way
    connectTo(other.baseUrl());
    other.answerNext(403, "<html>blocked</html>", "text/html");
    QCOMPARE(as<Refused>(send())->kind, Class::ForNow);
}

void TestQuoProvider::doesNotLeaveWhenItMayNotAnyMore()
{
    const TextRequest request{.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = u"hi"_s, .mayLeave = [] {
                                  return false;
                              }};
    const std::optional<Refused> refused = as<Refused>(QCoro::waitFor(m_provider->sendText(request)));
    QVERIFY(refused);
    QCOMPARE(refused->code, QString::fromUtf16(notLeft));
    QVERIFY(m_quo->texts().isEmpty());
}

void TestQuoProvider::keepsItsKeyToItself()
{
    m_quo->refuseNext(400, u"0206400"_s, u"your key %1 is bad"_s.arg(QString::fromLatin1(FakeQuo::apiKey())));
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused);
    QCOMPARE(refused->message, u"your key *** is bad"_s);
    connectTo(m_quo->baseUrl(), "another");
    QCOMPARE(as<Refused>(send())->kind, Class::Sender);
}

void TestQuoProvider::keepsToTheRate()
{
    RateLimit limit(2, 1s);
    const Instant now = m_clock.now();
    QCOMPARE(limit.takeTurn(now), now);
    QCOMPARE(limit.takeTurn(now + 100ms), now + 100ms);
    QCOMPARE(limit.takeTurn(now + 200ms), now + 1s);
    QCOMPARE(limit.takeTurn(now + 200ms), now + 1100ms);
    QCOMPARE(limit.takeTurn(now + 5s), now + 5s);
    limit.pauseUntil(now + 7s, now + 5s);
    QCOMPARE(limit.takeTurn(now + 5s), now + 7s);
    limit.pauseUntil(now + 48h, now + 8s); // nobody waits for a day
    QCOMPARE(limit.takeTurn(now + 8s), now + 68s);
    QCOMPARE(limit.takeTurn(now - 1h), now - 1h); // the clock was put back
    QCOMPARE(RateLimit::ofCredential("a", 2, 1s), RateLimit::ofCredential("a", 2, 1s));
    const auto one = RateLimit::ofCredential("a", 2, 1s);
    QVERIFY(one == RateLimit::ofCredential("a", 2, 1s) && one != RateLimit::ofCredential("b", 2, 1s));

    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 5s, std::make_shared<RateLimit>(2, 200ms));
    QElapsedTimer since;
    since.start();
    for (int i = 0; i < 3; ++i)
        QVERIFY(as<Sent>(send()));
    QVERIFY(since.elapsed() >= 195);
}

void TestQuoProvider::givesUpWhileItWaits()
{
    const auto limit = std::make_shared<RateLimit>(1, 30s);
    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 5s, limit);
    QVERIFY(as<Sent>(send()));
    QTimer::singleShot(0, m_network.get(), [this] { m_provider->abandon(); });
    const std::optional<Refused> refused = as<Refused>(send());
    QVERIFY(refused);
    QCOMPARE(refused->code, QString::fromUtf16(notLeft));
    QCOMPARE(m_quo->texts().size(), 1);
}

void TestQuoProvider::findsWhatItSent_data()
{
    QTest::addColumn<QJsonObject>("text");
    QTest::addColumn<bool>("found");
    QTest::newRow("it") << QJsonObject{} << true;
    QTest::newRow("blanks at its end are gone") << QJsonObject{{u"text"_s, u"hello "_s}} << true;
    QTest::newRow("to a list of one") << QJsonObject{{u"to"_s, QJsonArray{u"+12145550123"_s}}} << true;
    QTest::newRow("in the millisecond of the attempt") << QJsonObject{{u"createdAt"_s, u"2026-11-20T18:00:00.000Z"_s}} << true;
    QTest::newRow("another text") << QJsonObject{{u"text"_s, u"hello you"_s}} << false;
    QTest::newRow("from another line") << QJsonObject{{u"from"_s, u"+12145550102"_s}} << false;
    QTest::newRow("to a group") << QJsonObject{{u"to"_s, QJsonArray{u"+12145550123"_s, u"+12145550124"_s}}} << false;
    QTest::newRow("from them") << QJsonObject{{u"direction"_s, u"incoming"_s}} << false;
    QTest::newRow("earlier") << QJsonObject{{u"createdAt"_s, u"2026-11-20T17:59:59.999Z"_s}} << false;
}

void TestQuoProvider::findsWhatItSent()
{
    QFETCH(QJsonObject, text);
    QFETCH(bool, found);
    const QString id = m_quo->addText(text);
    const FindOutcome outcome = find();
    QCOMPARE(as<Sent>(outcome).has_value(), found);
    QCOMPARE(as<NotFound>(outcome).has_value(), !found);
    if (found)
        QCOMPARE(as<Sent>(outcome)->providerMessageId, id);
    const QByteArray target = m_quo->requests().constFirst().target;
    QVERIFY(target.contains("to=%2B12145550123"));
    QVERIFY(target.contains("createdAt%5Bgt%5D=2026-11-20T17%3A59%3A59.999Z")); // `gt` leaves out its bound
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoProvider::findsAcrossPages()
{
    m_quo->limitPages(2);
    const QString id = m_quo->addText({});
    for (int i = 0; i < 7; ++i)
        m_quo->addText({{u"text"_s, u"another"_s}});
    QCOMPARE(as<Sent>(find())->providerMessageId, id);
    QVERIFY(as<NotFound>(find(u"a third"_s)));
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoProvider::cannotTell_data()
{
    QTest::addColumn<std::function<void(FakeQuo &)>>("behave");
    using Behave = std::function<void(FakeQuo &)>;
    QTest::newRow("500") << Behave([](FakeQuo &quo) { quo.refuseNext(500, u"0201500"_s); });
    QTest::newRow("too fast") << Behave([](FakeQuo &quo) { quo.rateLimitNext(); });
    QTest::newRow("no right") << Behave([](FakeQuo &quo) { quo.refuseNext(403, u"0202403"_s); });
    QTest::newRow("dead") << Behave([](FakeQuo &quo) { quo.stop(); });
    QTest::newRow("no answer") << Behave([](FakeQuo &quo) { quo.stallNext(); });
    QTest::newRow("a captive portal") << Behave([](FakeQuo &quo) { quo.answerNext(200, "<html>", "text/html"); });
    QTest::newRow("no list") << Behave([](FakeQuo &quo) { quo.answerNext(200, R"({"data":{}})"); });
    QTest::newRow("an odd cursor") << Behave([](FakeQuo &quo) { quo.answerNext(200, R"({"data":[],"nextCursor":7})"); });
    QTest::newRow("the second page fails") << Behave([](FakeQuo &quo) {
        quo.answerNext(200, R"({"data":[],"nextCursor":"a"})");
        quo.refuseNext(500, {});
    });
    QTest::newRow("the list goes round") << Behave([](FakeQuo &quo) {
        for (int i = 0; i < 3; ++i)
            quo.answerNext(200, R"({"data":[],"nextCursor":"a"})");
    });
    QTest::newRow("a text like it without a date") << Behave(
        [](FakeQuo &quo) { quo.answerNext(200, R"({"data":[{"id":"AC1","to":["+12145550123"],"from":"+12145550100","text":"hello"}]})"); });
    QTest::newRow("only the older surface") << Behave([](FakeQuo &quo) { quo.onlyOldSurface(); });
}

void TestQuoProvider::cannotTell()
{
    QFETCH(std::function<void(FakeQuo &)>, behave);
    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 300ms);
    behave(*m_quo);
    QVERIFY(as<Unknown>(find()));
}

void TestQuoProvider::readsTheLists()
{
    m_quo->limitPages(2);
    const auto at = [this](Milliseconds ago) {
        return toIso(m_clock.now() - ago);
    };
    const QString old = m_quo->addCall({{u"createdAt"_s, at(11min)}}); // before the overlap
    const QString missed = m_quo->addCall({{u"createdAt"_s, at(10min)}, {u"completedAt"_s, at(9min)}});
    const QString menu = m_quo->addCall({{u"createdAt"_s, at(8min)},
                                         {u"completedAt"_s, at(7min)},
                                         {u"status"_s, u"completed"_s},
                                         {u"participants"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}},
                                                                        QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}}},
                                         {u"voicemail"_s, QJsonObject{{u"id"_s, u"VM1"_s}, {u"status"_s, u"completed"_s}}}});
    m_quo->addCall({{u"status"_s, u"ringing"_s}, {u"completedAt"_s, QJsonValue()}});
    const QString reply = m_quo->addText({{u"direction"_s, u"incoming"_s},
                                          {u"from"_s, u"+12145550123"_s},
                                          {u"to"_s, QJsonArray{u"+12145550100"_s}},
                                          {u"createdAt"_s, at(8min + 30s)}});
    const QString receipt = m_quo->addText({{u"status"_s, u"delivered"_s}, {u"updatedAt"_s, at(1min)}});
    m_quo->addText({{u"status"_s, u"queued"_s}});

    const Result<Log> log = read();
    QVERIFY2(log, log ? "" : qPrintable(log.error().what));
    QCOMPARE(keysOf(*log), (QStringList{u"listed|%1|missed"_s.arg(missed), u"text|%1|received"_s.arg(reply),
                                        u"listed|%1|completed|voicemail completed"_s.arg(menu), u"text|%1|delivered"_s.arg(receipt)}));
    QVERIFY(!keysOf(*log).join(u' ').contains(old));
    // The line of the call that a menu took is known by its id.
    const Result<PhoneEvent> event = QuoSystem().translate({.id = u"quo-main"_s, .account = settings::QuoAccount{}},
                                                           calls::EventKind::CallLog, log->events.at(2).payload);
    QVERIFY(event);
    const auto call = std::get<CallEvent>(*event);
    QCOMPARE(call.line, u"+12145550100"_s);
    QCOMPARE(call.caller, u"+12145550123"_s);
    QCOMPARE(call.signal, CallSignal::Missed);
    QVERIFY(call.voicemail);
    QCOMPARE(m_quo->problems(), QStringList());
    for (const FakeQuo::Request &request : m_quo->requests())
        QCOMPARE(request.version, "2026-03-30"_ba);
    QCOMPARE(keysOf(*read()), keysOf(*log)); // the store keeps each once
}

// A call that goes on for longer than the overlap, a voicemail whose words are not written yet, a receipt that takes its time.
void TestQuoProvider::readsAgainWhatWasOpen()
{
    const QString began = toIso(m_clock.now() - 30min);
    const QString open = m_quo->addCall({{u"createdAt"_s, began},
                                         {u"status"_s, u"missed"_s},
                                         {u"voicemail"_s, QJsonObject{{u"id"_s, u"VM1"_s}, {u"status"_s, u"in-progress"_s}}}});
    const QString text = m_quo->addText({{u"createdAt"_s, began}, {u"status"_s, u"sent"_s}});
    const Result<Log> first = QCoro::waitFor(m_provider->readLog({.since = m_clock.now() - 30min, .now = m_clock.now()}));
    QVERIFY(first);
    QCOMPARE(keysOf(*first), QStringList{u"listed|%1|missed|voicemail in-progress"_s.arg(open)});
    QVERIFY(first->cursor.size() < 300);

    m_quo->setText(text, {{u"status"_s, u"delivered"_s}});
    const Result<Log> second = read(first->cursor);
    QVERIFY(second);
    QVERIFY(keysOf(*second).contains(u"text|%1|delivered"_s.arg(text)));
    QVERIFY(keysOf(*second).contains(keysOf(*first).constFirst()));
    QVERIFY(!QJsonDocument::fromJson(second->cursor.toUtf8()).object().contains(u"texts"_s)); // not for ever
    QCOMPARE(keysOf(*read(u"what is that"_s)), QStringList()); // a cursor of nobody's
}

void TestQuoProvider::readsNothingByHalves_data()
{
    QTest::addColumn<std::function<void(FakeQuo &)>>("behave");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("word"); // of a Finding, where there is one
    using Behave = std::function<void(FakeQuo &)>;
    QTest::newRow("dead") << Behave([](FakeQuo &quo) { quo.stop(); }) << ErrorKind::Transient << QString();
    QTest::newRow("slow") << Behave([](FakeQuo &quo) { quo.stallNext(); }) << ErrorKind::Transient << QString();
    QTest::newRow("wrong key") << Behave([](FakeQuo &quo) { quo.refuseNext(401, u"0200401"_s); }) << ErrorKind::Refused << u"wrong"_s;
    QTest::newRow("500") << Behave([](FakeQuo &quo) { quo.refuseNext(500, u"0201500"_s); }) << ErrorKind::Transient << QString();
    QTest::newRow("rate limited") << Behave([](FakeQuo &quo) { quo.rateLimitNext(); }) << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("no right") << Behave([](FakeQuo &quo) { quo.refuseNext(403, u"0202403"_s); }) << ErrorKind::Refused << u"no_right"_s;
    QTest::newRow("expired") << Behave([](FakeQuo &quo) { quo.refuseNextAsItReallyDoes(402, u"0201402"_s, u"x"_s); }) << ErrorKind::Refused
                             << u"suspended"_s;
    QTest::newRow("only the older surface") << Behave([](FakeQuo &quo) { quo.onlyOldSurface(); }) << ErrorKind::Refused << QString();
    QTest::newRow("a captive portal") << Behave([](FakeQuo &quo) { quo.answerNext(200, "<html>", "text/html"); }) << ErrorKind::Invalid
                                      << QString();
    QTest::newRow("a portal that wants a login")
        << Behave([](FakeQuo &quo) { quo.answerNext(401, "<html>", "text/html"); }) << ErrorKind::Transient << QString();
    QTest::newRow("the texts fail") << Behave([](FakeQuo &quo) {
        quo.letNextPass();
        quo.refuseNext(500, {});
    }) << ErrorKind::Transient << QString();
    QTest::newRow("the lines fail") << Behave([](FakeQuo &quo) {
        quo.letNextPass();
        quo.letNextPass();
        quo.answerNext(200, "[]");
    }) << ErrorKind::Invalid << QString();
}

void TestQuoProvider::readsNothingByHalves()
{
    QFETCH(std::function<void(FakeQuo &)>, behave);
    QFETCH(ErrorKind, kind);
    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 300ms);
    m_quo->addCall({});
    behave(*m_quo);
    const Result<Log> log = read();
    QVERIFY(!log);
    QCOMPARE(log.error().kind, kind);
    QFETCH(QString, word);
    if (!word.isEmpty())
        QCOMPARE(log.error().what, word);
    QVERIFY(!log.error().what.contains(QString::fromLatin1(FakeQuo::apiKey())));
}

void TestQuoProvider::readsOnWhenItWasTooFast()
{
    const auto limit = std::make_shared<RateLimit>(10, 1s);
    connectTo(m_quo->baseUrl(), FakeQuo::apiKey(), 5s, limit);
    m_quo->addCall({});
    m_quo->rateLimitNext(1);
    const Result<Log> log = read();
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1);
    m_quo->rateLimitNext(1); // a text is not sent twice, whatever the answer
    QCOMPARE(as<Refused>(send())->kind, Class::ForNow);
    QVERIFY(m_quo->texts().isEmpty());
}

QTEST_GUILESS_MAIN(TestQuoProvider)
#include "tst_quo_provider.moc"
