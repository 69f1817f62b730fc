#include "support/jobberoffice.h"

#include <QJsonDocument>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeJobber;
using ringback::test::had;
using ringback::test::JobberOffice;
using Class = NotWritten::Class;

class TestJobberWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void createsALead();
    void namesWhoIsKnown();
    void addsToAKnownClient();
    void writesANote();
    void writesAStatusAsATag();
    void schedulesAnEstimate();
    void leavesTheOfficesAppointment();
    void archivesWithoutInterest();
    void writesATask();
    void completesNoTask();
    void losesAnAnswer_data();
    void losesAnAnswer();
    void goesOnAfterALostPart_data();
    void goesOnAfterALostPart();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void showsWhatJobberDoesNotTake();
    void waitsWhenThrottled();
    void signsInAnewOnce();
    void saysItIsRevoked();
    void seesThatAClientIsGone();

private:
    [[nodiscard]] WriteOutcome write(const LeadWrite &write) { return QCoro::waitFor(m_jobber->write(write)); }
    [[nodiscard]] WriteFinding findWritten(const LeadWrite &write)
    {
        return QCoro::waitFor(m_jobber->findWritten(write, m_office->clock.now() - 1min));
    }
    // A client with a request, as an earlier write left them.
    [[nodiscard]] calls::LeadLink lead()
    {
        const WriteOutcome outcome = write(PutLead{m_office->header({}, u"rb-lead22222222"_s)});
        return had<Written>(outcome).value_or(Written()).link;
    }
    [[nodiscard]] LeadWrite writeOf(const QString &kind)
    {
        LeadWriteHeader header = m_office->header();
        if (kind != u"lead"_s)
            header.link = lead();
        if (kind == u"lead"_s)
            return PutLead{header};
        if (kind == u"note"_s)
            return AddNote{header};
        if (kind == u"task"_s)
            return PutTask{.header = header, .title = u"Call back"_s, .dueAt = m_office->clock.now() + 30min};
        header.facts.status = kind == u"appointment"_s ? u"estimate_scheduled"_s : u"no_interest"_s;
        if (kind == u"appointment"_s)
            return SetStatus{.header = header, .appointmentAt = m_office->clock.now() + 24h, .closes = true};
        return SetStatus{.header = header, .appointmentAt = {}, .closes = true};
    }
    [[nodiscard]] QStringList counts() const
    {
        qsizetype tags = 0;
        for (const QJsonObject &client : m_office->fake.clients())
            tags += client.value(u"tags"_s).toArray().size();
        return {u"%1 clients"_s.arg(m_office->fake.clients().size()), u"%1 requests"_s.arg(m_office->fake.requestsMade().size()),
                u"%1 notes"_s.arg(m_office->fake.notes().size()), u"%1 tasks"_s.arg(m_office->fake.tasks().size()), u"%1 tags"_s.arg(tags)};
    }

    std::unique_ptr<JobberOffice> m_office;
    std::shared_ptr<LeadSystem> m_jobber;
};

void TestJobberWrites::init()
{
    m_office = std::make_unique<JobberOffice>();
    m_jobber = m_office->open();
    QVERIFY(m_jobber);
}

void TestJobberWrites::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_jobber.reset();
    m_office.reset();
}

void TestJobberWrites::createsALead()
{
    const std::optional<Written> written = had<Written>(write(PutLead{m_office->header()}));
    QVERIFY(written);
    QCOMPARE(m_office->fake.clients().size(), 1);
    const QJsonObject client = m_office->fake.clients().constFirst();
    QCOMPARE(client.value(u"name"_s).toString(), u"Unknown caller"_s);
    QCOMPARE(client.value(u"leadSource"_s).toString(), u"missed-call-automation"_s);
    QCOMPARE(client.value(u"tags"_s).toArray(), QJsonArray{u"missed-call-automation"_s});
    QCOMPARE(client.value(u"phones"_s).toArray(), (QJsonArray{QJsonObject{{u"number"_s, u"+12145550123"_s}}}));
    QCOMPARE(m_office->fake.requestsMade().size(), 1);
    const QJsonObject request = m_office->fake.requestsMade().constFirst();
    QCOMPARE(request.value(u"title"_s).toString(), u"Missed call from (214) 555-0123 [rb-abcdefgh2345]"_s);
    QVERIFY(QJsonDocument(request.value(u"details"_s).toObject()).toJson().contains("on Main"));
    const calls::LeadLink expected{.record = client.value(u"id"_s).toString(),
                                   .lead = request.value(u"id"_s).toString(),
                                   .task = {},
                                   .url = client.value(u"jobberWebUri"_s).toString(),
                                   .isOurs = true};
    QCOMPARE(written->link, expected);
}

