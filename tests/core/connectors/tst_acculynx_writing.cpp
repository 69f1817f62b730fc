#include "connectors/acculynx/kind.h"
#include "connectors/acculynx/system.h"
#include "support/fakeacculynx.h"
#include "support/leadtests.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>
#include <QTimer>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::acculynx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeAccuLynx;
using ringback::test::number;
using ringback::test::said;
using Class = NotWritten::Class;
using Then = ringback::test::ScriptedServer::Then;

namespace {

const QString ourTag = u"missed-call-automation"_s;

QString last(const QStringList &texts)
{
    return texts.isEmpty() ? QString() : texts.constLast();
}

} // namespace

class TestAccuLynxWriting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesTheContactAndTheLead();
    void namesThem_data();
    void namesThem();
    void writesToAKnownContact();
    void takesTheChosenSourceTypeAndPriority();
    void wantsAContactType();
    void saysWhatWasChosenIsGone();
    void takesTenDigitsOnly();
    void writesNotes();
    void showsAStatus();
    void saysAStatusWhereItCannotShowIt();
    void hasNoTasks();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void doesNotKnow_data();
    void doesNotKnow();
    void repeatsALeadWithoutADouble_data();
    void repeatsALeadWithoutADouble();
    void joinsWhatARepHasMade();
    void takesNoOtherCasesLead();
    void trustsNoFilter();
    void livesWithoutReferences();
    void findsNotesOnlyInTheHistory();
    void findsAStatus();
    void keepsItsKeyToItself();
    void opensWithItsKey();
    void waitsAsItIsTold();
    void givesUpWhileItWaits();
    void triesARecord();

private:
    [[nodiscard]] LeadWriteHeader header(const QString &marker = u"rb-abcdefghijkl"_s) const
    {
        LeadWriteHeader header{.link = {}, .facts = {.number = number(u"+12145550123")}, .marker = marker, .at = m_clock.now(), .text = {}};
        header.facts.tag = ourTag;
        header.facts.status = u"needs_callback"_s;
        header.facts.calledAt = m_clock.now();
        header.text = u"Missed call 12:00 from (214) 555-0123."_s;
        return header;
    }
    [[nodiscard]] WriteOutcome write(const LeadWrite &what) { return QCoro::waitFor(m_system->write(what)); }
    [[nodiscard]] WriteFinding find(const LeadWrite &what) { return QCoro::waitFor(m_system->findWritten(what, m_clock.now() - 1min)); }
    void connectTo(const QMap<QString, QString> &choices = {}, Milliseconds timeout = 5s, std::shared_ptr<RateLimit> limit = nullptr);

    test::TestClock m_clock;
    std::unique_ptr<FakeAccuLynx> m_acculynx;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<LeadSystem> m_system;
};

void TestAccuLynxWriting::init()
{
    m_acculynx = std::make_unique<FakeAccuLynx>();
    m_acculynx->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo();
}

void TestAccuLynxWriting::cleanup()
{
    if (m_acculynx) // what the description does not allow
        QCOMPARE(m_acculynx->problems().join(u'\n'), QString());
    m_system.reset();
    m_network.reset();
    m_acculynx.reset();
}

void TestAccuLynxWriting::connectTo(const QMap<QString, QString> &choices, Milliseconds timeout, std::shared_ptr<RateLimit> limit)
{
    const AccuLynxSettings settings{.apiKey = FakeAccuLynx::apiKey(),
                                    .choices = choices,
                                    .baseUrl = m_acculynx->baseUrl(),
                                    .timeout = timeout,
                                    .limit = std::move(limit)};
    m_system = std::make_shared<AccuLynxSystem>(settings, Surroundings{.network = *m_network, .clock = m_clock});
}

