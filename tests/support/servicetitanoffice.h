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

    /// A write about a missed call of just now, from +1 214 555 0142.
    [[nodiscard]] connectors::LeadWriteHeader header(const calls::LeadLink &link = {},
                                                     const QString &marker = QStringLiteral("rb-abcdefgh2345")) const
    {
        return {.link = link,
                .facts = {.number = *calls::PhoneNumber::fromE164(u"+12145550142"),
                          .name = {},
                          .email = {},
                          .language = QStringLiteral("en"),
                          .kind = calls::ContactKind::NewLead,
                          .line = QStringLiteral("Dallas main"),
                          .lineSource = QStringLiteral("hail campaign"),
                          .tag = QStringLiteral("missed-call-automation"),
                          .status = QStringLiteral("needs_callback"),
                          .calledAt = clock.now()},
                .marker = marker,
                .at = clock.now(),
                .text = QStringLiteral("Missed call at 12:00, line Dallas main.\nCall back & say \"hello\".")};
    }
    [[nodiscard]] connectors::WriteOutcome write(const connectors::LeadWrite &write) { return QCoro::waitFor(system->write(write)); }
    [[nodiscard]] connectors::WriteFinding findWritten(const connectors::LeadWrite &write)
    {
        return QCoro::waitFor(system->findWritten(write, clock.now() - std::chrono::minutes(1)));
    }
    /// Somebody with that number.
    [[nodiscard]] qint64 customer()
    {
        return fake.addCustomer(QStringLiteral("Pat Doe"), {{QStringLiteral("MobilePhone"), QStringLiteral("(214) 555-0142")}});
    }
    /// A link to a lead of a customer's, or to a booking, that was written before.
    [[nodiscard]] calls::LeadLink leadOf(qint64 id)
    {
        const calls::LeadLink person{.record = QStringLiteral("Customer:%1").arg(id)};
        return std::get<connectors::Written>(write(connectors::PutLead{header(person, QStringLiteral("rb-thefirstlead"))})).link;
    }
    [[nodiscard]] calls::LeadLink booked()
    {
        return std::get<connectors::Written>(write(connectors::PutLead{header({}, QStringLiteral("rb-thefirstlead"))})).link;
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
