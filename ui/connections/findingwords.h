#pragma once

#include "board/connections.h"
#include "widgets/phrases.h"

#include <QString>

/// What *Test this connection* found, in words for an office.
namespace ringback::ui {

struct FindingWords {
    Mark mark; ///< what it is, with the shape and tone of its level
    QString advice; ///< what to do; empty where nothing is to be done
    board::TestFinding::Level level = board::TestFinding::Level::Good;
    QString detail; ///< the other system's own words; may be empty
};

/// Of a phone system.
[[nodiscard]] FindingWords findingWords(const board::TestFinding &finding);
/// Of a lead system: its name, and what the finding's subject is called on the screens.
[[nodiscard]] FindingWords leadFindingWords(const board::TestFinding &finding, const QString &system, const QString &subject);
/// Of somebody's calendar, and where it is: `Google`, or whatever the screens call it.
[[nodiscard]] FindingWords calendarFindingWords(const board::TestFinding &finding, const QString &system);
/// Else what was found is only made readable.
[[nodiscard]] bool hasFindingWords(const QString &check, const QString &problem);
[[nodiscard]] bool hasLeadFindingWords(const QString &check, const QString &problem);
[[nodiscard]] bool hasCalendarFindingWords(const QString &check, const QString &problem);
/// All of them in a sentence: "Everything works.", "2 things need you."
[[nodiscard]] Mark findingsSummary(const QList<FindingWords> &findings);

} // namespace ringback::ui