void TestJobberWrites::namesWhoIsKnown()
{
    m_office->choices = {{u"source"_s, u"Phone"_s}, {u"tag"_s, u"ringback"_s}};
    m_jobber = m_office->open();
    LeadWriteHeader header = m_office->header();
    header.facts.name = u"Pat Q Doe"_s;
    header.facts.email = u"pat@example.com"_s;
    QVERIFY(had<Written>(write(PutLead{header})));
    const QJsonObject client = m_office->fake.clients().constFirst();
    QCOMPARE(client.value(u"firstName"_s).toString(), u"Pat Q"_s);
    QCOMPARE(client.value(u"lastName"_s).toString(), u"Doe"_s);
    QCOMPARE(client.value(u"leadSource"_s).toString(), u"Phone"_s);
    QCOMPARE(client.value(u"tags"_s).toArray(), QJsonArray{u"ringback"_s});
    QCOMPARE(client.value(u"emails"_s).toArray(), (QJsonArray{QJsonObject{{u"address"_s, u"pat@example.com"_s}}}));
}

void TestJobberWrites::addsToAKnownClient()
{
    const QString id = m_office->fake.addClient({{u"tags"_s, QJsonArray{u"vip"_s}}});
    LeadWriteHeader header = m_office->header({.record = id});
    header.facts.name = u"Another Name"_s;
    header.facts.email = u"pat@example.com"_s;
    const std::optional<Written> written = had<Written>(write(PutLead{header}));
    QVERIFY(written);
    QVERIFY(!written->link.isOurs);
    QCOMPARE(counts().constFirst(), u"1 clients"_s);
    const QJsonObject client = m_office->fake.clients().constFirst();
    QCOMPARE(client.value(u"name"_s).toString(), u"Pat Doe"_s); // never overwritten
    QCOMPARE(client.value(u"leadSource"_s).toString(), u"Referral"_s);
    QCOMPARE(client.value(u"tags"_s).toArray(), (QJsonArray{u"vip"_s, u"missed-call-automation"_s}));
    QCOMPARE(client.value(u"phones"_s).toArray().size(), 1);
    QCOMPARE(client.value(u"emails"_s).toArray().size(), 1);
    QVERIFY(had<Written>(write(PutLead{header})));
    QCOMPARE(counts(), (QStringList{u"1 clients"_s, u"1 requests"_s, u"0 notes"_s, u"0 tasks"_s, u"2 tags"_s}));
}

void TestJobberWrites::writesANote()
{
    const calls::LeadLink link = lead();
    const WriteOutcome outcome = write(AddNote{m_office->header(link, u"rb-note22222222"_s, u"She texted: call me"_s)});
    QCOMPARE(had<Written>(outcome), std::optional(Written{link}));
    QCOMPARE(m_office->fake.notes().size(), 1);
    QCOMPARE(m_office->fake.notes().constFirst().value(u"message"_s).toString(), u"She texted: call me\n[rb-note22222222]"_s);
    QCOMPARE(m_office->fake.notes().constFirst().value(u"client"_s).toString(), link.record);
}

void TestJobberWrites::writesAStatusAsATag()
{
    const calls::LeadLink link = lead();
    LeadWriteHeader header = m_office->header(link);
    QVERIFY(had<Written>(write(SetStatus{.header = header})));
    QCOMPARE(m_office->fake.clients().constFirst().value(u"tags"_s).toArray(),
             (QJsonArray{u"missed-call-automation"_s, u"needs callback"_s}));
    header.facts.status = u"job_booked"_s;
    QVERIFY(had<Written>(write(SetStatus{.header = header, .appointmentAt = {}, .closes = true})));
    QCOMPARE(m_office->fake.clients().constFirst().value(u"tags"_s).toArray(), (QJsonArray{u"missed-call-automation"_s, u"job booked"_s}));
    QCOMPARE(m_office->fake.requestsMade().constFirst().value(u"requestStatus"_s).toString(), u"new"_s);
    QVERIFY(m_office->fake.notes().isEmpty());
}

