#include "connectors/phonesystem.h"
#include "connectors/quo/signature.h"
#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/fakequo.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeQuo;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

std::shared_ptr<test::TestSecrets> secrets()
{
    return std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"quo-key"_s, FakeQuo::apiKey()}, {u"quo-hook"_s, FakeQuo::webhookKey()}});
}

} // namespace

class TestQuoEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void aMissedCallIsAnswered();
    void aCallThatStaffTookIsNot();
    void whatNamesNobodyIsFoundInTheList();
    void whatIsNotProvedIsNotStored();

private:
    [[nodiscard]] settings::Connection connection() const
    {
        return {.id = u"quo-main"_s,
                .account = settings::QuoAccount{.apiKeySecret = u"quo-key"_s, .webhookSecret = u"quo-hook"_s},
                .baseUrl = m_quo->baseUrl().toString()};
    }
    /// The status that the door answered.
    [[nodiscard]] int post(const QByteArray &body, const QByteArray &key = FakeQuo::webhookKey());
    [[nodiscard]] int event(const QString &type, QJsonObject resource);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    /// Texts that left: replies are in the fake's list as well.
    [[nodiscard]] QList<QJsonObject> sent() const { return m_quo->texts(); }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeQuo> m_quo;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    quint16 m_port = 0;
};

