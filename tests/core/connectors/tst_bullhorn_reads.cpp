#include "base/time.h"
#include "support/bullhornoffice.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::BullhornOffice;
using ringback::test::BullhornTables;
using ringback::test::FakeBullhorn;

namespace {

QStringList idsOf(const Result<QList<calls::LeadRecord>> &found)
{
    if (!found)
        return {found.error().what};
    QStringList ids;
    for (const calls::LeadRecord &record : *found)
        ids.append(record.id);
    return ids;
}

QStringList saidOf(const QList<Finding> &findings)
{
    QStringList said;
    for (const Finding &finding : findings)
        said.append(finding.subject.isEmpty() ? finding.problem : finding.problem + u' ' + finding.subject);
    return said;
}

} // namespace

/// Looking people up, tasks that were finished there, what was won, and the test of a connection.
class TestBullhornReads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsAllSpellings_data();
    void findsAllSpellings();
    void findsEverybody();
    void findsByAddressWhereNobodyHasTheNumber();
    void findsWhomItHasJustMade();
    void findsAcrossPages();
    void findsWithoutLeads();
    void saysWhyItCannotFind_data();
    void saysWhyItCannotFind();
    void givesUp();
    void hearsOfFinishedTasks_data();
    void hearsOfFinishedTasks();
    void losesNoEvent_data();
    void losesNoEvent();
    void beginsAnewWhereTheQueueIsLost();
    void asksSeldom();
    void readsWins();
    void listsChoices();
    void testsTheConnection();
    void testsWhatIsChosen();
    void triesARecord();
    void saysWhatItCan();

private:
    [[nodiscard]] static Result<LeadTasks> read(BullhornOffice &office, const QStringList &tasks, const QString &cursor)
    {
        const LeadTaskQuery query{.tasks = tasks, .cursor = cursor};
        return QCoro::waitFor(office.system->tasks(query));
    }
    [[nodiscard]] static QString taskOf(BullhornOffice &office, const QString &marker = u"rb-abcdefgh2345"_s)
    {
        const LeadWriteHeader header = office.header(u"Candidate:%1"_s.arg(office.candidate()), marker);
        const PutTask write{.header = header, .title = u"Call back"_s, .dueAt = office.clock.now(), .assignee = u"dana"_s};
        const std::optional<Written> written = as<Written>(office.write(write));
        return written ? written->link.task : QString();
    }
};

void TestBullhornReads::findsAllSpellings_data()
{
    QTest::addColumn<QString>("typed");
    for (const QString &typed :
         {u"(214) 555-0123"_s, u"214-555-0123"_s, u"214.555.0123"_s, u"214 555 0123"_s, u"2145550123"_s, u"+12145550123"_s,
          u"1-214-555-0123"_s, u"12145550123"_s, u"+1 (214) 555-0123"_s, u"214-555-0123 x204"_s, u"(214) 555-0123 ext 2"_s})
        QTest::newRow(qPrintable(typed)) << typed;
}

void TestBullhornReads::findsAllSpellings()
{
    QFETCH(const QString, typed);
    for (const QString &field : {u"phone"_s, u"mobile"_s, u"phone2"_s, u"phone3"_s}) {
        BullhornOffice office;
        const qint64 id = office.candidate({{u"mobile"_s, QJsonValue()}, {field, typed}});
        office.candidate({{u"mobile"_s, u"(214) 555-0124"_s}});
        QCOMPARE(idsOf(office.find()), QStringList{u"Candidate:%1"_s.arg(id)});
        QCOMPARE(office.fake.problems(), QStringList());
    }
}

