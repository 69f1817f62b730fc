#include "connectors/lever/kind.h"
#include "connectors/lever/system.h"
#include "support/fakelever.h"
#include "support/leadtests.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::lever;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeLever;
using ringback::test::number;
using ringback::test::said;
using Class = NotWritten::Class;
using Then = ringback::test::ScriptedServer::Then;

namespace {

const QString ourTag = u"missed_call_recovery"_s;

QJsonArray phones(const QString &value)
{
    return {QJsonObject{{u"type"_s, u"mobile"_s}, {u"value"_s, value}}};
}

} // namespace

class TestLeverWriting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesACandidate();
    void takesWhatWasChosen();
    void putsAnAddressToThePerson();
    void makesNoCandidateOfAClient();
    void tagsAKnownCandidate();
    void writesNotes();
    void showsAStatus();
    void movesNobodyWhomOthersMoved_data();
    void movesNobodyWhomOthersMoved();
    void hasNoTasks();
    void wantsAUser();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void doesNotKnow_data();
    void doesNotKnow();
    void repeatsALeadWithoutADouble_data();
    void repeatsALeadWithoutADouble();
    void takesOnlyWhoIsNew();
    void repeatsANoteWithoutADouble();
    void repeatsAStatus();
    void cannotTell();
    void keepsItsKeyToItself();
    void opensWithItsKey();
    void waitsAsItIsTold();
    void givesUpWhatIsUnderWay();
    void triesARecord();

private:
    [[nodiscard]] LeadWriteHeader header(const QString &record = {}) const
    {
        LeadWriteHeader header{
            .link = {}, .facts = {.number = number(u"+12145550142")}, .marker = u"rb-abcdefghijkl"_s, .at = m_clock.now(), .text = {}};
        header.link.record = record;
        header.facts.tag = ourTag;
        header.facts.status = u"needs_callback"_s;
        header.facts.kind = calls::ContactKind::Candidate;
        header.facts.calledAt = m_clock.now();
        header.text = u"Missed call 12:00 from (214) 555-0142."_s;
        return header;
    }
    [[nodiscard]] WriteOutcome write(const LeadWrite &what) { return QCoro::waitFor(m_system->write(what)); }
    [[nodiscard]] WriteFinding find(const LeadWrite &what) { return QCoro::waitFor(m_system->findWritten(what, m_clock.now() - 1min)); }
    void connectTo(const QMap<QString, QString> &choices = {}, Milliseconds timeout = 5s,
                   const QString &performAs = QString::fromUtf16(FakeLever::user), std::shared_ptr<RateLimit> limit = nullptr);

    test::TestClock m_clock;
    std::unique_ptr<FakeLever> m_lever;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<LeadSystem> m_system;
};

void TestLeverWriting::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_lever = std::make_unique<FakeLever>();
    m_lever->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo();
}

void TestLeverWriting::cleanup()
{
    if (m_lever)
        QCOMPARE(m_lever->problems().join(u'\n'), QString());
    m_system.reset();
    m_network.reset();
    m_lever.reset();
}

void TestLeverWriting::connectTo(const QMap<QString, QString> &choices, Milliseconds timeout, const QString &performAs,
                                 std::shared_ptr<RateLimit> limit)
{
    const LeverSettings settings{.apiKey = FakeLever::apiKey(),
                                 .performAs = performAs,
                                 .choices = choices,
                                 .baseUrl = m_lever->baseUrl(),
                                 .timeout = timeout,
                                 .limit = std::move(limit)};
    m_system = std::make_shared<LeverSystem>(settings, Surroundings{.network = *m_network, .clock = m_clock});
}

void TestLeverWriting::makesACandidate()
{
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    const QJsonObject made = m_lever->opportunities().value(0);
    const QString id = made.value(u"id"_s).toString();
    const calls::LeadLink expected{
        .record = id, .lead = id, .task = {}, .url = u"https://hire.lever.co/candidates/"_s + id, .isOurs = true};
    QCOMPARE(as<Written>(outcome)->link, expected);
    QCOMPARE(made.value(u"name"_s).toString(), u"Unknown (214) 555-0142"_s);
    QCOMPARE(made.value(u"phones"_s).toArray(), phones(u"+12145550142"_s));
    QCOMPARE(made.value(u"tags"_s).toArray(), QJsonArray{ourTag});
    QCOMPARE(made.value(u"sources"_s).toArray(), QJsonArray{ourTag});
    QCOMPARE(made.value(u"origin"_s).toString(), u"sourced"_s);
    QCOMPARE(m_lever->notes(id), QStringList{u"Missed call 12:00 from (214) 555-0142. [rb-abcdefghijkl]"_s});
}

