#include "base/id.h"
#include "base/time.h"
#include "connectors/googlevoice/mailbox.h"
#include "connectors/googlevoice/provider.h"
#include "connectors/googlevoice/system.h"
#include "engine/callstate.h"
#include "support/googlevoicemail.h"
#include "support/imapserver.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::googlevoice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::GoogleVoiceMail;
using ringback::test::ImapServer;

namespace {

constexpr int patience = 20'000;

QByteArray mailOf(int number)
{
    return GoogleVoiceMail{.id = QByteArray::number(number) + "@google.com"}.source();
}

QStringList keysOf(const Result<Log> &log)
{
    QStringList keys;
    for (const calls::ProviderEvent &event : log ? log->events : QList<calls::ProviderEvent>())
        keys.append(event.key);
    return keys;
}

// A server that says this to each line it is told, and then no more.
class Script final {
public:
    explicit Script(QList<QByteArray> answers)
        : m_answers(std::move(answers))
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *const socket = m_server.nextPendingConnection();
            socket->write("* OK ready\r\n");
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                while (socket->canReadLine()) {
                    const QByteArray tag = socket->readLine().split(' ').first();
                    if (m_answers.isEmpty())
                        return;
                    const QByteArray answer = m_answers.takeFirst();
                    if (answer == "hang up")
                        socket->abort();
                    else
                        socket->write(QByteArray(answer).replace("TAG", tag));
                }
            });
        });
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
    QList<QByteArray> m_answers;
};

} // namespace

class TestGoogleVoiceProvider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void aMissedCallFromTheMailToTheVerdict();
    void readsWhatIsNew();
    void readsOnlyWhatGoogleSigned();
    void changesNothingInTheMailbox();
    void startsWhereItIsAskedTo();
    void startsAgainWhenTheMailboxIsNumberedAnew();
    void readsManyInTurns();
    void isNotFooledByMailsThatLookLikeAnswers();
    void readsOverTls();
    void aStrangersCertificateIsRefused();
    void anotherFolder();
    void failures_data();
    void failures();
    void tests_data();
    void tests();
    void strangeServers_data();
    void strangeServers();
    void givesUpWhenTold();
    void sendsNoTexts();

private:
    [[nodiscard]] MailboxAccount account() const
    {
        MailboxAccount account;
        account.mailbox = {.host = u"localhost"_s,
                           .port = m_server->port(),
                           .user = ImapServer::user(),
                           .passwordSecret = u"mail"_s,
                           .folder = QString::fromLatin1(m_folder),
                           .trustedHost = u"mx.google.com"_s,
                           .lines = {{QString(), test::number(u"+12145550100"_s)}},
                           .withTls = false};
        account.password = ImapServer::password();
        account.timeout = Milliseconds(patience);
        return account;
    }
    [[nodiscard]] bool append(const QByteArray &mail) { return m_server->append(mail, m_folder); }
    [[nodiscard]] Result<Log> read(const QString &cursor = {}) { return read(account(), cursor); }
    [[nodiscard]] Result<Log> read(const MailboxAccount &account, const QString &cursor = {})
    {
        GoogleVoiceProvider provider(account, m_clock);
        return QCoro::waitFor(provider.readLog({.since = m_since, .now = m_clock.now(), .cursor = cursor}));
    }
    [[nodiscard]] QList<Finding> tested(const MailboxAccount &account)
    {
        GoogleVoiceProvider provider(account, m_clock);
        return QCoro::waitFor(provider.test({}));
    }

    test::TestClock m_clock;
    Instant m_since = Instant(0ms); // everything, whatever the server's clock says
    std::unique_ptr<ImapServer> m_server;
    QByteArray m_folder;
    int m_folders = 0;
};

