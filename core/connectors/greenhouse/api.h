#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/oauthtokens.h"
#include "connectors/http/turns.h"
#include "connectors/surroundings.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace ringback::connectors::greenhouse {

/// What one connection to Greenhouse needs.
struct GreenhouseSettings {
    QByteArray clientId;
    QByteArray clientSecret;
    QByteArray userId; ///< of the Site Admin who acts
    QByteArray baseUrl = {}; ///< in the place of both hosts; empty = Greenhouse's own
    Milliseconds timeout{30'000};
};

/// What became of a request: an answer, or why there could be none.
struct Reply {
    HttpAnswer answer;
    std::optional<Error> noAccess; ///< no token was to be had: nothing left

    [[nodiscard]] bool is(int status) const { return !noAccess && answer.is(status); }
    [[nodiscard]] bool isTaken() const { return !noAccess && !answer.brokeOff && answer.status >= 200 && answer.status < 300; }
};

struct Page {
    QJsonArray entries; ///< with numbers as text
    QByteArray next; ///< `/v3/candidates?cursor=…`; empty at the end
    std::optional<Instant> at; ///< Greenhouse's clock
};

/// Harvest v3 (providers: crm-ats-calendar.md, 6). Requests keep to the rate that Greenhouse names in its answers.
class GreenhouseApi final {
public:
    GreenhouseApi(const GreenhouseSettings &settings, const Surroundings &surroundings);

    /// `target` begins with `/v3/`. A token that is turned down is replaced once. Only what reads is repeated when it was asked too often.
    QCoro::Task<Reply> send(QByteArray verb, QByteArray target, QJsonObject body = {});
    /// Errors: as readingFailed().
    QCoro::Task<Result<Page>> page(QByteArray target);
    /// A list over all of its pages. Errors: as readingFailed(), and Invalid when it does not end.
    QCoro::Task<Result<QJsonArray>> all(QByteArray target);

    void abandon();
    [[nodiscard]] Instant now() const { return m_clock.now(); }

    static constexpr int pageSize = 500; ///< the most that it gives
    static constexpr int maxPages = 40;
    static constexpr int requestsPerWindow = 40; ///< until the answers name another: v1 had 50 in ten seconds
    static constexpr qsizetype maxNext = 1'500;

private:
    QCoro::Task<Reply> sendOnce(QByteArray verb, QByteArray target, QByteArray body);
    void obey(const HttpAnswer &answer);

    const QByteArray m_base;
    const Clock &m_clock;
    HttpClient m_http;
    OAuthTokens m_tokens;
    Turns m_turns;
};

/// `gte|…` for a filter on a time, with the bar escaped.
[[nodiscard]] QByteArray since(Instant at);

} // namespace ringback::connectors::greenhouse
