#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "desk/desk.h"
#include "store/database.h"

#include <QString>

namespace ringback::desk {

/// What staff say of numbers: spam or not. Each call is one transaction with its audit rows. Lives on the thread of its Database.
class Blocklist final {
public:
    Blocklist(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Blocks the caller of an open case and closes it with the outcome `spam`: the callback is cancelled, no message leaves any more. Its
    /// claimer may, or anyone while nobody has it. The case as it is then.
    [[nodiscard]] Answer<calls::FollowUp> markAsSpam(const QString &followUp, const QString &staff, const QString &reason = {});
    /// Takes that back within Desk::undoWindow: the number as it was, the case open, its callback with who had it. What was to leave by itself
    /// does not come back. Only who marked it may.
    [[nodiscard]] Answer<calls::FollowUp> notSpam(const QString &followUp, const QString &staff);
    /// A call that was screened as spam is none: its number is allowed from now on, and the call opens a case (or joins the open one) with a
    /// callback. No text leaves. The case.
    [[nodiscard]] Answer<calls::FollowUp> callBack(const QString &call, const QString &staff);

    /// Nobody is bothered with calls of this number any more; messages to it that have not left are taken back. An open case stays. Without
    /// `staff` it is the command line's word. False when it was blocked before.
    [[nodiscard]] Answer<bool> block(const QString &number, const QString &staff, const QString &reason);
    /// Calls of this number are welcome whatever lists say, now and after any import. False when they were.
    [[nodiscard]] Answer<bool> unblock(const QString &number, const QString &staff);

    /// The outcome of a case that was marked so.
    static constexpr char16_t outcome[] = u"spam";
    /// A longer reason is cut.
    static constexpr qsizetype longestReason = 200;

private:
    struct Scene;
    [[nodiscard]] Answer<Scene> enter(const QString &followUp, const QString &staff) const;
    [[nodiscard]] Done lock(store::Transaction &transaction, Scene &scene) const;
    [[nodiscard]] Answer<bool> say(const QString &number, const QString &staff, bool blocked, const QString &reason);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