void TestBullhornReads::findsEverybody()
{
    BullhornOffice office;
    const qint64 old = office.candidate({{u"dateLastModified"_s, 1}, {u"status"_s, u"Archive"_s}});
    const qint64 active = office.candidate({{u"dateLastModified"_s, 2}});
    const qint64 client =
        office.fake.add(u"ClientContact"_s, {{u"name"_s, u"Ana"_s}, {u"phone"_s, u"214-555-0123"_s}, {u"dateLastModified"_s, 3}});
    const qint64 lead = office.fake.add(u"Lead"_s, {{u"name"_s, u"Ana"_s}, {u"phone"_s, u"2145550123"_s}, {u"dateLastModified"_s, 4}});
    office.candidate({{u"isDeleted"_s, true}});
    const Result<QList<calls::LeadRecord>> found = office.find(u"ana@example.com"_s);
    const QStringList expected{u"Lead:%1"_s.arg(lead), u"ClientContact:%1"_s.arg(client), u"Candidate:%1"_s.arg(active),
                               u"Candidate:%1"_s.arg(old)};
    QCOMPARE(idsOf(found), expected);
    QCOMPARE(found->at(1).kind, std::optional(calls::ContactKind::Client));
    QCOMPARE(found->at(2).kind, std::optional(calls::ContactKind::Candidate));
    QCOMPARE(office.fake.count("search/"), 3); // and none for the address
}

void TestBullhornReads::findsByAddressWhereNobodyHasTheNumber()
{
    BullhornOffice office;
    const qint64 id = office.candidate({{u"mobile"_s, u"(972) 555-0144"_s}, {u"email2"_s, u"O\"Ana@Example.com"_s}});
    QCOMPARE(idsOf(office.find(u"o\"ana@example.com"_s)), QStringList{u"Candidate:%1"_s.arg(id)});
    QCOMPARE(idsOf(office.find()), QStringList());
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornReads::findsWhomItHasJustMade()
{
    BullhornOffice office;
    const std::optional<Written> written = as<Written>(office.write(PutLead{.header = office.header()}));
    QVERIFY(written);
    QCOMPARE(idsOf(office.find()), QStringList{written->link.record}); // the index does not have it
    office.clock.advance(3s);
    QCOMPARE(idsOf(office.find()), QStringList{written->link.record}); // and now it has, which makes no second
}

void TestBullhornReads::findsAcrossPages()
{
    BullhornOffice office;
    for (int i = 0; i < 120; ++i)
        office.candidate();
    QCOMPARE(office.find()->size(), 120);
    QCOMPARE(office.fake.count("search/Candidate"), 2);
}

void TestBullhornReads::findsWithoutLeads()
{
    BullhornOffice office;
    office.fake.setUp([](BullhornTables &tables) { tables.drop(u"Lead"_s); });
    office.candidate();
    QCOMPARE(office.find()->size(), 1);
    QCOMPARE(office.find()->size(), 1);
    QCOMPARE(office.fake.count("search/Lead"), 1); // calls are counted
}

void TestBullhornReads::saysWhyItCannotFind_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const QByteArray said = R"({"errorMessage":"no","errorMessageKey":"errors.x","errorCode":1})";
    QTest::newRow("no right") << 403 << said << ErrorKind::Refused;
    QTest::newRow("no such field") << 404 << said << ErrorKind::Invalid;
    QTest::newRow("a proxy's no") << 403 << "<html>"_ba << ErrorKind::Transient;
    QTest::newRow("down") << 503 << ""_ba << ErrorKind::Transient;
    QTest::newRow("garbage") << 200 << "<html>"_ba << ErrorKind::Invalid;
    QTest::newRow("no list") << 200 << R"({"data":{}})"_ba << ErrorKind::Invalid;
    QTest::newRow("far too much") << 200 << QByteArray((4 << 20) + 1, ' ') << ErrorKind::Transient;
}

void TestBullhornReads::saysWhyItCannotFind()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    BullhornOffice office;
    office.fake.answerNext(status, body);
    const Result<QList<calls::LeadRecord>> found = office.find();
    QVERIFY(!found);
    QTEST(found.error().kind, "kind");
    QVERIFY(status != 403 || found.error().kind == ErrorKind::Transient || found.error().what.startsWith(u"no_right"));
}

void TestBullhornReads::givesUp()
{
    BullhornOffice office;
    office.fake.stallNext();
    const LeadQuery query{.number = BullhornOffice::number(), .email = {}};
    QCoro::Task<Result<QList<calls::LeadRecord>>> found = office.system->find(query);
    QTRY_COMPARE(office.fake.stalled(), 1);
    office.system->abandon();
    const Result<QList<calls::LeadRecord>> answer = QCoro::waitFor(found);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Transient);
}

