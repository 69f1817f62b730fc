#pragma once

#include "base/clock.h"
#include "engine/calendaraccess.h"
#include "engine/office.h"
#include "store/calendarentrygateway.h"
#include "store/database.h"

#include <QList>
#include <QSet>

#include <optional>

namespace ringback::engine {

/// Decides what should be in the calendars of the staff: whenever the audit trail says that something happened to a case, its callback is compared with the
/// entries there are of it. Comparing twice changes nothing, so any number of engines may. Lives on the engine's thread.
class CalendarPlanner final {
public:
    explicit CalendarPlanner(store::Database &database)
        : m_database(database)
    {}

    /// Of calendars that are new or have changed, all is looked at once more.
    void setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup);
    /// Whether plan() has something to do; a read. Errors: Transient.
    [[nodiscard]] Result<bool> hasNews();
    /// How many entries are no longer as they should be.
    [[nodiscard]] Result<int> plan(store::Transaction &transaction, const Office &office, Instant now);
    /// What was planned has been committed, or not: then it is looked at once more.
    void committed();
    void startOver();
    /// There may be more than plan() took at once.
    [[nodiscard]] bool hasMore() const { return m_hasMore; }

    static constexpr int rowsPerTurn = 500;

private:
    struct Target {
        settings::CalendarConnection connection;
        QByteArray zone; ///< of what people see there
        QString language;
        bool writes = false; ///< callbacks belong there

        friend bool operator==(const Target &, const Target &) = default;
    };

    [[nodiscard]] Result<int> reconcile(store::Transaction &transaction, const Office &office, const calls::FollowUpId &followUp,
                                        Instant now);
    /// Whether the entry is no longer as it should be.
    [[nodiscard]] Result<bool> wantThere(store::Transaction &transaction, store::CalendarEntryRow row, const QString &content, Instant now);
    [[nodiscard]] Result<bool> wantGone(store::Transaction &transaction, store::CalendarEntryRow row, Instant now);

    store::Database &m_database;
    QList<Target> m_targets; ///< in the order of the setup
    QSet<QString> m_toSweep; ///< all that these should have is looked at
    QSet<QString> m_swept; ///< by what is not committed yet
    std::optional<qint64> m_read; ///< no row up to it asks for anything; may be ahead of what is stored
    bool m_hasMore = false;
};

/// Whether nothing of the entry is in its calendar, and nothing can have got there.
[[nodiscard]] bool isNowhere(const store::CalendarEntryRow &row);

} // namespace ringback::engine
