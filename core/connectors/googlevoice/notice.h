#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

/// A mail, as far as it matters to us. Pure.
namespace ringback::connectors::googlevoice {

struct Notice {
    QString id; ///< Message-ID, without its brackets
    QString from; ///< the address alone, in lower case; empty where there is not exactly one
    QStringList to; ///< the addresses it came to, in lower case: as delivered first, then as it was sent
    QString subject;
    std::optional<Instant> at; ///< by its Date
    QString text; ///< what a person reads; of HTML alone its words
    QString signedBy; ///< the domain of Google's that our mail server found to have signed it; empty = none

    /// Really of Google Voice: signed, and by one of the two senders it has.
    [[nodiscard]] bool isGenuine() const;
    friend bool operator==(const Notice &, const Notice &) = default;
};

/// Reads a mail or its beginning. `trustedHost` is whose check of the sender is believed. Nothing where it is no mail.
[[nodiscard]] std::optional<Notice> readNotice(const QByteArray &mail, const QString &trustedHost);

/// What is stored of it, as JSON; and back. Errors: Invalid.
[[nodiscard]] QByteArray noticeJson(const Notice &notice);
[[nodiscard]] Result<Notice> noticeFromJson(const QByteArray &json);

} // namespace ringback::connectors::googlevoice
