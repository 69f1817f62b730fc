#include "calls/phonenumber.h"
#include "calls/values.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::calls;

class PhoneNumberTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void displays_data();
    void displays();
    void readsTheStoresNumbers_data();
    void readsTheStoresNumbers();
    void readsCallerIds_data();
    void readsCallerIds();
    void knowsTheZones_data();
    void knowsTheZones();
    void reportsAdvance_data();
    void reportsAdvance();
};

void PhoneNumberTest::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("e164");

    QTest::newRow("with brackets") << u"(214) 555-0123"_s << u"+12145550123"_s;
    QTest::newRow("with dots") << u"214.555.0123"_s << u"+12145550123"_s;
    QTest::newRow("with the country code") << u"+1 214 555 0123"_s << u"+12145550123"_s;
    QTest::newRow("with a leading one") << u"1-214-555-0123"_s << u"+12145550123"_s;
    QTest::newRow("digits only") << u"2145550123"_s << u"+12145550123"_s;
    QTest::newRow("E.164") << u"+12145550123"_s << u"+12145550123"_s;
    QTest::newRow("an extension is left out") << u"(214) 555-0123 ext. 45"_s << u"+12145550123"_s;
    QTest::newRow("another country") << u"+44 20 7946 0958"_s << u"+442079460958"_s;
    QTest::newRow("an area code nobody has yet") << u"+15555550123"_s << u"+15555550123"_s;
    QTest::newRow("letters on the keys") << u"1-800-FLOWERS"_s << u"+18003569377"_s;
}

void PhoneNumberTest::parses()
{
    QFETCH(QString, text);
    const Result<PhoneNumber> number = PhoneNumber::parse(text);
    QVERIFY(number);
    QTEST(number->e164(), "e164");
}

void PhoneNumberTest::refuses_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << QString();
    QTest::newRow("a word") << u"anonymous"_s;
    QTest::newRow("too short") << u"+1214555"_s;
    QTest::newRow("too long") << u"+121455501234567"_s;
    QTest::newRow("no such country") << u"+999 123 456 789"_s;
    QTest::newRow("an emergency number") << u"911"_s;
    QTest::newRow("without an area code") << u"555-0123"_s; // which one was meant cannot be known
    QTest::newRow("a page of text") << QString(65, u'1');
}

void PhoneNumberTest::refuses()
{
    QFETCH(QString, text);
    const Result<PhoneNumber> number = PhoneNumber::parse(text);
    QVERIFY(!number);
    QCOMPARE(number.error().kind, ErrorKind::Invalid);
}

void PhoneNumberTest::displays_data()
{
    QTest::addColumn<QString>("e164");
    QTest::addColumn<QString>("display");

    QTest::newRow("the United States") << u"+12145550123"_s << u"(214) 555-0123"_s;
    QTest::newRow("the United Kingdom") << u"+442079460958"_s << u"+44 20 7946 0958"_s;
    QTest::newRow("Mexico") << u"+525512345678"_s << u"+52 55 1234 5678"_s;
}

void PhoneNumberTest::displays()
{
    QFETCH(QString, e164);
    const auto number = PhoneNumber::fromE164(e164);
    QVERIFY(number);
    QTEST(number->display(), "display");
}

void PhoneNumberTest::readsTheStoresNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isNumber");

    QTest::newRow("E.164") << u"+12145550123"_s << true;
    QTest::newRow("seven digits are the fewest") << u"+1234567"_s << true;
    QTest::newRow("fifteen digits are the most") << u"+123456789012345"_s << true;
    QTest::newRow("six digits") << u"+123456"_s << false;
    QTest::newRow("sixteen digits") << u"+1234567890123456"_s << false;
    QTest::newRow("no plus sign") << u"12145550123"_s << false;
    QTest::newRow("blanks") << u"+1 214 555 0123"_s << false;
    QTest::newRow("digits of another script") << u"+1214555٠١٢٣"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void PhoneNumberTest::readsTheStoresNumbers()
{
    QFETCH(QString, text);
    QTEST(PhoneNumber::fromE164(text).has_value(), "isNumber");
}

