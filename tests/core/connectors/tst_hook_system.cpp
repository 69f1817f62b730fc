#include "connectors/hook/events.h"
#include "connectors/hook/kind.h"
#include "connectors/standardwebhooks.h"
#include "support/examplelead.h"
#include "support/fakehook.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QTest>
#include <QTimer>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::exampleFacts;
using ringback::test::exampleHeader;
using ringback::test::FakeHook;
using Class = NotWritten::Class;
using Level = Finding::Level;

class TestHookSystem : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhatItCan();
    void postsEachWrite();
    void signsWhenAsked();
    void signsAsTheSpecificationShows();
    void sendsOnlyWhatWasChosen();
    void judgesAnswers_data();
    void judgesAnswers();
    void repeatsALostAnswerWithTheSameId_data();
    void repeatsALostAnswerWithTheSameId();
    void waitsAsLongAsItIsTold();
    void doesNotFollowARedirect();
    void isRefusedForNowWithoutAConnection();
    void keepsToSafeAddresses_data();
    void keepsToSafeAddresses();
    void keepsTheAddressToItself_data();
    void keepsTheAddressToItself();
    void needsItsSecrets();
    void pings_data();
    void pings();
    void findsUnknownEvents();
    void triesARecord();
    void givesUp();

private:
    void open(const settings::OutgoingHook &hook, const QString &baseUrl = {}, Milliseconds timeout = 5s);
    [[nodiscard]] WriteOutcome write(const LeadWrite &write) { return QCoro::waitFor(m_system->write(write)); }
    [[nodiscard]] static LeadWrite someNote(const QString &marker = u"rb-note22222222"_s)
    {
        return AddNote{.header = exampleHeader(marker), .note = calls::LeadNote::Reply};
    }

    test::TestClock m_clock;
    const settings::OutgoingHook m_hook{.addressSecret = u"zap-address"_s, .signingSecret = {}, .events = {}};
    std::shared_ptr<test::TestSecrets> m_secrets;
    std::unique_ptr<FakeHook> m_fake;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<LeadSystem> m_system;
};

void TestHookSystem::init()
{
    m_fake = std::make_unique<FakeHook>();
    m_network = std::make_unique<QNetworkAccessManager>();
    m_secrets = std::make_shared<test::TestSecrets>();
    m_secrets->values = {{u"zap-address"_s, m_fake->address() + '\n'}, {u"zap-key"_s, FakeHook::signingKey()}};
    open(m_hook);
}

void TestHookSystem::cleanup()
{
    m_system.reset();
    m_network.reset();
    m_fake.reset();
}

void TestHookSystem::open(const settings::OutgoingHook &hook, const QString &baseUrl, Milliseconds timeout)
{
    const settings::LeadConnection connection{.id = u"zap"_s, .account = hook, .choices = {}, .baseUrl = baseUrl};
    m_system = leadSystemKind(connection.type())
                   .open(connection, {.network = *m_network, .clock = m_clock, .timeout = timeout, .secrets = m_secrets});
}

void TestHookSystem::saysWhatItCan()
{
    const LeadAbilities abilities = leadSystemKind(u"webhook"_s).abilities();
    QVERIFY(abilities.writesNotes && abilities.setsStatus && abilities.writesTasks && abilities.closesTasks);
    QVERIFY(!abilities.findsByNumber && !abilities.findsByEmail && !abilities.listsChanges && !abilities.readsTasks &&
            !abilities.readsWins && !abilities.removesRecords);
    QCOMPARE(QCoro::waitFor(m_system->find({.number = test::exampleNumber(), .email = {}})).error().kind, ErrorKind::Refused);
    QCOMPARE(QCoro::waitFor(m_system->changesSince({})).error().kind, ErrorKind::Refused);
    QCOMPARE(QCoro::waitFor(m_system->tasks({})).error().kind, ErrorKind::Refused);
    QCOMPARE(QCoro::waitFor(m_system->wins({})).error().kind, ErrorKind::Refused);
    const QList<ChoiceSlot> choices = leadSystemKind(u"webhook"_s).choiceSlots({}, {u"needs_callback"_s}, {u"dana"_s});
    const QList<ChoiceSlot> expected{{.key = u"status.needs_callback"_s, .list = {}}, {.key = u"user.dana"_s, .list = {}}};
    QCOMPARE(choices, expected);
}

