#pragma once

#include "board/rows.h"
#include "desk/outcome.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QString>

#include <optional>

/// Every stable code of the engine as words for people. A code that nobody taught us is shown readable, never dropped.
namespace ringback::ui {

/// What it takes to say something about an office's day.
struct Telling {
    const board::Office &office;
    Instant now;
};

/// Words with the shape and tone that go with them.
struct Mark {
    QString text;
    Glyph glyph = Glyph::Info;
    Tone tone = Tone::Neutral;
    QString head = {}; ///< the same on two short lines, where there is little room: empty = `text` alone
    QString more = {};
};

/// `some_new_code` → `Some new code`.
[[nodiscard]] QString readable(const QString &code);

/// A sentence without its full stop: "The caller hung up too soon for a text".
[[nodiscard]] QString reasonSentence(const QString &code);
[[nodiscard]] bool hasReasonSentence(const QString &code); ///< else it is only made readable
[[nodiscard]] bool hasActionSentence(const QString &code);
/// The same in two or three words, after "Not sent:".
[[nodiscard]] QString reasonWords(const QString &code);
[[nodiscard]] QStringList reasonSentences(const QStringList &codes);

[[nodiscard]] QString kindWord(calls::ContactKind kind);
[[nodiscard]] Mark stageMark(board::Stage stage);
[[nodiscard]] Mark deliveryMark(const board::TextBrief &text, const Telling &telling);
/// What the board says of a row's text, also when there is none.
[[nodiscard]] Mark textMark(const board::BoardRow &row, const Telling &telling);
/// The same while a person has to decide whether the caller wants texts at all.
[[nodiscard]] Mark heldMark();
/// "at 3:10 PM", "tomorrow 9:00 AM".
[[nodiscard]] QString whenWords(Instant at, const Telling &telling);
/// "returns at 3:10 PM · try 2 of 3"; empty when it waits for nothing.
[[nodiscard]] std::optional<Mark> returnsMark(const board::Progress &progress, const Telling &telling);
[[nodiscard]] QString returnsWords(const board::Progress &progress, const Telling &telling);
/// Where a callback is and what comes next, a line each: "Dana Reyes had it; back in the queue".
[[nodiscard]] QStringList progressSentences(const board::Progress &progress, const Telling &telling);
/// The most telling of them in two words; empty where there is nothing to say.
[[nodiscard]] std::optional<Mark> progressMark(const board::Progress &progress, const Telling &telling);
/// "Set by Dana Reyes, 2:14 PM".
[[nodiscard]] QString optOutSentence(const board::OptOutBrief &optOut, const Telling &telling);
/// What is known of one attempt: "2:14 PM: No clear answer came back (timeout)".
[[nodiscard]] QString attemptSentence(const board::AttemptNote &note, const Telling &telling);
/// Who turned storm mode on, until when, how many are missed, and how long the backlog takes; empty while there is none.
[[nodiscard]] QStringList stormSentences(const board::Health &health, const Telling &telling);
/// "Done: Estimate scheduled. The confirmation goes out at 3:12 PM."
[[nodiscard]] QString aftermathSentence(const board::Aftermath &after, const QList<board::OutcomeChoice> &outcomes, const Telling &telling);
/// "Voicemail, 14 s".
[[nodiscard]] QString voicemailWords(const board::VoicemailBrief &voicemail);
/// What is odd about a call, a line each: that it was found in a list, and what the carriers say of its number. A hint, no verdict.
[[nodiscard]] QStringList callSentences(board::Attestation attestation, bool foundInLog);
[[nodiscard]] QString outcomeWord(const QString &id, const board::Office &office);
[[nodiscard]] QString actionSentence(const board::TimelineEntry &entry, const Telling &telling);
/// On what ground a call was taken for spam: `On the list “robots” since Nov 3`.
[[nodiscard]] QString spamSentence(const board::SpamBasis &basis, const Telling &telling);
[[nodiscard]] QString refusalSentence(const desk::Refusal &refusal, const Telling &telling);
/// "Maria Alvarez", or the number, or that there is neither.
[[nodiscard]] QString callerWord(const QString &name, const QString &number);

/// For tool tips, which would otherwise guess that a caller's name is HTML.
[[nodiscard]] QString plainToolTip(const QString &text);
/// For labels of buttons and menus, where `&` would become a shortcut.
[[nodiscard]] QString literal(QString text);

} // namespace ringback::ui