void TestAccuLynxWriting::makesTheContactAndTheLead()
{
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    const FakeAccuLynx::Contact contact = m_acculynx->contacts().value(0);
    const FakeAccuLynx::Job job = m_acculynx->jobs().value(0);
    const calls::LeadLink expected{
        .record = contact.id, .lead = job.id, .task = {}, .url = u"https://my.acculynx.com/jobs/"_s + job.id, .isOurs = true};
    QCOMPARE(as<Written>(outcome)->link, expected);
    QCOMPARE(contact.numbers, QStringList{u"2145550123"_s});
    QCOMPARE(contact.said.value(u"crossReference"_s).toString(), ourTag);
    QCOMPARE(contact.said.value(u"contactTypeIds"_s).toArray(), QJsonArray{QString::fromUtf16(FakeAccuLynx::customer)});
    QCOMPARE(job.contact, contact.id);
    QCOMPARE(job.priority, u"Urgent"_s);
    QVERIFY(!job.said.contains(u"leadSource"_s));
    QCOMPARE(job.said.value(u"notes"_s).toString(), u"Missed call 12:00 from (214) 555-0123. [rb-abcdefghijkl]"_s);
    QCOMPARE(m_acculynx->references().size(), 1);
    QCOMPARE(m_acculynx->references().constFirst().job, job.id);
    QCOMPARE(m_acculynx->references().constFirst().source, ourTag);
    QCOMPARE(m_acculynx->references().constFirst().project, u"rb-abcdefghijkl"_s);
}

void TestAccuLynxWriting::namesThem_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::addColumn<QStringList>("emails");
    QTest::newRow("nobody knows") << QString() << QString() << u"Unknown"_s << u"(214) 555-0123"_s << QStringList();
    QTest::newRow("one word") << u"Dana"_s << QString() << u"Dana"_s << u"(214) 555-0123"_s << QStringList();
    QTest::newRow("three words") << u" Mary Ann  Lee "_s << u"mary@example.com"_s << u"Mary Ann"_s << u"Lee"_s
                                 << QStringList{u"mary@example.com"_s};
    QTest::newRow("an address that is none") << u"Dana Lee"_s << u"dana at home"_s << u"Dana"_s << u"Lee"_s << QStringList();
}

void TestAccuLynxWriting::namesThem()
{
    QFETCH(QString, name);
    QFETCH(QString, email);
    LeadWriteHeader lead = header();
    lead.facts.name = name;
    lead.facts.email = email;
    const WriteOutcome outcome = write(PutLead{lead});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    const FakeAccuLynx::Contact contact = m_acculynx->contacts().value(0);
    QTEST(contact.said.value(u"firstName"_s).toString(), "first");
    QTEST(contact.said.value(u"lastName"_s).toString(), "last");
    QTEST(contact.emails, "emails");
}

void TestAccuLynxWriting::writesToAKnownContact()
{
    const QString known = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s}, {}, m_clock.now() - 24h * 400);
    m_acculynx->addJob(known, u"Closed"_s, m_clock.now() - 24h * 300);
    LeadWriteHeader lead = header();
    lead.link.record = known;
    const WriteOutcome outcome = write(PutLead{lead});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_acculynx->contacts().size(), 1);
    QCOMPARE(m_acculynx->jobs().size(), 2);
    QCOMPARE(as<Written>(outcome)->link.record, known);
    QCOMPARE(as<Written>(outcome)->link.lead, m_acculynx->jobs().constLast().id);
    QVERIFY(!as<Written>(outcome)->link.isOurs);
}

void TestAccuLynxWriting::takesTheChosenSourceTypeAndPriority()
{
    connectTo({{u"source"_s, QString::fromUtf16(FakeAccuLynx::northDoors)},
               {u"contact_type"_s, QString::fromUtf16(FakeAccuLynx::vendor)},
               {u"status.needs_callback"_s, u"High"_s}});
    QVERIFY(as<Written>(write(PutLead{header()})));
    const FakeAccuLynx::Job job = m_acculynx->jobs().value(0);
    QCOMPARE(job.said.value(u"leadSource"_s).toObject().value(u"id"_s).toString(), QString::fromUtf16(FakeAccuLynx::northDoors));
    QCOMPARE(job.priority, u"High"_s);
    QCOMPARE(m_acculynx->contacts().value(0).said.value(u"contactTypeIds"_s).toArray(),
             QJsonArray{QString::fromUtf16(FakeAccuLynx::vendor)});
    QVERIFY(m_acculynx->requests("GET /contacts/contact-types").isEmpty()); // it was chosen
}

