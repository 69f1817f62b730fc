#include "base/time.h"
#include "connectors/bullhorn/fill.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/words.h"
#include "connectors/literaljson.h"
#include "support/testclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::bullhorn;
using namespace Qt::StringLiterals;
using ringback::test::instantOf;
using Fee = settings::BullhornAccount::Fee;

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class TestBullhornValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spellsNumbers();
    void quotes();
    void makesTaskIds();
    void readsRecordIds_data();
    void readsRecordIds();
    void keepsNumbersAsWritten();
    void valuesPlacements_data();
    void valuesPlacements();
    void readsPlacementsOnlyWhereTheyAreWon_data();
    void readsPlacementsOnlyWhereTheyAreWon();
    void readsPersons();
    void ordersPersons();
    void readsTasks_data();
    void readsTasks();
    void readsFieldMaps();
    void refusesWhatIsNoFieldMap();
    void splitsNames_data();
    void splitsNames();
};

void TestBullhornValues::spellsNumbers()
{
    const QStringList ways = spellings(*calls::PhoneNumber::fromE164(u"+12145550123"));
    QCOMPARE(ways.constFirst(), u"(214) 555-0123"_s);
    for (const QString &way : {u"214-555-0123"_s, u"214.555.0123"_s, u"214 555 0123"_s, u"2145550123"_s, u"12145550123"_s,
                               u"+12145550123"_s, u"1-214-555-0123"_s, u"+1 (214) 555-0123"_s})
        QVERIFY2(ways.contains(way), qUtf8Printable(way));
    for (const QString &way : ways) {
        QVERIFY(way.size() <= 20);
        QCOMPARE(calls::PhoneNumber::parse(way)->e164(), u"+12145550123"_s);
    }
    QCOMPARE(QSet<QString>(ways.begin(), ways.end()).size(), ways.size());
    QVERIFY(spellings(*calls::PhoneNumber::fromE164(u"+442079460958")).contains(u"+442079460958"_s));
}

void TestBullhornValues::quotes()
{
    QCOMPARE(lucenePhrase(u"a\"b\\c\n"), u"\"a\\\"b\\\\c\""_s);
    QCOMPARE(lucenePrefix(u"(214) 5*"), u"\\(214\\)\\ 5\\**"_s);
    QCOMPARE(jpqlText(u"O'Neil' OR 1=1 --\\"), u"'O''Neil'' OR 1=1 --'"_s);
}

void TestBullhornValues::makesTaskIds()
{
    const QRegularExpression format(u"^[A-Z0-9]{8}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{16}$"_s);
    const QString id = taskUuid(u"rb-abcdefgh2345"_s);
    QVERIFY2(format.match(id).hasMatch(), qUtf8Printable(id));
    QCOMPARE(id.size(), 35);
    QCOMPARE(taskUuid(u"rb-abcdefgh2345"_s), id);
    QVERIFY(taskUuid(u"rb-abcdefgh2346"_s) != id);
}

void TestBullhornValues::readsRecordIds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a candidate") << u"Candidate:5059165"_s << u"Candidate:5059165"_s;
    QTest::newRow("a client") << u"ClientContact:31"_s << u"ClientContact:31"_s;
    QTest::newRow("a lead") << u"Lead:1"_s << u"Lead:1"_s;
    QTest::newRow("no table") << u"5059165"_s << QString();
    QTest::newRow("another table") << u"CorporateUser:31"_s << QString();
    QTest::newRow("no number") << u"Candidate:x"_s << QString();
    QTest::newRow("more than a number") << u"Candidate:1 OR 1"_s << QString();
    QTest::newRow("nothing") << u"Candidate:0"_s << QString();
    QTest::newRow("too long") << u"Candidate:12345678901234567"_s << QString();
}

void TestBullhornValues::readsRecordIds()
{
    QFETCH(const QString, text);
    const std::optional<RecordRef> ref = recordRef(text);
    QTEST(ref ? ref->text() : QString(), "expected");
}

