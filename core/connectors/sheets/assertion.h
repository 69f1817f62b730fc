#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>

namespace ringback::connectors::sheets {

/// What the key file of a Google service account says.
struct ServiceAccount {
    QByteArray email;
    QByteArray keyId;
    QByteArray privateKey; ///< PEM
};

/// Errors: Invalid.
[[nodiscard]] Result<ServiceAccount> readKeyFile(const QByteArray &json);

/// What is exchanged for an access token (RFC 7523): a JWT with that scope, signed with the account's key, good for an hour. Empty when the key cannot
/// sign.
[[nodiscard]] QByteArray assertionOf(const ServiceAccount &account, const QByteArray &scope, const QByteArray &audience, Instant now);

} // namespace ringback::connectors::sheets
