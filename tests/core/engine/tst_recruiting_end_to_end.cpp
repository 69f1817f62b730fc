#include "base/time.h"
#include "desk/desk.h"
#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/fakebullhorn.h"
#include "support/fakeringcentral.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeBullhorn;
using ringback::test::FakeRingCentral;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 20'000; // ms; never reached when all is well

QJsonObject envelope(const QString &event, const QJsonObject &body)
{
    return {{u"uuid"_s, u"u-1"_s}, {u"event"_s, event}, {u"timestamp"_s, u"2026-11-20T18:00:00.000Z"_s}, {u"body"_s, body}};
}

} // namespace

/// A recruiter with RingCentral and Bullhorn: the door, the whole engine, and both of them over sockets.
class TestRecruitingEndToEnd final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void anUnknownCandidateFromTheCallToThePlacement();
    void aClientIsWrittenToTheirOwnRecord();
    void severalWithOneNumber();

private:
    void missedCall();
    [[nodiscard]] int post(const QJsonObject &object);
    void advance(Milliseconds by);
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] bool isAllWritten()
    {
        return value(u"SELECT COUNT(*) FROM lead_writes WHERE state NOT IN ('done', 'dropped')"_s) == "0"_L1;
    }
    [[nodiscard]] QString comments() const;

    test::TestClock m_clock;
    IdSource m_ids{9};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeRingCentral> m_phone;
    std::unique_ptr<FakeBullhorn> m_bullhorn;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    std::unique_ptr<EngineProgram> m_program;
    quint16 m_port = 0;
};

void TestRecruitingEndToEnd::init()
{
    using Account = settings::RingCentralAccount;
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_phone = std::make_unique<FakeRingCentral>();
    m_phone->setNow(m_clock.now());
    m_phone->ownNumber(u"+12145550100"_s);
    m_phone->shakeHands();
    m_bullhorn = std::make_unique<FakeBullhorn>(m_clock);
    const auto secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"rc-secret"_s, FakeRingCentral::clientSecret()},
                                                              {u"rc-jwt"_s, FakeRingCentral::jwt()},
                                                              {u"rc-verification"_s, "our-token"},
                                                              {u"bh-secret"_s, FakeBullhorn::clientSecret()},
                                                              {u"bh-sign-in"_s, m_bullhorn->refreshToken()}});
    const settings::Connection phone{.id = u"rc"_s,
                                     .account = Account{.clientId = FakeRingCentral::clientId(),
                                                        .clientSecret = u"rc-secret"_s,
                                                        .credentialSecret = u"rc-jwt"_s,
                                                        .receive = Account::Receive::Webhook,
                                                        .verificationSecret = u"rc-verification"_s},
                                     .baseUrl = m_phone->baseUrl().toString()};
    settings::LeadConnection bullhorn{.id = u"bullhorn"_s,
                                      .account = settings::BullhornAccount{.username = FakeBullhorn::username(),
                                                                           .clientId = QString::fromLatin1(FakeBullhorn::clientId()),
                                                                           .clientSecret = u"bh-secret"_s,
                                                                           .credentialSecret = u"bh-sign-in"_s,
                                                                           .cluster = u"42"_s},
                                      .choices = {{u"note_action"_s, u"Inbound Call"_s}, {u"status.needs_callback"_s, u"New Lead"_s}},
                                      .baseUrl = m_bullhorn->baseUrl()};
    const engine::Office office = test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) {
        setup.playbook = u"recruiting"_s;
        setup.teams.append({.id = u"clients"_s, .name = u"Clients"_s});
        setup.connections = {phone};
        for (calls::Line &line : setup.lines) {
            line.callsConnection = u"rc"_s;
            line.textsConnection = u"rc"_s;
        }
        for (const calls::Staff &person : std::as_const(setup.staff))
            bullhorn.choices.insert(u"user."_s + person.id, person.id == "dana"_L1 ? QString::number(FakeBullhorn::dana) : QString());
        setup.leadSystems = {bullhorn};
    });
    m_door = std::make_unique<ingress::WebhookDoor>(
        ingress::WebhookDoor::Config{.database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .publicUrl = {}});
    m_door->setOffice({.connections = {phone}, .secrets = secrets, .lines = office.setup.lines});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
    m_program = std::make_unique<EngineProgram>(m_place->address(), m_clock, secrets, u"http://127.0.0.1:%1"_s.arg(m_port));
    QTRY_COMPARE_WITH_TIMEOUT(m_phone->subscriptions().size(), 1, patience);
}

