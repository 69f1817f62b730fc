#include "connectors/ringcentral/signin.h"

#include "connectors/ringcentral/api.h"
#include "connectors/ringcentral/system.h"

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

LoopbackSignIn::Provider signInOf(const settings::Connection &connection)
{
    const auto &account = std::get<settings::RingCentralAccount>(connection.account);
    return {.authorizeUrl = baseOf(connection) + "/restapi/oauth/authorize", .clientId = account.clientId.toUtf8(), .port = signInPort};
}

QCoro::Task<Done> keepSignIn(settings::Connection connection, Surroundings surroundings, LoopbackSignIn::Grant grant)
{
    const auto &account = std::get<settings::RingCentralAccount>(connection.account);
    const SignIn signIn{.base = baseOf(connection),
                        .clientId = account.clientId,
                        .clientSecret = surroundings.secrets->value(account.clientSecret),
                        .isJwt = false,
                        .credentialSecret = account.credentialSecret,
                        .secrets = surroundings.secrets};
    const auto api = std::make_shared<Api>(signIn, surroundings.network, surroundings.clock, surroundings.timeout);
    const auto redeemed = co_await api->tokens().redeem(grant.code, grant.verifier, grant.redirectUri);
    Done done;
    if (!redeemed)
        done = failure(redeemed.error().isFinal() ? ErrorKind::Refused : ErrorKind::Transient, u"the sign-in: "_s + redeemed.error().code);
    co_return done;
}

} // namespace ringback::connectors::ringcentral
