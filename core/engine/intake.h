#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "connectors/phoneprovider.h"
#include "engine/casework.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/gateways.h"

namespace ringback::engine {

/// From the inbox to decisions: loads facts, asks the policy, writes rows, jobs and audit, commits. Many events share a commit.
/// Lives on the engine's thread.
class Intake final {
public:
    Intake(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Works off due events and settling calls, at most eventsPerTurn of each, in one transaction. How many there were. An event that cannot be
    /// applied is kept in the inbox, marked, with the reason. Errors: Transient (nothing changed, try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    /// When there is work again, if nothing new comes in.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;

    static constexpr int eventsPerTurn = 64;

private:
    struct Turn;

    [[nodiscard]] Result<int> turn(const Office &office, int events, int settlings);
    [[nodiscard]] Done setAside(const Error &error);

    [[nodiscard]] Done apply(Turn &turn, const store::InboxEvent &event);
    [[nodiscard]] Done applyCall(Turn &turn, const store::InboxEvent &inbox, const connectors::CallEvent &event);
    [[nodiscard]] Done judged(Turn &turn, calls::Call &call);
    [[nodiscard]] Done missed(Turn &turn, calls::Call &call);
    [[nodiscard]] Done settleCalls(Turn &turn, int limit, int &count);
    [[nodiscard]] Done applyText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event);
    [[nodiscard]] Result<bool> applyKeyword(Turn &turn, const connectors::TextReceived &event, const calls::Contact &contact,
                                            const QString &caseId);
    [[nodiscard]] Done applyStatus(Turn &turn, const store::InboxEvent &inbox, const connectors::TextStatus &event);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::engine
