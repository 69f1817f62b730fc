#include "base/id.h"
#include "connectors/googlevoice/notice.h"
#include "connectors/googlevoice/notification.h"
#include "connectors/googlevoice/system.h"
#include "engine/callstate.h"
#include "support/googlevoicemail.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::googlevoice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::GoogleVoiceMail;

namespace {

const QByteArray footer = "\nYOUR ACCOUNT <https://voice.google.com> HELP CENTER\n<https://support.google.com/voice#topic=1>\n"
                          "This email was sent to you because you indicated that you'd like to receive\nemail notifications. Google LLC\n";
const QByteArray texter = "\"(214) 555-0123\" <12145550100.12145550123.Ab-1@txt.voice.google.com>";

settings::GoogleVoiceMailbox mailbox()
{
    settings::GoogleVoiceMailbox mailbox;
    mailbox.trustedHost = u"mx.google.com"_s;
    mailbox.lines = {{QString(), test::number(u"+12145550100"_s)}, {u"hail@summit.example"_s, test::number(u"+12145550102"_s)}};
    return mailbox;
}

// By way of what is stored.
PhoneEvent eventOf(const GoogleVoiceMail &mail, const settings::GoogleVoiceMailbox &box = mailbox())
{
    const std::optional<Notice> notice = readNotice(mail.source(), box.trustedHost);
    const settings::Connection connection{.id = u"voice"_s, .account = box};
    const Result<PhoneEvent> event = GoogleVoiceSystem().translate(connection, calls::EventKind::Event, noticeJson(*notice));
    return event ? *event : PhoneEvent(Ignored{u"ERROR "_s + event.error().what});
}

GoogleVoiceMail about(const QByteArray &subject, const QByteArray &text = "<https://voice.google.com>\n" + footer)
{
    return {.subject = subject, .text = text};
}

} // namespace

Q_DECLARE_METATYPE(GoogleVoiceMail)

class TestGoogleVoiceEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void readsVoicemails();
    void readsTexts_data();
    void readsTexts();
    void findsTheLine_data();
    void findsTheLine();
    void ignores_data();
    void ignores();
    void readsOtherKindsOfMail_data();
    void readsOtherKindsOfMail();
    void keepsWhatItReads();
    void believesNoPayloadThatIsNotGenuine();
    void hasNoWebhooks();
};

