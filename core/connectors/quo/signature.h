#pragma once

#include "base/clock.h"

#include <QByteArray>

/// How webhooks of Quo are signed (providers: phone-and-sms.md, 4.5): those of the dated API as Standard Webhooks has it, those made in the app
/// or by the older API in Quo's own way. Signed are the bytes of the body, with the time.
namespace ringback::connectors::quo {

enum class Proof {
    Right,
    WrongTime, ///< signed with the key, but at another time than ours: our clock is wrong, or somebody repeats an old request
    Wrong,
};

/// How far Quo's clock and ours may be apart.
inline constexpr Milliseconds clockTolerance = std::chrono::minutes(5);

/// What a webhook of the dated API brings in its headers.
struct DatedSignature {
    QByteArray id; ///< `webhook-id`
    QByteArray timestamp; ///< `webhook-timestamp`: seconds
    QByteArray signatures; ///< `webhook-signature`: one or more, separated by blanks
};

/// `keys` is one key as Quo shows it (`whsec_…`), or several, separated by white space, while one replaces another. Takes the same time for every
/// wrong signature of the right length.
[[nodiscard]] Proof proveDated(const QByteArray &keys, const DatedSignature &given, const QByteArray &body, Instant now);

/// The same for the older kind. `signatures` is the header `openphone-signature`: one or more, separated by commas. Quo's own samples disagree on
/// whether the body is signed as it came or without blanks between its parts: either is right.
[[nodiscard]] Proof proveOlder(const QByteArray &keys, const QByteArray &signatures, const QByteArray &body, Instant now);

// As Quo signs, for its stand-ins. `at` is in seconds for the dated kind, in milliseconds for the older one.
[[nodiscard]] QByteArray signDated(const QByteArray &key, const QByteArray &id, qint64 at, const QByteArray &body);
[[nodiscard]] QByteArray signOlder(const QByteArray &key, qint64 at, const QByteArray &body);

} // namespace ringback::connectors::quo
