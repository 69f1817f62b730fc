#pragma once

#include "connectors/leadsystem.h"
#include "support/examplelead.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>

#include <memory>

namespace ringback::test {

/// A lead system as the engine opens it, beside its stand-in, on a clock that stands.
template <class Fake>
struct LeadRig {
    TestClock clock;
    Fake fake;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>();
    std::shared_ptr<connectors::LeadSystem> system;

    void open(settings::LeadConnection connection, Milliseconds timeout = std::chrono::seconds(5))
    {
        connection.baseUrl = fake.baseUrl();
        const connectors::Surroundings surroundings{.network = network, .clock = clock, .timeout = timeout, .secrets = secrets};
        system = connectors::leadSystemKind(connection.type()).open(connection, surroundings);
    }
    [[nodiscard]] connectors::WriteOutcome write(const connectors::LeadWrite &write) { return QCoro::waitFor(system->write(write)); }
    [[nodiscard]] connectors::WriteFinding findWritten(const connectors::LeadWrite &write, Instant since)
    {
        return QCoro::waitFor(system->findWritten(write, since));
    }
};

} // namespace ringback::test