void TestGoogleVoiceEvents::judges_data()
{
    QTest::addColumn<GoogleVoiceMail>("mail");
    QTest::addColumn<QString>("caller");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const GoogleVoiceMail &mail, const QString &caller, const QString &callerName,
                        const QString &reason = u"no-answer"_s) {
        QTest::newRow(name) << mail << caller << callerName << reason;
    };
    const QString number = u"+12145550123"_s;
    row("a number", about("Missed call from (214) 555-0123"), number, {});
    row("a number and a time", about("Missed call from (214) 555-0123 at 3:18 PM"), number, {});
    row("a number, a day and a time", about("Missed call from (214) 555-0123 on Nov 20, 2026 at 3:18 PM"), number, {});
    row("a number with its country", about("Missed call from +1 214-555-0123"), number, {});
    row("a number with dots", about("missed call from 214.555.0123"), number, {});
    row("a name and a number", about("Missed call from Jane Roe (214) 555-0123"), number, u"Jane Roe"_s);
    row("a number of another country", about("Missed call from +44 20 7946 0958"), u"+442079460958"_s, {});
    row("other words", about("You missed a call from (214) 555-0123"), number, {});
    row("with the product's name", about("New missed Google Voice call from (214) 555-0123"), number, {});
    row("in Spanish", about("=?utf-8?q?Llamada_perdida_de_Jos=C3=A9_=28214=29_555-0123?="), number, u"José"_s);
    row("only a name", about("Missed call from Jane Roe at 3:18 PM"), u"Jane Roe"_s, u"Jane Roe"_s);
    row("a name with at in it", about("Missed call from Jane at Work"), u"Jane at Work"_s, u"Jane at Work"_s);
    row("a name, and the number below", about("Missed call from Jane Roe", "You missed a call\n\n(214) 555-0123\n" + footer), number,
        u"Jane Roe"_s);
    row("a name, and a labelled number below", about("Missed call from Jane Roe", "Missed call from: 214-555-0123 at 3:18 PM\n" + footer),
        number, u"Jane Roe"_s);
    row("a name, and our own number below", about("Missed call from Jane Roe", "Call to\n(214) 555-0100\n" + footer), u"Jane Roe"_s,
        u"Jane Roe"_s);
    row("a name, and a number in passing", about("Missed call from Jane Roe", "Ref 214-555-0199 of your plan\n" + footer), u"Jane Roe"_s,
        u"Jane Roe"_s);
    row("nobody knows who", about("Missed call from Unknown"), u"anonymous"_s, {});
    row("an anonymous caller", about("Missed call from Anonymous at 3:18 PM"), u"anonymous"_s, {});
    row("a voicemail", about("New voicemail from (214) 555-0123"), number, {}, u"voicemail"_s);
    row("a voicemail with a time", about("Voicemail from (214) 555-0123 at 3:18 PM"), number, {}, u"voicemail"_s);
    row("a voicemail by name", about("New voicemail from Jane Roe"), u"Jane Roe"_s, u"Jane Roe"_s, u"voicemail"_s);
    row("a voicemail that speaks of a number", about("New voicemail from Jane Roe", "call me at\n214-555-0199\n" + footer), u"Jane Roe"_s,
        u"Jane Roe"_s, u"voicemail"_s);
    row("a voicemail with a link to dial", about("New voicemail from Jane Roe", "hello\n<tel:+12145550123>\n" + footer), number,
        u"Jane Roe"_s, u"voicemail"_s);
    row("a voice message", about("You have a new voice message from (214) 555-0123"), number, {}, u"voicemail"_s);
    row("a voicemail in Spanish", about("Nuevo mensaje de voz de (214) 555-0123"), number, {}, u"voicemail"_s);
}

void TestGoogleVoiceEvents::judges()
{
    QFETCH(GoogleVoiceMail, mail);
    QFETCH(QString, caller);
    QFETCH(QString, name);
    QFETCH(QString, reason);
    const PhoneEvent event = eventOf(mail);
    QVERIFY(std::holds_alternative<CallEvent>(event));
    const CallEvent call = std::get<CallEvent>(event);
    QCOMPARE(call.caller, caller);
    QCOMPARE(call.callerName, name);
    QCOMPARE(call.providerReason, reason);
    QCOMPARE(call.providerCallId, u"1a2b3c@google.com"_s);
    QCOMPARE(call.endedAt, std::optional(test::instantOf(u"2026-11-21T02:00:00Z"_s))); // not the subject's, which has no zone
    QVERIFY(!call.ringTime);

    IdSource ids(1);
    const Instant arrived = test::instantOf(u"2026-11-21T02:00:30Z"_s);
    const calls::Call judged =
        engine::absorb(engine::beginCall(ids.next<calls::CallId>(arrived), u"voice"_s, call, arrived), call, arrived, 5s);
    QCOMPARE(judged.verdict, calls::Verdict::Missed);
    QCOMPARE(engine::absorb(judged, call, arrived + 1s, 5s), judged); // the same mail twice
}

void TestGoogleVoiceEvents::readsVoicemails()
{
    const PhoneEvent event =
        eventOf(about("New voicemail from (214) 555-0123", "<https://voice.google.com>\n\nHi, this is Jane,\nthe roof leaks.\n"
                                                           "play message <https://www.google.com/voice/fm/123/abc>\n" +
                                                               footer));
    const std::optional<calls::Voicemail> voicemail = std::get<CallEvent>(event).voicemail;
    QVERIFY(voicemail);
    QCOMPARE(voicemail->transcript, u"Hi, this is Jane,\nthe roof leaks."_s);
    QCOMPARE(voicemail->url, u"https://www.google.com/voice/fm/123/abc"_s);
    const PhoneEvent elsewhere = eventOf(about("New voicemail from (214) 555-0123", "hello\nplay message <https://evil.example/x>\n"));
    QCOMPARE(std::get<CallEvent>(elsewhere).voicemail->url, QString());
}