void TestJobberWrites::schedulesAnEstimate()
{
    const calls::LeadLink link = lead();
    LeadWriteHeader header = m_office->header(link);
    header.facts.status = u"estimate_scheduled"_s;
    const SetStatus set{.header = header, .appointmentAt = test::instantOf(u"2026-11-21T15:00:00Z"_s), .closes = true};
    QVERIFY(had<Written>(write(set)));
    const QJsonObject request = m_office->fake.requestsMade().constFirst();
    QCOMPARE(request.value(u"assessment"_s).toObject().value(u"startAt"_s).toString(), u"2026-11-21T09:00:00Z"_s); // of Chicago
    QCOMPARE(request.value(u"zone"_s).toString(), u"America/Chicago"_s);
    QVERIFY(m_office->fake.clients().constFirst().value(u"tags"_s).toArray().contains(u"estimate scheduled"_s));
    QCOMPARE(request.value(u"requestStatus"_s).toString(), u"new"_s);
    QVERIFY(m_office->fake.notes().isEmpty());
}

void TestJobberWrites::leavesTheOfficesAppointment()
{
    const calls::LeadLink link = lead();
    const QJsonObject theirs{{u"id"_s, u"dGhlaXJz"_s}, {u"startAt"_s, u"2026-11-30T15:00:00Z"_s}, {u"instructions"_s, u"ladder"_s}};
    m_office->fake.setAssessment(link.lead, theirs);
    LeadWriteHeader header = m_office->header(link);
    header.facts.status = u"estimate_scheduled"_s;
    QVERIFY(had<Written>(write(SetStatus{.header = header, .appointmentAt = m_office->clock.now(), .closes = true})));
    QCOMPARE(m_office->fake.requestsMade().constFirst().value(u"assessment"_s).toObject(), theirs);
    QCOMPARE(m_office->fake.notes().size(), 1);
}

void TestJobberWrites::archivesWithoutInterest()
{
    const LeadWrite set = writeOf(u"no interest"_s);
    QVERIFY(had<Written>(write(set)));
    QCOMPARE(m_office->fake.requestsMade().constFirst().value(u"requestStatus"_s).toString(), u"archived"_s);
    QVERIFY(m_office->fake.clients().constFirst().value(u"tags"_s).toArray().contains(u"no interest"_s));
    QCOMPARE(m_office->fake.notes().size(), 1);
    QVERIFY(had<Written>(write(set)));
    QCOMPARE(m_office->fake.notes().size(), 1);
}

void TestJobberWrites::writesATask()
{
    const QString dana = m_office->fake.addUser(u"Dana Ray"_s);
    m_office->choices = {{u"user.dana"_s, dana}};
    m_jobber = m_office->open();
    const calls::LeadLink link = lead();
    const PutTask put{.header = m_office->header(link),
                      .title = u"Call back"_s,
                      .dueAt = test::instantOf(u"2026-11-20T18:30:00Z"_s),
                      .assignee = u"dana"_s,
                      .isPriority = true};
    const std::optional<Written> written = had<Written>(write(put));
    QVERIFY(written);
    const QJsonObject task = m_office->fake.tasks().constFirst();
    QCOMPARE(written->link.task, task.value(u"id"_s).toString());
    QCOMPARE(task.value(u"title"_s).toString(), u"\u203C Call back"_s);
    QCOMPARE(task.value(u"startAt"_s).toString(), u"2026-11-20T18:30:00.000Z"_s);
    QCOMPARE(task.value(u"assignedTo"_s).toArray(), QJsonArray{dana});
    QVERIFY(task.value(u"instructions"_s).toString().contains(link.url));
    QVERIFY(task.value(u"instructions"_s).toString().endsWith(u"[rb-abcdefgh2345]"_s));
}

