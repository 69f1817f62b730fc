#include "connectors/http/httpclient.h"
#include "support/servicetitanoffice.h"

#include <QJsonDocument>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeServiceTitan;

namespace {

constexpr auto token = "st-token-1";
constexpr auto base = "/crm/v2/tenant/4711";

} // namespace

/// That the fake refuses what ServiceTitan refuses: what our connector never sends would not show otherwise.
class TestServiceTitanFake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refuses_data();
    void refuses();
    void endsTokens();

private:
    [[nodiscard]] HttpAnswer send(const QByteArray &request, const QByteArray &body, const QByteArray &bearer = token,
                                  const QByteArray &appKey = FakeServiceTitan::appKey())
    {
        HttpCall call;
        call.verb = request.split(' ').first();
        call.url = m_fake->baseUrl().toLatin1() + request.split(' ').last();
        if (!bearer.isEmpty())
            call.headers.emplaceBack("Authorization", "Bearer " + bearer);
        if (!appKey.isEmpty())
            call.headers.emplaceBack("ST-App-Key", appKey);
        if (!body.isEmpty()) {
            call.contentType = "application/json";
            call.body = body;
        }
        return QCoro::waitFor(m_http->send(std::move(call)));
    }

    test::TestClock m_clock;
    QNetworkAccessManager m_network;
    std::unique_ptr<FakeServiceTitan> m_fake;
    std::unique_ptr<HttpClient> m_http;
};

void TestServiceTitanFake::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_fake = std::make_unique<FakeServiceTitan>(m_clock);
    m_http = std::make_unique<HttpClient>(m_network, m_clock, 5s);
    HttpCall form;
    form.verb = "POST";
    form.url = m_fake->baseUrl().toLatin1() + "/connect/token";
    form.contentType = "application/x-www-form-urlencoded";
    form.body = "grant_type=client_credentials&client_id=cid.test&client_secret=" + FakeServiceTitan::clientSecret().toPercentEncoding();
    const HttpAnswer answer = QCoro::waitFor(m_http->send(std::move(form)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(QJsonDocument::fromJson(answer.body).object().value(u"expires_in"_s).toInt(), 900);
}

void TestServiceTitanFake::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &request, const QByteArray &body, int status) {
        QTest::newRow(name) << request << body << status;
    };
    const QByteArray customers = "POST "_ba + base + "/customers";
    const QByteArray leads = "POST "_ba + base + "/leads";
    row("a customer without an address", customers, R"({"name":"Pat"})", 400);
    row("a customer without a location", customers,
        R"({"name":"Pat","address":{"street":"1","city":"D","state":"TX","zip":"7","country":"US"},"locations":[]})", 400);
    row("a lead with neither a reason nor a date", leads, R"({"campaignId":31,"summary":"x"})", 400);
    row("a lead with a reason", leads, R"({"campaignId":31,"summary":"x","callReasonId":51})", 200);
    row("a lead with a date without a time", leads, R"({"campaignId":31,"summary":"x","followUpDate":"2026-11-20"})", 400);
    row("a lead of a campaign that is none", leads, R"({"campaignId":39,"summary":"x","callReasonId":51})", 400);
    row("a lead with a word nobody knows", leads, R"({"campaignId":31,"summary":"x","callReasonId":51,"source":"y"})", 400);
    row("a task without what it needs", "POST /taskmanagement/v2/tenant/4711/tasks", R"({"name":"Call back"})", 400);
    row("a booking without an external id", "POST "_ba + base + "/booking-provider/9/bookings",
        R"({"source":"s","name":"n","summary":"x","isFirstTimeClient":true})", 400);
    row("an empty lead", leads, "{}", 400);
    row("another tenant", "GET /crm/v2/tenant/4712/customers", "", 404);
    row("a module that is none", "GET /crm/v3/tenant/4711/customers", "", 404);
    row("a task that is changed", "PATCH /taskmanagement/v2/tenant/4711/tasks/5", R"({"status":"Completed"})", 0);
    row("customers by e-mail", "GET "_ba + base + "/customers?email=a%40example.com", "", 400);
}

void TestServiceTitanFake::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const HttpAnswer answer = send(request, body);
    if (status == 0) // with or without the description that says so
        QVERIFY(answer.status >= 400);
    else
        QCOMPARE(answer.status, status);
    if (answer.status != 200)
        QVERIFY(!QJsonDocument::fromJson(answer.body).object().value(u"traceId"_s).toString().isEmpty());
}

void TestServiceTitanFake::endsTokens()
{
    const QByteArray list = "GET "_ba + base + "/customers";
    QCOMPARE(send(list, {}).status, 200);
    QCOMPARE(send(list, {}, {}).status, 401);
    QCOMPARE(send(list, {}, "another").status, 401);
    QCOMPARE(send(list, {}, token, {}).status, 401);
    QCOMPARE(send(list, {}, token, "another").status, 401);
    m_clock.advance(15min - 1s);
    QCOMPARE(send(list, {}).status, 200);
    m_clock.advance(1s);
    QCOMPARE(send(list, {}).status, 401);
    QCOMPARE(m_fake->problems(), QStringList());
}

QTEST_GUILESS_MAIN(TestServiceTitanFake)
#include "tst_servicetitan_fake.moc"
