#pragma once

#include "connectors/phoneprovider.h"

#include <QCoro/QCoroTask>
#include <QString>

namespace ringback::connectors {

struct MailRequest {
    QString to; ///< an address: `pat@example.com`
    QString subject;
    QString body; ///< plain text, lines of any length
    QString messageId; ///< without angle brackets, the same for every attempt, so that receivers see one mail as one

    friend bool operator==(const MailRequest &, const MailRequest &) = default;
};

/// The office's own mail server, with its credentials. Lives and is used on the engine's thread; requests have time-outs.
class Mailer {
public:
    virtual ~Mailer() = default;

    /// Sent: the server took it for delivery (RFC 5321, 250 after DATA). Refused: a 4yz (for now) or 5yz answer, or nothing that reached
    /// DATA's end. Unknown: the connection broke after the message's end had been sent.
    virtual QCoro::Task<SendOutcome> sendMail(MailRequest request) = 0;
    /// Gives up what is under way: each answers with the next turns of the event loop.
    virtual void abandon() = 0;

protected:
    Mailer() = default;
    Mailer(const Mailer &) = default;
    Mailer &operator=(const Mailer &) = default;
};

} // namespace ringback::connectors
