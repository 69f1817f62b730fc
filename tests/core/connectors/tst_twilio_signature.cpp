#include "connectors/twilio/signature.h"

#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;

namespace {

const QByteArray token = "0123456789abcdef0123456789abcdef";

} // namespace

// The vectors V1 to V9 of phone-and-sms.md, 2.8: computed with Twilio's own library and confirmed by a second implementation.
class TestTwilioSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matchesTheVectors_data();
    void matchesTheVectors();
    void refusesWhatWasChanged_data();
    void refusesWhatWasChanged();
    void doesNotCareForOrder();
    void takesAnyUsualPort_data();
    void takesAnyUsualPort();
    void verifiesJsonBodies();
    void leavesTheFragmentOut();
    void believesNobodyWithoutAToken();
};

void TestTwilioSignature::matchesTheVectors_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("body"); // as on the wire
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("V1 the documented example")
        << "12345"_ba
        << "https://mycompany.com/myapp.php?foo=1&bar=2"_ba
        << "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"_ba
        << "RSOYDt4T1cUTdK1PDd93/VVr8B8="_ba;
    QTest::newRow("V2 missed call") << token << "https://hooks.example.com/twilio/voice-status"_ba
                                    << "AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&CallDuration=0&"
                                       "CallSid=CA00000000000000000000000000000001&CallStatus=no-answer&Called=%2B12145550100&"
                                       "Caller=%2B12145550123&CallbackSource=call-progress-events&Direction=inbound&Duration=0&"
                                       "From=%2B12145550123&SequenceNumber=0&Timestamp=Sat%2C+21+Nov+2026+01%3A59%3A13+%2B0000&"
                                       "To=%2B12145550100"_ba
                                    << "XZN3UUeT70hwMmRCXeIPsju9pbY="_ba;
    QTest::newRow("V3 STOP") << token << "https://hooks.example.com/twilio/sms"_ba
                             << "AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&Body=STOP&From=%2B12145550123&"
                                "MessageSid=SM00000000000000000000000000000001&MessagingServiceSid=MG00000000000000000000000000000001&"
                                "NumMedia=0&NumSegments=1&OptOutType=STOP&SmsMessageSid=SM00000000000000000000000000000001&"
                                "SmsSid=SM00000000000000000000000000000001&SmsStatus=received&To=%2B12145550100"_ba
                             << "MNjmcr1boMrMuNIXQAUTEGT61NM="_ba;
    QTest::newRow("V4 UTF-8, plus, ampersand, newline, empty value, query")
        << token << "https://hooks.example.com/twilio/sms?line=main%20office"_ba
        << "Body=It%27s+ok+%F0%9F%91%8D+a%2Bb+%26+c%3Dd%0A%C3%A7%C3%A9&From=%2B12145550123&FromCity=&"
           "MessageSid=SM00000000000000000000000000000002&NumMedia=0&To=%2B12145550100"_ba
        << "FceV0XRJWwsxz0V3AY9VipTEz/c="_ba;
    QTest::newRow("V5 a port of its own")
        << token << "https://hooks.example.com:8443/twilio/msg-status"_ba
        << "AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&ErrorCode=30003&From=%2B12145550100&"
           "MessageSid=SM00000000000000000000000000000003&MessageStatus=undelivered&SmsSid=SM00000000000000000000000000000003&"
           "SmsStatus=undelivered&To=%2B12145550123"_ba
        << "aEUyRMGAAjiAL/V7qQ8q5Kvwcb0="_ba;
    QTest::newRow("V6 GET") << token << "https://hooks.example.com/twilio/voice-status?CallSid=CA1&CallStatus=no-answer"_ba
                            << ""_ba
                            << "4LADKEK3XjtKhbR3KCi4jZcSwzs="_ba;
    QTest::newRow("V7 repeated names") << token << "https://hooks.example.com/x"_ba
                                       << "A=2&A=1&A=2&B=z"_ba
                                       << "qGAKQYqYGELZMvqxCJyzBNs9JTM="_ba;
    QTest::newRow("V8a without the default port") << token << "https://hooks.example.com/twilio/sms"_ba
                                                  << "Body=hi"_ba
                                                  << "WtPhOq1gl7IzUFDO+Q7+E5UUDbk="_ba;
    QTest::newRow("V8b with the default port") << token << "https://hooks.example.com:443/twilio/sms"_ba
                                               << "Body=hi"_ba
                                               << "EQSjCNgn57XHeBUVIkU9cNzJPfI="_ba;
    QTest::newRow("V9 the URL of a JSON body")
        << token << "https://hooks.example.com/twilio/json?bodySHA256=93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588"_ba
        << ""_ba
        << "wyc2qBCbwiHoqHWv9MBnjLhkQrY="_ba;
}

