#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "connectors/mailer.h"

#include <QByteArray>
#include <QString>

namespace ringback::connectors::mail {

struct Author {
    QString address;
    QString name; ///< may be empty
};

/// The mail as it goes over the wire (RFC 5322, MIME), lines ended by CR LF. Marked as sent by a machine (RFC 3834), so that no other machine
/// answers it. Errors:
/// NotFound (the recipient's address is none), Refused (the sender's is none), Invalid (a line break or its kin where it would begin another field).
[[nodiscard]] Result<QByteArray> compose(const Author &author, const MailRequest &request, Instant now);

} // namespace ringback::connectors::mail