void TestBullhornReads::hearsOfFinishedTasks_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("expected");
    QTest::newRow("its owner has completed it") << u"complete"_s << u"closed by 32"_s;
    QTest::newRow("the one whom it was given to has") << u"child"_s << u"closed by 31"_s;
    QTest::newRow("deleted") << u"delete"_s << u"gone"_s;
    QTest::newRow("deleted for good") << u"remove"_s << u"gone"_s;
    QTest::newRow("put off") << u"move"_s << u""_s;
    QTest::newRow("nothing") << u"nothing"_s << u""_s;
}

void TestBullhornReads::hearsOfFinishedTasks()
{
    QFETCH(const QString, how);
    BullhornOffice office;
    const QString task = taskOf(office);
    const Result<LeadTasks> first = read(office, {task}, {});
    QVERIFY(first);
    QCOMPARE(first->states.size(), 1); // the tasks themselves, as nobody has listened so far
    QVERIFY(!first->states.constFirst().isClosed); // whatever its date of completion says

    const qint64 id = task.toLongLong();
    if (how == u"complete")
        office.fake.set(u"Task"_s, id, {{u"isCompleted"_s, true}});
    else if (how == u"child")
        office.fake.set(u"Task"_s, office.fake.giveTo(id, 31), {{u"isCompleted"_s, true}});
    else if (how == u"delete")
        office.fake.set(u"Task"_s, id, {{u"isDeleted"_s, true}});
    else if (how == u"remove")
        office.fake.remove(u"Task"_s, id);
    else if (how == u"move")
        office.fake.set(u"Task"_s, id, {{u"dateBegin"_s, 1}});
    office.clock.advance(1min);
    const int before = static_cast<int>(office.fake.requests().size());
    const Result<LeadTasks> second = read(office, {task}, first->cursor);
    QVERIFY(second);
    QString said;
    for (const LeadTaskState &state : second->states) {
        QCOMPARE(state.id, task);
        said += state.isGone ? u"gone"_s : state.isClosed ? u"closed by "_s + state.closedBy : u"open"_s;
    }
    QTEST(said, "expected");
    QCOMPARE(static_cast<int>(office.fake.requests().size()) - before, said.isEmpty() ? 1 : 2); // calls are counted
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornReads::losesNoEvent_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("the events' answer was lost, and asked for again by Qt") << u"events"_s;
    QTest::newRow("it was, and then something else happens") << u"gap"_s;
    QTest::newRow("the events could not be read") << u"refused"_s;
    QTest::newRow("the tasks' answer was lost") << u"tasks"_s;
    QTest::newRow("the program ended before it kept the cursor") << u"ended"_s;
}

