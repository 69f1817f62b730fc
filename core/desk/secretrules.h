#pragma once

#include "calls/signin.h"

#include <QString>

#include <optional>

/// Which passwords and PINs are taken: pure.
namespace ringback::desk {

inline constexpr int shortestPassword = 10;
inline constexpr int longestSecret = 128;
inline constexpr int shortestPin = 6;
inline constexpr int longestPin = 12;

enum class SecretFault {
    TooShort,
    TooLong,
    TooCommon, ///< among the first that anybody tries
    LikeName, ///< little more than the person's or the company's name
    NotDigits, ///< a PIN
    SimpleRun, ///< 123456, 000000, 121212
};

/// Why this secret is not taken from this person of this company; empty = it is.
[[nodiscard]] std::optional<SecretFault> faultOf(calls::SecretKind kind, const QString &secret, const calls::Staff &person,
                                                 const QString &company);

} // namespace ringback::desk
