#pragma once

#include "base/result.h"
#include "desk/secret.h"

#include <QString>

/// Argon2id (RFC 9106) by libsodium. Takes long and much memory on purpose: never inside a transaction, never on the window's thread.
namespace ringback::desk {

struct HashCost {
    unsigned long long operations = 0;
    size_t memory = 0; ///< bytes

    [[nodiscard]] static HashCost usual(); ///< libsodium's MODERATE: 3 passes over 256 MB, about half a second
    [[nodiscard]] static HashCost least(); ///< for tests

    friend bool operator==(const HashCost &, const HashCost &) = default;
};

/// With its parameters and a fresh salt in it. Errors: Transient (no memory for it).
[[nodiscard]] Result<QString> hashOf(const Secret &secret, HashCost cost);
[[nodiscard]] bool isSecretOf(const Secret &secret, const QString &hash);
/// Made with other parameters than these: to be made anew when the secret is at hand.
[[nodiscard]] bool isOutdated(const QString &hash, HashCost cost);

} // namespace ringback::desk
