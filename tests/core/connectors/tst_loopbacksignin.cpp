#include "connectors/http/loopbacksignin.h"

#include "connectors/ringcentral/signin.h"
#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::RingCentralOffice;

namespace {

// What a browser sends and hears.
class Browser {
public:
    Browser(quint16 port, const QByteArray &request)
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { said += m_socket.readAll(); });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_socket.write(request);
    }
    QByteArray said;

private:
    QTcpSocket m_socket;
};

QByteArray get(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

} // namespace

class TestLoopbackSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void sendsTheBrowserOut();
    void bringsTheCodeBack();
    void saysWhenTheExchangeFails();
    void takesNoOthersSignIn_data();
    void takesNoOthersSignIn();
    void takesOnlyTheFirst();
    void hearsANo();
    void hearsABareNo();
    void givesUpInTime();
    void staysAtHome();
    void refusesATakenPort();
    void signsInAtRingCentral();

private:
    [[nodiscard]] QByteArray start()
    {
        const Result<QByteArray> url = m_signIn->start();
        if (!url)
            qFatal("cannot listen");
        m_asked = QUrlQuery(QUrl::fromEncoded(*url));
        return *url;
    }
    [[nodiscard]] QByteArray field(const QString &name) const { return m_asked.queryItemValue(name, QUrl::FullyDecoded).toUtf8(); }
    [[nodiscard]] quint16 port() const { return static_cast<quint16>(QUrl(QString::fromUtf8(field(u"redirect_uri"_s))).port()); }
    [[nodiscard]] LoopbackSignIn::Exchange exchange(Done answer = {})
    {
        return [this, answer](LoopbackSignIn::Grant grant) -> QCoro::Task<Done> {
            m_grants.append(grant);
            Done done = answer;
            co_return done;
        };
    }

    std::unique_ptr<LoopbackSignIn> m_signIn;
    QUrlQuery m_asked;
    QList<LoopbackSignIn::Grant> m_grants;
};

void TestLoopbackSignIn::init()
{
    m_grants.clear();
    m_signIn = std::make_unique<LoopbackSignIn>(LoopbackSignIn::Provider{
        .authorizeUrl = "https://provider.example.com/authorize", .clientId = "client 1", .more = {{"prompt", "login"}}});
}

void TestLoopbackSignIn::sendsTheBrowserOut()
{
    const QByteArray url = start();
    QVERIFY(url.startsWith("https://provider.example.com/authorize?response_type=code&client_id=client%201&"));
    QCOMPARE(field(u"code_challenge_method"_s), "S256"_ba);
    QCOMPARE(field(u"code_challenge"_s).size(), 43);
    QVERIFY(field(u"state"_s).size() >= 43);
    QCOMPARE(field(u"prompt"_s), "login"_ba);
    QVERIFY(field(u"redirect_uri"_s).startsWith("http://127.0.0.1:"));
    LoopbackSignIn another({.authorizeUrl = "https://provider.example.com/authorize", .clientId = "c"});
    QVERIFY(!another.start()->contains(field(u"state"_s)));
}

void TestLoopbackSignIn::bringsTheCodeBack()
{
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 10s);
    const Browser icon(port(), get("/favicon.ico"));
    const Browser browser(port(), get("/?code=a%2Fb&state=" + field(u"state"_s)));
    QVERIFY(QCoro::waitFor(std::move(signedIn)));
    QCOMPARE(m_grants.size(), 1);
    QCOMPARE(m_grants.first().code, "a/b"_ba);
    QCOMPARE(m_grants.first().redirectUri, field(u"redirect_uri"_s));
    const QByteArray challenge = QCryptographicHash::hash(m_grants.first().verifier, QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QCOMPARE(challenge, field(u"code_challenge"_s));
    QTRY_VERIFY(browser.said.contains("You are signed in."));
    QVERIFY(browser.said.startsWith("HTTP/1.1 200 "));
    QTRY_VERIFY(icon.said.startsWith("HTTP/1.1 404 "));
}

void TestLoopbackSignIn::saysWhenTheExchangeFails()
{
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(failure(ErrorKind::Refused, u"no"_s)), 10s);
    const Browser browser(port(), get("/?code=a&state=" + field(u"state"_s)));
    const Done done = QCoro::waitFor(std::move(signedIn));
    QVERIFY(!done && done.error().what == u"no"_s);
    QTRY_VERIFY(browser.said.contains("did not work"));
}

void TestLoopbackSignIn::takesNoOthersSignIn_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("another's state") << get("/?code=evil&state=another") << "403"_ba;
    QTest::newRow("no state") << get("/?code=evil") << "403"_ba;
    QTest::newRow("nothing") << get("/") << "404"_ba;
    QTest::newRow("elsewhere") << get("/elsewhere?code=evil") << "404"_ba;
    QTest::newRow("by POST") << "POST /?code=evil HTTP/1.1\r\n\r\n"_ba
                             << "404"_ba;
    QTest::newRow("no HTTP") << "hello\r\n\r\n"_ba
                             << "404"_ba;
    QTest::newRow("without end") << QByteArray(20'000, 'x') << "431"_ba;
}

void TestLoopbackSignIn::takesNoOthersSignIn()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 10s);
    const Browser other(port(), request);
    QTRY_VERIFY(other.said.startsWith("HTTP/1.1 " + status));
    QVERIFY(m_grants.isEmpty());
    const Browser browser(port(), get("/?code=good&state=" + field(u"state"_s))); // ours still comes in
    QVERIFY(QCoro::waitFor(std::move(signedIn)));
    QCOMPARE(m_grants.first().code, "good"_ba);
}

