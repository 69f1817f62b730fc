#pragma once

#include "connectors/phoneprovider.h"
#include "connectors/twilio/api.h"
#include "connectors/twilio/wiring.h"

#include <QHash>
#include <QList>

#include <memory>

class QNetworkAccessManager;

namespace ringback::connectors::twilio {

/// One account at Twilio (providers: phone-and-sms.md, 2). Lives on the engine's thread, as long as the engine; `network` and `clock` outlive it.
///
/// Twilio has no idempotency key, so a text is put on the wire once (HttpClient). findSent() may lag behind a send; whoever asks looks again after
/// 10 to 30 seconds before believing NotFound.
class TwilioProvider final : public PhoneProvider {
public:
    TwilioProvider(TwilioSettings settings, QNetworkAccessManager &network, const Clock &clock);

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    [[nodiscard]] bool canRing() const override { return true; }
    QCoro::Task<RingOutcome> ring(RingRequest request) override;
    void abandon() override;

    [[nodiscard]] bool hasLog() const override { return true; }
    QCoro::Task<Result<Log>> readLog(LogQuery query) override;
    QCoro::Task<QList<Finding>> test(TestQuery query) override;

    QCoro::Task<Result<QList<WiringPoint>>> wiring(TestQuery query) override;
    QCoro::Task<Result<Wired>> wire(TestQuery query) override;
    QCoro::Task<Result<QList<WiringPoint>>> unwire(QByteArray undo) override;

private:
    // texts.cpp
    [[nodiscard]] SendOutcome judge(const HttpAnswer &answer) const;
    /// What went wrong; empty where the answer has the status of success.
    [[nodiscard]] std::optional<std::variant<Refused, Unknown>> trouble(const HttpAnswer &answer) const;
    [[nodiscard]] Refused refused(const HttpAnswer &answer, Refused::Class kind, int code, const QString &message) const;
    /// Twilio's word for what kind of line it is; empty where it cannot be told in time.
    QCoro::Task<QString> lineType(calls::PhoneNumber number);

    // log.cpp
    /// What the calls of a list need for their verdict and do not hold.
    QCoro::Task<Done> addCalls(Log &log, QList<QJsonObject> calls, LogQuery query);
    QCoro::Task<Result<QJsonArray>> legsOf(QString callSid);
    QCoro::Task<Result<QJsonArray>> recordingsOf(QString callSid);
    /// Elements of a list, the newest first, until they are older than that.
    QCoro::Task<Result<QList<QJsonObject>>> since(QByteArray target, QString key, Instant from);

    // test.cpp
    QCoro::Task<Finding> registration(calls::PhoneNumber sender, QString numberSid);

    // wiring.cpp
    /// The account's numbers, by E.164.
    QCoro::Task<Result<QHash<QString, QJsonObject>>> numbers();
    /// The messaging service, where texts to our numbers go to its address and not to the numbers'.
    QCoro::Task<Result<std::optional<QJsonObject>>> service();
    QCoro::Task<Result<QList<Change>>> changes(TestQuery query);
    /// A number or a messaging service.
    QCoro::Task<Result<QJsonObject>> resource(QString sid);
    QCoro::Task<Result<QJsonObject>> change(QString sid, Form fields);

    const TwilioSettings m_settings;
    Api m_api;
    QHash<QString, QString> m_lineTypes; ///< by number, as far as they have been asked for
    QList<QString> m_lineTypesInOrder; ///< the oldest first
    int m_abandonments = 0;
};

} // namespace ringback::connectors::twilio
