// The page of lead systems, as the store knows it.
#include "board/leadsystems.h"

#include "board/takenids.h"
#include "engine/office.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"
#include "store/pulsegateway.h"

namespace ringback::board {

using namespace Qt::StringLiterals;

Result<LeadSystems> readLeadSystems(store::Database &database, const settings::Setup &setup, const playbook::Playbook &book)
{
    LeadSystems systems{
        .connections = {}, .takenIds = {}, .zone = setup.company.timeZone, .tag = book.lead.tag, .newStatus = book.lead.newStatus};
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(database).all();
    if (!pulses)
        return failure(pulses);
    systems.takenIds = takenIds(setup, *pulses);
    if (setup.leadSystems.isEmpty())
        return systems;
    const QStringList statuses = leadStatuses(book);
    const store::LeadWriteGateway writes(database);
    const store::LeadReadGateway reads(database);
    for (const settings::LeadConnection &connection : setup.leadSystems) {
        LeadCard card = leadCardOf(connection, statuses, setup.staff);
        const Result<store::LeadWriteGateway::Count> count = writes.count(connection.id);
        if (!count)
            return failure(count);
        card.waiting = count->waiting;
        card.failed = count->failed;
        card.toChoose = count->toChoose;
        const Result<std::optional<store::LeadRead>> read = reads.find(connection.id, store::LeadReadKind::Records);
        if (!read)
            return failure(read);
        if (*read)
            card.firstPass = FirstPass{.seen = (*read)->seen,
                                       .total = (*read)->total,
                                       .wholeAt = (*read)->wholeAt,
                                       .isPaused = (*read)->paused,
                                       .failures = (*read)->failures,
                                       .lastError = (*read)->lastError};
        systems.connections.append(card);
    }
    return systems;
}

Result<LeadSystems> readLeadSystems(store::Database &database)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    return *office ? readLeadSystems(database, (*office)->setup, (*office)->playbook) : LeadSystems();
}

} // namespace ringback::board