void TestLoopbackSignIn::takesOnlyTheFirst()
{
    (void)start();
    const quint16 port = this->port();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 10s);
    const Browser first(port, get("/?code=one&state=" + field(u"state"_s)));
    const Browser second(port, get("/?code=two&state=" + field(u"state"_s)));
    QVERIFY(QCoro::waitFor(std::move(signedIn)));
    QTRY_VERIFY(first.said.contains("You are signed in.") != second.said.contains("You are signed in."));
    QCOMPARE(m_grants.size(), 1);
    QTcpSocket late;
    late.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
}

void TestLoopbackSignIn::hearsANo()
{
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 10s);
    const Browser browser(port(), get("/?error=access_denied&state=" + field(u"state"_s)));
    const Done done = QCoro::waitFor(std::move(signedIn));
    QVERIFY(!done && done.error().kind == ErrorKind::Refused);
    QVERIFY(m_grants.isEmpty());
    QTRY_VERIFY(browser.said.contains("You were not signed in."));
}

void TestLoopbackSignIn::hearsABareNo()
{
    m_signIn = std::make_unique<LoopbackSignIn>(
        LoopbackSignIn::Provider{.authorizeUrl = "https://provider.example.com/authorize", .clientId = "client 1", .saysNoBarely = true});
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 10s);
    const Browser icon(port(), get("/favicon.ico"));
    QTRY_VERIFY(icon.said.startsWith("HTTP/1.1 404 "));
    const Browser browser(port(), get("/"));
    const Done done = QCoro::waitFor(std::move(signedIn));
    QVERIFY(!done && done.error().kind == ErrorKind::Refused);
    QCOMPARE(done.error().what, u"the sign-in was refused: declined"_s);
    QVERIFY(m_grants.isEmpty());
    QTRY_VERIFY(browser.said.contains("You were not signed in."));
}

void TestLoopbackSignIn::givesUpInTime()
{
    (void)start();
    const Done late = QCoro::waitFor(m_signIn->finish(exchange(), 10ms));
    QVERIFY(!late && late.error().kind == ErrorKind::Transient);
    QCOMPARE(late.error().what, u"time-out"_s);

    init();
    (void)start();
    QCoro::Task<Done> signedIn = m_signIn->finish(exchange(), 1h);
    m_signIn->giveUp();
    const Done given = QCoro::waitFor(std::move(signedIn));
    QVERIFY(!given && given.error().what == u"given up"_s);
}

void TestLoopbackSignIn::staysAtHome()
{
    (void)start();
    QCOMPARE(QUrl(QString::fromUtf8(field(u"redirect_uri"_s))).host(), u"127.0.0.1"_s);
}

void TestLoopbackSignIn::refusesATakenPort()
{
    (void)start();
    LoopbackSignIn second({.authorizeUrl = "https://provider.example.com/", .clientId = "c", .port = port()});
    const Result<QByteArray> url = second.start();
    QVERIFY(!url && url.error().kind == ErrorKind::Refused);
}

// The whole way: browser, code, refresh token in the keychain, a text.
void TestLoopbackSignIn::signsInAtRingCentral()
{
    RingCentralOffice office;
    RingCentralOffice::Account account = RingCentralOffice::account();
    account.signIn = RingCentralOffice::Account::SignIn::Browser;
    office.secrets->values.remove(account.credentialSecret);
    const settings::Connection connection{.id = u"rc"_s, .account = account, .baseUrl = office.fake.baseUrl().toString()};
    const Surroundings surroundings{.network = office.network, .clock = office.clock, .secrets = office.secrets};

    LoopbackSignIn::Provider provider = ringcentral::signInOf(connection);
    QCOMPARE(provider.port, ringcentral::signInPort);
    provider.port = 0; // tests run side by side
    m_signIn = std::make_unique<LoopbackSignIn>(provider);
    const QByteArray url = start();
    QVERIFY(url.startsWith(office.fake.baseUrl().toEncoded() + "/restapi/oauth/authorize?"));
    office.fake.letRedeem("code-1", field(u"code_challenge"_s));
    const LoopbackSignIn::Exchange keep = [&](LoopbackSignIn::Grant grant) {
        return ringcentral::keepSignIn(connection, surroundings, std::move(grant));
    };
    QCoro::Task<Done> signedIn = m_signIn->finish(keep, 10s);
    const Browser browser(port(), get("/?code=code-1&state=" + field(u"state"_s)));
    QVERIFY(QCoro::waitFor(std::move(signedIn)));
    QCOMPARE(office.secrets->value(account.credentialSecret), "refresh-1"_ba);

    const std::shared_ptr<PhoneProvider> phone = phoneSystem(u"ringcentral"_s).open(connection, surroundings);
    QVERIFY(phone);
    const TextRequest text{.to = test::number(u"+12145550123"), .from = test::number(u"+12145550100"), .body = u"hello"_s};
    const SendOutcome outcome = QCoro::waitFor(phone->sendText(text));
    QVERIFY(test::as<Sent>(outcome));
    QCOMPARE(office.fake.problems(), QStringList());
}

QTEST_GUILESS_MAIN(TestLoopbackSignIn)
#include "tst_loopbacksignin.moc"