void TestGoogleVoiceProvider::initTestCase()
{
    if (!ImapServer::isInstalled())
        QSKIP("the mail server of this test is not installed (packages dovecot-imapd, openssl)");
    m_server = std::make_unique<ImapServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

// A folder of its own for each.
void TestGoogleVoiceProvider::init()
{
    m_since = Instant(0ms);
    m_folder = "F" + QByteArray::number(++m_folders);
    QVERIFY(m_server->command("c CREATE " + m_folder).contains("c OK"));
}

void TestGoogleVoiceProvider::aMissedCallFromTheMailToTheVerdict()
{
    QVERIFY(append(GoogleVoiceMail().source()));
    const auto secrets = std::make_shared<test::TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{u"mail"_s, ImapServer::password().toUtf8()}});
    QNetworkAccessManager network;
    const settings::Connection connection{.id = u"voice"_s, .account = account().mailbox};
    const GoogleVoiceSystem system;
    const std::shared_ptr<PhoneProvider> provider = system.open(connection, {.network = network, .clock = m_clock, .secrets = secrets});
    QVERIFY(provider && provider->hasLog());
    const Result<Log> log = QCoro::waitFor(provider->readLog({.since = m_since, .now = m_clock.now(), .cursor = {}}));
    QVERIFY2(log, log ? "" : qPrintable(log.error().what));
    QCOMPARE(log->events.size(), 1);
    const calls::ProviderEvent &event = log->events.first();
    QCOMPARE(event.key, u"1a2b3c@google.com"_s);
    QCOMPARE(event.at, std::optional(test::instantOf(u"2026-11-21T02:00:00Z"_s)));

    const Result<PhoneEvent> read = system.translate(connection, event.kind, event.payload);
    QVERIFY(read && std::holds_alternative<CallEvent>(*read));
    IdSource ids(1);
    const auto &call = std::get<CallEvent>(*read);
    const Instant now = test::instantOf(u"2026-11-21T02:00:20Z"_s);
    const calls::Call judged = engine::absorb(engine::beginCall(ids.next<calls::CallId>(now), u"voice"_s, call, now), call, now, 5s);
    QCOMPARE(judged.verdict, calls::Verdict::Missed);
    QCOMPARE(calls::numberOf(judged.caller)->e164(), u"+12145550123"_s);
    QCOMPARE(judged.line, u"+12145550100"_s);
    QVERIFY(!system.open(connection, {.network = network, .clock = m_clock, .secrets = std::make_shared<test::TestSecrets>()}));
}

void TestGoogleVoiceProvider::readsWhatIsNew()
{
    const Result<Log> nothing = read();
    QVERIFY2(nothing, nothing ? "" : qPrintable(nothing.error().what));
    QVERIFY(nothing->events.isEmpty());
    QVERIFY(append(mailOf(1)));
    QVERIFY(append(mailOf(2)));
    const Result<Log> first = read(nothing->cursor);
    QCOMPARE(keysOf(first), (QStringList{u"1@google.com"_s, u"2@google.com"_s}));
    const Result<Log> again = read(first->cursor);
    QVERIFY(again && again->events.isEmpty());
    QCOMPARE(again->cursor, first->cursor);
    QVERIFY(append("From: somebody@example.com\nSubject: roof\n\nhello\n"));
    QVERIFY(append(mailOf(3)));
    QCOMPARE(keysOf(read(again->cursor)), QStringList{u"3@google.com"_s});
}

void TestGoogleVoiceProvider::readsOnlyWhatGoogleSigned()
{
    QVERIFY(append(GoogleVoiceMail{.id = "forged", .results = "mx.google.com; dkim=fail header.i=@google.com"}.source()));
    QVERIFY(append(GoogleVoiceMail{.id = "unchecked", .results = ""}.source()));
    QVERIFY(append(GoogleVoiceMail{.from = "voice-noreply@google.com.example", .id = "elsewhere"}.source()));
    QVERIFY(append(mailOf(1)));
    QCOMPARE(keysOf(read()), QStringList{u"1@google.com"_s});
}

