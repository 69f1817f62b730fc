#include "connectors/twilio/form.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;

class TestTwilioForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void boundsTheNumberOfFields();
    void findsTheFirstOfAName();
    void encodes();
    void readsBackWhatItWrote();
};

void TestTwilioForm::decodes_data()
{
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<QStringList>("fields"); // name, value, name, value
    QTest::newRow("nothing") << ""_ba << QStringList{};
    QTest::newRow("one field") << "a=b"_ba << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("a plus sign is a blank, an escaped one is not") << "a=b+c%2B1"_ba << QStringList{u"a"_s, u"b c+1"_s};
    QTest::newRow("an empty value") << "FromCity=&To=x"_ba << QStringList{u"FromCity"_s, u""_s, u"To"_s, u"x"_s};
    QTest::newRow("no equals sign") << "flag"_ba << QStringList{u"flag"_s, u""_s};
    QTest::newRow("an equals sign in the value") << "a=b=c"_ba << QStringList{u"a"_s, u"b=c"_s};
    QTest::newRow("repeated names, in order") << "A=2&A=1&A=2"_ba << QStringList{u"A"_s, u"2"_s, u"A"_s, u"1"_s, u"A"_s, u"2"_s};
    QTest::newRow("empty pieces") << "&&a=b&"_ba << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("escaped separators") << "a%3Db=c%26d"_ba << QStringList{u"a=b"_s, u"c&d"_s};
    QTest::newRow("UTF-8 escaped, either case of hex") << "b=%F0%9F%91%8D%c3%a7"_ba << QStringList{u"b"_s, u"👍ç"_s};
    QTest::newRow("UTF-8 as it is") << "b=\xc3\xa7"_ba << QStringList{u"b"_s, u"ç"_s};
    QTest::newRow("a byte order mark is text") << "b=%EF%BB%BFx"_ba << QStringList{u"b"_s, u"\uFEFFx"_s};
    QTest::newRow("line breaks") << "b=1%0D%0A2"_ba << QStringList{u"b"_s, u"1\r\n2"_s};
}

void TestTwilioForm::decodes()
{
    QFETCH(QByteArray, encoded);
    QFETCH(QStringList, fields);
    const Result<Form> form = decodeForm(encoded);
    QVERIFY(form);
    QStringList found;
    for (const auto &[name, value] : form->fields)
        found << name << value;
    QCOMPARE(found, fields);
}

void TestTwilioForm::refuses_data()
{
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("an escape that is cut") << "a=%4"_ba;
    QTest::newRow("a percent sign at the end") << "a=%"_ba;
    QTest::newRow("an escape that is none") << "a=%zz"_ba;
    QTest::newRow("a sign for a digit") << "a=%+1"_ba;
    QTest::newRow("Latin-1") << "a=%E7"_ba;
    QTest::newRow("an overlong form") << "a=%C0%AF"_ba;
    QTest::newRow("half of a surrogate pair") << "a=%ED%A0%80"_ba;
    QTest::newRow("a cut character") << "a=%F0%9F%91"_ba;
    QTest::newRow("in a name") << "%E7=a"_ba;
}

void TestTwilioForm::refuses()
{
    QFETCH(QByteArray, encoded);
    const Result<Form> form = decodeForm(encoded);
    QVERIFY(!form);
    QCOMPARE(form.error().kind, ErrorKind::Invalid);
}

void TestTwilioForm::boundsTheNumberOfFields()
{
    QVERIFY(decodeForm(QByteArray("a=b&").repeated(maxFormFields)));
    QVERIFY(!decodeForm(QByteArray("a=b&").repeated(maxFormFields + 1)));
}

void TestTwilioForm::findsTheFirstOfAName()
{
    const Form form{{{u"A"_s, u""_s}, {u"B"_s, u"1"_s}, {u"B"_s, u"2"_s}}};
    QCOMPARE(form.value(u"B"), u"1"_s);
    QCOMPARE(form.find(u"A"), std::optional<QString>(u""_s));
    QCOMPARE(form.find(u"b"), std::optional<QString>());
    QCOMPARE(form.value(u"b"), QString());
}

void TestTwilioForm::encodes()
{
    const Form form{{{u"To"_s, u"+12145550123"_s}, {u"DateSent>"_s, u"2026-11-20"_s}, {u"Body"_s, u"a b&c=d ç\n~-._"_s}}};
    QCOMPARE(encodeForm(form), "To=%2B12145550123&DateSent%3E=2026-11-20&Body=a%20b%26c%3Dd%20%C3%A7%0A~-._"_ba);
}

void TestTwilioForm::readsBackWhatItWrote()
{
    const Form form{{{u"Body"_s, u"It's ok 👍 a+b & c=d\nçé 100%\uFEFF"_s}, {u"Empty"_s, u""_s}, {u"x"_s, u"1"_s}, {u"x"_s, u"1"_s}}};
    const Result<Form> again = decodeForm(encodeForm(form));
    QVERIFY(again);
    QCOMPARE(*again, form);
}

QTEST_GUILESS_MAIN(TestTwilioForm)
#include "tst_twilio_form.moc"