void TestJobberWrites::completesNoTask()
{
    QVERIFY(!leadSystemKind(u"jobber"_s).abilities().closesTasks);
    const std::optional<NotWritten> no = had<NotWritten>(write(CloseTask{.header = m_office->header(), .outcome = u"no_interest"_s}));
    QVERIFY(no && no->kind == Class::Unable);
    QVERIFY(m_office->fake.operations().isEmpty());
}

void TestJobberWrites::losesAnAnswer_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("reads"); // before the first change
    QTest::newRow("a note") << u"note"_s << 0;
    QTest::newRow("a task") << u"task"_s << 0;
    QTest::newRow("a lead, in part") << u"lead"_s << 1;
    QTest::newRow("an appointment, in part") << u"appointment"_s << 2;
    QTest::newRow("no interest, in part") << u"no interest"_s << 3;
}

void TestJobberWrites::losesAnAnswer()
{
    QFETCH(QString, kind);
    QFETCH(int, reads);
    const LeadWrite asked = writeOf(kind);
    for (int i = 0; i < reads; ++i)
        m_office->fake.letNextPass();
    m_office->fake.dropAnswerAfterTakingNext();
    QVERIFY(had<Unknown>(write(asked)));
    const bool isWhole = kind == u"note"_s || kind == u"task"_s;
    const WriteFinding finding = findWritten(asked);
    QCOMPARE(had<Written>(finding).has_value(), isWhole);
    QCOMPARE(had<NotFound>(finding).has_value(), !isWhole);
    if (!isWhole)
        QVERIFY(had<Written>(write(asked)));
    const QStringList once = counts();
    QVERIFY(had<Written>(findWritten(asked)));
    if (kind != u"note"_s && kind != u"task"_s) // those two are repeated only when they were not found
        QVERIFY(had<Written>(write(asked)));
    QCOMPARE(counts(), once);
    QCOMPARE(m_office->fake.clients().size(), 1);
    QCOMPARE(m_office->fake.requestsMade().size(), 1);
    QVERIFY(m_office->fake.notes().size() <= 1 && m_office->fake.tasks().size() <= 1);
}

void TestJobberWrites::goesOnAfterALostPart_data()
{
    QTest::addColumn<int>("before"); // questions that pass
    QTest::newRow("the request was refused") << 2;
    QTest::newRow("the tag was refused") << 3;
}

void TestJobberWrites::goesOnAfterALostPart()
{
    QFETCH(int, before);
    const LeadWrite asked = PutLead{m_office->header()};
    for (int i = 0; i < before; ++i)
        m_office->fake.letNextPass();
    m_office->fake.answerNext(403, R"({"message":"no"})");
    QVERIFY(had<Unknown>(write(asked))); // not "not written": a client is there
    QVERIFY(had<NotFound>(findWritten(asked)));
    QVERIFY(had<Written>(write(asked)));
    QCOMPARE(counts(), (QStringList{u"1 clients"_s, u"1 requests"_s, u"0 notes"_s, u"0 tasks"_s, u"1 tags"_s}));
    const std::optional<Written> found = had<Written>(findWritten(asked));
    QVERIFY(found && found->link.isOurs);
    QCOMPARE(found->link.lead, m_office->fake.requestsMade().constFirst().value(u"id"_s).toString());
}

void TestJobberWrites::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind"); // of NotWritten; -1 = Unknown
    const QByteArray json = R"({"message":"said"})";
    QTest::newRow("a field that is gone") << 200 << R"({"errors":[{"message":"Field 'x' doesn't exist"}]})"_ba << int(Class::Write);
    QTest::newRow("400") << 400 << json << int(Class::Write);
    QTest::newRow("no right") << 403 << json << int(Class::Account);
    QTest::newRow("no right, as GraphQL says it")
        << 200 << R"({"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}],"data":null})"_ba << int(Class::Account);
    QTest::newRow("403 of something in between") << 403 << "<html>"_ba << int(Class::ForNow);
    QTest::newRow("404 of something in between") << 404 << "<html>"_ba << int(Class::ForNow);
    QTest::newRow("too fast") << 429 << ""_ba << int(Class::ForNow);
    QTest::newRow("moved") << 302 << ""_ba << int(Class::ForNow);
    QTest::newRow("dearer than the bucket")
        << 200
        << R"({"errors":[{"message":"t","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":20000,"throttleStatus":{"maximumAvailable":10000,"currentlyAvailable":10000,"restoreRate":500}}}})"_ba
        << int(Class::Write);
    QTest::newRow("broken") << 500 << json << -1;
    QTest::newRow("a captive portal") << 200 << "<html>Welcome"_ba << -1;
    QTest::newRow("no JSON") << 200 << "{\"data\":"_ba << -1;
    QTest::newRow("nothing was made") << 200 << R"({"data":{"clientCreateNote":{"clientNote":null,"userErrors":[]}}})"_ba << -1;
    QTest::newRow("an error while it was done")
        << 200 << R"({"data":null,"errors":[{"message":"Internal","path":["clientCreateNote"]}]})"_ba << -1;
}

