#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "desk/desk.h"
#include "store/database.h"

#include <QString>

namespace ringback::desk {

/// What a person says of a text of which nobody can tell whether it left.
enum class ReviewChoice { SendAgain, WasSent, Drop };

/// What staff decide about texts: who gets none, and what became of those in doubt. Each call is one transaction with its audit rows. Lives on
/// the thread of its Database.
class Texting final {
public:
    Texting(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// No more texts to this number, for the whole company; those that have not left are taken back. Also settles a likely opt-out. False
    /// when it had opted out before.
    [[nodiscard]] Answer<bool> optOut(const QString &number, const QString &staff);
    /// Texts are welcome again: the caller said so, or a likely opt-out was none. False when there was none.
    [[nodiscard]] Answer<bool> optIn(const QString &number, const QString &staff);
    /// Settles a message in state `needs_review`. SendAgain: it leaves with the next turn, if the rules still allow it.
    [[nodiscard]] Answer<bool> review(const QString &message, const QString &staff, ReviewChoice choice);

private:
    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