void TestLeverWriting::takesWhatWasChosen()
{
    connectTo({{u"tag"_s, u"callback"_s},
               {u"source"_s, u"Phone"_s},
               {u"stage"_s, u"lead-reached-out"_s},
               {u"owner"_s, QString::fromUtf16(FakeLever::recruiter)},
               {u"posting"_s, u"f2f01e16-27f8-4711-a728-7d49499795a0"_s}});
    LeadWriteHeader lead = header();
    lead.facts.name = u" Chris  Park "_s;
    QVERIFY(as<Written>(write(PutLead{lead})));
    const QJsonObject made = m_lever->opportunities().value(0);
    QCOMPARE(made.value(u"name"_s).toString(), u"Chris Park"_s);
    QCOMPARE(made.value(u"tags"_s).toArray(), QJsonArray{u"callback"_s});
    QCOMPARE(made.value(u"sources"_s).toArray(), QJsonArray{u"Phone"_s});
    QCOMPARE(made.value(u"stage"_s).toString(), u"lead-reached-out"_s);
    QCOMPARE(made.value(u"owner"_s).toString(), QString::fromUtf16(FakeLever::recruiter));
    const QJsonObject sent = QJsonDocument::fromJson(m_lever->requests("POST /opportunities").constFirst().body).object();
    QCOMPARE(sent.value(u"postings"_s).toArray(), QJsonArray{u"f2f01e16-27f8-4711-a728-7d49499795a0"_s});
    connectTo({{u"stage"_s, u"lead-reached-out"_s}, {u"status.needs_callback"_s, u"stage:lead-responded"_s}});
    lead.facts.number = number(u"+12145550143");
    QVERIFY(as<Written>(write(PutLead{lead})));
    QCOMPARE(m_lever->opportunities().constLast().value(u"stage"_s).toString(), u"lead-responded"_s); // the status says more
}

// Lever tells people apart by their address alone.
void TestLeverWriting::putsAnAddressToThePerson()
{
    m_lever->add({{u"emails"_s, QJsonArray{u"chris@example.com"_s}}, {u"phones"_s, phones(u"214-555-0142"_s)}});
    LeadWriteHeader lead = header();
    lead.facts.email = u"chris@example.com"_s;
    QVERIFY(as<Written>(write(PutLead{lead})));
    lead.facts.email = u"not an address"_s; // the number is the same, which says nothing to Lever
    lead.facts.number = number(u"+12145550143");
    QVERIFY(as<Written>(write(PutLead{lead})));
    const QList<QJsonObject> all = m_lever->opportunities();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(1).value(u"contact"_s), all.at(0).value(u"contact"_s));
    QVERIFY(all.at(2).value(u"contact"_s) != all.at(0).value(u"contact"_s));
    QVERIFY(all.at(2).value(u"emails"_s).toArray().isEmpty());
}

void TestLeverWriting::makesNoCandidateOfAClient()
{
    LeadWriteHeader lead = header();
    lead.facts.kind = calls::ContactKind::Client;
    const WriteOutcome outcome = write(PutLead{lead});
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Write);
    QVERIFY(m_lever->requests().isEmpty());
}

void TestLeverWriting::tagsAKnownCandidate()
{
    const QString known = m_lever->add({{u"tags"_s, QJsonArray{u"welder"_s}}, {u"sources"_s, QJsonArray{u"Job board"_s}}});
    const WriteOutcome outcome = write(PutLead{header(known)});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<Written>(outcome)->link.lead, known);
    QCOMPARE(as<Written>(outcome)->link.url, u"https://hire.lever.co/candidates/"_s + known);
    QVERIFY(!as<Written>(outcome)->link.isOurs);
    const QJsonObject now = m_lever->opportunities().constFirst();
    QCOMPARE(now.value(u"tags"_s).toArray(), (QJsonArray{u"welder"_s, ourTag}));
    QCOMPARE(now.value(u"sources"_s).toArray(), QJsonArray{u"Job board"_s}); // that is where it came from
    QCOMPARE(m_lever->notes(known).size(), 1);
    m_lever->remove(known);
    QCOMPARE(as<NotWritten>(write(PutLead{header(known)}))->kind, Class::Gone);
}