void TestAccuLynxWriting::wantsAContactType()
{
    m_acculynx->withoutDefaultType();
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<NotWritten>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Account);
    QCOMPARE(as<NotWritten>(outcome)->code, u"choice_missing"_s);
    QCOMPARE(as<NotWritten>(outcome)->message, u"contact_type"_s);
    QVERIFY(m_acculynx->contacts().isEmpty());
}

void TestAccuLynxWriting::saysWhatWasChosenIsGone()
{
    const QString gone = u"61370abe-0000-4ba8-b2f2-000000000001"_s;
    connectTo({{u"source"_s, gone}});
    QVERIFY(as<Unknown>(write(PutLead{header()}))); // the contact is made: nobody may make it again
    QVERIFY(as<NotFound>(find(PutLead{header()})));
    WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<NotWritten>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Account);
    QCOMPARE(as<NotWritten>(outcome)->code, u"choice_gone"_s);
    QCOMPARE(as<NotWritten>(outcome)->message, u"source"_s);
    QCOMPARE(m_acculynx->contacts().size(), 1);
    connectTo({{u"contact_type"_s, gone}});
    LeadWriteHeader other = header();
    other.facts.number = number(u"+12145550124");
    outcome = write(PutLead{other});
    QCOMPARE(as<NotWritten>(outcome)->message, u"contact_type"_s);
    connectTo({{u"contact_type"_s, QString::fromUtf16(FakeAccuLynx::vendor)}});
    m_acculynx->next("POST /contacts", 400, FakeAccuLynx::error(400, u"something else"_s));
    outcome = write(PutLead{other});
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Write);
    other.link.record = gone; // deleted there since
    QCOMPARE(as<NotWritten>(write(PutLead{other}))->kind, Class::Gone);
}

void TestAccuLynxWriting::takesTenDigitsOnly()
{
    LeadWriteHeader lead = header();
    lead.facts.number = number(u"+442079460958");
    const WriteOutcome outcome = write(PutLead{lead});
    QVERIFY(as<NotWritten>(outcome));
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Write);
    QVERIFY(m_acculynx->contacts().isEmpty());
}

void TestAccuLynxWriting::writesNotes()
{
    const QString contact = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    LeadWriteHeader note = header();
    QCOMPARE(as<NotWritten>(write(AddNote{note}))->code, u"no_record"_s);
    note.link.record = contact;
    note.text = u"Text sent: “Sorry we missed you”\nReply: yes"_s;
    const WriteOutcome outcome = write(AddNote{note, calls::LeadNote::Reply});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<Written>(outcome)->link, note.link);
    QCOMPARE(last(m_acculynx->contacts().constFirst().notes), note.text + u" [rb-abcdefghijkl]"_s);

    note.text = QString(998, u'x') + u"👍👍"_s; // AccuLynx takes a thousand
    QVERIFY(as<Written>(write(AddNote{note})));
    const QString kept = last(m_acculynx->contacts().constFirst().notes);
    QVERIFY(kept.size() <= 1000);
    QVERIFY(kept.startsWith(QString(900, u'x')));
    QVERIFY(kept.endsWith(u"… [rb-abcdefghijkl]"_s));

    m_acculynx->removeContact(contact);
    QCOMPARE(as<NotWritten>(write(AddNote{note}))->kind, Class::Gone);
}

void TestAccuLynxWriting::showsAStatus()
{
    connectTo({{u"status.no_interest"_s, u"Normal"_s}});
    SetStatus status{.header = header(), .appointmentAt = {}, .closes = false};
    status.header.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    status.header.link.lead = m_acculynx->addJob(status.header.link.record, u"Lead"_s);
    m_acculynx->assign(status.header.link.lead);
    status.header.facts.status = u"estimate_scheduled"_s;
    status.appointmentAt = m_clock.now() + 26h;
    WriteOutcome outcome = write(status);
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    const QJsonObject appointment = m_acculynx->jobs().constFirst().appointment;
    QCOMPARE(appointment.value(u"startDate"_s).toString(), u"2026-11-21T20:00:00Z"_s);
    QCOMPARE(appointment.value(u"endDate"_s).toString(), u"2026-11-21T21:00:00Z"_s);
    QVERIFY(m_acculynx->jobs().constFirst().messages.isEmpty());

    status.header.facts.status = u"no_interest"_s;
    status.appointmentAt.reset();
    status.closes = true;
    outcome = write(status);
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_acculynx->jobs().constFirst().priority, u"Normal"_s);
    QCOMPARE(m_acculynx->jobs().constFirst().messages, QStringList{status.header.text + u" [rb-abcdefghijkl]"_s});

    // A lost answer of what is only set: it may be set again.
    m_acculynx->next("PUT /priority", Then::TakeAndDrop);
    QCOMPARE(as<NotWritten>(write(status))->kind, Class::ForNow);
    QCOMPARE(m_acculynx->jobs().constFirst().messages.size(), 1);
}

