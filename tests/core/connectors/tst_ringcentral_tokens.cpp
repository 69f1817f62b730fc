#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QTest>
#include <QUrl>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeRingCentral;
using ringback::test::RingCentralOffice;
using Kind = SignInTrouble::Kind;

namespace {

// A keychain that is locked for a while.
class LockedSecrets final : public Secrets {
public:
    [[nodiscard]] QByteArray value(const QString &name) const override { return values.value(name); }
    QCoro::Task<Done> keep(QString name, QByteArray value) override
    {
        Done done;
        if (isLocked)
            done = failure(ErrorKind::Transient, u"locked"_s);
        else
            values.insert(name, value);
        co_return done;
    }

    QHash<QString, QByteArray> values;
    bool isLocked = true;
};

} // namespace

class TestRingCentralTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void signsInByJwt();
    void signsInAsAPublicClient();
    void usesATokenUntilItsTime_data();
    void usesATokenUntilItsTime();
    void asksOnceForAllWhoWait();
    void renewsByRefreshToken();
    void fallsBackOnTheJwt();
    void keepsTheNewRefreshTokenBeforeAnythingElse();
    void waitsForALockedKeychain();
    void takesTheTokenThatAnotherProgramKept();
    void signsInAnewOnceWhenATokenIsRevoked();
    void stopsWhenItIsRefused();
    void triesAgainWithAnotherCredential();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void staysWithinTheLimit();
    void redeemsACode();

private:
    void open(bool isJwt = true, bool isPublic = false, std::shared_ptr<Secrets> secrets = nullptr)
    {
        m_api = std::make_shared<Api>(SignIn{.base = m_office->fake.baseUrl().toEncoded(),
                                             .clientId = FakeRingCentral::clientId(),
                                             .clientSecret = isPublic ? QByteArray() : FakeRingCentral::clientSecret(),
                                             .isJwt = isJwt,
                                             .credentialSecret = u"rc-credential"_s,
                                             .secrets = secrets ? secrets : m_office->secrets},
                                      m_office->network, m_office->clock, 5s);
    }
    void openWithRefreshToken(const QByteArray &token = "refresh-first")
    {
        m_office->fake.letRefresh(token);
        m_office->secrets->values.insert(u"rc-credential"_s, token);
        open(false);
    }
    [[nodiscard]] Tokens::Access access() { return QCoro::waitFor(m_api->tokens().access()); }
    [[nodiscard]] QByteArray kept() const { return m_office->secrets->values.value(u"rc-credential"_s); }
    [[nodiscard]] qsizetype asked() const { return m_office->fake.requests("/oauth/token").size(); }

    std::unique_ptr<RingCentralOffice> m_office;
    std::shared_ptr<Api> m_api;
};

void TestRingCentralTokens::init()
{
    m_office = std::make_unique<RingCentralOffice>();
    open();
}

void TestRingCentralTokens::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_api.reset();
    m_office.reset();
}

void TestRingCentralTokens::signsInByJwt()
{
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);
    const QByteArray body = m_office->fake.requests("/oauth/token").first().body;
    QVERIFY(body.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"));
    QVERIFY(!body.contains("client_id"));
    QVERIFY(m_api->tokens().scope().contains(u"SMS"_s));
    QCOMPARE(kept(), FakeRingCentral::jwt()); // the refresh token of such a sign-in is nobody's but ours
}

void TestRingCentralTokens::signsInAsAPublicClient()
{
    m_office->fake.asPublicClient();
    open(true, true);
    QVERIFY(access());
    QVERIFY(m_office->fake.requests("/oauth/token").first().authorization.isEmpty());
}

void TestRingCentralTokens::usesATokenUntilItsTime_data()
{
    QTest::addColumn<int>("life"); // s
    QTest::addColumn<int>("good"); // s
    QTest::newRow("an hour") << 3600 << 3600 - 120;
    QTest::newRow("two hours") << 7199 << 7199 - 120;
    QTest::newRow("hardly any") << 60 << 30;
}

void TestRingCentralTokens::usesATokenUntilItsTime()
{
    QFETCH(int, life);
    QFETCH(int, good);
    m_office->fake.setTokenLife(life);
    QVERIFY(access());
    m_office->clock.advance(std::chrono::seconds(good) - 1ms);
    QVERIFY(access());
    QCOMPARE(asked(), 1);
    m_office->clock.advance(1ms);
    QVERIFY(access());
    QCOMPARE(asked(), 2);
}

