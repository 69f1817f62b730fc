#include "connectors/bullhorn/session.h"
#include "support/bullhornoffice.h"

#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::BullhornOffice;
using ringback::test::FakeBullhorn;

class TestBullhornSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnlyToBullhorn_data();
    void goesOnlyToBullhorn();
    void signsInInFourSteps();
    void keepsTheSession();
    void oneSignInServesAll();
    void readsWhereTheCentreIs();
    void goesOnWhereTheNewSessionIs_data();
    void goesOnWhereTheNewSessionIs();
    void saysThatItWasRevoked();
    void saysThatTheUserIsNotKnown();
    void triesAgainLater_data();
    void triesAgainLater();
    void signsInByBrowser();
    void isNotOpenedWithoutSecrets_data();
    void isNotOpenedWithoutSecrets();
};

void TestBullhornSession::goesOnlyToBullhorn_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray none;
    QTest::newRow("a data centre") << u"https://rest91.bullhornstaffing.com/rest-services/c1/"_s << none
                                   << "https://rest91.bullhornstaffing.com/rest-services/c1"_ba;
    QTest::newRow("without its query") << u"https://auth.bullhornstaffing.com/oauth?x=1#y"_s << none
                                       << "https://auth.bullhornstaffing.com/oauth"_ba;
    QTest::newRow("somebody else") << u"https://rest.example.com/rest-services"_s << none << none;
    QTest::newRow("looks like it") << u"https://evilbullhornstaffing.com/rest-services"_s << none << none;
    QTest::newRow("begins like it") << u"https://rest.bullhornstaffing.com.example.com/"_s << none << none;
    QTest::newRow("behind an at sign") << u"https://rest.bullhornstaffing.com@example.com/"_s << none << none;
    QTest::newRow("not encrypted") << u"http://rest.bullhornstaffing.com/rest-services"_s << none << none;
    QTest::newRow("another port") << u"https://rest.bullhornstaffing.com:8443/rest-services"_s << none << none;
    QTest::newRow("nothing") << QString() << none << none;
    QTest::newRow("a stand-in") << u"https://rest.bullhornstaffing.com/rest-services/c1/"_s << "http://127.0.0.1:81/x"_ba
                                << "http://127.0.0.1:81/x/rest-services/c1"_ba;
    QTest::newRow("a stand-in that names itself") << u"http://127.0.0.1:81/rest-services"_s << "http://127.0.0.1:81"_ba
                                                  << "http://127.0.0.1:81/rest-services"_ba;
    QTest::newRow("somebody else, with a stand-in") << u"https://rest.example.com/"_s << "http://127.0.0.1:81"_ba << none;
}

void TestBullhornSession::goesOnlyToBullhorn()
{
    QFETCH(const QString, address);
    QFETCH(const QByteArray, base);
    QTEST(bullhorn::placed(address, base), "expected");
}

void TestBullhornSession::signsInInFourSteps()
{
    BullhornOffice office;
    const QByteArray used = office.fake.refreshToken();
    QVERIFY(office.find());
    const QList<FakeBullhorn::Request> requests = office.fake.requests();
    QVERIFY(requests.at(0).target.startsWith("/rest-services/loginInfo?username=ringback.api"));
    QVERIFY(requests.at(1).target.startsWith("/west/oauth/token?grant_type=refresh_token&refresh_token=" + used));
    QVERIFY(requests.at(2).target.startsWith("/west/rest-services/login?version=%2A&access_token=access-"));
    QVERIFY(requests.at(3).target.startsWith("/rest-services/c1/search/Candidate?"));
    // The one that works now was kept: the first one works no more.
    QVERIFY(office.fake.refreshToken() != used);
    QCOMPARE(office.secrets->values.value(u"bh-refresh"_s), office.fake.refreshToken());
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornSession::keepsTheSession()
{
    BullhornOffice office;
    QVERIFY(office.find());
    QVERIFY(office.find());
    QCOMPARE(office.fake.logins(), 1);
    QCOMPARE(office.fake.count("loginInfo"), 1);
}

void TestBullhornSession::oneSignInServesAll()
{
    BullhornOffice office;
    const LeadQuery query{.number = BullhornOffice::number(), .email = {}};
    QCoro::Task<Result<QList<calls::LeadRecord>>> first = office.system->find(query);
    QCoro::Task<Result<QList<calls::LeadRecord>>> second = office.system->find(query);
    QVERIFY(QCoro::waitFor(first));
    QVERIFY(QCoro::waitFor(second));
    QCOMPARE(office.fake.logins(), 1);
    QCOMPARE(office.fake.count("/oauth/token"), 1);
}

// It is read and asked itself.
void TestBullhornSession::readsWhereTheCentreIs()
{
    BullhornOffice office;
    office.fake.moveCentre();
    office.fake.sayWrongRestUrl();
    QVERIFY(office.find());
    QCOMPARE(office.fake.count("GET /rest-services/loginInfo"), 1);
    QCOMPARE(office.fake.count("GET /west/rest-services/loginInfo"), 1);
    QCOMPARE(office.fake.count("GET /rest-services/login?"), 1);
    QCOMPARE(office.fake.count("GET /west/rest-services/login?"), 1);
    QCOMPARE(office.fake.logins(), 1);
}

void TestBullhornSession::goesOnWhereTheNewSessionIs_data()
{
    QTest::addColumn<bool>("byTime");
    QTest::newRow("Bullhorn ended it") << false;
    QTest::newRow("its time was over") << true;
}

void TestBullhornSession::goesOnWhereTheNewSessionIs()
{
    QFETCH(const bool, byTime);
    BullhornOffice office;
    office.candidate();
    QVERIFY(office.find());
    if (byTime)
        office.clock.advance(11min);
    else
        office.fake.expireSession();
    const WriteOutcome outcome = office.write(PutLead{.header = office.header()});
    QVERIFY(as<Written>(outcome));
    QCOMPARE(office.fake.logins(), 2);
    QCOMPARE(office.fake.count("PUT /rest-services/c2/entity/Candidate"), 1);
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), 2);
    QCOMPARE(office.fake.problems(), QStringList());

    // In the middle of a write: it goes on, and leaves nothing twice.
    office.fake.letNextPass(); // looks for the marker
    office.fake.refuseNext(401, u"errors.authentication.invalidRestToken"_s);
    const QString record = as<Written>(outcome)->link.record;
    const WriteOutcome second = office.write(AddNote{.header = office.header(record, u"rb-bbbbbbbbbbbb"_s)});
    QVERIFY(as<Written>(second));
    QCOMPARE(office.fake.logins(), 3);
    QCOMPARE(office.fake.rows(u"Note"_s).size(), 1);
}

