#include "connectors/http/oauthtokens.h"

#include "ingress/httplistener.h"
#include "support/testclock.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QTest>
#include <QUrlQuery>

#include <deque>
#include <mutex>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::TestClock;

namespace {

// A token endpoint whose refresh tokens work once, with a script of other answers.
class TokenEndpoint {
public:
    struct Asked {
        QByteArray target;
        QByteArray contentType;
        QByteArray authorization;
        QByteArray contentLength;
        QUrlQuery form;
        QByteArray kept; ///< what lay in the keychain when it was asked

        [[nodiscard]] QString field(const QString &name) const { return form.queryItemValue(name, QUrl::FullyDecoded); }
    };

    TokenEndpoint()
        : m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
    {
        m_port = m_listener.start(u"127.0.0.1"_s, 0).value();
    }

    [[nodiscard]] QByteArray url() const { return "http://127.0.0.1:" + QByteArray::number(m_port) + "/token"; }
    [[nodiscard]] QList<Asked> asked() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_asked;
    }
    [[nodiscard]] qsizetype count() const { return asked().size(); }
    void answerNext(int status, const QByteArray &body)
    {
        const std::scoped_lock lock(m_mutex);
        m_script.push_back({.status = status, .contentType = "application/json", .body = body});
    }
    void stallNext()
    {
        const std::scoped_lock lock(m_mutex);
        m_stallNext = true;
    }
    [[nodiscard]] bool isStalled() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_stalled != nullptr;
    }
    void release()
    {
        std::function<void()> stalled;
        {
            const std::scoped_lock lock(m_mutex);
            stalled = std::exchange(m_stalled, nullptr);
        }
        stalled();
    }
    void say(const QJsonObject &more) // in the next answers
    {
        const std::scoped_lock lock(m_mutex);
        m_more = more;
    }
    void letRefresh(const QString &token)
    {
        const std::scoped_lock lock(m_mutex);
        m_refresh = token;
    }
    void keepsItsRefreshToken()
    {
        const std::scoped_lock lock(m_mutex);
        m_rotates = false;
    }

private:
    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply)
    {
        const std::scoped_lock lock(m_mutex);
        Asked asked;
        asked.target = request.target;
        asked.contentType = request.header("content-type");
        asked.authorization = request.header("authorization");
        asked.contentLength = request.header("content-length");
        const QByteArray form = request.body.isEmpty() ? request.target.mid(request.target.indexOf('?') + 1) : request.body;
        asked.form = QUrlQuery(QString::fromLatin1(form));
        m_asked.append(asked);
        if (request.method != "POST")
            return reply({.status = 405});
        ingress::HttpResponse response;
        if (m_script.empty()) {
            response = answer(asked);
        } else {
            response = m_script.front();
            m_script.pop_front();
        }
        if (std::exchange(m_stallNext, false))
            m_stalled = [reply, response] {
                reply(response);
            };
        else
            reply(response);
    }

    ingress::HttpResponse answer(const Asked &asked)
    {
        const QString type = asked.field(u"grant_type"_s);
        if (type == u"refresh_token"_s && asked.field(type) != m_refresh)
            return {.status = 400, .contentType = "application/json", .body = R"({"error":"invalid_grant","error_description":"used"})"};
        ++m_given;
        QJsonObject said{{u"access_token"_s, u"access-%1"_s.arg(m_given)}, {u"token_type"_s, u"bearer"_s}};
        if (type != u"client_credentials"_s && m_rotates) {
            m_refresh = u"refresh-%1"_s.arg(m_given);
            said.insert(u"refresh_token"_s, m_refresh);
        }
        for (auto it = m_more.constBegin(); it != m_more.constEnd(); ++it)
            said.insert(it.key(), it.value());
        return {.status = 200, .contentType = "application/json", .body = QJsonDocument(said).toJson()};
    }

    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    QList<Asked> m_asked;
    std::deque<ingress::HttpResponse> m_script;
    QJsonObject m_more{{u"expires_in"_s, 3600}};
    QString m_refresh;
    int m_given = 0;
    bool m_rotates = true;
    bool m_stallNext = false;
    std::function<void()> m_stalled;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

