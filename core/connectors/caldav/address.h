#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ringback::connectors::caldav {

/// Where something lies at a server. The path is kept as the server wrote it: one that is escaped anew names another thing at some.
struct Address {
    QByteArray origin; ///< `https://caldav.example.com:8443`
    QByteArray path; ///< escaped; begins with a slash

    [[nodiscard]] QByteArray url() const { return origin + path; }
    [[nodiscard]] bool isHere(const Address &other) const; ///< the same place, however it is escaped
    /// Lies in this collection, and is not it.
    [[nodiscard]] bool holds(const Address &other) const;

    friend bool operator==(const Address &, const Address &) = default;
};

/// Errors: Invalid: no address, one with a password in it, or one in the clear to another machine than this.
[[nodiscard]] Result<Address> addressOf(const QString &url);

/// What an answer that came from `base` means by `reference`: a path, or a whole address. Nothing = it leads to another site than `home`'s, where our
/// password has no business, or it is no address.
[[nodiscard]] std::optional<Address> resolved(const Address &base, const QByteArray &reference, const Address &home);

/// Whether the password for `home` may go to `host`: to the same host, below it, and beside it (`p34-caldav.icloud.com` of `caldav.icloud.com`).
[[nodiscard]] bool isSameSite(const QString &home, const QString &host);

} // namespace ringback::connectors::caldav
