#pragma once

#include "connectors/phoneprovider.h"
#include "connectors/ringcentral/api.h"
#include "connectors/ringcentral/streamtimes.h"
#include "settings/connection.h"

#include <QByteArray>
#include <QJsonArray>
#include <QString>

#include <memory>

class QNetworkAccessManager;

namespace ringback::connectors::ringcentral {

/// What one connection to RingCentral needs.
struct RingCentralSettings {
    QString connection; ///< its id, which is in the address of webhooks
    settings::RingCentralAccount account;
    QByteArray base = "https://platform.ringcentral.com"; ///< may carry a path prefix, so a mock or proxy can stand in; no trailing slash
    QString publicUrl = {};
    Milliseconds timeout{30'000}; ///< for a whole request
    StreamTimes times = {};
};

/// Texts, lists and events of RingCentral (providers: phone-and-sms.md, 3). Lives on the engine's thread, as long as the engine; `network` and `clock`
/// outlive it. Texts leave from the extension that is signed in. There is no idempotency key: a text is put on the wire once.
class RingCentralProvider final : public PhoneProvider {
public:
    RingCentralProvider(RingCentralSettings settings, std::shared_ptr<Secrets> secrets, QNetworkAccessManager &network, const Clock &clock);

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    [[nodiscard]] bool canRing() const override { return true; }
    QCoro::Task<RingOutcome> ring(RingRequest request) override;
    void abandon() override;

    [[nodiscard]] bool hasLog() const override { return true; }
    QCoro::Task<Result<Log>> readLog(LogQuery query) override;
    [[nodiscard]] std::shared_ptr<EventStream> stream() override;
    QCoro::Task<QList<Finding>> test(TestQuery query) override;
    QCoro::Task<Done> tellOptOut(calls::PhoneNumber number, calls::PhoneNumber line, bool isOptedOut) override;

private:
    QCoro::Task<Result<QJsonArray>> readCalls(LogQuery query, QString *syncToken);
    QCoro::Task<Result<QJsonArray>> readCallPages(Instant from, Instant to);
    QCoro::Task<Result<QJsonArray>> readMessages(Instant from);
    QCoro::Task<ApiAnswer> askCallLog(QByteArray list, QByteArray query);

    QCoro::Task<QList<Finding>> testNumbers(TestQuery query);
    QCoro::Task<QList<Finding>> testEvents(TestQuery query);
    QCoro::Task<Finding> testCallLog();

    const RingCentralSettings m_settings;
    const std::shared_ptr<Secrets> m_secrets;
    const std::shared_ptr<Api> m_api;
    bool m_ownLogOnly = false; ///< the user may not see the whole account's
    std::weak_ptr<EventStream> m_stream;
};

} // namespace ringback::connectors::ringcentral