void TestGoogleVoiceEvents::readsTexts_data()
{
    QTest::addColumn<QByteArray>("subject");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("body");
    const auto row = [](const char *name, const QByteArray &subject, const QByteArray &from, const QByteArray &text, const QString &body) {
        QTest::newRow(name) << subject << from << text << body;
    };
    row("stop", "New text message from (214) 555-0123", texter,
        "<https://voice.google.com>\nSTOP\nTo respond to this text message, reply to this email or visit Google Voice.\n" + footer,
        u"STOP"_s);
    row("several lines", "New text message from (214) 555-0123", texter, "\nHello,\n\nmy roof leaks\n" + footer,
        u"Hello,\n\nmy roof leaks"_s);
    row("a name", "New text message from Jane Roe", texter, "Hi\n" + footer, u"Hi"_s);
    row("a name and another number", "New text message from Jane Roe (214) 555-0199", texter, "Hi\n" + footer, u"Hi"_s);
    row("a short subject", "SMS from (214) 555-0123", "voice-noreply@google.com", "Hi\n" + footer, u"Hi"_s);
    row("in Spanish", "Nuevo mensaje de texto de (214) 555-0123", texter, "\xc2\xa1Hola!\n" + footer, u"¡Hola!"_s);
}

void TestGoogleVoiceEvents::readsTexts()
{
    QFETCH(QByteArray, subject);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, text);
    QFETCH(QString, body);
    const PhoneEvent event = eventOf({.subject = subject, .text = text, .from = from});
    const TextReceived expected{.providerMessageId = u"1a2b3c@google.com"_s,
                                .from = u"+12145550123"_s,
                                .line = u"+12145550100"_s,
                                .body = body,
                                .mediaCount = 0,
                                .optOutType = {}};
    QVERIFY(std::holds_alternative<TextReceived>(event));
    QCOMPARE(std::get<TextReceived>(event), expected);
}

void TestGoogleVoiceEvents::findsTheLine_data()
{
    QTest::addColumn<QByteArray>("deliveredTo");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("withAll");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, const QByteArray &deliveredTo, const QByteArray &to, bool withAll, const QString &line) {
        QTest::newRow(name) << deliveredTo << to << withAll << line;
    };
    row("the address of no line", "office@summit.example", "office@summit.example", true, u"+12145550100"_s);
    row("the line's address", "hail@summit.example", "hail@summit.example", true, u"+12145550102"_s);
    row("in capitals", "Hail@Summit.example", "x@summit.example", true, u"+12145550102"_s);
    row("handed on to us", "office@summit.example", "Hail <hail@summit.example>", true, u"+12145550102"_s);
    row("no line for all", "office@summit.example", "office@summit.example", false, QString());
}

void TestGoogleVoiceEvents::findsTheLine()
{
    QFETCH(QByteArray, deliveredTo);
    QFETCH(QByteArray, to);
    QFETCH(bool, withAll);
    QFETCH(QString, line);
    settings::GoogleVoiceMailbox box = mailbox();
    if (!withAll)
        box.lines.remove(QString());
    QCOMPARE(std::get<CallEvent>(eventOf({.to = to, .deliveredTo = deliveredTo}, box)).line, line);
    const PhoneEvent text = eventOf({.subject = "New text message from x", .from = texter, .to = to, .deliveredTo = deliveredTo}, box);
    QCOMPARE(std::get<TextReceived>(text).line, line.isEmpty() ? u"+12145550100"_s : line); // which a text's sender names
}

void TestGoogleVoiceEvents::ignores_data()
{
    QTest::addColumn<GoogleVoiceMail>("mail");
    QTest::addColumn<QString>("why");
    QTest::newRow("words that are not known") << about("Your Google Voice number is about to expire") << u"not known"_s;
    QTest::newRow("no subject") << about("") << u"not known"_s;
    QTest::newRow("a group text") << about("New group message from Jane Roe") << u"group"_s;
    QTest::newRow("a text without a number") << about("New text message from Jane Roe", "Hi\n") << u"number"_s;
}

