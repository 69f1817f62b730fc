#include "base/time.h"
#include "connectors/twilio/provider.h"
#include "practice/practicephone.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QTest>

#include <atomic>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return fromMs(QDateTime::currentMSecsSinceEpoch()); }
};

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

TextRequest text(const QString &body = u"Sorry we missed you & your call 👍 1+1"_s)
{
    return TextRequest{.to = number(u"+12145550123"), .from = number(u"+12145550100"), .body = body};
}

} // namespace

class TestPracticePhone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void takesATextFromTheConnector();
    void tellsWhoListens();
    void findsWhatItTook();
    void findsAmongManyPages();
    void refusesAsTwilioDoes_data();
    void refusesAsTwilioDoes();
    void refusesAfterAnOptOut();
    void refusesStrangers();
    void tokensDiffer();

private:
    [[nodiscard]] twilio::TwilioSettings settings() const
    {
        return {.accountSid = PracticePhone::accountSid(),
                .authToken = QString::fromLatin1(m_phone->authToken()),
                .baseUrl = m_phone->baseUrl()};
    }
    SendOutcome send(const TextRequest &request) { return QCoro::waitFor(m_provider->sendText(request)); }
    FindOutcome find(const TextRequest &request, Instant notBefore)
    {
        const SentQuery query{.to = request.to, .from = request.from, .body = request.body, .notBefore = notBefore};
        return QCoro::waitFor(m_provider->findSent(query));
    }

    SystemClock m_clock;
    std::unique_ptr<PracticePhone> m_phone;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<twilio::TwilioProvider> m_provider;
};

void TestPracticePhone::init()
{
    m_phone = std::make_unique<PracticePhone>();
    QVERIFY(m_phone->start());
    m_network = std::make_unique<QNetworkAccessManager>();
    m_provider = std::make_unique<twilio::TwilioProvider>(settings(), *m_network, m_clock);
}

void TestPracticePhone::cleanup()
{
    m_provider.reset();
    m_network.reset();
    m_phone.reset();
}

void TestPracticePhone::takesATextFromTheConnector()
{
    const auto before = std::chrono::steady_clock::now();
    const SendOutcome outcome = send(text());
    const auto *sent = std::get_if<Sent>(&outcome);
    QVERIFY(sent);
    QCOMPARE(sent->state, calls::DeliveryState::Accepted);
    QCOMPARE(m_phone->textCount(), 1);
    const PracticePhone::Text taken = m_phone->texts().first();
    QCOMPARE(taken.sid, sent->providerMessageId);
    QCOMPARE(taken.to, u"+12145550123"_s);
    QCOMPARE(taken.from, u"+12145550100"_s);
    QCOMPARE(taken.body, text().body);
    QVERIFY(taken.takenAt >= before && taken.takenAt <= std::chrono::steady_clock::now());
}

void TestPracticePhone::tellsWhoListens()
{
    std::atomic<int> heard = 0;
    m_phone->setOnText([&heard](const PracticePhone::Text &taken) { heard += taken.body == u"one" ? 1 : 100; });
    QVERIFY(std::holds_alternative<Sent>(send(text(u"one"_s))));
    QTRY_COMPARE(heard.load(), 1);
    m_phone->setOnText(nullptr);
    QVERIFY(std::holds_alternative<Sent>(send(text(u"two"_s))));
    m_phone->stop();
    QCOMPARE(heard.load(), 1);
}

void TestPracticePhone::findsWhatItTook()
{
    const Instant start = m_clock.now();
    const SendOutcome outcome = send(text());
    QVERIFY(std::holds_alternative<Sent>(outcome));
    const FindOutcome found = find(text(), start);
    QVERIFY(std::holds_alternative<Sent>(found));
    QCOMPARE(std::get<Sent>(found).providerMessageId, std::get<Sent>(outcome).providerMessageId);

    QVERIFY(std::holds_alternative<NotFound>(find(text(u"never sent"_s), start)));
    QVERIFY(std::holds_alternative<NotFound>(find(text(), start + 48h)));
    TextRequest toAnother = text();
    toAnother.to = number(u"+12145550124");
    QVERIFY(std::holds_alternative<NotFound>(find(toAnother, start)));
    TextRequest fromAnother = text();
    fromAnother.from = number(u"+12145550101");
    QVERIFY(std::holds_alternative<NotFound>(find(fromAnother, start)));
}

void TestPracticePhone::findsAmongManyPages()
{
    const Instant start = m_clock.now();
    for (int i = 0; i < 120; ++i) // the connector asks for 100 at a time, the newest first
        QVERIFY(std::holds_alternative<Sent>(send(text(QString::number(i)))));
    const FindOutcome found = find(text(u"0"_s), start);
    QVERIFY(std::holds_alternative<Sent>(found));
    QCOMPARE(std::get<Sent>(found).providerMessageId, m_phone->texts().first().sid);
}

void TestPracticePhone::refusesAsTwilioDoes_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Refused::Class>("kind");
    QTest::newRow("no body") << QString() << u"21602"_s << Refused::Class::Message;
    QTest::newRow("too long") << QString(1601, u'x') << u"21617"_s << Refused::Class::Message;
}

void TestPracticePhone::refusesAsTwilioDoes()
{
    QFETCH(QString, body);
    const SendOutcome outcome = send(text(body));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY(refused);
    QTEST(refused->code, "code");
    QTEST(refused->kind, "kind");
    QCOMPARE(m_phone->textCount(), 0);
}

void TestPracticePhone::refusesAfterAnOptOut()
{
    m_phone->optOut(text().to.e164());
    const SendOutcome outcome = send(text());
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY(refused);
    QCOMPARE(refused->code, u"21610"_s);
    QCOMPARE(refused->kind, Refused::Class::OptedOut);
}

void TestPracticePhone::refusesStrangers()
{
    twilio::TwilioSettings wrong = settings();
    wrong.authToken = u"0123456789abcdef0123456789abcdef"_s;
    twilio::TwilioProvider stranger(wrong, *m_network, m_clock);
    const SendOutcome outcome = QCoro::waitFor(stranger.sendText(text()));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY(refused);
    QCOMPARE(refused->code, u"20003"_s);
    QCOMPARE(m_phone->textCount(), 0);
}

void TestPracticePhone::tokensDiffer()
{
    const PracticePhone other;
    QCOMPARE(other.authToken().size(), 32);
    QVERIFY(other.authToken() != m_phone->authToken());
}

QTEST_GUILESS_MAIN(TestPracticePhone)
#include "tst_practicephone.moc"
