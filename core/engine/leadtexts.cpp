#include "engine/leadturn.h"
#include "store/jobgateway.h"

#include <algorithm>

/// The first text of a case waits for its lead, and never long.
namespace ringback::engine {

using calls::LeadWriteState;
using store::LeadWriteRow;

Result<bool> LeadWriter::mayLetTextsGo(const Office &office) const
{
    const Result<QList<calls::FollowUpId>> waiting = store::JobGateway(m_database).awaitingLead(textsPerTurn);
    if (!waiting)
        return failure(waiting);
    for (const calls::FollowUpId &followUp : *waiting) {
        const Result<bool> tried = isLeadTried(office, m_breakers, followUp);
        if (!tried || *tried)
            return tried;
    }
    return false;
}

Done LeadWriter::letTextsGo(Turn &turn)
{
    const store::JobGateway jobs(m_database);
    const Result<QList<calls::FollowUpId>> waiting = jobs.awaitingLead(textsPerTurn);
    if (!waiting)
        return failure(waiting);
    for (const calls::FollowUpId &followUp : *waiting) {
        const Result<bool> tried = isLeadTried(turn.office, turn.health.breakers(), followUp);
        if (!tried)
            return failure(tried);
        if (!*tried)
            continue;
        const Result<int> released = jobs.releaseAfterLead(turn.transaction, followUp, turn.now);
        if (!released)
            return failure(released);
        turn.changed += *released;
    }
    return {};
}

// Written, or for now there is nothing to wait for: every system has been asked, or cannot be.
Result<bool> LeadWriter::isLeadTried(const Office &office, const CircuitBreakers &breakers, const calls::FollowUpId &followUp) const
{
    const Result<QList<LeadWriteRow>> writes = store::LeadWriteGateway(m_database).ofCase(followUp);
    if (!writes)
        return failure(writes);
    for (const settings::LeadConnection &connection : office.setup.leadSystems) {
        const bool canBeAsked = m_accesses.value(connection.id).system && !breakers.value(connection.id).pausedUntil();
        const auto lead = std::find_if(writes->cbegin(), writes->cend(), [&](const LeadWriteRow &row) {
            return row.connection == connection.id && row.kind == calls::LeadWriteKind::Lead;
        });
        const bool isTried = lead != writes->cend() &&
                             (lead->attempts > 0 || !lead->errorKind.isEmpty() || lead->state != LeadWriteState::Waiting) &&
                             lead->state != LeadWriteState::Running;
        if (canBeAsked && !isTried)
            return false;
    }
    return true;
}

} // namespace ringback::engine
