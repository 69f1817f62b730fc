#include "settings/setup.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::settings;

namespace {

QByteArray setupWith(const QJsonArray &leadSystems, const QJsonArray &connections = {})
{
    QJsonObject setup = {{u"company"_s, QJsonObject{{u"name"_s, u"Ridge Roofing"_s}}}, {u"playbook"_s, u"roofing"_s}};
    setup.insert(u"lead_systems"_s, leadSystems);
    if (!connections.isEmpty())
        setup.insert(u"connections"_s, connections);
    return QJsonDocument(setup).toJson();
}

QJsonObject jobber()
{
    return {{u"id"_s, u"jobber"_s},
            {u"type"_s, u"jobber"_s},
            {u"client_id"_s, u"app-1"_s},
            {u"client_secret"_s, u"jobber-client-secret"_s},
            {u"credential_secret"_s, u"jobber-sign-in"_s},
            {u"choices"_s, QJsonObject{{u"user.dana"_s, u"Z2lk"_s}, {u"status.needs_callback"_s, u"Needs callback"_s}}}};
}

} // namespace

/// The setup file's lead systems.
class TestLeadFields final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType_data();
    void readsEveryType();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void knowsWhoIsWho();
};

void TestLeadFields::readsEveryType_data()
{
    QTest::addColumn<QJsonObject>("document");
    QTest::addColumn<QStringList>("secrets");

    const QString id = u"id"_s;
    const QString type = u"type"_s;
    QTest::newRow("jobber") << jobber() << QStringList{u"jobber-client-secret"_s, u"jobber-sign-in"_s};
    QTest::newRow("servicetitan") << QJsonObject{{id, u"st"_s},
                                                 {type, u"servicetitan"_s},
                                                 {u"tenant"_s, u"1234"_s},
                                                 {u"client_id"_s, u"cid"_s},
                                                 {u"client_secret"_s, u"st-client"_s},
                                                 {u"app_key_secret"_s, u"st-app"_s},
                                                 {u"booking_provider"_s, u"77"_s},
                                                 {u"integration"_s, true},
                                                 {u"web_host"_s, u"https://next.example.com"_s}}
                                  << QStringList{u"st-client"_s, u"st-app"_s};
    QTest::newRow("acculynx") << QJsonObject{{id, u"al"_s}, {type, u"acculynx"_s}, {u"api_key_secret"_s, u"al-key"_s}}
                              << QStringList{u"al-key"_s};
    QTest::newRow("greenhouse") << QJsonObject{{id, u"gh"_s},
                                               {type, u"greenhouse"_s},
                                               {u"client_id"_s, u"cid"_s},
                                               {u"client_secret"_s, u"gh-secret"_s},
                                               {u"user_id"_s, u"4711"_s}}
                                << QStringList{u"gh-secret"_s};
    QTest::newRow("lever") << QJsonObject{{id, u"lever"_s},
                                          {type, u"lever"_s},
                                          {u"api_key_secret"_s, u"lever-key"_s},
                                          {u"perform_as"_s, u"5b6f"_s},
                                          {u"sandbox"_s, true}}
                           << QStringList{u"lever-key"_s};
    QTest::newRow("bullhorn") << QJsonObject{{id, u"bh"_s},
                                             {type, u"bullhorn"_s},
                                             {u"username"_s, u"api.office"_s},
                                             {u"client_id"_s, u"cid"_s},
                                             {u"client_secret"_s, u"bh-secret"_s},
                                             {u"credential_secret"_s, u"bh-sign-in"_s},
                                             {u"cluster"_s, u"33"_s},
                                             {u"small_fee"_s, u"amount"_s},
                                             {u"poll_seconds"_s, 90}}
                              << QStringList{u"bh-secret"_s, u"bh-sign-in"_s};
    QTest::newRow("a sheet by service account") << QJsonObject{{id, u"sheet"_s},
                                                               {type, u"google_sheets"_s},
                                                               {u"spreadsheet_id"_s, u"1AbCdEfGhIjKl"_s},
                                                               {u"credential_secret"_s, u"sheet-key"_s}}
                                                << QStringList{u"sheet-key"_s};
    QTest::newRow("a sheet by browser") << QJsonObject{{id, u"sheet"_s},
                                                       {type, u"google_sheets"_s},
                                                       {u"spreadsheet_id"_s, u"1AbCdEfGhIjKl"_s},
                                                       {u"sheet"_s, u"Llamadas"_s},
                                                       {u"sign_in"_s, u"browser"_s},
                                                       {u"client_id"_s, u"cid"_s},
                                                       {u"client_secret"_s, u"g-client"_s},
                                                       {u"credential_secret"_s, u"g-sign-in"_s}}
                                        << QStringList{u"g-sign-in"_s, u"g-client"_s};
    QTest::newRow("a webhook") << QJsonObject{{id, u"zap"_s},
                                              {type, u"webhook"_s},
                                              {u"address_secret"_s, u"zap-address"_s},
                                              {u"signing_secret"_s, u"zap-key"_s},
                                              {u"events"_s, QJsonArray{u"lead.created"_s, u"reply.received"_s}},
                                              {u"base_url"_s, u"http://127.0.0.1:8099"_s}}
                               << QStringList{u"zap-address"_s, u"zap-key"_s};
}

