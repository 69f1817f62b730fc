#pragma once

#include "board/connections.h"
#include "cli/output.h"

/// What a test of a connection found, for scripts.
namespace ringback::app::cli {

[[nodiscard]] inline QString levelWord(board::TestFinding::Level level)
{
    switch (level) {
    case board::TestFinding::Level::Good:
        return QStringLiteral("good");
    case board::TestFinding::Level::Warning:
        return QStringLiteral("warning");
    case board::TestFinding::Level::Bad:
        break;
    }
    return QStringLiteral("bad");
}

inline void printFindings(const QList<board::TestFinding> &findings, bool json)
{
    QJsonArray rows;
    for (const board::TestFinding &finding : findings) {
        rows.append(QJsonObject{{QStringLiteral("id"), finding.check},
                                {QStringLiteral("level"), levelWord(finding.level)},
                                {QStringLiteral("problem"), finding.problem},
                                {QStringLiteral("subject"), orNull(finding.subject)},
                                {QStringLiteral("detail"), orNull(finding.detail)}});
    }
    printRows(rows,
              {{QStringLiteral("CHECK"), QStringLiteral("id")},
               {QStringLiteral("LEVEL"), QStringLiteral("level")},
               {QStringLiteral("WHAT"), QStringLiteral("problem")},
               {QStringLiteral("ABOUT"), QStringLiteral("subject")},
               {QStringLiteral("DETAIL"), QStringLiteral("detail")}},
              json);
}

} // namespace ringback::app::cli
