#pragma once

#include "audit/trail.h"
#include "desk/signin.h"
#include "store/credentialgateway.h"

#include <QJsonObject>

/// What signing in and setting secrets share; for desk's own two files.
namespace ringback::desk {

[[nodiscard]] tl::unexpected<SignInRefusal> no(SignInRefusal::Why why, std::optional<Instant> until = std::nullopt);
[[nodiscard]] tl::unexpected<SignInRefusal> cannotDo(const Error &error);

[[nodiscard]] audit::Entry entryOf(Instant now, const QString &actor, const QString &action, const QString &staff, QJsonObject detail = {});

// One try, counted already.
struct SignIn::Attempt {
    QString staff; ///< empty = nobody of ours: all of these are counted as one
    std::optional<store::Credential> credential; ///< of somebody who may sign in
    int failures = 0;
    std::optional<Instant> lockedUntil; ///< when it is wrong
};

struct SignIn::Putting {
    QString staff;
    calls::SecretKind kind;
    QString hash;
    QString actor;
    QString action;
    bool mustChange;
    bool isOwn = false; ///< by the person, who has one already
};

} // namespace ringback::desk