void TestLeverWriting::writesNotes()
{
    QCOMPARE(as<NotWritten>(write(AddNote{header()}))->code, u"no_record"_s);
    const QString known = m_lever->add({});
    LeadWriteHeader note = header(known);
    note.text = u"Reply: “yes, at 3”\nsecond line"_s;
    const WriteOutcome outcome = write(AddNote{note, calls::LeadNote::Reply});
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(as<Written>(outcome)->link, note.link);
    QCOMPARE(m_lever->notes(known), QStringList{note.text + u" [rb-abcdefghijkl]"_s});
    m_lever->remove(known);
    QCOMPARE(as<NotWritten>(write(AddNote{note}))->kind, Class::Gone);
}

void TestLeverWriting::showsAStatus()
{
    connectTo({{u"status.needs_callback"_s, u"stage:lead-reached-out"_s},
               {u"status.no_interest"_s, u"reason:"_s + QString::fromUtf16(FakeLever::notFit)}});
    SetStatus status{.header = header(m_lever->add({})), .appointmentAt = {}, .closes = false};
    status.header.link.isOurs = true;
    WriteOutcome outcome = write(status);
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_lever->opportunities().constFirst().value(u"stage"_s).toString(), u"lead-reached-out"_s);
    status.header.facts.status = u"no_interest"_s;
    status.closes = true;
    outcome = write(status);
    QVERIFY2(as<Written>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_lever->opportunities().constFirst().value(u"archiveReason"_s).toString(), QString::fromUtf16(FakeLever::notFit));
    QVERIFY(m_lever->notes(status.header.link.record).isEmpty());

    status.header.facts.status = u"interview_booked"_s; // nothing is chosen for it
    QVERIFY(as<Written>(write(status)));
    QCOMPARE(m_lever->notes(status.header.link.record).size(), 1);
    m_lever->remove(status.header.link.record);
    status.header.facts.status = u"no_interest"_s;
    QCOMPARE(as<NotWritten>(write(status))->kind, Class::Gone);
}

void TestLeverWriting::movesNobodyWhomOthersMoved_data()
{
    QTest::addColumn<QJsonObject>("opportunity");
    QTest::addColumn<bool>("isOurs");
    QTest::addColumn<bool>("moves");
    QTest::newRow("ours, as we made it") << QJsonObject{} << true << true;
    QTest::newRow("ours, where we put it") << QJsonObject{{u"stage"_s, u"lead-reached-out"_s}} << true << true;
    QTest::newRow("ours, further on") << QJsonObject{{u"stage"_s, u"0f7b1f1d-9b1c-4b5e-a6a5-3f6a00000001"_s}} << true << false;
    QTest::newRow("ours, archived") << QJsonObject{{u"archivedAt"_s, 1'795'464'151'000.0},
                                                   {u"archiveReason"_s, QString::fromUtf16(FakeLever::hired)}}
                                    << true << false;
    QTest::newRow("there before the call") << QJsonObject{} << false << false;
}

void TestLeverWriting::movesNobodyWhomOthersMoved()
{
    QFETCH(QJsonObject, opportunity);
    QFETCH(bool, isOurs);
    QFETCH(bool, moves);
    connectTo({{u"status.needs_callback"_s, u"stage:lead-reached-out"_s},
               {u"status.no_interest"_s, u"reason:"_s + QString::fromUtf16(FakeLever::notFit)}});
    SetStatus status{.header = header(m_lever->add(opportunity)), .appointmentAt = {}, .closes = true};
    status.header.link.isOurs = isOurs;
    status.header.facts.status = u"no_interest"_s;
    QVERIFY(as<NotFound>(find(status)));
    QVERIFY(as<Written>(write(status)));
    const QString reason = m_lever->opportunities().constFirst().value(u"archiveReason"_s).toString();
    QCOMPARE(reason == QString::fromUtf16(FakeLever::notFit), moves);
    QCOMPARE(m_lever->notes(status.header.link.record).size(), moves ? 0 : 1);
    QVERIFY(as<Written>(find(status)));
}

