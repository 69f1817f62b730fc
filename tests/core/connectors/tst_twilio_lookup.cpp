#include "connectors/twilio/provider.h"
#include "support/faketwilio.h"
#include "support/testclock.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;

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

} // namespace

/// What a number is, asked before the first text to it; and texts through a messaging service.
class TestTwilioLookup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void lineTypes_data();
    void lineTypes();
    void asksOnce();
    void blocksNothingWhenItFails_data();
    void blocksNothingWhenItFails();
    void isNotAskedUnlessWanted();
    void asksMayLeaveLast();
    void endsWithTheProgram();
    void sendsThroughAService();
    void findsWhatTheServiceSent_data();
    void findsWhatTheServiceSent();

private:
    void connectTo(bool lookUp, const QString &service = {});
    [[nodiscard]] TextRequest text(const QString &to = u"+12145550123"_s) const
    {
        return {.to = number(to), .from = number(u"+12145550100"), .body = u"hello"_s, .statusCallback = {}};
    }
    [[nodiscard]] SendOutcome send(const TextRequest &request) { return QCoro::waitFor(m_provider->sendText(request)); }
    [[nodiscard]] qsizetype lookups() const
    {
        const QList<FakeTwilio::Request> all = m_twilio->allRequests();
        return std::count_if(all.begin(), all.end(), [](const auto &each) { return each.target.startsWith("/v2/PhoneNumbers/"); });
    }

    test::TestClock m_clock;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<TwilioProvider> m_provider;
};

void TestTwilioLookup::init()
{
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo(true);
}

void TestTwilioLookup::cleanup()
{
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    m_provider.reset();
    m_network.reset();
    m_twilio.reset();
}

void TestTwilioLookup::connectTo(bool lookUp, const QString &service)
{
    const TwilioSettings settings{.accountSid = FakeTwilio::accountSid(),
                                  .authToken = FakeTwilio::authToken(),
                                  .baseUrl = m_twilio->baseUrl(),
                                  .timeout = 20s,
                                  .messagingServiceSid = service,
                                  .lookUpNumbers = lookUp};
    m_provider = std::make_unique<TwilioProvider>(settings, *m_network, m_clock);
}

void TestTwilioLookup::lineTypes_data()
{
    QTest::addColumn<bool>("isTexted");
    for (const char *type : {"mobile", "fixedVoip", "nonFixedVoip", "tollFree", "personal", "unknown", "teleported"})
        QTest::newRow(type) << true;
    for (const char *type : {"landline", "voicemail", "pager", "premium", "sharedCost", "uan"})
        QTest::newRow(type) << false;
}

void TestTwilioLookup::lineTypes()
{
    QFETCH(bool, isTexted);
    m_twilio->setLineType(u"+12145550123"_s, QString::fromLatin1(QTest::currentDataTag()));
    const SendOutcome outcome = send(text());
    QCOMPARE(m_twilio->messages().size(), isTexted ? 1 : 0);
    QCOMPARE(m_twilio->allRequests().first().target, "/v2/PhoneNumbers/%2B12145550123?Fields=line_type_intelligence"_ba);
    if (isTexted) {
        QVERIFY(as<Sent>(outcome));
        return;
    }
    const std::optional<Refused> refused = as<Refused>(outcome);
    QVERIFY(refused);
    QCOMPARE(refused->kind, Refused::Class::Recipient);
    QCOMPARE(refused->code, u"landline"_s);
}

void TestTwilioLookup::asksOnce()
{
    m_twilio->setLineType(u"+12145550199"_s, u"landline"_s);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(as<Sent>(send(text())));
        QVERIFY(as<Refused>(send(text(u"+12145550199"_s))));
    }
    QCOMPARE(lookups(), 2);
}

void TestTwilioLookup::blocksNothingWhenItFails_data()
{
    using Script = std::function<void(FakeTwilio &)>;
    QTest::addColumn<Script>("script");
    const auto row = [](const char *name, const Script &script) {
        QTest::newRow(name) << script;
    };
    row("an error of theirs", [](FakeTwilio &twilio) { twilio.failNext(500); });
    row("too many requests", [](FakeTwilio &twilio) { twilio.rateLimitNext("60"); });
    row("not paid for", [](FakeTwilio &twilio) { twilio.refuseNext(20003, 403); });
    row("no such number", [](FakeTwilio &twilio) { twilio.refuseNext(20404, 404); });
    row("a captive portal", [](FakeTwilio &twilio) { twilio.html200Next(); });
    row("no answer", [](FakeTwilio &twilio) { twilio.stallNext(); });
    row("of another number", [](FakeTwilio &twilio) {
        twilio.answerNext(200, R"({"phone_number":"+12145550199","line_type_intelligence":{"type":"landline"}})");
    });
    row("no type", [](FakeTwilio &twilio) { twilio.answerNext(200, R"({"phone_number":"+12145550123","line_type_intelligence":null})"); });
    row("a type that is none",
        [](FakeTwilio &twilio) { twilio.answerNext(200, R"({"phone_number":"+12145550123","line_type_intelligence":{"type":7}})"); });
}

