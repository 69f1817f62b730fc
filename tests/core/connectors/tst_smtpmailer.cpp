#include "connectors/mail/smtpmailer.h"
#include "support/testclock.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::connectors;
using ringback::connectors::mail::SmtpAccount;
using ringback::connectors::mail::SmtpMailer;
using settings::Mail;

using Class = Refused::Class;

namespace {

constexpr int patience = 20'000;
const QString python = u"/usr/bin/python3"_s; // the system's, which has the system's packages
const QString password = u"correct horse"_s;

// tests/support/smtpserver.py, running.
class SmtpServer final {
public:
    explicit SmtpServer(const QStringList &options = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(python, QStringList(QStringLiteral(RINGBACK_SOURCE_DIR "/tests/support/smtpserver.py")) + options);
        m_port = next().value("port"_L1).toInt();
    }
    ~SmtpServer()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(100)) // it may be busy with stalling
            m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(SmtpServer)

    [[nodiscard]] int port() const { return m_port; }
    /// What the server said next; empty when it says nothing more.
    [[nodiscard]] QJsonObject next()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(patience))
                return {};
        }
        return QJsonDocument::fromJson(m_process.readLine()).object();
    }
    [[nodiscard]] bool saidAnything() { return m_process.canReadLine() || m_process.waitForReadyRead(0); }

private:
    QProcess m_process;
    int m_port = 0;
};

MailRequest letterTo(const QString &to)
{
    return {.to = to,
            .subject = u"Su techo — we called back ☎"_s,
            .body = u"Hola Señora Núñez,\n\nFrom here on it is us.\n.\n..and a dot\n"_s + u"long "_s.repeated(400) + u"\n"_s,
            .messageId = u"018f-1@summit.example"_s};
}

QString describe(const SendOutcome &outcome)
{
    if (const auto *refused = std::get_if<Refused>(&outcome))
        return u"refused %1 [%2] %3"_s.arg(static_cast<int>(refused->kind)).arg(refused->code, refused->message);
    if (const auto *unknown = std::get_if<Unknown>(&outcome))
        return u"unknown: "_s + unknown->why;
    return u"sent"_s;
}

} // namespace

class SmtpMailerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void aMailArrivesAsItWasWritten();
    void aMailInPlainWords();
    void manyAtOnce();
    void starttls();
    void tlsFromTheFirstByte();
    void aStrangersCertificateIsRefused_data();
    void aStrangersCertificateIsRefused();
    void aCertificateOfAnotherNameIsRefused();
    void starttlsIsNotLeftOut();
    void signsIn_data();
    void signsIn();
    void aWrongPasswordIsTheSendersFault();
    void refusals_data();
    void refusals();
    void aSenderWhoIsNotWelcome();
    void nobodyListens();
    void theConnectionBreaksBeforeTheMessage();
    void theConnectionBreaksAfterTheMessage();
    void theServerStalls_data();
    void theServerStalls();
    void aServerThatStallsAtQuitHasTheMail();
    void aServerThatIsNone();
    void givesUpWhenTold_data();
    void givesUpWhenTold();
    void sendsAfterGivingUp();
    void endsWithMailsUnderWay();
    void nothingIsSmuggledIn_data();
    void nothingIsSmuggledIn();

private:
    [[nodiscard]] SmtpAccount account(const SmtpServer &server, Mail::Security security = Mail::Security::None) const
    {
        SmtpAccount account;
        account.mail = {.host = u"localhost"_s,
                        .port = server.port(),
                        .security = security,
                        .user = {},
                        .passwordSecret = {},
                        .fromAddress = u"office@summit.example"_s,
                        .fromName = u"Müller \"Best\" Roofs, 屋根"_s};
        account.timeout = Milliseconds(patience);
        if (security != Mail::Security::None)
            account.caFile = m_certificate;
        return account;
    }
    [[nodiscard]] SendOutcome send(const SmtpAccount &account, const MailRequest &request)
    {
        SmtpMailer mailer(account, m_clock);
        return QCoro::waitFor(mailer.sendMail(request));
    }
    [[nodiscard]] QStringList tls(const QString &how) const { return {how, u"--certificate"_s, m_certificate, u"--key"_s, m_key}; }
    void makeCertificate(const QString &certificate, const QString &key, const QString &names);

    test::TestClock m_clock;
    QTemporaryDir m_folder;
    QString m_certificate;
    QString m_key;
};