void TestAccuLynxWriting::saysAStatusWhereItCannotShowIt()
{
    SetStatus status{.header = header(), .appointmentAt = m_clock.now() + 26h, .closes = false};
    status.header.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    QVERIFY(as<Written>(write(status))); // no job: a note
    QCOMPARE(m_acculynx->contacts().constFirst().notes.size(), 1);
    status.header.link.lead = m_acculynx->addJob(status.header.link.record, u"Lead"_s);
    QVERIFY(as<Written>(write(status))); // a lead that nobody has taken is not to be changed
    QCOMPARE(m_acculynx->contacts().constFirst().notes.size(), 2);
    QVERIFY(m_acculynx->jobs().constFirst().appointment.isEmpty());
    m_acculynx->assign(status.header.link.lead);
    status.appointmentAt.reset();
    QVERIFY(as<Written>(write(status)));
    QCOMPARE(m_acculynx->jobs().constFirst().messages.size(), 1);
    QCOMPARE(m_acculynx->contacts().constFirst().notes.size(), 2);
}

void TestAccuLynxWriting::hasNoTasks()
{
    const LeadAbilities abilities = AccuLynxKind().abilities();
    QVERIFY(!abilities.writesTasks && !abilities.closesTasks && !abilities.readsTasks);
    QVERIFY(!abilities.findsByNumber && !abilities.findsByEmail && !abilities.removesRecords);
    QVERIFY(abilities.listsChanges && abilities.writesNotes && abilities.setsStatus && abilities.readsWins);
    QCOMPARE(as<NotWritten>(write(PutTask{.header = header(), .title = u"Call back"_s, .dueAt = m_clock.now()}))->kind, Class::Unable);
    QCOMPARE(as<NotWritten>(write(CloseTask{.header = header(), .outcome = u"reached"_s}))->kind, Class::Unable);
    QCOMPARE(QCoro::waitFor(m_system->find({.number = number(u"+12145550123"), .email = {}})).error().kind, ErrorKind::Refused);
    QCOMPARE(QCoro::waitFor(m_system->tasks({})).error().kind, ErrorKind::Refused);
    QVERIFY(m_acculynx->requests().isEmpty());
}

void TestAccuLynxWriting::classifiesRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<NotWritten::Class>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, Class kind, const QString &code, const QByteArray &body = {}) {
        QTest::newRow(name) << status << (body.isEmpty() ? FakeAccuLynx::error(status, u"why"_s) : body) << kind << code;
    };
    row("the key is no longer good", 401, Class::Account, u"revoked"_s);
    row("this key may not", 403, Class::Account, u"no_right"_s);
    row("the write is wrong", 400, Class::Write, u"400"_s);
    row("a precondition", 412, Class::Write, u"412"_s);
    row("the contact is gone", 404, Class::Gone, u"404"_s);
    row("somebody else's 404", 404, Class::ForNow, u"404"_s, "<html>");
    row("somebody else's 403", 403, Class::ForNow, u"403"_s, "<html>");
    row("too fast, in plain text", 429, Class::ForNow, u"rate_limited"_s, "Hourly rate limit exceeded. Please try again later.");
    row("a redirect", 302, Class::ForNow, u"302"_s, "<html>");
}

void TestAccuLynxWriting::classifiesRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    LeadWriteHeader note = header();
    note.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    m_acculynx->next("POST /notes", status, body, body.startsWith('{') ? "application/json" : "text/plain");
    const WriteOutcome outcome = write(AddNote{note});
    QVERIFY2(as<NotWritten>(outcome), qPrintable(said(outcome)));
    QTEST(as<NotWritten>(outcome)->kind, "kind");
    QTEST(as<NotWritten>(outcome)->code, "code");
    QVERIFY(m_acculynx->contacts().constFirst().notes.isEmpty());
}