void TestLeadFields::readsEveryType()
{
    QFETCH(QJsonObject, document);
    QFETCH(QStringList, secrets);
    const Result<Setup> setup = parseSetup(setupWith({document}));
    QVERIFY2(setup, qPrintable(setup ? QString() : setup.error().what));
    QCOMPARE(setup->leadSystems.size(), 1);
    const LeadConnection &connection = setup->leadSystems.first();
    QCOMPARE(connection.type(), document.value(u"type"_s).toString());
    QStringList names;
    for (const SecretName &secret : connection.secrets())
        names.append(secret.name);
    QCOMPARE(names, secrets);

    const QByteArray written = toJson(*setup);
    const Result<Setup> again = parseSetup(written);
    QVERIFY2(again, qPrintable(again ? QString() : again.error().what));
    QCOMPARE(*again, *setup);
    // Nothing of what was asked for is lost on the way.
    QCOMPARE(QJsonDocument::fromJson(written).object().value(u"lead_systems"_s).toArray(), QJsonArray{document});
}

void TestLeadFields::namesWhatIsWrong_data()
{
    QTest::addColumn<QJsonArray>("documents");
    QTest::addColumn<QString>("finding");

    const auto with = [](const QString &key, const QJsonValue &value) {
        QJsonObject document = jobber();
        document.insert(key, value);
        return QJsonArray{document};
    };
    const auto without = [](const QString &key) {
        QJsonObject document = jobber();
        document.remove(key);
        return QJsonArray{document};
    };
    QTest::newRow("a system nobody knows") << with(u"type"_s, u"rolodex"_s) << u"/lead_systems/0/type: expected "_s;
    QTest::newRow("no client id") << without(u"client_id"_s) << u"/lead_systems/0/client_id: is missing"_s;
    QTest::newRow("no name of the sign-in") << without(u"credential_secret"_s) << u"/lead_systems/0/credential_secret: is missing"_s;
    QTest::newRow("a key of another type") << with(u"tenant"_s, u"12"_s)
                                           << u"/lead_systems/0/tenant: is not known for a connection of the type \"jobber\""_s;
    QTest::newRow("a base URL with a query") << with(u"base_url"_s, u"https://proxy.example/?a=b"_s)
                                             << u"/lead_systems/0/base_url: expected an address"_s;
    QTest::newRow("pages that are nowhere") << QJsonArray{QJsonObject{{u"id"_s, u"st"_s},
                                                                      {u"type"_s, u"servicetitan"_s},
                                                                      {u"tenant"_s, u"1"_s},
                                                                      {u"client_id"_s, u"cid"_s},
                                                                      {u"client_secret"_s, u"a"_s},
                                                                      {u"app_key_secret"_s, u"b"_s},
                                                                      {u"web_host"_s, u"javascript:alert(1)"_s}}}
                                            << u"/lead_systems/0/web_host: expected an address"_s;
    QTest::newRow("two of one id") << QJsonArray{jobber(), jobber()} << u"/lead_systems/1/id: another connection has this id"_s;
    QTest::newRow("the mail server's id") << with(u"id"_s, u"mail"_s) << u"/lead_systems/0/id: another connection has this id"_s;
    QTest::newRow("a phone system's id") << with(u"id"_s, u"phone"_s) << u"/lead_systems/0/id: another connection has this id"_s;
    QTest::newRow("the secret in the place of its name")
        << with(u"client_secret"_s, u"00000000000000000000000000000001"_s) << u"looks like the secret itself"_s;
    QTest::newRow("a choice that is no text") << with(u"choices"_s, QJsonObject{{u"source"_s, 7}}) << u"/lead_systems/0/choices/source: "_s;
}

void TestLeadFields::namesWhatIsWrong()
{
    QFETCH(QJsonArray, documents);
    QFETCH(QString, finding);
    const QJsonArray phones = {QJsonObject{{u"id"_s, u"phone"_s}, {u"type"_s, u"generic"_s}, {u"proof_secret"_s, u"phone-key"_s}}};
    const Result<Setup> setup = parseSetup(setupWith(documents, phones));
    QVERIFY(!setup);
    QVERIFY2(setup.error().what.contains(finding), qPrintable(setup.error().what));
    QVERIFY(!setup.error().what.contains(u"00000000000000000000000000000001"_s));
}

void TestLeadFields::knowsWhoIsWho()
{
    const Result<Setup> setup = parseSetup(setupWith({jobber()}));
    QVERIFY(setup);
    QCOMPARE(setup->leadSystem(u"jobber")->staffOf(u"Z2lk"_s), u"dana"_s);
    QCOMPARE(setup->leadSystem(u"jobber")->staffOf(u"other"_s), QString());
    QCOMPARE(setup->leadSystem(u"jobber")->staffOf(QString()), QString());
    QCOMPARE(setup->leadSystem(u"none"), nullptr);
    // A status with the same word is nobody.
    QCOMPARE(setup->leadSystem(u"jobber")->staffOf(u"Needs callback"_s), QString());
}

QTEST_GUILESS_MAIN(TestLeadFields)
#include "tst_leadfields.moc"
