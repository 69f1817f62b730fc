#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "settings/connection.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QList>
#include <QString>

#include <memory>
#include <stop_token>

namespace ringback::connectors::googlevoice {

/// What one mailbox needs. The password is a secret: it goes to the server and nowhere else.
struct MailboxAccount {
    settings::GoogleVoiceMailbox mailbox;
    QString password;
    Milliseconds timeout{30'000}; ///< to sign in, and for each command after that
    QString caFile; ///< certificates to trust (PEM); empty = the system's
};

/// One mail, or its beginning.
struct Mail {
    qint64 uid = 0;
    QByteArray internalDate; ///< when the server got it, as IMAP writes it
    QByteArray source;
};

/// A session in one folder by IMAP (RFC 3501), read-only: EXAMINE, and BODY.PEEK, which changes no flag. Blocks: for a thread of a pool. libcurl connects,
/// checks the certificate and signs in; the commands after that are ours, as curl itself would open the folder for writing and loses its place in mails
/// that look like answers.
class Mailbox final {
public:
    /// Errors: Transient (not reached, broke off), Refused (does not let us in), NotFound (no such folder), Invalid (an answer that cannot be read).
    [[nodiscard]] static Result<std::unique_ptr<Mailbox>> open(const MailboxAccount &account, std::stop_token givenUp);
    ~Mailbox();
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    /// Another one than last time: all uids are new.
    [[nodiscard]] qint64 validity() const { return m_validity; }
    /// What the next mail's uid will be, at the time of opening; 0 = the server does not say.
    [[nodiscard]] qint64 nextUid() const { return m_nextUid; }

    /// The uids that fit, ascending. Errors as open().
    [[nodiscard]] Result<QList<qint64>> search(const QByteArray &criteria);
    /// The first bytes of one. NotFound: it has gone.
    [[nodiscard]] Result<Mail> fetch(qint64 uid);

    /// Notifications are small; a voicemail's recording comes after its text.
    static constexpr qsizetype mailBytes = 128 << 10;

private:
    struct Answer {
        QByteArray line; ///< with `{}` in the place of each literal
        QList<QByteArray> literals;
    };
    struct Answers {
        QList<Answer> untagged;
        QByteArray result; ///< `OK …`, `NO …`
    };

    Mailbox(const MailboxAccount &account, std::stop_token givenUp);
    [[nodiscard]] Done connect();
    [[nodiscard]] Done examine();
    [[nodiscard]] Result<Answers> command(const QByteArray &text);
    [[nodiscard]] Done send(const QByteArray &bytes);
    [[nodiscard]] Result<QByteArray> line();
    [[nodiscard]] Result<QByteArray> bytes(qsizetype count);
    [[nodiscard]] Done readMore();
    [[nodiscard]] Done wait(bool forWriting);

    const MailboxAccount m_account;
    const std::stop_token m_givenUp;
    void *m_easy = nullptr; ///< curl's handle
    void *m_waiter = nullptr; ///< another, only to wait with
    QDeadlineTimer m_until;
    QByteArray m_read; ///< what came and is not used up yet
    int m_commands = 0;
    qint64 m_validity = 0;
    qint64 m_nextUid = 0;
};

} // namespace ringback::connectors::googlevoice
