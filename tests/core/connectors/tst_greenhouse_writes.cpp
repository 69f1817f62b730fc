#include "support/fakegreenhouse.h"
#include "support/leadrig.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::exampleFacts;
using ringback::test::exampleHeader;
using ringback::test::FakeGreenhouse;
using Class = NotWritten::Class;

namespace {

using Rig = test::LeadRig<FakeGreenhouse>;

const QMap<QString, QString> usualChoices{{u"source"_s, u"16"_s},
                                          {u"job"_s, u"149995"_s},
                                          {u"status.interview_booked"_s, u"stage:1073533"_s},
                                          {u"status.no_interest"_s, u"reject:9504"_s},
                                          {u"status.needs_callback"_s, u"tag"_s}};

QJsonArray phone(const QString &value)
{
    return {QJsonObject{{u"value"_s, value}, {u"type"_s, u"mobile"_s}}};
}

} // namespace

class TestGreenhouseWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void makesACandidate();
    void namesUnknownCallers();
    void makesAProspectWithoutAJob();
    void wantsASource();
    void keepsToAKnownCandidate();
    void givesAKnownCandidateWithoutAnyAnApplication();
    void writesANote();
    void writesNoNoteForNobody();
    void setsAStatus_data();
    void setsAStatus();
    void writesAStatusAsANote();
    void hasNoTasks();
    void judgesAnswers_data();
    void judgesAnswers();
    void repeatsALostAnswer_data();
    void repeatsALostAnswer();
    void waitsForANewCandidateToBeVisible();
    void renewsAnExpiredToken();
    void saysWhenItWasRevoked();
    void saysWhatGreenhouseDidNotLike();
    void triesARecord();

private:
    void open(const QMap<QString, QString> &choices = usualChoices, Milliseconds timeout = 5s);
    [[nodiscard]] QString known(const QJsonObject &more = {});
    [[nodiscard]] LeadWrite writeOf(const QString &kind, const calls::LeadLink &link) const;

    std::unique_ptr<Rig> m_rig;
};

void TestGreenhouseWrites::init()
{
    m_rig = std::make_unique<Rig>();
    m_rig->secrets->values = {{u"gh-secret"_s, FakeGreenhouse::clientSecret()}};
    open();
}

void TestGreenhouseWrites::open(const QMap<QString, QString> &choices, Milliseconds timeout)
{
    const settings::GreenhouseAccount account{.clientId = QString::fromLatin1(FakeGreenhouse::clientId()),
                                              .clientSecret = u"gh-secret"_s,
                                              .userId = QString::fromLatin1(FakeGreenhouse::admin())};
    m_rig->open({.id = u"gh"_s, .account = account, .choices = choices}, timeout);
}

// A candidate with an application on the job.
QString TestGreenhouseWrites::known(const QJsonObject &more)
{
    QJsonObject candidate{{u"phone_numbers"_s, phone(u"(214) 555-0123"_s)}, {u"created_at"_s, u"2026-01-01T00:00:00Z"_s}};
    for (auto it = more.begin(); it != more.end(); ++it)
        candidate.insert(it.key(), it.value());
    return m_rig->fake.addCandidate(candidate);
}

LeadWrite TestGreenhouseWrites::writeOf(const QString &kind, const calls::LeadLink &link) const
{
    LeadWriteHeader header = exampleHeader(u"rb-abcdefghijkl"_s, link);
    if (kind == "new lead"_L1)
        header.link = {};
    if (kind == "new lead"_L1 || kind == "known lead"_L1)
        return PutLead{header};
    if (kind == "note"_L1)
        return AddNote{header, calls::LeadNote::Reply};
    header.facts.status = kind;
    return SetStatus{.header = header};
}

