#pragma once

#include <QByteArray>

/// Signatures as the Standard Webhooks specification has them, which we check at the door (Quo) and put on what we post ourselves.
namespace ringback::connectors {

/// The bytes of a key as people are shown it: base64, with or without `whsec_` in front. Empty when it is none.
[[nodiscard]] QByteArray webhookKeyBytes(const QByteArray &shown);

/// HMAC-SHA256 in base64.
[[nodiscard]] QByteArray webhookHmac(const QByteArray &keyBytes, const QByteArray &text);

/// What is signed: the id, the time in seconds and the body as it is sent.
[[nodiscard]] QByteArray webhookText(const QByteArray &id, const QByteArray &timestamp, const QByteArray &body);

/// The header `webhook-signature`: `v1,…`.
[[nodiscard]] QByteArray signWebhook(const QByteArray &keyBytes, const QByteArray &id, qint64 seconds, const QByteArray &body);

} // namespace ringback::connectors
