#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace ringback::test {

/// A real IMAP server (package dovecot-imapd) with one empty mailbox, on this machine only; gone at its end.
class ImapServer final {
public:
    ImapServer();
    ~ImapServer();
    ImapServer(const ImapServer &) = delete;
    ImapServer &operator=(const ImapServer &) = delete;

    [[nodiscard]] static bool isInstalled();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] QString log() const { return QString::fromUtf8(m_log); } ///< why it is not running

    [[nodiscard]] static QString user() { return QStringLiteral("office@summit.example"); }
    [[nodiscard]] static QString password() { return QStringLiteral("correct horse \"battery\" \\ staple"); }
    [[nodiscard]] quint16 port() const { return m_port; } ///< in the clear
    [[nodiscard]] quint16 tlsPort() const { return m_tlsPort; }
    /// Of `localhost`, made for this run.
    [[nodiscard]] QString certificate() const { return m_folder.filePath(QStringLiteral("certificate.pem")); }

    /// Delivers a mail, as IMAP's APPEND; lines may end in a line feed alone. False when the server did not take it.
    bool append(const QByteArray &mail, const QByteArray &folder = "INBOX");
    /// One command as another client would give it; what the server answered.
    QByteArray command(const QByteArray &text);

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_log;
    quint16 m_port = 0;
    quint16 m_tlsPort = 0;
    bool m_isRunning = false;
};

} // namespace ringback::test