void TestBullhornValues::keepsNumbersAsWritten()
{
    const QJsonObject read = json(numbersAsText(R"({"a":0.1,"b":-12,"c":[1.2E7,true,null],"d":"x 1 \" 2","e":{"f":85000.005}})"));
    QCOMPARE(read.value(u"a"_s).toString(), u"0.1"_s);
    QCOMPARE(read.value(u"b"_s).toString(), u"-12"_s);
    const QJsonArray list{u"1.2E7"_s, true, QJsonValue()};
    QCOMPARE(read.value(u"c"_s).toArray(), list);
    QCOMPARE(read.value(u"d"_s).toString(), u"x 1 \" 2"_s);
    QCOMPARE(read.value(u"e"_s).toObject().value(u"f"_s).toString(), u"85000.005"_s);
}

void TestBullhornValues::valuesPlacements_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<Fee>("smallFee");
    QTest::addColumn<qint64>("cents"); // -1 = won, and nobody knows how much
    QTest::newRow("an amount") << R"("fee":12500.0)"_ba << Fee::ShareOfSalary << qint64(1250000);
    QTest::newRow("an amount with cents") << R"("fee":12500.55)"_ba << Fee::ShareOfSalary << qint64(1250055);
    QTest::newRow("as Java writes it") << R"("fee":1.25E4)"_ba << Fee::ShareOfSalary << qint64(1250000);
    QTest::newRow("a share of the salary") << R"("fee":0.2,"salary":85000,"salaryUnit":"Per Year","employmentType":"Permanent")"_ba
                                           << Fee::ShareOfSalary << qint64(1700000);
    QTest::newRow("a share that no binary fraction is")
        << R"("fee":0.225,"salary":61234.56,"salaryUnit":"Yearly","employmentType":"Direct Hire")"_ba << Fee::ShareOfSalary
        << qint64(1377778);
    QTest::newRow("as a small number may be written") << R"("fee":2.0E-1,"salary":100000)"_ba << Fee::ShareOfSalary << qint64(2000000);
    QTest::newRow("a share of what is paid by the hour")
        << R"("fee":0.2,"salary":45,"salaryUnit":"Per Hour","employmentType":"Permanent")"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("a share of a contract") << R"("fee":0.2,"salary":85000,"salaryUnit":"Per Year","employmentType":"Contract")"_ba
                                           << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("a share of no salary") << R"("fee":0.2,"salary":0)"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("a small amount, where the office says so") << R"("fee":0.2,"salary":85000)"_ba << Fee::Amount << qint64(20);
    QTest::newRow("no fee") << R"("fee":0)"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("fee not told") << R"("fee":null)"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("below nothing") << R"("fee":-5)"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("beyond all bounds") << R"("fee":1E300)"_ba << Fee::ShareOfSalary << qint64(-1);
    QTest::newRow("a great share of a great salary")
        << R"("fee":0.999999,"salary":99999999.99)"_ba << Fee::ShareOfSalary << qint64(9999989999);
}

void TestBullhornValues::valuesPlacements()
{
    QFETCH(const QByteArray, row);
    QFETCH(const Fee, smallFee);
    QFETCH(const qint64, cents);
    const QByteArray text = R"({"id":9,"status":"Approved","dateAdded":1795464151000,"jobOrder":{"id":3,"title":"Welder"},)" + row + '}';
    const std::optional<calls::Win> win =
        readPlacement(json(numbersAsText(text)), u"Candidate:5"_s, {.smallFee = smallFee, .wonStatus = {}, .cluster = u"42"_s});
    QVERIFY(win);
    QCOMPARE(win->amount ? win->amount->cents : -1, cents);
    QCOMPARE(win->id, u"9"_s);
    QCOMPARE(win->record, u"Candidate:5"_s);
    QCOMPARE(win->what, u"placement"_s);
    QCOMPARE(win->title, u"Welder"_s);
    QCOMPARE(toMs(win->wonAt), 1795464151000);
    QCOMPARE(win->url, u"https://cls42.bullhornstaffing.com/BullhornSTAFFING/OpenWindow.cfm?Entity=Placement&id=9"_s);
    QVERIFY(!win->isTakenBack);
}