void TestRecruitingEndToEnd::cleanup()
{
    m_program.reset();
    m_door.reset();
    QCOMPARE(m_phone->problems(), QStringList());
    QCOMPARE(m_bullhorn->problems(), QStringList());
    m_bullhorn.reset();
    m_phone.reset();
    m_database.reset();
    m_place.reset();
}

void TestRecruitingEndToEnd::advance(Milliseconds by)
{
    m_clock.advance(by);
    m_phone->setNow(m_clock.now());
    m_program->wake();
}

int TestRecruitingEndToEnd::post(const QJsonObject &object)
{
    const FakeRingCentral::Subscription to = m_phone->subscriptions().first();
    return test::post(m_port, QUrl(to.address).path().toLatin1(),
                      {{"Content-Type", "application/json"}, {"Verification-Token", to.verificationToken.toLatin1()}},
                      QJsonDocument(object).toJson())
        .status;
}

void TestRecruitingEndToEnd::missedCall()
{
    for (int sequence = 1; sequence <= 2; ++sequence) {
        const bool isOver = sequence == 2;
        const QJsonObject party{{u"id"_s, u"p-1"_s},
                                {u"direction"_s, u"Inbound"_s},
                                {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                                {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                                {u"missedCall"_s, isOver},
                                {u"status"_s, QJsonObject{{u"code"_s, isOver ? u"Disconnected"_s : u"Proceeding"_s}}}};
        QCOMPARE(post(envelope(u"/restapi/v1.0/account/1/telephony/sessions"_s, {{u"sequence"_s, sequence},
                                                                                 {u"telephonySessionId"_s, u"s-1"_s},
                                                                                 {u"eventTime"_s, toIso(m_clock.now())},
                                                                                 {u"parties"_s, QJsonArray{party}}})),
                 200);
        advance(20s);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_phone->texts().size(), 1, patience);
}

QString TestRecruitingEndToEnd::comments() const
{
    QStringList all;
    for (const QJsonObject &note : m_bullhorn->rows(u"Note"_s))
        all.append(note.value(u"comments"_s).toString());
    return all.join(u'\n');
}

void TestRecruitingEndToEnd::anUnknownCandidateFromTheCallToThePlacement()
{
    missedCall();
    QTRY_VERIFY_WITH_TIMEOUT(isAllWritten(), patience);
    QCOMPARE(m_bullhorn->rows(u"Candidate"_s).size(), 1);
    const QJsonObject candidate = m_bullhorn->rows(u"Candidate"_s).first();
    QCOMPARE(candidate.value(u"source"_s).toString(), u"missed_call_recovery"_s);
    QCOMPARE(candidate.value(u"status"_s).toString(), u"New Lead"_s);
    QCOMPARE(m_bullhorn->rows(u"Task"_s).size(), 1);
    const QJsonObject task = m_bullhorn->rows(u"Task"_s).first();
    QCOMPARE(task.value(u"candidate"_s)[u"id"_s].toInteger(), candidate.value(u"id"_s).toInteger());
    QVERIFY2(comments().contains(m_phone->texts().first().value(u"text"_s).toString().left(20).toHtmlEscaped()), qPrintable(comments()));

    QCOMPARE(post(envelope(u"/restapi/v1.0/account/1/extension/2/message-store/instant?type=SMS"_s,
                           {{u"id"_s, u"7000000000001"_s},
                            {u"type"_s, u"SMS"_s},
                            {u"direction"_s, u"Inbound"_s},
                            {u"subject"_s, u"I am free tomorrow"_s},
                            {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                            {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}}}})),
             200);
    m_program->wake();
    QTRY_VERIFY_WITH_TIMEOUT(comments().contains(u"I am free tomorrow"_s), patience);

    // Finished there.
    m_bullhorn->set(u"Task"_s, task.value(u"id"_s).toInteger(), {{u"isCompleted"_s, true}});
    bool isDone = false;
    for (int i = 0; i < 5 && !isDone; ++i) {
        advance(60s); // its events are read at their own pace
        isDone = QTest::qWaitFor([&] { return value(u"SELECT state FROM callback_tasks"_s) == "done"_L1; }, 2'000);
    }
    QVERIFY(isDone);
    QCOMPARE(value(u"SELECT state FROM follow_ups"_s), u"closed"_s);
    QCOMPARE(m_phone->texts().size(), 1); // no confirmation for what was done there

    m_bullhorn->add(u"Placement"_s, {{u"candidate"_s, QJsonObject{{u"id"_s, candidate.value(u"id"_s).toInteger()}}},
                                     {u"status"_s, u"Approved"_s},
                                     {u"fee"_s, 12'500},
                                     {u"salary"_s, 50'000},
                                     {u"dateAdded"_s, toMs(m_clock.now())},
                                     {u"dateBegin"_s, toMs(m_clock.now())}});
    advance(16min);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT amount_cents FROM lead_wins WHERE follow_up_id = (SELECT id FROM follow_ups)"_s), u"1250000"_s,
                              patience);
}

void TestRecruitingEndToEnd::aClientIsWrittenToTheirOwnRecord()
{
    const qint64 client = m_bullhorn->add(u"ClientContact"_s, {{u"firstName"_s, u"Kim"_s},
                                                               {u"lastName"_s, u"Lee"_s},
                                                               {u"name"_s, u"Kim Lee"_s},
                                                               {u"status"_s, u"Active"_s},
                                                               {u"phone"_s, u"214-555-0123"_s}});
    missedCall();
    QTRY_VERIFY_WITH_TIMEOUT(isAllWritten(), patience);
    QCOMPARE(m_bullhorn->rows(u"Candidate"_s).size(), 0);
    QCOMPARE(value(u"SELECT record_id FROM lead_links"_s), u"ClientContact:%1"_s.arg(client));
    QCOMPARE(value(u"SELECT kind || ' ' || name FROM contacts"_s), u"client Kim Lee"_s);
    QCOMPARE(m_bullhorn->rows(u"Task"_s).size(), 1);

    // Finished here: it is finished there.
    desk::Desk desk(*m_database, m_clock, m_ids);
    const auto completed =
        desk.complete(value(u"SELECT id FROM callback_tasks"_s), u"dana"_s, {.outcome = u"client_helped"_s, .value = {}, .at = {}});
    QVERIFY2(completed, qPrintable(completed ? QString() : completed.error().detail));
    m_program->wake();
    QTRY_VERIFY_WITH_TIMEOUT(m_bullhorn->rows(u"Task"_s).first().value(u"isCompleted"_s).toBool(), patience);
}

// Nobody guesses; the caller is texted all the same.
void TestRecruitingEndToEnd::severalWithOneNumber()
{
    for (const QString &name : {u"Ana"_s, u"Berta"_s})
        m_bullhorn->add(u"Candidate"_s, {{u"firstName"_s, name},
                                         {u"lastName"_s, u"Ortiz"_s},
                                         {u"name"_s, name + u" Ortiz"_s},
                                         {u"status"_s, u"Active"_s},
                                         {u"mobile"_s, u"(214) 555-0123"_s}});
    missedCall();
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM lead_writes WHERE kind = 'lead'"_s), u"needs_choice"_s, patience);
    QCOMPARE(m_bullhorn->rows(u"Candidate"_s).size(), 2);
    QCOMPARE(m_bullhorn->rows(u"Note"_s).size(), 0);
    QCOMPARE(value(u"SELECT name FROM contacts"_s), QString());
}

QTEST_GUILESS_MAIN(TestRecruitingEndToEnd)
#include "tst_recruiting_end_to_end.moc"
