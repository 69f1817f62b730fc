#pragma once

#include "board/connections.h"
#include "widgets/phrases.h"

#include <QString>

/// What *Test this connection* found, in words for an office.
namespace ringback::ui {

struct FindingWords {
    Mark mark; ///< what it is, with the shape and tone of its level
    QString advice; ///< what to do; empty where nothing is to be done
};

[[nodiscard]] FindingWords findingWords(const board::TestFinding &finding);
/// Else what was found is only made readable.
[[nodiscard]] bool hasFindingWords(const QString &check, const QString &problem);
/// All of them in a sentence: "Everything works.", "2 things need you."
[[nodiscard]] Mark findingsSummary(const QList<board::TestFinding> &findings);

} // namespace ringback::ui
