#include "templates/template.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using templates::Fields;

class TemplateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renders_data();
    void renders();
    void refuses_data();
    void refuses();
    void everyKnownFieldIsAccepted();
    void theValuesMustNotMakeItTooLong();
    void nothingLeftIsAnError();
};

void TemplateTest::renders_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<QString>("text");

    const Fields none;
    const Fields ana = {{u"first_name"_s, u"Ana"_s}, {u"company_name"_s, u"Summit Roofing"_s}};

    QTest::newRow("words alone stay as they are") << u"Call us."_s << none << u"Call us."_s;
    QTest::newRow("fields are filled in") << u"Hi {{first_name}}, this is {{company_name}}."_s << ana
                                          << u"Hi Ana, this is Summit Roofing."_s;
    QTest::newRow("blanks inside the braces do not matter") << u"Hi {{ first_name | there }}."_s << ana << u"Hi Ana."_s;
    QTest::newRow("a value is preferred to the fallback") << u"Hi {{first_name|there}}."_s << ana << u"Hi Ana."_s;
    QTest::newRow("without a value the fallback stands") << u"Hi {{first_name|there}}."_s << none << u"Hi there."_s;
    QTest::newRow("an empty value is none") << u"Hi {{first_name|there}}."_s << Fields{{u"first_name"_s, u" \t"_s}} << u"Hi there."_s;
    QTest::newRow("without a fallback the blank before goes too") << u"Hi {{first_name}}, hello"_s << none << u"Hi, hello"_s;
    QTest::newRow("one blank between two words stays") << u"Thanks {{first_name}} for calling"_s << none << u"Thanks for calling"_s;
    QTest::newRow("at the start the blank after goes") << u"{{first_name}} hello"_s << none << u"hello"_s;
    QTest::newRow("an empty fallback is none") << u"Hi {{first_name|}}, hello"_s << none << u"Hi, hello"_s;
    QTest::newRow("two fields without values") << u"Hi {{first_name}} {{staff_name}}, hello"_s << none << u"Hi, hello"_s;
    QTest::newRow("a field beside a field") << u"{{first_name}}{{company_name}}"_s << ana << u"AnaSummit Roofing"_s;
    QTest::newRow("a single brace is a brace") << u"a { b } c"_s << none << u"a { b } c"_s;
    QTest::newRow("a fallback may hold a bar") << u"{{first_name|a|b}}"_s << none << u"a|b"_s;
    QTest::newRow("braces in a value are not read again")
        << u"Hi {{first_name}}!"_s << Fields{{u"first_name"_s, u"{{company_phone}}"_s}} << u"Hi {{company_phone}}!"_s;
    QTest::newRow("line breaks in a value become blanks")
        << u"Hi {{first_name}}!"_s << Fields{{u"first_name"_s, u"Ana\r\nBo\u2028C\u0007"_s}} << u"Hi Ana  Bo C!"_s;
    QTest::newRow("a value cannot turn the text around")
        << u"Hi {{first_name}}!"_s << Fields{{u"first_name"_s, u"Ana\u202eB"_s}} << u"Hi Ana B!"_s;
    QTest::newRow("line breaks of the template stay") << u"Hi {{first_name}},\nhello"_s << ana << u"Hi Ana,\nhello"_s;
    QTest::newRow("a value beyond the alphabet is kept")
        << u"Hi {{first_name}}"_s << Fields{{u"first_name"_s, u"Zoë 😀"_s}} << u"Hi Zoë 😀"_s;
}

void TemplateTest::renders()
{
    QFETCH(QString, source);
    QFETCH(Fields, fields);
    const Result<QString> text = templates::render(source, fields);
    QVERIFY2(text, text ? "" : qPrintable(text.error().what));
    QTEST(*text, "text");
}

void TemplateTest::refuses_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("what");

    QTest::newRow("a misspelled field names its neighbour")
        << u"Hi {{frist_name}}"_s << u"unknown field 'frist_name' at character 4; did you mean 'first_name'?"_s;
    QTest::newRow("a strange field has no neighbour") << u"{{balance}}"_s << u"unknown field 'balance' at character 1"_s;
    QTest::newRow("capitals are another field")
        << u"{{First_Name}}"_s << u"unknown field 'First_Name' at character 1; did you mean 'first_name'?"_s;
    QTest::newRow("a field without a name") << u"Hi {{}}"_s << u"a field without a name at character 4"_s;
    QTest::newRow("only a fallback") << u"Hi {{|there}}"_s << u"a field without a name at character 4"_s;
    QTest::newRow("not closed") << u"Hi {{first_name"_s << u"a '{{' that is not closed at character 4"_s;
    QTest::newRow("closed by one brace") << u"Hi {{first_name}, {{company_name}}"_s << u"a '{{' that is not closed at character 4"_s;
    QTest::newRow("closes nothing") << u"Hi first_name}}"_s << u"a '}}' that closes nothing at character 14"_s;
    QTest::newRow("empty") << QString() << u"the template is empty"_s;
    QTest::newRow("only blanks") << u" \n"_s << u"the template is empty"_s;
    QTest::newRow("1601 characters") << QString(1601, u'a') << u"the template has 1601 characters; 1600 is the most"_s;
}

void TemplateTest::refuses()
{
    QFETCH(QString, source);
    QFETCH(QString, what);
    const Done done = templates::check(source);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Invalid);
    QCOMPARE(done.error().what, what);
    const Result<QString> text = templates::render(source, {});
    QVERIFY(!text);
    QCOMPARE(text.error(), done.error());
}

void TemplateTest::everyKnownFieldIsAccepted()
{
    const QStringList fields = templates::knownFields();
    QCOMPARE(fields.size(), 7);
    for (const QString &field : fields) {
        const QString source = u"{{%1}}"_s.arg(field);
        QVERIFY2(templates::check(source), qPrintable(field));
        const Result<QString> text = templates::render(source, {{field, u"x"_s}});
        QVERIFY2(text, qPrintable(field));
        QCOMPARE(*text, u"x"_s);
    }
    QVERIFY(templates::check(QString(1600, u'a')));
}

void TemplateTest::theValuesMustNotMakeItTooLong()
{
    const Result<QString> text = templates::render(u"Hi {{first_name}}"_s, {{u"first_name"_s, QString(1598, u'a')}});
    QVERIFY(!text);
    QCOMPARE(text.error().what, u"the text has 1601 characters; 1600 is the most"_s);
}

void TemplateTest::nothingLeftIsAnError()
{
    QVERIFY(!templates::render(u"{{first_name}} "_s, {}));
}

QTEST_APPLESS_MAIN(TemplateTest)
#include "tst_template.moc"