void TestGoogleVoiceProvider::changesNothingInTheMailbox()
{
    QVERIFY(append(mailOf(1)));
    QCOMPARE(keysOf(read()).size(), 1);
    QCOMPARE(tested(account()).last().problem, u"ok"_s);
    const QByteArray state = m_server->command("c EXAMINE " + m_folder + "\r\nd FETCH 1 (FLAGS)");
    QVERIFY2(state.contains("* 1 FETCH (FLAGS (\\Recent))"), state.constData()); // not even that it is no longer new
}

void TestGoogleVoiceProvider::startsWhereItIsAskedTo()
{
    // The server got it now, by the machine's clock: of what lies a day ahead nothing has come yet.
    QVERIFY(append(GoogleVoiceMail{.date = "Sat, 21 Nov 2020 02:00:00 +0000"}.source()));
    m_since = fromMs(QFileInfo(m_server->certificate()).lastModified().toMSecsSinceEpoch()) - 1min;
    QCOMPARE(keysOf(read()).size(), 1);
    m_since += 24h;
    const Result<Log> later = read();
    QVERIFY(later && later->events.isEmpty());
    QVERIFY(append(mailOf(2)));
    QCOMPARE(keysOf(read(later->cursor)), QStringList{u"2@google.com"_s});
}

void TestGoogleVoiceProvider::startsAgainWhenTheMailboxIsNumberedAnew()
{
    QVERIFY(append(mailOf(1)));
    const Result<Log> first = read();
    const qint64 validity = first->cursor.section(u':', 0, 0).toLongLong();
    QCOMPARE(keysOf(read(u"%1:99999"_s.arg(validity))), QStringList());
    QCOMPARE(keysOf(read(u"%1:99999"_s.arg(validity - 1))), QStringList{u"1@google.com"_s});
    QCOMPARE(keysOf(read(u"what is this"_s)), QStringList{u"1@google.com"_s});
}

void TestGoogleVoiceProvider::readsManyInTurns()
{
    const int many = int(GoogleVoiceProvider::mailsARead) + 5;
    for (int i = 0; i < many; ++i)
        QVERIFY(append(mailOf(i)));
    const Result<Log> first = read();
    QCOMPARE(keysOf(first).size(), int(GoogleVoiceProvider::mailsARead));
    const Result<Log> second = read(first->cursor);
    QCOMPARE(keysOf(second).size(), 5);
    QCOMPARE(keysOf(second).last(), u"%1@google.com"_s.arg(many - 1));
}

void TestGoogleVoiceProvider::isNotFooledByMailsThatLookLikeAnswers()
{
    GoogleVoiceMail odd{.id = "odd"};
    odd.text = "R3 OK done\r\n)\r\nR3 OK done\r\n* 7 FETCH (UID 7 BODY[] {5}\r\nhello)\r\n+ go on\r\n{99999999}\r\n* BYE\r\n";
    QVERIFY(append(odd.source()));
    QVERIFY(append(mailOf(2)));
    QCOMPARE(keysOf(read()), (QStringList{u"odd"_s, u"2@google.com"_s}));
    // A large one is read as far as it matters.
    GoogleVoiceMail large{.id = "large"};
    large.text += QByteArray("x").repeated(70).append('\n').repeated(8000);
    const Result<Log> before = read();
    QVERIFY(append(large.source()));
    QVERIFY(append(mailOf(3)));
    QCOMPARE(keysOf(read(before->cursor)), (QStringList{u"large"_s, u"3@google.com"_s}));
}

void TestGoogleVoiceProvider::readsOverTls()
{
    QVERIFY(append(mailOf(1)));
    MailboxAccount secure = account();
    secure.mailbox.withTls = true;
    secure.mailbox.port = m_server->tlsPort();
    secure.caFile = m_server->certificate();
    const Result<Log> log = read(secure);
    QVERIFY2(log, log ? "" : qPrintable(log.error().what));
    QCOMPARE(keysOf(log), QStringList{u"1@google.com"_s});
}