void PhoneNumberTest::readsCallerIds_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<CallerId>("caller");

    const CallerId withheld = Withheld{};
    QTest::newRow("a number") << u"+12145550123"_s << CallerId(*PhoneNumber::fromE164(u"+12145550123"));
    QTest::newRow("a number with blanks around") << u" +12145550123 "_s << CallerId(*PhoneNumber::fromE164(u"+12145550123"));
    QTest::newRow("empty") << QString() << withheld;
    QTest::newRow("ANONYMOUS on a keypad") << u"+266696687"_s << withheld;
    QTest::newRow("ANONYMOUS without the plus") << u"266696687"_s << withheld;
    QTest::newRow("RESTRICTED on a keypad") << u"+7378742833"_s << withheld;
    QTest::newRow("BLOCKED on a keypad") << u"+2562533"_s << withheld;
    QTest::newRow("UNAVAILABLE on a keypad") << u"+86282452253"_s << withheld;
    QTest::newRow("UNKNOWN on a keypad") << u"+8656696"_s << withheld;
    QTest::newRow("the word") << u"anonymous"_s << withheld;
    QTest::newRow("the word in capitals") << u"RESTRICTED"_s << withheld;
    QTest::newRow("a SIP address") << u"sip:bob@example.com"_s << CallerId(Unusable{u"sip:bob@example.com"_s});
    QTest::newRow("a short code") << u"72345"_s << CallerId(Unusable{u"72345"_s});
    QTest::newRow("an emergency number") << u"911"_s << CallerId(Unusable{u"911"_s});
    QTest::newRow("a plus sign and too little") << u"+1214"_s << CallerId(Unusable{u"+1214"_s});
    QTest::newRow("garbage is cut") << QString(100, u'x') << CallerId(Unusable{QString(64, u'x')});
}

void PhoneNumberTest::readsCallerIds()
{
    QFETCH(QString, raw);
    QFETCH(CallerId, caller);
    QVERIFY(readCallerId(raw) == caller);
    QCOMPARE(numberOf(caller).has_value(), std::holds_alternative<PhoneNumber>(caller));
}

void PhoneNumberTest::knowsTheZones_data()
{
    QTest::addColumn<QString>("e164");
    QTest::addColumn<QByteArrayList>("zones");

    QTest::newRow("Dallas is Central") << u"+12145550123"_s << QByteArrayList{"America/Chicago"};
    QTest::newRow("South Dakota is Central and Mountain")
        << u"+16055550123"_s << QByteArrayList{"America/Denver", "America/North_Dakota/Center"};
    QTest::newRow("a prefix within South Dakota is known better") << u"+16052015555"_s << QByteArrayList{"America/Chicago"};
    QTest::newRow("Phoenix keeps no summer time") << u"+16025550123"_s << QByteArrayList{"America/Phoenix"};
    QTest::newRow("toll-free says nothing") << u"+18005550123"_s << QByteArrayList();
    QTest::newRow("another country says nothing") << u"+442079460958"_s << QByteArrayList();
}

void PhoneNumberTest::knowsTheZones()
{
    QFETCH(QString, e164);
    QByteArrayList zones = zonesOf(*PhoneNumber::fromE164(e164));
    std::sort(zones.begin(), zones.end());
    QTEST(zones, "zones");
}

void PhoneNumberTest::reportsAdvance_data()
{
    QTest::addColumn<DeliveryState>("current");
    QTest::addColumn<DeliveryState>("next");
    QTest::addColumn<bool>("advances");

    using enum DeliveryState;
    QTest::newRow("sent after accepted") << Accepted << Sent << true;
    QTest::newRow("delivered before sent was heard of") << Accepted << Delivered << true;
    QTest::newRow("accepted after sent is late") << Sent << Accepted << false;
    QTest::newRow("the same again") << Sent << Sent << false;
    QTest::newRow("sent after delivered is late") << Delivered << Sent << false;
    QTest::newRow("delivered is final") << Delivered << Undelivered << false;
    QTest::newRow("undelivered is final") << Undelivered << Delivered << false;
    QTest::newRow("failed is final") << Failed << Delivered << false;
    QTest::newRow("dropped is final") << Dropped << Sending << false;
    QTest::newRow("the provider settles a review") << NeedsReview << Delivered << true;
    QTest::newRow("a review is not sent again by itself") << NeedsReview << Sending << false;
    QTest::newRow("scheduled goes out") << Scheduled << Sending << true;
    QTest::newRow("an unknown outcome resolves") << Sending << Accepted << true;
    QTest::newRow("sending does not go back") << Sending << Scheduled << false;
}

void PhoneNumberTest::reportsAdvance()
{
    QFETCH(DeliveryState, current);
    QFETCH(DeliveryState, next);
    QTEST(calls::advances(current, next), "advances");
}

QTEST_APPLESS_MAIN(PhoneNumberTest)
#include "tst_phonenumber.moc"