void TestAccuLynxWriting::doesNotKnow_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<std::function<void(FakeAccuLynx &, const QByteArray &)>>("behave");
    using Behave = std::function<void(FakeAccuLynx &, const QByteArray &)>;
    for (const QByteArray &request : {"POST /contacts"_ba, "POST /jobs"_ba}) {
        const auto row = [&](const char *name, const Behave &behave) {
            QTest::addRow("%s of %s", name, request.constData()) << request << behave;
        };
        row("the answer is lost", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, Then::TakeAndDrop); });
        row("no answer", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, Then::Stall); });
        row("an error of its own", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 500, FakeAccuLynx::error(500, {})); });
        row("busy", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 503, "", "text/plain"); });
        row("a captive portal", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 200, "<html>", "text/html"); });
        row("made, without an id", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 201, "{}"); });
        row("made, with an id like a path", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 201, R"({"id":"../jobs"})"); });
        row("garbage", [](FakeAccuLynx &fake, const QByteArray &at) { fake.next(at, 201, QByteArray(5 << 20, '['), "application/json"); });
    }
}

void TestAccuLynxWriting::doesNotKnow()
{
    QFETCH(QByteArray, request);
    QFETCH(std::function<void(FakeAccuLynx &, const QByteArray &)>, behave);
    connectTo({}, 1s);
    behave(*m_acculynx, request);
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<Unknown>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_acculynx->left(), 0);
}

void TestAccuLynxWriting::repeatsALeadWithoutADouble_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<Then>("then");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("the contact's answer is lost") << "POST /contacts"_ba << Then::TakeAndDrop << false;
    QTest::newRow("the contact never came there") << "POST /contacts"_ba << Then::Drop << false;
    QTest::newRow("the lead's answer is lost") << "POST /jobs"_ba << Then::TakeAndDrop << false;
    QTest::newRow("the lead never came there") << "POST /jobs"_ba << Then::Drop << false;
    QTest::newRow("the reference's answer is lost") << "POST /jobs/external-references"_ba << Then::TakeAndDrop << true;
    QTest::newRow("the reference never came there") << "POST /jobs/external-references"_ba << Then::Drop << false;
}

void TestAccuLynxWriting::repeatsALeadWithoutADouble()
{
    QFETCH(QByteArray, request);
    QFETCH(Then, then);
    QFETCH(bool, isFound);
    const QString other = m_acculynx->addContact(u"Someone"_s, u"Else"_s, {u"2145550124"_s});
    m_acculynx->addJob(other, u"Lead"_s);
    m_acculynx->next(request, then);
    const PutLead lead{header()};
    const WriteOutcome first = write(lead);
    QVERIFY2(as<Unknown>(first), qPrintable(said(first)));
    m_clock.advance(30s);
    m_acculynx->setNow(m_clock.now());
    const WriteFinding found = find(lead);
    QCOMPARE(as<Written>(found).has_value(), isFound);
    QCOMPARE(as<NotFound>(found).has_value(), !isFound);
    if (isFound)
        QCOMPARE(as<Written>(found)->link.lead, m_acculynx->jobs().constLast().id);
    const WriteOutcome second = write(lead);
    QVERIFY2(as<Written>(second), qPrintable(said(second)));
    QCOMPARE(m_acculynx->contacts().size(), 2);
    QCOMPARE(m_acculynx->jobs().size(), 2);
    QCOMPARE(m_acculynx->references().size(), 1);
    QCOMPARE(as<Written>(second)->link.lead, m_acculynx->jobs().constLast().id);
    const WriteFinding foundAgain = find(lead);
    QVERIFY(as<Written>(foundAgain));
    QCOMPARE(as<Written>(foundAgain)->link, as<Written>(second)->link);
    QVERIFY(as<Written>(second)->link.isOurs);
}

