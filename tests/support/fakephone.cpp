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

void FakePhone::release()
{
    m_holding = false;
    m_holdingAtTheDoor = false;
    for (const std::coroutine_handle<> waiting : std::exchange(m_waiting, {}))
        waiting.resume();
}

} // namespace ringback::test
