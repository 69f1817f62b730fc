#include "connectors/http/signedcalls.h"

#include <QCoro/QCoroFuture>

#include <algorithm>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds usualPause = std::chrono::seconds(5); // where the service names none

SignedCalls::Reply notSent(Error error)
{
    SignedCalls::Reply reply;
    reply.noAccess = std::move(error);
    return reply;
}

Error givenUp()
{
    return {.kind = ErrorKind::Transient, .what = u"given up while it waited for its turn"_s};
}

} // namespace

SignedCalls::SignedCalls(OAuthTokens::Account account, Rules rules, const Surroundings &surroundings)
    : m_rules(std::move(rules))
    , m_http(surroundings.network, surroundings.clock, surroundings.timeout)
    , m_tokens(std::move(account), surroundings, m_http)
    , m_turns(m_rules.limit, surroundings.clock)
{}

SignedCalls::~SignedCalls() = default;

QCoro::Task<SignedCalls::Reply> SignedCalls::send(HttpCall call, Repeat repeat)
{
    const bool isSeated = co_await takeSeat();
    if (!isSeated) {
        Reply none = notSent(givenUp());
        co_return none;
    }
    Reply reply = co_await trySend(std::move(call), repeat);
    leaveSeat();
    co_return reply;
}

QCoro::Task<SignedCalls::Reply> SignedCalls::trySend(HttpCall call, Repeat repeat)
{
    bool isRenewed = false;
    for (int attempt = 1;;) {
        const bool isTurn = co_await m_turns.wait();
        if (!isTurn) {
            Reply none = notSent(givenUp());
            co_return none;
        }
        const Result<QByteArray> token = co_await m_tokens.accessToken();
        if (!token) {
            Reply none = notSent(token.error());
            co_return none;
        }
        HttpCall signedCall = call;
        signedCall.headers.emplaceBack("Authorization", "Bearer " + *token);
        Reply reply;
        reply.answer = co_await m_http.send(std::move(signedCall));
        const bool isTooFast = m_rules.isTooFast ? m_rules.isTooFast(reply.answer) : reply.answer.status == 429;
        if (reply.answer.status == 401 && !isRenewed) {
            isRenewed = true;
            m_tokens.forget(*token);
        } else if (isTooFast) {
            const Milliseconds pause = reply.answer.retryAfter.value_or(usualPause);
            m_turns.pause(pause);
            if (repeat == Repeat::Never || pause > patience || ++attempt > tries)
                co_return reply;
        } else {
            co_return reply;
        }
    }
}

QCoro::Task<bool> SignedCalls::takeSeat()
{
    if (m_seated < m_rules.atOnce) {
        ++m_seated;
        co_return true;
    }
    const auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    m_waiting.append(promise);
    const QFuture<bool> coming = promise->future();
    const bool isGiven = co_await coming;
    co_return isGiven;
}

void SignedCalls::leaveSeat()
{
    if (m_waiting.isEmpty()) {
        --m_seated;
        return;
    }
    const std::shared_ptr<QPromise<bool>> next = m_waiting.takeFirst(); // it takes our seat
    next->addResult(true);
    next->finish();
}

void SignedCalls::abandon()
{
    for (const std::shared_ptr<QPromise<bool>> &each : std::exchange(m_waiting, {})) {
        each->addResult(false);
        each->finish();
    }
    m_turns.abandon();
    m_http.abandon();
}

} // namespace ringback::connectors
