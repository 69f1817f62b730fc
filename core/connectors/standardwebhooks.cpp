#include "connectors/standardwebhooks.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace ringback::connectors {

namespace {

constexpr QByteArrayView keyPrefix = "whsec_";

} // namespace

QByteArray webhookKeyBytes(const QByteArray &shown)
{
    const QByteArray encoded = shown.startsWith(keyPrefix) ? shown.mid(keyPrefix.size()) : shown;
    const QByteArray::FromBase64Result key = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    return key ? *key : QByteArray();
}

QByteArray webhookHmac(const QByteArray &keyBytes, const QByteArray &text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), keyBytes.constData(), static_cast<int>(keyBytes.size()), reinterpret_cast<const unsigned char *>(text.constData()),
         static_cast<size_t>(text.size()), digest.data(), &length);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(length)).toBase64();
}

QByteArray webhookText(const QByteArray &id, const QByteArray &timestamp, const QByteArray &body)
{
    return id + '.' + timestamp + '.' + body;
}

QByteArray signWebhook(const QByteArray &keyBytes, const QByteArray &id, qint64 seconds, const QByteArray &body)
{
    return "v1," + webhookHmac(keyBytes, webhookText(id, QByteArray::number(seconds), body));
}

} // namespace ringback::connectors