void TestLeverWriting::hasNoTasks()
{
    const LeadAbilities abilities = LeverKind().abilities();
    QVERIFY(!abilities.writesTasks && !abilities.closesTasks && !abilities.readsTasks);
    QVERIFY(!abilities.findsByNumber && !abilities.removesRecords);
    QVERIFY(abilities.findsByEmail && abilities.listsChanges && abilities.writesNotes && abilities.setsStatus && abilities.readsWins);
    QCOMPARE(as<NotWritten>(write(PutTask{.header = header(), .title = u"Call back"_s, .dueAt = m_clock.now()}))->kind, Class::Unable);
    QCOMPARE(as<NotWritten>(write(CloseTask{.header = header(), .outcome = u"reached"_s}))->kind, Class::Unable);
    QVERIFY(as<NotFound>(find(PutTask{.header = header(), .title = {}, .dueAt = {}})));
    QCOMPARE(QCoro::waitFor(m_system->tasks({})).error().kind, ErrorKind::Refused);
    QVERIFY(m_lever->requests().isEmpty());
}

void TestLeverWriting::wantsAUser()
{
    connectTo({}, 5s, {});
    WriteOutcome outcome = write(PutLead{header()});
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Account);
    QCOMPARE(as<NotWritten>(outcome)->code, u"choice_missing"_s);
    QCOMPARE(as<NotWritten>(outcome)->message, u"perform_as"_s);
    QVERIFY(m_lever->requests().isEmpty());
    connectTo();
    m_lever->deactivateUser();
    outcome = write(AddNote{header(m_lever->add({}))});
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::Account); // Lever says no more than that the request is bad
    QCOMPARE(as<NotWritten>(outcome)->code, u"choice_gone"_s);
    QCOMPARE(as<NotWritten>(outcome)->message, u"perform_as"_s);
    outcome = write(PutLead{header()});
    QCOMPARE(as<NotWritten>(outcome)->message, u"perform_as"_s);
}

void TestLeverWriting::classifiesRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<NotWritten::Class>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, Class kind, const QString &code, const QByteArray &body) {
        QTest::newRow(name) << status << body << kind << code;
    };
    row("the key is no longer good", 401, Class::Account, u"revoked"_s, FakeLever::error("Unauthorized"));
    row("this key may not", 403, Class::Account, u"no_right"_s, FakeLever::error("Forbidden"));
    row("the write is wrong", 400, Class::Write, u"BadRequestError"_s, FakeLever::error("BadRequestError"));
    row("gone", 404, Class::Gone, u"ResourceNotFound"_s, FakeLever::error("ResourceNotFound"));
    row("somebody else's 404", 404, Class::ForNow, u"404"_s, "<html>");
    row("too fast", 429, Class::ForNow, u"rate_limited"_s, FakeLever::error("RateLimitExceeded"));
    row("too busy", 503, Class::ForNow, u"ServiceUnavailable"_s, FakeLever::error("ServiceUnavailable"));
    row("a redirect", 302, Class::ForNow, u"302"_s, "<html>");
}

void TestLeverWriting::classifiesRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const LeadWriteHeader note = header(m_lever->add({}));
    m_lever->next("POST /notes", status, body, body.startsWith('{') ? "application/json" : "text/html");
    const WriteOutcome outcome = write(AddNote{note});
    QVERIFY2(as<NotWritten>(outcome), qPrintable(said(outcome)));
    QTEST(as<NotWritten>(outcome)->kind, "kind");
    QTEST(as<NotWritten>(outcome)->code, "code");
}

void TestLeverWriting::doesNotKnow_data()
{
    QTest::addColumn<std::function<void(FakeLever &)>>("behave");
    using Behave = std::function<void(FakeLever &)>;
    const QByteArray at = "POST /opportunities";
    QTest::newRow("the answer is lost") << Behave([=](FakeLever &fake) { fake.next(at, Then::TakeAndDrop); });
    QTest::newRow("no answer") << Behave([=](FakeLever &fake) { fake.next(at, Then::Stall); });
    QTest::newRow("an error of its own") << Behave([=](FakeLever &fake) { fake.next(at, 500, FakeLever::error("ServerError")); });
    QTest::newRow("a proxy's 503") << Behave([=](FakeLever &fake) { fake.next(at, 503, "<html>", "text/html"); });
    QTest::newRow("a captive portal") << Behave([=](FakeLever &fake) { fake.next(at, 200, "<html>", "text/html"); });
    QTest::newRow("made, without an id") << Behave([=](FakeLever &fake) { fake.next(at, 201, R"({"data":{}})"); });
    QTest::newRow("made, with an id like a path") << Behave([=](FakeLever &fake) { fake.next(at, 201, R"({"data":{"id":"../x"}})"); });
    QTest::newRow("garbage") << Behave([=](FakeLever &fake) { fake.next(at, 201, QByteArray(5 << 20, '['), "application/json"); });
}

