#pragma once

#include "settings/setup.h"

/// Lead systems for the office of the tests.
namespace ringback::test {

/// Jobber; its users U-dana and U-sam are Dana and Sam.
[[nodiscard]] inline settings::LeadConnection jobberSystem(const QString &id = QStringLiteral("jobber-main"))
{
    const auto secret = [&](const char *name) {
        return id + QLatin1Char('-') + QLatin1String(name);
    };
    return {.id = id,
            .account = settings::JobberAccount{.clientId = QStringLiteral("client"),
                                               .clientSecret = secret("client"),
                                               .credentialSecret = secret("login")},
            .choices = {{QStringLiteral("user.dana"), QStringLiteral("U-dana")}, {QStringLiteral("user.sam"), QStringLiteral("U-sam")}}};
}

} // namespace ringback::test
