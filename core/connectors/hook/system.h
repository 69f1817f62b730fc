#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/turns.h"
#include "connectors/leadsystem.h"

#include <QByteArray>
#include <QJsonObject>

namespace ringback::connectors::hook {

/// What one outgoing webhook needs. The address is a secret as much as the key: it is said in no error and no finding.
struct HookSettings {
    QByteArray address; ///< where posts go, with all of its query
    QByteArray signingKey; ///< its bytes; empty = not signed
    QString trouble = {}; ///< why nothing can be posted: `bad_address`, `https_needed`, `bad_signing_key`
    QStringList events; ///< empty = all
    QMap<QString, QString> choices;
    Milliseconds timeout{30'000}; ///< for a whole request
};

/// Everything that is written, posted to one address: at least once, and always with the same `event_id`. Nothing can be read back, so an answer
/// that was lost is followed by the same post again. Lives as LeadSystem says.
class HookSystem final : public LeadSystem {
public:
    HookSystem(HookSettings settings, const Surroundings &surroundings);

    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    static constexpr int postsPerSecond = 25; ///< Zapier takes 30 for one address

private:
    struct Posted {
        enum class How { Taken, Refused, Unknown };
        How how = How::Refused;
        NotWritten why;
    };
    QCoro::Task<Posted> post(QJsonObject event);
    [[nodiscard]] Posted judge(const HttpAnswer &answer);
    [[nodiscard]] QList<Finding> findingsOf(const Posted &posted) const;

    const HookSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    Turns m_turns;
};

} // namespace ringback::connectors::hook