void TestBullhornReads::losesNoEvent()
{
    QFETCH(const QString, how);
    BullhornOffice office;
    const QString asked = taskOf(office);
    const QString other = taskOf(office, u"rb-bbbbbbbbbbbb"_s); // open too, but not among those asked for this time
    const Result<LeadTasks> first = read(office, {asked, other}, {});
    QVERIFY(first);
    office.fake.set(u"Task"_s, other.toLongLong(), {{u"isCompleted"_s, true}});
    office.clock.advance(1min);
    QString cursor = first->cursor;
    if (how == u"ended") {
        QVERIFY(read(office, {asked}, cursor));
        office.open();
    } else if (how == u"tasks" || how == u"refused") {
        if (how == u"tasks")
            office.fake.letNextPass();
        office.fake.answerNext(503, {});
        QVERIFY(!read(office, {asked}, cursor));
    } else {
        office.fake.dropAnswerAfterTakingNext();
        const Result<LeadTasks> nothing = read(office, {asked}, cursor);
        QVERIFY(nothing && nothing->states.isEmpty());
        cursor = nothing->cursor;
        if (how == u"gap")
            office.fake.set(u"Task"_s, asked.toLongLong(), {{u"subject"_s, u"Call"_s}});
    }
    office.clock.advance(how == u"events" ? Milliseconds(11min) : Milliseconds(1min));
    const Result<LeadTasks> again = read(office, {asked}, cursor);
    QVERIFY(again);
    QCOMPARE(again->states.size(), 1);
    QCOMPARE(again->states.constFirst().id, other);
    QVERIFY(again->states.constFirst().isClosed);
    office.clock.advance(1min);
    const Result<LeadTasks> after = read(office, {asked}, again->cursor);
    QVERIFY(after && after->states.isEmpty());
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornReads::beginsAnewWhereTheQueueIsLost()
{
    BullhornOffice office;
    const QString task = taskOf(office);
    const Result<LeadTasks> first = read(office, {task}, {});
    QVERIFY(first);
    office.fake.dropSubscriptions();
    office.fake.set(u"Task"_s, task.toLongLong(), {{u"isCompleted"_s, true}});
    office.clock.advance(1min);
    const Result<LeadTasks> second = read(office, {task}, first->cursor);
    QVERIFY(second);
    QCOMPARE(second->states.size(), 1);
    QVERIFY(second->states.constFirst().isClosed);
    QCOMPARE(office.fake.count("PUT /rest-services/c1/event/subscription/ringback-bullhorn-main?"), 2);
}

void TestBullhornReads::asksSeldom()
{
    BullhornOffice office;
    const QString task = taskOf(office);
    const Result<LeadTasks> first = read(office, {task}, {});
    QVERIFY(first);
    const qsizetype before = office.fake.requests().size();
    office.clock.advance(10s);
    const Result<LeadTasks> soon = read(office, {task}, first->cursor);
    QVERIFY(soon && soon->states.isEmpty());
    QCOMPARE(soon->cursor, first->cursor);
    office.clock.advance(1min);
    QVERIFY(read(office, {}, first->cursor)); // of no task there is nothing to ask
    QCOMPARE(office.fake.requests().size(), before);
}

void TestBullhornReads::readsWins()
{
    BullhornOffice office({{u"placement_won"_s, u"Started"_s}});
    const qint64 candidate = office.candidate();
    const qint64 client = office.fake.add(u"ClientContact"_s, {{u"name"_s, u"Ana"_s}});
    const qint64 job = office.fake.add(u"JobOrder"_s, {{u"title"_s, u"Welder"_s}, {u"clientContact"_s, QJsonObject{{u"id"_s, client}}}});
    const auto place = [&](qint64 whom, const QString &status, double fee, Instant at) {
        return office.fake.add(u"Placement"_s, {{u"candidate"_s, QJsonObject{{u"id"_s, whom}}},
                                                {u"jobOrder"_s, QJsonObject{{u"id"_s, job}}},
                                                {u"status"_s, status},
                                                {u"fee"_s, fee},
                                                {u"salary"_s, 85000},
                                                {u"salaryUnit"_s, u"Per Year"_s},
                                                {u"employmentType"_s, u"Permanent"_s},
                                                {u"dateAdded"_s, toMs(at)}});
    };
    const Instant since = office.clock.now() - 24h;
    const qint64 share = place(candidate, u"Approved"_s, 0.2, office.clock.now());
    const qint64 amount = place(999, u"Started"_s, 12500.5, office.clock.now());
    place(candidate, u"Submitted"_s, 9, office.clock.now());
    place(candidate, u"Approved"_s, 9, since - 1h);
    WinQuery query{.links = {{.record = u"Candidate:%1"_s.arg(candidate)}, {.record = u"Lead:7"_s}}, .since = since};
    const Result<QList<calls::Win>> ofCandidate = QCoro::waitFor(office.system->wins(query));
    QVERIFY(ofCandidate);
    QCOMPARE(ofCandidate->size(), 1);
    QCOMPARE(ofCandidate->constFirst().id, QString::number(share));
    QCOMPARE(ofCandidate->constFirst().record, u"Candidate:%1"_s.arg(candidate));
    QCOMPARE(ofCandidate->constFirst().amount, std::optional(Money{.cents = 1700000}));

    query.links = {{.record = u"ClientContact:%1"_s.arg(client)}};
    const Result<QList<calls::Win>> ofClient = QCoro::waitFor(office.system->wins(query));
    QVERIFY(ofClient);
    QCOMPARE(ofClient->size(), 2);
    QCOMPARE(ofClient->at(1).id, QString::number(amount));
    QCOMPARE(ofClient->at(1).record, u"ClientContact:%1"_s.arg(client));
    QCOMPARE(ofClient->at(1).amount, std::optional(Money{.cents = 1250050}));
    QCOMPARE(ofClient->at(1).title, u"Welder"_s);
    QCOMPARE(office.fake.problems(), QStringList());

    office.fake.answerNext(503, {});
    QCOMPARE(QCoro::waitFor(office.system->wins(query)).error().kind, ErrorKind::Transient);
}

void TestBullhornReads::listsChoices()
{
    BullhornOffice office;
    const Result<ChoiceLists> lists = QCoro::waitFor(office.system->choices());
    QVERIFY(lists);
    const QList<Choice> actions{{u"Inbound Call"_s, u"Inbound Call"_s}, {u"Left Message"_s, u"Left Message"_s}};
    QCOMPARE(lists->value(u"note_actions"_s), actions);
    const QList<Choice> users{{u"31"_s, u"Ringback"_s}, {u"32"_s, u"Dana Roe"_s}};
    QCOMPARE(lists->value(u"users"_s), users);
    QVERIFY(lists->value(u"text_fields"_s).contains(Choice{u"customText5"_s, u"Ringback tag"_s}));
    for (const ChoiceSlot &slot : leadSystemKind(u"bullhorn"_s).choiceSlots(office.connection, {u"needs_callback"_s}, {u"dana"_s}))
        QVERIFY2(slot.list.isEmpty() || lists->contains(slot.list), qPrintable(slot.key));
}

void TestBullhornReads::testsTheConnection()
{
    BullhornOffice office;
    const QStringList good{u"ok"_s, u"ok"_s, u"ok"_s};
    QCOMPARE(saidOf(QCoro::waitFor(office.system->test())), good);
    QCOMPARE(office.fake.count("PUT"), 0);
    QCOMPARE(office.fake.problems(), QStringList());
    office.fake.letNextPass();
    office.fake.refuseNext(403, u"errors.noRight"_s);
    QCOMPARE(saidOf(QCoro::waitFor(office.system->test())).at(1), u"no_right"_s);
    office.fake.stop();
    QCOMPARE(saidOf(QCoro::waitFor(office.system->test())), QStringList{u"not_reached"_s});
}

void TestBullhornReads::testsWhatIsChosen()
{
    BullhornOffice office({{u"user.dana"_s, u"99"_s}, {u"status.interview_booked"_s, u"No such"_s}, {u"note_action"_s, QString()}});
    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"occupation"_s).isRequired = true; });
    QStringList said = saidOf(QCoro::waitFor(office.system->test())).mid(2);
    said.sort();
    const QStringList expected{u"gone status.interview_booked"_s, u"gone user.dana"_s, u"missing candidate.occupation"_s,
                               u"missing note_action"_s};
    QCOMPARE(said, expected);
}

