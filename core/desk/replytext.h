#pragma once

#include "desk/replyrefusal.h"

#include <QString>

/// What people type, before it is anything. Pure: also for a screen, at each key.
namespace ringback::desk {

/// How carriers count a text.
struct TextSize {
    int segments = 0; ///< 0 for an empty text
    int left = 0; ///< characters free in the last segment
    bool isPlain = true; ///< no character makes the segments less than half as long

    friend bool operator==(const TextSize &, const TextSize &) = default;
};
[[nodiscard]] TextSize sizeOf(const QString &text);

inline constexpr int mostSegments = 10;
inline constexpr int mostOfNote = 4'000;
inline constexpr int mostOfDraft = 10'000;

/// As it would be sent: without blanks at its ends, every line ended alike. Refusals: NothingWritten, TooLong, StrangeCharacters.
[[nodiscard]] ReplyAnswer<QString> readText(const QString &typed);
/// The same of a private note, which no carrier counts.
[[nodiscard]] ReplyAnswer<QString> readNote(const QString &typed);

} // namespace ringback::desk
