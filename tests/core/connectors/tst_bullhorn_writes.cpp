#include "base/time.h"
#include "connectors/bullhorn/words.h"
#include "support/bullhornoffice.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::BullhornField;
using ringback::test::BullhornOffice;
using ringback::test::BullhornTables;
using Class = NotWritten::Class;

class TestBullhornWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesACandidate();
    void makesOneOfANumberAlone();
    void makesALeadOfAClient();
    void makesNoClientWithoutLeads();
    void leavesAKnownOneAsItIs();
    void fillsWhatTheOfficeWants();
    void saysWhatIsMissing();
    void keepsToTheListedSources();
    void writesNotes();
    void setsTheStatus_data();
    void setsTheStatus();
    void writesTheStatusAsANote();
    void makesTasks();
    void closesTasks();
    void losesNothingAndDoublesNothing_data();
    void losesNothingAndDoublesNothing();
    void saysWhatIsGone_data();
    void saysWhatIsGone();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void waitsWhenItWasTooFast();

private:
    [[nodiscard]] static LeadWrite writeOf(const QString &kind, const LeadWriteHeader &header)
    {
        if (kind == u"lead")
            return PutLead{.header = header};
        if (kind == u"note")
            return AddNote{.header = header};
        if (kind == u"status")
            return SetStatus{.header = header};
        if (kind == u"task")
            return PutTask{.header = header, .title = u"Call back 214-555-0123"_s, .dueAt = header.at, .assignee = u"dana"_s};
        return CloseTask{.header = header, .outcome = u"reached"_s};
    }
};

void TestBullhornWrites::makesACandidate()
{
    BullhornOffice office({{u"tag"_s, u"customText5"_s}, {u"owner"_s, u"32"_s}});
    const WriteOutcome outcome = office.write(PutLead{.header = office.header()});
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), 1);
    const QJsonObject made = office.fake.rows(u"Candidate"_s).constFirst();
    const calls::LeadLink link{.record = u"Candidate:%1"_s.arg(made.value(u"id"_s).toInteger()),
                               .url = u"https://cls42.bullhornstaffing.com/BullhornSTAFFING/OpenWindow.cfm?Entity=Candidate&id=%1"_s.arg(
                                   made.value(u"id"_s).toInteger()),
                               .isOurs = true};
    QCOMPARE(as<Written>(outcome), std::optional(Written{.link = link}));
    const QMap<QString, QString> expected{
        {u"firstName"_s, u"Ana Maria"_s},         {u"lastName"_s, u"Ortiz"_s},
        {u"name"_s, u"Ana Maria Ortiz"_s},        {u"mobile"_s, u"(214) 555-0123"_s},
        {u"email"_s, u"ana@example.com"_s},       {u"status"_s, u"New Lead"_s},
        {u"source"_s, u"missed_call_recovery"_s}, {u"customText5"_s, u"missed_call_recovery"_s},
        {u"externalID"_s, u"rb-abcdefgh2345"_s},  {u"comments"_s, u"Missed 14:02 &lt;Main line&gt;<br>Nobody answered"_s}};
    for (auto it = expected.begin(); it != expected.end(); ++it)
        QCOMPARE(made.value(it.key()).toString(), it.value());
    QCOMPARE(made.value(u"owner"_s).toObject().value(u"id"_s).toInteger(), 32);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::makesOneOfANumberAlone()
{
    BullhornOffice office;
    LeadWriteHeader header = office.header();
    header.facts.name.clear();
    header.facts.email.clear();
    QVERIFY(as<Written>(office.write(PutLead{.header = header})));
    const QJsonObject made = office.fake.rows(u"Candidate"_s).constFirst();
    QCOMPARE(made.value(u"name"_s).toString(), u"Unknown caller"_s);
    QVERIFY(!made.contains(u"email"_s));
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::makesALeadOfAClient()
{
    BullhornOffice office({{u"lead.type"_s, u"Staffing"_s}});
    LeadWriteHeader header = office.header();
    header.facts.kind = calls::ContactKind::Client;
    const std::optional<Written> written = as<Written>(office.write(PutLead{.header = header}));
    QVERIFY(written);
    QVERIFY(written->link.record.startsWith(u"Lead:"));
    QVERIFY(office.fake.rows(u"Candidate"_s).isEmpty());
    const QJsonObject made = office.fake.rows(u"Lead"_s).constFirst();
    QCOMPARE(made.value(u"type"_s).toString(), u"Staffing"_s);
    QVERIFY(!made.contains(u"leadSource"_s)); // takes 15 characters, and half a tag is none
    QVERIFY(made.value(u"comments"_s).toString().contains(u"[missed_call_recovery]"));
    QVERIFY(made.value(u"comments"_s).toString().endsWith(u"[rb-abcdefgh2345]"));
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::makesNoClientWithoutLeads()
{
    BullhornOffice office;
    office.fake.setUp([](BullhornTables &tables) { tables.drop(u"Lead"_s); });
    LeadWriteHeader header = office.header();
    header.facts.kind = calls::ContactKind::Client;
    const std::optional<NotWritten> refusal = as<NotWritten>(office.write(PutLead{.header = header}));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::Write);
    QCOMPARE(refusal->code, u"no_leads"_s);
    QVERIFY(office.fake.rows(u"Candidate"_s).isEmpty());
}

void TestBullhornWrites::leavesAKnownOneAsItIs()
{
    BullhornOffice office({{u"tag"_s, u"customText5"_s}});
    const qint64 empty = office.candidate();
    const qint64 full = office.candidate({{u"email"_s, u"old@example.com"_s}, {u"customText5"_s, u"theirs"_s}});
    for (const qint64 id : {empty, full}) {
        const QString record = u"Candidate:%1"_s.arg(id);
        const std::optional<Written> written = as<Written>(office.write(PutLead{.header = office.header(record)}));
        QVERIFY(written);
        QCOMPARE(written->link.record, record);
        QVERIFY(!written->link.isOurs);
    }
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), 2);
    QCOMPARE(office.fake.row(u"Candidate"_s, empty).value(u"email"_s).toString(), u"ana@example.com"_s);
    QCOMPARE(office.fake.row(u"Candidate"_s, empty).value(u"customText5"_s).toString(), u"missed_call_recovery"_s);
    QCOMPARE(office.fake.row(u"Candidate"_s, empty).value(u"name"_s).toString(), u"Ana Ortiz"_s);
    QCOMPARE(office.fake.row(u"Candidate"_s, full).value(u"email"_s).toString(), u"old@example.com"_s);
    QCOMPARE(office.fake.row(u"Candidate"_s, full).value(u"customText5"_s).toString(), u"theirs"_s);
    QCOMPARE(office.fake.count("POST /rest-services/c1/entity/Candidate"), 1); // nothing to fill in is not sent
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::fillsWhatTheOfficeWants()
{
    BullhornOffice office({{u"candidate.occupation"_s, u"Caller"_s}});
    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"occupation"_s).isRequired = true; });
    QVERIFY(as<Written>(office.write(PutLead{.header = office.header()})));
    QCOMPARE(office.fake.rows(u"Candidate"_s).constFirst().value(u"occupation"_s).toString(), u"Caller"_s);
}