void TestLeverWriting::doesNotKnow()
{
    QFETCH(std::function<void(FakeLever &)>, behave);
    connectTo({}, 1s);
    behave(*m_lever);
    const WriteOutcome outcome = write(PutLead{header()});
    QVERIFY2(as<Unknown>(outcome), qPrintable(said(outcome)));
    QCOMPARE(m_lever->left(), 0);
}

void TestLeverWriting::repeatsALeadWithoutADouble_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<Then>("then");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("the candidate's answer is lost") << "POST /opportunities"_ba << Then::TakeAndDrop << false; // its note is not there
    QTest::newRow("the candidate never came there") << "POST /opportunities"_ba << Then::Drop << false;
    QTest::newRow("the note's answer is lost") << "POST /notes"_ba << Then::TakeAndDrop << true;
    QTest::newRow("the note never came there") << "POST /notes"_ba << Then::Drop << false;
}

void TestLeverWriting::repeatsALeadWithoutADouble()
{
    QFETCH(QByteArray, request);
    QFETCH(Then, then);
    QFETCH(bool, isFound);
    m_lever->add({{u"phones"_s, phones(u"214-555-0199"_s)}, {u"tags"_s, QJsonArray{ourTag}}}); // somebody else's
    m_lever->next(request, then);
    const PutLead lead{header()};
    const WriteOutcome first = write(lead);
    QVERIFY2(as<Unknown>(first), qPrintable(said(first)));
    m_clock.advance(30s);
    m_lever->setNow(m_clock.now());
    const WriteFinding found = find(lead);
    QCOMPARE(as<Written>(found).has_value(), isFound);
    QCOMPARE(as<NotFound>(found).has_value(), !isFound);
    const WriteOutcome second = write(lead);
    QVERIFY2(as<Written>(second), qPrintable(said(second)));
    QCOMPARE(m_lever->opportunities().size(), 2);
    QCOMPARE(m_lever->notes(as<Written>(second)->link.record).size(), 1);
    const WriteFinding foundAgain = find(lead);
    QVERIFY(as<Written>(foundAgain));
    QCOMPARE(as<Written>(foundAgain)->link, as<Written>(second)->link);
}

void TestLeverWriting::takesOnlyWhoIsNew()
{
    m_lever->setNow(m_clock.now() - 24h);
    m_lever->add({{u"phones"_s, phones(u"(214) 555-0142"_s)}, {u"tags"_s, QJsonArray{ourTag}}}); // the engine did not take that one
    m_lever->setNow(m_clock.now());
    m_lever->add({{u"phones"_s, phones(u"(214) 555-0142"_s)}}); // without our tag
    QVERIFY(as<NotFound>(find(PutLead{header()})));
    QVERIFY(as<Written>(write(PutLead{header()})));
    QCOMPARE(m_lever->opportunities().size(), 3);
    QCOMPARE(as<Written>(find(PutLead{header()}))->link.record, m_lever->opportunities().constLast().value(u"id"_s).toString());
}

void TestLeverWriting::repeatsANoteWithoutADouble()
{
    const AddNote note{header(m_lever->add({}))};
    QVERIFY(as<NotFound>(find(note)));
    m_lever->next("POST /notes", Then::TakeAndDrop);
    QVERIFY(as<Unknown>(write(note)));
    QVERIFY(as<Written>(find(note)));
    m_lever->limitPages(2);
    AddNote other = note;
    for (int i = 0; i < 5; ++i) {
        other.header.marker = u"rb-bbbbbbbbbbb%1"_s.arg(i);
        QVERIFY(as<Written>(write(other)));
    }
    QVERIFY(as<Written>(find(other))); // on the last page
    other.header.marker = u"rb-bbbbbbbbbbb"_s; // a part of another is not it
    QVERIFY(as<NotFound>(find(other)));
}

void TestLeverWriting::repeatsAStatus()
{
    connectTo({{u"status.needs_callback"_s, u"stage:lead-reached-out"_s}});
    SetStatus status{.header = header(m_lever->add({})), .appointmentAt = {}, .closes = false};
    status.header.link.isOurs = true;
    m_lever->next("PUT /stage", Then::TakeAndDrop);
    const WriteOutcome outcome = write(status);
    QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow); // set again, it is the same
    QVERIFY(as<Written>(find(status)));
    QVERIFY(as<Written>(write(status)));
}