void TestRingCentralTokens::asksOnceForAllWhoWait()
{
    openWithRefreshToken(); // it works once: the second would be refused
    m_office->fake.stallNext("/oauth/token");
    QCoro::Task<Tokens::Access> first = m_api->tokens().access();
    QTRY_COMPARE(m_office->fake.stalled(), 1);
    QCoro::Task<Tokens::Access> second = m_api->tokens().access();
    QCoro::Task<Tokens::Access> third = m_api->tokens().access();
    m_office->fake.release();
    const Tokens::Access a = QCoro::waitFor(std::move(first));
    const Tokens::Access b = QCoro::waitFor(std::move(second));
    const Tokens::Access c = QCoro::waitFor(std::move(third));
    QVERIFY(a && b && c);
    QVERIFY(*a == *b && *b == *c);
    QCOMPARE(asked(), 1);
}

void TestRingCentralTokens::renewsByRefreshToken()
{
    QVERIFY(access());
    m_office->clock.advance(1h);
    QVERIFY(access());
    QVERIFY(m_office->fake.requests("/oauth/token").last().body.startsWith("grant_type=refresh_token&"));
    QCOMPARE(kept(), FakeRingCentral::jwt());
}

void TestRingCentralTokens::fallsBackOnTheJwt()
{
    QVERIFY(access());
    m_office->clock.advance(1h);
    m_office->fake.answerNext("/oauth/token", 400, R"({"error":"invalid_grant","errors":[{"errorCode":"OAU-210"}]})");
    QVERIFY(access()); // a week of sleep, and the refresh token has expired
    QCOMPARE(asked(), 3);
    QVERIFY(m_office->fake.requests("/oauth/token").last().body.contains("jwt-bearer"));

    m_office->fake.withoutRefreshTokens();
    m_office->clock.advance(1h);
    QVERIFY(access());
    m_office->clock.advance(1h);
    QVERIFY(access());
    QVERIFY(m_office->fake.requests("/oauth/token").last().body.contains("jwt-bearer"));
}

void TestRingCentralTokens::keepsTheNewRefreshTokenBeforeAnythingElse()
{
    openWithRefreshToken();
    QVERIFY(access());
    QCOMPARE(kept(), "refresh-1"_ba);
    m_office->clock.advance(1h);
    QVERIFY(access());
    QCOMPARE(kept(), "refresh-2"_ba);
    open(false); // the program starts again
    QVERIFY(access());
    QCOMPARE(kept(), "refresh-3"_ba);
}

void TestRingCentralTokens::waitsForALockedKeychain()
{
    const auto locked = std::make_shared<LockedSecrets>();
    locked->values.insert(u"rc-credential"_s, "refresh-first");
    m_office->fake.letRefresh("refresh-first");
    open(false, false, locked);
    const Tokens::Access first = access();
    QVERIFY(!first && first.error().kind == Kind::NotKept);
    QVERIFY(!first.error().isFinal());
    QVERIFY(!access());
    QCOMPARE(asked(), 1); // the old one is spent; what is missing is the keychain
    locked->isLocked = false;
    QVERIFY(access());
    QCOMPARE(asked(), 1);
    QCOMPARE(locked->values.value(u"rc-credential"_s), "refresh-1"_ba);
}

void TestRingCentralTokens::takesTheTokenThatAnotherProgramKept()
{
    openWithRefreshToken();
    m_office->fake.stallNext("/oauth/token");
    QCoro::Task<Tokens::Access> ours = m_api->tokens().access();
    QTRY_COMPARE(m_office->fake.stalled(), 1);
    // It was quicker: our request, when it is looked at, brings a spent one.
    const auto theirs = std::make_shared<Api>(SignIn{.base = m_office->fake.baseUrl().toEncoded(),
                                                     .clientId = FakeRingCentral::clientId(),
                                                     .clientSecret = FakeRingCentral::clientSecret(),
                                                     .isJwt = false,
                                                     .credentialSecret = u"rc-credential"_s,
                                                     .secrets = m_office->secrets},
                                              m_office->network, m_office->clock, 5s);
    QVERIFY(QCoro::waitFor(theirs->tokens().access()));
    QCOMPARE(kept(), "refresh-1"_ba);
    m_office->fake.release();
    QVERIFY(QCoro::waitFor(std::move(ours)));
    QCOMPARE(kept(), "refresh-2"_ba);
}

void TestRingCentralTokens::signsInAnewOnceWhenATokenIsRevoked()
{
    ApiCall get;
    get.target = "/restapi/v1.0/subscription";
    QVERIFY(QCoro::waitFor(m_api->send(get)).is(200));
    m_office->fake.revokeTokens();
    QVERIFY(QCoro::waitFor(m_api->send(get)).is(200));
    QCOMPARE(asked(), 2);
    QCOMPARE(m_office->fake.requests("/subscription").size(), 3);
}

