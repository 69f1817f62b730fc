#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/oauthtokens.h"
#include "connectors/http/turns.h"
#include "connectors/jobber/errors.h"
#include "connectors/jobber/operations.h"
#include "connectors/surroundings.h"
#include "settings/leadconnection.h"

#include <QByteArray>
#include <QJsonObject>

#include <memory>

namespace ringback::connectors::jobber {

/// Where Jobber is, without a trailing slash.
[[nodiscard]] QByteArray baseOf(const settings::LeadConnection &connection);
[[nodiscard]] OAuthTokens::Account tokenAccountOf(const settings::LeadConnection &connection, const Secrets &secrets);

/// Questions to one Jobber account: signs them, keeps to its limits, and waits where Jobber wants it (providers: crm-ats-calendar.md, 3).
class JobberApi final {
public:
    JobberApi(const settings::LeadConnection &connection, const Surroundings &surroundings);

    /// A token that was turned down is renewed once. What was throttled is asked again after its wait, as nothing of it was done.
    QCoro::Task<Reply> ask(Operation operation, QJsonObject variables);
    void abandon();

    [[nodiscard]] Instant now() const { return m_clock.now(); }
    /// The last answer, without its body: its date tells of our clock.
    [[nodiscard]] const HttpAnswer &lastAnswer() const { return m_last; }

    static constexpr int requestsInWindow = 2500;
    static constexpr Milliseconds window = std::chrono::minutes(5);
    /// Longer than that nobody waits here: the engine does.
    static constexpr Milliseconds patience = std::chrono::seconds(10);

private:
    const QByteArray m_url;
    const QByteArray m_version;
    const Clock &m_clock;
    HttpClient m_http;
    OAuthTokens m_tokens;
    Turns m_turns;
    HttpAnswer m_last;
};

} // namespace ringback::connectors::jobber