void TestBullhornReads::triesARecord()
{
    BullhornOffice office;
    const LeadFacts facts = office.header().facts;
    QCOMPARE(saidOf(QCoro::waitFor(office.system->tryRecord(facts))), QStringList{u"ok"_s});
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), 1);
    QCOMPARE(office.fake.rows(u"Candidate"_s).constFirst().value(u"isDeleted"_s), QJsonValue(true));
    office.clock.advance(1s);
    office.fake.letNextPass(); // the marker; the field map is known
    office.fake.letNextPass();
    office.fake.refuseNext(403, u"errors.noRight"_s);
    QVERIFY(saidOf(QCoro::waitFor(office.system->tryRecord(facts))).constFirst().startsWith(u"left_there Candidate:"));
    office.fake.letNextPass();
    office.fake.refuseNext(403, u"errors.noRight"_s);
    office.clock.advance(1s);
    QCOMPARE(saidOf(QCoro::waitFor(office.system->tryRecord(facts))), QStringList{u"no_right"_s});
}

void TestBullhornReads::saysWhatItCan()
{
    BullhornOffice office;
    const LeadAbilities expected{.findsByNumber = true,
                                 .findsByEmail = true,
                                 .listsChanges = false,
                                 .writesNotes = true,
                                 .setsStatus = true,
                                 .writesTasks = true,
                                 .readsTasks = true,
                                 .closesTasks = true,
                                 .readsWins = true,
                                 .removesRecords = true};
    QCOMPARE(leadSystemKind(u"bullhorn"_s).abilities(), expected);
    const Result<LeadChanges> changes = QCoro::waitFor(office.system->changesSince({}));
    QVERIFY(!changes && changes.error().kind == ErrorKind::Refused);
}

QTEST_GUILESS_MAIN(TestBullhornReads)

#include "tst_bullhorn_reads.moc"