void TestRingCentralTokens::stopsWhenItIsRefused()
{
    const auto provider = m_office->open();
    m_office->fake.answerNext("/sms", 401, R"({"errorCode":"OAU-213"})");
    m_office->fake.answerNext("/sms", 401, R"({"errorCode":"OAU-213"})");
    const TextRequest text{.to = test::number(u"+12145550123"), .from = test::number(u"+12145550100"), .body = u"hello"_s};
    const std::optional<Refused> refused = as<Refused>(QCoro::waitFor(provider->sendText(text)));
    QVERIFY(refused && refused->kind == Refused::Class::Sender);
    QCOMPARE(m_office->fake.requests("/sms").size(), 2); // once more with another token, and no third time
    QVERIFY(m_office->fake.texts().isEmpty());
}

void TestRingCentralTokens::triesAgainWithAnotherCredential()
{
    m_office->secrets->values.insert(u"rc-credential"_s, "an.old.jwt");
    const Tokens::Access refused = access();
    QVERIFY(!refused && refused.error().kind == Kind::Wrong);
    QVERIFY(refused.error().isFinal());
    QVERIFY(!access());
    QCOMPARE(asked(), 1); // the same would meet the same answer
    m_office->secrets->values.insert(u"rc-credential"_s, FakeRingCentral::jwt());
    QVERIFY(access());

    m_office->secrets->values.insert(u"rc-credential"_s, "an.old.jwt");
    QVERIFY(!access());
    const qsizetype before = asked();
    m_office->clock.advance(Tokens::refusedFor);
    QVERIFY(!access());
    QCOMPARE(asked(), before + 1); // but not for ever: the app may have been mended
}

void TestRingCentralTokens::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isJwt");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, int status, const QByteArray &body, bool isJwt, Kind kind) {
        QTest::newRow(name) << status << body << isJwt << static_cast<int>(kind);
    };
    row("a JWT that was revoked", 400, R"({"error":"invalid_grant","errors":[{"errorCode":"OAU-251"}]})", true, Kind::Wrong);
    row("the sign-in has expired", 400, R"({"error":"invalid_grant","errors":[{"errorCode":"OAU-210"}]})", false, Kind::Expired);
    row("the app's secret is wrong", 401, R"({"error":"invalid_client","errors":[{"errorCode":"OAU-153"}]})", false, Kind::Wrong);
    row("too many", 429, R"({"errorCode":"CMN-301"})", true, Kind::RateLimited);
    row("it is down", 503, "", true, Kind::NotReached);
    row("a captive portal", 200, "<html></html>", true, Kind::NotReached);
    row("a firewall", 403, "<html></html>", true, Kind::NotReached);
    row("a token without life", 200, R"({"access_token":"a","token_type":"bearer","expires_in":0})", true, Kind::NotReached);
    row("a token that would break the header", 200, R"({"access_token":"a\r\nX: y","token_type":"bearer","expires_in":60})", true,
        Kind::NotReached);
}

void TestRingCentralTokens::saysWhatIsWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, isJwt);
    QFETCH(int, kind);
    if (!isJwt)
        openWithRefreshToken();
    m_office->fake.answerNext("/oauth/token", status, body);
    const Tokens::Access refused = access();
    QVERIFY(!refused);
    QCOMPARE(static_cast<int>(refused.error().kind), kind);
}

void TestRingCentralTokens::staysWithinTheLimit()
{
    for (int i = 0; i < 5; ++i) {
        m_office->fake.answerNext("/oauth/token", 503);
        QVERIFY(!access());
    }
    const Tokens::Access limited = access();
    QVERIFY(!limited && limited.error().kind == Kind::RateLimited);
    QCOMPARE(limited.error().wait, std::optional<Milliseconds>(60s));
    QCOMPARE(asked(), 5);
    m_office->clock.advance(60s);
    QVERIFY(access());
}

void TestRingCentralTokens::redeemsACode()
{
    const QByteArray verifier = "a-verifier-of-forty-three-characters-or-more-1";
    const QByteArray challenge = QCryptographicHash::hash(verifier, QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    m_office->secrets->values.remove(u"rc-credential"_s);
    open(false);
    m_office->fake.letRedeem("code-1", challenge);
    QVERIFY(QCoro::waitFor(m_api->tokens().redeem("code-1", verifier, "http://127.0.0.1:4711/")));
    QCOMPARE(kept(), "refresh-1"_ba);
    m_office->fake.letRedeem("code-2", challenge);
    QVERIFY(!QCoro::waitFor(m_api->tokens().redeem("code-2", "another-verifier", "http://127.0.0.1:4711/")));
    m_office->fake.withoutRefreshTokens();
    open(false);
    m_office->secrets->values.clear();
    m_office->fake.letRedeem("code-3", challenge);
    const auto brief = QCoro::waitFor(m_api->tokens().redeem("code-3", verifier, "http://127.0.0.1:4711/"));
    QVERIFY(!brief);
    QCOMPARE(brief.error().code, u"no_refresh_token"_s);
}

QTEST_GUILESS_MAIN(TestRingCentralTokens)
#include "tst_ringcentral_tokens.moc"