// A keychain that two programs share; each has fetched it at a time of its own.
class Keychain final : public Secrets {
public:
    [[nodiscard]] QByteArray value(const QString &) const override { return "stale"; }
    QCoro::Task<Result<QByteArray>> newest(QString name) override
    {
        Result<QByteArray> found = values.value(name);
        if (!isReadable)
            found = failure(ErrorKind::Transient, u"locked"_s);
        co_return found;
    }
    QCoro::Task<Done> keep(QString name, QByteArray value) override
    {
        ++tries;
        Done done;
        if (isLocked)
            done = failure(ErrorKind::Transient, u"locked"_s);
        else
            values.insert(name, value);
        co_return done;
    }

    QHash<QString, QByteArray> values;
    bool isReadable = true;
    bool isLocked = false;
    int tries = 0;
};

QByteArray jwt(qint64 expires)
{
    const auto part = [](const QByteArray &json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part(R"({"alg":"HS256"})") + '.' + part("{\"exp\":" + QByteArray::number(expires) + "}") + ".c2ln";
}

} // namespace

class TestOAuthTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void refreshes();
    void asksAgainBeforeItEnds_data();
    void asksAgainBeforeItEnds();
    void handsOutWhatHardlyLives();
    void asksOnceForAllWhoWait();
    void forgetsWhatWasTurnedDown();
    void readsTheKeychainBeforeEachRefresh();
    void keepsARefreshTokenThatStays();
    void usesNothingUntilItIsKept();
    void dropsAnUnkeptTokenWhenSomebodySignedInAnew();
    void waitsForAnotherProgram();
    void doesNotWaitForEver();
    void triesTheTokenOfAQuickerProgram();
    void stopsWhenItIsRevoked();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void saysNobodySignedIn();
    void saysTheKeychainIsLocked();
    void asksWithoutARefreshToken();
    void asksByAssertion();
    void asksAsTheSystemWants_data();
    void asksAsTheSystemWants();
    void keepsASignIn();
    void needsARefreshTokenOfASignIn();

private:
    [[nodiscard]] OAuthTokens::Account account() const
    {
        return {.tokenUrl = m_endpoint->url(), .clientId = "id 1", .clientSecret = "s&cret", .refreshTokenName = u"crm-refresh"_s};
    }
    [[nodiscard]] std::unique_ptr<OAuthTokens> open(OAuthTokens::Account account, Milliseconds timeout = 5s)
    {
        const Surroundings surroundings{.network = m_network, .clock = m_clock, .timeout = timeout, .secrets = m_keychain};
        return std::make_unique<OAuthTokens>(std::move(account), surroundings, *m_http);
    }
    void signedIn(const QByteArray &token = "refresh-first")
    {
        m_endpoint->letRefresh(QString::fromLatin1(token));
        m_keychain->values.insert(u"crm-refresh"_s, token);
    }
    [[nodiscard]] QByteArray kept() const { return m_keychain->values.value(u"crm-refresh"_s); }
    [[nodiscard]] Result<QByteArray> access() { return QCoro::waitFor(m_tokens->accessToken()); }

    QNetworkAccessManager m_network;
    TestClock m_clock;
    std::unique_ptr<TokenEndpoint> m_endpoint;
    std::shared_ptr<Keychain> m_keychain;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<OAuthTokens> m_tokens;
};

void TestOAuthTokens::init()
{
    m_tokens.reset();
    m_endpoint = std::make_unique<TokenEndpoint>();
    m_keychain = std::make_shared<Keychain>();
    m_http = std::make_unique<HttpClient>(m_network, m_clock, 5s);
    m_clock.set(test::instantOf(u"2026-11-21T20:04:31Z"_s));
    m_tokens = open(account());
    signedIn();
}

void TestOAuthTokens::refreshes()
{
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(kept(), "refresh-1"_ba);
    const TokenEndpoint::Asked asked = m_endpoint->asked().first();
    QCOMPARE(asked.contentType, "application/x-www-form-urlencoded"_ba);
    QCOMPARE(asked.field(u"grant_type"_s), u"refresh_token"_s);
    QCOMPARE(asked.field(u"refresh_token"_s), u"refresh-first"_s);
    QCOMPARE(asked.field(u"client_id"_s), u"id 1"_s);
    QCOMPARE(asked.field(u"client_secret"_s), u"s&cret"_s);
    QVERIFY(asked.authorization.isEmpty());
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(m_endpoint->count(), 1);
}

