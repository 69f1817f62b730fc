#include "practice/stormdrill.h"

#include "base/time.h"
#include "practice/webhookclient.h"
#include "practice/webhookforms.h"

#include <QDateTime>

#include <algorithm>
#include <atomic>
#include <latch>
#include <random>
#include <thread>

namespace ringback::practice {

using namespace Qt::StringLiterals;
using SteadyTime = StormResult::SteadyTime;

namespace {

constexpr int numbersInAnArea = 100;
constexpr size_t maxThreads = 1'000;
const QByteArray voicePath = "/webhooks/twilio/voice";

// 201 to 989, without what is no area code (N11, N9X) or no place (500, 600, 700, 900, toll-free): a number from nowhere follows other
// rules for quiet hours than one from somewhere.
QList<int> areaCodes()
{
    QList<int> codes;
    for (int code = 201; code <= 989; ++code) {
        const bool isReserved = code % 100 == 11 || code / 10 % 10 == 9;
        const bool isService = code % 100 == 0 || (code > 800 && code < 900 && code / 10 % 10 == code % 10);
        if (!isReserved && !isService)
            codes.append(code);
    }
    return codes;
}

// Not the standard's distributions and shuffle: those draw otherwise with another library.
qsizetype below(std::mt19937_64 &dice, qsizetype limit)
{
    return static_cast<qsizetype>(dice() % static_cast<quint64>(limit));
}

// As many different numbers as the plan can need, or all there are.
QStringList numbers(std::mt19937_64 &dice, qsizetype wanted, const QStringList &lines)
{
    const QList<int> codes = areaCodes();
    QList<qsizetype> all(codes.size() * numbersInAnArea);
    for (qsizetype i = 0; i < all.size(); ++i)
        all[i] = i;
    QStringList drawn;
    for (qsizetype left = all.size(); left > 0 && drawn.size() < wanted; --left) {
        all.swapItemsAt(left - 1, below(dice, left));
        const qsizetype index = all.at(left - 1);
        const QString number =
            u"+1"_s + QString::number(codes.at(index / numbersInAnArea)) + u"55501%1"_s.arg(index % numbersInAnArea, 2, 10, QChar(u'0'));
        if (!lines.contains(number))
            drawn.append(number);
    }
    return drawn;
}

// A call as its posts, and how it went.
struct Call {
    enum class Outcome { Acknowledged, Refused, Unanswered };

    QByteArrayList requests; ///< signed
    Outcome outcome = Outcome::Unanswered;
    SteadyTime endPostedAt; ///< when the post that says "missed" left
};

// One thread's share: every n-th call of the plan, so that the first calls of the plan are the first of the storm.
class Share {
public:
    Share(const StormTarget &target, std::vector<Call> &calls, size_t first, size_t stride)
        : m_client(target.doorPort, target.publicUrl, target.authToken)
        , m_target(target)
        , m_calls(calls)
        , m_first(first)
        , m_stride(stride)
    {}

    void prepare(const QList<PlannedCall> &plan)
    {
        SidSource sids;
        for (size_t i = m_first; i < m_calls.size(); i += m_stride) {
            const PlannedCall &planned = plan.at(static_cast<qsizetype>(i));
            const MadeUpCall call{.accountSid = m_target.accountSid,
                                  .sid = sids.next("CA"_L1),
                                  .caller = planned.caller,
                                  .line = planned.line,
                                  .callerName = {},
                                  .from = {}};
            if (planned.isShort)
                m_calls[i].requests.append(m_client.request(voicePath, ringing(call)));
            const Instant now = fromMs(QDateTime::currentMSecsSinceEpoch());
            m_calls[i].requests.append(m_client.request(voicePath, notAnswered(call, now)));
        }
        m_acknowledgements.reserve(2 * (m_calls.size() / m_stride + 1));
        const Done opened = m_client.open();
        Q_UNUSED(opened) // a door that is not there shows at the first call
    }

    void run()
    {
        m_startedAt = std::chrono::steady_clock::now();
        for (size_t i = m_first; i < m_calls.size(); i += m_stride)
            make(m_calls[i]);
        m_endedAt = std::chrono::steady_clock::now();
    }