void TestHookSystem::postsEachWrite()
{
    const std::optional<Written> lead = as<Written>(write(PutLead{exampleHeader(u"rb-lead22222222"_s)}));
    QVERIFY(lead);
    QVERIFY(lead->link.isOurs);
    const calls::LeadLink link = lead->link;
    const std::optional<Written> task = as<Written>(
        write(PutTask{.header = exampleHeader(u"rb-task22222222"_s, link), .title = u"Call"_s, .dueAt = m_clock.now(), .assignee = {}}));
    QVERIFY(task);
    QCOMPARE(task->link.task, u"rb-task22222222"_s);
    QCOMPARE(task->link.record, link.record);
    const CloseTask closing{.header = exampleHeader(u"rb-done22222222"_s, task->link), .outcome = u"no_interest"_s};
    QCOMPARE(as<Written>(write(closing))->link, task->link);
    QCOMPARE(as<Written>(write(AddNote{.header = exampleHeader(u"rb-note22222222"_s, link)}))->link, link);
    QCOMPARE(as<Written>(write(SetStatus{.header = exampleHeader(u"rb-stat22222222"_s, link)}))->link, link);

    QStringList types;
    for (const QJsonObject &event : m_fake->events()) {
        types.append(event.value("type"_L1).toString());
        QCOMPARE(event.value("lead_id"_L1).toString(), link.record);
    }
    QCOMPARE(types, QStringList({u"lead.created"_s, u"task.created"_s, u"task.completed"_s, u"call.repeated"_s, u"status.changed"_s}));
    QCOMPARE(m_fake->events().at(2).value("task_id"_L1), m_fake->events().at(1).value("task_id"_L1));
    QCOMPARE(m_fake->events().constFirst().value("phone"_L1).toString(), u"+12145550123"_s);
    QCOMPARE(m_fake->problems(), QStringList());
}

void TestHookSystem::signsWhenAsked()
{
    m_fake->expectSignatures();
    open({.addressSecret = u"zap-address"_s, .signingSecret = u"zap-key"_s, .events = {}});
    QVERIFY(as<Written>(write(someNote())));
    QCOMPARE(m_fake->problems(), QStringList());
    const ingress::HttpRequest sent = m_fake->requests().constFirst();
    QCOMPARE(sent.header("webhook-timestamp"), QByteArray::number(toMs(m_clock.now()) / 1000));

    m_secrets->values.insert(u"zap-key"_s, "whsec_b3RoZXIga2V5IG9mIHNvbWVib2R5"); // another key is not that one
    open({.addressSecret = u"zap-address"_s, .signingSecret = u"zap-key"_s, .events = {}});
    QCOMPARE(as<NotWritten>(write(someNote()))->kind, Class::Account);
    m_secrets->values.insert(u"zap-key"_s, "not base64!");
    open({.addressSecret = u"zap-address"_s, .signingSecret = u"zap-key"_s, .events = {}});
    QCOMPARE(as<NotWritten>(write(someNote()))->code, u"bad_signing_key"_s);
    QCOMPARE(m_fake->events().size(), 1);
}

// The example of the specification's own libraries.
void TestHookSystem::signsAsTheSpecificationShows()
{
    const QByteArray key = webhookKeyBytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    QCOMPARE(signWebhook(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="_ba);
}

void TestHookSystem::sendsOnlyWhatWasChosen()
{
    open({.addressSecret = u"zap-address"_s, .signingSecret = {}, .events = {u"reply.received"_s}});
    QVERIFY(as<Written>(write(someNote())));
    const std::optional<NotWritten> refused = as<NotWritten>(write(PutLead{exampleHeader(u"rb-lead22222222"_s)}));
    QCOMPARE(refused->kind, Class::Unable);
    QCOMPARE(refused->code, u"event_not_chosen"_s);
    QCOMPARE(m_fake->events().size(), 1);
}

void TestHookSystem::judgesAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<std::optional<Class>>("kind");
    QTest::newRow("taken for later") << 202 << std::optional<Class>();
    QTest::newRow("taken, nothing to say") << 204 << std::optional<Class>();
    QTest::newRow("not acceptable") << 400 << std::optional(Class::Write);
    QTest::newRow("not authorised") << 401 << std::optional(Class::Account);
    QTest::newRow("not allowed") << 403 << std::optional(Class::Account);
    QTest::newRow("no such hook") << 404 << std::optional(Class::Account);
    QTest::newRow("the hook was taken down") << 410 << std::optional(Class::Account);
    QTest::newRow("too large") << 413 << std::optional(Class::Write);
    QTest::newRow("validation") << 422 << std::optional(Class::Write);
    QTest::newRow("too often") << 429 << std::optional(Class::ForNow);
    QTest::newRow("its own fault") << 500 << std::optional(Class::ForNow);
    QTest::newRow("out of order") << 503 << std::optional(Class::ForNow);
}

void TestHookSystem::judgesAnswers()
{
    QFETCH(int, status);
    QFETCH(std::optional<Class>, kind);
    m_fake->answerNext(status, status == 204 ? "" : "whatever <html> it says");
    const WriteOutcome outcome = write(someNote());
    if (!kind) {
        QVERIFY(as<Written>(outcome));
        return;
    }
    const std::optional<NotWritten> refused = as<NotWritten>(outcome);
    QVERIFY(refused);
    QCOMPARE(refused->kind, *kind);
    QVERIFY(!refused->code.isEmpty());
    QCOMPARE(refused->message, u"status %1"_s.arg(status));
}

void TestHookSystem::repeatsALostAnswerWithTheSameId_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("taken");
    QTest::newRow("the answer was lost") << u"lost"_s << 2;
    QTest::newRow("the connection died") << u"drop"_s << 1;
    QTest::newRow("no answer") << u"stall"_s << 1;
}