void TestOAuthTokens::asksAgainBeforeItEnds_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<Milliseconds>("good");
    const qint64 now = test::instantOf(u"2026-11-21T20:04:31Z"_s).time_since_epoch() / 1s;
    QTest::newRow("seconds") << QJsonObject{{u"expires_in"_s, 900}} << Milliseconds(14min);
    QTest::newRow("seconds as a text") << QJsonObject{{u"expires_in"_s, u"900"_s}} << Milliseconds(14min);
    QTest::newRow("a time") << QJsonObject{{u"expires_at"_s, u"2026-11-21T21:04:31Z"_s}} << Milliseconds(59min);
    QTest::newRow("a time with a zone") << QJsonObject{{u"expires_at"_s, u"2026-11-21T15:34:31.000-05:00"_s}} << Milliseconds(29min);
    QTest::newRow("Jobber's time") << QJsonObject{{u"expires_at"_s, u"2026-11-21 21:04:31 UTC"_s}} << Milliseconds(59min);
    QTest::newRow("in the token") << QJsonObject{{u"access_token"_s, QString::fromLatin1(jwt(now + 1200))}} << Milliseconds(19min);
    QTest::newRow("nothing") << QJsonObject() << Milliseconds(14min);
    QTest::newRow("over already") << QJsonObject{{u"expires_at"_s, u"2026-11-21T19:04:31Z"_s}} << Milliseconds(14min);
    QTest::newRow("no zone") << QJsonObject{{u"expires_at"_s, u"2026-11-21T21:04:31"_s}} << Milliseconds(14min);
    QTest::newRow("no number") << QJsonObject{{u"expires_in"_s, u"soon"_s}} << Milliseconds(14min);
    QTest::newRow("longer than any") << QJsonObject{{u"expires_in"_s, 1e18}} << Milliseconds(24h - 1min);
    QTest::newRow("a token that looks like a JWT") << QJsonObject{{u"access_token"_s, u"a.b.c"_s}} << Milliseconds(14min);
}

void TestOAuthTokens::asksAgainBeforeItEnds()
{
    QFETCH(QJsonObject, more);
    QFETCH(Milliseconds, good);
    m_endpoint->say(more);
    QVERIFY(access());
    m_clock.advance(good - 1ms);
    QVERIFY(access());
    QCOMPARE(m_endpoint->count(), 1);
    m_clock.advance(1ms);
    QVERIFY(access());
    QCOMPARE(m_endpoint->count(), 2);
}

void TestOAuthTokens::handsOutWhatHardlyLives()
{
    m_endpoint->say({{u"expires_in"_s, 30}});
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(access().value_or(QByteArray()), "access-2"_ba);
}

void TestOAuthTokens::asksOnceForAllWhoWait()
{
    m_endpoint->stallNext();
    QCoro::Task<Result<QByteArray>> first = m_tokens->accessToken();
    QTRY_VERIFY(m_endpoint->isStalled());
    QCoro::Task<Result<QByteArray>> second = m_tokens->accessToken();
    QCoro::Task<Result<QByteArray>> third = m_tokens->accessToken();
    m_endpoint->release();
    const Result<QByteArray> a = QCoro::waitFor(std::move(first));
    const Result<QByteArray> b = QCoro::waitFor(std::move(second));
    const Result<QByteArray> c = QCoro::waitFor(std::move(third));
    QVERIFY(a && b && c);
    QCOMPARE(*b, *a);
    QCOMPARE(*c, *a);
    QCOMPARE(m_endpoint->count(), 1);
}

void TestOAuthTokens::forgetsWhatWasTurnedDown()
{
    QVERIFY(access());
    m_tokens->forget("another");
    QVERIFY(access());
    QCOMPARE(m_endpoint->count(), 1);
    m_tokens->forget("access-1");
    QCOMPARE(access().value_or(QByteArray()), "access-2"_ba);
}

