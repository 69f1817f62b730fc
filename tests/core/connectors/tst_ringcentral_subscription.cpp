#include "base/time.h"
#include "connectors/eventstream.h"
#include "support/ringcentraloffice.h"

#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeRingCentral;
using ringback::test::RingCentralOffice;

class TestRingCentralSubscription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesOne();
    void usesTheOneThatIsThere();
    void renewsInTime();
    void asksForWhatIsMissing();
    void replacesOneThatWasGivenUp();
    void noticesThatItIsGone();
    void leavesOnlyOne();
    void leavesOthersAlone();
    void doesWithLessWhereItHasNoRightToAll();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void needsAPublicAddress();

private:
    void open()
    {
        RingCentralOffice::Account account = RingCentralOffice::account();
        account.receive = RingCentralOffice::Account::Receive::Webhook;
        m_provider = m_office->open(account);
        m_stream = m_provider->stream();
        if (!m_stream)
            return;
        m_opened = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::opened);
        m_missed = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::missed);
        m_failed = std::make_unique<QSignalSpy>(m_stream.get(), &EventStream::failed);
        m_stream->open();
    }
    [[nodiscard]] QString add(const QString &address, Milliseconds lasts, const QString &status = u"Active"_s,
                              const QStringList &filters = {u"/restapi/v1.0/account/1/telephony/sessions"_s,
                                                            u"/restapi/v1.0/account/1/extension/2/message-store/instant?type=SMS"_s})
    {
        return m_office->fake.addSubscription(
            {.address = address, .filters = filters, .status = status, .expiresAt = m_office->clock.now() + lasts});
    }
    [[nodiscard]] qsizetype asked(const QByteArray &method) const
    {
        const auto requests = m_office->fake.requests("/subscription");
        return std::count_if(requests.cbegin(), requests.cend(), [&](const auto &request) { return request.method == method; });
    }

    const QString ours = u"https://ringback.example.com/webhooks/ringcentral/rc"_s;
    std::unique_ptr<RingCentralOffice> m_office;
    std::shared_ptr<RingCentralProvider> m_provider;
    std::shared_ptr<EventStream> m_stream;
    std::unique_ptr<QSignalSpy> m_opened;
    std::unique_ptr<QSignalSpy> m_missed;
    std::unique_ptr<QSignalSpy> m_failed;
};

void TestRingCentralSubscription::init()
{
    qRegisterMetaType<ringback::Instant>("ringback::Instant");
    m_office = std::make_unique<RingCentralOffice>();
    m_office->publicUrl = u"https://ringback.example.com"_s;
}

void TestRingCentralSubscription::cleanup()
{
    m_opened.reset();
    m_missed.reset();
    m_failed.reset();
    m_stream.reset();
    m_provider.reset();
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_office.reset();
}

void TestRingCentralSubscription::makesOne()
{
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_office->fake.subscriptions().size(), 1);
    const FakeRingCentral::Subscription made = m_office->fake.subscriptions().first();
    QCOMPARE(made.address, ours);
    QCOMPARE(made.verificationToken, u"our-token"_s);
    QVERIFY(made.filters.contains(u"/restapi/v1.0/account/~/telephony/sessions"_s));
    QCOMPARE(m_opened->first().first().value<Instant>(), m_office->clock.now() + 7 * 24h);
    QVERIFY(m_missed->isEmpty());
}

void TestRingCentralSubscription::usesTheOneThatIsThere()
{
    (void)add(ours, 5 * 24h);
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first().first().value<Instant>(), m_office->clock.now() + 5 * 24h);
    QCOMPARE(asked("GET"), 1);
    QCOMPARE(m_office->fake.requests("/subscription").size(), 1);
}

void TestRingCentralSubscription::renewsInTime()
{
    (void)add(ours, 2 * 24h); // less than half of its life
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first().first().value<Instant>(), m_office->clock.now() + 7 * 24h);
    QCOMPARE(asked("PUT"), 1);
    QCOMPARE(m_office->fake.subscriptions().size(), 1);
}