void TestQuoEndToEnd::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_quo = std::make_unique<FakeQuo>();
    m_quo->setNow(m_clock.now());
    test::storeOffice(*m_database, m_clock.now(), [this](settings::Setup &setup) {
        setup.connections = {connection()};
        for (calls::Line &line : setup.lines) {
            line.callsConnection = u"quo-main"_s;
            line.textsConnection = u"quo-main"_s;
        }
    });
    m_door = std::make_unique<ingress::WebhookDoor>(
        ingress::WebhookDoor::Config{.database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .publicUrl = {}});
    m_door->setOffice({.connections = {connection()}, .secrets = secrets(), .lines = test::exampleSetup().lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
}

void TestQuoEndToEnd::cleanup()
{
    m_door.reset();
    m_quo.reset();
    m_database.reset();
    m_place.reset();
}

int TestQuoEndToEnd::post(const QByteArray &body, const QByteArray &key)
{
    const qint64 seconds = toMs(m_clock.now()) / 1000;
    return test::post(m_port, "/webhooks/quo/quo-main",
                      {{"Content-Type", "application/json"},
                       {"webhook-id", "msg_1"},
                       {"webhook-timestamp", QByteArray::number(seconds)},
                       {"webhook-signature", quo::signDated(key, "msg_1", seconds, body)}},
                      body)
        .status;
}

int TestQuoEndToEnd::event(const QString &type, QJsonObject resource)
{
    const QJsonObject sides{{u"workspace"_s, QJsonArray{u"+12145550100"_s}}, {u"external"_s, QJsonArray{u"+12145550123"_s}}};
    const QJsonObject context{
        {u"participants"_s, sides}, {u"senderIdentifier"_s, u"+12145550123"_s}, {u"recipientIdentifiers"_s, QJsonArray{u"+12145550100"_s}}};
    if (!resource.contains(u"createdAt"_s))
        resource.insert(u"createdAt"_s, toIso(m_clock.now()));
    const QJsonObject envelope{{u"id"_s, u"EV1"_s},
                               {u"createdAt"_s, toIso(m_clock.now())},
                               {u"type"_s, type},
                               {u"data"_s, QJsonObject{{u"resource"_s, resource}, {u"context"_s, context}}}};
    return post(QJsonDocument(envelope).toJson(QJsonDocument::Compact));
}

void TestQuoEndToEnd::aMissedCallIsAnswered()
{
    EngineProgram program(m_place->address(), m_clock, secrets());
    const QString began = toIso(m_clock.now());
    QCOMPARE(event(u"call.ringing"_s, {{u"id"_s, u"AC9001"_s}, {u"direction"_s, u"incoming"_s}}), 200);
    m_clock.advance(20s);
    m_quo->setNow(m_clock.now());
    const QJsonObject over{{u"id"_s, u"AC9001"_s},          {u"direction"_s, u"incoming"_s}, {u"status"_s, u"unanswered"_s},
                           {u"answeredAt"_s, QJsonValue()}, {u"createdAt"_s, began},         {u"completedAt"_s, toIso(m_clock.now())},
                           {u"hasVoicemail"_s, false}};
    QCOMPARE(event(u"call.missed"_s, {{u"id"_s, u"AC9001"_s}, {u"createdAt"_s, began}}), 200);
    QCOMPARE(event(u"call.completed"_s, over), 200);
    QCOMPARE(event(u"call.completed"_s, over), 200); // it sends it twice
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(sent().size(), 1, patience);
    const QJsonObject text = sent().constFirst();
    QCOMPARE(text.value(u"to"_s).toArray(), QJsonArray{u"+12145550123"_s});
    QCOMPARE(text.value(u"from"_s).toString(), u"+12145550100"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s);
    QCOMPARE(value(u"SELECT verdict || ' ' || connection FROM calls"_s), u"missed quo-main"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"accepted"_s, patience);
    const QString id = text.value(u"id"_s).toString();
    QCOMPARE(value(u"SELECT provider_id FROM messages WHERE direction = 'out'"_s), id);

    QCOMPARE(event(u"message.delivered"_s, {{u"id"_s, id}, {u"status"_s, u"delivered"_s}}), 200);
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"delivered"_s, patience);

    QCOMPARE(event(u"message.received"_s, {{u"id"_s, u"AC9002"_s}, {u"direction"_s, u"incoming"_s}, {u"text"_s, u"Sí, 🏠"_s}}), 200);
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT body FROM messages WHERE direction = 'in'"_s), u"Sí, 🏠"_s, patience);
    QCOMPARE(sent().size(), 1);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoEndToEnd::aCallThatStaffTookIsNot()
{
    EngineProgram program(m_place->address(), m_clock, secrets());
    const QString now = toIso(m_clock.now());
    QCOMPARE(event(u"call.missed"_s, {{u"id"_s, u"AC9001"_s}, {u"createdAt"_s, now}}), 200); // it rang out here, and there somebody took it
    QCOMPARE(event(u"call.answered"_s,
                   {{u"id"_s, u"AC9001"_s}, {u"direction"_s, u"incoming"_s}, {u"answeredAt"_s, now}, {u"answeredByUserId"_s, u"US1"_s}}),
             200);
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT verdict FROM calls"_s), u"answered"_s, patience);
    m_clock.advance(1min);
    program.wake();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM inbox WHERE state = 'new'"_s), u"0"_s, patience);
    QVERIFY(sent().isEmpty());
}

// Quo leaves out who called, now and then.
void TestQuoEndToEnd::whatNamesNobodyIsFoundInTheList()
{
    const QString began = toIso(m_clock.now());
    m_clock.advance(20s);
    const QString ended = toIso(m_clock.now());
    const QJsonObject call{{u"id"_s, u"AC9001"_s}, {u"createdAt"_s, began}, {u"completedAt"_s, ended}, {u"updatedAt"_s, ended}};
    m_quo->addCall(call);
    QCOMPARE(post(R"({"type":"call.missed","createdAt":")" + ended.toLatin1() + R"(","data":{"resource":{"id":"AC9001"}}})"), 200);
    m_clock.advance(30s);
    EngineProgram program(m_place->address(), m_clock, secrets());
    QTRY_COMPARE_WITH_TIMEOUT(sent().size(), 1, patience);
    QCOMPARE(sent().constFirst().value(u"to"_s).toArray(), QJsonArray{u"+12145550123"_s});
    QCOMPARE(value(u"SELECT COUNT(*) FROM calls"_s), u"1"_s);
    QCOMPARE(m_quo->problems(), QStringList());
}

void TestQuoEndToEnd::whatIsNotProvedIsNotStored()
{
    const QByteArray body = R"({"type":"call.missed","data":{"resource":{"id":"AC9001"}}})";
    QCOMPARE(post(body, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 403);
    QCOMPARE(post(body), 200);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"1"_s);
}

QTEST_GUILESS_MAIN(TestQuoEndToEnd)
#include "tst_quo_end_to_end.moc"