void TestGoogleVoiceProvider::aStrangersCertificateIsRefused()
{
    MailboxAccount secure = account();
    secure.mailbox.withTls = true;
    secure.mailbox.port = m_server->tlsPort();
    QCOMPARE(read(secure).error().kind, ErrorKind::Transient);
    QCOMPARE(tested(secure).first().problem, u"not_reached"_s);
    secure.caFile = m_server->certificate();
    secure.mailbox.host = u"127.0.0.1"_s; // which the certificate does not name
    QCOMPARE(read(secure).error().kind, ErrorKind::Transient);
}

void TestGoogleVoiceProvider::anotherFolder()
{
    QVERIFY(m_server->command("c CREATE \"Phone \\\"calls\\\"\"").contains("c OK"));
    QVERIFY(m_server->append(mailOf(1), "\"Phone \\\"calls\\\"\""));
    MailboxAccount other = account();
    other.mailbox.folder = u"Phone \"calls\""_s;
    QCOMPARE(keysOf(read(other)), QStringList{u"1@google.com"_s});
    QCOMPARE(keysOf(read()), QStringList());
}

void TestGoogleVoiceProvider::failures_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("problem");
    QTest::newRow("a wrong password") << u"password"_s << ErrorKind::Refused << u"wrong"_s;
    QTest::newRow("no such folder") << u"folder"_s << ErrorKind::NotFound << u"no_such_folder"_s;
    QTest::newRow("nobody listens") << u"port"_s << ErrorKind::Transient << u"not_reached"_s;
}

void TestGoogleVoiceProvider::failures()
{
    QFETCH(QString, what);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, problem);
    MailboxAccount broken = account();
    if (what == "password"_L1)
        broken.password = u"wrong-horse"_s;
    else if (what == "folder"_L1)
        broken.mailbox.folder = u"Nowhere"_s;
    else
        broken.mailbox.port = 1;
    const Result<Log> log = read(broken);
    QVERIFY(!log);
    QCOMPARE(log.error().kind, kind);
    QVERIFY(!log.error().what.contains(broken.password));
    const QList<Finding> findings = tested(broken);
    QCOMPARE(findings.last().problem, problem);
    QCOMPARE(findings.last().level, Finding::Level::Bad);
    QVERIFY(!findings.last().detail.contains(broken.password));
}

void TestGoogleVoiceProvider::tests_data()
{
    QTest::addColumn<QList<QByteArray>>("mails");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<int>("level");
    QTest::addColumn<QString>("detail");
    const GoogleVoiceMail forged{.id = "f", .results = "mx.google.com; dkim=none"};
    const auto row = [](const char *name, const QList<QByteArray> &mails, const QString &problem, Finding::Level level,
                        const QString &detail) {
        QTest::newRow(name) << mails << problem << static_cast<int>(level) << detail;
    };
    row("nothing yet", {}, u"empty"_s, Finding::Level::Warning, QString());
    row("other mail only", {"From: a@example.com\nSubject: hello\n\nhello\n"}, u"empty"_s, Finding::Level::Warning, QString());
    row("one", {mailOf(1)}, u"ok"_s, Finding::Level::Good, u"the newest of 2026-11-21T02:00:00.000Z"_s);
    row("none is signed", {forged.source()}, u"not_authenticated"_s, Finding::Level::Bad, u"0 of 1"_s);
    row("some are signed", {forged.source(), mailOf(1)}, u"ok"_s, Finding::Level::Good, u"1 of 2"_s);
}

void TestGoogleVoiceProvider::tests()
{
    QFETCH(QList<QByteArray>, mails);
    QFETCH(QString, problem);
    QFETCH(int, level);
    QFETCH(QString, detail);
    for (const QByteArray &mail : mails)
        QVERIFY(append(mail));
    const QList<Finding> findings = tested(account());
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings.first().check, Check::Credentials);
    QCOMPARE(findings.first().problem, u"ok"_s);
    QCOMPARE(findings.last().check, Check::Mailbox);
    QCOMPARE(findings.last().problem, problem);
    QCOMPARE(static_cast<int>(findings.last().level), level);
    QVERIFY2(findings.last().detail.contains(detail), qPrintable(findings.last().detail));
}

