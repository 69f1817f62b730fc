#pragma once

#include "connectors/ringcentral/api.h"

namespace ringback::connectors::ringcentral {

/// Why a stream does not stand, in the words of a Finding.
struct Trouble {
    QString problem;
    QString detail;
};

[[nodiscard]] inline Trouble troubleOf(const SignInTrouble &trouble)
{
    using Kind = SignInTrouble::Kind;
    using namespace Qt::StringLiterals;
    switch (trouble.kind) {
    case Kind::Missing:
    case Kind::Wrong:
        return {u"wrong"_s, trouble.code};
    case Kind::Expired:
        return {u"expired"_s, trouble.code};
    case Kind::RateLimited:
        return {u"rate_limited"_s, trouble.code};
    case Kind::NotKept:
    case Kind::NotReached:
        break;
    }
    return {u"not_reached"_s, trouble.code};
}

[[nodiscard]] inline Trouble troubleOf(const ApiAnswer &answer)
{
    using namespace Qt::StringLiterals;
    if (answer.signIn)
        return troubleOf(*answer.signIn);
    if (answer.wait || answer.http.status == 429)
        return {u"rate_limited"_s, answer.code};
    if (answer.code == "SUB-524"_L1 || answer.code == "SUB-525"_L1) // our address did not answer the handshake
        return {u"not_reachable"_s, answer.code};
    if (answer.http.status == 401 || answer.http.status == 403)
        return {u"no_right"_s, answer.code};
    return {u"not_reached"_s, answer.code.isEmpty() ? QString::number(answer.http.status) : answer.code};
}

} // namespace ringback::connectors::ringcentral