void TestAccuLynxWriting::joinsWhatARepHasMade()
{
    m_clock.advance(5min);
    m_acculynx->setNow(m_clock.now());
    const QString contact = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"(214) 555-0123"_s});
    const QString job = m_acculynx->addJob(contact, u"Lead"_s);
    m_acculynx->assign(job);
    LeadWriteHeader lead = header();
    lead.facts.calledAt = m_clock.now() - 5min;
    const WriteOutcome outcome = write(PutLead{lead});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<Written>(outcome)->link.record, contact);
    QCOMPARE(as<Written>(outcome)->link.lead, job);
    QVERIFY(!as<Written>(outcome)->link.isOurs);
    QCOMPARE(as<Written>(find(PutLead{lead}))->link, as<Written>(outcome)->link);
    QCOMPARE(m_acculynx->jobs().size(), 1);
}

// Two cases of one caller within minutes: each has its own enquiry.
void TestAccuLynxWriting::takesNoOtherCasesLead()
{
    const WriteOutcome first = write(PutLead{header()});
    LeadWriteHeader again = header(u"rb-zzzzzzzzzzzz"_s);
    again.link.record = as<Written>(first)->link.record;
    const WriteOutcome second = write(PutLead{again});
    QVERIFY2(as<Written>(second), qPrintable(said(second)));
    QCOMPARE(m_acculynx->contacts().size(), 1);
    QCOMPARE(m_acculynx->jobs().size(), 2);
    QVERIFY(as<Written>(second)->link.lead != as<Written>(first)->link.lead);
}

// Where a parameter is not known, it is passed over: everything, the oldest first. Nothing can be concluded from that.
void TestAccuLynxWriting::trustsNoFilter()
{
    const QString known = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s}, {}, m_clock.now() - 24h * 400);
    m_acculynx->addJob(known, u"Closed"_s, m_clock.now() - 24h * 300);
    m_acculynx->addJob(known, u"Closed"_s, m_clock.now() - 24h * 200);
    m_acculynx->ignoreFilters();
    LeadWriteHeader lead = header();
    lead.link.record = known;
    const WriteOutcome outcome = write(PutLead{lead});
    QVERIFY2(as<NotWritten>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow);
    QVERIFY(as<Unknown>(find(PutLead{lead})));
    QCOMPARE(m_acculynx->jobs().size(), 2);
}

void TestAccuLynxWriting::livesWithoutReferences()
{
    m_acculynx->refuseReferences();
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_acculynx->jobs().size(), 1);
}

void TestAccuLynxWriting::findsNotesOnlyInTheHistory()
{
    LeadWriteHeader note = header();
    note.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    m_acculynx->next("POST /notes", Then::TakeAndDrop);
    QVERIFY(as<Unknown>(write(AddNote{note})));
    QVERIFY(as<Unknown>(find(AddNote{note}))); // nothing lists it
    note.link.lead = m_acculynx->addJob(note.link.record, u"Lead"_s);
    QVERIFY(as<Unknown>(find(AddNote{note}))); // nobody has taken the lead
    m_acculynx->assign(note.link.lead);
    QVERIFY(as<Unknown>(find(AddNote{note}))); // the history has no words
    m_acculynx->tellWordsInHistory();
    QVERIFY(as<Written>(find(AddNote{note})));
    note.marker = u"rb-bbbbbbbbbbbb"_s;
    QVERIFY(as<Unknown>(find(AddNote{note}))); // that it is not told does not mean that it is not there
    for (int i = 0; i < 60; ++i) { // on a later page
        note.marker = u"rb-cccccccccc%1"_s.arg(i, 2, 10, QChar(u'0'));
        QVERIFY(as<Written>(write(AddNote{note})));
    }
    QVERIFY(as<Written>(find(AddNote{note})));
}

void TestAccuLynxWriting::findsAStatus()
{
    SetStatus status{.header = header(), .appointmentAt = m_clock.now() + 26h, .closes = false};
    status.header.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    status.header.link.lead = m_acculynx->addJob(status.header.link.record, u"Lead"_s);
    QVERIFY(as<Unknown>(find(status))); // it would have been a note
    m_acculynx->assign(status.header.link.lead);
    QVERIFY(as<NotFound>(find(status))); // set again, it is the same
    status.closes = true;
    QVERIFY(as<Unknown>(find(status))); // with a message
    m_acculynx->tellWordsInHistory();
    QVERIFY(as<Written>(write(status)));
    QVERIFY(as<Written>(find(status)));
    QVERIFY(as<NotFound>(find(PutTask{.header = header(), .title = {}, .dueAt = {}})));
}