void TestGoogleVoiceProvider::strangeServers_data()
{
    const QByteArray capability = "* CAPABILITY IMAP4rev1\r\nTAG OK\r\n";
    const QByteArray login = "TAG OK in\r\n";
    const QByteArray examine = "* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT 9]\r\nTAG OK [READ-ONLY]\r\n";
    QTest::addColumn<QList<QByteArray>>("answers");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const QList<QByteArray> &answers, ErrorKind kind) {
        QTest::newRow(name) << answers << kind;
    };
    row("hangs up at once", {"hang up"}, ErrorKind::Transient);
    row("hangs up after the sign-in", {capability, login, "hang up"}, ErrorKind::Transient);
    row("does not number its mails", {capability, login, "TAG OK\r\n"}, ErrorKind::Invalid);
    row("speaks something else", {capability, login, "HTTP/1.1 200 OK\r\n"}, ErrorKind::Invalid);
    row("does not search", {capability, login, examine, "TAG BAD what\r\n"}, ErrorKind::Invalid);
    row("promises a huge mail", {capability, login, examine, "* SEARCH 8\r\nTAG OK\r\n", "* 1 FETCH (UID 8 BODY[]<0> {99999999}\r\n"},
        ErrorKind::Invalid);
    row("promises less than nothing", {capability, login, examine, "* SEARCH 8\r\nTAG OK\r\n", "* 1 FETCH (UID 8 BODY[]<0> {-1}\r\n"},
        ErrorKind::Invalid);
    row("breaks off within a mail", {capability, login, examine, "* SEARCH 8\r\nTAG OK\r\n", "hang up"}, ErrorKind::Transient);
    row("is silent", {capability, login}, ErrorKind::Transient);
}

void TestGoogleVoiceProvider::strangeServers()
{
    QFETCH(QList<QByteArray>, answers);
    QFETCH(ErrorKind, kind);
    Script server(answers);
    MailboxAccount strange = account();
    strange.mailbox.port = server.port();
    strange.timeout = Milliseconds(answers.size() == 2 ? 300 : patience);
    const Result<Log> log = read(strange);
    QVERIFY(!log);
    QCOMPARE(log.error().kind, kind);
}

void TestGoogleVoiceProvider::givesUpWhenTold()
{
    Script server({"* CAPABILITY IMAP4rev1\r\nTAG OK\r\n", "TAG OK in\r\n"});
    MailboxAccount slow = account();
    slow.mailbox.port = server.port();
    GoogleVoiceProvider provider(slow, m_clock);
    QTimer::singleShot(100, this, [&provider] { provider.abandon(); });
    QElapsedTimer timer;
    timer.start();
    const Result<Log> log = QCoro::waitFor(provider.readLog({.since = m_since, .now = m_clock.now(), .cursor = {}}));
    QVERIFY(!log);
    QVERIFY(timer.elapsed() < 5'000);
}

void TestGoogleVoiceProvider::sendsNoTexts()
{
    GoogleVoiceProvider provider(account(), m_clock);
    const TextRequest request{.to = test::number(u"+12145550123"_s), .from = test::number(u"+12145550100"_s), .body = u"hi"_s};
    const SendOutcome outcome = QCoro::waitFor(provider.sendText(request));
    QCOMPARE(std::get<Refused>(outcome).kind, Refused::Class::Sender);
    QCOMPARE(std::get<Refused>(outcome).code, u"no_texting"_s);
}

QTEST_GUILESS_MAIN(TestGoogleVoiceProvider)
#include "tst_googlevoice_provider.moc"