void SmtpMailerTest::makeCertificate(const QString &certificate, const QString &key, const QString &names)
{
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-keyout"_s,
                   key, u"-out"_s, certificate, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN=mail"_s, u"-addext"_s, u"subjectAltName="_s + names});
    if (!openssl.waitForStarted())
        QSKIP("openssl is not installed (package openssl)");
    QVERIFY(openssl.waitForFinished(patience));
    QCOMPARE(openssl.exitCode(), 0);
}

void SmtpMailerTest::initTestCase()
{
    if (QProcess::execute(python, {u"-c"_s, u"import aiosmtpd"_s}) != 0)
        QSKIP("the mail server of this test is not installed (package python3-aiosmtpd)");
    QVERIFY(m_folder.isValid());
    m_certificate = m_folder.filePath(u"certificate.pem"_s);
    m_key = m_folder.filePath(u"key.pem"_s);
    makeCertificate(m_certificate, m_key, u"DNS:localhost"_s);
}

void SmtpMailerTest::aMailArrivesAsItWasWritten()
{
    SmtpServer server;
    const MailRequest request = letterTo(u"pat@example.com"_s);
    const SendOutcome outcome = send(account(server), request);
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
    QCOMPARE(std::get<Sent>(outcome), Sent({request.messageId, calls::DeliveryState::Sent}));

    const QJsonObject got = server.next();
    QCOMPARE(got.value("mail_from"_L1).toString(), u"office@summit.example"_s);
    QCOMPARE(got.value("rcpt_to"_L1).toArray(), QJsonArray({u"pat@example.com"_s}));
    QCOMPARE(got.value("hello"_L1).toString(), u"summit.example"_s);
    QCOMPARE(got.value("subject"_L1).toString(), request.subject);
    QCOMPARE(got.value("from_name"_L1).toString(), u"Müller \"Best\" Roofs, 屋根"_s);
    QCOMPARE(got.value("from_address"_L1).toString(), u"office@summit.example"_s);
    QCOMPARE(got.value("to"_L1).toString(), request.to);
    QCOMPARE(got.value("message_id"_L1).toString(), u"<%1>"_s.arg(request.messageId));
    QCOMPARE(QDateTime::fromString(got.value("date"_L1).toString(), Qt::ISODate).toSecsSinceEpoch(),
             std::chrono::floor<std::chrono::seconds>(m_clock.now()).time_since_epoch().count());
    QCOMPARE(got.value("auto_submitted"_L1).toString(), u"auto-generated"_s);
    QCOMPARE(got.value("body"_L1).toString(), request.body);
    QCOMPARE(got.value("defects"_L1).toArray(), QJsonArray());
    QVERIFY(got.value("longest_line"_L1).toInt() <= 998); // RFC 5322, 2.1.1
    QCOMPARE(got.value("bare_line_feeds"_L1).toInt(), 0);
}

void SmtpMailerTest::aMailInPlainWords()
{
    SmtpServer server;
    SmtpAccount plain = account(server);
    plain.mail.fromName.clear();
    const SendOutcome outcome = send(
        plain,
        {.to = u"pat@example.com"_s, .subject = u"Hello"_s, .body = u"Two\r\nlines, and\ra third"_s, .messageId = u"1@summit.example"_s});
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
    const QJsonObject got = server.next();
    QCOMPARE(got.value("subject"_L1).toString(), u"Hello"_s);
    QCOMPARE(got.value("from_name"_L1).toString(), QString());
    QCOMPARE(got.value("body"_L1).toString().trimmed(), u"Two\nlines, and\na third"_s);
}

void SmtpMailerTest::manyAtOnce()
{
    SmtpServer server;
    SmtpMailer mailer(account(server), m_clock);
    constexpr int count = 20;
    int sent = 0;
    const auto sendOne = [&mailer, &sent](MailRequest request) -> QCoro::Task<> {
        const SendOutcome outcome = co_await mailer.sendMail(std::move(request));
        sent += std::holds_alternative<Sent>(outcome) ? 1 : 0;
    };
    for (int i = 0; i < count; ++i) {
        MailRequest request = letterTo(u"pat%1@example.com"_s.arg(i));
        request.messageId = u"%1@summit.example"_s.arg(i);
        sendOne(std::move(request));
    }
    QTRY_COMPARE_WITH_TIMEOUT(sent, count, patience);
    QSet<QString> recipients;
    for (int i = 0; i < count; ++i)
        recipients.insert(server.next().value("to"_L1).toString());
    QCOMPARE(recipients.size(), count);
}

