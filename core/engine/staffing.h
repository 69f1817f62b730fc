#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/peoplegateway.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

namespace ringback::engine {

/// What happens because people come and go: a callback whose person has left goes to another or back to the queue, with its age; whoever comes gets what
/// waits, oldest first; and a queue that nobody watches is said to be one. Claimed callbacks stay with their claimer. The same shape as Timekeeper, and
/// several share a database in the same way. Lives on the engine's thread.
class Staffing final {
public:
    Staffing(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Looks at what is open when something has changed about who is there, or when a shift or a meeting begins or ends, at most every `between`. How many
    /// callbacks and queues changed. Errors: Transient (nothing changed, try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    /// When there is work again, if nothing new comes in.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;

    static constexpr int rowsPerTurn = 64;
    static constexpr int turnsPerLook = 8;
    static constexpr Milliseconds between{5'000};
    /// A queue has to be without anybody for so long: people change places, and consoles are started again.
    static constexpr Milliseconds alarmAfter = std::chrono::minutes(2);

private:
    struct Turn;
    /// Whatever can change who gets what; compared, not read.
    struct Mark {
        QList<store::StaffPresence> presences; ///< those that hold, without their end
        QString calendars;
        qint64 setupVersion = 0;
        qint64 trail = 0; ///< how far the audit trail is: somebody's desk may have room again

        friend bool operator==(const Mark &, const Mark &) = default;
    };

    [[nodiscard]] Result<Mark> markOf(const Office &office, Instant now) const;
    [[nodiscard]] Result<int> look(const Office &office, Instant now);
    [[nodiscard]] Result<QList<store::PeopleGateway::Place>> placesOf(Turn &turn) const;
    [[nodiscard]] Result<bool> place(Turn &turn, const QString &taskId);
    [[nodiscard]] Result<int> watchQueues(Turn &turn);
    [[nodiscard]] Done findBoundary(Turn &turn);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    std::optional<Mark> m_mark; ///< of the last look
    std::optional<Instant> m_lookedAt;
    std::optional<Instant> m_boundary; ///< by what is known now somebody comes or goes then, or something is ready
    bool m_looksSoon = false; ///< something has changed, and the last look is not long enough ago
    std::optional<store::PeopleGateway::Place> m_goOnAfter; ///< of a look that takes several turns
    int m_turnsOfLook = 0;
    QSet<QString> m_setAside; ///< ids of tasks that cannot be decided about, so that it is said once
};

} // namespace ringback::engine
