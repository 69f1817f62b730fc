#pragma once

#include "connectors/http/loopbacksignin.h"
#include "connectors/phonesystem.h"

namespace ringback::connectors::ringcentral {

/// Where the browser comes back to: RingCentral takes no other address than what its app was registered with.
inline constexpr quint16 signInPort = 47'821;

/// What a user's sign-in in the browser needs (docs/connect/ringcentral.md): the address goes to LoopbackSignIn, whose grant comes back to keepSignIn().
[[nodiscard]] LoopbackSignIn::Provider signInOf(const settings::Connection &connection);

/// Exchanges the grant and keeps the refresh token in the keychain, under the account's `credentialSecret`. Errors: Refused, Transient.
QCoro::Task<Done> keepSignIn(settings::Connection connection, Surroundings surroundings, LoopbackSignIn::Grant grant);

} // namespace ringback::connectors::ringcentral