void TestOAuthTokens::readsTheKeychainBeforeEachRefresh()
{
    QVERIFY(access());
    signedIn("refresh-of-another-program");
    m_clock.advance(1h);
    QVERIFY(access());
    QCOMPARE(m_endpoint->asked().last().field(u"refresh_token"_s), u"refresh-of-another-program"_s);
    QCOMPARE(kept(), "refresh-2"_ba);
}

void TestOAuthTokens::keepsARefreshTokenThatStays()
{
    m_endpoint->keepsItsRefreshToken();
    QVERIFY(access());
    m_clock.advance(1h);
    QVERIFY(access());
    QCOMPARE(kept(), "refresh-first"_ba);
    QCOMPARE(m_keychain->tries, 0);
}

void TestOAuthTokens::usesNothingUntilItIsKept()
{
    m_keychain->isLocked = true;
    const Result<QByteArray> early = access();
    QVERIFY(!early);
    QCOMPARE(early.error().kind, ErrorKind::Transient);
    QVERIFY(early.error().what.contains(u"could not be kept"_s));
    QVERIFY(!access());
    QCOMPARE(m_endpoint->count(), 1); // the old one is used up

    const std::unique_ptr<OAuthTokens> beside = open(account(), 60ms);
    const Result<QByteArray> other = QCoro::waitFor(beside->accessToken());
    QVERIFY(!other && other.error().kind == ErrorKind::Transient); // it would use it up again
    QCOMPARE(m_endpoint->count(), 1);

    m_keychain->isLocked = false;
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(kept(), "refresh-1"_ba);
    QCOMPARE(m_endpoint->count(), 1);

    m_clock.advance(1h);
    m_keychain->isLocked = true;
    QVERIFY(!access());
    m_clock.advance(1h); // until the access token that came with it has ended
    m_keychain->isLocked = false;
    QCOMPARE(access().value_or(QByteArray()), "access-3"_ba);
    QCOMPARE(kept(), "refresh-3"_ba);
}

void TestOAuthTokens::dropsAnUnkeptTokenWhenSomebodySignedInAnew()
{
    m_keychain->isLocked = true;
    QVERIFY(!access());
    m_keychain->isLocked = false;
    signedIn("refresh-anew");
    QCOMPARE(access().value_or(QByteArray()), "access-2"_ba);
    QCOMPARE(m_endpoint->asked().last().field(u"refresh_token"_s), u"refresh-anew"_s);
    QCOMPARE(kept(), "refresh-2"_ba);
}

void TestOAuthTokens::waitsForAnotherProgram()
{
    const std::unique_ptr<OAuthTokens> beside = open(account());
    m_endpoint->stallNext();
    QCoro::Task<Result<QByteArray>> first = m_tokens->accessToken();
    QTRY_VERIFY(m_endpoint->isStalled());
    QCoro::Task<Result<QByteArray>> second = beside->accessToken();
    QTest::qWait(120); // it would have asked by now
    QCOMPARE(m_endpoint->count(), 1);
    m_endpoint->release();
    QCOMPARE(QCoro::waitFor(std::move(first)).value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(QCoro::waitFor(std::move(second)).value_or(QByteArray()), "access-2"_ba);
    QCOMPARE(m_endpoint->asked().last().field(u"refresh_token"_s), u"refresh-1"_s);
    QCOMPARE(kept(), "refresh-2"_ba);
}

void TestOAuthTokens::doesNotWaitForEver()
{
    const std::unique_ptr<OAuthTokens> beside = open(account(), 100ms);
    m_endpoint->stallNext();
    QCoro::Task<Result<QByteArray>> first = m_tokens->accessToken();
    QTRY_VERIFY(m_endpoint->isStalled());
    const Result<QByteArray> second = QCoro::waitFor(beside->accessToken());
    QVERIFY(!second && second.error().kind == ErrorKind::Transient);
    QVERIFY(second.error().what.contains(u"another program"_s));
    m_endpoint->release();
    QVERIFY(QCoro::waitFor(std::move(first)));
}

void TestOAuthTokens::triesTheTokenOfAQuickerProgram()
{
    m_endpoint->stallNext();
    m_endpoint->answerNext(400, R"({"error":"invalid_grant"})");
    QCoro::Task<Result<QByteArray>> coming = m_tokens->accessToken();
    QTRY_VERIFY(m_endpoint->isStalled());
    signedIn("refresh-of-another-program");
    m_endpoint->release();
    QCOMPARE(QCoro::waitFor(std::move(coming)).value_or(QByteArray()), "access-1"_ba);
    QCOMPARE(m_endpoint->count(), 2);
}

void TestOAuthTokens::stopsWhenItIsRevoked()
{
    m_endpoint->letRefresh(u"another"_s);
    for (int i = 0; i < 2; ++i) {
        const Result<QByteArray> refused = access();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Refused);
        QCOMPARE(refused.error().what, u"revoked: invalid_grant"_s);
        QCOMPARE(m_endpoint->count(), 1);
    }
    m_clock.advance(10min);
    QVERIFY(!access());
    QCOMPARE(m_endpoint->count(), 2);
    signedIn("refresh-anew");
    QVERIFY(access());
}