void TestBullhornWrites::saysWhatIsMissing()
{
    BullhornOffice office;
    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"occupation"_s).isRequired = true; });
    const NotWritten occupation{.kind = Class::Account, .code = u"choice_missing"_s, .message = u"candidate.occupation"_s};
    QCOMPARE(as<NotWritten>(office.write(PutLead{.header = office.header()})), std::optional(occupation));
    QCOMPARE(office.fake.count("PUT"), 0); // the field map was read first

    LeadWriteHeader header = office.header();
    header.facts.status = u"another"_s;
    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"occupation"_s).isRequired = false; });
    office.open();
    const NotWritten status{.kind = Class::Account, .code = u"choice_missing"_s, .message = u"status.another"_s};
    QCOMPARE(as<NotWritten>(office.write(PutLead{.header = header})), std::optional(status));

    office.connection.choices.remove(u"note_action"_s);
    office.open();
    const NotWritten action{.kind = Class::Account, .code = u"choice_missing"_s, .message = u"note_action"_s};
    QCOMPARE(as<NotWritten>(office.write(AddNote{.header = office.header(u"Candidate:1"_s)})), std::optional(action));

    office.connection.choices.insert(u"task_type"_s, u"No such type"_s);
    const QString record = u"Candidate:%1"_s.arg(office.candidate());
    office.open();
    const NotWritten type{.kind = Class::Account, .code = u"choice_missing"_s, .message = u"task_type"_s};
    QCOMPARE(as<NotWritten>(office.write(writeOf(u"task"_s, office.header(record)))), std::optional(type));

    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"email"_s).isRequired = true; });
    office.open();
    header = office.header();
    header.facts.email.clear();
    QCOMPARE(as<NotWritten>(office.write(PutLead{.header = header}))->kind, Class::Write);
}

