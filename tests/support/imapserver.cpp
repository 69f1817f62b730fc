#include "support/imapserver.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <unistd.h>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000; // ms; never reached when all is well

QString program()
{
    return QStandardPaths::findExecutable(u"dovecot"_s, {u"/usr/sbin"_s, u"/usr/local/sbin"_s, u"/usr/bin"_s});
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

// The server gives up what root may do: its users come with the package. Without root everything is our own.
constexpr char config[] = R"(
base_dir = %1/run
state_dir = %1/state
log_path = /dev/stderr
info_log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <%1/certificate.pem
ssl_key = <%1/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = scheme=plain %1/users
}
userdb {
  driver = static
  args = uid=%2 gid=%3 home=%1/home
}
mail_location = maildir:%1/home/mail
first_valid_uid = 1
%4
service imap-login {
  inet_listener imap {
    port = %5
  }
  inet_listener imaps {
    port = %6
    ssl = yes
  }
%7
}
service anvil {
%7
}
service stats {
%7
}
)";

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

bool ImapServer::isInstalled()
{
    return !program().isEmpty() && QFile::exists(u"/usr/lib/dovecot/imap"_s) && !QStandardPaths::findExecutable(u"openssl"_s).isEmpty();
}

ImapServer::ImapServer()
{
    const QString folder = m_folder.path();
    const bool isRoot = geteuid() == 0;
    const uint uid = isRoot ? 65534 : geteuid();
    const uint gid = isRoot ? 65534 : getegid();
    QProcess openssl;
    openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
                                 u"-keyout"_s, folder + u"/key.pem"_s, u"-out"_s, certificate(), u"-days"_s, u"2"_s, u"-subj"_s,
                                 u"/CN=mail"_s, u"-addext"_s, u"subjectAltName=DNS:localhost"_s});
    openssl.waitForFinished(patience);
    QDir(folder).mkpath(u"home"_s);
    // The mail process is nobody's, and the folder's path is open to it.
    QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ReadOther | QFile::ExeOther | QFile::ReadGroup | QFile::ExeGroup);
    const bool owned = !isRoot || chown(qPrintable(folder + u"/home"_s), uid, gid) == 0;
    QByteArray secret = password().toUtf8();
    if (!owned || !write(folder + u"/users"_s, user().toUtf8() + ":{PLAIN}" + secret + "::::::\n"))
        return;

    m_port = freePort();
    m_tlsPort = freePort();
    const QString own = QString::number(uid);
    const QString users = isRoot ? QString()
                                 : u"default_login_user = %1\ndefault_internal_user = %1\ndefault_internal_group = %2\n"_s.arg(
                                       qEnvironmentVariable("USER"), qEnvironmentVariable("USER"));
    const QString text = QString::fromLatin1(config)
                             .replace(u"%1"_s, folder)
                             .replace(u"%2"_s, own)
                             .replace(u"%3"_s, QString::number(gid))
                             .replace(u"%4"_s, users)
                             .replace(u"%5"_s, QString::number(m_port))
                             .replace(u"%6"_s, QString::number(m_tlsPort))
                             .replace(u"%7"_s, isRoot ? QString() : u"  chroot ="_s);
    if (!write(folder + u"/dovecot.conf"_s, text.toUtf8()))
        return;
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program(), {u"-F"_s, u"-c"_s, folder + u"/dovecot.conf"_s});
    while (!m_log.contains("starting up")) {
        if (!m_process.waitForReadyRead(patience))
            return;
        m_log += m_process.readAll();
    }
    m_isRunning = true;
}

ImapServer::~ImapServer()
{
    m_process.terminate();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
}

QByteArray ImapServer::command(const QByteArray &text)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    QByteArray answer;
    socket.waitForConnected(patience);
    const auto until = [&socket, &answer](const QByteArray &mark) {
        while (!answer.contains(mark) && socket.waitForReadyRead(patience))
            answer += socket.readAll();
    };
    const QByteArray secret = password().toUtf8().replace('\\', "\\\\").replace('"', "\\\"");
    socket.write("a LOGIN " + user().toUtf8() + " \"" + secret + "\"\r\n");
    until("\r\na "); // another process takes over then, and not all that was sent ahead with it
    socket.write(text + "\r\nz LOGOUT\r\n");
    until("\r\nz ");
    return answer;
}

bool ImapServer::append(const QByteArray &mail, const QByteArray &folder)
{
    QByteArray lines = mail;
    lines.replace("\r\n", "\n").replace("\n", "\r\n");
    return command("b APPEND " + folder + " {" + QByteArray::number(lines.size()) + "+}\r\n" + lines).contains("\r\nb OK");
}

} // namespace ringback::test
