#pragma once

#include "connectors/jobber/kind.h"
#include "connectors/leadsystem.h"
#include "support/fakejobber.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>

#include <memory>
#include <optional>

namespace ringback::test {

/// An office with one connection to Jobber, signed in.
struct JobberOffice {
    JobberOffice() { fake.setNow(clock.now()); }

    [[nodiscard]] settings::LeadConnection connection() const
    {
        const settings::JobberAccount account{.clientId = QStringLiteral("jobber-app"),
                                              .clientSecret = QStringLiteral("jobber-secret"),
                                              .credentialSecret = QStringLiteral("jobber-refresh")};
        return {.id = QStringLiteral("jobber-main"), .account = account, .choices = choices, .baseUrl = fake.baseUrl()};
    }
    [[nodiscard]] connectors::Surroundings surroundings(Milliseconds timeout = std::chrono::seconds(5))
    {
        return {.network = network, .clock = clock, .timeout = timeout, .secrets = secrets};
    }
    [[nodiscard]] std::shared_ptr<connectors::LeadSystem> open(Milliseconds timeout = std::chrono::seconds(5))
    {
        return connectors::leadSystemKind(QStringLiteral("jobber")).open(connection(), surroundings(timeout));
    }
    [[nodiscard]] connectors::LeadFacts facts() const
    {
        return {.number = *calls::PhoneNumber::fromE164(u"+12145550123"),
                .line = QStringLiteral("Main"),
                .tag = QStringLiteral("missed-call-automation"),
                .status = QStringLiteral("needs_callback"),
                .calledAt = clock.now(),
                .zone = "America/Chicago"};
    }
    [[nodiscard]] connectors::LeadWriteHeader header(const calls::LeadLink &link = {},
                                                     const QString &marker = QStringLiteral("rb-abcdefgh2345"),
                                                     const QString &text = QStringLiteral("Missed call from (214) 555-0123\non Main")) const
    {
        return {.link = link, .facts = facts(), .marker = marker, .at = clock.now(), .text = text};
    }

    TestClock clock;
    FakeJobber fake;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {QStringLiteral("jobber-secret"), FakeJobber::clientSecret()}, {QStringLiteral("jobber-refresh"), FakeJobber::refreshToken()}});
    QMap<QString, QString> choices;
};

template <class T, class Outcome>
std::optional<T> had(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

} // namespace ringback::test