void TestBullhornSession::saysThatItWasRevoked()
{
    BullhornOffice office;
    QVERIFY(office.find());
    office.fake.revoke();
    const Result<QList<calls::LeadRecord>> found = office.find();
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Refused);
    QVERIFY2(found.error().what.startsWith(u"revoked"), qUtf8Printable(found.error().what));
    QVERIFY(!found.error().what.contains(QString::fromLatin1(FakeBullhorn::clientSecret())));
    const std::optional<NotWritten> refusal = as<NotWritten>(office.write(PutLead{.header = office.header()}));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, NotWritten::Class::Account);
    QCOMPARE(refusal->code, u"revoked"_s);
    const QList<Finding> findings = QCoro::waitFor(office.system->test());
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"not_signed_in"_s);
}

void TestBullhornSession::saysThatTheUserIsNotKnown()
{
    BullhornOffice office;
    std::get<settings::BullhornAccount>(office.connection.account).username = u"nobody & co"_s;
    office.open();
    const Result<QList<calls::LeadRecord>> found = office.find();
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Refused);
    QVERIFY(found.error().what.startsWith(u"revoked"));
    QCOMPARE(office.fake.count("loginInfo?username=nobody%20%26%20co"), 1);
}

void TestBullhornSession::triesAgainLater_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a captive portal") << 200 << "<html>Welcome</html>"_ba;
    QTest::newRow("an address of somebody else's")
        << 200 << R"({"oauthUrl":"https://auth.example.com/oauth","restUrl":"https://rest.example.com/rest-services"})"_ba;
    QTest::newRow("down") << 503 << ""_ba;
    QTest::newRow("a proxy's no") << 404 << "<html>no</html>"_ba;
}

void TestBullhornSession::triesAgainLater()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    BullhornOffice office;
    office.fake.answerSignInsWith(status, body);
    const Result<QList<calls::LeadRecord>> found = office.find();
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Transient);
    QVERIFY(office.find()); // nothing was spoilt by it
}

// The browser is sent on to the data centre, and brings the code to us; the rest is as ever.
void TestBullhornSession::signsInByBrowser()
{
    BullhornOffice office;
    office.secrets->values.remove(u"bh-refresh"_s);
    const LeadSystemKind &kind = leadSystemKind(u"bullhorn"_s);
    std::optional<LoopbackSignIn::Provider> provider = kind.signInOf(office.connection);
    QVERIFY(provider);
    QCOMPARE(provider->port, bullhorn::signInPort);
    provider->port = 0; // another test may listen there
    LoopbackSignIn signIn(*provider);
    const Result<QByteArray> address = signIn.start();
    QVERIFY(address);
    QByteArray at = *address;
    QNetworkAccessManager browser;
    browser.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    const auto exchange = [&](LoopbackSignIn::Grant grant) {
        return kind.keepSignIn(office.connection, office.around(), grant);
    };
    QCoro::Task<Done> finished = signIn.finish(exchange, 5s);
    for (int hop = 0; hop < 3; ++hop) {
        at.replace("https://auth-west.bullhornstaffing.com", office.fake.baseUrl().toLatin1()); // as a name server of the test would
        const std::unique_ptr<QNetworkReply> reply(browser.get(QNetworkRequest(QUrl::fromEncoded(at))));
        QSignalSpy over(reply.get(), &QNetworkReply::finished);
        QVERIFY(over.wait());
        at = reply->rawHeader("Location");
    }
    QVERIFY(QCoro::waitFor(finished));
    QCOMPARE(office.secrets->values.value(u"bh-refresh"_s), office.fake.refreshToken());
    office.open();
    QVERIFY(office.find());
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornSession::isNotOpenedWithoutSecrets_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("the app's secret") << u"bh-secret"_s;
    QTest::newRow("nobody has signed in") << u"bh-refresh"_s;
}

void TestBullhornSession::isNotOpenedWithoutSecrets()
{
    QFETCH(const QString, name);
    BullhornOffice office;
    QVERIFY(office.system);
    office.secrets->values.remove(name);
    office.open();
    QVERIFY(!office.system);
}

QTEST_GUILESS_MAIN(TestBullhornSession)

#include "tst_bullhorn_session.moc"