void TestBullhornWrites::keepsToTheListedSources()
{
    BullhornOffice office;
    office.fake.setUp([](BullhornTables &tables) { tables.field(u"Candidate"_s, u"source"_s).options = {u"Phone"_s, u"Web"_s}; });
    QVERIFY(as<Written>(office.write(PutLead{.header = office.header()})));
    QVERIFY(!office.fake.rows(u"Candidate"_s).constFirst().contains(u"source"_s));
    QVERIFY(office.fake.rows(u"Candidate"_s).constFirst().value(u"comments"_s).toString().endsWith(u"[missed_call_recovery]"));

    office.connection.choices.insert(u"source"_s, u"Phone"_s);
    office.open();
    QVERIFY(as<Written>(office.write(PutLead{.header = office.header({}, u"rb-bbbbbbbbbbbb"_s)})));
    QCOMPARE(office.fake.rows(u"Candidate"_s).constLast().value(u"source"_s).toString(), u"Phone"_s);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::writesNotes()
{
    BullhornOffice office;
    const qint64 id = office.candidate();
    const LeadWriteHeader header = office.header(u"Candidate:%1"_s.arg(id));
    QCOMPARE(as<Written>(office.write(AddNote{.header = header})), std::optional(Written{.link = header.link}));
    const QJsonObject note = office.fake.rows(u"Note"_s).constFirst();
    QCOMPARE(note.value(u"action"_s).toString(), u"Inbound Call"_s);
    QCOMPARE(note.value(u"comments"_s).toString(), u"Missed 14:02 &lt;Main line&gt;<br>Nobody answered"_s);
    QCOMPARE(note.value(u"personReference"_s).toObject().value(u"id"_s).toInteger(), id);
    QCOMPARE(note.value(u"commentingPerson"_s).toObject().value(u"id"_s).toInteger(), 31);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::setsTheStatus_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("of a candidate") << u"Candidate"_s << u"interview_booked"_s << u"Interview"_s;
    QTest::newRow("of a client") << u"ClientContact"_s << u"needs_callback"_s << u"Active"_s;
    QTest::newRow("of a lead") << u"Lead"_s << u"needs_callback"_s << u"New Lead"_s;
}

void TestBullhornWrites::setsTheStatus()
{
    QFETCH(const QString, table);
    QFETCH(const QString, status);
    BullhornOffice office;
    const qint64 id = office.fake.add(table, {{u"name"_s, u"Ana Ortiz"_s}, {u"status"_s, u"Archive"_s}});
    LeadWriteHeader header = office.header(table + u':' + QString::number(id));
    header.facts.status = status;
    QVERIFY(as<NotFound>(office.findWritten(SetStatus{.header = header})));
    QVERIFY(as<Written>(office.write(SetStatus{.header = header})));
    QTEST(office.fake.row(table, id).value(u"status"_s).toString(), "expected");
    QVERIFY(as<Written>(office.findWritten(SetStatus{.header = header})));
    QVERIFY(office.fake.rows(u"Note"_s).isEmpty());
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::writesTheStatusAsANote()
{
    BullhornOffice office;
    LeadWriteHeader header = office.header(u"Candidate:%1"_s.arg(office.candidate()));
    header.facts.status = u"not_chosen"_s;
    header.text.clear();
    QVERIFY(as<Written>(office.write(SetStatus{.header = header})));
    QCOMPARE(office.fake.rows(u"Note"_s).constFirst().value(u"comments"_s).toString(), u"not_chosen"_s);
    QCOMPARE(office.fake.rows(u"Candidate"_s).constFirst().value(u"status"_s).toString(), u"Active"_s);
    QVERIFY(as<Written>(office.findWritten(SetStatus{.header = header})));
}

void TestBullhornWrites::makesTasks()
{
    BullhornOffice office;
    const qint64 id = office.fake.add(u"ClientContact"_s, {{u"name"_s, u"Ana Ortiz"_s}});
    PutTask write{.header = office.header(u"ClientContact:%1"_s.arg(id)),
                  .title = QString(150, u'x'),
                  .dueAt = office.clock.now() + 15min,
                  .assignee = u"dana"_s,
                  .isPriority = true};
    const std::optional<Written> written = as<Written>(office.write(write));
    QVERIFY(written);
    const QJsonObject task = office.fake.rows(u"Task"_s).constFirst();
    QCOMPARE(written->link.task, QString::number(task.value(u"id"_s).toInteger()));
    QCOMPARE(task.value(u"subject"_s).toString().size(), 100);
    QCOMPARE(task.value(u"type"_s).toString(), u"Follow-Up"_s);
    QCOMPARE(task.value(u"owner"_s).toObject().value(u"id"_s).toInteger(), 32);
    QCOMPARE(task.value(u"clientContact"_s).toObject().value(u"id"_s).toInteger(), id);
    QCOMPARE(task.value(u"priority"_s).toInt(), 3);
    QCOMPARE(task.value(u"isPrivate"_s), QJsonValue(false));
    QCOMPARE(task.value(u"isCompleted"_s), QJsonValue(false));
    QCOMPARE(task.value(u"dateBegin"_s).toInteger(), toMs(write.dueAt));
    QCOMPARE(task.value(u"taskUUID"_s).toString(), bullhorn::taskUuid(write.header.marker));

    write.header.marker = u"rb-bbbbbbbbbbbb"_s;
    write.assignee.clear();
    QVERIFY(as<Written>(office.write(write)));
    QCOMPARE(office.fake.rows(u"Task"_s).constLast().value(u"owner"_s).toObject().value(u"id"_s).toInteger(), 31);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::closesTasks()
{
    BullhornOffice office;
    const QString record = u"Candidate:%1"_s.arg(office.candidate());
    LeadWriteHeader header = office.header(record);
    header.link = as<Written>(office.write(writeOf(u"task"_s, header)))->link;
    const qint64 child = office.fake.giveTo(header.link.task.toLongLong(), 31);
    QVERIFY(as<NotFound>(office.findWritten(writeOf(u"close"_s, header))));
    QVERIFY(as<Written>(office.write(writeOf(u"close"_s, header))));
    const QJsonObject task = office.fake.row(u"Task"_s, header.link.task.toLongLong());
    QCOMPARE(task.value(u"isCompleted"_s), QJsonValue(true));
    QCOMPARE(task.value(u"dateCompleted"_s).toInteger(), toMs(header.at));
    QCOMPARE(office.fake.row(u"Task"_s, child).value(u"isCompleted"_s), QJsonValue(true)); // it would stay in his list
    const int before = office.fake.count("POST");
    QVERIFY(as<Written>(office.write(writeOf(u"close"_s, header)))); // is closed
    QCOMPARE(office.fake.count("POST"), before);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::losesNothingAndDoublesNothing_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("is500");
    for (const QString &kind : {u"lead"_s, u"client lead"_s, u"note"_s, u"status"_s, u"task"_s, u"close"_s}) {
        QTest::addRow("%s, lost answer", qPrintable(kind)) << kind << false;
        QTest::addRow("%s, error of its own", qPrintable(kind)) << kind << true;
    }
}

void TestBullhornWrites::losesNothingAndDoublesNothing()
{
    QFETCH(const QString, kind);
    QFETCH(const bool, is500);
    BullhornOffice office({{u"lead.type"_s, u"Staffing"_s}});
    const bool isLead = kind.endsWith(u"lead");
    const QString record = isLead ? QString() : u"Candidate:%1"_s.arg(office.candidate());
    LeadWriteHeader header = office.header(record);
    if (kind == u"client lead")
        header.facts.kind = calls::ContactKind::Client;
    if (kind == u"status")
        header.facts.status = u"interview_booked"_s;
    if (kind == u"close")
        header.link = as<Written>(office.write(writeOf(u"task"_s, office.header(record, u"rb-bbbbbbbbbbbb"_s))))->link;
    const LeadWrite write = writeOf(isLead ? u"lead"_s : kind, header);
    QVERIFY(as<NotFound>(office.findWritten(write)));
    // Everything is read again, so that the number of requests before the one that matters is known.
    office.open();
    const int readsBefore = kind == u"note" ? 4 : kind == u"close" ? 1 : kind == u"task" ? 3 : 2;
    for (int i = 0; i < readsBefore; ++i)
        office.fake.letNextPass();
    if (is500)
        office.fake.answer500AfterTakingNext();
    else
        office.fake.dropAnswerAfterTakingNext();
    const int changes = office.fake.count("PUT") + office.fake.count("POST /rest");
    const WriteOutcome outcome = office.write(write);
    QVERIFY(as<Unknown>(outcome));
    QCOMPARE(office.fake.count("PUT") + office.fake.count("POST /rest"), changes + 1);

    const std::optional<Written> found = as<Written>(office.findWritten(write)); // at once: not by the index
    QVERIFY(found);
    const std::optional<Written> again = as<Written>(office.write(write));
    QCOMPARE(again, found);
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), kind == u"client lead" ? 0 : 1);
    QCOMPARE(office.fake.rows(u"Lead"_s).size(), kind == u"client lead" ? 1 : 0);
    QCOMPARE(office.fake.rows(u"Note"_s).size(), kind == u"note" ? 1 : 0);
    QCOMPARE(office.fake.rows(u"Task"_s).size(), kind == u"task" || kind == u"close" ? 1 : 0);
    QCOMPARE(office.fake.problems(), QStringList());
}

void TestBullhornWrites::saysWhatIsGone_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("isForGood");
    for (const QString &kind : {u"lead"_s, u"note"_s, u"status"_s, u"task"_s, u"close"_s}) {
        QTest::addRow("%s, deleted", qPrintable(kind)) << kind << false;
        QTest::addRow("%s, deleted for good", qPrintable(kind)) << kind << true;
    }
}

