#include "support/servicetitandescription.h"

#include <QTest>

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::ApiDescription;

/// ServiceTitan's own descriptions as the fake is held to them: what is wrong has to be found wrong, in each module that we use.
class TestServiceTitanDescription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void needsMending();
    void holdsRequests_data();
    void holdsRequests();
    void holdsAnswers_data();
    void holdsAnswers();

private:
    QHash<QString, ApiDescription> m_all;
};

void TestServiceTitanDescription::initTestCase()
{
    m_all = test::serviceTitanDescriptions();
    if (m_all.isEmpty())
        QSKIP("the descriptions are not at hand");
    QCOMPARE(m_all.size(), 7);
}

// As published no body of the CRM would be looked at, neither one of ours nor one of theirs.
void TestServiceTitanDescription::needsMending()
{
    const std::optional<ApiDescription> raw = ApiDescription::read(u"servicetitan/tenant-crm-v2.json"_s);
    QVERIFY(raw);
    const ApiDescription::Headers json{{"Content-Type", "application/json"}};
    for (const QByteArray &body : {R"({"campaignId":3,"summary":"x"})"_ba, R"({"campaignId":"three"})"_ba})
        QCOMPARE(raw->problemsOf("POST", "/tenant/1/leads", json, body), QStringList{u"body: is not described"_s});
    for (const QByteArray &body : {R"({"id":1})"_ba, R"({"id":"one"})"_ba})
        QCOMPARE(raw->problemsOfAnswer("GET", "/tenant/1/leads/1", 200, "application/json", body),
                 QStringList{u"answer: has a body, where none is described"_s});
    QVERIFY(m_all.value(u"crm"_s, *raw)
                .problemsOfAnswer("GET", "/crm/v2/tenant/1/leads/1", 200, "application/json", R"({"id":"one"})")
                .contains(u"answer/id: expected integer, not \"one\""_s));
}

void TestServiceTitanDescription::holdsRequests_data()
{
    QTest::addColumn<QString>("module");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");
    const auto row = [](const char *name, const char *module, const char *request, const char *body, const QStringList &problems = {}) {
        QTest::newRow(name) << QString::fromLatin1(module) << QByteArray(request) << QByteArray(body) << problems;
    };
    row("a lead", "crm", "POST /crm/v2/tenant/1/leads",
        R"({"campaignId":3,"summary":"x","followUpDate":"2026-11-20T18:00:00Z","tagTypeIds":[4]})");
    row("a lead without a campaign", "crm", "POST /crm/v2/tenant/1/leads", R"({"summary":"x"})", {u"body/campaignId: is missing"_s});
    row("a lead with a plain date", "crm", "POST /crm/v2/tenant/1/leads", R"({"campaignId":3,"summary":"x","followUpDate":"2026-11-20"})",
        {u"body/followUpDate: \"2026-11-20\" does not match date-time"_s});
    row("a lead's campaign as a text", "crm", "POST /crm/v2/tenant/1/leads", R"({"campaignId":"3","summary":"x"})",
        {u"body/campaignId: expected integer, not \"3\""_s});
    row("a lead with a word nobody knows", "crm", "POST /crm/v2/tenant/1/leads", R"({"campaignId":3,"summary":"x","source":"y"})",
        {u"body/source: is not described"_s});
    row("a lead without a body", "crm", "POST /crm/v2/tenant/1/leads", "", {u"body: is missing"_s});
    row("a booking", "crm", "POST /crm/v2/tenant/1/booking-provider/9/bookings",
        R"({"source":"s","name":"n","summary":"x","isFirstTimeClient":true,"externalId":"rb-7f3a","contacts":[{"type":"MobilePhone","value":"2145550142"}]})");
    row("a booking's odd contact", "crm", "POST /crm/v2/tenant/1/booking-provider/9/bookings",
        R"({"source":"s","name":"n","summary":"x","isFirstTimeClient":true,"externalId":"rb-7f3a","contacts":[{"type":"Pager","value":"1"}]})",
        {u"body/contacts/0/type: expected Phone or Email or Fax or MobilePhone, not \"Pager\""_s});
    row("customers by phone", "crm", "GET /crm/v2/tenant/1/customers?phone=2145550142&active=Any&pageSize=50", "");
    row("customers of a state that is none", "crm", "GET /crm/v2/tenant/1/customers?active=Maybe", "",
        {u"query active: expected True or Any or False, not \"Maybe\""_s});
    row("customers by e-mail, which is not offered", "crm", "GET /crm/v2/tenant/1/customers?email=a%40example.com", "",
        {u"query email: is not described"_s});
    row("a task", "taskmanagement", "POST /taskmanagement/v2/tenant/1/tasks",
        R"({"reportedById":1,"assignedToId":1,"isClosed":false,"name":"n","businessUnitId":1,"employeeTaskTypeId":1,"employeeTaskSourceId":1,
            "reportedDate":"2026-11-20T18:00:00Z","priority":"High","description":"d"})");
    row("a task of a priority that is none", "taskmanagement", "POST /taskmanagement/v2/tenant/1/tasks",
        R"({"reportedById":1,"assignedToId":1,"isClosed":false,"name":"n","businessUnitId":1,"employeeTaskTypeId":1,"employeeTaskSourceId":1,
            "reportedDate":"2026-11-20T18:00:00Z","priority":"Now"})",
        {u"body/priority: expected Low or Normal or High or Urgent, not \"Now\""_s});
    row("a task changed, which is not offered", "taskmanagement", "PATCH /taskmanagement/v2/tenant/1/tasks/5", "{}",
        {u"method: PATCH is not described for /tenant/{tenant}/tasks/{id}"_s});
    row("a customer's jobs", "jpm", "GET /jpm/v2/tenant/1/jobs?customerId=5&modifiedOnOrAfter=2026-11-20T18:00:00Z", "");
    row("a customer's jobs by name", "jpm", "GET /jpm/v2/tenant/1/jobs?customerId=Smith", "",
        {u"query customerId: expected integer, not \"Smith\""_s});
}