void TestTwilioSignature::matchesTheVectors()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    const Result<Form> form = decodeForm(body);
    QVERIFY(form);
    QCOMPARE(signature(key, url, *form), expected);
    QVERIFY(isSigned(key, url, *form, expected));
}

void TestTwilioSignature::refusesWhatWasChanged_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<Form>("form");
    QTest::addColumn<QByteArray>("given");
    const QByteArray url = "https://hooks.example.com/twilio/sms?line=main%20office"_ba;
    const QByteArray right = "FceV0XRJWwsxz0V3AY9VipTEz/c="_ba;
    const Form form{{{u"Body"_s, u"It's ok 👍 a+b & c=d\nçé"_s},
                     {u"From"_s, u"+12145550123"_s},
                     {u"FromCity"_s, u""_s},
                     {u"MessageSid"_s, u"SM00000000000000000000000000000002"_s},
                     {u"NumMedia"_s, u"0"_s},
                     {u"To"_s, u"+12145550100"_s}}};
    QVERIFY(isSigned(token, url, form, right));

    Form changed = form;
    changed.fields[4].second = u"1"_s;
    QTest::newRow("a value") << token << url << changed << right;
    changed = form;
    changed.fields[4].first = u"Nummedia"_s;
    QTest::newRow("the case of a name") << token << url << changed << right;
    changed = form;
    changed.fields[0].second = QString::fromLatin1(form.fields[0].second.toUtf8());
    QTest::newRow("the body read as Latin-1") << token << url << changed << right;
    changed = form;
    changed.fields.emplaceBack(u"Extra"_s, u"1"_s);
    QTest::newRow("a field added") << token << url << changed << right;
    changed = form;
    changed.fields.removeAt(5);
    QTest::newRow("a field dropped") << token << url << changed << right;
    changed = form;
    changed.fields.removeAt(2);
    QTest::newRow("empty fields dropped") << token << url << changed << right;
    QTest::newRow("a slash added") << token << "https://hooks.example.com/twilio/sms/?line=main%20office"_ba << form << right;
    QTest::newRow("http for https") << token << "http://hooks.example.com/twilio/sms?line=main%20office"_ba << form << right;
    QTest::newRow("the query decoded") << token << "https://hooks.example.com/twilio/sms?line=main office"_ba << form << right;
    QTest::newRow("the query written anew") << token << "https://hooks.example.com/twilio/sms?line=main+office"_ba << form << right;
    QTest::newRow("another host") << token << "https://hooks.example.org/twilio/sms?line=main%20office"_ba << form << right;
    QTest::newRow("another token") << "0123456789abcdef0123456789abcdee"_ba << url << form << right;
    QTest::newRow("a signature cut short") << token << url << form << right.chopped(1);
    QTest::newRow("a signature and more") << token << url << form << right + "=";
    QTest::newRow("no signature") << token << url << form << ""_ba;
}

void TestTwilioSignature::refusesWhatWasChanged()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, url);
    QFETCH(Form, form);
    QFETCH(QByteArray, given);
    QVERIFY(!isSigned(key, url, form, given));
}

void TestTwilioSignature::doesNotCareForOrder()
{
    const QByteArray url = "https://hooks.example.com/x"_ba;
    Form form{{{u"A"_s, u"2"_s}, {u"B"_s, u"z"_s}, {u"A"_s, u"1"_s}}};
    std::reverse(form.fields.begin(), form.fields.end());
    QVERIFY(isSigned(token, url, form, "qGAKQYqYGELZMvqxCJyzBNs9JTM="_ba));
}

