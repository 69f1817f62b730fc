#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/oauthtokens.h"
#include "connectors/http/turns.h"
#include "connectors/surroundings.h"

#include <QCoro/QCoroTask>
#include <QList>
#include <QPromise>

#include <functional>
#include <memory>
#include <optional>

namespace ringback::connectors {

/// Requests to a service with the access token of one account: a token that was turned down is renewed once, and no more of them leave, at once or in
/// a time, than the service allows. Lives on one thread; all that it was made with outlives it.
class SignedCalls final {
public:
    struct Rules {
        std::shared_ptr<RateLimit> limit; ///< null = as fast as they come
        int atOnce = 6;
        std::function<bool(const HttpAnswer &answer)> isTooFast = nullptr; ///< null = 429
    };
    struct Reply {
        HttpAnswer answer;
        std::optional<Error> noAccess; ///< no token was to be had, or given up while it waited for its turn: nothing left
    };
    enum class Repeat {
        Never,
        WhenTooFast, ///< it changes nothing there, so that it is asked again after a short wait
    };

    SignedCalls(OAuthTokens::Account account, Rules rules, const Surroundings &surroundings);
    ~SignedCalls();
    SignedCalls(const SignedCalls &) = delete;
    SignedCalls &operator=(const SignedCalls &) = delete;

    QCoro::Task<Reply> send(HttpCall call, Repeat repeat);
    /// Gives up the requests under way and those that wait: each answers with the next turns of the event loop.
    void abandon();

    /// Longer than that nobody waits here: the engine does.
    static constexpr Milliseconds patience = std::chrono::seconds(10);
    static constexpr int tries = 3; ///< of what may be repeated

private:
    QCoro::Task<Reply> trySend(HttpCall call, Repeat repeat);
    QCoro::Task<bool> takeSeat();
    void leaveSeat();

    const Rules m_rules;
    HttpClient m_http;
    OAuthTokens m_tokens;
    Turns m_turns;
    QList<std::shared_ptr<QPromise<bool>>> m_waiting; ///< for a seat, the first first
    int m_seated = 0;
};

} // namespace ringback::connectors
