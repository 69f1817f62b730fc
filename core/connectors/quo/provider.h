#pragma once

#include "connectors/phonesystem.h"
#include "connectors/quo/api.h"

#include <QHash>

namespace ringback::connectors::quo {

/// Texts through Quo, and its lists (providers: phone-and-sms.md, 4.7 and 4.8). Lives on the engine's thread, as long as the engine.
///
/// Quo has no idempotency key, so a text is put on the wire once (HttpClient), and always to one number: two would make a group.
class QuoProvider final : public PhoneProvider {
public:
    QuoProvider(QuoSettings settings, const Surroundings &surroundings);

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    void abandon() override;

    [[nodiscard]] bool hasLog() const override { return true; }
    QCoro::Task<Result<Log>> readLog(LogQuery query) override;
    QCoro::Task<QList<Finding>> test(TestQuery query) override;

    QCoro::Task<Result<QList<WiringPoint>>> wiring(TestQuery query) override;
    QCoro::Task<Result<Wired>> wire(TestQuery query) override;
    QCoro::Task<Result<QList<WiringPoint>>> unwire(QByteArray undo) override;

private:
    [[nodiscard]] SendOutcome judge(const HttpAnswer &answer) const;
    [[nodiscard]] Refused refused(const HttpAnswer &answer, Refused::Class kind, const QString &code, const QString &message) const;
    QCoro::Task<Done> learnNumbers();

    struct Hook {
        QJsonObject found; ///< empty = there is none
        QStringList lacks;
    };
    QCoro::Task<Result<Hook>> findHook(QList<calls::PhoneNumber> lines);
    [[nodiscard]] WiringPoint pointOf(const Hook &hook, const QString &publicUrl) const;
    QCoro::Task<Result<QJsonObject>> writeHook(QJsonObject before, QString url);
    QCoro::Task<Done> keepKey(QJsonObject hook);
    QCoro::Task<Done> putBack(QJsonObject undo, QJsonObject before, TestQuery query);
    QCoro::Task<Done> undoHook(QJsonObject undo);
    QCoro::Task<Finding> testHook(TestQuery query);

    QuoApi m_api;
    const std::shared_ptr<Secrets> m_secrets;
    const QString m_publicUrl;
    QHash<QString, QString> m_numbers; ///< of our lines, by Quo's ids
};

} // namespace ringback::connectors::quo