    [[nodiscard]] SteadyTime startedAt() const { return m_startedAt; }
    [[nodiscard]] SteadyTime endedAt() const { return m_endedAt; }
    [[nodiscard]] const std::vector<std::chrono::nanoseconds> &acknowledgements() const { return m_acknowledgements; }

private:
    void make(Call &call)
    {
        for (const QByteArray &request : std::as_const(call.requests)) {
            call.endPostedAt = std::chrono::steady_clock::now();
            const Result<int> status = m_client.send(request);
            const SteadyTime answeredAt = std::chrono::steady_clock::now();
            if (!status)
                call.outcome = Call::Outcome::Unanswered;
            else
                call.outcome = *status >= 200 && *status < 300 ? Call::Outcome::Acknowledged : Call::Outcome::Refused;
            if (call.outcome != Call::Outcome::Acknowledged)
                return;
            m_acknowledgements.push_back(answeredAt - call.endPostedAt);
        }
    }

    WebhookClient m_client;
    const StormTarget &m_target;
    std::vector<Call> &m_calls; ///< each thread touches its own
    const size_t m_first;
    const size_t m_stride;
    std::vector<std::chrono::nanoseconds> m_acknowledgements;
    SteadyTime m_startedAt;
    SteadyTime m_endedAt;
};

// One thread's share of a storm whose door keeps going away.
class RoughShare {
public:
    RoughShare(const StormTarget &target, const DoorPort &doorPort, SteadyTime endsAt)
        : m_target(target)
        , m_doorPort(doorPort)
        , m_endsAt(endsAt)
    {}

    void make(Call &call, const PlannedCall &planned)
    {
        const MadeUpCall madeUp{.accountSid = m_target.accountSid,
                                .sid = m_sids.next("CA"_L1),
                                .caller = planned.caller,
                                .line = planned.line,
                                .callerName = {},
                                .from = {}};
        if (planned.isShort)
            post(call, ringing(madeUp));
        if (!planned.isShort || call.outcome == Call::Outcome::Acknowledged)
            post(call, notAnswered(madeUp, fromMs(QDateTime::currentMSecsSinceEpoch())));
    }

    [[nodiscard]] int postedAgain() const { return m_postedAgain; }

private:
    void post(Call &call, const connectors::twilio::Form &form)
    {
        call.outcome = Call::Outcome::Unanswered;
        call.endPostedAt = std::chrono::steady_clock::now();
        for (; std::chrono::steady_clock::now() < m_endsAt; std::this_thread::sleep_for(betweenTries)) {
            const quint16 port = m_doorPort();
            if (port == 0)
                continue;
            if (!m_client || port != m_port) {
                m_client = std::make_unique<WebhookClient>(port, m_target.publicUrl, m_target.authToken);
                m_port = port;
            }
            const Result<int> status = m_client->post(voicePath, form);
            if (status && *status >= 200 && *status < 300) {
                call.outcome = Call::Outcome::Acknowledged;
                return;
            }
            call.outcome = status ? Call::Outcome::Refused : Call::Outcome::Unanswered;
            ++m_postedAgain;
        }
    }

    static constexpr std::chrono::milliseconds betweenTries{50};