void TestTwilioSignature::takesAnyUsualPort_data()
{
    QTest::addColumn<QByteArray>("signedUrl");
    QTest::addColumn<QByteArray>("configuredUrl");
    QTest::addColumn<bool>("passes");
    const auto row = [](const char *name, const QByteArray &signedUrl, const QByteArray &configuredUrl, bool passes) {
        QTest::newRow(name) << signedUrl << configuredUrl << passes;
    };
    row("443 is left out", "https://h.example/x"_ba, "https://h.example:443/x"_ba, true);
    row("443 is added", "https://h.example:443/x"_ba, "https://h.example/x"_ba, true);
    row("80 is added to http", "http://h.example:80/x?a=b:c"_ba, "http://h.example/x?a=b:c"_ba, true);
    row("another port is left out", "https://h.example/x"_ba, "https://h.example:8443/x"_ba, true);
    row("another port is not added", "https://h.example:8443/x"_ba, "https://h.example/x"_ba, false);
    row("one port is not another", "https://h.example:8443/x"_ba, "https://h.example:8444/x"_ba, false);
    row("credentials are no port", "https://u:p@h.example:443/x"_ba, "https://u:p@h.example/x"_ba, true);
    row("an IPv6 address is no port", "https://[2001:db8::1]:443/x"_ba, "https://[2001:db8::1]/x"_ba, true);
    row("IPv6 and a port", "https://[2001:db8::1]/x"_ba, "https://[2001:db8::1]:443/x"_ba, true);
    row("no path", "https://h.example:443"_ba, "https://h.example"_ba, true);
}

void TestTwilioSignature::takesAnyUsualPort()
{
    QFETCH(QByteArray, signedUrl);
    QFETCH(QByteArray, configuredUrl);
    QFETCH(bool, passes);
    const Form form{{{u"Body"_s, u"hi"_s}}};
    QCOMPARE(isSigned(token, configuredUrl, form, signature(token, signedUrl, form)), passes);
}

void TestTwilioSignature::verifiesJsonBodies()
{
    const QByteArray hash = "93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588"_ba;
    const QByteArray url = "https://hooks.example.com/twilio/json?bodySHA256=" + hash;
    const QByteArray right = "wyc2qBCbwiHoqHWv9MBnjLhkQrY="_ba;
    QVERIFY(isSignedJson(token, url, R"({"hello":"world"})"_ba, right));
    QVERIFY(!isSignedJson(token, url, R"({"hello":"World"})"_ba, right));
    QVERIFY(!isSignedJson(token, url, R"({"hello": "world"})"_ba, right));
    QVERIFY(!isSignedJson(token, url, ""_ba, right));
    QVERIFY(!isSignedJson(token, url, R"({"hello":"world"})"_ba, "xyc2qBCbwiHoqHWv9MBnjLhkQrY="_ba));
    // Signed, but by a URL that vouches for no body.
    const QByteArray bare = "https://hooks.example.com/twilio/json"_ba;
    QVERIFY(!isSignedJson(token, bare, R"({"hello":"world"})"_ba, signature(token, bare, {})));
}

void TestTwilioSignature::leavesTheFragmentOut()
{
    const Form form{{{u"Body"_s, u"hi"_s}}};
    QVERIFY(isSigned(token, "https://hooks.example.com/twilio/sms#rc=2&rp=all"_ba, form, "WtPhOq1gl7IzUFDO+Q7+E5UUDbk="_ba));
    QVERIFY(isSigned(token, "https://hooks.example.com/twilio/sms#rc=2&rp=all"_ba, form, "EQSjCNgn57XHeBUVIkU9cNzJPfI="_ba));
}

void TestTwilioSignature::believesNobodyWithoutAToken()
{
    const QByteArray url = "https://hooks.example.com/x"_ba;
    QVERIFY(!isSigned(QByteArray(), url, {}, signature(QByteArray(), url, {})));
}

QTEST_GUILESS_MAIN(TestTwilioSignature)
#include "tst_twilio_signature.moc"
