#include "calls/emailaddress.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback::calls;

class EmailAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsAnAddress_data();
    void knowsAnAddress();
    void seesControlCharacters_data();
    void seesControlCharacters();
};

void EmailAddressTest::knowsAnAddress_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isOne");

    QTest::newRow("plain") << u"pat@example.com"_s << true;
    QTest::newRow("with a tag") << u"pat.lee+roof@mail.example.com"_s << true;
    QTest::newRow("with an apostrophe") << u"o'neil@example.com"_s << true;
    QTest::newRow("a host without dots") << u"root@localhost"_s << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("no at") << u"pat.example.com"_s << false;
    QTest::newRow("two ats") << u"pat@lee@example.com"_s << false;
    QTest::newRow("no name") << u"@example.com"_s << false;
    QTest::newRow("no host") << u"pat@"_s << false;
    QTest::newRow("two dots") << u"pat..lee@example.com"_s << false;
    QTest::newRow("a host that ends with a dot") << u"pat@example.com."_s << false;
    QTest::newRow("a space") << u"pat lee@example.com"_s << false;
    QTest::newRow("a line break at the end") << u"pat@example.com\n"_s << false;
    QTest::newRow("a second command") << u"pat@example.com>\r\nRCPT TO:<kim@example.com"_s << false;
    QTest::newRow("a second address") << u"pat@example.com,kim@example.com"_s << false;
    QTest::newRow("in brackets") << u"<pat@example.com>"_s << false;
    QTest::newRow("letters beyond ASCII") << u"josé@example.com"_s << false;
    QTest::newRow("a name of 65") << QString(65, u'a') + u"@example.com"_s << false;
    QTest::newRow("all of 255") << u"a@"_s + u"abcdefghi."_s.repeated(25) + u"com"_s << false;
}

void EmailAddressTest::knowsAnAddress()
{
    QFETCH(QString, text);
    QFETCH(bool, isOne);
    QCOMPARE(isEmailAddress(text), isOne);
}

void EmailAddressTest::seesControlCharacters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("has");

    QTest::newRow("a name") << u"Müller & Søn 屋根"_s << false;
    QTest::newRow("carriage return") << u"a\rb"_s << true;
    QTest::newRow("line feed") << u"a\nb"_s << true;
    QTest::newRow("a C1 control") << u"a\u0085b"_s << true;
    QTest::newRow("line separator") << u"a\u2028b"_s << true;
}

void EmailAddressTest::seesControlCharacters()
{
    QFETCH(QString, text);
    QFETCH(bool, has);
    QCOMPARE(hasControlCharacters(text), has);
}

QTEST_APPLESS_MAIN(EmailAddressTest)
#include "tst_emailaddress.moc"