void TestJobberWrites::saysWhatIsWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    const LeadWrite note = AddNote{m_office->header(lead())};
    m_office->fake.answerNext(status, body);
    const WriteOutcome outcome = write(note);
    const std::optional<NotWritten> no = had<NotWritten>(outcome);
    QCOMPARE(no ? int(no->kind) : -1, kind);
    QVERIFY(!had<Written>(outcome));

    m_office->fake.addErrorsAfterTakingNext();
    QVERIFY(had<Unknown>(write(note)));
    QVERIFY(had<Written>(findWritten(note)));
}

void TestJobberWrites::showsWhatJobberDoesNotTake()
{
    m_office->fake.refuseInput(u"phones"_s, u"Phone number is too short"_s);
    const std::optional<NotWritten> no = had<NotWritten>(write(PutLead{m_office->header()}));
    QVERIFY(no);
    QCOMPARE(no->kind, Class::Write);
    QCOMPARE(no->code, u"input.phones"_s);
    QCOMPARE(no->message, u"Phone number is too short"_s);
}

void TestJobberWrites::waitsWhenThrottled()
{
    const calls::LeadLink link = lead();
    m_office->fake.throttleNext(600, 500, 5000); // 20 ms
    QVERIFY(had<Written>(write(AddNote{m_office->header(link)})));
    QCOMPARE(m_office->fake.notes().size(), 1);
    m_office->fake.throttleNext(9000, 0, 500); // 18 s: the engine waits, not we
    const std::optional<NotWritten> no = had<NotWritten>(write(AddNote{m_office->header(link)}));
    QVERIFY(no && no->kind == Class::ForNow);
    QCOMPARE(no->retryAfter, std::optional<Milliseconds>(18s));
}

void TestJobberWrites::signsInAnewOnce()
{
    const calls::LeadLink link = lead();
    m_office->fake.expireToken();
    QVERIFY(had<Written>(write(AddNote{m_office->header(link)})));
    QCOMPARE(m_office->fake.notes().size(), 1);
}

void TestJobberWrites::saysItIsRevoked()
{
    const calls::LeadLink link = lead();
    m_office->fake.revoke();
    const std::optional<NotWritten> no = had<NotWritten>(write(AddNote{m_office->header(link)}));
    QVERIFY(no);
    QCOMPARE(no->kind, Class::Account);
    QCOMPARE(no->code, u"revoked"_s);
    const Result<QList<calls::LeadRecord>> found = QCoro::waitFor(m_jobber->find({.number = m_office->facts().number, .email = {}}));
    QVERIFY(!found && found.error().kind == ErrorKind::Refused);
    QVERIFY(found.error().what.startsWith(u"revoked"_s));
}

void TestJobberWrites::seesThatAClientIsGone()
{
    const calls::LeadLink link = lead();
    m_office->fake.remove(link.record);
    const LeadWriteHeader header = m_office->header(link);
    const PutTask task{.header = header, .title = u"Call back"_s, .dueAt = m_office->clock.now()};
    for (const LeadWrite &each : {LeadWrite(PutLead{header}), LeadWrite(AddNote{header}), LeadWrite(SetStatus{header}), LeadWrite(task)}) {
        const std::optional<NotWritten> no = had<NotWritten>(write(each));
        QVERIFY(no && no->kind == Class::Gone);
    }
    QVERIFY(m_office->fake.clients().isEmpty());
}

QTEST_GUILESS_MAIN(TestJobberWrites)
#include "tst_jobber_writes.moc"
