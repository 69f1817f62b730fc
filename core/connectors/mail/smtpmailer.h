#pragma once

#include "base/clock.h"
#include "connectors/mailer.h"
#include "settings/setup.h"

#include <QString>
#include <QThreadPool>

#include <stop_token>

namespace ringback::connectors::mail {

/// What one mail server needs. The password is a secret: it goes to the server and nowhere else.
struct SmtpAccount {
    settings::Mail mail;
    QString password;
    Milliseconds timeout{30'000}; ///< for a whole mail
    QString caFile; ///< certificates to trust (PEM); empty = the system's
};

/// Mail by SMTP (RFC 5321), one connection and one recipient a mail (decision 11). libcurl talks to the server on a thread of the pool; everything else
/// is on the thread of whoever asks. `clock` outlives it.
class SmtpMailer final : public Mailer {
public:
    SmtpMailer(SmtpAccount account, const Clock &clock);
    /// Gives up what is under way.
    ~SmtpMailer() override;

    QCoro::Task<SendOutcome> sendMail(MailRequest request) override;
    /// Takes a second at most.
    void abandon() override;

private:
    const SmtpAccount m_account;
    const Clock &m_clock;
    std::stop_source m_givingUp;
    QThreadPool m_threads;
};

} // namespace ringback::connectors::mail