void TestGreenhouseWrites::makesACandidate()
{
    const std::optional<Written> written = as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-abcdefghijkl"_s)}));
    QVERIFY(written);
    QCOMPARE(m_rig->fake.candidates().size(), 1);
    const QJsonObject made = m_rig->fake.candidates().constFirst();
    QCOMPARE(made.value("first_name"_L1).toString(), u"Dana"_s);
    QCOMPARE(made.value("last_name"_L1).toString(), u"Reyes"_s);
    QCOMPARE(made.value("phone_numbers"_L1).toArray(), phone(u"+12145550123"_s));
    QCOMPARE(made.value("tags"_L1).toArray(), QJsonArray{u"missed-call-automation"_s});
    const QJsonObject application = m_rig->fake.applications().constFirst();
    QCOMPARE(application.value("source_id"_L1).toInt(), FakeGreenhouse::source);
    QCOMPARE(application.value("job_id"_L1).toInt(), FakeGreenhouse::job);
    const QString id = QString::number(made.value("id"_L1).toInteger());
    const QString lead = QString::number(application.value("id"_L1).toInteger());
    const calls::LeadLink expected{.record = id,
                                   .lead = lead,
                                   .task = {},
                                   .url = u"https://app.greenhouse.io/people/%1?application_id=%2"_s.arg(id, lead),
                                   .isOurs = true};
    QCOMPARE(written->link, expected);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseWrites::namesUnknownCallers()
{
    LeadWriteHeader header = exampleHeader(u"rb-abcdefghijkl"_s);
    header.facts.name.clear();
    header.facts.email.clear();
    QVERIFY(as<Written>(m_rig->write(PutLead{header})));
    header.facts.name = u"Maria"_s;
    header.facts.number = test::exampleNumber(u"+12145550124");
    QVERIFY(as<Written>(m_rig->write(PutLead{header})));
    const QList<QJsonObject> made = m_rig->fake.candidates();
    QCOMPARE(made.at(0).value("first_name"_L1).toString(), u"Unknown"_s);
    QCOMPARE(made.at(0).value("last_name"_L1).toString(), u"(214) 555-0123"_s);
    QCOMPARE(made.at(1).value("first_name"_L1).toString(), u"Maria"_s);
    QCOMPARE(made.at(1).value("last_name"_L1).toString(), u"(214) 555-0124"_s);
}

void TestGreenhouseWrites::makesAProspectWithoutAJob()
{
    open({{u"source"_s, u"16"_s}});
    QVERIFY(as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-abcdefghijkl"_s)})));
    QCOMPARE(m_rig->fake.applications().constFirst().value("prospect"_L1).toBool(), true);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseWrites::wantsASource()
{
    open({});
    const std::optional<NotWritten> refused = as<NotWritten>(m_rig->write(PutLead{exampleHeader(u"rb-abcdefghijkl"_s)}));
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"choice_missing"_s);
    QCOMPARE(refused->message, u"source"_s);
    QVERIFY(m_rig->fake.requests().isEmpty());
}

void TestGreenhouseWrites::keepsToAKnownCandidate()
{
    const QString id = known({{u"tags"_s, QJsonArray{u"truck licence"_s}}});
    const QString active = m_rig->fake.addApplication({{u"candidate_id"_s, id.toLongLong()}, {u"created_at"_s, u"2025-01-01T00:00:00Z"_s}});
    m_rig->fake.addApplication({{u"candidate_id"_s, id.toLongLong()}, {u"status"_s, u"rejected"_s}});
    const calls::LeadLink link{.record = id, .lead = {}, .task = {}, .url = {}, .isOurs = false};
    const std::optional<Written> written = as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-abcdefghijkl"_s, link)}));
    QVERIFY(written);
    QCOMPARE(written->link.lead, active);
    QVERIFY(!written->link.isOurs);
    QCOMPARE(m_rig->fake.candidates().size(), 1);
    QCOMPARE(m_rig->fake.applications().size(), 2);
    const QJsonObject after = m_rig->fake.candidates().constFirst();
    QCOMPARE(after.value("tags"_L1).toArray(), (QJsonArray{u"truck licence"_s, u"missed-call-automation"_s}));
    QCOMPARE(after.value("first_name"_L1).toString(), u"Sam"_s); // theirs stays
    QVERIFY(as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-mnopqrstuvwx"_s, link)}))); // the tag is there already
    QCOMPARE(m_rig->fake.asked("POST /v3/applied_candidate_tags"), 1);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseWrites::givesAKnownCandidateWithoutAnyAnApplication()
{
    const calls::LeadLink link{.record = known(), .lead = {}, .task = {}, .url = {}, .isOurs = false};
    const std::optional<Written> written = as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-abcdefghijkl"_s, link)}));
    QVERIFY(written);
    QCOMPARE(m_rig->fake.applications().size(), 1);
    QCOMPARE(QString::number(m_rig->fake.applications().constFirst().value("id"_L1).toInteger()), written->link.lead);
}

void TestGreenhouseWrites::writesANote()
{
    const calls::LeadLink link{.record = known(), .lead = {}, .task = {}, .url = {}, .isOurs = false};
    QCOMPARE(as<Written>(m_rig->write(writeOf(u"note"_s, link)))->link, link);
    QCOMPARE(m_rig->fake.notes().size(), 1);
    const QJsonObject note = m_rig->fake.notes().constFirst();
    QCOMPARE(note.value("body"_L1).toString(), u"Missed call on Main line.\n[rb-abcdefghijkl]"_s);
    QCOMPARE(QString::number(note.value("candidate_id"_L1).toInteger()), link.record);
    QCOMPARE(note.value("user_id"_L1).toInt(), 4080);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

// Greenhouse would take it, and nobody could remove it.
void TestGreenhouseWrites::writesNoNoteForNobody()
{
    const calls::LeadLink link{.record = u"99"_s, .lead = {}, .task = {}, .url = {}, .isOurs = false};
    QCOMPARE(as<NotWritten>(m_rig->write(writeOf(u"note"_s, link)))->kind, Class::Gone);
    QVERIFY(m_rig->fake.notes().isEmpty());
}

void TestGreenhouseWrites::setsAStatus_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("path");
    QTest::newRow("a stage") << u"interview_booked"_s << u"move"_s;
    QTest::newRow("a rejection") << u"no_interest"_s << u"reject"_s;
    QTest::newRow("a tag") << u"needs_callback"_s << u"applied_candidate_tags"_s;
}

void TestGreenhouseWrites::setsAStatus()
{
    QFETCH(QString, status);
    QFETCH(QString, path);
    const QString id = known();
    const QString application = m_rig->fake.addApplication({{u"candidate_id"_s, id.toLongLong()}});
    for (const QString &lead : {application, QString()}) { // also where the case does not know its application
        const calls::LeadLink link{.record = id, .lead = lead, .task = {}, .url = {}, .isOurs = false};
        QVERIFY(as<Written>(m_rig->write(writeOf(status, link)))); // and the second time it is so already
        if (status != "needs_callback"_L1)
            QCOMPARE(as<Written>(m_rig->findWritten(writeOf(status, link), m_rig->clock.now()))->link.lead, application);
    }
    QCOMPARE(m_rig->fake.asked(path.toLatin1()), 1);
    const QJsonObject after = m_rig->fake.applications().constFirst();
    QCOMPARE(after.value("job_interview_stage_id"_L1).toInt() == FakeGreenhouse::stage, status == "interview_booked"_L1);
    QCOMPARE(after.value("status"_L1).toString() == "rejected"_L1, status == "no_interest"_L1);
    QCOMPARE(m_rig->fake.candidates().constFirst().value("tags"_L1).toArray().contains(u"needs_callback"_s), status == "needs_callback"_L1);
    QVERIFY(m_rig->fake.notes().isEmpty());
}

void TestGreenhouseWrites::writesAStatusAsANote()
{
    const calls::LeadLink link{.record = known(), .lead = {}, .task = {}, .url = {}, .isOurs = false};
    QVERIFY(as<Written>(m_rig->write(writeOf(u"voicemail_left"_s, link)))); // nothing chosen
    QCOMPARE(m_rig->fake.notes().size(), 1);
    QVERIFY(as<Written>(m_rig->findWritten(writeOf(u"voicemail_left"_s, link), m_rig->clock.now())));
    LeadWrite booked = writeOf(u"interview_booked"_s, link);
    std::get<SetStatus>(booked).header.marker = u"rb-another22222"_s;
    QVERIFY(as<Written>(m_rig->write(booked))); // and no application to move
    QCOMPARE(m_rig->fake.notes().size(), 2);
}

void TestGreenhouseWrites::hasNoTasks()
{
    const LeadAbilities abilities = leadSystemKind(u"greenhouse"_s).abilities();
    QVERIFY(!abilities.writesTasks && !abilities.readsTasks && !abilities.closesTasks && !abilities.findsByNumber &&
            !abilities.removesRecords);
    QVERIFY(abilities.findsByEmail && abilities.listsChanges && abilities.writesNotes && abilities.setsStatus && abilities.readsWins);
    const calls::LeadLink link{.record = known(), .lead = {}, .task = {}, .url = {}, .isOurs = false};
    const PutTask task{
        .header = exampleHeader(u"rb-abcdefghijkl"_s, link), .title = u"Call"_s, .dueAt = m_rig->clock.now(), .assignee = {}};
    QCOMPARE(as<NotWritten>(m_rig->write(task))->kind, Class::Unable);
    QCOMPARE(as<NotWritten>(m_rig->write(CloseTask{.header = task.header, .outcome = {}}))->kind, Class::Unable);
    QCOMPARE(QCoro::waitFor(m_rig->system->tasks({})).error().kind, ErrorKind::Refused);
    QVERIFY(m_rig->fake.requests().isEmpty());
}

void TestGreenhouseWrites::judgesAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<std::optional<Class>>("kind");
    QTest::newRow("validation") << 422 << std::optional(Class::Write);
    QTest::newRow("bad request") << 400 << std::optional(Class::Write);
    QTest::newRow("a scope is missing") << 403 << std::optional(Class::Account);
    QTest::newRow("too often") << 429 << std::optional(Class::ForNow);
    QTest::newRow("server error") << 500 << std::optional<Class>();
    QTest::newRow("bad gateway") << 502 << std::optional<Class>();
    QTest::newRow("a captive portal") << 200 << std::optional<Class>();
}

void TestGreenhouseWrites::judgesAnswers()
{
    QFETCH(int, status);
    QFETCH(std::optional<Class>, kind);
    m_rig->fake.answerNext(
        status, status == 200 ? "<html>Welcome</html>" : R"({"message":"Validation failed","errors":[{"message":"is odd","field":"x"}]})",
        "POST /v3/candidates", {{"Retry-After", "7"}});
    const WriteOutcome outcome = m_rig->write(writeOf(u"new lead"_s, {}));
    const std::optional<NotWritten> refused = as<NotWritten>(outcome);
    QCOMPARE(refused.has_value(), kind.has_value());
    if (!kind) {
        QVERIFY(as<Unknown>(outcome));
        return;
    }
    QCOMPARE(refused->kind, *kind);
    QVERIFY(refused->message.contains(u"is odd"_s));
    QCOMPARE(refused->retryAfter, status == 429 ? std::optional<Milliseconds>(7s) : std::nullopt);
}

void TestGreenhouseWrites::repeatsALostAnswer_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("a new candidate") << u"new lead"_s << "POST /v3/candidates"_ba;
    QTest::newRow("a known candidate's tag") << u"known lead"_s << "POST /v3/applied_candidate_tags"_ba;
    QTest::newRow("a new tag") << u"known lead"_s << "POST /v3/candidate_tags"_ba;
    QTest::newRow("a known candidate's application") << u"known lead"_s << "POST /v3/applications"_ba;
    QTest::newRow("a note") << u"note"_s << "POST /v3/notes"_ba;
    QTest::newRow("a stage") << u"interview_booked"_s << "/move"_ba;
    QTest::newRow("a rejection") << u"no_interest"_s << "/reject"_ba;
}

void TestGreenhouseWrites::repeatsALostAnswer()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, request);
    calls::LeadLink link;
    if (kind != "new lead"_L1) {
        link.record = known();
        if (kind != "known lead"_L1)
            link.lead = m_rig->fake.addApplication({{u"candidate_id"_s, link.record.toLongLong()}});
    }
    const LeadWrite write = writeOf(kind, link);
    m_rig->fake.dropAnswerAfterTakingNext(request);
    QVERIFY(as<Unknown>(m_rig->write(write)));
    const Instant since = m_rig->clock.now() - 1min;
    m_rig->clock.advance(5min);
    const WriteFinding found = m_rig->findWritten(write, since);
    if (request.endsWith("candidates") || kind != "known lead"_L1 || request.endsWith("applications"))
        QVERIFY2(as<Written>(found), "it has been written");
    else
        QVERIFY2(as<NotFound>(found), "not all of it has"); // the application is missing
    const std::optional<Written> again = as<Written>(m_rig->write(write));
    QVERIFY(again);
    QCOMPARE(m_rig->fake.candidates().size(), 1);
    QCOMPARE(m_rig->fake.applications().size(), 1);
    QCOMPARE(m_rig->fake.notes().size(), kind == "note"_L1 ? 1 : 0);
    QCOMPARE(m_rig->fake.problems(), QStringList());
    const std::optional<Written> after = as<Written>(m_rig->findWritten(write, since));
    QVERIFY(after);
    QCOMPARE(after->link, again->link);
}

