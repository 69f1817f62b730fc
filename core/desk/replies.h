#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "desk/replyrefusal.h"
#include "store/database.h"

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace ringback::desk {

/// A text that somebody typed to the caller of a case.
struct TypedText {
    QString followUp; ///< open or closed
    QString text = {};
    std::optional<Instant> at = {}; ///< when it is to leave; empty = now
    bool anyway = false; ///< also in the caller's quiet hours, who has just written, say

    friend bool operator==(const TypedText &, const TypedText &) = default;
};

/// It is on its way, or will be.
struct PlannedText {
    QString message;
    Instant at;
    int segments = 0;

    friend bool operator==(const PlannedText &, const PlannedText &) = default;
};

/// Texts that people write. Each call is one transaction with its audit row; the engine sends them as it sends its own, and asks once more before it does:
/// nothing leaves after an opt-out, whoever wrote it. None of them claims, reaches or closes anything. Lives on the thread of its Database.
class Replies final {
public:
    Replies(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// From the number that the line of the case texts from. What the person had half typed in that case is gone with it. Refusals: all but AlreadyLeft
    /// and NoSuchText.
    [[nodiscard]] ReplyAnswer<PlannedText> send(const TypedText &typed, const QString &staff);
    /// Takes a text back that a person wrote and that has not left; whoever may reply may. Gives its words, to go on with. Refusals: NoSuchText,
    /// AlreadyLeft.
    [[nodiscard]] ReplyAnswer<QString> cancel(const QString &message, const QString &staff);

    static constexpr Milliseconds furthest = std::chrono::days(90);
    /// What could not leave for so long is not sent any more: "I'll be there in ten minutes" is true today.
    static constexpr Milliseconds trueFor = std::chrono::hours(4);
    /// How long the same words are taken for the same click. The engine, too, could not tell two such texts apart at the provider.
    static constexpr Milliseconds sameWordsFor = std::chrono::minutes(10);

private:
    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::TypedText)
Q_DECLARE_METATYPE(ringback::desk::PlannedText)
