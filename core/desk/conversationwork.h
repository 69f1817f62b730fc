#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "desk/replyrefusal.h"
#include "store/database.h"

#include <QString>

#include <chrono>
#include <optional>

namespace ringback::desk {

/// What people do at a conversation besides texting: private notes, half-typed texts, being there. Whoever may reply may. Lives on the thread of its
/// Database.
class ConversationWork final {
public:
    ConversationWork(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// For the staff alone, with its audit row; it stays as it is. Gives its id. Refusals: NoSuchCase, NothingWritten, TooLong, StrangeCharacters.
    [[nodiscard]] ReplyAnswer<QString> note(const QString &followUp, const QString &staff, const QString &text);

    // What is half typed, kept as it is for that person alone. It belongs to nobody's history, so the trail says nothing of it. A console saves it when
    // the typing pauses, not at each key.

    /// In place of what was kept before; a text of blanks drops it. Refusals: NoSuchCase, TooLong.
    [[nodiscard]] ReplyAnswer<void> saveDraft(const QString &followUp, const QString &staff, const QString &text);
    /// Empty when nothing is kept. Refusals: NoSuchCase.
    [[nodiscard]] ReplyAnswer<QString> draft(const QString &followUp, const QString &staff) const;
    /// False when nothing was kept. Refusals: NoSuchCase.
    [[nodiscard]] ReplyAnswer<bool> dropDraft(const QString &followUp, const QString &staff);
    static constexpr int mostDrafts = 100; ///< of one person; then the oldest go

    // Who has a case before them. A console says so when it opens a case, every sayAgain while it shows it, and when the typing begins or pauses; it asks
    // for the others of that one case as often (board::readViewers). One row is written, without the trail, so that the feed tells nobody: nothing
    // but the open case shows it. Who says nothing any more is gone by themselves, also after a crash.

    /// Refusals: NoSuchCase.
    [[nodiscard]] ReplyAnswer<void> looking(const QString &followUp, const QString &staff, bool isTyping);
    /// The case is no longer shown. False when nobody had said that it was. Refusals: NoSuchCase.
    [[nodiscard]] ReplyAnswer<bool> left(const QString &followUp, const QString &staff);
    static constexpr Milliseconds lookingFor = std::chrono::seconds(12);
    static constexpr Milliseconds sayAgain = std::chrono::seconds(5);

private:
    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk
