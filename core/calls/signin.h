#pragma once

#include "base/clock.h"
#include "calls/values.h"

#include <QMetaType>
#include <QString>

#include <optional>

/// How people prove who they are, as plain values.
namespace ringback::calls {

enum class SecretKind {
    Password,
    Pin, ///< digits only: quicker to type on a shared desk, and easier to guess for who has the database
};

/// What is known of a person's sign-in, for lists. Who has none is in no list.
struct SignInState {
    QString staff;
    SecretKind kind = SecretKind::Password;
    Instant setAt;
    QString setBy; ///< as the audit trail names them
    bool mustChange = false; ///< somebody else chose it
    int failures = 0; ///< wrong tries in a row
    std::optional<Instant> lockedUntil; ///< nothing is tried until then; may be over

    friend bool operator==(const SignInState &, const SignInState &) = default;
};

[[nodiscard]] QString word(SecretKind kind);

} // namespace ringback::calls

Q_DECLARE_METATYPE(ringback::calls::SignInState)