void TestLeverWriting::cannotTell()
{
    const QString known = m_lever->add({});
    m_lever->next("GET /notes", 500, FakeLever::error("ServerError"));
    QVERIFY(as<Unknown>(find(AddNote{header(known)})));
    m_lever->next("GET /opportunities", 500, FakeLever::error("ServerError"));
    QVERIFY(as<Unknown>(find(PutLead{header()})));
    m_lever->next("GET /notes", 403, FakeLever::error("Forbidden"));
    QVERIFY(as<Unknown>(find(PutLead{header(known)})));
    m_lever->next("GET /opportunities", 500, FakeLever::error("ServerError"));
    QCOMPARE(as<NotWritten>(write(PutLead{header()}))->kind, Class::ForNow); // nothing is made that may be there
    QCOMPARE(m_lever->opportunities().size(), 1);
    m_lever->revoke();
    QCOMPARE(as<NotWritten>(write(PutLead{header()}))->code, u"revoked"_s);
}

void TestLeverWriting::keepsItsKeyToItself()
{
    const LeadWriteHeader note = header(m_lever->add({}));
    m_lever->next("POST /notes", 400, R"({"code":"BadRequestError","message":"key )" + FakeLever::apiKey() + R"( is odd"})");
    QCOMPARE(as<NotWritten>(write(AddNote{note}))->message, u"key *** is odd"_s);
}

void TestLeverWriting::opensWithItsKey()
{
    const auto secrets = std::make_shared<test::TestSecrets>();
    const settings::LeadConnection connection{
        .id = u"lever-main"_s,
        .account =
            settings::LeverAccount{.apiKeySecret = u"lever-key"_s, .performAs = QString::fromUtf16(FakeLever::user), .sandbox = true},
        .baseUrl = m_lever->baseUrl().toString() + u'/'};
    const Surroundings surroundings{.network = *m_network, .clock = m_clock, .secrets = secrets};
    QVERIFY(!LeverKind().open(connection, surroundings));
    secrets->values.insert(u"lever-key"_s, FakeLever::apiKey() + '\n');
    m_system = LeverKind().open(connection, surroundings);
    QVERIFY(m_system);
    QVERIFY(as<Written>(write(PutLead{header()})));
}

void TestLeverWriting::waitsAsItIsTold()
{
    m_lever->next("POST /notes", Then::Answer,
                  {.status = 429,
                   .contentType = "application/json",
                   .body = FakeLever::error("RateLimitExceeded"),
                   .headers = {{"Retry-After", "7"}}});
    const WriteOutcome outcome = write(AddNote{header(m_lever->add({}))});
    QCOMPARE(as<NotWritten>(outcome)->retryAfter, std::optional<Milliseconds>(7s));
    connectTo({}, 5s, QString::fromUtf16(FakeLever::user), std::make_shared<RateLimit>(1000, 1s));
    m_lever->next("GET /opportunities", Then::Answer,
                  {.status = 429,
                   .contentType = "application/json",
                   .body = FakeLever::error("RateLimitExceeded"),
                   .headers = {{"Retry-After", "0"}}});
    QVERIFY(as<Written>(write(PutLead{header()}))); // what only reads is asked again
    QCOMPARE(m_lever->requests("GET /opportunities").size(), 2);
}

void TestLeverWriting::givesUpWhatIsUnderWay()
{
    m_lever->next("POST /opportunities", Then::Stall);
    WriteOutcome outcome = Written{};
    bool isDone = false;
    QCoro::connect(m_system->write(PutLead{header()}), this, [&](WriteOutcome came) {
        outcome = std::move(came);
        isDone = true;
    });
    QTRY_COMPARE(m_lever->requests("POST /opportunities").size(), 1);
    m_system->abandon();
    QTRY_VERIFY(isDone);
    QVERIFY2(as<Unknown>(outcome), qPrintable(said(outcome))); // it may have been made
}

void TestLeverWriting::triesARecord()
{
    const QList<Finding> findings = QCoro::waitFor(m_system->tryRecord(header().facts));
    QCOMPARE(test::complaints(findings), QStringList{u"Record left_there"_s});
    QCOMPARE(m_lever->opportunities().size(), 1);
    m_lever->next("POST /opportunities", 403, FakeLever::error("Forbidden"));
    LeadFacts facts = header().facts;
    facts.number = number(u"+12145550199");
    QCOMPARE(test::complaints(QCoro::waitFor(m_system->tryRecord(facts))), QStringList{u"Record no_right"_s});
}

QTEST_GUILESS_MAIN(TestLeverWriting)
#include "tst_lever_writing.moc"