void TestOAuthTokens::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("what");
    const QString none = u"no access token came: "_s;
    QTest::newRow("the app is unknown") << 401 << R"({"error":"invalid_client"})"_ba << ErrorKind::Refused << u"revoked: invalid_client"_s;
    QTest::newRow("400 without a word") << 400 << "The refresh token is not valid"_ba << ErrorKind::Refused << u"revoked: 400"_s;
    QTest::newRow("401 without a word") << 401 << R"({"message":"no"})"_ba << ErrorKind::Refused << u"revoked: 401"_s;
    QTest::newRow("a word that is none") << 400 << R"({"error":"refresh-first"})"_ba << ErrorKind::Refused << u"revoked: 400"_s;
    QTest::newRow("no with 200") << 200 << R"({"error":"invalid_grant"})"_ba << ErrorKind::Refused << u"revoked: invalid_grant"_s;
    QTest::newRow("403 of OAuth") << 403 << R"({"error":"access_denied"})"_ba << ErrorKind::Refused << u"revoked: access_denied"_s;
    QTest::newRow("403 of something in between") << 403 << "<html>"_ba << ErrorKind::Transient << none + u"status 403"_s;
    QTest::newRow("busy") << 400 << R"({"error":"temporarily_unavailable"})"_ba << ErrorKind::Transient
                          << none + u"temporarily_unavailable"_s;
    QTest::newRow("too fast") << 429 << ""_ba << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("broken") << 500 << R"({"error":"oops"})"_ba << ErrorKind::Transient << none + u"status 500"_s;
    QTest::newRow("moved") << 302 << ""_ba << ErrorKind::Transient << none + u"status 302"_s;
    QTest::newRow("a captive portal") << 200 << "<html>Welcome"_ba << ErrorKind::Transient << none + u"the answer holds none"_s;
    QTest::newRow("a token that breaks a header")
        << 200 << R"({"access_token":"a\r\nX: y"})"_ba << ErrorKind::Transient << none + u"the answer holds none"_s;
}

void TestOAuthTokens::saysWhatIsWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, what);
    m_endpoint->answerNext(status, body);
    const Result<QByteArray> failed = access();
    QVERIFY(!failed);
    QCOMPARE(failed.error().what, what);
    QCOMPARE(failed.error().kind, kind);
    QCOMPARE(kept(), "refresh-first"_ba);
    if (kind == ErrorKind::Transient)
        QVERIFY(access());
}

void TestOAuthTokens::saysNobodySignedIn()
{
    m_keychain->values.clear();
    const Result<QByteArray> failed = access();
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Refused);
    QCOMPARE(failed.error().what, u"revoked: not_signed_in"_s);
    QCOMPARE(m_endpoint->count(), 0);
}

void TestOAuthTokens::saysTheKeychainIsLocked()
{
    m_keychain->isReadable = false;
    const Result<QByteArray> failed = access();
    QVERIFY(!failed && failed.error().kind == ErrorKind::Transient);
    QCOMPARE(m_endpoint->count(), 0);
}

void TestOAuthTokens::asksWithoutARefreshToken()
{
    OAuthTokens::Account wanted = account();
    wanted.refreshTokenName.clear();
    m_tokens = open(std::move(wanted));
    QVERIFY(access());
    QCOMPARE(m_endpoint->asked().first().field(u"grant_type"_s), u"client_credentials"_s);
    m_clock.advance(1h);
    QVERIFY(access());
    QCOMPARE(m_endpoint->count(), 2);
    QCOMPARE(m_keychain->tries, 0);
}