void TestBullhornWrites::saysWhatIsGone()
{
    QFETCH(const QString, kind);
    QFETCH(const bool, isForGood);
    BullhornOffice office;
    const qint64 id = office.candidate();
    LeadWriteHeader header = office.header(u"Candidate:%1"_s.arg(id));
    const bool isTask = kind == u"close";
    if (isTask)
        header.link = as<Written>(office.write(writeOf(u"task"_s, header)))->link;
    const QString table = isTask ? u"Task"_s : u"Candidate"_s;
    const qint64 gone = isTask ? header.link.task.toLongLong() : id;
    if (isForGood)
        office.fake.remove(table, gone);
    else
        office.fake.set(table, gone, {{u"isDeleted"_s, true}});
    const std::optional<NotWritten> refusal = as<NotWritten>(office.write(writeOf(kind, header)));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::Gone);
}

void TestBullhornWrites::classifiesRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("expected"); // -1 = unknown
    const QByteArray said = R"({"errorMessage":"no","errorMessageKey":"errors.x","errorCode":1})";
    QTest::newRow("a wrong field") << 400 << said << int(Class::Write);
    QTest::newRow("no right") << 403 << said << int(Class::Account);
    QTest::newRow("not that way") << 405 << said << int(Class::Write);
    QTest::newRow("gone") << 410 << said << int(Class::Write);
    QTest::newRow("down") << 503 << said << int(Class::ForNow);
    QTest::newRow("its own error") << 500 << said << -1;
    QTest::newRow("its gateway's error") << 502 << "<html>"_ba << -1;
    QTest::newRow("a proxy's no") << 403 << "<html>no</html>"_ba << int(Class::ForNow);
    QTest::newRow("a captive portal") << 200 << "<html>Welcome</html>"_ba << -1;
    QTest::newRow("an answer without an id") << 200 << R"({"changeType":"INSERT"})"_ba << -1;
    QTest::newRow("far too much") << 200 << QByteArray((4 << 20) + 1, ' ') << -1;
}