void SmtpMailerTest::starttls()
{
    SmtpServer server(tls(u"--starttls"_s));
    const SendOutcome outcome = send(account(server, Mail::Security::StartTls), letterTo(u"pat@example.com"_s));
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
    QVERIFY(server.next().value("tls"_L1).toBool());
}

void SmtpMailerTest::tlsFromTheFirstByte()
{
    SmtpServer server(tls(u"--tls"_s));
    const SendOutcome outcome = send(account(server, Mail::Security::Tls), letterTo(u"pat@example.com"_s));
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
}

void SmtpMailerTest::aStrangersCertificateIsRefused_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<Mail::Security>("security");
    QTest::newRow("STARTTLS") << u"--starttls"_s << Mail::Security::StartTls;
    QTest::newRow("TLS") << u"--tls"_s << Mail::Security::Tls;
}

void SmtpMailerTest::aStrangersCertificateIsRefused()
{
    QFETCH(QString, how);
    QFETCH(Mail::Security, security);
    SmtpServer server(tls(how));
    SmtpAccount trusting = account(server, security);
    trusting.caFile.clear(); // the system does not know who made it
    const SendOutcome outcome = send(trusting, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
    QVERIFY2(refused->message.contains("certificate"_L1), qPrintable(refused->message));
    QVERIFY(!server.saidAnything());
}

void SmtpMailerTest::aCertificateOfAnotherNameIsRefused()
{
    const QString certificate = m_folder.filePath(u"other.pem"_s);
    const QString key = m_folder.filePath(u"other-key.pem"_s);
    makeCertificate(certificate, key, u"DNS:mail.example"_s);
    SmtpServer server({u"--tls"_s, u"--certificate"_s, certificate, u"--key"_s, key});
    SmtpAccount other = account(server, Mail::Security::Tls);
    other.caFile = certificate;
    const SendOutcome outcome = send(other, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
}

void SmtpMailerTest::starttlsIsNotLeftOut()
{
    SmtpServer server; // offers none, as one would see it behind somebody who strips it
    const SendOutcome outcome = send(account(server, Mail::Security::StartTls), letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
    QVERIFY(!server.saidAnything());
}

void SmtpMailerTest::signsIn_data()
{
    QTest::addColumn<Mail::Security>("security");
    QTest::newRow("over STARTTLS") << Mail::Security::StartTls;
    QTest::newRow("on this machine") << Mail::Security::None;
}

void SmtpMailerTest::signsIn()
{
    QFETCH(Mail::Security, security);
    const QStringList who{u"--user"_s, u"office"_s, u"--password"_s, password};
    SmtpServer server(who + (security == Mail::Security::None ? QStringList() : tls(u"--starttls"_s)));
    SmtpAccount known = account(server, security);
    known.mail.user = u"office"_s;
    known.password = password;
    const SendOutcome outcome = send(known, letterTo(u"pat@example.com"_s));
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
    QVERIFY(server.next().value("signed_in"_L1).toBool());
}

void SmtpMailerTest::aWrongPasswordIsTheSendersFault()
{
    SmtpServer server(QStringList{u"--user"_s, u"office"_s, u"--password"_s, password} + tls(u"--starttls"_s));
    SmtpAccount wrong = account(server, Mail::Security::StartTls);
    wrong.mail.user = u"office"_s;
    wrong.password = u"battery staple"_s;
    const SendOutcome outcome = send(wrong, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::Sender, qPrintable(describe(outcome)));
    QCOMPARE(refused->code, u"535 5.7.8"_s);
    QVERIFY(!describe(outcome).contains(wrong.password));
    QVERIFY(!describe(outcome).contains(QString::fromLatin1(wrong.password.toUtf8().toBase64())));
    QVERIFY(!server.saidAnything());
}

void SmtpMailerTest::refusals_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<Class>("kind");
    QTest::addColumn<QString>("code");

    QTest::newRow("mailbox busy") << u"busy"_s << Class::ForNow << u"450 4.2.0"_s;
    QTest::newRow("mailbox busy, no enhanced code") << u"plain-busy"_s << Class::ForNow << u"450"_s;
    QTest::newRow("mailbox full") << u"full"_s << Class::ForNow << u"452 4.2.2"_s;
    QTest::newRow("no such mailbox") << u"gone"_s << Class::Recipient << u"550 5.1.1"_s;
    QTest::newRow("no such mailbox, no enhanced code") << u"plain-gone"_s << Class::Recipient << u"550"_s;
    QTest::newRow("relaying denied") << u"relay"_s << Class::Sender << u"554 5.7.1"_s;
    QTest::newRow("greylisted after the message") << u"greylisted"_s << Class::ForNow << u"451 4.7.1"_s;
    QTest::newRow("taken for spam") << u"spam"_s << Class::Message << u"550 5.7.1"_s;
    QTest::newRow("too large") << u"large"_s << Class::Message << u"552 5.3.4"_s;
    QTest::newRow("message refused, no enhanced code") << u"plain-no"_s << Class::Message << u"554"_s;
}

void SmtpMailerTest::refusals()
{
    QFETCH(QString, recipient);
    QFETCH(Class, kind);
    QFETCH(QString, code);
    SmtpServer server;
    const SendOutcome outcome = send(account(server), letterTo(recipient + u"@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused, qPrintable(describe(outcome)));
    QCOMPARE(refused->kind, kind);
    QCOMPARE(refused->code, code);
    QVERIFY(!refused->message.isEmpty());
    QVERIFY2(!refused->message.contains("@example.com"_L1), qPrintable(refused->message)); // the server repeats it; logs do not
}

void SmtpMailerTest::aSenderWhoIsNotWelcome()
{
    SmtpServer server;
    SmtpAccount barred = account(server);
    barred.mail.fromAddress = u"barred@summit.example"_s;
    const SendOutcome outcome = send(barred, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::Sender, qPrintable(describe(outcome)));
    QCOMPARE(refused->code, u"550 5.1.8"_s);
}

void SmtpMailerTest::nobodyListens()
{
    SmtpServer server;
    SmtpAccount nobody = account(server);
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    nobody.mail.port = closed.serverPort();
    closed.close();
    const SendOutcome outcome = send(nobody, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
}

void SmtpMailerTest::theConnectionBreaksBeforeTheMessage()
{
    SmtpServer server;
    const SendOutcome outcome = send(account(server), letterTo(u"drop-before@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
}

void SmtpMailerTest::theConnectionBreaksAfterTheMessage()
{
    SmtpServer server;
    const SendOutcome outcome = send(account(server), letterTo(u"drop-after@example.com"_s));
    QVERIFY2(std::holds_alternative<Unknown>(outcome), qPrintable(describe(outcome)));
    QCOMPARE(server.next().value("to"_L1).toString(), u"drop-after@example.com"_s); // it has it
}

void SmtpMailerTest::theServerStalls_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<bool>("mayHaveIt");
    QTest::newRow("before the message") << u"stall-before@example.com"_s << false;
    QTest::newRow("after the message") << u"stall@example.com"_s << true;
}

void SmtpMailerTest::theServerStalls()
{
    QFETCH(QString, recipient);
    QFETCH(bool, mayHaveIt);
    SmtpServer server;
    SmtpAccount hasty = account(server);
    hasty.timeout = 1'500ms;
    const SendOutcome outcome = send(hasty, letterTo(recipient));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(mayHaveIt ? std::holds_alternative<Unknown>(outcome) : refused && refused->kind == Class::ForNow,
             qPrintable(describe(outcome)));
}

void SmtpMailerTest::aServerThatStallsAtQuitHasTheMail()
{
    SmtpServer server;
    SmtpAccount impolite = account(server);
    impolite.mail.fromAddress = u"office@stalls-at-quit.example"_s;
    QElapsedTimer timer;
    timer.start();
    const SendOutcome outcome = send(impolite, letterTo(u"pat@example.com"_s));
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
    QVERIFY2(timer.elapsed() < patience / 2, qPrintable(QString::number(timer.elapsed())));
}

void SmtpMailerTest::aServerThatIsNone()
{
    SmtpServer server;
    QTcpServer web;
    QVERIFY(web.listen(QHostAddress::LocalHost));
    connect(&web, &QTcpServer::newConnection, this, [&web] {
        QTcpSocket *const socket = web.nextPendingConnection();
        socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
        socket->disconnectFromHost();
    });
    SmtpAccount lost = account(server);
    lost.mail.port = web.serverPort();
    const SendOutcome outcome = send(lost, letterTo(u"pat@example.com"_s));
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused && refused->kind == Class::ForNow, qPrintable(describe(outcome)));
}

void SmtpMailerTest::givesUpWhenTold_data()
{
    theServerStalls_data();
}

void SmtpMailerTest::givesUpWhenTold()
{
    QFETCH(QString, recipient);
    QFETCH(bool, mayHaveIt);
    SmtpServer server;
    SmtpMailer mailer(account(server), m_clock);
    std::optional<SendOutcome> outcome;
    const auto sendOne = [&mailer, &outcome](MailRequest request) -> QCoro::Task<> {
        outcome = co_await mailer.sendMail(std::move(request));
    };
    sendOne(letterTo(recipient));
    QVERIFY(!server.next().isEmpty()); // it stalls now
    QElapsedTimer timer;
    timer.start();
    mailer.abandon();
    QTRY_VERIFY_WITH_TIMEOUT(outcome, patience);
    QVERIFY2(timer.elapsed() < patience / 2, qPrintable(QString::number(timer.elapsed())));
    const auto *refused = std::get_if<Refused>(&*outcome);
    QVERIFY2(mayHaveIt ? std::holds_alternative<Unknown>(*outcome) : refused && refused->kind == Class::ForNow,
             qPrintable(describe(*outcome)));
}

void SmtpMailerTest::sendsAfterGivingUp()
{
    SmtpServer server;
    SmtpMailer mailer(account(server), m_clock);
    mailer.abandon();
    const SendOutcome outcome = QCoro::waitFor(mailer.sendMail(letterTo(u"pat@example.com"_s)));
    QVERIFY2(std::holds_alternative<Sent>(outcome), qPrintable(describe(outcome)));
}

void SmtpMailerTest::endsWithMailsUnderWay()
{
    SmtpServer server;
    QElapsedTimer timer;
    {
        SmtpMailer mailer(account(server), m_clock);
        const auto forget = [&mailer](MailRequest request) -> QCoro::Task<> {
            co_await mailer.sendMail(std::move(request));
        };
        forget(letterTo(u"stall@example.com"_s));
        QVERIFY(!server.next().isEmpty());
        timer.start();
    }
    QVERIFY2(timer.elapsed() < patience / 2, qPrintable(QString::number(timer.elapsed())));
    QCoreApplication::processEvents(); // the coroutine's end, after its mailer's
}

void SmtpMailerTest::nothingIsSmuggledIn_data()
{
    QTest::addColumn<MailRequest>("request");
    QTest::addColumn<QString>("fromName");
    QTest::addColumn<Class>("kind");

    const MailRequest good = letterTo(u"pat@example.com"_s);
    const auto row = [](const char *name, const MailRequest &request, Class kind, const QString &fromName = {}) {
        QTest::newRow(name) << request << fromName << kind;
    };
    MailRequest bad = good;
    bad.to = u"pat@example.com>\r\nRCPT TO:<kim@example.com"_s;
    row("a recipient in the recipient", bad, Class::Recipient);
    bad = good;
    bad.to.clear();
    row("no recipient", bad, Class::Recipient);
    bad = good;
    bad.subject = u"Hello\r\nBcc: kim@example.com"_s;
    row("a recipient in the subject", bad, Class::Message);
    bad = good;
    bad.subject = u"Hello\nX-More: yes"_s;
    row("a line feed in the subject", bad, Class::Message);
    bad = good;
    bad.messageId = u"1@summit.example>\r\nBcc: kim@example.com"_s;
    row("a recipient in the id", bad, Class::Message);
    bad = good;
    bad.body += QChar::Null;
    row("a text that would be cut off", bad, Class::Message);
    row("a recipient in the sender's name", good, Class::Sender, u"Us\r\nBcc: kim@example.com"_s);
}

void SmtpMailerTest::nothingIsSmuggledIn()
{
    QFETCH(MailRequest, request);
    QFETCH(QString, fromName);
    QFETCH(Class, kind);
    SmtpServer server;
    SmtpAccount sender = account(server);
    if (!fromName.isEmpty())
        sender.mail.fromName = fromName;
    const SendOutcome outcome = send(sender, request);
    const auto *refused = std::get_if<Refused>(&outcome);
    QVERIFY2(refused, qPrintable(describe(outcome)));
    QCOMPARE(refused->kind, kind);
    QVERIFY2(!refused->message.contains("example.com"_L1), qPrintable(refused->message));
    QVERIFY(!server.saidAnything());
}

QTEST_GUILESS_MAIN(SmtpMailerTest)
#include "tst_smtpmailer.moc"
