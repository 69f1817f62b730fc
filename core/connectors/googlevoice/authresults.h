#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

/// What our own mail server found out about a mail's sender: `Authentication-Results` (RFC 8601), the only proof that a mail is Google's. Pure.
namespace ringback::connectors::googlevoice {

struct MethodResult {
    QString method; ///< `dkim`
    QString result; ///< `pass`
    QList<std::pair<QString, QString>> properties; ///< `header.i` to `@google.com`

    [[nodiscard]] QString property(const QString &name) const;
    friend bool operator==(const MethodResult &, const MethodResult &) = default;
};

struct AuthenticationResults {
    QString host; ///< who says so, in lower case
    QList<MethodResult> results;

    friend bool operator==(const AuthenticationResults &, const AuthenticationResults &) = default;
};

/// Nothing for a header that breaks the grammar: none of it is believed.
[[nodiscard]] std::optional<AuthenticationResults> readAuthenticationResults(const QString &header);

/// The headers of a mail, the topmost first, as they came.
using MailHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// What `host` says. Each server writes its headers above those that the mail came with, so a forged one stands further down: it is the first of that
/// host, and between it and the line by which that host took the mail in stands no other `Received`. Nothing: there is none that can be believed.
[[nodiscard]] std::optional<AuthenticationResults> trustedResults(const MailHeaders &headers, const QString &host);

/// The first of those domains that has signed the mail; empty = none has.
[[nodiscard]] QString signedBy(const AuthenticationResults &results, const QStringList &domains);

} // namespace ringback::connectors::googlevoice
