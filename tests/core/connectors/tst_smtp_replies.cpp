#include "connectors/mail/replies.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback::connectors;
using namespace ringback::connectors::mail;

using Class = Refused::Class;

class SmtpRepliesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
    void findsTheEnhancedCode_data();
    void findsTheEnhancedCode();
    void followsADialogue();
    void aSignInThatLooksLikeACommandIsNone();
    void anAnswerMayHaveManyLines();
};

void SmtpRepliesTest::classifies_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Class>("kind");

    const auto row = [](const char *name, Stage stage, int code, const QString &text, Class kind) {
        QTest::newRow(name) << stage << code << text << kind;
    };
    row("wrong password", Stage::Greeting, 535, u"5.7.8 Authentication credentials invalid"_s, Class::Sender);
    row("wrong password, old server", Stage::Greeting, 535, u"no"_s, Class::Sender);
    row("sign-in away for now", Stage::Greeting, 454, u"4.7.0 Temporary authentication failure"_s, Class::ForNow);
    row("server shuts down", Stage::Greeting, 421, u"4.3.2 closing"_s, Class::ForNow);
    row("no service for us", Stage::Greeting, 554, u"no SMTP service here"_s, Class::Sender);
    row("sign in first", Stage::Sender, 530, u"5.7.0 Authentication required"_s, Class::Sender);
    row("sign in first, said late", Stage::Recipient, 530, u"sign in"_s, Class::Sender);
    row("sender's domain unknown", Stage::Sender, 553, u"5.1.8 bad sender's system"_s, Class::Sender);
    row("sender's mailbox unknown", Stage::Recipient, 550, u"5.1.7 bad sender"_s, Class::Sender);
    row("sender refused, old server", Stage::Sender, 550, u"no"_s, Class::Sender);
    row("longer than announced limit", Stage::Sender, 552, u"message size exceeds"_s, Class::Message);
    row("no such mailbox", Stage::Recipient, 550, u"5.1.1 no such user"_s, Class::Recipient);
    row("no such mailbox, old server", Stage::Recipient, 550, u"no such user"_s, Class::Recipient);
    row("no such domain", Stage::Recipient, 550, u"5.1.2 no such domain"_s, Class::Recipient);
    row("mailbox closed", Stage::Recipient, 550, u"5.2.1 disabled"_s, Class::Recipient);
    row("mailbox full for good", Stage::Recipient, 552, u"5.2.2 over quota"_s, Class::Recipient);
    row("mailbox full for now", Stage::Recipient, 452, u"4.2.2 over quota"_s, Class::ForNow);
    row("mailbox busy", Stage::Recipient, 450, u"busy"_s, Class::ForNow);
    row("greylisted", Stage::Recipient, 451, u"4.7.1 greylisted"_s, Class::ForNow);
    row("relaying denied", Stage::Recipient, 554, u"5.7.1 Relay access denied"_s, Class::Sender);
    row("too long for that mailbox", Stage::Message, 550, u"5.2.3 too long"_s, Class::Message);
    row("too large", Stage::Message, 552, u"5.3.4 too big"_s, Class::Message);
    row("content not liked", Stage::Message, 554, u"5.6.0 content"_s, Class::Message);
    row("taken for spam", Stage::Message, 550, u"5.7.1 spam"_s, Class::Message);
    row("mailbox found to be gone after DATA", Stage::Message, 550, u"5.1.1 no such user"_s, Class::Recipient);
    row("message refused, old server", Stage::Message, 554, u"transaction failed"_s, Class::Message);
}

void SmtpRepliesTest::classifies()
{
    QFETCH(Stage, stage);
    QFETCH(int, code);
    QFETCH(QString, text);
    QFETCH(Class, kind);
    QCOMPARE(classify(stage, {.code = code, .text = text}), kind);
}

void SmtpRepliesTest::findsTheEnhancedCode_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");

    QTest::newRow("alone") << u"5.1.1"_s << u"5.1.1"_s;
    QTest::newRow("before words") << u"4.2.2 over quota"_s << u"4.2.2"_s;
    QTest::newRow("with three digits") << u"5.7.134 no"_s << u"5.7.134"_s;
    QTest::newRow("none") << u"no such user"_s << QString();
    QTest::newRow("later in the text") << u"see 5.1.1"_s << QString();
    QTest::newRow("an IP address") << u"5.1.1.9 is listed"_s << QString();
    QTest::newRow("of no class") << u"3.1.1 what"_s << QString();
}

void SmtpRepliesTest::findsTheEnhancedCode()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    QCOMPARE(enhancedCode(text).value_or(QString()), code);
}

void SmtpRepliesTest::followsADialogue()
{
    Dialogue dialogue;
    dialogue.heard("220 mail.example\r\n");
    dialogue.said("EHLO summit.example\r\n");
    QCOMPARE(dialogue.reply().code, 0); // not answered yet
    dialogue.heard("250 mail.example\r\n");
    QVERIFY(!dialogue.accepted());
    dialogue.said("MAIL FROM:<office@summit.example>\r\n");
    QCOMPARE(dialogue.stage(), Stage::Sender);
    dialogue.heard("250 ok\r\n");
    dialogue.said("RCPT TO:<pat@example.com>\r\n");
    QCOMPARE(dialogue.stage(), Stage::Recipient);
    dialogue.heard("250 ok\r\n");
    dialogue.said("DATA\r\n");
    dialogue.heard("354 go on\r\n");
    QCOMPARE(dialogue.stage(), Stage::Message);
    QVERIFY(!dialogue.accepted());
    dialogue.heard("250 2.0.0 taken\r\n");
    QVERIFY(dialogue.accepted());
    dialogue.said("QUIT\r\n");
    dialogue.heard("221 bye\r\n");
    QVERIFY(dialogue.saidGoodbye());
    QCOMPARE(dialogue.reply().code, 250);
}

void SmtpRepliesTest::aSignInThatLooksLikeACommandIsNone()
{
    Dialogue dialogue;
    dialogue.said("AUTH LOGIN\r\n");
    dialogue.heard("334 VXNlcm5hbWU6\r\n");
    dialogue.said("DATA\r\n"); // three bytes of a password in base64
    QCOMPARE(dialogue.stage(), Stage::Greeting);
    dialogue.heard("235 welcome\r\n");
    QVERIFY(!dialogue.accepted());
}

void SmtpRepliesTest::anAnswerMayHaveManyLines()
{
    Dialogue dialogue;
    dialogue.said("MAIL FROM:<office@summit.example>\r\n");
    dialogue.heard("550-5.1.8 we do not\r\n");
    QCOMPARE(dialogue.reply().code, 0);
    dialogue.heard("550 5.1.8 know you\r\n");
    QCOMPARE(dialogue.reply().code, 550);
    QCOMPARE(dialogue.reply().text, u"5.1.8 we do not 5.1.8 know you"_s);
}

QTEST_APPLESS_MAIN(SmtpRepliesTest)
#include "tst_smtp_replies.moc"