void TestBullhornValues::readsPlacementsOnlyWhereTheyAreWon_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("approved") << "approved"_ba << u"won"_s;
    QTest::newRow("placed") << "Placed"_ba << u"won"_s;
    QTest::newRow("the office's own") << "Started"_ba << u"won"_s;
    QTest::newRow("submitted") << "Submitted"_ba << u"nothing"_s;
    QTest::newRow("terminated, when it had been earned") << "Terminated"_ba << u"nothing"_s;
    QTest::newRow("cancelled") << "Cancelled"_ba << u"taken back"_s;
}

void TestBullhornValues::readsPlacementsOnlyWhereTheyAreWon()
{
    QFETCH(const QByteArray, status);
    const QJsonObject row = json(R"({"id":"9","fee":"5000","dateAdded":"1795464151000","status":")" + status + "\"}");
    const std::optional<calls::Win> win =
        readPlacement(row, u"Candidate:5"_s, {.smallFee = Fee::Amount, .wonStatus = u"Started"_s, .cluster = {}});
    QTEST(!win ? u"nothing"_s : win->isTakenBack ? u"taken back"_s : u"won"_s, "expected");
    QVERIFY(!win || win->url.isEmpty()); // the cluster is not known
}

void TestBullhornValues::readsPersons()
{
    const QJsonObject row = json(
        R"({"id":31,"firstName":"Ana","lastName":"Ortiz","name":"","status":"Active","email":" Ana@Example.com ","email2":"ana@example.com",
                 "phone":"214.555.0123 x204","mobile":"+1 (214) 555-0123","phone2":"n/a","phone3":"(972) 555-0144","owner":{"id":32},
                 "dateLastModified":1795464151000,"isDeleted":false})");
    const std::optional<calls::LeadRecord> record = readPerson(u"ClientContact"_s, row, u"42"_s);
    QVERIFY(record);
    QCOMPARE(record->id, u"ClientContact:31"_s);
    QCOMPARE(record->name, u"Ana Ortiz"_s);
    const QList<calls::PhoneNumber> numbers{*calls::PhoneNumber::fromE164(u"+12145550123"), *calls::PhoneNumber::fromE164(u"+19725550144")};
    QCOMPARE(record->numbers, numbers);
    QCOMPARE(record->emails, QStringList{u"ana@example.com"_s});
    QCOMPARE(record->kind, std::optional(calls::ContactKind::Client));
    QCOMPARE(record->owner, u"32"_s);
    QCOMPARE(record->url, u"https://cls42.bullhornstaffing.com/BullhornSTAFFING/OpenWindow.cfm?Entity=ClientContact&id=31"_s);
    QVERIFY(record->isOpen && !record->isGone);
    QCOMPARE(toMs(*record->changedAt), 1795464151000);
    QCOMPARE(readPerson(u"Candidate"_s, row, {})->kind, std::optional(calls::ContactKind::Candidate));
    QCOMPARE(readPerson(u"Lead"_s, row, {})->kind, std::nullopt);
    QVERIFY(!readPerson(u"Candidate"_s, json(R"({"id":"x","name":"Ana"})"), {}));
    QVERIFY(readPerson(u"Candidate"_s, json(R"({"id":1,"isDeleted":true})"), {})->isGone);
    QVERIFY(!readPerson(u"Candidate"_s, json(R"({"id":1,"status":"Archived"})"), {})->isOpen);
    const QJsonObject endless{{u"id"_s, 1}, {u"name"_s, QString(100'000, u'x')}};
    QCOMPARE(readPerson(u"Candidate"_s, endless, {})->name.size(), 100);
}

void TestBullhornValues::ordersPersons()
{
    const auto person = [](const QString &id, bool isOpen, qint64 changedAt) {
        calls::LeadRecord record;
        record.id = id;
        record.isOpen = isOpen;
        record.changedAt = fromMs(changedAt);
        return record;
    };
    QList<calls::LeadRecord> list{person(u"old"_s, true, 1), person(u"closed"_s, false, 9), person(u"new"_s, true, 5),
                                  person(u"old"_s, true, 1)};
    sortPersons(list);
    QStringList ids;
    for (const calls::LeadRecord &each : std::as_const(list))
        ids.append(each.id);
    const QStringList expected{u"new"_s, u"old"_s, u"closed"_s};
    QCOMPARE(ids, expected);
}

void TestBullhornValues::readsTasks_data()
{
    QTest::addColumn<QByteArray>("rows"); // of task 771
    QTest::addColumn<QString>("expected");
    QTest::newRow("nobody has completed it, whatever its date says")
        << R"([{"id":771,"isCompleted":false,"dateCompleted":1795200000000,"dateAdded":1795100000000,"owner":{"id":31}}])"_ba
        << u"771 open"_s;
    QTest::newRow("completed")
        << R"([{"id":771,"isCompleted":true,"dateCompleted":1795200000000,"dateAdded":1795100000000,"owner":{"id":31}}])"_ba
        << u"771 closed by 31 at 1795200000000"_s;
    QTest::newRow("completed, and dated to come")
        << R"([{"id":771,"isCompleted":true,"dateCompleted":1795900000000,"dateAdded":1795100000000,"owner":{"id":31}}])"_ba
        << u"771 closed by 31"_s;
    QTest::newRow("the one whom it was given to has completed his")
        << R"([{"id":771,"isCompleted":false,"owner":{"id":31}},{"id":772,"isCompleted":true,"owner":{"id":32},"parentTask":{"id":771}}])"_ba
        << u"771 closed by 32"_s;
    QTest::newRow("and only his was spoken of")
        << R"([{"id":772,"isCompleted":true,"owner":{"id":32},"parentTask":{"id":771}}])"_ba << u"771 closed by 32"_s;
    QTest::newRow("both")
        << R"([{"id":772,"isCompleted":true,"owner":{"id":32},"parentTask":{"id":771}},{"id":771,"isCompleted":true,"owner":{"id":31}}])"_ba
        << u"771 closed by 32"_s;
    QTest::newRow("it was taken from him again")
        << R"([{"id":771,"isCompleted":false,"owner":{"id":31}},{"id":772,"isCompleted":true,"isDeleted":true,"owner":{"id":32},"parentTask":{"id":771}}])"_ba
        << u"771 open"_s;
    QTest::newRow("his is still open") << R"([{"id":771,"isCompleted":false},{"id":772,"isCompleted":false,"parentTask":{"id":771}}])"_ba
                                       << u"771 open"_s;
    QTest::newRow("deleted") << R"([{"id":771,"isCompleted":false,"isDeleted":true}])"_ba << u"771 gone open"_s;
    QTest::newRow("there no more") << R"([])"_ba << u"771 gone open"_s;
}

void TestBullhornValues::readsTasks()
{
    QFETCH(const QByteArray, rows);
    QList<QJsonObject> list;
    for (const auto &each : QJsonDocument::fromJson(rows).array())
        list.append(each.toObject());
    const bool isWhole = !rows.startsWith(R"([{"id":772)");
    const QList<qint64> asked = isWhole ? QList<qint64>{771} : QList<qint64>();
    QStringList said;
    for (const LeadTaskState &state : bullhorn::readTasks(list, asked, fromMs(1795300000000))) {
        QString text = state.id;
        if (state.isGone)
            text += u" gone"_s;
        text += state.isClosed ? u" closed"_s : u" open"_s;
        if (!state.closedBy.isEmpty())
            text += u" by "_s + state.closedBy;
        if (state.closedAt)
            text += u" at %1"_s.arg(toMs(*state.closedAt));
        said.append(text);
    }
    QTEST(said.join(u';'), "expected");
}

void TestBullhornValues::readsFieldMaps()
{
    const Result<EntityMeta> meta = readMeta(R"({"entity":"Candidate","fields":[
        {"name":"id","type":"ID","required":true},
        {"name":"lastName","type":"SCALAR","dataType":"String","maxLength":5,"required":true},
        {"name":"category","type":"TO_ONE","required":true},
        {"name":"isDeleted","type":"SCALAR","dataType":"Boolean","required":true,"defaultValue":false},
        {"name":"dateAdded","type":"SCALAR","dataType":"Timestamp","optional":false},
        {"name":"skills","type":"TO_MANY","required":true},
        {"name":"comments","type":"SCALAR","dataType":"String","dataSpecialization":"HTML"},
        {"name":"status","type":"SCALAR","dataType":"String","options":[{"value":"New","label":"New lead"},{"value":7,"label":"Seven"}]},
        {"name":"customText10","label":"Ten","dataType":"String"},{"name":"customText2","label":"Two","dataType":"String"},
        {"name":"customText3","dataType":"String","readOnly":true}]})");
    QVERIFY(meta);
    const QStringList missing{u"category"_s, u"lastName"_s};
    QCOMPARE(meta->missingIn({}), missing);
    QCOMPARE(meta->missingIn({{u"lastName"_s, u""_s}, {u"category"_s, QJsonObject{{u"id"_s, 1}}}}), QStringList{u"lastName"_s});
    QCOMPARE(meta->fitted(u"lastName"_s, u"Featherstone"_s), u"Feath"_s);
    QCOMPARE(meta->fitted(u"status"_s, u"New"_s), u"New"_s);
    QCOMPARE(meta->fitted(u"status"_s, u"7"_s), u"7"_s);
    QCOMPARE(meta->fitted(u"status"_s, u"Other"_s), QString());
    QCOMPARE(meta->fitted(u"nothing"_s, u"x"_s), QString());
    QCOMPARE(meta->fitted(u"customText3"_s, u"x"_s), QString());
    QCOMPARE(meta->worded(u"comments"_s, u"a <b>\nc"_s), u"a &lt;b&gt;<br>c"_s);
    const QList<Choice> texts{{u"customText2"_s, u"Two"_s}, {u"customText10"_s, u"Ten"_s}};
    QCOMPARE(meta->textFields(), texts);
    const QList<Choice> statuses{{u"New"_s, u"New lead"_s}, {u"7"_s, u"Seven"_s}};
    QCOMPARE(meta->options(u"status"_s), statuses);
}

