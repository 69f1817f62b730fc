#pragma once

#include "connectors/ringcentral/provider.h"
#include "support/fakeringcentral.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QNetworkAccessManager>

#include <memory>
#include <optional>

namespace ringback::test {

/// A fake RingCentral and a connection to it, for the tests of the connector's parts.
class RingCentralOffice {
public:
    using Account = settings::RingCentralAccount;

    RingCentralOffice()
    {
        fake.setNow(clock.now());
        fake.ownNumber(QStringLiteral("+12145550100"));
    }

    [[nodiscard]] static Account account()
    {
        return {.clientId = FakeRingCentral::clientId(),
                .clientSecret = QStringLiteral("rc-secret"),
                .signIn = Account::SignIn::Jwt,
                .credentialSecret = QStringLiteral("rc-credential"),
                .receive = Account::Receive::WebSocket,
                .verificationSecret = QStringLiteral("rc-verification")};
    }

    [[nodiscard]] std::shared_ptr<connectors::ringcentral::RingCentralProvider> open(const Account &account,
                                                                                     Milliseconds timeout = std::chrono::seconds(5))
    {
        const connectors::ringcentral::RingCentralSettings settings{.connection = QStringLiteral("rc"),
                                                                    .account = account,
                                                                    .base = base.value_or(fake.baseUrl().toEncoded()),
                                                                    .publicUrl = publicUrl,
                                                                    .timeout = timeout,
                                                                    .times = times};
        return std::make_shared<connectors::ringcentral::RingCentralProvider>(settings, secrets, network, clock);
    }
    [[nodiscard]] std::shared_ptr<connectors::ringcentral::RingCentralProvider> open() { return open(account()); }

    /// A moment later, by everybody's clock.
    void advance(Milliseconds by)
    {
        clock.advance(by);
        fake.setNow(clock.now());
    }

    TestClock clock;
    FakeRingCentral fake;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>(
        std::initializer_list<std::pair<QString, QByteArray>>{{QStringLiteral("rc-secret"), FakeRingCentral::clientSecret()},
                                                              {QStringLiteral("rc-credential"), FakeRingCentral::jwt()},
                                                              {QStringLiteral("rc-verification"), "our-token"}});
    std::optional<QByteArray> base;
    QString publicUrl;
    connectors::ringcentral::StreamTimes times;
};

template <class T, class Outcome>
[[nodiscard]] std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

[[nodiscard]] inline calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

} // namespace ringback::test