void TestGreenhouseWrites::waitsForANewCandidateToBeVisible()
{
    m_rig->fake.hideNew(true);
    m_rig->fake.dropAnswerAfterTakingNext("POST /v3/candidates");
    const LeadWrite lead = writeOf(u"new lead"_s, {});
    const Instant since = m_rig->clock.now() - 1min;
    QVERIFY(as<Unknown>(m_rig->write(lead)));
    m_rig->clock.advance(10s);
    QVERIFY(as<Unknown>(m_rig->findWritten(lead, since))); // not "no": it would be made twice
    m_rig->fake.hideNew(false);
    const std::optional<Written> found = as<Written>(m_rig->findWritten(lead, since));
    QVERIFY(found);
    QVERIFY(found->link.isOurs);
    QVERIFY(!found->link.lead.isEmpty());

    m_rig->fake.hideNew(true);
    LeadWriteHeader header = exampleHeader(u"rb-second222222"_s);
    header.facts.number = test::exampleNumber(u"+12145550124");
    const std::optional<Written> second = as<Written>(m_rig->write(PutLead{header}));
    QVERIFY(second);
    const std::optional<NotWritten> early = as<NotWritten>(m_rig->write(writeOf(u"note"_s, second->link)));
    QCOMPARE(early->kind, Class::ForNow);
    QCOMPARE(early->retryAfter, std::optional<Milliseconds>(30s));
    m_rig->fake.hideNew(false);
    QVERIFY(as<Written>(m_rig->write(writeOf(u"note"_s, second->link))));

    m_rig->fake.removeCandidate(second->link.record);
    m_rig->clock.advance(1h);
    QCOMPARE(as<NotWritten>(m_rig->write(writeOf(u"note"_s, second->link)))->kind, Class::Gone);
    QVERIFY(as<NotFound>(m_rig->findWritten(PutLead{header}, m_rig->clock.now() - 10min))); // after a while it is certain
}