void TestHookSystem::repeatsALostAnswerWithTheSameId()
{
    QFETCH(QString, how);
    QFETCH(int, taken);
    open(m_hook, {}, how == "stall"_L1 ? 300ms : 5s);
    if (how == "lost"_L1)
        m_fake->dropAnswerAfterTakingNext();
    else if (how == "drop"_L1)
        m_fake->dropNext();
    else
        m_fake->stallNext();
    const LeadWrite note = someNote();
    QVERIFY(as<Unknown>(write(note)));
    QVERIFY(as<NotFound>(QCoro::waitFor(m_system->findWritten(note, m_clock.now()))));
    m_clock.advance(1min);
    QVERIFY(as<Written>(write(note)));
    QCOMPARE(m_fake->eventIds(), QStringList(taken, u"rb-note22222222"_s));
    QCOMPARE(m_fake->events().constFirst(), m_fake->events().constLast());
}

void TestHookSystem::waitsAsLongAsItIsTold()
{
    m_fake->throttleNext(1, 30);
    const std::optional<NotWritten> refused = as<NotWritten>(write(someNote()));
    QCOMPARE(refused->kind, Class::ForNow);
    QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(30s));
    m_clock.advance(31s);
    QVERIFY(as<Written>(write(someNote())));
    m_fake->answerNext(503, "", {}, {{"Retry-After", "120"}});
    QCOMPARE(as<NotWritten>(write(someNote()))->retryAfter, std::optional<Milliseconds>(2min));
    m_fake->answerNext(400, "", {}, {{"Retry-After", "120"}}); // for good, and nothing to wait for
    QCOMPARE(as<NotWritten>(write(someNote()))->retryAfter, std::optional<Milliseconds>());
}

void TestHookSystem::doesNotFollowARedirect()
{
    for (const int status : {301, 302, 307, 308}) {
        m_fake->answerNext(status, "", {}, {{"Location", m_fake->address()}});
        const std::optional<NotWritten> refused = as<NotWritten>(write(someNote()));
        QCOMPARE(refused->kind, Class::Account);
        QCOMPARE(refused->code, u"redirected"_s);
    }
    QCOMPARE(m_fake->requests().size(), 4);
    QVERIFY(m_fake->events().isEmpty());
}

void TestHookSystem::isRefusedForNowWithoutAConnection()
{
    m_fake->stop();
    QCOMPARE(as<NotWritten>(write(someNote()))->kind, Class::ForNow);
}

void TestHookSystem::keepsToSafeAddresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("code");
    QTest::newRow("not encrypted") << "http://hooks.example.com/catch/1/s3cret0"_ba << u"https_needed"_s;
    QTest::newRow("loopback is only a number") << "http://127.0.0.1.example.com/s3cret0"_ba << u"https_needed"_s;
    QTest::newRow("another scheme") << "ftp://hooks.example.com/s3cret0"_ba << u"bad_address"_s;
    QTest::newRow("a file") << "file:///etc/s3cret0"_ba << u"bad_address"_s;
    QTest::newRow("a password in it") << "https://me:s3cret0@hooks.example.com/"_ba << u"bad_address"_s;
    QTest::newRow("words") << "the address s3cret0"_ba << u"bad_address"_s;
    QTest::newRow("two lines") << "https://hooks.example.com/s3cret0\nX-Other: 1"_ba << u"bad_address"_s;
    QTest::newRow("a fragment") << "https://hooks.example.com/s3cret0#here"_ba << u"bad_address"_s;
}

void TestHookSystem::keepsToSafeAddresses()
{
    QFETCH(QByteArray, address);
    QFETCH(QString, code);
    m_secrets->values.insert(u"zap-address"_s, address);
    open(m_hook);
    const std::optional<NotWritten> refused = as<NotWritten>(write(someNote()));
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, code);
    QVERIFY(!refused->message.contains(u"s3cret0"_s));
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"wrong"_s);
    QVERIFY(!findings.constFirst().detail.contains(u"s3cret0"_s));
}