void TestServiceTitanDescription::holdsRequests()
{
    QFETCH(QString, module);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    const QByteArrayList line = request.split(' ');
    ApiDescription::Headers headers;
    if (!body.isEmpty())
        headers.emplaceBack("Content-Type", "application/json");
    QTEST(m_all.find(module)->problemsOf(line.at(0), line.at(1), headers, body), "problems");
}

void TestServiceTitanDescription::holdsAnswers_data()
{
    QTest::addColumn<QString>("module");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");
    const QByteArray note =
        R"({"id":1,"text":"t","isPinned":false,"createdById":2,"createdOn":"2026-11-20T18:00:00Z","modifiedOn":"2026-11-20T18:00:00Z"})";
    const auto crm = u"crm"_s;
    QTest::newRow("a note") << crm << "POST /crm/v2/tenant/1/leads/2/notes"_ba << 200 << note << QStringList();
    QTest::newRow("a note without its text") << crm << "POST /crm/v2/tenant/1/leads/2/notes"_ba << 200
                                             << QByteArray(note).replace(R"("text":"t",)", "") << QStringList{u"answer/text: is missing"_s};
    QTest::newRow("a list's end as null") << crm << "GET /crm/v2/tenant/1/leads/2/notes"_ba << 200
                                          << QByteArray(R"({"page":1,"pageSize":50,"hasMore":false,"totalCount":null,"data":[]})")
                                          << QStringList();
    QTest::newRow("a list without hasMore") << crm << "GET /crm/v2/tenant/1/leads/2/notes"_ba << 200
                                            << QByteArray(R"({"page":1,"pageSize":50,"data":[]})")
                                            << QStringList{u"answer/hasMore: is missing"_s};
    const QByteArray invoices =
        R"({"page":1,"pageSize":50,"hasMore":false,"data":[{"id":1,"createdOn":"2026-11-20T18:00:00Z","sentStatus":"Sent","reviewStatus":"Reviewed","active":true,"total":"12.50"}]})";
    QTest::newRow("an invoice") << u"accounting"_s << "GET /accounting/v2/tenant/1/invoices?jobId=3"_ba << 200 << invoices << QStringList();
    QTest::newRow("an invoice's total as a number")
        << u"accounting"_s << "GET /accounting/v2/tenant/1/invoices?jobId=3"_ba << 200 << QByteArray(invoices).replace("\"12.50\"", "12.50")
        << QStringList{u"answer/data/0/total: expected string, not 12.5"_s};
}

void TestServiceTitanDescription::holdsAnswers()
{
    QFETCH(QString, module);
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const QByteArrayList line = request.split(' ');
    QTEST(m_all.find(module)->problemsOfAnswer(line.at(0), line.at(1), status, "application/json", body), "problems");
}

QTEST_GUILESS_MAIN(TestServiceTitanDescription)
#include "tst_servicetitan_description.moc"