void TestRingCentralSubscription::asksForWhatIsMissing()
{
    (void)add(ours, 6 * 24h, u"Active"_s, {u"/restapi/v1.0/account/1/telephony/sessions"_s}); // of an earlier version: without texts
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(asked("PUT"), 1);
    QVERIFY(m_office->fake.subscriptions().first().filters.join(u' ').contains(u"/message-store/instant"_s));
}

void TestRingCentralSubscription::replacesOneThatWasGivenUp()
{
    (void)add(ours, 6 * 24h, u"Blacklisted"_s);
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QTRY_COMPARE(m_missed->size(), 1);
    QCOMPARE(m_missed->first().first().value<Instant>(), m_office->clock.now() - 5min);
    QCOMPARE(m_office->fake.subscriptions().size(), 1);
    QCOMPARE(m_office->fake.subscriptions().first().status, u"Active"_s);
}

void TestRingCentralSubscription::noticesThatItIsGone()
{
    m_office->times.look = 50ms;
    open();
    QTRY_VERIFY(m_opened->size() >= 1); // each look finds it
    const Instant stood = m_office->clock.now();
    m_office->fake.blacklist(m_office->fake.subscriptions().first().id);
    QTRY_VERIFY(m_missed->size() >= 1);
    QCOMPARE(m_missed->first().first().value<Instant>(), stood - 5min);
    QCOMPARE(m_office->fake.subscriptions().size(), 1);
    QCOMPARE(m_office->fake.subscriptions().first().status, u"Active"_s);
}

void TestRingCentralSubscription::leavesOnlyOne()
{
    (void)add(ours, 6 * 24h, u"Blacklisted"_s);
    const QString good = add(ours, 6 * 24h);
    (void)add(ours, 6 * 24h);
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_office->fake.subscriptions().size(), 1);
    QCOMPARE(m_office->fake.subscriptions().first().id, good);
    QVERIFY(m_missed->isEmpty()); // the good one brought everything
}

void TestRingCentralSubscription::leavesOthersAlone()
{
    const QString other = add(u"https://other.example.com/webhooks/ringcentral/rc"_s, 24h, u"Blacklisted"_s);
    const QString second = add(ours + u"2"_s, 24h);
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_office->fake.subscriptions().size(), 3);
    QCOMPARE(m_office->fake.subscriptions().first().id, other);
    QCOMPARE(m_office->fake.subscriptions().at(1).id, second);
    QCOMPARE(asked("DELETE"), 0);
}

void TestRingCentralSubscription::doesWithLessWhereItHasNoRightToAll()
{
    m_office->fake.refuseConsentsFilter();
    open();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(asked("POST"), 2);
    QVERIFY(!m_office->fake.subscriptions().first().filters.join(u' ').contains(u"/sms/consents"_s));
}

void TestRingCentralSubscription::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("problem");
    QTest::newRow("our address does not answer") << 400 << R"({"errorCode":"SUB-524"})"_ba << u"not_reachable"_s;
    QTest::newRow("it is down") << 503 << ""_ba << u"not_reached"_s;
    QTest::newRow("too many") << 429 << R"({"errorCode":"CMN-301"})"_ba << u"rate_limited"_s;
    QTest::newRow("no right") << 401 << R"({"errorCode":"OAU-149"})"_ba << u"no_right"_s;
}

void TestRingCentralSubscription::saysWhatIsWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, problem);
    m_office->fake.answerNext("/v1.0/subscription", status, body);
    if (status == 401) // once more with another token
        m_office->fake.answerNext("/v1.0/subscription", status, body);
    open();
    QTRY_COMPARE(m_failed->size(), 1);
    QCOMPARE(m_failed->first().first().toString(), problem);
    QVERIFY(m_opened->isEmpty());
}

void TestRingCentralSubscription::needsAPublicAddress()
{
    m_office->publicUrl.clear();
    open();
    QVERIFY(!m_stream);
}

QTEST_GUILESS_MAIN(TestRingCentralSubscription)
#include "tst_ringcentral_subscription.moc"
