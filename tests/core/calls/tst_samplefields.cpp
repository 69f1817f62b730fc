#include "calls/samplefields.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ringback;
using namespace ringback::calls;
using namespace Qt::StringLiterals;

namespace {

// What systems of these kinds post, with values of our own.
const QByteArray aircallShaped = R"({"resource":"call","event":"call.ended","timestamp":1795226411,"token":"made-up",
    "data":{"id":812,"direction":"inbound","status":"done","missed_call_reason":"no_available_agent","started_at":1795226400,
    "answered_at":null,"ended_at":1795226411,"duration":11,"raw_digits":"+1 214-555-0123","voicemail":null,
    "number":{"id":7,"digits":"+1 214-555-0100","name":"Main"}}})";
const QByteArray pbxShaped =
    "uniqueid=1795226400.17&callerid_num=2145550123&callerid_name=ROE+JANE&did=2145550100&dialstatus=NOANSWER&billsec=0";

QString valueAt(const QList<SampleField> &sample, const QString &pointer)
{
    for (const SampleField &field : sample) {
        if (field.pointer == pointer)
            return field.value;
    }
    return u"(none)"_s;
}

} // namespace

class TestSampleFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsJson();
    void readsForms();
    void readsTheFirstOfAList();
    void writesValuesAsText_data();
    void writesValuesAsText();
    void escapesPointers();
    void bounds();
    void refuses_data();
    void refuses();
    void suggests_data();
    void suggests();
    void seconds1970AreNoNumber();
    void takesNoNumberTwice();
    void everySuggestionIsAField();
    void makesFormsJson();
    void keepsTheFirstOfARepeatedName();
    void refusesForms_data();
    void refusesForms();
};

void TestSampleFields::readsJson()
{
    const Result<QList<SampleField>> sample = readSample(aircallShaped);
    QVERIFY(sample);
    QCOMPARE(sample->size(), 17);
    QCOMPARE(valueAt(*sample, u"/data/number/digits"_s), u"+1 214-555-0100"_s);
    QCOMPARE(valueAt(*sample, u"/data/answered_at"_s), QString());
    for (const SampleField &field : *sample) {
        if (field.pointer == "/data/number/digits"_L1)
            QCOMPARE(field.label, u"data › number › digits"_s);
    }
}

void TestSampleFields::readsForms()
{
    const Result<QList<SampleField>> sample = readSample("\n" + pbxShaped + "\n");
    QVERIFY(sample);
    QCOMPARE(sample->size(), 6);
    QCOMPARE(valueAt(*sample, u"/callerid_name"_s), u"ROE JANE"_s);
}

void TestSampleFields::readsTheFirstOfAList()
{
    const Result<QList<SampleField>> sample = readSample(R"([{"from":"+12145550123"},{"other":1}])");
    QVERIFY(sample);
    QCOMPARE(*sample, (QList<SampleField>{{u"/from"_s, u"from"_s, u"+12145550123"_s}}));
}

void TestSampleFields::writesValuesAsText_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("text") << QByteArray(R"("a")") << u"a"_s;
    QTest::newRow("whole number") << QByteArray("1795226400123") << u"1795226400123"_s;
    QTest::newRow("large id") << QByteArray("9007199254740993") << u"9007199254740993"_s;
    QTest::newRow("fraction") << QByteArray("1.5") << u"1.5"_s;
    QTest::newRow("true") << QByteArray("true") << u"true"_s;
    QTest::newRow("null") << QByteArray("null") << QString();
    QTest::newRow("long") << '"' + QByteArray(1000, 'x') + '"' << QString(maxSampleValue, u'x');
}

void TestSampleFields::writesValuesAsText()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, text);
    const Result<QList<SampleField>> sample = readSample(R"({"a":)" + value + '}');
    QVERIFY(sample);
    QCOMPARE(sample->first().value, text);
}

void TestSampleFields::escapesPointers()
{
    const Result<QList<SampleField>> sample = readSample(R"({"a/b":{"c~d":[1,{"e":2}]}})");
    QVERIFY(sample);
    QCOMPARE(sample->first().pointer, u"/a~1b/c~0d/0"_s);
    QCOMPARE(sample->last().pointer, u"/a~1b/c~0d/1/e"_s);
}

void TestSampleFields::bounds()
{
    QByteArray many = "{";
    for (int i = 0; i < 2000; ++i)
        many += (i ? "," : "") + ("\"f" + QByteArray::number(i)) + "\":1";
    const Result<QList<SampleField>> sample = readSample(many + '}');
    QVERIFY(sample);
    QCOMPARE(sample->size(), maxSampleFields);

    const QByteArray deep = R"({"top":1,"deep":)" + QByteArray(900, '[') + "1" + QByteArray(900, ']') + '}';
    const Result<QList<SampleField>> shallow = readSample(deep);
    QVERIFY(shallow);
    QCOMPARE(shallow->size(), 1); // what nobody would map is left out
}

void TestSampleFields::refuses_data()
{
    QTest::addColumn<QByteArray>("pasted");
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << QByteArray("  \n") << u"nothing"_s;
    QTest::newRow("prose") << QByteArray("hello there") << u"neither"_s;
    QTest::newRow("half of it") << QByteArray(R"({"from":"+12145550123")") << u"not whole"_s;
    QTest::newRow("no fields") << QByteArray("{}") << u"no fields"_s;
    QTest::newRow("a list of texts") << QByteArray(R"(["a"])") << u"no fields"_s;
    QTest::newRow("too long") << '{' + QByteArray(maxSampleBytes, ' ') + '}' << u"too long"_s;
    QTest::newRow("half an escape") << QByteArray("from=%2") << u"percent"_s;
    QTest::newRow("not UTF-8") << QByteArray("from=%ff") << u"UTF-8"_s;
}

