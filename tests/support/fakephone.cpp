#include "support/fakephone.h"

namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::FindOutcome;
using connectors::SendOutcome;

QCoro::Task<SendOutcome> FakePhone::sendText(connectors::TextRequest request)
{
    if (m_holdingAtTheDoor) {
        Gate door{*this, true};
        co_await door;
    }
    if (request.mayLeave && !request.mayLeave()) {
        SendOutcome heldBack = connectors::Refused{.code = QString::fromUtf16(connectors::notLeft)};
        co_return heldBack;
    }
    m_texts.append(request);
    const connectors::Sent taken{.providerMessageId = u"SM%1"_s.arg(m_nextId++, 32, 16, QChar(u'0'))};
    const SendOutcome outcome = m_sendOutcomes.isEmpty() ? SendOutcome(taken) : m_sendOutcomes.takeFirst();
    Gate gate{*this, m_holding};
    co_await gate;
    co_return outcome;
}

QCoro::Task<FindOutcome> FakePhone::findSent(connectors::SentQuery query)
{
    m_looks.append(query);
    const FindOutcome outcome = m_findOutcomes.isEmpty() ? FindOutcome(connectors::NotFound{}) : m_findOutcomes.takeFirst();
    Gate gate{*this, m_holding};
    co_await gate;
    co_return outcome;
}

void FakePhone::list(const calls::ProviderEvent &event)
{
    m_hasLog = true;
    m_list.append(event);
}

QCoro::Task<Result<connectors::Log>> FakePhone::readLog(connectors::LogQuery query)
{
    m_reads.append(query);
    Result<connectors::Log> answer = connectors::Log{.events = {}, .cursor = u"page-%1"_s.arg(m_reads.size()), .rateLeft = 40};
    if (m_readErrors.isEmpty()) {
        for (const calls::ProviderEvent &event : std::as_const(m_list)) {
            if (event.at && *event.at >= query.since - m_overlap && *event.at <= query.now)
                answer->events.append(event);
        }
    } else {
        answer = tl::unexpected<Error>(m_readErrors.takeFirst());
    }
    Gate gate{*this, m_holding};
    co_await gate;
    co_return answer;
}

void FakePhone::release()
{
    m_holding = false;
    m_holdingAtTheDoor = false;
    for (const std::coroutine_handle<> waiting : std::exchange(m_waiting, {}))
        waiting.resume();
}

} // namespace ringback::test