void TestBullhornWrites::classifiesRefusals()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    BullhornOffice office;
    office.fake.letNextPass(); // the field map
    office.fake.letNextPass(); // the marker
    office.fake.answerNext(status, body);
    const WriteOutcome outcome = office.write(PutLead{.header = office.header()});
    const std::optional<NotWritten> refusal = as<NotWritten>(outcome);
    QVERIFY(refusal || as<Unknown>(outcome));
    QTEST(refusal ? int(refusal->kind) : -1, "expected");
    QVERIFY(office.fake.rows(u"Candidate"_s).isEmpty());
}

void TestBullhornWrites::waitsWhenItWasTooFast()
{
    BullhornOffice office;
    office.fake.rateLimitNext(2);
    QVERIFY(as<Written>(office.write(PutLead{.header = office.header()})));
    QCOMPARE(office.fake.rows(u"Candidate"_s).size(), 1);

    office.fake.rateLimitNext(3);
    const std::optional<NotWritten> refusal = as<NotWritten>(office.write(PutLead{.header = office.header({}, u"rb-bbbbbbbbbbbb"_s)}));
    QVERIFY(refusal);
    QCOMPARE(refusal->kind, Class::ForNow);
    QCOMPARE(refusal->code, u"rate_limited"_s);
}

QTEST_GUILESS_MAIN(TestBullhornWrites)

#include "tst_bullhorn_writes.moc"