void TestOAuthTokens::asksByAssertion()
{
    int made = 0;
    OAuthTokens::Account wanted{.tokenUrl = m_endpoint->url(), .grant = [&made] {
                                    return QList<std::pair<QByteArray, QByteArray>>{
                                        {"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                                        {"assertion", "signed-" + QByteArray::number(++made)}};
                                }};
    m_tokens = open(std::move(wanted));
    QVERIFY(access());
    m_clock.advance(1h);
    QVERIFY(access());
    const TokenEndpoint::Asked last = m_endpoint->asked().last();
    QCOMPARE(last.field(u"grant_type"_s), u"urn:ietf:params:oauth:grant-type:jwt-bearer"_s);
    QCOMPARE(last.field(u"assertion"_s), u"signed-2"_s);
    QVERIFY(!last.form.hasQueryItem(u"client_id"_s) && !last.form.hasQueryItem(u"client_secret"_s));
    QCOMPARE(m_keychain->tries, 0); // nobody's refresh token but ours
}

void TestOAuthTokens::asksAsTheSystemWants_data()
{
    QTest::addColumn<bool>("basic");
    QTest::addColumn<bool>("inQuery");
    QTest::newRow("basic") << true << false;
    QTest::newRow("in the address") << false << true;
}

void TestOAuthTokens::asksAsTheSystemWants()
{
    QFETCH(bool, basic);
    QFETCH(bool, inQuery);
    OAuthTokens::Account wanted = account();
    wanted.basic = basic;
    wanted.inQuery = inQuery;
    m_tokens = open(std::move(wanted));
    QVERIFY(access());
    const TokenEndpoint::Asked asked = m_endpoint->asked().first();
    QCOMPARE(asked.authorization, basic ? "Basic " + "id 1:s&cret"_ba.toBase64() : QByteArray());
    QCOMPARE(asked.form.hasQueryItem(u"client_id"_s), !basic);
    QCOMPARE(asked.form.hasQueryItem(u"client_secret"_s), !basic);
    QCOMPARE(asked.target.startsWith("/token?grant_type=refresh_token&"), inQuery);
    QCOMPARE(asked.contentLength == "0", inQuery);
    QCOMPARE(asked.field(u"refresh_token"_s), u"refresh-first"_s);
}

void TestOAuthTokens::keepsASignIn()
{
    m_keychain->values.clear();
    const LoopbackSignIn::Grant grant{.code = "c/1", .verifier = "v", .redirectUri = "http://127.0.0.1:1/"};
    QVERIFY(QCoro::waitFor(m_tokens->keepSignIn(grant)));
    QCOMPARE(kept(), "refresh-1"_ba);
    const TokenEndpoint::Asked asked = m_endpoint->asked().first();
    QCOMPARE(asked.field(u"grant_type"_s), u"authorization_code"_s);
    QCOMPARE(asked.field(u"code"_s), u"c/1"_s);
    QCOMPARE(asked.field(u"code_verifier"_s), u"v"_s);
    QCOMPARE(asked.field(u"redirect_uri"_s), u"http://127.0.0.1:1/"_s);
    QCOMPARE(access().value_or(QByteArray()), "access-1"_ba);

    m_keychain->isLocked = true;
    const Done notKept = QCoro::waitFor(m_tokens->keepSignIn(grant));
    QVERIFY(!notKept && notKept.error().kind == ErrorKind::Transient);
}

void TestOAuthTokens::needsARefreshTokenOfASignIn()
{
    m_endpoint->keepsItsRefreshToken();
    const Done done = QCoro::waitFor(m_tokens->keepSignIn({.code = "c", .verifier = {}, .redirectUri = "http://127.0.0.1:1/"}));
    QVERIFY(!done && done.error().kind == ErrorKind::Refused);
    QCOMPARE(done.error().what, u"revoked: no_refresh_token"_s);
    QVERIFY(!m_endpoint->asked().first().form.hasQueryItem(u"code_verifier"_s));
}

QTEST_GUILESS_MAIN(TestOAuthTokens)
#include "tst_oauthtokens.moc"