void TestGreenhouseWrites::renewsAnExpiredToken()
{
    const calls::LeadLink link{.record = known(), .lead = {}, .task = {}, .url = {}, .isOurs = false};
    QVERIFY(as<Written>(m_rig->write(writeOf(u"note"_s, link))));
    m_rig->fake.expireTokens();
    LeadWrite second = writeOf(u"note"_s, link);
    std::get<AddNote>(second).header.marker = u"rb-another22222"_s;
    QVERIFY(as<Written>(m_rig->write(second)));
    QCOMPARE(m_rig->fake.tokens(), 2);
    QCOMPARE(m_rig->fake.notes().size(), 2);
    m_rig->fake.sayExpiryAsText(); // half an hour
    m_rig->fake.expireTokens();
    QVERIFY(as<Written>(m_rig->write(second)));
    m_rig->clock.advance(31min);
    QVERIFY(as<Written>(m_rig->write(second)));
    QCOMPARE(m_rig->fake.tokens(), 4);
}

void TestGreenhouseWrites::saysWhenItWasRevoked()
{
    m_rig->fake.revoke();
    const std::optional<NotWritten> refused = as<NotWritten>(m_rig->write(writeOf(u"new lead"_s, {})));
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"revoked"_s);
    m_rig->fake.answerNext(401, "{}", "POST /token");
    QVERIFY(QCoro::waitFor(m_rig->system->find({.number = test::exampleNumber(), .email = u"a@example.com"_s}))
                .error()
                .what.startsWith(u"revoked"_s));
}