void TestAccuLynxWriting::keepsItsKeyToItself()
{
    LeadWriteHeader note = header();
    note.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    m_acculynx->next("POST /notes", 400, FakeAccuLynx::error(400, u"Bearer %1 is odd"_s.arg(QString::fromLatin1(FakeAccuLynx::apiKey()))));
    const WriteOutcome outcome = write(AddNote{note});
    QVERIFY(as<NotWritten>(outcome)->message.contains(u"Bearer *** is odd"_s));
}

void TestAccuLynxWriting::opensWithItsKey()
{
    const auto secrets = std::make_shared<test::TestSecrets>();
    const settings::LeadConnection connection{.id = u"acculynx-main"_s,
                                              .account = settings::AccuLynxAccount{.apiKeySecret = u"acculynx-key"_s},
                                              .baseUrl = m_acculynx->baseUrl().toString() + u'/'};
    const Surroundings surroundings{.network = *m_network, .clock = m_clock, .secrets = secrets};
    QVERIFY(!AccuLynxKind().open(connection, surroundings));
    secrets->values.insert(u"acculynx-key"_s, FakeAccuLynx::apiKey() + '\n');
    m_system = AccuLynxKind().open(connection, surroundings);
    QVERIFY(m_system);
    QVERIFY(as<Written>(write(PutLead{header()})));
}

void TestAccuLynxWriting::waitsAsItIsTold()
{
    LeadWriteHeader note = header();
    note.link.record = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    m_acculynx->tooFastNext("POST /notes", "1800", "company-write:hourly");
    const WriteOutcome outcome = write(AddNote{note});
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow);
    QCOMPARE(as<NotWritten>(outcome)->retryAfter, std::optional<Milliseconds>(1800s));
    QCOMPARE(as<NotWritten>(outcome)->message, u"Hourly rate limit exceeded. Please try again later."_s);
    QCOMPARE(m_acculynx->requests("POST /notes").size(), 1);
    QVERIFY(as<Written>(write(AddNote{note}))); // the quota of writes is for the engine to keep to; other requests need not wait

    connectTo({}, 5s, std::make_shared<RateLimit>(1000, 1s));
    m_acculynx->tooFastNext("POST /contacts/search", "0");
    QVERIFY(as<Written>(write(PutLead{header()}))); // what only reads is asked again
    QCOMPARE(m_acculynx->requests("POST /contacts/search").size(), 2);
}

void TestAccuLynxWriting::givesUpWhileItWaits()
{
    m_acculynx->next("POST /contacts/search", Then::Stall);
    WriteOutcome outcome = Unknown{u"not yet"_s};
    bool isDone = false;
    QCoro::connect(m_system->write(PutLead{header()}), this, [&](WriteOutcome came) {
        outcome = std::move(came);
        isDone = true;
    });
    QTRY_COMPARE(m_acculynx->requests("POST /contacts/search").size(), 1);
    m_system->abandon();
    QTRY_VERIFY(isDone);
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow); // it had only looked
}

void TestAccuLynxWriting::triesARecord()
{
    const QList<Finding> findings = QCoro::waitFor(m_system->tryRecord(header().facts));
    QCOMPARE(test::complaints(findings), QStringList{u"Record left_there"_s});
    QCOMPARE(m_acculynx->jobs().size(), 1);
    QCOMPARE(findings.constFirst().detail, u"https://my.acculynx.com/jobs/"_s + m_acculynx->jobs().constFirst().id);
    m_acculynx->next("POST /jobs", 403, FakeAccuLynx::error(403, u"Not enough permissions."_s));
    LeadFacts facts = header().facts;
    facts.number = number(u"+12145550199");
    QCOMPARE(test::complaints(QCoro::waitFor(m_system->tryRecord(facts))), QStringList{u"Record not_made"_s}); // a part was made
    m_acculynx->next("POST /contacts", 403, FakeAccuLynx::error(403, u"Not enough permissions."_s));
    facts.number = number(u"+12145550198");
    QCOMPARE(test::complaints(QCoro::waitFor(m_system->tryRecord(facts))), QStringList{u"Record no_right"_s});
}

QTEST_GUILESS_MAIN(TestAccuLynxWriting)
#include "tst_acculynx_writing.moc"