void TestBullhornValues::refusesWhatIsNoFieldMap()
{
    for (const QByteArray &text : {""_ba, "<html>"_ba, "[]"_ba, R"({"entity":"Candidate"})"_ba, R"({"fields":[{"name":"id"}]})"_ba}) {
        const Result<EntityMeta> meta = readMeta(text);
        QVERIFY2(!meta && meta.error().kind == ErrorKind::Invalid, text);
    }
}

void TestBullhornValues::splitsNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::newRow("two words") << u"Ana Ortiz"_s << u"Ana"_s << u"Ortiz"_s;
    QTest::newRow("three words") << u" Ana  Maria Ortiz "_s << u"Ana Maria"_s << u"Ortiz"_s;
    QTest::newRow("one word") << u"Ana"_s << u"Ana"_s << u"(unknown)"_s;
    QTest::newRow("not known") << QString() << u"Unknown"_s << u"caller"_s;
}

void TestBullhornValues::splitsNames()
{
    QFETCH(const QString, name);
    const Result<EntityMeta> meta = readMeta(R"({"entity":"Candidate","fields":[{"name":"firstName","dataType":"String"},
        {"name":"lastName","dataType":"String"},{"name":"name","dataType":"String"}]})");
    QVERIFY(meta);
    const LeadWriteHeader header{.link = {},
                                 .facts = {.number = *calls::PhoneNumber::fromE164(u"+12145550123"), .name = name},
                                 .marker = u"rb-a"_s,
                                 .at = {},
                                 .text = {}};
    const QJsonObject body = newPerson(*meta, header, {});
    QTEST(body.value(u"firstName"_s).toString(), "first");
    QTEST(body.value(u"lastName"_s).toString(), "last");
    QCOMPARE(body.value(u"name"_s).toString(), body.value(u"firstName"_s).toString() + u' ' + body.value(u"lastName"_s).toString());
}

QTEST_GUILESS_MAIN(TestBullhornValues)

#include "tst_bullhorn_values.moc"