void TestGreenhouseWrites::saysWhatGreenhouseDidNotLike()
{
    const QString id = known();
    const calls::LeadLink link{.record = id,
                               .lead = m_rig->fake.addApplication({{u"candidate_id"_s, id.toLongLong()}, {u"job_id"_s, 7}}),
                               .task = {},
                               .url = {},
                               .isOurs = false};
    const std::optional<NotWritten> refused = as<NotWritten>(m_rig->write(writeOf(u"interview_booked"_s, link))); // a stage of another job
    QCOMPARE(refused->kind, Class::Write);
    QCOMPARE(refused->message, u"Validation failed; to_stage_id: is not of this job"_s);
}

void TestGreenhouseWrites::triesARecord()
{
    QList<Finding> findings = QCoro::waitFor(m_rig->system->tryRecord(exampleFacts()));
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"left_there"_s);
    QVERIFY(findings.constFirst().subject.startsWith(u"https://app.greenhouse.io/people/"_s));
    m_rig->fake.forbid("/v3/candidates");
    findings = QCoro::waitFor(m_rig->system->tryRecord(exampleFacts()));
    QCOMPARE(findings.constFirst().problem, u"no_right"_s);
}

QTEST_GUILESS_MAIN(TestGreenhouseWrites)
#include "tst_greenhouse_writes.moc"
