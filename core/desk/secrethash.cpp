#include "desk/secrethash.h"

#include <sodium.h>

#include <array>

namespace ringback::desk {

namespace {

// May be asked on any thread, any number of times.
bool isReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

} // namespace

HashCost HashCost::usual()
{
    return {.operations = crypto_pwhash_OPSLIMIT_MODERATE, .memory = crypto_pwhash_MEMLIMIT_MODERATE};
}

HashCost HashCost::least()
{
    return {.operations = crypto_pwhash_OPSLIMIT_MIN, .memory = crypto_pwhash_MEMLIMIT_MIN};
}

Result<QString> hashOf(const Secret &secret, HashCost cost)
{
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const QByteArray &bytes = secret.bytes();
    if (!isReady() || crypto_pwhash_str_alg(hash.data(), bytes.constData(), static_cast<unsigned long long>(bytes.size()), cost.operations,
                                            cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return failure(ErrorKind::Transient, QStringLiteral("a secret could not be hashed: there is not enough memory"));
    return QString::fromLatin1(hash.data());
}

bool isSecretOf(const Secret &secret, const QString &hash)
{
    const QByteArray stored = hash.toLatin1();
    // Only Argon2id is ours; another string is nobody's.
    if (!isReady() || !stored.startsWith(crypto_pwhash_argon2id_STRPREFIX))
        return false;
    const QByteArray &bytes = secret.bytes();
    return crypto_pwhash_str_verify(stored.constData(), bytes.constData(), static_cast<unsigned long long>(bytes.size())) == 0;
}

bool isOutdated(const QString &hash, HashCost cost)
{
    return isReady() && crypto_pwhash_str_needs_rehash(hash.toLatin1().constData(), cost.operations, cost.memory) != 0;
}

} // namespace ringback::desk
