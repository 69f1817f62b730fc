#pragma once

#include "connectors/bullhorn/kind.h"
#include "support/fakebullhorn.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>

namespace ringback::test {

/// A connection to a Bullhorn that is none, ready to be used.
class BullhornOffice final {
public:
    explicit BullhornOffice(const QMap<QString, QString> &more = {})
    {
        settings::BullhornAccount account{.username = FakeBullhorn::username(),
                                          .clientId = QString::fromLatin1(FakeBullhorn::clientId()),
                                          .clientSecret = QStringLiteral("bh-secret"),
                                          .credentialSecret = QStringLiteral("bh-refresh"),
                                          .cluster = QStringLiteral("42")};
        connection.id = QStringLiteral("bullhorn main");
        connection.account = account;
        connection.choices = {{QStringLiteral("note_action"), QStringLiteral("Inbound Call")},
                              {QStringLiteral("status.needs_callback"), QStringLiteral("New Lead")},
                              {QStringLiteral("status.interview_booked"), QStringLiteral("Interview")},
                              {QStringLiteral("lead_status.needs_callback"), QStringLiteral("New Lead")},
                              {QStringLiteral("client_status.needs_callback"), QStringLiteral("Active")},
                              {QStringLiteral("user.dana"), QStringLiteral("32")}};
        connection.choices.insert(more);
        connection.baseUrl = fake.baseUrl();
        secrets->values = {{QStringLiteral("bh-secret"), FakeBullhorn::clientSecret()},
                           {QStringLiteral("bh-refresh"), fake.refreshToken()}};
        open();
    }

    /// As a program does that has just begun.
    void open(Milliseconds timeout = std::chrono::seconds(5))
    {
        system.reset();
        network = std::make_unique<QNetworkAccessManager>();
        system = connectors::leadSystemKind(QStringLiteral("bullhorn")).open(connection, around(timeout));
    }
    [[nodiscard]] connectors::Surroundings around(Milliseconds timeout = std::chrono::seconds(5)) const
    {
        return {.network = *network, .clock = clock, .timeout = timeout, .secrets = secrets};
    }

    [[nodiscard]] Result<QList<calls::LeadRecord>> find(const QString &email = {}) const
    {
        const connectors::LeadQuery query{.number = number(), .email = email};
        return QCoro::waitFor(system->find(query));
    }
    [[nodiscard]] connectors::WriteOutcome write(const connectors::LeadWrite &write) const { return QCoro::waitFor(system->write(write)); }
    [[nodiscard]] connectors::WriteFinding findWritten(const connectors::LeadWrite &write) const
    {
        return QCoro::waitFor(system->findWritten(write, clock.now() - std::chrono::minutes(1)));
    }

    [[nodiscard]] static calls::PhoneNumber number() { return *calls::PhoneNumber::fromE164(u"+12145550123"); }
    [[nodiscard]] connectors::LeadWriteHeader header(const QString &record = {},
                                                     const QString &marker = QStringLiteral("rb-abcdefgh2345")) const
    {
        connectors::LeadFacts facts{.number = number(),
                                    .name = QStringLiteral("Ana Maria Ortiz"),
                                    .email = QStringLiteral("ana@example.com"),
                                    .kind = calls::ContactKind::Candidate,
                                    .tag = QStringLiteral("missed_call_recovery"),
                                    .status = QStringLiteral("needs_callback"),
                                    .calledAt = clock.now()};
        return {.link = {.record = record},
                .facts = facts,
                .marker = marker,
                .at = clock.now(),
                .text = QStringLiteral("Missed 14:02 <Main line>\nNobody answered")};
    }
    /// A candidate who has been there for long.
    qint64 candidate(const QJsonObject &more = {})
    {
        QJsonObject row{{QStringLiteral("firstName"), QStringLiteral("Ana")},
                        {QStringLiteral("lastName"), QStringLiteral("Ortiz")},
                        {QStringLiteral("name"), QStringLiteral("Ana Ortiz")},
                        {QStringLiteral("status"), QStringLiteral("Active")},
                        {QStringLiteral("mobile"), QStringLiteral("(214) 555-0123")}};
        for (auto it = more.begin(); it != more.end(); ++it)
            row.insert(it.key(), it.value());
        return fake.add(QStringLiteral("Candidate"), row);
    }

    TestClock clock;
    FakeBullhorn fake{clock};
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>();
    settings::LeadConnection connection;
    std::unique_ptr<QNetworkAccessManager> network;
    std::shared_ptr<connectors::LeadSystem> system;
};

/// The outcome as that, or nothing.
template <class T, class Outcome>
std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

} // namespace ringback::test
