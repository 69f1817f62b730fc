#pragma once

#include "connectors/servicetitan/kind.h"
#include "support/fakeservicetitan.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>

#include <memory>
#include <optional>
#include <variant>

namespace ringback::test {

/// An office with a fake ServiceTitan and a connection to it.
class ServiceTitanOffice final {
public:
    ServiceTitanOffice()
        : fake(clock)
    {
        connect();
    }

    /// Opens the connection anew, as it was set up.
    void connect(Milliseconds timeout = std::chrono::seconds(5))
    {
        connection.baseUrl = fake.baseUrl();
        const connectors::Surroundings around{.network = network, .clock = clock, .timeout = timeout, .secrets = secrets};
        system = kind.open(connection, around);
    }

    [[nodiscard]] static QMap<QString, QString> usualChoices()
    {
        return {{QStringLiteral("campaign"), QStringLiteral("31")},           {QStringLiteral("tag"), QStringLiteral("41")},
                {QStringLiteral("business_unit"), QStringLiteral("71")},      {QStringLiteral("task_type"), QStringLiteral("81")},
                {QStringLiteral("task_source"), QStringLiteral("91")},        {QStringLiteral("reported_by"), QStringLiteral("62")},
                {QStringLiteral("status.no_interest"), QStringLiteral("51")}, {QStringLiteral("user.dana"), QStringLiteral("61")}};
    }

    TestClock clock;
    FakeServiceTitan fake;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {QStringLiteral("st-secret"), FakeServiceTitan::clientSecret()}, {QStringLiteral("st-app-key"), FakeServiceTitan::appKey()}});
    settings::LeadConnection connection{.id = QStringLiteral("st"),
                                        .account = settings::ServiceTitanAccount{.tenant = FakeServiceTitan::tenant(),
                                                                                 .clientId = FakeServiceTitan::clientId(),
                                                                                 .clientSecret = QStringLiteral("st-secret"),
                                                                                 .appKeySecret = QStringLiteral("st-app-key"),
                                                                                 .bookingProvider = QStringLiteral("9")},
                                        .choices = usualChoices()};
    connectors::servicetitan::ServiceTitanKind kind;
    std::shared_ptr<connectors::LeadSystem> system;
};

[[nodiscard]] inline calls::PhoneNumber numberOf(const QString &e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

template <class T, class Outcome>
[[nodiscard]] std::optional<T> as(const Outcome &outcome)
{
    const T *const value = std::get_if<T>(&outcome);
    return value ? std::optional<T>(*value) : std::nullopt;
}

} // namespace ringback::test
