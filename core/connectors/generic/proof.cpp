#include "connectors/generic/proof.h"

#include "base/time.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <openssl/crypto.h>

#include <algorithm>
#include <optional>

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;
using settings::GenericHook;

namespace {

// By their hashes, so that the time says nothing of a length either.
bool equal(const QByteArray &a, const QByteArray &b)
{
    const QByteArray x = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray y = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    return CRYPTO_memcmp(x.constData(), y.constData(), static_cast<size_t>(x.size())) == 0;
}

// What follows the scheme's name, which is written in any case.
std::optional<QByteArray> credentials(const Webhook &webhook, const QByteArray &scheme)
{
    const QByteArray header = webhook.header("authorization").trimmed();
    const qsizetype blank = header.indexOf(' ');
    if (blank < 0 || header.first(blank).compare(scheme, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return header.sliced(blank + 1).trimmed();
}

Proved provedByBasic(const Webhook &webhook, const GenericHook &hook, const QByteArray &secret)
{
    const std::optional<QByteArray> given = credentials(webhook, "basic");
    if (!given)
        return Proved::No;
    const auto decoded = QByteArray::fromBase64Encoding(*given, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    const bool isRight = equal(decoded.decoded, hook.user.toUtf8() + ':' + secret);
    return isRight && decoded ? Proved::Yes : Proved::No;
}

QCryptographicHash::Algorithm algorithmOf(const GenericHook &hook)
{
    if (hook.signatureAlgorithm == "sha1"_L1)
        return QCryptographicHash::Sha1;
    if (hook.signatureAlgorithm == "sha512"_L1)
        return QCryptographicHash::Sha512;
    return QCryptographicHash::Sha256;
}

// As it may be written: hex in any case, Base64 in either alphabet and with or without its padding.
QByteArray normal(QByteArray signature, GenericHook::Encoding encoding)
{
    if (encoding == GenericHook::Encoding::Hex)
        return signature.toLower();
    while (signature.endsWith('='))
        signature.chop(1);
    return signature.replace('-', '+').replace('_', '/');
}

Proved provedByHmac(const Webhook &webhook, const GenericHook &hook, const QByteArray &secret, Instant now)
{
    QByteArray given = webhook.header(hook.signatureHeader.toUtf8()).trimmed();
    const QByteArray prefix = hook.signaturePrefix.toUtf8();
    if (!given.startsWith(prefix))
        return Proved::No;
    given = given.sliced(prefix.size()).trimmed();

    QByteArray text = webhook.body;
    bool isOfNow = true;
    if (!hook.timestampHeader.isEmpty()) {
        const QByteArray stamp = webhook.header(hook.timestampHeader.toUtf8()).trimmed();
        text = stamp + '.' + webhook.body;
        bool isNumber = false;
        qint64 at = stamp.toLongLong(&isNumber);
        if (at < 100'000'000'000) // seconds; the other ones are milliseconds
            at *= 1000;
        isOfNow = isNumber && std::abs(at - toMs(now)) <= signatureAge.count();
    }
    const QByteArray digest = QMessageAuthenticationCode::hash(text, secret, algorithmOf(hook));
    const bool isHex = hook.signatureEncoding == GenericHook::Encoding::Hex;
    if (!equal(normal(given, hook.signatureEncoding), normal(isHex ? digest.toHex() : digest.toBase64(), hook.signatureEncoding)))
        return Proved::No;
    return isOfNow ? Proved::Yes : Proved::WrongTime;
}

} // namespace

Proved proved(const Webhook &webhook, const GenericHook &hook, const QByteArray &secret, Instant now)
{
    if (secret.isEmpty())
        return Proved::No; // anyone knows nothing
    switch (hook.proof) {
    case GenericHook::Proof::Hmac:
        return provedByHmac(webhook, hook, secret, now);
    case GenericHook::Proof::Bearer: {
        const std::optional<QByteArray> given = credentials(webhook, "bearer");
        return given && equal(*given, secret) ? Proved::Yes : Proved::No;
    }
    case GenericHook::Proof::Basic:
        return provedByBasic(webhook, hook, secret);
    }
    Q_UNREACHABLE();
}

} // namespace ringback::connectors::generic