void TestHookSystem::keepsTheAddressToItself_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {302, 400, 401, 404, 429, 500}) // 0: nobody listens
        QTest::newRow(qPrintable(u"status %1"_s.arg(status))) << status;
    QTest::newRow("nobody there") << 0;
}

void TestHookSystem::keepsTheAddressToItself()
{
    QFETCH(int, status);
    for (int i = 0; i < 2 && status != 0; ++i)
        m_fake->answerNext(status, "{\"at\":\"" + m_fake->address() + "\"}", {}, {{"Location", m_fake->address()}, {"Retry-After", "0"}});
    if (status == 0)
        m_fake->stop();
    const std::optional<NotWritten> refused = as<NotWritten>(write(someNote()));
    QVERIFY(refused);
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    QString said = refused->code + refused->message;
    for (const Finding &finding : findings)
        said += finding.subject + finding.detail;
    QVERIFY2(!said.contains(u"s3cret0"_s) && !said.contains(u"127.0.0.1"_s), qPrintable(said));
}

void TestHookSystem::needsItsSecrets()
{
    open({.addressSecret = u"nothing"_s, .signingSecret = {}, .events = {}});
    QVERIFY(!m_system);
    open({.addressSecret = u"zap-address"_s, .signingSecret = u"nothing"_s, .events = {}});
    QVERIFY(!m_system); // and does not post unsigned
    open(m_hook, m_fake->baseUrl());
    QVERIFY(m_system);
    m_secrets->values.insert(u"zap-address"_s, "https://hooks.zapier.com" + FakeHook::path());
    open(m_hook, m_fake->baseUrl()); // the host changes, the path and its query stay
    QVERIFY(as<Written>(write(someNote())));
    QCOMPARE(m_fake->problems(), QStringList());
}

void TestHookSystem::pings_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<Level>("level");
    QTest::newRow("taken") << 200 << u"ok"_s << Level::Good;
    QTest::newRow("not there") << 404 << u"wrong"_s << Level::Bad;
    QTest::newRow("gone") << 410 << u"wrong"_s << Level::Bad;
    QTest::newRow("not allowed") << 403 << u"no_right"_s << Level::Bad;
    QTest::newRow("too often") << 429 << u"rate_limited"_s << Level::Warning;
    QTest::newRow("out of order") << 502 << u"not_reached"_s << Level::Bad;
}

void TestHookSystem::pings()
{
    QFETCH(int, status);
    QFETCH(QString, problem);
    QFETCH(Level, level);
    if (status != 200)
        m_fake->answerNext(status, "no");
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().check, Check::Credentials);
    QCOMPARE(findings.constFirst().problem, problem);
    QCOMPARE(findings.constFirst().level, level);
    if (status == 200) {
        QCOMPARE(m_fake->events().constFirst().value("type"_L1).toString(), u"ping"_s);
        QCOMPARE(m_fake->events().constFirst().value("test"_L1).toBool(), true);
    }
}

void TestHookSystem::findsUnknownEvents()
{
    open({.addressSecret = u"zap-address"_s, .signingSecret = {}, .events = {u"lead.created"_s, u"lead.made"_s}});
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings.at(1).check, Check::Choices);
    QCOMPARE(findings.at(1).problem, u"gone"_s);
    QCOMPARE(findings.at(1).detail, u"lead.made"_s);
}

void TestHookSystem::triesARecord()
{
    QList<Finding> findings = QCoro::waitFor(m_system->tryRecord(exampleFacts()));
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"left_there"_s);
    QCOMPARE(m_fake->events().constFirst().value("type"_L1).toString(), u"lead.created"_s);
    QCOMPARE(m_fake->events().constFirst().value("test"_L1).toBool(), true);
    m_fake->answerNext(400, "no");
    findings = QCoro::waitFor(m_system->tryRecord(exampleFacts()));
    QCOMPARE(findings.constFirst().problem, u"not_made"_s);
}

void TestHookSystem::givesUp()
{
    m_fake->stallNext();
    QCoro::Task<WriteOutcome> writing = m_system->write(someNote());
    QTRY_COMPARE(m_fake->stalled(), 1);
    m_system->abandon();
    QVERIFY(as<Unknown>(QCoro::waitFor(writing)));

    m_fake->throttleNext(1, 60); // and what waits for its turn has not left
    QVERIFY(as<NotWritten>(write(someNote())));
    QCoro::Task<WriteOutcome> waiting = m_system->write(someNote());
    QVERIFY(!waiting.isReady());
    m_system->abandon();
    QCOMPARE(as<NotWritten>(QCoro::waitFor(waiting))->kind, Class::ForNow);
    QCOMPARE(m_fake->requests().size(), 2);
}

QTEST_GUILESS_MAIN(TestHookSystem)
#include "tst_hook_system.moc"
