#pragma once

#include "board/peoplerows.h"
#include "desk/peoplework.h"
#include "signin/signinwords.h" // initials and roles
#include "widgets/phrases.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What the screens say of people: who is here, what they have on the desk, and why somebody got a callback.
namespace ringback::ui {

/// "Here", "Busy until 3:30 PM", "On leave until Dec 1", with shape and tone.
[[nodiscard]] Mark readinessMark(const board::Availability &availability, const Telling &telling);
/// How we know that, where that is worth a word: "Their calendar cannot be read"; empty = nothing to add.
[[nodiscard]] QString basisSentence(const board::Availability &availability);

/// "2 of 6 open", "2 open", "nothing open".
[[nodiscard]] QString loadWords(int live, int capacity);
/// "Mon–Fri 8:00 AM–5:00 PM; Sat 9:00 AM–1:00 PM"; any time without shifts.
[[nodiscard]] QString shiftsWords(const QList<calls::Shift> &shifts);
/// "Sign-in is set up", "Locked until 3:10 PM".
[[nodiscard]] std::optional<Mark> signInMark(const board::PersonCard &card, const Telling &telling);
/// What is wrong with the calendars; empty = nothing.
[[nodiscard]] std::optional<Mark> calendarMark(calls::CalendarView::State state);

/// "2 of 3 here".
[[nodiscard]] QString hereWords(const board::TeamCard &team);
/// "Nobody is here for Dallas crew desk: 3 callers wait, the longest for 14 minutes"; a line for each queue that nobody watches.
[[nodiscard]] QStringList unstaffedSentences(const board::People &people, Instant now);

/// Why somebody got it, or who would: the first line names them, the second says why, then one line for each other person.
struct Why {
    Mark answer; ///< "Dana Reyes gets it"
    QString reasons; ///< "On shift until 5:00 PM, 2 of 6 open, last got one at 1:52 PM."; empty where nobody gets it
    QStringList others; ///< "Sam Ortiz: off shift until Mon 8:00 AM"
};
/// Of a call that comes at `telling.now`.
[[nodiscard]] Why whoWouldGetIt(const board::Assignment &assignment, const Telling &telling);
/// Of a callback that was given then: in the past tense.
[[nodiscard]] Why whoGotIt(const QList<board::Considered> &considered, const QStringList &reasons, const Telling &then);
/// "Why Dana Reyes?", or "Why nobody?".
[[nodiscard]] QString whyQuestion(const QList<board::Considered> &considered, const board::Office &office);
/// "off shift until Mon 8:00 AM", "not their turn".
[[nodiscard]] QString standingWords(const board::Considered &considered, const Telling &telling);

[[nodiscard]] QString peopleRefusalSentence(const desk::PeopleRefusal &refusal);
/// The form's field that a refusal is about, as the setup file calls it; empty = none.
[[nodiscard]] QString fieldOf(const desk::PeopleRefusal &refusal);

} // namespace ringback::ui