    const StormTarget &m_target;
    const DoorPort &m_doorPort;
    const SteadyTime m_endsAt;
    SidSource m_sids;
    std::unique_ptr<WebhookClient> m_client;
    quint16 m_port = 0;
    int m_postedAgain = 0;
};

void sumUp(StormResult &result, const PlannedCall &planned, const Call &call)
{
    switch (call.outcome) {
    case Call::Outcome::Acknowledged:
        ++result.acknowledged;
        break;
    case Call::Outcome::Refused:
        ++result.refused;
        return;
    case Call::Outcome::Unanswered:
        ++result.unanswered;
        return;
    }
    if (planned.isShort)
        return;
    const auto known = result.firstEligiblePostAt.find(planned.caller);
    if (known == result.firstEligiblePostAt.end()) {
        result.expectTexted.append(planned.caller);
        result.firstEligiblePostAt.insert(planned.caller, call.endPostedAt);
    } else {
        *known = std::min(*known, call.endPostedAt); // threads overtake each other
    }
}

} // namespace

QList<PlannedCall> planStorm(const StormPlan &plan, const QStringList &lines)
{
    Q_ASSERT(!lines.isEmpty());
    std::mt19937_64 dice(plan.seed);
    const QStringList pool = numbers(dice, plan.calls, lines);
    QList<PlannedCall> calls;
    calls.reserve(plan.calls);
    qsizetype used = 0;
    for (int i = 0; i < plan.calls; ++i) {
        const bool isRepeat = below(dice, 100) < plan.repeatPercent;
        const bool isShort = below(dice, 100) < plan.shortPercent;
        const QString &line = lines.at(below(dice, lines.size()));
        const bool isNew = used == 0 || (!isRepeat && used < pool.size());
        const QString &caller = isNew ? pool.at(used++) : pool.at(below(dice, used));
        calls.append({caller, line, isShort});
    }
    return calls;
}

StormResult runStorm(const StormPlan &plan, const StormTarget &target)
{
    StormResult result;
    const QList<PlannedCall> planned = planStorm(plan, target.lines);
    std::vector<Call> calls(static_cast<size_t>(planned.size()));
    const size_t threads =
        std::clamp<size_t>(static_cast<size_t>(std::max(plan.concurrency, 1)), 1, std::clamp<size_t>(calls.size(), 1, maxThreads));

    std::vector<std::unique_ptr<Share>> shares;
    for (size_t i = 0; i < threads; ++i)
        shares.push_back(std::make_unique<Share>(target, calls, i, threads));
    std::latch ready(static_cast<std::ptrdiff_t>(threads));
    {
        std::vector<std::jthread> running;
        running.reserve(shares.size());
        for (const std::unique_ptr<Share> &share : shares) {
            running.emplace_back([&planned, &ready, &share] {
                share->prepare(planned);
                ready.arrive_and_wait();
                share->run();
            });
        }
    } // joins

    result.startedAt = shares.front()->startedAt();
    result.endedAt = shares.front()->endedAt();
    for (const std::unique_ptr<Share> &share : shares) {
        result.startedAt = std::min(result.startedAt, share->startedAt());
        result.endedAt = std::max(result.endedAt, share->endedAt());
        result.acknowledgements.insert(result.acknowledgements.end(), share->acknowledgements().begin(), share->acknowledgements().end());
    }
    for (size_t i = 0; i < calls.size(); ++i)
        sumUp(result, planned.at(static_cast<qsizetype>(i)), calls[i]);
    return result;
}

StormResult runRoughStorm(const StormPlan &plan, const StormTarget &target, const DoorPort &doorPort, std::chrono::milliseconds duration,
                          std::chrono::milliseconds patience)
{
    StormResult result;
    const QList<PlannedCall> planned = planStorm(plan, target.lines);
    std::vector<Call> calls(static_cast<size_t>(planned.size()));
    const size_t threads = std::clamp<size_t>(static_cast<size_t>(std::max(plan.concurrency, 1)), 1, maxThreads);
    result.startedAt = std::chrono::steady_clock::now();
    std::vector<RoughShare> shares;
    for (size_t i = 0; i < threads; ++i)
        shares.emplace_back(target, doorPort, result.startedAt + duration + patience);
    {
        std::vector<std::jthread> running;
        for (size_t first = 0; first < threads; ++first) {
            running.emplace_back([&, first] {
                for (size_t i = first; i < calls.size(); i += threads) {
                    std::this_thread::sleep_until(result.startedAt + duration * i / calls.size());
                    shares[first].make(calls[i], planned.at(static_cast<qsizetype>(i)));
                }
            });
        }
    } // joins
    result.endedAt = std::chrono::steady_clock::now();
    for (const RoughShare &share : shares)
        result.postedAgain += share.postedAgain();
    for (size_t i = 0; i < calls.size(); ++i)
        sumUp(result, planned.at(static_cast<qsizetype>(i)), calls[i]);
    return result;
}

} // namespace ringback::practice