void TestSampleFields::refuses()
{
    QFETCH(QByteArray, pasted);
    QFETCH(QString, what);
    const Result<QList<SampleField>> sample = readSample(pasted);
    QVERIFY(!sample);
    QCOMPARE(sample.error().kind, ErrorKind::Invalid);
    QVERIFY2(sample.error().what.contains(what), qPrintable(sample.error().what));
}

void TestSampleFields::suggests_data()
{
    using Map = QMap<QString, QString>;
    QTest::addColumn<QByteArray>("pasted");
    QTest::addColumn<Map>("expected"); // of the first four fields
    QTest::newRow("our own shape") << QByteArray(R"({"id":"1","from":"+12145550123","to":"+12145550100","status":"missed"})")
                                   << Map{{u"id"_s, u"/id"_s}, {u"from"_s, u"/from"_s}, {u"to"_s, u"/to"_s}, {u"status"_s, u"/status"_s}};
    QTest::newRow("shaped like Aircall") << aircallShaped
                                         << Map{{u"id"_s, u"/data/id"_s},
                                                {u"from"_s, u"/data/raw_digits"_s},
                                                {u"to"_s, u"/data/number/digits"_s},
                                                {u"status"_s, u"/data/status"_s}};
    QTest::newRow("shaped like FreePBX") << pbxShaped
                                         << Map{{u"id"_s, u"/uniqueid"_s},
                                                {u"from"_s, u"/callerid_num"_s},
                                                {u"to"_s, u"/did"_s},
                                                {u"status"_s, u"/dialstatus"_s}};
    QTest::newRow("shaped like 3CX") << QByteArray(R"({"CallType":"Missed","Number":"2145550123","DID":"+12145550100","CallID":"0001"})")
                                     << Map{{u"id"_s, u"/CallID"_s},
                                            {u"from"_s, u"/Number"_s},
                                            {u"to"_s, u"/DID"_s},
                                            {u"status"_s, u"/CallType"_s}};
    QTest::newRow("nested numbers")
        << QByteArray(R"({"call":{"uuid":"u1","from":{"phone_number":"+12145550123"},"to":{"phone_number":"+12145550100"},"result":"x"}})")
        << Map{{u"id"_s, u"/call/uuid"_s},
               {u"from"_s, u"/call/from/phone_number"_s},
               {u"to"_s, u"/call/to/phone_number"_s},
               {u"status"_s, u"/call/result"_s}};
    QTest::newRow("names that say nothing") << QByteArray(R"({"a":"x","b":"(214) 555-0123","c":"214.555.0100"})")
                                            << Map{{u"from"_s, u"/b"_s}, {u"to"_s, u"/c"_s}};
}

void TestSampleFields::suggests()
{
    using Map = QMap<QString, QString>;
    QFETCH(QByteArray, pasted);
    QFETCH(Map, expected);
    Map found = suggestFields(readSample(pasted).value());
    found.removeIf([](const auto &entry) { return !QStringList{u"id"_s, u"from"_s, u"to"_s, u"status"_s}.contains(entry.key()); });
    QCOMPARE(found, expected);
}

void TestSampleFields::seconds1970AreNoNumber()
{
    const QMap<QString, QString> found = suggestFields(readSample(R"({"a":1795226400,"b":1795226400123,"c":"(214) 555-0123"})").value());
    QCOMPARE(found.value(u"from"_s), u"/c"_s);
    QVERIFY(!found.contains(u"to"_s));
}

void TestSampleFields::takesNoNumberTwice()
{
    const QMap<QString, QString> found = suggestFields(readSample(R"({"phone":"+12145550123"})").value());
    QCOMPARE(found.value(u"from"_s), u"/phone"_s);
    QVERIFY(!found.contains(u"to"_s));
}

void TestSampleFields::everySuggestionIsAField()
{
    for (const QByteArray &sample : {aircallShaped, pbxShaped}) {
        const QMap<QString, QString> found = suggestFields(readSample(sample).value());
        for (const QString &field : found.keys())
            QVERIFY2(postedFields().contains(field), qPrintable(field));
    }
    QVERIFY(suggestFields(readSample(aircallShaped).value()).contains(u"answered_at"_s)); // null in a missed call
    QCOMPARE(suggestFields(readSample(pbxShaped).value()).value(u"talk_seconds"_s), u"/billsec"_s);
}

void TestSampleFields::makesFormsJson()
{
    const Result<QByteArray> json = formAsJson("a=%2B1+2&b&c=&d%5Be%5D=%C3%AD%0A&&");
    QVERIFY(json);
    QCOMPARE(QJsonDocument::fromJson(*json).object(),
             (QJsonObject{{u"a"_s, u"+1 2"_s}, {u"b"_s, QString(u""_s)}, {u"c"_s, QString(u""_s)}, {u"d[e]"_s, u"í\n"_s}}));
}

void TestSampleFields::keepsTheFirstOfARepeatedName()
{
    QCOMPARE(formAsJson("a=1&a=2").value(), QByteArray(R"({"a":"1"})"));
}

void TestSampleFields::refusesForms_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::newRow("percent at the end") << QByteArray("a=%");
    QTest::newRow("percent and letters") << QByteArray("a=%zz");
    QTest::newRow("in a name") << QByteArray("%4=1");
    QTest::newRow("bytes that are no UTF-8") << QByteArray("a=\xc3");
    QTest::newRow("very many") << QByteArray("a=1&").repeated(600);
}

void TestSampleFields::refusesForms()
{
    QFETCH(QByteArray, form);
    QCOMPARE(formAsJson(form).error().kind, ErrorKind::Invalid);
}

QTEST_GUILESS_MAIN(TestSampleFields)
#include "tst_samplefields.moc"
