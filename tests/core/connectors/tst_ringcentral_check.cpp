#include "base/time.h"
#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::number;
using ringback::test::RingCentralOffice;
using Level = Finding::Level;

class TestRingCentralCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void allIsWell();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void knowsTheNumbers();
    void looksAtTheSubscription_data();
    void looksAtTheSubscription();
    void needsAPublicAddressForWebhooks();
    void saysWhenItCannotBeReached();

private:
    [[nodiscard]] QList<Finding> test(bool byWebhook = false, const QString &publicUrl = {})
    {
        RingCentralOffice::Account account = RingCentralOffice::account();
        if (byWebhook)
            account.receive = RingCentralOffice::Account::Receive::Webhook;
        const auto provider = m_office->open(account);
        TestQuery query{.lines = m_lines, .textsFrom = m_lines, .publicUrl = publicUrl};
        return QCoro::waitFor(provider->test(query));
    }
    [[nodiscard]] static QString problem(const QList<Finding> &findings, Check check, const QString &subject = {})
    {
        const auto found = std::find_if(findings.cbegin(), findings.cend(), [&](const Finding &each) {
            return each.check == check && (subject.isEmpty() || each.subject == subject);
        });
        return found == findings.cend() ? QString() : found->problem;
    }

    QList<calls::PhoneNumber> m_lines;
    std::unique_ptr<RingCentralOffice> m_office;
};

void TestRingCentralCheck::init()
{
    m_office = std::make_unique<RingCentralOffice>();
    m_office->fake.setSocketUri(u"ws://127.0.0.1:1/ws"_s);
    m_lines = {number(u"+12145550100")};
}

void TestRingCentralCheck::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_office.reset();
}

void TestRingCentralCheck::allIsWell()
{
    const QList<Finding> findings = test();
    QVERIFY(std::none_of(findings.cbegin(), findings.cend(), [](const Finding &finding) { return finding.level == Level::Bad; }));
    for (const Check check : {Check::Credentials, Check::Number, Check::Subscription, Check::CallLog, Check::Texts})
        QCOMPARE(problem(findings, check), u"ok"_s);
    QCOMPARE(problem(findings, Check::Webhook), u"not_needed"_s);
    QCOMPARE(problem(findings, Check::Registration), u"not_known"_s);
    QVERIFY(m_office->fake.texts().isEmpty());
}

void TestRingCentralCheck::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("check");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const QByteArray &part, int status, const QByteArray &body, Check check, const QString &problem) {
        QTest::newRow(name) << part << status << body << static_cast<int>(check) << problem;
    };
    const QByteArray noRight = R"({"errorCode":"CMN-401"})";
    row("the JWT", "/oauth/token", 400, R"({"error":"invalid_grant","errors":[{"errorCode":"OAU-251"}]})", Check::Credentials, u"wrong"_s);
    row("too many", "/oauth/token", 429, R"({"errorCode":"CMN-301"})", Check::Credentials, u"rate_limited"_s);
    row("it is down", "/oauth/token", 503, "", Check::Credentials, u"not_reached"_s);
    row("no right to WebSockets", "/oauth/wstoken", 403, noRight, Check::Subscription, u"none"_s);
    row("no right to the call log", "/extension/~/call-log", 403, noRight, Check::CallLog, u"no_right"_s);
    row("the call log is something else", "/call-log", 200, "{}", Check::CallLog, u"not_readable"_s);
    row("no right to texts", "/oauth/token", 200, R"({"access_token":"x","token_type":"bearer","expires_in":3600,"scope":"ReadCallLog"})",
        Check::Texts, u"no_right"_s);
}

void TestRingCentralCheck::saysWhatIsWrong()
{
    QFETCH(QByteArray, part);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, check);
    QFETCH(QString, problem);
    if (part.startsWith("/extension/~/call-log"))
        m_office->fake.hideCompanyLog();
    m_office->fake.answerNext(part, status, body);
    QCOMPARE(this->problem(test(), static_cast<Check>(check)), problem);
}

void TestRingCentralCheck::knowsTheNumbers()
{
    m_office->fake.ownNumber(u"+12145550102"_s, {u"CallerId"_s});
    m_lines = {number(u"+12145550100"), number(u"+12145550102"), number(u"+12145550103")};
    const QList<Finding> findings = test();
    QCOMPARE(problem(findings, Check::Number, m_lines.at(0).display()), u"ok"_s);
    QCOMPARE(problem(findings, Check::Number, m_lines.at(1).display()), u"cannot_text"_s);
    QCOMPARE(problem(findings, Check::Number, m_lines.at(2).display()), u"not_of_this_user"_s);
    m_lines.clear();
    QCOMPARE(problem(test(), Check::Number), u"no_lines"_s);
}

void TestRingCentralCheck::looksAtTheSubscription_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("hours");
    QTest::addColumn<QString>("problem");
    QTest::newRow("none") << QString() << 0 << u"none"_s;
    QTest::newRow("good") << u"Active"_s << 100 << u"ok"_s;
    QTest::newRow("expires") << u"Active"_s << 23 << u"expires_soon"_s;
    QTest::newRow("given up") << u"Blacklisted"_s << 100 << u"blacklisted"_s;
}

void TestRingCentralCheck::looksAtTheSubscription()
{
    QFETCH(QString, status);
    QFETCH(int, hours);
    QFETCH(QString, problem);
    // Nobody listens there: the program that asks is not the one that would.
    const QString publicUrl = u"http://127.0.0.1:1"_s;
    if (!status.isEmpty())
        (void)m_office->fake.addSubscription({.address = publicUrl + u"/webhooks/ringcentral/rc"_s,
                                              .filters = {u"/restapi/v1.0/account/1/telephony/sessions"_s},
                                              .status = status,
                                              .expiresAt = m_office->clock.now() + std::chrono::hours(hours)});
    const QList<Finding> findings = test(true, publicUrl);
    QCOMPARE(this->problem(findings, Check::Subscription), problem);
    QCOMPARE(this->problem(findings, Check::Webhook), u"not_reachable"_s);
}

void TestRingCentralCheck::needsAPublicAddressForWebhooks()
{
    QCOMPARE(problem(test(true), Check::Webhook), u"no_public_address"_s);
}

void TestRingCentralCheck::saysWhenItCannotBeReached()
{
    m_office->base = "http://127.0.0.1:1";
    const QList<Finding> findings = test();
    QCOMPARE(findings.size(), 1);
    QCOMPARE(problem(findings, Check::Credentials), u"not_reached"_s);
}

QTEST_GUILESS_MAIN(TestRingCentralCheck)
#include "tst_ringcentral_check.moc"