void TestTwilioLookup::blocksNothingWhenItFails()
{
    QFETCH(std::function<void(FakeTwilio &)>, script);
    m_twilio->setLineType(u"+12145550123"_s, u"landline"_s);
    m_twilio->aimAt("/v2/PhoneNumbers/");
    script(*m_twilio);
    QElapsedTimer since;
    since.start();
    QVERIFY(as<Sent>(send(text())));
    QVERIFY(since.elapsed() < 10'000); // the look-up has two seconds, and not the twenty of a request
    QVERIFY(as<Refused>(send(text()))); // what failed is not remembered
    QCOMPARE(lookups(), 2);
}

void TestTwilioLookup::isNotAskedUnlessWanted()
{
    connectTo(false);
    QVERIFY(as<Sent>(send(text())));
    QCOMPARE(lookups(), 0);
}

void TestTwilioLookup::asksMayLeaveLast()
{
    TextRequest request = text();
    qsizetype lookupsBefore = -1;
    request.mayLeave = [&] {
        lookupsBefore = lookups();
        return false;
    };
    QCOMPARE(as<Refused>(send(request)).value_or(Refused{}).code, QString::fromUtf16(notLeft));
    QCOMPARE(lookupsBefore, 1);
    QVERIFY(m_twilio->messages().isEmpty());
}

void TestTwilioLookup::endsWithTheProgram()
{
    m_twilio->aimAt("/v2/PhoneNumbers/");
    m_twilio->stallNext();
    std::optional<SendOutcome> outcome;
    QCoro::connect(m_provider->sendText(text()), this, [&outcome](const SendOutcome &said) { outcome = said; });
    QTRY_COMPARE(m_twilio->stalled(), 1);
    m_provider->abandon();
    QTRY_VERIFY(outcome);
    QCOMPARE(as<Refused>(*outcome).value_or(Refused{}).code, QString::fromUtf16(notLeft));
    QVERIFY(m_twilio->messages().isEmpty());
}

void TestTwilioLookup::sendsThroughAService()
{
    connectTo(false, FakeTwilio::serviceSid());
    QVERIFY(as<Sent>(send(text())));
    QCOMPARE(m_twilio->messages().first().messagingService, FakeTwilio::serviceSid());
    QVERIFY(!m_twilio->requests().first().body.contains("From="));
    QCOMPARE(m_twilio->messages().first().status, u"accepted"_s);
}

void TestTwilioLookup::findsWhatTheServiceSent_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("from");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("not yet from a number") << FakeTwilio::serviceSid() << QString() << true;
    QTest::newRow("from a number of its own choice") << FakeTwilio::serviceSid() << u"+12145550155"_s << true;
    QTest::newRow("another service's") << u"MG00000000000000000000000000000002"_s << u"+12145550100"_s << false;
    QTest::newRow("straight from the line") << QString() << u"+12145550100"_s << false;
}

void TestTwilioLookup::findsWhatTheServiceSent()
{
    QFETCH(QString, service);
    QFETCH(QString, from);
    QFETCH(bool, isFound);
    connectTo(false, FakeTwilio::serviceSid());
    const QString sid =
        m_twilio->add(FakeTwilio::Message{.to = u"+12145550123"_s, .from = from, .messagingService = service, .body = u"hello"_s});
    const SentQuery query{.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = u"hello"_s, .notBefore = m_clock.now()};
    const FindOutcome outcome = QCoro::waitFor(m_provider->findSent(query));
    QCOMPARE(as<Sent>(outcome).value_or(Sent{}).providerMessageId, isFound ? sid : QString());
    QCOMPARE(as<NotFound>(outcome).has_value(), !isFound);
}

QTEST_GUILESS_MAIN(TestTwilioLookup)
#include "tst_twilio_lookup.moc"