void TestGoogleVoiceEvents::ignores()
{
    QFETCH(GoogleVoiceMail, mail);
    QFETCH(QString, why);
    const PhoneEvent event = eventOf(mail);
    QVERIFY(std::holds_alternative<Ignored>(event));
    QVERIFY2(std::get<Ignored>(event).why.contains(why), qPrintable(std::get<Ignored>(event).why));
}

void TestGoogleVoiceEvents::readsOtherKindsOfMail_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const QByteArray html = "<html><head><title>x</title><style>p{}</style></head><body><p>the roof<br>leaks &amp; leaks</p></body></html>";
    QTest::newRow("HTML") << QByteArray("text/html; charset=utf-8") << html;
    QTest::newRow("both")
        << QByteArray("multipart/alternative; boundary=b")
        << QByteArray(
               "--b\nContent-Type: text/plain; charset=utf-8\n\nthe roof\nleaks & leaks\n--b\nContent-Type: text/html\n\nother\n--b--\n");
    QTest::newRow("with a recording that breaks off")
        << QByteArray("multipart/mixed; boundary=b")
        << "--b\nContent-Type: text/html\n\n" + html + "\n--b\nContent-Type: audio/mpeg\nContent-Transfer-Encoding: base64\n\nAAAA";
    QTest::newRow("Base64") << QByteArray("text/plain; charset=utf-8\nContent-Transfer-Encoding: base64")
                            << QByteArray("the roof\nleaks & leaks\n").toBase64();
}

void TestGoogleVoiceEvents::readsOtherKindsOfMail()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QByteArray mail = about("New voicemail from (214) 555-0123", body).source();
    mail.replace("text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes", type);
    const Notice notice = readNotice(mail, u"mx.google.com"_s).value();
    const PhoneEvent event = translateNotice(notice, mailbox());
    QCOMPARE(std::get<CallEvent>(event).voicemail->transcript, u"the roof\nleaks & leaks"_s);
}

void TestGoogleVoiceEvents::keepsWhatItReads()
{
    GoogleVoiceMail mail =
        about("New voicemail from (214) 555-0123", QByteArray("a\0b", 3) + QByteArray("\xf0\x9f\x8f\xa0").repeated(20'000));
    const std::optional<Notice> notice = readNotice(mail.source(), u"mx.google.com"_s);
    QVERIFY(notice);
    const QByteArray json = noticeJson(*notice);
    QVERIFY(!json.contains('\0') && !json.contains("\\u0000"));
    QVERIFY(json.size() < 60'000);
    QCOMPARE(noticeFromJson(json).value(), *notice);
}

void TestGoogleVoiceEvents::believesNoPayloadThatIsNotGenuine()
{
    for (const QByteArray &payload : {QByteArray("{}"), QByteArray("what"), QByteArray(R"({"subject":"Missed call from (214) 555-0123"})"),
                                      QByteArray(R"({"subject":"Missed call from x","from":"voice-noreply@google.com"})")})
        QCOMPARE(noticeFromJson(payload).error().kind, ErrorKind::Invalid);
}

void TestGoogleVoiceEvents::hasNoWebhooks()
{
    const settings::Connection connection{.id = u"voice"_s, .account = mailbox()};
    const QList<calls::Line> lines;
    const test::TestSecrets secrets;
    const WebhookJudgement judgement =
        GoogleVoiceSystem().receive({.method = "POST", .target = "/webhooks/google_voice/voice"},
                                    {.connection = connection, .secrets = secrets, .lines = lines, .publicUrl = {}, .now = Instant(0ms)});
    QVERIFY(std::holds_alternative<Forged>(judgement));
}

QTEST_GUILESS_MAIN(TestGoogleVoiceEvents)
#include "tst_googlevoice_events.moc"
